"""Broken test files, and how a failing case is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from fasmodell.authoring.rule_test_loader import load_rule_tests, read_rule_tests
from fasmodell.authoring.rule_test_report import Report, report_text
from fasmodell.authoring.rule_test_runner import FileResult, run_tests
from fasmodell.diagnostics import RuleBaseError
from fasmodell.resources import RawFile, bundled
from rule_test_cases import CONTROL, SILENCE, WARNINGS, base, engine, read_cases, text_of

BROKEN = {
    "an unknown rule": (
        "  - {name: a, expect: {fired: [silence/dominatin]}}\n",
        "FM501",
        "unknown rule `silence/dominatin`",
        "did you mean `silence/dominating`?",
    ),
    "an unknown rule of the file beside": (
        "  - {name: a, expect: {fired: [dominatin]}}\n",
        "FM501",
        "unknown rule `dominatin`",
        "did you mean `dominating`?",
    ),
    "an unknown finding that is expected": (
        "  - {name: a, expect: {findings: {silence_cultur: acute}}}\n",
        "FM502",
        "unknown finding `silence_cultur`",
        "did you mean `silence_culture`?",
    ),
    "an unknown finding that is given": (
        "  - {name: a, findings: {quiet: acute}, expect: {fired: [trust/silence-recurrent]}}\n",
        "FM502",
        "unknown finding `quiet`",
        None,
    ),
    "an unknown finding that is open": (
        "  - {name: a, expect: {open: [quiet]}}\n",
        "FM502",
        "unknown finding `quiet`",
        None,
    ),
    "an unknown indicator that is given": (
        "  - {name: a, given: {silense_level: 1}, expect: {fired: [occurs]}}\n",
        "FM503",
        "unknown indicator `silense_level`",
        "did you mean `silence_level`?",
    ),
    "an unknown indicator that is asked for": (
        "  - {name: a, expect: {ask: [silense_level]}}\n",
        "FM503",
        "unknown indicator `silense_level`",
        "did you mean `silence_level`?",
    ),
    "an unknown measure in place": (
        "  - {name: a, in_place: [mentors], expect: {fired: [occurs]}}\n",
        "FM504",
        "unknown measure `mentors`",
        None,
    ),
    "an unknown measure that stands": (
        "  - {name: a, expect: {standing: {mentorin: now}}}\n",
        "FM504",
        "unknown measure `mentorin`",
        "did you mean `mentoring`?",
    ),
    "an unknown gate": (
        "  - {name: a, expect: {gates: {controll: open}}}\n",
        "FM505",
        "unknown gate `controll`",
        "did you mean `control`?",
    ),
    "a level that does not exist": (
        "  - {name: a, expect: {findings: {silence_culture: marcked}}}\n",
        "FM109",
        "unknown level `marcked`",
        "did you mean `marked`?",
    ),
    "a given level that is open": (
        "  - {name: a, findings: {silence_culture: open}, expect: {fired: [trust/silence-recurrent]}}\n",
        "FM109",
        "unknown level `open`",
        None,
    ),
    "a state that a gate cannot have": (
        "  - {name: a, expect: {gates: {control: ajar}}}\n",
        "FM109",
        "unknown state of a gate `ajar`",
        None,
    ),
    "a standing that does not exist": (
        "  - {name: a, expect: {standing: {mentoring: noww}}}\n",
        "FM109",
        "unknown standing `noww`",
        "did you mean `now`?",
    ),
    "an unknown key in a case": (
        "  - {name: a, givn: {silence_level: 1}, expect: {fired: [occurs]}}\n",
        "FM104",
        "unknown key `givn` in a case",
        "did you mean `given`?",
    ),
    "an unknown key among the expectations": (
        "  - {name: a, expect: {fird: [occurs]}}\n",
        "FM104",
        "unknown key `fird` in the expectations",
        "did you mean `fired`?",
    ),
    "a case without a name": ("  - {expect: {fired: [occurs]}}\n", "FM106", "missing key `name` in a case", None),
    "a case without expectations": ("  - {name: a}\n", "FM106", "missing key `expect` in a case", None),
    "a case that expects nothing": (
        "  - {name: a, expect: {fired: []}}\n",
        "FM508",
        "the case `a` expects nothing",
        None,
    ),
    "two cases with the same name": (
        "  - {name: a, expect: {fired: [occurs]}}\n  - {name: a, expect: {fired: [occurs]}}\n",
        "FM507",
        "two cases are called `a`",
        "say what tells them apart",
    ),
    "a rule that both fires and does not": (
        "  - {name: a, expect: {fired: [occurs], not_fired: [silence/occurs]}}\n",
        "FM510",
        "two expectations of the rule `silence/occurs`",
        None,
    ),
    "a finding that is both open and ruled out": (
        "  - {name: a, expect: {open: [silence_culture], findings: {silence_culture: ruled_out}}}\n",
        "FM510",
        "two expectations of the finding `silence_culture`",
        None,
    ),
    "a finding expected where findings are given": (
        "  - {name: a, findings: {silence_culture: acute}, expect: {findings: {silence_culture: acute}}}\n",
        "FM506",
        "findings are given in this case, so nothing concludes them",
        "give indicators instead, and leave the rest to the rules",
    ),
    "a rule of stage 1 where findings are given": (
        "  - {name: a, findings: {silence_culture: acute}, expect: {fired: [dominating]}}\n",
        "FM506",
        "findings are given in this case, so the rule `silence/dominating` is not asked",
        "give indicators instead, and leave the rest to the rules",
    ),
    "a phase expected where it is given": (
        "  - {name: a, gates: {control: open}, expect: {phase: 2}}\n",
        "FM506",
        "the phase is given in this case, so nothing decides it",
        "give indicators instead, and leave the rest to the rules",
    ),
}


@pytest.mark.parametrize(("cases", "code", "message", "help"), BROKEN.values(), ids=BROKEN)
def test_a_broken_test_file_is_an_error(cases: str, code: str, message: str, help: str | None) -> None:
    with pytest.raises(RuleBaseError) as caught:
        read_cases(cases)
    (found,) = caught.value.diagnostics
    assert (found.message, found.help) == (message, help)
    assert found.code == code
    assert found.span.line >= 3 or code == "FM107"


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        pytest.param("  - {name: a, phase: 4, expect: {fired: [occurs]}}\n", "FM124", id="a phase that does not exist"),
        pytest.param("  - {name: a, given: {silence_level: 4}, expect: {fired: [occurs]}}\n", "FM402", id="a value"),
        pytest.param("  - {name: a, given: {silence_level: 1.5}, expect: {fired: [occurs]}}\n", "FM403", id="a half"),
        pytest.param("  a: 1\n", "FM107", id="cases that are no list"),
        pytest.param("  - a\n", "FM107", id="a case that is no mapping"),
        pytest.param("  - {name: '', expect: {fired: [occurs]}}\n", "FM125", id="an empty name"),
        pytest.param("  - {name: a, expect: {fired: occurs}}\n", "FM107", id="rules that are no list"),
    ],
)
def test_shapes_and_values_are_checked_as_everywhere(cases: str, code: str) -> None:
    with pytest.raises(RuleBaseError) as caught:
        read_cases(cases)
    assert [one.code for one in caught.value.diagnostics] == [code]


def test_every_problem_of_a_file_is_reported_at_once() -> None:
    cases = "  - {name: a, given: {x: 1}, findings: {y: acute}, expect: {fired: [z], ask: [x]}}\n"
    with pytest.raises(RuleBaseError, match="the rule tests have 4 errors") as caught:
        read_cases(cases)
    assert [one.code for one in caught.value.diagnostics] == ["FM503", "FM502", "FM501", "FM503"]


def test_a_test_file_needs_its_rule_file() -> None:
    with pytest.raises(RuleBaseError) as caught:
        read_cases("  - {name: a, expect: {fired: [silence/occurs]}}\n", "rules/1-findings/silens.test.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == ("FM509", "there are no rules in `rules/1-findings/silens.yaml`")


def test_a_test_file_says_its_format() -> None:
    with pytest.raises(RuleBaseError) as caught:
        read_rule_tests("format: fasmodell.test/1\ncases: []\n", SILENCE, base())
    assert [one.code for one in caught.value.diagnostics] == ["FM108"]


def test_a_rule_that_did_not_fire_is_explained_by_the_atom_that_decided() -> None:
    cases = "  - name: nivå 2 räcker inte\n    given: {silence_level: 2}\n    expect: {fired: [dominating]}\n"
    assert text_of(cases) == (
        "rules/1-findings/silence.test.yaml:3: nivå 2 räcker inte\n"
        "  rule `silence/dominating`: expected fired, came not_fired\n"
        "    `silence_level at_least 3` does not hold: it is 2"
    )


def test_only_the_atoms_that_decided_are_shown() -> None:
    cases = (
        "  - name: a\n    given: {police_presence_level: 1}\n"
        "    findings: {open_drug_scene: signs}\n    expect: {fired: [operations-that-fade]}\n"
    )
    assert text_of(cases, WARNINGS).splitlines()[1:] == [
        "  rule `warnings/operations-that-fade`: expected fired, came undecided",
        "    `finding public_violence at_least marked` is unknown",
    ]


def test_a_finding_is_explained_by_its_rules() -> None:
    cases = "  - {name: a, given: {silence_level: 1}, expect: {findings: {silence_culture: marked}}}\n"
    assert text_of(cases).splitlines()[1:] == [
        "  finding `silence_culture`: expected marked, came signs",
        "    `silence/occurs` (signs): fired",
        "      `silence_level at_least 1` holds: it is 1",
        "    `silence/recurrent` (marked): not_fired",
        "      `silence_level at_least 2` does not hold: it is 1",
        "    `silence/dominating` (acute): not_fired",
        "      `silence_level at_least 3` does not hold: it is 1",
        "    nearest to marked: `silence/recurrent`, which lacks `silence_level at_least 2` (it is 1, 1 away)",
    ]


def test_the_nearest_rule_is_the_one_that_lacks_least() -> None:
    def last(given: str) -> str:
        cases = f"  - {{name: a, given: {given}, expect: {{findings: {{open_drug_scene: marked}}}}}}\n"
        return text_of(cases, "rules/1-findings/open-drug-scene.test.yaml").splitlines()[-1].strip()

    start = "nearest to marked: `open-drug-scene/"
    assert last("{open_drug_scene_level: 1}") == (
        f"{start}growing`, which lacks `drug_trade_change is worse` (it is unknown)"
    )
    assert last("{open_drug_scene_level: 0, drug_trade_change: worse}") == (
        f"{start}growing`, which lacks `open_drug_scene_level at_least 1` (it is 0, 1 away)"
    )
    assert last("{}") == f"{start}recurrent`, which lacks `open_drug_scene_level at_least 2` (it is unknown)"


def test_a_level_that_is_passed_has_no_nearest_rule() -> None:
    cases = "  - {name: a, given: {silence_level: 3}, expect: {findings: {silence_culture: marked}}}\n"
    assert "nearest" not in text_of(cases)


def test_an_open_finding_is_not_ruled_out() -> None:
    cases = "  - {name: a, given: {silence_level: unknown}, expect: {findings: {silence_culture: ruled_out}}}\n"
    assert "finding `silence_culture`: expected ruled_out, came open" in text_of(cases)


def test_a_gate_is_explained_by_its_evidence() -> None:
    cases = "  - {name: a, given: {policing_difficulty_level: 2}, expect: {gates: {control: shut}, phase: 1}}\n"
    assert text_of(cases, CONTROL).splitlines()[1:] == [
        "  gate `control`: expected shut, came undetermined",
        "    0 points for open, 2 for shut",
        "    `control/police-must-adapt` says shut, moderate",
        "  phase: expected 1, came undetermined",
        "    gate `control` is undetermined",
        "    gate `trust` is undetermined",
    ]


def test_a_standing_shows_what_else_was_possible() -> None:
    cases = "  - {name: a, in_place: [mentoring], expect: {standing: {mentoring: now}}}\n"
    assert text_of(cases).splitlines()[1:] == [
        "  standing `mentoring`: expected now, came in_place",
        "    possible: in_place",
    ]


def test_a_question_that_is_answered_is_not_asked() -> None:
    cases = "  - {name: a, given: {silence_level: 0}, expect: {ask: [silence_level]}}\n"
    assert text_of(cases).splitlines()[1:] == [
        "  question `silence_level`: expected asked, came not asked",
        "    it is known: 0",
    ]


def test_a_case_that_gives_findings_starts_after_stage_1() -> None:
    cases = (
        "  - name: a\n    given: {silence_level: 3, trust_level: 0}\n    findings: {silence_culture: signs}\n"
        "    expect: {not_fired: [trust/general-reluctance], undecided: [trust/trust-very-low]}\n"
    )
    assert text_of(cases) == ""


@pytest.mark.parametrize(
    ("given", "phase"),
    [
        pytest.param("phase: 1", 1, id="phase 1 has control shut"),
        pytest.param("phase: 2", 2, id="phase 2 has control open"),
        pytest.param("gates: {control: shut}", 1, id="a shut gate means the phase it leaves"),
        pytest.param("gates: {control: open, trust: open}", 3, id="open gates mean the last phase"),
        pytest.param("gates: {control: open}", 2, id="a gate that is not named is undetermined"),
        pytest.param("gates: {trust: open}", 1, id="the earliest candidate counts"),
        pytest.param("{gates: {control: open}, phase: 1}", 1, id="an area may be held back"),
    ],
)
def test_a_given_phase_and_given_gates_agree(given: str, phase: int) -> None:
    given = given.strip("{}") if given.startswith("{") else given
    given = f"{given}}}" if given.count("{") > given.count("}") else given
    case = read_cases(f"  - {{name: a, {given}, expect: {{fired: [occurs]}}}}\n").cases[0]
    assert engine().situation(case).decision.working_phase == phase


def test_a_file_without_cases_has_neither_passed_nor_failed() -> None:
    empty = FileResult(read_rule_tests("format: fasmodell.tests/1\ncases: []\n", SILENCE, base()), ())
    assert report_text(Report((empty,))) == f"{SILENCE}: no cases\n0 cases in 1 file: 0 passed, 0 failed"


# What a case can expect in numbers, and what else it can start from.

ADVICE = "foundations/reporting-rhythm"


def test_points_of_a_gate_are_expected_side_by_side() -> None:
    cases = (
        "  - {name: a, given: {policing_difficulty_level: 2}, expect: {points: {control: {open: 0, shut: 2}}}}\n"
        "  - {name: b, given: {policing_difficulty_level: 2}, expect: {points: {control: {shut: 3}}}}\n"
    )
    assert text_of(cases, CONTROL).splitlines()[1:] == [
        "  points `control/shut`: expected 3, came 2",
        "    0 points for open, 2 for shut",
        "    `control/police-must-adapt` says shut, moderate",
    ]


def test_the_score_of_a_measure_and_what_advice_adds_are_expected_in_points() -> None:
    cases = (
        "  - name: a\n    given: {est_cadence_days: 15}\n"
        "    expect: {score: {est_coordination: 1.5}, adjustment: {est_coordination: 5}}\n"
    )
    lines = text_of(cases, "rules/3-measures/foundations.test.yaml").splitlines()[1:]
    assert lines[0].startswith("  score `est_coordination`: expected 1.5, came ")
    shown = [float(line.rpartition(": ")[2]) for line in lines[1 : lines.index("    adjustment " + ADVICE + ": 4")]]
    came = float(lines[0].rpartition(" ")[2])
    assert sum(shown) + 4 == came
    assert lines[-2:] == [
        "  adjustment `est_coordination`: expected 5, came 4",
        f"    adjustment {ADVICE}: 4",
    ]


def test_near_ties_are_expected_as_a_list() -> None:
    text = text_of("  - {name: a, expect: {near: {mentoring: []}}}\n")
    assert text.splitlines()[1].startswith("  near `mentoring`: expected none, came ")


def test_a_previous_assessment_holds_the_area_back_until_a_gate_has_held() -> None:
    def phase(months_ago: str) -> str:
        given = "findings: {police_can_work_normally: acute, services_can_work_normally: acute}"
        previous = f"{{phase: 1, as_of: 2025-06-30, gates_open_since: {{control: {months_ago}}}}}"
        cases = f"  - {{name: a, {given}, previous_assessment: {previous}, expect: {{gates: {{control: open}}}}}}\n"
        tests = read_cases(cases, CONTROL)
        decision = engine().situation(tests.cases[0]).decision
        assert str(decision.gates[0].state) == "open"
        return str(decision.working_phase)

    assert (phase("2025-01"), phase("2025-02")) == ("2", "1")


def test_a_previous_assessment_is_checked_as_in_a_profile() -> None:
    with pytest.raises(RuleBaseError) as caught:
        read_cases("  - {name: a, previous_assessment: {phase: 4, as_of: 2025-06-30}, expect: {undecided: [occurs]}}\n")
    assert [one.code for one in caught.value.diagnostics] == ["FM109"]


def test_a_case_can_start_from_the_profile_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "1-findings" / "silence.test.yaml"
    path.parent.mkdir(parents=True)
    profile = (bundled("examples") / "bjorkdalen.yaml").read_text(encoding="utf-8")
    (tmp_path / "area.yaml").write_text(profile, encoding="utf-8")
    text = "format: fasmodell.tests/1\ncases:\n  - {name: a, profile: ../../area.yaml, expect: {phase: 1}}\n"
    path.write_text(text, encoding="utf-8")
    (result,) = run_tests(load_rule_tests([RawFile(SILENCE, path)], base()), base())
    assert not result.failed


def test_a_policy_may_have_tests_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "phase-policy.test.yaml"
    path.write_text(
        "format: fasmodell.tests/1\ncases:\n  - {name: a, expect: {phase: undetermined}}\n", encoding="utf-8"
    )
    raw = RawFile("rules/phase-policy.test.yaml", path)
    with pytest.raises(RuleBaseError, match="1 error"):
        load_rule_tests([raw], base())
    path.with_name("phase-policy.yaml").write_text("a", encoding="utf-8")
    (result,) = run_tests(load_rule_tests([raw], base()), base())
    assert not result.failed
