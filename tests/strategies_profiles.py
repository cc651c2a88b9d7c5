"""Hypothesis strategies for profiles over the indicators, measures and gates of a knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from fasmodell.diagnostics import Span
from fasmodell.knowledge import Indicator, IndicatorId, KnowledgeBase, MeasureId
from fasmodell.profile import Area, Observation, Period, Point, PreviousAssessment, Profile, RunningMeasure
from fasmodell.scales import Scale, Value

AS_OF = date(2026, 3, 31)
_FIRST_LISTED, _PREVIOUS = 500, 900  # lines of an imagined file


def profiles(knowledge: KnowledgeBase) -> st.SearchStrategy[Profile]:
    """
    Any profile that could be loaded: few or many observations, series, measures in place, a previous assessment.

    Most profiles are all good, all bad or known in full, because evenly mixed ones leave nearly everything open.
    """
    return st.builds(
        Profile,
        area=st.just(Area("Exempelområdet", "0000", (), None)),
        as_of=st.just(AS_OF),
        observations=st.sampled_from(("good", "bad", "any")).flatmap(lambda mood: _observations(knowledge, mood)),
        measures_in_place=st.none() | _measures_in_place(knowledge),
        previous_assessment=st.none() | _previous_assessments(knowledge),
        warnings=st.just(()),
    )


def _observations(knowledge: KnowledgeBase, mood: str) -> st.SearchStrategy[Mapping[IndicatorId, Observation]]:
    each = {one.id: observations(one, line, mood) for line, one in enumerate(knowledge.indicators.values(), 1)}
    few = st.fixed_dictionaries({}, optional=each)
    core = {one.id: each[one.id] for one in knowledge.indicators.values() if one.core or one.scale is Scale.LEVEL}
    many = st.fixed_dictionaries(core, optional={name: one for name, one in each.items() if name not in core})
    return st.one_of(few, many, st.fixed_dictionaries(each)).map(
        lambda found: {name: found[name] for name in each if name in found}
    )


def observations(indicator: Indicator, line: int, mood: str = "any") -> st.SearchStrategy[Observation]:
    """An observation of one indicator, as on a line of a file: unknown, a value, or a series of them."""
    value = st.none() | values(indicator, mood) if mood == "any" else values(indicator, mood)
    margins, methods = st.none() | st.integers(0, 5).map(float), st.sampled_from((None, None, "enkät", "samtal"))
    points = st.builds(Point, periods(), value, margins, methods)
    history = st.lists(points, min_size=1, max_size=4, unique_by=_end)
    lone = st.builds(lambda value: (Point(None, value, None),), value)
    return (lone | history if indicator.scale.is_numeric else lone).map(
        lambda found: _observation(indicator, line, found)
    )


def _observation(indicator: Indicator, line: int, found: list[Point] | tuple[Point, ...]) -> Observation:
    history = tuple(sorted(found, key=_end))
    newest = history[-1]
    return Observation(
        indicator=indicator.id,
        value=newest.value,
        period=newest.period,
        margin=newest.margin,
        source=None,
        secrecy=indicator.secrecy,
        note=None,
        history=history,
        span=_span(line),
        method=newest.method,
    )


def _end(point: Point) -> date:
    return point.period.end if point.period else date.min


def values(indicator: Indicator, mood: str = "any") -> st.SearchStrategy[Value]:
    """A value that fits an indicator; `good` and `bad` keep to that end of its scale."""
    if indicator.scale is Scale.FLAG:
        return st.booleans()
    if indicator.scale is Scale.CHOICE:
        return st.sampled_from(sorted(indicator.options))
    low, high = indicator.low, indicator.high
    low = 0.0 if low is None else low
    high = min(1000.0 if high is None else high, low + (30 if indicator.scale is Scale.COUNT else 1000))
    is_low = {"higher_is_worse": mood == "good", "higher_is_better": mood == "bad"}.get(indicator.direction)
    if mood != "any" and is_low is not None:
        low, high = (low, low + (high - low) / 4) if is_low else (high - (high - low) / 4, high)
    whole = st.integers(-int(-low // 1), int(high // 1))
    return whole if indicator.scale.is_whole else whole | st.floats(low, high, allow_nan=False).map(_rounded)


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def periods() -> st.SearchStrategy[Period]:
    """A year, a month or a day before the date of the profile."""
    years = st.integers(2018, 2025).map(lambda year: Period(date(year, 1, 1), date(year, 12, 31), str(year)))
    days = st.integers(0, 2000).map(lambda days: AS_OF - timedelta(days=days))
    return years | days.map(lambda day: Period(day, day, day.isoformat())) | days.map(_month)


def _month(day: date) -> Period:
    start = day.replace(day=1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(start, end, f"{day:%Y-%m}")


def _measures_in_place(knowledge: KnowledgeBase) -> st.SearchStrategy[Mapping[MeasureId, RunningMeasure]]:
    runs = st.sampled_from((True, True, False, None))
    optional = {
        measure: st.builds(RunningMeasure, st.just(measure), runs, st.none() | periods(), st.just(_span(line)))
        for line, measure in enumerate(knowledge.measures, _FIRST_LISTED)
    }
    return st.fixed_dictionaries({}, optional=optional)


def _previous_assessments(knowledge: KnowledgeBase) -> st.SearchStrategy[PreviousAssessment]:
    return st.builds(
        PreviousAssessment,
        phase=st.sampled_from((1, 2, 3)),
        as_of=st.just(date(2025, 3, 31)),
        gates_open_since=st.fixed_dictionaries({}, optional={gate: periods() for gate in knowledge.gates}),
        span=st.just(_span(_PREVIOUS)),
    )


def _span(line: int) -> Span:
    return Span("profile.yaml", line, 1, line, 20)
