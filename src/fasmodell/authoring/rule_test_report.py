"""The result of rule tests as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from fasmodell.authoring.rule_test_coverage import Coverage
from fasmodell.authoring.rule_test_runner import CaseResult, FileResult
from fasmodell.diagnostics import Diagnostic

FORMAT = "fasmodell.test_report/1"


def report_text(
    results: Sequence[FileResult], coverage: Coverage | None = None, missing: Sequence[Diagnostic] = ()
) -> str:
    """What failed and what decided it, then what is not covered, then the sums."""
    return "\n".join((*_failures(results), *_gaps(coverage, missing), *_sums(results, coverage)))


def _failures(results: Iterable[FileResult]) -> Iterator[str]:
    for result in results:
        if not result.cases:
            yield f"{result.tests.file}: no cases"
        for case in result.failed:
            yield from (case.text, "")


def _gaps(coverage: Coverage | None, missing: Sequence[Diagnostic]) -> Iterator[str]:
    for one in missing:
        yield f"{one.span.file}:{one.span.line}: {one.message}"
    for gap in coverage.unreached if coverage is not None else ():
        yield f"{gap.rule.span.file}:{gap.rule.span.line}: {gap.text}"


def _sums(results: Sequence[FileResult], coverage: Coverage | None) -> Iterator[str]:
    cases, failed = counts(results)
    yield f"{_counted(cases, 'case')} in {_counted(len(results), 'file')}: {cases - failed} passed, {failed} failed"
    if coverage is not None:
        yield f"conditions: {coverage.reached} of {coverage.outcomes} outcomes reached, {coverage.per_cent} per cent"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def counts(results: Iterable[FileResult]) -> tuple[int, int]:
    """How many cases were run, and how many of them failed."""
    cases = failed = 0
    for result in results:
        cases += len(result.cases)
        failed += len(result.failed)
    return cases, failed


def report_json(
    results: Sequence[FileResult], coverage: Coverage | None = None, missing: Sequence[Diagnostic] = ()
) -> str:
    """The same as data, without clock or timings."""
    cases, failed = counts(results)
    report: dict[str, object] = {
        "format": FORMAT,
        "cases": cases,
        "failed": failed,
        "files": [{"file": result.tests.file, "cases": [_case(case) for case in result.cases]} for result in results],
    }
    if coverage is not None:
        report["coverage"] = {
            "outcomes": coverage.outcomes,
            "reached": coverage.reached,
            "per_cent": coverage.per_cent,
            "unreached": [
                {"rule": gap.rule.id, "condition": gap.atom, "outcome": _OUTCOMES[gap.outcome]}
                for gap in coverage.unreached
            ],
            "missing_cases": [one.message for one in missing],
        }
    return json.dumps(report, ensure_ascii=False, indent=2)


_OUTCOMES = {True: "holds", False: "does_not_hold", None: "unknown"}


def _case(result: CaseResult) -> dict[str, object]:
    return {
        "name": result.case.name,
        "line": result.case.span.line,
        "passed": not result.failures,
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
