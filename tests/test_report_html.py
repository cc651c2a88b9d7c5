"""Reports as HTML in a real browser: accessible in both colour schemes, narrow, wide and enlarged, and valid."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from fasmodell import load_profile, load_rule_base
from fasmodell.analysis.stability import Settings
from fasmodell.report.contents import Kind, contents_of
from fasmodell.report.writing import report_bytes
from fasmodell.scales import Language
from in_browser import AXE_RUN
from web_pages import NO_CHECKERS, axe_source, html_faults

ROOT = Path(__file__).resolve().parent.parent
BASE = load_rule_base()
REPORTS: tuple[tuple[str, Kind, Language], ...] = (
    ("bjorkdalen", Kind(), "sv"),
    ("kvarnangen", Kind(is_public=True), "en"),
    ("nybyn", Kind(is_short=True), "sv"),
)
# Width, whether dark, and the enlargement: at 200 per cent a page has half the width.
SCREENS = ((320, True), (1280, False), (640, False))

pytestmark = [
    pytest.mark.skipif(NO_CHECKERS is not None, reason=str(NO_CHECKERS)),
    pytest.mark.xdist_group("report html"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The reports as files."""
    folder = tmp_path_factory.mktemp("reports")
    found = []
    for name, kind, language in REPORTS:
        profile = load_profile(ROOT / "examples" / f"{name}.yaml", BASE)
        contents = contents_of(profile, BASE, kind, settings=Settings(draws=200))
        path = folder / f"{name}.html"
        path.write_bytes(report_bytes("html", contents, language))
        found.append(path)
    return found


def test_the_reports_are_valid_html(files: list[Path], tmp_path: Path) -> None:
    assert html_faults({path.stem: path.read_text(encoding="utf-8") for path in files}, tmp_path) == ""


@pytest.mark.parametrize(("width", "dark"), SCREENS, ids=["narrow and dark", "wide and light", "at 200 per cent"])
def test_axe_finds_nothing_in_a_report(browser: Browser, files: list[Path], width: int, dark: bool) -> None:
    scheme = "dark" if dark else "light"
    # The report forbids every script, also that of the checker, which is let past.
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    for path in files:
        page.goto(path.as_uri())
        page.add_script_tag(content=axe_source())
        assert page.evaluate(AXE_RUN) == [], path.name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
    assert asked == [path.as_uri() for path in files]
    context.close()


def test_a_report_prints_with_its_tables_and_without_its_menus(browser: Browser, files: list[Path]) -> None:
    page = browser.new_page()
    page.goto(files[0].as_uri())
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    tables = page.locator("table")
    assert tables.count() > 20
    assert all(tables.nth(place).is_visible() for place in range(tables.count()))
    page.close()
