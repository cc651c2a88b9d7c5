"""Versions of a rule base, as semver.org 2.0.0 orders them, and ranges of versions."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_NUMBER: Final = r"(0|[1-9]\d*)"
_VERSION: Final = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
_BOUND: Final = re.compile(rf"(>=|<=|>|<|==|)\s*({_VERSION})", re.ASCII)

# A pre-release comes before its release, numbers before words.
_Order = tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]


class Version(NamedTuple):
    """Three numbers and the words of a pre-release, such as 1.4.0-beta.2; none for a release."""

    major: int
    minor: int
    patch: int
    before: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Version | None:
        """The version that a text writes; None when it writes none."""
        found = re.fullmatch(_VERSION, text, re.ASCII)
        if found is None:
            return None
        major, minor, patch, before = found.groups()
        return cls(int(major), int(minor), int(patch), tuple(before.split(".")) if before else ())

    @property
    def order(self) -> _Order:
        """What versions are compared by."""
        words = tuple((not word.isdecimal(), int(word) if word.isdecimal() else 0, word) for word in self.before)
        return self.major, self.minor, self.patch, not self.before, words

    def __str__(self) -> str:
        before = f"-{'.'.join(self.before)}" if self.before else ""
        return f"{self.major}.{self.minor}.{self.patch}{before}"


class VersionRange(NamedTuple):
    """Bounds that a version must all meet, as pairs of a comparison and a version."""

    bounds: tuple[tuple[str, Version], ...]

    @classmethod
    def read(cls, text: str) -> VersionRange | None:
        """The range that a text such as `>=0.1.0, <0.2.0` writes; a version alone means that very one."""
        bounds = []
        for part in text.split(","):
            found = _BOUND.fullmatch(part.strip())
            version = None if found is None else Version.read(found.group(2))
            if found is None or version is None:
                return None
            bounds.append((found.group(1) or "==", version))
        return cls(tuple(bounds))

    def holds(self, version: Version) -> bool:
        """True when a version meets every bound."""
        return all(_meets(version.order, comparison, bound.order) for comparison, bound in self.bounds)


def _meets(version: _Order, comparison: str, bound: _Order) -> bool:
    if comparison == "==":
        return version == bound
    if comparison in ("<", "<="):
        return version < bound or (comparison == "<=" and version == bound)
    return version > bound or (comparison == ">=" and version == bound)
