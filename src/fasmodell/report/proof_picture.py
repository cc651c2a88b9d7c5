"""The proof of the phase, a gate or a measure as a readable graph: from the conclusion in to what was observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from fasmodell import wording_pages as pages
from fasmodell.document import Figure, Table
from fasmodell.facts import FactId, gate_id, phase_id, standing_id
from fasmodell.knowledge import GateId, MeasureId
from fasmodell.report import words_pictures as w
from fasmodell.report.proof_steps import KINDS, Step, StepKind, steps_of
from fasmodell.results import Standing
from fasmodell.svg_drawing import EDGE, PAGE, SMALL, WIDTH, Drawing, Fill, Line, Spot, lines_of
from fasmodell.view import View

_INDENT: Final = 14.0
_STRIP: Final = 7.0
_PAD: Final = 5.0
_LINE: Final = 15.0
_GAP: Final = 6.0
_FILLS: Final[Mapping[StepKind, Fill]] = {
    StepKind.CONCLUSION: Fill.SOLID,
    StepKind.GATE: Fill.CROSS,
    StepKind.RULE: Fill.BACK,
    StepKind.FINDING: Fill.HATCH,
    StepKind.CONDITION: Fill.EMPTY,
    StepKind.OBSERVATION: Fill.DOTS,
}
# How deep a proof is followed and how many steps lead to each, from all of it to the least: the first that fits a page
# is drawn. What is near the conclusion is never given up for what is far from it.
_LIMITS: Final = ((99, 99), (6, 6), (5, 5), (4, 5), (4, 4), (4, 3), (3, 5), (3, 4), (3, 3), (2, 6), (2, 4), (2, 2))


class _Row(NamedTuple):
    """A step as it is drawn: how far in, its number, that of what it leads to, and whether more stands below it."""

    step: Step
    depth: int
    number: int
    leads_to: int | None
    is_again: bool
    is_cut: bool


def proof_picture(view: View, measure: MeasureId | None = None) -> Figure:
    """
    Draw what the phase rests on, or what a measure's standing does; KeyError when the catalogue has no such measure.

    The table holds every arrow drawn. A proof too large for a page is drawn as far in as fits, and the caption says how
    many steps are left out.
    """
    if measure is None:
        return _picture(view, phase_id(view.answer.phase.working_phase), view.say(w.PROOF_OF_PHASE))
    conclusion = standing_id(measure, view.answer.measure(measure).standing)
    return _picture(view, conclusion, view.say(w.PROOF_OF_MEASURE, measure=view.measure_name(measure)))


def gate_proof_picture(view: View, gate: GateId) -> Figure:
    """Draw what the state of one gate rests on, which fits further in on a page than the whole phase does."""
    name = view.knowledge.gates[gate].name.to(view.language)
    return _picture(view, gate_id(gate, view.gate(gate).state), view.say(w.PROOF_OF_GATE, gate=name))


def _picture(view: View, conclusion: FactId, title: str) -> Figure:
    steps = steps_of(view, conclusion)
    rows, drawing = _fitting(view, conclusion, steps)
    caption = ". ".join((title, *_alone(view, steps[conclusion]), *_left_out(view, steps, rows)))
    told = view.say(w.PROOF_TOLD)
    head = tuple(view.say(text) for text in (w.NUMBER, w.CLAIM, w.STEP_KIND, w.BY, w.LEADS_TO))
    table = Table("", head, tuple(_cells(view, row) for row in rows))
    return Figure(caption, told, drawing.svg(caption, told, view.language), table)


def _fitting(view: View, conclusion: FactId, steps: Mapping[FactId, Step]) -> tuple[list[_Row], Drawing]:
    """The rows of as much of a proof as fits on a page, drawn; the least there can be where nothing fits."""
    for depth, most in _LIMITS[:-1]:
        rows = _rows(conclusion, steps, depth, most)
        drawing = _drawing(view, rows)
        if drawing.y <= PAGE:
            return rows, drawing
    rows = _rows(conclusion, steps, *_LIMITS[-1])
    return rows, _drawing(view, rows)


def _rows(conclusion: FactId, steps: Mapping[FactId, Step], deepest: int, most: int) -> list[_Row]:
    """The steps in the order of a walk from the conclusion; one met before is named again and not followed."""
    rows: list[_Row] = []
    numbers: dict[FactId, int] = {}

    def walk(fact: FactId, depth: int, leads_to: int | None) -> None:
        step, is_again = steps[fact], fact in numbers
        number = numbers.setdefault(fact, len(numbers) + 1)
        shown = step.premises[:most] if depth < deepest and not is_again else ()
        is_cut = not is_again and len(shown) < len(step.premises)
        rows.append(_Row(step, depth, number, leads_to, is_again, is_cut))
        for premise in shown:
            walk(premise, depth + 1, number)

    walk(conclusion, 0, None)
    return rows


def _alone(view: View, step: Step) -> Iterator[str]:
    """That nothing leads to a conclusion, and why."""
    if not step.premises:
        is_fixed = step.fact.endswith(f"={Standing.BLOCKED}")
        yield view.say(pages.STANDS_ALONE if is_fixed else pages.NOTHING_KNOWN).rstrip(".")


def _left_out(view: View, steps: Mapping[FactId, Step], rows: Sequence[_Row]) -> Iterator[str]:
    missing = len(steps) - len({row.number for row in rows})
    if missing:
        yield view.say(w.PROOF_LEFT_OUT, n=view.number(missing))
    if any(row.step.fact.startswith("phase:") and row.depth > 0 for row in rows):
        yield view.say(w.PROOF_PHASE_APART)


def _cells(view: View, row: _Row) -> tuple[str, ...]:
    leads_to = "" if row.leads_to is None else view.number(row.leads_to)
    by = "" if row.is_again else row.step.by
    return view.number(row.number), _text(view, row), KINDS[row.step.kind].to(view.language), by, leads_to


def _text(view: View, row: _Row) -> str:
    return view.say(w.STEP_CUT, text=row.step.text) if row.is_cut else row.step.text


def _drawing(view: View, rows: Sequence[_Row]) -> Drawing:
    drawing = Drawing()
    lows: dict[int, float] = {}
    buses: dict[int, float] = {}
    for row in rows:
        middle = _draw_step(drawing, view, row)
        if row.leads_to is not None:
            x = _left(row.depth - 1) + _STRIP / 2
            drawing.line([Spot(x, middle), Spot(_left(row.depth), middle)])
            buses[row.leads_to] = middle
        if not row.is_again:
            lows[row.number] = drawing.y - _GAP
    depths = {row.number: row.depth for row in rows if not row.is_again}
    for number, low in buses.items():
        _draw_arrow(drawing, _left(depths[number]) + _STRIP / 2, lows[number], low)
    _draw_key(drawing, view, rows)
    return drawing


def _left(depth: int) -> float:
    return EDGE + depth * _INDENT


def _draw_step(drawing: Drawing, view: View, row: _Row) -> float:
    """The box of a step with a strip that tells its kind; how far down its middle is."""
    top, left = drawing.y, _left(row.depth)
    x = left + _STRIP + _PAD
    text = view.say(w.STEP, n=view.number(row.number), text=_text(view, row))
    room = WIDTH - EDGE - _PAD - x
    lines = lines_of(text, room, size=SMALL, most=6)
    if row.step.by and not row.is_again:
        lines += lines_of(row.step.by, room, size=SMALL, most=6)
    height = len(lines) * _LINE + 5
    line = Line.DOTTED if row.is_again else Line.PLAIN
    drawing.area(left, top, WIDTH - EDGE - left, height, Fill.EMPTY, line)
    drawing.area(left, top, _STRIP, height, _FILLS[row.step.kind], line)
    for place, written in enumerate(lines):
        drawing.words(x, top + 12.5 + place * _LINE, written, size=SMALL)
    drawing.space(height + _GAP)
    return top + height / 2


def _draw_arrow(drawing: Drawing, x: float, top: float, low: float) -> None:
    """From what leads to a step up to it."""
    drawing.line([Spot(x, top), Spot(x, low)])
    drawing.shape((Spot(x - 3.5, top + 6), Spot(x, top), Spot(x + 3.5, top + 6)))


def _draw_key(drawing: Drawing, view: View, rows: Sequence[_Row]) -> None:
    for kind, fill in _FILLS.items():
        if any(row.step.kind is kind for row in rows):
            drawing.key(fill, KINDS[kind].to(view.language))
    if any(row.is_again for row in rows):
        drawing.key(Fill.EMPTY, view.say(w.KEY_AGAIN), Line.DOTTED)
    if any(row.is_cut for row in rows):
        drawing.paragraph(view.say(w.KEY_CUT), x=4, size=SMALL)
