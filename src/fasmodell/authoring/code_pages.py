"""The page of every code, which comes with the installation."""

from __future__ import annotations

from fasmodell.resources import bundled


def code_page(code: str) -> str:
    """The page of a code as Markdown: what to avoid, what to prefer, and why."""
    return (bundled("docs/codes") / f"{code}.md").read_text(encoding="utf-8")
