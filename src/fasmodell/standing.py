"""A measure's standing: the first case that applies, the cases that still could, and the facts it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fasmodell.catalogue import Catalogue, Entry
from fasmodell.facts import FactId, phase_id
from fasmodell.knowledge import FindingId
from fasmodell.results import PhaseDecision, Requirement, Standing

Symbols = Mapping[FactId, bool]

# Plain numbers while deciding: members of an enumeration are slow to hash, and there are eighty measures.
NOW, PREPARE, NEEDS_DECISION, LATER, IN_PLACE, NO_NEED, EXCLUDED, BLOCKED = range(len(Standing))
STANDINGS = tuple(Standing)
NEEDED = frozenset((NOW, PREPARE, NEEDS_DECISION))


class LevelBounds(NamedTuple):
    """
    The established level of a finding (0 when none) and the highest one not ruled out.

    `fact` is what is known of it: the finding at its level, or that it is ruled out; None while it is open.
    """

    low: int
    high: int
    fact: FactId | None


class Stood(NamedTuple):
    """A measure with its standing, every standing that is still possible, and the known facts it rests on."""

    entry: Entry
    standing: int
    possible: tuple[int, ...]
    is_required: bool
    requirements: tuple[Requirement, ...]
    premises: tuple[FactId, ...]


Bounds = Mapping[FindingId, LevelBounds]


def level_bounds(catalogue: Catalogue, symbols: Symbols) -> dict[FindingId, LevelBounds]:
    """For each finding the level established and the highest level that is not ruled out."""
    bounds = {}
    for finding, facts, ruled_out in catalogue.levels:
        low = high = 0
        for level, fact in enumerate(facts, 1):
            holds = symbols.get(fact)
            if holds:
                low = high = level
            elif holds is None:
                high = level
        known = facts[low - 1] if low else None if high else ruled_out
        bounds[finding] = LevelBounds(low, high, known)
    return bounds


def stand(entry: Entry, symbols: Symbols, bounds: Bounds, decision: PhaseDecision) -> Stood:
    """
    Decide a measure's standing, in the order blocked, excluded, in place, no need, needs decision, prepare, later, now.

    A case that is open is passed over, except that a need must be established and a legal decision known to be taken.
    """
    if entry.is_blocked:
        return Stood(entry, BLOCKED, (BLOCKED,), False, (), ())
    symbol = symbols.get
    requirements = tuple([states[symbol(fact)] for fact, states in entry.requirements])
    is_required, may_be_required = _either(entry.require, symbols) if entry.require else (False, False)
    possible: list[int] = []
    standing = -1
    for case, while_open in _CASES:
        if case == EXCLUDED:
            applies = _applies(entry.exclude, symbols) if entry.exclude else False
        elif case == IN_PLACE:
            applies = symbol(entry.in_place)
        elif case == NO_NEED:
            applies = _is_needless(entry, bounds, is_required, may_be_required)
        elif case == NEEDS_DECISION:
            applies = False if entry.legal_gate is None else _opposite(symbol(entry.legal_gate.fact))
        elif case == PREPARE:
            applies = _is_unprepared(requirements) if requirements else False
        else:
            applies, while_open = _is_later(entry, decision, is_required, may_be_required)
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
    premises = _premises(entry, standing, symbols, bounds, requirements, decision)
    return Stood(entry, standing, tuple(possible), is_required, requirements, premises)


# The cases between blocked and now, and whether each is taken while it is open; later answers that itself.
_CASES = (
    (EXCLUDED, False), (IN_PLACE, False), (NO_NEED, True), (NEEDS_DECISION, True), (PREPARE, False), (LATER, False),
)  # fmt: skip


def _either(facts: tuple[FactId, ...], symbols: Symbols) -> tuple[bool, bool]:
    """Whether some fact holds, and whether some fact may hold."""
    known = [symbols.get(fact) for fact in facts]
    return True in known, True in known or None in known


def _applies(facts: tuple[FactId, ...], symbols: Symbols) -> bool | None:
    holds, may_hold = _either(facts, symbols)
    return holds or (None if may_hold else False)


def _is_needless(entry: Entry, bounds: Bounds, is_required: bool, may_be_required: bool) -> bool | None:
    if entry.is_foundation or is_required:
        return False
    is_open = may_be_required
    for finding, _ in entry.targets:
        low, high, _ = bounds[finding]
        if low:
            return False
        is_open = is_open or high > 0
    return None if is_open else True


def _opposite(known: bool | None) -> bool | None:
    return None if known is None else not known


def _is_unprepared(requirements: tuple[Requirement, ...]) -> bool | None:
    known = [item.is_met for item in requirements]
    return True if False in known else None if None in known else False


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
    bounds: Bounds,
    requirements: tuple[Requirement, ...],
    decision: PhaseDecision,
) -> tuple[FactId, ...]:
    """The known facts that a standing rests on, in the order in which the cases are asked."""
    if standing == BLOCKED:
        return ()
    if standing == EXCLUDED:
        return tuple(fact for fact in entry.exclude if symbols.get(fact))
    if standing == IN_PLACE:
        return (entry.in_place,)
    found = [fact for fact in entry.require if symbols.get(fact)]
    for finding, _ in entry.targets:
        fact = bounds[finding].fact
        if fact is not None:
            found.append(fact)
    if standing != NO_NEED:
        for item in requirements:
            if item.is_met is not None:
                found.append(item.fact)
        if standing in (LATER, NOW):
            found.append(phase_id(decision.working_phase))
    return tuple(found)
