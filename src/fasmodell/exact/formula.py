"""
The one door to Z3: formulas over yes-or-no variables, and sums of weights of them.

Importing this module, or any that builds formulas, raises FasmodellError when Z3 is not installed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from fasmodell.diagnostics import FasmodellError
from fasmodell.exact.availability import MISSING, is_available

if not is_available():
    raise FasmodellError(MISSING)
import z3

Formula: TypeAlias = z3.BoolRef
TRUE: Formula = z3.BoolVal(True)
FALSE: Formula = z3.BoolVal(False)


def variable(name: str) -> Formula:
    """A yes-or-no variable; the same name is the same variable."""
    return z3.Bool(name)


def every(parts: Iterable[Formula]) -> Formula:
    """True when every part is; so it is of no parts."""
    found = [part for part in parts if part is not TRUE]
    if any(part is FALSE for part in found):
        return FALSE
    return TRUE if not found else found[0] if len(found) == 1 else z3.And(*found)


def some(parts: Iterable[Formula]) -> Formula:
    """True when some part is; so it is not of no parts."""
    found = [part for part in parts if part is not FALSE]
    if any(part is TRUE for part in found):
        return TRUE
    return FALSE if not found else found[0] if len(found) == 1 else z3.Or(*found)


def no(part: Formula) -> Formula:
    """True when a part is not."""
    if part is TRUE or part is FALSE:
        return FALSE if part is TRUE else TRUE
    return z3.Not(part)


def same(one: Formula, other: Formula) -> Formula:
    """True when two formulas are both true or both false."""
    return one == other


def implies(one: Formula, other: Formula) -> Formula:
    """True unless the one is and the other is not."""
    return some((no(one), other))


def at_most_one(parts: Iterable[Formula]) -> Formula:
    """True when no two parts are."""
    found = list(parts)
    pairs = ((one, other) for position, one in enumerate(found) for other in found[position + 1 :])
    return every(no(every(pair)) for pair in pairs)


def reaches(weighed: Iterable[tuple[Formula, int]], bound: int) -> Formula:
    """True when the weights of the parts that are true add up to a bound or more; weights may be negative."""
    terms: list[tuple[Formula, int]] = []
    for part, weight in weighed:
        if part is FALSE or not weight:
            continue
        if part is TRUE:
            bound -= weight
        elif weight > 0:
            terms.append((part, weight))
        else:
            terms.append((no(part), -weight))
            bound -= weight
    if bound <= 0:
        return TRUE
    return z3.PbGe(terms, bound) if sum(weight for _, weight in terms) >= bound else FALSE
