"""The standings of every measure for many profiles, as `standing.stand` decides each: one ladder of cases in bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from fasmodell.batch.planes import ALWAYS, NEVER, Words
from fasmodell.catalogue import (
    BLOCKED,
    EXCLUDED,
    IN_PLACE,
    LATER,
    NEEDS_DECISION,
    NO_NEED,
    NOW,
    PREPARE,
    Catalogue,
    Entry,
)
from fasmodell.facts import FactId, negated
from fasmodell.knowledge import FindingId
from fasmodell.results import Standing

_CASES = len(Standing)
NEEDED = (NOW, PREPARE, NEEDS_DECISION)


class Known(NamedTuple):
    """The planes of a proposition: known true, and known false."""

    true: int
    false: int


class FindingPlanes(NamedTuple):
    """For each level, signs first, where a finding is established there or higher, or not ruled out so high."""

    established: tuple[Words, ...]
    reachable: tuple[Words, ...]


class PhasePlanes(NamedTuple):
    """For each phase where measures are chosen for it, and where it is possible."""

    working: tuple[Words, ...]
    possible: tuple[Words, ...]


class StandingPlanes(NamedTuple):
    """For each standing where a measure has it, where it is possible, and where the measure is required."""

    standing: Sequence[Words | None]
    possible: Sequence[Words | None]
    required: Words


def known_planes(symbols: Mapping[FactId, int], fact: FactId) -> Known:
    """The planes of a proposition; what nothing concludes is never known."""
    return Known(symbols.get(fact, NEVER), symbols.get(negated(fact), NEVER))


def finding_planes(
    catalogue: Catalogue, symbols: Mapping[FactId, int], planes: Words
) -> dict[FindingId, FindingPlanes]:
    """The levels of every finding, as `standing.level_bounds` bounds them."""
    found = {}
    for finding, facts, _ in catalogue.levels:
        known = [known_planes(symbols, fact) for fact in facts]
        true, open_ = [planes[one.true] for one in known], [~planes[one.false] for one in known]
        for level in range(len(facts) - 2, -1, -1):
            true[level] = true[level] | true[level + 1]
            open_[level] |= open_[level + 1]
        found[finding] = FindingPlanes(tuple(true), tuple(open_))
    return found


class Ladder:
    """The cases of one measure, asked in order. `planes` may be narrower than what is known, to bound a standing."""

    def __init__(self, entry: Entry, symbols: Mapping[FactId, int]) -> None:
        self.entry = entry
        self.in_place = known_planes(symbols, entry.in_place)
        self.legal = None if entry.legal_gate is None else known_planes(symbols, entry.legal_gate.fact)
        self.requirements = [known_planes(symbols, item.fact) for item in entry.requirements]
        self.exclude = [known_planes(symbols, fact) for fact in entry.exclude]
        self.require = [known_planes(symbols, fact) for fact in entry.require]

    def stand(self, planes: Words, findings: Mapping[FindingId, FindingPlanes], phases: PhasePlanes) -> StandingPlanes:
        """Decide the standing, and every standing that some completion could give."""
        always = planes[ALWAYS]
        standing: list[Words | None] = [None] * _CASES
        possible: list[Words | None] = [None] * _CASES
        if self.entry.is_blocked:
            standing[BLOCKED] = possible[BLOCKED] = always
            return StandingPlanes(standing, possible, planes[NEVER])
        required, may_be_required = _any(self.require, planes), ~_all_false(self.require, planes)
        asked, unset = always.copy(), always.copy()
        for case in self.entry.cases:
            holds, fails, while_open = self.applies(case, planes, findings, phases, required, may_be_required)
            reached = asked & ~fails
            possible[case] = reached
            chosen = unset & reached if while_open is None else unset & reached & (holds | while_open)
            standing[case] = chosen
            unset &= ~chosen
            asked &= ~holds
        possible[NOW] = asked
        standing[NOW] = asked & unset
        return StandingPlanes(standing, possible, required)

    def applies(
        self,
        case: int,
        planes: Words,
        findings: Mapping[FindingId, FindingPlanes],
        phases: PhasePlanes,
        required: Words,
        may_be_required: Words,
    ) -> tuple[Words, Words, Words | None]:
        """Where a case applies, where it does not, and where it counts while it is open (None: everywhere)."""
        never = planes[NEVER]
        if case == EXCLUDED:
            return _any(self.exclude, planes), _all_false(self.exclude, planes), never
        if case == IN_PLACE:
            return planes[self.in_place.true], planes[self.in_place.false], never
        if case == NEEDS_DECISION:
            assert self.legal is not None  # only then is the case asked
            return planes[self.legal.false], planes[self.legal.true], None
        if case == PREPARE:
            unmet = np.bitwise_or.reduce([planes[one.false] for one in self.requirements])
            return unmet, np.bitwise_and.reduce([planes[one.true] for one in self.requirements]), never
        if case == NO_NEED:
            established, reachable = self.targets(never, findings)
            return ~(established | reachable | may_be_required), required | established, None
        assert case == LATER
        later, in_some, in_all = self.later(never, phases)
        fails = required | ~(later | in_some)
        return later & in_all & ~may_be_required & ~fails, fails, later

    def targets(self, never: Words, findings: Mapping[FindingId, FindingPlanes]) -> tuple[Words, Words]:
        """Where some target is established, and where some target is not ruled out."""
        established, reachable = never.copy(), never.copy()
        for target in self.entry.targets:
            established |= findings[target.finding].established[0]
            reachable |= findings[target.finding].reachable[0]
        return established, reachable

    def later(self, never: Words, phases: PhasePlanes) -> tuple[Words, Words, Words]:
        """Where the measure comes later in the phase chosen for, in some possible phase, and in every one of them."""
        now, some, not_all = never.copy(), never.copy(), never.copy()
        for is_later, working, possible in zip(self.entry.later_in, phases.working, phases.possible, strict=True):
            if is_later:
                now |= working
                some |= possible
            else:
                not_all |= possible
        return now, some, ~not_all


def _any(facts: Sequence[Known], planes: Words) -> Words:
    found: Words = planes[NEVER].copy()
    for fact in facts:
        found |= planes[fact.true]
    return found


def _all_false(facts: Sequence[Known], planes: Words) -> Words:
    found: Words = planes[ALWAYS].copy()
    for fact in facts:
        found &= planes[fact.false]
    return found


def joined(planes: StandingPlanes, cases: Sequence[int], of_standing: bool, never: Words) -> Words:
    """Where a measure has (or could have) one of some standings."""
    found = never.copy()
    for case in cases:
        plane = (planes.standing if of_standing else planes.possible)[case]
        if plane is not None:
            found |= plane
    return found
