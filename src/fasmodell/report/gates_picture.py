"""The two gates as a picture: what speaks for each being open, what for it being shut, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from fasmodell import wording as core
from fasmodell.document import Figure, Table
from fasmodell.gates import reachable_of, tallies_of
from fasmodell.phase_text import gate_points
from fasmodell.reasons import strongest
from fasmodell.report import words_pictures as w
from fasmodell.results import GateDecision, GateEvidence, GateState
from fasmodell.svg_drawing import LINE, SMALL, WIDTH, Drawing, Fill, Line, Spot, lines_of
from fasmodell.terms import GATE_STATES, STRENGTHS
from fasmodell.view import View

_SIDES: Final = (GateState.OPEN, GateState.SHUT)
_MIDDLE: Final = WIDTH / 2
_APART: Final = 5.0
_ROOM: Final = _MIDDLE - 4.0
_FILLS: Final = {GateState.OPEN: Fill.HATCH, GateState.SHUT: Fill.DOTS}


class _Side(NamedTuple):
    """One side of a gate: its points now and at most, its number of topics, and the evidence that counts."""

    state: GateState
    points: int
    most: int
    topics: int
    evidence: tuple[GateEvidence, ...]


def gates_picture(view: View) -> Figure:
    """Draw the evidence at both gates. What rests on open questions stands as a dashed area beyond what is known."""
    gates = [(gate, _sides(view, gate)) for gate in view.answer.phase.gates]
    most = max((side.most for _, sides in gates for side in sides), default=0)
    drawing, scale = Drawing(), _ROOM / max(most, *view.rules.phase_policy.points.values())
    for gate, sides in gates:
        _draw_gate(drawing, view, gate, sides, scale)
    _draw_key(drawing, view, gates)
    title = view.say(w.GATES_TITLE)
    uncounted = sum(bool(item.known and not item.counts) for gate, _ in gates for item in gate.evidence)
    caption = f"{title}. {view.say(w.GATES_UNCOUNTED, n=view.number(uncounted))}" if uncounted else title
    told = view.say(w.GATES_TOLD, gates=" ".join(_told(view, gate) for gate, _ in gates))
    head = tuple(view.say(text) for text in (w.GATE, w.SPEAKS_FOR, w.EVIDENCE, w.STRENGTH, w.POINTS, w.AT_MOST))
    rows = tuple(row for gate, sides in gates for side in sides for row in _rows(view, gate, side))
    return Figure(caption, told, drawing.svg(title, told, view.language), Table("", head, rows))


def _sides(view: View, gate: GateDecision) -> tuple[_Side, ...]:
    most = tallies_of(reachable_of(gate.evidence, view.rules.phase_policy))
    points = {GateState.OPEN: gate.points_open, GateState.SHUT: gate.points_shut}
    topics = {GateState.OPEN: gate.topics_open, GateState.SHUT: gate.topics_shut}
    return tuple(
        _Side(state, points[state], most[state].points, len(topics[state]), tuple(strongest(gate, state)))
        for state in _SIDES
    )


def _told(view: View, gate: GateDecision) -> str:
    return f"{view.gate_state(gate.gate, gate.state)}. {gate_points(view, gate)}"


def _rows(view: View, gate: GateDecision, side: _Side) -> Iterator[tuple[str, ...]]:
    name = view.knowledge.gates[gate.gate].name.to(view.language)
    state = GATE_STATES[side.state].to(view.language)
    topics = view.counted(side.topics, core.TOPIC, core.TOPICS)
    most = view.number(side.most) if side.most > side.points else ""
    yield name, state, view.say(w.SUM), topics, view.number(side.points), most
    for item in side.evidence:
        strength = STRENGTHS[item.strength].to(view.language)
        yield name, state, view.rule_title(item.rule), strength, view.number(item.points), ""


def _draw_gate(drawing: Drawing, view: View, gate: GateDecision, sides: tuple[_Side, ...], scale: float) -> None:
    drawing.paragraph(view.gate_state(gate.gate, gate.state), bold=True)
    others = [state for state in GateState if state in gate.possible and state is not gate.state]
    if others:
        named = view.listed((GATE_STATES[state].to(view.language) for state in others), core.OR)
        drawing.paragraph(view.say(core.GATE_MAY_BECOME, states=named), size=SMALL)
    drawing.space(4)
    top = drawing.y
    for line in range(3):
        drawing.space(max(_beside(drawing, side.state, _head_lines(view, side)[line]) for side in sides))
    low = drawing.y
    for side in sides:
        _bar(drawing, side.state, side.points * scale, 12, Fill.SOLID)
        rest = (side.most - side.points) * scale
        _bar(drawing, side.state, rest, 12, Fill.EMPTY, side.points * scale, Line.DASHED)
    drawing.space(20)
    for side in sides:
        for item in side.evidence:
            _draw_evidence(drawing, view, item, scale)
    drawing.line([Spot(_MIDDLE, top), Spot(_MIDDLE, low + 16)])
    drawing.space(10)


def _head_lines(view: View, side: _Side) -> tuple[str, str, str]:
    """What stands above the bar of the sum: the side, its points with the most they may become, and its topics."""
    points = view.counted(side.points, core.POINT, core.POINTS)
    if side.most > side.points:
        points = view.say(w.POINTS_MAY, points=points, most=view.number(side.most))
    state = GATE_STATES[side.state].to(view.language)
    return view.say(w.SIDE, state=state), points, view.counted(side.topics, core.TOPIC, core.TOPICS)


def _beside(drawing: Drawing, state: GateState, text: str) -> float:
    """Write on one side of the middle; how high what is written is."""
    is_right = state is GateState.OPEN
    x = _MIDDLE + _APART if is_right else _MIDDLE - _APART
    lines = lines_of(text, _MIDDLE - _APART, size=SMALL)
    for place, line in enumerate(lines):
        drawing.words(x, drawing.y + 11 + place * LINE, line, end="start" if is_right else "end", size=SMALL)
    return len(lines) * LINE


def _bar(
    drawing: Drawing,
    state: GateState,
    width: float,
    height: float,
    fill: Fill,
    start: float = 0.0,
    line: Line = Line.PLAIN,
) -> None:
    """Draw a bar from the middle outwards, to the right for open and to the left for shut."""
    x = _MIDDLE + start if state is GateState.OPEN else _MIDDLE - start - width
    drawing.area(x, drawing.y + 2, width, height, fill, line)


def _draw_evidence(drawing: Drawing, view: View, item: GateEvidence, scale: float) -> None:
    """What a piece of evidence says, its bar, and on the other side of the middle how much it weighs."""
    drawing.paragraph(view.rule_title(item.rule), size=SMALL)
    _bar(drawing, item.state, item.points * scale, 10, _FILLS[item.state])
    other = GateState.SHUT if item.state is GateState.OPEN else GateState.OPEN
    strength, points = STRENGTHS[item.strength].to(view.language), view.counted(item.points, core.POINT, core.POINTS)
    drawing.space(_beside(drawing, other, f"{strength}, {points}") + 4)


def _draw_key(drawing: Drawing, view: View, gates: list[tuple[GateDecision, tuple[_Side, ...]]]) -> None:
    sides = [side for _, both in gates for side in both]
    if any(side.points for side in sides):
        drawing.key(Fill.SOLID, view.say(w.KEY_SUM))
    for state, text in ((GateState.OPEN, w.KEY_OPEN), (GateState.SHUT, w.KEY_SHUT)):
        if any(side.evidence for side in sides if side.state is state):
            drawing.key(_FILLS[state], view.say(text))
    if any(side.most > side.points for side in sides):
        drawing.key(Fill.EMPTY, view.say(w.KEY_MOST), Line.DASHED)
