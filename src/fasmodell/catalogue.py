"""The measure catalogue tied to the rule base: for each measure the propositions and advice that decide about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
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
    standing_id,
)
from fasmodell.knowledge import (
    PHASES,
    Emphasis,
    FindingId,
    KnowledgeBase,
    Level,
    Measure,
    MeasureId,
    Target,
    Track,
)
from fasmodell.program import Named
from fasmodell.results import Contribution, Requirement, Standing
from fasmodell.rules import (
    AdviceKind,
    Advises,
    AnyOf,
    GateIs,
    Listed,
    PhaseIs,
    RankingPolicy,
    Rule,
    RuleId,
    RuleSet,
    Warns,
    atoms_of,
)

_TIMES = ("quick", "weeks", "months", "medium", "year", "slow", "years", "very_slow")
_COSTS = ("low", "medium", "high")


# Standings as plain numbers, in the order of `Standing`: members of an enumeration are slow to hash, and every answer
# decides eighty of them.
NOW, PREPARE, NEEDS_DECISION, LATER, IN_PLACE, NO_NEED, EXCLUDED, BLOCKED = range(len(Standing))

LevelFacts = tuple[FindingId, tuple[FactId, ...], FactId]


class Adjustment(NamedTuple):
    """A rule that moves a measure's score when it fires: points are negative when it discourages."""

    fact: FactId
    points: int
    term: Contribution


class TargetTerms(NamedTuple):
    """A target with its term of need for each level: none, signs, marked, acute."""

    finding: FindingId
    terms: tuple[Contribution, Contribution, Contribution, Contribution]


class RequirementStates(NamedTuple):
    """A requirement as it stands when it is met, unmet or unknown."""

    fact: FactId
    states: Mapping[bool | None, Requirement]


class Entry(NamedTuple):
    """
    A measure as the ranking needs it, worked out once per rule base, so that answering is mostly looking up.

    `phase_terms` holds one ready contribution per phase, `targets` one per target and level; `enables` the measures
    that have this one as prerequisite or companion; `cases` the standings that can apply to it at all; `later_in` says
    for each phase whether the measure comes later;
    `standing_facts` the fact of each standing; `tie_order` its place by the tie-breakers, `track_order` that of its
    track.
    """

    measure: MeasureId
    track: Track
    weights: Mapping[str, int]
    targets: tuple[TargetTerms, ...]
    in_place: FactId
    legal_gate: RequirementStates | None
    requirements: tuple[RequirementStates, ...]
    exclude: tuple[FactId, ...]
    require: tuple[FactId, ...]
    adjustments: tuple[Adjustment, ...]
    phase_terms: tuple[Contribution, ...]
    evidence_term: Contribution
    ready_term: Contribution
    enables: tuple[MeasureId, ...]
    companions: tuple[MeasureId, ...]
    attainable: int
    tie_order: int
    track_order: int
    is_foundation: bool
    is_blocked: bool
    cases: tuple[int, ...]
    later_in: tuple[bool, ...]
    standing_facts: tuple[FactId, ...]


class Catalogue(NamedTuple):
    """
    Every entry by measure, the findings with the facts of their levels and of being ruled out, and the warning rules.

    `moves_with_phase` holds the advice that a change of phase could change.
    """

    entries: Mapping[MeasureId, Entry]
    levels: tuple[LevelFacts, ...]
    warnings: tuple[tuple[RuleId, FactId], ...]
    moves_with_phase: frozenset[FactId]


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
    attainable = {track: _attainable(track, knowledge, rules) for track in Track}
    return Catalogue(
        entries={
            measure.id: _entry(
                measure, rules, enables.get(measure.id, ()), tie_order[measure.id], attainable[measure.track]
            )
            for measure in knowledge.measures.values()
        },
        levels=tuple(_levels(finding) for finding in knowledge.findings),
        warnings=tuple((rule.id, rule_id(rule.id)) for rule in rules.of_stage(3) if isinstance(rule.then, Warns)),
        moves_with_phase=frozenset(
            rule_id(rule.id)
            for rule in rules.of_stage(3)
            if isinstance(rule.then, Advises)
            and any(isinstance(atom, PhaseIs | GateIs) for atom in atoms_of(rule.when))
        ),
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


def _entry(measure: Measure, rules: RuleSet, enables: tuple[MeasureId, ...], tie_order: int, attainable: int) -> Entry:
    policy = rules.ranking_policy
    weights = policy.weights[measure.track]
    advice = _advice_on(measure, rules)
    adjustments = tuple(_adjustments(advice, policy))
    legal = legal_gate_id(measure.id)
    return Entry(
        measure=measure.id,
        track=measure.track,
        weights=weights,
        targets=tuple(_target_terms(target, weights, policy) for target in measure.targets),
        in_place=in_place_id(measure.id),
        legal_gate=None if measure.legal_gate is None else _states("legal_gate", measure.id, legal),
        requirements=_requirements(measure),
        exclude=tuple(rule_id(rule.id) for rule, then in advice if then.kind is AdviceKind.EXCLUDE),
        require=tuple(rule_id(rule.id) for rule, then in advice if then.kind is AdviceKind.REQUIRE),
        adjustments=adjustments,
        phase_terms=tuple(_phase_term(measure, phase, policy, weights) for phase in PHASES),
        evidence_term=_evidence_term(measure, policy, weights),
        ready_term=_ready_term(policy, weights),
        enables=enables if measure.track is Track.FOUNDATION else (),
        companions=tuple(relation.measure for relation in measure.companions),
        attainable=attainable,
        tie_order=tie_order,
        track_order=tuple(Track).index(measure.track),
        is_foundation=measure.track is Track.FOUNDATION,
        is_blocked=measure.blocked is not None,
        cases=tuple(_cases(measure, advice)),
        later_in=tuple(emphasis is Emphasis.NONE for emphasis in measure.emphasis),
        standing_facts=tuple(standing_id(measure.id, standing) for standing in Standing),
    )


Advice = list[tuple[Rule, Advises]]


def _cases(measure: Measure, advice: Advice) -> Iterator[int]:
    """The standings between blocked and now that can apply to a measure at all, in the order they are asked."""
    if any(then.kind is AdviceKind.EXCLUDE for _, then in advice):
        yield EXCLUDED
    yield IN_PLACE
    if measure.track is not Track.FOUNDATION:
        yield NO_NEED
    if measure.legal_gate is not None:
        yield NEEDS_DECISION
    if measure.prerequisites or measure.preconditions:
        yield PREPARE
    if Emphasis.NONE in measure.emphasis:
        yield LATER


def _advice_on(measure: Measure, rules: RuleSet) -> Advice:
    return [
        (rule, rule.then)
        for rule in rules.of_stage(3)
        if isinstance(rule.then, Advises) and rule.then.measure == measure.id
    ]


def _attainable(track: Track, knowledge: KnowledgeBase, rules: RuleSet) -> int:
    """The most a measure of a track can get: one maximum per track, so that shares and scores order alike."""
    policy = rules.ranking_policy
    best = [
        sum(max(item.points, 0) for item in _adjustments(_advice_on(measure, rules), policy))
        for measure in knowledge.measures.values()
        if measure.track is track
    ]
    return 100 * sum(policy.weights[track].values()) + max(best, default=0)


def _adjustments(advice: Advice, policy: RankingPolicy) -> Iterator[Adjustment]:
    for rule, then in advice:
        if then.strength is not None:
            sign = 1 if then.kind is AdviceKind.PREFER else -1
            weight, fact = sign * policy.adjustments[then.strength], rule_id(rule.id)
            yield Adjustment(
                fact, 100 * weight, Contribution("adjustment", weight, 100, 100 * weight, rule.id, (fact,))
            )


@cache
def _term(criterion: str, weight: int, value: int, case: str, facts: tuple[FactId, ...]) -> Contribution:
    """A term of a score. Equal terms are one object: most measures share theirs, and a cache keeps each once."""
    return Contribution(criterion, weight, value, weight * value, case, facts)


def _target_terms(target: Target, weights: Mapping[str, int], policy: RankingPolicy) -> TargetTerms:
    values = policy.criteria["need"].values
    nothing = _term("need", weights.get("need", 0), 0, "none", ())
    signs, marked, acute = (
        _term(
            "need",
            weights.get("need", 0),
            values[level] * values[target.role] // 100,
            f"{target.finding}={level}",
            (finding_id(target.finding, level),),
        )
        for level in Level
    )
    return TargetTerms(target.finding, (nothing, signs, marked, acute))


def _requirements(measure: Measure) -> tuple[RequirementStates, ...]:
    found = [_states("prerequisite", item.measure, in_place_id(item.measure)) for item in measure.prerequisites]
    found += [_states("precondition", item.id, precondition_id(measure.id, item.id)) for item in measure.preconditions]
    return tuple(found)


def _states(kind: str, name: str, fact: FactId) -> RequirementStates:
    known = {True: fact, False: negated(fact), None: fact}
    return RequirementStates(fact, {state: Requirement(kind, name, state, known[state]) for state in known})


def _phase_term(measure: Measure, phase: int, policy: RankingPolicy, weights: Mapping[str, int]) -> Contribution:
    emphasis = measure.emphasis_in(phase).value
    value = policy.criteria["phase"].values[emphasis]
    return _term("phase", weights.get("phase", 0), value, emphasis, (phase_id(phase),))


def _ready_term(policy: RankingPolicy, weights: Mapping[str, int]) -> Contribution:
    return _term("readiness", weights.get("readiness", 0), policy.criteria["readiness"].values["met"], "0/0/0", ())


def _evidence_term(measure: Measure, policy: RankingPolicy, weights: Mapping[str, int]) -> Contribution:
    case = f"{measure.evidence.grade}/{measure.evidence.direction}"
    return _term("evidence", weights.get("evidence", 0), evidence_value(measure, policy), case, ())
