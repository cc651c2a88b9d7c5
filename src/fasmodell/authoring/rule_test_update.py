"""Write down anew what golden cases expect: only the words that differ, so that the change can be read as a diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from fasmodell.authoring.rule_test_runner import CaseResult, Failure, FileResult
from fasmodell.authoring.rule_tests import Expectation, Subject
from fasmodell.authoring.safe_write import Rewrite
from fasmodell.diagnostics import Span
from fasmodell.resources import RawFile

# A rule or a question stands in a list of its own for each outcome: there is no word to be replaced.
_IN_LISTS = frozenset((Subject.RULE, Subject.QUESTION))


def updates(files: Iterable[RawFile], results: Iterable[FileResult]) -> list[Rewrite]:
    """
    The test files whose golden cases expect something else than what came, with what came.

    Comments and layout stay as they are. What stands in a list of rules, questions or open findings is left to its
    author, and goes on failing.
    """
    failing = {result.tests.file: list(_replaceable(result)) for result in results}
    found = []
    for raw in files:
        if failing.get(raw.name):
            before = raw.path.read_bytes()
            after = updated(before.decode("utf-8"), failing[raw.name])
            if after.encode() != before:
                found.append(Rewrite(raw.path, before, after.encode()))
    return found


def _replaceable(result: FileResult) -> Iterator[tuple[Expectation, str]]:
    for case in result.cases:
        if case.case.is_golden:
            yield from _of_case(case)


def _of_case(case: CaseResult) -> Iterator[tuple[Expectation, str]]:
    for failure in case.failures:
        if failure.expectation.subject not in _IN_LISTS:
            yield failure.expectation, _word(failure)


def _word(failure: Failure) -> str:
    if failure.expectation.subject is not Subject.NEAR:
        return failure.came
    return "[]" if failure.came == "none" else f"[{failure.came}]"


def updated(text: str, replaced: Iterable[tuple[Expectation, str]]) -> str:
    """A text with other words in the places of some expectations; the rest stays as it is, to the letter."""
    shift = 1 if text.startswith("\ufeff") else 0
    starts = [shift, *(shift + end for end in accumulate(len(line) + 1 for line in text[shift:].split("\n")))]
    places: Mapping[tuple[int, int], tuple[str, str]] = {
        _offsets(expectation.span, starts): (word, expectation.name) for expectation, word in replaced
    }
    for (start, end), (word, name) in sorted(places.items(), reverse=True):
        if text[start:end].strip("\"'") != name:  # the name itself stands in the list of open findings
            text = text[:start] + word + text[end:]
    return text


def _offsets(span: Span, starts: list[int]) -> tuple[int, int]:
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
