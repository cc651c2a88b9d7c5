"""What if, compare, plan and reports without a browser: what is wrong is told at its place, and nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fasmodell import load_rule_base, recommend
from fasmodell.analysis import words_plan
from fasmodell.analysis.answer_difference import difference_between
from fasmodell.analysis.chosen_plan import plan_with
from fasmodell.analysis.decision_loader import read_decisions
from fasmodell.analysis.local_decision import Choice, DecisionsRead
from fasmodell.analysis.what_if_document import Pair, what_if_page
from fasmodell.diagnostics import InferenceError
from fasmodell.knowledge import IndicatorId, MeasureId, Text
from fasmodell.report import writing
from fasmodell.results import Standing
from fasmodell.rule_base import parse_profile
from fasmodell.scales import LANGUAGES
from fasmodell.web import page_reports
from fasmodell.web import words_web_plan as w
from fasmodell.web.page_decisions import CHOICE, COMMENT, DAY, REASON
from fasmodell.web.page_trial import slider_of
from fasmodell.web.served import Settings
from web_pages import NO_CHECKERS, ROOT, example, fields_of, html_faults, text_of
from web_server import serving

BASE = load_rule_base()
INDICATORS = BASE.knowledge.indicators
SHOOTINGS, SILENCE = IndicatorId("confirmed_shootings_12m"), IndicatorId("silence_level")
ALARMING = "<script>alert(1)</script>"
NOTHING_DECIDED = DecisionsRead("", "", ())
PAGES = ("what-if", "compare", "plan", "reports")


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as found:
        yield found


def over_time(year: int) -> str:
    """An example profile of the area that is followed over time."""
    return (ROOT / "examples" / "over-time" / f"{year}.yaml").read_text(encoding="utf-8")


def draft(name: str = "bjorkdalen") -> dict[str, str]:
    """The fields that every page carries."""
    return {"profile": example(name), "typed_in": "sv"}


def tried(client: httpx.Client, indicator: str, name: str = "bjorkdalen", language: str = "sv") -> dict[str, str]:
    """The fields of the page of what if with one indicator to try."""
    page = client.post(f"/{language}/what-if", data=draft(name) | {"tried": "yes", "pick": indicator})
    assert page.status_code == 200
    return fields_of(page.text)


def errors_in(page: str) -> set[str]:
    """The fields that are marked as wrong."""
    return set(re.findall(r'id="([^"]+)"[^>]*aria-invalid="true"', page))


def a_measure(standing: Standing, name: str = "bjorkdalen") -> MeasureId:
    """The first measure of a standing in the answer to an example."""
    answer = recommend(parse_profile(example(name), BASE), BASE)
    return next(one.measure for one in answer.measures if one.standing is standing)


def deciding(measure: str, choice: str, **more: str) -> dict[str, str]:
    """What is sent when a decision about a measure is noted."""
    typed = {f"{CHOICE}{measure}": choice, f"{REASON}{measure}": "lack_of_resources", f"{COMMENT}{measure}": ""}
    return typed | {DAY: "2026-04-10", "act": "note"} | more


def carried(page: str) -> str:
    """The decisions that a page carries on."""
    return fields_of(page)["decisions"]


# What if


@pytest.mark.parametrize("typed", ["NaN", "inf", "-1", "51", "1e99", "3,5", "många", ALARMING, "9" * 400])
def test_a_value_that_cannot_be_is_told_at_its_field_and_kept_there(client: httpx.Client, typed: str) -> None:
    sent = tried(client, SHOOTINGS) | {f"if.{SHOOTINGS}": typed}
    page = client.post("/sv/what-if", data=sent)
    assert page.status_code == 200
    assert errors_in(page.text) == {f"if-{SHOOTINGS}"}
    assert fields_of(page.text)[f"if.{SHOOTINGS}"] == typed
    assert w.LEFT_AS_IS.sv in page.text
    assert ALARMING not in page.text


@pytest.mark.parametrize("act", ["", "put"])
def test_a_value_that_cannot_be_is_never_put_into_the_profile(client: httpx.Client, act: str) -> None:
    sent = tried(client, SHOOTINGS) | {f"if.{SHOOTINGS}": "51", "act": act}
    assert fields_of(client.post("/sv/what-if", data=sent).text)["profile"] == example("bjorkdalen")


def test_indicators_that_do_not_exist_are_passed_over(client: httpx.Client) -> None:
    sent = draft() | {"tried": "yes", "was.no_such": "1", "if.no_such": "2", "pick": ALARMING, "drop": "x", "was.": ""}
    page = client.post("/sv/what-if", data=sent)
    assert page.status_code == 200
    assert "no_such" not in page.text
    assert ALARMING not in page.text


@pytest.mark.parametrize("slid", ["NaN", "", "1e400", ALARMING, "-7"])
def test_a_slider_that_stands_nowhere_is_no_fault_of_the_server(client: httpx.Client, slid: str) -> None:
    page = client.post("/sv/what-if", data=tried(client, SHOOTINGS) | {f"slide.{SHOOTINGS}": slid})
    assert page.status_code == 200
    assert ALARMING not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_whatever_was_moved_counts(client: httpx.Client, language: str) -> None:
    before = tried(client, "unsafe_evening_share", language=language)
    name = "unsafe_evening_share"
    moved = {
        "the slider": ({f"slide.{name}": "12"}, "12"),
        "the field": ({f"if.{name}": "12.5"}, "12,5" if language == "sv" else "12.5"),
        "both": ({f"if.{name}": "12", f"slide.{name}": "90"}, "12"),
        "the mark for unknown": ({f"unknown.{name}": "yes"}, ""),
        "the field emptied": ({f"if.{name}": ""}, ""),
    }
    for what, (changes, shown) in moved.items():
        sent = before | changes
        if f"unknown.{name}" not in changes:
            sent.pop(f"unknown.{name}", None)
        page = client.post(f"/{language}/what-if", data=sent).text
        assert fields_of(page)[f"if.{name}"] == shown, what


def test_the_mark_for_unknown_taken_away_gives_the_value_of_the_slider(client: httpx.Client) -> None:
    sent = tried(client, SHOOTINGS, "nybyn")
    assert sent[f"was.{SHOOTINGS}"] == "unknown"
    assert sent.pop(f"unknown.{SHOOTINGS}") == "yes"
    page = fields_of(client.post("/sv/what-if", data=sent).text)
    assert page[f"if.{SHOOTINGS}"] == sent[f"slide.{SHOOTINGS}"] == "0"


def test_the_draft_changes_only_when_values_are_put_into_it(client: httpx.Client) -> None:
    sent = tried(client, SHOOTINGS) | {f"if.{SHOOTINGS}": "0"}
    shown = client.post("/sv/what-if", data=sent).text
    assert fields_of(shown)["profile"] == example("bjorkdalen")
    assert "Det här antas i stället" in shown
    put = client.post("/sv/what-if", data=sent | {"act": "put"}).text
    profile = parse_profile(fields_of(put)["profile"], BASE)
    assert profile.value_of(SHOOTINGS) == 0
    assert w.PUT_DONE.sv in put
    assert w.NOTHING_MOVED.sv in put


def test_what_would_be_different_is_what_the_command_line_says(client: httpx.Client) -> None:
    page = text_of(client.post("/sv/what-if", data=tried(client, SILENCE) | {f"if.{SILENCE}": "0"}).text)
    before, after = (parse_profile(example("bjorkdalen"), BASE, changes=one) for one in ({}, {str(SILENCE): "0"}))
    found = difference_between(recommend(before, BASE), recommend(after, BASE), BASE)
    document = what_if_page(Pair.of(found, BASE, "sv"), found, [SILENCE], 10)
    texts = [getattr(block, "text", "") for block in document.blocks]
    said = [text for text in texts[2:] if text]
    assert len(said) > 5
    for text in said:
        assert " ".join(text.split()) in page


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_every_indicator_has_a_slider_or_choices_and_unknown(name: IndicatorId) -> None:
    indicator = INDICATORS[name]
    slider = slider_of(indicator, "unknown", "sv")
    if not indicator.scale.is_numeric:
        assert slider is None
        return
    assert slider is not None
    low, high, step, value = (float(one) for one in slider[:4])
    assert (low, high) == (indicator.low, indicator.high)
    assert low <= value <= high
    assert step > 0
    assert (high - low) / step <= 500
    for typed in ("0", "12,34", "1000000", "-5", "x"):
        moved = slider_of(indicator, typed, "sv")
        assert moved is not None
        assert low <= float(moved.value) <= high
        steps = (float(moved.value) - low) / step
        assert abs(steps - round(steps)) < 1e-6


def test_every_indicator_can_be_chosen_known_ones_first(client: httpx.Client) -> None:
    page = client.post("/sv/what-if", data=draft() | {"tried": "yes"}).text
    offered = re.findall(r'<option value="([^"]+)">', page[page.index('id="pick"') :])
    known = parse_profile(example("bjorkdalen"), BASE)
    assert sorted(offered) == sorted(INDICATORS)
    is_known = [known.value_of(IndicatorId(one)) is not None for one in offered]
    assert is_known == sorted(is_known, reverse=True)


def test_a_value_can_be_taken_away_and_the_others_stay(client: httpx.Client) -> None:
    sent = tried(client, SHOOTINGS)
    both = fields_of(client.post("/sv/what-if", data=sent | {"pick": SILENCE, f"if.{SHOOTINGS}": "1"}).text)
    left = fields_of(client.post("/sv/what-if", data=both | {"drop": SILENCE}).text)
    assert left[f"if.{SHOOTINGS}"] == "1"
    assert f"was.{SILENCE}" not in left
    none = client.post("/sv/what-if", data=left | {"drop": SHOOTINGS}).text
    assert w.NOTHING_CHOSEN.sv in none


# Compare


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kvarnangen", "FM420"),
        ("bjorkdalen", "FM422"),
        ("format: fasmodell.profile/1\narea: [", "FM"),
        ("<script>alert(1)</script>", "FM"),
        ("[" * 5000, "FM"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_told_with_its_place(client: httpx.Client, text: str, code: str) -> None:
    typed = example(text) if text in ("kvarnangen", "bjorkdalen") else text
    page = client.post("/sv/compare", data=draft() | {"act": "add", "earlier_text": typed})
    assert page.status_code == 422
    assert f"[{code}" in page.text
    assert ALARMING not in page.text
    fields = fields_of(page.text)
    assert fields["earlier_text"].strip() == typed.strip()
    assert not [name for name in fields if name.startswith("earlier.")]
    assert fields["profile"] == example("bjorkdalen")


def test_nothing_sent_is_told_at_the_file(client: httpx.Client) -> None:
    page = client.post("/en/compare", data=draft() | {"act": "add", "earlier_text": " \n"})
    assert page.status_code == 422
    assert w.NO_EARLIER.en in page.text


def test_one_earlier_profile_is_compared_and_two_are_followed(client: httpx.Client) -> None:
    sent = {"profile": over_time(2026), "typed_in": "sv", "act": "add", "earlier_text": over_time(2024)}
    one = client.post("/sv/compare", data=sent)
    assert one.status_code == 200
    assert "2024-03-31 jämfört med 2026-03-31" in one.text
    sent = fields_of(one.text) | {"act": "add", "earlier_text": over_time(2025)}
    two = client.post("/sv/compare", data=sent)
    assert two.status_code == 200
    for year in (2024, 2025, 2026):
        assert f"{year}-03-31" in two.text
    left = client.post("/sv/compare", data=fields_of(two.text) | {"drop": "1"})
    assert "2024-03-31 jämfört med 2026-03-31" in left.text


def test_an_earlier_profile_can_be_uploaded_and_follows_to_other_pages(client: httpx.Client) -> None:
    sent = {"profile": over_time(2026), "typed_in": "sv", "act": "add"}
    files = {"earlier_file": ("../../etc/passwd", over_time(2024).encode(), "application/yaml")}
    page = client.post("/sv/compare", data=sent, files=files)
    assert "2024-03-31 jämfört med 2026-03-31" in page.text
    reports = client.post("/sv/reports", data=fields_of(page.text)).text
    assert w.WITH_EARLIER.sv.format(date="2024-03-31") in reports
    assert fields_of(reports)["earlier.00"] == fields_of(page.text)["earlier.00"]


def test_carried_profiles_that_are_broken_are_told_and_can_be_removed(client: httpx.Client) -> None:
    sent = draft() | {"earlier.00": "no: profile"}
    for path in ("compare", "reports", "reports/html"):
        page = client.post(f"/sv/{path}", data=sent)
        assert page.status_code == 422, path
        assert "[FM" in page.text
    left = client.post("/sv/compare", data=sent | {"drop": "0"})
    assert left.status_code == 200
    assert "earlier.00" not in fields_of(left.text)


@pytest.mark.parametrize("dropped", ["-1", "99", "x", "1" * 500, "²"])
def test_removing_what_is_not_there_removes_nothing(client: httpx.Client, dropped: str) -> None:
    sent = {"profile": over_time(2026), "earlier.00": over_time(2024), "drop": dropped}
    page = client.post("/sv/compare", data=sent)
    assert page.status_code == 200
    assert "earlier.00" in fields_of(page.text)


# The plan and what the group decides


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("plan.at_once", "-1"),
        ("plan.at_once", "NaN"),
        ("plan.at_once", "1001"),
        ("plan.budget", "-5"),
        ("plan.budget", "en miljon"),
        ("plan.budget", "9" * 60),
        ("plan.start", "nyss"),
        ("plan.start", ALARMING),
        ("plan.actors.police", "-2"),
        ("plan.actors.police", "1,5"),
        ("plan.costs.safety_walk", "-2"),
    ],
)
def test_room_that_cannot_be_is_told_at_its_field_and_kept_there(client: httpx.Client, field: str, typed: str) -> None:
    for path in ("plan", "", "answer", "save/yaml"):
        page = client.post(f"/sv/{path}", data=draft("nybyn") | {field: typed})
        assert page.status_code == 422, path
        assert errors_in(page.text) == {field.replace(".", "-")}
        assert fields_of(page.text)[field] == typed
        assert fields_of(page.text)["profile"] == example("nybyn")
        assert ALARMING not in page.text


def test_an_actor_that_does_not_exist_is_told_of(client: httpx.Client) -> None:
    page = client.post("/sv/plan", data=draft("nybyn") | {"plan.actors.aliens": "2"})
    assert page.status_code == 422
    assert "aliens" in page.text


def test_room_is_put_into_the_profile_and_the_plan_keeps_within_it(client: httpx.Client) -> None:
    room = {"plan.start": "2026-09", "plan.at_once": "2", "plan.actors.police": "1", "plan.budget": "1 000 000"}
    page = client.post("/sv/plan", data=draft("nybyn") | room)
    assert page.status_code == 200
    terms = parse_profile(fields_of(page.text)["profile"], BASE).plan
    assert terms is not None
    assert (terms.at_once, terms.budget, dict(terms.actors)) == (2, 1_000_000, {"police": 1})
    assert "Högst 2 åtgärder införs samtidigt" in text_of(page.text)
    assert "2026-09-01" in page.text
    emptied = client.post("/sv/plan", data=fields_of(page.text) | dict.fromkeys(room, ""))
    assert parse_profile(fields_of(emptied.text)["profile"], BASE).plan is None


def test_costs_of_measures_count_against_the_budget(client: httpx.Client) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    sent = draft("nybyn") | {"plan.budget": "10", f"plan.costs.{measure}": "11"}
    page = client.post("/sv/plan", data=sent).text
    terms = parse_profile(fields_of(page)["profile"], BASE).plan
    assert terms is not None
    assert dict(terms.costs) == {measure: 11}
    made = plan_with(recommend(parse_profile(fields_of(page)["profile"], BASE), BASE), BASE, NOTHING_DECIDED)
    assert made.plan is not None
    assert measure not in {one.candidate.measure for one in made.plan.activities}


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({f"{REASON}{{}}": ""}, f"{REASON}{{}}", w.GIVE_REASON),
        ({f"{REASON}{{}}": "because"}, f"{REASON}{{}}", w.GIVE_REASON),
        ({f"{REASON}{{}}": "other"}, f"{COMMENT}{{}}", w.GIVE_COMMENT),
        ({f"{COMMENT}{{}}": "Ring 19121212-1212"}, f"{COMMENT}{{}}", w.NOT_THERE),
        ({DAY: ""}, DAY, w.GIVE_DAY),
        ({DAY: "2026-02-30"}, DAY, w.GIVE_DAY),
        ({DAY: "igår"}, DAY, w.GIVE_DAY),
        ({"decided_by": "Anna"}, "decided_by", w.GIVE_CHOICE),
    ],
)
def test_a_decision_that_lacks_something_is_told_at_its_field_and_noted_nowhere(
    client: httpx.Client, changes: dict[str, str], field: str, said: Text
) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    typed = deciding(measure, "decline") | {key.format(measure): value for key, value in changes.items()}
    for path in ("plan", "answer"):
        page = client.post(f"/sv/{path}", data=draft("nybyn") | typed)
        assert page.status_code == 422, path
        assert errors_in(page.text) == {field.format(measure).replace(".", "-")}
        assert said.sv in page.text
        assert carried(page.text) == ""
        fields = fields_of(page.text)
        assert fields[f"{CHOICE}{measure}"] == "decline"
        assert fields[f"{COMMENT}{measure}"] == typed[f"{COMMENT}{measure}"]


def test_script_in_a_comment_is_escaped_everywhere(client: httpx.Client) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    typed = deciding(measure, "decline") | {f"{COMMENT}{measure}": ALARMING}
    page = client.post("/sv/plan", data=draft("nybyn") | typed)
    assert page.status_code == 200
    for path in ("plan", "reports", "reports/html", "answer"):
        assert ALARMING not in client.post(f"/sv/{path}", data=fields_of(page.text)).text, path


def test_a_declined_measure_leaves_the_plan_and_the_answer_stays(client: httpx.Client) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    before = client.post("/sv/answer", data=draft("nybyn")).text
    page = client.post("/sv/plan", data=draft("nybyn") | deciding(measure, "decline", decided_by="municipality"))
    read = read_decisions(carried(page.text), "x", BASE.knowledge)
    decision = read.current[0]
    assert (decision.measure, decision.choice, decision.reason) == (measure, Choice.DECLINE, "lack_of_resources")
    assert decision.at.isoformat() == "2026-04-10"
    assert decision.by == "municipality"
    assert decision.seen is not None
    assert decision.seen.rule_base == BASE.digest
    made = plan_with(recommend(parse_profile(example("nybyn"), BASE), BASE), BASE, read)
    assert made.plan is not None
    assert measure not in {one.candidate.measure for one in made.plan.activities}
    after = client.post("/sv/answer", data=fields_of(page.text)).text
    assert text_of(after) == text_of(before)


def test_a_decision_that_was_typed_is_noted_whatever_page_comes_next(client: httpx.Client) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    for path in ("", "answer", "catalogue", "files", "reports", "what-if"):
        page = client.post(f"/sv/{path}", data=draft("nybyn") | deciding(measure, "decline"))
        assert f"measure: {measure}" in carried(page.text), path


def test_sending_the_page_unchanged_notes_nothing_more(client: httpx.Client) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    page = client.post("/sv/plan", data=draft("nybyn") | deciding(measure, "decline"))
    again = client.post("/sv/plan", data=fields_of(page.text) | {DAY: ""})
    assert again.status_code == 200
    assert carried(again.text) == carried(page.text)


def test_following_the_engine_again_takes_the_decision_away(client: httpx.Client) -> None:
    measure, other = a_measure(Standing.NOW, "nybyn"), a_measure(Standing.NO_NEED, "nybyn")
    page = client.post("/sv/plan", data=draft("nybyn") | deciding(measure, "decline") | deciding(other, "decline"))
    assert len(read_decisions(carried(page.text), "x", BASE.knowledge).current) == 2
    left = client.post("/sv/plan", data=fields_of(page.text) | {f"{CHOICE}{measure}": ""})
    assert [one.measure for one in read_decisions(carried(left.text), "x", BASE.knowledge).decisions] == [other]
    none = client.post("/sv/plan", data=fields_of(left.text) | {f"{CHOICE}{other}": ""})
    assert carried(none.text) == ""


def test_an_impossible_choice_is_told_at_its_field_and_the_plan_is_as_otherwise(client: httpx.Client) -> None:
    measure = a_measure(Standing.NO_NEED, "nybyn")
    before = client.post("/sv/plan", data=draft("nybyn")).text
    page = client.post("/sv/plan", data=draft("nybyn") | deciding(measure, "choose"))
    assert page.status_code == 200
    assert errors_in(page.text) == {f"choice-{measure}"}
    assert words_plan.CANNOT_PLAN.sv in page.text
    assert f"measure: {measure}" in carried(page.text)
    assert plan_in(page.text) == plan_in(before)


def plan_in(page: str) -> str:
    """The plan as a page tells it."""
    return page[page.index('id="plan-head"') : page.index('id="decisions-head"')]


def test_choices_that_have_no_room_together_give_way_from_the_last(client: httpx.Client) -> None:
    text = example("nybyn") + "plan: {at_once: 0}\n"
    answer = recommend(parse_profile(text, BASE), BASE)
    wanted = [one.measure for one in answer.measures if one.standing is Standing.NOW][:2]
    sent = {"profile": text} | deciding(wanted[0], "choose") | deciding(wanted[1], "choose")
    page = client.post("/sv/plan", data=sent)
    assert page.status_code == 200
    assert errors_in(page.text) == {f"choice-{one}" for one in wanted}
    assert words_plan.NO_ROOM.sv in page.text


HOSTILE = {
    "nothing like it": "<script>alert(1)</script>",
    "a bomb of aliases": "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]",
    "deep": "[" * 5000,
    "another format": "format: fasmodell.profile/1",
    "another area": 'format: fasmodell.decisions/1\narea: "Någon annanstans"\ndecisions: []\n',
    "an unknown reason": "format: fasmodell.decisions/1\narea: Björkdalen\ndecisions:\n  - {measure: x, choice: no}\n",
    "a person": "format: fasmodell.decisions/1\narea: Björkdalen\npersonnummer: 191212121212\n",
    "control letters": "\x00\x07",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_decisions_that_cannot_be_used_are_told_and_kept_to_mend(client: httpx.Client, text: str) -> None:
    page = client.post("/sv/plan", data=draft() | {"decisions": text})
    assert page.status_code == 200
    assert w.DECISIONS_BROKEN.sv in page.text
    assert ALARMING not in page.text
    for path in ("answer", "catalogue", ""):
        assert carried(client.post(f"/sv/{path}", data=draft() | {"decisions": text}).text) == text
    report = client.post("/sv/reports/html", data=draft() | {"decisions": text})
    assert report.status_code == 422
    assert w.NOT_WRITTEN.sv in report.text
    dropped = client.post("/sv/plan/decisions", data=draft() | {"decisions": text, "act": "drop"})
    assert carried(dropped.text) == ""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_of_decisions_that_cannot_be_used_changes_nothing(client: httpx.Client, text: str) -> None:
    files = {"decisions_file": ("x.yaml", text.encode(), "application/yaml")}
    page = client.post("/sv/plan/decisions", data=draft("nybyn") | {"act": "open"}, files=files)
    assert page.status_code == 422
    assert w.DECISIONS_REFUSED.sv in page.text
    assert carried(page.text) == ""


@pytest.mark.parametrize("path", ["plan/decisions", "compare"])
def test_ten_megabytes_are_refused(client: httpx.Client, path: str) -> None:
    files = {"decisions_file": ("x.yaml", b"a" * 10_000_000, "application/yaml")}
    assert client.post(f"/sv/{path}", data=draft() | {"act": "open"}, files=files).status_code == 413


def test_saved_decisions_can_be_opened_again(client: httpx.Client) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    page = client.post("/sv/plan", data=draft("nybyn") | deciding(measure, "decline"))
    saved = client.post("/sv/plan/yaml", data=fields_of(page.text))
    assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+\.decisions\.yaml"', saved.headers["Content-Disposition"])
    files = {"decisions_file": ("beslut.yaml", saved.content, "application/yaml")}
    opened = client.post("/sv/plan/decisions", data=draft("nybyn") | {"act": "open"}, files=files)
    assert opened.status_code == 200
    assert carried(opened.text).strip() == carried(page.text).strip() == saved.text.strip()


def test_decisions_taken_before_the_area_had_a_name_follow_its_name(client: httpx.Client) -> None:
    blank = fields_of(client.get("/sv/plan").text)
    measure = next(iter(BASE.knowledge.measures))
    page = client.post("/sv/plan", data=blank | deciding(measure, "decline"))
    assert f"measure: {measure}" in carried(page.text)
    named = client.post("/sv/plan", data=fields_of(page.text) | {"area.name": "Ängsbacken"})
    assert w.DECISIONS_BROKEN.sv not in named.text
    assert read_decisions(carried(named.text), "x", BASE.knowledge).area == "Ängsbacken"


def test_decisions_of_an_area_with_another_name_can_be_adopted(client: httpx.Client) -> None:
    text = 'format: fasmodell.decisions/1\narea: "Förr"\ndecisions: []\n'
    page = client.post("/sv/plan/decisions", data=draft() | {"decisions": text, "act": "adopt"})
    assert w.DECISIONS_BROKEN.sv not in page.text
    assert read_decisions(carried(page.text), "x", BASE.knowledge).area == "Björkdalen"


def test_decisions_laid_out_on_one_line_can_be_added_to(client: httpx.Client) -> None:
    measure, other = a_measure(Standing.NOW, "nybyn"), a_measure(Standing.NO_NEED, "nybyn")
    area = parse_profile(example("nybyn"), BASE).area.name
    one = f"{{measure: {other}, choice: decline, reason: local_knowledge, at: 2026-01-01}}"
    text = f"format: fasmodell.decisions/1\ndecisions: [{one}]\narea: {area}\n"
    page = client.post("/sv/plan", data=draft("nybyn") | {"decisions": text} | deciding(measure, "decline"))
    assert page.status_code == 200
    assert [one.measure for one in read_decisions(carried(page.text), "x", BASE.knowledge).current] == [other, measure]


def test_the_plan_is_saved_as_a_calendar_and_as_a_table(client: httpx.Client) -> None:
    calendar = client.post("/sv/plan/ics", data=draft("nybyn"))
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    table = client.post("/sv/plan/csv", data=draft("nybyn"))
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) > 2
    for answer in (calendar, table):
        assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', answer.headers["Content-Disposition"])
    assert client.post("/sv/plan/exe", data=draft("nybyn")).status_code == 404


# Reports


@pytest.mark.parametrize("format_", sorted(writing.FORMATS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_downloaded_under_a_safe_name(client: httpx.Client, format_: str, language: str) -> None:
    hostile = example("nybyn").replace("name: Nybyn", 'name: "../../\\"; x=<b>Nybyn"')
    sent = {"profile": hostile, "report.kind": "short", "report.language": language}
    answer = client.post(f"/sv/reports/{format_}", data=sent)
    assert answer.status_code == 200
    assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+\.{format_}"', answer.headers["Content-Disposition"])
    assert answer.content
    again = client.post(f"/sv/reports/{format_}", data=sent)
    assert again.content == answer.content


@pytest.mark.parametrize("kind", ["whole", "short"])
def test_a_draft_that_says_nothing_still_has_a_report(client: httpx.Client, kind: str) -> None:
    blank = fields_of(client.get("/sv/reports").text)
    assert client.post("/sv/reports/html", data=blank | {"report.kind": kind}).status_code == 200


def test_a_report_tells_of_decisions_unless_it_is_for_the_public(client: httpx.Client) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    page = client.post("/sv/plan", data=draft("nybyn") | deciding(measure, "decline"))
    sent = fields_of(page.text)
    assert w.WITH_DECISIONS.sv.format(n=1) in client.post("/sv/reports", data=sent).text
    for reader, is_told in (("group", True), ("public", False)):
        report = client.post("/sv/reports/html", data=sent | {"report.reader": reader})
        assert ("avböjd 2026-04-10" in report.text) is is_told


def test_unknown_formats_and_choices_are_no_fault_of_the_server(client: httpx.Client) -> None:
    assert client.post("/sv/reports/exe", data=draft("nybyn")).status_code == 404
    odd = {"report.kind": ALARMING, "report.reader": "", "report.language": "xx"}
    page = client.post("/sv/reports", data=draft("nybyn") | odd)
    assert page.status_code == 200
    assert ALARMING not in page.text


def test_a_missing_package_is_told_with_what_to_install(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object) -> bytes:
        raise ModuleNotFoundError("No module named 'docx'", name="docx")

    monkeypatch.setattr(page_reports, "report_bytes", lacking)
    page = client.post("/sv/reports/html", data=draft("nybyn") | {"report.kind": "short"})
    assert page.status_code == 503
    assert "fasmodell[report]" in text_of(page.text)
    assert fields_of(page.text)["profile"] == example("nybyn")


def test_what_cannot_be_concluded_is_told_on_the_page(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object, **__: object) -> object:
        raise InferenceError("there is no such plan")

    monkeypatch.setattr(page_reports, "contents_of", refusing)
    page = client.post("/sv/reports/html", data=draft("nybyn"))
    assert page.status_code == 422
    assert "there is no such plan" in page.text


def test_what_takes_too_long_is_given_up() -> None:
    with serving(Settings(seconds=0.01)) as hurried:
        assert hurried.post("/sv/plan", data=draft()).status_code == 503


# Every page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_decisions_and_earlier_profiles_on(client: httpx.Client, path: str, language: str) -> None:
    text = 'format: fasmodell.decisions/1\narea: "Lövudden"\ndecisions: []\n'
    sent = {"profile": over_time(2026), "decisions": text, "earlier.00": over_time(2024)}
    fields = fields_of(client.post(f"/{language}/{path}", data=sent).text)
    assert fields["decisions"].strip() == text.strip()
    assert fields["earlier.00"].strip() == over_time(2024).strip()


def test_words_of_one_language_are_not_on_pages_of_the_other(client: httpx.Client) -> None:
    texts = [one for one in vars(w).values() if isinstance(one, Text) and "{" not in one.sv]
    swedish = [one.sv for one in texts if one.sv != one.en and len(one.sv) > 12]
    assert len(swedish) > 40
    for path in PAGES:
        said = text_of(client.post(f"/en/{path}", data=draft("nybyn")).text)
        assert not [text for text in swedish if text in said], path


@pytest.mark.skipif(NO_CHECKERS is not None, reason=str(NO_CHECKERS))
def test_pages_are_valid_html(client: httpx.Client, tmp_path: Path) -> None:
    measure = a_measure(Standing.NOW, "nybyn")
    pages = {path: client.post(f"/sv/{path}", data=draft("nybyn")).text for path in PAGES}
    pages["decided"] = client.post("/en/plan", data=draft("nybyn") | deciding(measure, "choose")).text
    wrong = deciding(measure, "choose") | {"plan.budget": "x", DAY: ""}
    pages["wrong"] = client.post("/sv/plan", data=draft("nybyn") | wrong).text
    pages["broken"] = client.post("/sv/plan", data=draft("nybyn") | {"decisions": "x"}).text
    pages["refused"] = client.post("/sv/compare", data=draft() | {"act": "add", "earlier_text": "x"}).text
    followed = {"profile": over_time(2026), "earlier.00": over_time(2024)}
    pages["compared"] = client.post("/sv/compare", data=followed).text
    pages["tried"] = client.post("/sv/what-if", data=tried(client, SHOOTINGS) | {f"if.{SHOOTINGS}": "-1"}).text
    assert html_faults(pages, tmp_path) == ""
