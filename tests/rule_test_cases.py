"""The bundled rule base with its tests, and small test files of one's own."""

from __future__ import annotations

from functools import cache

from fasmodell.authoring.rule_test_loader import load_rule_tests, read_rule_tests, rule_test_files
from fasmodell.authoring.rule_test_runner import FileResult, run_tests
from fasmodell.authoring.rule_tests import RuleTests
from fasmodell.authoring.situation import CaseEngine
from fasmodell.resources import bundled
from fasmodell.rule_base import RuleBase, load_rule_base

SILENCE = "rules/1-findings/silence.test.yaml"
CONTROL = "rules/2-gates/control.test.yaml"
FOUNDATIONS = "rules/3-measures/foundations.test.yaml"
WARNINGS = "rules/3-measures/warnings.test.yaml"


@cache
def base() -> RuleBase:
    return load_rule_base(cache=False)


@cache
def engine() -> CaseEngine:
    return CaseEngine(base())


@cache
def bundled_tests() -> tuple[RuleTests, ...]:
    return load_rule_tests(rule_test_files(bundled("rules"), ()), base())


def read_cases(cases: str, name: str = SILENCE) -> RuleTests:
    return read_rule_tests(f"format: fasmodell.tests/1\ncases:\n{cases}", name, base())


def result_of(cases: str, name: str = SILENCE) -> FileResult:
    (result,) = run_tests([read_cases(cases, name)], base())
    return result


def text_of(cases: str, name: str = SILENCE) -> str:
    return "\n".join(case.text for case in result_of(cases, name).failed)
