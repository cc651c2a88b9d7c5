"""Where the bundled rules, knowledge and examples are: inside the wheel, or beside `src/` in a checkout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """
    The folder `rules`, `knowledge_base`, `examples`, `schemas` or `docs/codes` that comes with this installation.

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


def local_name(folder: Path) -> str:
    """What diagnostics call a folder with a local rule base: its own name, so that answers hold no path to it."""
    name = folder.resolve().name
    return "local" if name in ("", "rules", "knowledge_base") else name


def local_files(folder: Path, label: str) -> list[RawFile]:
    """
    The files of a local rule base: the YAML files beside its manifest, and those below `rules` and `knowledge_base`.

    Other folders are its owner's, for profiles and answers, and are not read.
    """
    found = [raw for raw in yaml_files(folder, label) if raw.path.parent == folder]
    for name in ("knowledge_base", "rules"):
        found += yaml_files(folder / name, f"{label}/{name}")
    return found
