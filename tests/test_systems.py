"""The systems of the field load with every reference checked, and can be listed and shown."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from fasmodell import RuleBase, RuleBaseError, load_rule_base
from fasmodell.cli import cli
from fasmodell.knowledge import SystemId
from fasmodell.resources import bundled

STEP = """      - id: {id}
        name: {{sv: Steg, en: Step}}
        text: {{sv: Gör så., en: Do so.}}
        who: [{who}]
        indicators: [{indicator}]
        findings: [{finding}]
        measures: [{measure}]
        source: {{ref: {ref}, locator: hela sidan, basis: quoted}}
"""
HEAD = """format: fasmodell.systems/1
systems:
  own_system:
    name: {sv: Eget, en: Own}
    purpose: {sv: Att pröva., en: To test.}
    source: {ref: project, locator: här, basis: inferred}
    steps:
"""
RIGHT = {
    "id": "first-step",
    "who": "police",
    "indicator": "shootings_level",
    "finding": "insecurity",
    "measure": "safety_walk",
    "ref": "seed",
}


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_rule_base()


def load(tmp_path: Path, text: str) -> RuleBase:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(bundled("knowledge_base"), knowledge)
    (knowledge / "own-systems.yaml").write_text(text, encoding="utf-8")
    return load_rule_base(knowledge=knowledge, cache=False)


def problems(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(RuleBaseError) as caught:
        load(tmp_path, text)
    return [(one.code, one.message) for one in caught.value.diagnostics]


def test_the_systems_of_the_field_are_all_there(base: RuleBase) -> None:
    assert list(base.knowledge.systems) == [
        "est",
        "cooperation_cycle",
        "parallel_structures_workshop",
        "welfare_crime_prevention",
        "police_situation_picture",
        "safety_survey",
        "area_types",
        "goal",
    ]


def test_the_cooperation_cycle_names_the_law_of_every_step(base: RuleBase) -> None:
    cycle = base.knowledge.systems[SystemId("cooperation_cycle")]
    assert [step.id for step in cycle.steps] == [
        "collect-information",
        "shared-picture",
        "decide-measures",
        "inform",
        "carry-out",
        "evaluate",
    ]
    assert all(step.law is not None and step.indicators for step in cycle.steps)


def test_a_system_of_ones_own_is_read(tmp_path: Path) -> None:
    base = load(tmp_path, HEAD + STEP.format(**RIGHT))
    system = base.knowledge.systems[SystemId("own_system")]
    assert system.purpose.source.ref == "project"
    (step,) = system.steps
    assert (step.who, step.indicators, step.findings, step.measures, step.law) == (
        ("police",),
        ("shootings_level",),
        ("insecurity",),
        ("safety_walk",),
        None,
    )
    assert step.text.source.ref == "seed"


@pytest.mark.parametrize(
    ("key", "code", "kind"),
    [
        ("indicator", "FM201", "indicator"),
        ("finding", "FM202", "finding"),
        ("measure", "FM203", "measure"),
        ("who", "FM204", "actor"),
        ("ref", "FM205", "source"),
    ],
)
def test_a_name_that_nothing_has_is_an_error(key: str, code: str, kind: str, tmp_path: Path) -> None:
    step = STEP.format(**{**RIGHT, key: "nothing_of_the_kind"})
    assert problems(tmp_path, HEAD + step) == [(code, f"unknown {kind} `nothing_of_the_kind`")]


def test_steps_have_ids_of_their_own(tmp_path: Path) -> None:
    twice = STEP.format(**RIGHT) * 2
    assert problems(tmp_path, HEAD + twice) == [("FM209", "the step `first-step` is defined twice")]


def test_the_id_of_a_step_is_in_kebab_case(tmp_path: Path) -> None:
    step = STEP.format(**{**RIGHT, "id": "First_step"})
    assert problems(tmp_path, HEAD + step) == [("FM123", "`First_step` is not an id")]


def test_a_system_without_steps_is_an_error(tmp_path: Path) -> None:
    text = HEAD.replace("steps:\n", "steps: []\n")
    assert [code for code, _ in problems(tmp_path, text)] == ["FM125"]


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments), env={"COLUMNS": "400", "FASMODELL_LANG": None})
    assert done.exit_code == 0, done.output
    return done.output


def test_systems_can_be_listed() -> None:
    lines = run("kb", "list", "systems", "--lang", "en").splitlines()
    assert lines[0].split(maxsplit=1) == ["est", "Effective coordination for safety (EST)"]


def test_a_system_can_be_shown_with_its_steps(base: RuleBase) -> None:
    shown = run("kb", "show", "est")
    for step in base.knowledge.systems[SystemId("est")].steps:
        assert step.name.sv in shown
    assert "Takt: Varje vecka" in shown


def test_a_measure_and_a_system_of_the_same_id_are_both_shown() -> None:
    shown = run("kb", "show", "parallel_structures_workshop", "--lang", "en")
    assert shown.startswith("C9 ")
    assert "Workshop on parallel societal structures (parallel_structures_workshop)" in shown
