"""The scores of the measures of one track for many profiles, with their bounds, as `ranking` sums each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import Bytes
from fasmodell.batch.score_inputs import Block, Index, Scores, TrackScores, Values, values_of
from fasmodell.batch.variation import Amount, ScoreNumbers
from fasmodell.catalogue import Entry
from fasmodell.rules import AdviceKind, Advises, RuleSet, Strength

_BEYOND = 1000  # beyond every difference of two values


class Adjusting(NamedTuple):
    """Advice that moves a score: which of the index, how strongly and which way."""

    advice: int
    strength: Strength
    sign: int


class _Total(NamedTuple):
    """
    What one of the three sums rests on: the score as it is, the least or the most that it could be.

    `phase` gives for a measure's values by phase what they add to the value of the first phase. `unknown` is what a
    requirement is worth while it is open. `advice` is added where it has fired; where that is open, what `limit` leaves
    of it.
    """

    needs: Mapping[Values, NDArray[np.int8]]
    breadth: NDArray[np.integer]
    phase: Callable[[Values], Scores]
    unknown: int
    dependants: Bytes
    advice: Bytes
    limit: Callable[[Scores], Scores] | None


class TrackScorer:
    """
    The measures of a track, in the order given; those that are blocked score nothing.

    `breadth_rows` has for each of them the row of a block's breadth; it ends before those with a single target.
    """

    def __init__(self, entries: Sequence[Entry], rules: RuleSet, index: Index, breadth_rows: Sequence[int]) -> None:
        self.entries = entries
        self.breadth_rows = breadth_rows
        policy = rules.ranking_policy
        readiness, evidence = policy.criteria["readiness"].values, [[entry.evidence_term.value] for entry in entries]
        self.met, self.unknown, self.unmet = readiness["met"], readiness["unknown"], readiness["unmet"]
        self.per_problem = policy.criteria["breadth"].values["each"]
        self.per_dependant = policy.criteria["enables"].values["each"]
        self.targets = [
            [(values_of(target), index.findings[target.finding]) for target in entry.targets] for entry in entries
        ]
        self.requirements = [[index.requirements[item.fact] for item in entry.requirements] for entry in entries]
        self.enables = [
            [index.dependants[one] for one in entry.enables] if entry.is_foundation else [] for entry in entries
        ]
        self.evidence = np.array(evidence, np.int64)
        self.phase_values = [tuple(term.value for term in entry.phase_terms) for entry in entries]
        # Values are hundredths, except that what is given for each of several has no lowest value.
        self.values = {
            "breadth": max(100, abs(self.per_problem) * max(map(len, self.targets), default=0)),
            "enables": max(100, abs(self.per_dependant) * max(map(len, self.enables), default=0)),
        }
        self.adjusting = [list(_adjusting(entry, rules, index)) for entry in entries]

    def dtype(self, numbers: ScoreNumbers) -> type[np.signedinteger]:
        """The narrowest type that holds every score, bound and difference of two."""
        bound = self.largest(numbers)
        return np.int16 if bound < 2**14 else np.int32 if bound < 2**30 else np.int64

    def largest(self, numbers: ScoreNumbers) -> int:
        """What no score of the track and no bound is beyond, above or below 0, in units of the track."""
        bound = sum(self.values.get(name, 100) * _largest(amount) for name, amount in numbers.weights.items())
        most = max(map(len, self.adjusting), default=0)
        return bound + most * max(map(_largest, numbers.adjustments.values()), default=0)

    def score(self, block: Block, numbers: ScoreNumbers, bounded: bool) -> TrackScores:
        """Add up the terms of every measure."""
        phases = _PhaseTerms(block, _weight(numbers.weights, "phase", self.dtype(numbers)))
        score = _Total(
            needs=block.needs,
            breadth=block.breadth,
            phase=cache(phases.working),
            unknown=self.unknown,
            dependants=block.needed,
            advice=block.fired,
            limit=None,
        )
        if not bounded:
            return TrackScores(self.total(score, block, numbers), None, None)
        low = score._replace(
            phase=cache(phases.least),
            unknown=self.unmet,
            dependants=block.sure,
            advice=block.surely_fired,
            limit=_least_of,
        )
        high = _Total(
            needs=block.most,
            breadth=block.most_breadth,
            phase=cache(phases.most),
            unknown=self.met,
            dependants=block.could,
            advice=block.surely_fired,
            limit=_most_of,
        )
        return TrackScores(*(self.total(one, block, numbers) for one in (score, low, high)))

    def total(self, total: _Total, block: Block, numbers: ScoreNumbers) -> Scores:
        """One of the sums for every measure. All terms of a measure are added while its row is in the cache."""
        dtype, weights = self.dtype(numbers), numbers.weights
        base = self._base(total, weights, dtype)
        found = np.empty((len(self.entries), block.size), dtype)
        term, need = np.empty(block.size, dtype), np.empty(block.size, np.int8)
        for place, entry in enumerate(self.entries):
            row = found[place]
            if entry.is_blocked:
                row[:] = 0
                continue
            self._need(place, total.needs, need)
            np.multiply(need, _weight(weights, "need", dtype), out=row, dtype=dtype)
            row += base[place]
            if len(set(self.phase_values[place])) > 1:
                row += total.phase(self.phase_values[place])
            self._add_breadth(place, total, weights, row, term)
            self._add_readiness(place, total, block, weights, row, term)
            self._add_enabling(place, total, weights, row)
            self._add_adjustments(place, total, block, numbers, row, term)
        return found

    def _base(self, total: _Total, weights: Mapping[str, Amount], dtype: type[np.signedinteger]) -> Scores:
        """What is the same in every row but for its weights; a measure that needs nothing is as ready as can be."""
        of_count = {0: self.met, 1: total.unknown}
        ready = np.array([[of_count.get(len(one), 0)] for one in self.requirements], np.int64)
        first = np.array([[values[0]] for values in self.phase_values], np.int64)
        found: Scores = self.evidence.astype(dtype) * _weight(weights, "evidence", dtype)
        for values, name in ((ready, "readiness"), (first, "phase")):
            found = np.add(found, values.astype(dtype) * _weight(weights, name, dtype))
        return found

    def _need(self, place: int, needs: Mapping[Values, NDArray[np.int8]], into: NDArray[np.int8]) -> None:
        """The strongest of a measure's targets."""
        targets = self.targets[place]
        if not targets:
            into[:] = 0
        for number, (values, finding) in enumerate(targets):
            if number:
                np.maximum(into, needs[values][finding], out=into)
            else:
                into[:] = needs[values][finding]

    def _add_breadth(self, place: int, total: _Total, weights: Mapping[str, Amount], row: Scores, term: Scores) -> None:
        """Add what targets besides the first are worth."""
        weight, of_place = weights.get("breadth", 0), self.breadth_rows[place]
        if of_place < len(total.breadth) and not _is_nothing(weight):
            row += np.multiply(total.breadth[of_place], _as(weight, row.dtype), out=term, dtype=row.dtype)

    def _add_readiness(
        self, place: int, total: _Total, block: Block, weights: Mapping[str, Amount], row: Scores, term: Scores
    ) -> None:
        """Add the share of prerequisites and preconditions met."""
        weight, requirements = weights.get("readiness", 0), self.requirements[place]
        if not requirements or _is_nothing(weight):
            return
        dtype, weighed = row.dtype, _as(weight, row.dtype)
        steps = [
            (_summed(planes, requirements), worth - total.unknown)
            for planes, worth in ((block.met, self.met), (block.unmet, self.unmet))
            if worth != total.unknown
        ]
        if len(requirements) == 1:  # what it is worth while it is open is added already
            for flags, step in steps:
                row += np.multiply(flags, weighed * dtype.type(step), out=term, dtype=dtype)
            return
        value = np.full(len(row), len(requirements) * total.unknown, dtype)
        for count, step in steps:
            value += np.multiply(count, step, out=term, dtype=dtype)
        value //= len(requirements)
        value *= weighed
        row += value

    def _add_enabling(self, place: int, total: _Total, weights: Mapping[str, Amount], row: Scores) -> None:
        """Add how many needed measures rest on a foundation."""
        weight, enables = weights.get("enables", 0), self.enables[place]
        if not enables or _is_nothing(weight):
            return
        value = _summed(total.dependants, enables).astype(row.dtype)
        value *= self.per_dependant
        np.minimum(value, 100, out=value)
        value *= _as(weight, row.dtype)
        row += value

    def _add_adjustments(
        self, place: int, total: _Total, block: Block, numbers: ScoreNumbers, row: Scores, term: Scores
    ) -> None:
        """Add what rules that prefer or discourage give or take."""
        for advice, strength, sign in self.adjusting[place]:
            points = _as(numbers.adjustments[strength], row.dtype) * row.dtype.type(sign)
            row += np.multiply(total.advice[advice], points, out=term, dtype=row.dtype)
            if total.limit is not None:
                row += np.multiply(block.undecided[advice], total.limit(points), out=term, dtype=row.dtype)


class _PhaseTerms:
    """What the emphasis in a phase adds to that in the first one, times the weight."""

    def __init__(self, block: Block, weight: Scores) -> None:
        self.weight = weight
        self.here = [plane.astype(weight.dtype) * weight for plane in block.working[1:]]
        self.could = [(one | other).astype(np.bool_) for one, other in zip(block.working, block.possible, strict=True)]

    def working(self, values: Values) -> Scores:
        """In the phase chosen for."""
        first, *others = values
        terms = [plane * (value - first) for value, plane in zip(others, self.here, strict=True) if value != first]
        found: Scores = terms[0]
        for term in terms[1:]:
            found += term
        return found

    def least(self, values: Values) -> Scores:
        """The least in any possible phase."""
        first, found = values[0], np.full(len(self.could[0]), _BEYOND, np.int16)
        for value, where in zip(values, self.could, strict=True):
            np.minimum(found, np.where(where, np.int16(value - first), np.int16(_BEYOND)), out=found)
        return found.astype(self.weight.dtype) * self.weight

    def most(self, values: Values) -> Scores:
        """The most in any possible phase."""
        return -self.least(tuple(-value for value in values))


def _adjusting(entry: Entry, rules: RuleSet, index: Index) -> Iterator[Adjusting]:
    of_case = {str(rule.id): rule.then for rule in rules.rules.values()}
    for item in entry.adjustments:
        then = of_case[item.term.case]
        assert isinstance(then, Advises)
        assert then.strength is not None  # adjustments are made of advice with a strength
        yield Adjusting(index.advice[item.fact], then.strength, 1 if then.kind is AdviceKind.PREFER else -1)


def _least_of(points: Scores) -> Scores:
    return np.minimum(points, 0)


def _most_of(points: Scores) -> Scores:
    return np.maximum(points, 0)


def _largest(amount: Amount) -> int:
    return int(np.abs(amount).max()) if isinstance(amount, np.ndarray) and amount.size else int(np.max(np.abs(amount)))


def _is_nothing(amount: Amount) -> bool:
    return not isinstance(amount, np.ndarray) and amount == 0


def _summed(planes: Bytes, rows: Sequence[int]) -> Bytes:
    """How many of some rows are set; there are never so many that a byte could not hold it."""
    count: Bytes = planes[rows[0]]
    for row in rows[1:]:
        count = count + planes[row]
    return count


def _weight(weights: Mapping[str, Amount], name: str, dtype: type[np.signedinteger]) -> Scores:
    return _as(weights.get(name, 0), dtype)


def _as(amount: Amount, dtype: np.dtype[np.signedinteger] | type[np.signedinteger]) -> Scores:
    return np.asarray(amount).astype(dtype)
