"""
A page as data: headings, paragraphs, lists, tables and pictures, written as plain text or as Markdown from the same
value. The wing of reports writes the same value as HTML, Word, PDF and Excel.

The strings are final sentences in one language. They hold no markup, so no way of writing can say more than another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from fasmodell.layout import Page

_SPACE = re.compile(r"[ \t\r\n]+")
_SPECIAL = re.compile(r"([\\`*_<>|\[\]])")


class Heading(NamedTuple):
    """The heading of a section (level 2) or of a part of one (level 3 and below); the title of the page is level 1."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """Sentences that belong together."""

    text: str


class Item(NamedTuple):
    """One entry of a list, with the entries below it and the web address that it points to."""

    text: str
    below: tuple[Item, ...] = ()
    address: str = ""


class Items(NamedTuple):
    """A list; `is_ordered` numbers its entries from 1."""

    items: tuple[Item, ...]
    is_ordered: bool = False


class Table(NamedTuple):
    """Rows of cells under a head, each as long as it. `caption` says what they show; empty where the heading does."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Terms(NamedTuple):
    """Names with what they stand for, such as the area and the day at the head of a page."""

    rows: tuple[tuple[str, str], ...]


class Figure(NamedTuple):
    """
    A picture, and every number in it as a table.

    `svg` is one whole `<svg>` element that stands alone: it needs no font file, style sheet or script, and is legible
    in grey. `alternative` says in a sentence or two what the picture shows, for those who do not see it. Ways of
    writing that have no pictures show the table alone.
    """

    caption: str
    alternative: str
    svg: str
    table: Table


Block = Heading | Paragraph | Items | Table | Terms | Figure


class Document(NamedTuple):
    """A page with its title."""

    title: str
    blocks: tuple[Block, ...]


def bullets(texts: Iterable[str]) -> Items:
    """A plain list of sentences."""
    return Items(tuple(Item(text) for text in texts))


def deepened(blocks: Iterable[Block], by: int = 1) -> list[Block]:
    """The same blocks as a part of a section: every heading some levels further down."""
    return [Heading(one.text, one.level + by) if isinstance(one, Heading) else one for one in blocks]


def document_text(document: Document, width: int = 80, color: bool = False) -> str:
    """
    Write a page as plain text, wrapped to a width in columns.

    A table whose rows do not fit is written as a list, one entry per row, so that it can be read at 60 columns.
    """
    page = Page(width, color)
    page.title(document.title)
    for before, block in pairwise((None, *document.blocks)):
        if isinstance(block, Heading):
            _heading(page, block)
        elif isinstance(block, Paragraph):
            if isinstance(before, Items):
                page.blank()
            page.line(block.text)
        elif isinstance(block, Items):
            _items(page, block.items, block.is_ordered, 0)
        elif isinstance(block, Terms):
            for name, text in block.rows:
                page.line(f"{name}: {text}", hang=2)
        elif block is not None:
            _table(page, table_of(block))
    return page.text()


def table_of(block: Table | Figure) -> Table:
    """The numbers of a picture under its caption, or a table itself."""
    return block if isinstance(block, Table) else block.table._replace(caption=block.caption)


def _heading(page: Page, heading: Heading) -> None:
    if heading.level <= 2:
        page.section(heading.text)
    else:
        page.blank()
        page.line(heading.text)


def _items(page: Page, items: Sequence[Item], is_ordered: bool, depth: int) -> None:
    for number, item in enumerate(items, 1):
        page.item(f"{number}." if is_ordered else "-", f"{item.text} {item.address}".rstrip(), depth)
        _items(page, item.below, False, depth + 1)


def _table(page: Page, table: Table) -> None:
    if not table.rows:
        return
    page.blank()
    if table.caption:
        page.line(f"{table.caption}:")
    columns = list(zip(table.head, *table.rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    if sum(widths) + 2 * (len(widths) - 1) <= page.width:
        numeric = [is_numeric(column[1:]) for column in columns]
        for row in (table.head, tuple("-" * width for width in widths), *table.rows):
            cells = zip(row, widths, numeric, strict=True)
            page.verbatim("  ".join(c.rjust(w) if right else c.ljust(w) for c, w, right in cells).rstrip())
    else:
        for row in table.rows:
            page.item("-", row[0])
            for name, cell in zip(table.head[1:], row[1:], strict=True):
                if cell:
                    page.line(f"{name}: {cell}", 1)
    page.blank()


def is_numeric(cells: Iterable[str]) -> bool:
    """True when every cell of a column is a number, a range or empty: such columns are aligned to the right."""
    return all(cell.strip("−-+ \u00a0%0123456789,.–—") == "" for cell in cells)


def escaped(text: str) -> str:
    """Text as Markdown shows it letter for letter."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text))


def document_markdown(document: Document) -> str:
    """Write a page as Markdown; every string is shown letter for letter."""
    parts = [f"# {escaped(document.title)}"]
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {escaped(block.text)}")
        elif isinstance(block, Paragraph):
            parts.append(escaped(block.text))
        elif isinstance(block, Items):
            parts.append("\n".join(_markdown_items(block.items, block.is_ordered, "")))
        elif isinstance(block, Terms):
            parts.append("\n".join(f"- {escaped(name)}: {escaped(text)}" for name, text in block.rows))
        elif table_of(block).rows:
            parts.append(_markdown_table(table_of(block)))
    return "\n\n".join(filter(None, parts))


def _markdown_items(items: Sequence[Item], is_ordered: bool, indent: str) -> Iterable[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}." if is_ordered else "-"
        address = f" <{item.address}>" if item.address else ""
        yield f"{indent}{mark} {escaped(item.text)}{address}"
        yield from _markdown_items(item.below, False, indent + " " * (len(mark) + 1))


def _markdown_table(table: Table) -> str:
    rows = ["| " + " | ".join(map(escaped, row)) + " |" for row in (table.head, *table.rows)]
    rule = f"|{'|'.join(' --- ' for _ in table.head)}|"
    caption = [f"{escaped(table.caption)}:", ""] if table.caption else []
    return "\n".join([*caption, rows[0], rule, *rows[1:]])
