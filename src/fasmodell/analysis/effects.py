"""What moving levers does to single facts and pieces of evidence: tables worked out by the engine itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from fasmodell.analysis.levers import Lever, Shift, with_values
from fasmodell.catalogue import in_place_conditions, requirement_conditions
from fasmodell.engine import decided_by, derivations_of
from fasmodell.facts import FactId, gate_id, phase_id, rule_id
from fasmodell.gates import EvidenceRule, evidence_of
from fasmodell.knowledge import PHASES, GateId, IndicatorId
from fasmodell.observed_facts import facts_of
from fasmodell.phase import candidates_of
from fasmodell.profile import Profile
from fasmodell.program import proposition_named_by
from fasmodell.results import GateEvidence, GateState
from fasmodell.rule_base import RuleBase
from fasmodell.rules import (
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    InPlace,
    RuleId,
    Trend,
    atoms_of,
)
from fasmodell.scales import Value
from fasmodell.trace import Kept, Trace

# For each lever of a table, in order, which value it has: 0 as it is, 1 its first move, and so on.
Choice = tuple[int, ...]
States = Mapping[GateId, GateState]


class Table(NamedTuple):
    """
    What a fact or a piece of evidence comes out as for every choice of the levers it rests on.

    `rule` is the evidence and `gate` the one it speaks of; both None for a fact that is required, whose outcome is True
    where it is as required.
    """

    levers: tuple[IndicatorId, ...]
    outcomes: Mapping[Choice, GateEvidence | bool]
    rule: EvidenceRule | None
    fact: FactId


class Effects:
    """Works out tables for one profile. The engine runs once for each choice of the levers that a table rests on."""

    def __init__(self, profile: Profile, base: RuleBase, levers: Mapping[IndicatorId, Lever]) -> None:
        self.base = base
        self.levers = levers
        self.observed = facts_of(profile, base.knowledge, base.tested)
        self.sensitive = base.knowledge.activity_sensitive.intersection(profile.observations)
        self._below = _Below(base)
        self._evidence: dict[RuleId, Table] = {}
        self._advice_rules = {rule.id for rule in base.rules.of_stage(3)}
        self._seen: dict[tuple[tuple[IndicatorId, Value], ...], tuple[dict[FactId, bool], Trace]] = {}

    def levers_below(self, fact: FactId) -> tuple[IndicatorId, ...]:
        """The levers that a fact rests on, in the order of the profile; a number stands for the level that it gives."""
        below = set(self._below.of_fact(fact))
        below |= {self.base.questions.graded_from[name] for name in below if name in self.base.questions.graded_from}
        return tuple(name for name in self.levers if name in below)

    def evidence(self, rule: EvidenceRule) -> Table:
        """What a rule says of its gate."""
        if rule.rule not in self._evidence:
            self._evidence[rule.rule] = self._evidence_of(rule)
        return self._evidence[rule.rule]

    def _evidence_of(self, rule: EvidenceRule) -> Table:
        levers, policy = self.levers_below(rule.fact), self.base.rules.phase_policy
        outcomes: dict[Choice, GateEvidence | bool] = {}
        for choice in self.choices(levers):
            symbols, trace = self._situation(self._values(levers, choice))
            outcomes[choice] = evidence_of(rule.gate, (rule,), symbols, trace, self.sensitive, policy)[0]
        return Table(levers, outcomes, rule, rule.fact)

    def required(self, fact: FactId, allowed: frozenset[bool | None], states: States) -> Table:
        """Whether a fact is as required, where the gates are in some states."""
        levers = self.levers_below(fact)
        outcomes: dict[Choice, GateEvidence | bool] = {}
        for choice in self.choices(levers):
            outcomes[choice] = self._known(fact, self._values(levers, choice), states) in allowed
        return Table(levers, outcomes, None, fact)

    def choices(self, levers: Iterable[IndicatorId]) -> Iterator[Choice]:
        """Every choice of some levers, as things are first."""
        return product(*(range(len(self.levers[name].moves) + 1) for name in levers))

    def shifts(self, levers: Iterable[IndicatorId], choice: Choice) -> tuple[Shift, ...]:
        """What a choice moves."""
        return tuple(
            Shift(name, self.levers[name].value, *self.levers[name].moves[position - 1])
            for name, position in zip(levers, choice, strict=True)
            if position
        )

    def _values(self, levers: Iterable[IndicatorId], choice: Choice) -> dict[IndicatorId, Value]:
        return {shift.indicator: shift.after for shift in self.shifts(levers, choice)}

    def _situation(self, values: Mapping[IndicatorId, Value]) -> tuple[dict[FactId, bool], Trace]:
        key = tuple(values.items())
        if key not in self._seen:
            program = self.base.situation
            facts = with_values(self.observed.values, values, self.base.knowledge)
            concluded = derivations_of(program, self.base.situation_engine.run(facts))
            nodes: dict[FactId, Kept] = {**self.observed.nodes, **concluded}
            self._seen[key] = decided_by(program, concluded), Trace(nodes)
        return self._seen[key]

    def _known(self, fact: FactId, values: Mapping[IndicatorId, Value], states: States) -> bool | None:
        symbols = self._situation(values)[0]
        if fact in symbols or not self._is_advice(fact):
            return symbols.get(fact)
        program = self.base.advice
        facts = with_values(self.observed.values, values, self.base.knowledge)
        given: dict[FactId, Value] = {**facts, **symbols, **decided_facts(states)}
        return decided_by(program, derivations_of(program, self.base.advice_engine.run(given))).get(fact)

    def _is_advice(self, fact: FactId) -> bool:
        kind, _, name = fact.partition(":")
        return kind in ("precondition", "legal_gate") or (kind == "rule" and name in self._advice_rules)


class _Below:
    """The indicators that facts rest on, through every finding and every measure that is evident from something."""

    def __init__(self, base: RuleBase) -> None:
        named = (*in_place_conditions(base.knowledge), *requirement_conditions(base.knowledge))
        self.conditions: dict[FactId, list[Condition]] = {item.proposition: [item.condition] for item in named}
        self.findings: dict[str, list[Condition]] = {}
        for rule in base.rules.rules.values():
            self.conditions[rule_id(rule.id)] = [rule.when]
            if isinstance(rule.then, ConcludesFinding):
                self.findings.setdefault(rule.then.finding, []).append(rule.when)
        self.known: dict[FactId, frozenset[IndicatorId]] = {}

    def of_fact(self, fact: FactId) -> frozenset[IndicatorId]:
        kind, _, rest = fact.partition(":")
        # A finding rests on the same indicators at every level: what holds at a level is told by all of its rules.
        key = FactId(f"finding:{rest.partition('>=')[0]}") if kind == "finding" else fact
        if key not in self.known:
            self.known[key] = frozenset()  # circles are refused at load
            conditions = self.findings.get(key.partition(":")[2], []) if kind == "finding" else self.conditions[fact]
            self.known[key] = frozenset(name for when in conditions for name in self.of_condition(when))
        return self.known[key]

    def of_condition(self, condition: Condition) -> Iterator[IndicatorId]:
        for atom in atoms_of(condition):
            if isinstance(atom, Comparison | Trend):
                yield atom.indicator
            elif isinstance(atom, FindingHolds | InPlace):
                yield from self.of_fact(proposition_named_by(atom))


def decided_facts(states: States) -> dict[FactId, Value]:
    """What gates in some states say of every gate, and of the phase that measures are then chosen for."""
    working = candidates_of(tuple(states.values()))[0]
    facts: dict[FactId, Value] = {phase_id(phase): phase == working for phase in PHASES}
    for gate, state in states.items():
        facts |= {gate_id(gate, other): other is state for other in GateState}
    return facts
