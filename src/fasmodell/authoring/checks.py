"""
Everything that can be said of a rule base: the problems of its load, and what every lint finds, wherever it comes from.

A lint is a function from `Linted` to diagnostics. Those listed in `LINTS` run once the rule base can be loaded; they
are imported when they run, since some need much. Selecting and writing what they find is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from fasmodell.diagnostics import Diagnostic, RuleBaseError, sort_diagnostics
from fasmodell.lint_meaning import check_everything
from fasmodell.loader import Loaded, load_files
from fasmodell.names import Names
from fasmodell.resources import local_name
from fasmodell.rule_base import RuleBase, compile_rule_base
from fasmodell.yaml_source import Read, read_text


class Folders(NamedTuple):
    """Where the two folders of a rule base are, and the one of a local rule base that extends it."""

    rules: Path
    knowledge: Path
    local: Path | None = None

    def path_of(self, file: str) -> Path:
        """The path of a file by what diagnostics call it, which begins with the name of its folder."""
        folder, _, inside = file.partition("/")
        known = {"rules": self.rules, "knowledge_base": self.knowledge}
        if self.local is not None:
            known[local_name(self.local)] = self.local
        return known[folder] / inside if folder in known and inside else Path(file)


class Linted(NamedTuple):
    """
    What a lint may look at: the rule base as it was loaded, compiled, and by the places of its entries.

    A lint that reads further files does so with `read` and adds their texts to `texts`, by what diagnostics call them.
    What a user should know of the lint itself, such as that something it needs is missing, goes to `notes`.
    """

    loaded: Loaded
    names: Names
    base: RuleBase
    folders: Folders
    read: Read
    texts: dict[str, str]
    notes: list[str]


Lint: TypeAlias = Callable[[Linted], Iterable[Diagnostic]]
RULE_TEST_LINT: Final = "fasmodell.authoring.rule_test_lint:lint_rule_tests"
MEANING_LINT: Final = "fasmodell.authoring.meaning_lint:lint_meaning"
LINTS: Final[tuple[str, ...]] = (RULE_TEST_LINT, MEANING_LINT)


class Checked(NamedTuple):
    """
    What was found, sorted by place, with the texts of the files by what diagnostics call them.

    `loaded` is None when the rule base cannot be loaded; lints have then not been asked.
    """

    found: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    folders: Folders
    loaded: Loaded | None
    notes: tuple[str, ...] = ()


def check_folders(folders: Folders, lints: Sequence[str] = LINTS, read: Read = read_text) -> Checked:
    """Load a rule base and ask every lint; `read` gives the text of a file. Does not raise for what files hold."""
    kept: list[Names] = []

    def check(loaded: Loaded, names: Names) -> None:
        check_everything(loaded, names)
        kept.append(names)

    try:
        loaded = load_files(folders.rules, folders.knowledge, check, folders.local, read)
    except RuleBaseError as error:
        return Checked(sort_diagnostics(error.diagnostics), error.texts, folders, None)
    (names,) = kept
    linted = Linted(loaded, names, compile_rule_base(loaded), folders, read, dict(loaded.texts), [])
    found = [*loaded.warnings, *(one for lint in lints for one in _lint(lint)(linted))]
    return Checked(sort_diagnostics(found), linted.texts, folders, loaded, tuple(linted.notes))


def _lint(name: str) -> Lint:
    module, _, function = name.partition(":")
    lint: Lint = getattr(import_module(module), function)
    return lint


def is_chosen(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """
    Tell whether a code is asked for, given beginnings of codes; the longest that fits decides.

    Without `select` every code is asked for.
    """
    selected = [len(one) for one in select or ("",) if code.startswith(one)]
    ignored = [len(one) for one in ignore if code.startswith(one)]
    return max(selected, default=-1) > max(ignored, default=-1)
