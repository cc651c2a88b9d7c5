"""Levers: the known observations that measures can move, with every value for the better that makes a difference."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from fasmodell.cells import Partitions
from fasmodell.facts import FactId, indicator_id
from fasmodell.knowledge import Indicator, IndicatorId, KnowledgeBase
from fasmodell.profile import Profile, bare_observation
from fasmodell.scales import Value, is_number


class Move(NamedTuple):
    """A value that a lever may be moved to: how many steps of effort, and what they cost in all."""

    value: Value
    steps: int
    cost: int


class Lever(NamedTuple):
    """
    A known observation that can be moved for the better.

    `moves` lead farther and farther for the better, to the nearest value of each cell that some test tells apart. Where
    a number is known that gives a level, the number is the lever and not the level.
    """

    indicator: IndicatorId
    value: Value
    moves: tuple[Move, ...]


class Shift(NamedTuple):
    """One observation moved: from a value to another, in so many steps at so much cost."""

    indicator: IndicatorId
    before: Value
    after: Value
    steps: int
    cost: int


def levers_of(profile: Profile, knowledge: KnowledgeBase, partitions: Partitions) -> dict[IndicatorId, Lever]:
    """Every lever of a profile, in the order of the knowledge base. What is unknown is never a lever."""
    overridden = {
        level.id
        for level in knowledge.graded
        if level.graded_from is not None and profile.value_of(level.graded_from.indicator) is not None
    }
    found: dict[IndicatorId, Lever] = {}
    for name, indicator in knowledge.indicators.items():
        value = profile.value_of(name)
        if value is None or name in overridden or indicator.changeable is None:
            continue
        moves = tuple(_moves(indicator, value, partitions))
        if moves:
            found[name] = Lever(name, value, moves)
    return found


def _moves(indicator: Indicator, value: Value, partitions: Partitions) -> Iterator[Move]:
    change, partition = indicator.changeable, partitions.get(indicator_id(indicator.id))
    if change is None or partition is None:
        return
    if not is_number(value):
        if value is False and change.rises and any(True in cell and False not in cell for cell in partition.cells):
            yield Move(True, 1, change.cost)
        return
    here = partition.position_of(value)
    cells = partition.cells[here + 1 :] if change.rises else reversed(partition.cells[:here])
    for cell in cells:
        target = cell.nearest(value)
        if is_number(target):
            # Rounded first: a distance of 0.3 in steps of 0.1 is three steps, whatever binary fractions make of it.
            steps = math.ceil(round(abs(target - value) / change.step, 9))
            yield Move(target, steps, steps * change.cost)


def shifted(profile: Profile, shifts: Iterable[Shift], knowledge: KnowledgeBase) -> Profile:
    """The profile with some observations moved, each as if `--set` had set it: a value alone, without a series."""
    observations = dict(profile.observations)
    for shift in shifts:
        observations[shift.indicator] = bare_observation(knowledge.indicators[shift.indicator], shift.after, "--set")
    order = {name: position for position, name in enumerate(knowledge.indicators)}
    return profile._replace(observations=dict(sorted(observations.items(), key=lambda item: order[item[0]])))


def with_values(
    facts: Mapping[FactId, Value], values: Mapping[IndicatorId, Value], knowledge: KnowledgeBase
) -> dict[FactId, Value]:
    """Observed facts with some observations moved: their levels follow, and their trends are no longer known."""
    found = dict(facts)
    for name, value in values.items():
        found[indicator_id(name)] = value
        prefix = f"trend:{name}/"
        for trend in [fact for fact in found if fact.startswith(prefix)]:
            del found[trend]
    for level in knowledge.graded:
        if level.graded_from is not None and level.graded_from.indicator in values:
            number = values[level.graded_from.indicator]
            if is_number(number):
                found[indicator_id(level.id)] = level.graded_from.level(number)
    return found
