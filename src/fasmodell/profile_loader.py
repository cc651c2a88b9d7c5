"""From profile.yaml to a profile: shapes, scales, ranges, dates; unknown stays unknown; persons are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from fasmodell.condition_loader import value_problem
from fasmodell.diagnostics import Diagnostic, Diagnostics, ProfileError, Severity, sort_diagnostics
from fasmodell.forms import Form, Words
from fasmodell.knowledge import GateId, Indicator, IndicatorId, KnowledgeBase, MeasureId, Secrecy
from fasmodell.place import Place
from fasmodell.privacy import PERSON_HELP, forbidden_key, personal_data_in
from fasmodell.profile import (
    Area,
    Observation,
    Period,
    Point,
    PreviousAssessment,
    Profile,
    RunningMeasure,
    months_between,
)
from fasmodell.scales import Value, is_number
from fasmodell.yaml_source import parse_yaml, read_text

FORMAT = "fasmodell.profile/1"
UNKNOWN = "unknown"
_KEYS = ("format", "area", "as_of", "observations", "measures_in_place", "previous_assessment")
_OLD_MONTHS = 24
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-[Qq]([1-4]))?")


class AreaForm(Form):
    noun: ClassVar[str] = "the area"
    name: Words
    municipality: Words | None = None
    regso: list[Words] = []
    residents: Annotated[int, Field(ge=1, le=3_000_000)] | None = None


class ObservationForm(Form):
    noun: ClassVar[str] = "an observation"
    value: Any = None
    period: Any = None
    margin: Annotated[float, Field(ge=0)] | None = None
    source: Words | None = None
    secrecy: Annotated[Secrecy, Field(strict=False)] | None = None
    note: Words | None = None
    series: list[Any] | None = None


class PointForm(Form):
    noun: ClassVar[str] = "a point of a series"
    period: Any
    value: Any
    margin: Annotated[float, Field(ge=0)] | None = None
    source: Words | None = None
    secrecy: Annotated[Secrecy, Field(strict=False)] | None = None
    note: Words | None = None


class RunningForm(Form):
    noun: ClassVar[str] = "a measure in place"
    measure: Words
    since: Any = None
    running: Any = True


class PreviousForm(Form):
    noun: ClassVar[str] = "the previous assessment"
    phase: Annotated[int, Field(ge=1, le=3)]
    as_of: Any
    gates_open_since: dict[str, Any] = {}


def load_profile(source: str | Path, knowledge: KnowledgeBase, changes: Mapping[str, str] | None = None) -> Profile:
    """
    Load a profile from a file.

    `changes` replaces observations by values as written on the command line, `unknown` among them.
    Raises ProfileError with every problem of the file.
    """
    text, problems = read_text(Path(source), str(source))
    if text is None:
        raise ProfileError("the profile cannot be read", problems, {})
    return read_profile(text, str(source), knowledge, changes)


def read_profile(
    text: str, name: str, knowledge: KnowledgeBase, changes: Mapping[str, str] | None = None
) -> Profile:
    """
    Read a profile from text; `name` is what diagnostics call it.

    Raises ProfileError with every problem of the text.
    """
    document, problems = parse_yaml(text, name)
    found = Diagnostics(problems)
    profile = None
    if document is not None:
        profile = _ProfileReader(Place(document, (), document.data, found), knowledge).profile(changes or {})
    errors = [one for one in found if one.severity is Severity.error]
    if profile is None or errors:
        count = f"{len(errors)} error{'s' if len(errors) != 1 else ''}"
        raise ProfileError(f"the profile has {count}", sort_diagnostics(found), {name: text})
    return profile


class _ProfileReader:
    def __init__(self, place: Place, knowledge: KnowledgeBase) -> None:
        self.place = place
        self.knowledge = knowledge

    def profile(self, changes: Mapping[str, str]) -> Profile | None:
        place = self.place
        if not isinstance(place.data, Mapping):
            place.error("FM107", f"a profile must be a mapping that begins with `format: {FORMAT}`")
            return None
        _refuse_personal_data(place)
        _check_top(place)
        as_of = _date(place.at("as_of"))
        area = place.at("area").form(AreaForm) if place.at("area").data is not None else None
        if area is not None:
            _check_area(place.at("area"))
        if area is None or as_of is None:
            return None
        observations = self._observations(as_of, changes)
        return Profile(
            area=Area(area.name, area.municipality, tuple(area.regso), area.residents),
            as_of=as_of,
            observations=observations,
            measures_in_place=self._measures(place.at("measures_in_place")),
            previous_assessment=self._previous(place.at("previous_assessment"), as_of),
            warnings=self._warnings(observations, as_of),
        )

    def _observations(self, as_of: date, changes: Mapping[str, str]) -> dict[IndicatorId, Observation]:
        place = self.place.at("observations")
        if place.data is not None and not isinstance(place.data, Mapping):
            place.error("FM107", "`observations` must be a mapping from indicator to value")
        found: dict[IndicatorId, Observation] = {}
        for key, inner in place.items():
            indicator = self.knowledge.indicators.get(IndicatorId(str(key)))
            if indicator is None:
                if forbidden_key(str(key)) is None:
                    inner.unknown("FM401", "indicator", str(key), self.knowledge.indicators, on_key=True)
            else:
                observation = _observation(inner, indicator, as_of)
                if observation is not None:
                    found[indicator.id] = observation
        for name, written in changes.items():
            indicator = self.knowledge.indicators.get(IndicatorId(name))
            if indicator is None:
                self.place.unknown("FM401", "indicator", name, self.knowledge.indicators)
            else:
                found[indicator.id] = _changed(self.place, indicator, written)
        order = {name: position for position, name in enumerate(self.knowledge.indicators)}
        return dict(sorted(found.items(), key=lambda item: order[item[0]]))

    def _measures(self, place: Place) -> dict[MeasureId, RunningMeasure] | None:
        if place.data is None or place.data == UNKNOWN:
            return None
        if not isinstance(place.data, list):
            place.error("FM107", "`measures_in_place` must be a list, or `unknown`")
            return None
        found: dict[MeasureId, RunningMeasure] = {}
        for element in place.elements():
            if isinstance(element.data, str):
                element = Place(element.document, element.path, {"measure": element.data}, element.found)
            form = element.form(RunningForm)
            if form is None:
                continue
            measure = MeasureId(form.measure)
            if measure not in self.knowledge.measures:
                element.at("measure").unknown("FM411", "measure", form.measure, self.knowledge.measures)
            elif measure in found:
                element.error("FM407", f"the measure `{measure}` is listed twice")
            else:
                since = _period(element.at("since")) if form.since is not None else None
                found[measure] = RunningMeasure(measure, _running(element.at("running"), form.running), since, element.span)
        return found

    def _previous(self, place: Place, as_of: date) -> PreviousAssessment | None:
        if place.data is None or place.data == UNKNOWN:
            return None
        form = place.form(PreviousForm)
        when = None if form is None else _date(place.at("as_of"))
        if form is None or when is None:
            return None
        if when >= as_of:
            place.at("as_of").error("FM406", "the previous assessment must be earlier than `as_of` of the profile")
        since: dict[GateId, Period] = {}
        for gate, inner in place.at("gates_open_since").items():
            period = _period(inner)
            if gate not in self.knowledge.gates:
                inner.unknown("FM207", "gate", str(gate), self.knowledge.gates, on_key=True)
            elif period is not None and period.start > as_of:
                inner.error("FM406", f"`{period.written}` is after `as_of` {as_of}")
            elif period is not None:
                since[GateId(str(gate))] = period
        return PreviousAssessment(form.phase, when, since, place.span)

    def _warnings(self, observations: Mapping[IndicatorId, Observation], as_of: date) -> tuple[Diagnostic, ...]:
        found = Diagnostics()
        for indicator in self.knowledge.graded:
            grading, level = indicator.graded_from, observations.get(indicator.id)
            number = observations.get(grading.indicator) if grading is not None else None
            if grading is None or level is None or number is None or level.span is None:
                continue
            if is_number(number.value) and level.value is not None and grading.level(number.value) != level.value:
                given = grading.level(number.value)
                found.warning(
                    "FM412",
                    f"`{indicator.id}` is {level.value}, but `{grading.indicator}` {number.value:g} gives level {given}",
                    level.span,
                    "the number counts; look into why the two differ",
                )
        for observation in observations.values():
            period = observation.period
            if period is not None and observation.is_known and observation.span is not None:
                months = months_between(period.end, as_of)
                if months > _OLD_MONTHS:
                    found.warning(
                        "FM413", f"`{observation.indicator}` is {months} months old", observation.span, "look for a newer one"
                    )
        return sort_diagnostics(found)


def _check_top(place: Place) -> None:
    for key, inner in place.items():
        if key not in _KEYS and forbidden_key(str(key)) is None:
            inner.unknown("FM104", "key in a profile:", str(key), _KEYS, on_key=True)
    format_ = place.at("format")
    if format_.data is None:
        place.error("FM106", "missing key `format`", f"the first line is `format: {FORMAT}`")
    elif format_.data != FORMAT:
        format_.error("FM108", f"unknown format `{format_.data}`", f"profiles begin with `format: {FORMAT}`")
    for key in ("area", "as_of"):
        if place.at(key).data is None:
            place.error("FM106", f"missing key `{key}` in a profile")


def _refuse_personal_data(place: Place) -> None:
    """Refuse keys and texts that are about persons, their addresses or their origin, anywhere in the profile."""
    waiting = [place]
    while waiting:
        current = waiting.pop()
        for key, inner in current.items():
            reason = forbidden_key(str(key))
            if reason is not None:
                code = "FM404" if reason == PERSON_HELP else "FM405"
                inner.error(code, f"`{key}` may not stand in a profile", reason, on_key=True)
            waiting.append(inner)
        waiting += current.elements()
        if isinstance(current.data, str):
            piece = personal_data_in(current.data)
            if piece is not None:
                current.error("FM404", f"`{piece}` looks like a person's identity number, address or contact", PERSON_HELP)


def _check_area(place: Place) -> None:
    municipality = place.at("municipality")
    if municipality.data is not None and not re.fullmatch(r"\d{4}", str(municipality.data)):
        municipality.error("FM408", f"`{municipality.data}` is not a municipality code", 'four digits in quotes, as "0180"')
    for code in place.at("regso").elements():
        if not re.fullmatch(r"\d{4}R\d{3}(_RegSO2025)?", str(code.data)):
            code.error("FM409", f"`{code.data}` is not a RegSO code", "as 0180R001 or 0180R001_RegSO2025; nothing below RegSO")


def _date(place: Place) -> date | None:
    if place.data is None:
        return None
    period = _period(place)
    if period is not None and period.start != period.end:
        place.error("FM414", f"`{place.data}` is not a whole date", "write year-month-day, as 2026-03-31")
        return None
    return None if period is None else period.end


def _period(place: Place) -> Period | None:
    """A day, month, quarter or year as a period; a bad one is reported."""
    written = place.data
    if isinstance(written, int) and not isinstance(written, bool):
        written = str(written)
    match = _PERIOD.fullmatch(written) if isinstance(written, str) else None
    try:
        if match is not None:
            return _period_of(match)
    except ValueError:
        match = None
    place.error("FM414", f"`{place.data}` is not a date or period", "write 2026, 2026-Q1, 2026-03 or 2026-03-31")
    return None


def _period_of(match: re.Match[str]) -> Period:
    year, month, day, quarter = (None if part is None else int(part) for part in match.groups())
    assert year is not None  # the pattern begins with the year
    if day is not None and month is not None:
        start = end = date(year, month, day)
    elif month is not None:
        start, end = date(year, month, 1), _month_end(year, month)
    elif quarter is not None:
        start, end = date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter)
    else:
        start, end = date(year, 1, 1), date(year, 12, 31)
    return Period(start, end, match.group())


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _observation(place: Place, indicator: Indicator, as_of: date) -> Observation | None:
    """One observation: a bare value, a mapping with details, or a list of points over time."""
    form: ObservationForm | None = ObservationForm()
    points: list[Place] = []
    if isinstance(place.data, list):
        points = place.elements()
    elif isinstance(place.data, Mapping):
        form = place.form(ObservationForm)
        points = place.at("series").elements()
        if (place.at("series").data is None) == ("value" not in place.data):
            place.error("FM107", f"the observation of `{indicator.id}` needs either `value` or `series`")
    if form is None:
        return None
    if points or isinstance(place.data, list):
        history = _history(points, indicator, as_of)
        if not history:
            place.error("FM107", f"the series of `{indicator.id}` has no points")
            return None
        newest = history[-1]
        return _built(place, indicator, form, newest, history)
    at = place.at("value") if isinstance(place.data, Mapping) else place
    value = _value(at, indicator)
    period = _period(place.at("period")) if form.period is not None else None
    if period is not None:
        _check_not_future(place.at("period"), period, as_of)
    point = Point(period, value, form.margin)
    return _built(place, indicator, form, point, (point,))


def _built(
    place: Place, indicator: Indicator, form: ObservationForm, newest: Point, history: tuple[Point, ...]
) -> Observation:
    details = place.elements()[-1] if isinstance(place.data, list) else place
    source, secrecy = details.at("source").data, details.at("secrecy").data
    return Observation(
        indicator=indicator.id,
        value=newest.value,
        period=newest.period,
        margin=newest.margin,
        source=source if isinstance(source, str) else form.source,
        secrecy=Secrecy(secrecy) if secrecy in tuple(Secrecy) else form.secrecy or indicator.secrecy,
        note=form.note,
        history=history,
        span=place.span,
    )


def _history(points: list[Place], indicator: Indicator, as_of: date) -> tuple[Point, ...]:
    """The points of a series, oldest first; two for the same period or an unordered period are reported."""
    found: list[Point] = []
    for place in points:
        form = place.form(PointForm)
        period = None if form is None else _period(place.at("period"))
        if form is None or period is None:
            continue
        _check_not_future(place.at("period"), period, as_of)
        if any(other.period is not None and other.period.end == period.end for other in found):
            place.at("period").error("FM407", f"the period `{period.written}` stands twice in the series")
        found.append(Point(period, _value(place.at("value"), indicator), form.margin))
    found.sort(key=lambda point: point.period.end if point.period else date.min)
    return tuple(found)


def _check_not_future(place: Place, period: Period, as_of: date) -> None:
    if period.start > as_of:
        place.error("FM406", f"`{period.written}` is after `as_of` {as_of}", "an observation cannot be newer than the profile")


def _value(place: Place, indicator: Indicator) -> Value | None:
    """A value that fits the indicator; None for unknown, or with a report when it does not fit."""
    if place.data is None or place.data == UNKNOWN:
        return None
    problem = value_problem(place.data, indicator)
    if problem is not None:
        is_range = is_number(place.data) and indicator.scale.is_numeric
        place.error("FM402" if is_range else "FM403", *problem)
        return None
    assert isinstance(place.data, bool | int | float | str)  # value_problem accepts nothing else
    return place.data


def _changed(place: Place, indicator: Indicator, written: str) -> Observation:
    """An observation as set on the command line."""
    document, problems = parse_yaml(written, f"--set {indicator.id}")
    place.found.extend(problems)
    data = None if document is None else document.data
    value = None
    if document is not None:
        value = _value(Place(document, (), data, place.found), indicator)
    point = Point(None, value, None)
    return Observation(indicator.id, value, None, None, "--set", indicator.secrecy, None, (point,), None)


def _running(place: Place, written: object) -> bool | None:
    if written is None or written == UNKNOWN:
        return None
    if not isinstance(written, bool):
        place.error("FM107", "`running` must be `true`, `false` or `unknown`")
        return None
    return written
