"""What if: what differs is exactly what differs between two runs, with reasons that changed."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import Recommendation, load_profile, load_rule_base, recommend
from fasmodell.analysis.answer_difference import AnswerDifference, difference_between, level_in
from fasmodell.analysis.what_if_document import Pair, reasons_of, what_if_page
from fasmodell.analysis.what_if_json import what_if_json
from fasmodell.document import document_markdown, document_text
from fasmodell.facts import negated, rule_id
from fasmodell.knowledge import IndicatorId
from fasmodell.resources import bundled
from fasmodell.scales import LANGUAGES, Language, Scale
from in_process import run

BASE = load_rule_base(cache=False)
EXAMPLES = sorted(path.stem for path in bundled("examples").glob("*.yaml"))
SCHEMA = json.loads((Path(fasmodell.__file__).parent / "schemas" / "what_if.schema.json").read_text(encoding="utf-8"))
LEAKS = re.compile(
    r"\bNone\b(?! of\b| gets\b)|Traceback|[{}]|\b(?:finding|indicator|rule|gate|phase|standing|listed):\w"
)
LEVELS = sorted(one.id for one in BASE.knowledge.indicators.values() if one.scale is Scale.LEVEL)


@cache
def answer_to(example: str, changes: tuple[tuple[str, str], ...] = ()) -> Recommendation:
    return recommend(load_profile(bundled("examples") / f"{example}.yaml", BASE, dict(changes)), BASE)


def difference(example: str, **changes: str) -> AnswerDifference:
    return difference_between(answer_to(example), answer_to(example, tuple(changes.items())), BASE)


def test_the_same_values_give_the_same_answer() -> None:
    found = difference("kvarnangen", policing_difficulty_level="1")
    assert (found.observations, found.is_empty) == ((), True)


def test_a_number_changes_the_level_that_it_gives() -> None:
    found = difference("bjorkdalen", unsafe_evening_share="10")
    assert [(one.indicator, one.before, one.after) for one in found.observations] == [
        ("insecurity_level", 3, 0),
        ("unsafe_evening_share", 52, 10),
    ]
    assert ("insecurity", "acute", "ruled_out") in found.findings


def test_unknown_is_neither_true_nor_false() -> None:
    found = difference("kvarnangen", attacks_level="unknown")
    assert ("attacks_on_responders", "signs", "open") in found.findings
    assert ("violence/attacks-on-responders-occurs", True, None) in found.rules
    assert ("violence/attacks-on-responders-dominating", False, None) in found.rules
    assert "attacks_level" in found.questions_new


def test_a_gate_that_opens_shows_its_points_before_and_after() -> None:
    found = difference("kvarnangen", policing_difficulty_level="0", services_work_level="3", services_closed_level="0")
    assert [(one.before.state, one.after.state) for one in found.gates if one.after.gate == "control"] == [
        ("undetermined", "open")
    ]
    assert found.is_phase_changed
    assert (found.before.phase.phase, found.after.phase.phase) == (None, 2)


def test_a_measure_that_gets_another_standing_comes_first() -> None:
    found = difference("bjorkdalen", camera_assessment_documented="true", control_mandate_decided="true")
    moved = [one.moves for one in found.measures]
    assert moved == sorted(moved, reverse=True)
    for one in found.measures:
        assert one.after == found.after.measure(one.after.measure)
        assert one.before == found.before.measure(one.before.measure)


CHANGES = st.dictionaries(
    st.sampled_from(LEVELS), st.sampled_from(["0", "1", "2", "3", "unknown"]), min_size=1, max_size=4
)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(EXAMPLES), CHANGES)
def test_everything_that_differs_is_listed_and_nothing_else(example: str, changes: dict[str, str]) -> None:
    before, after = answer_to(example), answer_to(example, tuple(changes.items()))
    found = difference_between(before, after, BASE)
    rules = {one.rule: (one.before, one.after) for one in found.rules}
    for name in BASE.rules.rules:
        states = tuple(
            True if rule_id(name) in one.trace else False if negated(rule_id(name)) in one.trace else None
            for one in (before, after)
        )
        assert rules.get(name, states) == states
        assert (name in rules) is (states[0] is not states[1])
    findings = {one.finding for one in found.findings}
    for finding in BASE.knowledge.findings:
        assert (finding in findings) is (level_in(before.trace, finding) != level_in(after.trace, finding))
    measures = {one.after.measure for one in found.measures}
    for ranked in before.measures:
        other = after.measure(ranked.measure)
        same = (ranked.standing, ranked.rank, ranked.score) == (other.standing, other.rank, other.score)
        assert (ranked.measure in measures) is not same


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(EXAMPLES), CHANGES)
def test_a_rule_that_changed_its_mind_says_which_condition_changed(example: str, changes: dict[str, str]) -> None:
    found = difference_between(answer_to(example), answer_to(example, tuple(changes.items())), BASE)
    pair = Pair.of(found, BASE, "en")
    for one in found.rules:
        assert reasons_of(pair, one.rule), one.rule


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(EXAMPLES), CHANGES)
def test_the_other_way_round_swaps_before_and_after(example: str, changes: dict[str, str]) -> None:
    one, other = answer_to(example), answer_to(example, tuple(changes.items()))
    there, back = difference_between(one, other, BASE), difference_between(other, one, BASE)
    assert [(a.rule, a.after, a.before) for a in there.rules] == list(back.rules)
    assert [(a.finding, a.after, a.before) for a in there.findings] == list(back.findings)
    assert (there.questions_new, there.questions_gone) == (back.questions_gone, back.questions_new)


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_readable_and_fits_its_schema(example: str, language: Language) -> None:
    for changes in ({"policing_difficulty_level": "0"}, {"silence_level": "unknown"}, {"trust_level": "3"}):
        found = difference(example, **changes)
        pair, changed = Pair.of(found, BASE, language), [IndicatorId(one) for one in changes]
        page = what_if_page(pair, found, changed, 5)
        for text in (document_text(page, 60), document_markdown(page)):
            assert LEAKS.findall(text) == []
        document = json.loads(what_if_json(pair, found, changed))
        Draft202012Validator(SCHEMA).validate(document)
        for one in document["rules"]:
            for time, state in (("before", one["before"]), ("after", one["after"])):
                fact = rule_id(one["rule"])
                shown = fact if state else negated(fact)
                assert (shown in document["trace"][time]) is (state is not None)
        document["phase"]["extra"] = 1
        assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_the_command_reads_standard_input_once_and_needs_something_to_set() -> None:
    text = (bundled("examples") / "kvarnangen.yaml").read_text(encoding="utf-8")
    words = ["--set", "attacks_level=unknown", "--format", "json"]
    from_stdin = run("what-if", "-", *words, stdin=text)
    assert from_stdin.returncode == 0
    document = json.loads(from_stdin.stdout)
    assert document["set"] == ["attacks_level"]
    assert run("what-if", "examples/kvarnangen.yaml").returncode == 2
    wrong = run("what-if", "examples/kvarnangen.yaml", "--set", "attacks_levl=1")
    assert (wrong.returncode, wrong.stdout) == (4, "")
    assert "did you mean `attacks_level`?" in wrong.stderr
