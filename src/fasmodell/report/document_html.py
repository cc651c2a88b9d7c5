"""
A page as HTML: a whole file that needs no script, no network and no other file, or the blocks alone for a page around.

Everything that a reader can write is escaped, in one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import NamedTuple

from fasmodell.document import Block, Document, Figure, Heading, Item, Items, Paragraph, Table, Terms, is_numeric
from fasmodell.report import words_report as w
from fasmodell.report.page_layout import CONTENTS_FROM
from fasmodell.scales import Language

# A table with a cell longer than this is read as text: on a narrow screen its rows are laid out downwards.
_WORDY = 40


class Section(NamedTuple):
    """A heading of the second level, and the id by which it is linked to."""

    text: str
    id: str


def document_html(document: Document, language: Language) -> str:
    """
    Write a page as one HTML file.

    It forbids itself every request (content security policy), reads without scripts, prints on A4 and follows the
    reader's colour scheme. Same page, same bytes.
    """
    title, sections = escape(document.title), sections_of(document.blocks)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title>",
        f"<style>\n{style_sheet()}</style>",
        "</head>",
        "<body>",
        f'<a class="skip" href="#page">{escape(w.SKIP.to(language))}</a>',
        f"<header><h1>{title}</h1></header>",
        *(_contents(sections, language) if len(sections) >= CONTENTS_FROM else ()),
        '<main id="page" tabindex="-1">',
        blocks_html(document.blocks, language),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def style_sheet() -> str:
    """The style of documents, also for pages that show blocks of one."""
    return files("fasmodell.report").joinpath("document.css").read_text(encoding="utf-8")


def sections_of(blocks: Iterable[Block], prefix: str = "s") -> list[Section]:
    """The headings of the second level in their order, with the ids that `blocks_html` gives them."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    numbered = ((f"{prefix}{number}", heading) for number, heading in enumerate(headings, 1))
    return [Section(heading.text, name) for name, heading in numbered if heading.level == 2]


def _contents(sections: Sequence[Section], language: Language) -> Iterator[str]:
    name = escape(w.CONTENTS.to(language))
    yield f'<nav aria-label="{name}"><details><summary>{name}</summary>'
    yield "<ul>"
    yield from (f'<li><a href="#{one.id}">{escape(one.text)}</a></li>' for one in sections)
    yield "</ul></details></nav>"


def blocks_html(blocks: Iterable[Block], language: Language, *, prefix: str = "s", deeper: int = 0) -> str:
    """
    Write blocks as HTML.

    Headings have the ids `prefix` and their number; `deeper` levels are added to them where the page around has
    headings above.
    """
    writer = _Writer(language, prefix, deeper)
    return "\n".join(writer.block(block) for block in blocks)


class _Writer:
    """Writes block after block, and numbers headings and tables as it goes."""

    def __init__(self, language: Language, prefix: str, deeper: int) -> None:
        self._language: Language = language
        self._prefix, self._deeper = prefix, deeper
        self._headings = self._tables = 0
        self._under = ""
        self._names: Counter[str] = Counter()

    def block(self, block: Block) -> str:
        match block:
            case Heading(text, level):
                self._headings += 1
                self._under = text
                tag = f"h{min(level + self._deeper, 6)}"
                return f'<{tag} id="{self._prefix}{self._headings}">{escape(text)}</{tag}>'
            case Paragraph(text):
                return f"<p>{escape(text)}</p>"
            case Items():
                return _list(block.items, block.is_ordered)
            case Terms():
                rows = (f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in block.rows)
                return f"<dl>\n{_lines(rows)}\n</dl>"
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)

    def _figure(self, figure: Figure) -> str:
        numbers = escape(w.NUMBERS_OF_PICTURE.to(self._language))
        table = self._table(figure.table._replace(caption=figure.caption))
        return (
            f"<figure>\n<figcaption>{escape(figure.caption)}</figcaption>\n{figure.svg}\n</figure>\n"
            f"<details open><summary>{numbers}</summary>\n{table}\n</details>"
        )

    def _table(self, table: Table) -> str:
        if not table.rows:
            return ""
        self._tables += 1
        name = f"{self._prefix}-t{self._tables}"
        is_wordy = len(table.head) > 2 and any(len(cell) > _WORDY for row in table.rows for cell in row)
        caption = f'<caption id="{name}">{escape(table.caption)}</caption>' if table.caption else ""
        label = f'aria-labelledby="{name}"' if caption else f'aria-label="{escape(self._name(table))}"'
        body = _rows(table, is_wordy)
        if is_wordy:
            return f'<table class="wordy" role="table" {label}>\n{caption}{body}\n</table>'
        return f'<section class="wide" tabindex="0" {label}><table>\n{caption}{body}\n</table></section>'

    def _name(self, table: Table) -> str:
        """The name of a table without a caption: the heading it stands under, with a number after the first one."""
        name = self._under or table.head[0]
        self._names[name] += 1
        count = self._names[name]
        return name if count == 1 else f"{name} ({count})"


def _rows(table: Table, is_wordy: bool) -> str:
    """Head and body of a table. Roles are written out where the layout would take them away from screen readers."""
    numeric = [is_numeric(column) for column in zip(*table.rows, strict=True)]
    first = [row[0] for row in table.rows]
    names_rows = len(set(first)) == len(first) and all(first)
    group, line, head, row_head, cell = (
        (f' role="{role}"' if is_wordy else "") for role in ("rowgroup", "row", "columnheader", "rowheader", "cell")
    )
    kinds = [' class="number"' if right else "" for right in numeric]
    heads = "".join(
        f'<th scope="col"{head}{kind}>{escape(text)}</th>' for text, kind in zip(table.head, kinds, strict=True)
    )
    lines = [f"<thead{group}><tr{line}>{heads}</tr></thead>", f"<tbody{group}>"]
    for row in table.rows:
        cells = []
        for place, (text, kind) in enumerate(zip(row, kinds, strict=True)):
            label = f' data-head="{escape(table.head[place])}"' if is_wordy else ""
            if place == 0 and names_rows:
                cells.append(f'<th scope="row"{row_head}{kind}{label}>{escape(text)}</th>')
            else:
                cells.append(f"<td{cell}{kind}{label}>{escape(text)}</td>")
        lines.append(f"<tr{line}>{''.join(cells)}</tr>")
    return _lines([*lines, "</tbody>"])


def _list(items: Sequence[Item], is_ordered: bool) -> str:
    tag = "ol" if is_ordered else "ul"
    return f"<{tag}>\n{_lines(_item(item) for item in items)}\n</{tag}>"


def _item(item: Item) -> str:
    link = f' <a href="{escape(item.address)}">{escape(item.address)}</a>' if item.address else ""
    below = f"\n{_list(item.below, False)}" if item.below else ""
    return f"<li>{escape(item.text)}{link}{below}</li>"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
