"""What a profile may say, as variables: for each fact which cell its value is in, or none while it is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from fasmodell.cells import Cell, Partitions, holds
from fasmodell.exact.formula import FALSE, Formula, at_most_one, every, implies, no, some, variable
from fasmodell.facts import FactId, indicator_id, previous_phase_id
from fasmodell.knowledge import IndicatorId, KnowledgeBase
from fasmodell.rules import Operator
from fasmodell.scales import Value

# What is known of a profile: the cell of each fact, as far as anything can tell. A fact that is absent is unknown.
Assignment = Mapping[FactId, Cell]


class Inputs:
    """
    The variables of one profile.

    Several encodings may share them, which says that they are about the same profile; `name` tells them from the
    variables of another one. `rules_of_form` hold of every profile that can be written down.
    """

    __slots__ = ("cells", "name", "partitions")

    def __init__(self, partitions: Partitions, name: str = "") -> None:
        self.partitions = partitions
        self.name = name
        self.cells: dict[FactId, tuple[Formula, ...]] = {
            fact: tuple(variable(f"{name}{fact}@{position}") for position in range(len(partition.cells)))
            for fact, partition in partitions.items()
        }

    def known(self, fact: FactId) -> Formula:
        """That a fact has a value."""
        return some(self.cells.get(fact, ()))

    def passes(self, fact: FactId, operator: Operator, bound: tuple[Value, ...], wanted: bool) -> Formula:
        """That a fact has a value that passes a comparison, or one that does not."""
        return some(
            inside
            for cell, inside in self.of(fact)
            if holds(operator, bound, cell.value) is wanted
        )  # fmt: skip

    def of(self, fact: FactId) -> Iterator[tuple[Cell, Formula]]:
        """Every cell of a fact with its variable; none for a fact that nothing tests."""
        if fact in self.partitions:
            yield from zip(self.partitions[fact].cells, self.cells[fact], strict=True)

    def rules_of_form(self) -> Iterator[Formula]:
        """What holds of every profile, whatever the area: a fact has one value, a movement leads from somewhere."""
        for fact, inside in self.cells.items():
            yield at_most_one(inside)
            kind, _, rest = fact.partition(":")
            if kind == "open_since":
                yield implies(some(inside), self.known(previous_phase_id()))
            elif kind == "trend":
                yield from self._from_somewhere(fact, indicator_id(rest.partition("/")[0]))
        yield from self._longer_series()

    def _from_somewhere(self, trend: FactId, indicator: FactId) -> Iterator[Formula]:
        """Nothing has risen to the lowest value there is, or fallen to the highest."""
        if indicator not in self.partitions:
            return
        cells, inside = self.partitions[indicator].cells, self.cells[indicator]
        movement = {cell.value: moves for cell, moves in self.of(trend)}
        for cell, is_there, moved in ((cells[0], inside[0], "rising"), (cells[-1], inside[-1], "falling")):
            if cell.low == cell.high:
                yield no(every((is_there, movement[moved])))

    def _longer_series(self) -> Iterator[Formula]:
        """A series from which a movement over many months can be told also tells it over fewer."""
        spans: dict[str, list[int]] = {}
        for fact in self.partitions:
            kind, _, rest = fact.partition(":")
            if kind == "trend":
                indicator, _, months = rest.partition("/")
                spans.setdefault(indicator, []).append(int(months))
        for indicator, months_of in spans.items():
            for fewer, more in pairwise(sorted(months_of)):
                one, other = (FactId(f"trend:{indicator}/{months}") for months in (fewer, more))
                yield implies(self.known(other), self.known(one))

    def given(self, assignment: Assignment) -> Iterator[Formula]:
        """That the profile says what an assignment says and nothing more. Raises ValueError for a foreign cell."""
        for fact, inside in self.cells.items():
            cell = assignment.get(fact)
            position = None if cell is None else self.partitions[fact].position_of(cell.value)
            yield from (one if position == number else no(one) for number, one in enumerate(inside))


class Observed:
    """What rules see of the variables: levels that a known number gives are that number's."""

    __slots__ = ("gradings", "inputs")

    def __init__(self, inputs: Inputs, knowledge: KnowledgeBase) -> None:
        self.inputs = inputs
        self.gradings = {
            indicator_id(one.id): one.graded_from for one in knowledge.graded if one.graded_from is not None
        }

    def passes(self, fact: FactId, operator: Operator, bound: tuple[Value, ...], wanted: bool) -> Formula:
        """That a fact is known to pass a comparison (`wanted`), or known not to."""
        grading = self.gradings.get(fact)
        written = self.inputs.passes(fact, operator, bound, wanted)
        if grading is None:
            return written
        number = indicator_id(grading.indicator)
        graded = (
            inside
            for cell, inside in self.inputs.of(number)
            if isinstance(cell.value, int | float) and holds(operator, bound, grading.level(cell.value)) is wanted
        )
        return some((every((no(self.inputs.known(number)), written)), *graded))

    def known(self, fact: FactId) -> Formula:
        """That rules see a value."""
        number = self.source_of(fact)
        return self.inputs.known(fact) if number is None else some(map(self.inputs.known, (fact, number)))

    def source_of(self, fact: FactId) -> FactId | None:
        """The number that gives a level where it is known."""
        grading = self.gradings.get(fact)
        return None if grading is None else indicator_id(grading.indicator)

    def leaves(self, fact: FactId) -> tuple[tuple[FactId, Formula], ...]:
        """The observations that a known fact may rest on, each with when it does: a level on its number, or itself."""
        number = self.source_of(fact)
        if number is None:
            return ((fact, self.inputs.known(fact)),)
        known = self.inputs.known(number)
        return ((number, known), (fact, every((no(known), self.inputs.known(fact)))))


def moved(inputs: Inputs, trend: FactId, movement: str) -> Formula:
    """That a series is known to have moved in a certain way."""
    return (
        some(inside for cell, inside in inputs.of(trend) if cell.value == movement) if trend in inputs.cells else FALSE
    )


def indicator_of(fact: FactId) -> IndicatorId | None:
    """The indicator that an observed value or a movement is about."""
    kind, _, rest = fact.partition(":")
    return IndicatorId(rest.partition("/")[0]) if kind in ("indicator", "trend") else None
