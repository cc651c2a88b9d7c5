"""
The least effort that brings gates and facts to where they should be, exact over every value that makes a difference.

Levers fall into groups that share no rule and no topic of evidence, so a group's part in the points of a gate does not
depend on the others. Within a group every choice is tried; over the groups points are added up, and for every sum of
points only the least effort is carried on. Nothing is guessed and nothing left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import Final, NamedTuple

from fasmodell.analysis.effects import Choice, Effects, Table
from fasmodell.analysis.levers import Shift
from fasmodell.diagnostics import InferenceError
from fasmodell.gates import OPEN, SHUT, Tally, state_by, tallies_of
from fasmodell.knowledge import GateId, IndicatorId
from fasmodell.results import GateEvidence, GateState
from fasmodell.rules import PhasePolicy

MOST_CHOICES: Final = 300_000
# Effort, then how many observations are moved.
Cost = tuple[int, int]
# For each gate: net points for open; topics for open and for shut, no more than are needed; decisive evidence for open
# and for shut; and whether any of it does not move with police activity, for open and for shut.
_Side = tuple[int, int, int, bool, bool, bool, bool]
_Sum = tuple[_Side, ...]
_NOTHING: Final[_Side] = (0, 0, 0, False, False, False, False)
_Shifts = tuple[Shift, ...]


class _Reached(NamedTuple):
    """The least cost of a sum of points, in how many ways, and the sums before with the group's own that lead there."""

    cost: Cost
    ways: int
    parents: tuple[tuple[_Sum, _Sum], ...]


class Least(NamedTuple):
    """The least cost, how many sets of changes have it, and the first of them."""

    cost: Cost
    ways: int
    shifts: tuple[_Shifts, ...]


def least_effort(
    effects: Effects,
    tables: Sequence[Table],
    wanted: Mapping[GateId, frozenset[GateState]],
    policy: PhasePolicy,
    limit: int,
) -> Least | None:
    """
    The least costly choices for which every required fact is as required and every gate in a state that is wanted.

    Raises InferenceError when a group of levers has more than `MOST_CHOICES` choices.
    """
    gates = tuple(wanted)
    layers: list[dict[_Sum, tuple[Cost, list[_Shifts]]]] = []
    totals: list[dict[_Sum, _Reached]] = [{tuple(_NOTHING for _ in gates): _Reached((0, 0), 1, ())}]
    groups = sorted(_groups(tables), key=lambda group: [gate in _gates_of(group) for gate in reversed(gates)])
    last = {gate: max((n for n, group in enumerate(groups) if gate in _gates_of(group)), default=-1) for gate in gates}
    for number, group in enumerate(groups):
        own = _of_group(effects, group, gates, policy)
        layers.append(own)
        # A gate that no later group speaks of is decided now, so that its points need not be carried any further.
        decided = [wanted[gate] if last[gate] == number else None for gate in gates]
        totals.append(_added(totals[-1], own, decided, policy))
    if any(GateState.UNDETERMINED not in wanted[gate] for gate in gates if last[gate] < 0):
        return None
    ends = [(reached, total) for total, reached in totals[-1].items()]
    if not ends:
        return None
    cost = min(reached.cost for reached, _ in ends)
    best = [(reached, total) for reached, total in ends if reached.cost == cost]
    ways = (way for _, total in best for way in _ways(totals, layers, len(layers), total))
    shifts = sorted(tuple(sorted(way)) for way in islice(ways, limit))
    return Least(cost, sum(reached.ways for reached, _ in best), tuple(shifts))


def _groups(tables: Sequence[Table]) -> list[list[Table]]:
    """Tables that share a lever, or that speak of one topic of one gate, belong together."""
    groups: list[tuple[set[object], list[Table]]] = []
    for table in tables:
        keys: set[object] = set(table.levers)
        if table.rule is not None:
            keys.add((table.rule.gate, table.rule.state, table.rule.topic))
        joined: list[Table] = []
        apart = []
        for other in groups:
            if keys.isdisjoint(other[0]):
                apart.append(other)
            else:
                keys |= other[0]
                joined += other[1]
        groups = [*apart, (keys, [*joined, table])]
    return [members for _, members in groups]


def _gates_of(group: Sequence[Table]) -> set[GateId]:
    """The gates that a group of tables speaks of."""
    return {table.rule.gate for table in group if table.rule is not None}


def _of_group(
    effects: Effects, group: Sequence[Table], gates: Sequence[GateId], policy: PhasePolicy
) -> dict[_Sum, tuple[Cost, list[_Shifts]]]:
    """For every sum of points that a group of levers can give, its least cost with every choice of that cost."""
    levers = tuple(dict.fromkeys(lever for table in group for lever in table.levers))
    telling = [_telling(effects, lever, group) for lever in levers]
    if prod(map(len, telling)) > MOST_CHOICES:
        raise InferenceError(
            f"{len(levers)} observations hang together in more than {MOST_CHOICES:,} ways, too many to try each: "
            f"{', '.join(levers)}"
        )
    places = [(table, tuple(levers.index(lever) for lever in table.levers)) for table in group]
    found: dict[_Sum, tuple[Cost, list[_Shifts]]] = {}
    for choice in product(*telling):
        fired = _fired(places, choice)
        if fired is None:
            continue
        shifts = effects.shifts(levers, choice)
        cost = sum(shift.cost for shift in shifts), len(shifts)
        total = tuple(_side(fired.get(gate, ()), policy) for gate in gates)
        if total not in found or cost < found[total][0]:
            found[total] = cost, [shifts]
        elif cost == found[total][0]:
            found[total][1].append(shifts)
    return found


def _telling(effects: Effects, lever: IndicatorId, group: Sequence[Table]) -> tuple[int, ...]:
    """
    The positions of a lever that tell in a group: as it is, and each move that comes out otherwise than the one before.

    A move that no table tells from a shorter one costs more for the same, so leaving it out loses nothing.
    """
    positions = [0]
    for position in range(1, len(effects.levers[lever].moves) + 1):
        if any(
            _tells(table, table.levers.index(lever), position, positions[-1])
            for table in group
            if lever in table.levers
        ):
            positions.append(position)
    return tuple(positions)


def _tells(table: Table, place: int, position: int, other: int) -> bool:
    return any(
        outcome != table.outcomes[(*choice[:place], other, *choice[place + 1 :])]
        for choice, outcome in table.outcomes.items()
        if choice[place] == position
    )


def _fired(
    places: Sequence[tuple[Table, tuple[int, ...]]], choice: Sequence[int]
) -> dict[GateId, list[GateEvidence]] | None:
    """The evidence that fires under a choice, by gate; None when something required is not so."""
    fired: dict[GateId, list[GateEvidence]] = {}
    for table, positions in places:
        own: Choice = tuple(choice[position] for position in positions)
        outcome = table.outcomes[own]
        if outcome is False:
            return None
        if isinstance(outcome, GateEvidence) and outcome.known and table.rule is not None:
            fired.setdefault(table.rule.gate, []).append(outcome)
    return fired


def _side(fired: Sequence[GateEvidence], policy: PhasePolicy) -> _Side:
    if not fired:
        return _NOTHING
    tallies = tallies_of(fired)
    for_open, for_shut = tallies[OPEN], tallies[SHUT]
    return (
        for_open.points - for_shut.points,
        min(len(for_open.topics), policy.min_topics),
        min(len(for_shut.topics), policy.min_topics),
        for_open.is_decisive,
        for_shut.is_decisive,
        for_open.is_firm,
        for_shut.is_firm,
    )


def _sum_of(one: _Side, other: _Side, policy: PhasePolicy) -> _Side:
    most = policy.min_topics
    return (
        one[0] + other[0],
        min(one[1] + other[1], most),
        min(one[2] + other[2], most),
        one[3] or other[3],
        one[4] or other[4],
        one[5] or other[5],
        one[6] or other[6],
    )


def _state(side: _Side, policy: PhasePolicy) -> GateState:
    """The state of a gate, by the policy's own ladder; only the difference of the points counts there."""
    net, open_topics, shut_topics, open_decisive, shut_decisive, open_firm, shut_firm = side
    for_open = Tally(net, ("",) * open_topics, open_decisive, open_firm)
    return state_by(for_open, Tally(0, ("",) * shut_topics, shut_decisive, shut_firm), policy)


def _added(
    totals: Mapping[_Sum, _Reached],
    own: Mapping[_Sum, tuple[Cost, list[_Shifts]]],
    decided: Sequence[frozenset[GateState] | None],
    policy: PhasePolicy,
) -> dict[_Sum, _Reached]:
    """Every sum of points with one group more, at its least cost; gates that are decided are as wanted, or left out."""
    found: dict[_Sum, _Reached] = {}
    for before, reached in totals.items():
        for part, (cost, choices) in own.items():
            total = tuple(_sum_of(one, other, policy) for one, other in zip(before, part, strict=True))
            sides = list(zip(total, decided, strict=True))
            if any(wanted is not None and _state(side, policy) not in wanted for side, wanted in sides):
                continue
            total = tuple(side if wanted is None else _NOTHING for side, wanted in sides)
            whole = reached.cost[0] + cost[0], reached.cost[1] + cost[1]
            count, known = reached.ways * len(choices), found.get(total)
            if known is None or whole < known.cost:
                found[total] = _Reached(whole, count, ((before, part),))
            elif whole == known.cost:
                found[total] = _Reached(whole, known.ways + count, (*known.parents, (before, part)))
    return found


def _ways(
    totals: Sequence[Mapping[_Sum, _Reached]],
    layers: Sequence[Mapping[_Sum, tuple[Cost, list[_Shifts]]]],
    layer: int,
    total: _Sum,
) -> Iterator[_Shifts]:
    """Every set of changes of least cost that gives a sum of points."""
    if not layer:
        yield ()
        return
    for before, part in totals[layer][total].parents:
        for start in _ways(totals, layers, layer - 1, before):
            for choice in layers[layer - 1][part][1]:
                yield (*start, *choice)


def lever_names(tables: Sequence[Table]) -> tuple[IndicatorId, ...]:
    """The levers that some tables rest on, once each."""
    return tuple(dict.fromkeys(lever for table in tables for lever in table.levers))
