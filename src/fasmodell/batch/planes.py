"""
Facts of many profiles as bits: one bit per profile, 64 to a word, a plane per T or F symbol.

The normal form is positive, so a whole program is ANDs and ORs of planes. A plane whose bit is 0 for both symbols of a
proposition says that it is unknown there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.columns_in import Flags
from fasmodell.facts import FactId
from fasmodell.program import Clause, Literal, Program, Ref, Test
from fasmodell.rules import Operator
from fasmodell.scales import Value

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]

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

    @property
    def is_cut(self) -> bool:
        """True where the comparison asks on which side of one number a value is."""
        return self.operator in _CUTS and isinstance(self.bound[0], int | float) and math.isfinite(self.bound[0])


_UPWARDS = (Operator.AT_LEAST, Operator.ABOVE)
_CUTS = (*_UPWARDS, Operator.AT_MOST, Operator.BELOW)


class Join(NamedTuple):
    """
    Planes that are the AND (or the OR) of others, from `start` to before `end`, those of most parts first.

    `first` are the first parts of all, `further` the second parts of as many as have one, then the third, and so on.
    """

    operation: np.ufunc
    start: int
    end: int
    first: Places
    further: tuple[Places, ...]


class _Joined(NamedTuple):
    """A plane as the AND or the OR of others."""

    out: int
    parts: tuple[int, ...]


class Compared(NamedTuple):
    """
    The comparisons of one fact, each at its row: from `first` on a plane for each row, then as many for the contrary.

    The first `cuts` of them cut the scale in two, and their rows say that a value is at the cut or beyond it, whichever
    side is asked for; the others say that the comparison holds.
    """

    key: FactId
    sites: tuple[Site, ...]
    cuts: int
    first: int


class Wiring:
    """
    Where every comparison and symbol of some programs has its plane, and the joins that fill those of symbols.

    A symbol with one clause of one literal shares the plane of that literal. What an earlier program decides is read
    from the planes of its symbols. `sites` holds for each comparison, in the order of first use, the plane where it
    holds and the one where it is known not to.
    """

    def __init__(self, by_rule: bool, *programs: Program) -> None:
        self.by_rule = by_rule
        self.count = 2
        self.symbols: dict[FactId, int] = {}
        used = dict.fromkeys(site for program in programs for site in _sites_of(program, by_rule))
        by_key: dict[FactId, list[Site]] = {}
        for site in used:
            by_key.setdefault(site.key, []).append(site)
        self.compared = tuple(self._compared(key, of_key) for key, of_key in by_key.items())
        planes = {site: pair for one in self.compared for site, pair in _planes_of(one)}
        self.sites: dict[Site, tuple[int, int]] = {site: planes[site] for site in used}

    def _compared(self, key: FactId, sites: list[Site]) -> Compared:
        cuts = [site for site in sites if site.is_cut]
        found = Compared(key, (*cuts, *(site for site in sites if not site.is_cut)), len(cuts), self.count)
        self.count += 2 * len(sites)
        return found

    def add(self, program: Program) -> tuple[Join, ...]:
        """
        Give the symbols of a program their planes and return the joins that fill them, in an order that can be run.

        Planes that rest on none of each other stand side by side and are joined at once, since a call for each would
        cost more than its work and threads would wait for each other between them.
        """
        start, depth = self.count, dict[int, int]()
        alike: dict[tuple[int, np.ufunc], list[_Joined]] = {}

        def join(operation: np.ufunc, out: int, parts: tuple[int, ...]) -> None:
            depth[out] = 1 + max(depth.get(part, 0) for part in parts)
            alike.setdefault((depth[out], operation), []).append(_Joined(out, parts))

        own = []
        for head, bodies in self._bodies(program):
            ways = tuple(dict.fromkeys(self._way(body, join) for body in bodies))
            self.symbols[head] = ways[0] if len(ways) == 1 else self.new()
            own.append(head)
            if len(ways) > 1:
                join(np.bitwise_or, self.symbols[head], ways)
        in_order = sorted(alike.items(), key=lambda one: one[0][0])
        for _, joined in in_order:
            joined.sort(key=lambda one: -len(one.parts))
        outs = [one.out for _, joined in in_order for one in joined]
        moved = dict(zip(outs, range(start, self.count), strict=True))
        self.symbols.update({head: moved.get(self.symbols[head], self.symbols[head]) for head in own})
        return tuple(_join(operation, joined, moved) for (_, operation), joined in in_order)

    def _bodies(self, program: Program) -> Iterator[tuple[FactId, list[tuple[int, ...]]]]:
        """The bodies of every symbol as planes, at the place of the symbol's last clause."""
        last = {clause.head: place for place, clause in enumerate(program.clauses)}
        found: dict[FactId, list[tuple[int, ...]]] = {}
        for place, clause in enumerate(program.clauses):
            found.setdefault(clause.head, []).append(self.body(clause))
            if last[clause.head] == place:
                yield clause.head, found[clause.head]

    def _way(self, body: tuple[int, ...], join: Callable[[np.ufunc, int, tuple[int, ...]], None]) -> int:
        """The plane of a body; one of several literals gets a plane of its own."""
        if len(body) < 2:
            return body[0] if body else ALWAYS
        out = self.new()
        join(np.bitwise_and, out, body)
        return out

    def new(self) -> int:
        """The number of a plane that is not used yet."""
        self.count += 1
        return self.count - 1

    def body(self, clause: Clause) -> tuple[int, ...]:
        """The planes whose AND is the body of a clause; what always holds is left out."""
        planes = dict.fromkeys(self.plane(literal, clause.derivation.rule) for literal in clause.body)
        return tuple(plane for plane in planes if plane != ALWAYS)

    def plane(self, literal: Literal, rule: str) -> int:
        """The plane of a literal."""
        if isinstance(literal, Ref):
            return self.symbols[literal.premise]
        if not is_observed(literal.key):
            # Decided by an earlier program: known true or known false are symbols of it.
            return self.symbols.get(literal.premise, NEVER)
        holds, fails = self.sites[site_of(literal, rule if self.by_rule else "")]
        return holds if literal.wanted else fails


def is_observed(key: FactId) -> bool:
    """True for what a profile gives, False for what an earlier stage decides."""
    return key.partition(":")[0] in ("indicator", "trend", "listed")


def _join(operation: np.ufunc, joined: list[_Joined], moved: Mapping[int, int]) -> Join:
    ranks = [
        np.array([moved.get(one.parts[rank], one.parts[rank]) for one in joined if rank < len(one.parts)], np.intp)
        for rank in range(len(joined[0].parts))
    ]
    start = moved[joined[0].out]
    return Join(operation, start, start + len(joined), ranks[0], tuple(ranks[1:]))


def rows_joined(joins: Iterable[Join]) -> int:
    """How many rows of room the joins are worked in, besides the planes."""
    return max((len(places) for one in joins for places in one.further), default=0)


def run_joins(joins: Iterable[Join], planes: Words, room: Words) -> None:
    """Fill the planes of symbols, in place."""
    for operation, start, end, first, further in joins:
        before = planes[:start]  # which shares no memory with what is filled, so that nothing is copied to be safe
        before.take(first, axis=0, out=planes[start:end], mode="clip")
        for places in further:
            into, parts = planes[start : start + len(places)], room[: len(places)]
            before.take(places, axis=0, out=parts, mode="clip")
            operation(into, parts, out=into)


def _sites_of(program: Program, by_rule: bool) -> Iterator[Site]:
    for clause in program.clauses:
        for literal in clause.body:
            if isinstance(literal, Test) and is_observed(literal.key):
                yield site_of(literal, clause.derivation.rule if by_rule else "")


def _planes_of(compared: Compared) -> Iterator[tuple[Site, tuple[int, int]]]:
    for row, site in enumerate(compared.sites, compared.first):
        contrary = row + len(compared.sites)
        is_turned = row < compared.first + compared.cuts and site.operator not in _UPWARDS
        yield site, (contrary, row) if is_turned else (row, contrary)


def site_of(test: Test, rule: str) -> Site:
    """The comparison that a literal makes."""
    return Site(rule, test.key, test.operator, test.bound)


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
