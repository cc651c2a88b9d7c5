"""Every number of the two policies, moved by one unit; and each topic of events taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from fasmodell.rules import PhasePolicy, RankingPolicy

KeyT = TypeVar("KeyT")
_UNIT = 1


def mutated_phase_policies(policy: PhasePolicy) -> Iterator[tuple[str, str, str, PhasePolicy]]:
    """The place, what it says, what it says instead, and the policy with that."""
    for strength, points in policy.points.items():
        for moved in _moved(points):
            changed = policy._replace(points={**policy.points, strength: moved})
            yield f"points.{strength}", str(points), str(moved), changed
    for moved in _moved(policy.margin):
        yield "margin", str(policy.margin), str(moved), policy._replace(margin=moved)
    for moved in _moved(policy.min_topics):
        yield "min_topics", str(policy.min_topics), str(moved), policy._replace(min_topics=moved)
    for moved in _moved(policy.hold_months):
        yield "hold_months", str(policy.hold_months), str(moved), policy._replace(hold_months=moved)
    for topic in sorted(policy.event_topics):
        yield "event_topics", topic, "gone", policy._replace(event_topics=policy.event_topics - {topic})


def mutated_ranking_policies(policy: RankingPolicy) -> Iterator[tuple[str, str, str, RankingPolicy]]:
    """The place, what it says, what it says instead, and the policy with that."""
    for name, criterion in policy.criteria.items():
        for case, value in criterion.values.items():
            for moved in _moved(value, -100):
                values = {**criterion.values, case: moved}
                criteria = {**policy.criteria, name: criterion._replace(values=values)}
                yield f"criteria.{name}.{case}", str(value), str(moved), policy._replace(criteria=criteria)
    for track, of_track in policy.weights.items():
        for name, weights in _each_moved(of_track):
            changed = policy._replace(weights={**policy.weights, track: weights})
            yield f"weights.{track}.{name}", str(of_track[name]), str(weights[name]), changed
    for strength, adjustments in _each_moved(policy.adjustments):
        changed = policy._replace(adjustments=adjustments)
        yield f"adjustments.{strength}", str(policy.adjustments[strength]), str(adjustments[strength]), changed
    for moved in _moved(policy.near_tie):
        yield "near_tie", str(policy.near_tie), str(moved), policy._replace(near_tie=moved)


def _each_moved(numbers: Mapping[KeyT, int]) -> Iterator[tuple[KeyT, dict[KeyT, int]]]:
    for key, number in numbers.items():
        for moved in _moved(number):
            yield key, {**numbers, key: moved}


def _moved(number: int, low: int = 0) -> Iterator[int]:
    """A number one unit lower and higher, as far as it may go."""
    high = 100 if low < 0 else 1000
    return (moved for moved in (number - _UNIT, number + _UNIT) if low <= moved <= high)
