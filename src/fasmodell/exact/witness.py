"""Witnesses: a concrete profile for what is claimed, as small as can be, shown by the engine itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from fasmodell.cells import Partitions
from fasmodell.diagnostics import InferenceError
from fasmodell.exact.inputs import Assignment
from fasmodell.exact.written import in_place_of, profile_text, said
from fasmodell.facts import FactId, listed_id, previous_phase_id
from fasmodell.pipeline import recommend
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase, parse_profile

Shows = Callable[[Recommendation], bool]


class Witness(NamedTuple):
    """
    A profile that shows something; leave out any observation of it, and it no longer does.

    `assignment` holds its cells, `profile` its text as a file, `said` what it says on one line.
    """

    assignment: Assignment
    profile: str
    said: str


def smallest_witness(assignment: Assignment, partitions: Partitions, base: RuleBase, shows: Shows) -> Witness:
    """
    Shrink a profile while the engine still shows what it is to show, and confirm what is left.

    Raises InferenceError when the engine does not show it even before: then formulas and engine differ, which is a
    fault of this library.
    """
    trial = _Trial(partitions, base, shows)
    if not trial.shown_by(assignment):
        raise InferenceError("the engine does not show what the formulas found; this is a fault in fasmodell")
    assignment = _with_plain_list(assignment, base, trial)
    assignment = _without_chunks(assignment, trial)
    assignment = _with_plain_list(assignment, base, trial)
    text = profile_text(assignment, partitions, base.knowledge)
    return Witness(assignment, text, said(assignment, partitions, base.knowledge))


class _Trial(NamedTuple):
    partitions: Partitions
    base: RuleBase
    shows: Shows

    def shown_by(self, assignment: Assignment) -> bool:
        text = profile_text(assignment, self.partitions, self.base.knowledge)
        return self.shows(recommend(parse_profile(text, self.base), self.base))


def _without_chunks(assignment: Assignment, trial: _Trial) -> Assignment:
    """Leave out as much as can be: ever smaller runs of facts, until no single one can go."""
    size = max(1, len(assignment) // 2)
    while True:
        # A list that leaves out one measure says that it is unknown whether it runs, which is more and not less.
        has_list = all(fact in assignment for fact in trial.partitions if fact.startswith("listed:"))
        facts = [fact for fact in assignment if not (has_list and fact.startswith("listed:"))]
        removed = False
        for start in range(0, len(facts), size):
            chunk = frozenset(facts[start : start + size])
            smaller = _without(assignment, chunk)
            if len(smaller) < len(assignment) and trial.shown_by(smaller):
                assignment, removed = smaller, True
        if size == 1 and not removed:
            return assignment
        size = max(1, size // 2)


def _without(assignment: Assignment, facts: frozenset[FactId]) -> Assignment:
    """An assignment without some facts, and without what cannot be said without them."""
    kept = {fact: cell for fact, cell in assignment.items() if fact not in facts}
    if previous_phase_id() not in kept:
        kept = {fact: cell for fact, cell in kept.items() if not fact.startswith("open_since:")}
    return kept


def _with_plain_list(assignment: Assignment, base: RuleBase, trial: _Trial) -> Assignment:
    """Say as little as can be of what runs: nothing, no measure at all, or those few that must."""
    if in_place_of(assignment, base.knowledge.measures) is None:
        return assignment
    rest = {fact: cell for fact, cell in assignment.items() if not fact.startswith("listed:")}
    if trial.shown_by(rest):
        return rest
    lists = {listed_id(name): trial.partitions[listed_id(name)].cells for name in base.knowledge.measures}
    runs = [fact for fact in lists if fact in assignment and assignment[fact].value]
    plain = {**rest, **{fact: cells[fact in runs] for fact, cells in lists.items()}}
    if not trial.shown_by(plain):
        return assignment
    for fact in runs:
        fewer = {**plain, fact: lists[fact][0]}
        if trial.shown_by(fewer):
            plain = fewer
    return plain
