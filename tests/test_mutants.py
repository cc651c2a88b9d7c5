"""Mutants: which small changes are made, that the cases that notice them are found, and what tells the others apart."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell.authoring.condition_mutants import mutated_conditions
from fasmodell.authoring.failure_text import came
from fasmodell.authoring.mutant_effects import effects_of
from fasmodell.authoring.mutant_kinds import Kind
from fasmodell.authoring.mutant_reasons import explained, load_reasons
from fasmodell.authoring.mutant_witness import Equivalent, Undecided, Witness, tell_apart
from fasmodell.authoring.mutants import Mutant, mutants_of
from fasmodell.authoring.mutated_base import mutated_rules
from fasmodell.authoring.mutation_report import MutationReport, mutation_json, mutation_markdown, mutation_text
from fasmodell.authoring.mutation_run import State, Tried, try_mutants
from fasmodell.authoring.mutation_testing import MutationTester
from fasmodell.authoring.rule_test_loader import read_rule_tests
from fasmodell.authoring.rule_tests import Case, RuleTests
from fasmodell.authoring.situation import CaseEngine
from fasmodell.authoring.written_condition import written
from fasmodell.cli import main
from fasmodell.diagnostics import Diagnostics, RuleBaseError
from fasmodell.knowledge import FindingId, GateId, IndicatorId, Level, MeasureId
from fasmodell.loader import Loaded
from fasmodell.resources import bundled
from fasmodell.rule_base import RuleBase, compile_rule_base
from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Not,
    Operator,
    PhaseIs,
    Rule,
    RuleId,
    Trend,
)
from rule_test_cases import SILENCE, base, bundled_tests, read_cases

SCHEMA = json.loads(
    (Path(fasmodell.__file__).parent / "schemas" / "mutation_report.schema.json").read_text(encoding="utf-8")
)
LEVEL, SHARE = IndicatorId("silence_level"), IndicatorId("unsafe_evening_share")


def changes(condition: Condition) -> set[str]:
    return {f"{one.kind}: {one.becomes}" for one in mutated_conditions(condition, base().knowledge)}


def compared(indicator: IndicatorId, operator: Operator, *bound: bool | float | str) -> Comparison:
    return Comparison(indicator, operator, bound, None)


X, Y, Z = (compared(LEVEL, Operator.AT_LEAST, bound) for bound in (1, 2, 3))
CHANGES: dict[str, tuple[Condition, set[str]]] = {
    "a level in the middle of its scale": (
        Y,
        {
            "operator: {indicator: silence_level, at_most: 2}",
            "threshold: {indicator: silence_level, at_least: 1}",
            "threshold: {indicator: silence_level, at_least: 3}",
        },
    ),
    "a level at the end of its scale cannot be moved beyond it": (
        Z,
        {
            "operator: {indicator: silence_level, at_most: 3}",
            "operator: {indicator: silence_level, above: 3}",
            "threshold: {indicator: silence_level, at_least: 2}",
        },
    ),
    "a share is also compared more strictly": (
        compared(SHARE, Operator.BELOW, 40),
        {
            "operator: {indicator: unsafe_evening_share, above: 40}",
            "operator: {indicator: unsafe_evening_share, at_most: 40}",
            "threshold: {indicator: unsafe_evening_share, below: 39}",
            "threshold: {indicator: unsafe_evening_share, below: 41}",
        },
    ),
    "a range keeps its order": (
        compared(SHARE, Operator.BETWEEN, 40, 40),
        {
            "operator: {not: {indicator: unsafe_evening_share, between: [40, 40]}}",
            "threshold: {indicator: unsafe_evening_share, between: [39, 40]}",
            "threshold: {indicator: unsafe_evening_share, between: [40, 41]}",
        },
    ),
    "a flag": (
        compared(IndicatorId("cause_analysis_done"), Operator.IS, True),
        {"operator: {indicator: cause_analysis_done, is: false}"},
    ),
    "a choice": (
        compared(IndicatorId("drug_trade_change"), Operator.IS, "worse"),
        {"operator: {not: {indicator: drug_trade_change, is: worse}}"},
    ),
    "several options": (
        compared(IndicatorId("drug_trade_change"), Operator.ONE_OF, "worse", "unchanged"),
        {
            "operator: {not: {indicator: drug_trade_change, one_of: [worse, unchanged]}}",
            "threshold: {indicator: drug_trade_change, one_of: [unchanged]}",
            "threshold: {indicator: drug_trade_change, one_of: [worse]}",
        },
    ),
    "a series": (
        Trend(SHARE, "falling", 1),
        {
            "operator: {indicator: unsafe_evening_share, trend: rising, over_months: 1}",
            "operator: {indicator: unsafe_evening_share, trend: steady, over_months: 1}",
            "threshold: {indicator: unsafe_evening_share, trend: falling, over_months: 2}",
        },
    ),
    "a finding": (
        FindingHolds(FindingId("arson"), Level.SIGNS),
        {
            "operator: {not: {finding: arson, at_least: signs}}",
            "threshold: {finding: arson, at_least: marked}",
        },
    ),
    "a measure in place": (InPlace(MeasureId("mentoring")), {"operator: {not: {in_place: mentoring}}"}),
    "a phase": (PhaseIs(1), {"threshold: {phase: 2}"}),
    "a gate": (
        GateIs(GateId("control"), "open"),
        {"operator: {gate: control, is: shut}", "operator: {gate: control, is: undetermined}"},
    ),
    "a condition turned round": (
        Not(Z),
        {
            "operator: {indicator: silence_level, at_least: 3}",
            "operator: {indicator: silence_level, at_most: 3}",
            "operator: {indicator: silence_level, above: 3}",
            "threshold: {indicator: silence_level, at_least: 2}",
        },
    ),
}


@pytest.mark.parametrize(("condition", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_condition_is_changed_in_every_small_way(condition: Condition, expected: set[str]) -> None:
    assert changes(condition) == expected


def test_of_several_parts_each_is_dropped_and_the_word_between_them_changes() -> None:
    flag = compared(IndicatorId("cause_analysis_done"), Operator.IS, True)
    place = InPlace(MeasureId("mentoring"))
    both = list(mutated_conditions(All((flag, place)), base().knowledge))
    assert [(one.kind, one.condition) for one in both[:3]] == [
        (Kind.QUANTIFIER, AnyOf((flag, place))),
        (Kind.CONDITION, place),
        (Kind.CONDITION, flag),
    ]
    assert both[3].place == "when.0"
    assert both[3].condition == All((flag._replace(bound=(False,)), place))
    assert [one.condition for one in mutated_conditions(AnyOf((Not(place),)), base().knowledge)][:1] == [
        AnyOf((place,))
    ]


@cache
def every_mutant() -> tuple[Mutant, ...]:
    return mutants_of(base().rules, base().knowledge)


def test_every_mutant_is_another_rule_base_and_has_a_name_of_its_own() -> None:
    mutants = every_mutant()
    assert len({mutant.id for mutant in mutants}) == len(mutants)
    assert {mutant.kind for mutant in mutants} == set(Kind)
    # Compared by name: `all` and `any` of the same parts are equal as tuples.
    assert all(repr(mutant.instead) != repr(mutant.rule) for mutant in mutants)
    assert all(mutated_rules(base().rules, mutant) != base().rules for mutant in mutants if mutant.rule is None)
    assert mutants == mutants_of(base().rules, base().knowledge)


def test_mutants_are_chosen_by_kind_and_by_file() -> None:
    deleted = mutants_of(base().rules, base().knowledge, {Kind.DELETION})
    assert [mutant.subject for mutant in deleted] == list(base().rules.rules)
    silence = mutants_of(base().rules, base().knowledge, files={"rules/1-findings/silence.yaml"})
    assert {mutant.subject.partition("/")[0] for mutant in silence} == {"silence"}
    assert {mutant.id for mutant in silence} < {mutant.id for mutant in every_mutant()}


# Which cases notice: the short way against running everything.


def whole(mutant: Mutant) -> RuleBase:
    """The rule base with a mutant, compiled from the beginning."""
    rules = mutated_rules(base().rules, mutant)
    return compile_rule_base(Loaded(base().knowledge, rules, base().digest, {}, Diagnostics()))


def notices(case: Case, engine: CaseEngine) -> bool:
    situation = engine.situation(case)
    return any(came(one, situation) != one.wanted for one in case.expected)


@pytest.mark.parametrize("offset", range(2))
def test_a_mutant_is_noticed_exactly_when_some_case_fails(offset: int) -> None:
    # Few cases, so that many mutants survive; of different files, so that effects from afar are among them.
    cases = [case for one in bundled_tests() for case in one.cases][offset::40]
    tests = [RuleTests("rules/a.test.yaml", tuple(cases))]
    tester = MutationTester(base(), tests)
    survived = 0
    for mutant in every_mutant()[offset * 67 :: 149]:
        engine = CaseEngine(whole(mutant))
        failing = {case.name for case in cases if notices(case, engine)}
        killer = tester.killer(mutant)
        assert (killer is not None) == bool(failing), mutant.id
        assert killer is None or killer.name in failing, mutant.id
        survived += not failing
    assert survived > 5


# What tells a mutant apart.


def without(rule: str, *kinds: Kind) -> list[Mutant]:
    return [mutant for mutant in every_mutant() if mutant.subject == rule and (not kinds or mutant.kind in kinds)]


@pytest.mark.parametrize(
    "mutant", every_mutant()[5::120], ids=lambda mutant: mutant.id[:60] if isinstance(mutant, Mutant) else None
)
def test_a_witness_passes_without_the_mutant_and_fails_with_it(mutant: Mutant) -> None:
    told = tell_apart(mutant, base(), [case for one in bundled_tests() for case in one.cases])
    if mutant.rule is None:
        return  # what a policy does is shown by a case that is there
    assert isinstance(told, Witness), told
    name = mutant.rule.span.file.replace(".yaml", ".test.yaml")
    (case,) = read_rule_tests(f"format: fasmodell.tests/1\ncases:\n{told.case}", name, base()).cases
    assert not notices(case, CaseEngine(base()))
    assert notices(case, CaseEngine(whole(mutant)))


def rule_with(when: Condition, like: str = "silence/occurs") -> tuple[RuleBase, Rule]:
    """The bundled rule base with another condition in one rule."""
    rule = base().rules.rules[RuleId(like)]._replace(when=when)
    rules = base().rules._replace(rules={**base().rules.rules, rule.id: rule})
    return compile_rule_base(Loaded(base().knowledge, rules, "", {}, Diagnostics())), rule


def mutant_of(rule: Rule, instead: Condition) -> Mutant:
    return Mutant(Kind.CONDITION, rule.id, "when", "", "", rule.span, rule, rule._replace(when=instead))


def test_what_no_situation_tells_apart_is_proved_equivalent() -> None:
    changed, rule = rule_with(compared(LEVEL, Operator.ABOVE, 1))
    told = tell_apart(mutant_of(rule, compared(LEVEL, Operator.AT_LEAST, 2)), changed, ())
    assert told == Equivalent("it comes out the same in all 3 situations that the conditions concerned can tell apart")


def test_what_is_unknown_tells_apart_what_known_values_do_not() -> None:
    share = compared(SHARE, Operator.AT_LEAST, 10)
    changed, rule = rule_with(AnyOf((X, All((share, Not(share))))))
    told = tell_apart(mutant_of(rule, X), changed, ())
    assert isinstance(told, Witness)
    assert told.said == "silence_level 0"
    assert told.case.endswith("expect: {undecided: [silence/occurs]}\n")


def test_a_proof_that_rests_on_something_else_is_no_proof_of_equivalence() -> None:
    # Both say the same, but one rests on two indicators, and evidence is weighed by what it rests on.
    share = compared(SHARE, Operator.AT_LEAST, 10)
    changed, rule = rule_with(AnyOf((X, All((X, share)))))
    told = tell_apart(mutant_of(rule, X), changed, ())
    assert isinstance(told, Undecided)


def test_the_effect_of_evidence_that_may_count_for_less_is_taken_both_ways() -> None:
    capped = "control/drug-scene-gone-and-not-moved"
    assert [one.rule for one in base().evidence_rules if one.may_be_capped] == [capped]
    (mutant, *_) = without(capped, Kind.STRENGTH)
    effects = effects_of(mutant, base())
    assert len(effects.before({})) == 2 if isinstance((found := effects.before({})), list) else found


# The run and its report.


def few(files: str = "rules/1-findings/silence.yaml") -> tuple[Mutant, ...]:
    return mutants_of(base().rules, base().knowledge, files={files})


def survivors() -> tuple[Tried, ...]:
    tests = [read_cases("  - {name: tyst, given: {silence_level: 1}, expect: {fired: [occurs]}}\n")]
    return try_mutants(base(), tests, few())


def test_a_part_of_the_bundled_rules_lets_no_mutant_survive() -> None:
    mutants = [*few(), *few("rules/1-findings/youth.yaml"), *few("rules/2-gates/trust.yaml")][::5]
    tried = try_mutants(base(), bundled_tests(), mutants)
    assert len(tried) > 25
    assert [one.mutant.id for one in tried if one.state is not State.NOTICED] == []


def test_the_order_and_the_answers_do_not_depend_on_the_number_of_processes() -> None:
    told: list[tuple[int, int]] = []
    alone = try_mutants(base(), bundled_tests(), few(), 1, lambda tried, unnoticed: told.append((tried, unnoticed)))
    assert try_mutants(base(), bundled_tests(), few(), 2) == alone
    assert [one.mutant for one in alone] == list(few())
    assert told == [(12, 0), (16, 0)]


def test_a_survivor_is_a_question_with_the_case_that_answers_it() -> None:
    text = mutation_text(MutationReport(survivors()))
    turned = "`indicator: silence_level, at_least: 1` becomes `indicator: silence_level, at_most: 1`"
    assert text.splitlines()[:7] == [
        "rules/1-findings/silence.yaml:4: silence/occurs",
        f"  no test notices if {turned}; a situation with silence_level 0 would:",
        "  # rules/1-findings/silence.test.yaml",
        '  - name: "silence/occurs: silence_level 0"',
        "    given: {silence_level: 0}",
        "    expect: {not_fired: [silence/occurs]}",
        "",
    ]
    assert text.endswith(
        "16 mutants: 2 noticed, 14 survived, 0 equivalent, 0 explained\nscore: 2 of 16 noticed, 12.5 per cent"
    )


def test_the_score_is_never_rounded_up_and_leaves_out_what_is_equivalent() -> None:
    (one, *_) = survivors()
    noticed = one._replace(noticed_by=bundled_tests()[0].cases[0])
    report = MutationReport((*[noticed] * 1999, one._replace(told=None)), 99.95)
    assert (report.score, report.is_enough) == (99.9, True)
    assert not replace(report, threshold=99.96).is_enough
    assert not replace(report, threshold=None).is_enough
    equivalent = one._replace(told=Equivalent("a"))
    assert MutationReport((noticed, equivalent)).score == 100
    assert MutationReport((noticed, equivalent)).is_enough


@pytest.mark.parametrize("threshold", [None, 20.0])
def test_json_fits_its_schema(threshold: float | None) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    (first, *rest) = survivors()
    tried = (first._replace(told=Equivalent("a")), rest[0]._replace(reason="b"), *rest[1:])
    for report in (MutationReport(tried, threshold), MutationReport(())):
        Draft202012Validator(SCHEMA).validate(json.loads(mutation_json(report)))
    whole = json.loads(mutation_json(MutationReport(tried)))
    assert not Draft202012Validator(SCHEMA).is_valid(whole | {"more": 1})


def test_markdown_has_the_sums_by_kind_and_the_cases_in_blocks() -> None:
    text = mutation_markdown(MutationReport(survivors()))
    assert "| deletion | 3 | 1 | 2 | 0 | 0 |" in text
    assert "```yaml\n  - name:" in text
    assert text.count("### ") == 14


def test_a_mutant_of_a_policy_is_told_apart_by_a_case_that_is_there() -> None:
    mutant = next(one for one in every_mutant() if one.id == "ranking-policy adjustments.weak: 4 -> 5")
    cases = "  - {name: rytm, given: {est_cadence_days: 15}, expect: {fired: [foundations/reporting-rhythm]}}\n"
    (tried,) = try_mutants(base(), [read_cases(cases)], [mutant])
    lines = mutation_text(MutationReport((tried,))).splitlines()
    assert lines[1] == (
        "  no test notices if `adjustments.weak` `4` becomes `5`; the case `rytm` "
        f"({SILENCE}:3) would if it expected {{adjustment: {{est_coordination: 4}}}}"
    )


def test_reasons_stand_beside_the_mutants_they_are_about(tmp_path: Path) -> None:
    tried = survivors()
    survivor = next(one for one in tried if one.state is State.SURVIVED)
    path = tmp_path / "reasons.yaml"
    start = "format: fasmodell.mutant_reasons/1\nreasons:\n"
    path.write_text(f"{start}  - mutant: '{survivor.mutant.id}'\n    because: prövad\n", encoding="utf-8")
    ids = {mutant.id for mutant in every_mutant()}
    found = explained(tried, load_reasons(path), ids)
    assert [one.reason for one in found if one.state is State.EXPLAINED] == ["prövad"]
    assert "explained: rules/1-findings/silence.yaml:4: silence/occurs: " in mutation_text(MutationReport(found))
    path.write_text(f"{start}  - mutant: a\n    because: ''\n", encoding="utf-8")
    with pytest.raises(RuleBaseError):
        load_reasons(path)


# The command.


def run_command(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["fasmodell", *map(str, arguments)])
    monkeypatch.setattr("fasmodell.cli_mutate.rule_base_of", lambda _: base())  # the copied rules are the bundled ones
    return main()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    copy = tmp_path / "rules"
    shutil.copytree(bundled("rules"), copy, ignore=shutil.ignore_patterns("*.test.yaml"))
    return copy


@pytest.mark.parametrize(
    ("cases", "arguments", "code"),
    [
        pytest.param("{fired: [occurs]}", [], 1, id="survivors"),
        pytest.param("{fired: [occurs]}", ["--threshold", "12.5"], 0, id="enough"),
        pytest.param("{fired: [occurs]}", ["--threshold", "12.6"], 1, id="not enough"),
        pytest.param("{not_fired: [occurs]}", [], 1, id="a case that fails before anything is changed"),
        pytest.param("{fired: [occurs]}", ["--select", "quantifier"], 5, id="nothing to change"),
    ],
)
def test_the_exit_code_says_how_it_went(
    cases: str, arguments: list[str], code: int, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rules / "1-findings" / "silence.test.yaml"
    case = f"  - {{name: a, given: {{silence_level: 1}}, expect: {cases}}}\n"
    path.write_text(f"format: fasmodell.tests/1\ncases:\n{case}", encoding="utf-8")
    assert run_command(monkeypatch, "--rules", rules, "mutate", path, "--jobs", "1", *arguments) == code


def test_progress_goes_to_stderr(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = rules / "1-findings" / "silence.yaml"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run_command(monkeypatch, "--rules", rules, "mutate", file, "--jobs", "1", "--format", "json") == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["mutants"] == 16
    assert captured.err.endswith("16 of 16 tried, 16 unnoticed\n")
    assert written(X) == "{indicator: silence_level, at_least: 1}"
