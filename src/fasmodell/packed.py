"""Collections that are pickled piece by piece, so that what is unpickled is only what is asked for."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import SupportsIndex, TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")


class Packed(Mapping[K, V]):
    """
    A read-only mapping in a fixed order.

    A rule base holds thousands of texts and an answer shows a few of them: kept in a cache, each entry waits as bytes
    until it is first used. The bytes of all entries are one buffer, which a cache can hand over without copying it.
    Several threads may unpickle the same entry; they get equal ones.
    """

    __slots__ = ("_content", "_entries", "_places")

    def __init__(self, entries: Mapping[K, V]) -> None:
        self._entries: dict[K, V] = dict(entries)
        self._places: dict[K, tuple[int, int]] = dict.fromkeys(entries, (0, 0))
        self._content = memoryview(b"")

    def __getitem__(self, key: K) -> V:
        try:
            return self._entries[key]
        except KeyError:
            start, end = self._places[key]
            entry: V = pickle.loads(self._content[start:end])
            self._entries[key] = entry
            return entry

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[K]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return f"Packed({len(self)} entries)"

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[object, ...]:
        pieces = [
            self._content[start:end] if end else pickle.dumps(self._entries[key], 5)
            for key, (start, end) in self._places.items()
        ]
        ends, content = tuple(accumulate(map(len, pieces))), b"".join(pieces)
        return _unpacked, (tuple(self._places), ends, pickle.PickleBuffer(content) if int(protocol) >= 5 else content)


def _unpacked(keys: tuple[K, ...], ends: tuple[int, ...], content: bytes | memoryview) -> Packed[K, V]:
    packed: Packed[K, V] = Packed({})
    packed._places = dict(zip(keys, pairwise((0, *ends)), strict=True))
    packed._content = memoryview(content)
    return packed


class PackedSequence(Sequence[V]):
    """A read-only sequence that is pickled in pieces of 64, each of which waits until it is used."""

    __slots__ = ("_length", "_pieces", "_whole")

    def __init__(self, items: Sequence[V]) -> None:
        self._length = len(items)
        self._whole: list[V] | None = None  # made when the last piece is unpacked
        self._pieces: list[Sequence[V] | bytes] = [
            items[start : start + _PIECE] for start in range(0, len(items), _PIECE)
        ]

    @overload
    def __getitem__(self, position: int) -> V: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[V]: ...
    def __getitem__(self, position: int | slice) -> V | Sequence[V]:
        if isinstance(position, slice):
            return [self[one] for one in range(*position.indices(self._length))]
        if not -self._length <= position < self._length:
            raise IndexError(position)
        piece, place = divmod(position % self._length, _PIECE)
        return self._unpacked(piece)[place]

    def _unpacked(self, piece: int) -> Sequence[V]:
        items = self._pieces[piece]
        if isinstance(items, bytes):
            items = self._pieces[piece] = pickle.loads(items)
        assert not isinstance(items, bytes)  # mypy cannot see what pickle gives
        return items

    def at(self, positions: Sequence[int]) -> list[V]:
        """The items at some positions, in that order; quicker than one by one."""
        if self._whole is None:
            for piece in {position >> _SHIFT for position in positions}:
                self._unpacked(piece)
            if any(isinstance(piece, bytes) for piece in self._pieces):
                return [self._pieces[position >> _SHIFT][position & _PIECE - 1] for position in positions]  # type: ignore[misc]
            self._whole = [item for piece in self._pieces for item in piece]  # type: ignore[misc]
        return list(map(self._whole.__getitem__, positions))

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"PackedSequence({self._length} items)"

    def __getstate__(self) -> tuple[int, list[bytes]]:
        return self._length, [piece if isinstance(piece, bytes) else pickle.dumps(piece, 5) for piece in self._pieces]

    def __setstate__(self, state: tuple[int, list[Sequence[V] | bytes]]) -> None:
        self._length, self._pieces = state
        self._whole = None


_SHIFT = 6
_PIECE = 1 << _SHIFT
