"""A proof as parts that open: what the writer of proofs indents becomes a tree, and the tree nested details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup, escape

from fasmodell import wording_pages as p
from fasmodell.layout import Page
from fasmodell.scales import Language

_NUMBER: Final = re.compile(r"\[([0-9]+)\]( |$)")


@dataclass(slots=True)
class Part:
    """A line with what stands below it; `mark` is what an entry of a list begins with, empty for a paragraph."""

    depth: int
    mark: str
    text: str
    below: list[Part] = field(default_factory=list)
    is_heading: bool = False

    @property
    def number(self) -> str:
        """The number that other lines refer to it by; empty without one. It is the mark, or begins the text."""
        found = _NUMBER.match(self.mark) or (_NUMBER.match(self.text) if self.mark else None)
        return "" if found is None else found[1]


class Outline(Page):
    """A page that keeps its lines as a tree, by their depth."""

    def __init__(self) -> None:
        super().__init__(80)
        self.parts: list[Part] = []
        self._open: list[Part] = []

    def title(self, text: str) -> None:
        """Leave the title to the page around."""

    def section(self, text: str) -> None:
        """Add a heading, below which everything stands until the next one."""
        self._open = []
        self.parts.append(Part(-1, "", text, is_heading=True))

    def line(self, text: str, depth: int = 0, hang: int = 0) -> None:  # noqa: ARG002 (the writer of proofs gives it)
        """Add a paragraph at a depth."""
        self._add(Part(depth, "", text))

    def item(self, mark: str, text: str, depth: int = 0) -> None:
        """Add an entry that begins with a mark."""
        self._add(Part(depth, mark, text))

    def blank(self) -> None:
        """Leave white space to the style."""

    def _add(self, part: Part) -> None:
        while self._open and self._open[-1].depth >= part.depth:
            self._open.pop()
        (self._open[-1].below if self._open else self.parts).append(part)
        self._open.append(part)

    def html(self, language: Language, prefix: str = "r", level: int = 2, below: int = 0) -> Markup:
        """
        The tree as HTML: whatever has something below it opens. References become links to what they name.

        `below` leaves out so many entries at the top, and begins with what stands below the first of them.
        """
        parts = self.parts
        for _ in range(below):
            parts = parts[0].below
        return _Writer(parts, language, prefix, level).html


class _Writer:
    def __init__(self, parts: Sequence[Part], language: Language, prefix: str, level: int) -> None:
        self.prefix, self.level = prefix, level
        before, after = p.SEE.to(language).format(n="\0").split("\0")
        self.reference = re.compile(f"{re.escape(before)}([0-9]+){re.escape(after)}", re.IGNORECASE)
        self.known = {part.number for part in _all(parts)} - {""}
        self.html = self._parts(parts)

    def _parts(self, parts: Sequence[Part]) -> Markup:
        """Paragraphs as they are, entries in a row as one list."""
        written, entries = [], []
        for part in [*parts, None]:
            if part is not None and part.mark and not part.is_heading:
                entries.append(self._entry(part))
                continue
            if entries:
                written.append(Markup('<ul class="reasons">\n{}\n</ul>').format(Markup("\n").join(entries)))
                entries = []
            if part is not None:
                written.append(self._paragraph(part))
        return Markup("\n").join(written)

    def _paragraph(self, part: Part) -> Markup:
        if part.is_heading:
            return Markup("<h{level}>{text}</h{level}>").format(level=self.level, text=part.text)
        text = self._text(part.text)
        if not part.below:
            return Markup("<p>{}</p>").format(text)
        return Markup('<p>{}</p>\n<div class="below">{}</div>').format(text, self._parts(part.below))

    def _entry(self, part: Part) -> Markup:
        name = Markup(' id="{}{}"').format(self.prefix, part.number) if part.number else ""
        mark = "" if part.mark == "-" else Markup('<span class="mark">{}</span> ').format(part.mark)
        text = self._text(part.text)
        if not part.below:
            return Markup("<li{}>{}{}</li>").format(name, mark, text)
        return Markup("<li{}><details><summary>{}{}</summary>\n{}\n</details></li>").format(
            name, mark, text, self._parts(part.below)
        )

    def _text(self, text: str) -> Markup:
        """A text with its references as links."""
        written, at = Markup(""), 0
        for found in self.reference.finditer(text):
            if found[1] in self.known:
                link = Markup('<a href="#{}{}">{}</a>').format(self.prefix, found[1], found[0])
                written += escape(text[at : found.start()]) + link
                at = found.end()
        return written + escape(text[at:])


def _all(parts: Sequence[Part]) -> list[Part]:
    return [one for part in parts for one in (part, *_all(part.below))]
