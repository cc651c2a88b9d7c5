"""Many profiles as columns: for every fact that rules can test one array, with the places where it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.diagnostics import FasmodellError, suggest
from fasmodell.facts import FactId, indicator_id
from fasmodell.knowledge import Indicator, KnowledgeBase
from fasmodell.observed_facts import Tested, facts_of
from fasmodell.profile import Profile
from fasmodell.scales import Scale, Value

if TYPE_CHECKING:
    import polars as pl

    from fasmodell.rule_base import RuleBase

Array = NDArray[np.generic]
Numbers = NDArray[np.int64] | NDArray[np.float64]
Flags = NDArray[np.bool_]

MOVEMENTS = ("falling", "steady", "rising")
_WHOLE = {1: np.int8, 2: np.int16, 4: np.int32, 8: np.int64}


class Column(NamedTuple):
    """
    One fact of many profiles, row by row.

    `values` are numbers, flags, or for a choice and a trend the place of the word in `options` (see `words_of`).
    `known` is False where the fact is unknown; None means known everywhere. NaN is unknown whatever `known` says.
    """

    values: Array
    known: Flags | None = None

    def rows(self, start: int, end: int) -> Column:
        """The rows from `start` to before `end`, without copying."""
        return Column(self.values[start:end], None if self.known is None else self.known[start:end])

    def known_rows(self, out: Flags | None = None) -> Flags:
        """Where the fact is known, in an array of its own."""
        if self.values.dtype.kind == "f":
            known = np.equal(self.values, self.values, out=out)  # NaN alone differs from itself
            return known if self.known is None else np.logical_and(known, self.known, out=known)
        found = np.empty(len(self.values), np.bool_) if out is None else out
        found[:] = True if self.known is None else self.known
        return found


@dataclass(frozen=True, slots=True)
class Columns:
    """
    Many profiles: a column for each fact that any of them knows, under the same keys as `observed_facts.facts_of`.

    A key that is missing is unknown everywhere. `profile_of` gives the whole profile of a row where there is one.
    """

    size: int
    facts: Mapping[FactId, Column]
    profile_of: Callable[[int], Profile] | None = field(default=None, compare=False)

    def rows(self, start: int, end: int) -> Columns:
        """The rows from `start` to before `end`, without copying."""
        end, given = min(end, self.size), self.profile_of
        profile_of = None if given is None else lambda row: given(start + row)
        return Columns(end - start, {key: column.rows(start, end) for key, column in self.facts.items()}, profile_of)


def words_of(key: FactId, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The words that the values of a choice or a trend stand for, in the order of their numbers; none for others."""
    kind, _, rest = key.partition(":")
    if kind == "trend":
        return MOVEMENTS
    indicator = knowledge.indicators.get(rest) if kind == "indicator" else None  # type: ignore[call-overload]
    return tuple(indicator.options) if indicator is not None and indicator.scale is Scale.CHOICE else ()


def columns_of_arrays(base: RuleBase, arrays: Mapping[str, Array | Column], size: int | None = None) -> Columns:
    """
    Take arrays by indicator id, all of one length.

    A masked array, a `Column` and NaN say what is unknown; choices are words (None or "" where unknown) or numbers in
    the order of the indicator's options. Raises FasmodellError for an id that is not an indicator's, a value that its
    indicator cannot have, and lengths that differ.
    """
    facts = {}
    for name, given in arrays.items():
        indicator = _indicator(name, base.knowledge)
        column = _column(given)
        facts[indicator_id(name)] = _checked(indicator, _coded(indicator, column))
    sizes = {len(column.values) for column in facts.values()} | ({size} if size is not None else set())
    if len(sizes) > 1:
        raise FasmodellError(f"the columns have different lengths: {', '.join(map(str, sorted(sizes)))}")
    return Columns(sizes.pop() if sizes else 0, facts)


def columns_of_frame(base: RuleBase, frame: pl.DataFrame) -> Columns:
    """
    Take a polars frame whose columns are indicator ids; null is unknown.

    Raises FasmodellError as `columns_of_arrays` does.
    """
    arrays: dict[str, Column] = {}
    for series in frame.iter_columns():
        known = series.is_not_null().to_numpy()
        indicator = _indicator(series.name, base.knowledge)
        if indicator.scale is Scale.CHOICE:
            values = np.array(series.cast(str).to_list(), dtype=object)
        else:
            values = series.fill_null(strategy="zero").to_numpy() if series.dtype.is_numeric() else _flags(series)
        arrays[series.name] = Column(values, known)
    return columns_of_arrays(base, arrays, frame.height)


def _flags(series: pl.Series) -> Array:
    if str(series.dtype) == "Null":
        return np.zeros(len(series), np.bool_)
    if str(series.dtype) != "Boolean":
        raise FasmodellError(f"the column `{series.name}` holds neither numbers nor flags, but {series.dtype}")
    return series.fill_null(False).to_numpy()


def columns_of_profiles(base: RuleBase, profiles: Sequence[Profile]) -> Columns:
    """
    Take profiles as they were loaded, with their trends, measures in place and previous assessments.

    Every fact is the one that `recommend` would rest on. Trends are worked out for what rules test and for what shows
    that a gate has held.
    """
    tested = with_held(base)
    known = [facts_of(profile, base.knowledge, tested).values for profile in profiles]
    keys = dict.fromkeys(key for values in known for key in values)
    facts = {key: _column_of([values.get(key) for values in known], words_of(key, base.knowledge)) for key in keys}
    return Columns(len(profiles), facts, profiles.__getitem__)


def with_held(base: RuleBase) -> Tested:
    """The running measures and trends that rules test, with the trends that could show that a gate has held."""
    months = base.rules.phase_policy.hold_months
    below = {one for rule in base.evidence_rules for one, _ in base.questions.indicators[rule.fact]}
    below |= {base.questions.graded_from[one] for one in below if one in base.questions.graded_from}
    held = [(name, months) for name in base.knowledge.indicators if name in below]
    return Tested(base.tested.listed, tuple(dict.fromkeys((*base.tested.trends, *held))))


def _column_of(values: Sequence[Value | None], words: Sequence[str]) -> Column:
    known = np.array([value is not None for value in values], np.bool_)
    if words:
        return Column(np.array([-1 if value is None else words.index(str(value)) for value in values], np.int16), known)
    numbers = [0 if value is None else value for value in values]
    if all(isinstance(value, int) for value in numbers):
        return Column(np.array(numbers, np.int64), known)
    return Column(np.array(numbers, np.float64), known)


def _indicator(name: str, knowledge: KnowledgeBase) -> Indicator:
    for id_, indicator in knowledge.indicators.items():
        if id_ == name:
            return indicator
    near = suggest(name, knowledge.indicators)
    raise FasmodellError(f"unknown indicator `{name}`" + (f"; did you mean `{near}`?" if near else ""))


def _column(given: Array | Column) -> Column:
    if isinstance(given, Column):
        return given
    if isinstance(given, np.ma.MaskedArray):
        return Column(np.asarray(given.data), ~np.ma.getmaskarray(given))
    return Column(np.asarray(given))


def _coded(indicator: Indicator, column: Column) -> Column:
    """Words of a choice as numbers."""
    if column.values.dtype.kind not in "OUST":
        return column
    if indicator.scale is not Scale.CHOICE:
        raise FasmodellError(f"the column `{indicator.id}` holds text, but the indicator is a {indicator.scale}")
    places: dict[object, int] = {word: place for place, word in enumerate(indicator.options)}
    missing: Iterable[object] = (None, "", "unknown")
    codes = np.array([places.get(word, -1 if word in missing else -2) for word in column.values.tolist()], np.int16)
    known = codes != -1 if column.known is None else column.known & (codes != -1)
    return Column(codes, known)


def _checked(indicator: Indicator, column: Column) -> Column:
    """A column whose known values fit the indicator; otherwise an error that names the first row that does not."""
    values, known = column.values, column.known_rows()
    if values.ndim != 1 or known.shape != values.shape:
        raise FasmodellError(f"the column `{indicator.id}` is not one row per profile")
    if values.dtype.kind not in "biuf":
        raise FasmodellError(f"the column `{indicator.id}` holds neither numbers nor flags, but {values.dtype}")
    numbers: Numbers = values  # type: ignore[assignment]  # their kind has just been seen
    low, high = _range(indicator)
    fits = np.ones(len(values), np.bool_)
    if low is not None:
        fits &= numbers >= low
    if high is not None:
        fits &= numbers <= high
    if values.dtype.kind == "f":
        fits &= np.isfinite(numbers)
        if indicator.scale.is_whole or not indicator.scale.is_numeric:
            fits &= numbers == np.floor(numbers)
    wrong = known & ~fits
    if wrong.any():
        row = int(wrong.argmax())
        raise FasmodellError(f"row {row} of the column `{indicator.id}` has a value that the indicator cannot have")
    return column


def _range(indicator: Indicator) -> tuple[float | None, float | None]:
    if indicator.scale is Scale.FLAG:
        return 0, 1
    if indicator.scale is Scale.CHOICE:
        return 0, len(indicator.options) - 1
    return indicator.low, indicator.high
