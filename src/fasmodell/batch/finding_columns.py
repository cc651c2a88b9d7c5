"""
Findings alone for many profiles: what `ColumnEngine` does before gates, phase and measures.

For those who map a problem over many areas and ask for no decision. Nothing but the comparisons and rules that a
finding rests on is worked out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.chunks import in_order
from fasmodell.batch.columns_in import Columns
from fasmodell.batch.graded_columns import graded_facts
from fasmodell.batch.observed_planes import Observed, comparisons_of
from fasmodell.batch.planes import NEVER, Wiring, Words, run_joins, unpacked
from fasmodell.batch.rooms import Rooms
from fasmodell.batch.variation import AS_WRITTEN
from fasmodell.facts import FactId, finding_id, negated
from fasmodell.knowledge import FindingId, Level
from fasmodell.program import Clause, Program, Ref
from fasmodell.rule_base import RuleBase

# Rows of a chunk: so many that calls cost little beside their work and threads seldom wait for each other between them;
# and bytes that all planes of a chunk may take.
_ROWS = 1 << 18
_PLANES = 32 << 20


class FindingPlanes(NamedTuple):
    """
    Findings of some rows, one bit per row, 64 to a word: `holds` where known to hold, `fails` where known not to.

    Both are shaped (len(asked), words). A row with neither bit is open: unknown, and not ruled out. Bits after the last
    row are not part of the answer.
    """

    asked: tuple[tuple[FindingId, Level], ...]
    holds: Words
    fails: Words
    size: int

    def states(self) -> NDArray[np.int8]:
        """1 where a finding is known to hold, 0 where known not to, -1 where open; (len(asked), size)."""
        holds, fails = unpacked(self.holds)[:, : self.size], unpacked(self.fails)[:, : self.size]
        known = (holds | fails).view(np.int8)
        return holds.view(np.int8) + known - np.int8(1)


class FindingEngine:
    """
    Concludes findings for many profiles, as the core does one by one.

    `asked` are the findings at their levels; by default every finding at every level that some rule concludes, or that
    follows from a higher one. Keeps the memory of its chunks between calls, and nothing else; safe to share between
    threads and to hand to processes.
    """

    def __init__(self, base: RuleBase, asked: tuple[tuple[FindingId, Level], ...] | None = None) -> None:
        self.base = base
        self.asked = _concluded(base) if asked is None else asked
        symbols = [symbol for one in self.asked for symbol in (finding_id(*one), negated(finding_id(*one)))]
        program = Program(_clauses_below(base.situation, symbols))
        wiring = Wiring(False, program)
        self._joins = wiring.add(program)
        self._comparisons = comparisons_of(wiring, base.knowledge)
        self._wiring = wiring
        self._rooms = Rooms(wiring, self._joins)
        self._chunk = _ROWS
        while self._chunk // 8 * wiring.count > _PLANES and self._chunk > 1 << 13:
            self._chunk //= 2
        self._holds, self._fails = (
            [wiring.symbols.get(symbol, NEVER) for symbol in symbols[first::2]] for first in (0, 1)
        )

    def evaluate_chunks(
        self, columns: Columns, *, chunk: int | None = None, workers: int = 1
    ) -> Iterator[FindingPlanes]:
        """
        Answer chunk by chunk, in order; at least one chunk comes, if only an empty one.

        A chunk of the engine's own choice suits most. Memory is bounded by it and the number of workers: no more than
        one chunk per worker is worked ahead.
        """
        size = _even(columns.size, self._chunk, workers) if chunk is None else chunk

        def answer(start: int) -> FindingPlanes:
            return self._evaluate(columns.rows(start, start + size))

        yield from in_order(answer, range(0, max(columns.size, 1), size), workers)

    def _evaluate(self, columns: Columns) -> FindingPlanes:
        observed = Observed(graded_facts(columns.facts, self.base, AS_WRITTEN), columns.size)
        with self._rooms.of(observed.words) as room:
            planes = room.planes
            for made in self._comparisons:
                observed.fill(made, planes, room.compared)
            run_joins(self._joins, planes, room.joined)
            return FindingPlanes(self.asked, planes[self._holds], planes[self._fails], columns.size)


def _even(size: int, most: int, workers: int) -> int:
    """Rows of a chunk, of whole words and no more than `most`, so that each worker gets as many chunks, all alike."""
    chunks = -(-size // (most * workers)) * workers
    return max(1, -(-size // (chunks * 64))) * 64 if chunks else most


def _concluded(base: RuleBase) -> tuple[tuple[FindingId, Level], ...]:
    heads = {head for head, _ in base.situation.conclusions}
    every = ((finding, level) for finding in base.knowledge.findings for level in Level)
    return tuple(one for one in every if finding_id(*one) in heads)


def _clauses_below(program: Program, symbols: list[FactId]) -> tuple[Clause, ...]:
    """The clauses that some symbols rest on, in the order of the program."""
    needed = set(symbols)
    kept = []
    for clause in reversed(program.clauses):
        if clause.head in needed:
            kept.append(clause)
            needed.update(literal.premise for literal in clause.body if isinstance(literal, Ref))
    return tuple(reversed(kept))
