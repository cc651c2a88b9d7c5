"""The parts of a memo that speak of the phase: its description, the gates with their evidence, what to look into."""

from __future__ import annotations

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
from fasmodell.terms import GATE_STATES, STRENGTHS


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
    known = [item for item in gate.evidence if item.known]
    told = [item for item in known if memo.disclosure.tells([rule_id(item.rule)])]
    if len(told) == len(known):
        memo.paragraph(gate_points(view, gate), *gate_explanation(view, gate))
    else:
        memo.paragraph(view.say(p.EVIDENCE_MASKED))
    ordered = [item for side in (GateState.SHUT, GateState.OPEN) for item in strongest(gate, side)]
    ordered += [item for item in known if not item.counts]
    head = (p.MEMO_FOR, p.MEMO_STRENGTH, p.MEMO_REASON, p.MEMO_BASIS)
    memo.table(head, [_evidence_row(memo, item) for item in ordered if item in told])


def _evidence_row(memo: Memo, item: GateEvidence) -> tuple[str, ...]:
    view, rule = memo.view, memo.view.rules.rules[item.rule]
    remarks = [view.say(w.CAPPED)] if item.is_capped else []
    remarks += [] if item.counts else [view.say(p.NOT_COUNTED)]
    text = " ".join(filter(None, (because(view, rule), evidence_observed(view, item), *remarks)))
    points = view.counted(item.points, w.POINT, w.POINTS)
    return (
        GATE_STATES[item.state].to(view.language),
        f"{STRENGTHS[item.strength].to(view.language)}, {points}",
        f"{rule.title.to(view.language)}. {text}",
        memo.cite(rule.source),
    )


def flags(memo: Memo) -> None:
    """Add contradictions, reasons to review the phase, and the distance to the goal."""
    view, phase, tells = memo.view, memo.view.answer.phase, memo.disclosure.tells
    goal = goal_lines(view) if tells([indicator_id(POLICE_CLASS)]) else []
    for heading, texts in (
        (p.CONTRADICTION_SECTION, [contradiction_text(view, one) for one in phase.contradictions if tells(one.facts)]),
        (p.REVIEW_SECTION, [review_text(view, one) for one in phase.review if tells(one.facts)]),
        (p.GOAL_SECTION, goal),
    ):
        if texts:
            memo.heading(view.say(heading))
            memo.bullets(texts)
