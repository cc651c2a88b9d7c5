"""From an answer to an action plan in the order of lag (2023:196): what starts when, what waits, what to decide."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from fasmodell.analysis.plan import Activity, Candidate, Capacity, Plan
from fasmodell.analysis.plan_candidates import candidates_of
from fasmodell.analysis.plan_check import require_sound
from fasmodell.analysis.plan_schedule import schedule, waiting_of
from fasmodell.diagnostics import InferenceError
from fasmodell.knowledge import ActorId, Measure, MeasureId
from fasmodell.profile import Profile
from fasmodell.results import Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.rules import PlanPolicy


class IncludeError(InferenceError):
    """
    Report that measures cannot be included in a plan.

    `forbidden` are those that no plan may hold; empty when each of them might be planned and there is no room for all.
    """

    def __init__(self, message: str, forbidden: frozenset[MeasureId]) -> None:
        super().__init__(message)
        self.forbidden = forbidden


def plan(
    answer: Recommendation,
    base: RuleBase,
    *,
    start: date | None = None,
    capacity: Capacity | None = None,
    include: frozenset[MeasureId] = frozenset(),
    without: frozenset[MeasureId] = frozenset(),
) -> Plan:
    """
    Lay out the recommended measures over time.

    The plan starts on `start`, otherwise when the profile says, otherwise on the first day of the month after the date
    of the situation. `capacity` defaults to `capacity_of` the profile. `include` must be in the plan, `without` must
    not. Choosing is exact: no other choice that fits is worth more by the plan policy of the rule base. The plan is
    checked against every bound and tie before it is returned.
    Raises IncludeError when what is to be included cannot be, and InferenceError when the rule base has no plan policy
    and when OR-tools is needed and not installed.

    Source: rules/plan-policy.yaml.
    """
    policy = policy_of(base)
    room = capacity or capacity_of(answer.profile, policy)
    found = candidates_of(answer, base, policy)
    candidates = _without_lost_needs(tuple(one for one in found.candidates if one.measure not in without))
    offered = {one.measure for one in candidates}
    unknown = include - offered
    if unknown:
        names = ", ".join(sorted(unknown))
        raise IncludeError(f"{names} cannot be planned: its standing or what it needs forbids it", unknown)
    starts = schedule(candidates, room, policy.quarters, include)
    if starts is None:
        raise IncludeError(f"{', '.join(sorted(include))} cannot be included: the plan has no room for it", frozenset())
    first = start or start_of(answer.profile)
    days = tuple(after_months(first, policy.quarter_months * number) for number in range(policy.quarters + 1))
    chosen = sorted((quarter, place) for place, one in enumerate(candidates) for quarter in _at(starts, one.measure))
    made = Plan(
        area=answer.profile.area.name,
        capacity=room,
        quarters=days,
        activities=tuple(_activity(candidates[place], quarter, days, base, policy) for quarter, place in chosen),
        waiting=waiting_of(candidates, starts, room, policy.quarters),
        decisions=_standing(answer, Standing.NEEDS_DECISION),
        not_ready=found.not_ready,
        kept=_standing(answer, Standing.IN_PLACE),
        left_out=tuple(one.measure for one in found.candidates if one.worth and one.measure not in offered),
    )
    require_sound(made, answer, base)
    return made


def policy_of(base: RuleBase) -> PlanPolicy:
    """The plan policy of a rule base; InferenceError when it has none."""
    if base.rules.plan_policy is None:
        message = "the rule base has no plan policy: add a file with `format: fasmodell.plan_policy/1`"
        raise InferenceError(message)
    return base.rules.plan_policy


def capacity_of(
    profile: Profile,
    policy: PlanPolicy,
    *,
    total: int | None = None,
    actors: Mapping[ActorId, int] | None = None,
    budget: int | None = None,
) -> Capacity:
    """What the plan has to fit in: what is given here counts before the profile, and the profile before the policy."""
    terms = profile.plan
    at_once = terms.at_once if terms is not None else None
    return Capacity(
        total=next(number for number in (total, at_once, policy.total) if number is not None),
        per_actor=policy.per_actor,
        actors={**(terms.actors if terms is not None else {}), **(actors or {})},
        budget=budget if budget is not None or terms is None else terms.budget,
        costs=terms.costs if terms is not None else {},
    )


def start_of(profile: Profile) -> date:
    """The day on which a plan starts when nobody says otherwise."""
    if profile.plan is not None and profile.plan.start is not None:
        return profile.plan.start.start
    return after_months(profile.as_of.replace(day=1), 1)


def after_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _at(starts: Mapping[MeasureId, int], measure: MeasureId) -> tuple[int, ...]:
    return (starts[measure],) if measure in starts else ()


def _standing(answer: Recommendation, standing: Standing) -> tuple[MeasureId, ...]:
    return tuple(ranked.measure for ranked in answer.measures if ranked.standing is standing)


def _without_lost_needs(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Candidates whose needs can still be met when others were taken away; their ties to those are dropped."""
    left = {one.measure for one in candidates}
    kept = tuple(
        one._replace(
            after=tuple(tuple(way for way in group if way in left) for group in one.after),
            in_order=tuple(other for other in one.in_order if other in left),
            along=tuple(other for other in one.along if other in left),
            apart=tuple(other for other in one.apart if other in left),
        )
        for one in candidates
    )
    ready = tuple(one for one in kept if all(one.after))
    return kept if len(ready) == len(kept) else _without_lost_needs(ready)


def _activity(
    candidate: Candidate, quarter: int, days: tuple[date, ...], base: RuleBase, policy: PlanPolicy
) -> Activity:
    measure = base.knowledge.measures[candidate.measure]
    after = days[quarter + candidate.quarters]
    bounds = policy.effect_months.get(measure.time_to_effect.grade)
    effect = None
    if bounds is not None:
        earliest, latest = bounds
        effect = (after_months(after, earliest), None if latest is None else after_months(after, latest))
    return Activity(
        candidate=candidate,
        quarter=quarter,
        starts=days[quarter],
        introduced=after - timedelta(days=1),
        is_length_known=measure.lead_in.grade in policy.introduction_quarters and measure.lead_in.grade != "not_known",
        effect=effect,
        follow_up=min(after_months(days[quarter], _first_look(measure, policy)), days[-1] - timedelta(days=1)),
    )


def _first_look(measure: Measure, policy: PlanPolicy) -> int:
    """Months from start to the first follow-up: what the measure itself says, otherwise by its time to effect."""
    own = [item.after_months for item in measure.follow_up if item.after_months is not None]
    classes = policy.follow_up_months
    return min(own) if own else classes.get(measure.time_to_effect.grade, classes["not_known"])
