"""Names of sheets as a workbook can have them, and long texts in parts that a cell can hold."""

from __future__ import annotations

import re
from typing import Final

from fasmodell.report.characters import fit

_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\'\ufffd]")
_RESERVED: Final = ("history",)


class SheetNames:
    """Gives names that no other sheet of the workbook has, in capital or small letters."""

    def __init__(self) -> None:
        self._given = set(_RESERVED)

    def name(self, wanted: str) -> str:
        """The wanted name, without the characters that a name cannot have and no longer than it can be."""
        plain = " ".join(_FORBIDDEN.sub(" ", fit(wanted)).split()) or "-"
        name, number = shortened(plain, _LONGEST_NAME), 1
        while name.casefold() in self._given:
            number += 1
            end = f" ({number})"
            name = shortened(plain, _LONGEST_NAME - len(end)) + end
        self._given.add(name.casefold())
        return name


def shortened(text: str, most: int) -> str:
    """A text of at most so many units of UTF-16, in which workbooks count; what was cut shows as a mark."""
    if _units(text) <= most:
        return text
    return f"{_cut(text, most - 1)[0].rstrip()}…"


def parts_of(text: str, most: int) -> list[str]:
    """A text in parts of at most so many units of UTF-16 (at least 2), divided after a space where there is one."""
    parts = []
    while _units(text) > most:
        part, text = _cut(text, most)
        at = part.rfind(" ") + 1
        if at > len(part) // 2:
            part, text = part[:at], part[at:] + text
        parts.append(part)
    return [*parts, text]


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _cut(text: str, most: int) -> tuple[str, str]:
    used = 0
    for place, letter in enumerate(text):
        used += _units(letter)
        if used > most:
            return text[:place], text[place:]
    return text, ""
