"""Run rule tests: is what a case leads to what it expects?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from fasmodell.authoring.failure_text import came, details, headline, indented
from fasmodell.authoring.rule_tests import Case, Expectation, RuleTests
from fasmodell.authoring.situation import CaseEngine, Situation
from fasmodell.rule_base import RuleBase


class Failure(NamedTuple):
    """An expectation that was not met: how it came out, and what decided it."""

    expectation: Expectation
    came: str
    details: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """The failure in words, what decided it further to the right."""
        return (headline(self.expectation, self.came), *indented(self.details, 2))


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case that was run; it passed when there are no failures."""

    case: Case
    situation: Situation
    failures: tuple[Failure, ...]

    @property
    def text(self) -> str:
        """Where a failing case stands, and every expectation that was not met; empty for one that passed."""
        if not self.failures:
            return ""
        span = self.case.span
        lines = [line for failure in self.failures for line in failure.lines()]
        return "\n".join((f"{span.file}:{span.line}: {self.case.name}", *indented(lines, 2)))


@dataclass(frozen=True, slots=True)
class FileResult:
    """The cases of one file, run. A file without cases has neither passed nor failed."""

    tests: RuleTests
    cases: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that failed."""
        return tuple(result for result in self.cases if result.failures)


def run_tests(tests: Iterable[RuleTests], base: RuleBase) -> tuple[FileResult, ...]:
    """Run every case of some files."""
    engine = CaseEngine(base)
    return tuple(FileResult(file, tuple(run_case(case, engine) for case in file.cases)) for file in tests)


def run_case(case: Case, engine: CaseEngine) -> CaseResult:
    """Run one case."""
    situation = engine.situation(case)
    failures = []
    for expectation in case.expected:
        outcome = came(expectation, situation)
        if outcome != expectation.wanted:
            found = details(expectation, situation, engine.base.rules)
            failures.append(Failure(expectation, outcome, found))
    return CaseResult(case, situation, tuple(failures))
