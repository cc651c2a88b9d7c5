"""Numbers of the two policies and of rules that differ from what the rule base says, for all rows or row by row."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import Site
from fasmodell.knowledge import IndicatorId, Track
from fasmodell.rules import PhasePolicy, RankingPolicy, Strength

# One number for every row, or an array with a number per row.
Amount = float | NDArray[np.int64] | NDArray[np.float64]


class Variation(NamedTuple):
    """
    What differs from the rule base; what is left out is as the rule base says.

    Weights and adjustments are whole numbers, in points or in any other unit as long as all of a track share it; scores
    come in hundredths of that unit. `bounds` are of comparisons with one bound or two, `steps` the bounds of the
    levels that are graded from a number, in the order of the steps.
    """

    weights: Mapping[Track, Mapping[str, Amount]] = MappingProxyType({})
    adjustments: Mapping[Strength, Amount] = MappingProxyType({})
    points: Mapping[Strength, Amount] = MappingProxyType({})
    margin: Amount | None = None
    min_topics: Amount | None = None
    hold_months: Amount | None = None
    bounds: Mapping[Site, tuple[Amount, ...]] = MappingProxyType({})
    steps: Mapping[IndicatorId, tuple[Amount, ...]] = MappingProxyType({})

    def rows(self, start: int, end: int) -> Variation:
        """The same for the rows from `start` to before `end`."""

        def cut(amount: Amount) -> Amount:
            return amount[start:end] if isinstance(amount, np.ndarray) else amount

        return Variation(
            weights={track: {name: cut(one) for name, one in own.items()} for track, own in self.weights.items()},
            adjustments={strength: cut(one) for strength, one in self.adjustments.items()},
            points={strength: cut(one) for strength, one in self.points.items()},
            margin=None if self.margin is None else cut(self.margin),
            min_topics=None if self.min_topics is None else cut(self.min_topics),
            hold_months=None if self.hold_months is None else cut(self.hold_months),
            bounds={site: tuple(map(cut, bound)) for site, bound in self.bounds.items()},
            steps={indicator: tuple(map(cut, bounds)) for indicator, bounds in self.steps.items()},
        )


AS_WRITTEN = Variation()


class GateNumbers(NamedTuple):
    """The numbers that decide gates, each for all rows or row by row."""

    points: Mapping[Strength, Amount]
    margin: Amount
    min_topics: Amount
    hold_months: Amount


def gate_numbers(policy: PhasePolicy, varied: Variation) -> GateNumbers:
    """The numbers of the phase policy with what is varied."""
    return GateNumbers(
        {**policy.points, **varied.points},
        policy.margin if varied.margin is None else varied.margin,
        policy.min_topics if varied.min_topics is None else varied.min_topics,
        policy.hold_months if varied.hold_months is None else varied.hold_months,
    )


class ScoreNumbers(NamedTuple):
    """
    The weights of a track's criteria and of adjustments, in a unit in which they are as small as they can be.

    `unit` is what one such step is worth in the unit of the weights: a score times `unit` is the score in hundredths.
    """

    weights: Mapping[str, Amount]
    adjustments: Mapping[Strength, Amount]
    unit: int


def score_numbers(policy: RankingPolicy, track: Track, varied: Variation) -> ScoreNumbers:
    """The weights of a track with what is varied; the greatest common divisor is taken out where all are fixed."""
    weights = {**policy.weights[track], **varied.weights.get(track, {})}
    adjustments = {strength: 100 * amount for strength, amount in {**policy.adjustments, **varied.adjustments}.items()}
    amounts = [*weights.values(), *adjustments.values()]
    fixed = [int(amount) for amount in amounts if not isinstance(amount, np.ndarray)]
    unit = int(np.gcd.reduce(fixed)) if len(fixed) == len(amounts) else 1
    unit = unit or 1
    return ScoreNumbers(
        {name: _divided(amount, unit) for name, amount in weights.items()},
        {strength: _divided(amount, unit) for strength, amount in adjustments.items()},
        unit,
    )


def _divided(amount: Amount, unit: int) -> Amount:
    return amount.astype(np.int64) if isinstance(amount, np.ndarray) else int(amount) // unit
