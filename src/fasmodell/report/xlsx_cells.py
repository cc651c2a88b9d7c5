"""Cells of a workbook: every text is written as a text, whatever it begins with, and formats are made once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fasmodell.report import words_files as w
from fasmodell.report.characters import fit, shortened
from fasmodell.scales import Language

LONGEST: Final = 32_767  # units of UTF-16 that a cell holds
ACCENT: Final = "#1F3A5F"
TINT: Final = "#EDF0F3"
TO_FILL_IN: Final = "#FFF8DC"
_LINE: Final = "#9AA3AD"
_BASE: Final[Mapping[str, object]] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_BORDER: Final[Mapping[str, object]] = {"border": 1, "border_color": _LINE}
# What a format is made for, by name.
_FORMATS: Final[Mapping[str, Mapping[str, object]]] = {
    "title": {"bold": True, "font_size": 18, "font_color": ACCENT},
    "section": {"bold": True, "font_size": 14, "font_color": ACCENT, "bg_color": TINT},
    "part": {"bold": True, "font_size": 12, "font_color": ACCENT},
    "below": {"bold": True, "italic": True, "font_color": ACCENT},
    "name": {"bold": True, "text_wrap": True},
    "text": {"text_wrap": True},
    "link": {"text_wrap": True, "font_color": "#0B4F8A", "underline": 1},
    "cell": {"text_wrap": True, **_BORDER},
    "head": {"bold": True, "text_wrap": True, "bg_color": TINT, "valign": "bottom", **_BORDER},
    "fill in": {"text_wrap": True, "bg_color": TO_FILL_IN, **_BORDER},
    "fill in head": {"bold": True, "text_wrap": True, "bg_color": TO_FILL_IN, "valign": "bottom", **_BORDER},
}


class Formats:
    """The formats of a workbook, each made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, int, bool], Format] = {}

    def format(self, name: str, number: str = "", indent: int = 0, *, right: bool = False) -> Format:
        """A format by name, with a number format, an indent or its text to the right."""
        key = (name, number, indent, right)
        if key not in self._made:
            extra: dict[str, object] = {"num_format": number} if number else {}
            if indent or right:
                extra |= {"indent": indent or 1, "align": "right" if right else "left"}
            self._made[key] = self._book.add_format({**_BASE, **_FORMATS[name], **extra})
        return self._made[key]


def write_text(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    """
    Write a text as a text, letter for letter: no formula, no number and no link comes of it.

    The text is to be fit for a file and at most LONGEST long. An empty one leaves an empty cell.
    """
    if not text:
        sheet.write_blank(row, column, None, form)
    elif text.startswith("<r>") and text.endswith("</r>"):
        # The writer takes such a text for markup of its own; in runs it does not.
        sheet.write_rich_string(row, column, text[:1], text[1:2], text[2:], form)
    else:
        sheet.write_string(row, column, text, form)


def prepare_print(sheet: Worksheet, title: str, language: Language, *, is_wide: bool) -> None:
    """A4 as wide as the page, with the title above and page numbers below."""
    sheet.set_paper(9)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    # A line above a page takes 255 characters; `&` starts a code in it.
    sheet.set_header(f"&L{shortened(fit(title), 100).replace('&', '&&')}")
    sheet.set_footer(f"&R{w.PAGE.to(language)} &P {w.PAGE_OF.to(language)} &N")
