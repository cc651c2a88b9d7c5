"""
A three-valued question put to an engine that knows no unknown.

For every finding two questions are asked: is it known to hold, and is it known not to. An observation becomes the
lowest and the highest value that it may have: both are the value where it is known, and beyond every bound where it is
not. `x >= 3` is then known when the lowest is at least 3, and known not to hold when the highest is below 3. Nothing is
guarded, nothing is asked twice, and the answers are exactly those of Kleene logic.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from peers.problem import Condition, Known, Problem

BEYOND = 1_000_000

_SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


class Compares(NamedTuple):
    """That the lowest or the highest possible value (`low` or `high`) of an indicator compares so with a bound."""

    end: str
    indicator: str
    sign: str
    bound: float


class Symbol(NamedTuple):
    """That a finding is known to hold (`holds`), or known not to."""

    finding: str
    holds: bool


class Both(NamedTuple):
    """A conjunction."""

    parts: tuple[Plain, ...]


class Either(NamedTuple):
    """A disjunction."""

    parts: tuple[Plain, ...]


Plain = Compares | Symbol | Both | Either


class Question(NamedTuple):
    """What a finding is known by: one way per rule where it holds, and everything at once where it does not."""

    symbol: Symbol
    ways: tuple[Plain, ...]


def questions(problem: Problem) -> Iterator[tuple[Question, ...]]:
    """Yield for each layer the two questions of each finding."""
    rules = problem.rules_of()
    for layer in problem.layers:
        yield tuple(
            question
            for finding in layer
            for question in (
                Question(Symbol(finding, True), tuple(plain(rule.when, True) for rule in rules[finding])),
                Question(
                    Symbol(finding, False), (_joined(Both, [plain(rule.when, False) for rule in rules[finding]]),)
                ),
            )
        )


def plain(condition: Condition, wanted: bool) -> Plain:
    """Where a condition is known to hold (`wanted`), or known not to."""
    kind = condition[0]
    if kind == "not":
        return plain(condition[1], not wanted)
    if kind in ("all", "any"):
        return _joined(Both if (kind == "all") is wanted else Either, [plain(part, wanted) for part in condition[1]])
    if kind == "finding":
        return Symbol(condition[1], wanted)
    sign, bound = (">=", 1) if kind == "is" else (_SIGNS[kind], condition[2])
    sign = sign if wanted else _OPPOSITE[sign]
    return Compares("low" if sign in (">=", ">") else "high", condition[1], sign, bound)


def _joined(kind: type[Both] | type[Either], parts: list[Plain]) -> Plain:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def ends(problem: Problem, known: Known) -> dict[str, float]:
    """The lowest and the highest possible value of every indicator, as `low_x` and `high_x`."""
    found: dict[str, float] = {}
    for name, _ in problem.indicators:
        value = known.get(name)
        found[f"low_{name}"] = -BEYOND if value is None else value + 0
        found[f"high_{name}"] = BEYOND if value is None else value + 0
    return found


def written(condition: Plain, both: str = " and ", either: str = " or ", symbol: str = "{}") -> str:
    """A condition as an expression of infix signs, as several engines read it."""
    if isinstance(condition, Compares):
        return f"{condition.end}_{condition.indicator} {condition.sign} {condition.bound}"
    if isinstance(condition, Symbol):
        return symbol.format(name_of(condition))
    joint = both if isinstance(condition, Both) else either
    return f"({joint.join(written(part, both, either, symbol) for part in condition.parts)})"


def name_of(symbol: Symbol) -> str:
    """A symbol as a name that every engine takes."""
    return f"{'yes' if symbol.holds else 'no'}_{symbol.finding}"


def states(problem: Problem, known: set[str]) -> dict[str, bool | None]:
    """The answer that a set of names of symbols gives: True, False or None for each finding."""
    return {
        finding: True if f"yes_{finding}" in known else False if f"no_{finding}" in known else None
        for finding in problem.findings
    }
