"""What the scores of measures rest on in a block of many profiles, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import Bytes
from fasmodell.catalogue import TargetTerms
from fasmodell.facts import FactId
from fasmodell.knowledge import FindingId, MeasureId

Scores = NDArray[np.signedinteger]
Values = tuple[int, ...]


class Index(NamedTuple):
    """At which row of a block's arrays each finding, requirement, dependant measure and piece of advice stands."""

    findings: Mapping[FindingId, int]
    requirements: Mapping[FactId, int]
    dependants: Mapping[MeasureId, int]
    advice: Mapping[FactId, int]


class Block(NamedTuple):
    """
    Some rows, unpacked to a byte per row and fact; arrays have a row for each entry of the index.

    `needs` and `most` hold for each set of values of need those of every finding, as established and at the highest
    level not ruled out; `breadth` and `most_breadth` what further targets are worth there, in hundredths. `working` and
    `possible` have a row per phase. Of dependants: needed now, needed in every completion, needed in some. Of advice:
    known true; and for the bounds known true and open.
    """

    size: int
    needs: Mapping[Values, NDArray[np.int8]]
    most: Mapping[Values, NDArray[np.int8]]
    breadth: NDArray[np.integer]
    most_breadth: NDArray[np.integer]
    working: Bytes
    possible: Bytes
    met: Bytes
    unmet: Bytes
    needed: Bytes
    sure: Bytes
    could: Bytes
    fired: Bytes
    surely_fired: Bytes
    undecided: Bytes


class TrackScores(NamedTuple):
    """Scores and their bounds, in units of the track: a row per measure, in the order of the track."""

    score: Scores
    low: Scores | None
    high: Scores | None

    def part(self, measures: slice, here: slice) -> TrackScores:
        """Those of some measures and some rows."""
        low, high = (None if one is None else one[measures, here] for one in (self.low, self.high))
        return TrackScores(self.score[measures, here], low, high)


def values_of(target: TargetTerms) -> Values:
    """The values of need that a target gives: none, signs, marked, acute."""
    return tuple(term.value for term in target.terms)
