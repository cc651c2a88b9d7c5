"""A measure's standing: the first case that applies, the cases that still could, and the facts it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fasmodell.catalogue import (
    BLOCKED,
    EXCLUDED,
    IN_PLACE,
    LATER,
    NEEDS_DECISION,
    NO_NEED,
    NOW,
    PREPARE,
    Catalogue,
    Entry,
)
from fasmodell.facts import FactId, phase_id
from fasmodell.knowledge import FindingId
from fasmodell.results import Contribution, PhaseDecision, Requirement, Standing

Symbols = Mapping[FactId, bool]

STANDINGS = tuple(Standing)
NEEDED = frozenset((NOW, PREPARE, NEEDS_DECISION))


# The established level of a finding (0 when none), the highest one not ruled out, and what is known of it: the finding
# at its level or that it is ruled out; None while it is open.
LevelBounds = tuple[int, int, FactId | None]


# What is known of a measure's targets: the term of the strongest established one; the points it could reach; the facts
# of the established ones; those with the ones ruled out; how many are not ruled out.
Surveyed = tuple[Contribution | None, int, list[FactId], list[FactId], int]


class Stood(NamedTuple):
    """A measure with its standing, every standing that is still possible, and the known facts it rests on."""

    entry: Entry
    standing: int
    possible: tuple[int, ...]
    is_required: bool
    requirements: tuple[Requirement, ...]
    premises: tuple[FactId, ...]
    surveyed: Surveyed


Bounds = Mapping[FindingId, LevelBounds]


def level_bounds(catalogue: Catalogue, symbols: Symbols) -> dict[FindingId, LevelBounds]:
    """For each finding the level established and the highest level that is not ruled out."""
    bounds: dict[FindingId, LevelBounds] = {}
    for finding, facts, ruled_out in catalogue.levels:
        low = high = 0
        for level, fact in enumerate(facts, 1):
            holds = symbols.get(fact)
            if holds:
                low = high = level
            elif holds is None:
                high = level
        known = facts[low - 1] if low else None if high else ruled_out
        bounds[finding] = (low, high, known)
    return bounds


_NOTHING: Surveyed = (None, 0, [], [], 0)


# One ladder of cases, written out: it runs eighty times in every answer.
def stand(entry: Entry, symbols: Symbols, bounds: Bounds, decision: PhaseDecision) -> Stood:  # noqa: C901
    """Decide a standing: the first of blocked, excluded, in place, no need, needs decision, prepare, later, now."""
    if entry.is_blocked:
        return Stood(entry, BLOCKED, (BLOCKED,), False, (), (), _NOTHING)
    symbol = symbols.get
    requirements: tuple[Requirement, ...] = ()
    states: list[bool | None] = []
    if entry.requirements:
        requirements = tuple([states_of[symbol(fact)] for fact, states_of in entry.requirements])
        states = [item.is_met for item in requirements]
    surveyed = survey(entry, bounds)
    is_required, may_be_required = _either(entry.require, symbols) if entry.require else (False, False)
    possible: list[int] = []
    standing = -1
    for case in entry.cases:
        # While it is open, a case is passed over, except that a need and a legal decision must be known.
        while_open = case in (NO_NEED, NEEDS_DECISION)
        if case == IN_PLACE:
            applies = symbol(entry.in_place)
        elif case == NO_NEED:
            applies = False if is_required else _is_needless(surveyed, may_be_required)
        elif case == PREPARE:
            applies = True if False in states else None if None in states else False
        elif case == LATER:
            applies, while_open = _is_later(entry, decision, is_required, may_be_required)
        elif case == NEEDS_DECISION:
            applies = False if entry.legal_gate is None else _opposite(symbol(entry.legal_gate.fact))
        else:
            applies = _applies(entry.exclude, symbols)
        if applies is not False:
            possible.append(case)
            if standing < 0 and (applies or while_open):
                standing = case
            if applies:
                break
    else:
        possible.append(NOW)
        standing = NOW if standing < 0 else standing
    if entry.legal_gate is not None:
        requirements = (*requirements, entry.legal_gate.states[symbol(entry.legal_gate.fact)])
    premises = _premises(entry, standing, symbols, surveyed, requirements, decision)
    return Stood(entry, standing, tuple(possible), is_required, requirements, premises, surveyed)


def survey(entry: Entry, bounds: Bounds) -> Surveyed:
    """Go through the targets of a measure once."""
    need: Contribution | None = None
    most = reachable = 0
    established: list[FactId] = []
    known: list[FactId] = []
    for finding, of_level in entry.targets:
        low, high, fact = bounds[finding]
        term = of_level[low]
        if need is None or term.points > need.points:
            need = term
        if high:
            reachable += 1
            if of_level[high].points > most:
                most = of_level[high].points
        if fact is not None:
            known.append(fact)
            if low:
                established.append(fact)
    return need, most, established, known, reachable


def _either(facts: tuple[FactId, ...], symbols: Symbols) -> tuple[bool, bool]:
    """Whether some fact holds, and whether some fact may hold."""
    known = [symbols.get(fact) for fact in facts]
    return True in known, True in known or None in known


def _applies(facts: tuple[FactId, ...], symbols: Symbols) -> bool | None:
    holds, may_hold = _either(facts, symbols)
    return holds or (None if may_hold else False)


def _is_needless(surveyed: Surveyed, may_be_required: bool) -> bool | None:
    _, _, established, _, reachable = surveyed
    if established:
        return False
    return None if reachable or may_be_required else True


def _opposite(known: bool | None) -> bool | None:
    return None if known is None else not known


def _is_later(
    entry: Entry, decision: PhaseDecision, is_required: bool, may_be_required: bool
) -> tuple[bool | None, bool]:
    """Whether the measure belongs to another phase, and whether it is so in the phase measures are chosen for."""
    later = entry.later_in[decision.working_phase - 1]
    cases = [entry.later_in[phase - 1] for phase in decision.possible]
    if is_required or (not later and True not in cases):
        return False, later
    return (True if later and False not in cases and not may_be_required else None), later


def _premises(
    entry: Entry,
    standing: int,
    symbols: Symbols,
    surveyed: Surveyed,
    requirements: tuple[Requirement, ...],
    decision: PhaseDecision,
) -> tuple[FactId, ...]:
    """The known facts that a standing rests on, in the order in which the cases are asked."""
    if standing == EXCLUDED:
        return tuple(fact for fact in entry.exclude if symbols.get(fact))
    if standing == IN_PLACE:
        return (entry.in_place,)
    found = [fact for fact in entry.require if symbols.get(fact)] if entry.require else []
    found += surveyed[3]
    if standing != NO_NEED:
        found += [item.fact for item in requirements if item.is_met is not None]
        if standing in (LATER, NOW):
            found.append(phase_id(decision.working_phase))
    return tuple(found)
