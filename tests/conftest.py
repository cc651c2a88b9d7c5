"""Which test modules run on the first of several Pythons only, how the laws are tried, and a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from web_pages import CHROMIUM, CHROMIUM_FLAGS, NO_BROWSER, RunningServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same commit has the same outcome: each law is tried with examples that follow from its own text, and a machine
# that is busy with other things is no reason for it to fail. `make explore` tries other examples each time, and keeps
# those that fail.
settings.register_profile("repeat", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("FASMODELL_LAWS", "repeat"))

# They test what the rule base says, what other programs make of it, or laws over random rule bases: long runs whose
# outcome does not turn on the version of Python. `-m "not once"` leaves them out.
ONCE = frozenset((
    "test_answers", "test_api_contract", "test_ask", "test_batch_recipes", "test_catalogue_pages",
    "test_columns", "test_comparison", "test_diff", "test_early_signs", "test_editor_schemas", "test_encoding",
    "test_finding_columns", "test_fuzz_loader", "test_goal", "test_graph", "test_guide", "test_init",
    "test_kleene", "test_language_server", "test_layout", "test_meaning", "test_mutants", "test_overlay",
    "test_path", "test_pictures", "test_proof_check", "test_proofs", "test_render", "test_report",
    "test_report_files", "test_report_html", "test_report_office", "test_rule_tests", "test_scaffold",
    "test_score_formulas", "test_stability", "test_web_browser", "test_web_browser_more", "test_web_pages",
    "test_web_pages_more", "test_web_security", "test_why_not", "test_witness", "test_worse_never_helps",
))  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A server of the pages in a process of its own."""
    with RunningServer() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser without a window; closed after the module, since its event loop is in the way of others."""
    if NO_BROWSER is not None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        yield found
        found.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of those modules."""
    for item in items:
        if item.path.stem in ONCE:
            item.add_marker(pytest.mark.once)
