"""From gate evidence to a phase decision, by the numbers of rules/phase-policy.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple

from fasmodell.facts import (
    Fact,
    FactId,
    gate_id,
    gate_since_id,
    held_id,
    negated,
    phase_id,
    previous_phase_id,
    rule_id,
)
from fasmodell.gates import OPEN, SHUT, UNDETERMINED, EvidenceRule, decide_gate, evidence_of, without_events
from fasmodell.knowledge import PHASES, Direction, GateId, IndicatorId, KnowledgeBase
from fasmodell.observed_facts import trend_node
from fasmodell.profile import Profile
from fasmodell.results import Contradiction, GateDecision, GateEvidence, GateState, PhaseDecision, Review
from fasmodell.rules import PhasePolicy, Strength
from fasmodell.scales import Value
from fasmodell.trace import PHASE_POLICY, Derivation, Kept, Node, Trace


class Decided(NamedTuple):
    """A phase decision with the nodes that prove it and the facts it gives to the next stage."""

    decision: PhaseDecision
    nodes: dict[FactId, Kept]
    facts: dict[FactId, Value]


def decide_phase(
    rules: Sequence[EvidenceRule],
    symbols: Mapping[FactId, bool],
    trace: Trace,
    profile: Profile,
    knowledge: KnowledgeBase,
    policy: PhasePolicy,
) -> Decided:
    """
    Decide which phase the evidence supports.

    `rules` are those of stage 2, `symbols` the propositions decided so far (True or False; absent while open), `trace`
    their nodes. Two gates are asked in order: has society regained some control (else phase 1), has trust grown so that
    people give information (else phase 2, otherwise phase 3). Points are never added across gates. The decision is
    undetermined, with candidates, when a gate is; it does not raise.

    Source: rules/phase-policy.yaml; the two kinds of gate are inferred from the wording of the phases.
    """
    sensitive = knowledge.activity_sensitive.intersection(profile.observations)
    gates = tuple(
        decide_gate(gate, evidence_of(gate, rules, symbols, trace, sensitive, policy), policy)
        for gate in knowledge.gates
    )
    nodes: dict[FactId, Kept] = {gate_id(gate.gate, gate.state): _gate_derivation(gate) for gate in gates}
    held = {gate.gate: _held(gate, profile, trace, knowledge, policy) for gate in gates}
    for gate_name, shown_by in held.items():
        nodes |= _held_nodes(gate_name, shown_by)
    decision = _decide(gates, {gate for gate, shown_by in held.items() if shown_by}, profile, policy)
    premises = tuple(fact for fact in _phase_premises(decision, profile, held) if fact in trace or fact in nodes)
    nodes[phase_id(decision.working_phase)] = (Derivation(PHASE_POLICY, premises),)
    told = _told(decision.working_phase, tuple((gate.gate, gate.state) for gate in gates))
    return Decided(decision, nodes | told.nodes, told.facts)


class _Told(NamedTuple):
    """What a decision says of every phase and state, and why it is none of the others; shared, so never changed."""

    facts: dict[FactId, Value]
    nodes: dict[FactId, Kept]


@cache
def _told(working_phase: int, states: tuple[tuple[GateId, GateState], ...]) -> _Told:
    """Spell a decision out as facts. There are no more of them than phases times states."""
    facts: dict[FactId, Value] = {phase_id(phase): phase == working_phase for phase in PHASES}
    because = {phase_id(phase): phase_id(working_phase) for phase in PHASES}
    for gate, decided in states:
        for state in GateState:
            facts[gate_id(gate, state)] = decided is state
            because[gate_id(gate, state)] = gate_id(gate, decided)
    denied: dict[FactId, Kept] = {
        negated(fact): (Derivation(PHASE_POLICY, (because[fact],)),) for fact, holds in facts.items() if not holds
    }
    return _Told(facts, denied)


def _gate_derivation(gate: GateDecision) -> tuple[Derivation]:
    return (Derivation(PHASE_POLICY, tuple(rule_id(item.rule) for item in gate.evidence if item.known)),)


def _held_nodes(gate: GateId, shown_by: Sequence[Node]) -> dict[FactId, Kept]:
    nodes: dict[FactId, Kept] = {node.fact.id: node for node in shown_by}
    if shown_by:
        nodes[held_id(gate)] = (Derivation(PHASE_POLICY, tuple(node.fact.id for node in shown_by)),)
    return nodes


def _held(
    gate: GateDecision, profile: Profile, trace: Trace, knowledge: KnowledgeBase, policy: PhasePolicy
) -> list[Node]:
    """What shows that a gate has been open long enough: the previous assessment, or a series that improved so long."""
    if gate.state is not OPEN or profile.previous_assessment is None:
        return []
    since = trace.get(gate_since_id(gate.gate))
    if since is not None and isinstance(since.fact.value, int) and since.fact.value >= policy.hold_months:
        return [since]
    for item in gate.evidence:
        if item.known and item.state is OPEN:
            for leaf in trace.observed_below(rule_id(item.rule)):
                node = _improved(trace[leaf].fact, profile, knowledge, policy.hold_months)
                if node is not None:
                    return [node]
    return []


def _improved(leaf: Fact, profile: Profile, knowledge: KnowledgeBase, months: int) -> Node | None:
    if leaf.kind != "indicator":
        return None
    indicator = knowledge.indicators[IndicatorId(leaf.subject)]
    better = {Direction.HIGHER_IS_WORSE: "falling", Direction.HIGHER_IS_BETTER: "rising"}.get(indicator.direction)
    node = trend_node(profile, indicator.id, months)
    return node if node is not None and node.fact.value == better else None


def _decide(gates: tuple[GateDecision, ...], held: set[GateId], profile: Profile, policy: PhasePolicy) -> PhaseDecision:
    previous = None if profile.previous_assessment is None else profile.previous_assessment.phase
    states = tuple(gate.state for gate in gates)
    candidates = candidates_of(states)
    calm = gates if previous is None else tuple(without_events(gate, policy) for gate in gates)
    candidates, on_the_way_to, kind = persist(candidates, previous, gates, held, [gate.state for gate in calm])
    phase = candidates[0] if len(candidates) == 1 else None
    events = _event_facts(gates, policy)
    review = [] if kind is None else [Review(kind, events if kind == "event_alone" else _shut_facts(gates))]
    if kind is None and events and any(gate.state is not SHUT for gate in gates):
        review.append(Review("event", events))
    return PhaseDecision(
        phase=phase,
        working_phase=candidates[0],
        candidates=candidates,
        lean=None if phase is not None else lean_phase(gates, candidates),
        on_the_way_to=on_the_way_to,
        possible=possible_phases(gates, calm, previous, held),
        gates=gates,
        contradictions=_contradictions(gates),
        review=tuple(review),
    )


def candidates_of(states: Sequence[GateState]) -> tuple[int, ...]:
    """The phases that the states of the gates leave open, rising: each gate that is not shut lets the next one in."""
    candidates = []
    for phase, state in zip(PHASES, states, strict=False):
        if state is not OPEN:
            candidates.append(phase)
        if state is SHUT:
            return tuple(candidates)
    return (*candidates, PHASES[len(states)])


def persist(
    candidates: tuple[int, ...],
    previous: int | None,
    gates: Sequence[GateDecision],
    held: set[GateId],
    calm: Sequence[GateState],
) -> tuple[tuple[int, ...], int | None, str | None]:
    """
    Hold the area where it was until a move forward has lasted, or a move back rests on more than one event.

    Where the area would stand further back than before, single events do not count: it stands where it would without
    them, and no further on than before. So an event never makes an answer better, nor settles what is open without it.
    """
    if previous is None:
        return candidates, None, None
    phase = candidates[0]
    if phase < previous:
        without = candidates_of(calm)
        if without != candidates:
            candidates = tuple(dict.fromkeys(min(one, previous) for one in without))
            return candidates, None, "moved_back" if candidates[-1] < previous else "event_alone"
        return candidates, None, "moved_back" if len(candidates) == 1 else None
    for reached in range(previous, phase):
        if gates[reached - 1].gate not in held:
            return (reached,), reached + 1, None
    return candidates, None, None


def _event_facts(gates: Iterable[GateDecision], policy: PhasePolicy) -> tuple[FactId, ...]:
    return tuple(
        rule_id(item.rule)
        for gate in gates
        for item in gate.evidence
        if item.known and item.state is SHUT and item.topic in policy.event_topics
    )


def _shut_facts(gates: Iterable[GateDecision]) -> tuple[FactId, ...]:
    return tuple(gate_id(gate.gate, gate.state) for gate in gates if gate.state is SHUT)


def lean_phase(gates: Sequence[GateDecision], candidates: Sequence[int]) -> int | None:
    """The phase that the gates' leans point to, when they point to one of the candidates."""
    states = []
    for gate in gates:
        state = gate.lean if gate.state is UNDETERMINED else gate.state
        if state is None:
            return None
        states.append(state)
        if state is SHUT:
            break
    leaning = len(states) if states[-1] is SHUT else len(states) + 1
    return leaning if leaning in candidates else None


def _contradictions(gates: Sequence[GateDecision]) -> tuple[Contradiction, ...]:
    found = [
        Contradiction("decisive_both_ways", tuple(rule_id(item.rule) for item in gate.evidence if _decides(item)))
        for gate in gates
        if gate.is_contradicted
    ]
    for earlier, later in pairwise(gates):
        if earlier.state is SHUT and later.state is OPEN:
            facts = (gate_id(earlier.gate, earlier.state), gate_id(later.gate, later.state))
            found.append(Contradiction("later_gate_open_before_earlier", facts))
    return tuple(found)


def _decides(item: GateEvidence) -> bool:
    return bool(item.known) and item.strength is Strength.DECISIVE


def possible_phases(
    gates: Sequence[GateDecision], calm: Sequence[GateDecision], previous: int | None, held: set[GateId]
) -> tuple[int, ...]:
    """Every phase some completion could give: all states possible, and what has not been shown to hold may yet be."""
    possible: set[int] = set()
    longest_held = {gate.gate for gate in gates}
    for states in product(*(gate.possible for gate in gates)):
        candidates = candidates_of(states)
        if previous is None:
            possible.update(candidates)
            continue
        for calm_states in product(*(gate.possible for gate in calm)):
            for shown in (held, longest_held):
                possible.update(persist(candidates, previous, gates, shown, calm_states)[0])
    return tuple(sorted(possible))


def _phase_premises(decision: PhaseDecision, profile: Profile, held: Mapping[GateId, list[Node]]) -> list[FactId]:
    premises: list[FactId] = []
    for gate in decision.gates:
        premises.append(gate_id(gate.gate, gate.state))
        if gate.state is SHUT:
            break
    if profile.previous_assessment is not None:
        premises.append(previous_phase_id())
        premises += [held_id(gate) for gate, nodes in held.items() if nodes]
    return premises
