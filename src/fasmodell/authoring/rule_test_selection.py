"""Which cases to run: those with a name, and those of the files that changed since a revision."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from fasmodell.authoring.rule_tests import SUFFIX, Case, RuleTests, Subject
from fasmodell.diagnostics import FasmodellError
from fasmodell.resources import RawFile
from fasmodell.rule_base import RuleBase


def named(tests: Iterable[RuleTests], names: Sequence[str]) -> tuple[RuleTests, ...]:
    """
    The cases whose own name, or a rule they name, matches one of some names; files without such a case are left out.

    A name is a part of the text, or a pattern with `*`, `?` or `[…]` for the whole of it. Letter case does not count.
    """
    if not names:
        return tuple(tests)
    chosen = (replace(one, cases=tuple(case for case in one.cases if _is_named(case, names))) for one in tests)
    return tuple(one for one in chosen if one.cases)


def _is_named(case: Case, names: Iterable[str]) -> bool:
    rules = [one.name for one in case.expected if one.subject is Subject.RULE]
    texts = [case.name, *rules, *(rule.partition("/")[2] for rule in rules)]
    return any(_matches(text.casefold(), name.casefold()) for text in texts for name in names)


def _matches(text: str, name: str) -> bool:
    return name in text or fnmatchcase(text, name)


def changed(
    files: Iterable[RawFile], rules: Path, revision: str, base: RuleBase, label: str = "rules"
) -> list[RawFile]:
    """
    The test files that changed since a git revision, themselves or in the rule file beside them.

    All of them when another file of the folder changed, such as a policy: every rule may rest on it.
    Raises FasmodellError where git cannot tell.
    """
    paths = changed_paths(rules, revision)
    own = {rule.span.file for rule in base.rules.rules.values()}
    names = {f"{label}/{path}" for path in paths}
    common = {name for name in names if name not in own and not name.endswith(SUFFIX) and name.endswith(".yaml")}
    return [raw for raw in files if common or {raw.name, f"{raw.name.removesuffix(SUFFIX)}.yaml"} & names]


def changed_paths(folder: Path, revision: str) -> tuple[str, ...]:
    """
    The files below a folder, named from it, that differ from a git revision or that git does not know yet.

    Raises FasmodellError when the folder is in no git work tree, the revision is unknown or there is no git.
    """
    if revision.startswith("-"):
        raise FasmodellError(f"`{revision}` is not a git revision")
    differing = _git(folder, "diff", "--name-only", "--relative", "-z", revision, "--", ".")
    untracked = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return tuple(sorted({name for name in (differing + untracked).split("\0") if name}))


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, text=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        raise FasmodellError("`--changed` needs git, which is not installed") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0].removeprefix("fatal: ")
        raise FasmodellError(f"git cannot say what changed: {said}")
    return done.stdout
