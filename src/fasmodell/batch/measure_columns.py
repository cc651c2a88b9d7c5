"""The measures of many profiles: standings in bits for a whole chunk, then scores and ranks block by block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import NEVER, Bytes, Wiring, Words, unpacked
from fasmodell.batch.rank_columns import rank_track
from fasmodell.batch.score_columns import Block, Index, Scores, TrackScorer, Values, values_of
from fasmodell.batch.standing_columns import (
    NEEDED,
    Ladder,
    PhasePlanes,
    StandingPlanes,
    finding_planes,
    joined,
    known_planes,
)
from fasmodell.batch.variation import ScoreNumbers, Variation, score_numbers
from fasmodell.knowledge import MeasureId, Track
from fasmodell.results import Standing
from fasmodell.rule_base import RuleBase

BLOCK = 1 << 14  # rows that are scored at once: more would outgrow the memory that is handed out again
RANKED = 1 << 13  # rows that are ranked at once: so few that a track's keys stay in the processor's cache
_BITS = 3  # that a standing takes


class MeasureAnswers(NamedTuple):
    """The findings' and measures' part of `Evaluated`."""

    level: NDArray[np.int8]
    highest: NDArray[np.int8]
    standing: NDArray[np.uint8]
    possible_standings: NDArray[np.uint8] | None
    is_required: NDArray[np.bool_]
    score: Scores
    rank: NDArray[np.uint8]
    low: Scores | None
    high: Scores | None
    best_rank: NDArray[np.uint8] | None
    worst_rank: NDArray[np.uint8] | None


B = TypeVar("B", Words, Bytes)


class _Chunk(NamedTuple, Generic[B]):
    """
    What is known of a chunk in words of bits, or of a block in bytes, stacked so that a block is unpacked at once.

    Levels come signs first with a row per finding; the rest has a row per entry of the index, or per measure.
    `standing` holds the bits of a standing, lowest first, `possible_standings` a plane per standing.
    """

    established: B
    reachable: B
    working: B
    possible: B
    met: B
    unmet: B
    needed: B
    sure: B
    could: B
    fired: B
    surely_fired: B
    undecided: B
    standing: B
    possible_standings: B


class MeasureColumns:
    """The catalogue of a rule base, tied to the planes of its symbols."""

    def __init__(self, base: RuleBase, wiring: Wiring) -> None:
        self.base = base
        self.symbols = wiring.symbols
        self.entries = base.catalogue.entries
        self.places = {measure: place for place, measure in enumerate(self.entries)}
        self.ladders = {measure: Ladder(entry, wiring.symbols) for measure, entry in self.entries.items()}
        entries = self.entries.values()
        self.index = Index(
            findings=_numbered(base.knowledge.findings),
            requirements=_numbered(item.fact for entry in entries for item in entry.requirements),
            dependants=_numbered(measure for entry in entries for measure in entry.enables),
            advice=_numbered(item.fact for entry in entries for item in entry.adjustments),
        )
        self.met = [known_planes(wiring.symbols, fact) for fact in self.index.requirements]
        self.fired = [known_planes(wiring.symbols, fact) for fact in self.index.advice]
        self.values = tuple(dict.fromkeys(values_of(target) for entry in entries for target in entry.targets))
        self.tracks: dict[Track, TrackScorer] = {}
        for track in Track:
            own = sorted((entry for entry in entries if entry.track is track), key=lambda entry: entry.tie_order)
            if own:
                self.tracks[track] = TrackScorer(own, base.rules, self.index)

    def evaluate(
        self, planes: Words, phases: PhasePlanes, settled: Words, varied: Variation, size: int, envelopes: bool
    ) -> MeasureAnswers:
        """Standings, scores and ranks of `size` rows."""
        chunk = self.chunk(planes, phases, settled, envelopes)
        numbers = {track: score_numbers(self.base.rules.ranking_policy, track, varied) for track in self.tracks}
        answers = self.empty(size, envelopes, numbers)
        required = [place for place, entry in enumerate(self.entries.values()) if entry.require]
        for place in required:
            facts = list(self.entries.values())[place].require
            plane = np.bitwise_or.reduce([planes[known_planes(self.symbols, fact).true] for fact in facts])
            answers.is_required[place] = unpacked(plane)[:size].view(np.bool_)
        for start in range(0, size, BLOCK):
            self.fill(chunk, answers, numbers, varied, start, min(start + BLOCK, size))
        return answers

    def chunk(self, planes: Words, phases: PhasePlanes, settled: Words, bounded: bool) -> _Chunk[Words]:
        """Decide levels and standings, and gather what scores rest on; without bounds, no more than that."""
        sure = self.bounding(planes, settled) if bounded else planes
        findings = finding_planes(self.base.catalogue, self.symbols, planes)
        stood = {measure: ladder.stand(planes, findings, phases) for measure, ladder in self.ladders.items()}
        never = planes[NEVER]
        with_bit = [[case for case in range(len(Standing)) if case >> bit & 1] for bit in range(_BITS)]
        nothing = np.empty((0, len(never)), np.uint64)
        gathered = _Chunk(
            established=_by_level([one.established for one in findings.values()]),
            reachable=_by_level([one.reachable for one in findings.values()]),
            working=np.stack(phases.working),
            possible=np.stack(phases.possible),
            met=planes[[one.true for one in self.met]],
            unmet=planes[[one.false for one in self.met]],
            needed=_stacked([joined(stood[one], NEEDED, True, never) for one in self.index.dependants], never),
            sure=nothing,
            could=nothing,
            fired=planes[[one.true for one in self.fired]],
            surely_fired=nothing,
            undecided=nothing,
            standing=np.stack([[joined(one, cases, True, never) for one in stood.values()] for cases in with_bit]),
            possible_standings=nothing,
        )
        if not bounded:
            return gathered
        could = stood
        if sure is not planes:
            could = {measure: ladder.stand(sure, findings, phases) for measure, ladder in self.ladders.items()}
        return self.with_bounds(gathered, sure, could, never)

    def with_bounds(
        self, chunk: _Chunk[Words], sure: Words, stood: Mapping[MeasureId, StandingPlanes], never: Words
    ) -> _Chunk[Words]:
        """Add what bounds rest on: possible standings, and the advice that is sure whatever phase it is."""
        cases = range(len(Standing))
        others = [case for case in cases if case not in NEEDED]
        dependants = self.index.dependants
        true, false = [one.true for one in self.fired], [one.false for one in self.fired]
        return chunk._replace(
            sure=_stacked([~joined(stood[one], others, False, never) for one in dependants], never),
            could=_stacked([joined(stood[one], NEEDED, False, never) for one in dependants], never),
            surely_fired=sure[true],
            undecided=~(sure[true] | sure[false]),
            possible_standings=np.stack(
                [[joined(one, (case,), False, never) for one in stood.values()] for case in cases]
            ),
        )

    def bounding(self, planes: Words, settled: Words) -> Words:
        """The planes with advice that another phase could change left open where the phase is not settled."""
        moving = self.base.catalogue.moves_with_phase
        if not moving:
            return planes
        sure = planes.copy()
        for fact in moving:
            for plane in known_planes(self.symbols, fact):
                if plane > 1:
                    sure[plane] = planes[plane] & settled
        return sure

    def empty(self, size: int, envelopes: bool, numbers: Mapping[Track, ScoreNumbers]) -> MeasureAnswers:
        """Arrays to fill, of the narrowest types that hold every score."""
        count, findings = len(self.entries), len(self.base.knowledge.findings)

        def bytes_() -> NDArray[np.uint8]:
            return np.empty((count, size), np.uint8)

        largest = max(scorer.largest(numbers[track]) * numbers[track].unit for track, scorer in self.tracks.items())
        dtype = np.int16 if largest < 2**15 else np.int32 if largest < 2**31 else np.int64

        def scores() -> Scores:
            return np.empty((count, size), dtype)

        return MeasureAnswers(
            level=np.empty((findings, size), np.int8),
            highest=np.empty((findings, size), np.int8),
            standing=bytes_(),
            possible_standings=bytes_() if envelopes else None,
            is_required=np.zeros((count, size), np.bool_),
            score=scores(),
            rank=bytes_(),
            low=scores() if envelopes else None,
            high=scores() if envelopes else None,
            best_rank=bytes_() if envelopes else None,
            worst_rank=bytes_() if envelopes else None,
        )

    def fill(
        self,
        chunk: _Chunk[Words],
        answers: MeasureAnswers,
        numbers: Mapping[Track, ScoreNumbers],
        varied: Variation,
        start: int,
        end: int,
    ) -> None:
        """Write the scores and ranks of some rows."""
        bounded = answers.low is not None
        words, size = slice(start // 64, -(-end // 64)), end - start
        opened = _Chunk[Bytes](*(unpacked(one[..., words])[..., :size] for one in chunk))
        here = slice(start, end)
        np.add.reduce(opened.established.view(np.int8), axis=0, dtype=np.int8, out=answers.level[:, here])
        np.add.reduce(opened.reachable.view(np.int8), axis=0, dtype=np.int8, out=answers.highest[:, here])
        _join_bits(opened.standing, answers.standing[:, here])
        if answers.possible_standings is not None:
            _join_bits(opened.possible_standings, answers.possible_standings[:, here])
        block = self.block(opened, size, bounded)
        for track, scorer in self.tracks.items():
            own = numbers[track]
            if varied.weights or varied.adjustments:
                own = score_numbers(self.base.rules.ranking_policy, track, varied.rows(start, end))
            rows = [self.places[entry.measure] for entry in scorer.entries]
            scores = scorer.score(block, own, bounded)
            for into, found in ((answers.score, scores.score), (answers.low, scores.low), (answers.high, scores.high)):
                if into is not None and found is not None:
                    into[rows, start:end] = found if own.unit == 1 else found.astype(into.dtype) * own.unit
            for first in range(0, size, RANKED):
                here = slice(first, min(first + RANKED, size))
                there = slice(start + here.start, start + here.stop)
                ranks = rank_track(answers.standing[rows, there], scores.rows(here), len(Standing))
                for places, ranked in zip((answers.rank, answers.best_rank, answers.worst_rank), ranks, strict=True):
                    if places is not None and ranked is not None:
                        places[rows, there] = ranked

    def block(self, opened: _Chunk[Bytes], size: int, bounded: bool) -> Block:
        """What the scores of some rows rest on."""
        return Block(
            size=size,
            needs={values: _valued(values, opened.established) for values in self.values},
            most={values: _valued(values, opened.reachable) for values in self.values} if bounded else {},
            established=opened.established[0],
            reachable=opened.reachable[0],
            working=opened.working,
            possible=opened.possible,
            met=opened.met,
            unmet=opened.unmet,
            needed=opened.needed,
            sure=opened.sure,
            could=opened.could,
            fired=opened.fired,
            surely_fired=opened.surely_fired,
            undecided=opened.undecided,
        )


K = TypeVar("K")


def _numbered(keys: Iterable[K]) -> dict[K, int]:
    return {key: place for place, key in enumerate(dict.fromkeys(keys))}


def _by_level(planes: Sequence[tuple[Words, ...]]) -> Words:
    return np.stack([np.stack(of_level) for of_level in zip(*planes, strict=True)])


def _stacked(planes: Sequence[Words], never: Words) -> Words:
    return np.stack(planes) if planes else np.empty((0, len(never)), np.uint64)


def _join_bits(bits: Bytes, into: Bytes) -> None:
    """Put bits together into numbers, lowest first."""
    into[:] = bits[-1]
    for plane in bits[-2::-1]:
        np.add(into, into, out=into)  # which is quicker than a shift
        np.bitwise_or(into, plane, out=into)


def _valued(values: Values, levels: Bytes) -> NDArray[np.int8]:
    """The values of need at each row's level; differences may leave the range of a byte and come back into it."""
    found = np.full(levels.shape[1:], values[0], np.int8)
    step = np.empty_like(found)
    for level, plane in enumerate(levels, 1):
        factor = np.array(values[level] - values[level - 1]).astype(np.int8)
        np.multiply(plane.view(np.int8), factor, out=step)
        np.add(found, step, out=found)
    return found
