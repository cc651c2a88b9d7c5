"""What an unquoted word of a YAML file means: the YAML 1.2 core schema, and why a word is refused."""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple, TypeAlias

from fasmodell.diagnostics import QUOTE_WIDTH, quote

Key: TypeAlias = str | int
Plain: TypeAlias = "dict[Key, Plain] | list[Plain] | str | int | float | bool | None"

MAX_DIGITS: Final = 300  # so that every whole number also fits a float


class Trouble(NamedTuple):
    """Say why an unquoted value is refused, and how to write the number or truth value it may be meant for."""

    code: str
    message: str
    fix: str | None = None


def resolve(word: str) -> Plain | Trouble:
    """Read an unquoted value by the YAML 1.2 core schema, or say why it is refused."""
    if word in _WORDS:
        return _WORDS[word]
    if word in _TRUTH_WORDS:
        return Trouble("FM119", f"`{word}` is a truth value to some readers and text to others", _TRUTH_WORDS[word])
    return word if not word or word[0] not in "+-.0123456789" else _resolve_number(word)


def _resolve_number(word: str) -> Plain | Trouble:
    if _FLOAT.fullmatch(word):
        return _decimal(word)
    if _NOT_FINITE.fullmatch(word):
        return Trouble("FM120", f"`{word}` is not a finite number")
    digits = word.replace("_", "")
    if digits != word and word.lstrip("+-.")[:1].isdigit() and _FLOAT.fullmatch(digits):
        fix = _LEADING_ZEROS.sub(r"\1", digits)
        return Trouble("FM119", f"{quote(word)} is a number to some readers and text to others", fix)
    if _OTHER_BASE.fullmatch(word):
        fix = str(int(digits, 0)) if len(digits) < QUOTE_WIDTH else ""
        return Trouble("FM119", f"{quote(word)} is not a decimal number", fix)
    if _BASE_60.fullmatch(word):
        return Trouble("FM119", f"{quote(word)} is text to some readers and a number of seconds to others")
    return word


def _decimal(word: str) -> int | float | Trouble:
    if _LEADING_ZEROS.match(word):
        return Trouble("FM119", f"{quote(word)} begins with a zero", _LEADING_ZEROS.sub(r"\1", word))
    whole = _INT.fullmatch(word)
    if len(word) <= MAX_DIGITS if whole else math.isfinite(float(word)):
        return int(word) if whole else float(word)
    return Trouble("FM120", f"the number {quote(word)} is too large")


def how_to_write(word: str, fix: str | None) -> str:
    """Advise on a refused word: the value it may be meant for, or quotes."""
    text = f'`"{word}"`' if len(word) <= QUOTE_WIDTH else "quotes around it"
    return f"write `{fix}`, or {text} for text" if fix else f"write {text} for text"


_WORDS: Final[dict[str, Plain]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_TRUTH_WORDS: Final = {
    form: meaning
    for word, meaning in (("yes", "true"), ("on", "true"), ("no", "false"), ("off", "false"))
    for form in (word, word.capitalize(), word.upper())
}
_INT: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LEADING_ZEROS: Final = re.compile(r"^([-+]?)0+(?=[0-9])")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_OTHER_BASE: Final = re.compile(r"[-+]?0(o[0-7][0-7_]*|x[0-9a-fA-F][0-9a-fA-F_]*|b[01][01_]*)")
_BASE_60: Final = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
