"""From candidates to a plan: everything as early as possible where it fits, otherwise the best choice that fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fasmodell.analysis.plan import Candidate, Capacity, Shortage, Waiting
from fasmodell.analysis.plan_solver import chosen_starts
from fasmodell.knowledge import MeasureId

Starts = Mapping[MeasureId, int]


def schedule(
    candidates: Sequence[Candidate], capacity: Capacity, quarters: int, include: frozenset[MeasureId]
) -> Starts | None:
    """
    The quarter in which each measure of the plan starts; None when what must be included cannot be.

    Where everything fits, each measure starts as early as what it needs allows, and no choice is made.
    """
    wanted = _needed(candidates)
    earliest = _earliest(wanted)
    if earliest is not None and _fits(wanted, earliest, capacity, quarters):
        return earliest
    return chosen_starts(candidates, capacity, quarters, include)


def _needed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The measures with worth of their own, and the first way of meeting each need that they do not meet."""
    by_measure = {one.measure: one for one in candidates}
    kept = {one.measure for one in candidates if one.worth}
    waiting = [one for one in candidates if one.worth]
    while waiting:
        for group in waiting.pop().after:
            if kept.isdisjoint(group):
                kept.add(group[0])
                waiting.append(by_measure[group[0]])
    return [one for one in candidates if one.measure in kept]


def _earliest(candidates: Sequence[Candidate]) -> dict[MeasureId, int] | None:
    """The earliest start of each by what comes before it; None when that never comes to rest (a circle of needs)."""
    by_measure = {one.measure: one for one in candidates}
    starts = dict.fromkeys(by_measure, 0)
    for _ in range(len(candidates) + 1):
        before = dict(starts)
        for one in candidates:
            ready = [
                min(starts[way] + by_measure[way].quarters for way in group if way in starts) for group in one.after
            ]
            ready += [starts[other] + by_measure[other].quarters for other in one.in_order if other in starts]
            starts[one.measure] = max([0, *ready])
        if starts == before:
            return starts
    return None


def _fits(candidates: Sequence[Candidate], starts: Starts, capacity: Capacity, quarters: int) -> bool:
    """True when a schedule keeps every bound and tie."""
    for one in candidates:
        end = starts[one.measure] + one.quarters
        if end > quarters or any(other in starts and _meet(one, other, candidates, starts) for other in one.apart):
            return False
        if not all(other in starts and starts[other] <= end for other in one.along):
            return False
    loads = Loads(candidates, starts, quarters)
    actors = {actor for one in candidates for actor in one.leads}
    within = (
        loads.of(None, quarter) <= capacity.total
        and all(loads.of(actor, quarter) <= capacity.of(actor) for actor in actors)
        for quarter in range(quarters)
    )
    spent = sum(capacity.costs.get(measure, 0) for measure in starts)
    return all(within) and (capacity.budget is None or spent <= capacity.budget)


def _meet(one: Candidate, other: MeasureId, candidates: Sequence[Candidate], starts: Starts) -> bool:
    length = next(found.quarters for found in candidates if found.measure == other)
    return starts[one.measure] < starts[other] + length and starts[other] < starts[one.measure] + one.quarters


class Loads:
    """How many measures are being introduced in each quarter, in all and by leading actor."""

    def __init__(self, candidates: Sequence[Candidate], starts: Starts, quarters: int) -> None:
        self.counts: dict[tuple[str | None, int], int] = {}
        for one in candidates:
            if one.measure not in starts:
                continue
            first = starts[one.measure]
            for quarter in range(first, min(first + one.quarters, quarters)):
                for actor in (None, *one.leads):
                    self.counts[actor, quarter] = self.counts.get((actor, quarter), 0) + 1

    def of(self, actor: str | None, quarter: int) -> int:
        """The load of an actor, or in all (None), in a quarter."""
        return self.counts.get((actor, quarter), 0)


def waiting_of(
    candidates: Sequence[Candidate], starts: Starts, capacity: Capacity, quarters: int
) -> tuple[Waiting, ...]:
    """
    Every wanted measure outside the plan, by falling worth, and what would be enough to include it.

    The plan is taken as it stands. Of the quarters in which the measure could start, the one that lacks the least room
    (actors and quarters counted) is named, and of these the earliest.
    """
    room = _Room(candidates, starts, capacity, quarters)
    found = [room.waiting(one) for one in candidates if one.worth and one.measure not in starts]
    return tuple(sorted(found, key=lambda item: -item.candidate.worth))


class _Room:
    """What a plan as it stands has left for one more measure."""

    def __init__(self, candidates: Sequence[Candidate], starts: Starts, capacity: Capacity, quarters: int) -> None:
        self.by_measure = {one.measure: one for one in candidates}
        self.starts, self.capacity, self.quarters = starts, capacity, quarters
        self.loads = Loads(candidates, starts, quarters)
        self.spent = sum(capacity.costs.get(measure, 0) for measure in starts)

    def waiting(self, one: Candidate) -> Waiting:
        """What is enough to include a measure."""
        cost, budget = self.capacity.costs.get(one.measure, 0), self.capacity.budget
        kronor = 0 if budget is None else max(0, self.spent + cost - budget)
        first = [group[0] for group in one.after if not any(way in self.starts for way in group)]
        first += [other for other in one.along if other not in self.starts]
        options = [
            (sum(short.more * (short.last - short.first + 1) for short in lacking), quarter, lacking)
            for quarter in range(self.quarters - one.quarters + 1)
            if self.is_in_order(one, quarter)
            for lacking in [self.shortages(one, quarter)]
        ]
        if not options:
            return Waiting(one, None, (), kronor, tuple(dict.fromkeys(first)), self.held_by(one))
        _, quarter, lacking = min(options, key=lambda option: option[:2])
        return Waiting(one, quarter, lacking, kronor, tuple(dict.fromkeys(first)), ())

    def is_in_order(self, one: Candidate, quarter: int) -> bool:
        """True when a start in a quarter goes with everything in the plan that the measure is tied to."""
        starts, end = self.starts, quarter + one.quarters
        groups = [[way for way in group if way in starts] for group in one.after]
        return (
            all(not group or any(self.end_of(way) <= quarter for way in group) for group in groups)
            and all(self.end_of(other) <= quarter for other in one.in_order if other in starts)
            and all(end <= starts[other] for other in starts if one.measure in self.by_measure[other].in_order)
            and all(starts[other] <= end for other in one.along if other in starts)
            and not any(self.overlaps(one, quarter, other) for other in starts)
        )

    def held_by(self, one: Candidate) -> tuple[MeasureId, ...]:
        """The measures of the plan that a measure is tied to."""
        ties = {*one.apart, *one.along, *one.in_order, *(way for group in one.after for way in group)}
        return tuple(
            other
            for other in self.starts
            if other in ties or one.measure in (*self.by_measure[other].in_order, *self.by_measure[other].apart)
        )

    def end_of(self, measure: MeasureId) -> int:
        """The first quarter after the introduction of a measure of the plan."""
        return self.starts[measure] + self.by_measure[measure].quarters

    def overlaps(self, one: Candidate, quarter: int, other: MeasureId) -> bool:
        """True when a measure may not be introduced together with another one of the plan, and would be."""
        tied = other in one.apart or one.measure in self.by_measure[other].apart
        return tied and quarter < self.end_of(other) and self.starts[other] < quarter + one.quarters

    def shortages(self, one: Candidate, quarter: int) -> tuple[Shortage, ...]:
        """The room that is lacking when a measure starts in a quarter: in all, then by actor."""
        found = []
        for actor in (None, *one.leads):
            most = self.capacity.total if actor is None else self.capacity.of(actor)
            during = range(quarter, quarter + one.quarters)
            full = [at for at in during if self.loads.of(actor, at) + 1 > most]
            if full:
                more = max(self.loads.of(actor, at) + 1 - most for at in full)
                found.append(Shortage(actor, more, full[0], full[-1]))
        return tuple(found)
