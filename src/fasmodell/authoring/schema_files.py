"""Which schema an editor checks a file by, and the line at the top of the file that says so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from fasmodell.authoring.rule_tests import SUFFIX

# What the files of each folder beside `schemas/` are.
FOLDERS: Final[Mapping[str, str]] = {"rules": "rules", "knowledge_base": "knowledge", "examples": "profile"}
_IMPORTS: Final = "imports"


def file_name(kind: str) -> str:
    """The name of the file that the schema for a kind of file stands in."""
    return f"{kind}.schema.json"


def kind_of(path: PurePath) -> str:
    """The kind of a file of the repository, by its path from there."""
    if path.name.endswith(SUFFIX):
        return "tests"
    return _IMPORTS if _IMPORTS in (path.stem, *path.parts) else FOLDERS[path.parts[0]]


def schema_line(path: PurePath) -> str:
    """The first line of a file of the repository, by its path from there; editors read it, and the loader does not."""
    up = "../" * (len(path.parts) - 1)
    return f"# yaml-language-server: $schema={up}schemas/{file_name(kind_of(path))}\n"
