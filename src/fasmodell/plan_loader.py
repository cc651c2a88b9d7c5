"""The terms of a plan in a profile: when it starts, how much can be done at once, and what it may cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from fasmodell.knowledge import ActorId, KnowledgeBase, MeasureId
from fasmodell.observation_loader import UNKNOWN, check_keys, read_period
from fasmodell.place import Place
from fasmodell.profile import PlanTerms
from fasmodell.scales import is_number

PLAN_KEYS: Final = ("start", "at_once", "actors", "budget", "costs")
MOST_AT_ONCE: Final = 1000
_Name = TypeVar("_Name", ActorId, MeasureId)


def read_plan(place: Place, knowledge: KnowledgeBase) -> PlanTerms | None:
    """Read the terms of the plan; None when there are none. Every problem is reported."""
    if place.data is None or place.data == UNKNOWN:
        return None
    if not isinstance(place.data, Mapping):
        place.wrong("the plan must be a mapping such as `{at_once: 6, actors: {police: 2}}`")
        return None
    check_keys(place, "the plan", (), PLAN_KEYS)
    start = read_period(place.at("start")) if "start" in place.keys else None
    actors = _named(place.at("actors"), knowledge.actors, "FM204", "actor")
    costs = _named(place.at("costs"), knowledge.measures, "FM411", "measure")
    return PlanTerms(
        start=start,
        at_once=_count(place.at("at_once")) if "at_once" in place.keys else None,
        actors={name: count for name, inner in actors.items() if (count := _count(inner)) is not None},
        budget=_amount(place.at("budget")) if "budget" in place.keys else None,
        costs={name: cost for name, inner in costs.items() if (cost := _amount(inner)) is not None},
        span=place.span,
    )


def _named(place: Place, names: Iterable[_Name], code: str, kind: str) -> dict[_Name, Place]:
    """The entries of a mapping from names that exist; what is wrong is reported."""
    if place.data is not None and not isinstance(place.data, Mapping):
        place.wrong_kind(f"must be a mapping from {kind} to number")
    known = {str(name): name for name in names}
    found = {}
    for key, inner in place.items():
        if str(key) in known:
            found[known[str(key)]] = inner
        else:
            inner.unknown(code, kind, str(key), known, on_key=True)
    return found


def _count(place: Place) -> int | None:
    if type(place.data) is not int:
        place.wrong_kind("must be a whole number")
        return None
    if not 0 <= place.data <= MOST_AT_ONCE:
        place.error("FM402", f"`{place.key}` must be between 0 and {MOST_AT_ONCE}, got {place.data}")
        return None
    return place.data


def _amount(place: Place) -> int | None:
    """Whole kronor: what a plan is reckoned with needs no öre."""
    if not is_number(place.data) or place.data != int(place.data):
        place.wrong_kind("must be a whole number of kronor")
        return None
    if place.data < 0:
        place.error("FM402", f"`{place.key}` must not be negative, got {place.data:.10g}")
        return None
    return int(place.data)
