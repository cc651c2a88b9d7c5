"""Recount what a comparison says, from the profiles and the proofs alone, in another way than it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

from fasmodell.analysis.comparison import Comparison, Trajectory
from fasmodell.analysis.goal_course import Course, CoursePart
from fasmodell.analysis.movement import IndicatorMove, Seen
from fasmodell.diagnostics import InferenceError
from fasmodell.facts import finding_id, indicator_id, negated, rule_id, standing_id
from fasmodell.knowledge import Level
from fasmodell.proof_check import require_proved
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.scales import is_number

_LEVELS = tuple(Level)
# Enough for the square of a difference between the largest and the smallest number that a file can hold.
_DIGITS = 2000


def require_recounted(trajectory: Trajectory, base: RuleBase) -> None:
    """
    Replay the proof of every answer and recount what is compared.

    Raises InferenceError that names the first thing that does not hold.
    """
    for answer in trajectory.answers:
        require_proved(answer, base.knowledge, base.rules)
    for fault in faults_in(trajectory):
        raise InferenceError(f"the comparison does not hold: {fault}")


def faults_in(trajectory: Trajectory) -> Iterator[str]:
    """Everything in a trajectory that its answers do not bear out."""
    dates = [answer.profile.as_of for answer in trajectory.answers]
    if any(earlier >= later for earlier, later in pairwise(dates)):
        yield "the answers are not in order of time"
    for comparison in (*trajectory.steps, trajectory.whole):
        yield from _rows(comparison)
        yield from _findings(comparison)
        yield from _gates(comparison)
        yield from _standings(comparison)
    if trajectory.course is not None:
        for part in trajectory.course.parts:
            yield from _course(part)


def _rows(comparison: Comparison) -> Iterator[str]:
    for move in comparison.indicators:
        for answer, seen in ((comparison.before, move.before), (comparison.after, move.after)):
            node = answer.trace.get(indicator_id(move.indicator))
            if (None if seen is None else seen.value) != (None if node is None else node.fact.value):
                yield f"the value of {move.indicator}"
        yield from _arithmetic(move)


def _arithmetic(move: IndicatorMove) -> Iterator[str]:
    """With decimals: the change lies outside the margins exactly when its square is above the sum of theirs."""
    before, after = move.before, move.after
    if move.change is None or before is None or after is None:
        return
    if not (is_number(before.value) and is_number(after.value)):
        yield f"the change of {move.indicator}, which is no number"
        return
    with localcontext(prec=_DIGITS):
        yield from _decimals(move, before, after)


def _decimals(move: IndicatorMove, before: Seen, after: Seen) -> Iterator[str]:
    old, new = Decimal(repr(before.value)), Decimal(repr(after.value))
    margins = [Decimal(repr(one.margin or 0)) for one in (before, after)]
    is_outside = (new - old) ** 2 > margins[0] ** 2 + margins[1] ** 2
    if move.change is None or Decimal(move.change.numerator) != (new - old) * move.change.denominator:
        yield f"the change of {move.indicator}"
    if is_outside and move.movement not in ("steady", "rising" if new > old else "falling"):
        yield f"the movement of {move.indicator}"
    if (move.movement in ("rising", "falling")) > is_outside:
        yield f"the movement of {move.indicator}, which lies within the margin"
    if is_outside and move.movement == "steady" and after.graded_from is None:
        yield f"the movement of {move.indicator}, which lies outside the margin"


def _findings(comparison: Comparison) -> Iterator[str]:
    for move in comparison.findings:
        for answer, levels in ((comparison.before, move.before), (comparison.after, move.after)):
            if not _bears_out(answer, move.finding, levels):
                yield f"the level of {move.finding}"
        if move.movement == "rising" and not move.before[1] < move.after[0]:
            yield f"the movement of {move.finding}"
        if move.movement == "falling" and not move.after[1] < move.before[0]:
            yield f"the movement of {move.finding}"


def _bears_out(answer: Recommendation, finding: str, levels: tuple[int, int]) -> bool:
    """Established at the lower level and no higher; ruled out just above the upper one."""
    low, high = levels
    reached = [finding_id(finding, level) in answer.trace for level in _LEVELS]
    refuted = [negated(finding_id(finding, level)) in answer.trace for level in _LEVELS]
    is_low = sum(reached) == low and all(reached[:low])
    return is_low and (high == len(_LEVELS) or refuted[high]) and not any(refuted[:high])


def _gates(comparison: Comparison) -> Iterator[str]:
    for move in comparison.gates:
        for answer, gate in ((comparison.before, move.before), (comparison.after, move.after)):
            counted = {"open": 0, "shut": 0}
            for item in gate.evidence:
                if item.counts and rule_id(item.rule) in answer.trace:
                    counted[item.state] += item.points
            if counted != {"open": gate.points_open, "shut": gate.points_shut}:
                yield f"the points of the gate {move.gate}"


def _standings(comparison: Comparison) -> Iterator[str]:
    for move in comparison.standings:
        for answer, ranked in ((comparison.before, move.before), (comparison.after, move.after)):
            if standing_id(move.measure, ranked.standing) not in answer.trace:
                yield f"the standing of {move.measure}"


def _course(part: CoursePart) -> Iterator[str]:
    """The steps expected are the most that fit into the time used: one more would take longer."""
    if part.steps is None or part.taken is None or part.expected is None:
        if part.course not in (Course.UNDETERMINED, Course.REACHED):
            yield f"the course of the {part.part}"
        return
    steps = max(0, part.steps)
    per_step = timedelta(days=part.days_in_all)
    fits = per_step * part.expected <= timedelta(days=part.days_used) * steps < per_step * (part.expected + 1)
    ahead = {Course.AHEAD: part.taken > part.expected, Course.BEHIND: part.taken < part.expected or part.steps <= 0}
    if not fits or not ahead.get(part.course, part.course is Course.REACHED or part.taken == part.expected):
        yield f"the course of the {part.part}"
