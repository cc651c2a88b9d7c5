"""The result of rule tests as JUnit XML, which build servers read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from fasmodell.authoring.rule_test_report import Report
from fasmodell.authoring.rule_test_runner import CaseResult, FileResult, Outcome
from fasmodell.authoring.rule_tests import SUFFIX

# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report_junit(report: Report) -> str:
    """
    One suite per test file and one test case per case, without clock or timings.

    A case marked todo is skipped with its reason as the message; it was run all the same. What coverage lacks is a
    suite of its own, `coverage`, with a failure per gap.
    """
    suites = [line for result in report.results for line in _suite(result)]
    gaps = _gaps(report)
    counted = _counts(report.results, len(gaps))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="fasmodell test" {counted}>', *suites]
    if gaps:
        lines.append(f'  <testsuite name="coverage" tests="{len(gaps)}" failures="{len(gaps)}" errors="0" skipped="0">')
        lines += [line for place, text in gaps for line in _gap(place, text)]
        lines.append("  </testsuite>")
    return "\n".join((*lines, "</testsuites>"))


def _counts(results: Sequence[FileResult], gaps: int = 0) -> str:
    cases = sum(len(result.cases) for result in results) + gaps
    failed = sum(len(result.failed) for result in results) + gaps
    todo = sum(len(result.of(Outcome.TODO)) for result in results)
    return f'tests="{cases}" failures="{failed}" errors="0" skipped="{todo}"'


def _suite(result: FileResult) -> Iterator[str]:
    file = _attribute(result.tests.file)
    yield f"  <testsuite name={file} {_counts([result])} file={file}>"
    for case in result.cases:
        yield from _case(case, result.tests.file)
    yield "  </testsuite>"


def _case(result: CaseResult, file: str) -> Iterator[str]:
    group, name = _attribute(file.removesuffix(SUFFIX).replace("/", ".")), _attribute(result.case.name)
    place = f'file={_attribute(file)} line="{result.case.span.line}"'
    head = f"    <testcase classname={group} name={name} {place}"
    if result.outcome is Outcome.PASSED:
        yield f"{head}/>"
        return
    yield f"{head}>"
    if result.outcome is Outcome.TODO:
        yield f"      <skipped message={_attribute(f'todo: {result.case.todo}')}/>"
    else:
        reasons = "\n".join(result.reasons)
        message = f"message={_attribute(result.reasons[0])}"
        yield f'      <failure {message} type="expectation">{escape(_legal(reasons))}</failure>'
    yield "    </testcase>"


def _gaps(report: Report) -> list[tuple[str, str]]:
    if not report.fails_coverage:
        return []
    return [(f"{span.file}:{span.line}", text) for span, text in report.gaps]


def _gap(place: str, text: str) -> Iterator[str]:
    yield f'    <testcase classname="coverage" name={_attribute(f"{place}: {text}")}>'
    yield f'      <failure message={_attribute(text)} type="coverage"/>'
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_legal(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _legal(text: str) -> str:
    """The text with a mark for every character that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)
