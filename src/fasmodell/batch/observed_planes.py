"""The planes of comparisons: what is observed of many profiles, as bits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from fasmodell.batch.columns_in import Array, Column, Flags, words_of
from fasmodell.batch.planes import Compared, Site, Wiring, Words, packed
from fasmodell.facts import FactId
from fasmodell.knowledge import KnowledgeBase
from fasmodell.rules import Operator
from fasmodell.scales import Value

_UPWARDS = (Operator.AT_LEAST, Operator.ABOVE)
_BEYOND = (Operator.ABOVE, Operator.AT_MOST)


class Cut(NamedTuple):
    """A place on the scale of a column: values from `bound` on are beyond it, or with `is_open` those above it."""

    bound: float
    is_open: bool

    def least(self, dtype: np.dtype[np.generic]) -> object:
        """The least value of a type that is beyond the cut: exact, since no value of the type lies between them."""
        if dtype.kind != "f":
            return math.floor(self.bound) + 1 if self.is_open else math.ceil(self.bound)
        with np.errstate(over="ignore"):
            near = dtype.type(self.bound)
        is_beyond = float(near) > self.bound if self.is_open else float(near) >= self.bound
        return near if is_beyond else np.nextafter(near, dtype.type(math.inf))


@lru_cache(maxsize=4096)
def _leasts(dtype: np.dtype[np.generic], cuts: tuple[Cut, ...]) -> Array:
    """The least value beyond each cut, one below the other, of the column's own type where they fit into it."""
    least = np.array([cut.least(dtype) for cut in cuts])
    return (least.astype(dtype) if (least.astype(dtype) == least).all() else least)[:, np.newaxis]


def compared(values: Array, operator: Operator, bound: tuple[object, ...], out: Flags | None = None) -> Flags:
    """
    Where a comparison holds; exact for whole numbers and for numbers with decimals, as Python compares them.

    A bound may be an array with one bound per row. The answer is written into `out` where that is given.
    """
    if operator is Operator.BETWEEN:
        within = _ordered(values, Operator.AT_LEAST, bound[0], out)
        within &= _ordered(values, Operator.AT_MOST, bound[1])
        return within
    if operator in (Operator.IS, Operator.ONE_OF):
        if values.dtype.kind == "f":
            values = values.astype(np.float64, copy=False)
        found: Flags = np.equal(values, bound[0], out=out)  # type: ignore[call-overload]
        for option in bound[1:]:
            found |= values == option
        return found
    return _ordered(values, operator, bound[0], out)


def _ordered(values: Array, operator: Operator, bound: object, out: Flags | None = None) -> Flags:
    compare = _COMPARE[operator]
    if isinstance(bound, int | float) and math.isfinite(bound):
        bound = Cut(bound, operator in _BEYOND).least(values.dtype)
        compare = np.greater_equal if operator in _UPWARDS else np.less
    elif values.dtype.kind == "f":
        values = values.astype(np.float64, copy=False)
    found: Flags = compare(values, bound, out=out)
    return found


_COMPARE: Mapping[Operator, np.ufunc] = {
    Operator.AT_LEAST: np.greater_equal,
    Operator.AT_MOST: np.less_equal,
    Operator.ABOVE: np.greater,
    Operator.BELOW: np.less,
}


def coded_bound(site: Site, words: tuple[str, ...]) -> tuple[object, ...]:
    """The bound of a comparison as a column holds it: words as their places, -1 for a word there is none of."""
    if not words:
        return site.bound
    return tuple(words.index(str(word)) if str(word) in words else -1 for word in site.bound)


class Comparisons(NamedTuple):
    """The comparisons of one fact as they are made: a cut or a comparison for each row of `compared`."""

    compared: Compared
    cuts: tuple[Cut, ...]
    others: tuple[tuple[Operator, tuple[object, ...]], ...]


def comparisons_of(wiring: Wiring, knowledge: KnowledgeBase) -> tuple[Comparisons, ...]:
    """How the comparisons of every fact are made, with bounds as columns hold them."""
    return tuple(_comparisons(compared, words_of(compared.key, knowledge)) for compared in wiring.compared)


def _comparisons(compared: Compared, words: tuple[str, ...]) -> Comparisons:
    cuts, others = compared.sites[: compared.cuts], compared.sites[compared.cuts :]
    return Comparisons(
        compared,
        tuple(Cut(_number(site.bound[0]), site.operator in _BEYOND) for site in cuts),
        tuple((site.operator, coded_bound(site, words)) for site in others),
    )


def rows_compared(wiring: Wiring) -> int:
    """How many rows of flags the comparisons are made in: for any one fact where it is known, and a row for each."""
    return 1 + max((len(one.sites) for one in wiring.compared), default=0)


def _number(bound: Value) -> float:
    assert isinstance(bound, int | float)  # only then is it a cut
    return bound


class Observed:
    """The facts of some rows, with levels graded from numbers, and the planes of what is known."""

    def __init__(self, columns: Mapping[FactId, Column], size: int) -> None:
        self.columns = columns
        self.size = size
        self.words = -(-size // 64)
        self._known: dict[FactId, Words] = {}

    def known(self, key: FactId) -> Words:
        """The plane of where a fact is known."""
        if key not in self._known:
            column = self.columns.get(key)
            empty = np.zeros(self.words, np.uint64)
            self._known[key] = empty if column is None else packed(column.known_rows())
        return self._known[key]

    def fill(self, made: Comparisons, planes: Words, flags: Flags) -> None:
        """Fill the planes of every comparison of a fact, by way of flags, whose columns beyond the rows are False."""
        key, sites, cuts, first = made.compared
        column = self.columns.get(key)
        rows = len(sites)
        holds, contrary = planes[first : first + rows], planes[first + rows : first + 2 * rows]
        if column is None:
            holds[:] = contrary[:] = 0
            return
        values, here = column.values, flags[: rows + 1, : self.size]
        column.known_rows(here[0])
        if cuts:
            np.greater_equal(values, _leasts(values.dtype, made.cuts), out=here[1 : cuts + 1])
        for row, (operator, bound) in enumerate(made.others, cuts + 1):
            compared(values, operator, bound, here[row])
        bits = np.packbits(flags[: rows + 1], axis=-1, bitorder="little").view(np.uint64)
        np.bitwise_and(bits[1:], bits[0], out=holds)
        np.bitwise_xor(holds, bits[0], out=contrary)

    def fill_one(self, site: Site, bound: tuple[object, ...], pair: tuple[int, int], planes: Words) -> None:
        """Fill the planes of one comparison with a bound of its own, which may differ row by row."""
        column = self.columns.get(site.key)
        if column is not None:
            holds, fails = pair
            known = self.known(site.key)
            np.bitwise_and(packed(compared(column.values, site.operator, bound)), known, out=planes[holds])
            np.bitwise_xor(planes[holds], known, out=planes[fails])
