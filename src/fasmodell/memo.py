"""A page about an answer that grows part by part, and numbers the sources it cites in the order of their first use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fasmodell import wording_pages as p
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, Table, Terms
from fasmodell.knowledge import Basis, Citation, SourceId, Text
from fasmodell.terms import BASES, CITED_AS, READINGS
from fasmodell.view import View


class Memo:
    """Blocks of a page, and the sources cited in it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.blocks: list[Block] = []
        self._cited: dict[SourceId, set[Basis]] = {}

    def heading(self, text: str, level: int = 2) -> None:
        """Add a heading."""
        self.blocks.append(Heading(text, level))

    def paragraph(self, *texts: str) -> None:
        """Add a paragraph of sentences; nothing when there are none."""
        joined = " ".join(filter(None, texts))
        if joined:
            self.blocks.append(Paragraph(joined))

    def bullets(self, texts: Iterable[str]) -> None:
        """Add a list; nothing when it is empty."""
        items = tuple(Item(text) for text in texts)
        if items:
            self.blocks.append(Items(items))

    def terms(self, rows: Iterable[tuple[str, str]]) -> None:
        """Add names with what they stand for."""
        self.blocks.append(Terms(tuple(rows)))

    def table(self, head: Iterable[Text], rows: Iterable[Sequence[str]], caption: str = "") -> None:
        """Add a table; nothing when it has no rows."""
        found = tuple(tuple(row) for row in rows)
        if found:
            self.blocks.append(Table(caption, tuple(map(self.view.say, head)), found))

    def cite(self, cited: Citation) -> str:
        """A reference to a source by its number, with how the statement rests on it and the place in it."""
        self._cited.setdefault(cited.ref, set()).add(cited.basis)
        number = list(self._cited).index(cited.ref) + 1
        return f"{CITED_AS[cited.basis].to(self.view.language)} [{number}], {cited.locator}"

    def sources(self) -> None:
        """Add the list of the sources cited so far, with their addresses and how they were read and used."""
        items = tuple(self._source(name, bases) for name, bases in self._cited.items())
        if items:
            self.blocks.append(Items(items, is_ordered=True))

    def _source(self, name: SourceId, bases: Iterable[Basis]) -> Item:
        source, language = self.view.knowledge.sources[name], self.view.language
        by = source.publisher if source.year is None else f"{source.publisher}, {source.year}"
        used = self.view.listed(BASES[basis].to(language) for basis in sorted(bases, key=lambda basis: basis.rank))
        note = self.view.say(p.SOURCE_USE, read=READINGS[source.read].to(language), used=used)
        address = source.address or ""
        is_web = address.startswith(("http://", "https://"))
        told = f" {address}." if address and not is_web else ""
        return Item(f"{source.title}. {by}.{told} {note}", address=address if is_web else "")

    def document(self, title: str) -> Document:
        """The whole page."""
        return Document(title, tuple(self.blocks))
