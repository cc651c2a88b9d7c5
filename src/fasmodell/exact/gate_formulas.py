"""One gate as formulas: what each rule weighs, the points and topics of both sides, the state; as in `gates`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from fasmodell.exact.formula import FALSE, TRUE, Formula, every, no, reaches, some
from fasmodell.exact.inputs import indicator_of
from fasmodell.exact.symbols import ProgramFormulas
from fasmodell.gates import OPEN, SHUT, UNDETERMINED, EvidenceRule
from fasmodell.knowledge import GateId, IndicatorId
from fasmodell.results import GateState
from fasmodell.rules import PhasePolicy, Strength

Weighed = Sequence[tuple[Formula, int]]


class EvidenceFormulas(NamedTuple):
    """A rule of stage 2 with when it fires, and when all it rests on moves with police activity, so that it is weak."""

    rule: EvidenceRule
    fires: Formula
    is_capped: Formula

    @property
    def is_whole(self) -> Formula:
        """That the rule fires and weighs as it is written."""
        return every((self.fires, no(self.is_capped)))


class SideFormulas(NamedTuple):
    """
    One side of a gate.

    `points` are formulas with the points that each adds when it is true; `topics` those that speak; `is_firm` that
    not all of it moves with police activity.
    """

    points: Weighed
    topics: Mapping[str, Formula]
    is_decisive: Formula
    is_firm: Formula


class GateFormulas(NamedTuple):
    """A gate: which state it is in, its sides, and that decisive evidence stands on both."""

    gate: GateId
    states: Mapping[GateState, Formula]
    sides: Mapping[GateState, SideFormulas]
    is_contradicted: Formula


def evidence_formulas(
    rules: Iterable[EvidenceRule], situation: ProgramFormulas, sensitive: Container[IndicatorId]
) -> tuple[EvidenceFormulas, ...]:
    """Every rule of stage 2, in order; `sensitive` are the indicators that move with police activity."""

    def is_sensitive(leaf: str) -> bool:
        return leaf in sensitive

    found = []
    for rule in rules:
        fires, capped = situation.symbols.get(rule.fact, FALSE), FALSE
        if rule.may_be_capped:
            anything = situation.rests_on(rule.fact, lambda _: TRUE)
            firm = situation.rests_on(rule.fact, lambda fact: FALSE if is_sensitive(indicator_of(fact) or "") else TRUE)
            capped = every((fires, anything, no(firm)))
        found.append(EvidenceFormulas(rule, fires, capped))
    return tuple(found)


def gate_formulas(gate: GateId, evidence: Iterable[EvidenceFormulas], policy: PhasePolicy) -> GateFormulas:
    """A gate as its evidence decides it."""
    own = [one for one in evidence if one.rule.gate == gate]
    sides = {state: _side([one for one in own if one.rule.state is state], policy) for state in (OPEN, SHUT)}
    for_open, for_shut = sides[OPEN], sides[SHUT]
    neither = no(some((for_open.is_decisive, for_shut.is_decisive)))
    open_wins, shut_wins = _wins(for_open, for_shut, policy), _wins(for_shut, for_open, policy)
    is_open = some((every((for_open.is_decisive, no(for_shut.is_decisive))), every((neither, open_wins))))
    is_shut = some(
        (every((for_shut.is_decisive, no(for_open.is_decisive))), every((neither, no(open_wins), shut_wins)))
    )
    states = {OPEN: is_open, SHUT: is_shut, UNDETERMINED: no(some((is_open, is_shut)))}
    return GateFormulas(gate, states, sides, every((for_open.is_decisive, for_shut.is_decisive)))


def _side(evidence: list[EvidenceFormulas], policy: PhasePolicy) -> SideFormulas:
    topics: dict[str, list[EvidenceFormulas]] = {}
    for one in evidence:
        topics.setdefault(one.rule.topic, []).append(one)
    return SideFormulas(
        points=[part for rules in topics.values() for part in _strongest(rules, policy)],
        topics={topic: some(one.fires for one in rules) for topic, rules in topics.items()},
        is_decisive=some(one.is_whole for one in evidence if one.rule.strength is Strength.DECISIVE),
        is_firm=some(one.is_whole for one in evidence),
    )


def _strongest(rules: list[EvidenceFormulas], policy: PhasePolicy) -> list[tuple[Formula, int]]:
    """The points of one topic: only the strongest counts, so each step adds what it has above the one below."""
    weak = policy.points[Strength.WEAK]
    weighed = [(policy.points[one.rule.strength], one.is_whole) for one in rules]
    weighed += [(weak, one.is_capped) for one in rules]
    steps = sorted({points for points, _ in weighed})
    return [
        (some(fires for points, fires in weighed if points >= step), step - below)
        for below, step in pairwise((0, *steps))
    ]


def _wins(side: SideFormulas, other: SideFormulas, policy: PhasePolicy) -> Formula:
    net = [*side.points, *((part, -points) for part, points in other.points)]
    topics = reaches([(speaks, 1) for speaks in side.topics.values()], policy.min_topics)
    return every((side.is_firm, topics, reaches(net, policy.margin)))
