"""One indicator to try other values of: its slider, its field, and which of them was moved."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from fasmodell.knowledge import Indicator, IndicatorId
from fasmodell.observation_loader import UNKNOWN
from fasmodell.scales import Language, Scale, is_number, write_number
from fasmodell.web.page_fields import number_typed, shown_plain
from fasmodell.web.page_frame import Visit
from fasmodell.web.page_questions import Field, field_id

# The names of the fields of an indicator begin with one of these: what is typed, where the slider stands, whether it is
# unknown, and what stood there when the page was made, by which one sees without scripts what was moved.
TYPED, SLID, NOT_KNOWN, WAS = "if.", "slide.", "unknown.", "was."
_STEPS: Final = (1, 2, 5)
_PARTS: Final = 100


class Slider(NamedTuple):
    """A slider as HTML writes it, and its value in words."""

    low: str
    high: str
    step: str
    value: str
    text: str


class Trial(NamedTuple):
    """An indicator with its field, its slider where it has numbers, and what stands in the profile."""

    indicator: str
    field: Field
    slider: Slider | None
    was: str
    said: str

    @property
    def id(self) -> str:
        """The beginning of the ids of its parts."""
        return field_id(self.field.name)

    @property
    def is_unknown(self) -> bool:
        """True when no value is assumed."""
        return self.was == UNKNOWN


def slider_of(indicator: Indicator, value: str, language: Language) -> Slider | None:
    """The slider of an indicator at a value that was typed, at its lower end without one; None where no numbers are."""
    if not indicator.scale.is_numeric or indicator.low is None or indicator.high is None:
        return None
    low, high = indicator.low, indicator.high
    step = 1.0 if indicator.scale.is_whole else _step((high - low) / _PARTS)
    typed = number_typed(value, language)
    at = min(max(float(typed), low), high) if is_number(typed) else low
    at = low + math.floor((at - low) / step + 0.5) * step
    if at > high:
        at -= step
    text = write_number(float(f"{at:.10g}"), language)
    if indicator.scale is Scale.LEVEL:
        text = f"{text}: {indicator.anchors[int(at)].to(language)}"
    return Slider(f"{low:.10g}", f"{high:.10g}", f"{step:.10g}", f"{at:.10g}", text)


def _step(least: float) -> float:
    """The longest of 1, 2 and 5 times a power of ten that is not above a number."""
    power = math.floor(math.log10(least))
    steps = [part * 10.0**power for part in _STEPS]
    return max(step for step in steps if step <= least * (1 + 1e-9))


def value_tried(visit: Visit, indicator: Indicator) -> str:
    """
    The value that is to be tried, as it was typed, or `unknown`.

    Whatever was moved since the page was made counts: the field first, then the slider, then the mark for unknown.
    """
    name, language = indicator.id, visit.typed_in
    was = visit.text(f"{WAS}{name}", UNKNOWN)
    typed = visit.text(f"{TYPED}{name}").strip() or UNKNOWN
    slider = slider_of(indicator, was, language)
    if typed != was or slider is None:
        return typed
    slid = visit.text(f"{SLID}{name}", slider.value)
    if slid != slider.value:
        return _as_typed(slid, language)
    is_marked = f"{NOT_KNOWN}{name}" in visit.sent.fields
    if indicator.scale is Scale.LEVEL or is_marked == (was == UNKNOWN):
        return typed
    return UNKNOWN if is_marked else _as_typed(slid, language)


def _as_typed(slid: str, language: Language) -> str:
    """The value of a slider, which has a decimal point in every language, as it would be typed."""
    return shown_plain(number_typed(slid, "en"), language)


def tried_in(visit: Visit) -> list[IndicatorId]:
    """The indicators whose fields were sent, in their order; names that the rule base does not have are left out."""
    known = visit.served.base.knowledge.indicators
    names = (name.removeprefix(WAS) for name in visit.sent.fields if name.startswith(WAS))
    return [IndicatorId(name) for name in names if name in known]
