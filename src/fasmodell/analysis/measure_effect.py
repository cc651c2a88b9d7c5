"""Running measures held against what was expected of them: has there been time enough, and did it move as it should?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from fasmodell.analysis.movement import IndicatorMove, indicator_moves
from fasmodell.analysis.sign_reading import months_since
from fasmodell.knowledge import FollowUp, IndicatorId, Measure
from fasmodell.profile import Period, Profile, RunningMeasure
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Word


class Timing(Word):
    """Whether a measure has run long enough for an effect to be expected."""

    TOO_EARLY = "too_early"
    MAY_SHOW = "may_show"
    LONG_ENOUGH = "long_enough"
    UNKNOWN = "unknown"


class Outcome(Word):
    """What a follow-up indicator says of a measure so far. It never says what caused a movement."""

    AS_EXPECTED = "as_expected"
    TOO_EARLY = "too_early"
    NOT_YET = "not_yet"
    MISSING = "missing"
    NO_EXPECTATION = "no_expectation"
    CANNOT_BE_SAID = "cannot_be_said"


class Followed(NamedTuple):
    """One follow-up indicator of a measure; `move` is None when it is known in neither assessment."""

    item: FollowUp
    indicator: IndicatorId
    move: IndicatorMove | None
    timing: Timing
    outcome: Outcome


class MeasureEffect(NamedTuple):
    """
    A running measure with its follow-up.

    `months` are the fewest and the most whole months that it has run, None when its start is not known. `effect_months`
    are those in which an effect can be expected: from, and to with the longest lead-in added (None for no end), None
    when the catalogue does not know. `baseline` is the date of the assessment it is compared with, `is_before_start`
    tells whether that is known to lie before the measure started.
    """

    measure: Measure
    since: Period | None
    months: tuple[int, int] | None
    effect_months: tuple[int, int | None] | None
    timing: Timing
    baseline: date
    is_before_start: bool
    followed: tuple[Followed, ...]


def measure_effects(profiles: Sequence[Profile], base: RuleBase) -> tuple[MeasureEffect, ...]:
    """
    Hold every measure that runs in the newest of some profiles against its follow-up.

    `profiles` are of one area, oldest first, at least two. Each measure is compared from the newest profile that is not
    later than its start, otherwise from the oldest.
    """
    return tuple(_effects(profiles, base))


def _effects(profiles: Sequence[Profile], base: RuleBase) -> Iterator[MeasureEffect]:
    newest, earlier = profiles[-1], profiles[:-1]
    for running in (newest.measures_in_place or {}).values():
        if not running.is_running:
            continue
        measure = base.knowledge.measures[running.measure]
        baseline, is_before = _baseline(earlier, running)
        months = None if running.since is None else months_since(running.since, newest.as_of)
        window = effect_months(measure, base)
        timing = timing_of(months, window)
        moves = indicator_moves(baseline, newest, base.knowledge)
        followed = tuple(
            _followed(item, item.indicator, moves.get(item.indicator), months, timing)
            for item in measure.follow_up
            if item.indicator is not None
        )
        yield MeasureEffect(measure, running.since, months, window, timing, baseline.as_of, is_before, followed)


def _baseline(earlier: Sequence[Profile], running: RunningMeasure) -> tuple[Profile, bool]:
    since = running.since
    before = [one for one in earlier if since is not None and one.as_of <= since.start]
    return (before[-1], True) if before else (earlier[0], False)


def effect_months(measure: Measure, base: RuleBase) -> tuple[int, int | None] | None:
    """
    From how many months after the start an effect can be expected, and until when with the lead-in added.

    Source: the time classes of rules/plan-policy.yaml. The lead-in is added because a start may be written as the day
    of the decision; a lead-in that is not known adds what the policy says for it.
    """
    policy = base.rules.plan_policy
    window = None if policy is None else policy.effect_months.get(measure.time_to_effect.grade)
    if policy is None or window is None:
        return None
    earliest, latest = window
    lead_in = policy.introduction_quarters.get(measure.lead_in.grade, 0) * policy.quarter_months
    return earliest, None if latest is None else latest + lead_in


def timing_of(months: tuple[int, int] | None, window: tuple[int, int | None] | None) -> Timing:
    """Whether there has been time enough: known only when both ends of the start say the same."""
    if months is None or window is None:
        return Timing.UNKNOWN
    (least, most), (earliest, latest) = months, window
    if most < earliest:
        return Timing.TOO_EARLY
    if latest is not None and least >= latest:
        return Timing.LONG_ENOUGH
    return Timing.MAY_SHOW


def _followed(
    item: FollowUp, indicator: IndicatorId, move: IndicatorMove | None, months: tuple[int, int] | None, timing: Timing
) -> Followed:
    """A follow-up that says itself when to look is not looked at before."""
    if item.after_months is not None and months is not None and months[1] < item.after_months:
        timing = Timing.TOO_EARLY
    return Followed(item, indicator, move, timing, _outcome(item, move, timing))


def _outcome(item: FollowUp, move: IndicatorMove | None, timing: Timing) -> Outcome:
    if move is None or move.movement is None:
        return Outcome.CANNOT_BE_SAID
    if item.expect is None:
        return Outcome.NO_EXPECTATION
    if move.movement == item.expect:
        return Outcome.AS_EXPECTED
    return {
        Timing.TOO_EARLY: Outcome.TOO_EARLY,
        Timing.MAY_SHOW: Outcome.NOT_YET,
        Timing.LONG_ENOUGH: Outcome.MISSING,
        Timing.UNKNOWN: Outcome.CANNOT_BE_SAID,
    }[timing]
