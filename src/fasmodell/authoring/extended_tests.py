"""The rule tests of a rule base that is extended, run on the local one over it: which of them it changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fasmodell.authoring.failure_text import came, headline, indented
from fasmodell.authoring.rule_tests import Case, Expectation, RuleTests, Subject
from fasmodell.authoring.situation import CaseEngine
from fasmodell.rule_base import RuleBase

SWITCHED_OFF = "switched off"


class ChangedExpectation(NamedTuple):
    """An expectation that is met in the extended rule base, and how it comes out in the local one."""

    expectation: Expectation
    came: str


class ChangedCase(NamedTuple):
    """A case of the extended rule base that comes out differently in the local one."""

    case: Case
    changed: tuple[ChangedExpectation, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Where the case stands, and each expectation that the local rule base changes."""
        span = self.case.span
        told = [headline(one.expectation, one.came) for one in self.changed]
        return (f"{span.file}:{span.line}: {self.case.name}", *indented(told, 2))


class ExtendedTests(NamedTuple):
    """How many cases of the extended rule base were run on the local one, and those that it changes."""

    cases: int
    changed: tuple[ChangedCase, ...]


def run_extended_tests(tests: Iterable[RuleTests], whole: RuleBase, local: RuleBase) -> ExtendedTests:
    """
    Run the cases of an extended rule base on the local one.

    Only what the extended rule base itself meets can be changed: a case that fails there, or is marked todo, says
    nothing of the local one.
    """
    before, after = CaseEngine(whole), CaseEngine(local)
    cases = [case for one in tests for case in one.cases if case.todo is None]
    found = []
    for case in cases:
        changed = _changed(case, before, after)
        if changed:
            found.append(ChangedCase(case, changed))
    return ExtendedTests(len(cases), tuple(found))


def _changed(case: Case, before: CaseEngine, after: CaseEngine) -> tuple[ChangedExpectation, ...]:
    there, here = before.situation(case), after.situation(case)
    rules = frozenset(map(str, after.base.rules.rules))
    found = []
    for one in case.expected:
        is_gone = one.subject is Subject.RULE and one.name not in rules
        outcome = SWITCHED_OFF if is_gone else came(one, here)
        if outcome != one.wanted and came(one, there) == one.wanted:
            found.append(ChangedExpectation(one, outcome))
    return tuple(found)
