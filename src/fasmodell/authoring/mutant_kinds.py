"""The kinds of change that make a mutant."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is changed: the words of `--select`."""

    OPERATOR = "operator"
    THRESHOLD = "threshold"
    CONDITION = "condition"
    QUANTIFIER = "quantifier"
    LEVEL = "level"
    STRENGTH = "strength"
    CONCLUSION = "conclusion"
    WEIGHT = "weight"
    DELETION = "deletion"
