"""Run rule tests: is what a case leads to what it expects?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from fasmodell.authoring.failure_text import came, details, headline, indented
from fasmodell.authoring.rule_tests import Case, Expectation, RuleTests
from fasmodell.authoring.situation import CaseEngine, Situation
from fasmodell.rule_base import RuleBase


class Outcome(StrEnum):
    """How a case went."""

    PASSED = "passed"
    FAILED = "failed"
    TODO = "todo"


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
    """A case that was run. `failures` are the expectations that were not met, also of a case that is marked todo."""

    case: Case
    situation: Situation
    failures: tuple[Failure, ...]

    @property
    def outcome(self) -> Outcome:
        """A case that is marked todo may miss what it expects, and fails when it does not."""
        if self.case.todo is not None:
            return Outcome.TODO if self.failures else Outcome.FAILED
        return Outcome.FAILED if self.failures else Outcome.PASSED

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a case failed, or what a todo case still misses, as lines; none for a case that passed."""
        if self.case.todo is not None and not self.failures:
            return (f"passes, but is marked `todo: {self.case.todo}`: delete the mark",)
        return tuple(line for failure in self.failures for line in failure.lines())

    @property
    def text(self) -> str:
        """Where a case stands that failed or is to be done, and why; empty for one that passed."""
        if self.outcome is Outcome.PASSED:
            return ""
        span = self.case.span
        mark = f" (todo: {self.case.todo})" if self.outcome is Outcome.TODO else ""
        return "\n".join((f"{span.file}:{span.line}: {self.case.name}{mark}", *indented(self.reasons, 2)))


@dataclass(frozen=True, slots=True)
class FileResult:
    """The cases of one file, run. A file without cases has neither passed nor failed."""

    tests: RuleTests
    cases: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that failed."""
        return self.of(Outcome.FAILED)

    def of(self, outcome: Outcome) -> tuple[CaseResult, ...]:
        """The cases that went in a certain way."""
        return tuple(result for result in self.cases if result.outcome is outcome)


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
