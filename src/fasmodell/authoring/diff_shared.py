"""What profiles two rule bases can both read, and what one of them no longer knows."""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.authoring.diff_normal_form import value_form
from fasmodell.knowledge import GateId, Indicator, IndicatorId, MeasureId
from fasmodell.rule_base import RuleBase


class Broken(NamedTuple):
    """Something that a profile could say before and cannot any more: an indicator, some of its values, a measure."""

    section: str
    id: str
    is_gone: bool


class Shared(NamedTuple):
    """
    What profiles are compared: those that the old rule base reads and the new one reads too.

    They may give values to `indicators`, name `measures` as running and `gates` as open since a date.
    """

    indicators: frozenset[IndicatorId]
    measures: frozenset[MeasureId]
    gates: frozenset[GateId]


def shared_by(old: RuleBase, new: RuleBase) -> Shared:
    """What a profile that both can read may speak of."""
    before, after = old.knowledge, new.knowledge
    return Shared(
        frozenset(
            name
            for name, one in before.indicators.items()
            if name in after.indicators and _reads(after.indicators[name], one)
        ),
        frozenset(name for name in before.measures if name in after.measures),
        frozenset(name for name in before.gates if name in after.gates),
    )


def broken_by(old: RuleBase, new: RuleBase) -> tuple[Broken, ...]:
    """What a profile of the old rule base may say that the new one refuses."""
    before, after, shared = old.knowledge, new.knowledge, shared_by(old, new)
    found = [
        Broken("indicators", name, name not in after.indicators)
        for name in before.indicators
        if name not in shared.indicators
    ]
    found += [Broken("measures", name, True) for name in before.measures if name not in shared.measures]
    return (*found, *(Broken("gates", name, True) for name in before.gates if name not in shared.gates))


def _reads(one: Indicator, other: Indicator) -> bool:
    """True when an indicator can have every value that another one can."""
    if value_form(one) == value_form(other):
        return True
    if one.scale is not other.scale or not frozenset(other.options) <= frozenset(one.options):
        return False
    low, high = (-float("inf") if one.low is None else one.low), (float("inf") if one.high is None else one.high)
    other_low = -float("inf") if other.low is None else other.low
    return low <= other_low and (float("inf") if other.high is None else other.high) <= high
