"""Replay a plan against every bound and tie it must keep; knows nothing of how it was made."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.analysis.plan import Activity, Plan
from fasmodell.diagnostics import InferenceError
from fasmodell.knowledge import Measure, MeasureId
from fasmodell.results import Recommendation, Standing
from fasmodell.rule_base import RuleBase

_WANTED = (Standing.NOW, Standing.PREPARE)


def require_sound(plan: Plan, answer: Recommendation, base: RuleBase) -> None:
    """Raise InferenceError, with every fault, when a plan breaks what it must keep."""
    faults = list(faults_of(plan, answer, base))
    if faults:
        raise InferenceError(f"the plan does not hold and is not shown: {'; '.join(faults[:3])}")


def faults_of(plan: Plan, answer: Recommendation, base: RuleBase) -> Iterator[str]:
    """
    Everything a plan breaks: capacity, budget, the order of what is needed, conflicts, companions, completeness.

    Ties are read from the catalogue itself and not from the candidates the plan was made from.
    """
    activities = {item.candidate.measure: item for item in plan.activities}
    if len(activities) != len(plan.activities):
        yield "a measure is planned twice"
    yield from _over_capacity(plan, base)
    for measure, item in activities.items():
        yield from _faults_of_one(item, base.knowledge.measures[measure], activities, answer)
    yield from _faults_in_coverage(plan, set(activities), answer)


def _over_capacity(plan: Plan, base: RuleBase) -> Iterator[str]:
    for quarter in range(len(plan.quarters) - 1):
        if plan.load(quarter) > plan.capacity.total:
            yield f"quarter {quarter + 1} holds more than {plan.capacity.total}"
        for actor in base.knowledge.actors:
            if plan.load(quarter, actor) > plan.capacity.of(actor):
                yield f"quarter {quarter + 1} holds too many led by {actor}"
    costs = plan.capacity.costs
    spent = sum(costs.get(item.candidate.measure, 0) for item in plan.activities)
    if plan.capacity.budget is not None and spent > plan.capacity.budget:
        yield f"{spent} kronor exceed the budget"


def _faults_of_one(
    item: Activity, measure: Measure, activities: dict[MeasureId, Activity], answer: Recommendation
) -> Iterator[str]:
    ranked = answer.measure(measure.id)
    if ranked.standing in (Standing.BLOCKED, Standing.EXCLUDED, Standing.IN_PLACE, Standing.NEEDS_DECISION):
        yield f"{measure.id} stands as {ranked.standing}"
    for need in ranked.requirements:
        if need.kind == "prerequisite":
            before = activities.get(MeasureId(need.id))
            if need.is_met is False and before is None:
                yield f"{measure.id} lacks {need.id}"
            if need.is_met is not True and before is not None and before.introduced >= item.starts:
                yield f"{measure.id} starts before {need.id} is introduced"
    for tie in measure.conflicts:
        other = activities.get(tie.measure)
        if other is not None and other.starts <= item.introduced and item.starts <= other.introduced:
            yield f"{measure.id} is introduced together with {tie.measure}"
    for tie in measure.companions:
        other = activities.get(tie.measure)
        if other is not None and (other.starts - item.introduced).days > 1:
            yield f"{tie.measure} starts after {measure.id} is introduced"


def _faults_in_coverage(plan: Plan, planned: set[MeasureId], answer: Recommendation) -> Iterator[str]:
    """Every measure that is called for stands in exactly one list."""
    waiting = {item.candidate.measure for item in plan.waiting}
    not_ready = {item.measure for item in plan.not_ready}
    for ranked in answer.measures:
        measure = ranked.measure
        lists = sum(measure in group for group in (planned, waiting, not_ready, plan.decisions, plan.kept))
        if lists > 1:
            yield f"{measure} stands in more than one list"
        if ranked.standing in _WANTED and not lists and measure not in plan.left_out:
            yield f"{measure} is called for and stands in no list"
