"""A place in a YAML document while it is being read: its data, its spans and where problems are put."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from fasmodell.diagnostics import Diagnostics, Fix, Span, near_names, quote
from fasmodell.yaml_source import Document
from fasmodell.yaml_values import resolve

Key = str | int
MAX_PROBLEMS: Final = 500
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")


class Place(NamedTuple):
    """A value in a document, by its path, with the diagnostics it adds to."""

    document: Document
    path: tuple[Key, ...]
    data: object
    found: Diagnostics

    def at(self, *keys: Key) -> Place:
        """The place inside this one; its data is None where there is none."""
        data = self.data
        for key in keys:
            if isinstance(data, Mapping):
                data = data.get(key)
            elif isinstance(data, list) and isinstance(key, int) and 0 <= key < len(data):
                data = data[key]
            else:
                data = None
        return Place(self.document, (*self.path, *keys), data, self.found)

    def items(self) -> list[tuple[Key, Place]]:
        """The keys and places of a mapping; none for anything else."""
        return [(key, self.at(key)) for key in self.keys]

    def elements(self) -> list[Place]:
        """The places of a list; none for anything else."""
        return [self.at(position) for position in range(len(self.data))] if isinstance(self.data, list) else []

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of a mapping; none for anything else."""
        return tuple(self.data) if isinstance(self.data, Mapping) else ()

    @property
    def beside(self) -> tuple[Key, ...]:
        """The keys of the mapping that this value stands in, its own among them."""
        return Place(self.document, (), self.document.data, self.found).at(*self.path[:-1]).keys

    @property
    def inner(self) -> list[Place]:
        """The places directly inside a mapping or a list."""
        return [inner for _, inner in self.items()] or self.elements()

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.document.value_span(self.path)

    @property
    def key_span(self) -> Span:
        """Where the key of the value stands."""
        return self.document.key_span(self.path)

    @property
    def is_refused(self) -> bool:
        """True when the value, or a key of this mapping, was reported while the YAML was read."""
        return self.document.is_refused(self.path)

    @property
    def key(self) -> str:
        """The key of the value as it is written."""
        return str(self.path[-1]) if self.path else ""

    def error(
        self,
        code: str,
        message: str,
        help: str | None = None,
        *,
        on_key: bool = False,
        related: Iterable[tuple[str, Span]] = (),
        meant: str | None = None,
    ) -> None:
        """
        Add an error about this value, or about its key; `meant` is the one word that can be meant by what stands there.

        Nothing is added about a value that reading the YAML refused already, nor when there are too many to read.
        """
        if (on_key or not self.is_refused) and self._has_room():
            span = self.key_span if on_key else self.span
            is_mendable = span.line == span.end_line and meant is not None and _reads_as_it_stands(meant)
            fixes = [Fix(span, str(meant))] if is_mendable else []
            self.found.error(code, message, span, help, related, fixes)

    def warning(self, code: str, message: str, help: str | None = None, *, on_key: bool = False) -> None:
        """Add a warning about this value, or about its key."""
        if self._has_room():
            self.found.warning(code, message, self.key_span if on_key else self.span, help)

    def _has_room(self) -> bool:
        """True until there are too many problems; the first one too many is replaced by saying so."""
        if len(self.found) == MAX_PROBLEMS:
            help = "mend these first; what else there may be is not shown"
            self.found.error("FM122", f"more than {MAX_PROBLEMS} problems", self.span, help)
        return len(self.found) < MAX_PROBLEMS

    def unknown(self, code: str, kind: str, word: str, names: Iterable[str], *, on_key: bool = False) -> None:
        """Add an error about a name that nothing has, with the closest one that something has."""
        if word in self.found.unread:
            return
        near = near_names(word, names)
        help = f"did you mean `{near[0]}`?" if near else None
        meant = near[0] if len(near) == 1 and not (on_key and near[0] in self.beside) else None
        self.error(code, f"unknown {kind} {quote(word)}", help, on_key=on_key, meant=meant)

    def not_one_of(self, words: Iterable[str]) -> None:
        """Add an error about a value that is none of the possible ones."""
        words = list(words)
        near = near_names(str(self.data), words)
        help = f"did you mean `{near[0]}`?" if near else f"write one of {listed(words)}"
        meant = near[0] if len(near) == 1 else None
        self.error("FM109", f"{as_written(self.data)} is not a value of `{self.key}`", help, meant=meant)

    def wrong_kind(self, wanted: str) -> None:
        """Add an error about a value of another kind than the wanted one, such as `must be text`."""
        self.wrong(f"`{self.key}` {wanted}")

    def wrong(self, message: str) -> None:
        """Add an error about a value of the wrong kind, and say what it is."""
        self.error("FM107", f"{message}, got {described(self.data)}")

    def unknown_keys(self, noun: str, allowed: Iterable[str]) -> set[str]:
        """Report every key that a mapping may not have; return the keys they may have been meant for."""
        allowed = list(allowed)
        meant = set()
        for key, inner in self.items():
            if key not in allowed:
                meant.add(inner.unknown_key(noun, allowed))
        return meant

    def unknown_key(self, noun: str, allowed: Iterable[str]) -> str:
        """Add an error about the key of this value, which its mapping may not have; return the key it may stand for."""
        allowed = list(allowed)
        near = near_names(self.key, allowed)
        help = f"did you mean `{near[0]}`?" if near else f"the keys here are {listed(allowed)}" if allowed else None
        meant = near[0] if len(near) == 1 and near[0] not in self.beside else None
        self.error("FM104", f"unknown key {quote(self.key)} in {noun}", help, on_key=True, meant=meant)
        return near[0] if near else ""

    def missing(self, key: str, noun: str, help: str | None = None) -> None:
        """Add an error about a key that this mapping lacks."""
        if not self.is_refused:
            self.error("FM106", f"missing key `{key}` in {noun}", help, on_key=bool(self.path))


def _reads_as_it_stands(word: str) -> bool:
    """True for a word that needs no quotes wherever it is written."""
    return _PLAIN.fullmatch(word) is not None and resolve(word) == word


def listed(words: Iterable[str]) -> str:
    """Words in backticks, separated by commas."""
    return ", ".join(f"`{word}`" for word in words)


def as_written(value: object) -> str:
    """A value in backticks where it is short and simple, otherwise described."""
    return quote(value) if isinstance(value, str) and value.strip() else described(value)


def described(value: object) -> str:
    """A value as its writer would call it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"the text {quote(value)}" if value.strip() else "empty text"
    if isinstance(value, int | float):
        return quote(str(value))
    return "a list" if isinstance(value, list) else "a mapping"
