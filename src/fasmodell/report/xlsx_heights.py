"""How high rows of a workbook are for their texts to be seen whole, and that they grow when more is written in them."""

from __future__ import annotations

import re
from math import ceil
from typing import Final

from fasmodell.report.archive import rewritten

HIGHEST: Final = 409.0  # points that a row can have
_LINE: Final = 15.0  # points
_SHARE: Final = 1.1  # letters of text in the width of a digit, also in another typeface
_FIXED: Final = re.compile(rb'(<row [^>]*) customHeight="1"')


def height_of(text: str, width: int, *, bold: bool = False) -> float:
    """The height in points that a text needs in a column so many letters wide; it may be more than HIGHEST."""
    room = max(width * _SHARE * (0.9 if bold else 1.0), 1.0)
    lines, used = 1, 0.0
    for word in text.split(" "):
        used += len(word) + bool(used)
        if used > room and used > len(word):
            lines, used = lines + 1, float(len(word))
        over = ceil(used / room) - 1
        if over > 0:
            lines, used = lines + over, used - over * room
    return lines * _LINE


def with_rows_that_grow(archive: bytes) -> bytes:
    """
    The same workbook with row heights that programs may change as texts do.

    The writer marks each height as set by hand, and such rows do not grow. No text stands in the sheets themselves.
    """
    return rewritten(
        archive, lambda name, part: _FIXED.sub(rb"\1", part) if name.startswith("xl/worksheets/") else part
    )
