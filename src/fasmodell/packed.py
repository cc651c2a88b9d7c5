"""A mapping that is pickled entry by entry, so that what is unpickled is only what is asked for."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Packed(Mapping[K, V]):
    """
    A read-only mapping in a fixed order.

    A rule base holds thousands of texts and an answer shows a few of them: kept in a cache, each entry waits as bytes
    until it is first used. Several threads may unpickle the same entry; they get equal ones.
    """

    __slots__ = ("_entries", "_waiting")

    def __init__(self, entries: Mapping[K, V]) -> None:
        self._entries: dict[K, V] = dict(entries)
        self._waiting: dict[K, bytes] = dict.fromkeys(entries, b"")

    def __getitem__(self, key: K) -> V:
        try:
            return self._entries[key]
        except KeyError:
            entry: V = pickle.loads(self._waiting[key])
            self._entries[key] = entry
            return entry

    def __contains__(self, key: object) -> bool:
        return key in self._waiting

    def __iter__(self) -> Iterator[K]:
        return iter(self._waiting)

    def __len__(self) -> int:
        return len(self._waiting)

    def __repr__(self) -> str:
        return f"Packed({len(self)} entries)"

    def __getstate__(self) -> dict[K, bytes]:
        return {key: waiting or pickle.dumps(self._entries[key], 5) for key, waiting in self._waiting.items()}

    def __setstate__(self, waiting: dict[K, bytes]) -> None:
        self._entries = {}
        self._waiting = waiting
