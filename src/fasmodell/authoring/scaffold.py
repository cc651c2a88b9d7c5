"""New entries for a rule base: put into its files, tried before anything is written, and written all or none."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from fasmodell.authoring.formatting import format_yaml
from fasmodell.authoring.rule_tests import SUFFIX
from fasmodell.authoring.safe_write import Rewrite
from fasmodell.diagnostics import Diagnostics, FasmodellError, Span
from fasmodell.lint_meaning import PLACEHOLDER, check_everything
from fasmodell.loader import Loaded, load_files
from fasmodell.resources import local_files, local_name, yaml_files
from fasmodell.yaml_source import Plain, parse_yaml, read_text


class Target(NamedTuple):
    """Where new entries go: the folders of a whole rule base, or the folder of a local one over it."""

    rules: Path
    knowledge: Path
    local: Path | None = None

    def rule_file(self, stage: str, stem: str) -> Path:
        """The file of rules of a stage."""
        return (self.rules if self.local is None else self.local / "rules") / stage / f"{stem}.yaml"

    def knowledge_file(self, kind: str, stem: str) -> Path:
        """The file of knowledge of a kind. A local rule base, which adds little, has one file for each kind."""
        return (
            self.knowledge / kind / f"{stem}.yaml"
            if self.local is None
            else self.local / "knowledge_base" / f"{kind}.yaml"
        )

    def name_of(self, path: Path) -> str:
        """What diagnostics call a file of the rule base."""
        if self.local is not None:
            return f"{local_name(self.local)}/{path.relative_to(self.local).as_posix()}"
        for label, folder in (("rules", self.rules), ("knowledge_base", self.knowledge)):
            if path.is_relative_to(folder):
                return f"{label}/{path.relative_to(folder).as_posix()}"
        return str(path)


class Addition(NamedTuple):
    """
    Something new for a file: the text of an entry, set in by nothing, for the end of one of its sections.

    `opening` is what a file that is not there yet begins with, from `format` to the key of the section.
    """

    path: Path
    section: str
    entry: str
    opening: str


def rewrites_of(additions: Sequence[Addition], target: Target) -> list[Rewrite]:
    """
    What the files become with the additions, in their layout; several may go to one file.

    Raises FasmodellError when a file cannot be read, or when it cannot take an entry at its end (FM147).
    """
    befores: dict[Path, str | None] = {}
    afters: dict[Path, str] = {}
    for addition in additions:
        path = addition.path
        if path not in befores:
            befores[path] = _read(path) if path.exists() else None
        text = afters.get(path, befores[path])
        afters[path] = _added(text, addition, target)
    bytes_of = {path: path.read_bytes() if path.exists() else None for path in befores}
    return [Rewrite(path, bytes_of[path], text.encode()) for path, text in afters.items()]


def loaded_with(target: Target, rewrites: Sequence[Rewrite]) -> Loaded:
    """
    The rule base as it would be with files rewritten, every check made; nothing is written beside it.

    Raises RuleBaseError with every problem.
    """
    with tempfile.TemporaryDirectory(prefix="fasmodell-") as name:
        copy = _copied(target, Path(name))
        for rewrite in rewrites:
            path = _moved(rewrite.path, target, copy)
            if path.name.endswith(SUFFIX):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(rewrite.after)
        return load_files(copy.rules, copy.knowledge, check_everything, copy.local)


def _copied(target: Target, into: Path) -> Target:
    """The files that are read of a rule base, in a folder of their own."""
    if target.local is not None:
        local = into / local_name(target.local)
        for raw in local_files(target.local, ""):
            _copy(raw.path, local / raw.path.relative_to(target.local))
        return Target(target.rules, target.knowledge, local)
    copy = Target(into / "rules", into / "knowledge_base")
    for folder, new in ((target.rules, copy.rules), (target.knowledge, copy.knowledge)):
        for raw in yaml_files(folder, ""):
            _copy(raw.path, new / raw.path.relative_to(folder))
    return copy


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def _moved(path: Path, target: Target, copy: Target) -> Path:
    """Where a file of the rule base stands in its copy."""
    pairs = ((target.local, copy.local), (target.rules, copy.rules), (target.knowledge, copy.knowledge))
    for old, new in pairs:
        if old is not None and new is not None and path.is_relative_to(old):
            return new / path.relative_to(old)
    raise ValueError(f"{path} is in no folder of the rule base")


def _read(path: Path) -> str:
    text, problems = read_text(path, str(path))
    if text is None:
        raise FasmodellError("nothing was written", problems)
    return text


def _added(text: str | None, addition: Addition, target: Target) -> str:
    """The text of a file with an entry at the end of its last section, in its layout."""
    entry = "".join(f"  {line}\n" if line else "\n" for line in addition.entry.rstrip("\n").split("\n"))
    if text is None:
        whole = f"{_schema_line(addition.path)}{addition.opening}\n{entry}"
    else:
        whole = f"{text.rstrip()}\n\n{entry}"
    name = target.name_of(addition.path)
    new = _parsed(entry)
    formatted = format_yaml(whole, name)
    document = parse_yaml(formatted.text or "", name)[0]
    if formatted.text is None or document is None or not _ends_with(document.data, addition.section, new):
        found = Diagnostics()
        message = f"a new entry cannot be put at the end of this file, which must be that of `{addition.section}:`"
        help = f"move `{addition.section}:` to the end of the file, one entry below the other, or name another file"
        found.error("FM147", message, Span(str(addition.path), 1, 1, 1, 1), help)
        raise FasmodellError("nothing was written", found)
    return formatted.text


def _parsed(entry: str) -> Plain:
    """What an entry means by itself; its problems are those of what was asked for."""
    text = f"entry:\n{entry}"
    document, problems = parse_yaml(text, "the new entry")
    if document is None or problems:
        raise FasmodellError("nothing was written", problems, {"the new entry": text})
    return document.data


def _ends_with(data: Plain, section: str, wanted: Plain) -> bool:
    """True when a section of a file has the entry that was put there."""
    inside = data.get(section) if isinstance(data, dict) else None
    entry = wanted.get("entry") if isinstance(wanted, dict) else None
    if isinstance(inside, dict) and isinstance(entry, dict):
        return all(inside.get(key) == value for key, value in entry.items())
    return isinstance(inside, list) and isinstance(entry, list) and inside[-len(entry) :] == entry


def _schema_line(path: Path) -> str:
    """The line by which editors check a file, if the files beside it have one."""
    is_test = path.name.endswith(SUFFIX)
    for other in sorted(path.parent.glob("*.yaml")) if path.parent.is_dir() else ():
        if other.name.endswith(SUFFIX) == is_test:
            first = other.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
            return f"{first}\n" if _SCHEMA.match(first) else ""
    return ""


def to_fill_in(rewrites: Sequence[Rewrite]) -> Mapping[Path, int]:
    """How many placeholders each file holds that are to be filled in."""
    return {one.path: len(PLACEHOLDER.findall(one.after.decode())) for one in rewrites}


_SCHEMA: Final = re.compile(r"# yaml-language-server: ")
