"""Rendering never raises, leaks nothing of the program, keeps to its width and says the same in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import Profile, Recommendation, load_profile, load_rule_base, parse_profile, recommend, render
from fasmodell.knowledge import MeasureId
from fasmodell.render import (
    answer_document,
    phase_document,
    render_json,
    render_markdown,
    render_phase,
    render_phase_json,
    render_text,
    render_why,
)
from fasmodell.resources import bundled
from fasmodell.results import GateState, Standing
from fasmodell.scales import LANGUAGES, Language
from fasmodell.terms import GATE_STATES, STANDINGS
from strategies_profiles import profiles

BASE = load_rule_base(cache=False)
EXAMPLES = sorted(path.stem for path in bundled("examples").glob("*.yaml"))
PACKAGE = Path(fasmodell.__file__).parent
WIDTHS = (60, 100)
LEAKS = re.compile(
    r"\bNone\b(?! of\b)|Traceback|[{}]|FactId|frozenset|Text\(|<[A-Z]\w+\.|<class|object at 0x"
    r"|\b(?:finding|indicator|rule|gate|phase|standing|in_place|precondition|legal_gate|listed|held|previous):\w"
)
CELL = re.compile(r"(?<!\\)\|")
EMPTY = "format: fasmodell.profile/1\narea: {name: Tomt}\nas_of: 2026-03-31\n"
slow = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def answer_to(example: str) -> Recommendation:
    return recommend(load_profile(bundled("examples") / f"{example}.yaml", BASE), BASE)


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((PACKAGE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def too_wide(text: str, width: int) -> list[str]:
    """Lines wider than the page that could have been broken: those with a space after their indent and mark."""
    wide = [line for line in text.split("\n") if len(line) > width]
    return [line for line in wide if " " in re.sub(r"^ *((\[[^\]]*\]|[-?]|\d+\.) )*", "", line)]


def assert_readable(text: str, width: int) -> None:
    assert too_wide(text, width) == []
    assert LEAKS.findall(text) == []
    assert all(line == line.rstrip() for line in text.split("\n"))
    assert "\n\n\n" not in text


@slow
@given(profiles(BASE.knowledge), st.sampled_from(WIDTHS), st.sampled_from(sorted(BASE.knowledge.measures)))
def test_text_of_any_answer_is_readable(profile: Profile, width: int, measure: MeasureId) -> None:
    answer = recommend(profile, BASE)
    for language in LANGUAGES:
        assert_readable(render_text(answer, BASE, language, width=width), width)
        assert_readable(render_phase(answer, BASE, language, width=width), width)
        assert_readable(render_why(answer, BASE, measure, language, width=width), width)


@slow
@given(profiles(BASE.knowledge))
def test_markdown_of_any_answer_has_whole_tables_and_one_shape(profile: Profile) -> None:
    answer = recommend(profile, BASE)
    pages = [render_markdown(answer, BASE, language) for language in LANGUAGES]
    for page in pages:
        assert LEAKS.findall(page) == []
        assert_tables_are_whole(page)
    assert shape_of_markdown(pages[0]) == shape_of_markdown(pages[1])


@settings(slow, max_examples=8)
@given(profiles(BASE.knowledge))
def test_json_of_any_answer_fits_its_schema(profile: Profile) -> None:
    assert_fits(recommend(profile, BASE))


@pytest.mark.parametrize("example", EXAMPLES)
def test_json_of_every_example_fits_its_schema(example: str) -> None:
    assert_fits(answer_to(example))


def assert_fits(answer: Recommendation) -> None:
    documents = []
    for language in LANGUAGES:
        document = json.loads(render_json(answer, BASE, language))
        assert [error.message for error in validator("answer").iter_errors(document)] == []
        assert document == answer_document(answer, BASE, language)
        phase = json.loads(render_phase_json(answer, BASE, language))
        assert [error.message for error in validator("phase").iter_errors(phase)] == []
        assert phase == phase_document(answer, BASE, language)
        documents.append(document)
    assert shape_of_json(documents[0]) == shape_of_json(documents[1])


@pytest.mark.parametrize("key", ["format", "phase", "measures", "trace", "open_questions", "sources", "rule_base"])
def test_the_schema_refuses_an_answer_without(key: str) -> None:
    document = answer_document(answer_to(EXAMPLES[0]), BASE)
    del document[key]
    assert not validator("answer").is_valid(document)


def test_the_schema_refuses_what_it_does_not_know_anywhere() -> None:
    text = render_json(answer_to(EXAMPLES[0]), BASE)
    places = {"phase": 0, "settled": 0, "derivations": 0, "criterion": 0, "basis": 0}
    for place in places:
        document = json.loads(text.replace(f'"{place}":', f'"surprise": 1, "{place}":', 1))
        assert not validator("answer").is_valid(document), place


def test_json_holds_every_premise_and_points_that_add_up() -> None:
    for example in EXAMPLES:
        document = json.loads(render_json(answer_to(example), BASE))
        trace = document["trace"]
        for fact, node in trace.items():
            assert all(premise in trace for one in node["derivations"] for premise in one["premises"]), fact
        for measure in document["measures"]:
            points = sum(round(100 * term["points"]) for term in measure["contributions"])
            assert points == round(100 * measure["score"])
            assert all(fact in trace for term in measure["contributions"] for fact in term["facts"])
        assert {one["ref"] for one in cited_in(document)} == set(document["sources"])


def cited_in(value: object) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "ref" in value:
            yield value
        for inner in value.values():
            yield from cited_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cited_in(inner)


def test_the_same_answer_gives_the_same_bytes() -> None:
    first, second = (recommend(load_profile(bundled("examples") / f"{EXAMPLES[0]}.yaml", BASE), BASE) for _ in "12")
    for written in (render_text, render_markdown, render_json, render_phase, render_phase_json):
        assert written(first, BASE) == written(second, BASE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_text_of_every_example_shows_every_part(example: str, width: int, language: Language) -> None:
    answer = answer_to(example)
    text = render_text(answer, BASE, language, width=width)
    assert_readable(text, width)
    flat = " ".join(text.split())
    for gate in answer.phase.gates:
        assert f"{BASE.knowledge.gates[gate.gate].name.to(language)} " in flat
        assert GATE_STATES[gate.state].to(language) in flat
    standings = {one.standing for one in answer.measures}
    for standing in standings:
        assert STANDINGS[standing].to(language).upper() in text
    for one in answer.measures:
        if one.standing is not Standing.NO_NEED:
            assert BASE.knowledge.measures[one.measure].code in text
    for word in (answer.rule_base["name"], answer.rule_base["version"], answer.rule_base["digest"][:12]):
        assert word in flat
    assert answer.rule_base["digest"][:13] not in flat


@pytest.mark.parametrize("example", EXAMPLES)
def test_both_languages_have_the_same_structure(example: str) -> None:
    answer = answer_to(example)
    texts = [render_text(answer, BASE, language, width=2000) for language in LANGUAGES]
    assert shape_of_text(texts[0]) == shape_of_text(texts[1])
    pages = [render_markdown(answer, BASE, language) for language in LANGUAGES]
    assert shape_of_markdown(pages[0]) == shape_of_markdown(pages[1])
    for measure in BASE.knowledge.measures:
        swedish, english = (render_why(answer, BASE, measure, language, width=2000) for language in LANGUAGES)
        assert shape_of_text(swedish) == shape_of_text(english), measure


def shape_of_text(text: str) -> list[str]:
    """Headings by their underlines, and what begins with a mark."""
    lines = [line for line in text.split("\n") if re.match(r"^[=-]{3,}$|^ *([-?] |\d+\. |\[\d+\])", line)]
    return [re.sub(r"^( *)(\[\d+\]|\d+\.|-|=|\?).*", r"\1\2", line) for line in lines]


def shape_of_markdown(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if re.match(r"#|\||- |\d+\. |\*\*", line)]
    return [f"{line[:2]} {len(CELL.findall(line))}" for line in lines]


def assert_tables_are_whole(text: str) -> None:
    for block in text.split("\n\n"):
        if block.startswith("|"):
            widths = {len(CELL.findall(line)) for line in block.split("\n")}
            assert len(widths) == 1, block


def shape_of_json(value: object) -> object:
    """Everything but the sentences."""
    if isinstance(value, dict):
        return {key: shape_of_json(inner) for key, inner in value.items() if key != "language"}
    if isinstance(value, list):
        return [shape_of_json(inner) for inner in value]
    return "text" if isinstance(value, str) else value


def test_an_undetermined_phase_names_candidates_and_what_could_settle_it() -> None:
    answer = recommend(parse_profile(EMPTY, BASE), BASE)
    assert answer.phase.phase is None
    text = " ".join(render_text(answer, BASE).split())
    assert "Obestämd: fas 1, fas 2 eller fas 3" in text
    assert "Det här kan avgöra fasen: 1. " in text
    undetermined = {gate.gate for gate in answer.phase.gates if gate.state is GateState.UNDETERMINED}
    asked = next(one for one in answer.open_questions if undetermined & set(one.gates))
    assert BASE.knowledge.indicators[asked.indicator].question.sv in text


def test_top_limits_what_is_written_out_and_the_rest_is_named_by_code() -> None:
    answer = answer_to(EXAMPLES[0])
    short, long = (render_text(answer, BASE, top=top) for top in (1, 100))
    assert len(short.split("\n")) < len(long.split("\n"))
    assert "… och" in short
    assert "… och" not in long.partition("Varningar")[0].partition("NU (")[2]


def test_colour_adds_nothing_but_bold_headings() -> None:
    answer = answer_to(EXAMPLES[0])
    plain, colored = render_text(answer, BASE), render_text(answer, BASE, color=True)
    assert "\033" not in plain
    assert re.sub(r"\033\[\d*m", "", colored) == plain


def test_a_hostile_name_steers_neither_terminal_nor_markdown() -> None:
    name = '"A\\e[31m | <b>*x*</b>"'
    profile = parse_profile(EMPTY.replace("Tomt", name), BASE)
    answer = recommend(profile, BASE)
    assert "\033" not in render_text(answer, BASE)
    page = render_markdown(answer, BASE)
    assert "\033" not in page
    assert "<b>" not in page
    assert_tables_are_whole(page)


def test_no_module_takes_the_name_of_a_public_function() -> None:
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    assert modules.isdisjoint(fasmodell.__all__)
    assert all(getattr(fasmodell, name) is getattr(render, name) for name in fasmodell.__all__ if "render" in name)
