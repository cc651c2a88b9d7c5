"""An area's situation profile: observations for one area at one date. Frozen data, no input or output."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from fasmodell.knowledge import ActorId, GateId, Indicator, IndicatorId, MeasureId, Secrecy
from fasmodell.scales import Value

if TYPE_CHECKING:
    from fasmodell.diagnostics import Diagnostic, Span


# Dates of areas; beyond them a slip of the pen is more likely, and times to effect could not be added.
YEARS: Final = range(1900, 2200)


class Period(NamedTuple):
    """When an observation holds: its first and last day. A month or a year covers all its days."""

    start: date
    end: date
    written: str


class Point(NamedTuple):
    """
    One value of a series; `value` is None while it is unknown.

    `method` names the way of measuring, where the profile states it: two points with different methods cannot be
    compared.
    """

    period: Period | None
    value: Value | None
    margin: float | None
    method: str | None = None


class Observation(NamedTuple):
    """
    An indicator's value, or unknown, with where it comes from.

    `history` holds every point, oldest first; the newest one gives `value`. `margin` is the margin of error in the
    indicator's own unit. `method` is that of the newest point.
    """

    indicator: IndicatorId
    value: Value | None
    period: Period | None
    margin: float | None
    source: str | None
    secrecy: Secrecy
    note: str | None
    history: tuple[Point, ...]
    span: Span | None
    method: str | None = None

    @property
    def is_known(self) -> bool:
        """True when there is a value."""
        return self.value is not None


def bare_observation(indicator: Indicator, value: Value | None, source: str | None = None) -> Observation:
    """A value alone, without a period, a series or a place in a file: one that was tried, answered or worked out."""
    point = Point(None, value, None)
    return Observation(indicator.id, value, None, None, source, indicator.secrecy, None, (point,), None)


class RunningMeasure(NamedTuple):
    """What the profile says of a measure: running (True), not running (False) or unknown (None), and since when."""

    measure: MeasureId
    is_running: bool | None
    since: Period | None
    span: Span | None


class PreviousAssessment(NamedTuple):
    """The phase decided before, when, and since when each open gate has been open."""

    phase: int
    as_of: date
    gates_open_since: Mapping[GateId, Period]
    span: Span | None


class Goal(NamedTuple):
    """What the municipality wants for the area, a phase, a police class or both, and by when; at least one is given."""

    phase: int | None
    police_class: str | None
    by: Period
    span: Span | None


class PlanTerms(NamedTuple):
    """
    What the local group says of its plan: when it starts, how many measures can be introduced at once (in all and per
    leading actor), a budget in kronor, and what measures would cost. What is left out is None or missing.
    """

    start: Period | None
    at_once: int | None
    actors: Mapping[ActorId, int]
    budget: int | None
    costs: Mapping[MeasureId, int]
    span: Span | None


class Area(NamedTuple):
    """
    The area a profile is about. Nothing below RegSO, and no person or address.

    `boundary` says in words where the area begins and ends, where RegSO does not; `regso_vintage` is the year of the
    RegSO division that the codes belong to.
    """

    name: str
    municipality: str | None
    regso: tuple[str, ...]
    residents: int | None
    boundary: str | None = None
    regso_vintage: int | None = None
    span: Span | None = None


class Profile(NamedTuple):
    """
    Observations for one area at one date.

    `measures_in_place` is None when the profile does not say; otherwise it holds every measure the profile names, and
    a measure it leaves out is taken not to run.
    """

    area: Area
    as_of: date
    observations: Mapping[IndicatorId, Observation]
    measures_in_place: Mapping[MeasureId, RunningMeasure] | None
    previous_assessment: PreviousAssessment | None
    warnings: tuple[Diagnostic, ...]
    goal: Goal | None = None
    plan: PlanTerms | None = None

    def value_of(self, indicator: IndicatorId) -> Value | None:
        """The newest value of an indicator, or None when it is unknown."""
        observation = self.observations.get(indicator)
        return None if observation is None else observation.value


def months_between(earlier: date, later: date) -> int:
    """
    Whole calendar months from one date to another; negative when they stand the other way round.

    The last day of a month counts as a whole month from any later day of another: 31 March to 30 June is three.
    """
    if later < earlier:
        return -months_between(later, earlier)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    is_last_day = (later + timedelta(days=1)).month != later.month
    return months - 1 if later.day < earlier.day and not is_last_day else months
