"""What to ask next: every lead is what the engine answers, in every way of writing; the interview saves each answer."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fasmodell import RuleBase, load_profile, load_rule_base, parse_profile, recommend
from fasmodell.analysis.asking import Asker, Asking, answered, first_questions
from fasmodell.analysis.asking_page import asking_document, asking_json
from fasmodell.analysis.cell_text import cell_text, cells_text
from fasmodell.analysis.interview import Interview, as_yaml
from fasmodell.analysis.profile_edit import with_observation
from fasmodell.cells import Cell
from fasmodell.cli import cli
from fasmodell.document import document_markdown, document_text
from fasmodell.knowledge import IndicatorId
from fasmodell.results import GateState, Recommendation, Standing
from fasmodell.scales import LANGUAGES
from fasmodell.view import View
from fasmodell.yaml_source import parse_yaml

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
EMPTY = "format: fasmodell.profile/1\narea: {name: Exempelområdet}\nas_of: 2026-03-31\nobservations:\n"


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


@cache
def asker() -> Asker:
    return Asker(base())


@cache
def answer_to(example: str) -> Recommendation:
    return recommend(load_profile(ROOT / "examples" / f"{example}.yaml", base()), base())


@cache
def asking_of(example: str) -> Asking:
    return asker().ask(answer_to(example))


# What is said of an answer


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), example=st.sampled_from(EXAMPLES))
def test_an_answer_leads_where_it_is_said_to_lead(data: st.DataObject, example: str) -> None:
    question = data.draw(st.sampled_from(asking_of(example).questions))
    lead = data.draw(st.sampled_from(question.leads))
    cell = data.draw(st.sampled_from(lead.cells))
    value = data.draw(st.sampled_from([cell.value, cell.inner(), *cell.members]))
    given_ = recommend(answered(answer_to(example).profile, question.asked.indicator, value, base()), base())
    outcome = lead.outcome
    assert (given_.phase.phase, given_.phase.candidates) == (outcome.phase, outcome.candidates)
    assert given_.phase.possible == outcome.reach.phases
    assert tuple(gate.state for gate in given_.phase.gates) == outcome.gates
    then = {one.measure for one in given_.measures if one.standing is Standing.NOW}
    now = {one.measure for one in answer_to(example).measures if one.standing is Standing.NOW}
    assert (then - now, now - then) == (set(outcome.came), set(outcome.left))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_open_question_is_asked_with_every_answer_it_can_have(example: str) -> None:
    asking = asking_of(example)
    assert sorted(one.asked.indicator for one in asking.questions) == sorted(
        one.indicator for one in answer_to(example).open_questions
    )
    for question in asking.questions:
        cells = [cell for lead in question.leads for cell in lead.cells]
        assert sorted(cells, key=str) == sorted(asker().cells(question.asked.indicator), key=str)
        assert len({repr(lead.outcome) for lead in question.leads}) == len(question.leads)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_short_way_settles_the_phase_and_every_answer_of_it_is_needed(example: str) -> None:
    shortest = asking_of(example).shortest
    profile = answer_to(example).profile
    if answer_to(example).phase.is_settled:
        assert shortest == ()
        return
    assert shortest
    assert asker().decision(profile, dict(shortest)).is_settled
    for left_out in dict(shortest):
        fewer = {name: value for name, value in shortest if name != left_out}
        assert not asker().decision(profile, fewer).is_settled


def test_questions_come_by_what_they_settle_and_a_topic_counts_once() -> None:
    questions = asking_of("nybyn").questions
    assert [one.settles for one in questions] == sorted((one.settles for one in questions), reverse=True)
    earlier: set[IndicatorId] = set()
    for question in questions:
        if question.after is not None:
            assert question.after in earlier
            assert not any(question.settles.points)
        earlier.add(question.asked.indicator)
    assert any(question.after for question in questions)


def test_where_the_phase_is_settled_no_question_settles_more_of_it() -> None:
    asking = asking_of("bjorkdalen")
    assert asking.before.phases == (1,)
    assert not any(question.settles.phases or any(question.settles.points) for question in asking.questions)


def test_points_that_open_evidence_can_bring_count_the_strongest_of_a_topic() -> None:
    answer = answer_to("kvarnangen")
    for (gate, topic, state), points in asking_of("kvarnangen").before.witnesses.items():
        decision = next(one for one in answer.phase.gates if one.gate == gate)
        same = [one for one in decision.evidence if (one.topic, one.state) == (topic, state)]
        known = max((one.points for one in same if one.known), default=0)
        assert points == max(one.points for one in same if one.known is None) - known
        assert points > 0
        assert state in (GateState.OPEN, GateState.SHUT)


# Ways of writing


@cache
def schema() -> Draft202012Validator:
    found = json.loads((ROOT / "src" / "fasmodell" / "schemas" / "ask.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_way_of_writing_tells_of_every_question(example: str, language: str) -> None:
    asking, view = asking_of(example), View(answer_to(example), base(), language)  # type: ignore[arg-type]
    page = asking_document(asking, view, 200)
    text, markdown = document_text(page, 60), document_markdown(page)
    document = json.loads(asking_json(asking, view))
    schema().validate(document)
    for number, question in enumerate(document["questions"], 1):
        assert question["question"] in " ".join(text.split())
        assert f"### {number}. " in markdown
    assert "{" not in text


@pytest.mark.parametrize(
    ("indicator", "cell", "text"),
    [
        ("open_drug_scene_level", Cell(1, 1, 2, is_whole=True), "1–2"),
        ("open_drug_scene_level", Cell(0, 0, 3, is_whole=True), "vilket värde som helst"),
        ("unsafe_evening_share", Cell(40, 40, 100), "minst 40"),
        ("unsafe_evening_share", Cell(45, 40, 100, has_low=False), "över 40"),
        ("unsafe_evening_share", Cell(10, 0, 27, has_high=False), "under 27"),
        ("unsafe_evening_share", Cell(0, 0, 27), "högst 27"),
        ("unsafe_evening_share", Cell(27, 27, 40, has_high=False), "minst 27 och under 40"),
        ("unsafe_evening_share", Cell(30, 27, 40), "27–40"),
        ("cause_analysis_done", Cell(True, members=(True,)), "ja"),
    ],
)
def test_a_cell_in_words(indicator: str, cell: Cell, text: str) -> None:
    view = View(answer_to("nybyn"), base(), "sv")
    assert cell_text(view, IndicatorId(indicator), cell) == text


def test_cells_that_follow_on_each_other_are_one_range() -> None:
    view = View(answer_to("nybyn"), base(), "sv")
    whole = (Cell(0, 0, 0, is_whole=True), Cell(1, 1, 1, is_whole=True), Cell(3, 3, 3, is_whole=True))
    assert cells_text(view, IndicatorId("open_drug_scene_level"), whole) == "högst 1 eller 3"
    real = (Cell(0, 0, 27, has_high=False), Cell(27, 27, 40))
    assert cells_text(view, IndicatorId("unsafe_evening_share"), real) == "högst 40"


# The text of a profile


def test_a_value_is_put_in_without_touching_anything_else() -> None:
    text = "# huvud\nobservations:\n  a: 1  # varför\n  # b är på gång\n  b: unknown # kvar\narea: {name: x}\n"
    assert with_observation(text, "b", "3") == text.replace("unknown", "3")
    assert with_observation(text, "c", "2") == text.replace("# kvar\n", "# kvar\n  c: 2\n")


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("a: 1", "a: 1\nobservations:\n  b: 3\n"),
        ("observations:\nz: 1\n", "observations:\n  b: 3\nz: 1\n"),
        ("observations: {}\n", "observations: {b: 3}\n"),
        ("observations: {a: 1, c: 2 }\n", "observations: {a: 1, c: 2, b: 3}\n"),
        ("observations:\r\n    a: 1\r\n", "observations:\r\n    a: 1\r\n    b: 3\r\n"),
        ("observations:\n  b:\n  c: 1\n", "observations:\n  b: 3\n  c: 1\n"),
        ("observations:\n  b: {value: unknown, source: EST}\n", "observations:\n  b: {value: 3, source: EST}\n"),
        ("observations:\n  a: |\n    ett\n    två\nz: 1\n", "observations:\n  a: |\n    ett\n    två\n  b: 3\nz: 1\n"),
    ],
)
def test_a_value_finds_its_place_in_every_layout(text: str, edited: str) -> None:
    assert with_observation(text, "b", "3") == edited


@pytest.mark.parametrize(
    "text", ["observations: [", "- 1\n", "observations:\n  b: 2\n", "observations:\n  b: [{value: 1}]\n"]
)
def test_nothing_is_guessed_where_there_is_no_safe_place(text: str) -> None:
    assert with_observation(text, "b", "3") is None


KEYS = st.sampled_from(["a", "c", "d", "e"])
VALUES = st.sampled_from(["1", "unknown", "{value: 2, source: x}", "[{period: 2024, value: 1}]", '"text # här"', ""])


@given(
    entries=st.dictionaries(KEYS, VALUES, max_size=4),
    indent=st.integers(1, 4),
    comment=st.sampled_from(["", "  # anm.", "   "]),
    after=st.sampled_from(["", "\n", "\nas_of: 2026-01-01", "\n\n# slut\nz: {q: 1}\n"]),
)
def test_an_edited_profile_says_the_same_and_keeps_every_line(
    entries: dict[str, str], indent: int, comment: str, after: str
) -> None:
    lines = [f"{' ' * indent}{key}: {value}{comment}" for key, value in entries.items()]
    text = "\n".join(["observations:", *lines]) + after
    edited = with_observation(text, "b", "7")
    assert edited is not None
    document, problems = parse_yaml(edited, "x")
    before, _ = parse_yaml(text, "x")
    assert document is not None
    assert before is not None
    assert not problems
    assert isinstance(document.data, dict)
    assert isinstance(before.data, dict)
    assert document.data["observations"] == {**(before.data["observations"] or {}), "b": 7}
    assert [line for line in edited.split("\n") if line.strip() != "b: 7" and line] == [
        line for line in text.split("\n") if line
    ]


# The interview


def test_an_interview_asks_until_the_phase_is_settled() -> None:
    talk = Interview(EMPTY, "p.yaml", base(), "sv")
    count = 0
    while (question := talk.next_question()) is not None:
        worst = min(question.leads, key=lambda lead: lead.outcome.points[0][0] - lead.outcome.points[0][1])
        value = worst.cells[-1].value
        assert talk.take(question, str(value).lower() if isinstance(value, bool) else str(value)) is None
        count += 1
    assert talk.is_settled
    assert talk.answer.phase.phase == 1
    assert count <= 10
    assert recommend(parse_profile(talk.text, base()), base()).phase == talk.answer.phase


def test_a_question_nobody_can_answer_stays_unknown_and_is_not_asked_again() -> None:
    talk = Interview(EMPTY, "p.yaml", base(), "sv")
    first = talk.next_question()
    assert first is not None
    talk.skip(first)
    second = talk.next_question()
    assert second is not None
    assert second.asked.indicator != first.asked.indicator
    assert talk.text == EMPTY


def test_an_answer_that_cannot_be_used_changes_nothing() -> None:
    talk = Interview(EMPTY, "p.yaml", base(), "sv")
    question = talk.next_question()
    assert question is not None
    for said in ("7", "ibland", "1.5", "]", "unknown: 1", ""):
        assert talk.take(question, said)
    assert talk.text == EMPTY


@pytest.mark.parametrize(
    ("indicator", "said", "written"),
    [
        ("cause_analysis_done", "Ja", "true"),
        ("cause_analysis_done", "nej", "false"),
        ("unsafe_evening_share", "52,5", "52.5"),
        ("violence_change", "1", "worse"),
        ("violence_change", "9", "9"),
    ],
)
def test_what_is_said_is_written_as_a_profile_has_it(indicator: str, said: str, written: str) -> None:
    assert as_yaml(base().knowledge.indicators[IndicatorId(indicator)], said) == written


def test_without_a_terminal_nothing_is_asked_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    result = CliRunner().invoke(cli, ["ask", str(path), "--interactive"])
    assert result.exit_code == 2
    assert "needs a terminal" in result.output
    assert not path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")
def test_an_interview_at_a_terminal_can_be_stopped_and_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    said = talk_at_terminal(path, ["Exempelområdet", "2026-03-31", "?", "9", "3", "s"])
    assert "Fråga 1:" in said
    assert "Varför: svaret" in said
    assert "kan inte användas" in said
    assert "Avbrutet. 1 svar" in said
    assert "policing_difficulty_level: 3" in path.read_text(encoding="utf-8")
    again = talk_at_terminal(path, ["v", "s"])
    assert "Avbrutet. 0 svar" in again
    assert sorted(file.name for file in tmp_path.iterdir()) == ["p.yaml"]


def talk_at_terminal(path: Path, answers: list[str]) -> str:
    """Run the interview at a pseudo-terminal and answer each prompt when it stands there."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        code = "import sys; from fasmodell.cli import main; sys.exit(main())"
        os.execve(
            sys.executable,
            [sys.executable, "-c", code, "ask", str(path), "--interactive", "--lang", "sv"],
            {**os.environ, "TERM": "dumb"},
        )
    said, waiting = "", list(answers)
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece.decode(errors="replace")
        if waiting and said.rstrip(" ").endswith(("):", "]:", "Områdets namn:")):
            os.write(terminal, f"{waiting.pop(0)}\n".encode())
            said += "\n"
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said
    return said


def test_a_new_profile_may_hold_only_the_questions_that_settle_most() -> None:
    first = first_questions(base(), 4)
    result = CliRunner().invoke(cli, ["profile", "new", "--first", "4"])
    assert result.exit_code == 0
    places = [result.output.index(f"\n  {name}: unknown") for name in first]
    assert places == sorted(places)
    assert result.output.count(": unknown\n") == 5  # the measures in place are not known either
    both = CliRunner().invoke(cli, ["profile", "new", "--first", "4", "--all"])
    assert both.exit_code == 2
