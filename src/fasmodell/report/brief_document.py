"""The report on one page, for a council: the phase, what comes first, what must be decided and what to find out."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell import wording as core
from fasmodell import wording_pages as p
from fasmodell.analysis.plan import Plan
from fasmodell.answer_text import rule_base_line
from fasmodell.bases import answer_rests_on, basis_sentence
from fasmodell.document import Document, Item, Items
from fasmodell.knowledge import Track
from fasmodell.layout import printable
from fasmodell.memo import Memo
from fasmodell.memo_ends import head_part
from fasmodell.memo_measures import is_told, with_standing
from fasmodell.memo_phase import told_evidence
from fasmodell.phase_text import explanations, headline, question_text
from fasmodell.reasons import reason, strongest
from fasmodell.report import words_report as w
from fasmodell.report.contents import Contents
from fasmodell.results import GateDecision, GateState, Standing
from fasmodell.scales import Language
from fasmodell.terms import TRACKS

_REASONS, _MEASURES, _DECISIONS, _QUESTIONS = 2, 2, 4, 3


def brief_document(contents: Contents, language: Language) -> Document:
    """Lay out the report so that it fits on one A4 page."""
    view = contents.view(language)
    memo = Memo(view)
    head_part(memo)
    memo.heading(view.say(w.ASSESSMENT))
    memo.paragraph(f"{headline(view)}.", *explanations(view))
    memo.bullets(_gate(memo, gate) for gate in view.answer.phase.gates)
    memo.heading(view.say(w.FIRST))
    memo.blocks.append(Items(tuple(_tracks(memo))))
    if contents.plan is not None:
        memo.heading(view.say(w.PLAN))
        memo.bullets(_plan(memo, contents.plan))
    asked = [] if contents.kind.is_public else view.answer.open_questions[:_QUESTIONS]
    if asked:
        memo.heading(view.say(w.TO_FIND_OUT))
        memo.bullets(question_text(view, one) for one in asked)
    memo.heading(view.say(p.BASIS_SECTION))
    rests = [] if contents.kind.is_public else [basis_sentence(view, answer_rests_on(view))]
    memo.bullets([*rests, rule_base_line(view), view.say(core.DECISION_BY_PEOPLE)])
    return memo.document(view.say(w.BRIEF_TITLE, area=printable(view.answer.profile.area.name)))


def _gate(memo: Memo, gate: GateDecision) -> str:
    """The state of a gate, with the strongest reasons on its side that may be told."""
    view = memo.view
    sides = (GateState.SHUT, GateState.OPEN) if gate.state is GateState.UNDETERMINED else (gate.state,)
    if view.disclosure.is_public:
        found = [item for item in told_evidence(view, gate) if item.state in sides]
    else:
        found = [item for side in sides for item in strongest(gate, side)]
    titles = [view.rule_title(item.rule) for item in found[:_REASONS]]
    state = view.gate_state(gate.gate, gate.state)
    return f"{state}. {'. '.join(titles)}." if titles else f"{state}."


def _tracks(memo: Memo) -> Iterator[Item]:
    view, found = memo.view, with_standing(memo.view, Standing.NOW)
    if not found:
        yield Item(view.say(p.NOTHING_NOW))
    for track in Track:
        first = [one for one in found if one.track is track][:_MEASURES]
        if first:
            below = []
            for one in first:
                told = f" {reason(view, one)}" if is_told(memo, one) else ""
                below.append(Item(f"{view.measure_name(one.measure)}.{told}"))
            yield Item(TRACKS[track].to(view.language), tuple(below))


def _plan(memo: Memo, plan: Plan) -> Iterator[str]:
    view = memo.view
    starts = [item.candidate.measure for item in plan.activities if item.quarter == 0]
    codes = view.listed(view.measure(one).code for one in starts)
    yield view.say(w.PLAN_IN_BRIEF, n=len(plan.activities), first=plan.quarters[0], start=len(starts), codes=codes)
    if plan.decisions:
        named = [view.measure_name(one) for one in plan.decisions[:_DECISIONS]]
        more = len(plan.decisions) - len(named)
        told = "; ".join(named) + (f"; {view.say(core.AND_MORE, n=more)}" if more else "")
        yield view.say(w.NEED_DECISION, measures=told)
    looks = [item.follow_up for item in plan.activities]
    if looks:
        yield view.say(w.LOOK_FIRST, date=min(looks))
