"""The proof checker: every answer is proved, and an answer with anything changed in it is not."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fasmodell import InferenceError, load_profile, parse_profile, recommend
from fasmodell.diagnostics import Span
from fasmodell.facts import Fact, FactId, finding_id, gate_id, negated, phase_id, rule_id, standing_id, trend_id
from fasmodell.knowledge import (
    GateId,
    IndicatorId,
    Level,
    MeasureId,
)
from fasmodell.proof_check import require_proved, verify
from fasmodell.proof_policy import tally
from fasmodell.results import GateEvidence, GateState, RankedMeasure, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.rules import (
    AdviceKind,
    Advises,
    All,
    AnyOf,
    ConcludesFinding,
    FindingHolds,
    GateIs,
    InPlace,
    Not,
    PhaseIs,
    Rule,
    RuleId,
    Strength,
    SupportsGate,
    Trend,
)
from fasmodell.trace import EVERY_RULE, GRADING, LEVEL_ORDER, Derivation, Node, Trace
from strategies_profiles import profiles
from strategies_rule_bases import level, replace, rule, rule_bases, shipped, with_rules

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
# Without shrinking: answers are large, and a failing one is named by its faults.
SLOW = settings(
    max_examples=40,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Everything that a proof may hold: two gates that have held, a series, a graded level, measures that run and do not.
PROFILE = """
format: fasmodell.profile/1
area: {name: Exempelområdet}
as_of: 2026-03-31
observations:
  policing_difficulty_level: 0
  services_work_level: 3
  services_closed_level: 0
  attacks_on_responders_12m: [{period: 2024, value: 9}, {period: 2025, value: 0}]
  confirmed_shootings_12m: 5
  unsafe_evening_share: [{period: 2024, value: 47, margin: 3}, {period: 2025, value: 31, margin: 4}]
  open_drug_scene_level: 0
  displacement_level: 0
  indoor_trade_level: 3
  public_violence_level: 0
  youth_disorder_level: 2
  youth_recruitment_level: 3
  returning_offenders_level: 2
  stairwell_problem_level: 2
  silence_level: 0
  resident_information_level: 3
  trust_level: 3
  trust_change: better
  cause_analysis_done: false
  information_sharing_routine: true
  guard_area_decided: false
  camera_assessment_documented: true
measures_in_place: [est_coordination, {measure: area_police_officers, running: unknown}]
previous_assessment: {phase: 1, as_of: 2025-03-31, gates_open_since: {control: 2024-01}}
"""


@cache
def answered() -> Recommendation:
    """The answer that is changed in one place by every mutation below."""
    base = extended()
    known = base.knowledge.indicators
    lines = [line for line in PROFILE.splitlines() if not line.startswith("  ") or line.split(":")[0].strip() in known]
    return recommend(parse_profile("\n".join(lines), base), base)


@cache
def extended() -> RuleBase:
    """The shipped rule base with rules for what it does not use: trends, parts in parts, capped evidence."""
    return with_rules(shipped(), *_extra_rules())


def _extra_rules() -> Iterator[Rule]:
    knowledge = shipped().knowledge
    levels = [name for name, one in knowledge.indicators.items() if one.scale == "level" and one.graded_from is None]
    a, b, c, d = (level(name, 1) for name in levels[:4])
    finding, other = list(knowledge.findings)[:2]
    control = GateId("control")
    share = IndicatorId("unsafe_evening_share")
    yield rule("trend", Trend(share, "falling", 12), ConcludesFinding(finding, Level.SIGNS))
    yield rule("not-rising", Not(Trend(share, "rising", 6)), ConcludesFinding(finding, Level.ACUTE))
    parts = All((AnyOf((a, All((b, AnyOf((c, Not(d))))))), Not(All((AnyOf((c, d)), Not(a))))))
    yield rule("parts", parts, ConcludesFinding(other, Level.MARKED))
    yield rule("overlap", AnyOf((level(levels[0], 2), All((a, b)), a)), ConcludesFinding(other, Level.SIGNS))
    yield rule("not-parts", Not(parts), ConcludesFinding(other, Level.SIGNS))
    for state in ("open", "shut"):
        sensitive = level("indoor_trade_level", 2) if state == "shut" else Not(level("indoor_trade_level", 2))
        yield rule(f"capped-{state}", sensitive, SupportsGate(control, state, Strength.DECISIVE, "indoor"))
    measures = [name for name, one in knowledge.measures.items() if one.blocked is None][:6]
    phases = AnyOf((PhaseIs(1), All((PhaseIs(2), Not(GateIs(GateId("trust"), "open"))))))
    for kind, measure in zip(AdviceKind, measures, strict=False):
        strength = Strength.STRONG if kind in (AdviceKind.PREFER, AdviceKind.DISCOURAGE) else None
        when = (
            AnyOf((phases, InPlace(measures[-1])))
            if strength
            else All((Not(phases), Not(FindingHolds(other, Level.SIGNS))))
        )
        yield rule(str(kind), when, Advises(kind, measure, strength))


def faults_of(answer: Recommendation, base: RuleBase) -> list[str]:
    return [f"{fault.fact}: {fault.message}" for fault in verify(answer, base.knowledge, base.rules)]


# Answers that are proved


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_answer_for_an_example_is_proved(path: Path) -> None:
    base = shipped()
    answer = recommend(load_profile(path, base), base)
    assert faults_of(answer, base) == []
    require_proved(answer, base.knowledge, base.rules)


def test_there_are_examples() -> None:
    assert EXAMPLES


def test_the_answer_that_the_mutations_change_is_proved() -> None:
    assert faults_of(answered(), extended()) == []


@SLOW
@given(st.deferred(lambda: profiles(shipped().knowledge)))
def test_every_answer_of_the_shipped_rules_is_proved(profile: Any) -> None:
    assert faults_of(recommend(profile, shipped()), shipped()) == []


@SLOW
@given(st.deferred(lambda: profiles(extended().knowledge)))
def test_every_answer_of_rules_that_use_every_kind_of_condition_is_proved(profile: Any) -> None:
    assert faults_of(recommend(profile, extended()), extended()) == []


@SLOW
@given(st.data())
def test_every_answer_of_any_rules_is_proved(data: st.DataObject) -> None:
    base = data.draw(rule_bases())
    for _ in range(3):
        profile = data.draw(profiles(base.knowledge))
        assert faults_of(recommend(profile, base), base) == []


# Answers that are not


def with_trace(answer: Recommendation, changes: dict[FactId, Node | None]) -> Recommendation:
    nodes: dict[FactId, Node] = {**answer.trace}
    for fact, node in changes.items():
        nodes.pop(fact, None)
        if node is not None:
            nodes[fact] = node
    return replace(answer, trace=Trace(nodes))


def with_node(answer: Recommendation, key: FactId, **changes: Any) -> Recommendation:
    return with_trace(answer, {key: answer.trace[key]._replace(**changes)})


def with_value(answer: Recommendation, fact: FactId, value: Any) -> Recommendation:
    return with_node(answer, fact, fact=answer.trace[fact].fact._replace(value=value))


def with_premises(answer: Recommendation, fact: FactId, change: Callable[[tuple[FactId, ...]], Any]) -> Recommendation:
    first, *others = answer.trace[fact].derivations
    changed = first._replace(premises=tuple(change(first.premises)))
    assert changed != first
    return with_node(answer, fact, derivations=(changed, *others))


def with_phase(answer: Recommendation, **changes: Any) -> Recommendation:
    return replace(answer, phase=replace(answer.phase, **changes))


def with_gate(answer: Recommendation, **changes: Any) -> Recommendation:
    first, *others = answer.phase.gates
    return with_phase(answer, gates=(replace(first, **changes), *others))


def with_evidence(answer: Recommendation, **changes: Any) -> Recommendation:
    evidence = list(answer.phase.gates[0].evidence)
    position = next(number for number, item in enumerate(evidence) if item.known and item.counts)
    evidence[position] = evidence[position]._replace(**changes)
    return with_gate(answer, evidence=tuple(evidence))


def with_measure(answer: Recommendation, position: int = 0, **changes: Any) -> Recommendation:
    measures = list(answer.measures)
    measures[position] = replace(measures[position], **changes)
    return replace(answer, measures=tuple(measures))


def first_fact(answer: Recommendation, kind: str, test: Callable[[Node], bool] = lambda _: True) -> FactId:
    return next(fact for fact, node in answer.trace.items() if node.fact.kind == kind and test(node))


def of_several(node: Node) -> bool:
    return len(node.derivations) > 1


def rests_on_two(node: Node) -> bool:
    return len(node.derivations[0].premises) > 1


def a_finding(answer: Recommendation, by: str) -> FactId:
    return first_fact(
        answer, "finding", lambda node: node.derivations[0].rule == by and bool(node.derivations[0].premises)
    )


def a_rule(answer: Recommendation, test: Callable[[Node], bool] = rests_on_two) -> FactId:
    return first_fact(answer, "rule", test)


def graded(node: Node) -> bool:
    return bool(node.derivations) and node.derivations[0].rule == GRADING


def is_part(node: Node) -> bool:
    return "#" in node.fact.id


def scored(answer: Recommendation) -> RankedMeasure:
    return answer.measures[0]


def with_term(answer: Recommendation, **changes: Any) -> Recommendation:
    first, *others = scored(answer).contributions
    return with_measure(answer, contributions=(first._replace(**changes), *others))


def consistently_without_a_term(answer: Recommendation) -> Recommendation:
    terms = scored(answer).contributions[1:]
    return with_measure(answer, contributions=terms, score=sum(term.points for term in terms))


def consistently_with_more_value(answer: Recommendation) -> Recommendation:
    first, *others = scored(answer).contributions
    more = first._replace(value=first.value + 1, points=first.points + first.weight)
    return with_measure(answer, contributions=(more, *others), score=scored(answer).score + first.weight)


def consistently_standing_elsewhere(answer: Recommendation) -> Recommendation:
    """The standing changed in the answer and in the trace."""
    ranked = scored(answer)
    fact, other = standing_id(ranked.measure, ranked.standing), standing_id(ranked.measure, Standing.LATER)
    node = answer.trace[fact]
    changed = node._replace(fact=Fact(other, "standing", ranked.measure, Standing.LATER))
    return with_measure(with_trace(answer, {fact: None, other: changed}), standing=Standing.LATER)


def consistently_in_another_gate_state(answer: Recommendation) -> Recommendation:
    gate = answer.phase.gates[0]
    fact, other = gate_id(gate.gate, gate.state), gate_id(gate.gate, GateState.SHUT)
    node = answer.trace[fact]
    changed = node._replace(fact=node.fact._replace(id=other, value="shut"))
    return with_gate(with_trace(answer, {fact: None, other: changed}), state=GateState.SHUT)


def consistently_in_another_phase(answer: Recommendation) -> Recommendation:
    fact, other = phase_id(answer.phase.working_phase), phase_id(1)
    node = answer.trace[fact]
    changed = node._replace(fact=node.fact._replace(id=other, value=1))
    moved = with_trace(answer, {fact: None, other: changed})
    return with_phase(moved, phase=1, working_phase=1, candidates=(1,), on_the_way_to=2)


def with_a_circle(answer: Recommendation) -> Recommendation:
    fact = a_finding(answer, LEVEL_ORDER)
    below = answer.trace[fact].derivations[0].premises[0]
    return with_node(answer, below, derivations=(Derivation(LEVEL_ORDER, (fact,)),))


def with_an_exchange_of_neighbours(answer: Recommendation) -> Recommendation:
    one, other, *rest = answer.measures
    assert (one.standing, one.track) == (other.standing, other.track)
    return replace(answer, measures=(replace(other, rank=1), replace(one, rank=2), *rest))


def with_an_invented_observation(answer: Recommendation) -> Recommendation:
    fact = FactId("indicator:open_drug_scene_level")
    missing = next(name for name in extended().knowledge.indicators if f"indicator:{name}" not in answer.trace)
    other = FactId(f"indicator:{missing}")
    node = answer.trace[fact]
    return with_trace(answer, {other: node._replace(fact=Fact(other, "indicator", missing, 1))})


def with_both_symbols(answer: Recommendation) -> Recommendation:
    fact = a_rule(answer, lambda node: not node.fact.known and not is_part(node))
    positive = FactId(fact.removeprefix("not "))
    node = answer.trace[fact]
    return with_trace(answer, {positive: node._replace(fact=node.fact._replace(id=positive, known=True))})


def with_the_opposite_symbol(answer: Recommendation) -> Recommendation:
    fact = a_rule(answer, lambda node: node.fact.known and not is_part(node))
    other, node = negated(fact), answer.trace[fact]
    return with_trace(answer, {fact: None, other: node._replace(fact=node.fact._replace(id=other, known=False))})


INDICATOR = FactId("indicator:open_drug_scene_level")
TREND = trend_id("unsafe_evening_share", 12)
UNUSED = FactId("indicator:cause_analysis_done")

MUTATIONS: dict[str, Callable[[Recommendation], Recommendation]] = {
    # the graph
    "a key that is not the id of its fact": lambda a: with_trace(a, {FactId("indicator:x"): a.trace[INDICATOR]}),
    "a fact about another subject": lambda a: with_node(
        a, INDICATOR, fact=a.trace[INDICATOR].fact._replace(subject="x")
    ),
    "a kind of fact that is not known": lambda a: with_trace(
        a, {FactId("hunch:x"): Node(Fact(FactId("hunch:x"), "hunch", "x", None), (), None)}
    ),
    "a rule node without a derivation": lambda a: with_node(a, a_rule(a), derivations=()),
    "a finding node with a place in the profile": lambda a: with_node(
        a, a_finding(a, EVERY_RULE), span=a.trace[INDICATOR].span
    ),
    "a premise dropped from a rule": lambda a: with_premises(a, a_rule(a), lambda old: old[1:]),
    "all premises dropped from a rule": lambda a: with_premises(a, a_rule(a), lambda _: ()),
    "a premise added to a rule": lambda a: with_premises(a, a_rule(a), lambda old: (*old, UNUSED)),
    "a premise that is not in the trace": lambda a: with_premises(
        a, a_rule(a), lambda old: (*old[1:], FactId("indicator:x"))
    ),
    "a premise named twice": lambda a: with_premises(a, a_rule(a), lambda old: (*old, old[0])),
    "a premise exchanged for its opposite": lambda a: with_premises(
        a, a_finding(a, LEVEL_ORDER), lambda old: map(negated, old)
    ),
    "findings that rest on each other": with_a_circle,
    "a proposition both true and false": with_both_symbols,
    "a proposition turned into its opposite": with_the_opposite_symbol,
    # what was observed
    "an observed value changed": lambda a: with_value(a, INDICATOR, 3),
    "a flag written as a number": lambda a: with_value(a, UNUSED, 0),
    "an observed value at another place": lambda a: with_node(a, INDICATOR, span=Span("profile.yaml", 1, 1, 1, 2)),
    "an observed value with a derivation": lambda a: with_node(
        a, INDICATOR, derivations=(Derivation(GRADING, (UNUSED,)),)
    ),
    "an observation left out": lambda a: with_trace(a, {UNUSED: None}),
    "an observation invented": with_an_invented_observation,
    "a graded level changed": lambda a: with_value(a, first_fact(a, "indicator", graded), 2),
    "a graded level taken as observed": lambda a: with_node(a, first_fact(a, "indicator", graded), derivations=()),
    "a trend changed": lambda a: with_value(a, TREND, "rising"),
    "a trend left out": lambda a: with_trace(a, {TREND: None}),
    "a running measure changed": lambda a: with_value(a, FactId("listed:est_coordination"), False),
    "a measure that does not run left out": lambda a: with_trace(
        a, {first_fact(a, "listed", lambda n: n.fact.value is False): None}
    ),
    "the previous phase changed": lambda a: with_value(a, FactId("previous:phase"), 2),
    "the months a gate has been open changed": lambda a: with_value(a, FactId("open_since:control"), 99),
    # rules, conditions and findings
    "the name of a rule exchanged": lambda a: with_node(
        a, a_rule(a), derivations=(a.trace[a_rule(a)].derivations[0]._replace(rule="extra/trend"),)
    ),
    "a rule that does not exist": lambda a: with_trace(
        a, {rule_id("no/such"): a.trace[a_rule(a)]._replace(fact=Fact(rule_id("no/such"), "rule", "no/such", None))}
    ),
    "a fired rule left out": lambda a: with_trace(a, {a_rule(a, lambda n: n.fact.known): None}),
    "a refuted rule left out": lambda a: with_trace(a, {a_rule(a, lambda n: not n.fact.known): None}),
    "one of several ways left out": lambda a: with_node(
        a, a_rule(a, of_several), derivations=a.trace[a_rule(a, of_several)].derivations[1:]
    ),
    "a part left out": lambda a: with_trace(a, {a_rule(a, is_part): None}),
    "a premise dropped from a part": lambda a: with_premises(a, a_rule(a, is_part), lambda _: ()),
    "a part that does not exist": lambda a: with_trace(
        a,
        {
            FactId("rule:extra/parts#7"): a.trace[a_rule(a, is_part)]._replace(
                fact=Fact(FactId("rule:extra/parts#7"), "rule", "extra/parts#7", None)
            )
        },
    ),
    "a finding left out": lambda a: with_trace(a, {first_fact(a, "finding", lambda n: n.fact.known): None}),
    "a refuted finding left out": lambda a: with_trace(a, {a_finding(a, EVERY_RULE): None}),
    "a refutation without one of the rules": lambda a: with_premises(a, a_finding(a, EVERY_RULE), lambda old: old[1:]),
    "a finding that does not exist": lambda a: with_trace(
        a,
        {
            finding_id("gloom", "signs"): Node(
                Fact(finding_id("gloom", "signs"), "finding", "gloom", "signs"), (Derivation(LEVEL_ORDER, ()),), None
            )
        },
    ),
    "one of several rules for a finding left out": lambda a: with_node(
        a,
        first_fact(a, "finding", of_several),
        derivations=a.trace[first_fact(a, "finding", of_several)].derivations[:1],
    ),
    "a measure in place left out": lambda a: with_trace(a, {first_fact(a, "in_place"): None}),
    "a precondition left out": lambda a: with_trace(a, {first_fact(a, "precondition"): None}),
    "a legal gate left out": lambda a: with_trace(a, {first_fact(a, "legal_gate"): None}),
    # gates and phase
    "the state of a gate in the answer": lambda a: with_gate(a, state=GateState.SHUT),
    "the state of a gate in answer and trace": consistently_in_another_gate_state,
    "a gate left out of the trace": lambda a: with_trace(a, {first_fact(a, "gate"): None}),
    "evidence dropped from the proof of a gate": lambda a: with_premises(a, first_fact(a, "gate"), lambda old: old[1:]),
    "evidence added to the proof of a gate": lambda a: with_premises(
        a, first_fact(a, "gate"), lambda old: (*old, UNUSED)
    ),
    "the points of a gate": lambda a: with_gate(a, points_open=a.phase.gates[0].points_open + 1),
    "the points against a gate": lambda a: with_gate(a, points_shut=a.phase.gates[0].points_shut + 1),
    "the topics of a gate": lambda a: with_gate(a, topics_open=a.phase.gates[0].topics_open[1:]),
    "the lean of a gate": lambda a: with_gate(a, lean=GateState.OPEN),
    "a contradiction claimed": lambda a: with_gate(a, is_contradicted=True),
    "a gate whose own state is not possible": lambda a: with_gate(a, possible=frozenset({GateState.UNDETERMINED})),
    "a gate left out": lambda a: with_phase(a, gates=a.phase.gates[:1]),
    "evidence left out": lambda a: with_gate(a, evidence=a.phase.gates[0].evidence[1:]),
    "fired evidence said to be open": lambda a: with_evidence(a, known=None),
    "the points of a piece of evidence": lambda a: with_evidence(a, points=9),
    "the strength of a piece of evidence": lambda a: with_evidence(a, strength=Strength.WEAK),
    "the topic of a piece of evidence": lambda a: with_evidence(a, topic="weather"),
    "evidence said to be capped": lambda a: with_evidence(a, is_capped=True),
    "evidence said not to count": lambda a: with_evidence(a, counts=False),
    "what has held left out": lambda a: with_trace(a, {first_fact(a, "held"): None}),
    "what has held by something else": lambda a: with_premises(a, first_fact(a, "held"), lambda _: (UNUSED,)),
    "a gate that has not held said to have": lambda a: with_trace(
        a,
        {
            FactId("held:trust"): Node(
                Fact(FactId("held:trust"), "held", "trust", None), (Derivation("phase-policy", (TREND,)),), None
            )
        },
    ),
    "the phase in the answer": lambda a: with_phase(a, phase=1),
    "no phase in the answer": lambda a: with_phase(a, phase=None),
    "the phase that measures are chosen for": lambda a: with_phase(a, working_phase=3),
    "a phase that does not exist": lambda a: with_phase(a, working_phase=4),
    "the phase in answer and trace": consistently_in_another_phase,
    "a second phase in the trace": lambda a: with_trace(
        a,
        {
            phase_id(1): a.trace[first_fact(a, "phase", lambda n: n.fact.known)]._replace(
                fact=Fact(phase_id(1), "phase", "area", 1)
            )
        },
    ),
    "a premise dropped from the phase": lambda a: with_premises(a, first_fact(a, "phase"), lambda old: old[1:]),
    "the candidates": lambda a: with_phase(a, candidates=(1, 2)),
    "the lean of the phase": lambda a: with_phase(a, lean=3),
    "the next phase": lambda a: with_phase(a, on_the_way_to=None),
    "a phase that is not possible": lambda a: with_phase(a, possible=()),
    "a contradiction invented": lambda a: with_phase(a, contradictions=(("decisive_both_ways", ()),)),
    "a review left out": lambda a: with_phase(a, review=()),
    # standings, scores and ranks
    "a standing in the answer": lambda a: with_measure(a, standing=Standing.LATER),
    "a standing in answer and trace": consistently_standing_elsewhere,
    "a standing left out of the trace": lambda a: with_trace(a, {first_fact(a, "standing"): None}),
    "a second standing": lambda a: with_trace(
        a,
        {
            standing_id(scored(a).measure, "later"): a.trace[standing_id(scored(a).measure, "now")]._replace(
                fact=Fact(standing_id(scored(a).measure, "later"), "standing", scored(a).measure, "later")
            )
        },
    ),
    "a premise dropped from a standing": lambda a: with_premises(
        a, first_fact(a, "standing", rests_on_two), lambda old: old[1:]
    ),
    "a premise added to a standing": lambda a: with_premises(a, first_fact(a, "standing"), lambda old: (*old, UNUSED)),
    "a standing that is not possible": lambda a: with_measure(a, possible_standings=()),
    "a measure said to be required": lambda a: with_measure(a, is_required=not scored(a).is_required),
    "a requirement left out": lambda a: with_measure(
        a,
        position := next(n for n, m in enumerate(a.measures) if m.requirements),
        requirements=a.measures[position].requirements[1:],
    ),
    "an unmet requirement said to be met": lambda a: with_measure(
        a,
        position := next(n for n, m in enumerate(a.measures) if m.requirements and not m.requirements[0].is_met),
        requirements=(
            a.measures[position].requirements[0]._replace(is_met=True),
            *a.measures[position].requirements[1:],
        ),
    ),
    "a measure left out": lambda a: replace(a, measures=a.measures[1:]),
    "a measure ranked twice": lambda a: replace(a, measures=(a.measures[0], *a.measures)),
    "the value of a contribution": lambda a: with_term(a, value=scored(a).contributions[0].value + 1),
    "the points of a contribution": lambda a: with_term(a, points=scored(a).contributions[0].points + 1),
    "the weight of a contribution": lambda a: with_term(a, weight=scored(a).contributions[0].weight + 1),
    "the facts of a contribution": lambda a: with_term(a, facts=(UNUSED,)),
    "a fact of a contribution that is not there": lambda a: with_term(a, facts=(FactId("indicator:x"),)),
    "a contribution dropped, the sum kept right": consistently_without_a_term,
    "a contribution raised, the sum kept right": consistently_with_more_value,
    "a score": lambda a: with_measure(a, score=scored(a).score - 1),
    "an attainable": lambda a: with_measure(a, attainable=scored(a).attainable + 100),
    "a rank": lambda a: with_measure(a, rank=2),
    "two ranks exchanged": with_an_exchange_of_neighbours,
    "a tie invented": lambda a: with_measure(a, tied_with=(MeasureId("no_such"),)),
    "an envelope below the score": lambda a: with_measure(
        a, envelope=scored(a).envelope._replace(high=scored(a).score - 1)
    ),
    "an envelope above the score": lambda a: with_measure(
        a, envelope=scored(a).envelope._replace(low=scored(a).score + 1)
    ),
    "a best rank": lambda a: with_measure(a, envelope=scored(a).envelope._replace(best_rank=9)),
    "a track": lambda a: with_measure(a, track="slow"),
    "companions left out": lambda a: with_measure(a, companions=("no_such",)),
    "the order of the answer": lambda a: replace(a, measures=tuple(reversed(a.measures))),
    # the rest of the answer
    "a warning invented": lambda a: replace(a, warnings=(*a.warnings, RuleId("extra/trend"))),
    "another version of the rule base": lambda a: replace(a, rule_base={**a.rule_base, "version": "9.9.9"}),
    "a question about what is known": lambda a: replace(
        a, open_questions=(a.open_questions[0]._replace(indicator=IndicatorId("cause_analysis_done")),)
    ),
    "the profile changed under the proof": lambda a: replace(a, profile=replace(a.profile, as_of=date(2027, 3, 31))),
}


def written(answer: Recommendation) -> str:
    """Everything in an answer as text, in which False is not 0."""
    return repr((dict(answer.trace), answer))


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_a_changed_answer_is_not_proved(mutation: Callable[[Recommendation], Recommendation]) -> None:
    changed = mutation(answered())
    assert written(changed) != written(answered())
    assert faults_of(changed, extended())


def every_change_of_a_premise(answer: Recommendation) -> Iterator[tuple[FactId, Recommendation]]:
    used = {premise for node in answer.trace.values() for why in node.derivations for premise in why.premises}
    for fact, node in answer.trace.items():
        if "extra/overlap" in fact:
            continue  # one way in which it comes out holds another, so that what is left is a proof as well
        for number, derivation in enumerate(node.derivations):
            rest = [*node.derivations[:number], *node.derivations[number + 1 :]]
            for dropped in derivation.premises:
                kept = tuple(premise for premise in derivation.premises if premise != dropped)
                yield fact, with_node(answer, fact, derivations=(*rest, derivation._replace(premises=kept)))
            added = derivation._replace(premises=(*derivation.premises, FactId("previous:phase")))
            if "previous:phase" not in derivation.premises:
                yield fact, with_node(answer, fact, derivations=(*rest, added))
        if not is_part(node) or fact in used:
            yield fact, with_trace(answer, {fact: None})


def test_no_premise_of_any_fact_can_be_dropped_or_added_and_no_fact_left_out() -> None:
    changes = list(every_change_of_a_premise(answered()))
    assert len(changes) > 1000
    for fact, changed in changes[::17]:
        assert faults_of(changed, extended()), fact


def test_the_answer_that_is_changed_holds_something_of_everything() -> None:
    answer = answered()
    kinds = {node.fact.kind for node in answer.trace.values()}
    assert kinds >= {"indicator", "trend", "listed", "previous", "open_since", "rule", "finding", "in_place"}
    assert kinds >= {"precondition", "legal_gate", "gate", "held", "phase", "standing"}
    assert any(item.is_capped for gate in answer.phase.gates for item in gate.evidence)
    assert (answer.phase.phase, answer.phase.on_the_way_to) == (2, 3)


def test_require_proved_names_every_fault() -> None:
    changed = with_value(with_measure(answered(), rank=7), INDICATOR, 3)
    with pytest.raises(InferenceError, match=r"the profile does not give 3") as raised:
        require_proved(changed, extended().knowledge, extended().rules)
    assert "`rank` of the measure" in str(raised.value)


def test_a_chain_of_many_thousand_facts_is_checked_without_recursion() -> None:
    chain: dict[FactId, Node | None] = {}
    premises: tuple[FactId, ...] = ()
    for number in range(50_000):
        fact = rule_id(f"x/{number}")
        chain[fact] = Node(Fact(fact, "rule", f"x/{number}", None), (Derivation(f"x/{number}", premises),), None)
        premises = (fact,)
    assert not any("rests on itself" in message for message in faults_of(with_trace(answered(), chain), extended()))


# What semantics.md says and no shipped rule shows


def evidence(topic: str, *, is_capped: bool) -> GateEvidence:
    return GateEvidence(RuleId(topic), GateState.SHUT, Strength.WEAK, topic, True, 1, is_capped, True, Strength.WEAK)


def test_evidence_that_moves_with_police_activity_never_decides_alone() -> None:
    policy, topics = shipped().rules.phase_policy, ("reports", "seizures", "weapons", "checks")
    capped = [evidence(topic, is_capped=True) for topic in topics]
    assert tally(capped, policy).state is GateState.UNDETERMINED
    assert tally([evidence("silence", is_capped=False), *capped], policy).state is GateState.SHUT


def test_an_area_does_not_move_up_while_the_next_gate_is_undetermined_before_the_first_has_held() -> None:
    base = shipped()
    text = """
format: fasmodell.profile/1
area: {name: Exempelområdet}
as_of: 2026-03-31
observations: {policing_difficulty_level: 0, services_work_level: 3, services_closed_level: 0, attacks_level: 0}
previous_assessment: {phase: 1, as_of: 2025-03-31}
"""
    answer = recommend(parse_profile(text, base), base)
    assert [gate.state for gate in answer.phase.gates] == [GateState.OPEN, GateState.UNDETERMINED]
    assert faults_of(answer, base) == []


def test_the_checker_imports_nothing_that_it_checks() -> None:
    allowed = {"diagnostics", "facts", "knowledge", "profile", "results", "rules", "scales", "trace"}
    modules = ["proof_check", "proof_policy", "proof_ranking", "proof_rules", "proof_truth"]
    for module in modules:
        tree = ast.parse((ROOT / "src" / "fasmodell" / f"{module}.py").read_text(encoding="utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        own = {name.removeprefix("fasmodell.") for name in imported if name.startswith("fasmodell")}
        assert own <= allowed | set(modules)
