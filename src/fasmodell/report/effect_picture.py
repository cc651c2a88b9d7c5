"""The direction of measures' effects against how well it is known, as a picture, as the catalogue holds both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from fasmodell.document import Figure, Table
from fasmodell.knowledge import Measure
from fasmodell.report import words_pictures as w
from fasmodell.results import RankedMeasure
from fasmodell.svg_drawing import EDGE, LINE, SMALL, WIDTH, Drawing, Line, lines_of, pages_of
from fasmodell.terms import DIRECTIONS, GRADES
from fasmodell.view import View

# From what helps to what harms; what only makes other work possible and what is not known stand between.
_DIRECTIONS: Final = ("positive", "enabler", "mixed", "unknown", "none", "negative")
_GRADES: Final = tuple(sorted(GRADES, reverse=True))
_LABEL: Final = 76.0
_COLUMN: Final = (WIDTH - _LABEL - EDGE) / len(_GRADES)
_PAD: Final = 3.0


class _Box(NamedTuple):
    """The measures whose effect as a whole has a direction and a grade, and those of which a single outcome has."""

    whole: tuple[Measure, ...]
    outcome: tuple[Measure, ...]


_Boxes = dict[tuple[str, str], _Box]


def effect_pictures(view: View, measures: Sequence[RankedMeasure]) -> tuple[Figure, ...]:
    """Draw the effects of measures in as many pictures as it takes for each to fit on a printed page."""
    parts = pages_of(measures, lambda some: _drawing(view, some, _boxes(view, some)).y)
    return tuple(
        effect_picture(view, part, (place, len(parts)) if len(parts) > 1 else None)
        for place, part in enumerate(parts, 1)
    )


def effect_picture(view: View, measures: Sequence[RankedMeasure], part: tuple[int, int] | None = None) -> Figure:
    """
    Draw the direction of the effects of measures against the grade of the evidence.

    No size of an effect is drawn: the catalogue holds none that could be compared. `part` is its place and number
    where it is one of several pictures. About thirty measures fit on a printed page.
    """
    title = view.say(w.EFFECT_TITLE)
    if part is not None:
        title = view.say(w.PART, title=title, n=part[0], of=part[1])
    boxes, told = _boxes(view, measures), f"{view.say(w.EFFECT_TOLD)} {view.say(w.NO_SIZES)}."
    svg = _drawing(view, measures, boxes).svg(title, told, view.language)
    head = (view.say(w.DIRECTION), *(_grade(view, grade) for grade in _GRADES))
    rows = tuple(
        (DIRECTIONS[direction].to(view.language), *(_cell(view, boxes.get((direction, grade))) for grade in _GRADES))
        for direction in _shown(boxes)
    )
    return Figure(f"{title}. {view.say(w.NO_SIZES)}", told, svg, Table("", head, rows))


def _boxes(view: View, measures: Sequence[RankedMeasure]) -> _Boxes:
    found: _Boxes = {}
    for ranked in measures:
        measure = view.measure(ranked.measure)
        own = (measure.evidence.direction, measure.evidence.grade)
        box = found.get(own, _Box((), ()))
        found[own] = box._replace(whole=(*box.whole, measure))
        for place in dict.fromkeys((one.direction, one.grade) for one in measure.evidence.outcomes):
            if place != own:
                box = found.get(place, _Box((), ()))
                found[place] = box._replace(outcome=(*box.outcome, measure))
    return found


def _shown(boxes: _Boxes) -> list[str]:
    return [direction for direction in _DIRECTIONS if any(place[0] == direction for place in boxes)]


def _grade(view: View, grade: str) -> str:
    return view.say(w.GRADE, grade=grade, meaning=GRADES[grade].to(view.language))


def _cell(view: View, box: _Box | None) -> str:
    if box is None:
        return ""
    whole = ", ".join(view.measure_name(one.id) for one in box.whole)
    codes = ", ".join(one.code for one in box.outcome)
    return "; ".join(filter(None, (whole, view.say(w.SOME_OUTCOME, codes=codes) if codes else "")))


def _drawing(view: View, measures: Sequence[RankedMeasure], boxes: _Boxes) -> Drawing:
    drawing = Drawing()
    if not measures:
        drawing.paragraph(view.say(w.NO_MEASURES))
    drawing.words(WIDTH - EDGE, drawing.y + 11, view.say(w.BETTER_KNOWN), end="end", size=SMALL)
    drawing.space(LINE)
    for place, grade in enumerate(_GRADES):
        drawing.words(_left(place) + _COLUMN / 2, drawing.y + 11, grade, bold=True, end="middle")
    drawing.space(LINE + 2)
    for direction in _shown(boxes):
        _draw_row(drawing, view, direction, boxes)
    drawing.space(8)
    for grade in reversed(_GRADES):
        drawing.paragraph(_grade(view, grade), size=SMALL)
    drawing.space(6)
    if measures:
        drawing.paragraph(view.say(w.KEY_CODE), size=SMALL)
        drawing.paragraph(view.say(w.KEY_OUTCOME), size=SMALL)
        drawing.space(6)
    for ranked in measures:
        measure = view.measure(ranked.measure)
        drawing.paragraph(f"{measure.code} {measure.name.to(view.language)}", size=SMALL, most=4)
    return drawing


def _left(place: int) -> float:
    return _LABEL + place * _COLUMN


def _draw_row(drawing: Drawing, view: View, direction: str, boxes: _Boxes) -> None:
    """One direction: its name and a box for each grade, as high as the fullest asks for."""
    top, room = drawing.y, _COLUMN - 2 * _PAD
    label = lines_of(DIRECTIONS[direction].to(view.language), _LABEL - _PAD, size=SMALL)
    cells = []
    for grade in _GRADES:
        box = boxes.get((direction, grade), _Box((), ()))
        whole = " ".join(one.code for one in box.whole)
        outcome = " ".join(f"({one.code})" for one in box.outcome)
        cells.append([
            *((line, True) for line in (lines_of(whole, room, size=SMALL, bold=True) if whole else ())),
            *((line, False) for line in (lines_of(outcome, room, size=SMALL) if outcome else ())),
        ])  # fmt: skip
    height = max(len(label), *map(len, cells)) * LINE + 6
    for number, text in enumerate(label):
        drawing.words(EDGE, top + 14 + number * LINE, text, size=SMALL)
    line = Line.DOTTED if direction == "unknown" else Line.PLAIN
    for place, cell in enumerate(cells):
        drawing.area(_left(place), top, _COLUMN, height, line=line)
        for number, (text, bold) in enumerate(cell):
            drawing.words(_left(place) + _PAD, top + 14 + number * LINE, text, bold=bold, size=SMALL)
    drawing.space(height)
