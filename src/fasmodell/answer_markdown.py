"""An answer as a decision memo in Markdown: all reasons, tables where they help, and a list of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.answer_text import basis_lines
from fasmodell.knowledge import Measure, Statement, Track
from fasmodell.layout import printable
from fasmodell.measure_text import follow_up_text, followed, lead, notes
from fasmodell.memo import Memo, escaped
from fasmodell.overlay_text import overlay_lines
from fasmodell.phase_text import (
    area_line,
    contradiction_text,
    evidence_observed,
    explanations,
    gate_explanation,
    gate_points,
    goal_lines,
    headline,
    question_effect,
    question_text,
    review_text,
    secrecy_line,
)
from fasmodell.reasons import (
    because,
    contribution_case,
    criterion_name,
    evidence_text,
    lower_first,
    phases_with,
    reason,
    share,
    strongest,
    upper_first,
    warnings_that_apply,
)
from fasmodell.results import GateDecision, GateEvidence, GateState, RankedMeasure, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.terms import COSTS, GATE_STATES, STANDINGS, STRENGTHS, TIMES, TRACK_MEANINGS, TRACKS
from fasmodell.view import View

_STATED = (
    Standing.PREPARE,
    Standing.NEEDS_DECISION,
    Standing.LATER,
    Standing.IN_PLACE,
    Standing.EXCLUDED,
    Standing.BLOCKED,
)


def render_markdown(
    answer: Recommendation, base: RuleBase, lang: Language = "sv", top: int = 5, decisions: Sequence[str] = ()
) -> str:
    """
    Write an answer as a memo in Markdown.

    Every measure stands in a table of its standing; `top` per track of those that come now are described in full.
    `decisions` are sentences about what a local group has decided; they change nothing.
    """
    view = View(answer, base, lang)
    memo = Memo(view)
    _head(view, memo)
    _phase(view, memo)
    _flags(view, memo)
    _now(view, memo, top)
    for standing in _STATED:
        _standing(view, memo, [one for one in answer.measures if one.standing is standing])
    _no_need(view, memo, [one for one in answer.measures if one.standing is Standing.NO_NEED])
    if decisions:
        memo.heading(view.say(p.DECISIONS_SECTION), 2)
        memo.bullets(map(escaped, decisions))
    _warnings(view, memo)
    _follow_up(view, memo, top)
    _questions(view, memo)
    memo.heading(view.say(p.BASIS_SECTION), 2)
    memo.bullets(map(escaped, basis_lines(view)))
    local = overlay_lines(view.base, view.language)
    if local:
        memo.heading(view.say(p.LOCAL_SECTION), 2)
        memo.bullets(map(escaped, local))
    memo.heading(view.say(p.MEMO_SOURCES), 2)
    memo.sources()
    return memo.text()


def _head(view: View, memo: Memo) -> None:
    answer, identity = view.answer, view.answer.rule_base
    memo.heading(view.say(p.MEMO_TITLE, area=printable(answer.profile.area.name)), 1)
    rows = [
        (p.MEMO_AREA, area_line(view)),
        (p.MEMO_DATE, answer.profile.as_of.isoformat()),
        (p.MEMO_PHASE, headline(view)),
        (p.MEMO_RULE_BASE, f"{identity['name']} {identity['version']}, {identity['digest'][:12]}"),
    ]
    marking = secrecy_line(view)
    if marking is not None:
        rows.append((p.MEMO_SECRECY, marking))
    memo.table((view.say(p.TITLE), ""), [(view.say(name), escaped(text)) for name, text in rows])
    memo.heading(view.say(p.MEMO_SUMMARY), 2)
    memo.paragraph(escaped(f"{headline(view)}."), *map(escaped, explanations(view)))
    first = [view.measure_name(one.measure) for one in followed(view)]
    if first:
        memo.paragraph(escaped(view.say(p.MEMO_FIRST, measures="; ".join(first))))
    counted = Counter(one.standing for one in answer.measures)
    counts = (f"{lower_first(STANDINGS[one].to(view.language))} {counted[one]}" for one in Standing)
    memo.paragraph(escaped(view.say(p.MEMO_STANDINGS, counts=", ".join(counts))))
    memo.paragraph(escaped(view.say(w.DECISION_BY_PEOPLE)))


def _phase(view: View, memo: Memo) -> None:
    memo.heading(view.say(p.MEMO_PHASE_REASONS), 2)
    for number in view.answer.phase.candidates:
        phase = view.knowledge.phases[number]
        memo.paragraph(_cited(view, memo, phase.situation, view.say(w.PHASE, phase=number)))
    for gate in view.answer.phase.gates:
        _gate(view, memo, gate)


def _cited(view: View, memo: Memo, statement: Statement, lead_in: str = "") -> str:
    text = statement.text.to(view.language)
    return f"{escaped(f'{lead_in}: {text}' if lead_in else text)} ({memo.cite(statement.source)})"


def _gate(view: View, memo: Memo, gate: GateDecision) -> None:
    memo.heading(view.gate_state(gate.gate, gate.state), 3)
    memo.paragraph(escaped(view.knowledge.gates[gate.gate].question.to(view.language)))
    memo.paragraph(escaped(gate_points(view, gate)), *map(escaped, gate_explanation(view, gate)))
    counted = [item for side in (GateState.SHUT, GateState.OPEN) for item in strongest(gate, side)]
    others = [item for item in gate.evidence if item.known and not item.counts]
    head = (p.MEMO_FOR, p.MEMO_STRENGTH, p.MEMO_REASON, p.MEMO_BASIS)
    memo.table([view.say(text) for text in head], [_evidence_row(view, memo, item) for item in (*counted, *others)])


def _evidence_row(view: View, memo: Memo, item: GateEvidence) -> tuple[str, ...]:
    rule = view.rules.rules[item.rule]
    remarks = [view.say(w.CAPPED)] if item.is_capped else []
    remarks += [] if item.counts else [view.say(p.NOT_COUNTED)]
    text = " ".join(filter(None, (because(view, rule), evidence_observed(view, item), *remarks)))
    points = view.counted(item.points, w.POINT, w.POINTS)
    return (
        GATE_STATES[item.state].to(view.language),
        f"{STRENGTHS[item.strength].to(view.language)}, {points}",
        f"**{escaped(rule.title.to(view.language))}.** {escaped(text)}",
        memo.cite(rule.source),
    )


def _flags(view: View, memo: Memo) -> None:
    phase = view.answer.phase
    for heading, texts in (
        (p.CONTRADICTION_SECTION, [contradiction_text(view, item) for item in phase.contradictions]),
        (p.REVIEW_SECTION, [review_text(view, item) for item in phase.review]),
        (p.GOAL_SECTION, goal_lines(view)),
    ):
        if texts:
            memo.heading(view.say(heading), 2)
            memo.bullets(map(escaped, texts))


def _now(view: View, memo: Memo, top: int) -> None:
    found = [one for one in view.answer.measures if one.standing is Standing.NOW]
    memo.heading(view.say(p.GROUP, standing=STANDINGS[Standing.NOW].to(view.language), n=len(found)), 2)
    memo.paragraph(escaped(view.say(p.MEASURES_INTRO if found else p.NOTHING_NOW)))
    if view.answer.profile.measures_in_place is None:
        memo.paragraph(escaped(view.say(p.RUNNING_UNKNOWN)))
    head = (p.MEMO_RANK, p.MEMO_MEASURE, p.MEMO_POINTS, p.MEMO_LEAD, p.MEMO_EVIDENCE, p.MEMO_REASON)
    for track in Track:
        of_track = [one for one in found if one.track is track]
        if not of_track:
            continue
        name, meaning = TRACKS[track].to(view.language), TRACK_MEANINGS[track].to(view.language)
        memo.heading(view.say(p.TRACK, track=name, meaning=meaning), 3)
        memo.table([view.say(text) for text in head], [_now_row(view, one) for one in of_track])
        for one in of_track[:top]:
            _described(view, memo, one)


def _now_row(view: View, ranked: RankedMeasure) -> tuple[str, ...]:
    measure = view.measure(ranked.measure)
    return (
        view.number(ranked.rank),
        escaped(view.measure_name(measure.id)),
        f"{view.points(ranked.score)} ({view.number(share(ranked))}\u00a0%)",
        escaped(view.actors(measure.lead)),
        escaped(evidence_text(view, measure.evidence.grade, measure.evidence.direction)),
        escaped(reason(view, ranked)),
    )


def _described(view: View, memo: Memo, ranked: RankedMeasure) -> None:
    """One measure in full: what it is, why, what it needs, what may go wrong and how to begin."""
    measure = view.measure(ranked.measure)
    memo.heading(view.measure_name(measure.id), 4)
    memo.paragraph(
        escaped(measure.summary.to(view.language)),
        f"({memo.cite(measure.source)})",
        escaped(view.say(p.MEMO_MECHANISM, text=measure.mechanism.to(view.language))),
    )
    terms = (
        view.say(
            p.MEMO_TERM,
            criterion=lower_first(criterion_name(view, term)),
            points=view.points(term.points),
            case=lower_first(contribution_case(view, term)),
        )
        for term in ranked.contributions
        if term.points
    )
    score, attainable = view.points(ranked.score), view.points(ranked.attainable)
    memo.paragraph(escaped(view.say(p.MEMO_SCORE, score=score, attainable=attainable, terms="; ".join(terms))))
    memo.bullets(map(escaped, (*notes(view, ranked), *_times(view, measure))))
    parts = (
        (p.MEMO_HARMS, measure.harms),
        (p.MEMO_PITFALLS, measure.pitfalls),
        (p.MEMO_FIRST_STEPS, measure.first_steps),
        (p.WATCH_SECTION, measure.watch),
    )
    for heading, statements in parts:
        if statements:
            memo.paragraph(f"**{view.say(heading)}**")
            memo.bullets(_of_measure(view, memo, measure, item) for item in statements)


def _of_measure(view: View, memo: Memo, measure: Measure, item: Statement) -> str:
    """A statement about a measure, with its source where that is not the source of the whole entry."""
    return escaped(item.text.to(view.language)) if item.source == measure.source else _cited(view, memo, item)


def _times(view: View, measure: Measure) -> list[str]:
    lead_in, effect = TIMES[measure.lead_in.grade], TIMES[measure.time_to_effect.grade]
    cost = COSTS[measure.cost.grade]
    times = view.say(
        p.MEMO_TIME,
        lead_in=lead_in.to(view.language),
        effect=effect.to(view.language),
        cost=cost.to(view.language),
    )
    partners = [view.say(p.MEMO_PARTNERS, actors=view.actors(measure.partners))] if measure.partners else []
    return [*partners, times]


def _standing(view: View, memo: Memo, found: Sequence[RankedMeasure]) -> None:
    if not found:
        return
    standing = found[0].standing
    memo.heading(view.say(p.GROUP, standing=STANDINGS[standing].to(view.language), n=len(found)), 2)
    opens = view.knowledge.phases[view.answer.phase.working_phase].opens_next
    if standing is Standing.LATER and opens is not None and _comes_later(view, found):
        memo.paragraph(_cited(view, memo, opens))
    head = (p.MEMO_MEASURE, p.MEMO_STATES)
    rows = [(escaped(view.measure_name(one.measure)), escaped(_states(view, one))) for one in found]
    memo.table([view.say(text) for text in head], rows)


def _comes_later(view: View, found: Iterable[RankedMeasure]) -> bool:
    working = view.answer.phase.working_phase
    return any(max(phases_with(view, one.measure), default=0) > working for one in found)


def _states(view: View, ranked: RankedMeasure) -> str:
    is_acted = ranked.standing in (Standing.PREPARE, Standing.NEEDS_DECISION)
    first = [reason(view, ranked)] if is_acted else []
    found = [*first, *notes(view, ranked)]
    if ranked.standing is Standing.LATER:
        found += lead(view, view.measure(ranked.measure))
    return " ".join(filter(None, found))


def _no_need(view: View, memo: Memo, found: Sequence[RankedMeasure]) -> None:
    if not found:
        return
    memo.heading(view.say(p.GROUP, standing=STANDINGS[Standing.NO_NEED].to(view.language), n=len(found)), 2)
    count = view.counted(len(found), w.MEASURE_COUNT, w.MEASURES_COUNT)
    unsettled = sum(not one.is_settled for one in found)
    names = "; ".join(view.measure_name(one.measure) for one in found)
    memo.paragraph(
        escaped(view.say(p.NO_NEED_COUNT, n=count, open=view.number(unsettled))),
        escaped(view.say(p.MEMO_NO_NEED, measures=names)),
    )


def _warnings(view: View, memo: Memo) -> None:
    warnings = [_cited(view, memo, view.knowledge.warnings[name]) for name in warnings_that_apply(view)]
    for heading, items in (
        (p.WARNINGS_SECTION, warnings),
        (p.WATCH_SECTION, [_cited(view, memo, item) for item in view.knowledge.watch]),
    ):
        if items:
            memo.heading(view.say(heading), 2)
            memo.bullets(items)


def _follow_up(view: View, memo: Memo, top: int) -> None:
    now = [one for one in view.answer.measures if one.standing is Standing.NOW and one.rank <= top]
    rows = [
        (escaped(view.measure_name(one.measure)), escaped(follow_up_text(view, item)))
        for one in now
        for item in view.measure(one.measure).follow_up
    ]
    if rows:
        memo.heading(view.say(p.FOLLOW_UP_SECTION), 2)
        memo.table((view.say(p.MEMO_MEASURE), view.say(p.MEMO_INDICATOR)), rows)


def _questions(view: View, memo: Memo) -> None:
    questions = view.answer.open_questions
    memo.heading(view.say(p.QUESTIONS_SECTION), 2)
    if not questions:
        memo.paragraph(escaped(view.say(p.NO_QUESTIONS)))
    head = [view.say(text) for text in (p.MEMO_QUESTION, p.MEMO_ASK, p.MEMO_EFFECT)]
    rows = [
        (
            escaped(question_text(view, one)),
            escaped(view.actors(one.ask)),
            escaped(upper_first(question_effect(view, one))),
        )
        for one in questions
    ]
    memo.table(head, rows)
