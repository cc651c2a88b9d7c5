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
        phase, phase_low, phase_high = self.phase(block, dtype, bounded)
        base = self.evidence.astype(dtype) * _weight(weights, "evidence", dtype)
        shared = _times(self.need(block.needs, dtype, block.size), weights, "need")
        shared += _times(self.breadth(block.established, dtype, block.size), weights, "breadth")
        shared += base
        score = shared + _times(phase, weights, "phase")
        low = high = None
        if bounded:
            low = shared + _times(phase_low, weights, "phase")
            high = _times(np.maximum(self.need(block.most, dtype, block.size), 0), weights, "need")
            high += _times(self.breadth(block.reachable, dtype, block.size), weights, "breadth")
            high += base
            high += _times(phase_high, weights, "phase")
        self.add_readiness(block, numbers, score, low, high)
        self.add_enabling(block, numbers, score, low, high)
        self.add_adjustments(block, numbers, score, low, high)
        for place in self.blocked:
            for total in (score, low, high):
                if total is not None:
                    total[place] = 0
        return TrackScores(score, low, high)

    def phase(self, block: Block, dtype: type[np.signedinteger], bounded: bool) -> tuple[Scores, Scores, Scores]:
        """The emphasis in the phase chosen for, with the least and the most in any possible phase."""
        values, working = self.phase_values.astype(dtype), block.working.astype(dtype)
        score = values[:, :1] * working[0]
        for phase in range(1, _PHASES):
            score += values[:, phase : phase + 1] * working[phase]
        if not bounded:
            return score, score, score
        low, high = score.copy(), score.copy()
        could = (block.working | block.possible).astype(dtype)
        for phase in range(_PHASES):
            here = values[:, phase : phase + 1] * could[phase]
            # Where the phase is out of the question, 200 and -200 lie outside every value.
            np.minimum(low, here + 200 * (1 - could[phase]), out=low)
            np.maximum(high, here - 200 * (1 - could[phase]), out=high)
        return score, low, high

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

    def breadth(self, of_finding: Bytes, dtype: type[np.signedinteger], size: int) -> Scores:
        """How many targets there are besides the first."""
        count = np.zeros((len(self.entries), size), np.uint8)
        for row, targets in zip(count, self.targets, strict=True):
            for _, finding in targets:
                np.add(row, of_finding[finding], out=row)
        np.maximum(count, 1, out=count)
        count -= 1
        found = count.astype(dtype)
        found *= self.per_problem
        return np.minimum(found, 100, out=found)

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
                for total, _ in sums:
                    total[place] += np.asarray(self.met * weight).astype(total.dtype)
                continue
            met = np.zeros(block.size, score.dtype)
            unmet = np.zeros(block.size, score.dtype)
            for item in requirements:
                met += block.met[item]
                unmet += block.unmet[item]
            for total, open_value in sums:
                value = met * (self.met - open_value) + unmet * (self.unmet - open_value) + count * open_value
                total[place] += (value // count) * np.asarray(weight).astype(total.dtype)

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


def _weight(weights: Mapping[str, Amount], name: str, dtype: type[np.signedinteger]) -> Scores:
    return np.asarray(weights.get(name, 0)).astype(dtype)


def _times(values: Scores, weights: Mapping[str, Amount], name: str) -> Scores:
    values *= np.asarray(weights.get(name, 0)).astype(values.dtype)
    return values
