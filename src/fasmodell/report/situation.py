"""The situation of a report: what is observed and where it comes from, and which problems and strengths follow."""

from __future__ import annotations

from fasmodell import wording as core
from fasmodell.analysis import words_plan as plan
from fasmodell.knowledge import FindingKind
from fasmodell.layout import printable
from fasmodell.memo import Memo
from fasmodell.phase_text import established
from fasmodell.profile import Observation
from fasmodell.reasons import lower_first
from fasmodell.report import words_report as w
from fasmodell.terms import SECRECY


def situation_part(memo: Memo) -> None:
    """Add how much is known, the problems and strengths that follow, and every observation with its source."""
    view, disclosure = memo.view, memo.view.disclosure
    profile = view.answer.profile
    core_ones = [one.id for one in view.knowledge.indicators.values() if one.core]
    known = sum(profile.value_of(one) is not None for one in core_ones)
    memo.heading(view.say(w.SITUATION))
    lines = [view.say(plan.KNOWN, known=known, core=len(core_ones))]
    for kind, text, none in (
        (FindingKind.PROBLEM, plan.PROBLEMS, plan.NO_PROBLEMS),
        (FindingKind.STRENGTH, plan.STRENGTHS, w.NO_STRENGTHS),
    ):
        found = view.listed(established(view, kind))
        if found:
            lines.append(view.say(text, problems=found, strengths=found))
        elif not disclosure.is_public:
            lines.append(view.say(none))
    memo.bullets(lines)
    rows = [
        _row(memo, one)
        for one in profile.observations.values()
        if one.is_known and one.indicator not in disclosure.masked
    ]
    head = (w.OBSERVATION, w.VALUE, w.PERIOD, w.SOURCE, w.MARKING)
    memo.table(head, rows, caption=view.say(w.OBSERVED))
    unknown = [
        lower_first(view.knowledge.indicators[one.indicator].name.to(view.language))
        for one in profile.observations.values()
        if not one.is_known
    ]
    if unknown:
        memo.paragraph(view.say(w.STATED_UNKNOWN, indicators=view.listed(unknown)))


def _row(memo: Memo, one: Observation) -> tuple[str, ...]:
    view = memo.view
    assert one.value is not None  # only known observations have a row
    indicator = view.knowledge.indicators[one.indicator]
    value = indicator.write(one.value, view.language)
    if one.margin is not None:
        value = f"{value} ({view.say(core.MARGIN_IS, margin=view.number(one.margin))})"
    told = [printable(text) for text in (one.source, one.note) if text]
    return (
        indicator.name.to(view.language),
        value,
        "" if one.period is None else printable(one.period.written),
        "; ".join(told) or view.say(w.NO_SOURCE),
        SECRECY[one.secrecy].to(view.language),
    )
