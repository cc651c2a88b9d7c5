"""The pages in a real browser: from an empty form to a downloaded report, with and without scripts, narrow and wide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from fasmodell import load_rule_base
from fasmodell.rule_base import parse_profile
from fasmodell.scales import LANGUAGES, Language
from fasmodell.web.page_frame import TABS
from in_browser import (
    IN_BROWSER,
    NARROW,
    WIDE,
    Told,
    assert_accessible,
    downloaded,
    new_page,
    open_text,
    press,
    to,
)
from web_pages import NO_CHECKERS, RunningServer, example

pytestmark = IN_BROWSER
BASE = load_rule_base()
_FILL_IN = {"sv": "Fyll i", "en": "Fill in"}
_ANSWER = {"sv": "Svar", "en": "Answer"}
_SAVE = {"sv": "Spara som YAML", "en": "Save as YAML"}
_PHASE_1 = {"sv": "Fas 1", "en": "Phase 1"}


def tab(page: Page, name: str) -> None:
    """Go to a page of the menu."""
    menu = page.get_by_role("navigation", name=re.compile("Sidor|Pages"))
    press(page, menu.get_by_role("button", name=name, exact=True))


def radio(page: Page, indicator: str, value: str) -> None:
    """Choose an anchor of an indicator."""
    page.locator(f"input[name='observations.{indicator}.value'][value='{value}']").check()


def number(page: Page, indicator: str, typed: str) -> None:
    """Type the number of an indicator, and leave the field."""
    field = page.locator(f"input[name='observations.{indicator}.value']")
    field.fill(typed)
    field.blur()


def saved(page: Page, language: Language) -> str:
    """The text of the profile that a press of the button saves."""
    return downloaded(page, page.get_by_role("button", name=_SAVE[language]))[1].decode()


# The whole way


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_an_empty_form_to_a_saved_file_and_a_report(
    browser: Browser, server: RunningServer, language: Language, width: int, *, scripts: bool
) -> None:
    page = new_page(browser, width=width, scripts=scripts)
    told = Told(page.context, server.address)
    page.goto(f"{server.address}/{language}/")
    page.locator("#area-name").fill("Provområdet")
    radio(page, "policing_difficulty_level", "3")
    radio(page, "services_work_level", "0")
    number(page, "trust_police_share", "37,5" if language == "sv" else "37.5")
    if not scripts:
        press(page, page.locator("button[formaction$='#live-head']"))
    expect(page.locator("#live .phase")).to_contain_text(_PHASE_1[language])
    tab(page, _ANSWER[language])
    expect(page.get_by_role("heading", level=1)).to_contain_text(_PHASE_1[language])
    reason = page.locator(".card details").first
    reason.locator("summary").first.click()
    expect(reason.locator(":scope > :not(summary)").first).to_be_visible()
    press(page, page.locator("button[name=measure]").first)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    for name in ("why-not", "ask", "catalogue", "files"):
        to(page, name)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    tab(page, _FILL_IN[language])
    expect(page.locator("#area-name")).to_have_value("Provområdet")
    profile = parse_profile(saved(page, language), BASE)
    values = {str(name): one.value for name, one in profile.observations.items() if one.is_known}
    assert values == {"policing_difficulty_level": 3, "services_work_level": 0, "trust_police_share": 37.5}
    assert profile.area.name == "Provområdet"
    to(page, "reports")
    for format_, begins in (("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>")):
        with page.expect_download() as download:
            page.locator(f"button[formaction$='/reports/{format_}']").click()
        report = Path(download.value.path()).read_bytes()
        assert report.startswith(begins)
        assert download.value.suggested_filename.startswith("provomradet-")
    assert "Provområdet" in report.decode()
    assert told.complaints == []
    assert told.foreign == []


def test_a_file_that_was_saved_is_opened_again(browser: Browser, server: RunningServer, tmp_path: Path) -> None:
    page = new_page(browser)
    open_text(page, server, example("bjorkdalen"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Spara som Excel").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    fresh = new_page(browser, scripts=False)
    fresh.goto(f"{server.address}/sv/files")
    fresh.locator("#file").set_input_files(file)
    fresh.get_by_role("button", name="Öppna filen").click()
    expect(fresh.locator("#area-name")).to_have_value("Björkdalen")


# Nothing that was entered is lost


def test_a_reload_loses_nothing(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    page.goto(f"{server.address}/sv/")
    page.locator("#area-name").fill("Provområdet")
    radio(page, "silence_level", "2")
    expect(page.locator("#live-status")).not_to_be_empty()
    number(page, "trust_police_share", "138")
    expect(page.locator("#observations-trust_police_share-value-error")).to_contain_text("0 till 100")
    for _ in range(2):  # what was fetched is sent again; what was sent is filled in again
        page.reload(wait_until="commit")
        expect(page.locator("#area-name")).to_have_value("Provområdet")
        expect(page.locator("input[name='observations.silence_level.value'][value='2']")).to_be_checked()
        expect(page.locator("input[name='observations.trust_police_share.value']")).to_have_value("138")


def test_a_server_that_is_killed_and_started_again_loses_nothing(browser: Browser) -> None:
    with RunningServer() as server:
        page = new_page(browser)
        page.goto(f"{server.address}/sv/")
        page.locator("#area-name").fill("Provområdet")
        radio(page, "services_work_level", "0")
        expect(page.locator("#live-status")).not_to_be_empty()
        server.kill()
        radio(page, "policing_difficulty_level", "3")
        expect(page.locator("#lost")).to_contain_text("Det ni fyllt i finns kvar")
        server.start()
        number(page, "trust_police_share", "40")
        expect(page.locator("#live .phase")).to_contain_text("Fas 1")
        expect(page.locator("#lost")).to_be_empty()
        page.goto(f"{server.address}/sv/")
        expect(page.locator("input[name='observations.policing_difficulty_level.value'][value='3']")).to_be_checked()
        values = {str(name): one.value for name, one in parse_profile(saved(page, "sv"), BASE).observations.items()}
        assert values == {"services_work_level": 0, "policing_difficulty_level": 3, "trust_police_share": 40}


def test_starting_over_forgets_what_was_filled_in(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    page.goto(f"{server.address}/sv/")
    page.locator("#area-name").fill("Provområdet")
    page.get_by_role("link", name="Börja om").click()
    expect(page.locator("#area-name")).to_have_value("")
    page.reload(wait_until="commit")
    expect(page.locator("#area-name")).to_have_value("")


def test_an_answer_that_comes_while_starting_over_brings_nothing_back(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    page.goto(f"{server.address}/sv/")
    page.locator("#area-name").fill("Provområdet")
    radio(page, "services_work_level", "0")
    expect(page.locator("#live-status")).not_to_be_empty()
    asked: list[object] = []
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/live") else None)
    # Without the step to the empty page, which would be over before a slow answer came.
    page.evaluate("document.querySelector('[data-clear]').addEventListener('click', event => event.preventDefault())")
    page.locator("#area-name").fill("Ett annat område")
    page.get_by_role("link", name="Börja om").click()
    page.wait_for_timeout(1500)
    assert asked
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(f"{server.address}/sv/")
    expect(page.locator("#area-name")).to_have_value("")


def test_a_tab_of_its_own_begins_empty(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    page.goto(f"{server.address}/sv/")
    page.locator("#area-name").fill("Provområdet")
    other = page.context.new_page()
    other.goto(f"{server.address}/sv/")
    expect(other.locator("#area-name")).to_have_value("")


def test_a_tab_that_cannot_remember_does_not_say_that_it_does(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    page.goto(f"{server.address}/sv/")
    page.locator("#area-name").fill("Provområdet")
    expect(page.locator("#kept")).to_be_visible()
    forgetful = new_page(browser)
    forgetful.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full'); }")
    forgetful.goto(f"{server.address}/sv/")
    forgetful.locator("#area-name").fill("Provområdet")
    radio(forgetful, "silence_level", "2")
    expect(forgetful.locator("#live-status")).not_to_be_empty()
    expect(forgetful.locator("#kept")).to_be_hidden()
    tab(forgetful, "Svar")
    expect(forgetful.locator(".lead")).to_contain_text("Provområdet")


def test_a_file_that_is_too_large_takes_nothing_away(browser: Browser, server: RunningServer, tmp_path: Path) -> None:
    page = new_page(browser)
    page.goto(f"{server.address}/sv/")
    page.locator("#area-name").fill("Provområdet")
    to(page, "files")
    large = tmp_path / "stor.yaml"
    large.write_bytes(b"x" * 6_000_000)
    page.locator("#file").set_input_files(large)
    press(page, page.get_by_role("button", name="Öppna filen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan kan inte visas")
    press(page, page.get_by_role("button", name="Till formuläret"))
    expect(page.locator("#area-name")).to_have_value("Provområdet")


# Wrong values


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_wrong_value_stands_beside_its_field_and_in_the_list(
    browser: Browser, server: RunningServer, *, scripts: bool
) -> None:
    page = new_page(browser, scripts=scripts)
    page.goto(f"{server.address}/sv/")
    number(page, "trust_police_share", "138")
    tab(page, "Svar")
    field = page.locator("input[name='observations.trust_police_share.value']")
    expect(field).to_have_value("138")
    expect(field).to_have_attribute("aria-invalid", "true")
    summary = page.locator("#errors")
    expect(summary).to_contain_text("Det finns ett fel att rätta")
    if scripts:
        expect(summary).to_be_focused()
        summary.get_by_role("link").click()
        expect(field).to_be_focused()


# Keyboard, narrow screens, checkers


def test_the_form_is_filled_in_with_the_keyboard_alone(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    page.goto(f"{server.address}/sv/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "area-name":
            break
    page.keyboard.type("Tangentby")
    field = page.locator("input[name='observations.policing_difficulty_level.value']").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == field.get_attribute("name"):
            break
    page.keyboard.press("ArrowUp")  # from unknown, the first choice, round to the last one
    expect(page.locator("input[name='observations.policing_difficulty_level.value'][value='3']")).to_be_checked()
    expect(page.locator("#live-status")).not_to_be_empty()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.locator("#area-name").press("Enter")  # the first button of the form shows the same page again
    expect(page.locator("#area-name")).to_have_value("Tangentby")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fyll i områdets läge")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_narrow_screen_and_targets_are_large(
    browser: Browser, server: RunningServer, language: Language
) -> None:
    page = new_page(browser, width=NARROW)
    open_text(page, server, example("bjorkdalen"), language)
    for found in TABS:
        to(page, f"{language}/{found.path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, found.path
        small = page.evaluate(_SMALL_TARGETS)
        assert small == [], found.path


_SMALL_TARGETS = """() => [...document.querySelectorAll("button, select, summary, input[type=text], .choice")]
  .filter(one => one.getClientRects().length && !one.classList.contains("first"))
  .filter(one => one.getBoundingClientRect().height < 43.5 || one.getBoundingClientRect().width < 43.5)
  .map(one => one.outerHTML.slice(0, 100))"""


@pytest.mark.skipif(NO_CHECKERS is not None, reason=str(NO_CHECKERS))
@pytest.mark.parametrize(
    ("width", "dark", "zoom"),
    [(WIDE, False, 1), (NARROW, True, 1), (WIDE, True, 2)],
    ids=["wide and light", "narrow and dark", "at 200 per cent"],
)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, server: RunningServer, width: int, zoom: int, *, dark: bool
) -> None:
    page = new_page(browser, width=width // zoom, dark=dark)
    open_text(page, server, example("bjorkdalen"))
    number(page, "trust_police_share", "138")
    expect(page.locator("#observations-trust_police_share-value-error")).to_be_visible()
    assert_accessible(page, width // zoom, "a form with an error")
    number(page, "trust_police_share", "38")
    for found in TABS:
        to(page, f"sv/{found.path}")
        assert_accessible(page, width // zoom, found.path)
    for path in ("catalogue/measures", "catalogue/measures/safety_walk", "catalogue/nothing"):
        page.goto(f"{server.address}/sv/{path}")
        assert_accessible(page, width // zoom, path)
    page.goto(f"{server.address}/sv/files")
    page.locator("#text").fill("area: [")
    press(page, page.get_by_role("button", name="Öppna texten"))
    expect(page.locator("#errors")).to_be_visible()
    assert_accessible(page, width // zoom, "a text that cannot be opened")
