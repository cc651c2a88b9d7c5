"""What keeps an area from a phase: its gates, and how long they have held."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.analysis.lacking import HERE, Distance, Lacking
from fasmodell.analysis.obstacles import GateNeed, GateWay, Hold, Obstacle
from fasmodell.facts import gate_id, gate_since_id, held_id, phase_id
from fasmodell.gates import decide_gate
from fasmodell.results import GateDecision, GateEvidence, GateState
from fasmodell.rules import Strength


def phase_obstacles(lacking: Lacking, wanted: int) -> Iterator[Obstacle]:
    """Everything that keeps an area from a phase, in the order of the gates; nothing when it is in the phase."""
    decision = lacking.answer.phase
    if decision.phase == wanted:
        return
    previous = lacking.answer.profile.previous_assessment
    must_hold: list[GateDecision] = []
    gates_stand = True
    for number, gate in enumerate(decision.gates, 1):
        state = GateState.OPEN if number < wanted else GateState.SHUT
        if number <= wanted and gate.state is not state:
            gates_stand = False
            need = _gate_need(lacking, gate, state)
            yield Obstacle("gate", gate.gate, gate_id(gate.gate, gate.state), (), None, gate=need)
        if previous is not None and previous.phase <= number < wanted and not lacking.holds(held_id(gate.gate)):
            must_hold.append(gate)
    for gate in must_hold:
        node = lacking.answer.trace.get(gate_since_id(gate.gate))
        months = node.fact.value if node is not None and isinstance(node.fact.value, int) else None
        hold = Hold(gate.gate, months, lacking.base.rules.phase_policy.hold_months)
        yield Obstacle("hold", gate.gate, None if node is None else node.fact.id, (), None, hold=hold)
    if gates_stand and not must_hold:
        # The gates are as wanted and still the phase is another: a move back that only single events speak for.
        yield Obstacle("event", "", phase_id(decision.working_phase), (), None)


def _gate_need(lacking: Lacking, gate: GateDecision, wanted: GateState) -> GateNeed:
    policy = lacking.base.rules.phase_policy
    sign = 1 if wanted is GateState.OPEN else -1
    topics = gate.topics_open if wanted is GateState.OPEN else gate.topics_shut
    net = sign * (gate.points_open - gate.points_shut)
    against = tuple(
        item.rule
        for item in gate.evidence
        if item.known and item.state is not wanted and item.strength is Strength.DECISIVE
    )
    ways = [found for item in gate.evidence for found in _gate_ways(lacking, gate, item, wanted, net)]
    return GateNeed(
        gate.gate,
        gate.state,
        wanted,
        net,
        max(0, policy.margin - net),
        max(0, policy.min_topics - len(topics)),
        against,
        tuple(sorted(ways, key=_gate_order)),
    )


def _gate_order(found: GateWay) -> tuple[bool, Distance, int]:
    """Nearest first; of equally near ones, what brings most."""
    return found.way.distance is None, found.way.distance or HERE, -found.gain


def _gate_ways(
    lacking: Lacking, gate: GateDecision, item: GateEvidence, wanted: GateState, net: int
) -> Iterator[GateWay]:
    """The ways that a piece of evidence offers, each with the gate decided as if it alone were otherwise."""
    is_for = item.state is wanted
    if bool(item.known) is is_for:
        return
    rule, policy = lacking.base.rules.rules[item.rule], lacking.base.rules.phase_policy
    turned = tuple(one._replace(known=is_for) if one.rule == item.rule else one for one in gate.evidence)
    after = decide_gate(gate.gate, turned, policy)
    sign = 1 if wanted is GateState.OPEN else -1
    gain = sign * (after.points_open - after.points_shut) - net
    for way in lacking.rule_ways(rule, is_for):
        yield GateWay(way, item, gain, after.state is wanted)
