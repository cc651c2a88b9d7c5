"""The measure catalogue tied to the rule base: for each measure the propositions and advice that decide about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fasmodell.facts import (
    FactId,
    finding_id,
    in_place_id,
    legal_gate_id,
    negated,
    phase_id,
    precondition_id,
    rule_id,
)
from fasmodell.knowledge import (
    PHASES,
    Emphasis,
    FindingId,
    KnowledgeBase,
    Level,
    Measure,
    MeasureId,
    Track,
)
from fasmodell.program import Named
from fasmodell.results import Contribution
from fasmodell.rules import AdviceKind, Advises, AnyOf, Listed, RankingPolicy, RuleId, RuleSet, Warns

_TIMES = ("quick", "weeks", "months", "medium", "year", "slow", "years", "very_slow")
_COSTS = ("low", "medium", "high")


LevelFacts = tuple[FindingId, tuple[FactId, ...], FactId]


class Adjustment(NamedTuple):
    """A rule that moves a measure's score when it fires: points are negative when it discourages."""

    rule: RuleId
    fact: FactId
    points: int


class Entry(NamedTuple):
    """
    A measure as the ranking needs it, worked out once per rule base.

    `requirements` holds (kind, id, fact) of prerequisites, preconditions and the legal gate; `phase_terms` one ready
    contribution per phase; `enables` the measures that have this one as prerequisite or companion; `tie_order` its
    place by the tie-breakers, `track_order` that of its track; `later_in` says for each phase whether it comes later.
    """

    measure: MeasureId
    track: Track
    weights: Mapping[str, int]
    targets: tuple[tuple[FindingId, int], ...]
    in_place: FactId
    legal_gate: FactId | None
    requirements: tuple[tuple[str, str, FactId], ...]
    exclude: tuple[FactId, ...]
    require: tuple[FactId, ...]
    adjustments: tuple[Adjustment, ...]
    phase_terms: tuple[Contribution, ...]
    evidence_term: Contribution
    enables: tuple[MeasureId, ...]
    companions: tuple[MeasureId, ...]
    attainable: int
    tie_order: int
    track_order: int
    is_foundation: bool
    is_blocked: bool
    later_in: tuple[bool, ...]


class Catalogue(NamedTuple):
    """Every entry by measure, the findings with the fact of each level and of being ruled out, and the warning rules."""

    entries: Mapping[MeasureId, Entry]
    levels: tuple[LevelFacts, ...]
    warnings: tuple[tuple[RuleId, FactId], ...]


def in_place_conditions(knowledge: KnowledgeBase) -> Iterator[Named]:
    """When a measure counts as in place: the profile lists it, or what it brings about is evident."""
    for measure in knowledge.measures.values():
        listed = Listed(measure.id)
        evident = measure.evident_when
        condition = listed if evident is None else AnyOf((listed, evident))
        yield Named(in_place_id(measure.id), in_place_id(measure.id), condition)


def requirement_conditions(knowledge: KnowledgeBase) -> Iterator[Named]:
    """The preconditions and legal gates of the catalogue as named conditions."""
    for measure in knowledge.measures.values():
        for precondition in measure.preconditions:
            proposition = precondition_id(measure.id, precondition.id)
            yield Named(proposition, proposition, precondition.when)
        if measure.legal_gate is not None:
            yield Named(legal_gate_id(measure.id), legal_gate_id(measure.id), measure.legal_gate.when)


def build_catalogue(knowledge: KnowledgeBase, rules: RuleSet) -> Catalogue:
    """Tie every measure to its propositions, the advice about it and the fixed terms of its score."""
    policy = rules.ranking_policy
    order = sorted(knowledge.measures.values(), key=lambda measure: _tie_key(measure, policy))
    tie_order = {measure.id: position for position, measure in enumerate(order)}
    enables = _enables(knowledge)
    return Catalogue(
        entries={
            measure.id: _entry(measure, rules, enables.get(measure.id, ()), tie_order[measure.id])
            for measure in knowledge.measures.values()
        },
        levels=tuple(_levels(finding) for finding in knowledge.findings),
        warnings=tuple((rule.id, rule_id(rule.id)) for rule in rules.of_stage(3) if isinstance(rule.then, Warns)),
    )


def _levels(finding: FindingId) -> LevelFacts:
    facts = tuple(finding_id(finding, level) for level in Level)
    return finding, facts, negated(facts[0])


def _tie_key(measure: Measure, policy: RankingPolicy) -> tuple[int, ...]:
    """What the tie-breakers of the policy compare, best first; the catalogue code decides at last."""
    keys = {
        "evidence": -evidence_value(measure, policy),
        "time_to_effect": _place(_TIMES, measure.time_to_effect.grade),
        "lead_in": _place(_TIMES, measure.lead_in.grade),
        "cost": _place(_COSTS, measure.cost.grade),
    }
    return (*(keys[name] for name in policy.tie_breakers), ord(measure.code[0]), int(measure.code[1:]))


def _place(order: tuple[str, ...], grade: str) -> int:
    return order.index(grade) if grade in order else len(order)


def _enables(knowledge: KnowledgeBase) -> dict[MeasureId, tuple[MeasureId, ...]]:
    enabled: dict[MeasureId, dict[MeasureId, None]] = {}
    for measure in knowledge.measures.values():
        for relation in (*measure.prerequisites, *measure.companions):
            enabled.setdefault(relation.measure, {})[measure.id] = None
    return {measure: tuple(others) for measure, others in enabled.items()}


def evidence_value(measure: Measure, policy: RankingPolicy) -> int:
    """Grade × direction of a measure's evidence, in hundredths; negative where it does harm."""
    values = policy.criteria["evidence"].values
    return values[measure.evidence.grade] * values[measure.evidence.direction] // 100


def _entry(measure: Measure, rules: RuleSet, enables: tuple[MeasureId, ...], tie_order: int) -> Entry:
    policy = rules.ranking_policy
    weights = policy.weights[measure.track]
    advice = [
        (rule, rule.then)
        for rule in rules.of_stage(3)
        if isinstance(rule.then, Advises) and rule.then.measure == measure.id
    ]
    adjustments = []
    for rule, then in advice:
        if then.strength is not None:
            sign = 1 if then.kind is AdviceKind.PREFER else -1
            adjustments.append(Adjustment(rule.id, rule_id(rule.id), sign * policy.adjustments[then.strength] * 100))
    best_adjustment = sum(max(item.points, 0) for item in adjustments)
    roles = policy.criteria["need"].values
    return Entry(
        measure=measure.id,
        track=measure.track,
        weights=weights,
        targets=tuple((target.finding, roles[target.role]) for target in measure.targets),
        in_place=in_place_id(measure.id),
        legal_gate=None if measure.legal_gate is None else legal_gate_id(measure.id),
        requirements=_requirements(measure),
        exclude=tuple(rule_id(rule.id) for rule, then in advice if then.kind is AdviceKind.EXCLUDE),
        require=tuple(rule_id(rule.id) for rule, then in advice if then.kind is AdviceKind.REQUIRE),
        adjustments=tuple(adjustments),
        phase_terms=tuple(_phase_term(measure, phase, policy, weights) for phase in PHASES),
        evidence_term=_evidence_term(measure, policy, weights),
        enables=enables if measure.track is Track.FOUNDATION else (),
        companions=tuple(relation.measure for relation in measure.companions),
        attainable=100 * sum(weights.values()) + best_adjustment,
        tie_order=tie_order,
        track_order=tuple(Track).index(measure.track),
        is_foundation=measure.track is Track.FOUNDATION,
        is_blocked=measure.blocked is not None,
        later_in=tuple(emphasis is Emphasis.NONE for emphasis in measure.emphasis),
    )


def _requirements(measure: Measure) -> tuple[tuple[str, str, FactId], ...]:
    found = [("prerequisite", str(item.measure), in_place_id(item.measure)) for item in measure.prerequisites]
    found += [("precondition", item.id, precondition_id(measure.id, item.id)) for item in measure.preconditions]
    return tuple(found)


def _phase_term(measure: Measure, phase: int, policy: RankingPolicy, weights: Mapping[str, int]) -> Contribution:
    emphasis = measure.emphasis_in(phase).value
    weight, value = weights.get("phase", 0), policy.criteria["phase"].values[emphasis]
    return Contribution("phase", weight, value, weight * value, emphasis, (phase_id(phase),))


def _evidence_term(measure: Measure, policy: RankingPolicy, weights: Mapping[str, int]) -> Contribution:
    weight, value = weights.get("evidence", 0), evidence_value(measure, policy)
    case = f"{measure.evidence.grade}/{measure.evidence.direction}"
    return Contribution("evidence", weight, value, weight * value, case, ())
