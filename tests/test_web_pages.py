"""The pages for people, asked without a browser: what is typed is escaped, kept, and told of where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from fasmodell import load_profile, load_rule_base
from fasmodell.knowledge import Text
from fasmodell.knowledge_card import kinds_of
from fasmodell.profile import Profile
from fasmodell.rule_base import parse_profile
from fasmodell.scales import LANGUAGES
from fasmodell.web import words_web as w
from fasmodell.web.page_draft import draft_of, with_changes
from fasmodell.web.page_fields import applied, number_typed
from fasmodell.web.page_frame import TABS
from fasmodell.web.page_questions import themes_by_indicator
from fasmodell.web.pages import PAGES
from fasmodell.yaml_source import parse_yaml
from web_pages import NO_CHECKERS, example, fields_of, html_faults, text_of
from web_server import serving

BASE = load_rule_base()
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"
EXAMPLES = ("bjorkdalen", "kvarnangen", "lindhaga", "nybyn", "solbacken", "strandvik")
# Every page that is shown for a draft, with one entry of the catalogue for each kind of them.
SHOWN = (
    *(path for path in PAGES if "{" not in path and path not in ("live", "open")),
    "catalogue/measures", "catalogue/measures/safety_walk", "catalogue/findings/open_drug_scene",
    "catalogue/indicators/silence_level", "catalogue/systems/est", "catalogue/sources/noa-lagesbild-2021",
    "catalogue/rules", "catalogue/actors/police",
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving() as found:
        yield found


def field_name(indicator: str, key: str) -> str:
    """The name of the field for the value of an indicator, or a detail of it."""
    return f"observations.{indicator}.{key}"


def opened(client: httpx.Client, text: str, language: str = "sv") -> dict[str, str]:
    """The fields of the form after a profile was opened."""
    answer = client.post(f"/{language}/open", data={"text": text})
    assert answer.status_code == 200, text_of(answer.text)[:500]
    return fields_of(answer.text)


def same_facts(one: Profile, other: Profile) -> bool:
    """True when two profiles say the same, wherever it is written."""

    def said(profile: Profile) -> object:
        observations = {name: found._replace(span=None) for name, found in profile.observations.items()}
        running = profile.measures_in_place
        measures = None if running is None else {name: found._replace(span=None) for name, found in running.items()}
        parts = [one and one._replace(span=None) for one in (profile.goal, profile.plan, profile.previous_assessment)]
        return profile.area._replace(span=None), profile.as_of, observations, measures, parts

    return said(one) == said(other)


# What is typed is shown letter for letter, and never as markup


def test_script_in_every_text_field_is_escaped(client: httpx.Client) -> None:
    fields = fields_of(client.get("/sv/").text)
    typed = {name: SCRIPT if name not in ("profile", "typed_in") else value for name, value in fields.items()}
    for path in ("", "live", "answer", "save/yaml", "open"):
        for language in LANGUAGES:
            page = client.post(f"/{language}/{path}", data=typed).text
            assert "<script>alert" not in page, path
            assert "<img src=x" not in page, path
    form = client.post("/sv/", data=typed).text
    assert fields_of(form)["area.boundary"] == SCRIPT
    assert "49" not in fields_of(form)["area.boundary"]


def test_script_in_a_valid_profile_is_escaped_on_every_page(client: httpx.Client) -> None:
    written = SCRIPT.replace('"', '\\"')
    text = example("bjorkdalen").replace("name: Björkdalen", f'name: "{written}"')
    text = text.replace("source: EST v. 10–13", f'source: "{written}"')
    fields = opened(client, text)
    for path in SHOWN:
        page = client.post(f"/sv/{path}", data=fields).text
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
    assert "<script>alert(1)" in text_of(client.post("/sv/answer", data=fields).text)


@pytest.mark.parametrize("field", ["measure", "target", "example"])
def test_script_in_what_a_button_names_is_escaped(client: httpx.Client, field: str) -> None:
    for path in ("why", "why-not", "open"):
        assert "<script>alert" not in client.post(f"/sv/{path}", data={field: SCRIPT}).text


def test_script_in_an_address_is_escaped(client: httpx.Client) -> None:
    answer = client.get("/sv/catalogue/measures/<script>alert(1)</script>")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_pages_have_no_style_or_script_of_their_own(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen"))
    for path in SHOWN:
        page = client.post(f"/sv/{path}", data=fields).text
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page), path
        assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/fasmodell.js" defer>'], path
        assert not re.search(r'(?:src|action)="(?:https?:)?//|<link[^>]*//', page), path


# The draft is carried


@pytest.mark.parametrize("name", EXAMPLES)
def test_opening_and_sending_a_form_unchanged_changes_no_letter(client: httpx.Client, name: str) -> None:
    text = example(name)
    for language in LANGUAGES:
        fields = opened(client, text, language)
        assert client.post(f"/{language}/save/yaml", data=fields).text == text


@pytest.mark.parametrize("path", SHOWN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_carries_the_draft_on(client: httpx.Client, path: str, language: str) -> None:
    fields = opened(client, example("bjorkdalen"))
    answer = client.post(f"/{language}/{path}", data=fields)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert fields_of(answer.text)["profile"].strip() == example("bjorkdalen").strip()


@pytest.mark.parametrize("path", SHOWN)
def test_every_page_can_be_fetched_without_a_draft(client: httpx.Client, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 200


def test_changing_one_value_touches_one_place_of_the_text(client: httpx.Client) -> None:
    text = example("bjorkdalen")
    fields = opened(client, text) | {field_name("silence_level", "value"): "1"}
    saved = client.post("/sv/save/yaml", data=fields).text
    assert saved == text.replace("silence_level: {value: 3,", "silence_level: {value: 1,")


def test_a_series_keeps_its_earlier_points_when_the_newest_is_changed(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen")) | {field_name("unsafe_evening_share", "value"): "47,5"}
    saved = parse_profile(client.post("/sv/save/yaml", data=fields).text, BASE)
    points = saved.observations[next(one for one in saved.observations if one == "unsafe_evening_share")].history
    assert [(point.value, point.margin) for point in points] == [(49, 5.0), (47.5, 5.0)]


def test_known_is_made_unknown_and_never_no(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen"))
    fields |= {field_name("cause_analysis_done", "value"): "unknown", field_name("area_police_per_5000", "value"): ""}
    saved = parse_profile(client.post("/sv/save/yaml", data=fields).text, BASE)
    assert saved.value_of(next(one for one in BASE.knowledge.indicators if one == "cause_analysis_done")) is None
    assert saved.value_of(next(one for one in BASE.knowledge.indicators if one == "area_police_per_5000")) is None


def test_in_an_empty_form_nothing_is_known_and_nothing_is_no(client: httpx.Client) -> None:
    fields = fields_of(client.get("/sv/").text)
    values = {value for name, value in fields.items() if name.endswith(".value")}
    assert values == {"", "unknown"}
    saved = parse_profile(client.post("/sv/save/yaml", data=fields).text, BASE)
    assert not any(one.is_known for one in saved.observations.values())
    assert saved.measures_in_place is None


def test_measures_that_are_not_marked_stay_unknown_unless_the_list_is_whole(client: httpx.Client) -> None:
    fields = fields_of(client.get("/sv/").text) | {"measures_in_place.safety_walk": "true"}
    partly = parse_profile(client.post("/sv/save/yaml", data=fields).text, BASE).measures_in_place
    fields["measures_in_place"] = "whole"
    whole = parse_profile(client.post("/sv/save/yaml", data=fields).text, BASE).measures_in_place
    assert partly is not None
    assert whole is not None
    assert {one.is_running for name, one in partly.items() if name != "safety_walk"} == {None}
    assert list(whole) == ["safety_walk"]


def test_the_language_is_changed_without_losing_what_was_typed(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen"))
    fields |= {field_name("trust_police_share", "value"): "37,5", field_name("silence_level", "period"): "i våras"}
    page = client.post("/en/", data=fields)
    assert page.status_code == 422
    shown = fields_of(page.text)
    assert shown[field_name("trust_police_share", "value")] == "37.5"
    assert shown[field_name("silence_level", "period")] == "i våras"
    assert "There is one error to mend" in text_of(page.text)


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("0,7", "sv", 0.7),
        ("1 234,5", "sv", 1234.5),
        ("12 000", "sv", 12000),
        ("\u22123", "sv", -3),
        ("38 %", "sv", 38),
        ("1,234", "en", 1234),
        ("1,5", "en", 1.5),
        ("0.7", "en", 0.7),
        ("tolv", "sv", "tolv"),
        ("1e3", "sv", "1e3"),
        ("", "sv", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, language: str, number: object) -> None:
    found = number_typed(typed, "sv" if language == "sv" else "en")
    assert (type(found), found) == (type(number), number)


# What is wrong is told where it is wrong


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (field_name("trust_police_share", "value"), "138"),
        (field_name("trust_police_share", "value"), "många"),
        (field_name("confirmed_shootings_12m", "value"), "1,5"),
        (field_name("silence_level", "value"), "9"),
        (field_name("silence_level", "period"), "2027"),
        (field_name("silence_level", "source"), "Anna, 19800101-1234"),
        (field_name("trust_police_share", "margin"), "-2"),
        ("as_of", "i mars"),
        ("as_of", ""),
        ("area.municipality", "12"),
        ("area.residents", "många"),
        ("area.regso", "0180R001, fel"),
        ("previous_assessment.as_of", "2027-01-01"),
        ("goal.by", "2020"),
        ("measures_in_place.safety_walk.since", "förr"),
    ],
)
def test_a_wrong_value_comes_back_beside_its_field(client: httpx.Client, field: str, typed: str) -> None:
    fields = opened(client, example("bjorkdalen")) | {field: typed}
    if field.startswith("measures_in_place."):
        fields["measures_in_place.safety_walk"] = "true"
    for path in ("", "answer", "save/yaml", "save/xlsx"):
        answer = client.post(f"/sv/{path}", data=fields)
        assert answer.status_code == 422
        shown = fields_of(answer.text)
        id = field.replace(".", "-")
        is_choice = field == field_name("silence_level", "value")
        assert is_choice or shown[field] == typed
        assert re.search(rf'<a href="#{id}">', answer.text), "the list of errors leads to the field"
        beside = re.search(rf'<div class="error" id="{id}-error">(.*?)</div>', answer.text, re.DOTALL)
        assert beside is not None
        assert re.search(r"\[FM\d+\]", beside[1])
        assert parse_profile(shown["profile"], BASE).area.name == "Björkdalen"


def test_what_is_right_is_kept_when_something_else_is_wrong(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen"))
    fields |= {field_name("silence_level", "value"): "1", field_name("trust_police_share", "value"): "138"}
    shown = fields_of(client.post("/sv/", data=fields).text)
    profile = parse_profile(shown["profile"], BASE)
    assert profile.observations[next(one for one in profile.observations if one == "silence_level")].value == 1


@pytest.mark.parametrize(
    "broken", ["area: [", "format: fasmodell.profile/1\nas_of: 2026-01-01\n", "\x00", "[" * 100_000]
)
def test_a_broken_text_is_told_line_by_line_and_nothing_is_lost(client: httpx.Client, broken: str) -> None:
    fields = opened(client, example("lindhaga")) | {"text": broken}
    answer = client.post("/sv/open", data=fields)
    assert answer.status_code == 422
    assert re.search(r"profil\.yaml:\d+:\d+: error\[FM\d+\]", answer.text)
    assert fields_of(answer.text)["profile"].strip() == example("lindhaga").strip()


@pytest.mark.parametrize(("language", "said"), [("sv", "Rad 4: ett värde utanför skalan."), ("en", "")])
def test_what_is_wrong_is_named_in_the_language_of_the_page(client: httpx.Client, language: str, said: str) -> None:
    text = "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-03-31\nobservations: {trust_police_share: 138}\n"
    answer = client.post(f"/{language}/open", data=opened(client, example("lindhaga")) | {"text": text})
    assert (answer.status_code, "[FM402]" in answer.text) == (422, True)
    assert said in answer.text
    assert ("Rad 4" in answer.text) == (language == "sv")
    fields = opened(client, example("lindhaga")) | {field_name("trust_police_share", "value"): "138"}
    shown = text_of(client.post(f"/{language}/", data=fields).text)
    assert ("(ett värde utanför skalan) [FM402]" in shown) == (language == "sv")


def test_a_broken_upload_shows_the_line_underlined_and_escaped(client: httpx.Client) -> None:
    text = example("bjorkdalen").replace("silence_level: {value: 3", "silence_level: {value: <b>3</b>")
    fields = opened(client, example("lindhaga"))
    answer = client.post("/sv/open", data=fields, files={"file": ("x.yaml", text.encode())})
    assert answer.status_code == 422
    assert "&lt;b&gt;3&lt;/b&gt;" in answer.text
    assert "^^^" in answer.text
    assert "<b>3" not in answer.text
    assert fields_of(answer.text)["profile"].strip() == example("lindhaga").strip()


def test_opening_nothing_says_what_to_do(client: httpx.Client) -> None:
    answer = client.post("/sv/open", data={"text": " "})
    assert answer.status_code == 422
    assert "Välj en fil först" in text_of(answer.text)


def test_a_draft_that_was_tampered_with_is_told_of_and_can_be_mended(client: httpx.Client) -> None:
    answer = client.post("/sv/answer", data={"profile": "area: {"})
    assert answer.status_code == 422
    assert fields_of(answer.text)["text"].strip() == "area: {"


def test_what_is_too_large_to_be_read_is_told_on_a_page(client: httpx.Client) -> None:
    for path, content in (("sv/open", b"x" * 6_000_000), ("en/answer", b"x" * 6_000_000)):
        answer = client.post(f"/{path}", files={"file": ("x.yaml", content)})
        assert answer.status_code == 413
        assert answer.headers["content-type"].startswith("text/html")
        assert ("för stort" if path.startswith("sv") else "too large") in text_of(answer.text)
        assert fields_of(answer.text)["profile"] == ""


def test_what_is_no_form_is_told_on_a_page(client: httpx.Client) -> None:
    answer = client.post("/sv/answer", content=b"{}", headers={"Content-Type": "application/json"})
    assert answer.status_code == 415
    assert "inget formulär" in text_of(answer.text)


# Opening and saving


def test_a_workbook_that_was_saved_opens_with_the_same_facts(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen"))
    saved = client.post("/sv/save/xlsx", data=fields)
    assert saved.headers["content-disposition"] == 'attachment; filename="bjorkdalen-2026-03-31.xlsx"'
    assert len(load_workbook(BytesIO(saved.content)).sheetnames) == 4
    again = client.post("/sv/open", files={"file": ("x.xlsx", saved.content)})
    assert again.status_code == 200
    before = parse_profile(example("bjorkdalen"), BASE)
    assert same_facts(parse_profile(fields_of(again.text)["profile"], BASE), before)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_open_by_their_buttons(client: httpx.Client, name: str) -> None:
    answer = client.post("/sv/open", data={"example": name})
    assert answer.status_code == 200
    assert load_profile(Path("examples") / f"{name}.yaml", BASE).area.name in text_of(answer.text)


# Answers


def test_the_answer_beside_the_form_follows_what_is_typed(client: httpx.Client) -> None:
    fields = fields_of(client.get("/sv/").text)
    before = client.post("/sv/live", data=fields).text
    fields[field_name("policing_difficulty_level", "value")] = "3"
    after = client.post("/sv/live", data=fields).text
    assert before != after
    carried = re.search(r'data-profile="([^"]*)"', after)
    assert carried is not None
    assert "policing_difficulty_level: 3" in unescape(carried[1])


def test_reasons_open_down_to_observation_and_source(client: httpx.Client) -> None:
    page = client.post(
        "/sv/why", data=opened(client, example("bjorkdalen")) | {"measure": "resident_communication"}
    ).text
    depth = deepest = 0
    for tag in re.findall(r"</?details", page):
        depth += -1 if tag.startswith("</") else 1
        deepest = max(deepest, depth)
    assert deepest >= 3
    text = text_of(page)
    assert "Observerat: 3" in text
    assert "Källa: Lokalpolisområdets lägesbild; avser 2026-Q1" in text
    references = set(re.findall(r'<a href="#(r\d+)">', page))
    assert len(references) > 5
    assert references <= set(re.findall(r'<li id="(r\d+)">', page))


def test_an_unknown_measure_or_target_has_a_page_that_says_so(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen"))
    for path, field in (("why", "measure"), ("why-not", "target")):
        answer = client.post(f"/sv/{path}", data=fields | {field: "finns_inte"})
        assert answer.status_code == 404
        assert "finns_inte" in text_of(answer.text)
        assert fields_of(answer.text)["profile"].strip() == example("bjorkdalen").strip()


@pytest.mark.parametrize(
    "path", ["finns-inte", "catalogue/finns-inte", "catalogue/measures/finns-inte", "save/pdf", "catalogue/a/b/c"]
)
def test_an_address_that_leads_nowhere_has_a_page_that_keeps_the_draft(client: httpx.Client, path: str) -> None:
    fields = opened(client, example("bjorkdalen"))
    answer = client.post(f"/en/{path}", data=fields)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert fields_of(answer.text)["profile"].strip() == example("bjorkdalen").strip()


def test_links_of_the_catalogue_lead_somewhere(client: httpx.Client) -> None:
    kinds = kinds_of(BASE, "sv")
    known = {f"/sv/catalogue/{kind}/{name}" for kind, entries in kinds.items() for name in entries}
    known |= {"/sv/catalogue", *(f"/sv/catalogue/{kind}" for kind in kinds)}
    listed = set(known)
    for kind, entries in kinds.items():
        page = client.get(f"/sv/catalogue/{kind}").text
        listed -= set(re.findall(r'<a href="([^"]*)"', page))
        for name in list(entries)[::9]:
            page = client.get(f"/sv/catalogue/{kind}/{name}").text
            links = set(re.findall(r'<a href="(/sv/catalogue[^"]*)"', page))
            assert links
            assert links <= known, name
    assert listed <= {f"/sv/catalogue/{kind}" for kind in kinds}


# The sentences and the themes


def test_no_page_in_one_language_holds_a_sentence_of_the_other(client: httpx.Client) -> None:
    fields = opened(client, example("bjorkdalen"))
    texts = [one for one in vars(w).values() if isinstance(one, Text) and "{" not in one.sv and len(one.sv) > 25]
    for path in SHOWN:
        swedish, english = (text_of(client.post(f"/{one}/{path}", data=fields).text) for one in LANGUAGES)
        for text in texts:
            assert text.en not in swedish, path
            assert text.sv not in english, path


def test_each_theme_begins_where_a_file_of_the_knowledge_base_does() -> None:
    found = themes_by_indicator(BASE)
    for file in sorted((Path("knowledge_base") / "indicators").glob("*.yaml")):
        document, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
        assert document is not None
        assert isinstance(document.data, dict)
        names = document.data["indicators"]
        assert isinstance(names, dict)
        themes = {found[one] for one in found if one in names}
        assert len(themes) == 1, file.name
        assert sum(theme in themes for theme in found.values()) == len(names), file.name


def test_the_menu_names_pages_that_exist() -> None:
    assert {tab.path for tab in TABS} <= set(PAGES)


@pytest.mark.skipif(NO_CHECKERS is not None, reason=str(NO_CHECKERS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_of_every_page_is_valid(client: httpx.Client, language: str, tmp_path: Path) -> None:
    fields = opened(client, example("bjorkdalen"))
    # The form is long: it is checked once in each language, with errors in one and empty in the other.
    pages = {path.replace("/", "-"): client.post(f"/{language}/{path}", data=fields).text for path in SHOWN if path}
    wrong = {field_name("trust_police_share", "value"): "138", "as_of": "fel", "area.name": "19800101-1234"}
    sent = fields | wrong if language == "sv" else {"typed_in": "en"}
    pages["form"] = client.post(f"/{language}/", data=sent).text
    pages["broken"] = client.post(f"/{language}/open", data=fields | {"text": "area: ["}).text
    pages["fetched"] = client.get(f"/{language}/catalogue/measures/safety_walk").text
    pages["nowhere"] = client.get(f"/{language}/nowhere").text
    assert html_faults(pages, tmp_path) == ""


# Drafts are edited in their own text


@pytest.mark.parametrize(
    "text",
    [
        "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-03-31\nobservations:\n",
        "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-03-31\n",
        "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-03-31\nobservations: {}\n",
        "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-03-31\nobservations: {extortion_level: 1}",
        "format: fasmodell.profile/1\narea:\n  name: A\nas_of: 2026-03-31\nobservations:\n  extortion_level: 1 # said",
        "{format: fasmodell.profile/1, area: {name: A}, as_of: 2026-03-31}",
    ],
)
def test_a_value_is_put_into_every_layout_of_a_profile(text: str) -> None:
    edited = with_changes(
        text, {("observations", "silence_level"): {"value": 2, "source": "x: y"}, ("goal",): {"by": 1}}
    )
    again = draft_of(edited.replace("goal: {by: 1}", ""), BASE, "sv").profile
    observed = {str(name): one for name, one in again.observations.items()}
    assert (observed["silence_level"].value, observed["silence_level"].source) == (2, "x: y")
    assert ("extortion_level" in text) == ("extortion_level" in observed)
    assert ("# said" in text) == ("# said" in edited)


def test_an_error_that_no_field_explains_takes_no_change() -> None:
    draft = draft_of(example("bjorkdalen"), BASE, "sv")
    taken = applied(draft, {"as_of": "2020-01-01"}, BASE, "sv")
    assert taken.draft == draft
    assert taken.errors
    assert taken.typed == {"as_of": "2020-01-01"}
