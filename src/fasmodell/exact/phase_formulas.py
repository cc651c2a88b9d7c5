"""The phase decision as formulas: candidates, persistence from a previous assessment, contradictions; as in `phase`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from fasmodell.exact.formula import FALSE, Formula, every, no, same, some
from fasmodell.exact.gate_formulas import EvidenceFormulas, GateFormulas
from fasmodell.exact.inputs import Inputs, indicator_of, moved
from fasmodell.exact.symbols import ProgramFormulas
from fasmodell.facts import FactId, gate_since_id, previous_phase_id, trend_id
from fasmodell.gates import OPEN, SHUT
from fasmodell.knowledge import PHASES, Direction, KnowledgeBase
from fasmodell.rules import PhasePolicy

Phases = Mapping[int, Formula]


class PhaseFormulas(NamedTuple):
    """
    The phase decision.

    `candidates` says of each phase whether it is a candidate, `working` whether measures are chosen for it, `decided`
    whether it is the only one; `on_the_way_to` whether the area is held back on its way to it. `inverted` is that a
    later gate is open before an earlier one.
    """

    candidates: Phases
    working: Phases
    decided: Phases
    on_the_way_to: Phases
    is_undetermined: Formula
    inverted: Formula


def held_formulas(
    gates: Sequence[GateFormulas],
    evidence: Iterable[EvidenceFormulas],
    situation: ProgramFormulas,
    knowledge: KnowledgeBase,
    policy: PhasePolicy,
) -> tuple[Formula, ...]:
    """For each gate that it has been open long enough: since the previous assessment, or by a series that improved."""
    inputs = situation.observed.inputs
    evidence = tuple(evidence)

    def improved(leaf: FactId) -> Formula:
        name = indicator_of(leaf)
        if name is None or not leaf.startswith("indicator:"):
            return FALSE
        better = {Direction.HIGHER_IS_WORSE: "falling", Direction.HIGHER_IS_BETTER: "rising"}
        movement = better.get(knowledge.indicators[name].direction)
        return FALSE if movement is None else moved(inputs, trend_id(name, policy.hold_months), movement)

    found = []
    for gate in gates:
        since = (
            inside
            for cell, inside in inputs.of(gate_since_id(gate.gate))
            if isinstance(cell.value, int) and cell.value >= policy.hold_months
        )
        shown = (
            every((one.fires, situation.rests_on(one.rule.fact, improved)))
            for one in evidence
            if one.rule.gate == gate.gate and one.rule.state is OPEN
        )
        found.append(every((gate.states[OPEN], inputs.known(previous_phase_id()), some((*since, *shown)))))
    return tuple(found)


def phase_formulas(
    gates: Sequence[GateFormulas], calm: Sequence[GateFormulas], held: Sequence[Formula], inputs: Inputs
) -> PhaseFormulas:
    """The phase decision that the states of the gates give; `calm` are the gates without evidence of single events."""
    plain = candidate_formulas(gates)
    previous = {int(cell.value): inside for cell, inside in inputs.of(previous_phase_id())}
    cases: list[tuple[Formula, dict[int, Formula], dict[int, Formula]]] = [
        (no(inputs.known(previous_phase_id())), plain, {})
    ]
    cases += [(is_it, *_persisted(plain, phase, calm, held)) for phase, is_it in previous.items()]
    candidates = {phase: some(every((case, found[phase])) for case, found, _ in cases) for phase in PHASES}
    first = _first(candidates)
    single = _single(candidates)
    return PhaseFormulas(
        candidates=candidates,
        working=first,
        decided={phase: every((single, first[phase])) for phase in PHASES},
        on_the_way_to={
            phase: some(every((case, going.get(phase, FALSE))) for case, _, going in cases) for phase in PHASES
        },
        is_undetermined=no(single),
        inverted=some(every((one.states[SHUT], other.states[OPEN])) for one, other in pairwise(gates)),
    )


def candidate_formulas(gates: Sequence[GateFormulas]) -> dict[int, Formula]:
    """The phases that the states leave open: each gate that is not shut lets the next phase in."""
    found: dict[int, Formula] = {}
    entered: list[Formula] = []
    for phase, gate in zip(PHASES, gates, strict=False):
        found[phase] = every((*entered, no(gate.states[OPEN])))
        entered.append(no(gate.states[SHUT]))
    found[PHASES[len(gates)]] = every(entered)
    return {phase: found.get(phase, FALSE) for phase in PHASES}


def _first(candidates: Phases) -> dict[int, Formula]:
    return {
        phase: every((is_one, *(no(candidates[earlier]) for earlier in PHASES if earlier < phase)))
        for phase, is_one in candidates.items()
    }


def _single(candidates: Phases) -> Formula:
    return some(
        every((is_one, *(no(candidates[other]) for other in PHASES if other != phase)))
        for phase, is_one in candidates.items()
    )


def _persisted(
    plain: Phases, previous: int, calm: Sequence[GateFormulas], held: Sequence[Formula]
) -> tuple[dict[int, Formula], dict[int, Formula]]:
    """Candidates, and the phase on the way to, when the previous assessment gave a certain phase."""
    first, calm_candidates = _first(plain), candidate_formulas(calm)
    parts: dict[int, list[Formula]] = {phase: [] for phase in PHASES}
    going: dict[int, Formula] = {}
    lower = some(first[phase] for phase in PHASES if phase < previous)
    by_event = every((lower, some(no(same(plain[phase], calm_candidates[phase])) for phase in PHASES)))
    # Single events do not move an area back: it stands as without them, but no further on than before.
    for phase, is_one in calm_candidates.items():
        parts[min(phase, previous)].append(every((by_event, is_one)))
    for reached in range(previous, max(PHASES)):
        before = [held[earlier - 1] for earlier in range(previous, reached)]
        farther = some(first[phase] for phase in PHASES if phase > reached)
        stopped = every((no(lower), farther, *before, no(held[reached - 1])))
        parts[reached].append(stopped)
        going[reached + 1] = stopped
    free = every((no(by_event), no(some(going.values()))))
    return {phase: some((*parts[phase], every((free, plain[phase])))) for phase in PHASES}, going
