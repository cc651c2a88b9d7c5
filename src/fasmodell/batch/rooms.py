"""The memory that chunks are worked in, handed from one chunk to the next: fresh memory costs as much as the work."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from fasmodell.batch.columns_in import Flags
from fasmodell.batch.observed_planes import rows_compared
from fasmodell.batch.planes import ALWAYS, NEVER, Join, Wiring, Words, rows_joined

# What glibc has once handed out in one piece and taken back, up to 32 MB, it no longer asks the system for anew, and it
# keeps twice as much of what is freed. A piece that nobody touches so has the answers of a chunk that the caller let go
# serve the next one. Elsewhere it does nothing.
_PIECE = 31 << 20


class Room(NamedTuple):
    """What one chunk is worked in: every plane, rows to compare in (of whole words), and rows to join planes in."""

    planes: Words
    compared: Flags
    joined: Words


class _Memory(NamedTuple):
    """The memory of a room, for chunks of at most so many words."""

    words: int
    planes: Words
    compared: Flags
    joined: Words


class Rooms:
    """
    Rooms for chunks of one wiring: as many as there are chunks at work, since each is given back for the next.

    What is given back is kept, a room for each core at most. Threads may share them; another process starts with none.
    """

    def __init__(self, wiring: Wiring, joins: tuple[Join, ...]) -> None:
        self._wiring = wiring
        self._joins = joins
        self._spare: deque[_Memory] = deque(maxlen=os.cpu_count() or 1)
        np.empty(_PIECE, np.uint8)

    def __reduce__(self) -> tuple[type[Rooms], tuple[Wiring, tuple[Join, ...]]]:
        return Rooms, (self._wiring, self._joins)

    @contextmanager
    def of(self, words: int) -> Iterator[Room]:
        """Lend a room for rows of so many words; what its planes hold is of no account, but for never and always."""
        memory = self._spared()
        if memory is None or memory.words < words:
            memory = self._made(words)
        yield self._room(memory, words)
        self._spare.append(memory)

    def _spared(self) -> _Memory | None:
        try:
            return self._spare.pop()
        except IndexError:  # rather than asked beforehand, since another thread may take the last one
            return None

    def _made(self, words: int) -> _Memory:
        return _Memory(
            words,
            np.empty(self._wiring.count * words, np.uint64),
            np.empty(rows_compared(self._wiring) * 64 * words, np.bool_),
            np.empty(rows_joined(self._joins) * words, np.uint64),
        )

    def _room(self, memory: _Memory, words: int) -> Room:
        """As much of the memory as so many words take, in one piece; no comparison holds beyond the last row."""
        counts = self._wiring.count, rows_compared(self._wiring), rows_joined(self._joins)
        planes = memory.planes[: counts[0] * words].reshape(counts[0], words)
        compared = memory.compared[: counts[1] * 64 * words].reshape(counts[1], 64 * words)
        joined = memory.joined[: counts[2] * words].reshape(counts[2], words)
        planes[NEVER], planes[ALWAYS] = 0, ~np.uint64(0)
        compared[:, max(0, 64 * (words - 1)) :] = False
        return Room(planes, compared, joined)
