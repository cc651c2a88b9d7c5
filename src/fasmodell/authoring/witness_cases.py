"""Witnesses kept as cases: added to the rule tests beside the rules that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from fasmodell.authoring.checks import Folders
from fasmodell.authoring.formatting import format_yaml
from fasmodell.authoring.rule_test_loader import FORMAT, read_rule_tests
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.authoring.rule_tests import SUFFIX
from fasmodell.authoring.safe_write import Rewrite
from fasmodell.cells import partitions_of
from fasmodell.diagnostics import Diagnostic, FasmodellError, InferenceError
from fasmodell.exact.availability import MISSING, is_available
from fasmodell.lint_meaning import check_everything
from fasmodell.loader import Loaded, load_files
from fasmodell.names import Names
from fasmodell.rule_base import RuleBase, compile_rule_base

if TYPE_CHECKING:
    from fasmodell.authoring.meaning_questions import MeaningProblem


class Saved(NamedTuple):
    """Files to be written, how many cases they gain, how many were there already, and what no case can say."""

    rewrites: tuple[Rewrite, ...]
    added: int
    known: int
    unsaid: tuple[str, ...]


def witness_cases(folders: Folders, is_wanted: Callable[[Diagnostic], bool]) -> Saved:
    """
    Turn the witnesses of a rule base into cases; `is_wanted` chooses among the problems that they show.

    Raises RuleBaseError when a file cannot be read, FasmodellError when Z3 is missing.
    """
    if not is_available():
        raise FasmodellError(MISSING)
    from fasmodell.authoring.meaning import meaning_report

    read: list[Names] = []

    def check(loaded: Loaded, names: Names) -> None:
        check_everything(loaded, names)
        read.append(names)

    base = compile_rule_base(load_files(folders.rules, folders.knowledge, check, folders.local))
    problems = [one for one in meaning_report(base, read[0]).problems if is_wanted(one.diagnostic)]
    return _cases_of(problems, base, folders)


def _cases_of(problems: Iterable[MeaningProblem], base: RuleBase, folders: Folders) -> Saved:
    """
    Each case is run before it is handed back.

    A case says how things come out now, so that it fails when the rule base is mended, and is then mended with it.
    """
    from fasmodell.exact.written import case_text

    texts: dict[str, list[tuple[str, str]]] = {}
    unsaid = []
    partitions = partitions_of((base.knowledge, base.rules))
    for problem in problems:
        shown, name = problem.shown, _name_of(problem)
        text = None
        if shown is not None and problem.rule_file is not None and shown.expect:
            text = case_text(shown.witness.assignment, partitions, base.knowledge, name, shown.expect)
        if text is None or problem.rule_file is None:
            unsaid.append(name)
        else:
            texts.setdefault(f"{problem.rule_file.removesuffix('.yaml')}{SUFFIX}", []).append((name, text))
    rewrites, added, known = [], 0, 0
    for file, cases in texts.items():
        path = folders.path_of(file)
        before = path.read_bytes() if path.exists() else None
        old = f"format: {FORMAT}\ncases:\n" if before is None else before.decode("utf-8")
        names = set() if before is None else {case.name for case in read_rule_tests(old, file, base).cases}
        new = [(name, text) for name, text in cases if name not in names]
        known += len(cases) - len(new)
        added += len(new)
        if new:
            after = _with_cases(old, [text for _, text in new], file)
            _require_passing(after, file, base, {name for name, _ in new})
            rewrites.append(Rewrite(path, before, after.encode("utf-8")))
    return Saved(tuple(rewrites), added, known, tuple(unsaid))


def _name_of(problem: MeaningProblem) -> str:
    return f"{problem.diagnostic.code}: {problem.diagnostic.message.replace('`', '')}"


def _with_cases(old: str, cases: list[str], file: str) -> str:
    # The one layout knows how far in a list stands, so that what is added can stand where it does there.
    laid_out = format_yaml(old, file).text if "\n" in old and "- " in old else old
    text = (old if laid_out is None else laid_out).rstrip("\n") + "\n" + "\n".join(cases)
    after = format_yaml(text, file).text
    if after is None:
        raise InferenceError(f"cases cannot be added to {file}: its list of cases is not the last thing in it")
    return after


def _require_passing(text: str, file: str, base: RuleBase, names: set[str]) -> None:
    results = run_tests((read_rule_tests(text, file, base),), base)
    failed = [case.text for result in results for case in result.failed if case.case.name in names]
    if failed:
        raise InferenceError(f"a witness does not come out as a case: {failed[0]}")
