"""What the scores of measures are made of, as a picture: each contribution, the sum and what the unknown may give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from fasmodell.document import Figure, Table
from fasmodell.reasons import criterion_name
from fasmodell.report import words_pictures as w
from fasmodell.results import Contribution, RankedMeasure
from fasmodell.svg_drawing import EDGE, LINE, SMALL, WIDTH, Drawing, Fill, Line, Spot, pages_of, text_width
from fasmodell.view import View

_LABEL: Final = 112.0
_BARS: Final = _LABEL + 4.0
_GAP: Final = 6.0
# The criterion whose weight and value are not those of a scale: what rules prefer or discourage.
_ADJUSTMENT: Final = "adjustment"


class _Scale(NamedTuple):
    """Where nothing stands, how wide a hundredth of a point is, and where figures begin."""

    zero: float
    unit: float
    figures: float


def contributions_pictures(view: View, measures: Sequence[RankedMeasure]) -> tuple[Figure, ...]:
    """Draw the contributions of measures in as many pictures as it takes for each to fit on a printed page."""
    parts = pages_of(measures, lambda some: _drawing(view, some).y)
    return tuple(
        contributions_picture(view, part, (place, len(parts)) if len(parts) > 1 else None)
        for place, part in enumerate(parts, 1)
    )


def contributions_picture(view: View, measures: Sequence[RankedMeasure], part: tuple[int, int] | None = None) -> Figure:
    """
    Draw the contributions of measures, in their order.

    `part` is its place and number where it is one of several pictures. About five measures fit on a printed page.
    """
    title = view.say(w.CONTRIBUTIONS_TITLE)
    if part is not None:
        title = view.say(w.PART, title=title, n=part[0], of=part[1])
    told = view.say(w.CONTRIBUTIONS_TOLD, measures=" ".join(_told(view, one) for one in measures))
    head = tuple(view.say(text) for text in (w.MEASURE, w.CRITERION, w.POINTS, w.WEIGHT, w.VALUE))
    rows = tuple(row for one in measures for row in _rows(view, one))
    svg = _drawing(view, measures).svg(title, told, view.language)
    return Figure(title, told, svg, Table("", head, rows))


def _told(view: View, ranked: RankedMeasure) -> str:
    name, score, attainable = view.measure_name(ranked.measure), ranked.score, ranked.attainable
    return view.say(w.SCORE_TOLD, measure=name, score=view.points(score), attainable=view.points(attainable))


def _rows(view: View, ranked: RankedMeasure) -> Iterator[tuple[str, ...]]:
    name = view.measure_name(ranked.measure)
    if not ranked.contributions:
        yield name, view.say(w.NO_SCORE), "", "", ""
        return
    for term in ranked.contributions:
        weight, value = ("", "") if _is_bare(term) else (view.number(term.weight), view.points(term.value))
        yield name, criterion_name(view, term), view.points(term.points), weight, value
    yield name, view.say(w.SUM), view.points(ranked.score), "", ""
    yield name, view.say(w.ATTAINABLE), view.points(ranked.attainable), "", ""
    if _is_open(ranked):
        yield name, view.say(w.LOWEST), view.points(ranked.envelope.low), "", ""
        yield name, view.say(w.HIGHEST), view.points(ranked.envelope.high), "", ""


def _is_bare(term: Contribution) -> bool:
    return term.criterion == _ADJUSTMENT


def _is_open(ranked: RankedMeasure) -> bool:
    return ranked.envelope.low != ranked.envelope.high


def _drawing(view: View, measures: Sequence[RankedMeasure]) -> Drawing:
    drawing, terms = Drawing(), [term for one in measures for term in one.contributions]
    scale = _scale_of(view, terms)
    for ranked in measures:
        _draw_measure(drawing, view, ranked, scale)
    if not measures:
        drawing.paragraph(view.say(w.NO_MEASURES))
    if any(term.points > 0 for term in terms):
        drawing.key(Fill.HATCH, view.say(w.KEY_POINTS))
    if any(term.points < 0 for term in terms):
        drawing.key(Fill.DOTS, view.say(w.KEY_AGAINST))
    if terms:
        drawing.key(Fill.EMPTY, view.say(w.KEY_ATTAINABLE))
    return drawing


def _scale_of(view: View, terms: Sequence[Contribution]) -> _Scale:
    """One scale for all bars of a picture, as wide as the figures beside them leave room for."""
    figures = max((text_width(_figures(view, term), SMALL) for term in terms), default=0.0)
    room = WIDTH - _BARS - _GAP - figures - EDGE
    most = max((max(term.points, 100 * _weight(term)) for term in terms), default=0)
    least = min((term.points for term in terms), default=0)
    unit = room / max(1, max(0, most) - min(0, least))
    return _Scale(_BARS - min(0, least) * unit, unit, WIDTH - figures - EDGE)


def _weight(term: Contribution) -> int:
    return 0 if _is_bare(term) else term.weight


def _figures(view: View, term: Contribution) -> str:
    points = view.points(term.points)
    if _is_bare(term):
        return points
    return view.say(w.TERM, points=points, weight=view.number(term.weight), value=view.points(term.value))


def _draw_measure(drawing: Drawing, view: View, ranked: RankedMeasure, scale: _Scale) -> None:
    drawing.paragraph(view.measure_name(ranked.measure), bold=True, most=4)
    for term in ranked.contributions:
        _draw_term(drawing, view, term, scale)
    if ranked.contributions:
        _draw_sum(drawing, view, ranked)
    else:
        drawing.paragraph(view.say(w.NO_SCORE), size=SMALL)
    drawing.space(12)


def _draw_term(drawing: Drawing, view: View, term: Contribution, scale: _Scale) -> None:
    top = drawing.y
    drawing.paragraph(criterion_name(view, term), room=_LABEL, size=SMALL)
    drawing.words(scale.figures, top + 11, _figures(view, term), size=SMALL)
    drawing.area(scale.zero, top + 3, 100 * _weight(term) * scale.unit, 9)
    if term.points >= 0:
        drawing.area(scale.zero, top + 3, term.points * scale.unit, 9, Fill.HATCH)
    else:
        drawing.area(scale.zero + term.points * scale.unit, top + 3, -term.points * scale.unit, 9, Fill.DOTS)
    drawing.line([Spot(scale.zero, top + 1), Spot(scale.zero, top + LINE - 2)])


def _draw_sum(drawing: Drawing, view: View, ranked: RankedMeasure) -> None:
    """The sum over the whole width, and above it the range that what is unknown may give."""
    score, attainable = view.points(ranked.score), view.points(ranked.attainable)
    drawing.paragraph(view.say(w.OF_ATTAINABLE, score=score, attainable=attainable), size=SMALL)
    envelope = ranked.envelope
    least, most = min(0, envelope.low, ranked.score), max(ranked.attainable, envelope.high, ranked.score, 1)
    unit = (WIDTH - 2 * EDGE) / (most - least)
    zero, top = EDGE - least * unit, drawing.y + 1
    if _is_open(ranked):
        low, high = view.points(envelope.low), view.points(envelope.high)
        drawing.paragraph(view.say(w.MAY_BE, low=low, high=high), size=SMALL)
        top = drawing.y + 6
        ends = Spot(zero + envelope.low * unit, top - 3), Spot(zero + envelope.high * unit, top - 3)
        drawing.line(ends, Line.DASHED, 2.0)
        for end in ends:
            drawing.line([Spot(end.x, top - 6), Spot(end.x, top)], thick=1.5)
    drawing.area(zero, top, ranked.attainable * unit, 9)
    drawing.area(zero + min(0, ranked.score) * unit, top, abs(ranked.score) * unit, 9, Fill.SOLID)
    drawing.y = top + 12
