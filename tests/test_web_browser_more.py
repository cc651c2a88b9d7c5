"""What if, compare, plan and reports in a browser: the whole way to a report, sliders, decisions, keyboard, axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from fasmodell import load_rule_base
from fasmodell.analysis.decision_loader import read_decisions
from fasmodell.scales import LANGUAGES, Language
from fasmodell.web import words_web_plan as w
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
from web_pages import NO_CHECKERS, ROOT, RunningServer, example

pytestmark = IN_BROWSER
BASE = load_rule_base()
SHOOTINGS = "confirmed_shootings_12m"
PAGES = ("what-if", "compare", "plan", "reports")


def over_time(year: int) -> str:
    """An example profile of the area that is followed over time."""
    return (ROOT / "examples" / "over-time" / f"{year}.yaml").read_text(encoding="utf-8")


def decide(page: Page, measure: str, choice: str, reason: str) -> None:
    """Choose about a measure in the list, with a reason."""
    fields = page.locator(f"#choice-{measure}")
    for part in ("details.group", "details.decide"):
        summary = page.locator(part).filter(has=fields).locator(":scope > summary")
        if page.locator(part).filter(has=fields).get_attribute("open") is None:
            summary.click()
    fields.locator(f"input[value='{choice}']").check()
    page.locator(f"#reason-{measure}").select_option(reason)


# The whole way


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "scripts"), [(NARROW, False), (WIDE, True)], ids=["narrow, bare", "wide, scripts"])
def test_from_an_empty_form_to_a_downloaded_report(
    browser: Browser, server: RunningServer, language: Language, width: int, *, scripts: bool
) -> None:
    page = new_page(browser, width=width, scripts=scripts)
    told = Told(page.context, server.address)
    page.goto(f"{server.address}/{language}/")
    page.locator("#area-name").fill("Provområdet")
    page.locator("input[name='observations.policing_difficulty_level.value'][value='3']").check()
    page.locator("input[name='observations.open_drug_scene_level.value'][value='3']").check()
    to(page, "what-if")
    page.locator("#pick").select_option("services_work_level")
    press(page, page.get_by_role("button", name=w.ADD.to(language), exact=True))
    page.locator("input[name='if.services_work_level'][value='0']").check()
    press(page, page.get_by_role("button", name=w.PUT_IN.to(language)))
    expect(page.get_by_text(w.PUT_DONE.to(language))).to_be_visible()
    to(page, "plan")
    page.locator("[name='plan.at_once']").fill("3")
    press(page, page.get_by_role("button", name=w.RECKON.to(language)))
    measure = page.locator("details.decide fieldset").first.get_attribute("id")
    assert measure is not None
    measure = measure.removeprefix("choice-")
    decide(page, measure, "decline", "lack_of_resources")
    if not scripts:
        expect(page.locator("#decided_at")).to_have_value("")
        page.locator("#decided_at").fill("2026-04-10")
    press(page, page.get_by_role("button", name=w.NOTE_DOWN.to(language)))
    expect(page.get_by_text(w.NOTED.to(language))).to_be_visible()
    name, content = downloaded(page, page.get_by_role("button", name=w.SAVE_DECISIONS.to(language)))
    assert re.fullmatch(r"provomradet-\d{4}-\d\d-\d\d\.decisions\.yaml", name)
    read = read_decisions(content.decode(), name, BASE.knowledge)
    assert [(one.measure, one.choice) for one in read.current] == [(measure, "decline")]
    to(page, "reports")
    expect(page.get_by_text(w.WITH_DECISIONS.to(language).format(n=1))).to_be_visible()
    name, content = downloaded(page, page.get_by_role("button", name=w.FORMAT_NAMES["html"].to(language)))
    assert name.endswith(".html")
    text = content.decode()
    assert f'<html lang="{language}">' in text
    assert "Provområdet" in text
    assert page.evaluate("document.documentElement.scrollWidth") <= width if scripts else True
    assert (told.complaints, told.foreign) == ([], [])


# Sliders


def test_a_moved_slider_is_told_and_changes_nothing_that_is_carried(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    open_text(page, server, example("bjorkdalen"))
    to(page, "what-if")
    before = page.locator("[name=profile]").input_value()
    slider = page.locator(f"#slide-{SHOOTINGS}")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(f"[name='if.{SHOOTINGS}']")).to_have_value("0")
    status = page.locator("#result-status")
    expect(status).to_contain_text("byter ställning")
    assert status.get_attribute("role") == "status"
    expect(page.locator("#result")).to_contain_text("Bekräftade skjutningar")
    expect(slider).to_have_attribute("aria-valuetext", "0")
    assert page.locator("[name=profile]").input_value() == before
    page.locator(f"[name='unknown.{SHOOTINGS}']").check()
    expect(page.locator(f"[name='if.{SHOOTINGS}']")).to_have_value("")
    expect(page.locator("#result")).to_contain_text("Bekräftade skjutningar: okänt")
    expect(slider).to_have_attribute("aria-valuetext", "Okänt")


def test_slider_and_choices_of_a_level_follow_each_other(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    open_text(page, server, example("bjorkdalen"))
    to(page, "what-if")
    page.locator("#pick").select_option("silence_level")
    press(page, page.get_by_role("button", name="Lägg till"))
    slider = page.locator("#slide-silence_level")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("input[name='if.silence_level'][value='0']")).to_be_checked()
    page.locator("input[name='if.silence_level'][value='2']").check()
    expect(slider).to_have_value("2")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^2: "))


def test_a_value_that_cannot_be_is_told_beside_its_slider_and_goes_when_mended(
    browser: Browser, server: RunningServer
) -> None:
    page = new_page(browser)
    open_text(page, server, example("bjorkdalen"))
    to(page, "what-if")
    field = page.locator(f"[name='if.{SHOOTINGS}']")
    field.fill("51")
    expect(page.locator(f"#if-{SHOOTINGS}-error")).to_contain_text("0 till 50")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#result-wrong")).to_have_text(w.LEFT_AS_IS.sv)
    field.fill("5")
    expect(page.locator(f"#if-{SHOOTINGS}-error")).to_be_hidden()
    expect(page.locator("#result-wrong")).to_be_empty()
    expect(page.locator(f"#slide-{SHOOTINGS}")).to_have_value("5")


def test_without_scripts_a_button_tells_what_a_moved_slider_changes(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser, scripts=False, width=NARROW)
    open_text(page, server, example("bjorkdalen"))
    to(page, "what-if")
    page.locator(f"#slide-{SHOOTINGS}").focus()
    page.keyboard.press("Home")
    press(page, page.get_by_role("button", name=w.SHOW_RESULT.sv))
    expect(page.locator(f"[name='if.{SHOOTINGS}']")).to_have_value("0")
    expect(page.locator("#result")).to_contain_text("Bekräftade skjutningar: 0")


# Nothing is lost


def test_decisions_survive_a_reload_a_crash_and_a_return(browser: Browser) -> None:
    with RunningServer() as server:
        page = new_page(browser)
        open_text(page, server, example("nybyn"))
        to(page, "plan")
        measure = str(page.locator("details.decide fieldset").first.get_attribute("id")).removeprefix("choice-")
        decide(page, measure, "decline", "residents_view")
        today = page.evaluate("new Date().toLocaleDateString('sv-SE')")
        expect(page.locator("#decided_at")).to_have_value(today)
        press(page, page.get_by_role("button", name="Anteckna besluten"))
        told = page.locator("#decisions-head ~ ul li")
        expect(told).to_contain_text(f"avböjd {today}")
        page.reload(wait_until="commit")
        expect(told).to_contain_text(f"avböjd {today}")
        server.kill()
        server.start()
        for path in ("reports", "catalogue/measures", "plan"):
            page.goto(f"{server.address}/sv/{path}")
            expect(page.locator("[name=decisions]")).to_have_value(re.compile(f"measure: {measure}"))
        expect(told).to_contain_text(f"avböjd {today}")


def test_what_is_typed_about_a_measure_survives_a_reload(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    open_text(page, server, example("nybyn"))
    to(page, "plan")
    measure = str(page.locator("details.decide fieldset").first.get_attribute("id")).removeprefix("choice-")
    decide(page, measure, "choose", "other")
    page.reload(wait_until="commit")
    expect(page.locator(f"#choice-{measure} input[value=choose]")).to_be_checked()
    expect(page.locator(f"#reason-{measure}")).to_have_value("other")
    press(page, page.get_by_role("button", name="Anteckna besluten"))
    summary = page.locator("#errors")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.locator(f"#comment-{measure}")).to_be_focused()
    page.keyboard.type("Andra vägar prövas först")
    page.keyboard.press("Enter")  # the first button of the form shows the same page again
    expect(page.locator("[name=decisions]")).to_have_value(re.compile("Andra vägar prövas först"))


def test_earlier_profiles_survive_a_reload_and_a_visit_elsewhere(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    open_text(page, server, over_time(2026))
    to(page, "compare")
    for year in (2024, 2025):
        page.locator("#earlier_text").fill(over_time(year))
        press(page, page.locator("button[value=add]"))
    page.reload(wait_until="commit")
    expect(page.locator("#with-head ~ ul li")).to_have_count(2)
    to(page, "answer")
    to(page, "compare")
    expect(page.locator("#with-head ~ ul li")).to_have_count(2)


# Keyboard and checkers


def test_a_decision_is_noted_with_the_keyboard_alone(browser: Browser, server: RunningServer) -> None:
    page = new_page(browser)
    open_text(page, server, example("nybyn"))
    to(page, "plan")
    page.locator("#decided_by").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the group
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the measure
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # from following the engine, past including, to declining
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    name = str(page.evaluate("document.activeElement.name"))
    assert name.startswith("reason.")
    assert page.locator(f"[name='{name}']").input_value() == next(iter(BASE.knowledge.decision_reasons))
    button = page.get_by_role("button", name="Anteckna besluten")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[name=decisions]")).to_have_value(re.compile(f"measure: {name.removeprefix('reason.')}"))


@pytest.mark.skipif(NO_CHECKERS is not None, reason=str(NO_CHECKERS))
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, server: RunningServer, width: int, *, dark: bool
) -> None:
    page = new_page(browser, width=width, dark=dark)
    open_text(page, server, over_time(2026))
    for path in PAGES:
        to(page, path)
        if path == "compare":
            page.locator("#earlier_text").fill(over_time(2024))
            press(page, page.locator("button[value=add]"))
        if path == "what-if":
            page.locator("input[type=range]").first.focus()
            page.keyboard.press("End")
            expect(page.locator("#result")).not_to_be_empty()
        assert_accessible(page, width, path)
    to(page, "plan")
    page.locator("[name='plan.budget']").fill("-1")
    press(page, page.get_by_role("button", name=w.RECKON.sv))
    expect(page.locator("#errors")).to_be_focused()
    assert_accessible(page, width, "a plan with an error")
    page.locator("[name='plan.budget']").fill("")  # otherwise every page leads back to it
    to(page, "compare")
    page.locator("#earlier_text").fill("area: [")
    press(page, page.locator("button[value=add]"))
    assert_accessible(page, width, "a comparison that is refused")
