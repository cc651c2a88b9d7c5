"""`stability` as a picture: bars that can be read in grey and in print, each with its share in figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final
from xml.sax.saxutils import escape

from fasmodell.analysis import words_stability as w
from fasmodell.analysis.stability import TOP, Stability
from fasmodell.analysis.stability_page import percent, shown_of
from fasmodell.knowledge import Track
from fasmodell.phase_text import area_line, phases
from fasmodell.terms import TRACKS
from fasmodell.view import View

_WIDTH: Final = 760
_MARGIN: Final = 24
_LABEL: Final = 300  # where bars begin
_BAR: Final = 330
_ROW: Final = 24
_LETTERS: Final = 34  # of a label that fit before its bar, also in a wide typeface
_STYLE: Final = """<style>
text{font-family:system-ui,"Segoe UI","Noto Sans",Arial,sans-serif;font-size:13px;fill:#111}
.title{font-size:18px;font-weight:600}.part{font-weight:600}.note{font-size:12px;fill:#333}
.frame{fill:#fff;stroke:#555;stroke-width:1}.high{fill:#bbb;stroke:#555;stroke-width:1}.first{fill:#111}
</style>"""


def stability_svg(view: View, found: Stability) -> str:
    """Draw how often each assessment is given, and how often each measure is among the first of its track."""
    rows = list(_rows(view, found))
    height = rows[-1][0] + _ROW + _MARGIN if rows else 2 * _MARGIN
    title = f"{view.say(w.TITLE)}: {area_line(view)}"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'lang="{view.language}" role="img" aria-labelledby="title desc">'
    )
    head = (
        opening,
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(view.say(w.PICTURE_DESC, top=TOP))}</desc>',
        _STYLE,
        '<rect width="100%" height="100%" fill="#fff"/>',
    )
    return "\n".join([*head, *(line for _, line in rows), "</svg>", ""])


def _rows(view: View, found: Stability) -> Iterator[tuple[int, str]]:
    """The elements with how far down they stand."""
    draws, y = found.settings.draws, _MARGIN + 16
    yield y, _text(_MARGIN, y, _cut(view.say(w.TITLE) + ": " + area_line(view), 78), "title")
    y += _ROW
    note = view.say(w.PICTURE_NOTE, top=TOP, n=view.number(draws), seed=found.settings.seed)
    yield y, _text(_MARGIN, y, note, "note")
    y += _ROW + 8
    yield y, _text(_MARGIN, y, view.say(w.PHASE_TABLE), "part")
    for one in found.phases:
        y += _ROW
        share = Fraction(one.counts[-1], draws)
        yield y, _row(view, y, phases(view, one.candidates), share, share)
    for track in Track:
        shown = shown_of(found, track)
        if shown:
            y += _ROW + 12
            yield y, _text(_MARGIN, y, TRACKS[track].to(view.language), "part")
        for measure in shown:
            y += _ROW
            own = view.measure(measure.measure)
            label = f"{own.code} {own.name.to(view.language)}"
            high, first = Fraction(measure.high[-1], draws), Fraction(measure.first[-1], draws)
            yield y, _row(view, y, label, high, first)


def _row(view: View, y: int, label: str, high: Fraction, first: Fraction) -> str:
    told = percent(view, high) if high == first else f"{percent(view, high)} ({percent(view, first)})"
    return "".join(
        (
            f"<g><title>{escape(f'{label}: {told}')}</title>",
            _text(_MARGIN, y, _cut(label, _LETTERS)),
            _bar(y, Fraction(1), "frame"),
            _bar(y, high, "high"),
            _bar(y, first, "first"),
            _text(_LABEL + _BAR + 8, y, told),
            "</g>",
        )
    )


def _bar(y: int, share: Fraction, kind: str) -> str:
    width = f"{float(share * _BAR):.1f}"
    return f'<rect class="{kind}" x="{_LABEL}" y="{y - 13}" width="{width}" height="16"/>' if share else ""


def _text(x: int, y: int, text: str, kind: str = "") -> str:
    of = f' class="{kind}"' if kind else ""
    return f'<text{of} x="{x}" y="{y}">{escape(text)}</text>'


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
