"""Try many mutants, on several processors, and say of each whether a case notices it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from enum import StrEnum
from multiprocessing import get_all_start_methods, get_context
from typing import NamedTuple

from fasmodell.authoring.mutant_witness import Equivalent, Told, tell_apart
from fasmodell.authoring.mutants import Mutant
from fasmodell.authoring.mutation_testing import MutationTester
from fasmodell.authoring.rule_tests import Case, RuleTests
from fasmodell.rule_base import RuleBase

# Small enough that no processor waits long for another at the end.
_CHUNK = 12


class State(StrEnum):
    """What became of a mutant."""

    NOTICED = "noticed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    EXPLAINED = "explained"


class Tried(NamedTuple):
    """
    A mutant with the case that noticed it, or with what would tell it apart or proves that nothing does.

    `reason` is what somebody wrote down about a mutant that no case notices.
    """

    mutant: Mutant
    noticed_by: Case | None
    told: Told | None
    reason: str | None = None

    @property
    def state(self) -> State:
        """Noticed by a case, proved equivalent, explained by a reason, or survived."""
        if self.noticed_by is not None:
            return State.NOTICED
        if isinstance(self.told, Equivalent):
            return State.EQUIVALENT
        return State.SURVIVED if self.reason is None else State.EXPLAINED


def failing_cases(base: RuleBase, tests: Iterable[RuleTests]) -> tuple[Case, ...]:
    """The cases that fail before anything is changed; cases marked todo are left out, as they are from the tries."""
    return tuple(MutationTester(base, tests).failing)


def try_mutants(
    base: RuleBase,
    tests: Sequence[RuleTests],
    mutants: Sequence[Mutant],
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Tried, ...]:
    """
    Try mutants against the cases, in their order, whatever the number of processors.

    `progress` is told now and then how many have been tried and how many of them no case notices.
    """
    chunks = [mutants[start : start + _CHUNK] for start in range(0, len(mutants), _CHUNK)]
    found: list[Tried] = []
    for tried in _tried(base, tests, chunks, min(jobs, len(chunks))):
        found += tried
        if progress is not None:
            progress(len(found), sum(1 for one in found if one.noticed_by is None))
    return tuple(found)


def _tried(
    base: RuleBase, tests: Sequence[RuleTests], chunks: Sequence[Sequence[Mutant]], jobs: int
) -> Iterator[list[Tried]]:
    if jobs <= 1:
        trial = _Trial(base, tests)
        yield from map(trial.of, chunks)
        return
    # A copied process is ready at once and does not run the program's main module again; not every system can copy.
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(jobs, get_context(method), _start, (base, tests)) as pool:
        yield from pool.map(_try_chunk, chunks)


class _Trial:
    """The cases, ready to be tried, and where changes of a policy are looked for."""

    def __init__(self, base: RuleBase, tests: Sequence[RuleTests]) -> None:
        self.base = base
        self.tester = MutationTester(base, tests)
        self.cases = [case for one in tests for case in one.cases]

    def of(self, mutants: Sequence[Mutant]) -> list[Tried]:
        """Try some mutants."""
        return [self.one(mutant) for mutant in mutants]

    def one(self, mutant: Mutant) -> Tried:
        """Try a mutant; one that no case notices is looked into."""
        killer = self.tester.killer(mutant)
        told = None if killer is not None else tell_apart(mutant, self.base, self.cases)
        return Tried(mutant, killer, told)


_trials: list[_Trial] = []


def _start(base: RuleBase, tests: Sequence[RuleTests]) -> None:
    """Make a process of the pool ready: it keeps its trial from chunk to chunk."""
    _trials[:] = [_Trial(base, tests)]


def _try_chunk(mutants: Sequence[Mutant]) -> list[Tried]:
    return _trials[0].of(mutants)
