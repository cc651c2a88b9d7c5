"""The memory that chunks are worked in, handed from one chunk to the next: fresh memory costs as much as the work."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from fasmodell.batch.columns_in import Flags
from fasmodell.batch.observed_planes import rows_compared
from fasmodell.batch.planes import ALWAYS, NEVER, Join, Wiring, Words, rows_joined


class Room(NamedTuple):
    """What one chunk is worked in: every plane, rows to compare in (of whole words), and rows to join planes in."""

    planes: Words
    compared: Flags
    joined: Words


class Rooms:
    """Rooms for chunks of one wiring: as many as there are chunks at work, since each is given back for the next."""

    def __init__(self, wiring: Wiring, joins: tuple[Join, ...]) -> None:
        self._wiring = wiring
        self._joins = joins
        self._spare: deque[Room] = deque()

    @contextmanager
    def of(self, words: int) -> Iterator[Room]:
        """Lend a room for rows of so many words; what its planes hold is of no account, but for never and always."""
        room = self._spared()
        if room is None or room.planes.shape[1] != words:
            room = self._made(words)
        yield room
        self._spare.append(room)

    def _spared(self) -> Room | None:
        try:
            return self._spare.pop()
        except IndexError:  # rather than asked beforehand, since another thread may take the last one
            return None

    def _made(self, words: int) -> Room:
        planes = np.empty((self._wiring.count, words), np.uint64)
        planes[NEVER], planes[ALWAYS] = 0, ~np.uint64(0)
        compared = np.zeros((rows_compared(self._wiring), 64 * words), np.bool_)
        return Room(planes, compared, np.empty((rows_joined(self._joins), words), np.uint64))
