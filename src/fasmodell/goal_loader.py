"""The goal of a profile: a phase or a police class to reach, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from fasmodell.diagnostics import suggest
from fasmodell.knowledge import PHASES, POLICE_CLASS, KnowledgeBase
from fasmodell.observation_loader import UNKNOWN, check_keys, read_period
from fasmodell.place import Place, as_written, listed
from fasmodell.profile import Goal, Period

_TARGETS: Final = ("phase", "police_class")


def read_goal(place: Place, knowledge: KnowledgeBase, as_of: date | None) -> Goal | None:
    """Read the goal; None when there is none, or, with every problem reported, when it cannot be held against."""
    if place.data is None or place.data == UNKNOWN:
        return None
    if not isinstance(place.data, Mapping):
        place.wrong("the goal must be a mapping such as `{phase: 3, by: 2030}`")
        return None
    check_keys(place, "the goal", ("by",), _TARGETS)
    if set(place.keys) <= {"by"} and not place.is_refused:
        place.error("FM126", "the goal needs `phase`, `police_class` or both", on_key=True)
    phase, police_class, by = _phase(place), _police_class(place, knowledge), _by(place, as_of)
    return None if by is None else Goal(phase, police_class, by, place.span)


def _phase(place: Place) -> int | None:
    written = place.at("phase")
    if type(written.data) is int and written.data in PHASES:
        return written.data
    if "phase" in place.keys:
        written.error("FM109", f"{as_written(written.data)} is not a phase", "the model has phases 1, 2 and 3")
    return None


def _police_class(place: Place, knowledge: KnowledgeBase) -> str | None:
    written = place.at("police_class")
    if "police_class" not in place.keys:
        return None
    indicator = knowledge.indicators.get(POLICE_CLASS)
    if indicator is None:
        written.unknown("FM401", "indicator", POLICE_CLASS, knowledge.indicators, on_key=True)
        return None
    if isinstance(written.data, str) and written.data in indicator.options:
        return written.data
    near = suggest(str(written.data), indicator.options)
    help = f"did you mean `{near}`?" if near else f"write one of {listed(indicator.options)}"
    written.error("FM403", f"{as_written(written.data)} is not an option of `{POLICE_CLASS}`", help)
    return None


def _by(place: Place, as_of: date | None) -> Period | None:
    written = place.at("by")
    if written.data is None:
        if "by" in place.keys:
            written.error("FM107", "`by` must be a date or period, got nothing", on_key=True)
        return None
    by = read_period(written)
    if by is not None and as_of is not None and by.end <= as_of:
        written.error("FM415", f"`{by.written}` is not after `as_of` {as_of}", "a goal lies ahead of the profile")
    return by
