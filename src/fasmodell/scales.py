"""Scales: what kind of value an indicator takes, its bounds, and how a value is written for people."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Literal, TypeGuard

Value = bool | int | float | str
Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")

LEVEL_RANGE = (0.0, 3.0)
_DEFAULT_RANGES: dict[str, tuple[float, float]] = {
    "percent": (0.0, 100.0),
    "rate": (0.0, 100_000.0),
    "count": (0.0, 1_000_000.0),
    "level": LEVEL_RANGE,
    "index": (0.0, 6.0),
    "months": (0.0, 1_200.0),
    "number": (-1e12, 1e12),
}
_UNITS: dict[str, tuple[str, str]] = {
    "percent": ("procent", "per cent"),
    "rate": ("per 100 000 invånare", "per 100,000 residents"),
    "count": ("på 12 månader", "in 12 months"),
    "level": ("på skalan 0–3", "on the scale 0–3"),
    "index": ("på skalan 0–6", "on the scale 0–6"),
    "months": ("månader", "months"),
}


class Word(StrEnum):
    """
    A word of a fixed vocabulary, which is equal to its text.

    It also hashes as its text. Enumerations otherwise hash their names, in Python code, and every answer looks words
    up some thousands of times.
    """

    __hash__ = str.__hash__


class Scale(Word):
    """The kinds of value an indicator may take."""

    PERCENT = "percent"
    RATE = "rate"
    COUNT = "count"
    LEVEL = "level"
    INDEX = "index"
    FLAG = "flag"
    CHOICE = "choice"
    MONTHS = "months"
    NUMBER = "number"

    @property
    def is_numeric(self) -> bool:
        """True for every scale whose values are numbers that can be ordered."""
        return self not in (Scale.FLAG, Scale.CHOICE)

    @property
    def is_whole(self) -> bool:
        """True for the scales that count or grade and so take whole numbers only."""
        return self in (Scale.COUNT, Scale.LEVEL)

    @property
    def default_range(self) -> tuple[float, float] | None:
        """Lowest and highest value the scale itself allows, or None for flags and choices."""
        return _DEFAULT_RANGES.get(self.value)


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value is a finite number; booleans are not numbers here."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def write_number(value: float, language: Language) -> str:
    """Write a number without needless decimals, with a comma and thin grouping in Swedish."""
    text = f"{value:,.10g}" if abs(value) >= 10_000 else f"{value:.10g}"
    if language == "sv":
        text = text.replace(",", "\u00a0").replace(".", ",")
    return text.replace("-", "\u2212", 1) if text.startswith("-") else text


def write_unit(scale: Scale, language: Language) -> str:
    """Name the unit of a scale, or nothing where the indicator must name its own."""
    names = _UNITS.get(scale.value)
    return "" if names is None else names[LANGUAGES.index(language)]


def write_flag(value: bool, language: Language) -> str:
    """Write a flag as yes or no."""
    return {"sv": ("nej", "ja"), "en": ("no", "yes")}[language][value]
