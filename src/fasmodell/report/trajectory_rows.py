"""What the picture of a trajectory shows: the earlier assessment, every answer and the goal, each as a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fasmodell import wording as core
from fasmodell.analysis.comparison_page import outcome, phase_words
from fasmodell.knowledge import POLICE_CLASS, Text
from fasmodell.phase_text import phases
from fasmodell.profile import months_between
from fasmodell.reasons import upper_first
from fasmodell.report import words_pictures as w
from fasmodell.results import PhaseDecision, Recommendation
from fasmodell.scales import Word
from fasmodell.view import View


class Kind(Word):
    """What a row is about."""

    STATED = "stated"
    ASSESSMENT = "assessment"
    GOAL = "goal"


KINDS: dict[Kind, Text] = {Kind.STATED: w.STATED, Kind.ASSESSMENT: w.ASSESSMENT, Kind.GOAL: w.GOAL}


class Row(NamedTuple):
    """
    One day of a trajectory.

    `phases` is the phase, or the candidates where it is undetermined, and none where a goal names no phase; `possible`
    holds every phase that open questions could give. `counted` is the phase with earlier assessments counted, where
    that is another. `police_class` is None where it is not known, or not part of the goal. The texts are sentences.
    """

    day: date
    kind: Kind
    phases: tuple[int, ...]
    possible: tuple[int, ...]
    counted: tuple[int, ...]
    police_class: str | None
    text: str
    counted_text: str
    since: str


def rows_of(view: View, earlier: Sequence[Recommendation], counted: Sequence[PhaseDecision]) -> tuple[Row, ...]:
    """
    The rows by their days.

    `earlier` are the answers before that of the view, oldest first. `counted` is the phase of each answer, that of the
    view as the last, with the assessments before it counted; empty where nobody has counted.
    """
    answers = (*earlier, view.answer)
    found = [*_stated(view, answers[0])]
    for place, answer in enumerate(answers):
        found.append(_assessed(view, answer, counted[place] if counted else answer.phase))
    found += _goal(view)
    found.sort(key=lambda row: row.day)
    before = [None, *found[:-1]]
    return tuple(row._replace(since=_since(view, last, row)) for last, row in zip(before, found, strict=True))


def _stated(view: View, oldest: Recommendation) -> list[Row]:
    """The previous assessment that the oldest profile states."""
    stated = oldest.profile.previous_assessment
    if stated is None:
        return []
    text = view.say(core.PHASE, phase=stated.phase)
    return [Row(stated.as_of, Kind.STATED, (stated.phase,), (stated.phase,), (), None, text, "", "")]


def _assessed(view: View, answer: Recommendation, counted: PhaseDecision) -> Row:
    phase, other = answer.phase, outcome(counted) != outcome(answer.phase)
    value = answer.profile.value_of(POLICE_CLASS)
    return Row(
        day=answer.profile.as_of,
        kind=Kind.ASSESSMENT,
        phases=_judged(phase),
        possible=phase.possible,
        counted=_judged(counted) if other else (),
        police_class=value if isinstance(value, str) else None,
        text=phase_words(view, phase),
        counted_text=phase_words(view, counted) if other else "",
        since="",
    )


def _judged(phase: PhaseDecision) -> tuple[int, ...]:
    return phase.candidates if phase.phase is None else (phase.phase,)


def _goal(view: View) -> list[Row]:
    goal = view.answer.profile.goal
    if goal is None:
        return []
    wanted = () if goal.phase is None else (goal.phase,)
    text = upper_first(phases(view, wanted))
    return [Row(goal.by.end, Kind.GOAL, wanted, wanted, (), goal.police_class, text, "", "")]


def _since(view: View, before: Row | None, row: Row) -> str:
    if before is None:
        return ""
    months = months_between(before.day, row.day)
    return view.counted(months, core.MONTH, core.MONTHS) if months else view.say(core.UNDER_A_MONTH)


def class_text(view: View, row: Row) -> str:
    """The police class of a row in words; nothing where a goal has none."""
    if row.police_class is None:
        return "" if row.kind is not Kind.ASSESSMENT else view.say(w.NOT_KNOWN)
    return view.bare_value(POLICE_CLASS, row.police_class)
