"""Two assessments of one area compared, and a whole row of them followed over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from fasmodell.analysis.goal_course import GoalCourse, goal_course
from fasmodell.analysis.measure_effect import MeasureEffect, measure_effects
from fasmodell.analysis.movement import (
    FindingMove,
    GateMove,
    IndicatorMove,
    RunningMove,
    StandingMove,
    broken_in,
    finding_moves,
    gate_moves,
    indicator_moves,
    running_moves,
    standing_moves,
)
from fasmodell.analysis.sign_reading import SignSeen, signs_seen
from fasmodell.knowledge import GateId
from fasmodell.pipeline import recommend
from fasmodell.profile import Period, PreviousAssessment, Profile
from fasmodell.results import GateState, PhaseDecision, Recommendation, Standing
from fasmodell.rule_base import RuleBase


class Persisted(NamedTuple):
    """
    An answer when the assessments before it are counted as its previous one.

    `previous` is the phase counted before, None when there was none to count; `phase` the decision with it.
    """

    previous: PreviousAssessment | None
    phase: PhaseDecision


class Comparison(NamedTuple):
    """
    What differs between two answers for one area, `before` and `after`.

    `persisted` is the newer answer with the older one counted as its previous assessment. `agrees_with_stated` tells
    whether the previous assessment that the newer profile states is the older answer; None when it states none for
    that day.
    """

    before: Recommendation
    after: Recommendation
    indicators: tuple[IndicatorMove, ...]
    findings: tuple[FindingMove, ...]
    gates: tuple[GateMove, ...]
    standings: tuple[StandingMove, ...]
    running: tuple[RunningMove, ...]
    signs: tuple[SignSeen, ...]
    persisted: Persisted
    agrees_with_stated: bool | None

    @property
    def came_to_now(self) -> tuple[StandingMove, ...]:
        """The measures that now come now, and did not."""
        return tuple(one for one in self.standings if one.after.standing is Standing.NOW)

    @property
    def left_now(self) -> tuple[StandingMove, ...]:
        """The measures that came now, and no longer do."""
        return tuple(one for one in self.standings if one.before.standing is Standing.NOW)


class Trajectory(NamedTuple):
    """
    An area over time: its answers, oldest first and at least two, what differs from one to the next, and in all.

    `persisted` has one entry per answer. `effects` and `course` look at the newest answer in the light of all.
    """

    answers: tuple[Recommendation, ...]
    persisted: tuple[Persisted, ...]
    steps: tuple[Comparison, ...]
    whole: Comparison
    effects: tuple[MeasureEffect, ...]
    course: GoalCourse | None


def follow(profiles: Sequence[Profile], base: RuleBase) -> Trajectory:
    """
    Assess every profile of an area, oldest first and at least two, and say what moved.

    The profiles must be comparable (`comparability.require_comparable`). Pure: each profile is answered as it is
    written; that earlier assessments count is shown apart, in `persisted`.
    """
    answers = tuple(recommend(profile, base) for profile in profiles)
    persisted = _persisted(answers, base)
    steps = tuple(
        _comparison(before, after, later, base)
        for (before, after), later in zip(pairwise(answers), persisted[1:], strict=True)
    )
    whole = steps[0] if len(steps) == 1 else _comparison(answers[0], answers[-1], persisted[-1], base)
    effects = measure_effects(profiles, base)
    course = goal_course(answers, persisted[-1].phase, base.knowledge)
    return Trajectory(answers, persisted, steps, whole, effects, course)


def _comparison(before: Recommendation, after: Recommendation, persisted: Persisted, base: RuleBase) -> Comparison:
    old, new, knowledge = before.profile, after.profile, base.knowledge
    moves = indicator_moves(old, new, knowledge)
    broken = broken_in(moves)
    stated = new.previous_assessment
    agrees = None if stated is None or stated.as_of != old.as_of else stated.phase == before.phase.phase
    return Comparison(
        before=before,
        after=after,
        indicators=tuple(moves.values()),
        findings=tuple(finding_moves(before, after, knowledge, broken)),
        gates=gate_moves(before, after, broken),
        standings=standing_moves(before, after),
        running=running_moves(old, new, knowledge),
        signs=signs_seen(moves, new, knowledge),
        persisted=persisted,
        agrees_with_stated=agrees,
    )


def _persisted(answers: Sequence[Recommendation], base: RuleBase) -> tuple[Persisted, ...]:
    """Each answer with the latest determined one before it as its previous assessment; the first as it is written."""
    found = [Persisted(answers[0].profile.previous_assessment, answers[0].phase)]
    open_since = _open_since(answers[0], {})
    counted = _counted(answers[0].phase, answers[0].profile.as_of, None)
    for answer in answers[1:]:
        open_since = _open_since(answer, open_since)
        stated = answer.profile.previous_assessment
        since = open_since if stated is None else {**open_since, **stated.gates_open_since}
        earlier = {gate: period for gate, period in since.items() if period.start < answer.profile.as_of}
        previous = None if counted is None else PreviousAssessment(counted[1], counted[0], earlier, None)
        phase = answer.phase
        if previous is not None:
            phase = recommend(answer.profile._replace(previous_assessment=previous), base).phase
        found.append(Persisted(previous, phase))
        counted = _counted(phase, answer.profile.as_of, counted)
    return tuple(found)


def _counted(phase: PhaseDecision, as_of: date, before: tuple[date, int] | None) -> tuple[date, int] | None:
    return before if phase.phase is None else (as_of, phase.phase)


def _open_since(answer: Recommendation, before: Mapping[GateId, Period]) -> dict[GateId, Period]:
    """Since when each gate has been open in every assessment; an assessment that finds it otherwise begins anew."""
    as_of = answer.profile.as_of
    stated = answer.profile.previous_assessment
    known = before if stated is None else {**stated.gates_open_since, **before}
    today = Period(as_of, as_of, as_of.isoformat())
    return {gate.gate: known.get(gate.gate, today) for gate in answer.phase.gates if gate.state is GateState.OPEN}
