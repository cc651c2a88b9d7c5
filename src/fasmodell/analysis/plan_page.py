"""An action plan as a page, in the order of lag (2023:196): situation, analysis, position, plan, follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fasmodell.analysis import words_plan as w
from fasmodell.analysis.page_ends import foot_lines, head_blocks
from fasmodell.analysis.plan import Activity, Plan, Shortage, Waiting
from fasmodell.analysis.plan_follow_up import follow_up_blocks, heading_of, last_day, looked_at
from fasmodell.analysis.planning import after_months, policy_of
from fasmodell.document import Block, Document, Item, Items, Paragraph, bullets
from fasmodell.knowledge import FindingKind, IndicatorId, MeasureId
from fasmodell.layout import printable
from fasmodell.measure_text import to_check
from fasmodell.phase_text import established, question_text
from fasmodell.reasons import lower_first, reason, requirement_text, short_citation
from fasmodell.results import Requirement
from fasmodell.terms import BASES
from fasmodell.view import View
from fasmodell.wording import OR, UNMET_IS

_CAUSES = IndicatorId("cause_analysis_done")
_QUESTIONS = 3


def plan_document(plan: Plan, view: View, *, is_full: bool = True) -> Document:
    """Write a plan as a page in the language of the view, whole or in short."""
    about = view.say(
        w.ABOUT,
        first=plan.quarters[0],
        last=last_day(plan.ends),
    )
    blocks: list[Block] = [*head_blocks(view), Paragraph(about), *_situation(view), *_analysis(view)]
    blocks += [*plan_blocks(plan, view, is_full=is_full), *_grounds(view, is_full)]
    return Document(view.say(w.TITLE, area=printable(plan.area)), tuple(blocks))


def plan_blocks(plan: Plan, view: View, *, is_full: bool) -> Iterator[Block]:
    """The plan itself: the position on measures, what starts when, what waits and why, and the follow-up."""
    yield from _position(plan, view)
    yield from activity_blocks(plan, view, is_full)
    yield from _others(plan, view, is_full)
    yield from kept_blocks(plan, view)
    yield from follow_up_blocks(plan, view, is_full)


def _situation(view: View) -> Iterator[Block]:
    profile = view.answer.profile
    core = [one.id for one in view.knowledge.indicators.values() if one.core]
    known = sum(profile.value_of(one) is not None for one in core)
    yield heading_of(view, w.SITUATION)
    lines = [view.say(w.KNOWN, known=known, core=len(core))]
    problems, strengths = (view.listed(established(view, kind)) for kind in (FindingKind.PROBLEM, FindingKind.STRENGTH))
    lines.append(view.say(w.PROBLEMS, problems=problems) if problems else view.say(w.NO_PROBLEMS))
    if strengths:
        lines.append(view.say(w.STRENGTHS, strengths=strengths))
    lines.append(view.say(w.UPDATE, date=after_months(profile.as_of, policy_of(view.base).horizon_months)))
    yield bullets(lines)


def _analysis(view: View) -> Iterator[Block]:
    phase = view.answer.phase
    yield heading_of(view, w.ANALYSIS)
    if phase.phase is not None:
        lines = [view.say(w.PHASE_IS, phase=phase.phase)]
    else:
        phases = view.listed(map(str, phase.candidates), OR)
        lines = [view.say(w.PHASE_OPEN, phases=phases, working=phase.working_phase)]
    lines.append(view.say(w.CAUSES_DONE if view.value(_CAUSES) is True else w.CAUSES))
    questions = [Item(question_text(view, one)) for one in view.answer.open_questions[:_QUESTIONS]]
    items = [Item(line) for line in lines]
    if questions:
        items.append(Item(view.say(w.ASK_FIRST), tuple(questions)))
    yield Items(tuple(items))


def _position(plan: Plan, view: View) -> Iterator[Block]:
    room, count = plan.capacity, len(plan.activities)
    named = view.listed(f"{lower_first(view.actors([actor]))} {most}" for actor, most in room.actors.items())
    others = view.say(w.ROOM_OF, actors=named) if named else ""
    lines = [view.say(w.ROOM, total=room.total, each=room.per_actor, others=others)]
    if room.budget is not None:
        costs = [room.costs.get(item.candidate.measure) for item in plan.activities]
        spent = view.number(sum(cost for cost in costs if cost is not None))
        lines.append(view.say(w.BUDGET, budget=view.number(room.budget), spent=spent, unknown=costs.count(None)))
    lines.append(view.say(w.SOME_FIT if plan.waiting else w.ALL_FIT, n=count, m=len(plan.waiting)))
    first = [item.candidate for item in plan.activities if item.quarter == 0]
    quick = _names(view, (one.measure for one in first if one.is_quick))
    slow = _names(view, (one.measure for one in first if one.is_slow))
    if quick and slow:
        lines.append(view.say(w.QUICK_AND_SLOW, quick=quick, slow=slow))
    yield heading_of(view, w.POSITION)
    yield bullets(lines)
    if plan.decisions:
        yield heading_of(view, w.DECISIONS, 3)
        yield bullets(_decision(view, measure) for measure in plan.decisions)


def _decision(view: View, measure: MeasureId) -> str:
    legal = view.measure(measure).legal_gate
    assert legal is not None  # only a measure with a legal gate can need a decision
    who, law = view.actors(legal.decided_by), legal.law.to(view.language).rstrip(".")
    what = legal.text.to(view.language)
    return view.say(w.DECISION, measure=view.measure_name(measure), what=what, who=who, law=law)


def _names(view: View, measures: Iterable[MeasureId]) -> str:
    return view.listed(view.measure_name(measure) for measure in measures)


def activity_blocks(plan: Plan, view: View, is_full: bool) -> Iterator[Block]:
    """What starts in which quarter."""
    yield heading_of(view, w.ACTION_PLAN)
    for quarter, first in enumerate(plan.quarters[:-1]):
        started = [item for item in plan.activities if item.quarter == quarter]
        if started:
            last = last_day(plan.quarters[quarter + 1])
            yield heading_of(view, w.QUARTER, 3, n=quarter + 1, first=first, last=last)
            yield Paragraph(view.say(w.LOAD, n=plan.load(quarter), total=plan.capacity.total))
            write = _item if is_full else _short_item
            yield Items(tuple(write(plan, item, view) for item in started))


def _item(plan: Plan, item: Activity, view: View) -> Item:
    lines = tuple(Item(line) for line in activity_lines(plan, item, view))
    return Item(view.measure_name(item.candidate.measure), lines)


def _short_item(_: Plan, item: Activity, view: View) -> Item:
    """One line for a measure: who leads it and what to do first."""
    measure = view.measure(item.candidate.measure)
    named, led_by = view.measure_name(measure.id), view.actors(measure.lead)
    if not measure.first_steps:
        return Item(view.say(w.LED, measure=named, actors=led_by))
    step = measure.first_steps[0].text.to(view.language)
    return Item(view.say(w.FIRST_STEP_OF, measure=named, actors=led_by, step=step))


def activity_lines(plan: Plan, item: Activity, view: View) -> Iterator[str]:
    """What a plan says of one measure, sentence by sentence."""
    candidate, planned = item.candidate, {one.candidate.measure for one in plan.activities}
    measure = view.measure(candidate.measure)
    yield view.say(w.LED_BY, actors=view.actors(measure.lead))
    if measure.partners:
        yield view.say(w.WITH, actors=view.actors(measure.partners))
    yield why(plan, item, view)
    if measure.first_steps:
        yield view.say(w.FIRST_STEP, step=measure.first_steps[0].text.to(view.language))
    before = [one for one in _before(item) if one in planned]
    if before:
        yield view.say(w.AFTER, measures=_names(view, before))
    along = [one for one in candidate.along if one in planned]
    if along:
        yield view.say(w.ALONG, measures=_names(view, along))
    for tie in measure.conflicts:
        if tie.measure in planned:
            because = tie.because.text.to(view.language)
            yield view.say(w.APART, measure=view.measure_name(tie.measure), why=because)
    yield from to_check(view, view.answer.measure(candidate.measure))
    yield view.say(w.INTRODUCED if item.is_length_known else w.INTRODUCED_ASSUMED, date=item.introduced)
    yield effect(item, view)
    yield view.say(w.LOOK, date=item.follow_up, what=looked_at(item, view))


def why(plan: Plan, item: Activity, view: View) -> str:
    """Why a measure is in the plan: the reason of its ranking, or the measures that need it first."""
    candidate = item.candidate
    if candidate.worth:
        return view.say(w.WHY, why=reason(view, view.answer.measure(candidate.measure)))
    needing = (one.candidate.measure for one in plan.activities if candidate.measure in _before(one))
    return view.say(w.LENT, measures=_names(view, needing))


def _before(item: Activity) -> tuple[MeasureId, ...]:
    ways = (way for group in item.candidate.after for way in group)
    return tuple(dict.fromkeys((*ways, *item.candidate.in_order)))


def effect(item: Activity, view: View) -> str:
    """When an effect can be expected."""
    if item.effect is None:
        return view.say(w.EFFECT_UNKNOWN)
    first, last = item.effect
    return view.say(w.EFFECT_FROM, first=first) if last is None else view.say(w.EFFECT, first=first, last=last)


def _others(plan: Plan, view: View, is_full: bool) -> Iterator[Block]:
    if plan.waiting and is_full:
        yield heading_of(view, w.WAITING)
        yield Items(tuple(_waiting(plan, item, view) for item in plan.waiting))
    elif plan.waiting:
        yield heading_of(view, w.HAVE_TO_WAIT)
        yield bullets(view.measure_name(item.candidate.measure) for item in plan.waiting)
    if plan.not_ready:
        yield heading_of(view, w.NOT_READY)
        yield Items(
            tuple(
                Item(
                    view.measure_name(item.measure),
                    tuple(Item(_unmet(view, item.measure, need)) for need in item.requirements),
                )
                for item in plan.not_ready
            )
        )
    if plan.left_out:
        yield heading_of(view, w.LEFT_OUT)
        yield Paragraph(view.say(w.LEFT_OUT_WHY))
        yield bullets(view.measure_name(measure) for measure in plan.left_out)


def kept_blocks(plan: Plan, view: View) -> Iterator[Block]:
    """What runs already and is kept."""
    if plan.kept:
        yield heading_of(view, w.KEPT)
        yield bullets(view.measure_name(measure) for measure in plan.kept)


def _unmet(view: View, measure: MeasureId, need: Requirement) -> str:
    return view.say(UNMET_IS, what=requirement_text(view, measure, need).rstrip("."))


def _waiting(plan: Plan, item: Waiting, view: View) -> Item:
    return Item(view.measure_name(item.candidate.measure), (Item(enough(plan, item, view)),))


def enough(plan: Plan, item: Waiting, view: View) -> str:
    """What would be enough to include a measure in the plan as it stands."""
    if item.quarter is None:
        held = _names(view, item.held_by)
        return view.say(w.HELD_BY, measures=held) if held else view.say(w.TOO_LONG)
    parts = [_shortage(plan, one, view) for one in item.shortages]
    if item.kronor:
        parts.append(view.say(w.MORE_MONEY, kronor=view.number(item.kronor)))
    if item.first:
        parts.append(view.say(w.FIRST_COME, measures=_names(view, item.first)))
    what = view.listed(parts) or view.say(w.NOTHING_LACKING)
    return view.say(w.ENOUGH, date=plan.quarters[item.quarter], what=what)


def _shortage(plan: Plan, item: Shortage, view: View) -> str:
    first, last = plan.quarters[item.first], last_day(plan.quarters[item.last + 1])
    if item.actor is None:
        return view.say(w.MORE_IN_ALL, more=item.more, first=first, last=last)
    text = w.MORE_ROOM if item.more == 1 else w.MORE_ROOM_MANY
    return view.say(text, more=item.more, who=lower_first(view.actors([item.actor])), first=first, last=last)


def _grounds(view: View, is_full: bool) -> Iterator[Block]:
    policy = policy_of(view.base)
    basis = BASES[policy.numbers.basis].to(view.language)
    yield heading_of(view, w.GROUNDS)
    yield bullets(
        [
            view.say(w.NUMBERS, basis=basis, reason=policy.numbers.reason.to(view.language)),
            f"{short_citation(view, policy.source)}, {policy.source.locator}.",
            view.say(w.CHECKED),
            *foot_lines(view),
            *(() if is_full else (view.say(w.FULL),)),
        ]
    )
