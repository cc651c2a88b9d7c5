"""From phase and findings to ranked measures: standing first, then score, envelope and order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from fasmodell.catalogue import Catalogue, Entry
from fasmodell.facts import FactId
from fasmodell.knowledge import MeasureId
from fasmodell.results import Contribution, Envelope, PhaseDecision, RankedMeasure, Standing
from fasmodell.rules import RankingPolicy
from fasmodell.standing import BLOCKED, NEEDED, STANDINGS, Bounds, Stood, Symbols, level_bounds, stand
from fasmodell.trace import RANKING_POLICY, Derivation, Node




class Ranked(NamedTuple):
    """The ranked measures in the order in which answers show them, and the nodes that prove their standings."""

    measures: tuple[RankedMeasure, ...]
    nodes: dict[FactId, Node]


class _Scored(NamedTuple):
    """A measure with its score, its bounds and its contributions; `order` sorts, and its first two parts group."""

    order: tuple[int, int, int, int]
    stood: Stood
    score: int
    low: int
    high: int
    contributions: tuple[Contribution, ...]


def rank(catalogue: Catalogue, symbols: Symbols, decision: PhaseDecision, policy: RankingPolicy) -> Ranked:
    """
    Give every measure its standing and score, and order them.

    `symbols` are all propositions decided (True or False; absent while open). Measures come by standing, then track,
    then score; ranks count within a standing and track, because foundations are ranked among foundations. The order
    is total: near-equal scores are named as ties and the policy's tie-breakers decide equal ones.

    Source: rules/ranking-policy.yaml.
    """
    bounds = level_bounds(catalogue, symbols)
    stood = {measure: stand(entry, symbols, bounds, decision) for measure, entry in catalogue.entries.items()}
    scorer = _Scorer(stood, symbols, bounds, decision, policy)
    scored = [scorer.score(item) for item in stood.values()]
    scored.sort()
    measures: list[RankedMeasure] = []
    start = 0
    for end in range(1, len(scored) + 1):
        if end == len(scored) or scored[end].order[:2] != scored[start].order[:2]:
            measures += _ranked_group(scored[start:end], policy)
            start = end
    return Ranked(tuple(measures), dict(map(_node, stood.values())))


def _node(stood: Stood) -> tuple[FactId, Node]:
    fact = stood.entry.standing_facts[stood.standing]
    return fact.id, Node(fact, (Derivation(RANKING_POLICY, stood.premises),), None)


class _Scorer:
    """Sums the contributions of measures and bounds what the open facts could make of them."""

    def __init__(
        self,
        stood: Mapping[MeasureId, Stood],
        symbols: Symbols,
        bounds: Bounds,
        decision: PhaseDecision,
        policy: RankingPolicy,
    ) -> None:
        self.stood = stood
        self.symbols = symbols
        self.bounds = bounds
        self.phase = decision.working_phase - 1
        self.phases = sorted({phase - 1 for phase in (*decision.possible, decision.working_phase)})
        self.per_problem = policy.criteria["breadth"].values["each"]
        self.per_dependant = policy.criteria["enables"].values["each"]
        readiness = policy.criteria["readiness"].values
        self.met, self.unknown, self.unmet = readiness["met"], readiness["unknown"], readiness["unmet"]

    def score(self, stood: Stood) -> _Scored:
        entry = stood.entry
        if stood.standing == BLOCKED:
            return _Scored((BLOCKED, entry.track_order, 0, entry.tie_order), stood, 0, 0, 0, ())
        terms = [entry.phase_terms[self.phase], entry.evidence_term]
        phases = [entry.phase_terms[phase].points for phase in self.phases]
        low, high = min(phases) + entry.evidence_term.points, max(phases) + entry.evidence_term.points
        for add in (self.add_targets, self.add_readiness):
            least, most = add(entry, stood, terms)
            low, high = low + least, high + most
        if entry.is_foundation:
            least, most = self.add_enabling(entry, terms)
            low, high = low + least, high + most
        if entry.adjustments:
            least, most = self.add_adjustments(entry, terms)
            low, high = low + least, high + most
        score = sum([term.points for term in terms])
        order = (stood.standing, entry.track_order, -score, entry.tie_order)
        return _Scored(order, stood, score, low, high, tuple(terms))

    def add_targets(self, entry: Entry, _: Stood, terms: list[Contribution]) -> tuple[int, int]:
        """
        Add need, the strongest of the targets (level × role), and breadth, how many more are established.

        One target counts for need, so that many small problems do not add up to a large one.
        """
        need: Contribution | None = None
        most = reachable = 0
        facts: list[FactId] = []
        for finding, of_level in entry.targets:
            low, high, fact = self.bounds[finding]
            if high:
                reachable += 1
                most = max(most, of_level[high].points)
                if low and fact is not None:
                    facts.append(fact)
            if need is None or of_level[low].points > need.points:
                need = of_level[low]
        if need is None:
            return 0, 0
        terms.append(need)
        weight = entry.weights.get("breadth", 0)
        breadth = self.breadth(len(facts))
        if weight and breadth:
            terms.append(Contribution("breadth", weight, breadth, weight * breadth, str(len(facts)), tuple(facts)))
        return need.points + weight * breadth, most + weight * self.breadth(reachable)

    def breadth(self, problems: int) -> int:
        return min(100, self.per_problem * (problems - 1)) if problems > 1 else 0

    def add_readiness(self, entry: Entry, stood: Stood, terms: list[Contribution]) -> tuple[int, int]:
        """Add the share of prerequisites and preconditions met; an unknown one counts in between."""
        weight = entry.weights.get("readiness", 0)
        if not weight:
            return 0, 0
        requirements = stood.requirements if entry.legal_gate is None else stood.requirements[:-1]
        if not requirements:
            terms.append(entry.ready_term)
            return entry.ready_term.points, entry.ready_term.points
        states = [item.is_met for item in requirements]
        met, unmet, unknown = states.count(True), states.count(False), states.count(None)
        fixed, count = met * self.met + unmet * self.unmet, len(states)
        value = (fixed + unknown * self.unknown) // count
        facts = tuple([item.fact for item in requirements if item.is_met is not None])
        terms.append(Contribution("readiness", weight, value, weight * value, f"{met}/{unknown}/{unmet}", facts))
        return weight * ((fixed + unknown * self.unmet) // count), weight * ((fixed + unknown * self.met) // count)

    def add_enabling(self, entry: Entry, terms: list[Contribution]) -> tuple[int, int]:
        """Add how many needed measures rest on this foundation as prerequisite or companion."""
        weight = entry.weights.get("enables", 0)
        if not weight:
            return 0, 0
        dependants = [self.stood[measure] for measure in entry.enables]
        needed = [item for item in dependants if item.standing in NEEDED]
        sure = sum(1 for item in dependants if NEEDED.issuperset(item.possible))
        reachable = sum(1 for item in dependants if not NEEDED.isdisjoint(item.possible))
        facts = tuple([item.entry.standing_facts[item.standing].id for item in needed])
        value = min(100, self.per_dependant * len(needed))
        terms.append(Contribution("enables", weight, value, weight * value, str(len(needed)), facts))
        return weight * min(100, self.per_dependant * sure), weight * min(100, self.per_dependant * reachable)

    def add_adjustments(self, entry: Entry, terms: list[Contribution]) -> tuple[int, int]:
        """Add what rules that prefer or discourage the measure give or take."""
        low = high = 0
        for fact, points, term in entry.adjustments:
            fired = self.symbols.get(fact)
            if fired:
                terms.append(term)
                low, high = low + points, high + points
            elif fired is None:
                low, high = low + min(points, 0), high + max(points, 0)
        return low, high


def _ranked_group(group: Sequence[_Scored], policy: RankingPolicy) -> list[RankedMeasure]:
    """Rank the measures of one standing and track; ties and envelopes are counted among themselves."""
    lows, highs = sorted([item.low for item in group]), sorted([item.high for item in group])
    falling = [-item.score for item in group]
    near, count = policy.near_tie * 100, len(group)
    ranked = []
    for position, item in enumerate(group):
        stood, entry = item.stood, item.stood.entry
        first, last = bisect_left(falling, -item.score - near), bisect_right(falling, -item.score + near)
        tied = [group[other].stood.entry.measure for other in range(first, last) if other != position]
        best, worst = 1 + count - bisect_right(lows, item.high), count - bisect_left(highs, item.low)
        ranked.append(
            RankedMeasure(
                entry.measure,
                entry.track,
                STANDINGS[stood.standing],
                stood.is_required,
                position + 1,
                item.score,
                entry.attainable,
                item.contributions,
                Envelope(item.low, item.high, best, worst),
                _standings(stood.possible),
                tuple(tied),
                stood.requirements,
                entry.companions,
            )
        )
    return ranked


@cache
def _standings(cases: tuple[int, ...]) -> tuple[Standing, ...]:
    """The standings of some cases; there are few combinations, and one for each of eighty measures is asked for."""
    return tuple([STANDINGS[case] for case in cases])
