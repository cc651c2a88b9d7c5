"""
JSON read through the same door as YAML, with diagnostics that point into what was sent.

JSON is YAML in flow style but for two escapes: `\\/`, which YAML 1.1 does not know, and two `\\u` for one character
beyond the first plane. Those are written as the character they mean; the columns behind them are moved back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from fasmodell.diagnostics import Diagnostic, Diagnostics, Span

NAME = "<profile>"
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|(/)|.)|\n", re.DOTALL)


class JsonText(NamedTuple):
    """JSON as text that YAML reads alike, and where it is shorter: line, column from which on, characters."""

    text: str
    moves: tuple[tuple[int, int, int], ...]

    def in_body(self, diagnostic: Diagnostic) -> Diagnostic:
        """A diagnostic about the text as one about what was sent."""
        related = tuple((label, self._moved(span)) for label, span in diagnostic.related)
        # What a program may write instead is written as YAML, and so none for JSON.
        return diagnostic._replace(span=self._moved(diagnostic.span), related=related, fixes=())

    def _moved(self, span: Span) -> Span:
        if not self.moves or span.file != NAME:
            return span
        column, end = self._column(span.line, span.column), self._column(span.end_line, span.end_column)
        return Span(span.file, span.line, column, span.end_line, end)

    def _column(self, line: int, column: int) -> int:
        return column + sum(shorter for at, after, shorter in self.moves if at == line and column > after)


def json_problem(text: str) -> Diagnostic | None:
    """What keeps a text from being JSON, at its place (FM103, FM113); None when it is JSON."""
    found = Diagnostics()
    try:
        json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        span = Span(NAME, error.lineno, error.colno, error.lineno, error.colno + 1)
        message = error.msg[:1].lower() + error.msg[1:]
        found.error(
            "FM103", f"this is not valid JSON: {message}", span, "check quotes, commas and brackets here and just above"
        )
    except RecursionError:
        found.error("FM113", "too many levels of nesting", Span(NAME, 1, 1, 1, 1), "use fewer levels")
    except ValueError as error:
        found.error("FM120", f"{error}", Span(NAME, 1, 1, 1, 1), "write a finite number of fewer digits")
    return next(iter(found), None)


def _no_number(word: str) -> object:
    message = f"`{word}` is not JSON"
    raise ValueError(message)


def as_yaml(text: str) -> JsonText:
    """A text that is JSON, as YAML reads it alike."""
    moves: list[tuple[int, int, int]] = []
    return JsonText("".join(_pieces(text, moves)), tuple(moves))


def _pieces(text: str, moves: list[tuple[int, int, int]]) -> Iterator[str]:
    line, start, done, shorter = 1, 0, 0, 0
    for found in _ESCAPE.finditer(text):
        if found[0] == "\n":
            line, start, shorter = line + 1, found.end(), 0
            continue
        high, low, slash = found.groups()
        if high is None and slash is None:
            continue
        char = "/" if slash else chr(0x10000 + (int(high, 16) - 0xD800 << 10) + int(low, 16) - 0xDC00)
        yield text[done : found.start()]
        yield char
        done = found.end()
        moves.append((line, found.start() - start - shorter + 1, len(found[0]) - 1))
        shorter += len(found[0]) - 1
    yield text[done:]
