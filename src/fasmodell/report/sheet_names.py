"""Names of sheets as a workbook can have them."""

from __future__ import annotations

import re
from typing import Final

from fasmodell.report.characters import fit, shortened

_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\'\ufffd]")
_RESERVED: Final = ("history",)


class SheetNames:
    """Gives names that no other sheet of the workbook has, in capital or small letters."""

    def __init__(self) -> None:
        self._given = set(_RESERVED)

    def name(self, wanted: str) -> str:
        """The wanted name, without the characters that a name cannot have and no longer than it can be."""
        plain = " ".join(_FORBIDDEN.sub(" ", fit(wanted)).split()) or "-"
        name, number = shortened(plain, _LONGEST_NAME), 1
        while name.casefold() in self._given:
            number += 1
            end = f" ({number})"
            name = shortened(plain, _LONGEST_NAME - len(end)) + end
        self._given.add(name.casefold())
        return name
