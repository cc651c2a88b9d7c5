"""
Say what is wrong in a file, where, and what to write instead.

A diagnostic is data; `format_diagnostic` is the one place where it becomes text. Nothing here reads or prints.
"""

import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from fasmodell.codes import CODES as CODES

SNIPPET_WIDTH: Final = 100
QUOTE_WIDTH: Final = 40
TAB: Final = "    "


class Span(NamedTuple):
    """
    Point out a piece of a file.

    Lines and columns count from 1, columns in code points; the end is exclusive. Lines end at a line feed only.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Severity(StrEnum):
    """Tell what must be mended from what deserves a look."""

    error = "error"
    warning = "warning"


class Fix(NamedTuple):
    """Mend a problem by a program: the piece of a file that `span` points out is replaced by `text`."""

    span: Span
    text: str


class Diagnostic(NamedTuple):
    """
    State one problem: a code of `CODES`, what is wrong, where, and what to write instead.

    The message starts in lower case, has no final period and holds the user's own words in backticks; advice is in
    `help`. `related` are other places, each with a label of its own, in the order they are shown. `fixes` are what a
    program may write instead: one, or alternatives of which only reading the file again can tell the one that is meant.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    help: str | None = None
    related: tuple[tuple[str, Span], ...] = ()
    fixes: tuple[Fix, ...] = ()


class FasmodellError(Exception):
    """
    Be the ancestor of every error this package raises on purpose.

    `str(error)` is the message for the user; `diagnostics` holds what there is to show beside it, and `texts` the
    text of each file they point into.
    """

    def __init__(
        self, message: str, diagnostics: Iterable[Diagnostic] = (), texts: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)
        self.texts = dict(texts or {})


class ProfileError(FasmodellError):
    """Refuse a profile."""


class RuleBaseError(FasmodellError):
    """Refuse a rule base or its knowledge base."""


class InferenceError(FasmodellError):
    """Report that no answer could be concluded, although what was loaded is valid."""


class Diagnostics:
    """Gather diagnostics in the order they are found. `unread` are names that may stand in a file not understood."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found = list(found)
        self.unread: Container[str] = ()

    def error(
        self,
        code: str,
        message: str,
        span: Span,
        help: str | None = None,
        related: Iterable[tuple[str, Span]] = (),
        fixes: Iterable[Fix] = (),
    ) -> None:
        """Add an error."""
        self._found.append(Diagnostic(code, Severity.error, message, span, help, tuple(related), tuple(fixes)))

    def warning(
        self, code: str, message: str, span: Span, help: str | None = None, related: Iterable[tuple[str, Span]] = ()
    ) -> None:
        """Add a warning."""
        self._found.append(Diagnostic(code, Severity.warning, message, span, help, tuple(related)))

    def extend(self, found: Iterable[Diagnostic]) -> None:
        """Add what was found elsewhere."""
        self._found.extend(found)

    @property
    def has_errors(self) -> bool:
        """Tell whether anything more than a warning was found."""
        return any(diagnostic.severity is Severity.error for diagnostic in self._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place, then by code and message, so that the order never depends on who looked first."""
    return tuple(sorted(diagnostics, key=lambda one: (one.span, one.code, one.message)))


def format_diagnostics(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], width: int = SNIPPET_WIDTH
) -> str:
    """Write diagnostics sorted by place with an empty line between; `sources` maps a file to its text."""
    return "\n\n".join(_format(diagnostic, sources, width) for diagnostic in sort_diagnostics(diagnostics))


def format_diagnostic(diagnostic: Diagnostic, source_text: str | None, width: int = SNIPPET_WIDTH) -> str:
    """
    Write one diagnostic: place, code and message, the line it is about, other places, help.

    `source_text` is the text of the diagnostic's own file; without it, and for places in other files, no lines are
    shown. Lines longer than `width` code points are cropped around the span. No final line break.
    """
    sources = {} if source_text is None else {diagnostic.span.file: source_text}
    return _format(diagnostic, sources, width)


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """
    Name the candidate that `word` was most likely meant to be, or None when none is close.

    Close means at most one slip of the pen for three letters, and never more than three; case and `-` for `_` are
    free. Among equally close candidates the first in alphabetical order is named.
    """
    near = near_names(word, candidates)
    return near[0] if near else None


def near_names(word: str, candidates: Iterable[str]) -> list[str]:
    """Every candidate that `word` may have been meant to be, the most likely one first, as `suggest` has it."""
    limit = min(3, len(word) // 3)
    wanted = _plain_name(word)
    ranked = [
        (distance, candidate)
        for candidate in set(candidates) - {word}
        if abs(len(candidate) - len(word)) <= limit
        and (distance := _edit_distance(wanted, _plain_name(candidate))) <= limit
    ]
    return [candidate for _, candidate in sorted(ranked)]


def quote(word: str) -> str:
    """Put a user's word in backticks, on one line and at most `QUOTE_WIDTH` characters long."""
    line = " ".join(word.split())
    return f"`{line if len(line) <= QUOTE_WIDTH else line[: QUOTE_WIDTH - 1] + '…'}`"


def _plain_name(word: str) -> str:
    return word.casefold().replace("-", "_")


def _edit_distance(a: str, b: str) -> int:
    """Count the insertions, deletions, substitutions and swaps of neighbours between two words."""
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        current = [i]
        for j, right in enumerate(b, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]


def _format(diagnostic: Diagnostic, sources: Mapping[str, str], width: int) -> str:
    title = f"{diagnostic.severity}[{diagnostic.code}]"
    lines = _place(title, diagnostic.message, diagnostic.span, sources, width)
    for label, span in diagnostic.related:
        lines += _place("note", label, span, sources, width)
    if diagnostic.help is not None:
        lines.append("help: " + "\n      ".join(map(_visible, diagnostic.help.split("\n"))))
    return "\n".join(lines)


def _place(title: str, message: str, span: Span, sources: Mapping[str, str], width: int) -> list[str]:
    head = f"{_visible(span.file)}:{span.line}:{span.column}: {title}: {_visible(message)}"
    text = sources.get(span.file)
    return [head] if text is None else [head, *_snippet(span, text, width)]


def _snippet(span: Span, text: str, width: int) -> list[str]:
    """Show the first line of a span with the span underlined; nothing when the text has no such line."""
    lines = text.removeprefix("\ufeff").split("\n", span.line)
    if not 1 <= span.line <= len(lines):
        return []
    line = lines[span.line - 1].rstrip("\r")
    start = min(max(span.column - 1, 0), len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    shown, start, end = _crop(line, start, max(start, end), max(width, 20))
    cells = [_visible(char) for char in shown]
    margin = " " * _width(cells[:start])
    underline = "^" * max(1, _width(cells[start:end]))
    number = f"  {span.line}"
    return [f"{number} | {''.join(cells)}".rstrip(), f"{' ' * len(number)} | {margin}{underline}"]


def _crop(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """Cut a long line to `width` code points around a span, with `…` where something was cut away."""
    if len(line) <= width:
        return line, start, end
    left = max(0, min(start - width // 3, len(line) - width))
    right = left + width
    before = "…" if left > 0 else ""
    after = "…" if right < len(line) else ""
    shift = len(before) - left
    return before + line[left:right] + after, start + shift, min(end, right) + shift


def _visible(text: str) -> str:
    """Show a tab as spaces and whatever does not print (a control code, a zero-width space) by its number."""
    if text.isprintable():
        return text
    return "".join(TAB if char == "\t" else char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def _width(cells: Iterable[str]) -> int:
    """Count the columns a terminal gives to the text: two for a wide character, none for a combining one."""
    return sum(_char_width(char) for cell in cells for char in cell)


def _char_width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
