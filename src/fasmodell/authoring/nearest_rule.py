"""Which rule came nearest to what was expected, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fasmodell.authoring.situation import Path, Situation, part_of_rule
from fasmodell.facts import indicator_id
from fasmodell.rules import All, AnyOf, Atom, Comparison, Condition, Not, Rule, parts_of
from fasmodell.scales import is_number


class Lack(NamedTuple):
    """
    A part of a condition that did not come out as it had to for the rule to fire.

    `outcome` is how it came out, `away` how far the value is from the nearest bound, where it is a number.
    """

    atom: Atom
    outcome: bool | None
    away: float | None


def nearest(rules: Iterable[Rule], situation: Situation) -> tuple[Rule, tuple[Lack, ...]] | None:
    """The rule that lacks fewest things, then the one whose values are least away; None where there are no rules."""
    found = [(rule, tuple(lacks(rule, situation))) for rule in rules]
    return min(found, key=lambda one: (len(one[1]), sum(lack.away or 0 for lack in one[1])), default=None)


def lacks(rule: Rule, situation: Situation) -> Iterator[Lack]:
    """What had to come out otherwise for a rule to fire: of `any` only the part that lacks least."""
    return iter(_lacks(rule, rule.when, (), True, situation))


def _lacks(rule: Rule, condition: Condition, path: Path, wanted: bool, situation: Situation) -> list[Lack]:
    outcome = situation.parts.get(part_of_rule(rule.id, path))
    if outcome is wanted:
        return []
    if isinstance(condition, Not):
        return _lacks(rule, condition.part, (*path, 0), not wanted, situation)
    if isinstance(condition, All | AnyOf):
        parts = [
            _lacks(rule, part, (*path, position), wanted, situation)
            for position, part in enumerate(parts_of(condition))
        ]
        if isinstance(condition, All) is wanted:
            return [lack for part in parts for lack in part]
        return min(parts, key=lambda part: (len(part), sum(lack.away or 0 for lack in part)))
    return [Lack(condition, outcome, _away(condition, situation))]


def _away(atom: Atom, situation: Situation) -> float | None:
    value = situation.values.get(indicator_id(atom.indicator)) if isinstance(atom, Comparison) else None
    bounds = [bound for bound in atom.bound if is_number(bound)] if isinstance(atom, Comparison) else []
    return min(abs(value - bound) for bound in bounds) if is_number(value) and bounds else None
