"""The gates of many profiles, as `gates.decide_gate` decides each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.columns_in import Flags
from fasmodell.batch.planes import Words, unpacked
from fasmodell.batch.variation import GateNumbers
from fasmodell.gates import EvidenceRule
from fasmodell.knowledge import GateId
from fasmodell.results import GateState
from fasmodell.rules import RuleId, Strength

Numbers = NDArray[np.signedinteger]
Small = NDArray[np.int8]

# States as places: of `GateState`, and 3 for no lean; sets of states as bits.
STATES = tuple(GateState)
OPEN, SHUT, UNDETERMINED, NO_LEAN = 0, 1, 2, 3
_SIDES = (GateState.OPEN, GateState.SHUT)


class RulePlanes(NamedTuple):
    """Where a rule of stage 2 holds, is known not to hold, and holds with the cap on activity-sensitive evidence."""

    holds: Words
    fails: Words
    capped: Words | None


class _Tally(NamedTuple):
    """Points, topics and decisive and firm evidence of one side of a gate, as in `gates._Tally`."""

    points: Numbers
    topics: Numbers
    is_decisive: Flags
    is_firm: Flags


class GateColumns(NamedTuple):
    """One gate of many profiles: `state`, `lean` and the bits of `possible` as places of `STATES`."""

    state: Small
    lean: Small
    possible: Small
    points_open: Numbers
    points_shut: Numbers
    topics_open: Numbers
    topics_shut: Numbers
    is_contradicted: Flags


def decide_gates(
    gates: Iterable[GateId],
    rules: Sequence[EvidenceRule],
    planes: Mapping[RuleId, RulePlanes],
    numbers: GateNumbers,
    size: int,
    without: frozenset[str] = frozenset(),
) -> tuple[GateColumns, ...]:
    """Decide every gate for `size` rows; evidence on the topics in `without` is left out."""
    found = []
    for gate in gates:
        of_gate = [rule for rule in rules if rule.gate == gate and rule.topic not in without]
        low = {side: _tally(of_gate, side, planes, numbers, size, False) for side in _SIDES}
        high = {side: _tally(of_gate, side, planes, numbers, size, True) for side in _SIDES}
        found.append(_decided(low, high, numbers))
    return tuple(found)


def _tally(
    rules: Sequence[EvidenceRule],
    side: GateState,
    planes: Mapping[RuleId, RulePlanes],
    numbers: GateNumbers,
    size: int,
    reachable: bool,
) -> _Tally:
    """What the rules that fired weigh, or with `reachable` all that are not known to fail, none of them capped."""
    words = -(-size // 64)
    decisive, firm = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    by_topic: dict[str, dict[Strength, Words]] = {}
    for rule in rules:
        if rule.state is not side:
            continue
        own, by_strength = planes[rule.rule], by_topic.setdefault(rule.topic, {})
        free = ~own.fails if reachable else own.holds
        if own.capped is not None and not reachable:
            free = own.holds & ~own.capped
            _join(by_strength, Strength.WEAK, own.capped)
        _join(by_strength, rule.strength, free)
        firm |= free
        if rule.strength is Strength.DECISIVE:
            decisive |= free
    points, topics = _sums(by_topic, numbers, size)
    return _Tally(points, topics, _flags(decisive, size), _flags(firm, size))


def _sums(by_topic: Mapping[str, Mapping[Strength, Words]], numbers: GateNumbers, size: int) -> tuple[Numbers, Numbers]:
    """The points of the strongest evidence on each topic together, and on how many topics there is any."""
    amounts = {strength: np.asarray(amount, np.int32) for strength, amount in numbers.points.items()}
    most = sum(max((int(amounts[one].max(initial=0)) for one in own), default=0) for own in by_topic.values())
    # A byte holds what is the same for every row and small, as points are unless they are varied.
    is_small = all(one.ndim == 0 and one >= 0 for one in amounts.values()) and max(most, len(by_topic)) < 1 << 8
    dtype: type[np.integer] = np.uint8 if is_small else np.int32
    weights = {strength: amount.astype(dtype) for strength, amount in amounts.items()}
    points, topics = np.zeros(size, dtype), np.zeros(size, dtype)
    best, step = np.empty(size, dtype), np.empty(size, dtype)
    for by_strength in by_topic.values():
        flags = unpacked(np.stack(list(by_strength.values())))[:, :size]
        best[:] = 0
        for strength, of_strength in zip(by_strength, flags, strict=True):
            np.maximum(best, np.multiply(of_strength, weights[strength], out=step, dtype=dtype), out=best)
        points += best
        topics += np.bitwise_or.reduce(flags, axis=0)
    wide = np.int16 if is_small else np.int32
    return points.astype(wide), topics.astype(wide)


def _join(by_strength: dict[Strength, Words], strength: Strength, plane: Words) -> None:
    by_strength[strength] = by_strength[strength] | plane if strength in by_strength else plane


def _flags(words: Words, size: int) -> Flags:
    return unpacked(words)[:size].view(np.bool_)


def _wins(side: _Tally, other: _Tally, numbers: GateNumbers) -> Flags:
    enough: Flags = side.points - other.points >= numbers.margin
    return enough & (side.topics >= numbers.min_topics) & side.is_firm


def _decided(low: Mapping[GateState, _Tally], high: Mapping[GateState, _Tally], numbers: GateNumbers) -> GateColumns:
    for_open, for_shut = low[GateState.OPEN], low[GateState.SHUT]
    neither = ~for_open.is_decisive & ~for_shut.is_decisive
    is_open = (for_open.is_decisive & ~for_shut.is_decisive) | (neither & _wins(for_open, for_shut, numbers))
    is_shut = (for_shut.is_decisive & ~for_open.is_decisive) | (neither & _wins(for_shut, for_open, numbers))
    is_shut &= ~is_open
    state = np.full(is_open.shape, UNDETERMINED, np.int8)
    np.copyto(state, np.int8(OPEN), where=is_open)
    np.copyto(state, np.int8(SHUT), where=is_shut)
    leans = np.full(is_open.shape, SHUT, np.int8)
    np.copyto(leans, np.int8(OPEN), where=for_open.points > for_shut.points)
    np.copyto(leans, np.int8(NO_LEAN), where=(for_open.points == for_shut.points) | is_open | is_shut)
    return GateColumns(
        state=state,
        lean=leans,
        possible=_possible(low, high, neither, numbers),
        points_open=for_open.points,
        points_shut=for_shut.points,
        topics_open=for_open.topics,
        topics_shut=for_shut.topics,
        is_contradicted=for_open.is_decisive & for_shut.is_decisive,
    )


def _possible(
    low: Mapping[GateState, _Tally], high: Mapping[GateState, _Tally], neither: Flags, numbers: GateNumbers
) -> Small:
    """The bits of every state that some completion could give, as `gates._possible` bounds them."""
    possible = np.zeros(len(neither), np.int8)
    for bit, (side, other) in enumerate((_SIDES, _SIDES[::-1])):
        can = ~low[other].is_decisive & (high[side].is_decisive | _wins(high[side], low[other], numbers))
        possible |= can.astype(np.int8) << bit
    sure = _wins(low[GateState.OPEN], high[GateState.SHUT], numbers)
    sure |= _wins(low[GateState.SHUT], high[GateState.OPEN], numbers)
    both = high[GateState.OPEN].is_decisive & high[GateState.SHUT].is_decisive
    possible |= (both | (neither & ~sure)).astype(np.int8) << UNDETERMINED
    return possible
