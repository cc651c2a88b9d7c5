"""Where the bundled rules, knowledge and examples are: inside the wheel, or beside `src/` in a checkout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """
    The folder `rules`, `knowledge_base` or `examples` that comes with this installation.

    In a checkout that is the folder itself, so that an edited rule counts at once.
    """
    inside = _PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else _PACKAGE.parent.parent / name


class RawFile(NamedTuple):
    """A file of a rule base: its name in diagnostics and where it is."""

    name: str
    path: Path


def yaml_files(folder: Path, label: str) -> list[RawFile]:
    """
    The YAML files of a folder, rule tests left out, by name and so in the same order everywhere.

    Those with another ending for YAML are among them, so that the loader can say that they must end in `.yaml`.
    """
    found: list[tuple[tuple[str, ...], RawFile]] = []
    # Every run lists every file, and os.walk takes a third of the time that Path.rglob does.
    for inside, folders, names in os.walk(folder):
        folders.sort()
        parts = Path(inside).relative_to(folder).parts
        for name in names:
            if name.lower().endswith((".yaml", ".yml")) and not name.endswith(".test.yaml"):
                place = (*parts, name)
                found.append((place, RawFile("/".join((label, *place)), Path(inside, name))))
    return [raw for _, raw in sorted(found, key=lambda pair: pair[0])]
