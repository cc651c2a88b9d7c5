"""One row of many profiles as a profile of its own, for the core to answer with its proof."""

from __future__ import annotations

from datetime import date

from fasmodell.batch.columns_in import Columns, words_of
from fasmodell.diagnostics import FasmodellError
from fasmodell.facts import indicator_id
from fasmodell.knowledge import IndicatorId, KnowledgeBase, MeasureId
from fasmodell.profile import Area, Observation, Profile, RunningMeasure, bare_observation
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Scale, Value

# The day that the values of a row stand for where nothing says which: no rule may read it.
NO_DAY = date(1, 1, 1)


def profile_of_row(columns: Columns, row: int, base: RuleBase) -> Profile:
    """
    The profile of a row: the one it was made from, or else one with its observations and measures in place.

    Raises FasmodellError where a row rests on a series or a previous assessment and no profile was given for it, since
    neither can be rebuilt from a column, and IndexError where there is no such row.
    """
    if not 0 <= row < columns.size:
        raise IndexError(row)
    if columns.profile_of is not None:
        return columns.profile_of(row)
    observations: dict[IndicatorId, Observation] = {}
    listed: dict[MeasureId, RunningMeasure] = {}
    for key, column in columns.facts.items():
        kind, _, name = key.partition(":")
        here = column.rows(row, row + 1)
        if not here.known_rows()[0]:
            continue
        if kind == "indicator":
            value = _value(here.values[0].item(), IndicatorId(name), base.knowledge)
            observations[IndicatorId(name)] = bare_observation(base.knowledge.indicators[IndicatorId(name)], value)
        elif kind == "listed":
            listed[MeasureId(name)] = RunningMeasure(MeasureId(name), bool(here.values[0]), None, None)
        else:
            raise FasmodellError(f"row {row} rests on `{key}`, which only the profile itself can prove; give profiles")
    # A measure that is left out of a list is taken not to run, so what is unknown has to be said.
    for measure in base.knowledge.measures if listed else ():
        listed.setdefault(measure, RunningMeasure(measure, None, None, None))
    return Profile(Area("", None, (), None), NO_DAY, observations, listed or None, None, ())


def _value(value: Value, name: IndicatorId, knowledge: KnowledgeBase) -> Value:
    scale = knowledge.indicators[name].scale
    if scale is Scale.CHOICE:
        return words_of(indicator_id(name), knowledge)[int(value)]
    if scale is Scale.FLAG:
        return bool(value)
    return int(value) if scale.is_whole else value
