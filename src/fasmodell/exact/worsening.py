"""
How what a rule base concludes moves when one indicator gets worse and everything else stays as it is.

Rules are compiled to conjunctions and disjunctions of tests without a negation. So it is enough to go through the
values of each test once: what rests only on tests that can turn true, and on none that can turn false, can only turn
true itself, for every profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Flag
from typing import NamedTuple

from fasmodell.cells import Partition, Partitions, holds, partitions_of
from fasmodell.facts import FactId, indicator_id, is_negated, negated, rule_id
from fasmodell.knowledge import Direction, FindingKind, Indicator, IndicatorId, KnowledgeBase
from fasmodell.program import Literal, Ref, Test
from fasmodell.results import GateState
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Comparison, ConcludesFinding, RuleId, SupportsGate, Trend, atoms_of
from fasmodell.scales import Scale, Value

_FROM_LOW = {"falling": 0, "steady": 1, "rising": 2}


class Move(Flag):
    """What a proposition or a test may do when an indicator gets worse."""

    STAYS = 0
    TURNS_TRUE = 1
    TURNS_FALSE = 2
    EITHER = 3


Moves = Mapping[IndicatorId, Move]


class Against(NamedTuple):
    """A rule that an indicator may move the wrong way when it gets worse, seen by itself."""

    indicator: IndicatorId
    rule: RuleId


class Courses(NamedTuple):
    """
    How every symbol of findings and gate evidence moves with each indicator.

    `tests` counts the tests of an indicator that were gone through, value by value.
    """

    moves: Mapping[FactId, Moves]
    tests: int


def has_worse_end(indicator: Indicator) -> bool:
    """True when some values of an indicator are declared to be worse than others."""
    return indicator.direction is not Direction.NEUTRAL and indicator.scale is not Scale.CHOICE


def tested_indicators(base: RuleBase) -> tuple[IndicatorId, ...]:
    """The indicators of which some condition tests the value or the movement, or that give a level that is tested."""
    facts = partitions_of((base.knowledge, base.rules))
    observed = (fact for fact in facts if fact.startswith(("indicator:", "trend:")))
    found = {fact.partition(":")[2].partition("/")[0] for fact in observed}
    return tuple(name for name in base.knowledge.indicators if name in found)


def from_best(partition: Partition, direction: Direction) -> list[int]:
    """The positions of the cells of a value or a movement, from the best to the worst."""
    positions = list(range(len(partition.cells)))
    if partition.fact.startswith("trend:"):
        positions.sort(key=lambda position: _FROM_LOW[str(partition.cells[position].value)])
    return positions if direction is Direction.HIGHER_IS_WORSE else positions[::-1]


def courses_of(base: RuleBase) -> Courses:
    """
    How each T and F symbol of findings and gate evidence may move when one known indicator gets worse.

    What is known and what is not stays so; the movement of the indicator's series stays as it is or gets worse too.
    """
    reader = _Tests(base.knowledge, partitions_of((base.knowledge, base.rules)))
    found: dict[FactId, dict[IndicatorId, Move]] = {}
    for clause in base.situation.clauses:
        head = found.setdefault(clause.head, {})
        for literal in clause.body:
            below = found.get(literal.premise, {}) if isinstance(literal, Ref) else reader.moves(literal)
            for indicator, move in below.items():
                head[indicator] = head.get(indicator, Move.STAYS) | move
    return Courses(found, reader.count)


class _Tests:
    """Goes through the values of each test, once."""

    def __init__(self, knowledge: KnowledgeBase, partitions: Partitions) -> None:
        self.knowledge = knowledge
        self.partitions = partitions
        self.gradings = {
            indicator_id(one.id): one.graded_from for one in knowledge.graded if one.graded_from is not None
        }
        self._known: dict[Literal, Moves] = {}

    @property
    def count(self) -> int:
        return len(self._known)

    def moves(self, test: Test) -> Moves:
        if not test.key.startswith(("indicator:", "trend:")):
            return {}
        if test not in self._known:
            self._known[test] = {name: move for name, move in self._moves(test) if move is not Move.STAYS}
        return self._known[test]

    def _moves(self, test: Test) -> Iterator[tuple[IndicatorId, Move]]:
        name = IndicatorId(test.key.partition(":")[2].partition("/")[0])
        yield name, self._move(name, test.key, [cell.value for cell in self.partitions[test.key].cells], test)
        grading = self.gradings.get(test.key)
        if grading is not None:
            # Rules see the level that the number gives, wherever the number is known.
            number = indicator_id(grading.indicator)
            levels = [
                grading.level(cell.value)
                for cell in self.partitions[number].cells
                if isinstance(cell.value, int | float)
            ]
            yield grading.indicator, self._move(grading.indicator, number, levels, test)

    def _move(self, name: IndicatorId, fact: FactId, values: Sequence[Value], test: Test) -> Move:
        indicator = self.knowledge.indicators[name]
        if not has_worse_end(indicator):
            return Move.STAYS  # it does not get worse
        passes = [holds(test.operator, test.bound, value) is test.wanted for value in values]
        ordered = [passes[position] for position in from_best(self.partitions[fact], indicator.direction)]
        turns = Move.STAYS
        for position, before in enumerate(ordered):
            if not before and any(ordered[position + 1 :]):
                turns |= Move.TURNS_TRUE
            if before and not all(ordered[position + 1 :]):
                turns |= Move.TURNS_FALSE
        return turns


def rules_against(base: RuleBase, courses: Courses) -> tuple[Against, ...]:
    """
    Every rule that, by its tests, may go the wrong way when an indicator gets worse.

    A rule for a problem, or for a shut gate, may then only turn true; one for a strength, or for an open gate, only
    false. Whether an answer ever shows what is listed here is another question.
    """
    found = []
    for rule in base.rules.of_stage(1, 2):
        then, fact = rule.then, rule_id(rule.id)
        if isinstance(then, ConcludesFinding):
            rises = base.knowledge.findings[then.finding].kind is FindingKind.PROBLEM
            symbols: tuple[FactId, ...] = (fact, negated(fact))
        elif isinstance(then, SupportsGate):
            rises, symbols = then.state == GateState.SHUT, (fact,)
        else:
            continue
        wrong = [name for symbol in symbols for name in _against(courses.moves.get(symbol, {}), symbol, rises)]
        found += [Against(name, rule.id) for name in dict.fromkeys(wrong)]
    return (*found, *_loosely_capped(base, courses))


def first_hand(base: RuleBase, indicator: IndicatorId, rules: Sequence[RuleId]) -> tuple[RuleId, ...]:
    """Those of some rules that test an indicator, or a level it gives, in their own conditions; all where none does."""
    levels = {one.id for one in base.knowledge.graded if one.graded_from and one.graded_from.indicator == indicator}
    found = [
        rule
        for rule in dict.fromkeys(rules)
        for atom in atoms_of(base.rules.rules[rule].when)
        if isinstance(atom, Comparison | Trend) and atom.indicator in (indicator, *levels)
    ]
    return tuple(dict.fromkeys(found or rules))


def _against(moves: Moves, symbol: FactId, rises: bool) -> Iterator[IndicatorId]:
    wrong = Move.TURNS_FALSE if rises is not is_negated(symbol) else Move.TURNS_TRUE
    return (name for name, move in moves.items() if move & wrong)


def _loosely_capped(base: RuleBase, courses: Courses) -> Iterator[Against]:
    """
    Evidence that may weigh less the more of it there is.

    What rests on nothing observed is not held back, and is when an observation that moves with police activity joins.
    """
    below: dict[FactId, bool] = {}
    for clause in base.situation.clauses:
        empty = not clause.body or any(below.get(one.premise, False) for one in clause.body if isinstance(one, Ref))
        below[clause.head] = below.get(clause.head, False) or empty
    for rule in base.evidence_rules:
        if rule.may_be_capped and below.get(rule.fact, False):
            yield from (Against(name, rule.rule) for name in courses.moves.get(rule.fact, {}))
