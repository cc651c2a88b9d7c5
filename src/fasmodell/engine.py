"""What an engine is, and how the clauses that fired become symbols and nodes of the trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from fasmodell.facts import FactId
from fasmodell.program import Program
from fasmodell.scales import Value
from fasmodell.trace import Derivation, Node

Fired = tuple[int, ...]


class Engine(Protocol):
    """
    Something that runs a program.

    `run` takes the known facts by key and returns the positions of every clause that fires, rising. Which clauses
    fire is the whole justification: each clause carries its derivation.
    """

    def run(self, facts: Mapping[FactId, Value]) -> Fired: ...


def nodes_of(program: Program, fired: Fired) -> dict[FactId, Node]:
    """The trace nodes of the clauses that fired; every symbol with all its derivations, premises first."""
    derivations: dict[FactId, tuple[Derivation, ...]] = {}
    conclusions = program.conclusions
    for position in fired:
        head, derivation = conclusions[position]
        derivations[head] = (*derivations[head], derivation) if head in derivations else (derivation,)
    facts = program.facts
    return {symbol: Node(facts[symbol], found, None) for symbol, found in derivations.items()}


def decided_by(program: Program, symbols: Iterable[FactId]) -> dict[FactId, bool]:
    """The propositions that symbols of a program decide: True when known to hold, False when known not to."""
    return dict(map(program.decides.__getitem__, symbols))
