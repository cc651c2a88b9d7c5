"""
A page as a workbook: its texts on the first sheet, then what is to be followed up, and each table on its own sheet.

Texts are texts: none becomes a formula or a link. Same page, same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fasmodell.document import Block, Document, Figure, Heading, Item, Items, Paragraph, Table, Terms, table_of
from fasmodell.report import words_files as w
from fasmodell.report.characters import fit, fit_property, is_web_address, parts_of
from fasmodell.report.page_layout import ranks_of
from fasmodell.report.register import Register
from fasmodell.report.sheet_names import SheetNames
from fasmodell.report.xlsx_cells import Formats, prepare_print, write_text
from fasmodell.report.xlsx_heights import height_of, with_rows_that_grow
from fasmodell.report.xlsx_tables import TableSheets
from fasmodell.scales import Language

_FIXED: Final = datetime(1980, 1, 1)  # noqa: DTZ001  a workbook must name a day; this one is nobody's
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LONGEST: Final = 2_000  # letters in a cell of the first sheet, which a row is high enough to show
_LONGEST_LINK: Final = 85  # letters; some programs do not divide longer ones, and cut them off in print
_NAMES, _TEXTS = 26, 100  # letters across the two columns
_RANKS: Final = ("section", "part", "below")
_HEIGHTS: Final = {"title": 26.0, "section": 21.0, "part": 18.0}  # points
_MARKS: Final = "•–▪"


def document_xlsx(document: Document, language: Language, registers: Sequence[Register] = ()) -> bytes:
    """
    Write a page as one workbook, with `registers` as sheets to fill in.

    Pictures are told in words, and their numbers are a sheet. A text that is too long for a cell goes on in the one
    below. Numbers and days of columns that hold nothing else are such; each reads as it does in the page.
    """
    file = BytesIO()
    book = Workbook(file, _OPTIONS)
    title = fit(document.title)
    book.set_properties({"title": fit_property(title), "created": _FIXED})
    names, formats = SheetNames(), Formats(book)
    texts = book.add_worksheet(names.name(w.TEXTS.to(language)))
    sheets = TableSheets(book, names, formats, title, language)
    filled = [sheets.add_register(register) for register in registers]
    _Texts(texts, formats, sheets, language).add(document, filled)
    sheets.close()
    book.close()
    return with_rows_that_grow(file.getvalue())


class _Texts:
    """Writes the first sheet row by row, and adds a sheet for each table that it comes to."""

    def __init__(self, sheet: Worksheet, formats: Formats, tables: TableSheets, language: Language) -> None:
        self._sheet, self._formats, self._tables, self._language = sheet, formats, tables, language
        self._row = self._count = 0
        self._section = ""

    def add(self, document: Document, registers: Sequence[str]) -> None:
        """Write the title, where the registers are, and all blocks."""
        sheet = self._sheet
        sheet.set_column(0, 0, _NAMES)
        sheet.set_column(1, 1, _TEXTS)
        sheet.hide_gridlines(2)
        for part in parts_of(fit(document.title), _LONGEST):
            self._line(0, part, "title")
        for name in registers:
            self._see(name)
        ranks = iter(ranks_of(document.blocks, len(_RANKS)))
        for block in document.blocks:
            if isinstance(block, Heading):
                self._heading(block, next(ranks))
            else:
                self._block(block)
        prepare_print(sheet, document.title, self._language, is_wide=False)

    def _heading(self, heading: Heading, rank: int) -> None:
        self._section = heading.text
        self._row += rank < len(_RANKS)
        form = self._formats.format(_RANKS[rank - 1])
        for text in parts_of(fit(heading.text), _LONGEST):
            if rank == 1:
                self._sheet.write_blank(self._row, 1, None, form)
            self._line(0, text, _RANKS[rank - 1])

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(text):
                self._text(text)
            case Items():
                self._items(block.items, block.is_ordered, 0)
            case Terms():
                for name, text in block.rows:
                    self._term(name, text)
            case Figure():
                self._text(block.caption)
                self._text(w.PICTURE_SHOWS.to(self._language).format(alternative=block.alternative))
                self._table(table_of(block))
            case Table():
                self._table(block)

    def _line(self, column: int, text: str, form: str, indent: int = 0) -> None:
        write_text(self._sheet, self._row, column, text, self._formats.format(form, indent=indent))
        if form in _HEIGHTS:
            self._sheet.set_row(self._row, _HEIGHTS[form])
        elif column == 1:
            self._sheet.set_row(self._row, height_of(text, _TEXTS - 2 * indent))
        self._row += 1

    def _text(self, text: str, indent: int = 0) -> None:
        for part in parts_of(fit(text), _LONGEST):
            self._line(1, part, "text", indent)

    def _term(self, name: str, text: str) -> None:
        names, texts = parts_of(fit(name), _LONGEST), parts_of(fit(text), _LONGEST)
        for place in range(max(len(names), len(texts))):
            if place < len(names):
                write_text(self._sheet, self._row, 0, names[place], self._formats.format("name"))
            self._line(1, texts[place] if place < len(texts) else "", "text")

    def _items(self, items: Sequence[Item], is_ordered: bool, depth: int) -> None:
        for number, item in enumerate(items, 1):
            mark = f"{number}." if is_ordered else _MARKS[depth % len(_MARKS)]
            self._text(f"{mark} {item.text}", depth)
            if item.address:
                self._address(fit(item.address), depth)
            self._items(item.below, False, depth + 1)

    def _address(self, address: str, indent: int) -> None:
        if is_web_address(address) and len(address) <= _LONGEST_LINK:
            self._sheet.write_url(self._row, 1, address, self._formats.format("link", indent=indent), address)
            self._row += 1
        else:
            self._text(address, indent)

    def _table(self, table: Table) -> None:
        if not table.rows or not table.head:
            return
        self._count += 1
        about = table.caption or self._section or w.TABLE.to(self._language)
        self._see(self._tables.add(f"{self._count} {about}", table))

    def _see(self, name: str) -> None:
        told = w.SEE_SHEET.to(self._language).format(sheet=name)
        self._sheet.write_url(self._row, 1, f"internal:'{name}'!A1", self._formats.format("link"), told)
        self._row += 1
