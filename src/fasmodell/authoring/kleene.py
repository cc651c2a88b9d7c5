"""One condition over known facts, without a program: what the engines conclude of it, fast and by itself."""

from __future__ import annotations

from collections.abc import Mapping

from fasmodell.cells import holds
from fasmodell.facts import FactId, indicator_id, listed_id, trend_id
from fasmodell.program import proposition_named_by
from fasmodell.rules import All, AnyOf, Comparison, Condition, Listed, Not, Trend
from fasmodell.scales import Value


def outcome_of(condition: Condition, facts: Mapping[FactId, Value]) -> bool | None:
    """
    Whether a condition holds: True, False, or None while it is unknown.

    `facts` are the observed values and the propositions decided before the condition is asked, by key; what is unknown
    is absent. The same as what the program of the condition concludes, which a test holds them to.
    """
    if isinstance(condition, All):
        return _joined([outcome_of(part, facts) for part in condition.parts], False)
    if isinstance(condition, AnyOf):
        return _joined([outcome_of(part, facts) for part in condition.parts], True)
    if isinstance(condition, Not):
        inner = outcome_of(condition.part, facts)
        return None if inner is None else not inner
    if isinstance(condition, Comparison):
        value = facts.get(indicator_id(condition.indicator))
        return None if value is None else holds(condition.operator, condition.bound, value)
    if isinstance(condition, Trend):
        movement = facts.get(trend_id(condition.indicator, condition.over_months))
        return None if movement is None else movement == condition.movement
    key = listed_id(condition.measure) if isinstance(condition, Listed) else proposition_named_by(condition)
    known = facts.get(key)
    return None if known is None else bool(known)


def _joined(parts: list[bool | None], decides: bool) -> bool | None:
    """`decides` when some part is that; None when some part is unknown; otherwise the other."""
    if decides in parts:
        return decides
    return None if None in parts else not decides
