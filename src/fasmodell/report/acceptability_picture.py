"""Rank acceptability as a picture: how often each assessment is given, and how often a measure is among the first."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from fasmodell.analysis import words_stability as words
from fasmodell.analysis.stability import TOP, MeasureShare, PhaseShare, Stability
from fasmodell.analysis.stability_page import percent, shown_of
from fasmodell.document import Figure, Table
from fasmodell.knowledge import Track
from fasmodell.phase_text import area_line, phases
from fasmodell.report import words_pictures as w
from fasmodell.svg_drawing import EDGE, SMALL, WIDTH, Drawing, Fill, text_width
from fasmodell.terms import TRACKS
from fasmodell.view import View

_GAP: Final = 6.0


def acceptability_picture(view: View, found: Stability) -> Figure:
    """Draw the shares of draws with all that is uncertain varied, those that the page of the stability shows."""
    tracks = [(track, shown_of(found, track)) for track in Track]
    seed, draws = found.settings.seed, view.number(found.settings.draws)
    caption = view.say(w.ACCEPTABILITY_CAPTION, title=view.say(words.DRAWS), n=draws, seed=seed)
    told = view.say(w.ACCEPTABILITY_TOLD, top=TOP, means=view.say(words.DRAWS_MEANS, n=draws))
    rows = [
        (view.say(w.PHASE), phases(view, one.candidates), percent(view, _phase_share(found, one)), "")
        for one in found.phases
    ]
    for track, shown in tracks:
        for one in shown:
            high, first = (percent(view, share) for share in _shares(found, one))
            rows.append((TRACKS[track].to(view.language), view.measure_name(one.measure), high, first))
    head = view.say(w.OF_WHAT), view.say(w.ASSESSED), view.say(w.SHARE, top=TOP), view.say(w.FIRST)
    svg = _drawing(view, found, tracks).svg(f"{view.say(words.TITLE)}: {area_line(view)}", told, view.language)
    return Figure(caption, told, svg, Table("", head, tuple(rows)))


def _phase_share(found: Stability, one: PhaseShare) -> Fraction:
    return Fraction(one.counts[-1], found.settings.draws)


def _shares(found: Stability, one: MeasureShare) -> tuple[Fraction, Fraction]:
    draws = found.settings.draws
    return Fraction(one.high[-1], draws), Fraction(one.first[-1], draws)


def _drawing(view: View, found: Stability, tracks: list[tuple[Track, list[MeasureShare]]]) -> Drawing:
    drawing, all_of_them, room = Drawing(), Fraction(1), WIDTH - 2 * EDGE - _GAP
    widest = max(text_width(_phase_told(view, found, one), SMALL) for one in found.phases)
    drawing.paragraph(view.say(w.PHASE), bold=True)
    for one in found.phases:
        share = _phase_share(found, one)
        _draw_bars(drawing, _phase_told(view, found, one), room - widest, (all_of_them, Fill.EMPTY), (share, Fill.DOTS))
    for track, shown in tracks:
        if shown:
            drawing.space(6)
            drawing.paragraph(TRACKS[track].to(view.language), bold=True)
        for measure in shown:
            drawing.paragraph(view.measure_name(measure.measure), size=SMALL, most=4)
            high, first = _shares(found, measure)
            told = view.say(w.HIGH_FIRST, high=percent(view, high), first=percent(view, first))
            bars = (all_of_them, Fill.EMPTY), (high, Fill.HATCH), (first, Fill.SOLID)
            _draw_bars(drawing, told, room - text_width(_widest(view), SMALL), *bars)
    drawing.space(8)
    drawing.key(Fill.DOTS, view.say(w.KEY_PHASE))
    if any(shown for _, shown in tracks):
        drawing.key(Fill.HATCH, view.say(w.KEY_HIGH, top=TOP))
        drawing.key(Fill.SOLID, view.say(w.KEY_FIRST))
    return drawing


def _phase_told(view: View, found: Stability, one: PhaseShare) -> str:
    share = percent(view, _phase_share(found, one))
    return view.say(w.PHASE_SHARE, share=share, phases=phases(view, one.candidates))


def _draw_bars(drawing: Drawing, told: str, full: float, *bars: tuple[Fraction, Fill]) -> None:
    """Shares of a full width over each other, the widest first, with their figures to the right of all."""
    for share, fill in bars:
        drawing.area(EDGE, drawing.y + 2, float(share) * full, 10, fill)
    drawing.words(EDGE + full + _GAP, drawing.y + 11, told, size=SMALL)
    drawing.space(17)


def _widest(view: View) -> str:
    """The longest figures there can be."""
    share = percent(view, Fraction(1))
    return view.say(w.HIGH_FIRST, high=share, first=share)
