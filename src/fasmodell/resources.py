"""Where the bundled rules, knowledge and examples are: inside the wheel, or beside `src/` in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """
    The folder `rules`, `knowledge_base` or `examples` that comes with this installation.

    In a checkout that is the folder itself, so that an edited rule counts at once.
    """
    inside = _PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else _PACKAGE.parent.parent / name
