"""A table as a sheet: with a head that stays, filters, numbers and days as such, and columns to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from fasmodell.document import Table, is_numeric
from fasmodell.report import words_files as w
from fasmodell.report.cell_values import DATE_FORMAT, date_of, number_of
from fasmodell.report.characters import fit, parts_of
from fasmodell.report.page_layout import widths_of
from fasmodell.report.register import FillIn, Register
from fasmodell.report.sheet_names import SheetNames
from fasmodell.report.xlsx_cells import LONGEST, Formats, prepare_print, write_text
from fasmodell.report.xlsx_heights import HIGHEST, height_of
from fasmodell.scales import Language

_NARROWEST, _WIDEST = 10, 60  # letters
_SHEETS: Final = (165, 300, 500)  # letters across a sheet; the wider, where rows would else not be high enough
_LEAST: Final = 120  # letters for a table beside columns to fill in
_SPARE: Final = 200  # rows below a register that take the same choices
_FIRST_DAY: Final = date(2000, 1, 1)
_LONGEST_CHOICE: Final = 255


class TableSheets:
    """Adds sheets of tables to a workbook, and the hidden sheet with the choices of columns to fill in."""

    def __init__(self, book: Workbook, names: SheetNames, formats: Formats, title: str, language: Language) -> None:
        self._book, self._names, self._formats = book, names, formats
        self._title, self._language = title, language
        self._choices: list[tuple[str, ...]] = []
        # Named ahead, since cells refer to it; the sheet itself comes last.
        self._choices_name = names.name(w.CHOICES.to(language))

    def add(self, wanted_name: str, table: Table, fill_in: Sequence[FillIn] = ()) -> str:
        """Add a sheet, and return its name."""
        name = self._names.name(wanted_name)
        sheet = self._book.add_worksheet(name)
        columns = list(zip(*table.rows, strict=True)) or [()] * len(table.head)
        numeric = [bool(column) and is_numeric(column) for column in columns]
        used = sum(map(_fill_in_width, fill_in))
        widths = _widths(table, used)
        for place, (text, right) in enumerate(zip(table.head, numeric, strict=True)):
            head = parts_of(fit(text), LONGEST)[0]
            write_text(sheet, 0, place, head, self._formats.format("head", right=right))
            sheet.set_column(place, place, widths[place])
        sheet.set_row(0, _head_height(table.head, widths))
        last = 0
        for row in table.rows:
            for line in _lines(row):
                last += 1
                for place, (text, right) in enumerate(zip(line, numeric, strict=True)):
                    self._write(sheet, last, place, text, right)
                sheet.set_row(last, min(_height(line, widths), HIGHEST))
        for place, column in enumerate(fill_in, len(table.head)):
            self._add_column(sheet, place, column, last)
        width = len(table.head) + len(fill_in)
        if last and width:
            sheet.autofilter(0, 0, last, width - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        prepare_print(sheet, f"{self._title}: {table.caption or name}", self._language, is_wide=True)
        return name

    def add_register(self, register: Register) -> str:
        """Add a sheet that is filled in further, and return its name."""
        return self.add(register.name, register.table, register.fill_in)

    def close(self) -> None:
        """Add the sheet of choices, when there are any."""
        if not self._choices:
            return
        sheet = self._book.add_worksheet(self._choices_name)
        for place, choices in enumerate(self._choices):
            for row, text in enumerate(choices):
                write_text(sheet, row, place, text, self._formats.format("text"))
        sheet.hide()

    def _write(self, sheet: Worksheet, row: int, place: int, text: str, is_number: bool) -> None:
        if is_number:
            day, number = date_of(text), number_of(text, self._language)
            if day is not None:
                sheet.write_datetime(row, place, day, self._formats.format("cell", DATE_FORMAT, right=True))
                return
            if number is not None:
                form = self._formats.format("cell", number.format, right=True)
                sheet.write_number(row, place, number.value, form)
                return
        write_text(sheet, row, place, text, self._formats.format("cell", right=is_number))

    def _add_column(self, sheet: Worksheet, place: int, column: FillIn, last: int) -> None:
        write_text(sheet, 0, place, parts_of(fit(column.name), LONGEST)[0], self._formats.format("fill in head"))
        sheet.set_column(place, place, _fill_in_width(column))
        number = DATE_FORMAT if column.is_date else ""
        for row in range(1, last + 1):
            sheet.write_blank(row, place, None, self._formats.format("fill in", number))
        rule: dict[str, object]
        if column.choices:
            rule = {"validate": "list", "source": self._source(column.choices)}
            message = w.PICK.to(self._language)
        elif column.is_date:
            rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
            message = w.WRITE_DATE.to(self._language)
        else:
            return
        told = {"input_message": message, "error_message": message}
        sheet.data_validation(1, place, last + _SPARE, place, {**rule, **told})

    def _source(self, choices: Sequence[str]) -> str:
        """Where the choices stand; the same choices stand once."""
        listed = tuple(parts_of(fit(choice), _LONGEST_CHOICE)[0] for choice in choices)
        if listed not in self._choices:
            self._choices.append(listed)
        place = self._choices.index(listed)
        return f"='{self._choices_name}'!{xl_range_abs(0, place, len(listed) - 1, place)}"


def _lines(row: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A row as one line of cells; a text that is too long for a cell goes on in the line below."""
    return zip_longest(*(parts_of(fit(cell), LONGEST) for cell in row), fillvalue="")


def _widths(table: Table, used: int) -> list[int]:
    """The width of each column in letters; `used` are those of the columns to fill in."""
    for most in _SHEETS:
        widths = _widths_within(table, max(most - used, _LEAST))
        if all(_height(row, widths) <= HIGHEST for row in table.rows):
            break
    return widths


def _widths_within(table: Table, most: int) -> list[int]:
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.head)
    longest = [max(map(len, column), default=0) + 3 for column in columns]
    natural = [
        min(max(_NARROWEST, len(head) + 5, size), _WIDEST) for head, size in zip(table.head, longest, strict=True)
    ]
    if not table.rows or (sum(natural) <= most <= _SHEETS[0]):
        return natural
    # Numbers and days that do not fit are not shown at all.
    least = [size + 2 if is_numeric(column) else _NARROWEST for column, size in zip(columns, longest, strict=True)]
    return [max(share * most // 1000, low) for share, low in zip(widths_of(table, most), least, strict=True)]


def _height(line: Sequence[str], widths: Sequence[int]) -> float:
    return max((height_of(text, width) for text, width in zip(line, widths, strict=True)), default=0.0)


def _head_height(head: Sequence[str], widths: Sequence[int]) -> float:
    # The button of a filter takes the room of some letters.
    heights = (height_of(text, width - 3, bold=True) for text, width in zip(head, widths, strict=True))
    return min(max(heights, default=0.0), HIGHEST)


def _fill_in_width(column: FillIn) -> int:
    return 14 if column.is_date else 18 if column.choices else 26
