"""What may be told of an answer to whom: all of it, or what follows from public observations alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fasmodell.facts import FactId
from fasmodell.knowledge import IndicatorId, Secrecy
from fasmodell.results import Recommendation
from fasmodell.trace import Node

# What the municipality makes known, whatever it rests on: the phase, the state of a gate and where a measure stands.
_DECLARED = ("phase", "gate", "held", "standing", "listed", "previous", "open_since")
_OBSERVED = ("indicator", "trend")


class Disclosure(NamedTuple):
    """
    What may be told. `hidden` holds the facts of the trace that cannot be had without an observation that is not
    public; `masked` names those observations. In a whole answer both are empty and `is_public` is False.
    """

    is_public: bool
    hidden: frozenset[FactId]
    masked: tuple[IndicatorId, ...]

    def tells(self, facts: Iterable[FactId]) -> bool:
        """True when none of the facts is hidden."""
        return self.hidden.isdisjoint(facts)


WHOLE = Disclosure(False, frozenset(), ())


def public_disclosure(answer: Recommendation) -> Disclosure:
    """
    What the public may be told: conclusions that are made known, and whatever some derivation reaches without any
    observation marked internal or secret. Knowing more takes nothing back, so such a fact would be concluded from the
    public observations alone.
    """
    masked = {
        name for name, one in answer.profile.observations.items() if one.is_known and one.secrecy is not Secrecy.PUBLIC
    }
    hidden: set[FactId] = set()
    # Premises stand before what they support, so one pass is enough.
    for fact, node in answer.trace.items():
        if _is_hidden(node, hidden, masked):
            hidden.add(fact)
    return Disclosure(True, frozenset(hidden), tuple(name for name in answer.profile.observations if name in masked))


def _is_hidden(node: Node, hidden: set[FactId], masked: set[IndicatorId]) -> bool:
    kind = node.fact.kind
    if kind in _DECLARED:
        return False
    if not node.derivations:
        return kind in _OBSERVED and IndicatorId(node.fact.subject.partition("/")[0]) in masked
    return not any(hidden.isdisjoint(one.premises) for one in node.derivations)
