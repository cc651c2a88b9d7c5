"""A measure's standing: the first case that applies, the cases that still could, and the facts it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fasmodell.catalogue import Catalogue, Entry
from fasmodell.facts import FactId, negated, phase_id
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
    symbol = symbols.get
    requirements = tuple([Requirement(kind, name, symbol(fact), fact) for kind, name, fact in entry.requirements])
    is_required, may_be_required = _either(entry.require, symbols)
    possible: list[int] = []
    standing = -1
    for case, applies, while_open in (
        (BLOCKED, entry.is_blocked, False),
        (EXCLUDED, _applies(entry.exclude, symbols), False),
        (IN_PLACE, symbol(entry.in_place), False),
        (NO_NEED, _is_needless(entry, bounds, is_required, may_be_required), True),
        (NEEDS_DECISION, _is_undecided(entry, symbols), True),
        (PREPARE, _is_unprepared(requirements), False),
        (LATER, *_is_later(entry, decision, is_required, may_be_required)),
        (NOW, True, True),
    ):
        if applies is not False:
            possible.append(case)
            if standing < 0 and (applies or while_open):
                standing = case
            if applies:
                break
    if entry.legal_gate is not None:
        legal = Requirement("legal_gate", entry.measure, symbol(entry.legal_gate), entry.legal_gate)
        requirements = (*requirements, legal)
    premises = _premises(entry, standing, symbols, bounds, requirements, decision)
    return Stood(entry, standing, tuple(possible), is_required, requirements, premises)


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


def _is_undecided(entry: Entry, symbols: Symbols) -> bool | None:
    if entry.legal_gate is None:
        return False
    decided = symbols.get(entry.legal_gate)
    return None if decided is None else not decided


def _is_unprepared(requirements: tuple[Requirement, ...]) -> bool | None:
    known = [item.is_met for item in requirements]
    return True if False in known else None if None in known else False


def _is_later(
    entry: Entry, decision: PhaseDecision, is_required: bool, may_be_required: bool
) -> tuple[bool | None, bool]:
    """Whether the measure belongs to another phase, and whether it is so in the phase measures are chosen for."""
    later = entry.later_in[decision.working_phase - 1]
    if is_required:
        return False, later
    cases = {entry.later_in[phase - 1] for phase in decision.possible} | {later}
    if cases == {False}:
        return False, later
    return (True if cases == {True} and not may_be_required else None), later


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
                found.append(item.fact if item.is_met else negated(item.fact))
        if standing in (LATER, NOW):
            found.append(phase_id(decision.working_phase))
    return tuple(found)
