"""What is wrong with the rule tests beside the rules, and which cases rules lack."""

from __future__ import annotations

from collections.abc import Iterable

from fasmodell.authoring.checks import Linted
from fasmodell.authoring.rule_test_coverage import missing_in
from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_test_files
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.diagnostics import Diagnostic, RuleBaseError
from fasmodell.resources import local_name


def lint_rule_tests(linted: Linted) -> Iterable[Diagnostic]:
    """The problems of the rule tests; where there are none, the cases that rules with a test file lack (FM511)."""
    folders = linted.folders
    if folders.local is None:
        files = rule_test_files(folders.rules)
    else:  # the cases of the rule base that it extends may come out differently, which is meant
        files = rule_test_files(folders.local, label=local_name(folders.local))
    try:
        tests = load_rule_tests(files, linted.base, linted.read)
    except RuleBaseError as error:
        linted.texts.update(error.texts)
        return error.diagnostics
    results = run_tests(tests, linted.base)
    return missing_in(linted.base, results, {one.rule_file for one in tests})
