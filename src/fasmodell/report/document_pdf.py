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
from fasmodell.report.characters import REPLACED, fit, is_web_address
from fasmodell.report.page_layout import contents_depth, is_long, ranks_of, widths_of
from fasmodell.report.typesetting import typeset
from fasmodell.scales import Language

_REGIONS: Final = {"sv": "SE", "en": "GB"}
_DEEPEST: Final = 6  # of the tags for headings
_NO_SHAPE: Final = "could not be displayed"
# Letters that the typefaces hold for sure, also together: Latin, and the signs of ordinary texts.
_KNOWN: Final = frozenset((*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x180)), *"–—‘’‚“”„†•…‰‹›€−", REPLACED))

# What the template reads: names, texts, numbers and lists of them.
_Data = Mapping[str, object]


def document_pdf(document: Document, language: Language) -> bytes:
    """
    Write a page as one PDF file. Same page, same bytes.

    A character that the typefaces here lack is written as U+FFFD, and a last paragraph says so. Headings are of ranks
    without gaps; what is below the sixth stands at the sixth. Raises TypstError for a picture that is no SVG.
    """
    page = json.dumps(_page(document, language), ensure_ascii=False)
    try:
        return _compiled(page)
    except typst.TypstError as error:
        if _NO_SHAPE not in error.message:
            raise
    said = (*document.blocks, Paragraph(w.NO_GLYPH.to(language)))
    page = json.dumps(_page(document._replace(blocks=said), language), ensure_ascii=False)
    uncertain = set(page) - _KNOWN
    lacking = {ord(letter): REPLACED for letter in sorted(uncertain) if not _has_shape(letter)}
    try:
        return _compiled(page.translate(lacking))
    except typst.TypstError as error:
        if _NO_SHAPE not in error.message:
            raise
    # There are letters that have a shape alone, but not beside others.
    return _compiled(page.translate({ord(letter): REPLACED for letter in uncertain}))


def _compiled(page: str) -> bytes:
    return typeset(files("fasmodell.report").joinpath("document.typ").read_bytes(), {"page": page})


def _has_shape(letter: str) -> bool:
    try:
        typeset(b'#set document(title: "-")\n#sys.inputs.letter', {"letter": letter})
    except typst.TypstError:
        return False
    return True


def _page(document: Document, language: Language) -> _Data:
    blocks = [block for block in document.blocks if not isinstance(block, Table) or (block.rows and block.head)]
    ranks = ranks_of(blocks, _DEEPEST)
    remaining = iter(ranks)
    return {
        "title": fit(document.title),
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
            alternative = fit(block.alternative)
            yield {"kind": "figure", "caption": fit(block.caption), "alternative": alternative, "svg": block.svg}
            if block.table.rows:
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
