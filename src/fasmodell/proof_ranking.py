"""
Decide every standing and score once more from the trace, and compare with what an answer says of its measures.

Follows semantics.md section 5 and rules/ranking-policy.yaml; shares no code with `catalogue` and `ranking`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import NamedTuple

from fasmodell.facts import (
    FactId,
    finding_id,
    in_place_id,
    legal_gate_id,
    negated,
    phase_id,
    precondition_id,
    proposition_of,
    rule_id,
    standing_id,
)
from fasmodell.knowledge import Emphasis, FindingId, Level, Measure, MeasureId, Track
from fasmodell.proof_truth import Claim, Fault, differences, in_words, symbol_of
from fasmodell.results import Contribution, RankedMeasure, Requirement, Standing
from fasmodell.rules import AdviceKind, Advises, RankingPolicy, Rule, Warns
from fasmodell.trace import RANKING_POLICY

_NEEDED = frozenset((Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION))
_SHOWN, _TRACKS = list(Standing), list(Track)
_SOONEST = ("quick", "weeks", "months", "medium", "year", "slow", "years", "very_slow")
_CHEAPEST = ("low", "medium", "high")


class Term(NamedTuple):
    """One criterion of a measure's score: its weight and value in hundredths, and the facts it rests on."""

    criterion: str
    weight: int
    value: int
    facts: frozenset[FactId] = frozenset()


class Stood(NamedTuple):
    """A measure with its standing and the facts that decide it, worked out from the trace."""

    measure: Measure
    standing: Standing
    is_required: bool
    requirements: tuple[Requirement, ...]
    premises: frozenset[FactId]


def check_ranking(claim: Claim) -> Iterator[Fault]:
    """Replay standings, scores, ranks and warnings."""
    answer, measures = claim.answer, claim.knowledge.measures
    if sorted(ranked.measure for ranked in answer.measures) != sorted(measures):
        yield Fault(None, "the answer does not rank each measure of the catalogue once")
        return
    stood = {measure.id: _stand(claim, measure) for measure in measures.values()}
    yield from _check_standing_nodes(claim, stood)
    attainable = _attainable(claim)
    for ranked in answer.measures:
        yield from _check_measure(claim, ranked, stood[ranked.measure], attainable)
        yield from _check_score(claim, ranked, stood)
    yield from _check_order(claim)
    rules = claim.rules.of_stage(3)
    fired = tuple(rule.id for rule in rules if isinstance(rule.then, Warns) and claim.known(rule_id(rule.id)))
    yield from differences(None, "the answer", ("warnings", answer.warnings, fired))


def _advice(claim: Claim, measure: MeasureId, *kinds: AdviceKind) -> Iterator[tuple[Rule, Advises]]:
    for rule in claim.rules.of_stage(3):
        if isinstance(rule.then, Advises) and rule.then.measure == measure and rule.then.kind in kinds:
            yield rule, rule.then


def _fired(claim: Claim, measure: MeasureId, kind: AdviceKind) -> frozenset[FactId]:
    facts = (rule_id(rule.id) for rule, _ in _advice(claim, measure, kind))
    return frozenset(fact for fact in facts if claim.known(fact))


def _requirements(claim: Claim, measure: Measure) -> Iterator[Requirement]:
    """What a measure needs first, with what the trace says of it: prerequisites, preconditions, the legal gate."""
    needs = [("prerequisite", str(item.measure), in_place_id(item.measure)) for item in measure.prerequisites]
    needs += [("precondition", item.id, precondition_id(measure.id, item.id)) for item in measure.preconditions]
    if measure.legal_gate is not None:
        needs.append(("legal_gate", str(measure.id), legal_gate_id(measure.id)))
    for kind, name, fact in needs:
        yield Requirement(kind, name, claim.known(fact), fact)


def _stand(claim: Claim, measure: Measure) -> Stood:
    """The first standing, in the order of semantics.md, that applies to a measure; and the facts that say so."""
    required = _fired(claim, measure.id, AdviceKind.REQUIRE)
    excluded = _fired(claim, measure.id, AdviceKind.EXCLUDE)
    needs = tuple(_requirements(claim, measure))
    is_needed = any(claim.level(target.finding) for target in measure.targets)
    emphasis = measure.emphasis_in(claim.answer.phase.working_phase)
    cases = {
        Standing.BLOCKED: measure.blocked is not None,
        Standing.EXCLUDED: bool(excluded),
        Standing.IN_PLACE: claim.known(in_place_id(measure.id)) is True,
        Standing.NO_NEED: measure.track is not Track.FOUNDATION and not is_needed and not required,
        Standing.NEEDS_DECISION: any(item.kind == "legal_gate" and not item.is_met for item in needs),
        Standing.PREPARE: any(item.kind != "legal_gate" and item.is_met is False for item in needs),
        Standing.LATER: emphasis is Emphasis.NONE and not required,
        Standing.NOW: True,
    }
    standing = next(case for case, applies in cases.items() if applies)
    premises = {Standing.BLOCKED: frozenset[FactId](), Standing.EXCLUDED: excluded}
    premises[Standing.IN_PLACE] = frozenset((in_place_id(measure.id),))
    if standing not in premises:
        premises[standing] = required | _weighed(claim, measure, standing, needs)
    return Stood(measure, standing, bool(required), needs, premises[standing])


def _weighed(claim: Claim, measure: Measure, standing: Standing, needs: Iterable[Requirement]) -> frozenset[FactId]:
    """The known facts that the later standings rest on: targets, what is needed first, and the phase."""
    found = set(_established(claim, measure))
    signs = [finding_id(target.finding, Level.SIGNS) for target in measure.targets]
    found.update(negated(fact) for fact in signs if claim.known(fact) is False)
    if standing is not Standing.NO_NEED:
        found.update(symbol_of(item.fact, item.is_met) for item in needs if item.is_met is not None)
    if standing in (Standing.LATER, Standing.NOW):
        found.add(phase_id(claim.answer.phase.working_phase))
    return frozenset(found)


def _established(claim: Claim, measure: Measure) -> list[FactId]:
    levels = {target.finding: claim.level(target.finding) for target in measure.targets}
    return [finding_id(finding, level) for finding, level in levels.items() if level is not None]


def _check_standing_nodes(claim: Claim, stood: Mapping[MeasureId, Stood]) -> Iterator[Fault]:
    expected = {standing_id(name, item.standing): item for name, item in stood.items()}
    for fact, node in claim.trace.items():
        if node.fact.kind == "standing" and fact not in expected:
            yield Fault(fact, "the measure does not stand so by the trace")
    for fact, item in expected.items():
        found = claim.trace.get(fact)
        if found is None:
            yield Fault(fact, "the measure stands so by the trace, but this is left out")
        elif [(rule, frozenset(premises)) for rule, premises in found.derivations] != [(RANKING_POLICY, item.premises)]:
            yield Fault(fact, f"`{RANKING_POLICY}` concludes this once, from {in_words(sorted(item.premises))}")


def _check_measure(
    claim: Claim, ranked: RankedMeasure, stood: Stood, attainable: Mapping[Track, int]
) -> Iterator[Fault]:
    measure, said = stood.measure, ranked.requirements
    fact = standing_id(measure.id, ranked.standing)
    yield from differences(
        fact,
        f"the measure `{measure.id}`",
        ("track", ranked.track, measure.track),
        ("standing", ranked.standing, stood.standing),
        ("is_required", ranked.is_required, stood.is_required),
        ("requirements", [item._replace(fact=proposition_of(item.fact)) for item in said], list(stood.requirements)),
        ("companions", ranked.companions, tuple(item.measure for item in measure.companions)),
        ("attainable", ranked.attainable, attainable[measure.track]),
    )
    if ranked.standing not in ranked.possible_standings:
        yield Fault(fact, f"the standing of `{measure.id}` is not among its possible ones")
    for name in (name for term in ranked.contributions for name in term.facts if name not in claim.trace):
        yield Fault(name, f"a contribution to the score of `{measure.id}` rests on this, but it is not in the trace")


def _attainable(claim: Claim) -> dict[Track, int]:
    """The most a measure of each track can get: every criterion in full, and all rules in favour of the best one."""
    policy = claim.rules.ranking_policy
    bonus: Counter[MeasureId] = Counter()
    for rule in claim.rules.rules.values():
        if isinstance(rule.then, Advises) and rule.then.kind is AdviceKind.PREFER and rule.then.strength is not None:
            bonus[rule.then.measure] += policy.adjustments[rule.then.strength]
    most = dict.fromkeys(Track, 0)
    for measure in claim.knowledge.measures.values():
        most[measure.track] = max(most[measure.track], bonus[measure.id])
    return {track: 100 * (sum(policy.weights[track].values()) + most[track]) for track in Track}


def _check_score(claim: Claim, ranked: RankedMeasure, stood: Mapping[MeasureId, Stood]) -> Iterator[Fault]:
    fact = standing_id(ranked.measure, ranked.standing)
    own, expected = stood[ranked.measure], list[Term]()
    if own.standing is not Standing.BLOCKED:
        expected = [*_terms(claim, own, stood), *_adjustments(claim, ranked.measure)]
    said = [_read(term) for term in ranked.contributions]
    wrong = [item for item in said if item.weight and (item not in expected or said.count(item) > 1)]
    missing = [item for item in expected if item.weight * item.value and item not in said]
    for item in (*wrong, *missing):
        kind = "has a contribution" if item in wrong else "lacks the contribution"
        yield Fault(fact, f"`{ranked.measure}` {kind} of `{item.criterion}` with {item.weight} × {item.value}")
    for term in ranked.contributions:
        if term.points != term.weight * term.value:
            yield Fault(fact, f"`{term.criterion}` of `{ranked.measure}` is not its weight × value")
    if ranked.score != sum(term.points for term in ranked.contributions):
        yield Fault(fact, f"the score of `{ranked.measure}` is not the sum of its contributions")
    if not ranked.envelope.low <= ranked.score <= ranked.envelope.high:
        yield Fault(fact, f"the score of `{ranked.measure}` lies outside its own envelope")


def _read(term: Contribution) -> Term:
    return Term(term.criterion, term.weight, term.value, frozenset(term.facts))


def _terms(claim: Claim, own: Stood, stood: Mapping[MeasureId, Stood]) -> Iterator[Term]:
    """Each criterion of the policy with the weight of the measure's track and the value that the trace gives."""
    policy, measure, phase = claim.rules.ranking_policy, own.measure, claim.answer.phase.working_phase
    weights = policy.weights[measure.track]
    emphases, each = (
        policy.criteria["phase"].values,
        {name: item.values.get("each", 0) for name, item in policy.criteria.items()},
    )
    established = _established(claim, measure)
    dependants = _dependants(measure, stood)
    values: dict[str, tuple[int, Iterable[FactId]]] = {
        "need": _need(claim, measure, policy),
        "breadth": (min(100, each["breadth"] * max(0, len(established) - 1)), established),
        "phase": (emphases[measure.emphasis_in(phase)], [phase_id(phase)]),
        "evidence": (evidence_value(measure, policy), []),
        "readiness": _readiness(own, policy),
        "enables": (min(100, each["enables"] * len(dependants)), dependants),
    }
    for criterion, (value, facts) in values.items():
        yield Term(criterion, weights.get(criterion, 0), value, frozenset(facts))


def _need(claim: Claim, measure: Measure, policy: RankingPolicy) -> tuple[int, list[FactId]]:
    """Level × role of the target that needs the measure most; the first one when several do."""
    values = policy.criteria["need"].values
    levels: list[tuple[int, FindingId, Level]] = []
    for finding, role in measure.targets:
        level = claim.level(finding)
        if level is not None:
            levels.append((values[level] * values[role] // 100, finding, level))
    value, finding, level = max(levels, key=lambda item: item[0], default=(0, FindingId(""), Level.SIGNS))
    return value, [finding_id(finding, level)] if value > 0 else []


def evidence_value(measure: Measure, policy: RankingPolicy) -> int:
    """Grade × direction of a measure's headline evidence, in hundredths."""
    values = policy.criteria["evidence"].values
    return values[measure.evidence.grade] * values[measure.evidence.direction] // 100


def _readiness(own: Stood, policy: RankingPolicy) -> tuple[int, list[FactId]]:
    """The mean over prerequisites and preconditions, full when there are none."""
    values = policy.criteria["readiness"].values
    needs = [item for item in own.requirements if item.kind != "legal_gate"]
    case = {True: "met", False: "unmet", None: "unknown"}
    total = sum(values[case[item.is_met]] for item in needs)
    facts = [symbol_of(item.fact, item.is_met) for item in needs if item.is_met is not None]
    return (total // len(needs) if needs else values["met"]), facts


def _dependants(measure: Measure, stood: Mapping[MeasureId, Stood]) -> list[FactId]:
    """The standings of the needed measures that have a foundation as prerequisite or companion."""
    return [
        standing_id(other.measure.id, other.standing)
        for other in stood.values()
        if measure.track is Track.FOUNDATION
        and other.standing in _NEEDED
        and measure.id in {item.measure for item in (*other.measure.prerequisites, *other.measure.companions)}
    ]


def _adjustments(claim: Claim, measure: MeasureId) -> Iterator[Term]:
    for rule, then in _advice(claim, measure, AdviceKind.PREFER, AdviceKind.DISCOURAGE):
        if then.strength is not None and claim.known(rule_id(rule.id)):
            points = claim.rules.ranking_policy.adjustments[then.strength]
            weight = points if then.kind is AdviceKind.PREFER else -points
            yield Term("adjustment", weight, 100, frozenset((rule_id(rule.id),)))


def _check_order(claim: Claim) -> Iterator[Fault]:
    """Measures come by standing and track; in each group by falling score, then tie-breakers, ranked from 1."""
    near = claim.rules.ranking_policy.near_tie * 100
    groups = [list(group) for _, group in groupby(claim.answer.measures, _group)]
    if any(_group(one[0]) >= _group(other[0]) for one, other in pairwise(groups)):
        yield Fault(None, "the measures do not come by standing and track")
    for group in groups:
        if any(_place(claim, one) >= _place(claim, other) for one, other in pairwise(group)):
            yield Fault(None, f"the measures {[one.measure for one in group]} do not come by falling score")
        for rank, ranked in enumerate(group, 1):
            tied = {other.measure for other in group if abs(other.score - ranked.score) <= near} - {ranked.measure}
            best = 1 + sum(other.envelope.low > ranked.envelope.high for other in group)
            worst = sum(other.envelope.high >= ranked.envelope.low for other in group)
            yield from differences(
                standing_id(ranked.measure, ranked.standing),
                f"the measure `{ranked.measure}`",
                ("rank", ranked.rank, rank),
                ("tied_with", set(ranked.tied_with), tied),
                ("best_rank", ranked.envelope.best_rank, best),
                ("worst_rank", ranked.envelope.worst_rank, worst),
            )


def _group(ranked: RankedMeasure) -> tuple[int, int]:
    return _SHOWN.index(ranked.standing), _TRACKS.index(ranked.track)


def _place(claim: Claim, ranked: RankedMeasure) -> tuple[int | str, ...]:
    """What decides the order within a group: the score, the tie-breakers of the policy, then the catalogue code."""
    measure, policy = claim.knowledge.measures[ranked.measure], claim.rules.ranking_policy
    keys = {
        "evidence": -evidence_value(measure, policy),
        "time_to_effect": _step(measure.time_to_effect.grade, _SOONEST),
        "lead_in": _step(measure.lead_in.grade, _SOONEST),
        "cost": _step(measure.cost.grade, _CHEAPEST),
    }
    return (-ranked.score, *(keys[name] for name in policy.tie_breakers), measure.code[0], int(measure.code[1:]))


def _step(grade: str, order: tuple[str, ...]) -> int:
    """The place of a grade in its order; what is not known comes last."""
    return order.index(grade) if grade in order else len(order)
