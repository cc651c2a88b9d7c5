"""What moved between two assessments: indicators against their margins, findings, gates, standings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from fasmodell.diagnostics import Span
from fasmodell.facts import FactId, finding_id, negated, rule_id
from fasmodell.knowledge import (
    POLICE_CLASS,
    Direction,
    FindingId,
    FindingKind,
    GateId,
    Indicator,
    IndicatorId,
    KnowledgeBase,
    Level,
    MeasureId,
)
from fasmodell.observed_facts import is_method_break
from fasmodell.profile import Observation, Period, Profile
from fasmodell.results import GateDecision, RankedMeasure, Recommendation
from fasmodell.scales import Value, Word, is_number
from fasmodell.trace import Trace


class RowState(Word):
    """Whether a value could be compared with the earlier one, and why not."""

    COMPARED = "compared"
    METHOD_BREAK = "method_break"
    NOT_NEWER = "not_newer"
    UNKNOWN_BEFORE = "unknown_before"
    UNKNOWN_NOW = "unknown_now"


class Reading(Word):
    """Whether a movement is for the better or the worse, where the indicator or finding has a better end."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


class Seen(NamedTuple):
    """A value as rules see it: observed, or a level graded from the number of another indicator."""

    value: Value
    period: Period | None
    margin: float | None
    method: str | None
    graded_from: IndicatorId | None
    span: Span | None


class IndicatorMove(NamedTuple):
    """
    One indicator in two assessments.

    `change` is after less before and `margin_squared` the sum of the squares of the two margins (none counts as 0),
    both exact, for numbers that could be compared. `movement` is rising, falling, steady (a difference within the
    margin, or none) or changed (for options); None when the two could not be compared.
    """

    indicator: IndicatorId
    before: Seen | None
    after: Seen | None
    state: RowState
    change: Fraction | None
    margin_squared: Fraction | None
    movement: str | None
    reading: Reading
    is_margin_stated: bool
    is_method_stated: bool


class FindingMove(NamedTuple):
    """
    A finding in two assessments, each as its lowest and highest level that is not ruled out: 0 to 3.

    `movement` is None when the ranges overlap without being one and the same level, or when one of the two rests on an
    indicator of `broken`: those that were measured in different ways.
    """

    finding: FindingId
    before: tuple[int, int]
    after: tuple[int, int]
    movement: str | None
    reading: Reading
    broken: tuple[IndicatorId, ...]


class GateMove(NamedTuple):
    """A gate in two assessments; its evidence may rest on indicators that were measured in different ways: `broken`."""

    gate: GateId
    before: GateDecision
    after: GateDecision
    broken: tuple[IndicatorId, ...]


class StandingMove(NamedTuple):
    """A measure whose standing differs between two assessments."""

    measure: MeasureId
    before: RankedMeasure
    after: RankedMeasure


class RunningMove(NamedTuple):
    """A measure that runs in one assessment and is known not to, or not known to, in the other."""

    measure: MeasureId
    before: bool | None
    after: bool | None


def exact(value: float) -> Fraction:
    """A number as it is written, without the rounding of binary fractions."""
    return Fraction(repr(value))


def seen_in(profile: Profile, knowledge: KnowledgeBase) -> dict[IndicatorId, Seen]:
    """Every known value of a profile as rules see it, in the order of the knowledge base."""
    found: dict[IndicatorId, Seen] = {}
    for indicator in knowledge.indicators:
        observation = profile.observations.get(indicator)
        if observation is not None and observation.value is not None:
            found[indicator] = _seen(observation)
    for graded in knowledge.graded:
        grading = graded.graded_from
        origin = None if grading is None else profile.observations.get(grading.indicator)
        if grading is not None and origin is not None and is_number(origin.value):
            level = grading.level(origin.value)
            found[graded.id] = Seen(level, origin.period, None, origin.method, grading.indicator, origin.span)
    return {indicator: found[indicator] for indicator in knowledge.indicators if indicator in found}


def _seen(observation: Observation) -> Seen:
    assert observation.value is not None  # callers pass known ones
    period, margin = observation.period, observation.margin
    return Seen(observation.value, period, margin, observation.method, None, observation.span)


def indicator_moves(before: Profile, after: Profile, knowledge: KnowledgeBase) -> dict[IndicatorId, IndicatorMove]:
    """Every indicator that is known in at least one of two profiles, in the order of the knowledge base."""
    old, new = seen_in(before, knowledge), seen_in(after, knowledge)
    moves: dict[IndicatorId, IndicatorMove] = {}
    # Those that are graded come last, since they move only if the number they are graded from does.
    order = sorted(knowledge.indicators, key=lambda one: bool(new.get(one) and new[one].graded_from))
    for name in order:
        if name in old or name in new:
            moves[name] = _indicator_move(knowledge.indicators[name], old.get(name), new.get(name), moves)
    return {name: moves[name] for name in knowledge.indicators if name in moves}


def _indicator_move(
    indicator: Indicator, before: Seen | None, after: Seen | None, moves: Mapping[IndicatorId, IndicatorMove]
) -> IndicatorMove:
    state = _state(before, after)
    change = square = movement = None
    if before is not None and after is not None and state is RowState.COMPARED:
        change, square = _difference(before, after)
        movement = _movement(indicator, before, after, change, square)
        origin = moves.get(after.graded_from) if after.graded_from == before.graded_from and after.graded_from else None
        if origin is not None and origin.movement == "steady":
            movement = "steady"
    margins = [None if one is None else one.margin for one in (before, after)]
    methods = [None if one is None else one.method for one in (before, after)]
    return IndicatorMove(
        indicator.id, before, after, state, change, square, movement,
        _reading(indicator, before, after, movement), None not in margins, None not in methods,
    )  # fmt: skip


def _state(before: Seen | None, after: Seen | None) -> RowState:
    if before is None:
        return RowState.UNKNOWN_BEFORE
    if after is None:
        return RowState.UNKNOWN_NOW
    if is_method_break(before.method, after.method) or before.graded_from != after.graded_from:
        return RowState.METHOD_BREAK
    if before.period is not None and after.period is not None and after.period.end <= before.period.end:
        return RowState.NOT_NEWER
    return RowState.COMPARED


def _difference(before: Seen, after: Seen) -> tuple[Fraction | None, Fraction | None]:
    if not (is_number(before.value) and is_number(after.value)):
        return None, None
    margins = (exact(before.margin or 0), exact(after.margin or 0))
    return exact(after.value) - exact(before.value), sum((one * one for one in margins), Fraction(0))


def _movement(indicator: Indicator, before: Seen, after: Seen, change: Fraction | None, square: Fraction | None) -> str:
    """The options of the police class run from the mildest to the most serious; those of others have no order."""
    if indicator.id == POLICE_CLASS and before.value != after.value:
        order = tuple(indicator.options)
        return "rising" if order.index(str(after.value)) > order.index(str(before.value)) else "falling"
    if change is None or square is None:
        return "steady" if before.value == after.value else "changed"
    if change * change <= square:
        return "steady"
    return "rising" if change > 0 else "falling"


def _reading(indicator: Indicator, before: Seen | None, after: Seen | None, movement: str | None) -> Reading:
    """Background figures are read as neither: nothing is concluded from them."""
    if indicator.id == POLICE_CLASS and movement not in (None, "steady"):
        return Reading.WORSE if movement == "rising" else Reading.BETTER
    if movement in (None, "steady") or indicator.background is not None or indicator.direction is Direction.NEUTRAL:
        return Reading.NEITHER
    is_up = movement == "rising"
    if movement == "changed":
        if not (before and after and isinstance(before.value, bool) and isinstance(after.value, bool)):
            return Reading.NEITHER
        is_up = after.value
    is_better_up = indicator.direction is Direction.HIGHER_IS_BETTER
    return Reading.BETTER if is_up == is_better_up else Reading.WORSE


def broken_in(moves: Mapping[IndicatorId, IndicatorMove]) -> frozenset[IndicatorId]:
    """The indicators that were measured in different ways."""
    return frozenset(one.indicator for one in moves.values() if one.state is RowState.METHOD_BREAK)


def _broken_below(
    answers: Iterable[Recommendation], facts: Iterable[FactId], broken: Collection[IndicatorId]
) -> tuple[IndicatorId, ...]:
    """The broken indicators that some facts rest on in any of the answers, in the order met."""
    if not broken:
        return ()
    facts = tuple(facts)
    leaves = [leaf for one in answers for fact in facts if fact in one.trace for leaf in one.trace.observed_below(fact)]
    names = (IndicatorId(leaf.removeprefix("indicator:")) for leaf in leaves if leaf.startswith("indicator:"))
    return tuple(dict.fromkeys(name for name in names if name in broken))


def finding_moves(
    before: Recommendation, after: Recommendation, knowledge: KnowledgeBase, broken: Collection[IndicatorId]
) -> Iterator[FindingMove]:
    """The findings whose level, or what is known of it, differs between two answers."""
    for finding in knowledge.findings.values():
        old, new = level_range(before.trace, finding.id), level_range(after.trace, finding.id)
        if old == new:
            continue
        facts = [finding_id(finding.id, level) for level in Level]
        below = _broken_below((before, after), (*facts, *map(negated, facts)), broken)
        movement = "rising" if new[0] > old[1] else "falling" if new[1] < old[0] else None
        movement = None if below else movement
        is_better_up = finding.kind is FindingKind.STRENGTH
        reading = Reading.NEITHER
        if movement is not None:
            reading = Reading.BETTER if (movement == "rising") == is_better_up else Reading.WORSE
        yield FindingMove(finding.id, old, new, movement, reading, below)


def level_range(trace: Trace, finding: FindingId) -> tuple[int, int]:
    """The level a finding is established at (0 when none) and the highest one that is not ruled out."""
    low = max((level.rank for level in Level if finding_id(finding, level) in trace), default=0)
    refuted = [level.rank for level in Level if negated(finding_id(finding, level)) in trace]
    return low, max(low, min(refuted, default=len(Level) + 1) - 1)


def gate_moves(before: Recommendation, after: Recommendation, broken: Collection[IndicatorId]) -> tuple[GateMove, ...]:
    """Every gate in two answers."""
    found = []
    for old, new in zip(before.phase.gates, after.phase.gates, strict=True):
        facts = [rule_id(item.rule) for gate in (old, new) for item in gate.evidence if item.counts]
        found.append(GateMove(old.gate, old, new, _broken_below((before, after), facts, broken)))
    return tuple(found)


def standing_moves(before: Recommendation, after: Recommendation) -> tuple[StandingMove, ...]:
    """The measures whose standing differs between two answers, in the order of the newer one."""
    earlier = {one.measure: one for one in before.measures}
    return tuple(
        StandingMove(one.measure, earlier[one.measure], one)
        for one in after.measures
        if earlier[one.measure].standing is not one.standing
    )


def running_moves(before: Profile, after: Profile, knowledge: KnowledgeBase) -> tuple[RunningMove, ...]:
    """The measures of which the two profiles do not say the same: running, not running or not known."""
    found = []
    for measure in knowledge.measures:
        old, new = is_running(before, measure), is_running(after, measure)
        if old is not new:
            found.append(RunningMove(measure, old, new))
    return tuple(found)


def is_running(profile: Profile, measure: MeasureId) -> bool | None:
    """Whether a profile says that a measure runs; a list that leaves it out says that it does not."""
    listed = profile.measures_in_place
    if listed is None:
        return None
    return listed[measure].is_running if measure in listed else False
