"""A condition as it is written in a rule file, on one line."""

from __future__ import annotations

from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Listed,
    Not,
    Operator,
    PhaseIs,
    Trend,
)
from fasmodell.scales import Value, is_number


def written(condition: Condition) -> str:
    """A condition in YAML's flow style."""
    if isinstance(condition, All | AnyOf):
        key = "all" if isinstance(condition, All) else "any"
        return f"{{{key}: [{', '.join(map(written, condition.parts))}]}}"
    if isinstance(condition, Not):
        return f"{{not: {written(condition.part)}}}"
    return f"{{{_atom(condition)}}}"


def _atom(atom: Comparison | Trend | FindingHolds | InPlace | Listed | PhaseIs | GateIs) -> str:
    if isinstance(atom, Comparison):
        several = atom.operator in (Operator.BETWEEN, Operator.ONE_OF)
        bounds = ", ".join(map(written_value, atom.bound))
        bound = f"{{param: {atom.threshold}}}" if atom.threshold and not several else bounds
        return f"indicator: {atom.indicator}, {atom.operator}: {f'[{bounds}]' if several else bound}"
    if isinstance(atom, Trend):
        return f"indicator: {atom.indicator}, trend: {atom.movement}, over_months: {atom.over_months}"
    if isinstance(atom, FindingHolds):
        return f"finding: {atom.finding}, at_least: {atom.level}"
    if isinstance(atom, InPlace | Listed):
        return f"in_place: {atom.measure}"
    return f"phase: {atom.phase}" if isinstance(atom, PhaseIs) else f"gate: {atom.gate}, is: {atom.state}"


def written_value(value: Value) -> str:
    """A value as YAML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if is_number(value) else str(value)
