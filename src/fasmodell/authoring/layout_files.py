"""Files in their one layout: which ones there are, what would change in them, and writing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Final, NamedTuple

from fasmodell.authoring.formatting import format_yaml
from fasmodell.authoring.safe_write import Rewrite, write_safely
from fasmodell.diagnostics import (
    Diagnostic,
    Diagnostics,
    FasmodellError,
    ProfileError,
    RuleBaseError,
    Span,
    quote,
    sort_diagnostics,
)
from fasmodell.yaml_source import decode, read_text

ENDINGS: Final = (".yaml", ".yml")


class Change(NamedTuple):
    """A file that is not in its layout: what is in it, and what would be."""

    path: Path
    before: str
    after: str


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files that paths name, folders with all YAML files in them; each once, by name."""
    found: dict[Path, Path] = {}
    for path in paths:
        inside = (
            [one for one in path.rglob("*") if one.suffix in ENDINGS and one.is_file()] if path.is_dir() else [path]
        )
        for one in inside:
            found.setdefault(one.resolve(), _near(one))
    return sorted(found.values())


def changes_in(files: Sequence[Path]) -> list[Change]:
    """
    What would change in files, in their order.

    Raises RuleBaseError, or ProfileError when no file of a rule base is among them, with the problems of every file
    that cannot be read.
    """
    texts: dict[str, str] = {}
    found = Diagnostics()
    changes = []
    for path in files:
        change, problems = _change(path, texts)
        found.extend(problems)
        if change is not None:
            changes.append(change)
    _refuse(found, texts)
    return changes


def _change(path: Path, texts: dict[str, str]) -> tuple[Change | None, tuple[Diagnostic, ...]]:
    name = str(path)
    if path.suffix not in ENDINGS:
        found = Diagnostics()
        ending = quote(path.suffix) if path.suffix else "nothing"
        found.error("FM130", f"files that end in {ending} are not read", Span(name, 1, 1, 1, 1), "name a YAML file")
        return None, tuple(found)
    text, problems = read_text(path, name)
    if text is None:
        return None, problems
    texts[name] = text
    formatted = format_yaml(text, name)
    if formatted.text is None:
        return None, formatted.problems
    # A byte order mark and the line ends of another system are layout too.
    before = path.read_bytes().decode("utf-8")
    return (None if formatted.text == before else Change(path, before, formatted.text)), ()


def format_input(data: bytes, name: str) -> str:
    """The bytes of standard input in their layout. Raises as `changes_in` does."""
    text, problems = decode(data, name)
    formatted = None
    if text is not None:
        formatted, problems = format_yaml(text, name)
    _refuse(Diagnostics(problems), {} if text is None else {name: text})
    assert formatted is not None  # without problems there is a text
    return formatted


def write_changes(changes: Iterable[Change]) -> None:
    """Write files in their layout. What git has of them does not matter, since nothing that was written is lost."""
    write_safely([Rewrite(one.path, one.before.encode(), one.after.encode()) for one in changes], force=True)


def difference(change: Change) -> Iterator[str]:
    """The lines of a unified diff, as `patch` and git read them."""
    name = _near(change.path).as_posix()
    before, after = change.before.splitlines(keepends=True), change.after.splitlines(keepends=True)
    for line in unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _refuse(found: Diagnostics, texts: dict[str, str]) -> None:
    if not len(found):
        return
    of_rule_base = any(_RULE_BASE.search(texts.get(one.span.file, "")) for one in found)
    error: type[FasmodellError] = RuleBaseError if of_rule_base else ProfileError
    count = len({one.span.file for one in found})
    message = f"{count} file{'s' if count != 1 else ''} cannot be laid out; nothing was written"
    raise error(message, sort_diagnostics(found), texts)


def _near(path: Path) -> Path:
    """A path as a person would write it: from the folder where they are, if it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


_RULE_BASE: Final = re.compile(r"^\s*[\"']?format[\"']?\s*:\s*[\"']?fasmodell\.(?!profile)", re.MULTILINE)
