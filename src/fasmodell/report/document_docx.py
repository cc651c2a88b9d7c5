"""
A page as a Word file: with real styles, lists, headings, tables and links, so that it can be worked on further.

It holds no name and no time. Same page, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from fasmodell.document import Block, Document, Figure, Heading, Item, Items, Paragraph, Table, Terms
from fasmodell.report import words_report
from fasmodell.report.archive import without_time
from fasmodell.report.characters import fit, is_web_address
from fasmodell.report.docx_lists import BULLETS, DEEPEST, Lists
from fasmodell.report.docx_page import prepare_page
from fasmodell.report.docx_table import table_xml
from fasmodell.report.page_layout import contents_depth, ranks_of
from fasmodell.report.typesetting import png_of
from fasmodell.scales import Language

_DEEPEST: Final = 9
_WIDEST, _HIGHEST = 470.0, 640.0  # points that a picture may take on a page


def document_docx(document: Document, language: Language) -> bytes:
    """
    Write a page as one Word file.

    Headings are of ranks without gaps, the sections being Heading 1; what is below the ninth stands at the ninth.
    Pictures are drawn in pixels, with what they show as alternative text. Raises TypstError for a picture that is no
    SVG.
    """
    word = docx.Document()
    prepare_page(word, fit(document.title), language)
    writer = _Writer(word, language, ranks_of(document.blocks, _DEEPEST))
    writer.add(document)
    file = BytesIO()
    word.save(file)
    return without_time(file.getvalue())


class _Writer:
    """Adds block after block, and counts headings and pictures as it goes."""

    def __init__(self, word: WordFile, language: Language, ranks: Sequence[int]) -> None:
        self._word, self._language, self._ranks = word, language, ranks
        self._lists = Lists(word)
        self._headings = self._pictures = 0

    def add(self, document: Document) -> None:
        """Add the title, what stands before the first section, the list of contents, and the sections."""
        self._paragraph(fit(document.title), "Title")
        is_listed = False
        for block in document.blocks:
            if isinstance(block, Heading) and not is_listed:
                self._contents([fit(one.text) for one in document.blocks if isinstance(one, Heading)])
                is_listed = True
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._heading(fit(text))
            case Paragraph(text):
                self._paragraph(fit(text), "Normal")
            case Items():
                number = self._lists.numbers() if block.is_ordered else BULLETS
                self._items(block.items, "List Number" if block.is_ordered else "List Bullet", number, 0)
            case Terms():
                for name, text in block.rows:
                    paragraph = self._paragraph("", "Terms")
                    paragraph.add_run(fit(name), "Strong")
                    paragraph.add_run(f"\t{fit(text)}")
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)

    def _paragraph(self, text: str, style: str) -> WordParagraph:
        return self._word.add_paragraph(text, style)

    def _heading(self, text: str) -> None:
        paragraph = self._paragraph(text, f"Heading {self._ranks[self._headings]}")
        self._headings += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._headings))
        start.set(qn("w:name"), _place(self._headings))
        paragraph._p.insert(1, start)
        paragraph._p.append(end)

    def _contents(self, headings: Sequence[str]) -> None:
        """
        Add a list of the sections as links.

        It is a field that Word can bring up to date. It has no page numbers, since only Word knows the pages.
        """
        depth = contents_depth(self._ranks)
        if not depth:
            return
        self._paragraph(words_report.CONTENTS.to(self._language), "TOC Heading")
        paragraph = None
        for number, (text, rank) in enumerate(zip(headings, self._ranks, strict=True), 1):
            if rank > depth:
                continue
            is_first = paragraph is None
            paragraph = self._paragraph("", f"toc {rank}")
            if is_first:
                for part in _field_start(rf'TOC \o "1-{depth}" \n \h \z'):
                    paragraph.add_run()._r.append(part)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _place(number))
            link.append(paragraph.add_run(text)._r)
            paragraph._p.append(link)
        if paragraph is not None:
            paragraph.add_run()._r.append(_field_mark("end"))

    def _items(self, items: Sequence[Item], style: str, number: int, depth: int) -> None:
        for item in items:
            paragraph = self._paragraph(fit(item.text), style)
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = min(depth, DEEPEST)
            numbering.get_or_add_numId().val = number
            if item.address:
                paragraph.add_run(" ")
                self._add_link(paragraph, fit(item.address))
            self._items(item.below, style, number, depth + 1)

    def _add_link(self, paragraph: WordParagraph, address: str) -> None:
        if not is_web_address(address):
            paragraph.add_run(address)
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(paragraph.add_run(address, "Hyperlink")._r)
        paragraph._p.append(link)

    def _table(self, table: Table) -> None:
        if not table.rows or not table.head:
            return
        if table.caption:
            self._paragraph(fit(table.caption), "Caption")
        self._paragraph("", "After Table")._p.addprevious(parse_xml(table_xml(table)))

    def _figure(self, figure: Figure) -> None:
        self._pictures += 1
        self._paragraph(fit(figure.caption), "Caption")
        png = png_of(figure.svg)
        scale = min(1.0, _WIDEST / png.width, _HIGHEST / png.height)
        run = self._paragraph("", "Picture").add_run()
        shape = run.add_picture(BytesIO(png.content), width=Pt(png.width * scale), height=Pt(png.height * scale))
        shape._inline.docPr.set("descr", fit(figure.alternative))
        shape._inline.docPr.set("name", fit(figure.caption))
        self._table(figure.table._replace(caption=words_report.NUMBERS_OF_PICTURE.to(self._language)))


def _place(number: int) -> str:
    return f"_Toc{number:08}"


def _field_start(instruction: str) -> Iterator[BaseOxmlElement]:
    yield _field_mark("begin")
    yield parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{escape(instruction)}</w:instrText>')
    yield _field_mark("separate")


def _field_mark(kind: str) -> BaseOxmlElement:
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')
