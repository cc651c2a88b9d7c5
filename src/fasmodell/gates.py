"""One gate: what every rule says of it, and the state that the evidence gives, by rules/phase-policy.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fasmodell.facts import FactId, rule_id
from fasmodell.knowledge import GateId, IndicatorId
from fasmodell.results import GateDecision, GateEvidence, GateState
from fasmodell.rules import PhasePolicy, RuleId, RuleSet, Strength, SupportsGate
from fasmodell.trace import Trace

OPEN, SHUT, UNDETERMINED = GateState.OPEN, GateState.SHUT, GateState.UNDETERMINED


class EvidenceRule(NamedTuple):
    """
    What deciding a gate needs of a rule of stage 2.

    `may_be_capped` tells whether any indicator below the rule moves with police activity.
    """

    rule: RuleId
    fact: FactId
    gate: GateId
    state: GateState
    strength: Strength
    topic: str
    may_be_capped: bool


def evidence_rules(
    rules: RuleSet, below: Mapping[FactId, tuple[tuple[IndicatorId, FactId], ...]], sensitive: frozenset[IndicatorId]
) -> tuple[EvidenceRule, ...]:
    """
    The rules of stage 2 in the order of the files.

    `below` holds the indicators that each rule rests on, `sensitive` those that move with police activity.
    """
    found = []
    for rule in rules.of_stage(2):
        then = rule.then
        if isinstance(then, SupportsGate):
            state, fact = GateState(then.state), rule_id(rule.id)
            moves = any(indicator in sensitive for indicator, _ in below[fact])
            found.append(EvidenceRule(rule.id, fact, then.gate, state, then.strength, then.topic, moves))
    return tuple(found)


class Tally(NamedTuple):
    """
    Points, topics and decisive evidence of one side of a gate.

    `is_firm` is False while all of it moves with police activity, which never decides alone.
    """

    points: int
    topics: tuple[str, ...]
    is_decisive: bool
    is_firm: bool


def evidence_of(
    gate: GateId,
    rules: Iterable[EvidenceRule],
    symbols: Mapping[FactId, bool],
    trace: Trace,
    sensitive: frozenset[IndicatorId],
    policy: PhasePolicy,
) -> tuple[GateEvidence, ...]:
    """
    What every rule about a gate says: fired, known not to, or open; with the points it weighs.

    `sensitive` are the observed indicators that move with police activity.
    """
    weighed: list[tuple[EvidenceRule, bool | None, Strength, bool]] = []
    strongest: dict[tuple[GateState, str], tuple[int, RuleId]] = {}
    for rule in rules:
        if rule.gate != gate:
            continue
        known, strength, is_capped = symbols.get(rule.fact), rule.strength, False
        if known:
            is_capped = rule.may_be_capped and _moves_with_activity(trace, rule.fact, sensitive)
            strength = Strength.WEAK if is_capped else strength
            side, points = (rule.state, rule.topic), policy.points[strength]
            if side not in strongest or points > strongest[side][0]:
                strongest[side] = (points, rule.rule)
        weighed.append((rule, known, strength, is_capped))
    counted = {rule for _, rule in strongest.values()}
    return tuple(
        [
            GateEvidence(
                rule.rule,
                rule.state,
                strength,
                rule.topic,
                known,
                policy.points[strength],
                is_capped,
                rule.rule in counted,
                rule.strength,
            )
            for rule, known, strength, is_capped in weighed
        ]
    )


def _moves_with_activity(trace: Trace, fact: FactId, sensitive: frozenset[IndicatorId]) -> bool:
    """True when every observed premise is an indicator that moves with police activity."""
    leaves = [trace[leaf].fact for leaf in trace.observed_below(fact)]
    return bool(leaves) and all(leaf.kind in ("indicator", "trend") and leaf.subject in sensitive for leaf in leaves)


def decide_gate(gate: GateId, evidence: tuple[GateEvidence, ...], policy: PhasePolicy) -> GateDecision:
    """
    Decide a gate from its evidence.

    Within one topic and direction only the strongest counts. A side wins when its net points reach the margin and
    enough topics speak for it, or when it alone has decisive evidence.
    """
    fired = [item for item in evidence if item.known is True]
    low, high = tallies_of(fired), tallies_of(reachable_of(evidence, policy))
    state = state_by(low[OPEN], low[SHUT], policy)
    return GateDecision(
        gate=gate,
        state=state,
        lean=_lean(low[OPEN], low[SHUT]) if state is UNDETERMINED else None,
        points_open=low[OPEN].points,
        points_shut=low[SHUT].points,
        topics_open=low[OPEN].topics,
        topics_shut=low[SHUT].topics,
        is_contradicted=low[OPEN].is_decisive and low[SHUT].is_decisive,
        possible=_possible(low, high, policy),
        evidence=evidence,
    )


def reachable_of(evidence: Iterable[GateEvidence], policy: PhasePolicy) -> list[GateEvidence]:
    """
    The evidence that may come to speak, at the most it may weigh.

    A capped rule may lose its cap when more becomes known, and an open one may fire without it.
    """
    return [
        item._replace(strength=item.written, points=policy.points[item.written], is_capped=False)
        if item.is_capped
        else item
        for item in evidence
        if item.known is not False
    ]


def tallies_of(evidence: Iterable[GateEvidence]) -> dict[GateState, Tally]:
    """The points, topics and decisive evidence of each side, all of the evidence taken to have fired."""
    points: dict[GateState, dict[str, int]] = {OPEN: {}, SHUT: {}}
    decisive, firm = set(), set()
    for item in evidence:
        side, topics = item.state, points[item.state]
        topics[item.topic] = max(topics.get(item.topic, 0), item.points)
        if item.strength is Strength.DECISIVE:
            decisive.add(side)
        if not item.is_capped:
            firm.add(side)
    return {
        side: Tally(sum(topics.values()), tuple(topics), side in decisive, side in firm)
        for side, topics in points.items()
    }


def _wins(side: Tally, other: Tally, policy: PhasePolicy) -> bool:
    enough = side.points - other.points >= policy.margin and len(side.topics) >= policy.min_topics
    return enough and side.is_firm


def state_by(for_open: Tally, for_shut: Tally, policy: PhasePolicy) -> GateState:
    """The state that two sides give a gate."""
    if for_open.is_decisive != for_shut.is_decisive:
        return OPEN if for_open.is_decisive else SHUT
    if for_open.is_decisive:
        return UNDETERMINED
    if _wins(for_open, for_shut, policy):
        return OPEN
    return SHUT if _wins(for_shut, for_open, policy) else UNDETERMINED


def _lean(for_open: Tally, for_shut: Tally) -> GateState | None:
    if for_open.points == for_shut.points:
        return None
    return OPEN if for_open.points > for_shut.points else SHUT


def _possible(
    low: Mapping[GateState, Tally], high: Mapping[GateState, Tally], policy: PhasePolicy
) -> frozenset[GateState]:
    """Every state some completion could give: each open rule may fire or not, whatever the others do (sound)."""
    possible = set()
    for side, other in ((OPEN, SHUT), (SHUT, OPEN)):
        if not low[other].is_decisive and (high[side].is_decisive or _wins(high[side], low[other], policy)):
            possible.add(side)
    if high[OPEN].is_decisive and high[SHUT].is_decisive:
        possible.add(UNDETERMINED)
    if not low[OPEN].is_decisive and not low[SHUT].is_decisive:
        sure = _wins(low[OPEN], high[SHUT], policy) or _wins(low[SHUT], high[OPEN], policy)
        if not sure:
            possible.add(UNDETERMINED)
    return frozenset(possible)


def without_events(gate: GateDecision, policy: PhasePolicy) -> GateDecision:
    """The same gate decided without the evidence that single events give."""
    calm = tuple(item for item in gate.evidence if item.topic not in policy.event_topics)
    return decide_gate(gate.gate, calm, policy)
