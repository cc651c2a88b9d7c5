"""One condition over known facts, without a program: what the engines conclude of it, fast and by itself."""

from __future__ import annotations

from collections.abc import Mapping

from fasmodell.cells import holds
from fasmodell.facts import FactId, indicator_id, listed_id, trend_id
from fasmodell.program import proposition_named_by
from fasmodell.rules import All, AnyOf, Atom, Comparison, Condition, Listed, Not, Trend
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
    known = facts.get(key_of(condition))
    if known is None:
        return None
    if isinstance(condition, Comparison):
        return holds(condition.operator, condition.bound, known)
    return known == condition.movement if isinstance(condition, Trend) else bool(known)


def _joined(parts: list[bool | None], decides: bool) -> bool | None:
    """`decides` when some part is that; None when some part is unknown; otherwise the other."""
    if decides in parts:
        return decides
    return None if None in parts else not decides


def rests_on(condition: Condition, facts: Mapping[FactId, Value], wanted: bool = True) -> frozenset[FactId]:
    """What the proof rests on that a condition is known to hold (or not to): every way in which it is, together."""
    if isinstance(condition, Not):
        return rests_on(condition.part, facts, not wanted)
    if isinstance(condition, All | AnyOf):
        needs_all = isinstance(condition, All) is wanted
        parts = (part for part in condition.parts if needs_all or outcome_of(part, facts) is wanted)
        return frozenset(fact for part in parts for fact in rests_on(part, facts, wanted))
    return frozenset((key_of(condition),))


def key_of(atom: Atom) -> FactId:
    """The key of the fact that an atom is about."""
    if isinstance(atom, Comparison):
        return indicator_id(atom.indicator)
    if isinstance(atom, Trend):
        return trend_id(atom.indicator, atom.over_months)
    return listed_id(atom.measure) if isinstance(atom, Listed) else proposition_named_by(atom)
