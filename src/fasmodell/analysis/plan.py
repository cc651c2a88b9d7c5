"""An action plan as data: what starts when, what waits and why, what has to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from fasmodell.knowledge import ActorId, MeasureId
from fasmodell.results import Requirement


class Capacity(NamedTuple):
    """
    What the plan has to fit in: how many measures can be introduced at once, in all and per leading actor.

    `actors` holds what was said of single actors; the others have `per_actor`. `budget` and `costs` are kronor, and a
    measure without a cost is left out of the budget.
    """

    total: int
    per_actor: int
    actors: Mapping[ActorId, int]
    budget: int | None
    costs: Mapping[MeasureId, int]

    def of(self, actor: ActorId) -> int:
        """How many measures an actor can introduce at once."""
        return self.actors.get(actor, self.per_actor)


class Candidate(NamedTuple):
    """
    A measure that a plan may hold.

    `worth` is the share of the attainable score in whole per cent, a hundred more where a rule requires the measure,
    and 0 where it only comes along as what another one needs. `quarters` is how long its introduction is counted as.
    Of each group in `after`, one measure must be introduced before this one starts; those in `in_order` come first if
    they are in the plan at all. `along` start no later than the introduction ends; `apart` are not introduced at the
    same time. `is_quick` and `is_slow` tell whether it gives relief soon or belongs to the slow track.
    """

    measure: MeasureId
    worth: int
    urgency: int
    quarters: int
    leads: tuple[ActorId, ...]
    after: tuple[tuple[MeasureId, ...], ...]
    in_order: tuple[MeasureId, ...]
    along: tuple[MeasureId, ...]
    apart: tuple[MeasureId, ...]
    is_quick: bool
    is_slow: bool


class Activity(NamedTuple):
    """
    A measure in the plan: the quarter it starts in (from 0), its days, and when to expect and look for what.

    `introduced` is the last day of the introduction, whose length is assumed where the catalogue does not know it.
    `effect` is the earliest and the latest day by which an effect can be expected, None where that is not known.
    """

    candidate: Candidate
    quarter: int
    starts: date
    introduced: date
    is_length_known: bool
    effect: tuple[date, date | None] | None
    follow_up: date


class Shortage(NamedTuple):
    """What a measure that waits lacks room for: an actor (None: all together), how much more, in which quarters."""

    actor: ActorId | None
    more: int
    first: int
    last: int


class Waiting(NamedTuple):
    """
    A measure that did not fit, and what would be enough to include it in the plan as it stands.

    It could start in `quarter` with more room by `shortages`, `kronor` more in the budget, and `first` (measures that
    must come with it and are not in the plan either). `quarter` is None when no quarter would do, because of the
    measures in `held_by`: they start when they would have to wait for it, or may not be introduced together with it.
    With none of these, its introduction is longer than the plan.
    """

    candidate: Candidate
    quarter: int | None
    shortages: tuple[Shortage, ...]
    kronor: int
    first: tuple[MeasureId, ...]
    held_by: tuple[MeasureId, ...]


class NotReady(NamedTuple):
    """A measure with an unmet requirement that no measure of the plan can give."""

    measure: MeasureId
    requirements: tuple[Requirement, ...]


class Plan(NamedTuple):
    """
    An action plan: its quarters by their first days, and every measure in one of its lists.

    `activities` come in the order in which they start; `waiting` by falling worth; `decisions` need a legal decision
    first; `kept` run already; `left_out` were to be left out, or need what was. `quarters` holds one day more than
    there are quarters: the first day after the plan.
    """

    area: str
    capacity: Capacity
    quarters: tuple[date, ...]
    activities: tuple[Activity, ...]
    waiting: tuple[Waiting, ...]
    decisions: tuple[MeasureId, ...]
    not_ready: tuple[NotReady, ...]
    kept: tuple[MeasureId, ...]
    left_out: tuple[MeasureId, ...]

    @property
    def ends(self) -> date:
        """The first day after the plan."""
        return self.quarters[-1]

    def load(self, quarter: int, actor: ActorId | None = None) -> int:
        """How many measures are being introduced in a quarter, in all or by one leading actor."""
        return sum(
            item.quarter <= quarter < item.quarter + item.candidate.quarters
            and (actor is None or actor in item.candidate.leads)
            for item in self.activities
        )
