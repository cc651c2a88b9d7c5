"""A page of plain text that grows line by line and is wrapped to a width."""

from __future__ import annotations

import textwrap
from typing import Final

NARROWEST: Final = 40
_INDENT: Final = 2
_BOLD, _PLAIN = "\033[1m", "\033[0m"


def printable(text: str) -> str:
    """A user's own text on one line, without anything that steers a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


class Page:
    """Lines of text, wrapped to `width`; `color` makes headings bold and carries no meaning of its own."""

    def __init__(self, width: int, color: bool = False) -> None:
        self.width = max(width, NARROWEST)
        self.color = color
        self._lines: list[str] = []

    def title(self, text: str) -> None:
        """Add the heading of the page."""
        self._heading(text, "=")

    def section(self, text: str) -> None:
        """Add the heading of a section, with an empty line above."""
        self.blank()
        self._heading(text, "-")

    def _heading(self, text: str, underline: str) -> None:
        wrapped = self._wrap(text, 0, 0)
        self._lines += [f"{_BOLD}{line}{_PLAIN}" for line in wrapped] if self.color else wrapped
        self._lines.append(underline * max(map(len, wrapped)))

    def line(self, text: str, depth: int = 0, hang: int = 0) -> None:
        """Add a paragraph at a depth; lines after the first are indented by `hang` more columns."""
        self._lines += self._wrap(text, depth * _INDENT, hang)

    def item(self, mark: str, text: str, depth: int = 0) -> None:
        """Add a paragraph that begins with a mark such as a hyphen or a number."""
        self.line(f"{mark} {text}", depth, len(mark) + 1)

    def verbatim(self, line: str) -> None:
        """Add one line as it is; the caller has seen to it that it fits."""
        self._lines.append(line)

    def blank(self) -> None:
        """Add an empty line, unless there is one or the page is empty."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """The whole page, without a line break at its end."""
        return "\n".join(self._lines).rstrip("\n")

    def _wrap(self, text: str, indent: int, hang: int) -> list[str]:
        first = " " * min(indent, self.width // 2)
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=first + " " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
