"""
Facts of many profiles as bits: one bit per profile, 64 to a word, a plane per T or F symbol.

The normal form is positive, so a whole program is ANDs and ORs of planes. A plane whose bit is 0 for both symbols of a
proposition says that it is unknown there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.columns_in import Array, Column, Flags
from fasmodell.facts import FactId
from fasmodell.program import Clause, Literal, Program, Ref, Test
from fasmodell.rules import Operator
from fasmodell.scales import Value

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

NEVER, ALWAYS = 0, 1


class Site(NamedTuple):
    """
    A comparison that clauses make: of which fact, how and with what.

    `rule` is the rule that makes it where comparisons of different rules are kept apart, otherwise empty.
    """

    rule: str
    key: FactId
    operator: Operator
    bound: tuple[Value, ...]


class Step(NamedTuple):
    """A symbol's plane as the OR of clauses, each the AND of the planes of its body."""

    out: int
    bodies: tuple[tuple[int, ...], ...]


class Wiring:
    """
    Where every comparison and symbol has its plane, and the steps that fill them, in an order that can be run.

    A symbol with one clause of one literal shares the plane of that literal. What an earlier program decides is read
    from the planes of its symbols.
    """

    def __init__(self, by_rule: bool) -> None:
        self.by_rule = by_rule
        self.count = 2
        self.sites: dict[Site, dict[bool, int]] = {}
        self.symbols: dict[FactId, int] = {}

    def add(self, program: Program) -> tuple[Step, ...]:
        """Give the symbols of a program their planes and return the steps that fill them."""
        clauses: dict[FactId, list[Clause]] = {}
        for clause in program.clauses:
            found = clauses.pop(clause.head, [])
            clauses[clause.head] = [*found, clause]  # moved to where the head's last clause stands
        steps = []
        for head, of_head in clauses.items():
            bodies = tuple(dict.fromkeys(self.body(clause) for clause in of_head))
            if len(bodies) == 1 and len(bodies[0]) <= 1:
                self.symbols[head] = bodies[0][0] if bodies[0] else ALWAYS
            else:
                self.symbols[head] = self.new()
                steps.append(Step(self.symbols[head], bodies))
        return tuple(steps)

    def new(self) -> int:
        """The number of a plane that is not used yet."""
        self.count += 1
        return self.count - 1

    def body(self, clause: Clause) -> tuple[int, ...]:
        """The planes whose AND is the body of a clause."""
        return tuple(dict.fromkeys(self.plane(literal, clause.derivation.rule) for literal in clause.body))

    def plane(self, literal: Literal, rule: str) -> int:
        """The plane of a literal; a comparison gets one when it is met first."""
        if isinstance(literal, Ref):
            return self.symbols[literal.premise]
        if not is_observed(literal.key):
            # Decided by an earlier program: known true or known false are symbols of it.
            return self.symbols.get(literal.premise, NEVER)
        of_site = self.sites.setdefault(site_of(literal, rule if self.by_rule else ""), {})
        if literal.wanted not in of_site:
            of_site[literal.wanted] = self.new()
        return of_site[literal.wanted]


def is_observed(key: FactId) -> bool:
    """True for what a profile gives, False for what an earlier stage decides."""
    return key.partition(":")[0] in ("indicator", "trend", "listed")


def site_of(test: Test, rule: str) -> Site:
    """The comparison that a literal makes."""
    return Site(rule, test.key, test.operator, test.bound)


def run_steps(steps: Iterable[Step], planes: Words) -> None:
    """Fill the planes of symbols, in place."""
    both, either = np.bitwise_and, np.bitwise_or
    held = np.empty(planes.shape[1], np.uint64)
    rows = list(planes)
    for out, bodies in steps:
        into = rows[out]
        for number, body in enumerate(bodies):
            target = held if number else into
            if len(body) >= 2:
                both(rows[body[0]], rows[body[1]], out=target)
                for plane in body[2:]:
                    both(target, rows[plane], out=target)
                if number:
                    either(into, held, out=into)
            else:
                only = rows[body[0]] if body else rows[ALWAYS]
                if number:
                    either(into, only, out=into)
                else:
                    into[:] = only


def packed(flags: Flags) -> Words:
    """Flags as words of 64 bits; the last word is filled up with zeros."""
    missing = -len(flags) % 64
    bits = np.packbits(flags, bitorder="little")
    if missing:
        bits = np.concatenate([bits, np.zeros(-len(bits) % 8, np.uint8)])
    return bits.view(np.uint64)


def unpacked(words: Words) -> Bytes:
    """Bits as bytes that are 0 or 1, along the last axis: 64 for each word."""
    return np.unpackbits(np.ascontiguousarray(words).view(np.uint8), axis=-1, bitorder="little")


def compared(values: Array, operator: Operator, bound: tuple[object, ...], out: Flags | None = None) -> Flags:
    """
    Where a comparison holds; exact for whole numbers and for numbers with decimals, as Python compares them.

    A bound may be an array with one bound per row. The answer is written into `out` where that is given.
    """
    if values.dtype.kind == "f" and values.dtype.itemsize != 8 and not _is_narrow(values, operator, bound):
        values = values.astype(np.float64)
    if operator is Operator.BETWEEN:
        within = _ordered(values, Operator.AT_LEAST, bound[0], out)
        within &= _ordered(values, Operator.AT_MOST, bound[1])
        return within
    if operator in (Operator.IS, Operator.ONE_OF):
        found: Flags = np.equal(values, bound[0], out=out)  # type: ignore[call-overload]
        for option in bound[1:]:
            found |= values == option
        return found
    return _ordered(values, operator, bound[0], out)


_COMPARE: Mapping[Operator, Callable[..., Flags]] = {
    Operator.AT_LEAST: np.greater_equal,
    Operator.AT_MOST: np.less_equal,
    Operator.ABOVE: np.greater,
    Operator.BELOW: np.less,
}


def _is_narrow(values: Array, operator: Operator, bound: tuple[object, ...]) -> bool:
    """Whether numbers of 32 bits can stay so: in an order, against bounds that `_ordered` can round."""
    is_ordered = operator in _COMPARE or operator is Operator.BETWEEN
    return values.dtype == np.float32 and is_ordered and all(isinstance(one, int | float) for one in bound)


def _ordered(values: Array, operator: Operator, bound: object, out: Flags | None = None) -> Flags:
    if values.dtype == np.float32 and isinstance(bound, int | float):
        # No number of 32 bits lies between the bound and the nearest such number on the side that decides.
        near = _nearest(bound, upwards=operator in (Operator.AT_LEAST, Operator.BELOW))
        return _COMPARE[operator](values, near, out=out)
    if values.dtype.kind in "iub" and isinstance(bound, float):
        # A whole number is compared with a whole number, so that a narrow column stays narrow.
        rounded = math.ceil(bound) if operator in (Operator.AT_LEAST, Operator.BELOW) else math.floor(bound)
        return _COMPARE[operator](values, rounded, out=out)
    return _COMPARE[operator](values, bound, out=out)


def _nearest(bound: float, *, upwards: bool) -> np.float32:
    """The least number of 32 bits that is not below a bound, or the greatest that is not above it."""
    with np.errstate(over="ignore"):
        near = np.float32(bound)
    is_beyond = float(near) < bound if upwards else float(near) > bound
    return np.float32(np.nextafter(near, np.float32(math.inf if upwards else -math.inf))) if is_beyond else near


def coded_bound(site: Site, words: tuple[str, ...]) -> tuple[object, ...]:
    """The bound of a comparison as a column holds it: words as their places, -1 for a word there is none of."""
    if not words:
        return site.bound
    return tuple(words.index(str(word)) if str(word) in words else -1 for word in site.bound)


class Proofs(NamedTuple):
    """Which observed facts of a kind the proofs of symbols rest on: for each symbol the planes that say so."""

    steps: tuple[tuple[int, tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]], ...]
    planes: Mapping[FactId, int]
    leaves: tuple[tuple[FactId, int], ...]


def proofs_of(wiring: Wiring, program: Program, roots: Iterable[FactId]) -> Proofs:
    """
    Wire the question whether any leaf of some kind is below a symbol in its proof.

    A leaf counts for a symbol when a clause that fires has it in its body, directly or through a symbol.
    """
    of_head: dict[FactId, list[Clause]] = {}
    for clause in program.clauses:
        of_head.setdefault(clause.head, []).append(clause)
    below = _below(of_head, roots)
    planes: dict[FactId, int] = {}
    leaves: dict[FactId, int] = {}
    steps = []
    for head in dict.fromkeys(clause.head for clause in reversed(program.clauses)):
        if head in below:
            planes[head] = wiring.new()
    for head in sorted(planes, key=_last_places(program).__getitem__):
        ways = []
        for clause in of_head[head]:
            rests_on = []
            for literal in clause.body:
                if isinstance(literal, Ref):
                    rests_on += [planes[literal.premise]] if literal.premise in planes else []
                else:
                    if literal.key not in leaves:
                        leaves[literal.key] = wiring.new()
                    rests_on.append(leaves[literal.key])
            ways.append((wiring.body(clause), tuple(rests_on)))
        steps.append((planes[head], tuple(ways)))
    return Proofs(tuple(steps), planes, tuple(leaves.items()))


def _below(of_head: Mapping[FactId, list[Clause]], roots: Iterable[FactId]) -> set[FactId]:
    found: set[FactId] = set()
    waiting = [root for root in roots if root in of_head]
    while waiting:
        head = waiting.pop()
        if head not in found:
            found.add(head)
            for clause in of_head[head]:
                waiting += [one.premise for one in clause.body if isinstance(one, Ref) and one.premise in of_head]
    return found


def _last_places(program: Program) -> dict[FactId, int]:
    return {clause.head: place for place, clause in enumerate(program.clauses)}


def run_proofs(proofs: Proofs, planes: Words) -> None:
    """Fill the planes of proofs, in place; those of the leaves are filled already."""
    for out, ways in proofs.steps:
        planes[out] = 0
        for body, rests_on in ways:
            fired = planes[ALWAYS].copy()
            for plane in body:
                fired &= planes[plane]
            touched = np.zeros_like(fired)
            for plane in rests_on:
                touched |= planes[plane]
            planes[out] |= fired & touched


class Observed:
    """
    The facts of some rows, with levels graded from numbers, and the planes of what is known.

    Comparisons are made in one array of flags, again and again: fresh memory costs as much as a comparison.
    """

    def __init__(self, columns: Mapping[FactId, Column], size: int) -> None:
        self.columns = columns
        self.words = -(-size // 64)
        self._known: dict[FactId, Words] = {}
        self._flags: Flags = np.empty(size, np.bool_)

    def known(self, key: FactId) -> Words:
        """The plane of where a fact is known."""
        if key not in self._known:
            column = self.columns.get(key)
            empty = np.zeros(self.words, np.uint64)
            self._known[key] = empty if column is None else packed(column.known_rows())
        return self._known[key]

    def fill(self, site: Site, bound: tuple[object, ...], wanted: Mapping[bool, int], planes: Words) -> None:
        """Fill the planes of a comparison that holds, and of one known not to."""
        column = self.columns.get(site.key)
        if column is None:
            for plane in wanted.values():
                planes[plane] = 0
            return
        holds, known = packed(compared(column.values, site.operator, bound, self._flags)), self.known(site.key)
        if True in wanted:
            np.bitwise_and(holds, known, out=planes[wanted[True]])
        if False in wanted:
            np.bitwise_and(~holds, known, out=planes[wanted[False]])
