"""Which test modules run on the first of several Pythons only, and how the laws are tried."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same commit has the same outcome: each law is tried with examples that follow from its own text, and a machine
# that is busy with other things is no reason for it to fail. `make explore` tries other examples each time, and keeps
# those that fail.
settings.register_profile("repeat", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("FASMODELL_LAWS", "repeat"))

# They test what the rule base says, what other programs make of it, or laws over random rule bases: long runs whose
# outcome does not turn on the version of Python. `-m "not once"` leaves them out.
ONCE = frozenset((
    "test_answers", "test_api_contract", "test_batch_recipes", "test_catalogue_pages", "test_columns",
    "test_comparison", "test_diff", "test_editor_schemas", "test_encoding", "test_finding_columns",
    "test_fuzz_loader", "test_graph", "test_guide", "test_kleene", "test_language_server", "test_meaning",
    "test_mutants", "test_pictures", "test_proof_check", "test_proofs", "test_report", "test_report_files",
    "test_report_html", "test_report_office", "test_score_formulas", "test_stability", "test_web_browser",
    "test_web_browser_more", "test_web_pages", "test_web_pages_more", "test_web_security", "test_witness",
))  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of those modules."""
    for item in items:
        if item.path.stem in ONCE:
            item.add_marker(pytest.mark.once)
