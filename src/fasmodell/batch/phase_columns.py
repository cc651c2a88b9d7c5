"""
The phase of many profiles.

All that a phase decision rests on besides the gates' points is a few states: there are some thousands of combinations,
so each one met is decided once by the functions of `phase` itself and then looked up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.gate_columns import NO_LEAN, STATES, GateColumns, Small
from fasmodell.knowledge import GateId
from fasmodell.phase import candidates_of, lean_phase, persist, possible_phases
from fasmodell.results import GateDecision, GateState

_REVIEWS = (None, "event_alone", "moved_back")


class PhaseColumns(NamedTuple):
    """
    The phase of many profiles.

    `phase`, `lean` and `on_the_way_to` are 0 where there is none; `candidates` and `possible` are bits, 1 for phase 1,
    2 for phase 2, 4 for phase 3. `moved` is the place in (none, event alone, moved back) of why a move was reviewed.
    """

    phase: Small
    working_phase: Small
    lean: Small
    on_the_way_to: Small
    candidates: Small
    possible: Small
    moved: Small

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Where no completion of the unknown indicators changes the phase."""
        return settled(self.phase, self.possible)


def settled(phase: Small, possible: Small) -> NDArray[np.bool_]:
    """Where a phase is the only one possible."""
    alone = np.array([0, 1, 2, 4], np.int8).take(phase)
    found: NDArray[np.bool_] = (phase > 0) & (possible == alone)
    return found


def decide_phases(
    gates: Sequence[GateColumns], calm: Sequence[GateColumns], previous: Small | None, held: Sequence[NDArray[np.bool_]]
) -> PhaseColumns:
    """
    Decide the phase of every row.

    `calm` are the gates without the evidence of single events and `held` says which gates have been open long enough;
    both count only where `previous`, the phase decided before (0 where there is none), is given.
    """
    size = len(gates[0].state)
    before = np.zeros(size, np.int8) if previous is None else previous
    count = len(gates)

    def decided(places: tuple[int, ...]) -> tuple[int, ...]:
        states, leans, quiet = places[:count], places[count : 2 * count], places[2 * count : 3 * count]
        return _decision(states, leans, quiet, places[3 * count], places[3 * count + 1 :])

    def reachable(places: tuple[int, ...]) -> tuple[int, ...]:
        return (_possible(places[:count], places[count : 2 * count], places[2 * count], places[2 * count + 1 :]),)

    known = [(before, 4), *((one.view(np.int8), 2) for one in held)]
    states = [(gate.state, 3) for gate in gates] + [(gate.lean, 4) for gate in gates]
    states += [(gate.state, 3) for gate in calm]
    sets = [(gate.possible, 8) for gate in (*gates, *calm)]
    found = _looked_up([*states, *known], decided, 6)
    (possible,) = _looked_up([*sets, *known], reachable, 1)
    phase, working, lean, on_the_way, candidates, moved = found
    return PhaseColumns(phase, working, lean, on_the_way, candidates, possible, moved)


def _looked_up(
    places: Sequence[tuple[Small, int]], decided: Callable[[tuple[int, ...]], tuple[int, ...]], width: int
) -> list[Small]:
    """What a function of a few places gives row by row, `width` columns: asked once for every combination met."""
    count = math.prod(options for _, options in places)
    code: NDArray[np.signedinteger] = np.zeros(len(places[0][0]), np.int32 if count < 1 << 31 else np.int64)
    for place, options in places:
        code *= options
        code += place
    present = np.flatnonzero(np.bincount(code, minlength=count))
    table = np.zeros((width, count), np.int8)
    for one in present.tolist():
        rest, found = one, []
        for _, options in reversed(places):
            rest, digit = divmod(rest, options)
            found.append(digit)
        table[:, one] = decided(tuple(reversed(found)))
    return [row.take(code) for row in table]


def _bits(phases: Sequence[int]) -> int:
    return sum(1 << phase - 1 for phase in phases)


def _gates(states: Sequence[int], leans: Sequence[int], possible: Sequence[int]) -> tuple[GateDecision, ...]:
    return tuple(
        GateDecision(
            GateId(str(number)),
            STATES[state],
            None if lean == NO_LEAN else STATES[lean],
            0,
            0,
            (),
            (),
            False,
            _states(bits),
            (),
        )
        for number, (state, lean, bits) in enumerate(zip(states, leans, possible, strict=True))
    )


def _states(bits: int) -> frozenset[GateState]:
    return frozenset(state for place, state in enumerate(STATES) if bits >> place & 1)


@cache
def _decision(
    states: tuple[int, ...], leans: tuple[int, ...], calm: tuple[int, ...], before: int, held: tuple[int, ...]
) -> tuple[int, ...]:
    gates = _gates(states, leans, [0] * len(states))
    shown = {gate.gate for gate, holds in zip(gates, held, strict=True) if holds}
    calm_states = [STATES[state] for state in calm]
    candidates = candidates_of([gate.state for gate in gates])
    candidates, on_the_way_to, moved = persist(candidates, before or None, gates, shown, calm_states)
    phase = candidates[0] if len(candidates) == 1 else 0
    lean = 0 if phase else lean_phase(gates, candidates) or 0
    return phase, candidates[0], lean, on_the_way_to or 0, _bits(candidates), _REVIEWS.index(moved)


@cache
def _possible(gates: tuple[int, ...], calm: tuple[int, ...], before: int, held: tuple[int, ...]) -> int:
    neither = [NO_LEAN] * len(gates)
    as_they_are, quiet = _gates([0] * len(gates), neither, gates), _gates([0] * len(calm), neither, calm)
    shown = {gate.gate for gate, holds in zip(as_they_are, held, strict=True) if holds}
    return _bits(possible_phases(as_they_are, quiet, before or None, shown))
