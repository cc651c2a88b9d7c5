"""What tests in a real browser share: pages in tabs of their own, how they are used, and what axe-core finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from fasmodell.scales import Language
from web_pages import NO_BROWSER, RunningServer, axe_source

# Tests of one group share a worker, and so a browser and a server for each module (tests/conftest.py).
IN_BROWSER = [
    pytest.mark.skipif(NO_BROWSER is not None, reason=str(NO_BROWSER)),
    pytest.mark.xdist_group("browser"),
]
NARROW, WIDE = 320, 1280
_PATIENCE = 60_000
expect.set_options(timeout=_PATIENCE)


class Told:
    """What the browser complains of, and whom it asks, while pages are used."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        context.on("weberror", lambda one: self.complaints.append(str(one.error)))
        context.on(
            "console", lambda one: self.complaints.append(one.text) if one.type in ("error", "warning") else None
        )
        context.on("request", lambda one: None if one.url.startswith(address) else self.foreign.append(one.url))


def new_page(browser: Browser, *, width: int = WIDE, scripts: bool = True, dark: bool = False) -> Page:
    """A page of a tab of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
        locale="sv-SE",
    )
    context.set_default_timeout(_PATIENCE)
    return context.new_page()


def press(page: Page, button: Locator) -> None:
    """Press a button that leads to another page, and wait until that is there with its style."""
    with page.expect_navigation():
        button.click()


def to(page: Page, path: str) -> None:
    """Go to a page of the menu by its path."""
    press(page, page.locator(f".tabs button[formaction$='/{path}']"))


def open_text(page: Page, server: RunningServer, text: str, language: Language = "sv") -> None:
    """Open a profile by pasting it."""
    page.goto(f"{server.address}/{language}/files")
    page.locator("#text").fill(text)
    press(page, page.locator(f"section button[formaction='/{language}/open']:not([formenctype]):not([name])"))


def downloaded(page: Page, button: Locator) -> tuple[str, bytes]:
    """The name and the content of the file that a press of a button gives."""
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def assert_accessible(page: Page, width: int, name: str) -> None:
    """Fail with whatever axe-core finds, all parts of the page being open, and when it is wider than the screen."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.evaluate(axe_source())
    assert page.evaluate(AXE_RUN) == [], name


# What axe-core finds in a page: the rule, the first part that breaks it, and why.
AXE_RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map(one => [one.id, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary])"""
