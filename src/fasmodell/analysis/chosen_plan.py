"""The plan with what a local group chose in it, and what it declined left out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fasmodell.analysis import words_plan as w
from fasmodell.analysis.local_decision import Choice, DecisionsRead
from fasmodell.analysis.plan import Plan
from fasmodell.analysis.planning import IncludeError
from fasmodell.analysis.planning import plan as plan_of
from fasmodell.diagnostics import InferenceError
from fasmodell.knowledge import MeasureId, Text
from fasmodell.results import Recommendation, Standing
from fasmodell.rule_base import RuleBase


class ChosenPlan(NamedTuple):
    """A plan, the measures that the group chose and that it cannot hold with why not, and why there is none."""

    plan: Plan | None
    refused: Mapping[MeasureId, Text]
    missing: str


def plan_with(answer: Recommendation, base: RuleBase, read: DecisionsRead) -> ChosenPlan:
    """
    The plan with what the group chose in it and what it declined left out.

    A choice that cannot be included is told of, and the plan is as it would be without it. Of choices that there is no
    room for together, the later ones give way.
    """
    running = {one.measure for one in answer.measures if one.standing is Standing.IN_PLACE}
    known = [one for one in read.current if one.measure in base.knowledge.measures]
    wanted = [one.measure for one in known if one.choice is Choice.CHOOSE and one.measure not in running]
    without = frozenset(one.measure for one in known if one.choice is Choice.DECLINE)
    planner = _Planner(answer, base, without)
    try:
        made = planner.plan(wanted)
        if made is not None:
            return ChosenPlan(made, {}, "")
        allowed = [one for one in wanted if one not in planner.forbidden]
        fitting = list(planner.fitting(allowed))
        refused = dict.fromkeys((one for one in allowed if one not in fitting), w.NO_ROOM)
        refused |= dict.fromkeys(planner.forbidden, w.CANNOT_PLAN)
        return ChosenPlan(planner.plan(fitting), refused, "")
    except InferenceError as error:
        return ChosenPlan(None, {}, str(error))


class _Planner:
    """Makes plans of one answer with other measures in them; `forbidden` gathers what no plan may hold."""

    def __init__(self, answer: Recommendation, base: RuleBase, without: frozenset[MeasureId]) -> None:
        self.answer, self.base, self.without = answer, base, without
        self.forbidden: frozenset[MeasureId] = frozenset()

    def plan(self, include: Sequence[MeasureId]) -> Plan | None:
        """The plan that holds some measures; None when there is none."""
        try:
            return plan_of(self.answer, self.base, include=frozenset(include), without=self.without)
        except IncludeError as error:
            self.forbidden |= error.forbidden
            return None

    def fitting(self, wanted: Sequence[MeasureId]) -> Iterator[MeasureId]:
        """Those of some measures that fit together, the earlier ones first; each that does not is found by halving."""
        kept: list[MeasureId] = []
        rest = list(wanted)
        while rest and self.plan([*kept, *rest]) is None:
            fits, fails = 0, len(rest)
            while fails - fits > 1:
                middle = (fits + fails) // 2
                if self.plan([*kept, *rest[:middle]]) is None:
                    fails = middle
                else:
                    fits = middle
            kept, rest = [*kept, *rest[: fails - 1]], rest[fails:]
        yield from (*kept, *rest)
