"""The trace: the proof of an answer as data, an AND-OR graph of facts and the ways they were reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from fasmodell.facts import Fact, FactId

if TYPE_CHECKING:
    from fasmodell.diagnostics import Span

# What concluded a fact when it was not a rule of the rule base.
LEVEL_ORDER = "level-order"
EVERY_RULE = "every-rule"
GRADING = "grading"
PHASE_POLICY = "phase-policy"
RANKING_POLICY = "ranking-policy"


class Derivation(NamedTuple):
    """AND: one rule fired once. `premises` in the order the conditions are written."""

    rule: str
    premises: tuple[FactId, ...]


class Node(NamedTuple):
    """OR: a fact and every way it was reached; no derivations exactly when it was observed in the profile."""

    fact: Fact
    derivations: tuple[Derivation, ...]
    span: Span | None


class Trace(Mapping[FactId, Node]):
    """
    The nodes of one assessment by fact id, in the order they were concluded.

    One trace is shared by phase, ranking and exclusions. Immutable once built; premises always stand before what
    they support.
    """

    __slots__ = ("_nodes",)

    def __init__(self, nodes: dict[FactId, Node]) -> None:
        self._nodes = nodes

    def __getitem__(self, fact: FactId) -> Node:
        return self._nodes[fact]

    def __iter__(self) -> Iterator[FactId]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, fact: object) -> bool:
        return fact in self._nodes

    def __repr__(self) -> str:
        return f"Trace({len(self._nodes)} facts)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trace) and self._nodes == other._nodes

    def __hash__(self) -> int:
        return hash(tuple(self._nodes))

    def observed_below(self, fact: FactId) -> tuple[FactId, ...]:
        """Every observed fact that a fact rests on, in the order met, over all its derivations."""
        seen: set[FactId] = set()
        found: list[FactId] = []
        waiting = [fact]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            node = self._nodes[current]
            if not node.derivations:
                found.append(current)
            for derivation in reversed(node.derivations):
                waiting.extend(reversed(derivation.premises))
        return tuple(found)
