"""The targets of measures in many profiles: the levels of findings, and how many of a measure's are established."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import NEVER, Bytes, Places, Words
from fasmodell.facts import FactId, negated
from fasmodell.knowledge import FindingId

_WHOLE = 100  # a whole criterion, in hundredths


class LevelPlanes(NamedTuple):
    """
    Where each finding is established at a level or higher, and where it is not ruled out so high.

    Both are shaped (levels, findings, words), signs first.
    """

    established: Words
    reachable: Words


class Levels:
    """The levels of every finding, as `standing.level_bounds` bounds them."""

    def __init__(self, levels: Sequence[tuple[FindingId, Sequence[FactId]]], symbols: Mapping[FactId, int]) -> None:
        by_level = [[facts[level] for _, facts in levels] for level in range(len(levels[0][1]) if levels else 0)]
        self._true = _table([[symbols.get(fact, NEVER) for fact in facts] for facts in by_level])
        self._false = _table([[symbols.get(negated(fact), NEVER) for fact in facts] for facts in by_level])

    def planes(self, planes: Words) -> LevelPlanes:
        """Read the levels from the planes of their symbols."""
        established, reachable = planes[self._true], planes[self._false]
        np.invert(reachable, out=reachable)
        for level in range(len(established) - 2, -1, -1):
            established[level] |= established[level + 1]
            reachable[level] |= reachable[level + 1]
        return LevelPlanes(established, reachable)


class TargetCounts:
    """
    Counts for every measure in how many of its targets a plane is set, up to so many as make a difference.

    Its rows are measures in `order`, those of most targets first, so that what is asked of a second or a third target
    concerns ever fewer of them. `at` has for each measure its row.
    """

    def __init__(self, targets: Sequence[Sequence[int]], each: int) -> None:
        longest = max(map(len, targets), default=0)
        values = [min(each * number, _WHOLE) for number in range(longest)]
        further = sum(one != other for one, other in pairwise(values))
        self.each = each
        self.order = sorted(range(len(targets)), key=lambda place: -len(targets[place]))
        self.at: Places = np.argsort(self.order)
        of_row = [targets[place] for place in self.order]
        self._ranks = [np.array([one[rank] for one in of_row if rank < len(one)], np.intp) for rank in range(longest)]
        self._rows = [len(of_row), *(len(self._ranks[number]) for number in range(1, 1 + further))]

    def at_least(self, planes: Words, *, some: bool = False) -> list[Words]:
        """
        Where at least one target is set, at least two and so on; the rows are the first ones in `order`.

        `planes` has a row per finding. With `some` it is asked for one alone.
        """
        rows = self._rows[:1] if some else self._rows
        found = [np.zeros((count, planes.shape[1]), np.uint64) for count in rows]
        for rank, findings in enumerate(self._ranks):
            here, count = planes[findings], len(findings)
            for number in range(min(rank, len(found) - 1), 0, -1):
                found[number][:count] |= found[number - 1][:count] & here
            found[0][:count] |= here
        return found

    def breadth(self, further: Bytes) -> NDArray[np.integer]:
        """
        What the targets besides the first are worth in hundredths, a row for each measure that has several.

        `further` are the flags of at least two, of at least three and so on, one below the other.
        """
        if not len(further):
            return further
        _, first, *rest = self._rows
        count = further[:first]
        for rows in rest:
            count[:rows] += further[first : first + rows]
            first += rows
        if self.each < 0 or self.each * (1 + len(rest)) >= 1 << 8:
            wide = count.astype(np.int16)
            wide *= self.each
            return np.minimum(wide, _WHOLE, out=wide)
        np.multiply(count, np.uint8(self.each), out=count)
        return np.minimum(count, _WHOLE, out=count)


def _table(rows: list[list[int]]) -> Places:
    return np.array(rows, np.intp).reshape(len(rows), -1)
