"""
Texts as they can stand in a file: what no file format can hold, or what would turn the order of reading, is replaced.

Everything else stands letter for letter. One run of white space is one space, as in every way of writing. A text that
is too long for its place is shortened where it stands whole elsewhere, and divided into parts where it does not.
"""

from __future__ import annotations

import re
from typing import Final

REPLACED: Final = "\ufffd"  # the replacement character, which says that there was one
_SPACE: Final = re.compile("[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, halves of pairs, what is no character, and the marks that turn the direction of writing: with
# the last, a text can be made to read as another.
_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_LONGEST_PROPERTY: Final = 255  # units of UTF-16
_WEB: Final = re.compile(r"https?://[!-~]+")


def fit(text: str) -> str:
    """A text for a file: one space for white space, and U+FFFD for each character that cannot stand there."""
    return _UNFIT.sub(REPLACED, _SPACE.sub(" ", text)).strip(" ")


def fit_property(text: str) -> str:
    """A text as the properties of an Office file can hold it."""
    return shortened(fit(text), _LONGEST_PROPERTY)


def is_web_address(address: str) -> bool:
    """True for addresses that may be links; anything else is written as text, and nothing happens on a click."""
    return _WEB.fullmatch(address) is not None


def shortened(text: str, most: int) -> str:
    """A text of at most so many units of UTF-16, in which workbooks count; what was cut shows as a mark."""
    if _units(text) <= most:
        return text
    return f"{_cut(text, most - 1)[0].rstrip()}…"


def parts_of(text: str, most: int) -> list[str]:
    """A text in parts of at most so many units of UTF-16 (at least 2), divided after a space where there is one."""
    parts = []
    while _units(text) > most:
        part, text = _cut(text, most)
        at = part.rfind(" ") + 1
        if at > len(part) // 2:
            part, text = part[:at], part[at:] + text
        parts.append(part)
    return [*parts, text]


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _cut(text: str, most: int) -> tuple[str, str]:
    used = 0
    for place, letter in enumerate(text):
        used += _units(letter)
        if used > most:
            return text[:place], text[place:]
    return text, ""
