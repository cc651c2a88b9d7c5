"""A place in a YAML document while it is being read: its data, its spans and where problems are put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fasmodell.diagnostics import Diagnostics, Span, suggest
from fasmodell.yaml_source import Document

Key = str | int


@dataclass(frozen=True, slots=True)
class Place:
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
            elif isinstance(data, list) and isinstance(key, int) and key < len(data):
                data = data[key]
            else:
                data = None
        return Place(self.document, (*self.path, *keys), data, self.found)

    def items(self) -> list[tuple[Key, Place]]:
        """The keys and places of a mapping; none for anything else."""
        return [(key, self.at(key)) for key in self.data] if isinstance(self.data, Mapping) else []

    def elements(self) -> list[Place]:
        """The places of a list; none for anything else."""
        return [self.at(position) for position in range(len(self.data))] if isinstance(self.data, list) else []

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.document.value_span(self.path)

    @property
    def key_span(self) -> Span:
        """Where the key of the value stands."""
        return self.document.key_span(self.path)

    def error(self, code: str, message: str, help: str | None = None, *, on_key: bool = False) -> None:
        """Add an error about this value, or about its key."""
        self.found.error(code, message, self.key_span if on_key else self.span, help)

    def warning(self, code: str, message: str, help: str | None = None) -> None:
        """Add a warning about this value."""
        self.found.warning(code, message, self.span, help)

    def unknown(self, code: str, kind: str, word: str, names: Iterable[str], *, on_key: bool = False) -> None:
        """Add an error about a name that nothing has, with the closest one that something has."""
        near = suggest(word, names)
        help = f"did you mean `{near}`?" if near else None
        self.error(code, f"unknown {kind} `{word}`", help, on_key=on_key)


def listed(words: Iterable[str]) -> str:
    """Words in backticks, separated by commas."""
    return ", ".join(f"`{word}`" for word in words)


def described(value: object) -> str:
    """A value as its writer would call it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"the text `{value if len(value) <= 40 else value[:37] + '...'}`" if value.strip() else "empty text"
    if isinstance(value, int | float):
        return f"`{value}`"
    return "a list" if isinstance(value, list) else "a mapping"
