"""The one layout of the YAML files of a rule base, its tests and profiles; what a file means never changes."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from fasmodell.authoring.yaml_layout import laid_out
from fasmodell.authoring.yaml_tree import comments_of, read_tree
from fasmodell.diagnostics import Diagnostic, Diagnostics
from fasmodell.yaml_source import Document, Key, Plain, parse_yaml

LONGEST_KEY: Final = 1000


class Formatted(NamedTuple):
    """A text in its one layout, or None and why it was left alone."""

    text: str | None
    problems: tuple[Diagnostic, ...]


def format_yaml(text: str, file: str) -> Formatted:
    """
    Lay the text of a YAML file out anew; `file` is what diagnostics call it.

    Keys are put in order, lines are folded at 120 columns, and comments stay with what they are about. A text with any
    problem of form is left alone. The result is read again and compared before it is handed back.
    """
    document, problems = parse_yaml(text, file)
    if document is None or problems:
        return Formatted(None, problems)
    found = Diagnostics()
    _refuse_long_keys(document, found)
    if len(found):
        return Formatted(None, tuple(found))
    formatted = laid_out(read_tree(text, document), document.data)
    _refuse_a_loss(text, document, formatted)
    return Formatted(formatted, ())


def _refuse_a_loss(text: str, document: Document, formatted: str) -> None:
    """Stop, before anything is written, should the layout have lost something: nobody reads a formatted file again."""
    again, _ = parse_yaml(formatted, document.file)
    if again is None or _exact(again.data) != _exact(document.data):
        raise AssertionError(f"laying out {document.file} would change what it means; it was left alone")
    if Counter(comments_of(formatted, again)) != Counter(comments_of(text, document)):
        raise AssertionError(f"laying out {document.file} would lose a comment; it was left alone")


def _refuse_long_keys(document: Document, found: Diagnostics) -> None:
    waiting: list[tuple[tuple[Key, ...], Plain]] = [((), document.data)]
    while waiting:
        path, data = waiting.pop()
        if not isinstance(data, dict | list):
            continue
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            waiting.append(((*path, key), value))
            if isinstance(key, str) and len(key) > LONGEST_KEY:
                message = f"a key of more than {LONGEST_KEY} characters cannot be laid out"
                found.error("FM145", message, document.key_span((*path, key)), "give it a short key")


def _exact(value: Plain) -> object:
    """A value with the types of its numbers, since to Python 1, 1.0 and true are the same."""
    if isinstance(value, dict):
        return {(type(key), key): _exact(inner) for key, inner in value.items()}
    return [_exact(inner) for inner in value] if isinstance(value, list) else (type(value), value)
