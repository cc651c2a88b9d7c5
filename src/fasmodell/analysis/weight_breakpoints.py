"""
Which change of weights dethrones a top measure: exact, since every score is a sum of weights times values.

A top measure is the first one of its track among those that stand at `now`. Weights decide nothing about standings or
the phase, so only the order can change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from fasmodell.knowledge import MeasureId, Track
from fasmodell.results import RankedMeasure, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Advises

# A weight: a criterion of a track, or the strength of advice, which is the same in every track.
ADJUSTMENT = "adjustment"


class WeightChange(NamedTuple):
    """
    The nearest value of one weight, up or down (`is_up`), at which another measure takes the first place of a track.

    `turns_at` is where the two scores are equal; the order is another there already when `is_reached`, otherwise
    anywhere just beyond. `share` is the change as a share of the weight as written.
    """

    track: Track
    weight: str
    written: int
    turns_at: Fraction
    is_up: bool
    is_reached: bool
    share: Fraction
    top: MeasureId
    by: MeasureId


class JointChange(NamedTuple):
    """
    The smallest `share` such that moving every weight of a track by at most that share of itself changes its top.

    `weights` are the weights with which the two scores are equal, `slopes` what each of them is multiplied by in the
    score of the one more than in that of the other. The norm is the largest relative change (L∞); the
    solution is exact and in closed form for each pair of measures.
    """

    track: Track
    share: Fraction
    is_reached: bool
    top: MeasureId
    by: MeasureId
    weights: Mapping[str, Fraction]
    slopes: Mapping[str, int]


Values = Mapping[str, int]


def tops_of(answer: Recommendation) -> dict[Track, RankedMeasure]:
    """The first measure of each track among those that stand at `now`."""
    return {one.track: one for one in answer.measures if one.standing is Standing.NOW and one.rank == 1}


def rivals_of(answer: Recommendation, top: RankedMeasure) -> list[RankedMeasure]:
    """The other measures that stand at `now` in the track of a top measure, in order."""
    return [one for one in answer.measures if (one.standing, one.track) == (top.standing, top.track) and one != top]


def weights_of(track: Track, base: RuleBase) -> dict[str, int]:
    """The weights that score a track: of its criteria, and of advice by strength. Those of 0 stay out of the matter."""
    policy = base.rules.ranking_policy
    found = dict(policy.weights[track])
    found |= {f"{ADJUSTMENT}/{strength}": weight for strength, weight in policy.adjustments.items()}
    return {name: weight for name, weight in found.items() if weight}


def values_of(measure: RankedMeasure, base: RuleBase) -> Values:
    """What each weight is multiplied by in a measure's score, in hundredths."""
    found: dict[str, int] = {}
    for term in measure.contributions:
        name, value = term.criterion, term.value
        if term.criterion == ADJUSTMENT:
            then = next(rule.then for rule in base.rules.rules.values() if rule.id == term.case)
            assert isinstance(then, Advises)  # only advice adjusts
            name, value = f"{ADJUSTMENT}/{then.strength}", term.value if term.weight > 0 else -term.value
        found[name] = found.get(name, 0) + value
    return found


def weight_changes(answer: Recommendation, base: RuleBase) -> tuple[WeightChange, ...]:
    """For each weight the nearest change up and down that dethrones the top of a track, smallest share first."""
    found: list[WeightChange] = []
    for track, top in tops_of(answer).items():
        own, rivals = values_of(top, base), rivals_of(answer, top)
        others = [values_of(rival, base) for rival in rivals]
        for name, written in weights_of(track, base).items():
            ways = list(_crossings(name, written, top, own, rivals, others, base))
            for is_up in (True, False):
                on_side = [way for way in ways if way[3] is is_up]
                if on_side:
                    # Of equal changes one that is reached at the very value comes first.
                    turns_at, not_reached, place, _ = min(on_side, key=lambda way: (abs(way[0] - written), way[1:3]))
                    share = abs(turns_at - written) / written
                    change = WeightChange(
                        track,
                        name,
                        written,
                        turns_at,
                        is_up,
                        not not_reached,
                        share,
                        top.measure,
                        rivals[place].measure,
                    )
                    found.append(change)
    return tuple(sorted(found, key=lambda one: (one.share, one.track, one.weight, one.turns_at)))


def _crossings(
    name: str,
    written: int,
    top: RankedMeasure,
    own: Values,
    rivals: Sequence[RankedMeasure],
    others: Sequence[Values],
    base: RuleBase,
) -> Iterator[tuple[Fraction, bool, int, bool]]:
    """Where each rival's score meets that of the top: the weight, whether not reached there, the rival, upwards."""
    for place, (rival, values) in enumerate(zip(rivals, others, strict=True)):
        slope = values.get(name, 0) - own.get(name, 0)
        if slope:
            turns_at = written + Fraction(top.score - rival.score, slope)
            reached = _wins_ties(rival, top, base)
            if turns_at > 0 or (turns_at == 0 and reached):
                yield turns_at, not reached, place, slope > 0


def _wins_ties(rival: RankedMeasure, top: RankedMeasure, base: RuleBase) -> bool:
    entries = base.catalogue.entries
    return entries[rival.measure].tie_order < entries[top.measure].tie_order


def joint_changes(answer: Recommendation, base: RuleBase) -> tuple[JointChange, ...]:
    """For each track the smallest joint change of its weights that dethrones its top, smallest first."""
    found = []
    for track, top in tops_of(answer).items():
        weights, own = weights_of(track, base), values_of(top, base)
        ways = []
        for place, rival in enumerate(rivals_of(answer, top)):
            values = values_of(rival, base)
            slopes = {name: values.get(name, 0) - own.get(name, 0) for name in weights}
            reached = _wins_ties(rival, top, base)
            share = smallest_share(top.score - rival.score, weights, slopes, reached)
            if share is not None:
                ways.append((share, not reached, place, rival.measure, slopes))
        if ways:
            share, not_reached, _, by, slopes = min(ways, key=lambda way: way[:3])
            weights_then = moved_weights(weights, slopes, share)
            found.append(JointChange(track, share, not not_reached, top.measure, by, weights_then, slopes))
    return tuple(sorted(found, key=lambda one: (one.share, one.track)))


def smallest_share(
    gap: int, weights: Mapping[str, int], slopes: Mapping[str, int], is_reached: bool
) -> Fraction | None:
    """
    The smallest share by which all weights may move to close a gap between two scores; None when none does.

    Unless the gap's end is enough (`is_reached`), there must be room beyond it.

    A weight moves up where that helps and down where that does, but never below 0: up to a share of 1 both help in
    proportion, beyond it only those that rise.
    """
    rising = sum(weights[name] * slope for name, slope in slopes.items() if slope > 0)
    falling = sum(-weights[name] * slope for name, slope in slopes.items() if slope < 0)
    if not rising + falling or (not rising and gap == falling and not is_reached):
        return None
    if gap <= rising + falling:
        return Fraction(gap, rising + falling)
    return Fraction(gap - falling, rising) if rising else None


def moved_weights(weights: Mapping[str, int], slopes: Mapping[str, int], share: Fraction) -> dict[str, Fraction]:
    """Every weight moved by a share of itself in the way that helps, never below 0; what does not matter stays."""
    found = {}
    for name, weight in weights.items():
        way = (slopes[name] > 0) - (slopes[name] < 0)
        found[name] = max(weight * (1 + way * share), Fraction(0))
    return found
