"""How a memo begins and ends: the area and a summary; warnings, open questions, what it rests on and its sources."""

from __future__ import annotations

from collections import Counter

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.answer_text import basis_lines, rule_base_line
from fasmodell.facts import rule_id
from fasmodell.layout import printable
from fasmodell.measure_text import followed
from fasmodell.memo import Memo
from fasmodell.memo_phase import cited
from fasmodell.overlay_text import overlay_lines
from fasmodell.phase_text import (
    area_line,
    explanations,
    headline,
    question_effect,
    question_text,
    secrecy_line,
)
from fasmodell.reasons import lower_first, upper_first, warnings_that_apply
from fasmodell.results import Standing
from fasmodell.terms import STANDINGS


def head_part(memo: Memo) -> None:
    """Add the area, the day, the phase, the rule base, and who may see the page."""
    view, identity = memo.view, memo.view.answer.rule_base
    rows = [
        (p.MEMO_AREA, area_line(view)),
        (p.MEMO_DATE, view.answer.profile.as_of.isoformat()),
        (p.MEMO_PHASE, headline(view)),
        (p.MEMO_RULE_BASE, f"{identity['name']} {identity['version']}, {identity['digest'][:12]}"),
    ]
    marking = _marking(memo)
    if marking is not None:
        rows.append((p.MEMO_SECRECY, marking))
    memo.terms((view.say(name), text) for name, text in rows)


def _marking(memo: Memo) -> str | None:
    if not memo.view.disclosure.is_public:
        return secrecy_line(memo.view)
    masked = len(memo.view.disclosure.masked)
    known = sum(one.is_known for one in memo.view.answer.profile.observations.values())
    if not masked:
        return memo.view.say(p.PUBLIC_NOTHING_MASKED)
    return memo.view.say(p.PUBLIC_MASKED, n=masked, known=known)


def summary_part(memo: Memo) -> None:
    """Add the phase with what it means here, what comes first, and how many measures stand where."""
    view = memo.view
    memo.heading(view.say(p.MEMO_SUMMARY))
    memo.paragraph(f"{headline(view)}.", *explanations(view))
    first = [view.measure_name(one.measure) for one in followed(view)]
    if first:
        memo.paragraph(view.say(p.MEMO_FIRST, measures="; ".join(first)))
    counted = Counter(one.standing for one in view.answer.measures)
    counts = (f"{lower_first(STANDINGS[one].to(view.language))} {counted[one]}" for one in Standing)
    memo.paragraph(view.say(p.MEMO_STANDINGS, counts=", ".join(counts)))
    memo.paragraph(view.say(w.DECISION_BY_PEOPLE))


def warnings_part(memo: Memo) -> None:
    """Add the documented warnings that apply, and what to watch for."""
    view = memo.view
    warnings = [
        cited(memo, view.knowledge.warnings[name])
        for name, rules in warnings_that_apply(view).items()
        if any(memo.view.disclosure.tells([rule_id(rule.id)]) for rule in rules)
    ]
    for heading, items in (
        (p.WARNINGS_SECTION, warnings),
        (p.WATCH_SECTION, [cited(memo, item) for item in view.knowledge.watch]),
    ):
        if items:
            memo.heading(view.say(heading))
            memo.bullets(items)


def questions_part(memo: Memo) -> None:
    """Add what is unknown: what could change the answer, or to the public the core questions without an answer."""
    view, profile = memo.view, memo.view.answer.profile
    memo.heading(view.say(p.QUESTIONS_SECTION))
    if memo.view.disclosure.is_public:
        asked = [one for one in view.knowledge.indicators.values() if one.core and profile.value_of(one.id) is None]
        rows = [(one.question.to(view.language), view.actors(one.ask)) for one in asked]
        memo.paragraph(view.say(p.UNKNOWN_CORE if rows else p.NO_UNKNOWN_CORE))
        memo.table((p.MEMO_QUESTION, p.MEMO_ASK), rows)
        return
    questions = view.answer.open_questions
    if not questions:
        memo.paragraph(view.say(p.NO_QUESTIONS))
    memo.table(
        (p.MEMO_QUESTION, p.MEMO_ASK, p.MEMO_EFFECT),
        [
            (question_text(view, one), view.actors(one.ask), upper_first(question_effect(view, one)))
            for one in questions
        ],
    )


def basis_part(memo: Memo) -> None:
    """Add what the answer rests on, the changes of a local rule base, and the sources cited so far."""
    view = memo.view
    memo.heading(view.say(p.BASIS_SECTION))
    marking = [text for text in (_marking(memo),) if text]
    if memo.view.disclosure.is_public:
        memo.bullets([rule_base_line(view), view.say(w.DECISION_BY_PEOPLE), *marking])
    else:
        memo.bullets(basis_lines(view))
    local = overlay_lines(view.base, view.language)
    if local:
        memo.heading(view.say(p.LOCAL_SECTION))
        memo.bullets(local)
    memo.heading(view.say(p.MEMO_SOURCES))
    memo.sources()


def title_of(memo: Memo) -> str:
    """The title of a memo."""
    return memo.view.say(p.MEMO_TITLE, area=printable(memo.view.answer.profile.area.name))
