"""
Laws of order that hold whatever the rules say, each by going through every case there is.

Each gives how many cases were compared and one case that breaks the law, or None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product
from math import gcd
from typing import Generic, NamedTuple, TypeVar

from fasmodell.catalogue import Entry, TargetTerms
from fasmodell.facts import FactId
from fasmodell.gates import OPEN, SHUT, UNDETERMINED, Tally, state_by, tallies_of
from fasmodell.knowledge import PHASES, FindingId, GateId, Level
from fasmodell.phase import candidates_of, persist
from fasmodell.results import GateDecision, GateEvidence, GateState
from fasmodell.rule_base import RuleBase
from fasmodell.rules import PhasePolicy, RuleId, Strength
from fasmodell.standing import survey

_FROM_SHUT = {SHUT: 0, UNDETERMINED: 1, OPEN: 2}


class Rise(NamedTuple):
    """A finding that goes up one level from a level, 0 being none."""

    finding: FindingId
    level: int


_Case = TypeVar("_Case", str, Rise)


class Law(NamedTuple, Generic[_Case]):
    """A law with the number of cases compared, and the first that breaks it; None where all keep it."""

    compared: int
    broken: _Case | None


def topic_law(policy: PhasePolicy) -> Law[str]:
    """
    A rule that joins its side, or loses the cap on what moves with police activity, never makes the side weaker.

    Within a topic the strongest rule counts, so that two rules of one topic stand for any number.
    """
    ways: list[GateEvidence | None] = [None]
    for strength in Strength:
        ways += [_evidence(strength, True, policy), _evidence(strength, False, policy)]
    compared = 0
    broken: str | None = None
    for before, after, other in product(ways, repeat=3):
        if not _is_raised(before, after):
            continue
        first, second = (
            tallies_of(one for one in (changed, other) if one is not None)[SHUT] for changed in (before, after)
        )
        compared += 1
        if broken is None and not _reaches(second, first):
            broken = f"{_said(before)} → {_said(after)}, {_said(other)}"
    return Law(compared, broken)


def _evidence(strength: Strength, is_capped: bool, policy: PhasePolicy) -> GateEvidence:
    weighs = Strength.WEAK if is_capped else strength
    rule = RuleId(f"{strength}")
    return GateEvidence(rule, SHUT, weighs, "topic", True, policy.points[weighs], is_capped, True, strength)


def _is_raised(before: GateEvidence | None, after: GateEvidence | None) -> bool:
    """That a rule fires anew, or fires as before without its cap."""
    if before is None or after is None:
        return before is None and after is not None
    return before.written is after.written and before.is_capped and not after.is_capped


def _said(item: GateEvidence | None) -> str:
    return "-" if item is None else f"{item.written}{' (capped)' if item.is_capped else ''}"


def _reaches(one: Tally, other: Tally) -> bool:
    return (
        one.points >= other.points
        and set(one.topics) >= set(other.topics)
        and one.is_decisive >= other.is_decisive
        and one.is_firm >= other.is_firm
    )


def gate_law(base: RuleBase) -> Law[str]:
    """A side that grows, in points, topics, decisive or firm evidence, never moves the state towards the other side."""
    policy = base.rules.phase_policy
    # Points come in whole steps of what divides them all, so that a policy in tens has no more cases than one in ones.
    step = gcd(policy.margin, *policy.points.values()) or 1
    most = max((sum(_most(base, gate, side)) for gate in base.knowledge.gates for side in (OPEN, SHUT)), default=0)
    sides = [
        Tally(points, tuple(map(str, range(topics))), is_decisive, is_firm)
        for points in range(0, most + 1, step)
        for topics in range(policy.min_topics + 1)
        for is_decisive in (False, True)
        for is_firm in (False, True)
    ]
    steps = [(one, other) for one in sides for other in _next(one, step, most, policy.min_topics)]
    state = {(one, other): _FROM_SHUT[state_by(one, other, policy)] for one in sides for other in sides}
    compared = 0
    broken: str | None = None
    for (less, more), other in product(steps, sides):
        compared += 2
        falls = state[more, other] < state[less, other] or state[other, more] > state[other, less]
        if falls and broken is None:
            broken = f"{less} → {more}, {other}"
    return Law(compared, broken)


def _most(base: RuleBase, gate: GateId, side: GateState) -> Iterator[int]:
    """The most points of each topic on one side of a gate."""
    points: dict[str, int] = {}
    for rule in base.evidence_rules:
        if rule.gate == gate and rule.state is side:
            weighs = base.rules.phase_policy.points[rule.strength]
            points[rule.topic] = max(points.get(rule.topic, 0), weighs)
    return iter(points.values())


def _next(side: Tally, step: int, most: int, topics: int) -> Iterator[Tally]:
    """A side with one more step of points, one more topic, or decisive or firm evidence that it did not have."""
    if side.points < most:
        yield side._replace(points=side.points + step)
    if len(side.topics) < topics:
        yield side._replace(topics=(*side.topics, str(len(side.topics))))
    if not side.is_decisive:
        yield side._replace(is_decisive=True)
    if not side.is_firm:
        yield side._replace(is_firm=True)


class _Situated(NamedTuple):
    """The gates, the gates without single events, and the gates that have been open long enough."""

    states: tuple[GateState, ...]
    calm: tuple[GateState, ...]
    held: frozenset[GateId]


def phase_law(base: RuleBase) -> Law[str]:
    """
    Gates that are less open, with or without single events, or held shorter, never move the working phase later.

    Nor do they move the latest candidate later than it was, or, where the area was held back, than its gates left open.
    """
    gates = [GateDecision(gate, SHUT, None, 0, 0, (), (), False, frozenset(), ()) for gate in base.knowledge.gates]
    ways = list(product((SHUT, UNDETERMINED, OPEN), repeat=len(gates)))
    cases = [
        _Situated(states, calm, frozenset(held))
        for states in ways
        for calm in ways
        for held in _subsets([gate.gate for gate, state in zip(gates, states, strict=True) if state is OPEN])
    ]
    compared = 0
    broken: str | None = None
    for previous in (None, *PHASES):
        found = {one: persist(candidates_of(one.states), previous, gates, set(one.held), one.calm)[0] for one in cases}
        for before, after in product(cases, repeat=2):
            if _is_worse(after, before):
                compared += 1
                latest = max(found[before][-1], candidates_of(before.states)[-1])
                is_later = found[after][0] > found[before][0] or found[after][-1] > latest
                if is_later and broken is None:
                    broken = f"{previous}: {before} → {after}"
    return Law(compared, broken)


def _subsets(gates: Sequence[GateId]) -> Iterator[tuple[GateId, ...]]:
    return chain.from_iterable(combinations(gates, size) for size in range(len(gates) + 1))


def _is_worse(after: _Situated, before: _Situated) -> bool:
    """No gate more open after, and none that has been open long enough only after."""
    pairs = zip((*after.states, *after.calm), (*before.states, *before.calm), strict=True)
    return after.held <= before.held and all(_FROM_SHUT[one] <= _FROM_SHUT[other] for one, other in pairs)


def need_law(entry: Entry) -> Law[Rise]:
    """
    A target that is established, or established at a higher level, never lowers the need of a measure.

    Need is that of the strongest target, so that each target is compared beside every other one, at every level.
    """
    compared = 0
    broken: Rise | None = None
    levels = range(len(Level) + 1)
    for one, other in product(entry.targets, repeat=2):
        targets = (one,) if one is other else (one, other)
        for level, beside in product(levels[:-1], levels):
            lower, higher = (_need(entry, targets, one.finding, step, beside) for step in (level, level + 1))
            compared += 1
            if higher < lower and broken is None:
                broken = Rise(one.finding, level)
    return Law(compared, broken)


def _need(entry: Entry, targets: tuple[TargetTerms, ...], changed: FindingId, level: int, beside: int) -> int:
    levels = {target.finding: level if target.finding == changed else beside for target in targets}
    bounds = {finding: (known, known, FactId(str(finding))) for finding, known in levels.items()}
    need = survey(entry._replace(targets=targets), bounds)[0]
    return 0 if need is None else need.points
