"""An area over time as a page: the phases, each step, the whole, running measures and the goal."""

from __future__ import annotations

from collections.abc import Sequence

from fasmodell import wording as core
from fasmodell.analysis import words_track as w
from fasmodell.analysis.comparison import Comparison, Trajectory
from fasmodell.analysis.comparison_page import (
    Views,
    change_words,
    finding_blocks,
    gate_cell,
    indicator_blocks,
    measure_blocks,
    phase_blocks,
    phase_words,
    sign_blocks,
)
from fasmodell.analysis.goal_course import Course, CoursePart, GoalCourse
from fasmodell.analysis.measure_effect import Followed, MeasureEffect, Timing
from fasmodell.bases import answer_rests_on
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, Table, bullets, deepened
from fasmodell.knowledge import POLICE_CLASS
from fasmodell.layout import printable
from fasmodell.phase_text import secrecy_line
from fasmodell.reasons import lower_first
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.terms import BASES
from fasmodell.view import View

_DIGEST = 12


def comparison_page(trajectory: Trajectory, base: RuleBase, lang: Language = "sv") -> Document:
    """Two assessments compared; the trajectory has exactly two answers."""
    views = _views(trajectory.whole, base, lang)
    return Document(
        _title(views, w.COMPARE_TITLE.to(lang)),
        (
            *phase_blocks(views, trajectory.whole),
            *_moved(views, trajectory.whole),
            *_effects(views, trajectory.effects),
            *_goal(views, trajectory.course),
            *_basis(views),
        ),
    )


def trajectory_page(trajectory: Trajectory, base: RuleBase, lang: Language = "sv") -> Document:
    """Every assessment of an area: the phases first, then what moved in all and in each step."""
    views = _views(trajectory.whole, base, lang)
    blocks: list[Block] = [Heading(views.after.say(w.TRAJECTORY_SECTION)), _phases(views, trajectory)]
    blocks += _reviews(views, trajectory)
    blocks += _effects(views, trajectory.effects) + _goal(views, trajectory.course)
    for step in trajectory.steps:
        inner = _views(step, base, lang)
        dates = {"before": step.before.profile.as_of.isoformat(), "after": step.after.profile.as_of.isoformat()}
        blocks.append(Heading(views.after.say(w.STEP_SECTION, **dates)))
        blocks += deepened(_moved(inner, step))
    basis = [*_basis(views), bullets([views.after.say(w.PERSISTED_BASIS)])]
    return Document(_title(views, w.TRACK_TITLE.to(lang)), (*blocks, *basis))


def _views(comparison: Comparison, base: RuleBase, lang: Language) -> Views:
    return Views(View(comparison.before, base, lang), View(comparison.after, base, lang))


def _title(views: Views, pattern: str) -> str:
    profiles = views.before.answer.profile, views.after.answer.profile
    before, after = (one.as_of.isoformat() for one in profiles)
    return pattern.format(area=printable(profiles[1].area.name), before=before, after=after)


def _moved(views: Views, comparison: Comparison) -> list[Block]:
    return [
        *indicator_blocks(views, comparison),
        *finding_blocks(views, comparison),
        *sign_blocks(views, comparison),
        *measure_blocks(views, comparison),
    ]


def _phases(views: Views, trajectory: Trajectory) -> Table:
    view = views.after
    gates = [view.knowledge.gates[gate.gate].name.to(view.language) for gate in view.answer.phase.gates]
    rows = []
    for answer, persisted in zip(trajectory.answers, trajectory.persisted, strict=True):
        phase, counted = (phase_words(view, one) for one in (answer.phase, persisted.phase))
        cells = [gate_cell(view, gate) for gate in answer.phase.gates]
        rows.append((answer.profile.as_of.isoformat(), phase, counted, *cells))
    head = (view.say(w.DATE), view.say(w.PHASE), view.say(w.COUNTED), *gates)
    return Table(view.say(w.GATES_CAPTION), head, tuple(rows))


def _reviews(views: Views, trajectory: Trajectory) -> list[Block]:
    found: list[Block] = []
    for step in trajectory.steps:
        inner = _views(step, views.after.base, views.after.language)
        lines = [item for block in phase_blocks(inner, step) if isinstance(block, Items) for item in block.items[1:]]
        date = step.after.profile.as_of.isoformat()
        found += [Items(tuple(Item(f"{date}: {lower_first(line.text)}") for line in lines))] if lines else []
    return found


def _effects(views: Views, effects: Sequence[MeasureEffect]) -> list[Block]:
    view = views.after
    blocks: list[Block] = [Heading(view.say(w.EFFECTS_SECTION))]
    if not effects:
        return [*blocks, Paragraph(view.say(w.NO_EFFECTS))]
    items = Items(tuple(_effect(views, effect) for effect in effects))
    return [*blocks, items, Paragraph(view.say(w.NO_CAUSE))]


def _effect(views: Views, effect: MeasureEffect) -> Item:
    view = views.after
    since = view.say(w.SINCE_UNKNOWN)
    if effect.since is not None and effect.months is not None:
        least, most = map(view.number, effect.months)
        months = least if least == most else view.say(w.FROM_TO, least=least, most=most)
        since = view.say(w.SINCE, date=printable(effect.since.written), months=months)
    head = view.say(w.EFFECT_HEAD, name=view.measure_name(effect.measure.id), since=since, timing=_timing(view, effect))
    if not effect.followed:
        return Item(head, (Item(view.say(w.NOT_FOLLOWED)),))
    baseline = view.say(w.BASELINE if effect.is_before_start else w.BASELINE_LATE, date=effect.baseline.isoformat())
    return Item(head, (Item(baseline), *(Item(_followed(views, one)) for one in effect.followed)))


def _timing(view: View, effect: MeasureEffect) -> str:
    earliest, bound = effect.effect_months or (None, None)
    latest = "" if bound is None else view.say(w.LATEST, bound=view.number(bound))
    text = w.TIMINGS[Timing.UNKNOWN if effect.effect_months is None else effect.timing]
    return view.say(text, earliest=earliest, bound=bound, latest=latest)


def _followed(views: Views, one: Followed) -> str:
    view = views.after
    outcome = view.say(w.OUTCOMES[one.outcome])
    name = views.indicator(one.indicator)
    return view.say(w.FOLLOWED, indicator=name, change=change_words(views, one.move), outcome=outcome)


def _goal(views: Views, course: GoalCourse | None) -> list[Block]:
    view = views.after
    blocks: list[Block] = [Heading(view.say(w.GOAL_SECTION))]
    if course is None:
        return [*blocks, Paragraph(view.say(w.NO_GOAL))]
    whole = view.say(w.COURSES[course.course])
    lines = [Paragraph(view.say(w.GOAL_HEAD, date=course.goal.by.end.isoformat(), course=whole))]
    items = Items(tuple(_part(view, part, course) for part in course.parts))
    notes = [view.say(w.GOAL_CHANGED)] if course.is_changed else []
    return [*blocks, *lines, items, bullets([*notes, view.say(w.COURSE_BASIS)])]


def _part(view: View, part: CoursePart, course: GoalCourse) -> Item:
    words = view.say(w.PART_COURSES[part.course])
    if part.part == "phase":
        head = view.say(w.PART_PHASE, wanted=part.wanted, course=words)
    else:
        wanted = lower_first(view.bare_value(POLICE_CLASS, course.goal.police_class or ""))
        head = view.say(w.PART_CLASS, wanted=wanted, course=words)
    below = [_arithmetic(view, part)]
    if part.part == "phase" and not view.answer.phase.is_settled:
        below.append(view.say(w.MAY_CHANGE))
    if part.part == "phase" and course.counted is not None:
        counted = course.counted
        words = view.say(w.PART_COURSES[counted.course])
        below.append(view.say(w.COUNTED_COURSE, course=words, arithmetic=_arithmetic(view, counted)))
    return Item(head, tuple(map(Item, below)))


def _arithmetic(view: View, part: CoursePart) -> str:
    first = part.first_as_of.isoformat()
    if part.steps is None or part.taken is None or part.expected is None:
        return view.say(w.PART_UNKNOWN, first=first)
    if part.steps <= 0 and part.course is Course.BEHIND:
        return view.say(w.SLIPPED, first=first)
    return view.say(
        w.ARITHMETIC,
        first=first,
        steps=view.number(part.steps),
        used=view.number(part.days_used),
        in_all=view.number(part.days_in_all),
        expected=view.number(part.expected),
        taken=view.number(part.taken),
    )


def _basis(views: Views) -> list[Block]:
    view = views.after
    identity, policy = view.answer.rule_base, view.rules.plan_policy
    rests = answer_rests_on(view)
    lines = [view.say(w.MARGIN_BASIS), view.say(core.WEAKEST, basis=BASES[rests.weakest].to(view.language))]
    if policy is not None:
        lines.append(view.say(w.TIMES_BASIS, basis=BASES[policy.numbers.basis].to(view.language)))
    digest = identity["digest"][:_DIGEST]
    lines.append(view.say(core.RULE_BASE, name=identity["name"], version=identity["version"], digest=digest))
    lines.append(view.say(core.DECISION_BY_PEOPLE))
    lines += filter(None, dict.fromkeys((secrecy_line(views.before), secrecy_line(view))))
    return [Heading(view.say(w.BASIS_SECTION)), bullets(lines)]
