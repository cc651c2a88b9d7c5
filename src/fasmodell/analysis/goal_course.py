"""Whether an area is on course for its goal: whole steps taken against the whole steps that the time used asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fasmodell.knowledge import POLICE_CLASS, KnowledgeBase
from fasmodell.profile import Goal
from fasmodell.results import PhaseDecision, Recommendation
from fasmodell.scales import Word


class Course(Word):
    """How an area lies towards its goal."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    UNDETERMINED = "undetermined"


class CoursePart(NamedTuple):
    """
    One part of a goal, `phase` or `police_class`, counted in whole steps.

    `first` and `now` are the phase or the place of the class from the mildest (0), None while not known; `steps` how
    many there are to take from first to wanted, `taken` how many have been, `expected` how many the time used asks
    for: the whole part of steps × days used / days in all.
    """

    part: str
    first_as_of: date
    first: int | None
    now: int | None
    wanted: int
    days_used: int
    days_in_all: int
    steps: int | None
    taken: int | None
    expected: int | None
    course: Course


class GoalCourse(NamedTuple):
    """
    The goal of the newest profile with its parts; `is_changed` tells whether an earlier profile had another one.

    `counted` is the part about the phase when earlier assessments are counted, where that gives another phase now.
    """

    goal: Goal
    parts: tuple[CoursePart, ...]
    course: Course
    is_changed: bool
    counted: CoursePart | None


def goal_course(
    answers: Sequence[Recommendation], persisted: PhaseDecision, knowledge: KnowledgeBase
) -> GoalCourse | None:
    """
    Say how an area lies towards the goal of its newest profile; None when that has no goal.

    `answers` are of one area, oldest first, at least two. Counting begins at the first assessment: the oldest answer,
    or the previous assessment that its profile states. What is undetermined there or now cannot be said.
    `persisted` is the newest phase with earlier assessments counted.
    Source: project decision (no source says how fast an area should move).
    """
    newest, goal = answers[-1].profile, answers[-1].profile.goal
    if goal is None:
        return None
    parts, counted = [], None
    if goal.phase is not None:
        first_as_of, first = _first_phase(answers[0])
        stretch = Stretch(first_as_of, newest.as_of, goal.by.end)
        now = answers[-1].phase.phase
        parts.append(course_part("phase", stretch, first, now, goal.phase, 1))
        if persisted.phase != now:
            counted = course_part("phase", stretch, first, persisted.phase, goal.phase, 1)
    if goal.police_class is not None:
        order = tuple(knowledge.indicators[POLICE_CLASS].options)
        begun, now = (_place(order, one.profile.value_of(POLICE_CLASS)) for one in (answers[0], answers[-1]))
        stretch = Stretch(answers[0].profile.as_of, newest.as_of, goal.by.end)
        parts.append(course_part("police_class", stretch, begun, now, order.index(goal.police_class), -1))
    courses = [part.course for part in parts]
    return GoalCourse(goal, tuple(parts), whole_course(courses), _is_changed(answers, goal), counted)


def _first_phase(answer: Recommendation) -> tuple[date, int | None]:
    previous = answer.profile.previous_assessment
    if previous is not None:
        return previous.as_of, previous.phase
    return answer.profile.as_of, answer.phase.phase


def _place(order: Sequence[str], value: object) -> int | None:
    return order.index(value) if isinstance(value, str) and value in order else None


class Stretch(NamedTuple):
    """The time of a goal: the first assessment, the newest one and the last day."""

    first: date
    today: date
    last_day: date


def course_part(part: str, stretch: Stretch, first: int | None, now: int | None, wanted: int, sign: int) -> CoursePart:
    """One part of a goal; `sign` is 1 where higher is further on and -1 where lower is."""
    used, in_all = (stretch.today - stretch.first).days, (stretch.last_day - stretch.first).days
    steps = None if first is None else sign * (wanted - first)
    taken = None if first is None or now is None else sign * (now - first)
    expected = None if steps is None else max(0, steps) * used // in_all
    is_reached = now is not None and sign * (now - wanted) >= 0
    course = _course(is_reached, steps, taken, expected)
    return CoursePart(part, stretch.first, first, now, wanted, used, in_all, steps, taken, expected, course)


def _course(is_reached: bool, steps: int | None, taken: int | None, expected: int | None) -> Course:
    if is_reached:
        return Course.REACHED
    if steps is None or taken is None or expected is None:
        return Course.UNDETERMINED
    if taken < expected or steps <= 0:  # from an area that was there already it has slipped back
        return Course.BEHIND
    return Course.AHEAD if taken > expected else Course.ON_COURSE


def whole_course(courses: Sequence[Course]) -> Course:
    """A goal is behind when a part of it is; otherwise it cannot be said while a part cannot."""
    for course in (Course.BEHIND, Course.UNDETERMINED, Course.ON_COURSE, Course.AHEAD):
        if course in courses:
            return course
    return Course.REACHED


def _is_changed(answers: Sequence[Recommendation], goal: Goal) -> bool:
    wanted = (goal.phase, goal.police_class, goal.by.end)
    earlier = [one.profile.goal for one in answers[:-1]]
    return any(one is not None and (one.phase, one.police_class, one.by.end) != wanted for one in earlier)
