"""Lists in Word: one outline of bullets, one of numbers with bullets below, and a new count for every numbered list."""

from __future__ import annotations

from typing import Final

from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

DEEPEST: Final = 8  # levels of lists in Word are 0 to 8
BULLETS: Final = 1
_NUMBERS: Final = 2
_MARKS: Final = "•–▪"
_STEP: Final = 340  # twentieths of a point


class Lists:
    """The definitions of lists in a Word file, which start out as a kind of bullets and a kind of numbers."""

    def __init__(self, word: WordFile) -> None:
        self._numbering = word.part.numbering_part.element
        for old in list(self._numbering):
            self._numbering.remove(old)
        for kind in (BULLETS, _NUMBERS):
            self._add(_outline(kind))
        for kind in (BULLETS, _NUMBERS):
            self._add(f'<w:num {nsdecls("w")} w:numId="{kind}"><w:abstractNumId w:val="{kind}"/></w:num>')
        self._used = _NUMBERS

    def numbers(self) -> int:
        """Start a numbered list, and return its number in the file."""
        self._used += 1
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        kind = f'<w:abstractNumId w:val="{_NUMBERS}"/>'
        self._add(f'<w:num {nsdecls("w")} w:numId="{self._used}">{kind}{start}</w:num>')
        return self._used

    def _add(self, xml: str) -> None:
        self._numbering.append(parse_xml(xml))


def _outline(kind: int) -> str:
    levels = "".join(_level(level, level == 0 and kind == _NUMBERS) for level in range(DEEPEST + 1))
    first = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
    return f"{first}{levels}</w:abstractNum>"


def _level(level: int, is_number: bool) -> str:
    form, mark = ("decimal", "%1.") if is_number else ("bullet", _MARKS[level % len(_MARKS)])
    hanging = _STEP + 60 if is_number else _STEP - 80
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{mark}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{hanging + _STEP * level}" w:hanging="{hanging}"/></w:pPr>'
        "</w:lvl>"
    )
