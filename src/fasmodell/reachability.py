"""
Whether some situation could bring a measure to `now`, decided for each measure alone.

Every truth is a set of the values it may have (0 known false, 1 unknown, 2 known true), so that what is left out of
account makes more possible and never less.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Final

from fasmodell.cells import MOVEMENTS, holds, own_conditions, partitions_of
from fasmodell.facts import indicator_id
from fasmodell.knowledge import (
    PHASES,
    Emphasis,
    FindingId,
    KnowledgeBase,
    Level,
    Measure,
    Track,
)
from fasmodell.rules import (
    AdviceKind,
    Advises,
    All,
    AnyOf,
    Atom,
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    Not,
    Operator,
    PhaseIs,
    Rule,
    RuleSet,
    Trend,
    atoms_of,
)
from fasmodell.scales import Value

MOST_CASES: Final = 20_000
Truths = frozenset[int]
_FREE: Final = frozenset((0, 1, 2))
_TRUE: Final = 2
# The values that one atom's subject may take: what an indicator is observed as, or how far a finding holds.
_Variable = tuple[str, str]
_Case = Mapping[_Variable, object]
# How known it is that a finding holds at signs, at marked and at acute: never more at a higher level.
_FINDING_STATES: Final = tuple(state for state in product((2, 1, 0), repeat=3) if state == tuple(sorted(state)[::-1]))


class Reachability:
    """
    Decide which measures no situation can bring to `now`.

    For a measure, the names in its own conditions (preconditions, legal gate, sign of being in place) are given every
    value that makes a difference, together with each phase. It is reachable when in some such case a target may be
    established, the legal gate and every precondition may hold, and it need neither be in place nor excluded, in a
    phase with emphasis or where a rule may require it. Everything else (other indicators, other measures, the gates)
    is taken to be able to have any value, so a measure that is found unreachable is, but not every unreachable one
    is found. With more than `MOST_CASES` cases nothing is claimed.
    """

    def __init__(self, knowledge: KnowledgeBase, rules: RuleSet) -> None:
        self.concluding: dict[FindingId, list[tuple[Level, Rule]]] = {}
        self.advice: dict[tuple[AdviceKind, str], list[Condition]] = {}
        self.partitions = partitions_of((knowledge, rules))
        for rule in rules.rules.values():
            if isinstance(rule.then, ConcludesFinding):
                self.concluding.setdefault(rule.then.finding, []).append((rule.then.level, rule))
            elif isinstance(rule.then, Advises):
                self.advice.setdefault((rule.then.kind, rule.then.measure), []).append(rule.when)

    def is_reachable(self, measure: Measure) -> bool:
        """True unless it is certain that nothing brings the measure to `now`."""
        variables: dict[_Variable, tuple[object, ...]] = {}
        for condition in own_conditions(measure):
            for atom in atoms_of(condition):
                variables.update(self._variable(atom))
        values = [PHASES, *variables.values()]
        if math.prod(map(len, values)) > MOST_CASES:
            return True
        return any(
            self._is_now(measure, phase, dict(zip(variables, chosen, strict=True)))
            for phase, *chosen in product(*values)
            if isinstance(phase, int)
        )

    def _variable(self, atom: Atom) -> dict[_Variable, tuple[object, ...]]:
        """The variable that an atom tests, with its values; None is unknown."""
        if isinstance(atom, Comparison):
            cells = self.partitions[indicator_id(atom.indicator)].cells
            return {("indicator", atom.indicator): (*(cell.value for cell in cells), None)}
        if isinstance(atom, Trend):
            return {("trend", f"{atom.indicator}/{atom.over_months}"): (*MOVEMENTS, None)}
        if isinstance(atom, FindingHolds):
            return {("finding", atom.finding): _FINDING_STATES}
        return {}

    def _is_now(self, measure: Measure, phase: int, case: dict[_Variable, object]) -> bool:
        case[("phase", "")] = phase
        gate = measure.legal_gate
        must_hold = [item.when for item in measure.preconditions] + ([] if gate is None else [gate.when])
        must_not = list(self.advice.get((AdviceKind.EXCLUDE, measure.id), ()))
        must_not += [] if measure.evident_when is None else [measure.evident_when]
        return (
            self._is_consistent(case)
            and all(_TRUE in self.truths(condition, case) for condition in must_hold)
            and not any(self.truths(condition, case) == {_TRUE} for condition in must_not)
            and self._is_called_for(measure, phase, case)
        )

    def _is_called_for(self, measure: Measure, phase: int, case: _Case) -> bool:
        """True when the measure may be needed, and belongs to the phase or may be required in it."""
        required = self.advice.get((AdviceKind.REQUIRE, measure.id), ())
        if any(_TRUE in self.truths(condition, case) for condition in required):
            return True
        is_needed = measure.track is Track.FOUNDATION or any(
            _TRUE in self.truths(FindingHolds(target.finding, Level.SIGNS), case) for target in measure.targets
        )
        return is_needed and measure.emphasis[phase - 1] is not Emphasis.NONE

    def _is_consistent(self, case: _Case) -> bool:
        """True when the rules may give every finding of a case the level that the case gives it."""
        return all(
            truth in self._concluded(FindingId(name), level, case)
            for (kind, name), state in case.items()
            if kind == "finding" and isinstance(state, tuple)
            for level, truth in zip(Level, state, strict=True)
        )

    def truths(self, condition: Condition, case: _Case) -> Truths:
        """The truth values that a condition may have in a case."""
        if isinstance(condition, Not):
            return frozenset(2 - truth for truth in self.truths(condition.part, case))
        if isinstance(condition, All):
            return _folded(min, (self.truths(part, case) for part in condition.parts))
        if isinstance(condition, AnyOf):
            return _folded(max, (self.truths(part, case) for part in condition.parts))
        return self._atom_truths(condition, case)

    def _atom_truths(self, atom: Atom, case: _Case) -> Truths:
        if isinstance(atom, FindingHolds):
            state = case.get(("finding", atom.finding))
            if isinstance(state, tuple):
                return frozenset((state[atom.level.rank - 1],))
            return self._concluded(atom.finding, atom.level, case)
        if isinstance(atom, PhaseIs):
            return frozenset((2 if case[("phase", "")] == atom.phase else 0,))
        if isinstance(atom, Trend):
            return _compared(case, ("trend", f"{atom.indicator}/{atom.over_months}"), Operator.IS, (atom.movement,))
        if isinstance(atom, Comparison):
            return _compared(case, ("indicator", atom.indicator), atom.operator, atom.bound)
        return _FREE

    def _concluded(self, finding: FindingId, level: Level, case: _Case) -> Truths:
        """What the rules may conclude of a finding at a level or a higher one."""
        rules = [rule for concluded, rule in self.concluding.get(finding, ()) if concluded.rank >= level.rank]
        return _folded(max, (self.truths(rule.when, case) for rule in rules))


def _compared(case: _Case, variable: _Variable, operator: Operator, bound: tuple[Value, ...]) -> Truths:
    """The truth of a comparison: unknown where the case says so, free where it says nothing."""
    if variable not in case:
        return _FREE
    value = case[variable]
    if value is None:
        return frozenset((1,))
    assert isinstance(value, bool | int | float | str)  # the values of cells
    return frozenset((2 if holds(operator, bound, value) else 0,))


def _folded(choose: Callable[[int, int], int], parts: Iterable[Truths]) -> Truths:
    """Combine the possible truths of the parts of a condition, or of the rules for a finding (none: known false)."""
    found: Truths | None = None
    for part in parts:
        found = part if found is None else frozenset(choose(one, other) for one in found for other in part)
    return frozenset((0,)) if found is None else found
