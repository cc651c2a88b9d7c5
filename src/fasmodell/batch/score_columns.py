"""The scores of the measures of one track for many profiles, with their bounds, as `ranking` sums each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import Bytes
from fasmodell.batch.variation import Amount, ScoreNumbers
from fasmodell.catalogue import Entry, TargetTerms
from fasmodell.facts import FactId
from fasmodell.knowledge import FindingId, MeasureId
from fasmodell.rules import AdviceKind, Advises, RuleSet, Strength

Scores = NDArray[np.signedinteger]
Values = tuple[int, ...]
_PHASES = 3


class Index(NamedTuple):
    """At which row of a block's arrays each finding, requirement, dependant measure and piece of advice stands."""

    findings: Mapping[FindingId, int]
    requirements: Mapping[FactId, int]
    dependants: Mapping[MeasureId, int]
    advice: Mapping[FactId, int]


class Block(NamedTuple):
    """
    Some rows, unpacked to a byte per row and fact; arrays have a row for each entry of the index.

    `needs` and `most` hold for each set of values of need those of every finding, as established and at the highest
    level not ruled out; `established` and `reachable` say where it is at any level. `working` and `possible` have a row
    per phase. Of dependants: needed now, needed in every completion, needed in some. Of advice: known true; and for the
    bounds known true and open.
    """

    size: int
    needs: Mapping[Values, NDArray[np.int8]]
    most: Mapping[Values, NDArray[np.int8]]
    established: Bytes
    reachable: Bytes
    working: Bytes
    possible: Bytes
    met: Bytes
    unmet: Bytes
    needed: Bytes
    sure: Bytes
    could: Bytes
    fired: Bytes
    surely_fired: Bytes
    undecided: Bytes


class TrackScores(NamedTuple):
    """Scores and their bounds, in units of the track: a row per measure, in the order of the tie-breakers."""

    score: Scores
    low: Scores | None
    high: Scores | None

    def rows(self, here: slice) -> TrackScores:
        """Those of some rows."""
        low, high = (None if one is None else one[:, here] for one in (self.low, self.high))
        return TrackScores(self.score[:, here], low, high)


class Adjusting(NamedTuple):
    """Advice that moves a score: which of the index, for a measure at which place, how strongly and which way."""

    advice: int
    place: int
    strength: Strength
    sign: int


def values_of(target: TargetTerms) -> Values:
    """The values of need that a target gives: none, signs, marked, acute."""
    return tuple(term.value for term in target.terms)


class TrackScorer:
    """The measures of a track, in the order of the tie-breakers; those that are blocked score nothing."""

    def __init__(self, entries: Sequence[Entry], rules: RuleSet, index: Index) -> None:
        self.entries = entries
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
            [index.dependants[one] for one in entry.enables] if entry.is_foundation else None for entry in entries
        ]
        self.evidence = np.array(evidence, np.int64)
        # A measure that needs nothing is as ready as can be in every row.
        self.ready = np.array([[0 if one else self.met] for one in self.requirements], np.int64)
        self.phase_values = np.array([[term.value for term in entry.phase_terms] for entry in entries], np.int64)
        # Values are hundredths, except that what is given for each of several has no lowest value.
        self.values = {
            "breadth": max(100, abs(self.per_problem) * max(map(len, self.targets), default=0)),
            "enables": max(100, abs(self.per_dependant) * max((len(one or ()) for one in self.enables), default=0)),
        }
        self.blocked = [place for place, entry in enumerate(entries) if entry.is_blocked]
        self.adjusting = list(_adjusting(entries, rules, index))

    def dtype(self, numbers: ScoreNumbers) -> type[np.signedinteger]:
        """The narrowest type that holds every score, bound and difference of two."""
        bound = self.largest(numbers)
        return np.int16 if bound < 2**14 else np.int32 if bound < 2**30 else np.int64

    def largest(self, numbers: ScoreNumbers) -> int:
        """What no score of the track and no bound is beyond, above or below 0, in units of the track."""
        bound = sum(self.values.get(name, 100) * _largest(amount) for name, amount in numbers.weights.items())
        most = max([sum(1 for item in self.adjusting if item.place == one.place) for one in self.adjusting], default=0)
        return bound + most * max(map(_largest, numbers.adjustments.values()), default=0)

    def score(self, block: Block, numbers: ScoreNumbers, bounded: bool) -> TrackScores:
        """Add up the terms of every measure."""
        dtype = self.dtype(numbers)
        weights = numbers.weights
        base: Scores = np.add(
            self.evidence.astype(dtype) * _weight(weights, "evidence", dtype),
            self.ready.astype(dtype) * _weight(weights, "readiness", dtype),
        )
        score = _times(self.need(block.needs, dtype, block.size), weights, "need")
        self.add_breadth(block.established, weights, score)
        score += base
        low = high = None
        if bounded:
            low = score.copy()
            high = _times(np.maximum(self.need(block.most, dtype, block.size), 0), weights, "need")
            self.add_breadth(block.reachable, weights, high)
            high += base
        self.add_phase(block, _weight(weights, "phase", dtype), score, low, high)
        self.add_readiness(block, numbers, score, low, high)
        self.add_enabling(block, numbers, score, low, high)
        self.add_adjustments(block, numbers, score, low, high)
        for place in self.blocked:
            for total in (score, low, high):
                if total is not None:
                    total[place] = 0
        return TrackScores(score, low, high)

    def add_phase(self, block: Block, weight: Scores, score: Scores, low: Scores | None, high: Scores | None) -> None:
        """Add the emphasis in the phase chosen for, or the least and the most in any possible phase."""
        here = [plane.astype(score.dtype) * weight for plane in block.working]
        could = [(one | other).astype(np.bool_) for one, other in zip(block.working, block.possible, strict=True)]
        added: dict[tuple[int, ...], tuple[Scores, Scores, Scores]] = {}
        for place, values in enumerate(map(tuple, self.phase_values.tolist())):
            if values not in added:
                working = sum(
                    (value * plane for value, plane in zip(values, here, strict=True)), np.zeros_like(here[0])
                )
                added[values] = (working, working, working)
                if low is not None:
                    added[values] = (
                        working,
                        _least(values, could) * weight,
                        -_least([-one for one in values], could) * weight,
                    )
            for total, value in zip((score, low, high), added[values], strict=True):
                if total is not None:
                    total[place] += value

    def need(self, of_values: Mapping[Values, NDArray[np.int8]], dtype: type[np.signedinteger], size: int) -> Scores:
        """The strongest of a measure's targets."""
        found = np.zeros((len(self.entries), size), np.int8)
        for row, targets in zip(found, self.targets, strict=True):
            for number, (values, finding) in enumerate(targets):
                if number:
                    np.maximum(row, of_values[values][finding], out=row)
                else:
                    row[:] = of_values[values][finding]
        return found.astype(dtype)

    def add_breadth(self, of_finding: Bytes, weights: Mapping[str, Amount], total: Scores) -> None:
        """Add what targets besides the first are worth, up to the whole weight."""
        weight = weights.get("breadth", 0)
        if _is_nothing(weight):
            return
        count = np.empty(total.shape[1], np.uint8)
        for place, targets in enumerate(self.targets):
            if len(targets) > 1:
                np.add(of_finding[targets[0][1]], of_finding[targets[1][1]], out=count)
                for _, finding in targets[2:]:
                    np.add(count, of_finding[finding], out=count)
                np.maximum(count, 1, out=count)
                value = (count - np.uint8(1)).astype(total.dtype)
                value *= self.per_problem
                np.minimum(value, 100, out=value)
                value *= np.asarray(weight).astype(total.dtype)
                total[place] += value

    def add_readiness(
        self, block: Block, numbers: ScoreNumbers, score: Scores, low: Scores | None, high: Scores | None
    ) -> None:
        """Add the share of prerequisites and preconditions met."""
        weight = numbers.weights.get("readiness", 0)
        if _is_nothing(weight):
            return
        sums = (
            [(score, self.unknown)]
            + ([(low, self.unmet)] if low is not None else [])
            + ([(high, self.met)] if high is not None else [])
        )
        for place, requirements in enumerate(self.requirements):
            count = len(requirements)
            if not count:
                continue
            met, unmet = _summed(block.met, requirements), _summed(block.unmet, requirements)
            for total, open_value in sums:
                value = np.multiply(met, self.met - open_value, dtype=total.dtype)
                value += np.multiply(unmet, self.unmet - open_value, dtype=total.dtype)
                value += count * open_value
                if count > 1:
                    value //= count
                value *= np.asarray(weight).astype(total.dtype)
                total[place] += value

    def add_enabling(
        self, block: Block, numbers: ScoreNumbers, score: Scores, low: Scores | None, high: Scores | None
    ) -> None:
        """Add how many needed measures rest on a foundation."""
        weight = numbers.weights.get("enables", 0)
        if _is_nothing(weight):
            return
        for place, enables in enumerate(self.enables):
            for total, dependants in ((score, block.needed), (low, block.sure), (high, block.could)):
                if total is not None and enables:
                    count = np.zeros(block.size, total.dtype)
                    for measure in enables:
                        count += dependants[measure]
                    value = np.minimum(count * self.per_dependant, 100)
                    total[place] += value * np.asarray(weight).astype(total.dtype)

    def add_adjustments(
        self, block: Block, numbers: ScoreNumbers, score: Scores, low: Scores | None, high: Scores | None
    ) -> None:
        """Add what rules that prefer or discourage give or take."""
        for advice, place, strength, sign in self.adjusting:
            points = np.asarray(numbers.adjustments[strength]).astype(score.dtype) * sign
            score[place] += block.fired[advice] * points
            if low is not None and high is not None:
                sure, undecided = block.surely_fired[advice] * points, block.undecided[advice]
                low[place] += sure + undecided * np.minimum(points, 0)
                high[place] += sure + undecided * np.maximum(points, 0)


def _adjusting(entries: Sequence[Entry], rules: RuleSet, index: Index) -> list[Adjusting]:
    found = []
    of_case = {str(rule.id): rule.then for rule in rules.rules.values()}
    for place, entry in enumerate(entries):
        for item in entry.adjustments:
            then = of_case[item.term.case]
            assert isinstance(then, Advises)
            assert then.strength is not None  # adjustments are made of advice with a strength
            found.append(
                Adjusting(index.advice[item.fact], place, then.strength, 1 if then.kind is AdviceKind.PREFER else -1)
            )
    return found


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


def _least(values: Sequence[int], could: Sequence[NDArray[np.bool_]]) -> NDArray[np.int16]:
    """The least of some values, of those that could be; 200 lies beyond every value."""
    found = np.full(len(could[0]), 200, np.int16)
    for value, where in zip(values, could, strict=True):
        np.minimum(found, np.where(where, np.int16(value), np.int16(200)), out=found)
    return found


def _weight(weights: Mapping[str, Amount], name: str, dtype: type[np.signedinteger]) -> Scores:
    return np.asarray(weights.get(name, 0)).astype(dtype)


def _times(values: Scores, weights: Mapping[str, Amount], name: str) -> Scores:
    values *= np.asarray(weights.get(name, 0)).astype(values.dtype)
    return values
