"""What a case leads to: the same programs, engine and policies as an assessment, from wherever the case starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from fasmodell.authoring.rule_tests import Case, Given, Subject
from fasmodell.catalogue import in_place_conditions
from fasmodell.engine import decided_by, derivations_of
from fasmodell.facts import FactId, finding_id, gate_id, negated, phase_id, rule_id
from fasmodell.forward_engine import ForwardEngine
from fasmodell.knowledge import PHASES, GateId, Level, MeasureId
from fasmodell.observed_facts import facts_of
from fasmodell.phase import candidates_of, decide_phase
from fasmodell.profile import Area, Profile
from fasmodell.program import Named, Program, compile_program
from fasmodell.questions import open_questions
from fasmodell.ranking import rank
from fasmodell.results import GateDecision, GateState, PhaseDecision, RankedMeasure
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Condition, RuleSet, parts_of
from fasmodell.scales import Value
from fasmodell.trace import Kept, Trace

Path = tuple[int, ...]

# Rules know no dates: what a case gives is compared with nothing but itself.
AS_OF = date(2026, 1, 1)
_AREA = Area("", None, (), None)
# What is known only once the measures are ranked.
RANKED = frozenset((Subject.STANDING, Subject.QUESTION, Subject.SCORE, Subject.ADJUSTMENT, Subject.NEAR))


def part_of_rule(rule: str, path: Path) -> FactId:
    """The proposition that a part of a rule's condition holds, by the positions that lead to it."""
    return FactId(f"part:{rule}#{'.'.join(map(str, path))}")


def parts_with_paths(condition: Condition, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    """A condition and every condition inside it, each with the positions that lead to it."""
    yield path, condition
    for position, part in enumerate(parts_of(condition)):
        yield from parts_with_paths(part, (*path, position))


@dataclass(frozen=True, slots=True)
class Situation:
    """
    What a case leads to.

    `values` are the observed facts by key. `symbols` says of propositions, and `parts` of the parts of every rule's
    condition, whether they hold; what is unknown is absent. `measures` and `questions` are there when the case asks.
    """

    values: dict[FactId, Value]
    symbols: dict[FactId, bool]
    parts: Mapping[FactId, bool]
    decision: PhaseDecision
    measures: Mapping[MeasureId, RankedMeasure]
    questions: frozenset[str]

    def outcome(self, rule: str) -> bool | None:
        """True when a rule fired, False when it is known not to, None while it is open."""
        return self.symbols.get(rule_id(rule))

    def level_of(self, finding: str) -> Level | bool | None:
        """The level of a finding; False when it is ruled out, None while it is open."""
        known = [level for level in Level if self.symbols.get(finding_id(finding, level))]
        if known:
            return known[-1]
        return self.symbols.get(finding_id(finding, Level.SIGNS))


class CaseEngine:
    """
    Leads cases to situations.

    A case that gives findings starts after stage 1, one that gives a gate or the phase starts after the phase is
    decided; what such a case gives is handed to the program of the next stage as known facts.
    """

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    @cached_property
    def evidence(self) -> Program:
        """The program of a case that gives findings: stage 2, and which measures run."""
        return compile_program(self.base.rules.of_stage(2), in_place_conditions(self.base.knowledge), ())

    @cached_property
    def evidence_engine(self) -> ForwardEngine:
        """The engine of that program."""
        return ForwardEngine(self.evidence)

    @cached_property
    def parts(self) -> Program:
        """Every part of every rule's condition, to see which of them hold."""
        return compile_program((), _named_parts(self.base.rules), ())

    @cached_property
    def parts_engine(self) -> ForwardEngine:
        """The engine of that program."""
        return ForwardEngine(self.parts)

    def situation(self, case: Case) -> Situation:
        """Run everything that follows from what a case gives, and see which parts of the rules' conditions hold."""
        concluded = self.conclude(case)
        parts = derivations_of(self.parts, self.parts_engine.run(concluded.values | concluded.symbols))
        return replace(concluded, parts=decided_by(self.parts, parts))

    def conclude(self, case: Case) -> Situation:
        """Run what a case expects something of; the parts of conditions are left out."""
        return self.conclude_from(case.given, any(one.subject in RANKED for one in case.expected))

    def conclude_from(self, given: Given, is_ranked: bool = True) -> Situation:
        """Run everything that follows from what is given; the ranking of measures only where it is wanted."""
        base = self.base
        profile = given.profile or Profile(
            _AREA, AS_OF, given.observations, given.in_place, given.previous_assessment, ()
        )
        observed = facts_of(profile, base.knowledge, base.tested)
        symbols = _given_findings(given)
        nodes: dict[FactId, Kept] = {**observed.nodes, **_kept(symbols)}
        after_findings = given.findings is not None
        program = self.evidence if after_findings else base.situation
        engine = self.evidence_engine if after_findings else base.situation_engine
        concluded = derivations_of(program, engine.run(observed.values | symbols))
        nodes |= concluded
        symbols |= decided_by(program, concluded)
        if given.decides_phase:
            decision = _given_decision(given, tuple(base.knowledge.gates))
        else:
            policy = base.rules.phase_policy
            decided = decide_phase(base.evidence_rules, symbols, Trace(nodes), profile, base.knowledge, policy)
            decision = decided.decision
        symbols |= _decided_facts(decision)
        advice = derivations_of(base.advice, base.advice_engine.run(observed.values | symbols))
        symbols |= decided_by(base.advice, advice)
        measures, questions = self._ranked(symbols, decision, observed.values) if is_ranked else ({}, frozenset[str]())
        return Situation(observed.values, symbols, {}, decision, measures, questions)

    def _ranked(
        self, symbols: Mapping[FactId, bool], decision: PhaseDecision, known: Mapping[FactId, Value]
    ) -> tuple[Mapping[MeasureId, RankedMeasure], frozenset[str]]:
        """The ranked measures and the indicators asked for."""
        base = self.base
        measures = rank(base.catalogue, symbols, decision, base.rules.ranking_policy).measures
        questions = open_questions(base.questions, decision, measures, symbols, known)
        return {item.measure: item for item in measures}, frozenset(item.indicator for item in questions)


def _named_parts(rules: RuleSet) -> Iterator[Named]:
    for rule in rules.rules.values():
        for path, part in parts_with_paths(rule.when):
            proposition = part_of_rule(rule.id, path)
            yield Named(proposition, proposition, part)


def _given_findings(given: Given) -> dict[FactId, bool]:
    levels = tuple(Level)
    return {
        finding_id(finding, step): level is not None and levels.index(step) <= levels.index(level)
        for finding, level in (given.findings or {}).items()
        for step in levels
    }


def _kept(symbols: Mapping[FactId, bool]) -> dict[FactId, Kept]:
    """What is given, as the trace keeps it: facts without derivations."""
    return {fact if holds else negated(fact): () for fact, holds in symbols.items()}


def _given_decision(given: Given, gates: tuple[GateId, ...]) -> PhaseDecision:
    """
    The phase decision that a case gives.

    Gates it does not name are undetermined; when it names none, they are as its phase has them: those before it open,
    its own shut. A phase it does not give is the earliest that the gates let in.
    """
    if given.gates is None and given.phase is not None:
        behind, ahead = gates[: given.phase - 1], gates[given.phase - 1 : given.phase]
        stated = dict.fromkeys(behind, GateState.OPEN) | dict.fromkeys(ahead, GateState.SHUT)
    else:
        stated = dict(given.gates or {})
    states = {gate: stated.get(gate, GateState.UNDETERMINED) for gate in gates}
    candidates = candidates_of(tuple(states.values())) if given.phase is None else (given.phase,)
    return PhaseDecision(
        phase=candidates[0] if len(candidates) == 1 else None,
        working_phase=candidates[0],
        candidates=candidates,
        lean=None,
        on_the_way_to=None,
        possible=candidates,
        gates=tuple(_given_gate(gate, state) for gate, state in states.items()),
        contradictions=(),
        review=(),
    )


def _given_gate(gate: GateId, state: GateState) -> GateDecision:
    return GateDecision(
        gate=gate,
        state=state,
        lean=None,
        points_open=0,
        points_shut=0,
        topics_open=(),
        topics_shut=(),
        is_contradicted=False,
        possible=frozenset((state,)),
        evidence=(),
    )


def _decided_facts(decision: PhaseDecision) -> dict[FactId, bool]:
    """What stage 3 is told of the phase and the gates."""
    facts = {phase_id(phase): phase == decision.working_phase for phase in PHASES}
    for gate in decision.gates:
        facts |= {gate_id(gate.gate, state): gate.state is state for state in GateState}
    return facts
