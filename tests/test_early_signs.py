"""Early signs and the reasons for local decisions load with every reference checked, and can be shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from fasmodell import RuleBase, RuleBaseError, load_rule_base
from fasmodell.cli import cli
from fasmodell.knowledge import Basis, SignReading
from fasmodell.resources import bundled

BASE = load_rule_base()
RIGHT = {
    "indicator": "reported_drug_offence_rate",
    "movement": "rising",
    "reading": "good_though_it_looks_bad",
    "text": "{sv: Tecken, en: Sign}",
    "measures": "[safety_walk]",
    "within_months": "12",
    "beside": "[insecurity_level]",
    "numbers": "{basis: project_decision, reason: {sv: Val, en: Choice}}",
    "source": "{ref: project, locator: här, basis: inferred}",
}


def load(tmp_path: Path, changes: dict[str, str | None]) -> RuleBase:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(bundled("knowledge_base"), knowledge)
    entry = {key: value for key, value in (RIGHT | changes).items() if value is not None}
    lines = [f"    {key}: {value}" for key, value in entry.items()]
    text = "\n".join(["format: fasmodell.early_signs/1", "early_signs:", "  own_sign:", *lines, ""])
    (knowledge / "own-signs.yaml").write_text(text, encoding="utf-8")
    return load_rule_base(knowledge=knowledge, cache=False)


def test_a_sign_of_ones_own_is_read_beside_the_bundled_ones(tmp_path: Path) -> None:
    base = load(tmp_path, {})
    assert base.knowledge.early_signs["own_sign"].beside == ("insecurity_level",)
    assert set(BASE.knowledge.early_signs) < set(base.knowledge.early_signs)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("indicator", "reported_drug_offence_rat", "FM201"),
        ("indicator", "cooperation_agreement_valid", "FM301"),
        ("beside", "[insecurity_leve]", "FM201"),
        ("beside", "[crime_change]", "FM301"),
        ("beside", None, "FM106"),
        ("measures", "[safety_wal]", "FM203"),
        ("measures", None, "FM106"),
        ("within_months", None, "FM106"),
        ("within_months", "0", "FM124"),
        ("numbers", None, "FM106"),
        ("movement", "up", "FM109"),
        ("reading", "good_though_it_look_bad", "FM109"),
        ("source", "{ref: projekt, locator: här, basis: inferred}", "FM205"),
    ],
)
def test_what_is_wrong_with_a_sign_is_told_once_and_where(
    tmp_path: Path, key: str, value: str | None, code: str
) -> None:
    with pytest.raises(RuleBaseError) as caught:
        load(tmp_path, {key: value})
    assert [one.code for one in caught.value.diagnostics] == [code]
    assert caught.value.diagnostics[0].span.file == "knowledge_base/own-signs.yaml"


def test_no_bundled_sign_is_dressed_up_as_a_quotation() -> None:
    """The cases are quoted from sources, but that they hold elsewhere is inferred."""
    signs = BASE.knowledge.early_signs.values()
    assert {sign.source.basis for sign in signs} == {Basis.INFERRED}
    assert {sign.reading for sign in signs} == set(SignReading)
    assert all((sign.within_months is None) == (sign.numbers is None) for sign in signs)


def test_every_reason_for_a_decision_is_said_to_be_the_projects_own() -> None:
    reasons = BASE.knowledge.decision_reasons
    assert {"local_knowledge", "lack_of_resources", "legal_obstacle", "ongoing_work", "other"} <= set(reasons)
    assert {reason.source.basis for reason in reasons.values()} == {Basis.PROJECT_DECISION}


@pytest.mark.parametrize("words", [["list", "signs"], ["list", "reasons"], ["show", "more_drug_cases"]])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_signs_and_reasons_can_be_browsed(words: list[str], language: str) -> None:
    done = CliRunner().invoke(cli, ["kb", *words, "--lang", language])
    assert done.exit_code == 0, done.output
    assert done.output
    assert "None" not in done.output
