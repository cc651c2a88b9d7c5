"""Pages to write as files, and what is read back out of them."""

from __future__ import annotations

import re
import subprocess
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

import docx
from docx.table import Table as WordTable
from hypothesis import strategies as st
from openpyxl import load_workbook

from fasmodell import load_profile, load_rule_base, recommend
from fasmodell.answer_markdown import memo_document
from fasmodell.document import Block, Document, Figure, Heading, Item, Items, Paragraph, Table, Terms, table_of
from fasmodell.report import words_files as w
from fasmodell.report import words_report
from fasmodell.report.characters import fit
from fasmodell.report.document_pdf import document_pdf
from fasmodell.report.page_layout import CONTENTS_FROM, contents_depth, ranks_of
from fasmodell.resources import bundled
from fasmodell.scales import Language
from fasmodell.view import View

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40" width="120" height="40" fill="currentColor">'
    '<rect x="0" y="0" width="60" height="12"/><text x="0" y="32" font-size="12">Två staplar</text></svg>'
)
NUMBERS = Table("", ("Passage", "Poäng"), (("Kontroll", "15"), ("Förtroende", "−1,5")))
PAGE = Document(
    "Lägesbild: Björkdalen",
    (
        Terms((("Område", "Björkdalen"), ("Läget per", "2026-03-31"))),
        Heading("Sammanfattning"),
        Paragraph("Allt som är känt. Åtgärder för fler."),
        Heading("Skäl"),
        Heading("Två nivåer ned", 4),
        Items((Item("ett", (Item("under", (Item("längst ned"),)),)), Item("två")), is_ordered=True),
        Items((Item("börjar om"),), is_ordered=True),
        Heading("En nivå ned", 3),
        Figure("Passagerna", "Två staplar, den övre längre.", SVG, NUMBERS),
        Heading("Tabeller"),
        Table("Värden", ("Indikator", "Nu"), (("otrygghet", "52"), ("förtroende", "8\u00a0200"), ("skola", ""))),
        Table("Tom", ("Indikator",), ()),
        Heading("Källor"),
        Items((Item("Brå.", address="https://bra.se/rapport?a=1&b=2"), Item("Okänd.", address="javascript:alert(1)"))),
    ),
)
# As many sections as a list of contents is for.
LISTED = PAGE._replace(blocks=(*PAGE.blocks, *(Heading(f"Del {number}") for number in range(CONTENTS_FROM - 4))))
HOSTILE = (
    '#import "@preview/x:1.0.0": *',
    '#panic("x") $x$ *b* _i_ `c` <l> @ref // c /* d */ \\u{41}',
    "</w:t></w:r><w:p/>&amp;&#65;<!--",
    "<r><t>x</t></r>",
    "_x0041_ _x000D_",
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://x.se";"klicka")',
    "http://x.se/",
    "mailto:a@b.se",
    "'apostrof",
    "{{x}} ${y} %s {0}",
    "å" * 300,
    "nul\x00 klocka\x07 del\x7f",
    "halvt\ud800 par, \ufffe inget",
    "omvänt\u202etxet",
)


def hostile_page() -> Document:
    """Every hostile text in every place that a page has for texts."""
    blocks: list[Block] = []
    for text in HOSTILE:
        blocks += [
            Heading(text),
            Paragraph(text),
            Items((Item(text, (Item(text),), text),)),
            Terms(((text, text),)),
            Table(text, (text, "Tal"), ((text, "1"), ("", text))),
            Figure(text, text, SVG, Table(text, (text,), ((text,),))),
        ]
    return Document(HOSTILE[0], tuple(blocks))


def memo_page(language: Language) -> Document:
    """The memo of Björkdalen: a long page of the kind that these files are for."""
    base = load_rule_base()
    answer = recommend(load_profile(Path(str(bundled("examples") / "bjorkdalen.yaml")), base), base)
    return memo_document(View(answer, base, language))


# Letters whose shapes and order every reader of PDF gives back one by one.
WORDS = st.lists(
    st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S"]), min_size=1, max_size=9),
    min_size=1,
    max_size=6,
).map(" ".join)
ANY_TEXT = st.one_of(WORDS, st.text(max_size=20), st.sampled_from(HOSTILE))


def documents(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Document]:
    """Pages of all kinds of blocks, whose texts are drawn from a strategy."""
    leaf = st.builds(Item, texts, st.just(()), st.sampled_from(("", "https://bra.se/a", "#intern")))
    item = st.builds(Item, texts, st.lists(leaf, max_size=2).map(tuple), st.just(""))
    table = st.integers(1, 4).flatmap(
        lambda size: st.builds(
            Table, texts, st.tuples(*[texts] * size), st.lists(st.tuples(*[texts] * size), max_size=4).map(tuple)
        )
    )
    block = st.one_of(
        st.builds(Heading, texts, st.integers(2, 8)),
        st.builds(Paragraph, texts),
        st.builds(Items, st.lists(item, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Terms, st.lists(st.tuples(texts, texts), min_size=1, max_size=3).map(tuple)),
        table,
        st.builds(Figure, texts, texts, st.just(SVG), table),
    )
    return st.builds(Document, texts, st.lists(block, max_size=8).map(tuple))


def said(document: Document, language: Language, *, is_numbered: bool = False) -> Iterator[str]:
    """
    What files of pages say, text by text in the order of reading; an item with its address is one text.

    `is_numbered` adds the marks of lists and the words in pictures, which are text in PDF. Empty texts are left out.
    """
    for text in _said(document, language, is_numbered):
        if fit(text):
            yield fit(text)


def _said(document: Document, language: Language, is_numbered: bool) -> Iterator[str]:
    yield document.title
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    ranks = ranks_of(headings, 9)
    is_before = True
    for block in document.blocks:
        if isinstance(block, Heading) and is_before:
            is_before = False
            depth = contents_depth(ranks)
            if depth:
                yield words_report.CONTENTS.to(language)
                yield from (one.text for one, rank in zip(headings, ranks, strict=True) if rank <= depth)
        if isinstance(block, Items):
            yield from _items(block.items, block.is_ordered, 0, is_numbered)
        elif isinstance(block, Terms):
            yield from (f"{name}\t{text}" for name, text in block.rows)
        elif isinstance(block, Figure):
            yield block.caption
            if is_numbered:
                yield from re.findall("<text[^>]*>([^<]*)</text>", block.svg)
            yield from _cells(block.table._replace(caption=words_report.NUMBERS_OF_PICTURE.to(language)))
        elif isinstance(block, Table):
            yield from _cells(block)
        else:
            yield block.text


def _cells(table: Table) -> Iterator[str]:
    if table.rows:
        yield table.caption
        for row in (table.head, *table.rows):
            yield from row


def _items(items: Iterable[Item], is_ordered: bool, depth: int, is_numbered: bool) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if is_ordered else f"{'•‣–'[depth % 3]} "
        yield f"{mark if is_numbered else ''}{item.text} {item.address}"
        yield from _items(item.below, False, 0 if is_ordered else depth + 1, is_numbered)


def bare(texts: Iterable[str]) -> str:
    """Texts in one, without white space and hyphens: how they are set in lines makes no difference."""
    return re.sub(r"[-\s\u00ad\u2060]+", "", "".join(texts))


def first_difference(found: Sequence[str], expected: Sequence[str]) -> str:
    """Where two texts or lists of texts part, or nothing; a whole report is too long to be compared in full."""
    for place, (one, other) in enumerate(zip_longest(found, expected, fillvalue="")):
        if one != other:
            return (
                f"{found[max(place - 30, 0) : place + 50]!r} instead of {expected[max(place - 30, 0) : place + 50]!r}"
            )
    return ""


def text_of_docx(file: bytes) -> list[str]:
    """The texts of a Word file in the order of reading: paragraphs, and the cells of tables."""
    found: list[str] = []
    for block in docx.Document(BytesIO(file)).iter_inner_content():
        if isinstance(block, WordTable):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return [fit(text) for text in found if fit(text)]


def text_of_tagged_pdf(path: Path) -> list[str]:
    """
    The texts of a tagged PDF in the order of its tags, which is that of a screen reader.

    Footers are not among them, nor are the numbers of pages in the list of contents.
    """
    shown = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True).stdout
    texts: list[str] = []
    entry: list[str] | None = None
    contents = 0
    # Titles beside the tags are in another encoding; they stand in the content too.
    for line in shown.decode("utf-8", "replace").split("\n"):
        tag = line.strip()
        indent = len(line) - len(line.lstrip())
        if tag.startswith("TOC"):
            contents = indent if entry is None else contents
            texts += (entry or [])[:-1]
            entry = []
        elif tag and entry is not None and indent <= contents:
            texts += entry[:-1]
            entry = None
        if len(tag) > 1 and tag.startswith('"') and tag.endswith('"'):
            (texts if entry is None else entry).append(tag[1:-1])
    return texts


def check_pdf_text(document: Document, folder: Path) -> None:
    """Check that the tags of a PDF say what the page says, with the marks of lists."""
    path = folder / "page.pdf"
    path.write_bytes(document_pdf(document, "sv"))
    difference = first_difference(bare(text_of_tagged_pdf(path)), bare(said(document, "sv", is_numbered=True)))
    assert difference == ""


def rows_of_xlsx(file: bytes) -> dict[str, list[list[object]]]:
    """The values of each sheet of a workbook, row by row, as Excel shows texts."""
    with zipfile.ZipFile(BytesIO(file)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)
    with warnings.catch_warnings():
        # openpyxl knows fewer texts above a page than Excel does.
        warnings.filterwarnings("ignore", "Cannot parse header or footer")
        book = load_workbook(BytesIO(file))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def texts_of_workbook_page(document: Document) -> Iterator[str]:
    """What the first sheet of a workbook says, without what refers to other sheets."""
    yield document.title
    for block in document.blocks:
        if isinstance(block, Items):
            yield from _marked(block.items, block.is_ordered, 0)
        elif isinstance(block, Terms):
            yield from (text for row in block.rows for text in row)
        elif isinstance(block, Figure):
            yield block.caption
            yield w.PICTURE_SHOWS.sv.format(alternative=block.alternative)
        elif not isinstance(block, Table):
            yield block.text


def _marked(items: Iterable[Item], is_ordered: bool, depth: int) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}." if is_ordered else "•–▪"[depth % 3]
        yield f"{mark} {item.text}"
        yield item.address
        yield from _marked(item.below, False, depth + 1)


def tables_of(document: Document) -> list[Table]:
    """The tables that a workbook has sheets of."""
    tables = [table_of(block) for block in document.blocks if isinstance(block, Table | Figure)]
    return [table for table in tables if table.rows]
