"""A Markdown page that grows part by part: headings, paragraphs, lists, tables and numbered sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fasmodell import wording_pages as p
from fasmodell.knowledge import Basis, Citation, SourceId
from fasmodell.terms import BASES, CITED_AS, READINGS
from fasmodell.view import View

_SPACE = re.compile(r"[ \t\r\n]+")
_SPECIAL = re.compile(r"([\\`*_<>|\[\]])")


def escaped(text: str) -> str:
    """Text as Markdown shows it letter for letter."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text))


class Memo:
    """Parts of a Markdown page, and the sources it cites in the order of their first use."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._parts: list[str] = []
        self._cited: dict[SourceId, set[Basis]] = {}

    def heading(self, text: str, level: int) -> None:
        """Add a heading."""
        self._parts.append(f"{'#' * level} {escaped(text)}")

    def paragraph(self, *texts: str) -> None:
        """Add a paragraph of sentences already in Markdown."""
        joined = " ".join(filter(None, texts))
        if joined:
            self._parts.append(joined)

    def bullets(self, items: Iterable[str]) -> None:
        """Add a list of items already in Markdown."""
        lines = [f"- {item}" for item in items]
        if lines:
            self._parts.append("\n".join(lines))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table of cells already in Markdown; nothing when it has no rows."""
        lines = [f"| {' | '.join(row)} |" for row in rows]
        if lines:
            rule = f"|{'|'.join(' --- ' for _ in head)}|"
            self._parts.append("\n".join([f"| {' | '.join(map(escaped, head))} |", rule, *lines]))

    def cite(self, cited: Citation) -> str:
        """A reference to a source by its number, with how the statement rests on it and the place in it."""
        self._cited.setdefault(cited.ref, set()).add(cited.basis)
        number = list(self._cited).index(cited.ref) + 1
        lead = CITED_AS[cited.basis].to(self.view.language)
        return f"{lead} \\[{number}\\], {escaped(cited.locator)}"

    def sources(self) -> None:
        """Add the list of the sources cited so far, with their addresses and how they were read and used."""
        lines = []
        for number, (name, bases) in enumerate(self._cited.items(), 1):
            source = self.view.knowledge.sources[name]
            by = source.publisher if source.year is None else f"{source.publisher}, {source.year}"
            used = self.view.listed(BASES[basis].to(self.view.language) for basis in sorted(bases, key=_rank))
            note = self.view.say(p.SOURCE_USE, read=READINGS[source.read].to(self.view.language), used=used)
            address = f" <{source.address}>." if source.address and source.address.startswith("http") else ""
            if source.address and not address:
                address = f" {escaped(source.address)}."
            lines.append(f"{number}. {escaped(source.title)}. {escaped(by)}.{address} {note}")
        if lines:
            self._parts.append("\n".join(lines))

    def text(self) -> str:
        """The whole page."""
        return "\n\n".join(self._parts)


def _rank(basis: Basis) -> int:
    return basis.rank
