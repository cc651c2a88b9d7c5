"""The two sides of a comparison: a rule base in folders, or as git has it at a revision, loaded with its places."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from fasmodell.diagnostics import RuleBaseError, Span
from fasmodell.lint import check
from fasmodell.loader import Loaded, load_files
from fasmodell.names import Names
from fasmodell.place import Place
from fasmodell.resources import bundled
from fasmodell.rule_base import RuleBase, compile_rule_base

SECTIONS = (
    "rules", "thresholds", "indicators", "findings", "phases", "gates", "warnings", "measures", "actors", "sources",
    "systems", "early_signs", "decision_reasons",
)  # fmt: skip
_WHERE = "name a folder with `rules` and `knowledge_base`, a local rule base, or a git revision such as `HEAD~3`"


class Folders(NamedTuple):
    """Where the whole rule base of the options stands: what a local one extends."""

    rules: Path
    knowledge: Path


class Written(NamedTuple):
    """An entry as it is written: its data, and where it stands."""

    data: object
    span: Span


class Side(NamedTuple):
    """
    One side: what the user called it, the rule base, and every entry as it is written, by kind and id.

    A policy stands under its kind and an empty id; entries without an id under what tells them apart.
    """

    named: str
    base: RuleBase
    entries: Mapping[tuple[str, str], Written]


def load_side(named: str, whole: Folders) -> Side:
    """
    The rule base that a folder or a git revision holds; a local one is laid over the whole rule base.

    Raises FasmodellError when there is no such thing, RuleBaseError when it cannot be loaded.
    """
    if os.path.lexists(named):
        return _of_folder(named, Path(named), whole)
    with _checked_out(named) as folder:
        return _of_folder(named, folder, whole)


def whole_side(named: str, whole: Folders, local: Path | None = None) -> Side:
    """The rule base that the options of the command line name."""
    return _loaded(named, whole, local)


def is_local(folder: str) -> bool:
    """True for the folder of a local rule base."""
    path = Path(folder)
    return path.is_dir() and not (path / "rules" / "manifest.yaml").exists() and (path / "manifest.yaml").exists()


def _of_folder(named: str, folder: Path, whole: Folders) -> Side:
    if is_local(str(folder)):
        return _loaded(named, whole, folder)
    if not (folder / "rules").is_dir() or not (folder / "knowledge_base").is_dir():
        raise RuleBaseError(f"there is no rule base in `{named}`: {_WHERE}")
    return _loaded(named, Folders(folder / "rules", folder / "knowledge_base"), None)


def _loaded(named: str, whole: Folders, local: Path | None) -> Side:
    entries: dict[tuple[str, str], Written] = {}

    def note(loaded: Loaded, names: Names) -> None:
        check(loaded, names)
        entries.update(_entries(names))

    try:
        loaded = load_files(whole.rules, whole.knowledge, note, local)
    except RuleBaseError as error:
        raise RuleBaseError(f"`{named}`: {error}", error.diagnostics, error.texts) from None
    return Side(named, compile_rule_base(loaded), entries)


def _entries(names: Names) -> Iterator[tuple[tuple[str, str], Written]]:
    for section in SECTIONS:
        for name, place in getattr(names, section).items():
            data = place.data
            if section == "measures" and isinstance(data, Mapping):
                data = {**data, "theme": Place(place.document, (), place.document.data, place.found).at("theme").data}
            yield (section, str(name)), Written(data, place.key_span)
    for name, place in names.policies.items():
        yield (name, ""), Written(place.data, place.document.key_span(("format",)))
    for section in ("watch", "reference_values"):
        for place in getattr(names, section):
            told_apart = [place.at(*key).data for key in (("indicator",), ("period",), ("scope", "sv"), ("sv",))]
            yield (
                (section, " ".join(str(one) for one in told_apart if one is not None)),
                Written(place.data, place.span),
            )


def bundled_folders() -> Folders:
    """The rule base that comes with this installation."""
    return Folders(bundled("rules"), bundled("knowledge_base"))


@contextmanager
def _checked_out(revision: str) -> Iterator[Path]:
    """The YAML files of a rule base at a git revision, in a folder of their own; the work tree is not touched."""
    if revision.startswith("-") or not revision.strip():
        raise RuleBaseError(f"`{revision}` is neither a folder nor a git revision")
    tree = revision if ":" in revision else f"{revision}:"
    listed = _git("ls-tree", "-r", "-z", "--full-tree", tree, asked=revision)
    with tempfile.TemporaryDirectory(prefix="fasmodell-") as temporary:
        folder = Path(temporary) / (Path(tree.partition(":")[2]).name or "rule-base")
        folder.mkdir()
        for line in filter(None, listed.split(b"\0")):
            kind, path = line.split(b"\t", 1)
            mode, _, digest = kind.decode().split()
            name = os.fsdecode(path)
            # Links and submodules are no files of a rule base.
            if mode in ("100644", "100755") and _is_read(name):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(_git("cat-file", "blob", digest, asked=revision))
        yield folder


def _is_read(name: str) -> bool:
    top, _, rest = name.partition("/")
    return name.endswith((".yaml", ".yml")) and (not rest or top in ("rules", "knowledge_base"))


def _git(*words: str, asked: str) -> bytes:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(["git", *words], env=ours, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        message = f"`{asked}` is no folder, and git, which could look for a revision of that name, cannot be run here"
        raise RuleBaseError(message) from None
    if done.returncode:
        said = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[0]
        said = said.removeprefix("fatal: ")
        raise RuleBaseError(f"`{asked}` is neither a folder nor a git revision here ({said}): {_WHERE}")
    return done.stdout
