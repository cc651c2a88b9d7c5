"""The lints of meaning: exact on any rule base, each with a profile that shows it, and accepted only with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bad_cases import BAD, lay_out
from fasmodell import load_rule_base, parse_profile, recommend
from fasmodell.authoring.checks import MEANING_LINT, Folders, check_folders
from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_test_files
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.cli import cli
from fasmodell.cli_failures import EXIT_FINDINGS
from fasmodell.diagnostics import FasmodellError
from fasmodell.exact.availability import NOT_RUN
from fasmodell.facts import finding_id, negated, rule_id
from fasmodell.knowledge import Level
from fasmodell.loader import load_files
from fasmodell.names import Names
from fasmodell.resources import bundled
from fasmodell.results import Standing
from fasmodell.rule_base import compile_rule_base
from fasmodell.rules import All, AnyOf, ConcludesFinding, Condition, FindingHolds, Not
from strategies_profiles import profiles
from strategies_rule_bases import level, rule, rule_bases, small, with_rules

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell.authoring import meaning_rules
from fasmodell.authoring.meaning import meaning_report
from fasmodell.authoring.meaning_questions import Questions, concludes

SLOW = settings(
    max_examples=12,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ACCEPTED = "    accepted:\n      - {{code: {code}, about: {about}, because: {{sv: Skälet., en: The reason.}}}}\n"
RULES = "rules/1-findings/more.yaml"


def codes_of(folder: Path) -> list[str]:
    checked = check_folders(Folders(folder / "rules", folder / "knowledge_base"), (MEANING_LINT,))
    return [one.code for one in checked.found]


def laid_out(name: str, into: Path) -> Path:
    lay_out(next(BAD.glob(f"{name}*")), into)
    return into


def test_the_shipped_rule_base_means_what_it_says() -> None:
    """What is accepted is listed here, so that a further acceptance is a decision that somebody reads."""
    read: list[Names] = []
    loaded = load_files(bundled("rules"), bundled("knowledge_base"), lambda _, names: read.append(names))
    report = meaning_report(compile_rule_base(loaded), read[0])
    assert [one.diagnostic.message for one in report.problems] == []
    assert [(one.diagnostic.code, one.diagnostic.span.file, one.about) for one in report.accepted] == [
        ("FM326", "rules/2-gates/trust.yaml", "trust/information-and-growing-trust")
    ]


@SLOW
@given(st.data())
def test_what_is_said_of_every_profile_holds_for_any_profile(data: st.DataObject) -> None:
    """Each claim on a random rule base against what the engine gives for random profiles."""
    base = data.draw(rule_bases())
    questions = Questions(base)
    encoding = questions.encoding
    dead = {name for name in base.rules.rules if not questions.can_be(encoding.fires(name))}
    lasting = {
        name
        for name in base.knowledge.findings
        if not questions.can_be(encoding.knows(finding_id(name, Level.SIGNS), wanted=False))
    }
    still = {
        (name, standing)
        for name, cases in encoding.standings.items()
        for standing in Standing
        if standing not in cases or not questions.can_be(cases[standing])
    }
    for _ in range(4):
        answer = recommend(data.draw(profiles(base.knowledge)), base)
        assert not any(rule_id(name) in answer.trace for name in dead)
        assert not any(negated(finding_id(name, Level.SIGNS)) in answer.trace for name in lasting)
        assert not {(one.measure, one.standing) for one in answer.measures} & still


@SLOW
@given(st.data())
def test_what_can_be_is_shown_by_a_profile(data: st.DataObject) -> None:
    base = data.draw(rule_bases())
    questions = Questions(base)
    for name in base.rules.rules:
        fact = rule_id(name)
        for symbol, wanted in ((fact, True), (negated(fact), False)):
            witness = questions.witness(concludes(symbol), questions.encoding.knows(fact, wanted))
            can_be = questions.can_be(questions.encoding.knows(fact, wanted))
            assert (witness is not None) is can_be
            if witness is not None:
                assert symbol in recommend(parse_profile(witness.profile, base), base).trace


FIRST, SECOND, THIRD = list(small().knowledge.findings)[:3]
A, B = level("attacks_level", 1), level("attacks_level", 2)
FOLLOWS = f"finding {SECOND} at_least signs"
ANY_NUMBER = level("attacks_on_responders_12m", 0)


@pytest.mark.parametrize(
    ("when", "idle"),
    [
        pytest.param(All((A, B)), ["attacks_level at_least 1"], id="implied by another part"),
        pytest.param(AnyOf((A, B)), ["attacks_level at_least 2"], id="implying another part"),
        pytest.param(All((A, A)), ["attacks_level at_least 1"], id="written twice, so that one of them may stay"),
        pytest.param(
            All((A, AnyOf((A, B)))), ["any of (attacks_level at_least 1; attacks_level at_least 2)"], id="part in part"
        ),
        pytest.param(Not(All((A, B))), ["attacks_level at_least 1"], id="inside a negation"),
        pytest.param(All((B, ANY_NUMBER)), [], id="always so when it is known, but it may be unknown"),
        pytest.param(All((A, FindingHolds(FIRST, Level.SIGNS))), ["attacks_level at_least 1"], id="a finding needs it"),
        pytest.param(All((B, FindingHolds(SECOND, Level.SIGNS))), [FOLLOWS], id="through a rule"),
        pytest.param(A, [], id="a single part"),
    ],
)
def test_a_part_that_never_matters_is_found_and_no_other(when: Condition, idle: list[str]) -> None:
    """The first finding needs something else besides; the second one follows from the level alone."""
    base = with_rules(
        small(),
        rule("first", All((A, level("hidden_crime_level", 1))), ConcludesFinding(FIRST, Level.SIGNS)),
        rule("second", A, ConcludesFinding(SECOND, Level.SIGNS)),
        rule("tried", when, ConcludesFinding(THIRD, Level.SIGNS)),
    )
    questions = Questions(base)
    found = [meaning_rules.part_at(when, path) for path in meaning_rules.idle_parts(questions, when)]
    assert list(map(meaning_rules.said, found)) == idle


def test_an_acceptance_is_for_one_problem_only(tmp_path: Path) -> None:
    folder = laid_out("FM325", tmp_path)
    path = folder / RULES
    text = path.read_text(encoding="utf-8")
    assert codes_of(folder) == ["FM325"]
    path.write_text(text + ACCEPTED.format(code="FM325", about="open-drug-scene/occurs"), encoding="utf-8")
    assert codes_of(folder) == []
    for code, about in (("FM325", "open-drug-scene/dominating"), ("FM324", "open-drug-scene/occurs")):
        path.write_text(text + ACCEPTED.format(code=code, about=about), encoding="utf-8")
        assert codes_of(folder) == ["FM325", "FM331"]


@pytest.mark.parametrize(
    "written",
    ["[{code: FM325}]", "[{code: FM101, because: {sv: Å., en: A.}}]", "[{because: {sv: Å., en: A.}}]", "true", "{}"],
)
def test_an_acceptance_without_a_code_or_a_reason_is_refused(written: str, tmp_path: Path) -> None:
    folder = laid_out("FM325", tmp_path)
    path = folder / RULES
    path.write_text(path.read_text(encoding="utf-8") + f"    accepted: {written}\n", encoding="utf-8")
    found = codes_of(folder)
    assert found
    assert set(found) <= {"FM106", "FM107", "FM127"}


def checked(folder: Path, *options: str) -> int:
    code = cli.main(
        ["--rules", str(folder / "rules"), "--knowledge", str(folder / "knowledge_base"), "check", *options],
        standalone_mode=False,
    )
    return code or 0


def test_without_z3_the_other_checks_run_and_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("meaning_lint", "witness_cases"):
        monkeypatch.setattr(f"fasmodell.authoring.{module}.is_available", lambda: False)
    folder = laid_out("FM325", tmp_path)
    checked(folder)
    told = capsys.readouterr()
    assert f"note: {NOT_RUN}\n" in told.err
    assert "FM325" not in told.err
    with pytest.raises(FasmodellError, match="fasmodell\\[smt\\]"):
        checked(folder, "--save-as-test")


@pytest.mark.parametrize("name", ["FM323", "FM325", "FM326", "FM328", "FM330"])
def test_a_witness_is_saved_as_a_case_that_passes(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = laid_out(name, tmp_path)
    assert checked(folder, "--save-as-test") == EXIT_FINDINGS
    assert "cases added: 1; there already: 0" in capsys.readouterr().err
    base = load_rule_base(folder / "rules", folder / "knowledge_base", cache=False)
    [results] = run_tests(load_rule_tests(rule_test_files(folder / "rules"), base), base)
    assert [case.case.name.partition(":")[0] for case in results.cases] == [name]
    assert not results.failed
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert checked(folder, "--save-as-test", "--force") == EXIT_FINDINGS
    assert "cases added: 0; there already: 1" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_cases_are_added_after_those_of_the_author(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = laid_out("FM325", tmp_path)
    path = folder / "rules" / "1-findings" / "more.test.yaml"
    own = "format: fasmodell.tests/1\n# Mine.\ncases:\n- {name: mitt fall, expect: {undecided: [more]}}\n"
    path.write_text(own, encoding="utf-8")
    with pytest.raises(FasmodellError, match="nothing was written"):
        checked(folder, "--save-as-test")
    assert path.read_text(encoding="utf-8") == own
    assert checked(folder, "--save-as-test", "--force") == EXIT_FINDINGS
    text = path.read_text(encoding="utf-8")
    assert "# Mine." in text
    assert text.index("mitt fall") < text.index("FM325")
    capsys.readouterr()
