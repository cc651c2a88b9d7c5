"""
Decide the gates and the phase once more from the trace, and compare with what an answer says of them.

Follows semantics.md section 4 and rules/phase-policy.yaml; shares no code with `gates` and `phase`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from fasmodell.facts import (
    FactId,
    gate_id,
    gate_since_id,
    held_id,
    negated,
    phase_id,
    previous_phase_id,
    rule_id,
    trend_id,
)
from fasmodell.knowledge import PHASES, Direction, GateId, IndicatorId
from fasmodell.profile import months_between
from fasmodell.proof_truth import Claim, Fault, differences, in_words, movement
from fasmodell.results import GateDecision, GateEvidence, GateState, PhaseDecision
from fasmodell.rules import PhasePolicy, Rule, Strength, SupportsGate
from fasmodell.trace import PHASE_POLICY, Derivation

OPEN, SHUT, UNDETERMINED = GateState.OPEN, GateState.SHUT, GateState.UNDETERMINED
_BETTER = {Direction.HIGHER_IS_WORSE: "falling", Direction.HIGHER_IS_BETTER: "rising"}


class Tally(NamedTuple):
    """What fired evidence comes to: points per topic of each side, the sides with decisive evidence, the state."""

    points: Mapping[GateState, Mapping[str, int]]
    decisive: frozenset[GateState]
    state: GateState

    def total(self, side: GateState) -> int:
        return sum(self.points[side].values())

    @property
    def net(self) -> int:
        return self.total(OPEN) - self.total(SHUT)


class Moved(NamedTuple):
    """Where an area stands when the previous assessment has been heard."""

    candidates: tuple[int, ...]
    on_the_way_to: int | None
    review: str | None


def check_policy(claim: Claim) -> Iterator[Fault]:
    """Replay the gates, what has held long enough, and the phase."""
    decided = claim.answer.phase
    if tuple(gate.gate for gate in decided.gates) != tuple(claim.knowledge.gates):
        yield Fault(None, "the gates of the phase decision are not those of the knowledge base in their order")
        return
    fired: list[list[GateEvidence]] = []
    for gate in decided.gates:
        evidence = list(_evidence(claim, gate.gate))
        fired.append([item for item in evidence if item.known])
        yield from _check_gate(claim, gate, evidence)
        yield from _check_held(claim, gate.gate, _holding(claim, gate.gate, fired[-1]))
    yield from _check_phase(claim, decided, fired)
    yield from _check_possible(claim, decided)
    yield from _check_decided_facts(claim, decided)


def _evidence(claim: Claim, gate: GateId) -> Iterator[GateEvidence]:
    """What every rule about a gate says, with the cap on evidence that moves with police activity."""
    policy = claim.rules.phase_policy
    heaviest: dict[tuple[str, str], Rule] = {}
    weighed: list[tuple[Rule, SupportsGate, Strength, bool]] = []
    for rule in claim.rules.of_stage(2):
        if isinstance(rule.then, SupportsGate) and rule.then.gate == gate:
            is_capped = claim.known(rule_id(rule.id)) is True and moves_with_activity(claim, rule_id(rule.id))
            weighed.append((rule, rule.then, Strength.WEAK if is_capped else rule.then.strength, is_capped))
    for rule, then, _, _ in sorted(weighed, key=lambda item: -policy.points[item[2]]):
        if claim.known(rule_id(rule.id)):
            heaviest.setdefault((then.state, then.topic), rule)
    for rule, then, strength, is_capped in weighed:
        known, points = claim.known(rule_id(rule.id)), policy.points[strength]
        counts = heaviest.get((then.state, then.topic)) is rule
        state = GateState(then.state)
        yield GateEvidence(rule.id, state, strength, then.topic, known, points, is_capped, counts, then.strength)


def moves_with_activity(claim: Claim, fact: FactId) -> bool:
    """True when everything observed below a fact is an indicator that moves with police activity."""
    leaves = claim.leaves_below(fact)
    sensitive = {one.id for one in claim.knowledge.indicators.values() if one.activity_sensitive}
    return bool(leaves) and all(leaf.kind in ("indicator", "trend") and leaf.subject in sensitive for leaf in leaves)


def tally(fired: Iterable[GateEvidence], policy: PhasePolicy) -> Tally:
    """
    Weigh the evidence that fired: the strongest of each topic and side counts, decisive evidence settles.

    A side never wins by evidence alone that moves with police activity.
    """
    points: dict[GateState, dict[str, int]] = {OPEN: {}, SHUT: {}}
    decisive: set[GateState] = set()
    carried: set[GateState] = set()
    for item in fired:
        side = points[item.state]
        side[item.topic] = max(item.points, side.get(item.topic, 0))
        if item.strength is Strength.DECISIVE:
            decisive.add(item.state)
        if not item.is_capped:
            carried.add(item.state)
    net = sum(points[OPEN].values()) - sum(points[SHUT].values())
    ahead = OPEN if net > 0 else SHUT
    wins = abs(net) >= policy.margin and len(points[ahead]) >= policy.min_topics and ahead in carried
    state = ahead if wins else UNDETERMINED
    if decisive:
        state = UNDETERMINED if len(decisive) == 2 else next(iter(decisive))
    return Tally(points, frozenset(decisive), state)


def _check_gate(claim: Claim, gate: GateDecision, evidence: list[GateEvidence]) -> Iterator[Fault]:
    fact = gate_id(gate.gate, gate.state)
    if [item.rule for item in gate.evidence] != [item.rule for item in evidence]:
        yield Fault(fact, f"the gate `{gate.gate}` does not name each rule about it once, in their order")
    for said, item in zip(gate.evidence, evidence, strict=False):
        pairs = zip(item._fields, said, item, strict=True)
        yield from differences(rule_id(item.rule), f"the evidence of `{item.rule}`", *pairs)
    fired = [item for item in evidence if item.known]
    found = tally(fired, claim.rules.phase_policy)
    lean = {True: OPEN, False: SHUT}[found.net > 0] if found.net else None
    yield from differences(
        fact,
        f"the gate `{gate.gate}`",
        ("state", gate.state, found.state),
        ("lean", gate.lean, lean if found.state is UNDETERMINED else None),
        ("points_open", gate.points_open, found.total(OPEN)),
        ("points_shut", gate.points_shut, found.total(SHUT)),
        ("topics_open", gate.topics_open, tuple(found.points[OPEN])),
        ("topics_shut", gate.topics_shut, tuple(found.points[SHUT])),
        ("is_contradicted", gate.is_contradicted, len(found.decisive) == 2),
    )
    for state in sorted(_reachable(evidence, claim.rules.phase_policy) - gate.possible):
        yield Fault(fact, f"the gate `{gate.gate}` could still become {state}, but this is left out")
    yield from _check_node(claim, fact, {rule_id(item.rule) for item in fired})


def _reachable(evidence: Sequence[GateEvidence], policy: PhasePolicy) -> set[GateState]:
    """States that four completions give: none of the open rules fires, all do, or all of one side do."""
    completions = ((), (OPEN,), (SHUT,), (OPEN, SHUT))
    return {
        tally((item for item in evidence if item.known or (item.known is None and item.state in sides)), policy).state
        for sides in completions
    }


def _check_node(claim: Claim, fact: FactId, premises: set[FactId]) -> Iterator[Fault]:
    """A fact that the phase policy concludes once, from exactly these premises."""
    node = claim.trace.get(fact)
    if node is None:
        yield Fault(fact, "this is decided, but not in the trace")
    elif [(rule, set(found)) for rule, found in node.derivations] != [(PHASE_POLICY, premises)]:
        yield Fault(fact, f"`{PHASE_POLICY}` concludes this once, from {in_words(sorted(premises))}")


def _holding(claim: Claim, gate: GateId, fired: Iterable[GateEvidence]) -> set[FactId]:
    """Every fact of which one is enough to show that an open gate has been open, or has come nearer, long enough."""
    profile, months = claim.answer.profile, claim.rules.phase_policy.hold_months
    if profile.previous_assessment is None or tally(fired, claim.rules.phase_policy).state is not OPEN:
        return set()
    since = profile.previous_assessment.gates_open_since.get(gate)
    if since is not None and months_between(since.start, profile.as_of) >= months:
        return {gate_since_id(gate)}
    leaves = [leaf for item in fired if item.state is OPEN for leaf in claim.leaves_below(rule_id(item.rule))]
    found = set()
    for leaf in leaves:
        indicator = claim.knowledge.indicators.get(IndicatorId(leaf.subject))
        better = None if indicator is None else _BETTER.get(indicator.direction)
        if leaf.kind == "indicator" and better and movement(profile, IndicatorId(leaf.subject), months) == better:
            found.add(trend_id(leaf.subject, months))
    return found


def _check_held(claim: Claim, gate: GateId, enough: set[FactId]) -> Iterator[Fault]:
    fact = held_id(gate)
    node = claim.trace.get(fact)
    if node is None and enough:
        yield Fault(fact, f"the gate has held long enough by {in_words(sorted(enough))}, but this is left out")
    if node is not None and node.derivations not in [(Derivation(PHASE_POLICY, (one,)),) for one in enough]:
        yield Fault(fact, f"that the gate has held must rest on exactly one of {in_words(sorted(enough))}")


def candidates_of(states: Sequence[GateState]) -> tuple[int, ...]:
    """The phases that no shut gate stands before and no open gate leads out of."""
    last = len(states) + 1
    return tuple(
        phase
        for phase in PHASES[:last]
        if SHUT not in states[: phase - 1] and (phase == last or states[phase - 1] is not OPEN)
    )


def _move(claim: Claim, states: Sequence[GateState], calm: Sequence[GateState], held: Sequence[bool]) -> Moved:
    """Hold an area where it was until a move forward has lasted, or a move back rests on more than one event."""
    previous = claim.answer.profile.previous_assessment
    candidates = candidates_of(states)
    if previous is None:
        return Moved(candidates, None, None)
    waiting = [step for step in range(previous.phase, candidates[0]) if not held[step - 1]]
    if waiting:
        return Moved((waiting[0],), waiting[0] + 1, None)
    if candidates[0] >= previous.phase:
        return Moved(candidates, None, None)
    if states == calm or candidates == candidates_of(calm):
        return Moved(candidates, None, None if len(candidates) > 1 else "moved_back")
    # Single events do not move an area back: it stands as without them, but no further on than before.
    without = sorted({phase if phase < previous.phase else previous.phase for phase in candidates_of(calm)})
    return Moved(tuple(without), None, "event_alone" if previous.phase in without else "moved_back")


def _check_phase(claim: Claim, decided: PhaseDecision, gates: Sequence[Sequence[GateEvidence]]) -> Iterator[Fault]:
    policy = claim.rules.phase_policy
    events = [item for fired in gates for item in fired if item.topic in policy.event_topics]
    states = [tally(fired, policy).state for fired in gates]
    calm = [tally((item for item in fired if item not in events), policy).state for fired in gates]
    moved = _move(claim, states, calm, [held_id(gate) in claim.trace for gate in claim.knowledge.gates])
    review = _review(moved, decided.gates, [item for item in events if item.state is SHUT])
    contradictions = set(_contradictions(claim, gates, states))
    phase = moved.candidates[0] if len(moved.candidates) == 1 else None
    yield from differences(
        None,
        "the phase decision",
        ("candidates", decided.candidates, moved.candidates),
        ("phase", decided.phase, phase),
        ("working_phase", decided.working_phase, moved.candidates[0]),
        ("on_the_way_to", decided.on_the_way_to, moved.on_the_way_to),
        ("lean", decided.lean, None if phase is not None else _lean(decided.gates, moved.candidates)),
        ("contradictions", {tuple(item) for item in decided.contradictions}, contradictions),
        ("review", [tuple(item) for item in decided.review], review),
    )


def _review(
    moved: Moved, gates: Sequence[GateDecision], events: Sequence[GateEvidence]
) -> list[tuple[str, tuple[FactId, ...]]]:
    """Why the phase should be looked at again: a move back, or an event that has not made one."""
    shut = tuple(gate_id(gate.gate, gate.state) for gate in gates if gate.state is SHUT)
    if moved.review == "moved_back":
        return [(moved.review, shut)]
    facts = tuple(rule_id(item.rule) for item in events)
    if moved.review is None and (not facts or len(shut) == len(gates)):
        return []
    return [(moved.review or "event", facts)]


def _lean(gates: Sequence[GateDecision], candidates: Sequence[int]) -> int | None:
    """The one candidate that is left when each undetermined gate is taken as it leans."""
    states = [gate.lean or gate.state for gate in gates]
    until_shut = states[: states.index(SHUT)] if SHUT in states else states
    leaning = candidates_of(states)
    return leaning[0] if UNDETERMINED not in until_shut and leaning[0] in candidates else None


def _contradictions(
    claim: Claim, gates: Sequence[Sequence[GateEvidence]], states: Sequence[GateState]
) -> Iterator[tuple[str, tuple[FactId, ...]]]:
    for fired in gates:
        decisive = [item for item in fired if item.strength is Strength.DECISIVE]
        if len({item.state for item in decisive}) == 2:
            yield "decisive_both_ways", tuple(rule_id(item.rule) for item in decisive)
    names = list(claim.knowledge.gates)
    for position in range(len(states) - 1):
        if states[position] is SHUT and states[position + 1] is OPEN:
            yield "later_gate_open_before_earlier", (gate_id(names[position], SHUT), gate_id(names[position + 1], OPEN))


def _check_possible(claim: Claim, decided: PhaseDecision) -> Iterator[Fault]:
    """The phases that facts still unknown could give hold at least the candidates, and those of each possible state."""
    reached = set(decided.candidates)
    if claim.answer.profile.previous_assessment is None:
        for states in product(*(gate.possible for gate in decided.gates)):
            reached.update(candidates_of(states))
    if not reached <= set(decided.possible):
        yield Fault(
            None, f"the phases {sorted(reached)} could come out, but {list(decided.possible)} are named possible"
        )


def _check_decided_facts(claim: Claim, decided: PhaseDecision) -> Iterator[Fault]:
    """The nodes of the phase and its gates: what was decided once, and what therefore is not so."""
    gates = {gate.gate: gate_id(gate.gate, gate.state) for gate in decided.gates}
    states = [gate.state for gate in decided.gates]
    phase = phase_id(decided.working_phase)
    asked = states[: states.index(SHUT) + 1] if SHUT in states else states
    premises = {gates[gate.gate] for gate in decided.gates[: len(asked)]}
    if claim.answer.profile.previous_assessment is not None:
        held = {held_id(gate) for gate in gates}
        premises |= {previous_phase_id(), *(fact for fact in held if fact in claim.trace)}
    yield from _check_node(claim, phase, premises)
    choices = {phase_id(number): phase for number in PHASES}
    choices |= {gate_id(gate, state): gates[gate] for gate in gates for state in GateState}
    for choice, chosen in choices.items():
        if choice != chosen:
            yield from _check_node(claim, negated(choice), {chosen})
    decidable = {*choices.values(), *(negated(choice) for choice, chosen in choices.items() if choice != chosen)}
    decidable.update(map(held_id, gates))
    for fact, node in claim.trace.items():
        if node.fact.kind in ("phase", "gate", "held") and fact not in decidable:
            yield Fault(fact, "the phase decision does not say this")
