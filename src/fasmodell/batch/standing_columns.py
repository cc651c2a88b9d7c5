"""The standings of every measure for many profiles, as `standing.stand` decides each: a ladder of cases in bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from fasmodell.batch.planes import ALWAYS, NEVER, Places, Words
from fasmodell.catalogue import (
    BLOCKED,
    EXCLUDED,
    IN_PLACE,
    LATER,
    NEEDS_DECISION,
    NO_NEED,
    NOW,
    PREPARE,
    Entry,
)
from fasmodell.facts import FactId, negated
from fasmodell.results import Standing

CASES = range(len(Standing))
NEEDED = (NOW, PREPARE, NEEDS_DECISION)
BITS = 3  # that a standing takes


class Known(NamedTuple):
    """The planes of a proposition: known true, and known false."""

    true: int
    false: int


class PhasePlanes(NamedTuple):
    """For each phase where measures are chosen for it, and where it is possible."""

    working: tuple[Words, ...]
    possible: tuple[Words, ...]


class StandingPlanes(NamedTuple):
    """
    The standings of measures, a row for each of them.

    `bits` are those of the standing's number, lowest first. `needed` is where it is now, to be prepared or to be
    decided. `possible` has for each standing where some completion could give it; None where that was not asked for.
    """

    bits: Words
    needed: Words
    possible: Words | None


class _Applies(NamedTuple):
    """Where a case applies, where it does not, and where it counts while that is open."""

    holds: Words
    fails: Words
    while_open: Words | None


class Ladders:
    """The cases of every measure, asked in order; measures that are asked the same cases are asked at once."""

    def __init__(self, entries: Sequence[Entry], symbols: Mapping[FactId, int]) -> None:
        alike: dict[tuple[bool, bool, tuple[int, ...]], list[int]] = {}
        for place, entry in enumerate(entries):
            alike.setdefault((entry.is_blocked, bool(entry.require), entry.cases), []).append(place)
        self._count = len(entries)
        self._ladders = [_Ladder(places, [entries[place] for place in places], symbols) for places in alike.values()]

    def stand(
        self, planes: Words, established: Words, reachable: Words, phases: PhasePlanes, *, bounded: bool
    ) -> StandingPlanes:
        """
        Decide every standing, and with `bounded` all that some completion could give.

        `planes` may be narrower than what is known, to bound a standing. `established` and `reachable` have a row per
        measure: where some target of it is established, and where some target is not ruled out.
        """
        words = planes.shape[1]
        found = StandingPlanes(
            np.zeros((BITS, self._count, words), np.uint64),
            np.zeros((self._count, words), np.uint64),
            np.zeros((len(CASES), self._count, words), np.uint64) if bounded else None,
        )
        for ladder in self._ladders:
            ladder.stand(planes, established, reachable, phases, found)
        return found


class _Ladder:
    """Measures that are asked the same cases."""

    def __init__(self, places: list[int], entries: Sequence[Entry], symbols: Mapping[FactId, int]) -> None:
        self.places: Places = np.array(places, np.intp)
        self.is_blocked, self.cases = entries[0].is_blocked, entries[0].cases
        self.in_place = _Facts([[entry.in_place] for entry in entries], symbols)
        self.legal = _Facts([[entry.legal_gate.fact] if entry.legal_gate else [] for entry in entries], symbols)
        self.requirements = _Facts([[item.fact for item in entry.requirements] for entry in entries], symbols)
        self.exclude = _Facts([entry.exclude for entry in entries], symbols)
        self.require = _Facts([entry.require for entry in entries], symbols)
        self.later_in = np.array([entry.later_in for entry in entries], np.bool_)

    def stand(
        self, planes: Words, established: Words, reachable: Words, phases: PhasePlanes, into: StandingPlanes
    ) -> None:
        """Write the standings of these measures."""
        if self.is_blocked:
            self._write(BLOCKED, planes[ALWAYS], planes[ALWAYS], into)
            return
        some, maybe = established[self.places], reachable[self.places]
        required, may_be_required = self.require.any_true(planes), ~self.require.all_false(planes)
        asked = np.full_like(some, ~np.uint64(0))
        unset = asked.copy()
        for case in self.cases:
            if case == NO_NEED:
                applies = _Applies(~(some | maybe | may_be_required), required | some, None)
            elif case == LATER:
                applies = self._later(phases, required, may_be_required)
            else:
                applies = self._known(case, planes)
            holds, fails, while_open = applies
            reached = asked & ~fails
            chosen = unset & reached
            if while_open is not None:
                chosen &= holds | while_open
            self._write(case, chosen, reached, into)
            unset &= ~chosen
            asked &= ~holds
        self._write(NOW, asked & unset, asked, into)

    def _write(self, case: int, chosen: Words, reached: Words, into: StandingPlanes) -> None:
        for bit in range(BITS):
            if case >> bit & 1:
                into.bits[bit, self.places] |= chosen
        if case in NEEDED:
            into.needed[self.places] |= chosen
        if into.possible is not None:
            into.possible[case, self.places] = reached

    def _known(self, case: int, planes: Words) -> _Applies:
        """A case that propositions decide; all but a legal decision are passed over while they are open."""
        never: Words = planes[NEVER]
        if case == EXCLUDED:
            return _Applies(self.exclude.any_true(planes), self.exclude.all_false(planes), never)
        if case == IN_PLACE:
            return _Applies(self.in_place.any_true(planes), self.in_place.all_false(planes), never)
        if case == NEEDS_DECISION:
            return _Applies(self.legal.any_false(planes), self.legal.all_true(planes), None)
        assert case == PREPARE
        return _Applies(self.requirements.any_false(planes), self.requirements.all_true(planes), never)

    def _later(self, phases: PhasePlanes, required: Words, may_be_required: Words) -> _Applies:
        """Where measures come later in the phase chosen for, or in a possible one."""
        now, some, not_all = (np.zeros((len(self.places), len(phases.working[0])), np.uint64) for _ in range(3))
        for phase, (working, possible) in enumerate(zip(phases.working, phases.possible, strict=True)):
            is_later = self.later_in[:, phase]
            now[is_later] |= working
            some[is_later] |= possible
            not_all[~is_later] |= possible
        fails = required | ~(now | some)
        return _Applies(now & ~not_all & ~may_be_required & ~fails, fails, now)


class _Facts:
    """The planes of some propositions of each measure, filled up with what changes nothing."""

    def __init__(self, facts: Sequence[Sequence[FactId]], symbols: Mapping[FactId, int]) -> None:
        known = [[known_planes(symbols, fact) for fact in of_measure] for of_measure in facts]
        true, false = [[one.true for one in own] for own in known], [[one.false for one in own] for own in known]
        self._any_true, self._any_false = _filled(true, NEVER), _filled(false, NEVER)
        self._all_true, self._all_false = _filled(true, ALWAYS), _filled(false, ALWAYS)

    def any_true(self, planes: Words) -> Words:
        """Where some proposition is known true."""
        return _joined(np.bitwise_or, self._any_true, planes)

    def any_false(self, planes: Words) -> Words:
        """Where some proposition is known false."""
        return _joined(np.bitwise_or, self._any_false, planes)

    def all_true(self, planes: Words) -> Words:
        """Where all propositions are known true."""
        return _joined(np.bitwise_and, self._all_true, planes)

    def all_false(self, planes: Words) -> Words:
        """Where all propositions are known false."""
        return _joined(np.bitwise_and, self._all_false, planes)


def known_planes(symbols: Mapping[FactId, int], fact: FactId) -> Known:
    """The planes of a proposition; what nothing concludes is never known."""
    return Known(symbols.get(fact, NEVER), symbols.get(negated(fact), NEVER))


def _filled(rows: list[list[int]], neutral: int) -> list[Places]:
    """First the first plane of every row, then the second ones, until there are no more."""
    longest = max(1, *map(len, rows))
    return [np.array([row[rank] if rank < len(row) else neutral for row in rows], np.intp) for rank in range(longest)]


def _joined(operation: np.ufunc, ranks: list[Places], planes: Words) -> Words:
    found: Words = planes[ranks[0]]
    for places in ranks[1:]:
        operation(found, planes[places], out=found)
    return found
