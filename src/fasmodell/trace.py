"""The trace: the proof of an answer as data, an AND-OR graph of facts and the ways they were reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from fasmodell.facts import Fact, FactId, fact_of

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


# What a trace keeps of a fact: its node, or for a concluded fact just its derivations, since its id says the rest.
Kept = Node | tuple[Derivation, ...]


class Trace(Mapping[FactId, Node]):
    """
    The nodes of one assessment by fact id, in the order they were concluded.

    One trace is shared by phase, ranking and exclusions. Read-only; premises always stand before what they support.
    """

    __slots__ = ("_kept",)

    def __init__(self, kept: Mapping[FactId, Kept]) -> None:
        self._kept = kept

    def __getitem__(self, fact: FactId) -> Node:
        kept = self._kept[fact]
        return kept if isinstance(kept, Node) else Node(fact_of(fact), kept, None)

    def __iter__(self) -> Iterator[FactId]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, fact: object) -> bool:
        return fact in self._kept

    def __repr__(self) -> str:
        return f"Trace({len(self._kept)} facts)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trace) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash(tuple(self._kept))

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
            kept = self._kept[current]
            derivations = kept.derivations if isinstance(kept, Node) else kept
            if not derivations:
                found.append(current)
            for derivation in reversed(derivations):
                waiting.extend(reversed(derivation.premises))
        return tuple(found)
