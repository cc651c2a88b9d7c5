"""What to ask next, as a page and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from fasmodell.analysis import words_ask as w
from fasmodell.analysis.asking import Asking, Lead, Outcome, Question, Reach
from fasmodell.analysis.cell_text import anchors_text, cells_text
from fasmodell.analysis.page_ends import foot_blocks, head_blocks
from fasmodell.answer_json import head_object
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph
from fasmodell.knowledge import GateId, IndicatorId, MeasureId, Text
from fasmodell.layout import printable
from fasmodell.measure_document import Object, names_object
from fasmodell.phase_text import question_effect, question_text
from fasmodell.reasons import lower_first
from fasmodell.results import GateState
from fasmodell.terms import GATE_STATES
from fasmodell.view import View
from fasmodell.wording import OR, POINT, POINTS

FORMAT = "fasmodell.ask/1"
_FEW = 6


def asking_document(asking: Asking, view: View, top: int) -> Document:
    """Write the `top` questions that would settle most as a page in the language of the view."""
    shown = asking.questions[:top]
    blocks: list[Block] = [*head_blocks(view), Paragraph(" ".join(_state(asking, view)))]
    if shown:
        blocks.append(Paragraph(view.say(w.SHOWN, n=len(shown), of=len(asking.questions))))
    for number, question in enumerate(shown, 1):
        blocks += [Heading(f"{number}. {question_text(view, question.asked)}", 3), Items(tuple(_items(question, view)))]
    if shown:
        blocks += [Heading(view.say(w.EXACT)), Paragraph(view.say(w.METHOD))]
    blocks += foot_blocks(view)
    return Document(view.say(w.TITLE, area=printable(view.answer.profile.area.name)), tuple(blocks))


def _state(asking: Asking, view: View) -> Iterator[str]:
    decision, phases = view.answer.phase, _either(view, asking.before.phases)
    if decision.is_settled:
        yield view.say(w.SETTLED, phase=decision.phase)
    elif decision.phase is not None:
        yield view.say(w.DECIDED, phase=decision.phase, phases=phases)
    else:
        yield view.say(w.UNDETERMINED, phases=phases)
    if asking.shortest:
        answers = view.listed(answer_text(view, name, value) for name, value in asking.shortest)
        yield view.say(
            w.ONE_ANSWER if len(asking.shortest) == 1 else w.SHORTEST, n=len(asking.shortest), answers=answers
        )
    yield view.say(w.OPEN_STANDINGS, n=asking.before.standings, of=len(view.answer.measures))
    if not asking.questions:
        yield view.say(w.NOTHING)


def answer_text(view: View, indicator: IndicatorId, value: object) -> str:
    """An indicator with a value."""
    assert isinstance(value, bool | int | float | str)
    name = lower_first(view.knowledge.indicators[indicator].name.to(view.language))
    return view.say(w.IS_VALUE, indicator=name, value=lower_first(view.bare_value(indicator, value)))


def _items(question: Question, view: View) -> Iterator[Item]:
    indicator = view.knowledge.indicators[question.asked.indicator]
    actors, source = (
        view.actors(question.asked.ask),
        indicator.typical_source.to(view.language).rstrip("."),
    )
    yield Item(view.say(w.ASK, actors=actors, source=source))
    yield Item(view.say(w.WHY, effect=question_effect(view, question.asked)))
    yield Item(view.say(w.SETTLES, what=settles_text(question, view)))
    if question.after is not None:
        name = lower_first(view.knowledge.indicators[question.after].name.to(view.language))
        yield Item(view.say(w.COVERED, indicator=name))
    for lead in question.leads:
        yield Item(lead_text(view, question.asked.indicator, lead))


def settles_text(question: Question, view: View) -> str:
    """What an answer would settle on average, the most important first."""
    found, settles = [], question.settles
    if settles.phases > 0:
        found.append(_less(view, settles.phases, w.PHASE_LESS, w.PHASES_LESS))
    for gate, points in zip(_gates(view), settles.points, strict=True):
        if points > 0:
            name = view.knowledge.gates[gate].name.to(view.language)
            found.append(_less(view, points, w.POINT_LESS, w.POINTS_LESS, gate=name))
    if settles.standings > 0:
        found.append(_less(view, settles.standings, w.STANDING_LESS, w.STANDINGS_LESS))
    if settles.width > 0:
        found.append(_less(view, settles.width / 100, w.WIDTH_LESS_ONE, w.WIDTH_LESS))
    return view.listed(found) or view.say(w.NOTHING_LESS)


def _gates(view: View) -> list[GateId]:
    """The gates in the order in which questions count them: an undetermined one first."""
    gates = sorted(view.answer.phase.gates, key=lambda gate: gate.state is not GateState.UNDETERMINED)
    return [gate.gate for gate in gates]


def _less(view: View, number: Fraction, one: Text, many: Text, **values: object) -> str:
    """What an answer takes away on average, rounded to tenths."""
    said = round(float(number), 1)
    return view.say(one if said == 1 else many, n=view.number(said), **values)


def lead_text(view: View, indicator: IndicatorId, lead: Lead) -> str:
    """What some answers to a question lead to."""
    outcome, answers = lead.outcome, cells_text(view, indicator, lead.cells)
    anchor = anchors_text(view, view.knowledge.indicators[indicator], lead.cells)
    if anchor is not None:
        answers = view.say(w.ANCHORED, answers=answers, anchor=lower_first(anchor).rstrip("."))
    parts = [_phase_text(view, outcome.phase, outcome.candidates)]
    if outcome.reach.phases == (outcome.phase,):
        parts[0] += f", {view.say(w.SETTLED_TOO)}"
    elif outcome.reach.phases != view.answer.phase.possible:
        parts.append(view.say(w.STILL, phases=_either(view, outcome.reach.phases)))
    parts += _moves(view, outcome)
    if outcome.came:
        parts.append(view.say(w.COME, codes=_codes(view, outcome.came)))
    if outcome.left:
        parts.append(view.say(w.LEAVE, codes=_codes(view, outcome.left)))
    return view.say(w.LEAD, answers=answers, outcome="; ".join(parts))


def _moves(view: View, outcome: Outcome) -> Iterator[str]:
    """What an answer does at each gate, as a difference from now."""
    sides = [GATE_STATES[state].to(view.language) for state in (GateState.OPEN, GateState.SHUT)]
    for gate, state, points in zip(view.answer.phase.gates, outcome.gates, outcome.points, strict=True):
        moves = [view.say(w.BECOMES, state=GATE_STATES[state].to(view.language))] if state is not gate.state else []
        for side, now, then in zip(sides, (gate.points_open, gate.points_shut), points, strict=True):
            if now != then:
                more = view.say(w.MORE_OF if then > now else w.LESS_OF)
                moved = view.counted(abs(then - now), POINT, POINTS)
                moves.append(view.say(w.MOVE, points=moved, more=more, state=side))
        if moves:
            name = view.knowledge.gates[gate.gate].name.to(view.language)
            yield view.say(w.GATE_MOVES, gate=name, moves=view.listed(moves))


def _phase_text(view: View, phase: int | None, candidates: Sequence[int]) -> str:
    if phase is not None:
        return view.say(w.PHASE, phase=phase)
    return view.say(w.NO_PHASE, phases=_either(view, candidates))


def _either(view: View, phases: Iterable[int]) -> str:
    """Phases of which one is the case."""
    return view.listed(map(str, phases), OR)


def _codes(view: View, measures: Sequence[MeasureId]) -> str:
    codes = [view.measure(measure).code for measure in measures]
    if len(codes) <= _FEW:
        return view.listed(codes)
    return view.say(w.MORE, codes=", ".join(codes[:_FEW]), n=len(codes) - _FEW)


def asking_json(asking: Asking, view: View) -> str:
    """Write every open question as JSON; its shape is schemas/ask.schema.json."""
    answer = view.answer
    document = head_object(view, FORMAT) | {
        "phase": answer.phase.phase,
        "candidates": list(answer.phase.candidates),
        "open": _reach(asking.before),
        "shortest": None
        if asking.shortest is None
        else [{"indicator": name, "value": value} for name, value in asking.shortest],
        "questions": [_question(question, view) for question in asking.questions],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _reach(reach: Reach) -> Object:
    return {
        "phases": list(reach.phases),
        "gate_points": sum(reach.witnesses.values()),
        "standings": reach.standings,
        "width": reach.width / 100,
    }


def _question(question: Question, view: View) -> Object:
    asked, settles = question.asked, question.settles
    return {
        "indicator": asked.indicator,
        "names": names_object(view.knowledge.indicators[asked.indicator].name),
        "question": question_text(view, asked),
        "ask": list(asked.ask),
        "gates": list(asked.gates),
        "measures": list(asked.measures),
        "because": question_effect(view, asked),
        "settles": {
            "phases": round(float(settles.phases), 4),
            "gate_points": {gate: round(float(n), 4) for gate, n in zip(_gates(view), settles.points, strict=True)},
            "standings": round(float(settles.standings), 4),
            "width": round(float(settles.width) / 100, 4),
        },
        "same_topics_as": question.after,
        "answers": list(_leads(question, view)),
    }


def _leads(question: Question, view: View) -> Iterable[Object]:
    for lead in question.leads:
        outcome = lead.outcome
        yield {
            "text": lead_text(view, question.asked.indicator, lead),
            "values": [
                {"low": cell.low, "high": cell.high, "has_low": cell.has_low, "has_high": cell.has_high}
                if cell.low is not None
                else {"one_of": list(cell.members)}
                for cell in lead.cells
            ],
            "phase": outcome.phase,
            "candidates": list(outcome.candidates),
            "gates": [
                {"gate": gate.gate, "state": state.value, "points_open": points[0], "points_shut": points[1]}
                for gate, state, points in zip(view.answer.phase.gates, outcome.gates, outcome.points, strict=True)
            ],
            "open": _reach(outcome.reach),
            "came": list(outcome.came),
            "left": list(outcome.left),
        }
