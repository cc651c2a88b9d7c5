"""The goal of a municipality: read with its place, held against the answer, shown in every format, and proved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import ProfileError, Recommendation, load_profile, load_rule_base, parse_profile, recommend, render
from fasmodell.proof_check import verify
from fasmodell.resources import bundled
from fasmodell.results import GoalDistance
from fasmodell.scales import LANGUAGES, Language

BASE = load_rule_base(cache=False)
SCHEMA = json.loads((Path(fasmodell.__file__).parent / "schemas" / "answer.schema.json").read_text(encoding="utf-8"))
HEAD = "format: fasmodell.profile/1\narea: {name: Tomt}\nas_of: 2026-03-31\n"
FIRST = (
    "policing_difficulty_level: 3, services_work_level: 0, services_closed_level: 3, criminal_influence_level: 3, "
    "attacks_on_responders_12m: 30, open_drug_scene_level: 3, public_violence_level: 3, silence_level: 3"
)


def answer_to(goal: str, observations: str = "") -> Recommendation:
    text = f"{HEAD}observations: {{{observations}}}\n" + (f"goal: {goal}\n" if goal else "")
    return recommend(parse_profile(text, BASE, name="profile.yaml"), BASE)


def distance(goal: str, observations: str = "") -> GoalDistance:
    found = answer_to(goal, observations).goal
    assert found is not None
    return found


def test_no_goal_gives_no_distance_and_no_section() -> None:
    answer = answer_to("", FIRST)
    assert answer.profile.goal is None
    assert answer.goal is None
    assert "\nMål\n" not in render.render_text(answer, BASE)
    assert json.loads(render.render_json(answer, BASE))["goal"] is None


def test_a_phase_that_is_passed_is_reached() -> None:
    answer = recommend(load_profile(bundled("examples") / "solbacken.yaml", BASE), BASE)
    assert answer.goal is not None
    assert (answer.goal.phase_now, answer.goal.phases_left) == (3, 0)
    for wanted in (1, 2, 3):
        goal = answer.goal.goal._replace(phase=wanted, police_class=None)
        again = recommend(answer.profile._replace(goal=goal), BASE).goal
        assert again is not None
        assert (again.phases_left, again.is_class_reached, again.is_reached) == (0, None, True)


def test_a_phase_ahead_is_not_reached() -> None:
    found = distance("{phase: 3, by: 2030}", FIRST)
    assert (found.phase_now, found.phases_left, found.is_reached) == (1, 2, False)


def test_an_undetermined_phase_leaves_the_goal_open() -> None:
    found = distance("{phase: 3, by: 2030}")
    assert (found.phase_now, found.phases_left, found.is_reached) == (None, None, None)


@pytest.mark.parametrize(
    ("wanted", "now", "is_reached"),
    [
        ("not_listed", "not_listed", True),
        ("not_listed", "vulnerable", False),
        ("vulnerable", "not_listed", True),
        ("vulnerable", "risk_area", False),
        ("risk_area", "especially_vulnerable", False),
        ("not_listed", "unknown", None),
    ],
)
def test_a_class_is_reached_when_it_or_a_milder_one_is_observed(wanted: str, now: str, is_reached: bool | None) -> None:
    found = distance(f"{{police_class: {wanted}, by: 2030}}", f"police_class: {now}")
    assert found.class_now == (None if now == "unknown" else now)
    assert found.is_class_reached is found.is_reached is is_reached
    assert found.phases_left is None


def test_one_part_that_is_not_reached_settles_the_whole() -> None:
    both = "{phase: 3, police_class: not_listed, by: 2030}"
    assert distance(both, "police_class: vulnerable").is_reached is False
    assert distance(both, "police_class: not_listed").is_reached is None
    assert distance(both, FIRST).is_reached is False


@pytest.mark.parametrize(
    ("by", "months"), [("2030", 57), ("2026-04-29", 0), ("2026-04-30", 1), ("2026-06", 3), ("2026", 9)]
)
def test_months_are_counted_to_the_last_day(by: str, months: int) -> None:
    assert distance(f"{{phase: 2, by: {by}}}").months_left == months


@pytest.mark.parametrize(
    ("goal", "code", "column", "said"),
    [
        ("3", "FM107", 7, "the goal must be a mapping such as `{phase: 3, by: 2030}`, got `3`"),
        ("{by: 2030}", "FM126", 1, "the goal needs `phase`, `police_class` or both"),
        ("{phase: 3}", "FM106", 1, "missing key `by` in the goal"),
        ("{phase: 3, by: }", "FM107", 18, "`by` must be a date or period, got nothing"),
        ("{phase: 3, by: soon}", "FM414", 22, "`soon` is not a date or period"),
        ("{phase: 3, by: 2025}", "FM415", 22, "`2025` is not after `as_of` 2026-03-31"),
        ("{phase: 3, by: 2026-03-31}", "FM415", 22, "`2026-03-31` is not after `as_of` 2026-03-31"),
        ("{phase: 4, by: 2030}", "FM109", 15, "`4` is not a phase"),
        ("{phase: true, by: 2030}", "FM109", 15, "`true` is not a phase"),
        ("{police_class: not_liste, by: 2030}", "FM403", 22, "`not_liste` is not an option of `police_class`"),
        ("{police_class: unknown, by: 2030}", "FM403", 22, "`unknown` is not an option of `police_class`"),
        ("{phase: 3, by: 2030, fase: 2}", "FM104", 28, "unknown key `fase` in the goal"),
    ],
)
def test_bad_input_is_told_with_its_place(goal: str, code: str, column: int, said: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile(f"{HEAD}goal: {goal}\n", BASE, name="profile.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, found.message, found.span.line, found.span.column) == (code, said, 4, column)


@pytest.mark.parametrize("goal", ["null", "unknown"])
def test_a_goal_may_be_left_open(goal: str) -> None:
    assert answer_to(goal).goal is None


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "sv",
            [
                "Målet ska vara nått senast 2030-12-31. Tid kvar från lägets datum: 57 månader.",
                "Fas 3 är inte nådd. Läget nu: fas 1. Faser kvar: 2.",
                (
                    "Mål för polisens klassning: inte med på polisens lista. Målet är inte nått. "
                    "Klassning nu: särskilt utsatt område."
                ),
                "Målet som helhet är inte nått.",
            ],
        ),
        (
            "en",
            [
                "The goal is to be reached by 2030-12-31. Time left from the date of the situation: 57 months.",
                "Phase 3 is not reached. Now: phase 1. Phases left: 2.",
                (
                    "Goal for the police classification: not on the police list. The goal is not reached. "
                    "Class now: especially vulnerable area."
                ),
                "The goal as a whole is not reached.",
            ],
        ),
    ],
)
def test_both_languages_show_the_goal_after_the_phase(language: Language, lines: list[str]) -> None:
    answer = answer_to(
        "{phase: 3, police_class: not_listed, by: 2030}", f"{FIRST}, police_class: especially_vulnerable"
    )
    heading, after = {"sv": ("Mål", "Åtgärder"), "en": ("Goal", "Measures")}[language]
    bullets = "\n".join(f"- {line}" for line in lines)
    text = render.render_text(answer, BASE, lang=language, width=200)
    assert f"\n{heading}\n{'-' * len(heading)}\n{bullets}\n\n{after}\n" in text
    assert f"\n## {heading}\n\n{bullets}\n\n## " in render.render_markdown(answer, BASE, lang=language)
    assert json.loads(render.render_json(answer, BASE, lang=language))["goal"]["explanations"] == lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("observations", ["", FIRST, "police_class: not_listed", "police_class: vulnerable"])
@pytest.mark.parametrize(
    "goal",
    [
        "",
        "{phase: 1, by: 2026-04-01}",
        "{police_class: not_listed, by: 2030-Q1}",
        "{phase: 3, police_class: vulnerable, by: 2030}",
    ],
)
def test_json_fits_its_schema_and_the_answer_is_proved(goal: str, observations: str, language: Language) -> None:
    answer = answer_to(goal, observations)
    Draft202012Validator(SCHEMA).validate(json.loads(render.render_json(answer, BASE, lang=language)))
    assert "None" not in render.render_text(answer, BASE, lang=language)
    assert verify(answer, BASE.knowledge, BASE.rules) == ()


def test_the_proof_checker_finds_a_wrong_distance() -> None:
    answer = answer_to("{phase: 3, police_class: not_listed, by: 2030}", f"{FIRST}, police_class: vulnerable")
    right = answer.goal
    assert right is not None
    wrong = [
        None,
        right._replace(goal=right.goal._replace(phase=2)),
        right._replace(phase_now=None),
        right._replace(phases_left=1),
        right._replace(class_now=None),
        right._replace(is_class_reached=True),
        right._replace(months_left=56),
        right._replace(is_reached=None),
    ]
    for goal in wrong:
        assert verify(answer._replace(goal=goal), BASE.knowledge, BASE.rules), goal
    assert verify(answer_to("")._replace(goal=right), BASE.knowledge, BASE.rules)
