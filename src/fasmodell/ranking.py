"""From phase and findings to ranked measures: standing first, then score, envelope and order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from fasmodell.catalogue import Catalogue, Entry
from fasmodell.facts import Fact, FactId, finding_id, in_place_id, negated, phase_id, standing_id
from fasmodell.knowledge import Emphasis, FindingId, Level, MeasureId, Track
from fasmodell.results import (
    Contribution,
    Envelope,
    PhaseDecision,
    RankedMeasure,
    Requirement,
    Standing,
)
from fasmodell.rules import RankingPolicy
from fasmodell.trace import RANKING_POLICY, Derivation, Node

_LEVEL_NAMES = tuple(Level)
_STANDINGS = {standing: position for position, standing in enumerate(Standing)}
_TRACKS = {track: position for position, track in enumerate(Track)}
_NEEDED = frozenset((Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION))


class Ranked(NamedTuple):
    """The ranked measures in the order in which answers show them, and the nodes that prove their standings."""

    measures: tuple[RankedMeasure, ...]
    nodes: dict[FactId, Node]


class LevelBounds(NamedTuple):
    """The established level of a finding (0 when none) and the highest one not ruled out."""

    low: int
    high: int


class _Stood(NamedTuple):
    entry: Entry
    standing: Standing
    possible: tuple[Standing, ...]
    is_required: bool
    requirements: tuple[Requirement, ...]
    premises: tuple[FactId, ...]


class _Scored(NamedTuple):
    stood: _Stood
    score: int
    low: int
    high: int
    contributions: tuple[Contribution, ...]


Symbols = Mapping[FactId, bool]
Bounds = Mapping[FindingId, LevelBounds]


def rank(catalogue: Catalogue, symbols: Symbols, decision: PhaseDecision, policy: RankingPolicy) -> Ranked:
    """
    Give every measure its standing and score, and order them.

    `symbols` are all propositions decided (True or False; absent while open). Measures come by standing, then track,
    then score; ranks count within a standing and track, because foundations are ranked among foundations. The order
    is total: near-equal scores are named as ties and the policy's tie-breakers decide equal ones.

    Source: rules/ranking-policy.yaml.
    """
    bounds = level_bounds(catalogue, symbols)
    stood = {entry.measure.id: _stand(entry, symbols, bounds, decision) for entry in catalogue.entries.values()}
    scored = [_score(item, stood, symbols, bounds, decision, policy) for item in stood.values()]
    scored.sort(key=_order)
    measures: list[RankedMeasure] = []
    start = 0
    while start < len(scored):
        end = start + 1
        while end < len(scored) and _group(scored[end]) == _group(scored[start]):
            end += 1
        measures += _ranked_group(scored[start:end], policy)
        start = end
    return Ranked(tuple(measures), dict(map(_node, stood.values())))


def level_bounds(catalogue: Catalogue, symbols: Symbols) -> dict[FindingId, LevelBounds]:
    """For each finding the level established and the highest level that is not ruled out."""
    bounds = {}
    for finding, facts in catalogue.levels:
        known = [symbols.get(fact) for fact in facts]
        low = high = 0
        for level, holds in enumerate(known, 1):
            if holds:
                low = level
            if holds is not False:
                high = level
        bounds[finding] = LevelBounds(low, high)
    return bounds


def _stand(entry: Entry, symbols: Symbols, bounds: Bounds, decision: PhaseDecision) -> _Stood:
    """Decide a measure's standing: the first in the order that applies, and those that still could."""
    requirements = tuple(
        Requirement(kind, name, symbols.get(fact), fact) for kind, name, fact in entry.requirements
    )
    is_required = any(symbols.get(fact) is True for fact in entry.require)
    cases = _cases(entry, symbols, bounds, decision, requirements, is_required)
    standing: Standing | None = None
    possible: list[Standing] = []
    for case, applies, while_unknown in cases:
        if applies is False:
            continue
        possible.append(case)
        if standing is None and (applies or while_unknown):
            standing = case
        if applies:
            break
    assert standing is not None  # the last case always applies
    if entry.legal_gate is not None:
        legal = Requirement("legal_gate", entry.measure.id, symbols.get(entry.legal_gate), entry.legal_gate)
        requirements = (*requirements, legal)
    premises = _premises(entry, standing, symbols, bounds, requirements, decision)
    return _Stood(entry, standing, tuple(possible), is_required, requirements, premises)


def _cases(
    entry: Entry,
    symbols: Symbols,
    bounds: Bounds,
    decision: PhaseDecision,
    requirements: Sequence[Requirement],
    is_required: bool,
) -> Iterable[tuple[Standing, bool | None, bool]]:
    """Yield (standing, whether it applies: True, False or None for open, whether it is taken while open)."""
    measure = entry.measure
    yield Standing.BLOCKED, measure.blocked is not None, False
    yield Standing.EXCLUDED, _any(symbols.get(fact) for fact in entry.exclude), False
    yield Standing.IN_PLACE, symbols.get(entry.in_place), False
    may_be_required = _any(symbols.get(fact) for fact in entry.require)
    needless: bool | None = False
    if measure.track is not Track.FOUNDATION and not is_required:
        targets = [bounds[finding] for finding, _ in entry.targets]
        if all(target.low == 0 for target in targets):
            needless = True if may_be_required is False and all(not target.high for target in targets) else None
    yield Standing.NO_NEED, needless, True
    undecided: bool | None = False
    if entry.legal_gate is not None:
        legal = symbols.get(entry.legal_gate)
        undecided = None if legal is None else not legal
    yield Standing.NEEDS_DECISION, undecided, True
    yield Standing.PREPARE, _any(_opposite(item.is_met) for item in requirements), False
    later: bool | None = False
    is_later = measure.emphasis_in(decision.working_phase) is Emphasis.NONE
    if not is_required:
        emphases = {measure.emphasis_in(phase) is Emphasis.NONE for phase in decision.possible}
        emphases.add(is_later)
        later = is_later if len(emphases) == 1 and may_be_required is False else None
        later = False if emphases == {False} else later
    yield Standing.LATER, later, is_later
    yield Standing.NOW, True, True


def _any(values: Iterable[bool | None]) -> bool | None:
    """True when some value is True, None when none is but some is open, otherwise False."""
    is_open = False
    for value in values:
        if value:
            return True
        is_open = is_open or value is None
    return None if is_open else False


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def _premises(
    entry: Entry,
    standing: Standing,
    symbols: Symbols,
    bounds: Bounds,
    requirements: Sequence[Requirement],
    decision: PhaseDecision,
) -> tuple[FactId, ...]:
    """The known facts that a standing rests on, in the order in which the cases are asked."""
    if standing is Standing.BLOCKED:
        return ()
    if standing is Standing.EXCLUDED:
        return tuple(fact for fact in entry.exclude if symbols.get(fact))
    if standing is Standing.IN_PLACE:
        return (entry.in_place,)
    found = [fact for fact in entry.require if symbols.get(fact)]
    for finding, _ in entry.targets:
        low, high = bounds[finding]
        if low:
            found.append(finding_id(finding, _LEVEL_NAMES[low - 1]))
        elif not high:
            found.append(negated(finding_id(finding, _LEVEL_NAMES[0])))
    if standing is Standing.NO_NEED:
        return tuple(found)
    for item in requirements:
        if item.is_met is not None:
            found.append(item.fact if item.is_met else negated(item.fact))
    if standing in (Standing.LATER, Standing.NOW):
        found.append(phase_id(decision.working_phase))
    return tuple(found)


def _node(stood: _Stood) -> tuple[FactId, Node]:
    measure, standing = stood.entry.measure.id, stood.standing
    fact = Fact(standing_id(measure, standing), "standing", measure, standing)
    return fact.id, Node(fact, (Derivation(RANKING_POLICY, stood.premises),), None)


def _score(
    stood: _Stood,
    others: Mapping[MeasureId, _Stood],
    symbols: Symbols,
    bounds: Bounds,
    decision: PhaseDecision,
    policy: RankingPolicy,
) -> _Scored:
    """Sum the contributions of a measure and bound what the open facts could make of them."""
    entry = stood.entry
    if stood.standing is Standing.BLOCKED:
        return _Scored(stood, 0, 0, 0, ())
    weights = entry.weights
    terms = [entry.phase_terms[decision.working_phase - 1], entry.evidence_term]
    phases = [entry.phase_terms[phase - 1].points for phase in {*decision.possible, decision.working_phase}]
    low = min(phases) + entry.evidence_term.points
    high = max(phases) + entry.evidence_term.points
    for term, least, most in (
        _need(entry, bounds, policy),
        _breadth(entry, bounds, policy),
        _readiness(entry, stood.requirements, policy),
        _enabling(entry, others, policy),
    ):
        weight = weights.get(term.criterion, 0)
        if weight:
            terms.append(term._replace(weight=weight, points=weight * term.value))
            low, high = low + weight * least, high + weight * most
    for rule, fact, points in entry.adjustments:
        fired = symbols.get(fact)
        if fired:
            terms.append(Contribution("adjustment", points // 100, 100, points, rule, (fact,)))
        low += points if fired or (fired is None and points < 0) else 0
        high += points if fired or (fired is None and points > 0) else 0
    return _Scored(stood, sum(term.points for term in terms), low, high, tuple(terms))


_Term = tuple[Contribution, int, int]


def _need(entry: Entry, bounds: Bounds, policy: RankingPolicy) -> _Term:
    """The strongest of the targets: level × role. One target counts, so that many small ones do not add up to a large one."""
    values = policy.criteria["need"].values
    by_level = (0, *(values[level] for level in _LEVEL_NAMES))
    best, low, high = 0, 0, 0
    case, facts = "none", ()  # type: str, tuple[FactId, ...]
    for finding, role in entry.targets:
        established, reachable = bounds[finding]
        value = by_level[established] * role // 100
        if value > best:
            level = _LEVEL_NAMES[established - 1]
            best, case, facts = value, f"{finding}={level}", (finding_id(finding, level),)
        low, high = max(low, value), max(high, by_level[reachable] * role // 100)
    return Contribution("need", 0, best, 0, case, facts), low, high


def _breadth(entry: Entry, bounds: Bounds, policy: RankingPolicy) -> _Term:
    """How many further established problems the measure acts on besides the strongest one."""
    step = policy.criteria["breadth"].values["each"]
    established = [finding for finding, _ in entry.targets if bounds[finding].low]
    reachable = sum(1 for finding, _ in entry.targets if bounds[finding].high)
    value = min(100, step * max(0, len(established) - 1))
    facts = tuple(finding_id(f, _LEVEL_NAMES[bounds[f].low - 1]) for f in established)
    term = Contribution("breadth", 0, value, 0, str(len(established)), facts)
    return term, value, min(100, step * max(0, reachable - 1))


def _readiness(entry: Entry, requirements: Sequence[Requirement], policy: RankingPolicy) -> _Term:
    """The share of prerequisites and preconditions met; an unknown one counts in between."""
    values = policy.criteria["readiness"].values
    states = [item.is_met for item in requirements]
    if not states:
        return Contribution("readiness", 0, values["met"], 0, "0/0/0", ()), values["met"], values["met"]
    met, unmet, unknown = states.count(True), states.count(False), states.count(None)
    fixed = met * values["met"] + unmet * values["unmet"]
    facts = tuple(item.fact if item.is_met else negated(item.fact) for item in requirements if item.is_met is not None)
    value = (fixed + unknown * values["unknown"]) // len(states)
    low = (fixed + unknown * values["unmet"]) // len(states)
    high = (fixed + unknown * values["met"]) // len(states)
    return Contribution("readiness", 0, value, 0, f"{met}/{unknown}/{unmet}", facts), low, high


def _enabling(entry: Entry, others: Mapping[MeasureId, _Stood], policy: RankingPolicy) -> _Term:
    """How many needed measures rest on this foundation as prerequisite or companion."""
    step = policy.criteria["enables"].values["each"]
    dependants = [others[measure] for measure in entry.enables]
    needed = [item for item in dependants if item.standing in _NEEDED]
    sure = sum(1 for item in dependants if _NEEDED.issuperset(item.possible))
    reachable = sum(1 for item in dependants if not _NEEDED.isdisjoint(item.possible))
    facts = tuple(standing_id(item.entry.measure.id, item.standing) for item in needed)
    term = Contribution("enables", 0, min(100, step * len(needed)), 0, str(len(needed)), facts)
    return term, min(100, step * sure), min(100, step * reachable)


def _group(item: _Scored) -> tuple[int, int]:
    return _STANDINGS[item.stood.standing], _TRACKS[item.stood.entry.measure.track]


def _order(item: _Scored) -> tuple[int, int, int, int]:
    return (*_group(item), -item.score, item.stood.entry.tie_order)


def _ranked_group(group: Sequence[_Scored], policy: RankingPolicy) -> list[RankedMeasure]:
    """Rank the measures of one standing and track; ties and envelopes are counted among themselves."""
    lows, highs = sorted(item.low for item in group), sorted(item.high for item in group)
    scores = [-item.score for item in group]
    near = policy.near_tie * 100
    ranked = []
    for position, item in enumerate(group):
        first = bisect_left(scores, -item.score - near)
        last = bisect_right(scores, -item.score + near)
        tied = tuple(other.stood.entry.measure.id for other in group[first:last] if other is not item)
        best = 1 + len(group) - bisect_right(lows, item.high)
        worst = len(group) - bisect_left(highs, item.low)
        ranked.append(_ranked(item, position + 1, Envelope(item.low, item.high, best, worst), tied))
    return ranked


def _ranked(item: _Scored, position: int, envelope: Envelope, tied: tuple[MeasureId, ...]) -> RankedMeasure:
    stood, entry = item.stood, item.stood.entry
    return RankedMeasure(
        measure=entry.measure.id,
        track=entry.measure.track,
        standing=stood.standing,
        is_required=stood.is_required,
        rank=position,
        score=item.score,
        attainable=entry.attainable,
        contributions=item.contributions,
        envelope=envelope,
        possible_standings=stood.possible,
        tied_with=tied,
        requirements=stood.requirements,
        companions=entry.companions,
    )
