"""
The cells of every fact that a rule base tests: where it makes no difference which value a fact has.

Between two values of one cell no rule, no condition of a measure and no grading can tell, so one value stands for all
of them, and a profile is described without loss by the cell of each fact. That a fact is unknown is always one further
case, and no cell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise
from typing import Final, NamedTuple, cast

from fasmodell.facts import FactId, gate_since_id, indicator_id, listed_id, previous_phase_id, trend_id
from fasmodell.knowledge import PHASES, Direction, Indicator, IndicatorId, KnowledgeBase, Measure
from fasmodell.rules import Atom, Comparison, Condition, Operator, RuleSet, Trend, atoms_of
from fasmodell.scales import Scale, Value, is_number

MOVEMENTS: Final = ("rising", "falling", "steady")
_FARTHEST: Final = 1e12
_LONGEST: Final = 1_200  # months
_COMPARE: Final[dict[Operator, Callable[[float, tuple[float, ...]], bool]]] = {
    Operator.AT_LEAST: lambda value, bound: value >= bound[0],
    Operator.AT_MOST: lambda value, bound: value <= bound[0],
    Operator.ABOVE: lambda value, bound: value > bound[0],
    Operator.BELOW: lambda value, bound: value < bound[0],
    Operator.BETWEEN: lambda value, bound: bound[0] <= value <= bound[1],
    Operator.IS: lambda value, bound: value == bound[0],
    Operator.ONE_OF: lambda value, bound: value in bound,
}
# A place where the numbers are cut: before the number (which then begins the upper part) or after it.
_Cut = tuple[float, bool]
_BEFORE, _AFTER = False, True
_CUTS: Final[dict[Operator, tuple[bool, ...]]] = {
    Operator.AT_LEAST: (_BEFORE,),
    Operator.BELOW: (_BEFORE,),
    Operator.AT_MOST: (_AFTER,),
    Operator.ABOVE: (_AFTER,),
}


def holds(operator: Operator, bound: tuple[Value, ...], value: Value) -> bool:
    """Whether a known value passes a comparison."""
    # The loader has checked that values and bounds that are ordered are numbers.
    return _COMPARE[operator](cast(float, value), cast(tuple[float, ...], bound))


class Cell(NamedTuple):
    """
    Values of one fact that nothing can tell apart.

    `value` stands for them: a bound that is tested where one belongs to the cell, otherwise a short number inside.
    A number's cell reaches from `low` to `high`, each of which belongs to it or not (`has_low`, `has_high`; with whole
    numbers both always do); for flags, options and other words `members` holds every value, and both ends are None.
    """

    value: Value
    low: float | None = None
    high: float | None = None
    has_low: bool = True
    has_high: bool = True
    is_whole: bool = False
    members: tuple[Value, ...] = ()

    def __contains__(self, value: object) -> bool:
        """Whether a value belongs to the cell."""
        if self.low is None or self.high is None:
            return any(value == one and type(value) is type(one) for one in self.members)
        if not is_number(value):
            return False
        above = value >= self.low if self.has_low else value > self.low
        return above and (value <= self.high if self.has_high else value < self.high)

    def nearest(self, value: Value) -> Value:
        """
        The value of the cell that is nearest to a value, and itself short: just inside an end that does not belong.

        Words are all equally near, so that the one that stands for the cell is given.
        """
        if value in self or not is_number(value) or self.low is None or self.high is None:
            return value if value in self else self.value
        if value <= self.low:
            return _short(self.low) if self.has_low else _just_inside(self.low, self.high)
        return _short(self.high) if self.has_high else _just_inside(self.high, self.low)

    def inner(self) -> Value:
        """A value that is not an end of the cell, where the cell has one; otherwise the one that stands for it."""
        if self.low is None or self.high is None or self.low == self.high:
            return self.value
        if self.is_whole:
            return _short(min(self.low + 1, self.high))
        between = _between(self.low, self.high)
        return self.value if between is None else between


class Partition(NamedTuple):
    """A fact with its cells: of a number in rising order, of options in the order in which they are defined."""

    fact: FactId
    cells: tuple[Cell, ...]

    def position_of(self, value: Value) -> int:
        """Which cell a value belongs to. Raises ValueError when it belongs to none: it is no value of the fact."""
        for position, cell in enumerate(self.cells):
            if value in cell:
                return position
        raise ValueError(f"{value!r} is not a value of {self.fact}")

    def cell_of(self, value: Value) -> Cell:
        """The cell a value belongs to. Raises ValueError when it belongs to none."""
        return self.cells[self.position_of(value)]


Partitions = Mapping[FactId, Partition]


def partitions_of(*bases: tuple[KnowledgeBase, RuleSet]) -> dict[FactId, Partition]:
    """
    Divide every fact that some of the rule bases test into cells.

    Counted are the conditions of all rules, the preconditions, legal gates and signs of being in place of all measures,
    the steps by which a number gives a level, and the months that the phase policy asks for. Of several rule bases the
    cells are those that serve all of them; an indicator that they define differently is as in the first.

    The facts, in this order: indicators, in the order in which they are defined; movements over the months that some
    test or the phase policy asks for; measures listed as running; the previous phase; how long a gate has been open.
    """
    indicators: dict[IndicatorId, Indicator] = {}
    compared: dict[IndicatorId, list[Comparison]] = {}
    moving: dict[FactId, None] = {}
    for knowledge, rules in bases:
        indicators = {**knowledge.indicators, **indicators}
        for condition in conditions_of(knowledge, rules):
            for atom in atoms_of(condition):
                _gather(atom, compared, moving)
    for knowledge, rules in bases:
        moving |= dict.fromkeys(_held_trends(knowledge, rules, compared))
    graded = list(chain.from_iterable(knowledge.graded for knowledge, _ in bases))
    sources = {one.graded_from.indicator for one in graded if one.graded_from is not None}
    found = [
        Partition(indicator_id(name), cells_of(indicator, compared.get(name, ()), graded))
        for name, indicator in indicators.items()
        if name in compared or name in sources
    ]
    found += [Partition(fact, _words(MOVEMENTS)) for fact in moving]
    measures = dict.fromkeys(name for knowledge, _ in bases for name in knowledge.measures)
    found += [Partition(listed_id(measure), _words((False, True))) for measure in measures]
    found.append(Partition(previous_phase_id(), _words(PHASES)))
    cuts = [(float(rules.phase_policy.hold_months), _BEFORE) for _, rules in bases]
    gates = dict.fromkeys(name for knowledge, _ in bases for name in knowledge.gates)
    found += [Partition(gate_since_id(gate), _numbers(0, _LONGEST, True, cuts)) for gate in gates]
    return {partition.fact: partition for partition in found}


def conditions_of(knowledge: KnowledgeBase, rules: RuleSet) -> Iterator[Condition]:
    """Every condition of a rule base: those of the rules, then those written in measures."""
    for rule in rules.rules.values():
        yield rule.when
    for measure in knowledge.measures.values():
        yield from own_conditions(measure)


def own_conditions(measure: Measure) -> tuple[Condition, ...]:
    """The conditions written in a measure itself."""
    gate = () if measure.legal_gate is None else (measure.legal_gate.when,)
    evident = () if measure.evident_when is None else (measure.evident_when,)
    return (*(item.when for item in measure.preconditions), *gate, *evident)


def _gather(atom: Atom, compared: dict[IndicatorId, list[Comparison]], moving: dict[FactId, None]) -> None:
    if isinstance(atom, Comparison):
        compared.setdefault(atom.indicator, []).append(atom)
    elif isinstance(atom, Trend):
        moving[trend_id(atom.indicator, atom.over_months)] = None


def _held_trends(
    knowledge: KnowledgeBase, rules: RuleSet, compared: Mapping[IndicatorId, list[Comparison]]
) -> Iterator[FactId]:
    """The movements by which the phase policy may see that a gate has held: of numbers that have a better way."""
    sources = {one.graded_from.indicator for one in knowledge.graded if one.graded_from is not None}
    for name, indicator in knowledge.indicators.items():
        is_used = name in compared or name in sources
        if is_used and indicator.scale.is_numeric and indicator.direction is not Direction.NEUTRAL:
            yield trend_id(name, rules.phase_policy.hold_months)


def cells_of(
    indicator: Indicator, comparisons: Iterable[Comparison], graded: Iterable[Indicator] = ()
) -> tuple[Cell, ...]:
    """The cells of one indicator under some comparisons with it, and under the levels that are graded from it."""
    comparisons = tuple(dict.fromkeys(comparisons))
    if indicator.scale is Scale.FLAG:
        return _told_apart((False, True), comparisons)
    if indicator.scale is Scale.CHOICE:
        return _told_apart(tuple(indicator.options), comparisons)
    gradings = [one.graded_from for one in graded if one.graded_from is not None]
    gradings = [grading for grading in gradings if grading.indicator == indicator.id]
    cuts = list(chain.from_iterable(map(_cuts, comparisons)))
    for grading in gradings:
        cuts += [(bound, _AFTER if grading.descending else _BEFORE) for _, bound in grading.steps]
    low = -_FARTHEST if indicator.low is None else indicator.low
    high = _FARTHEST if indicator.high is None else indicator.high

    def outcome(value: Value) -> tuple[float, ...]:
        levels = [grading.level(cast(float, value)) for grading in gradings]
        return (*(holds(one.operator, one.bound, value) for one in comparisons), *levels)

    return _joined(_numbers(low, high, indicator.scale.is_whole, cuts), outcome)


def _joined(cells: tuple[Cell, ...], outcome: Callable[[Value], tuple[float, ...]]) -> tuple[Cell, ...]:
    """Join neighbours that come out alike after all, as 2 and 3 do under `one_of: [2, 3]`."""
    joined = [cells[0]]
    for cell in cells[1:]:
        last = joined[-1]
        if outcome(last.value) == outcome(cell.value):
            joined[-1] = last._replace(high=cell.high, has_high=cell.has_high)
        else:
            joined.append(cell)
    return tuple(joined)


def _told_apart(values: tuple[Value, ...], comparisons: tuple[Comparison, ...]) -> tuple[Cell, ...]:
    """Words that come out alike in every comparison share a cell."""
    alike: dict[tuple[bool, ...], list[Value]] = {}
    for value in values:
        alike.setdefault(tuple(holds(one.operator, one.bound, value) for one in comparisons), []).append(value)
    return tuple(Cell(members[0], members=tuple(members)) for members in alike.values())


def _words(values: tuple[Value, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(value, members=(value,)) for value in values)


def _cuts(comparison: Comparison) -> Iterator[_Cut]:
    """Where a comparison cuts the numbers."""
    for position, bound in enumerate(comparison.bound):
        if not is_number(bound):
            continue
        if comparison.operator is Operator.BETWEEN:
            yield float(bound), _AFTER if position else _BEFORE
        else:
            for side in _CUTS.get(comparison.operator, (_BEFORE, _AFTER)):
                yield float(bound), side


def _numbers(low: float, high: float, is_whole: bool, cuts: Iterable[_Cut]) -> tuple[Cell, ...]:
    cells = _whole_cells if is_whole else _real_cells
    return tuple(cells(low, high, cuts))


def _whole_cells(low: float, high: float, cuts: Iterable[_Cut]) -> Iterator[Cell]:
    first, last = math.ceil(low), math.floor(high)
    begins = {math.floor(bound) + 1 if side is _AFTER else math.ceil(bound) for bound, side in cuts}
    inside = sorted(begin for begin in begins if first < begin <= last)
    for begin, end in pairwise((first, *inside, last + 1)):
        yield Cell(begin, begin, end - 1, is_whole=True)


def _real_cells(low: float, high: float, cuts: Iterable[_Cut]) -> Iterator[Cell]:
    inside = {(bound, side) for bound, side in cuts if low <= bound <= high}
    ends = sorted(inside | {(low, _BEFORE), (high, _AFTER)})
    for (begin, begins_after), (end, ends_after) in pairwise(ends):
        has_low, has_high = begins_after is _BEFORE, ends_after is _AFTER
        is_tested = (has_low and (begin, _BEFORE) in inside, has_high and (end, _AFTER) in inside)
        value = _standing_for(begin, end, is_tested, (has_low, has_high))
        if value is not None:
            yield Cell(value, begin, end, has_low, has_high)


def _standing_for(low: float, high: float, is_tested: tuple[bool, bool], has: tuple[bool, bool]) -> Value | None:
    """The number that stands for a cell; None when no number lies between its ends."""
    ends = ((low, is_tested[0]), (high, is_tested[1]))
    for end, belongs in ends:
        if belongs:
            return _short(end)
    between = _between(low, high)
    if between is not None:
        return between
    return next((_short(end) for end, belongs in zip((low, high), has, strict=True) if belongs), None)


def _between(low: float, high: float) -> Value | None:
    """A short number strictly between two: 0 where it is, otherwise the middle with as few decimals as will do."""
    if low < 0 < high:
        return 0
    middle = (low + high) / 2
    for decimals in range(18):
        rounded = round(middle, decimals)
        if low < rounded < high:
            return _short(rounded)
    return middle if low < middle < high else None


def _just_inside(end: float, other: float) -> Value:
    """A number near one end of a cell and on its inner side: 1, 0.1, 0.01 … away, at most a tenth of the cell."""
    for decimals in range(18):
        step = 10.0**-decimals
        value = round(end + math.copysign(step, other - end), decimals + 3)
        if min(end, other) < value < max(end, other) and step <= abs(other - end) / 10:
            return _short(value)
    between = _between(min(end, other), max(end, other))
    return end if between is None else between


def _short(number: float) -> Value:
    """A number as one would write it: whole where it is whole."""
    return int(number) if float(number).is_integer() else number
