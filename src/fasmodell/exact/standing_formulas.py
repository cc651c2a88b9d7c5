"""A measure's standing as formulas: the first case that applies; as in `standing`."""

from __future__ import annotations

from collections.abc import Mapping

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
from fasmodell.exact.formula import FALSE, TRUE, Formula, every, no, some
from fasmodell.exact.symbols import known
from fasmodell.facts import FactId, finding_id
from fasmodell.knowledge import PHASES, Level, MeasureId
from fasmodell.results import Standing

STANDINGS = tuple(Standing)


def standing_formulas(
    catalogue: Catalogue, symbols: Mapping[FactId, Formula], working: Mapping[int, Formula]
) -> dict[MeasureId, dict[Standing, Formula]]:
    """For each measure when it has each standing; exactly one of them holds. `working` is the phase chosen for."""
    return {
        name: {STANDINGS[case]: when for case, when in _cases(entry, symbols, working).items()}
        for name, entry in catalogue.entries.items()
    }


def _cases(entry: Entry, symbols: Mapping[FactId, Formula], working: Mapping[int, Formula]) -> dict[int, Formula]:
    if entry.is_blocked:
        return {BLOCKED: TRUE}
    found: dict[int, Formula] = {}
    earlier: list[Formula] = []
    for case in entry.cases:
        applies = _applies(case, entry, symbols, working)
        found[case] = every((applies, no(some(earlier))))
        earlier.append(applies)
    found[NOW] = no(some(earlier))
    return found


def _applies(case: int, entry: Entry, symbols: Mapping[FactId, Formula], working: Mapping[int, Formula]) -> Formula:
    """
    That a case applies, or is not passed over while it is open.

    A need and a legal decision must be known; every other case is passed over until it is known to apply.
    """
    if case == EXCLUDED:
        return some(known(symbols, fact, True) for fact in entry.exclude)
    if case == IN_PLACE:
        return known(symbols, entry.in_place, True)
    if case == NO_NEED:
        return no(some((is_required(entry, symbols), is_needed(entry, symbols))))
    if case == NEEDS_DECISION:
        return FALSE if entry.legal_gate is None else no(known(symbols, entry.legal_gate.fact, True))
    if case == PREPARE:
        return some(known(symbols, item.fact, False) for item in entry.requirements)
    assert case == LATER
    other_phase = some(working[phase] for phase in PHASES if entry.later_in[phase - 1])
    return every((no(is_required(entry, symbols)), other_phase))


def is_required(entry: Entry, symbols: Mapping[FactId, Formula]) -> Formula:
    """That some rule requires a measure."""
    return some(known(symbols, fact, True) for fact in entry.require)


def is_needed(entry: Entry, symbols: Mapping[FactId, Formula]) -> Formula:
    """That some finding which a measure acts on is established."""
    return some(known(symbols, finding_id(target.finding, level), True) for target in entry.targets for level in Level)
