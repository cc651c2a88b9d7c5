"""A worksheet for a way of working in the field: its steps in order, filled in with what is known of the area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fasmodell.facts import finding_id
from fasmodell.knowledge import (
    FindingId,
    FindingKind,
    IndicatorId,
    Level,
    MeasureId,
    System,
    SystemStep,
    WorksheetPart,
)
from fasmodell.results import Recommendation, Requirement, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.view import View

_MOST_NEXT = 5
_AHEAD = (Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION)


class Problem(NamedTuple):
    """A finding of a step: established at a level (None when it is not), ruled out, or open."""

    finding: FindingId
    level: Level | None
    is_ruled_out: bool

    @property
    def is_open(self) -> bool:
        """True when nobody knows yet."""
        return self.level is None and not self.is_ruled_out


class Remedy(NamedTuple):
    """A measure on some of the problems of the worksheet, with how it stands and what it lacks or nobody knows."""

    measure: MeasureId
    standing: Standing
    problems: tuple[FindingId, ...]
    lacking: tuple[Requirement, ...]
    unknown: tuple[Requirement, ...]


class Sheet(NamedTuple):
    """
    One step of the worksheet. What its parts do not ask for is empty.

    `known` are the indicators of the step. `problems` are its findings, the highest level first, then those that are
    open, then those ruled out. `causes` are, for each established problem of the whole worksheet, measures whose way
    of working names a cause to discuss. `remedies` come in the order of the answer.
    """

    step: SystemStep
    known: tuple[IndicatorId, ...]
    problems: tuple[Problem, ...]
    causes: tuple[tuple[FindingId, tuple[MeasureId, ...]], ...]
    remedies: tuple[Remedy, ...]
    preconditions: tuple[Remedy, ...]
    next_steps: tuple[Remedy, ...]


class Worksheet(NamedTuple):
    """A system with a sheet for each of its steps."""

    system: System
    sheets: tuple[Sheet, ...]


def worksheet_of(system: System, answer: Recommendation, base: RuleBase) -> Worksheet:
    """
    Fill in the worksheet of a system with what an answer knows.

    The problems are those that the steps of the system name. Measures are those the steps name, and for causes and
    next steps every measure of the answer that acts on an established problem of the worksheet.
    """
    return _Filler(system, answer, base).worksheet()


class _Filler:
    def __init__(self, system: System, answer: Recommendation, base: RuleBase) -> None:
        self.system, self.answer, self.base = system, answer, base
        self.view = View(answer, base, "en")
        named = dict.fromkeys(finding for step in system.steps for finding in step.findings)
        self.problems = {finding: self.problem(finding) for finding in named if self.is_problem(finding)}
        self.established = tuple(name for name, problem in self.problems.items() if problem.level is not None)

    def worksheet(self) -> Worksheet:
        return Worksheet(self.system, tuple(self.sheet(step) for step in self.system.steps))

    def is_problem(self, finding: FindingId) -> bool:
        return self.base.knowledge.findings[finding].kind is FindingKind.PROBLEM

    def problem(self, finding: FindingId) -> Problem:
        levels = [level for level in Level if self.view.holds(finding_id(finding, level))]
        is_ruled_out = self.view.holds(finding_id(finding, Level.SIGNS)) is False
        return Problem(finding, levels[-1] if levels else None, is_ruled_out)

    def sheet(self, step: SystemStep) -> Sheet:
        parts = step.worksheet
        named = tuple(self.remedy(measure) for measure in self.in_order(step.measures))
        return Sheet(
            step=step,
            known=step.indicators if WorksheetPart.KNOWN in parts else (),
            problems=tuple(self.sorted_problems(step)) if WorksheetPart.PROBLEMS in parts else (),
            causes=tuple(self.causes()) if WorksheetPart.CAUSES in parts else (),
            remedies=named if WorksheetPart.MEASURES in parts else (),
            preconditions=self.asking_for() if WorksheetPart.PRECONDITIONS in parts else (),
            next_steps=tuple(self.next_steps()) if WorksheetPart.NEXT_STEP in parts else (),
        )

    def sorted_problems(self, step: SystemStep) -> list[Problem]:
        def key(problem: Problem) -> tuple[int, bool]:
            return (-problem.level.rank if problem.level is not None else 0), problem.is_ruled_out

        return sorted((self.problems[name] for name in step.findings if name in self.problems), key=key)

    def in_order(self, measures: Sequence[MeasureId]) -> list[MeasureId]:
        return [ranked.measure for ranked in self.answer.measures if ranked.measure in measures]

    def remedy(self, measure: MeasureId) -> Remedy:
        ranked = self.answer.measure(measure)
        targets = {target.finding for target in self.base.knowledge.measures[measure].targets}
        return Remedy(
            measure,
            ranked.standing,
            tuple(finding for finding in self.established if finding in targets),
            tuple(item for item in ranked.requirements if item.is_met is False),
            tuple(item for item in ranked.requirements if item.is_met is None),
        )

    def causes(self) -> Iterator[tuple[FindingId, tuple[MeasureId, ...]]]:
        """For each established problem the measures first of all for it, each of which rests on a cause to discuss."""
        for finding in self.established:
            found = (ranked.measure for ranked in self.answer.measures if ranked.standing in (*_AHEAD, Standing.LATER))
            yield finding, tuple(one for one in found if self.acts_first_on(one, finding))

    def acts_first_on(self, measure: MeasureId, finding: FindingId) -> bool:
        targets = self.base.knowledge.measures[measure].targets
        return any(target.finding == finding and target.role == "primary" for target in targets)

    def asking_for(self) -> tuple[Remedy, ...]:
        """The measures of the worksheet that lack something, or of which it is not known."""
        named = dict.fromkeys(measure for step in self.system.steps for measure in step.measures)
        found = [self.remedy(measure) for measure in self.in_order(tuple(named))]
        return tuple(one for one in found if one.standing in _AHEAD and (one.lacking or one.unknown))

    def next_steps(self) -> Iterator[Remedy]:
        """The first measures of the worksheet that can start now, with the problems they answer."""
        named = dict.fromkeys(measure for step in self.system.steps for measure in step.measures)
        found = (self.remedy(measure) for measure in self.in_order(tuple(named)))
        starting = [one for one in found if one.standing is Standing.NOW]
        yield from sorted(starting, key=lambda one: not one.problems)[:_MOST_NEXT]
