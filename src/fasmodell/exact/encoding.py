"""
The whole decision for every profile at once, as formulas: symbols, gates, phase, advice, standings.

It is the same normal form that every engine runs (`Program.clauses`) and the same ladders that `gates`, `phase` and
`standing` climb, held to `recommend` by tests over random profiles and random rule bases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fasmodell.cells import partitions_of
from fasmodell.exact.formula import FALSE, Formula, every, no, same, variable
from fasmodell.exact.gate_formulas import EvidenceFormulas, GateFormulas, evidence_formulas, gate_formulas
from fasmodell.exact.inputs import Inputs, Observed
from fasmodell.exact.phase_formulas import PhaseFormulas, held_formulas, phase_formulas
from fasmodell.exact.standing_formulas import standing_formulas
from fasmodell.exact.symbols import ProgramFormulas, known
from fasmodell.facts import FactId, gate_id, phase_id, rule_id
from fasmodell.gates import OPEN, SHUT
from fasmodell.knowledge import MeasureId
from fasmodell.program import Named, compile_program
from fasmodell.results import GateState, Standing
from fasmodell.rule_base import RuleBase


class Encoding(NamedTuple):
    """
    One rule base for every profile that `inputs` can describe.

    `constraints` must hold together with whatever is asked. `symbols` has the T and F symbols of both programs, by the
    ids that a trace uses; a symbol without a formula never holds. `told` says what stage 3 is told of the phase and the
    gates.
    """

    base: RuleBase
    inputs: Inputs
    observed: Observed
    symbols: Mapping[FactId, Formula]
    evidence: tuple[EvidenceFormulas, ...]
    gates: tuple[GateFormulas, ...]
    phase: PhaseFormulas
    standings: Mapping[MeasureId, Mapping[Standing, Formula]]
    told: Mapping[FactId, Formula]
    constraints: tuple[Formula, ...]

    def knows(self, proposition: FactId, wanted: bool = True) -> Formula:
        """That a proposition is known to hold (`wanted`), or known not to."""
        return known(self.symbols, proposition, wanted)

    def decided(self, fact: FactId, wanted: bool) -> Formula:
        """That what an earlier stage decides is known to hold (`wanted`), or known not to."""
        if fact in self.told:
            return self.told[fact] if wanted else no(self.told[fact])
        return known(self.symbols, fact, wanted)

    def conditions(self, named: Iterable[Named], name: str) -> ProgramFormulas:
        """
        Further conditions as symbols of their own; their `definitions` must hold together with whatever is asked.

        `name` tells the variables from those of other conditions of this encoding.
        """
        return ProgramFormulas(compile_program((), named, ()), self.observed, name, self.decided)

    def fires(self, rule: str) -> Formula:
        """That a rule fires."""
        return self.knows(rule_id(rule))

    def stands(self, measure: MeasureId, standing: Standing) -> Formula:
        """That a measure has a standing."""
        return self.standings[measure].get(standing, FALSE)


def inputs_of(*bases: RuleBase, name: str = "") -> Inputs:
    """The variables of one profile, with cells that serve all of some rule bases."""
    return Inputs(partitions_of(*((base.knowledge, base.rules) for base in bases)), name)


def encode(base: RuleBase, inputs: Inputs | None = None, name: str = "") -> Encoding:
    """
    Encode a rule base.

    `inputs` may be shared with other encodings: with another rule base it is then about the same profile. `name` tells
    the variables of one encoding from those of another, and must differ between two that are asked about together.
    """
    inputs = inputs_of(base, name=name) if inputs is None else inputs
    observed = Observed(inputs, base.knowledge)
    naming = _Naming(name)
    situation = ProgramFormulas(base.situation, observed, name)
    policy = base.rules.phase_policy
    evidence = evidence_formulas(base.evidence_rules, situation, base.knowledge.activity_sensitive)
    gates = tuple(naming.gate(gate_formulas(gate, evidence, policy), "gate") for gate in base.knowledge.gates)
    without_events = tuple(one for one in evidence if one.rule.topic not in policy.event_topics)
    calm = tuple(naming.gate(gate_formulas(gate, without_events, policy), "calm") for gate in base.knowledge.gates)
    held = held_formulas(gates, evidence, situation, base.knowledge, policy)
    phase = phase_formulas(gates, calm, [naming.named(f"held/{n}", one) for n, one in enumerate(held)], inputs)
    working = {number: naming.named(f"working/{number}", one) for number, one in phase.working.items()}
    phase = phase._replace(working=working)
    told = _told(phase, gates)
    unfinished = Encoding(base, inputs, observed, situation.symbols, evidence, gates, phase, {}, told, ())
    advice = ProgramFormulas(base.advice, observed, name, unfinished.decided)
    symbols = {**situation.symbols, **advice.symbols}
    return unfinished._replace(
        symbols=symbols,
        standings=standing_formulas(base.catalogue, symbols, phase.working),
        constraints=(*inputs.rules_of_form(), *situation.definitions, *naming.definitions, *advice.definitions),
    )


def _told(phase: PhaseFormulas, gates: tuple[GateFormulas, ...]) -> dict[FactId, Formula]:
    """What stage 3 is told: the phase that measures are chosen for, and the states of the gates."""
    facts = {phase_id(number): is_it for number, is_it in phase.working.items()}
    for gate in gates:
        facts |= {gate_id(gate.gate, state): gate.states[state] for state in GateState}
    return facts


class _Naming:
    """Gives formulas that are used in many places a variable of their own, so that each is worked out once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.definitions: list[Formula] = []

    def named(self, what: str, formula: Formula) -> Formula:
        one = variable(f"{self.name}{what}")
        self.definitions.append(same(one, formula))
        return one

    def gate(self, gate: GateFormulas, kind: str) -> GateFormulas:
        is_open, is_shut = (self.named(f"{kind}/{gate.gate}={state}", gate.states[state]) for state in (OPEN, SHUT))
        states = {OPEN: is_open, SHUT: is_shut, GateState.UNDETERMINED: every((no(is_open), no(is_shut)))}
        return gate._replace(states=states)
