"""How one value is written in YAML: without quotes where nobody can misread it, in quotes, or as a folded text."""

from __future__ import annotations

import json
import re
from typing import Final

from fasmodell.authoring.yaml_tree import Scalar
from fasmodell.yaml_source import Key
from fasmodell.yaml_values import resolve


def written_key(key: Key) -> str:
    """A key as it is written before its colon."""
    return str(key) if isinstance(key, int) else written_text(key, in_brackets=True)


def written_value(scalar: Scalar, *, in_brackets: bool) -> str:
    """A value on one line; empty for a value that was left out, which cannot be in brackets."""
    value = scalar.value
    if isinstance(value, str):
        return written_text(value, in_brackets=in_brackets)
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null" if scalar.written or in_brackets else ""
    return scalar.written


def written_text(text: str, *, in_brackets: bool) -> str:
    """A text on one line, without quotes where it cannot be taken for anything else."""
    return text if _is_plain(text, in_brackets) else _quoted(text)


def folded_text(text: str, width: int) -> list[str] | None:
    """
    The lines of a text under `>-`, each at most `width` long where its words are; None when it cannot be folded.

    Folding loses nothing only where the text has single spaces between its words and no line breaks of its own.
    """
    words = text.split(" ")
    if len(words) < 2 or not all(words) or _NOT_FOLDABLE.search(text):
        return None
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def literal_text(text: str) -> list[str] | None:
    """The lines of a text under `|` or `|-`; None for a text that is not of several plain lines."""
    lines = text.removesuffix("\n").split("\n")
    plain = all(line == line.rstrip() and not _NOT_FOLDABLE.search(line) for line in lines)
    return lines if len(lines) > 1 and plain and lines[0][:1].strip() and lines[-1] else None


def _is_plain(text: str, in_brackets: bool) -> bool:
    return (
        bool(text)
        and not _ODD.search(text)
        and not _ODD_START.match(text)
        and resolve(text) == text
        and "://" not in text
        and not (in_brackets and _ODD_IN_BRACKETS.search(text))
    )


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


_ODD: Final = re.compile(r": |:$| #|^\s|\s$|[^\S ]|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# Signs with a meaning of their own, what begins a document, and numbers of something, which look like numbers.
_ODD_START: Final = re.compile(r"""[-?:,\[\]{}#&*!|>'"%@`=<]|\.\.\.|[0-9][^ ]* """)
_ODD_IN_BRACKETS: Final = re.compile(r"[,\[\]{}]|:(?=\S*[\"'])")
_NOT_FOLDABLE: Final = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
