"""
Many profiles at once: the rules of a rule base over columns.

The same normal form that every engine runs, one bit per profile and symbol; then gates, phase, standings, scores and
ranks in whole columns. Answers are equal to those of `pipeline.recommend` one by one; `explain` gives the proof of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.chunks import in_order
from fasmodell.batch.columns_in import Column, Columns
from fasmodell.batch.evaluated import Evaluated
from fasmodell.batch.gate_columns import OPEN, STATES, GateColumns, RulePlanes, decide_gates
from fasmodell.batch.graded_columns import graded_facts
from fasmodell.batch.held_columns import Held
from fasmodell.batch.measure_columns import MeasureColumns
from fasmodell.batch.observed_planes import Observed, comparisons_of
from fasmodell.batch.phase_columns import PhaseColumns, decide_phases
from fasmodell.batch.planes import ALWAYS, NEVER, Site, Wiring, Words, packed, proofs_of, run_joins, run_proofs
from fasmodell.batch.profile_of_row import profile_of_row
from fasmodell.batch.rooms import Room, Rooms
from fasmodell.batch.standing_columns import PhasePlanes, known_planes
from fasmodell.batch.variation import AS_WRITTEN, GateNumbers, Variation, gate_numbers
from fasmodell.facts import FactId, gate_id, indicator_id, negated, phase_id, previous_phase_id
from fasmodell.knowledge import PHASES, IndicatorId
from fasmodell.pipeline import recommend
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RuleId

# Rows of a chunk: few enough that the memory of one answer serves the next, once the caller has let it go.
CHUNK = 1 << 15


class ColumnEngine:
    """
    Evaluates many profiles with one rule base.

    With `by_rule`, equal comparisons of different rules are kept apart, so that `Variation.bounds` can move those of
    one rule alone. Keeps the memory of its chunks between calls, and nothing else; safe to share between threads and to
    hand to processes.
    """

    def __init__(self, base: RuleBase, *, by_rule: bool = False) -> None:
        self.base = base
        self.by_rule = by_rule
        wiring = Wiring(by_rule, base.situation, base.advice)
        self._situation = wiring.add(base.situation)
        self._capped = proofs_of(
            wiring, base.situation, [rule.fact for rule in base.evidence_rules if rule.may_be_capped]
        )
        self._decided = {fact: wiring.new() for fact in _decided_facts(base)}
        wiring.symbols.update(self._decided)
        self._advice = wiring.add(base.advice)
        self._held = Held(base, wiring)
        self._measures = MeasureColumns(base, wiring)
        self._wiring = wiring
        self._rooms = Rooms(wiring, (*self._situation, *self._advice))
        self._comparisons = comparisons_of(wiring, base.knowledge)
        self._numbers_sensitive = {key: _is_sensitive(key, base) for key, _ in self._capped.leaves}

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every comparison that the rules make, in the order of first use."""
        return tuple(self._wiring.sites)

    def evaluate(
        self,
        columns: Columns,
        variation: Variation = AS_WRITTEN,
        *,
        envelopes: bool = True,
        chunk: int = CHUNK,
        workers: int = 1,
    ) -> Evaluated:
        """
        Answer for every row.

        Without `envelopes` the bounds of standings, scores and ranks are left out, which takes a third of the time.
        `workers` threads share the chunks. A row takes about 1,100 bytes of answers with the shipped rule base, without
        envelopes half of that; `evaluate_chunks` holds no more of them than the caller does.
        """
        parts = self.evaluate_chunks(columns, variation, envelopes=envelopes, chunk=chunk, workers=workers)
        return _joined([part._asdict() for part in parts])

    def evaluate_chunks(
        self,
        columns: Columns,
        variation: Variation = AS_WRITTEN,
        *,
        envelopes: bool = True,
        chunk: int = CHUNK,
        workers: int = 1,
    ) -> Iterator[Evaluated]:
        """
        Answer chunk by chunk, in order; at least one chunk comes, if only an empty one.

        Memory is bounded by the chunk and the number of workers: no more than one chunk per worker is worked ahead.
        """

        def answer(start: int) -> Evaluated:
            end = min(start + chunk, columns.size)
            with self._rooms.of(-(-(end - start) // 64)) as room:
                return self._evaluate(columns.rows(start, end), variation.rows(start, end), envelopes, room)

        yield from in_order(answer, range(0, max(columns.size, 1), chunk), workers)

    def explain(self, columns: Columns, row: int) -> Recommendation:
        """The whole answer for one row with its trace, from the core; raises FasmodellError where it cannot be had."""
        return recommend(profile_of_row(columns, row, self.base), self.base)

    def _evaluate(self, columns: Columns, varied: Variation, envelopes: bool, room: Room) -> Evaluated:
        size, planes = columns.size, room.planes
        observed = Observed(graded_facts(columns.facts, self.base, varied), size)
        for made in self._comparisons:
            observed.fill(made, planes, room.compared)
        for site, bound in varied.bounds.items():
            observed.fill_one(site, bound, self._wiring.sites[site], planes)
        run_joins(self._situation, planes, room.joined)
        numbers = gate_numbers(self.base.rules.phase_policy, varied)
        gates, phases = self._phases(columns.facts, observed, planes, numbers, size)
        run_joins(self._advice, planes, room.joined)
        working = tuple(packed(phases.working_phase == phase) for phase in PHASES)
        possible = tuple(packed((phases.possible >> phase - 1 & 1).astype(np.bool_)) for phase in PHASES)
        found = self._measures.evaluate(
            planes, PhasePlanes(working, possible), packed(phases.settled), varied, size, envelopes
        )
        return Evaluated(
            findings=tuple(self.base.knowledge.findings),
            gates=tuple(self.base.knowledge.gates),
            measures=tuple(self._measures.entries),
            gate_state=np.stack([gate.state for gate in gates]),
            gate_lean=np.stack([gate.lean for gate in gates]),
            gate_possible=np.stack([gate.possible for gate in gates]),
            points_open=np.stack([gate.points_open for gate in gates], dtype=np.int32),
            points_shut=np.stack([gate.points_shut for gate in gates], dtype=np.int32),
            topics_open=np.stack([gate.topics_open for gate in gates], dtype=np.int32),
            topics_shut=np.stack([gate.topics_shut for gate in gates], dtype=np.int32),
            is_contradicted=np.stack([gate.is_contradicted for gate in gates]),
            **phases._asdict(),
            **found._asdict(),
        )

    def _phases(
        self, facts: Mapping[FactId, Column], observed: Observed, planes: Words, numbers: GateNumbers, size: int
    ) -> tuple[tuple[GateColumns, ...], PhaseColumns]:
        """Decide gates and phase, and fill the planes of what they tell the next stage."""
        base = self.base
        rule_planes = self._rule_planes(observed, planes)
        gates = decide_gates(base.knowledge.gates, base.evidence_rules, rule_planes, numbers, size)
        previous = _previous(facts, size)
        held: list[NDArray[np.bool_]] = [np.zeros(size, np.bool_) for _ in gates]
        calm = gates
        if previous is not None:
            events = base.rules.phase_policy.event_topics
            calm = decide_gates(base.knowledge.gates, base.evidence_rules, rule_planes, numbers, size, events)
            is_open = [(gate.state == OPEN) & (previous > 0) for gate in gates]
            held = self._held.held(facts, observed, planes, numbers.hold_months, is_open)
        phases = decide_phases(gates, calm, previous, held)
        for fact, holds in _told(base, gates, phases):
            if fact in self._decided:
                planes[self._decided[fact]] = packed(holds)
            if negated(fact) in self._decided:
                planes[self._decided[negated(fact)]] = packed(~holds)
        return gates, phases

    def _rule_planes(self, observed: Observed, planes: Words) -> dict[RuleId, RulePlanes]:
        symbols = self._wiring.symbols
        capped = self._capped
        free: dict[FactId, Words] = {}
        if capped.planes:
            # Once for whether anything observed is below a rule, once for whether anything is that does not move with
            # police activity.
            leafy: dict[FactId, Words] = {}
            for into, counts_all in ((leafy, True), (free, False)):
                for key, plane in capped.leaves:
                    planes[plane] = self._leaf(key, observed, planes, counts_all)
                run_proofs(capped, planes)
                into |= {fact: planes[plane].copy() for fact, plane in capped.planes.items()}
        found = {}
        for rule in self.base.evidence_rules:
            known = known_planes(symbols, rule.fact)
            moves = None
            if rule.may_be_capped and rule.fact in free:
                moves = planes[known.true] & leafy[rule.fact] & ~free[rule.fact]
            found[rule.rule] = RulePlanes(planes[known.true], planes[known.false], moves)
        return found

    def _leaf(self, key: FactId, observed: Observed, planes: Words, counts_all: bool) -> Words:
        """Where a fact counts as a leaf below a rule: always, or where it does not move with police activity."""
        if counts_all:
            every: Words = planes[ALWAYS]
            return every
        own, number, of_number = self._numbers_sensitive[key]
        firm: Words = planes[NEVER if own else ALWAYS]
        if number is None:
            return firm
        graded = observed.known(number)
        below: Words = planes[NEVER if of_number else ALWAYS]
        return (graded & below) | (~graded & firm)


def _decided_facts(base: RuleBase) -> Iterator[FactId]:
    """What the phase decision tells the advice."""
    for key in base.advice.given:
        if key.partition(":")[0] in ("phase", "gate"):
            yield key
            yield negated(key)


def _told(
    base: RuleBase, gates: tuple[GateColumns, ...], phases: PhaseColumns
) -> Iterator[tuple[FactId, NDArray[np.bool_]]]:
    for phase in PHASES:
        yield phase_id(phase), phases.working_phase == phase
    for gate, columns in zip(base.knowledge.gates, gates, strict=True):
        for place, state in enumerate(STATES):
            yield gate_id(gate, state), columns.state == place


def _previous(facts: Mapping[FactId, Column], size: int) -> NDArray[np.int8] | None:
    column = facts.get(previous_phase_id())
    if column is None or not size:
        return None
    return np.where(column.known_rows(), column.values, 0).astype(np.int8)


def _is_sensitive(key: FactId, base: RuleBase) -> tuple[bool, FactId | None, bool]:
    """Whether a leaf moves with police activity; and the number it may be graded from, and whether that one does."""
    kind, _, rest = key.partition(":")
    subject = rest.partition("/")[0]
    own = kind in ("indicator", "trend") and subject in base.knowledge.activity_sensitive
    number = base.questions.graded_from.get(IndicatorId(subject)) if kind == "indicator" else None
    if number is None:
        return own, None, own
    return own, indicator_id(number), number in base.knowledge.activity_sensitive


def _joined(parts: list[dict[str, object]]) -> Evaluated:
    """Put chunks together, a field at a time, so that no more than one field is held twice."""
    joined: dict[str, object] = {}
    for field, first in list(parts[0].items()):
        found = [part.pop(field) for part in parts]
        arrays = [one for one in found if isinstance(one, np.ndarray)]
        joined[field] = first if not arrays else arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=-1)
    return Evaluated(**joined)  # type: ignore[arg-type]
