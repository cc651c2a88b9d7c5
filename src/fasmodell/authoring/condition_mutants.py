"""Every small change of a condition: another comparison, another bound, a part less, `any` for `all`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fasmodell.authoring.mutant_kinds import Kind
from fasmodell.authoring.written_condition import written
from fasmodell.knowledge import PHASES, Indicator, KnowledgeBase, Level
from fasmodell.results import GateState
from fasmodell.rules import (
    All,
    AnyOf,
    Atom,
    Comparison,
    Condition,
    FindingHolds,
    GateIs,
    Not,
    Operator,
    PhaseIs,
    Trend,
)
from fasmodell.scales import Scale, Value, is_number

_TURNED = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.ABOVE: Operator.BELOW,
    Operator.BELOW: Operator.ABOVE,
}
_STRICTER = {
    Operator.AT_LEAST: Operator.ABOVE,
    Operator.ABOVE: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.BELOW,
    Operator.BELOW: Operator.AT_MOST,
}
_MOVEMENTS = ("rising", "falling", "steady")
_LONGEST_TREND = 120
_UNIT = 1


class Changed(NamedTuple):
    """A whole condition with one change, and the part that was changed as it was and as it is, as written in YAML."""

    kind: Kind
    place: str
    was: str
    becomes: str
    condition: Condition


def mutated_conditions(condition: Condition, knowledge: KnowledgeBase) -> Iterator[Changed]:
    """Every change of one part of a condition, in the order written."""
    for kind, path, was, becomes, whole in _changes(condition, (), knowledge):
        place = ".".join(("when", *map(str, path)))
        yield Changed(kind, place, written(was), written(becomes), whole)


_Change = tuple[Kind, tuple[int, ...], Condition, Condition, Condition]


def _changes(condition: Condition, path: tuple[int, ...], knowledge: KnowledgeBase) -> Iterator[_Change]:
    """The changes of a condition and of its parts, each with the changed part and the whole in which it stands."""
    if isinstance(condition, All | AnyOf):
        if len(condition.parts) > 1:
            for kind, instead in _of_combined(condition):
                yield kind, path, condition, instead, instead
        for position, part in enumerate(condition.parts):
            for kind, where, was, becomes, whole in _changes(part, (*path, position), knowledge):
                parts = (*condition.parts[:position], whole, *condition.parts[position + 1 :])
                yield kind, where, was, becomes, condition._replace(parts=parts)
    elif isinstance(condition, Not):
        yield Kind.OPERATOR, path, condition, condition.part, condition.part
        for kind, where, was, becomes, whole in _changes(condition.part, (*path, 0), knowledge):
            yield kind, where, was, becomes, Not(whole)
    else:
        for kind, changed in _of_atom(condition, knowledge):
            yield kind, path, condition, changed, changed


def _of_combined(condition: All | AnyOf) -> Iterator[tuple[Kind, Condition]]:
    other = AnyOf(condition.parts) if isinstance(condition, All) else All(condition.parts)
    yield Kind.QUANTIFIER, other
    for position in range(len(condition.parts)):
        rest = (*condition.parts[:position], *condition.parts[position + 1 :])
        yield Kind.CONDITION, rest[0] if len(rest) == 1 else condition._replace(parts=rest)


def _of_atom(atom: Atom, knowledge: KnowledgeBase) -> Iterator[tuple[Kind, Condition]]:
    if isinstance(atom, Comparison):
        yield from _of_comparison(atom, knowledge.indicators[atom.indicator])
    elif isinstance(atom, Trend):
        yield from ((Kind.OPERATOR, atom._replace(movement=one)) for one in _MOVEMENTS if one != atom.movement)
        moved = (atom.over_months - _UNIT, atom.over_months + _UNIT)
        yield from ((Kind.THRESHOLD, atom._replace(over_months=one)) for one in moved if 1 <= one <= _LONGEST_TREND)
    elif isinstance(atom, FindingHolds):
        yield Kind.OPERATOR, Not(atom)
        levels = (level for level in Level if abs(level.rank - atom.level.rank) == 1)
        yield from ((Kind.THRESHOLD, atom._replace(level=level)) for level in levels)
    elif isinstance(atom, PhaseIs):
        phases = (phase for phase in PHASES if abs(phase - atom.phase) == 1)
        yield from ((Kind.THRESHOLD, atom._replace(phase=phase)) for phase in phases)
    elif isinstance(atom, GateIs):
        states = (state.value for state in GateState if state != atom.state)
        yield from ((Kind.OPERATOR, atom._replace(state=state)) for state in states)
    else:
        yield Kind.OPERATOR, Not(atom)


def _of_comparison(atom: Comparison, indicator: Indicator) -> Iterator[tuple[Kind, Condition]]:
    if atom.operator in _TURNED:
        yield Kind.OPERATOR, atom._replace(operator=_TURNED[atom.operator])
        if not _is_one_unit(atom, indicator):
            yield Kind.OPERATOR, atom._replace(operator=_STRICTER[atom.operator])
    elif atom.operator is Operator.IS and indicator.scale is Scale.FLAG:
        yield Kind.OPERATOR, atom._replace(bound=(not atom.bound[0],))
    else:
        yield Kind.OPERATOR, Not(atom)
    if atom.operator is Operator.ONE_OF and len(atom.bound) > 1:
        for option in atom.bound:
            yield Kind.THRESHOLD, atom._replace(bound=tuple(one for one in atom.bound if one != option))
        return
    for position, bound in enumerate(atom.bound):
        for moved in _moved(bound, indicator):
            bounds = (*atom.bound[:position], moved, *atom.bound[position + 1 :])
            if atom.operator is not Operator.BETWEEN or _is_rising(bounds):
                yield Kind.THRESHOLD, atom._replace(bound=bounds, threshold=None)


def _is_one_unit(atom: Comparison, indicator: Indicator) -> bool:
    """True when comparing more or less strictly is the same as moving the bound, which is tried anyway."""
    step = _UNIT if atom.operator in (Operator.AT_LEAST, Operator.BELOW) else -_UNIT
    (bound,) = atom.bound
    return indicator.scale.is_whole and is_number(bound) and bound + step in _moved(bound, indicator)


def _moved(bound: Value, indicator: Indicator) -> Iterator[Value]:
    """A bound one unit of its scale lower and higher, as far as the indicator goes."""
    if is_number(bound):
        for moved in (bound - _UNIT, bound + _UNIT):
            if (indicator.low is None or moved >= indicator.low) and (
                indicator.high is None or moved <= indicator.high
            ):
                yield moved


def _is_rising(bounds: tuple[Value, ...]) -> bool:
    low, high = bounds
    return is_number(low) and is_number(high) and low <= high
