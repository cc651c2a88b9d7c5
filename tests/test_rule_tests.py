"""The rule tests of the bundled rule base, what they cover, and the command that runs them."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from pathlib import Path

import pytest

from fasmodell.authoring.rule_test_coverage import Coverage, Unreached, coverage_of, missing_cases
from fasmodell.authoring.rule_test_runner import run_case, run_tests
from fasmodell.authoring.rule_tests import Case
from fasmodell.cli import main
from fasmodell.diagnostics import format_diagnostics
from fasmodell.resources import bundled
from rule_test_cases import FOUNDATIONS, WARNINGS, base, bundled_tests, engine, read_cases


def plain(text: str) -> str:
    """The text without the marks over letters, which pytest would write as codes."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def every_case() -> list[object]:
    return [
        pytest.param(case, id=f"{tests.file.removeprefix('rules/')}: {plain(case.name)}")
        for tests in bundled_tests()
        for case in tests.cases
    ]


@pytest.mark.parametrize("case", every_case())
def test_the_rules_do_what_their_cases_say(case: Case) -> None:
    result = run_case(case, engine())
    assert not result.failures, result.text


def test_every_rule_has_the_cases_it_needs() -> None:
    missing = missing_cases(base(), bundled_tests())
    assert not missing, format_diagnostics(missing, {})


def test_every_outcome_of_every_condition_is_tried() -> None:
    coverage = coverage_of(base(), run_tests(bundled_tests(), base()))
    assert not coverage.unreached, "\n".join(gap.text for gap in coverage.unreached)
    assert coverage.per_cent == 100


# Coverage and the cases a rule needs.


def missing_for_silence(cases: str) -> list[str]:
    missing = missing_cases(base(), [read_cases(cases)])
    return [
        one.message for one in missing if one.span.file == "rules/1-findings/silence.yaml" and "/occurs" in one.message
    ]


def test_a_rule_without_cases_lacks_all_of_them() -> None:
    assert missing_for_silence("  - {name: a, expect: {fired: [recurrent]}}\n") == [
        "the rule `silence/occurs` has no case in which it fires",
        "the rule `silence/occurs` has no case in which it is known not to fire",
        "the rule `silence/occurs` has no case in which it is unknown",
        "the rule `silence/occurs` has no case at the bound, just inside `silence_level at_least 1`",
        "the rule `silence/occurs` has no case near the bound, just outside `silence_level at_least 1`",
    ]


def test_a_case_far_from_the_bound_is_not_a_case_at_the_bound() -> None:
    cases = (
        "  - {name: a, given: {silence_level: 2}, expect: {fired: [occurs]}}\n"
        "  - {name: b, given: {silence_level: 0}, expect: {not_fired: [occurs]}}\n"
        "  - {name: c, expect: {undecided: [occurs]}}\n"
    )
    assert missing_for_silence(cases) == [
        "the rule `silence/occurs` has no case at the bound, just inside `silence_level at_least 1`"
    ]


def test_a_case_that_does_not_name_the_rule_does_not_count() -> None:
    cases = "  - {name: a, given: {silence_level: 1}, expect: {findings: {silence_culture: signs}}}\n"
    assert len(missing_for_silence(cases)) == 5


def test_near_a_bound_is_at_most_1_away_and_at_most_a_tenth() -> None:
    rule = "foundations/reporting-rhythm"
    for days, is_near in ((15, True), (14.1, True), (15.1, False), (14, False), (13, False)):
        cases = f"  - {{name: a, given: {{est_cadence_days: {days}}}, expect: {{fired: [{rule}]}}}}\n"
        messages = [
            one.message for one in missing_cases(base(), [read_cases(cases, FOUNDATIONS)]) if f"`{rule}`" in one.message
        ]
        assert (not any("near the bound" in message for message in messages)) is is_near, days


def test_every_option_of_a_choice_must_be_tried() -> None:
    cases = "  - {name: a, given: {police_class: vulnerable}, expect: {fired: [list-label]}}\n"
    messages = [
        one.message for one in missing_cases(base(), [read_cases(cases, WARNINGS)]) if "/list-label" in one.message
    ]
    assert [message.partition(" with ")[2][:20] for message in messages if " with " in message] == [
        "`risk_area` for `pol",
        "`especially_vulnerab",
    ]


def test_coverage_counts_what_the_own_file_gives() -> None:
    results = run_tests([read_cases("  - {name: a, given: {silence_level: 1}, expect: {fired: [occurs]}}\n")], base())
    coverage = coverage_of(base(), results, {"rules/1-findings/silence.yaml"})
    assert (coverage.reached, coverage.outcomes, coverage.per_cent) == (3, 9, 33)
    assert coverage.unreached[0].text == "`silence/occurs`: never tried that `silence_level at_least 1` does not hold"
    elsewhere = coverage_of(base(), results, {"rules/2-gates/trust.yaml"})
    assert elsewhere.reached == 0


def test_the_state_of_a_gate_is_never_unknown() -> None:
    coverage = coverage_of(base(), (), {"rules/3-measures/warnings.yaml"})
    gates = [gap.outcome for gap in coverage.unreached if gap.rule.id == "warnings/event-in-regained-area"]
    assert gates == [True, False, None, True, False]


def test_coverage_is_never_rounded_up() -> None:
    rule = next(iter(base().rules.rules.values()))
    assert Coverage(1000, (Unreached(rule, "x at_least 1", None),)).per_cent == 99
    assert Coverage(0, ()).per_cent == 0


# The command.


def run_command(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["fasmodell", "--no-cache", *map(str, arguments)])
    return main()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules without their tests."""
    copy = tmp_path / "rules"
    shutil.copytree(bundled("rules"), copy, ignore=shutil.ignore_patterns("*.test.yaml"))
    return copy


def write(rules: Path, text: str) -> None:
    path = rules / "1-findings" / "silence.test.yaml"
    path.write_text(f"format: fasmodell.tests/1\ncases:\n{text}", encoding="utf-8")


def test_the_command_runs_the_bundled_tests(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(monkeypatch, "test", "--cover") == 0
    passed = sum(len(tests.cases) for tests in bundled_tests())
    counted = f"{passed} cases in {len(bundled_tests())} files: {passed} passed, 0 failed"
    assert capsys.readouterr().out.startswith(counted)


@pytest.mark.parametrize("chosen", ["silence.yaml", "silence.test.yaml"])
def test_a_rule_file_stands_for_its_tests(
    chosen: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(monkeypatch, "test", bundled("rules") / "1-findings" / chosen, "--cover") == 0
    assert "in 1 file: " in capsys.readouterr().out


def test_a_failing_case_is_shown_and_exits_with_1(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(rules, "  - {name: a, given: {silence_level: 1}, expect: {not_fired: [occurs]}}\n")
    assert run_command(monkeypatch, "--rules", rules, "test") == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "rules/1-findings/silence.test.yaml:3: a\n  rule `silence/occurs`: expected not_fired, came fired"
    )
    assert out.endswith("1 case in 1 file: 0 passed, 1 failed\n")


def test_a_lacking_case_exits_with_1_only_when_coverage_is_asked_for(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(rules, "  - {name: a, given: {silence_level: 1}, expect: {fired: [occurs]}}\n")
    assert run_command(monkeypatch, "--rules", rules, "test") == 0
    assert capsys.readouterr().out == "1 case in 1 file: 1 passed, 0 failed\n"
    assert run_command(monkeypatch, "--rules", rules, "test", rules / "1-findings" / "silence.yaml", "--cover") == 1
    out = capsys.readouterr().out
    assert "the rule `silence/occurs` has no case in which it is unknown" in out
    assert out.endswith("conditions: 3 of 9 outcomes reached, 33 per cent\n")


def test_a_rule_file_without_tests_is_not_passed_over(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(rules, "  - {name: a, given: {silence_level: 1}, expect: {fired: [occurs]}}\n")
    assert run_command(monkeypatch, "--rules", rules, "test", rules / "1-findings", "--cover") == 1
    out = capsys.readouterr().out
    assert "the rule `place/physical-disorder-occurs` has no case in which it fires" in out
    assert "rules/2-gates" not in out


def test_the_report_as_json(rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(rules, "  - {name: å, given: {silence_level: 1}, expect: {not_fired: [occurs]}}\n")
    assert run_command(monkeypatch, "--rules", rules, "test", "--cover", "--format", "json") == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["format"], report["cases"], report["failed"]) == ("fasmodell.test_report/1", 1, 1)
    (case,) = report["files"][0]["cases"]
    assert (case["name"], case["line"], case["outcome"]) == ("å", 3, "failed")
    assert case["failures"][0]["details"] == ["`silence_level at_least 1` holds: it is 1"]
    assert report["coverage"]["per_cent"] == 0
    assert {"rule", "condition", "outcome"} == set(report["coverage"]["unreached"][0])


def test_no_cases_is_an_outcome_of_its_own(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(monkeypatch, "--rules", rules, "test") == 5
    assert capsys.readouterr().out == "0 cases in 0 files: 0 passed, 0 failed\n"
    write(rules, "  []\n")
    assert run_command(monkeypatch, "--rules", rules, "test") == 5
    assert "silence.test.yaml: no cases" in capsys.readouterr().out


def test_a_broken_test_file_exits_with_3(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(rules, "  - {name: a, expect: {fired: [occured]}}\n")
    assert run_command(monkeypatch, "--rules", rules, "test") == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "rules/1-findings/silence.test.yaml:3:32: error[FM501]: unknown rule `occured`\n"
        "  3 |   - {name: a, expect: {fired: [occured]}}\n"
        "    |                                ^^^^^^^\n"
        "help: did you mean `occurs`?\n"
        "error: the rule tests have 1 error\n"
    )
