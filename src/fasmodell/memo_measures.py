"""The parts of a memo that speak of measures: those for now in full, the others by their standing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.facts import standing_id
from fasmodell.knowledge import Measure, Statement, Track
from fasmodell.measure_text import follow_up_text, lead, notes
from fasmodell.memo import Memo
from fasmodell.memo_phase import cited
from fasmodell.reasons import (
    contribution_case,
    criterion_name,
    evidence_text,
    lower_first,
    phases_with,
    reason,
    share,
)
from fasmodell.results import RankedMeasure, Standing
from fasmodell.terms import COSTS, STANDINGS, TIMES, TRACK_MEANINGS, TRACKS
from fasmodell.view import View

# The standings that a memo shows as tables of their own, in order.
STATED = (
    Standing.PREPARE,
    Standing.NEEDS_DECISION,
    Standing.LATER,
    Standing.IN_PLACE,
    Standing.EXCLUDED,
    Standing.BLOCKED,
)


def is_told(memo: Memo, ranked: RankedMeasure) -> bool:
    """True when the reasons for a measure may be told."""
    facts = [fact for term in ranked.contributions for fact in term.facts]
    facts += [item.fact for item in ranked.requirements]
    node = memo.view.node(standing_id(ranked.measure, ranked.standing))
    below = [premise for one in node.derivations for premise in one.premises] if node else []
    return memo.view.disclosure.tells((*facts, *below))


def with_standing(view: View, standing: Standing) -> list[RankedMeasure]:
    """The measures with a standing, in their order."""
    return [one for one in view.answer.measures if one.standing is standing]


def now_part(memo: Memo, top: int) -> None:
    """Add the measures that come now: a table per track, and `top` of each track in full."""
    view = memo.view
    found = with_standing(view, Standing.NOW)
    memo.heading(view.say(p.GROUP, standing=STANDINGS[Standing.NOW].to(view.language), n=len(found)))
    memo.paragraph(view.say(p.MEASURES_INTRO if found else p.NOTHING_NOW))
    if view.answer.profile.measures_in_place is None:
        memo.paragraph(view.say(p.RUNNING_UNKNOWN))
    head = (p.MEMO_RANK, p.MEMO_MEASURE, p.MEMO_POINTS, p.MEMO_LEAD, p.MEMO_EVIDENCE, p.MEMO_REASON)
    for track in Track:
        of_track = [one for one in found if one.track is track]
        if of_track:
            name, meaning = TRACKS[track].to(view.language), TRACK_MEANINGS[track].to(view.language)
            memo.heading(view.say(p.TRACK, track=name, meaning=meaning), 3)
            memo.table(head, [_now_row(memo, one) for one in of_track])
            for one in of_track[:top]:
                _described(memo, one)


def _now_row(memo: Memo, ranked: RankedMeasure) -> tuple[str, ...]:
    view, told = memo.view, is_told(memo, ranked)
    measure = view.measure(ranked.measure)
    masked = view.say(p.MASKED)
    return (
        view.number(ranked.rank),
        view.measure_name(measure.id),
        f"{view.points(ranked.score)} ({view.number(share(ranked))}\u00a0%)" if told else masked,
        view.actors(measure.lead),
        evidence_text(view, measure.evidence.grade, measure.evidence.direction),
        reason(view, ranked) if told else masked,
    )


def _described(memo: Memo, ranked: RankedMeasure) -> None:
    """One measure in full: what it is, why, what it needs, what may go wrong and how to begin."""
    view, measure = memo.view, memo.view.measure(ranked.measure)
    memo.heading(view.measure_name(measure.id), 4)
    memo.paragraph(
        measure.summary.to(view.language),
        f"({memo.cite(measure.source)})",
        view.say(p.MEMO_MECHANISM, text=measure.mechanism.to(view.language)),
    )
    if is_told(memo, ranked):
        memo.paragraph(_score(view, ranked))
    memo.bullets((*_noted(memo, ranked), *_times(view, measure)))
    parts = (
        (p.MEMO_HARMS, measure.harms),
        (p.MEMO_PITFALLS, measure.pitfalls),
        (p.MEMO_FIRST_STEPS, measure.first_steps),
        (p.WATCH_SECTION, measure.watch),
    )
    for heading, statements in parts:
        if statements:
            memo.heading(view.say(heading), 5)
            memo.bullets(_of_measure(memo, measure, item) for item in statements)


def _score(view: View, ranked: RankedMeasure) -> str:
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
    return view.say(p.MEMO_SCORE, score=score, attainable=attainable, terms="; ".join(terms))


def _noted(memo: Memo, ranked: RankedMeasure) -> list[str]:
    """The notes on a measure; to the public only what stands in the catalogue."""
    view = memo.view
    return lead(view, view.measure(ranked.measure)) if memo.view.disclosure.is_public else notes(view, ranked)


def _of_measure(memo: Memo, measure: Measure, item: Statement) -> str:
    """A statement about a measure, with its source where that is not the source of the whole entry."""
    return item.text.to(memo.view.language) if item.source == measure.source else cited(memo, item)


def _times(view: View, measure: Measure) -> list[str]:
    lead_in, effect = TIMES[measure.lead_in.grade], TIMES[measure.time_to_effect.grade]
    times = view.say(
        p.MEMO_TIME,
        lead_in=lead_in.to(view.language),
        effect=effect.to(view.language),
        cost=COSTS[measure.cost.grade].to(view.language),
    )
    partners = [view.say(p.MEMO_PARTNERS, actors=view.actors(measure.partners))] if measure.partners else []
    return [*partners, times]


def standing_part(memo: Memo, standing: Standing, level: int = 2) -> None:
    """Add the measures with one standing, each with what applies; nothing when there are none."""
    view = memo.view
    found = with_standing(view, standing)
    if not found:
        return
    memo.heading(view.say(p.GROUP, standing=STANDINGS[standing].to(view.language), n=len(found)), level)
    opens = view.knowledge.phases[view.answer.phase.working_phase].opens_next
    if standing is Standing.LATER and opens is not None and _comes_later(view, found):
        memo.paragraph(cited(memo, opens))
    rows = [(view.measure_name(one.measure), _states(memo, one)) for one in found]
    memo.table((p.MEMO_MEASURE, p.MEMO_STATES), rows)


def _comes_later(view: View, found: Iterable[RankedMeasure]) -> bool:
    working = view.answer.phase.working_phase
    return any(max(phases_with(view, one.measure), default=0) > working for one in found)


def _states(memo: Memo, ranked: RankedMeasure) -> str:
    view = memo.view
    # The catalogue says why a measure is not to be used at all; everything else follows from the area.
    if memo.view.disclosure.is_public and ranked.standing is not Standing.BLOCKED:
        return " ".join(_noted(memo, ranked))
    is_acted = ranked.standing in (Standing.PREPARE, Standing.NEEDS_DECISION)
    first = [reason(view, ranked)] if is_acted else []
    found = [*first, *notes(view, ranked)]
    if ranked.standing is Standing.LATER:
        found += lead(view, view.measure(ranked.measure))
    return " ".join(filter(None, found))


def no_need_part(memo: Memo, level: int = 2) -> None:
    """Add the measures without an established need, by name."""
    view = memo.view
    found = with_standing(view, Standing.NO_NEED)
    if not found:
        return
    memo.heading(view.say(p.GROUP, standing=STANDINGS[Standing.NO_NEED].to(view.language), n=len(found)), level)
    count = view.counted(len(found), w.MEASURE_COUNT, w.MEASURES_COUNT)
    unsettled = sum(not one.is_settled for one in found)
    names = view.say(p.MEMO_NO_NEED, measures="; ".join(view.measure_name(one.measure) for one in found))
    if memo.view.disclosure.is_public:
        memo.paragraph(names)
    else:
        memo.paragraph(view.say(p.NO_NEED_COUNT, n=count, open=view.number(unsettled)), names)


def follow_up_part(memo: Memo, found: Sequence[RankedMeasure]) -> None:
    """Add what to follow of some measures."""
    view = memo.view
    rows = [
        (view.measure_name(one.measure), follow_up_text(view, item))
        for one in found
        for item in view.measure(one.measure).follow_up
    ]
    if rows:
        memo.heading(view.say(p.FOLLOW_UP_SECTION))
        memo.table((p.MEMO_MEASURE, p.MEMO_INDICATOR), rows)
