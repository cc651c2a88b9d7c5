"""No answer is better when something is worse: proved, refuted with two profiles, and held to brute force."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from in_process import ROOT, run
from strategies_profiles import observations, profiles
from strategies_rule_bases import GRADED, level, replace, rule, shipped, small, with_rules

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell import RuleBase, parse_profile, recommend
from fasmodell.cells import Partitions, partitions_of
from fasmodell.exact.assignments import assignment_of
from fasmodell.exact.helped import Answered, answered, helps
from fasmodell.exact.order_laws import gate_law
from fasmodell.exact.proofs import Claim, Method, Proof, prove
from fasmodell.exact.worse_pairs import WorsePairs
from fasmodell.exact.worsening import courses_of, from_best, has_worse_end, rules_against
from fasmodell.facts import indicator_id
from fasmodell.knowledge import Direction, Indicator, IndicatorId, Level
from fasmodell.pipeline import situation_of
from fasmodell.profile import Profile
from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    Not,
    Operator,
    Rule,
    Strength,
    SupportsGate,
    Trend,
)
from fasmodell.scales import is_number

SCHEMA = json.loads((Path(fasmodell.__file__).parent / "schemas/proofs.schema.json").read_text(encoding="utf-8"))
GATES = list(shipped().knowledge.gates)
PROBLEM = next(one.id for one in shipped().knowledge.findings.values() if one.kind == "problem")
STRENGTH = next(one.id for one in shipped().knowledge.findings.values() if one.kind == "strength")
# A problem and a good sign, a level that a number gives, and one that moves with police activity.
FEW = tuple(map(IndicatorId, ("attacks_level", "services_work_level", "indoor_trade_level")))


def at_most(indicator: str, bound: int) -> Comparison:
    return Comparison(IndicatorId(indicator), Operator.AT_MOST, (bound,), None)


def refuted(base: RuleBase) -> dict[str, Proof]:
    return {proof.subject: proof for proof in prove(base).proofs if not proof.is_proved}


def confirmed(base: RuleBase, proof: Proof) -> list[str]:
    """What the engine itself says is better for the second of two profiles, which must be the worse one."""
    found = proof.counterexample
    assert found is not None
    first, second = (parse_profile(one.profile, base) for one in found.profiles)
    assert [name for name in {**first.observations, **second.observations} if name != proof.subject] == [
        name for name in first.observations if name != proof.subject
    ]
    assert (first.measures_in_place, first.previous_assessment) == (
        second.measures_in_place,
        second.previous_assessment,
    )
    better = helps(*(answered(recommend(one, base)) for one in (first, second)), knowledge=base.knowledge)
    assert better == found.shown
    return [one.kind for one in better]


def test_no_test_of_the_shipped_rules_goes_against_the_direction_of_its_indicator() -> None:
    assert rules_against(shipped(), courses_of(shipped())) == ()


def test_a_problem_concluded_from_at_most_for_at_least_is_refuted_with_two_profiles() -> None:
    base = with_rules(small(), rule("turned", at_most("attacks_level", 1), ConcludesFinding(PROBLEM, Level.SIGNS)))
    found = refuted(base)
    assert set(found) == {"attacks_level", "attacks_on_responders_12m"}
    assert {kind for proof in found.values() for kind in confirmed(base, proof)} == {"finding"}
    example = found["attacks_level"].counterexample
    assert example is not None
    assert [one.said for one in example.profiles] == ["{attacks_level: 0}", "{attacks_level: 2}"]
    assert example.rules == ("extra/turned",)


def test_a_strength_that_grows_with_what_is_worse_is_refuted() -> None:
    then = ConcludesFinding(STRENGTH, Level.MARKED)
    base = with_rules(small(), rule("turned", at_most("services_work_level", 1), then))
    assert confirmed(base, refuted(base)["services_work_level"]) == ["finding"]


def test_evidence_on_the_wrong_side_is_refuted_by_gate_and_phase() -> None:
    then = SupportsGate(GATES[0], "open", Strength.DECISIVE, "attacks")
    base = with_rules(small(), rule("side", level("attacks_level", 2), then))
    assert set(confirmed(base, refuted(base)["attacks_level"])) == {"gate", "working_phase"}


def test_a_movement_for_the_worse_that_lowers_a_problem_is_refuted() -> None:
    when = Not(Trend(IndicatorId("attacks_level"), "rising", 12))
    base = with_rules(small(), rule("movement", when, ConcludesFinding(PROBLEM, Level.SIGNS)))
    found = refuted(base)
    assert set(found) == {"attacks_level"}
    assert confirmed(base, found["attacks_level"]) == ["finding"]


def test_what_goes_wrong_only_by_way_of_a_finding_is_found_and_its_first_rule_named() -> None:
    through = rule("through", at_most("attacks_level", 1), ConcludesFinding(PROBLEM, Level.SIGNS))
    then = SupportsGate(GATES[0], "shut", Strength.DECISIVE, "attacks")
    base = with_rules(small(), through, rule("evidence", FindingHolds(PROBLEM, Level.SIGNS), then))
    found = refuted(base)["attacks_level"]
    assert set(confirmed(base, found)) >= {"finding", "gate"}
    assert found.counterexample is not None
    assert found.counterexample.rules == ("extra/through",)


def test_tests_that_go_both_ways_but_never_show_are_proved_by_the_solver() -> None:
    both = AnyOf((at_most("attacks_level", 1), level("attacks_level", 2)))
    base = with_rules(small(), rule("both", both, ConcludesFinding(PROBLEM, Level.SIGNS)))
    assert rules_against(base, courses_of(base)) != ()
    proof = next(one for one in prove(base).proofs if one.subject == "attacks_level")
    assert (proof.is_proved, proof.method) == (True, Method.SOLVER)


def test_of_an_indicator_without_a_worse_end_nothing_is_claimed() -> None:
    when = Comparison(IndicatorId("population"), Operator.AT_MOST, (1000,), None)
    proofs = prove(with_rules(small(), rule("few", when, ConcludesFinding(PROBLEM, Level.SIGNS))))
    assert proofs.unclaimed == ("population",)
    assert "population" not in {one.subject for one in proofs.proofs}


def test_a_policy_by_which_weak_evidence_weighs_most_breaks_a_law_and_is_settled_by_the_solver() -> None:
    policy = small().rules.phase_policy
    odd = policy._replace(points={**policy.points, Strength.WEAK: 9})
    then = SupportsGate(GATES[0], "shut", Strength.STRONG, "attacks")
    base = with_rules(
        replace(small(), rules=replace(small().rules, phase_policy=odd)), rule("one", level("attacks_level", 2), then)
    )
    proofs = prove(base)
    assert proofs.laws["topic"].broken is not None
    methods = {one.method for one in proofs.proofs if one.claim is Claim.WORSE_NEVER_HELPS}
    assert methods == {Method.SOLVER}


def test_a_policy_in_tens_has_as_many_cases_as_one_in_ones() -> None:
    base, policy = shipped(), shipped().rules.phase_policy
    tenfold = {strength: 10 * points for strength, points in policy.points.items()}
    tens = policy._replace(points=tenfold, margin=10 * policy.margin)
    assert gate_law(base) == gate_law(replace(base, rules=replace(base.rules, phase_policy=tens)))


def _conditions(findings: int) -> st.SearchStrategy[Condition]:
    names = list(small().knowledge.findings)[:findings]
    operators = st.sampled_from((Operator.AT_LEAST, Operator.AT_MOST))
    atoms: st.SearchStrategy[Condition] = st.builds(
        Comparison, st.sampled_from(FEW), operators, st.tuples(st.sampled_from((1, 2))), st.none()
    )
    if names:
        atoms |= st.builds(FindingHolds, st.sampled_from(names), st.sampled_from(Level))
    pairs = st.lists(atoms, min_size=2, max_size=2).map(tuple)
    return atoms | atoms.map(Not) | pairs.map(All) | pairs.map(AnyOf)


@st.composite
def _rule_bases(draw: st.DrawFn) -> RuleBase:
    """A few rules over three indicators: their cells are few enough to try every profile."""
    found: list[Rule] = []
    for number, finding in enumerate(list(small().knowledge.findings)[:2]):
        for when in draw(st.lists(_conditions(number), max_size=1)):
            found.append(rule(f"{len(found)}", when, ConcludesFinding(finding, draw(st.sampled_from(Level)))))
    for when in draw(st.lists(_conditions(2), max_size=3)):
        then = SupportsGate(
            draw(st.sampled_from(GATES)),
            draw(st.sampled_from(("open", "shut"))),
            draw(st.sampled_from(Strength)),
            draw(st.sampled_from(("one", "two", "serious_violence"))),
        )
        found.append(rule(f"{len(found)}", when, then))
    return with_rules(small(), *found)


def _every_profile(base: RuleBase) -> Iterator[tuple[dict[str, int], Answered]]:
    """The answer for every cell of every value, each also unknown, with every previous phase."""
    partitions = partitions_of((base.knowledge, base.rules))
    facts = [fact for fact in partitions if fact.startswith("indicator:")]
    head = "format: fasmodell.profile/1\narea: {name: Area}\nas_of: 2026-01-01\n"
    written = {
        (fact, place): parse_profile(f"{head}observations: {{{fact.partition(':')[2]}: {cell.value}}}\n", base)
        for fact in facts
        for place, cell in enumerate(partitions[fact].cells)
    }
    for previous in (None, 1, 2, 3):
        before = f"previous_assessment: {{phase: {previous}, as_of: 2025-01-01}}\n" if previous else ""
        plain = parse_profile(f"{head}{before}observations: {{}}\n", base)
        for cells in product(*((None, *range(len(partitions[fact].cells))) for fact in facts)):
            told = {fact: cell for fact, cell in zip(facts, cells, strict=True) if cell is not None}
            seen = {name: one for item in told.items() for name, one in written[item].observations.items()}
            known = {"previous": previous or 0, **{str(fact): cell for fact, cell in told.items()}}
            yield known, answered(situation_of(plain._replace(observations=seen), base))


def _wrong_by_trying(base: RuleBase) -> set[str]:
    answers = {frozenset(known.items()): (known, found) for known, found in _every_profile(base)}
    partitions = partitions_of((base.knowledge, base.rules))
    wrong = set()
    for known, before in answers.values():
        for fact, cell in known.items():
            if fact == "previous":
                continue
            indicator = base.knowledge.indicators[IndicatorId(fact.partition(":")[2])]
            order = from_best(partitions[indicator_id(indicator.id)], indicator.direction)
            for worse in order[order.index(cell) + 1 :]:
                after = answers[frozenset({**known, fact: worse}.items())][1]
                if helps(before, after, base.knowledge):
                    wrong.add(str(indicator.id))
    return wrong


@settings(max_examples=8, deadline=None)
@given(_rule_bases())
def test_the_verdict_agrees_with_trying_every_profile(base: RuleBase) -> None:
    """What is wrong for some profile is refuted, and what is refuted is shown by the engine."""
    found = refuted(base)
    for proof in found.values():
        assert confirmed(base, proof)
    assert _wrong_by_trying(base) <= set(found)


@settings(max_examples=15, deadline=None)
@given(_rule_bases())
def test_what_follows_from_the_rules_is_borne_out_by_the_solver(base: RuleBase) -> None:
    doubted = {one.indicator for one in rules_against(base, courses_of(base))}
    pairs = WorsePairs(base)
    for name in {*FEW, GRADED[1]} - doubted:
        assert pairs.refutation(name) is None


@cache
def _shipped_cells() -> Partitions:
    return partitions_of((shipped().knowledge, shipped().rules))


def _is_worse(before: Profile, after: Profile, indicator: Indicator) -> bool:
    """Worse in a value known in both, and in no movement better: what the claim is about."""
    values = before.value_of(indicator.id), after.value_of(indicator.id)
    if not all(isinstance(one, bool) or is_number(one) for one in values) or values[0] == values[1]:
        return False
    partitions = _shipped_cells()
    for fact in (fact for fact in partitions if fact.partition(":")[2].partition("/")[0] == indicator.id):
        order = from_best(partitions[fact], indicator.direction)
        cells = [assignment_of(one, {fact: partitions[fact]}).get(fact) for one in (before, after)]
        if (cells[0] is None) != (cells[1] is None):
            return False
        places = [order.index(partitions[fact].cells.index(cell)) for cell in cells if cell is not None]
        if places and places[0] > places[-1]:
            return False
    return True


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_an_observation_made_worse_in_any_profile_helps_nothing(data: st.DataObject) -> None:
    knowledge = shipped().knowledge
    before = data.draw(profiles(knowledge))
    known = [
        one
        for one in before.observations.values()
        if one.value is not None and has_worse_end(knowledge.indicators[one.indicator])
    ]
    assume(known)
    chosen = data.draw(st.sampled_from(known))
    indicator = knowledge.indicators[chosen.indicator]
    is_bad = indicator.direction is Direction.HIGHER_IS_WORSE
    extreme = indicator.high if is_bad else indicator.low
    other = data.draw(observations(indicator, 1, "bad"))
    value: object = is_bad if isinstance(chosen.value, bool) else other.value if extreme is None else extreme
    history = (*chosen.history[:-1], chosen.history[-1]._replace(value=value))
    worse = chosen._replace(value=value, history=history)
    after = before._replace(observations={**before.observations, chosen.indicator: worse})
    assume(_is_worse(before, after, indicator))
    assert helps(answered(recommend(before, shipped())), answered(recommend(after, shipped())), knowledge) == ()


def test_the_command_says_what_is_proved_and_exits_with_0() -> None:
    for lang, said in (("sv", "Bevisat för 89 av 89 indikatorer"), ("en", "Proved for 89 of 89 indicators")):
        done = run("prove", "--lang", lang, COLUMNS="100")
        assert (done.returncode, done.stderr) == (0, "")
        assert said in " ".join(done.stdout.split())
    found = json.loads(run("prove", "--format", "json").stdout)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(found)
    assert found["is_proved"] is True


WRONG = """\
format: fasmodell.rules/1
rules:
  wrong:
    title: {sv: Text, en: Text}
    when: {indicator: open_drug_scene_level, at_most: 0}
    then: {finding: open_drug_scene, level: acute}
    because: {sv: Text, en: Text}
    numbers: {basis: project_decision, reason: {sv: Text, en: Text}}
    source: {ref: project, locator: test, basis: project_decision}
    status: draft
"""


def test_the_command_shows_both_profiles_and_the_place_of_the_rule_and_exits_with_1(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "1-findings" / "turned.yaml").write_text(WRONG, encoding="utf-8")
    options = ("--no-cache", "--rules", str(tmp_path / "rules"), "prove")
    done = run(*options, "--lang", "en", COLUMNS="100")
    assert (done.returncode, done.stderr) == (1, "")
    shown = " ".join(done.stdout.split())
    assert "Before: open_drug_scene_level: 0 - After, worse: open_drug_scene_level: " in shown
    assert "See the rule turned/wrong, rules/1-findings/turned.yaml:3." in shown
    found = json.loads(run(*options, "--format", "json").stdout)
    Draft202012Validator(SCHEMA).validate(found)
    (wrong,) = [one for one in found["claims"] if not one["is_proved"]]
    assert wrong["subject"] == "open_drug_scene_level"
    assert len(wrong["counterexample"]["profiles"]) == 2
