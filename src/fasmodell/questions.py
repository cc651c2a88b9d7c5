"""Open questions: which unknown indicators could change the phase or the measures, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fasmodell.facts import FactId, finding_id, in_place_id, indicator_id, legal_gate_id, precondition_id, rule_id
from fasmodell.knowledge import ActorId, FindingId, GateId, IndicatorId, KnowledgeBase, Level, MeasureId
from fasmodell.results import GateState, OpenQuestion, PhaseDecision, RankedMeasure, Standing
from fasmodell.rules import Comparison, ConcludesFinding, Condition, FindingHolds, InPlace, RuleSet, Trend, atoms_of

_RANKABLE = frozenset((Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION, Standing.LATER, Standing.NO_NEED))


class QuestionTable(NamedTuple):
    """
    For every proposition the indicators that can decide it, through all findings it rests on, with their facts.

    `graded_from` names the number that would answer a level; `decides` holds the measures whose score or standing a
    proposition decides.
    """

    indicators: Mapping[FactId, tuple[tuple[IndicatorId, FactId], ...]]
    graded_from: Mapping[IndicatorId, IndicatorId]
    ask: Mapping[IndicatorId, tuple[ActorId, ...]]
    decides: Mapping[FactId, Mapping[MeasureId, None]]


def build_question_table(knowledge: KnowledgeBase, rules: RuleSet) -> QuestionTable:
    """Follow every condition down to the indicators it rests on."""
    of_finding = _Followed(knowledge, rules)
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
        indicators={fact: tuple((one, indicator_id(one)) for one in found) for fact, found in indicators.items()},
        graded_from={i.id: i.graded_from.indicator for i in knowledge.graded if i.graded_from is not None},
        ask={indicator.id: indicator.ask for indicator in knowledge.indicators.values()},
        decides=_decides(knowledge),
    )


class _Followed:
    """The indicators below findings and measures in place, each followed once."""

    def __init__(self, knowledge: KnowledgeBase, rules: RuleSet) -> None:
        self.evident = {measure.id: measure.evident_when for measure in knowledge.measures.values()}
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
                # Otherwise asked for in the profile's own list of measures, not as an indicator.
                evident = self.evident[atom.measure]
                found |= dict.fromkeys(() if evident is None else self.below(evident))
        return tuple(found)


def _decides(knowledge: KnowledgeBase) -> dict[FactId, dict[MeasureId, None]]:
    found: dict[FactId, dict[MeasureId, None]] = {}
    for measure in knowledge.measures.values():
        facts = [finding_id(target.finding, Level.SIGNS) for target in measure.targets]
        facts += [precondition_id(measure.id, item.id) for item in measure.preconditions]
        if measure.legal_gate is not None:
            facts.append(legal_gate_id(measure.id))
        for fact in facts:
            found.setdefault(fact, {})[measure.id] = None
    return found


def open_questions(
    table: QuestionTable,
    decision: PhaseDecision,
    measures: Iterable[RankedMeasure],
    symbols: Mapping[FactId, bool],
    known: Mapping[FactId, object],
) -> tuple[OpenQuestion, ...]:
    """
    List the unknown indicators that could change the answer, most important first.

    Those that could move a gate that is not settled come first: an undetermined gate before one that only could turn,
    the first gate before the second, and by the evidence that rests on them. Then those that could change most
    measures. `known` are the facts observed.
    """
    gates: dict[IndicatorId, dict[GateId, int]] = {}
    urgency: dict[IndicatorId, tuple[int, int]] = {}
    undetermined_first = sorted(decision.gates, key=lambda gate: gate.state is not GateState.UNDETERMINED)
    for place, gate in enumerate(undetermined_first):
        for item in gate.evidence if not gate.is_settled else ():
            if item.known is None:
                for indicator in _unknown_below(table, rule_id(item.rule), known):
                    reached = gates.setdefault(indicator, {})
                    reached[gate.gate] = max(reached.get(gate.gate, 0), item.points)
                    first, weight = urgency.get(indicator, (place, 0))
                    urgency[indicator] = (first, weight - item.points)
    changed = _changed_by(table, symbols, known)
    standing = {measure.measure for measure in measures if measure.standing in _RANKABLE}
    questions = []
    for indicator in dict.fromkeys((*gates, *changed)):
        reached, touched = gates.get(indicator, {}), [one for one in changed.get(indicator, ()) if one in standing]
        if reached or touched:
            points, ask = sum(reached.values()), table.ask[indicator]
            questions.append(OpenQuestion(indicator, tuple(reached), points, tuple(touched), ask))
    last = (len(decision.gates), 0)
    questions.sort(key=lambda one: (urgency.get(one.indicator, last), -len(one.measures), one.indicator))
    return tuple(questions)


def _changed_by(
    table: QuestionTable, symbols: Mapping[FactId, bool], known: Mapping[FactId, object]
) -> dict[IndicatorId, dict[MeasureId, None]]:
    """For each unknown indicator the measures that something open about them could change."""
    changed: dict[IndicatorId, dict[MeasureId, None]] = {}
    for fact, decided in table.decides.items():
        if fact not in symbols:
            for indicator, key in table.indicators[fact]:
                if key not in known:
                    changed.setdefault(indicator, {}).update(decided)
    return changed


def _unknown_below(table: QuestionTable, fact: FactId, known: Mapping[FactId, object]) -> list[IndicatorId]:
    return [indicator for indicator, key in table.indicators[fact] if key not in known]
