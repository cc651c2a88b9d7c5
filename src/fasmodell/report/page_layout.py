"""What pages in files share: headings without gaps, the widths of columns, and which pages need a list of contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Final

from fasmodell.document import Block, Heading, Table

CONTENTS_FROM: Final = 7  # headings of the first rank; fewer need no list of contents
_MOST_ENTRIES: Final = 45  # what fits on a page
LINE: Final = 104  # letters across a page, at the size of tables
_SPACED: Final = 3  # letters between two columns, and what bold heads take more
_LONG_WORD: Final = 18  # letters; longer words are divided


def ranks_of(blocks: Iterable[Block], deepest: int) -> list[int]:
    """
    The rank of each heading, from 1 for sections, so that none is more than one below the heading before it.

    Where a page jumps from level 2 to 4, the heading is of the rank below, and every heading of its level up to the
    next one above them has the same. Ranks below `deepest` are `deepest`.
    """
    ranks: list[int] = []
    open_levels: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_levels and open_levels[-1] >= block.level:
                open_levels.pop()
            open_levels.append(block.level)
            ranks.append(min(len(open_levels), deepest))
    return ranks


def contents_depth(ranks: Sequence[int]) -> int:
    """How many ranks a list of contents shows: none on a short page, two where they fit on a page, otherwise one."""
    if ranks.count(1) < CONTENTS_FROM:
        return 0
    return 2 if sum(rank <= 2 for rank in ranks) <= _MOST_ENTRIES else 1


def widths_of(table: Table, line: int = LINE) -> list[int]:
    """
    The width of each column of a table with rows, in thousandths of the page, which they fill.

    Each is wide enough for its longest word, up to a length; what is left goes where the text is. `line` is how many
    letters go on a line across the page.
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    longest = [max(map(len, column)) + _SPACED for column in columns]
    if sum(longest) <= line:
        wanted = [float(length) for length in longest]
    else:
        least = [min(_longest_word(column), _LONG_WORD) + _SPACED for column in columns]
        masses = [sqrt(sum(len(cell) ** 2 for cell in column) / len(column)) for column in columns]
        lacks = [max(mass - low, 0.0) for mass, low in zip(masses, least, strict=True)]
        room = max(line - sum(least), 0)
        wanted = [low + room * lack / (sum(lacks) or 1.0) for low, lack in zip(least, lacks, strict=True)]
    shares = [int(1000 * width / sum(wanted)) for width in wanted]
    shares[-1] += 1000 - sum(shares)
    return shares


def is_long(row: Sequence[str], widths: Sequence[int]) -> bool:
    """True for a row that would take so much of a page that it may be divided between two."""
    lines = (len(cell) * 1000 / (LINE * width) for cell, width in zip(row, widths, strict=True) if width)
    return max(lines, default=0.0) > 20


def _longest_word(column: Sequence[str]) -> int:
    return max((len(word) for cell in column for word in cell.split(" ")), default=0)
