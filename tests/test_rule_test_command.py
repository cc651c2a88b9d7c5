"""The command `test`: which cases it runs, cases to be done, how much coverage is enough, and its formats."""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell.authoring.rule_test_coverage import Coverage, Unreached, coverage_of, missing_in
from fasmodell.authoring.rule_test_junit import report_junit
from fasmodell.authoring.rule_test_report import Report, report_json, report_text
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.authoring.rule_test_selection import changed, named
from fasmodell.authoring.rule_tests import RuleTests
from fasmodell.diagnostics import FasmodellError
from fasmodell.resources import RawFile
from rule_test_cases import SILENCE, WARNINGS, base, bundled_tests, read_cases, result_of

SCHEMA = json.loads(
    (Path(fasmodell.__file__).parent / "schemas" / "test_report.schema.json").read_text(encoding="utf-8")
)
PASSES = "  - {name: tyst, given: {silence_level: 1}, expect: {fired: [occurs]}}\n"
FAILS = '  - {name: "fel <&\\" \\u0001", given: {silence_level: 0}, expect: {fired: [occurs]}}\n'
TODO = "  - {name: senare, todo: väntar på underlag, given: {silence_level: 0}, expect: {fired: [occurs]}}\n"
DONE = "  - {name: klar, todo: väntar på underlag, given: {silence_level: 1}, expect: {fired: [occurs]}}\n"


def cases_of(tests: tuple[RuleTests, ...]) -> list[str]:
    return [case.name for one in tests for case in one.cases]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("b", ["b", "bc"], id="a part of the name"),
        pytest.param("B", ["b", "bc"], id="letter case does not count"),
        pytest.param("b?", ["bc"], id="a pattern for the whole name"),
        pytest.param("silence/rec", ["a"], id="a part of a rule that the case names"),
        pytest.param("rec*", ["a"], id="a pattern for the rule's name in its file"),
        pytest.param("x", [], id="nothing"),
        pytest.param("[", [], id="a bracket that is never closed"),
    ],
)
def test_cases_are_chosen_by_name(name: str, found: list[str]) -> None:
    tests = read_cases(
        "  - {name: a, expect: {undecided: [recurrent]}}\n"
        "  - {name: b, expect: {undecided: [occurs]}}\n"
        "  - {name: bc, expect: {undecided: [occurs]}}\n"
    )
    assert cases_of(named([tests], [name])) == found


def test_several_names_choose_the_cases_of_each_and_none_chooses_all() -> None:
    every = cases_of(bundled_tests())
    assert cases_of(named(bundled_tests(), [])) == every
    two = cases_of(named(bundled_tests(), ["displacement-indoors", "silence/"]))
    assert set(two) == set(cases_of(named(bundled_tests(), ["silence/"]))) | set(
        cases_of(named(bundled_tests(), ["displacement-indoors"]))
    )
    assert two == [name for name in every if name in two]


# Files that git says have changed.


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    """A folder of rules under git, inside a work tree, with two committed rule files and their tests."""
    rules = tmp_path / "base" / "rules"
    for name in ("1-findings/silence", "3-measures/warnings"):
        for ending in (".yaml", ".test.yaml"):
            path = rules / f"{name}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("a", encoding="utf-8")
    (rules / "thresholds.yaml").write_text("a", encoding="utf-8")
    (rules / "README.md").write_text("a", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "a")
    return rules


def changed_files(rules: Path, revision: str = "HEAD") -> list[str]:
    files = [RawFile(name, rules.parent / name) for name in (SILENCE, WARNINGS)]
    return [raw.name for raw in changed(files, rules, revision, base())]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("1-findings/silence.yaml", [SILENCE], id="a rule file stands for the tests beside it"),
        pytest.param("3-measures/warnings.test.yaml", [WARNINGS], id="a test file"),
        pytest.param("thresholds.yaml", [SILENCE, WARNINGS], id="every rule may rest on a threshold"),
        pytest.param("README.md", [], id="a text is no reason to test"),
        pytest.param("new.yaml", [SILENCE, WARNINGS], id="a file that git does not know yet"),
    ],
)
def test_files_that_changed_are_chosen(path: str, found: list[str], work_tree: Path) -> None:
    assert changed_files(work_tree) == []
    (work_tree / path).write_text("b", encoding="utf-8")
    assert changed_files(work_tree) == found


def test_what_git_cannot_say_is_an_error(work_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for revision in ("no-such-revision", "--output=x"):
        with pytest.raises(FasmodellError, match=r"revision|git cannot say"):
            changed_files(work_tree, revision)
    with pytest.raises(FasmodellError, match="git cannot say what changed"):
        changed_files(tmp_path_factory.mktemp("elsewhere"))
    assert not (work_tree / "x").exists()


# Cases to be done.


def test_a_case_to_be_done_is_reported_and_does_not_fail() -> None:
    report = Report((result_of(PASSES + TODO),))
    assert report_text(report).splitlines() == [
        "rules/1-findings/silence.test.yaml:4: senare (todo: väntar på underlag)",
        "  rule `silence/occurs`: expected fired, came not_fired",
        "    `silence_level at_least 1` does not hold: it is 0",
        "",
        "2 cases in 1 file: 1 passed, 0 failed, 1 todo",
    ]


def test_a_case_to_be_done_that_passes_is_an_error() -> None:
    report = Report((result_of(DONE),))
    assert report_text(report).splitlines() == [
        "rules/1-findings/silence.test.yaml:3: klar",
        "  passes, but is marked `todo: väntar på underlag`: delete the mark",
        "",
        "1 case in 1 file: 0 passed, 1 failed",
    ]


def test_a_case_to_be_done_is_not_the_case_that_a_rule_needs() -> None:
    def lacking(cases: str) -> list[str]:
        results = run_tests([read_cases(cases)], base())
        return [one.message for one in missing_in(base(), results, {"rules/1-findings/silence.yaml"})]

    fires = "the rule `silence/occurs` has no case in which it fires"
    assert fires not in lacking(PASSES)
    assert fires in lacking(DONE)


# How much is enough.


def test_a_threshold_is_never_reached_by_rounding() -> None:
    rule = next(iter(base().rules.rules.values()))
    almost = Coverage(100_000, (Unreached(rule, "x at_least 1", None),))
    assert almost.per_cent == 99
    assert almost.is_below(100)
    assert almost.is_below(99.9995)
    assert not almost.is_below(99.999)
    assert not Coverage(3, ()).is_below(100)


@given(st.integers(1, 500), st.data())
def test_a_threshold_is_met_exactly_when_so_much_is_reached(outcomes: int, data: st.DataObject) -> None:
    reached = data.draw(st.integers(0, outcomes))
    tenths = data.draw(st.integers(0, 1000))
    rule = next(iter(base().rules.rules.values()))
    coverage = Coverage(outcomes, (Unreached(rule, "x", None),) * (outcomes - reached))
    assert coverage.is_below(tenths / 10) is (reached * 1000 < tenths * outcomes)


def covered(cases: str, threshold: float | None) -> Report:
    results = run_tests([read_cases(cases)], base())
    files = {"rules/1-findings/silence.yaml"}
    return Report(results, coverage_of(base(), results, files), missing_in(base(), results, files), threshold)


def test_with_a_threshold_only_the_share_decides() -> None:
    assert covered(PASSES, None).fails_coverage
    assert not covered(PASSES, 33.3).fails_coverage
    assert covered(PASSES, 33.4).fails_coverage
    assert report_text(covered(PASSES, 33.4)).endswith(
        "conditions: 3 of 9 outcomes reached, 33 per cent, at least 33.4 per cent wanted"
    )


# Formats.


@pytest.mark.parametrize("threshold", [None, 50.0], ids=["all", "half"])
@pytest.mark.parametrize("cases", [PASSES, FAILS, TODO, DONE, PASSES + FAILS + TODO + DONE, ""])
def test_json_fits_its_schema(cases: str, threshold: float | None) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    report = covered(cases, threshold) if cases else Report(())
    validator.validate(json.loads(report_json(report)))
    validator.validate(json.loads(report_json(Report(report.results))))


def test_the_schema_refuses_what_is_not_a_report() -> None:
    whole = json.loads(report_json(covered(PASSES + FAILS, None)))
    for key in ("format", "cases", "failed", "todo", "files"):
        assert not Draft202012Validator(SCHEMA).is_valid({k: v for k, v in whole.items() if k != key})
    assert not Draft202012Validator(SCHEMA).is_valid(whole | {"more": 1})


def test_junit_says_what_passed_failed_and_is_to_be_done() -> None:
    root = ET.fromstring(report_junit(Report((result_of(PASSES + FAILS + TODO + DONE),))))
    counted = {"tests": "4", "failures": "2", "errors": "0", "skipped": "1"}
    assert root.tag == "testsuites"
    assert {key: root.attrib[key] for key in counted} == counted
    (suite,) = root
    assert {key: suite.attrib[key] for key in counted} == counted
    assert suite.attrib["name"] == SILENCE
    passed, failed, todo, done = suite
    assert (passed.attrib["classname"], passed.attrib["name"]) == ("rules.1-findings.silence", "tyst")
    assert list(passed) == []
    (failure,) = failed
    assert failed.attrib["name"] == 'fel <&" \ufffd'
    assert failure.attrib["message"] == "rule `silence/occurs`: expected fired, came not_fired"
    assert failure.text is not None
    assert "`silence_level at_least 1` does not hold" in failure.text
    assert todo[0].tag == "skipped"
    assert todo[0].attrib["message"] == "todo: väntar på underlag"
    assert done[0].tag == "failure"


def test_junit_fails_what_is_not_covered() -> None:
    root = ET.fromstring(report_junit(covered(PASSES, None)))
    gaps = root[-1]
    assert gaps.attrib["name"] == "coverage"
    assert int(gaps.attrib["failures"]) == len(gaps) == int(root.attrib["failures"])
    assert ET.fromstring(report_junit(covered(PASSES, 10)))[-1].attrib["name"] == SILENCE


@given(st.text(min_size=1))
def test_junit_can_hold_any_name(name: str) -> None:
    result = result_of(FAILS)
    case = result.cases[0]
    renamed = replace(case, case=replace(case.case, name=name, todo=name))
    root = ET.fromstring(report_junit(Report((replace(result, cases=(renamed,)),))).encode("utf-8", "strict"))
    shown = root[0][0].attrib["name"]
    assert len(shown) == len(name)
    assert all(a in (b, "\ufffd") for a, b in zip(shown, name, strict=True))
