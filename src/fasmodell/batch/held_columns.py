"""Which gates have been open long enough for an area to move on, as `phase` tells it for each profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.columns_in import MOVEMENTS, Column
from fasmodell.batch.observed_planes import Observed
from fasmodell.batch.planes import NEVER, Wiring, Words, packed, proofs_of, run_proofs, unpacked
from fasmodell.batch.variation import Amount
from fasmodell.facts import FactId, gate_since_id, indicator_id, trend_id
from fasmodell.knowledge import Direction, IndicatorId
from fasmodell.results import GateState
from fasmodell.rule_base import RuleBase

Flags = NDArray[np.bool_]


class Held:
    """
    What shows that a gate has held: the previous assessment, or a series that improved for so long.

    A series counts when its indicator is below evidence that the gate is open. Trends are those of the rule base's own
    `hold_months`, whatever is varied.
    """

    def __init__(self, base: RuleBase, wiring: Wiring) -> None:
        self.base = base
        self.rules = [rule for rule in base.evidence_rules if rule.state is GateState.OPEN]
        self.symbols = wiring.symbols
        self.proofs = proofs_of(wiring, base.situation, [rule.fact for rule in self.rules])

    def held(
        self,
        facts: Mapping[FactId, Column],
        observed: Observed,
        planes: Words,
        hold_months: Amount,
        is_open: Sequence[Flags],
    ) -> list[Flags]:
        """For each gate where it has been open long enough; only asked where it is open and there is an assessment."""
        for key, plane in self.proofs.leaves:
            planes[plane] = self.improved(key, observed, planes)
        run_proofs(self.proofs, planes)
        found = []
        for gate, open_ in zip(self.base.knowledge.gates, is_open, strict=True):
            since = facts.get(gate_since_id(gate))
            shown = np.zeros(len(open_), np.bool_)
            if since is not None:
                shown |= since.known_rows() & (since.values >= hold_months)  # type: ignore[operator]
            better = planes[NEVER].copy()
            for rule in self.rules:
                if rule.gate == gate and rule.fact in self.proofs.planes:
                    better |= planes[self.proofs.planes[rule.fact]]
            shown |= unpacked(better)[: len(open_)].view(np.bool_)
            found.append(shown & open_)
        return found

    def improved(self, key: FactId, observed: Observed, planes: Words) -> Words:
        """Where a leaf is an indicator whose series has improved; for a graded level that of its number."""
        kind, _, name = key.partition(":")
        never: Words = planes[NEVER]
        if kind != "indicator":
            return never
        own = self.better(IndicatorId(name), observed, planes)
        number = self.base.questions.graded_from.get(IndicatorId(name))
        if number is None:
            return own
        graded = observed.known(indicator_id(number))
        return (graded & self.better(number, observed, planes)) | (~graded & own)

    def better(self, name: IndicatorId, observed: Observed, planes: Words) -> Words:
        """Where the series of an indicator has moved the way that is better."""
        direction = self.base.knowledge.indicators[name].direction
        better = {Direction.HIGHER_IS_WORSE: "falling", Direction.HIGHER_IS_BETTER: "rising"}.get(direction)
        key = trend_id(name, self.base.rules.phase_policy.hold_months)
        column = observed.columns.get(key)
        if better is None or column is None:
            never: Words = planes[NEVER]
            return never
        return packed(column.known_rows() & (column.values == MOVEMENTS.index(better)))
