"""What a profile says, as the cell of every fact that it makes known."""

from __future__ import annotations

from fasmodell.cells import Cell, Partition, Partitions
from fasmodell.facts import FactId
from fasmodell.knowledge import GateId, IndicatorId, MeasureId
from fasmodell.observed_facts import movement_of
from fasmodell.profile import Profile, months_between
from fasmodell.scales import Value


def assignment_of(profile: Profile, partitions: Partitions) -> dict[FactId, Cell]:
    """
    The cell of every fact that a profile makes known; what it leaves unknown is absent.

    Everything is as written: where a level and the number it is graded from are both given, so they are here.
    """
    found = {}
    for fact, partition in partitions.items():
        value = _value(profile, fact)
        if value is not None:
            found[fact] = _cell(partition, value)
    return found


def _cell(partition: Partition, value: Value) -> Cell:
    # A gate may have been open since longer ago than any cell reaches.
    last = partition.cells[-1]
    if last.high is not None and isinstance(value, int | float) and value > last.high:
        return last
    return partition.cell_of(value)


def _value(profile: Profile, fact: FactId) -> Value | None:
    kind, _, name = fact.partition(":")
    if kind == "indicator":
        return profile.value_of(IndicatorId(name))
    if kind == "trend":
        indicator, _, months = name.partition("/")
        observation = profile.observations.get(IndicatorId(indicator))
        return None if observation is None else movement_of(observation.history, int(months))
    if kind == "listed":
        return _listed(profile, MeasureId(name))
    previous = profile.previous_assessment
    if previous is None:
        return None
    if kind == "previous":
        return previous.phase
    since = previous.gates_open_since.get(GateId(name))
    return None if since is None else months_between(since.start, profile.as_of)


def _listed(profile: Profile, measure: MeasureId) -> bool | None:
    if profile.measures_in_place is None:
        return None
    entry = profile.measures_in_place.get(measure)
    return False if entry is None else entry.is_running
