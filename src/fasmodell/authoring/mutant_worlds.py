"""The situations that matter to some conditions: one for each combination of cells of what the conditions are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import NamedTuple

from fasmodell.cells import MOVEMENTS, Cell, cells_of
from fasmodell.facts import FactId, finding_id, gate_id, in_place_id, indicator_id, phase_id, trend_id
from fasmodell.knowledge import PHASES, FindingId, IndicatorId, KnowledgeBase, Level
from fasmodell.results import GateState
from fasmodell.rules import Comparison, Condition, FindingHolds, GateIs, InPlace, PhaseIs, Trend, atoms_of
from fasmodell.scales import Value

RULED_OUT = "ruled_out"


class Choice(NamedTuple):
    """One thing that can be known (or not) of a variable: the facts it makes, and how a case gives it."""

    facts: Mapping[FactId, Value]
    cell: Cell | None = None
    word: str | None = None


class Variable(NamedTuple):
    """What conditions are about, by kind (`indicator`, `trend`, `finding`, `in_place`, `phase`, `gate`) and name."""

    kind: str
    name: str
    fact: FactId
    choices: tuple[Choice, ...]


World = tuple[Choice, ...]
_UNKNOWN = Choice({})


def variables_of(conditions: Iterable[Condition], knowledge: KnowledgeBase) -> tuple[Variable, ...]:
    """
    What some conditions are about, each with one choice per cell, unknown first.

    Between two values of one cell none of the conditions can tell, so the combinations of choices stand for every
    situation there is. The phase and the gates are always known.
    """
    atoms = [atom for condition in conditions for atom in atoms_of(condition)]
    found: dict[FactId, Variable] = {}
    for atom in atoms:
        if isinstance(atom, Comparison):
            key = indicator_id(atom.indicator)
            own = [one for one in atoms if isinstance(one, Comparison) and one.indicator == atom.indicator]
            cells = cells_of(knowledge.indicators[atom.indicator], own)
            found.setdefault(key, Variable("indicator", atom.indicator, key, _of_cells(key, cells)))
        elif isinstance(atom, Trend):
            key = trend_id(atom.indicator, atom.over_months)
            cells = tuple(Cell(movement, members=(movement,)) for movement in MOVEMENTS)
            found.setdefault(key, Variable("trend", atom.indicator, key, _of_cells(key, cells)))
        elif isinstance(atom, FindingHolds):
            found.setdefault(FactId(f"finding:{atom.finding}"), _finding(atom.finding))
        elif isinstance(atom, InPlace):
            key = in_place_id(atom.measure)
            choices = (_UNKNOWN, Choice({key: True}, word="yes"), Choice({key: False}, word="no"))
            found.setdefault(key, Variable("in_place", atom.measure, key, choices))
        elif isinstance(atom, PhaseIs):
            found.setdefault(FactId("phase"), _phase())
        elif isinstance(atom, GateIs):
            found.setdefault(FactId(f"gate:{atom.gate}"), _gate(atom.gate))
    return tuple(found.values())


def _of_cells(key: FactId, cells: tuple[Cell, ...]) -> tuple[Choice, ...]:
    return (_UNKNOWN, *(Choice({key: cell.value}, cell=cell) for cell in cells))


def _finding(finding: FindingId) -> Variable:
    levels = [Choice(level_facts(finding, level.rank), word=level.value) for level in Level]
    choices = (_UNKNOWN, Choice(level_facts(finding, 0), word=RULED_OUT), *levels)
    return Variable("finding", finding, finding_id(finding, Level.SIGNS), choices)


def level_facts(finding: FindingId, rank: int) -> dict[FactId, Value]:
    """What is known of a finding that is established at a level, by its rank; 0 is ruled out."""
    return {finding_id(finding, level): level.rank <= rank for level in Level}


def _phase() -> Variable:
    choices = (Choice({phase_id(one): one == phase for one in PHASES}, word=str(phase)) for phase in PHASES)
    return Variable("phase", "", phase_id(PHASES[0]), tuple(choices))


def _gate(gate: str) -> Variable:
    choices = (Choice({gate_id(gate, one): one is state for one in GateState}, word=state.value) for state in GateState)
    return Variable("gate", gate, gate_id(gate, GateState.OPEN), tuple(choices))


def how_many(variables: Iterable[Variable]) -> int:
    """How many combinations of choices there are."""
    return prod(len(variable.choices) for variable in variables)


def worlds(variables: Iterable[Variable]) -> Iterator[World]:
    """Every combination of choices, in the order of the variables."""
    return product(*(variable.choices for variable in variables))


def facts_of(world: World) -> dict[FactId, Value]:
    """What is known in a world."""
    return {fact: value for choice in world for fact, value in choice.facts.items()}


def indicators_of(variables: Iterable[Variable]) -> frozenset[IndicatorId]:
    """The indicators among what conditions are about."""
    return frozenset(IndicatorId(one.name) for one in variables if one.kind in ("indicator", "trend"))
