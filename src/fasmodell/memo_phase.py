"""The parts of a memo that speak of the phase: its description, the gates with their evidence, what to look into."""

from __future__ import annotations

from collections.abc import Sequence

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.facts import indicator_id, rule_id
from fasmodell.knowledge import POLICE_CLASS, Statement
from fasmodell.memo import Memo
from fasmodell.phase_text import (
    contradiction_text,
    evidence_observed,
    gate_explanation,
    gate_points,
    goal_lines,
    review_text,
)
from fasmodell.reasons import because, strongest
from fasmodell.results import GateDecision, GateEvidence, GateState
from fasmodell.rules import Strength
from fasmodell.terms import GATE_STATES, STRENGTHS
from fasmodell.view import View

# Weakest first.
_STRENGTHS = tuple(Strength)


def phase_reasons(memo: Memo) -> None:
    """Add how the sources describe the phase, and every gate."""
    view = memo.view
    memo.heading(view.say(p.MEMO_PHASE_REASONS))
    for number in view.answer.phase.candidates:
        situation = view.knowledge.phases[number].situation
        memo.paragraph(cited(memo, situation, view.say(w.PHASE, phase=number)))
    for gate in view.answer.phase.gates:
        gate_part(memo, gate)


def cited(memo: Memo, statement: Statement, lead_in: str = "") -> str:
    """A statement with its source."""
    text = statement.text.to(memo.view.language)
    return f"{f'{lead_in}: {text}' if lead_in else text} ({memo.cite(statement.source)})"


def gate_part(memo: Memo, gate: GateDecision) -> None:
    """Add a gate: its question, how it was decided, and the evidence that may be told."""
    view = memo.view
    memo.heading(view.gate_state(gate.gate, gate.state), 3)
    memo.paragraph(view.knowledge.gates[gate.gate].question.to(view.language))
    head = (p.MEMO_FOR, p.MEMO_STRENGTH, p.MEMO_REASON, p.MEMO_BASIS)
    if view.disclosure.is_public:
        memo.paragraph(view.say(p.EVIDENCE_MASKED))
        memo.table(head, [_public_row(memo, item) for item in told_evidence(view, gate)])
        return
    memo.paragraph(gate_points(view, gate), *gate_explanation(view, gate))
    ordered = [item for side in (GateState.SHUT, GateState.OPEN) for item in strongest(gate, side)]
    ordered += [item for item in gate.evidence if item.known and not item.counts]
    memo.table(head, [_evidence_row(memo, item) for item in ordered])


def told_evidence(view: View, gate: GateDecision) -> list[GateEvidence]:
    """
    The evidence that the public may be told, strongest first as the rules write it.

    Which evidence counts, and whether a cap holds it, may turn on what is not told, so neither is used.
    """
    told = [item for item in gate.evidence if item.known and view.disclosure.tells([rule_id(item.rule)])]
    return sorted(told, key=lambda item: (item.state is GateState.OPEN, -_STRENGTHS.index(item.written)))


def _public_row(memo: Memo, item: GateEvidence) -> tuple[str, ...]:
    return _row(memo, item, STRENGTHS[item.written].to(memo.view.language), [])


def _evidence_row(memo: Memo, item: GateEvidence) -> tuple[str, ...]:
    view = memo.view
    remarks = [view.say(w.CAPPED)] if item.is_capped else []
    remarks += [] if item.counts else [view.say(p.NOT_COUNTED)]
    points = view.counted(item.points, w.POINT, w.POINTS)
    return _row(memo, item, f"{STRENGTHS[item.strength].to(view.language)}, {points}", remarks)


def _row(memo: Memo, item: GateEvidence, strength: str, remarks: Sequence[str]) -> tuple[str, ...]:
    view, rule = memo.view, memo.view.rules.rules[item.rule]
    text = " ".join(filter(None, (because(view, rule), evidence_observed(view, item), *remarks)))
    state = GATE_STATES[item.state].to(view.language)
    return (state, strength, f"{rule.title.to(view.language)}. {text}", memo.cite(rule.source))


def flags(memo: Memo) -> None:
    """Add contradictions, reasons to review the phase, and the distance to the goal."""
    view, phase, tells = memo.view, memo.view.answer.phase, memo.view.disclosure.tells
    goal = goal_lines(view) if tells([indicator_id(POLICE_CLASS)]) else []
    for heading, texts in (
        (p.CONTRADICTION_SECTION, [contradiction_text(view, one) for one in phase.contradictions if tells(one.facts)]),
        (p.REVIEW_SECTION, [review_text(view, one) for one in phase.review if tells(one.facts)]),
        (p.GOAL_SECTION, goal),
    ):
        if texts:
            memo.heading(view.say(heading))
            memo.bullets(texts)
