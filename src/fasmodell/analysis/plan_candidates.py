"""Which measures a plan may hold, and how they are tied to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fasmodell.analysis.plan import Candidate, NotReady
from fasmodell.knowledge import Measure, MeasureId, Track
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile, RunningMeasure
from fasmodell.reasons import share, ways_to_meet
from fasmodell.results import RankedMeasure, Recommendation, Requirement, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.rules import PlanPolicy
from fasmodell.view import View

_PLANNED = (Standing.NOW, Standing.PREPARE)
# May come into a plan because a planned measure needs them first, though not for their own sake.
_LENT = (Standing.LATER, Standing.NO_NEED)
_REQUIRED = 100


class Candidates(NamedTuple):
    """The measures that a plan may hold, in the order of the answer, and those that lack what no measure can give."""

    candidates: tuple[Candidate, ...]
    not_ready: tuple[NotReady, ...]


def candidates_of(answer: Recommendation, base: RuleBase, policy: PlanPolicy) -> Candidates:
    """
    Gather what may be planned: measures that stand as now or prepare, and what those need first.

    A precondition that is not met counts as something a measure can give only when the engine says that it is met with
    that measure in place.
    """
    return _Gatherer(answer, base, policy).gather()


class _Gatherer:
    def __init__(self, answer: Recommendation, base: RuleBase, policy: PlanPolicy) -> None:
        self.answer = answer
        self.base = base
        self.policy = policy
        self.view = View(answer, base, "en")
        self.ranked = {ranked.measure: ranked for ranked in answer.measures}
        self.with_measure: dict[MeasureId, Recommendation] = {}

    def gather(self) -> Candidates:
        planned = {ranked.measure for ranked in self.answer.measures if ranked.standing in _PLANNED}
        groups: dict[MeasureId, tuple[tuple[MeasureId, ...], ...]] = {}
        lacking: dict[MeasureId, tuple[Requirement, ...]] = {}
        waiting = [ranked.measure for ranked in self.answer.measures if ranked.measure in planned]
        while waiting:
            measure = waiting.pop(0)
            groups[measure], lacking[measure] = self.needs(measure)
            for lent in dict.fromkeys(one for group in groups[measure] for one in group):
                if lent not in planned:
                    planned.add(lent)
                    waiting.append(lent)
        ready = self.without_lacking(groups, {measure for measure, missing in lacking.items() if missing})
        candidates = tuple(self.candidate(measure, ready) for measure in self.ranked if measure in ready)
        return Candidates(candidates, tuple(self.not_ready(set(ready), lacking)))

    def not_ready(self, ready: set[MeasureId], lacking: dict[MeasureId, tuple[Requirement, ...]]) -> Iterator[NotReady]:
        """The wanted measures that cannot be planned, each with what it lacks."""
        for measure, ranked in self.ranked.items():
            if ranked.standing in _PLANNED and measure not in ready:
                unmet = tuple(item for item in ranked.requirements if item.is_met is False)
                yield NotReady(measure, lacking[measure] or unmet)

    def needs(self, measure: MeasureId) -> tuple[tuple[tuple[MeasureId, ...], ...], tuple[Requirement, ...]]:
        """For each unmet requirement the measures that would meet it, and the requirements that none would."""
        groups, lacking = [], []
        for item in self.ranked[measure].requirements:
            if item.is_met is not False:
                continue
            ways = tuple(way for way in ways_to_meet(self.view, measure, item) if self.gives(way, measure, item))
            if ways:
                groups.append(ways)
            else:
                lacking.append(item)
        return tuple(groups), tuple(lacking)

    def gives(self, way: MeasureId, measure: MeasureId, item: Requirement) -> bool:
        """True when a requirement is met once a measure is in place, and that measure can be planned."""
        if self.ranked[way].standing not in (*_PLANNED, *_LENT):
            return False
        if item.kind == "prerequisite":
            return True
        if way not in self.with_measure:
            self.with_measure[way] = recommend(_with(self.answer.profile, way, self.base), self.base)
        found = self.with_measure[way].measure(measure).requirements
        return any(one.kind == item.kind and one.id == item.id and one.is_met for one in found)

    def without_lacking(
        self, groups: dict[MeasureId, tuple[tuple[MeasureId, ...], ...]], dropped: set[MeasureId]
    ) -> dict[MeasureId, tuple[tuple[MeasureId, ...], ...]]:
        """Drop what lacks something, and then whatever needs only what was dropped, until nothing more falls."""
        ready = {measure: needed for measure, needed in groups.items() if measure not in dropped}
        kept = {
            measure: tuple(tuple(way for way in group if way in ready) for group in needed)
            for measure, needed in ready.items()
        }
        falling = {measure for measure, needed in kept.items() if not all(needed)}
        return self.without_lacking(kept, falling) if falling else kept

    def candidate(self, measure: MeasureId, groups: dict[MeasureId, tuple[tuple[MeasureId, ...], ...]]) -> Candidate:
        ranked, known, policy = self.ranked[measure], self.view.measure(measure), self.policy
        is_wanted = ranked.standing in _PLANNED
        worth = share(ranked) + _REQUIRED * ranked.is_required if is_wanted else 0
        is_quick = known.time_to_effect.grade in ("quick", "weeks", "months") and known.track is Track.DIRECT
        return Candidate(
            measure=measure,
            worth=max(worth, 1) if is_wanted else 0,
            urgency=policy.urgency[_urgency(known, is_quick)],
            quarters=_quarters(known, policy),
            leads=known.lead,
            after=groups[measure],
            in_order=self.in_order(ranked, known, groups),
            along=tuple(one for one in ranked.companions if one in groups),
            apart=tuple(dict.fromkeys(tie.measure for tie in known.conflicts if tie.measure in groups)),
            is_quick=is_quick,
            is_slow=known.track is Track.SLOW,
        )

    def in_order(
        self, ranked: RankedMeasure, known: Measure, groups: dict[MeasureId, tuple[tuple[MeasureId, ...], ...]]
    ) -> tuple[MeasureId, ...]:
        """Prerequisites that are not known to be in place; those known to be missing stand among the groups already."""
        unknown = {item.id for item in ranked.requirements if item.kind == "prerequisite" and item.is_met is None}
        return tuple(tie.measure for tie in known.prerequisites if tie.measure in groups and tie.measure in unknown)


def _urgency(measure: Measure, is_quick: bool) -> str:
    if measure.track is Track.FOUNDATION:
        return "foundation"
    if is_quick:
        return "quick"
    return "slow" if measure.track is Track.SLOW else "other"


def _quarters(measure: Measure, policy: PlanPolicy) -> int:
    classes = policy.introduction_quarters
    return classes.get(measure.lead_in.grade, classes["not_known"])


def _with(profile: Profile, measure: MeasureId, base: RuleBase) -> Profile:
    """The profile with one more measure in place; what is not known of the others stays unknown."""
    written = profile.measures_in_place
    if written is None:
        written = {other: RunningMeasure(other, None, None, None) for other in base.knowledge.measures}
    return profile._replace(measures_in_place={**written, measure: RunningMeasure(measure, True, None, None)})
