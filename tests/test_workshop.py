"""Worksheets: every step filled in with what the answer proves, and with nothing that nobody knows."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from fasmodell import RuleBase, load_profile, load_rule_base, recommend
from fasmodell.analysis.workshop import Sheet, Worksheet, worksheet_of
from fasmodell.analysis.workshop_page import worksheet_document, worksheet_json
from fasmodell.cli import cli
from fasmodell.document import document_markdown, document_text
from fasmodell.facts import finding_id, negated
from fasmodell.knowledge import Level, SystemId, WorksheetPart
from fasmodell.results import Recommendation, Standing
from fasmodell.scales import LANGUAGES
from fasmodell.view import View

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
STRUCTURES = SystemId("parallel_structures_workshop")


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


@cache
def answer_to(example: str) -> Recommendation:
    return recommend(load_profile(ROOT / "examples" / f"{example}.yaml", base()), base())


@cache
def worksheet(example: str, system: SystemId = STRUCTURES) -> Worksheet:
    return worksheet_of(base().knowledge.systems[system], answer_to(example), base())


def sheet(example: str, step: str) -> Sheet:
    return next(one for one in worksheet(example).sheets if one.step.id == step)


def test_the_path_leads_from_indicators_to_a_next_step() -> None:
    parts = [one.step.worksheet for one in worksheet("bjorkdalen").sheets]
    assert [part[0] for part in parts] == list(WorksheetPart)


@pytest.mark.parametrize("example", EXAMPLES)
def test_problems_are_what_the_proof_says_and_open_ones_stay_open(example: str) -> None:
    trace = answer_to(example).trace
    for problem in sheet(example, "local-problems").problems:
        if problem.level is not None:
            assert finding_id(problem.finding, problem.level) in trace
            higher = [level for level in Level if level.rank > problem.level.rank]
            assert all(finding_id(problem.finding, level) not in trace for level in higher)
        assert problem.is_ruled_out == (negated(finding_id(problem.finding, Level.SIGNS)) in trace)
        assert [problem.level is not None, problem.is_ruled_out, problem.is_open].count(True) == 1


def test_the_highest_level_comes_first_and_what_is_ruled_out_last() -> None:
    ranks = [
        (one.level.rank if one.level else 0, not one.is_ruled_out)
        for one in sheet("bjorkdalen", "local-problems").problems
    ]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[0][0] == 3


def test_causes_are_asked_for_every_problem_of_the_worksheet_and_for_no_other() -> None:
    shown = {
        problem.finding
        for one in worksheet("bjorkdalen").sheets
        for problem in one.problems
        if problem.level is not None
    }
    asked = [finding for finding, _ in sheet("bjorkdalen", "likely-causes").causes]
    assert shown <= set(asked)
    assert len(set(asked)) == len(asked)
    for finding, measures in sheet("bjorkdalen", "likely-causes").causes:
        for measure in measures:
            targets = base().knowledge.measures[measure].targets
            assert any(target.finding == finding and target.role == "primary" for target in targets)


def test_next_steps_can_start_now_and_those_that_answer_a_problem_come_first() -> None:
    steps = sheet("bjorkdalen", "next-step").next_steps
    assert steps
    assert all(one.standing is Standing.NOW for one in steps)
    assert [bool(one.problems) for one in steps] == sorted((bool(one.problems) for one in steps), reverse=True)


def test_what_measures_lack_and_what_is_not_known_are_kept_apart() -> None:
    for one in sheet("bjorkdalen", "organisational-preconditions").preconditions:
        assert one.lacking or one.unknown
        assert all(item.is_met is False for item in one.lacking)
        assert all(item.is_met is None for item in one.unknown)


@cache
def schema() -> Draft202012Validator:
    found = json.loads((ROOT / "src" / "fasmodell" / "schemas" / "workshop.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_system_gives_a_worksheet_in_every_way_of_writing(example: str, language: str) -> None:
    view = View(answer_to(example), base(), language)  # type: ignore[arg-type]
    for name, system in base().knowledge.systems.items():
        found = worksheet(example, name)
        page = worksheet_document(found, view)
        text, markdown = document_text(page, 60), document_markdown(page)
        assert max(map(len, text.splitlines())) <= 60
        assert all(step.name.to(view.language) in " ".join(text.split()) for step in system.steps)
        assert f"## {view.say(system.steps[0].name)}" in markdown or system.steps[0].name.to(view.language) in markdown
        document = json.loads(worksheet_json(found, view))
        schema().validate(document)
        facts = [one["fact"] for step in document["steps"] for part in step.values() if isinstance(part, list)
                 for one in part if isinstance(one, dict) and one.get("fact")]  # fmt: skip
        assert all(fact in answer_to(example).trace for fact in facts)


def test_an_unknown_system_is_refused_with_the_closest_one() -> None:
    arguments = ["workshop", str(ROOT / "examples" / "nybyn.yaml"), "--system", "paralell_structures_workshop"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert "did you mean `parallel_structures_workshop`?" in result.output
