"""Why not: what stands between an answer and a measure, a phase or a finding, and every way past it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fasmodell.analysis.lacking import Distance, Lack, Lacking, Way, combined, distance_to, nearest_of
from fasmodell.analysis.measure_obstacles import measure_obstacles
from fasmodell.analysis.obstacles import Obstacle, past, ways_of
from fasmodell.analysis.phase_obstacles import phase_obstacles
from fasmodell.analysis.target import FindingTarget, MeasureTarget, PhaseTarget, Target
from fasmodell.facts import FactId, finding_id, negated
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.rules import AnyOf


class WhyNot(NamedTuple):
    """
    Why something is not so.

    `is_reached` is True when it is so already; then there are no obstacles. `distance` is how far away it is by the
    nearest way past each obstacle, None when there is no way or when the distance is that of a gate, which is counted
    in points.
    """

    target: Target
    is_reached: bool
    obstacles: tuple[Obstacle, ...]
    distance: Distance | None


def why_not(answer: Recommendation, base: RuleBase, target: Target) -> WhyNot:
    """
    Say what stands between an answer and a target, with every way past it, nearest first.

    For a measure the target is the standing `now`. Every state is read from the trace of the answer.
    """
    lacking = Lacking(answer, base)
    if isinstance(target, MeasureTarget):
        entry, ranked = base.catalogue.entries[target.measure], answer.measure(target.measure)
        obstacles = tuple(measure_obstacles(lacking, entry, ranked))
    elif isinstance(target, PhaseTarget):
        obstacles = tuple(phase_obstacles(lacking, target.phase))
    else:
        obstacles = tuple(_of_finding(lacking, target))
    return WhyNot(target, not obstacles, obstacles, _whole(obstacles))


def _whole(obstacles: tuple[Obstacle, ...]) -> Distance | None:
    """How far away the target is by the nearest ways past all obstacles, taken together."""
    if any(not one.ways for one in obstacles):
        return None
    passed = combined(_any_of(one.ways) for one in obstacles)
    return distance_to(passed[0]) if passed else None


def _any_of(ways: tuple[Way, ...]) -> Lack:
    """Some ways as one lack, so that what one obstacle asks for may serve another."""
    choices = nearest_of(choice for way in ways for choice in way.choices)
    return Lack(AnyOf(()), True, False, None, None, None, ways, distance_to(choices[0]) if choices else None, choices)


def _of_finding(lacking: Lacking, target: FindingTarget) -> Iterator[Obstacle]:
    proposition = finding_id(target.finding, target.level)
    state = lacking.holds(proposition)
    if state is not True:
        fact = None if state is None else negated(proposition)
        yield past("finding", target.finding, fact, lacking.finding_ways(target.finding, target.level))


def lacks_below(lacks: tuple[Lack, ...]) -> Iterator[Lack]:
    """Lacks with everything that they rest on."""
    for lack in lacks:
        yield lack
        for way in lack.ways:
            yield from lacks_below(way.lacks)


def facts_behind(found: WhyNot) -> tuple[FactId, ...]:
    """Every fact of the trace that shows an obstacle or a condition that is not met, once each."""
    facts: dict[FactId, None] = {}
    for obstacle in found.obstacles:
        if obstacle.fact is not None:
            facts[obstacle.fact] = None
        for way in ways_of(obstacle):
            for lack in lacks_below(way.lacks):
                if lack.fact is not None and lack.is_met is False:
                    facts[lack.fact] = None
    return tuple(facts)
