"""From phase and findings to ranked measures: standing first, then score, envelope and order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from fasmodell.catalogue import BLOCKED, NEEDS_DECISION, NOW, PREPARE, Catalogue, Entry
from fasmodell.facts import FactId
from fasmodell.knowledge import MeasureId
from fasmodell.results import Contribution, Envelope, PhaseDecision, RankedMeasure, Standing
from fasmodell.rules import RankingPolicy
from fasmodell.standing import STANDINGS, Stood, Symbols, level_bounds, stand
from fasmodell.trace import RANKING_POLICY, Derivation

_NEEDED = frozenset((NOW, PREPARE, NEEDS_DECISION))
# Points as they are, and the least and the most that the open facts could make of them.
_Bounds = tuple[int, int, int]


class Ranked(NamedTuple):
    """The ranked measures in the order in which answers show them, and the nodes that prove their standings."""

    measures: tuple[RankedMeasure, ...]
    nodes: dict[FactId, tuple[Derivation, ...]]


# A measure with its score, its bounds and its contributions, as (order, stood, score, low, high, contributions). The
# order sorts: standing, track, falling score, tie-breakers; its first two parts are the group that ranks count in.
_Scored = tuple[tuple[int, int, int, int], Stood, int, int, int, tuple[Contribution, ...]]


def rank(catalogue: Catalogue, symbols: Symbols, decision: PhaseDecision, policy: RankingPolicy) -> Ranked:
    """
    Give every measure its standing and score, and order them.

    `symbols` are all propositions decided (True or False; absent while open). Measures come by standing, then track,
    then score; ranks count within a standing and track, because foundations are ranked among foundations. The order
    is total: near-equal scores are named as ties and the policy's tie-breakers decide equal ones.

    Source: rules/ranking-policy.yaml.
    """
    scored = _scored(catalogue, symbols, decision, policy)
    if not decision.is_settled and not catalogue.moves_with_phase.isdisjoint(symbols):
        # What advice would be in another phase is open, so what it decides is bounded as if it were not known.
        sure = {fact: known for fact, known in symbols.items() if fact not in catalogue.moves_with_phase}
        scored = list(map(_widened, scored, _scored(catalogue, sure, decision, policy)))
    scored.sort()
    measures: list[RankedMeasure] = []
    start = 0
    for end in range(1, len(scored) + 1):
        if end == len(scored) or scored[end][0][:2] != scored[start][0][:2]:
            measures += _ranked_group(scored[start:end], policy)
            start = end
    nodes: dict[FactId, tuple[Derivation, ...]] = {}
    for _, stood, _, _, _, _ in scored:
        nodes[stood.entry.standing_facts[stood.standing]] = (Derivation(RANKING_POLICY, stood.premises),)
    return Ranked(tuple(measures), nodes)


def _scored(catalogue: Catalogue, symbols: Symbols, decision: PhaseDecision, policy: RankingPolicy) -> list[_Scored]:
    bounds = level_bounds(catalogue, symbols)
    stood = {measure: stand(entry, symbols, bounds, decision) for measure, entry in catalogue.entries.items()}
    scorer = _Scorer(stood, symbols, decision, policy)
    return [scorer.score(item) for item in stood.values()]


def _widened(item: _Scored, bounded: _Scored) -> _Scored:
    """A measure as it stands, with the wider of two bounds."""
    order, stood, score, low, high, contributions = item
    _, other, _, least, most, _ = bounded
    stood = stood._replace(possible=tuple(dict.fromkeys((*stood.possible, *other.possible))))
    return order, stood, score, min(low, least), max(high, most), contributions


class _Scorer:
    """Sums the contributions of measures and bounds what the open facts could make of them."""

    def __init__(
        self, stood: Mapping[MeasureId, Stood], symbols: Symbols, decision: PhaseDecision, policy: RankingPolicy
    ) -> None:
        self.stood = stood
        self.symbols = symbols
        self.phase = decision.working_phase - 1
        self.other_phases = [phase - 1 for phase in decision.possible if phase != decision.working_phase]
        self.per_problem = policy.criteria["breadth"].values["each"]
        self.per_dependant = policy.criteria["enables"].values["each"]
        readiness = policy.criteria["readiness"].values
        self.met, self.unknown, self.unmet = readiness["met"], readiness["unknown"], readiness["unmet"]

    def score(self, stood: Stood) -> _Scored:
        """Add up the terms of a measure, each with the least and the most that it could give."""
        entry = stood.entry
        if stood.standing == BLOCKED:
            return (BLOCKED, entry.track_order, 0, entry.tie_order), stood, 0, 0, 0, ()
        phase, evidence = entry.phase_terms[self.phase], entry.evidence_term
        terms = [phase, evidence]
        score = low = high = phase.points + evidence.points
        if self.other_phases:
            others = [entry.phase_terms[other].points - phase.points for other in self.other_phases]
            low, high = low + min(0, *others), high + max(0, *others)
        points, least, most = self.add_targets(stood, terms)
        score, low, high = score + points, low + least, high + most
        if entry.requirements:
            points, least, most = self.add_readiness(stood, terms)
        else:
            terms.append(entry.ready_term)
            points = least = most = entry.ready_term.points
        score, low, high = score + points, low + least, high + most
        if entry.is_foundation:
            points, least, most = self.add_enabling(entry, terms)
            score, low, high = score + points, low + least, high + most
        if entry.adjustments:
            points, least, most = self.add_adjustments(entry, terms)
            score, low, high = score + points, low + least, high + most
        order = (stood.standing, entry.track_order, -score, entry.tie_order)
        return order, stood, score, low, high, tuple(terms)

    def add_targets(self, stood: Stood, terms: list[Contribution]) -> _Bounds:
        """
        Add need, the strongest of the targets (level × role), and breadth, how many more are established.

        One target counts for need, so that many small problems do not add up to a large one.
        """
        need, most, established, _, reachable = stood.surveyed
        if need is None:
            return 0, 0, 0
        terms.append(need)
        points = need.points
        weight = stood.entry.weights.get("breadth", 0)
        if weight and reachable > 1:
            breadth = min(100, self.per_problem * (len(established) - 1)) if len(established) > 1 else 0
            most += weight * min(100, self.per_problem * (reachable - 1))
            if breadth:
                points += weight * breadth
                case, facts = str(len(established)), tuple(established)
                terms.append(Contribution("breadth", weight, breadth, weight * breadth, case, facts))
        return points, points, most

    def add_readiness(self, stood: Stood, terms: list[Contribution]) -> _Bounds:
        """Add the share of prerequisites and preconditions met; an unknown one counts in between."""
        ready = stood.entry.ready_term
        count = len(stood.entry.requirements)
        requirements = stood.requirements[:count]  # without the legal gate, which is a standing of its own
        states = [item.is_met for item in requirements]
        met, unmet, unknown = states.count(True), states.count(False), states.count(None)
        fixed, weight = met * self.met + unmet * self.unmet, ready.weight
        value = (fixed + unknown * self.unknown) // count
        facts = tuple([item.fact for item in requirements if item.is_met is not None])
        terms.append(Contribution("readiness", weight, value, weight * value, f"{met}/{unknown}/{unmet}", facts))
        least, most = (fixed + unknown * self.unmet) // count, (fixed + unknown * self.met) // count
        return weight * value, weight * least, weight * most

    def add_enabling(self, entry: Entry, terms: list[Contribution]) -> _Bounds:
        """Add how many needed measures rest on this foundation as prerequisite or companion."""
        weight = entry.weights.get("enables", 0)
        dependants = [self.stood[measure] for measure in entry.enables]
        needed = [item for item in dependants if item.standing in _NEEDED]
        sure = sum(1 for item in dependants if _NEEDED.issuperset(item.possible))
        reachable = sum(1 for item in dependants if not _NEEDED.isdisjoint(item.possible))
        facts = tuple([item.entry.standing_facts[item.standing] for item in needed])
        value = min(100, self.per_dependant * len(needed))
        terms.append(Contribution("enables", weight, value, weight * value, str(len(needed)), facts))
        least, most = min(100, self.per_dependant * sure), min(100, self.per_dependant * reachable)
        return weight * value, weight * least, weight * most

    def add_adjustments(self, entry: Entry, terms: list[Contribution]) -> _Bounds:
        """Add what rules that prefer or discourage the measure give or take."""
        total = low = high = 0
        for fact, points, term in entry.adjustments:
            fired = self.symbols.get(fact)
            if fired:
                terms.append(term)
                total, low, high = total + points, low + points, high + points
            elif fired is None:
                low, high = low + min(points, 0), high + max(points, 0)
        return total, low, high


def _ranked_group(group: Sequence[_Scored], policy: RankingPolicy) -> list[RankedMeasure]:
    """Rank the measures of one standing and track; ties and envelopes are counted among themselves."""
    falling = [-score for _, _, score, _, _, _ in group]
    lows, highs = sorted([low for _, _, _, low, _, _ in group]), sorted([high for _, _, _, _, high, _ in group])
    measures = tuple([stood.entry.measure for _, stood, _, _, _, _ in group])
    near, count = policy.near_tie * 100, len(group)
    standing, track = STANDINGS[group[0][1].standing], group[0][1].entry.track
    ranked = []
    for position, (_, stood, score, low, high, contributions) in enumerate(group):
        entry = stood.entry
        first, last = bisect_left(falling, -score - near), bisect_right(falling, -score + near)
        best, worst = 1 + count - bisect_right(lows, high), count - bisect_left(highs, low)
        ranked.append(
            RankedMeasure(
                entry.measure,
                track,
                standing,
                stood.is_required,
                position + 1,
                score,
                entry.attainable,
                contributions,
                Envelope(low, high, best, worst),
                _standings(stood.possible),
                measures[first:position] + measures[position + 1 : last],
                stood.requirements,
                entry.companions,
            )
        )
    return ranked


@cache
def _standings(cases: tuple[int, ...]) -> tuple[Standing, ...]:
    """The standings of some cases; there are few combinations, and one for each of eighty measures is asked for."""
    return tuple([STANDINGS[case] for case in cases])
