"""The cells of a table as values of an indicator, read as statistics offices and spreadsheets write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fasmodell.batch.columns_in import Array, Column, Flags, words_of
from fasmodell.facts import indicator_id
from fasmodell.fitting_values import is_within, value_problem
from fasmodell.knowledge import Indicator, KnowledgeBase
from fasmodell.scales import Scale, Value, is_number

# Suppressed (`..`), not collected (empty) and not known are one and the same to a rule: unknown, and never zero.
_UNKNOWN: Final = ("", "..", "...", "unknown", "okänt", "okänd", "ej känt", "not known", "null")
_YES: Final = ("true", "ja", "yes", "1", "1.0", "sant")
_NO: Final = ("false", "nej", "no", "0", "0.0", "falskt")
# A lone hyphen or dash is an exact zero in the tables of the statistics offices.
_ZERO: Final = ("-", "–", "\u2212")


class Wrong(NamedTuple):
    """A cell that its indicator cannot have: the row (from 0), what stands there, and why it cannot be used."""

    row: int
    written: str
    code: str
    message: str


class Cells(NamedTuple):
    """A column as the engine takes it, with the cells that cannot be used; these are unknown in the column."""

    column: Column
    wrong: tuple[Wrong, ...]


def read_cells(indicator: Indicator, series: pl.Series, knowledge: KnowledgeBase) -> Cells:
    """
    Read one column of an indicator.

    Text is read with a decimal comma or point, with spaces between thousands, `-` as zero and `..` as suppressed;
    flags as ja and nej, true and false, 1 and 0; choices by id or by name. Nothing is guessed: what does not fit is
    given back with its row.
    """
    if indicator.scale is Scale.CHOICE:
        return _choices(indicator, series, knowledge)
    if indicator.scale is Scale.FLAG:
        values, known, wrong = _flags(series)
    else:
        numbers, known, wrong = _numbers(series)
        values, wrong = numbers, wrong | (known & ~_fits(indicator, numbers))
    return Cells(Column(values, known & ~wrong), tuple(_explained(indicator, series, wrong)))


def read_running(header: str, series: pl.Series) -> Cells:
    """Read a column that says whether a measure runs, as flags are read."""
    values, known, wrong = _flags(series)
    message = f"`{header}` must say whether the measure runs, as `true` or `false`"
    found = (Wrong(row, str(series[row]), "FM403", message) for row in np.flatnonzero(wrong).tolist())
    return Cells(Column(values, known & ~wrong), tuple(found))


def _text(series: pl.Series) -> pl.Series:
    return series.cast(pl.String).str.strip_chars().str.to_lowercase()


def _numbers(series: pl.Series) -> tuple[NDArray[np.float64], Flags, Flags]:
    """Numbers, where they are known, and where something stands that is no number."""
    if series.dtype.is_numeric():
        given = series.cast(pl.Float64)
        known = (given.is_not_null() & given.is_not_nan().fill_null(False)).to_numpy()
        return given.fill_null(0.0).fill_nan(0.0).to_numpy(), known, np.zeros(len(series), np.bool_)
    text = _text(series)
    unknown = (text.is_null() | text.is_in(_UNKNOWN)).to_numpy()
    plain = text.str.replace_all(r"[\s\u00a0\u202f]", "").str.replace("\u2212", "-", literal=True)
    plain = plain.str.replace(",", ".", literal=True)
    zero = plain.is_in(_ZERO).fill_null(False).to_numpy()
    read = plain.cast(pl.Float64, strict=False)
    values = read.fill_null(0.0).to_numpy()
    good = read.is_finite().fill_null(False).to_numpy() & plain.str.contains(r"[0-9]").fill_null(False).to_numpy()
    return np.where(zero | unknown | ~good, 0.0, values), ~unknown, ~(unknown | zero | good)


def _fits(indicator: Indicator, values: NDArray[np.float64]) -> Flags:
    fits = np.ones(len(values), np.bool_)
    if indicator.low is not None:
        fits &= values >= indicator.low
    if indicator.high is not None:
        fits &= values <= indicator.high
    if indicator.scale.is_whole:
        fits &= values == np.floor(values)
    return fits


def _flags(series: pl.Series) -> tuple[Array, Flags, Flags]:
    if series.dtype == pl.Boolean:
        nothing = np.zeros(len(series), np.bool_)
        return series.fill_null(False).to_numpy(), series.is_not_null().to_numpy(), nothing
    text = _text(series)
    unknown = (text.is_null() | text.is_in(_UNKNOWN)).to_numpy()
    yes, no = (text.is_in(words).fill_null(False).to_numpy() for words in (_YES, _NO))
    return yes, ~unknown, ~(unknown | yes | no)


def _choices(indicator: Indicator, series: pl.Series, knowledge: KnowledgeBase) -> Cells:
    text = _text(series)
    unknown = (text.is_null() | text.is_in(_UNKNOWN)).to_numpy()
    places: dict[str, int] = {}
    for place, option in enumerate(words_of(indicator_id(indicator.id), knowledge)):
        name = indicator.options[option]
        for word in (name.sv, name.en, option):
            places[word.casefold()] = place
    codes = text.replace_strict(list(places), list(places.values()), default=-1, return_dtype=pl.Int16)
    values = codes.fill_null(-1).to_numpy()
    wrong = ~unknown & (values < 0)
    return Cells(Column(values, ~unknown & ~wrong), tuple(_explained(indicator, series, wrong)))


def _explained(indicator: Indicator, series: pl.Series, wrong: Flags) -> Iterator[Wrong]:
    """Say of each cell what a profile with its value would be told."""
    for row in np.flatnonzero(wrong).tolist():
        written = series[row]
        value = _as_profile(written)
        found = value_problem(value, indicator)
        message = found[0] if found is not None else f"`{indicator.id}` cannot have this value"
        is_out = is_number(value) and indicator.scale.is_numeric and not is_within(value, indicator)
        yield Wrong(row, str(written), "FM402" if is_out else "FM403", message)


def _as_profile(written: object) -> Value:
    """A cell as a profile would hold it: a number where it reads as one, otherwise what stands there."""
    if isinstance(written, bool | int | float):
        return written
    try:
        number = float(str(written).strip().replace("\u00a0", "").replace(" ", "").replace(",", ".", 1))
    except ValueError:
        return str(written)
    return int(number) if number.is_integer() else number
