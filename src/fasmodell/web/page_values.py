"""One value of a profile and what a field shows: numbers as people write them, observations with their details."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from fasmodell.analysis.interview import as_yaml
from fasmodell.knowledge import Indicator, IndicatorId
from fasmodell.observation_loader import PERIOD, UNKNOWN
from fasmodell.scales import Language, Scale
from fasmodell.web.page_draft import OBSERVATIONS
from fasmodell.yaml_source import Key, Plain

VALUE: Final = "value"
DETAILS: Final = ("period", "source", "margin", "method", "secrecy", "note")
SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f]+")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_GROUPED: Final = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")


def field_name(indicator: IndicatorId, key: str) -> str:
    """The name of the field for the value of an indicator, or a detail of it."""
    return f"{OBSERVATIONS}.{indicator}.{key}"


def is_same(before: Plain, after: Plain) -> bool:
    if after == UNKNOWN and before is None:
        return True
    return (type(before), before) == (type(after), after)


def period_typed(text: str) -> Plain:
    """A text, or a lone year as the number that it is in a profile; None for nothing."""
    is_year = len(text) == 4 and text.isdigit() and PERIOD.fullmatch(text)
    return int(text) if is_year and not text.startswith("0") else text or None


def number_typed(text: str, language: Language) -> Plain:
    """A number as people write it: with a decimal comma, and spaces between thousands. What is no number stays text."""
    bare = SPACES.sub("", text).replace("\u2212", "-").removesuffix("%")
    if language == "en" and _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare) or len(bare) > 30:
        return text.strip()
    return float(bare) if "." in bare else int(bare)


def _value_typed(indicator: Indicator, typed: str, language: Language) -> Plain:
    if not typed.strip() or typed == UNKNOWN:
        return UNKNOWN
    if indicator.scale is Scale.FLAG:
        said = as_yaml(indicator, typed)
        return {"true": True, "false": False}.get(said, said)
    return typed.strip() if indicator.scale is Scale.CHOICE else number_typed(typed, language)


def points_of(given: Plain) -> list[dict[Key, Plain]]:
    """The points of a series as they are written, oldest first; empty for an observation that is no series."""
    series = given.get("series") if isinstance(given, dict) else given
    found = [dict(one) for one in series if isinstance(one, dict)] if isinstance(series, list) else []
    return sorted(found, key=lambda point: _end(str(point.get("period"))))


def _end(period: str) -> str:
    """A key that puts periods in the order of their last days."""
    quarter = re.fullmatch(r"([0-9]{4})-[Qq]([1-4])", period)
    if quarter is not None:
        return f"{quarter[1]}-{3 * int(quarter[2]):02d}-99"
    return f"{period}-99-99"[:10] if len(period) == 4 else f"{period}-99"[:10]


def newest_of(given: Plain) -> dict[Key, Plain]:
    """The value and the details of an observation, or of the newest point of its series."""
    points = points_of(given)
    if points:
        common: dict[Key, Plain] = {}
        if isinstance(given, dict):
            common |= {key: value for key, value in given.items() if key != "series"}
        return common | points[-1]
    found: dict[Key, Plain] = {}
    if isinstance(given, dict):
        found |= given
    elif given is not None:
        found[VALUE] = given
    return found


def observation_with(before: Plain, indicator: Indicator, fields: Mapping[str, str], language: Language) -> Plain:
    shown = newest_of(before)
    new: dict[Key, Plain] = {}
    for key in (VALUE, *DETAILS):
        name = field_name(indicator.id, key)
        if name in fields:
            value = _detail(indicator, key, fields[name], language)
            old = shown.get(key)
            if not (is_same(old, value) or (key == VALUE and _equal_numbers(old, value))):
                new[key] = value
    if not new:
        return before
    points = points_of(before)
    if points:
        points[-1] = _merged(points[-1], new)
        series: list[Plain] = list(points)
        if not isinstance(before, dict):
            return series
        held: dict[Key, Plain] = dict(before)
        return {**held, "series": series}
    merged = _merged(shown, new)
    return merged.get(VALUE, UNKNOWN) if set(merged) <= {VALUE} else merged


def _detail(indicator: Indicator, key: str, typed: str, language: Language) -> Plain:
    if key == VALUE:
        return _value_typed(indicator, typed, language)
    if key == "margin":
        return number_typed(typed, language) if typed.strip() else None
    return period_typed(typed.strip()) if key == "period" else typed.strip() or None


def _equal_numbers(old: Plain, new: Plain) -> bool:
    """True when a number was only written in another way, as 38 and 38.0."""
    numbers = [one for one in (old, new) if isinstance(one, int | float) and not isinstance(one, bool)]
    return len(numbers) == 2 and numbers[0] == numbers[1]


def _merged(held: Mapping[Key, Plain], new: Mapping[Key, Plain]) -> dict[Key, Plain]:
    """Details with others in their place, the value first; what is emptied is left out, and a value is unknown then."""
    merged: dict[Key, Plain] = {VALUE: UNKNOWN}
    merged.update({key: value for key, value in {**held, **new}.items() if value is not None})
    return merged


def shown_plain(value: Plain, language: Language) -> str:
    """A plain value as a field shows it, with a decimal comma in Swedish."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        written = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return written.replace(".", ",") if language == "sv" else written
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
