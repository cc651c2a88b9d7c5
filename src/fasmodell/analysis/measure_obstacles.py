"""What keeps a measure from `now`: the cases of its standing, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.analysis.lacking import Lacking, Way, in_order
from fasmodell.analysis.obstacles import Obstacle, past
from fasmodell.catalogue import EXCLUDED, IN_PLACE, LATER, NEEDS_DECISION, NO_NEED, PREPARE, Entry
from fasmodell.facts import FactId, finding_id, in_place_id, legal_gate_id, negated, phase_id, precondition_id
from fasmodell.knowledge import PHASES, Level
from fasmodell.results import RankedMeasure
from fasmodell.rules import PhaseIs, RuleId
from fasmodell.standing import STANDINGS
from fasmodell.trace import PHASE_POLICY


def measure_obstacles(lacking: Lacking, entry: Entry, ranked: RankedMeasure) -> Iterator[Obstacle]:
    """Everything that keeps a measure from `now`, in the order of the ladder; the first is what its standing says."""
    if entry.is_blocked:
        yield Obstacle("blocked", entry.measure, None, (), None)
        return
    found = {
        EXCLUDED: _excluded,
        IN_PLACE: _in_place,
        NO_NEED: _no_need,
        NEEDS_DECISION: _needs_decision,
        PREPARE: _prepare,
        LATER: _later,
    }
    for case in entry.cases:
        for subject, fact, ways in found[case](lacking, entry, ranked):
            yield past(STANDINGS[case].value, subject, fact, ways)


_Found = Iterator[tuple[str, FactId | None, tuple[Way, ...]]]


def _excluded(lacking: Lacking, entry: Entry, _: RankedMeasure) -> _Found:
    for fact in entry.exclude:
        if lacking.holds(fact):
            rule = lacking.base.rules.rules[RuleId(fact.partition(":")[2])]
            yield rule.id, fact, lacking.rule_ways(rule, False)


def _in_place(lacking: Lacking, entry: Entry, _: RankedMeasure) -> _Found:
    if lacking.holds(entry.in_place):
        yield entry.measure, entry.in_place, lacking.named_ways(entry.in_place, False)


def _no_need(lacking: Lacking, entry: Entry, ranked: RankedMeasure) -> _Found:
    """None of the problems is established: each rule that would establish one is a way, and each that requires it."""
    if ranked.is_required or any(lacking.holds(finding_id(one.finding, Level.SIGNS)) for one in entry.targets):
        return
    ways = [way for one in entry.targets for way in lacking.finding_ways(one.finding, Level.SIGNS)]
    yield entry.measure, None, in_order([*ways, *_requiring(lacking, entry)])


def _needs_decision(lacking: Lacking, entry: Entry, _: RankedMeasure) -> _Found:
    fact = legal_gate_id(entry.measure)
    state = lacking.holds(fact)
    if state is not True:
        yield entry.measure, None if state is None else negated(fact), lacking.named_ways(fact)


def _prepare(lacking: Lacking, entry: Entry, ranked: RankedMeasure) -> _Found:
    for item in ranked.requirements:
        if item.is_met is False and item.kind == "prerequisite":
            yield item.id, item.fact, lacking.named_ways(in_place_id(item.id))
        elif item.is_met is False and item.kind == "precondition":
            yield item.id, item.fact, lacking.named_ways(precondition_id(entry.measure, item.id))


def _later(lacking: Lacking, entry: Entry, ranked: RankedMeasure) -> _Found:
    """No emphasis in this phase: each phase in which it has one is a way, and each rule that requires it."""
    now = lacking.answer.phase.working_phase
    if ranked.is_required or not entry.later_in[now - 1]:
        return
    phases = (phase for phase in PHASES if not entry.later_in[phase - 1])
    ways = [lacking.way(PHASE_POLICY, True, [lacking.lack(PhaseIs(phase), True)]) for phase in phases]
    yield entry.measure, phase_id(now), in_order([*ways, *_requiring(lacking, entry)])


def _requiring(lacking: Lacking, entry: Entry) -> Iterator[Way]:
    for fact in entry.require:
        yield from lacking.rule_ways(lacking.base.rules.rules[RuleId(fact.partition(":")[2])])
