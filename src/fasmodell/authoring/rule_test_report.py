"""The result of rule tests as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fasmodell.authoring.extended_tests import ChangedCase, ExtendedTests
from fasmodell.authoring.rule_test_coverage import Coverage
from fasmodell.authoring.rule_test_runner import CaseResult, FileResult, Outcome
from fasmodell.diagnostics import Diagnostic, Span

FORMAT = "fasmodell.test_report/1"


@dataclass(frozen=True, slots=True)
class Report:
    """
    What a run of rule tests found.

    `extended` is what a local rule base changes of the cases of the one it extends.
    `coverage` and the cases that are `missing` are there when they were asked for. `threshold` is how many per cent of
    the outcomes are enough; None means all of them, and every case that a rule needs.
    """

    results: tuple[FileResult, ...]
    coverage: Coverage | None = None
    missing: tuple[Diagnostic, ...] = ()
    threshold: float | None = None
    extended: ExtendedTests | None = None

    @property
    def fails_coverage(self) -> bool:
        """True when less is covered than was asked for."""
        if self.coverage is None:
            return False
        if self.threshold is not None:
            return self.coverage.is_below(self.threshold)
        return bool(self.coverage.unreached or self.missing)

    @property
    def gaps(self) -> tuple[tuple[Span, str], ...]:
        """What is not covered, each with the place of its rule: the cases that are missing, then the outcomes."""
        missing = [(one.span, one.message) for one in self.missing]
        unreached = self.coverage.unreached if self.coverage is not None else ()
        return (*missing, *((gap.rule.span, gap.text) for gap in unreached))


def report_text(report: Report) -> str:
    """What failed and what decided it, what is to be done, then what is not covered, then the sums."""
    return "\n".join((*_cases(report.results), *_gaps(report), *_extended(report.extended), *_sums(report)))


def _extended(extended: ExtendedTests | None) -> Iterator[str]:
    """The cases of the extended rule base that come out differently; that is a change, not a failure."""
    if extended is None:
        return
    for one in extended.changed:
        yield from one.lines
    count = f"{_counted(extended.cases, 'case')} of the extended rule base"
    if extended.changed:
        yield f"{count}: {len(extended.changed)} changed by this local rule base, as shown above"
    else:
        yield f"{count}: none changed by this local rule base"


def _cases(results: Iterable[FileResult]) -> Iterator[str]:
    for result in results:
        if not result.cases:
            yield f"{result.tests.file}: no cases"
        for case in (*result.failed, *result.of(Outcome.TODO)):
            yield from (case.text, "")


def _gaps(report: Report) -> Iterator[str]:
    return (f"{span.file}:{span.line}: {text}" for span, text in report.gaps)


def _sums(report: Report) -> Iterator[str]:
    cases, failed, todo = counts(report.results)
    files, passed = len(report.results), cases - failed - todo
    left = f", {todo} todo" if todo else ""
    yield f"{_counted(cases, 'case')} in {_counted(files, 'file')}: {passed} passed, {failed} failed{left}"
    coverage = report.coverage
    if coverage is not None:
        enough = "" if report.threshold is None else f", at least {report.threshold:.10g} per cent wanted"
        reached = f"{coverage.reached} of {coverage.outcomes} outcomes reached"
        yield f"conditions: {reached}, {coverage.per_cent} per cent{enough}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def counts(results: Iterable[FileResult]) -> tuple[int, int, int]:
    """How many cases were run, how many of them failed, and how many are still to be done."""
    cases = failed = todo = 0
    for result in results:
        cases += len(result.cases)
        failed += len(result.failed)
        todo += len(result.of(Outcome.TODO))
    return cases, failed, todo


def report_json(report: Report) -> str:
    """The same as data, without clock or timings."""
    cases, failed, todo = counts(report.results)
    written: dict[str, object] = {
        "format": FORMAT,
        "cases": cases,
        "failed": failed,
        "todo": todo,
        "files": [
            {"file": result.tests.file, "cases": [_case(case) for case in result.cases]} for result in report.results
        ],
    }
    coverage = report.coverage
    if coverage is not None:
        written["coverage"] = {
            "outcomes": coverage.outcomes,
            "reached": coverage.reached,
            "per_cent": coverage.per_cent,
            "threshold": report.threshold,
            "is_enough": not report.fails_coverage,
            "unreached": [
                {"rule": gap.rule.id, "condition": gap.atom, "outcome": _OUTCOMES[gap.outcome]}
                for gap in coverage.unreached
            ],
            "missing_cases": [one.message for one in report.missing],
        }
    if report.extended is not None:
        written["extended"] = {
            "cases": report.extended.cases,
            "changed": [_changed_case(one) for one in report.extended.changed],
        }
    return json.dumps(written, ensure_ascii=False, indent=2)


def _changed_case(one: ChangedCase) -> dict[str, object]:
    return {
        "file": one.case.span.file,
        "line": one.case.span.line,
        "name": one.case.name,
        "changed": [
            {
                "subject": changed.expectation.subject,
                "name": changed.expectation.name,
                "expected": changed.expectation.wanted,
                "came": changed.came,
            }
            for changed in one.changed
        ],
    }


_OUTCOMES = {True: "holds", False: "does_not_hold", None: "unknown"}


def _case(result: CaseResult) -> dict[str, object]:
    return {
        "name": result.case.name,
        "line": result.case.span.line,
        "outcome": result.outcome,
        "todo": result.case.todo,
        "failures": [
            {
                "subject": failure.expectation.subject,
                "name": failure.expectation.name,
                "expected": failure.expectation.wanted,
                "came": failure.came,
                "details": list(failure.details),
            }
            for failure in result.failures
        ],
    }
