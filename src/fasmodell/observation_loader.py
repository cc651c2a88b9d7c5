"""One observation of a profile: bare values, details, series and periods, each checked where it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from fasmodell.fitting_values import is_within, value_problem
from fasmodell.knowledge import Indicator, Secrecy
from fasmodell.place import Place, as_written
from fasmodell.privacy import forbidden_key
from fasmodell.profile import YEARS, Observation, Period, Point, bare_observation
from fasmodell.scales import Value, is_number
from fasmodell.yaml_source import parse_yaml

UNKNOWN = "unknown"
DETAILS = ("period", "margin", "source", "secrecy", "note", "method")
SERIES = ("series", "source", "secrecy", "note", "method")
PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-[Qq]([1-4]))?")


def check_keys(place: Place, noun: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    """Report every key of a mapping that it may not have, and every one that it lacks."""
    allowed = (*required, *optional)
    meant = set()
    for key, inner in place.items():
        if key not in allowed and forbidden_key(str(key)) is None:
            meant.add(inner.unknown_key(noun, allowed))
    for key in required:
        if isinstance(place.data, Mapping) and key not in place.data and key not in meant:
            place.missing(key, noun)


def read_words(place: Place) -> str | None:
    """A text that is not empty, or None when there is none; anything else is reported."""
    if place.data is None:
        return None
    if not isinstance(place.data, str):
        place.wrong_kind("must be text")
        return None
    if not place.data.strip():
        place.error("FM125", f"`{place.key}` must not be empty")
        return None
    return place.data.strip()


def read_date(place: Place) -> date | None:
    if place.data is None:
        return None
    period = read_period(place)
    if period is not None and period.start != period.end:
        place.error("FM414", f"{as_written(place.data)} is not a whole date", "write year-month-day, as 2026-03-31")
        return None
    return None if period is None else period.end


def read_period(place: Place) -> Period | None:
    """A day, month, quarter or year as a period; a bad one is reported."""
    written = place.data
    if isinstance(written, int) and not isinstance(written, bool):
        written = str(written)
    match = PERIOD.fullmatch(written) if isinstance(written, str) else None
    try:
        if match is not None and int(match[1]) not in YEARS:
            message = f"{as_written(place.data)} is not a date that can be meant"
            place.error("FM414", message, f"years go from {YEARS.start} to {YEARS.stop - 1}")
            return None
        if match is not None:
            return _period_of(match)
    except ValueError:
        match = None
    message = f"{as_written(place.data)} is not a date or period"
    place.error("FM414", message, "write 2026, 2026-Q1, 2026-03 or 2026-03-31")
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
    method: str | None


def _details(place: Place, as_of: date | None) -> _Details:
    margin, secrecy = place.at("margin"), place.at("secrecy")
    if margin.data is not None and not is_number(margin.data):
        margin.wrong_kind("must be a number")
    elif is_number(margin.data) and margin.data < 0:
        margin.error("FM402", f"`margin` must be at least 0, got {margin.data:.10g}")
    if secrecy.data is not None and secrecy.data not in tuple(Secrecy):
        secrecy.not_one_of(Secrecy)
    period = read_period(place.at("period")) if place.at("period").data is not None else None
    if period is not None and as_of is not None and period.start > as_of:
        message = f"`{period.written}` is after `as_of` {as_of}"
        place.at("period").error("FM406", message, "an observation cannot be newer than the profile")
    return _Details(
        period,
        float(margin.data) if is_number(margin.data) else None,
        read_words(place.at("source")),
        next((one for one in Secrecy if one == secrecy.data), None),
        read_words(place.at("note")),
        read_words(place.at("method")),
    )


def read_observation(place: Place, indicator: Indicator, as_of: date | None) -> Observation | None:
    """One observation: a bare value, a mapping with details, or a list of points over time."""
    series, common = place, _Details(None, None, None, None, None, None)
    if isinstance(place.data, Mapping):
        if not _has_value_or_series(place, indicator):
            return None
        common, series = _details(place, as_of), place.at("series")
    if isinstance(series.data, list):
        return _series_observation(place, series, indicator, common, as_of)
    value = _value(place.at("value") if isinstance(place.data, Mapping) else place, indicator)
    point = Point(common.period, value, common.margin, common.method)
    secrecy = common.secrecy or indicator.secrecy
    return Observation(
        indicator.id, value, common.period, common.margin, common.source, secrecy, common.note, (point,), place.span,
        common.method,
    )  # fmt: skip


def _has_value_or_series(place: Place, indicator: Indicator) -> bool:
    """Check the keys of an observation written as a mapping; the points of a series have their own details."""
    has_series = "series" in place.keys
    noun, keys = ("a series", SERIES) if has_series else ("an observation", ("value", *DETAILS))
    check_keys(place, noun, (), keys)
    if "value" not in place.keys and not has_series:
        if not place.is_refused:
            message = f"the observation of `{indicator.id}` needs either `value` or `series`"
            place.error("FM126", message, on_key=True)
        return False
    if has_series and not isinstance(place.at("series").data, list):
        place.at("series").wrong_kind("must be a list of points")
        return False
    return True


def _series_observation(
    place: Place, series: Place, indicator: Indicator, common: _Details, as_of: date | None
) -> Observation | None:
    """An observation over time. The newest point gives the value; what it does not say, the whole series says."""
    points: list[tuple[Point, _Details]] = []
    for element in series.elements():
        if not isinstance(element.data, Mapping):
            message = "a point of a series must be `{period: …, value: …}`"
            element.wrong(message)
            continue
        check_keys(element, "a point of a series", ("period", "value"), DETAILS[1:])
        details = _details(element, as_of)
        if details.period is None:
            if "period" in element.keys and element.at("period").data is None:
                element.at("period").error("FM107", "`period` must be a date or period, got nothing", on_key=True)
            continue
        if any(other.period is not None and other.period.end == details.period.end for other, _ in points):
            element.at("period").error("FM407", f"the period `{details.period.written}` stands twice in the series")
        value, method = _value(element.at("value"), indicator), details.method or common.method
        points.append((Point(details.period, value, details.margin, method), details))
    if not points:
        if not series.data:
            series.error("FM125", f"the series of `{indicator.id}` has no points")
        return None
    points.sort(key=lambda one: one[0].period.end if one[0].period else date.min)
    newest, details = points[-1]
    secrecy = details.secrecy or common.secrecy or indicator.secrecy
    return Observation(
        indicator.id, newest.value, newest.period, newest.margin, details.source or common.source, secrecy,
        details.note or common.note, tuple(point for point, _ in points), place.span, newest.method,
    )  # fmt: skip


def _value(place: Place, indicator: Indicator) -> Value | None:
    """A value that fits the indicator; None for unknown, or with a report when it does not fit."""
    if place.data is None or place.data == UNKNOWN:
        return None
    problem = value_problem(place.data, indicator)
    if problem is not None:
        is_out = is_number(place.data) and indicator.scale.is_numeric and not is_within(place.data, indicator)
        place.error("FM402" if is_out else "FM403", *problem)
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
    return bare_observation(indicator, value, "--set")
