"""What an importer finds: values by area and period, and the observations of a profile that are made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from fasmodell.diagnostics import Diagnostics, ProfileError, Span, quote
from fasmodell.fitting_values import value_problem
from fasmodell.knowledge import Indicator, IndicatorId
from fasmodell.scales import Value

_ZERO: Final = ("-", "–", "\u2212")
_MISSING: Final = ("", "..", "...", ":", "null")
_NUMBER: Final = re.compile(r"[-\u2212]?[0-9]+(?:[.,][0-9]+)?")
_PLAIN: Final = re.compile(r"[a-zåäö][a-zåäö_0-9]*")
_RESERVED: Final = ("null", "true", "false", "yes", "no", "on", "off", "unknown")


class Found(NamedTuple):
    """
    A value of an indicator for one area and one year, month or day; None where the source does not give it.

    `area` is the code or name of the table. `method` keeps apart what cannot be compared, the RegSO division above
    all. `span` is the place in the table.
    """

    indicator: IndicatorId
    area: str
    period: str
    value: Value | None
    source: str
    method: str | None
    note: str | None
    span: Span


def refused(code: str, message: str, span: Span, help: str | None = None) -> ProfileError:
    """The error of a table that cannot be imported."""
    found = Diagnostics()
    found.error(code, message, span, help)
    return ProfileError("the table cannot be imported", found)


def start_of(file: str | Path) -> Span:
    """The place of what is about a whole file."""
    return Span(str(file), 1, 1, 1, 1)


def cell_span(file: str, sheet: str, row: int, column: int) -> Span:
    """The place of a cell of a workbook; its file is written as `file.xlsx[Sheet!B7]`."""
    return Span(f"{file}[{sheet}!{column_letters(column)}{row}]", row, column, row, column + 1)


def column_letters(column: int) -> str:
    """The letters of a column, counted from 1: A, B, … Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_in(written: object) -> float | int | str | None:
    """
    A cell of a statistics office as a number; None where nothing is given, and the text itself where it is no number.

    `..` and an empty cell are not given, `-` is exactly zero, and a decimal comma is a decimal point.
    """
    if written is None or isinstance(written, bool):
        return None if written is None else str(written)
    if isinstance(written, int | float):
        return written if written == written and abs(written) != float("inf") else str(written)
    text = re.sub(r"[\s\u00a0\u202f]", "", str(written))
    if text.casefold() in _MISSING:
        return None
    if text in _ZERO:
        return 0
    if not _NUMBER.fullmatch(text):
        return str(written)
    number = float(text.replace("\u2212", "-").replace(",", "."))
    return int(number) if number.is_integer() and "," not in text and "." not in text else number


def checked_value(written: object, indicator: Indicator, options: dict[str, str], span: Span) -> Value | None:
    """A cell as a value that fits an indicator; raises ProfileError (FM402, FM403) when it does not."""
    value: Value | None = number_in(written)
    if value is not None and options:
        key = f"{value:g}" if isinstance(value, int | float) else str(value)
        value = options.get(key, key)
    if isinstance(value, float) and value.is_integer() and indicator.scale.is_whole:
        value = int(value)
    problem = None if value is None else value_problem(value, indicator)
    if problem is not None:
        is_number = isinstance(value, int | float) and indicator.scale.is_numeric
        raise refused("FM402" if is_number else "FM403", problem[0], span, problem[1])
    return value


def newest(found: Iterable[Found], as_of: date | None, period: str | None = None) -> list[Found]:
    """
    The newest value of each indicator that is not later than a date, or the one of a period.

    A newest value that the source does not give stays unknown: an older one is not put in its place.
    """
    chosen: dict[IndicatorId, Found] = {}
    for one in found:
        if period is not None and one.period != period:
            continue
        if as_of is not None and one.period[:4] > str(as_of.year):
            continue
        before = chosen.get(one.indicator)
        if before is None or one.period > before.period:
            chosen[one.indicator] = one
    return list(chosen.values())


def pick_area(found: Sequence[Found], wanted: str | None, file: str) -> list[Found]:
    """
    What a table holds for one area, by its code or its name.

    Raises ProfileError (FM612) when the area is not in the table, or when none is named and there are several.
    """
    areas = list(dict.fromkeys(one.area for one in found))
    if wanted is None:
        if len(areas) > 1:
            message = f"the table holds {len(areas)} areas, as {quote(areas[0])} and {quote(areas[1])}"
            raise refused("FM612", message, start_of(file), "say which with `--area`; areas are never averaged")
        return list(found)
    of_area = [one for one in found if one.area.casefold() == wanted.casefold()]
    if not of_area:
        raise refused("FM612", f"the table holds nothing for the area {quote(wanted)}", start_of(file))
    return of_area


def observation_yaml(one: Found) -> str:
    """An observation as it stands in a profile, on one line."""
    parts = [("value", "unknown" if one.value is None else yaml_scalar(one.value)), ("period", one.period)]
    parts += [(key, yaml_scalar(text)) for key, text in _texts(one) if text is not None]
    return "{" + ", ".join(f"{key}: {text}" for key, text in parts) + "}"


def _texts(one: Found) -> tuple[tuple[str, str | None], ...]:
    return (("source", one.source), ("method", one.method), ("note", one.note))


def observations_yaml(found: Iterable[Found]) -> str:
    """The observations as a piece of a profile."""
    lines = [f"  {one.indicator}: {observation_yaml(one)}" for one in found]
    return "\n".join(["observations:", *lines])


def yaml_scalar(value: Value) -> str:
    """A value as YAML that means the same to every reader; text in quotes unless it is a word."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)
    if _PLAIN.fullmatch(value) and value not in _RESERVED:
        return value
    return "".join(char if char.isprintable() else _escaped(char) for char in json.dumps(value, ensure_ascii=False))


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
