"""Open questions: which unknown indicators could change the phase or the measures, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fasmodell.facts import FactId, finding_id, in_place_id, indicator_id, legal_gate_id, precondition_id, rule_id
from fasmodell.knowledge import ActorId, FindingId, GateId, IndicatorId, KnowledgeBase, Level, MeasureId
from fasmodell.results import OpenQuestion, PhaseDecision, RankedMeasure, Standing
from fasmodell.rules import Comparison, Condition, ConcludesFinding, FindingHolds, InPlace, RuleSet, Trend, atoms_of

_RANKABLE = frozenset((Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION, Standing.LATER, Standing.NO_NEED))


class QuestionTable(NamedTuple):
    """
    For every proposition the indicators that can decide it, through all findings it rests on.

    `graded_from` names the number that would answer a level; `targets` the propositions that decide a measure's score
    and standing.
    """

    indicators: Mapping[FactId, tuple[IndicatorId, ...]]
    graded_from: Mapping[IndicatorId, IndicatorId]
    ask: Mapping[IndicatorId, tuple[ActorId, ...]]
    decides: Mapping[MeasureId, tuple[FactId, ...]]


def build_question_table(knowledge: KnowledgeBase, rules: RuleSet) -> QuestionTable:
    """Follow every condition down to the indicators it rests on."""
    of_finding = _Followed(rules)
    indicators = {rule_id(rule.id): of_finding.below(rule.when) for rule in rules.rules.values()}
    for finding in knowledge.findings:
        for level in Level:
            indicators[finding_id(finding, level)] = of_finding.finding(finding)
    for measure in knowledge.measures.values():
        evident = measure.evident_when
        indicators[in_place_id(measure.id)] = () if evident is None else of_finding.below(evident)
        for item in measure.preconditions:
            indicators[precondition_id(measure.id, item.id)] = of_finding.below(item.when)
        if measure.legal_gate is not None:
            indicators[legal_gate_id(measure.id)] = of_finding.below(measure.legal_gate.when)
    return QuestionTable(
        indicators=indicators,
        graded_from={i.id: i.graded_from.indicator for i in knowledge.graded if i.graded_from is not None},
        ask={indicator.id: indicator.ask for indicator in knowledge.indicators.values()},
        decides={measure.id: _decides(knowledge, measure.id) for measure in knowledge.measures.values()},
    )


class _Followed:
    """The indicators below findings, each followed once."""

    def __init__(self, rules: RuleSet) -> None:
        self.conditions: dict[FindingId, list[Condition]] = {}
        for rule in rules.rules.values():
            if isinstance(rule.then, ConcludesFinding):
                self.conditions.setdefault(rule.then.finding, []).append(rule.when)
        self.known: dict[FindingId, tuple[IndicatorId, ...]] = {}

    def finding(self, finding: FindingId) -> tuple[IndicatorId, ...]:
        if finding not in self.known:
            self.known[finding] = ()  # circles are refused at load
            found = [name for when in self.conditions.get(finding, ()) for name in self.below(when)]
            self.known[finding] = tuple(dict.fromkeys(found))
        return self.known[finding]

    def below(self, condition: Condition) -> tuple[IndicatorId, ...]:
        found: dict[IndicatorId, None] = {}
        for atom in atoms_of(condition):
            if isinstance(atom, Comparison | Trend):
                found[atom.indicator] = None
            elif isinstance(atom, FindingHolds):
                found |= dict.fromkeys(self.finding(atom.finding))
            elif isinstance(atom, InPlace):
                continue  # asked for in the profile's own list of measures, not as an indicator
        return tuple(found)


def _decides(knowledge: KnowledgeBase, measure: MeasureId) -> tuple[FactId, ...]:
    entry = knowledge.measures[measure]
    found = [finding_id(target.finding, Level.SIGNS) for target in entry.targets]
    found += [precondition_id(measure, item.id) for item in entry.preconditions]
    if entry.legal_gate is not None:
        found.append(legal_gate_id(measure))
    return tuple(found)


def open_questions(
    table: QuestionTable,
    decision: PhaseDecision,
    measures: Iterable[RankedMeasure],
    symbols: Mapping[FactId, bool],
    known: Mapping[FactId, object],
) -> tuple[OpenQuestion, ...]:
    """
    List the unknown indicators that could change the answer, most important first.

    Those that could move a gate that is not settled come first, by the points they could bring; then those that could
    change most measures. `known` are the facts observed.
    """
    asked = _Asked(table, known)
    for gate in decision.gates:
        if gate.is_settled:
            continue
        for item in gate.evidence:
            if item.known is None:
                asked.for_gate(rule_id(item.rule), gate.gate, item.points)
    for measure in measures:
        if measure.standing in _RANKABLE:
            for fact in table.decides[measure.measure]:
                if fact not in symbols:
                    asked.for_measure(fact, measure.measure)
    questions = [
        OpenQuestion(
            indicator,
            tuple(asked.gates.get(indicator, ())),
            sum(asked.gates.get(indicator, {}).values()),
            tuple(asked.measures.get(indicator, ())),
            table.ask[indicator],
        )
        for indicator in dict.fromkeys((*asked.gates, *asked.measures))
    ]
    questions.sort(key=lambda one: (-len(one.gates), -one.points, -len(one.measures), one.indicator))
    return tuple(questions)


class _Asked:
    """What each unknown indicator could change, as it is gathered."""

    def __init__(self, table: QuestionTable, known: Mapping[FactId, object]) -> None:
        self.table = table
        self.known = known
        self.gates: dict[IndicatorId, dict[GateId, int]] = {}
        self.measures: dict[IndicatorId, dict[MeasureId, None]] = {}
        self.below: dict[FactId, list[IndicatorId]] = {}

    def unknown_below(self, fact: FactId) -> list[IndicatorId]:
        if fact not in self.below:
            known = self.known
            self.below[fact] = [name for name in self.table.indicators[fact] if indicator_id(name) not in known]
        return self.below[fact]

    def for_gate(self, fact: FactId, gate: GateId, points: int) -> None:
        for indicator in self.unknown_below(fact):
            reached = self.gates.setdefault(indicator, {})
            reached[gate] = max(reached.get(gate, 0), points)

    def for_measure(self, fact: FactId, measure: MeasureId) -> None:
        for indicator in self.unknown_below(fact):
            self.measures.setdefault(indicator, {})[measure] = None
