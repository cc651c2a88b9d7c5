"""Obstacles: what stands between an answer and something, each with every way past it."""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.analysis.lacking import Distance, Way, nearest
from fasmodell.facts import FactId
from fasmodell.knowledge import GateId
from fasmodell.results import GateEvidence, GateState
from fasmodell.rules import RuleId


class GateWay(NamedTuple):
    """
    One way to move a gate: a rule that would apply for the state wanted, or one that would no longer apply against it.

    `gain` is how many net points it would bring alone, 0 when something stronger on the same topic counts already.
    `is_enough` tells whether the gate would then be in the state wanted.
    """

    way: Way
    evidence: GateEvidence
    gain: int
    is_enough: bool


class GateNeed(NamedTuple):
    """
    A gate that is not in the state wanted.

    `net` are the points for the state wanted less those for the other, `lacking` how many more the margin needs, and
    `topics_lacking` how many more topics must speak for it. `decisive_against` are the rules of decisive evidence for
    the other state: while one applies, points do not count.
    """

    gate: GateId
    state: GateState
    wanted: GateState
    net: int
    lacking: int
    topics_lacking: int
    decisive_against: tuple[RuleId, ...]
    ways: tuple[GateWay, ...]


class Hold(NamedTuple):
    """A gate that must have been open for some months before the area moves on; `months` is None when not known."""

    gate: GateId
    months: int | None
    needed: int


class Obstacle(NamedTuple):
    """
    Something that stands in the way. Every obstacle must go, each by one of its ways.

    `kind` is the standing it gives a measure, or gate, hold, event or finding; `subject` what it is about (a rule, a
    requirement, a gate, a finding). `fact` is what shows it. A blocked measure has no way.
    """

    kind: str
    subject: str
    fact: FactId | None
    ways: tuple[Way, ...]
    distance: Distance | None
    gate: GateNeed | None = None
    hold: Hold | None = None


def past(kind: str, subject: str, fact: FactId | None, ways: tuple[Way, ...]) -> Obstacle:
    """An obstacle as near as the nearest way past it."""
    return Obstacle(kind, subject, fact, ways, nearest(ways))


def ways_of(obstacle: Obstacle) -> tuple[Way, ...]:
    """Every way past an obstacle, nearest first."""
    return obstacle.ways if obstacle.gate is None else tuple(found.way for found in obstacle.gate.ways)
