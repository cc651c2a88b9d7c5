"""What a text of a table is as the value of a cell: a number or a date only where nothing of the text is lost by it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from fasmodell.scales import Language

_NUMBER: Final = re.compile(r"([-−+]?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.([0-9]+))?( ?%)?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS: Final = 15  # that a workbook keeps of a number
_FIRST_YEAR: Final = 1901  # before it, programs count the days differently
DATE_FORMAT: Final = "yyyy\\-mm\\-dd"


class CellNumber(NamedTuple):
    """A number with the format under which it reads as the text that it comes from."""

    value: float
    format: str


def number_of(text: str, language: Language) -> CellNumber | None:
    """
    The number that a text is, as `language` writes numbers; None for every other text.

    Numbers that begin with a nought, such as codes, and those with more digits than a workbook keeps stay texts.
    """
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    if language == "sv":
        plain = plain.replace(".", "?").replace(",", ".")
    else:
        plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", " ", plain)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    sign, whole, decimals, percent = found.groups(default="")
    digits = whole.replace(" ", "")
    if (len(digits) > 1 and digits.startswith("0")) or len(digits + decimals) > _DIGITS:
        return None
    value = float(f"{digits}.{decimals or 0}") * (-1 if sign in ("-", "−") else 1)
    if value == 0 and sign:
        return None
    form = "#,##0" if " " in whole else "0"
    form += f".{'0' * len(decimals)}" if decimals else ""
    if percent:
        value, form = _hundredth(value, len(decimals)), f"{form}{percent}"
    return CellNumber(value, f'"+"{form}' if sign == "+" else f'{form};"{sign or "−"}"{form}')


def _hundredth(value: float, decimals: int) -> float:
    return round(value / 100, decimals + 2)


def date_of(text: str) -> date | None:
    """The day that a text is, written as 2026-03-31; None for every other text."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None
