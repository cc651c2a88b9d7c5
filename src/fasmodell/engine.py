"""What an engine is, and how the clauses that fired become symbols and nodes of the trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from fasmodell.facts import FactId
from fasmodell.program import Program
from fasmodell.scales import Value
from fasmodell.trace import Derivation

Fired = tuple[int, ...]


class Engine(Protocol):
    """
    Something that runs a program.

    `run` takes the known facts by key and returns the positions of every clause that fires, rising; those of what is
    certain are always among them. Which clauses fire is the whole justification: each clause carries its derivation.
    """

    def run(self, facts: Mapping[FactId, Value]) -> Fired: ...


def derivations_of(program: Program, fired: Fired) -> dict[FactId, tuple[Derivation, ...]]:
    """Every symbol that the fired clauses conclude with all its derivations, premises first: part of a trace."""
    found = program.certain.copy()
    for head, own in program.conclusions.at(fired[len(found) :]):
        if head not in found:
            found[head] = own
        elif own[0] not in found[head]:
            found[head] += own
    return found


def decided_by(program: Program, symbols: Iterable[FactId]) -> dict[FactId, bool]:
    """The propositions that symbols of a program decide: True when known to hold, False when known not to."""
    return dict(map(program.decides.__getitem__, symbols))
