"""
A page as PDF: tagged for screen readers (PDF/UA-1), with a title, bookmarks and page numbers.

What the page says is handed to the template as data and never read as markup. Same page, same bytes, on any machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Final

import typst

from fasmodell.document import Block, Document, Figure, Heading, Item, Items, Paragraph, Table, Terms, is_numeric
from fasmodell.report import words_files as w
from fasmodell.report import words_report
from fasmodell.report.characters import fit, is_web_address
from fasmodell.report.page_layout import contents_depth, is_long, ranks_of, widths_of
from fasmodell.report.typesetting import NO_SHAPE, letters_without_shape, replaced, typeset, uncertain_letters
from fasmodell.scales import Language

_REGIONS: Final = {"sv": "SE", "en": "GB"}
_DEEPEST: Final = 6  # of the tags for headings
_UNTITLED: Final = "–"

# What the template reads: names, texts, numbers and lists of them.
_Data = Mapping[str, object]


def document_pdf(document: Document, language: Language) -> bytes:
    """
    Write a page as one PDF file. Same page, same bytes.

    A character that the typefaces here lack is written as U+FFFD, and a last paragraph says so. Headings are of ranks
    without gaps; what is below the sixth stands at the sixth. Raises TypstError for a picture that is no SVG.
    """
    page = _json(document, language)
    lacking = letters_without_shape(page)
    if lacking:
        document = document._replace(blocks=(*document.blocks, Paragraph(w.NO_GLYPH.to(language))))
        page = replaced(_json(document, language), lacking)
    try:
        return _compiled(page)
    except typst.TypstError as error:
        if NO_SHAPE not in error.message:
            raise
    # Letters that have a shape alone do not have one together.
    return _compiled(replaced(page, uncertain_letters(page)))


def _compiled(page: str) -> bytes:
    return typeset(files("fasmodell.report").joinpath("document.typ").read_bytes(), {"page": page})


def _json(document: Document, language: Language) -> str:
    return json.dumps(_page(document, language), ensure_ascii=False)


def _page(document: Document, language: Language) -> _Data:
    blocks = [block for block in document.blocks if not _is_empty(block)]
    ranks = ranks_of(blocks, _DEEPEST)
    remaining = iter(ranks)
    return {
        "title": fit(document.title) or _UNTITLED,
        "language": language,
        "region": _REGIONS[language],
        "words": {
            "page": w.PAGE.to(language),
            "of": w.PAGE_OF.to(language),
            "contents": words_report.CONTENTS.to(language),
        },
        "contents": contents_depth(ranks),
        "first": next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), 0),
        "blocks": [data for block in blocks for data in _block(block, remaining, language)],
    }


def _is_empty(block: Block) -> bool:
    """True for a table without rows and a heading without text, neither of which a tagged file may hold."""
    if isinstance(block, Table):
        return not (block.rows and block.head)
    return isinstance(block, Heading) and not fit(block.text)


def _block(block: Block, ranks: Iterator[int], language: Language) -> Iterator[_Data]:
    match block:
        case Heading(text):
            yield {"kind": "heading", "level": next(ranks), "text": fit(text)}
        case Paragraph(text):
            yield {"kind": "paragraph", "text": fit(text)}
        case Items():
            yield {"kind": "items", "ordered": block.is_ordered, "items": [_item(item) for item in block.items]}
        case Terms():
            yield {"kind": "terms", "rows": [(fit(name), fit(text)) for name, text in block.rows]}
        case Table():
            yield _table(block)
        case Figure():
            alternative = fit(block.alternative) or fit(block.caption) or _UNTITLED
            yield {"kind": "figure", "caption": fit(block.caption), "alternative": alternative, "svg": block.svg}
            if not _is_empty(block.table):
                yield _table(block.table._replace(caption=words_report.NUMBERS_OF_PICTURE.to(language)))


def _item(item: Item) -> _Data:
    is_link = is_web_address(item.address)
    text = item.text if is_link else f"{item.text} {item.address}"
    address = item.address if is_link else ""
    return {"text": fit(text), "address": address, "below": [_item(below) for below in item.below]}


def _table(table: Table) -> _Data:
    widths = widths_of(table)
    return {
        "kind": "table",
        "caption": fit(table.caption),
        "head": [fit(cell) for cell in table.head],
        "widths": widths,
        "numeric": [is_numeric(column) for column in zip(*table.rows, strict=True)],
        "rows": [_row(row, widths) for row in table.rows],
    }


def _row(row: Sequence[str], widths: Sequence[int]) -> _Data:
    return {"cells": [fit(cell) for cell in row], "breakable": is_long(row, widths)}
