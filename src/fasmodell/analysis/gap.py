"""How far a known value is from meeting a comparison, in the indicator's own unit and as a share of its scale."""

from __future__ import annotations

import math
from typing import Final

from fasmodell.knowledge import Indicator
from fasmodell.rules import Comparison, Operator
from fasmodell.scales import Value, is_number

RISING: Final = (Operator.AT_LEAST, Operator.ABOVE)
STRICT: Final = (Operator.ABOVE, Operator.BELOW)
ONE_SIDED: Final = (Operator.AT_LEAST, Operator.ABOVE, Operator.AT_MOST, Operator.BELOW)


def gap_to(indicator: Indicator, atom: Comparison, value: Value, wanted: bool) -> float | None:
    """
    How far a value that does not meet a comparison is from the nearest one that does.

    In the indicator's own unit. On scales of whole numbers the nearest whole value counts; on others a bound that must
    be passed counts as reached, so that the distance may be 0. None for flags and choices, which have no distance.
    """
    if not is_number(value) or not all(is_number(bound) for bound in atom.bound):
        return None
    bounds = [float(bound) for bound in atom.bound if is_number(bound)]
    whole = indicator.scale.is_whole
    if atom.operator in (Operator.IS, Operator.ONE_OF):
        return min(abs(bound - value) for bound in bounds) if wanted else float(whole)
    if atom.operator is Operator.BETWEEN:
        low, high = bounds
        if wanted:
            return _up(low, whole) - value if value < low else value - _down(high, whole)
        return min(value - _below(low, whole), _above(high, whole) - value)
    # What is wanted of a comparison that must not hold is its opposite: not at least 40 is below 40.
    rises = (atom.operator in RISING) is wanted
    strict = (atom.operator in STRICT) is wanted
    if rises:
        return (_above(bounds[0], whole) if strict else _up(bounds[0], whole)) - value
    return value - (_below(bounds[0], whole) if strict else _down(bounds[0], whole))


def _up(bound: float, whole: bool) -> float:
    return float(math.ceil(bound)) if whole else bound


def _down(bound: float, whole: bool) -> float:
    return float(math.floor(bound)) if whole else bound


def _above(bound: float, whole: bool) -> float:
    return float(math.floor(bound) + 1) if whole else bound


def _below(bound: float, whole: bool) -> float:
    return float(math.ceil(bound) - 1) if whole else bound


def share_of_scale(indicator: Indicator, gap: float | None) -> float:
    """A distance as a share of the indicator's whole scale; 1 where a value has no distance."""
    if gap is None or indicator.low is None or indicator.high is None:
        return 1.0
    return round(abs(gap) / (indicator.high - indicator.low), 9)
