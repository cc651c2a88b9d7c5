"""An area's trajectory against its goal as a picture: the phase and the police classification at each assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from fasmodell import wording as core
from fasmodell.analysis import words_track as track
from fasmodell.document import Figure, Table
from fasmodell.knowledge import PHASES, POLICE_CLASS
from fasmodell.reasons import lower_first, upper_first
from fasmodell.report import words_pictures as w
from fasmodell.report.trajectory_rows import KINDS, Kind, Row, class_text, rows_of
from fasmodell.results import PhaseDecision, Recommendation
from fasmodell.svg_drawing import EDGE, LINE, SMALL, WIDTH, Drawing, Fill, Line, Spot
from fasmodell.view import View

_TEXT: Final = 152.0
_FIRST: Final = 182.0
_STEP: Final = 60.0
_RADIUS: Final = 6.0
_LEAST: Final = 40.0
_KEY: Final = 26.0


def trajectory_picture(
    view: View, earlier: Sequence[Recommendation] = (), counted: Sequence[PhaseDecision] = ()
) -> Figure:
    """
    Draw an area over time: what its oldest profile says was assessed before, every answer, and the newest goal.

    `earlier` are the answers before that of the view, oldest first; none of them is needed. `counted` holds the phase
    of each answer, that of the view as the last, with the assessments before it counted (`Trajectory.persisted`).
    """
    rows = rows_of(view, earlier, counted)
    title = view.say(w.TRAJECTORY_TITLE)
    caption = title if view.answer.profile.goal is not None else f"{title}. {view.say(track.NO_GOAL).rstrip('.')}"
    told = view.say(w.TRAJECTORY_TOLD, rows=" ".join(_told(view, row) for row in rows))
    svg = _drawing(view, rows).svg(title, told, view.language)
    return Figure(caption, told, svg, _table(view, rows))


def _told(view: View, row: Row) -> str:
    what = lower_first(row.text)
    if row.police_class is not None:
        name, value = view.knowledge.indicators[POLICE_CLASS].name.to(view.language), class_text(view, row)
        told = view.say(w.CLASS_IS, name=lower_first(name), value=lower_first(value))
        what = "; ".join(filter(None, (what, told)))
    if row.kind is not Kind.ASSESSMENT:
        what = f"{view.say(KINDS[row.kind])}: {what}"
    return view.say(w.ROW_TOLD, date=row.day.isoformat(), what=what)


def _table(view: View, rows: Sequence[Row]) -> Table:
    phases = tuple(view.say(core.PHASE, phase=phase) for phase in PHASES)
    has_class, has_counted = _has_class(rows), any(row.counted for row in rows)
    head = [*(view.say(text) for text in (w.AS_OF, w.KIND)), *phases, view.say(w.ANSWER)]
    head += [view.say(track.COUNTED)] if has_counted else []
    head += [view.knowledge.indicators[POLICE_CLASS].name.to(view.language)] if has_class else []
    cells = []
    for row in rows:
        cell = [
            row.day.isoformat(),
            view.say(KINDS[row.kind]),
            *(_mark(view, row, phase) for phase in PHASES),
            row.text,
        ]
        cell += [row.counted_text] if has_counted else []
        cell += [class_text(view, row)] if has_class else []
        cells.append((*cell, row.since))
    return Table("", (*head, view.say(w.SINCE)), tuple(cells))


def _mark(view: View, row: Row, phase: int) -> str:
    """What a row says of one phase."""
    if row.kind is Kind.GOAL:
        return view.say(w.GOAL) if phase in row.phases else ""
    if row.phases == (phase,):
        return view.say(w.JUDGED)
    return view.say(w.POSSIBLE) if phase in (*row.phases, *row.possible) else ""


def _has_class(rows: Sequence[Row]) -> bool:
    return any(row.police_class is not None for row in rows)


def _drawing(view: View, rows: Sequence[Row]) -> Drawing:
    drawing, has_class = Drawing(), _has_class(rows)
    for phase in PHASES:
        drawing.words(_x(phase), drawing.y + 12, view.say(core.PHASE, phase=phase), bold=True, end="middle", size=SMALL)
    drawing.space(LINE + 4)
    top, middles = drawing.y, []
    for row in rows:
        start = drawing.y
        middles.append(start + 9)
        for number, text in enumerate(_texts(view, row, has_class)):
            drawing.paragraph(text, room=_TEXT, bold=number == 0, size=SMALL)
        if has_class:
            _draw_class(drawing, view, row, start + 22)
        drawing.y = max(drawing.y, start + _LEAST) + 8
    for phase in PHASES:
        drawing.line([Spot(_x(phase), top), Spot(_x(phase), drawing.y - 8)], Line.DOTTED, 0.6)
    _draw_links(drawing, rows, middles)
    for row, middle in zip(rows, middles, strict=True):
        _draw_phases(drawing, row, middle)
    _draw_key(drawing, view, rows)
    return drawing


def _texts(view: View, row: Row, has_class: bool) -> Iterator[str]:
    """What stands beside a row: the day, what it is, the phase, the class, and how long it is since the row above."""
    yield row.day.isoformat()
    if row.kind is not Kind.ASSESSMENT:
        yield ": ".join(filter(None, (upper_first(view.say(KINDS[row.kind])), lower_first(row.text))))
    elif row.text:
        yield row.text
    if row.counted_text:
        yield view.say(w.COUNTED_IS, phase=lower_first(row.counted_text))
    if has_class and class_text(view, row):
        name = view.knowledge.indicators[POLICE_CLASS].name.to(view.language)
        yield view.say(w.CLASS_IS, name=name, value=lower_first(class_text(view, row)))
    if row.since:
        yield view.say(w.LATER, months=row.since)


def _x(phase: int) -> float:
    return _FIRST + (phase - 1) * _STEP


def _draw_links(drawing: Drawing, rows: Sequence[Row], middles: Sequence[float]) -> None:
    """A line from each phase to the next one, dashed on to the goal; none to or from what is undetermined."""
    placed = [
        (row, Spot(_x(row.phases[0]), middle))
        for row, middle in zip(rows, middles, strict=True)
        if row.kind is not Kind.GOAL and row.phases
    ]
    for (before, start), (after, end) in pairwise(placed):
        if len(before.phases) == len(after.phases) == 1:
            drawing.line([start, end], thick=2.0)
    goal = next((Spot(_x(row.phases[0]), y) for row, y in zip(rows, middles, strict=True) if _is_aim(row)), None)
    if goal is not None and placed and len(placed[-1][0].phases) == 1:
        drawing.line([placed[-1][1], goal], Line.DASHED)


def _is_aim(row: Row) -> bool:
    return row.kind is Kind.GOAL and bool(row.phases)


def _draw_phases(drawing: Drawing, row: Row, y: float) -> None:
    if not row.phases:
        return
    if len(row.possible) > 1:
        _draw_range(drawing, _x(row.possible[0]), _x(row.possible[-1]), y)
    if row.counted:
        _draw_ring(drawing, _x(row.counted[0]), _x(row.counted[-1]), y)
    first, last = _x(row.phases[0]), _x(row.phases[-1])
    if row.kind is Kind.GOAL:
        _draw_aim(drawing, first, y)
    elif row.kind is Kind.STATED:
        drawing.area(first - 5, y - 5, 10, 10, Fill.SOLID)
    elif len(row.phases) == 1:
        drawing.disc(first, y, _RADIUS)
    else:
        drawing.area(first - 8, y - 7, last - first + 16, 14, Fill.EMPTY, Line.DASHED)


def _draw_range(drawing: Drawing, first: float, last: float, y: float) -> None:
    drawing.line([Spot(first, y), Spot(last, y)], Line.DOTTED, 2.0)
    for x in (first, last):
        drawing.line([Spot(x, y - 5), Spot(x, y + 5)], thick=1.5)


def _draw_ring(drawing: Drawing, first: float, last: float, y: float) -> None:
    if first == last:
        drawing.disc(first, y, _RADIUS + 3, Fill.EMPTY)
    else:
        drawing.area(first - 11, y - 10, last - first + 22, 20)


def _draw_aim(drawing: Drawing, x: float, y: float) -> None:
    drawing.disc(x, y, _RADIUS, Fill.EMPTY)
    drawing.disc(x, y, 2.5)


def _draw_class(drawing: Drawing, view: View, row: Row, y: float) -> None:
    """One square for each class, the mildest to the left; the one that holds is filled."""
    if row.kind is Kind.STATED or (row.kind is Kind.GOAL and row.police_class is None):
        return
    options = tuple(view.knowledge.indicators[POLICE_CLASS].options)
    line = Line.PLAIN if row.police_class is not None else Line.DASHED
    width = (WIDTH - EDGE - _FIRST + 20) / len(options)
    for place, option in enumerate(options):
        filled = Fill.CROSS if row.kind is Kind.GOAL else Fill.HATCH
        fill = filled if option == row.police_class else Fill.EMPTY
        drawing.area(_FIRST - 20 + place * width, y, width, 10, fill, line)


def _draw_key(drawing: Drawing, view: View, rows: Sequence[Row]) -> None:
    judged = [row for row in rows if row.kind is Kind.ASSESSMENT]
    drawing.space(4)
    if any(len(row.phases) == 1 for row in judged):
        drawing.disc(10, drawing.y + 7, _RADIUS)
        _explain(drawing, view.say(w.KEY_JUDGED))
    if any(row.kind is Kind.STATED for row in rows):
        drawing.area(5, drawing.y + 2, 10, 10, Fill.SOLID)
        _explain(drawing, view.say(w.KEY_STATED))
    if any(row.counted for row in rows):
        drawing.space(2)
        _draw_ring(drawing, 10, 10, drawing.y + 7)
        _explain(drawing, view.say(w.KEY_COUNTED))
        drawing.space(2)
    if any(len(row.phases) > 1 for row in judged):
        drawing.key(Fill.EMPTY, view.say(w.KEY_CANDIDATES), Line.DASHED)
    if any(len(row.possible) > 1 for row in judged):
        _draw_range(drawing, 2, 18, drawing.y + 7)
        _explain(drawing, view.say(w.KEY_POSSIBLE))
    if any(map(_is_aim, rows)):
        _draw_aim(drawing, 10, drawing.y + 7)
        _explain(drawing, view.say(w.KEY_GOAL))
    _draw_class_key(drawing, view, rows)


def _draw_class_key(drawing: Drawing, view: View, rows: Sequence[Row]) -> None:
    judged = [row.police_class for row in rows if row.kind is Kind.ASSESSMENT]
    if any(value is not None for value in judged):
        drawing.key(Fill.HATCH, view.say(w.KEY_CLASS))
    if any(row.police_class is not None for row in rows if row.kind is Kind.GOAL):
        drawing.key(Fill.CROSS, view.say(w.KEY_CLASS_GOAL))
    if _has_class(rows) and None in judged:
        drawing.key(Fill.EMPTY, view.say(w.KEY_CLASS_UNKNOWN), Line.DASHED)


def _explain(drawing: Drawing, text: str) -> None:
    """What a mark that was drawn at the left means."""
    drawing.paragraph(text, x=_KEY, size=SMALL)
    drawing.space(2)
