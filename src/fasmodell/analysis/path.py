"""The shortest path: the least that measures would have to change for a phase to be reached, or a measure to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from fasmodell.analysis.effects import Effects, States, Table
from fasmodell.analysis.least_effort import Cost, Least, least_effort, lever_names
from fasmodell.analysis.levers import Shift, levers_of, shifted
from fasmodell.analysis.target import MeasureTarget, PhaseTarget
from fasmodell.catalogue import LATER, Entry
from fasmodell.cells import partitions_of
from fasmodell.diagnostics import InferenceError
from fasmodell.facts import FactId, finding_id, negated
from fasmodell.knowledge import PHASES, FindingId, GateId, IndicatorId, Level, Track
from fasmodell.phase import candidates_of
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.results import GateEvidence, GateState, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.rules import GateIs, PhaseIs, RuleId, atoms_of

MOST_COUNTED: Final = 1000
_TRUE, _NOT_TRUE, _NOT_FALSE = frozenset({True}), frozenset({False, None}), frozenset({True, None})
_NOT_OPEN = frozenset({GateState.SHUT, GateState.UNDETERMINED})
_OPEN = frozenset({GateState.OPEN})


class Counterfactual(NamedTuple):
    """
    One set of changes with the answers that the engine gives to it.

    `at_once` is the answer when the changes have just come about. `held` is the one when what they show has held, so
    that the phase is read from the gates alone. They differ only where a previous assessment holds the area back.
    """

    shifts: tuple[Shift, ...]
    at_once: Recommendation
    held: Recommendation


class Blocker(NamedTuple):
    """
    What no change of the levers can bring about, or take away.

    `gate` is that of a rule of evidence, None for a fact that a measure needs. `applies` is True for evidence that
    stays, False for what never comes; `is_open` where that is because something is unknown.
    """

    fact: FactId
    gate: GateId | None
    applies: bool
    is_open: bool
    points: int


class Path(NamedTuple):
    """
    The least that would have to change.

    `is_reached` is True when nothing has to. `cost` is the effort and the number of observations, None when no change
    can do it; `ways` how many sets of changes cost that (at least so many unless `is_counted`), of which
    `alternatives` are the first. `levers` are the
    observations that could be changed at all, `unknown` those that bear on the target but are not known: they never
    count as changed, and finding them out may shorten the path.
    """

    target: PhaseTarget | MeasureTarget
    answer: Recommendation
    is_reached: bool
    cost: Cost | None
    ways: int
    is_counted: bool
    alternatives: tuple[Counterfactual, ...]
    levers: tuple[IndicatorId, ...]
    unknown: tuple[IndicatorId, ...]
    blockers: tuple[Blocker, ...]


class _Goal(NamedTuple):
    """Gates with the states wanted, facts with the truths allowed, and the states that advice is worked out in."""

    gates: dict[GateId, frozenset[GateState]]
    facts: tuple[tuple[FactId, frozenset[bool | None]], ...]
    states: States


def shortest_path(profile: Profile, base: RuleBase, target: PhaseTarget | MeasureTarget, limit: int = 5) -> Path:
    """
    Work out the least effort that reaches a target, with at most `limit` of the sets of changes that cost it.

    A phase counts as reached when its gates, and all before them, are open (at least that phase); a measure when its
    standing is `now` in the phase that the gates give. Only known observations that the vocabulary says measures can
    change are changed, and only for the better. Exact: no cheaper set of changes exists. Every set is given to the
    engine, and InferenceError is raised should it not reach the target.
    """
    answer = recommend(profile, base)
    levers = levers_of(profile, base.knowledge, partitions_of((base.knowledge, base.rules)))
    effects = Effects(profile, base, levers)
    if _is_reached(answer, target):
        return Path(target, answer, True, (0, 0), 1, True, (), (), (), ())
    goals = list(_goals(answer, base, target))
    tables = [tuple(_tables(effects, goal)) for goal in goals]
    found: list[Least] = []
    for goal, own in zip(goals, tables, strict=True):
        least = least_effort(effects, own, goal.gates, base.rules.phase_policy, MOST_COUNTED)
        if least is not None:
            found.append(least)
    cost = min((least.cost for least in found), default=None)
    best = [least for least in found if least.cost == cost]
    # Two goals may share a set of changes, so they are counted where they can all be listed.
    sets = sorted({shifts for least in best for shifts in least.shifts})
    return Path(
        target=target,
        answer=answer,
        is_reached=False,
        cost=cost,
        ways=len(sets),
        is_counted=all(least.ways <= MOST_COUNTED for least in best),
        alternatives=tuple(_counterfactual(profile, base, target, shifts) for shifts in sets[:limit]),
        levers=lever_names([table for own in tables for table in own]),
        unknown=_unknown(answer, base, goals),
        blockers=() if found else _blockers(answer, tables),
    )


def _is_reached(answer: Recommendation, target: PhaseTarget | MeasureTarget) -> bool:
    if isinstance(target, MeasureTarget):
        return answer.measure(target.measure).standing is Standing.NOW
    # With a later gate undetermined there are several candidates, of which the earliest must do.
    return answer.phase.candidates[0] >= target.phase


def _goals(answer: Recommendation, base: RuleBase, target: PhaseTarget | MeasureTarget) -> Iterator[_Goal]:
    gates = tuple(base.knowledge.gates)
    states = {gate.gate: gate.state for gate in answer.phase.gates}
    if isinstance(target, PhaseTarget):
        yield _Goal(dict.fromkeys(gates[: target.phase - 1], _OPEN), (), states)
        return
    entry = base.catalogue.entries[target.measure]
    if entry.is_blocked:
        return
    for required in entry.require:
        for wanted, assumed in _settings(base, entry, states, PHASES):
            yield _Goal(wanted, (*_kept(entry), (required, _TRUE)), assumed)
    phases = tuple(phase for phase in PHASES if not entry.later_in[phase - 1])
    for wanted, assumed in _settings(base, entry, states, phases):
        if entry.track is Track.FOUNDATION:
            yield _Goal(wanted, _kept(entry), assumed)
        else:
            for one in entry.targets:
                need = finding_id(FindingId(one.finding), Level.SIGNS)
                yield _Goal(wanted, (*_kept(entry), (need, _TRUE)), assumed)


def _kept(entry: Entry) -> tuple[tuple[FactId, frozenset[bool | None]], ...]:
    """What a measure needs for `now` in any case."""
    kept = [(fact, _NOT_TRUE) for fact in (*entry.exclude, entry.in_place)]
    if entry.legal_gate is not None:
        kept.append((entry.legal_gate.fact, _TRUE))
    return (*kept, *((item.fact, _NOT_FALSE) for item in entry.requirements))


def _settings(
    base: RuleBase, entry: Entry, now: States, phases: Sequence[int]
) -> Iterator[tuple[dict[GateId, frozenset[GateState]], States]]:
    """The states of the gates to try, with what advice sees in them; nothing of gates that make no difference."""
    measure = base.knowledge.measures[entry.measure]
    conditions = [base.rules.rules[RuleId(fact.partition(":")[2])].when for fact in (*entry.exclude, *entry.require)]
    conditions += [item.when for item in measure.preconditions]
    conditions += [] if measure.legal_gate is None else [measure.legal_gate.when]
    atoms = [atom for when in conditions for atom in atoms_of(when)]
    if LATER not in entry.cases and not any(isinstance(atom, PhaseIs | GateIs) for atom in atoms):
        yield {}, now
        return
    if not any(isinstance(atom, GateIs) for atom in atoms):
        yield from (_of_phase(tuple(now), phase) for phase in phases)
        return
    for states in product(GateState, repeat=len(now)):
        if candidates_of(states)[0] in phases:
            assumed = dict(zip(now, states, strict=True))
            yield {gate: frozenset({state}) for gate, state in assumed.items()}, assumed


def _of_phase(gates: tuple[GateId, ...], phase: int) -> tuple[dict[GateId, frozenset[GateState]], States]:
    """The states of the gates that give a phase, where advice asks for no gate; some of them stand for all."""
    wanted = dict.fromkeys(gates[: phase - 1], _OPEN) | dict.fromkeys(gates[phase - 1 : phase], _NOT_OPEN)
    assumed = {gate: GateState.OPEN if number < phase else GateState.SHUT for number, gate in enumerate(gates, 1)}
    return wanted, assumed


def _tables(effects: Effects, goal: _Goal) -> Iterator[Table]:
    for rule in effects.base.evidence_rules:
        if rule.gate in goal.gates:
            yield effects.evidence(rule)
    for fact, allowed in dict.fromkeys(goal.facts):
        yield effects.required(fact, allowed, goal.states)


def _counterfactual(
    profile: Profile, base: RuleBase, target: PhaseTarget | MeasureTarget, shifts: tuple[Shift, ...]
) -> Counterfactual:
    """Give a set of changes to the engine, at once and with the phase read from the gates alone."""
    changed = shifted(profile, shifts, base.knowledge)
    at_once = recommend(changed, base)
    held = recommend(changed._replace(previous_assessment=None), base)
    if not _is_reached(held, target):
        named = ", ".join(f"{shift.indicator}={shift.after}" for shift in shifts)
        raise InferenceError(f"the engine does not bear out that {named} reaches the target")
    return Counterfactual(shifts, at_once, held)


def _unknown(answer: Recommendation, base: RuleBase, goals: Sequence[_Goal]) -> tuple[IndicatorId, ...]:
    """The open questions that bear on the gates or the facts of a goal, as they are asked."""
    facts = {fact for goal in goals for fact, _ in goal.facts}
    gates = {gate for goal in goals for gate in goal.gates}
    facts |= {rule.fact for rule in base.evidence_rules if rule.gate in gates}
    below = {name for fact in facts for name, _ in base.questions.indicators.get(fact, ())}
    return tuple(one.indicator for one in answer.open_questions if one.indicator in below)


def _blockers(answer: Recommendation, tables: Sequence[Sequence[Table]]) -> tuple[Blocker, ...]:
    """What stands in the way of every goal; where no one thing does, what stands in the way of some goal."""
    found = [dict.fromkeys(blocker for table in own for blocker in _blocker(answer, table)) for own in tables]
    every = tuple(one for one in (found[0] if found else ()) if all(one in other for other in found))
    return every or tuple(dict.fromkeys(one for own in found for one in own))


def _blocker(answer: Recommendation, table: Table) -> Iterator[Blocker]:
    """What a table says that stays as it is whatever the levers do, and stands in the way."""
    if table.rule is None:
        if not any(table.outcomes.values()):
            is_open = table.fact not in answer.trace and negated(table.fact) not in answer.trace
            yield Blocker(table.fact, None, False, is_open, 0)
        return
    outcomes = [one for one in table.outcomes.values() if isinstance(one, GateEvidence)]
    points, known = max(one.points for one in outcomes), {one.known for one in outcomes}
    if table.rule.state is GateState.SHUT and known == {True}:
        yield Blocker(table.rule.fact, table.rule.gate, True, False, points)
    elif table.rule.state is GateState.OPEN and True not in known:
        yield Blocker(table.rule.fact, table.rule.gate, False, None in known, points)
