"""
What pictures are drawn with: text that wraps, bars, hatches and lines on a narrow sheet that grows downwards.

A picture is one `<svg>` element with presentation attributes only, so that it keeps to a strict policy for styles.
Lines and text have the colour of what stands around them (`currentColor`), and areas are told apart by hatches: light,
dark, grey and print are the same picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple, TypeVar
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from fasmodell.scales import Language

# Units of the view box, which are pixels at full size. At 320 pixels the smallest text is then 11 pixels high.
WIDTH: Final = 340.0
SIZE: Final = 13.0
SMALL: Final = 12.0
LINE: Final = 16.0
EDGE: Final = 1.0  # half of the thickest line at the side of the sheet
# What fits on a printed page (A4) at full size, below a heading and above a caption.
PAGE: Final = 880.0

_Entry = TypeVar("_Entry")

_FONTS: Final = "system-ui, Segoe UI, Noto Sans, DejaVu Sans, Arial, sans-serif"
_MARK: Final = "\0"  # stands for the id of the picture until all of it is known; no text can hold it
_ASCENT: Final = 0.8
_ROUNDING: Final = 1e-6
_BOLD: Final = 1.12
_CUT: Final = "…"


class Fill(StrEnum):
    """How an area is filled; areas that mean different things differ in this and in their labels."""

    EMPTY = "empty"
    SOLID = "solid"
    HATCH = "hatch"
    BACK = "back"
    CROSS = "cross"
    DOTS = "dots"


class Line(StrEnum):
    """How a line is drawn."""

    PLAIN = "plain"
    DASHED = "dashed"
    DOTTED = "dotted"


class Spot(NamedTuple):
    """A point on the sheet."""

    x: float
    y: float


_PATTERNS: Final = {
    Fill.HATCH: '<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="currentColor" stroke-width="1.3"/>',
    Fill.BACK: '<path d="M-1 5L1 7M0 0L6 6M5 -1L7 1" stroke="currentColor" stroke-width="1.3"/>',
    Fill.CROSS: '<path d="M0 3H6M3 0V6" stroke="currentColor" stroke-width="1"/>',
    Fill.DOTS: '<circle cx="3" cy="3" r="1.2" fill="currentColor"/>',
}
_DASHES: Final = {Line.PLAIN: "", Line.DASHED: ' stroke-dasharray="5 3"', Line.DOTTED: ' stroke-dasharray="1.5 3"'}


class Drawing:
    """
    The elements of a picture. `y` is how far down the sheet is used; `paragraph` and `space` move it.

    What is drawn at places of its own does not, so a row is drawn first and stepped past after.
    """

    def __init__(self, width: float = WIDTH) -> None:
        self.width = width
        self.y = EDGE
        self._elements: list[str] = []
        self._fills: set[Fill] = set()

    def space(self, height: float) -> None:
        """Step down past what was drawn."""
        self.y += height

    def words(
        self, x: float, y: float, text: str, *, bold: bool = False, end: str = "start", size: float = SIZE
    ) -> None:
        """Write one line with its baseline at `y`; `end` is the end of it that stands at `x`: start, middle or end."""
        weight = ' font-weight="700"' if bold else ""
        anchor = f' text-anchor="{end}"' if end != "start" else ""
        at = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
        self._elements.append(f"<text {at}{weight}{anchor}>{escape(legible(text))}</text>")

    def paragraph(
        self,
        text: str,
        *,
        x: float = EDGE,
        room: float | None = None,
        bold: bool = False,
        size: float = SIZE,
        most: int | None = None,
    ) -> None:
        """Write a text in lines that fit, below what there is; at most so many, the last then ending in a mark."""
        for line in lines_of(text, self.width - x if room is None else room, size=size, bold=bold, most=most):
            self.words(x, self.y + size * _ASCENT + 1, line, bold=bold, size=size)
            self.y += LINE * size / SIZE

    def area(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: Fill = Fill.EMPTY,
        line: Line = Line.PLAIN,
        corner: float = 0.0,
    ) -> None:
        """Draw a rectangle with an outline, its corners rounded by `corner`; nothing where it has no width."""
        if width > 0:
            box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
            box += f' rx="{number(corner)}"' if corner else ""
            self._elements.append(f"<rect {box}{self._paint(fill)}{_DASHES[line]}/>")

    def line(self, spots: Sequence[Spot], line: Line = Line.PLAIN, thick: float = 1.0) -> None:
        """Draw a line through some points."""
        way = " ".join(f"{number(x)},{number(y)}" for x, y in spots)
        stroke = f'fill="none" stroke="currentColor" stroke-width="{number(thick)}"'
        self._elements.append(f'<polyline points="{way}" {stroke}{_DASHES[line]}/>')

    def shape(self, spots: Iterable[Spot], fill: Fill = Fill.SOLID) -> None:
        """Draw a closed shape through some corners."""
        way = " ".join(f"{number(x)},{number(y)}" for x, y in spots)
        self._elements.append(f'<polygon points="{way}"{self._paint(fill)}/>')

    def disc(self, x: float, y: float, radius: float, fill: Fill = Fill.SOLID, line: Line = Line.PLAIN) -> None:
        """Draw a disc, or a ring when it is empty."""
        at = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self._elements.append(f"<circle {at}{self._paint(fill)}{_DASHES[line]}/>")

    def key(self, fill: Fill, text: str, line: Line = Line.PLAIN) -> None:
        """Say what a filled area means."""
        self.area(EDGE, self.y + 2, 18, 10, fill, line)
        self.paragraph(text, x=26, size=SMALL)
        self.space(2)

    def svg(self, title: str, told: str, language: Language) -> str:
        """The whole picture. Its ids are made of its content, so that pictures can stand together on a page."""
        height = number(self.y + 2)
        size = f'viewBox="0 0 {number(self.width)} {height}" width="{number(self.width)}" height="{height}"'
        drawn = "".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} lang="{language}" role="img" ',
                f'aria-labelledby="{_MARK}-title {_MARK}-desc" fill="currentColor" font-family={quoteattr(_FONTS)}>',
                f'<title id="{_MARK}-title">{escape(legible(title))}</title>',
                f'<desc id="{_MARK}-desc">{escape(legible(told))}</desc>',
                *self._patterns(),
                *self._elements,
                "</svg>",
            )
        )
        return drawn.replace(_MARK, f"picture-{sha256(drawn.encode()).hexdigest()[:12]}")

    def _paint(self, fill: Fill) -> str:
        self._fills.add(fill)
        inside = {Fill.EMPTY: "none", Fill.SOLID: "currentColor"}.get(fill, f"url(#{_MARK}-{fill})")
        return f' fill="{inside}" stroke="currentColor" stroke-width="1"'

    def _patterns(self) -> Iterator[str]:
        used = [fill for fill in _PATTERNS if fill in self._fills]
        if used:
            yield "<defs>"
            for fill in used:
                opening = f'<pattern id="{_MARK}-{fill}" width="6" height="6" patternUnits="userSpaceOnUse">'
                yield f"{opening}{_PATTERNS[fill]}</pattern>"
            yield "</defs>"


def pages_of(entries: Iterable[_Entry], height_of: Callable[[Sequence[_Entry]], float]) -> list[list[_Entry]]:
    """Entries in as few parts as it takes for the picture of each to fit on a page; an entry is never parted."""
    parts: list[list[_Entry]] = [[]]
    for entry in entries:
        if parts[-1] and height_of([*parts[-1], entry]) > PAGE:
            parts.append([])
        parts[-1].append(entry)
    return parts


def legible(text: str) -> str:
    """A text without what steers a reader or cannot stand in XML; a space that keeps numbers together stays."""
    return "".join(letter if letter.isprintable() or letter in "\u00a0\u202f" else " " for letter in text)


def lines_of(text: str, room: float, *, size: float = SIZE, bold: bool = False, most: int | None = None) -> list[str]:
    """A text in lines that fit, as wide as letters of its size mostly are; at most so many."""
    lines: list[str] = []
    for word in re.split(r"[ \t\n\r]+", legible(text).strip(" ")):
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, room, size, bold)
    if most is not None and len(lines) > most:
        last = lines[most - 1]
        while last and text_width(f"{last} {_CUT}", size, bold=bold) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()} {_CUT}".lstrip()]
    return lines


def _pieces(word: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """A word, or where it is longer than a line its pieces, each but the last with a hyphen."""
    widths = [text_width(letter, size, bold=bold) for letter in word]
    begin, left, hyphen = 0, text_width(word, size, bold=bold), text_width("-", size, bold=bold)
    while left > room - _ROUNDING and begin < len(word) - 1:
        end, width = begin + 1, widths[begin]
        while end < len(word) - 1 and width + widths[end] + hyphen <= room - _ROUNDING:
            width += widths[end]
            end += 1
        yield word[begin:end] + "-"
        begin, left = end, left - width
    yield word[begin:]


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """How wide a text is at most in the typefaces that readers mostly have, the wide ones among them."""
    return size * (_BOLD if bold else 1.0) * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if east_asian_width(letter) in "WF":
        return 1.0
    return 0.74 if letter.isupper() else 0.62


def number(value: float) -> str:
    """A length in units, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


_WIDTHS: Final = {
    **dict.fromkeys("ijl.,:;'|!", 0.32),
    **dict.fromkeys("tfrI()[]- \u00a0\u202f", 0.4),
    **dict.fromkeys("0123456789", 0.64),
    **dict.fromkeys("mwMW%", 0.95),
    **dict.fromkeys("—…", 1.0),
    **dict.fromkeys("+=<>×±≤≥→−", 0.84),
}
