"""One observation of a profile: bare values, details, series and periods, each checked where it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from fasmodell.condition_loader import value_problem
from fasmodell.diagnostics import suggest
from fasmodell.knowledge import Indicator, Secrecy
from fasmodell.place import Place, described, listed
from fasmodell.privacy import forbidden_key
from fasmodell.profile import Observation, Period, Point
from fasmodell.scales import Value, is_number
from fasmodell.yaml_source import parse_yaml

UNKNOWN = "unknown"
_DETAILS = ("period", "margin", "source", "secrecy", "note")
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-[Qq]([1-4]))?")


def check_keys(place: Place, noun: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    """Report every key of a mapping that it may not have, and every one that it lacks."""
    for key, inner in place.items():
        if key not in (*required, *optional) and forbidden_key(str(key)) is None:
            near = suggest(str(key), (*required, *optional))
            help = f"did you mean `{near}`?" if near else f"the keys here are {listed((*required, *optional))}"
            inner.error("FM104", f"unknown key `{key}` in {noun}", help, on_key=True)
    for key in required:
        if isinstance(place.data, Mapping) and key not in place.data:
            place.error("FM106", f"missing key `{key}` in {noun}", on_key=bool(place.path))


def read_words(place: Place) -> str | None:
    """A text that is not empty, or None when there is none; anything else is reported."""
    if place.data is None:
        return None
    if not isinstance(place.data, str) or not place.data.strip():
        place.error("FM107", f"`{place.path[-1]}` must be text", f"got {described(place.data)}")
        return None
    return place.data.strip()


def read_date(place: Place) -> date | None:
    if place.data is None:
        return None
    period = read_period(place)
    if period is not None and period.start != period.end:
        place.error("FM414", f"`{place.data}` is not a whole date", "write year-month-day, as 2026-03-31")
        return None
    return None if period is None else period.end


def read_period(place: Place) -> Period | None:
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


class _Details(NamedTuple):
    """What an observation or a point says besides its value."""

    period: Period | None
    margin: float | None
    source: str | None
    secrecy: Secrecy | None
    note: str | None


def _details(place: Place, as_of: date | None) -> _Details:
    margin, secrecy = place.at("margin"), place.at("secrecy")
    if margin.data is not None and not (is_number(margin.data) and margin.data >= 0):
        margin.error("FM107", "`margin` must be a number, at least 0", f"got {described(margin.data)}")
    if secrecy.data is not None and secrecy.data not in tuple(Secrecy):
        secrecy.error("FM109", f"`{secrecy.data}` is not a secrecy class", f"write one of {listed(Secrecy)}")
    period = read_period(place.at("period")) if place.at("period").data is not None else None
    if period is not None and as_of is not None and period.start > as_of:
        place.at("period").error(
            "FM406", f"`{period.written}` is after `as_of` {as_of}", "an observation cannot be newer than the profile"
        )
    return _Details(
        period,
        float(margin.data) if is_number(margin.data) else None,
        read_words(place.at("source")),
        next((one for one in Secrecy if one == secrecy.data), None),
        read_words(place.at("note")),
    )


def read_observation(place: Place, indicator: Indicator, as_of: date | None) -> Observation | None:
    """One observation: a bare value, a mapping with details, or a list of points over time."""
    series, common = place, _Details(None, None, None, None, None)
    if isinstance(place.data, Mapping):
        check_keys(place, "an observation", (), ("value", "series", *_DETAILS))
        if ("value" in place.data) == ("series" in place.data):
            place.error("FM107", f"the observation of `{indicator.id}` needs either `value` or `series`", on_key=True)
            return None
        common, series = _details(place, as_of), place.at("series")
    if isinstance(series.data, list):
        return _series_observation(place, series, indicator, common, as_of)
    value = _value(place.at("value") if isinstance(place.data, Mapping) else place, indicator)
    point = Point(common.period, value, common.margin)
    secrecy = common.secrecy or indicator.secrecy
    return Observation(
        indicator.id, value, common.period, common.margin, common.source, secrecy, common.note, (point,), place.span
    )


def _series_observation(
    place: Place, series: Place, indicator: Indicator, common: _Details, as_of: date | None
) -> Observation | None:
    """An observation over time. The newest point gives the value; what it does not say, the whole series says."""
    points: list[tuple[Point, _Details]] = []
    for element in series.elements():
        if not isinstance(element.data, Mapping):
            element.error("FM107", "a point of a series must be `{period: …, value: …}`", f"got {described(element.data)}")
            continue
        check_keys(element, "a point of a series", ("period", "value"), _DETAILS[1:])
        details = _details(element, as_of)
        if details.period is None:
            continue
        if any(other.period is not None and other.period.end == details.period.end for other, _ in points):
            element.at("period").error("FM407", f"the period `{details.period.written}` stands twice in the series")
        points.append((Point(details.period, _value(element.at("value"), indicator), details.margin), details))
    if not points:
        series.error("FM107", f"the series of `{indicator.id}` has no points")
        return None
    points.sort(key=lambda one: one[0].period.end if one[0].period else date.min)
    newest, details = points[-1]
    secrecy = details.secrecy or common.secrecy or indicator.secrecy
    return Observation(
        indicator.id, newest.value, newest.period, newest.margin, details.source or common.source, secrecy,
        details.note or common.note, tuple(point for point, _ in points), place.span,
    )  # fmt: skip


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


def read_change(place: Place, indicator: Indicator, written: str) -> Observation:
    """An observation as set on the command line."""
    document, problems = parse_yaml(written, f"--set {indicator.id}")
    place.found.extend(problems)
    data = None if document is None else document.data
    value = None
    if document is not None:
        value = _value(Place(document, (), data, place.found), indicator)
    point = Point(None, value, None)
    return Observation(indicator.id, value, None, None, "--set", indicator.secrecy, None, (point,), None)
