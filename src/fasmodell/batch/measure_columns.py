"""The measures of many profiles: standings in bits for a whole chunk, then scores and ranks block by block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import Bytes, Wiring, Words, unpacked
from fasmodell.batch.rank_columns import rank_track
from fasmodell.batch.score_columns import TrackScorer
from fasmodell.batch.score_inputs import Block, Index, Scores, TrackScores, Values, values_of
from fasmodell.batch.standing_columns import CASES, NEEDED, Ladders, PhasePlanes, StandingPlanes, known_planes
from fasmodell.batch.target_columns import Levels, TargetCounts
from fasmodell.batch.variation import ScoreNumbers, Variation, score_numbers
from fasmodell.catalogue import Entry
from fasmodell.knowledge import Track
from fasmodell.rule_base import RuleBase

BLOCK = 1 << 15  # rows that are scored at once: fewer, and calls would cost more than their work
RANKED = 1 << 13  # rows that are ranked at once: so few that a track's keys stay in the processor's cache


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


class _Chunk(NamedTuple):
    """
    What is known of a chunk, in words of bits.

    Levels come signs first with a row per finding; the rest has a row per entry of the index, or per measure.
    `further` and `most_further` say where a measure has two targets established (or not ruled out), three and so on.
    `standing` holds the bits of a standing, lowest first, `possible_standings` a plane per standing.
    """

    established: Words
    reachable: Words
    further: Words
    most_further: Words
    working: Words
    possible: Words
    met: Words
    unmet: Words
    needed: Words
    sure: Words
    could: Words
    fired: Words
    surely_fired: Words
    undecided: Words
    standing: Words
    possible_standings: Words


class MeasureColumns:
    """The catalogue of a rule base, tied to the planes of its symbols."""

    def __init__(self, base: RuleBase, wiring: Wiring) -> None:
        self.base = base
        self.symbols = wiring.symbols
        tracks = {track: _in_order(base.catalogue.entries.values(), track) for track in Track}
        entries = [entry for own in tracks.values() for entry in own]
        self.entries = {entry.measure: entry for entry in entries}
        self.ladders = Ladders(entries, wiring.symbols)
        self.index = Index(
            findings=_numbered(base.knowledge.findings),
            requirements=_numbered(item.fact for entry in entries for item in entry.requirements),
            dependants=_numbered(measure for entry in entries for measure in entry.enables),
            advice=_numbered(item.fact for entry in entries for item in entry.adjustments),
        )
        places = _numbered(self.entries)
        self.dependants = np.array([places[measure] for measure in self.index.dependants], np.intp)
        self.met = [known_planes(wiring.symbols, fact) for fact in self.index.requirements]
        self.fired = [known_planes(wiring.symbols, fact) for fact in self.index.advice]
        self.required = {
            place: [known_planes(wiring.symbols, fact).true for fact in entry.require]
            for place, entry in enumerate(entries)
            if entry.require
        }
        self.levels = Levels([(finding, facts) for finding, facts, _ in base.catalogue.levels], wiring.symbols)
        self.targets = TargetCounts(
            [[self.index.findings[target.finding] for target in entry.targets] for entry in entries],
            base.rules.ranking_policy.criteria["breadth"].values["each"],
        )
        self.values = tuple(dict.fromkeys(values_of(target) for entry in entries for target in entry.targets))
        self.tracks: dict[Track, TrackScorer] = {
            track: TrackScorer(
                own, base.rules, self.index, [int(self.targets.at[places[entry.measure]]) for entry in own]
            )
            for track, own in tracks.items()
            if own
        }

    def evaluate(
        self, planes: Words, phases: PhasePlanes, settled: Words, varied: Variation, size: int, envelopes: bool
    ) -> MeasureAnswers:
        """Standings, scores and ranks of `size` rows."""
        chunk = self.chunk(planes, phases, settled, envelopes)
        numbers = {track: score_numbers(self.base.rules.ranking_policy, track, varied) for track in self.tracks}
        answers = self.empty(size, envelopes, numbers)
        for place, rules in self.required.items():
            plane = np.bitwise_or.reduce(planes[rules], axis=0)
            answers.is_required[place] = unpacked(plane)[:size].view(np.bool_)
        for start in range(0, size, BLOCK):
            self.fill(chunk, answers, numbers, varied, start, min(start + BLOCK, size))
        return answers

    def chunk(self, planes: Words, phases: PhasePlanes, settled: Words, bounded: bool) -> _Chunk:
        """Decide levels and standings, and gather what scores rest on; without bounds, no more than that."""
        sure = self.bounding(planes, settled) if bounded else planes
        levels = self.levels.planes(planes)
        some, *further = self.targets.at_least(levels.established[0])
        maybe, *most_further = self.targets.at_least(levels.reachable[0], some=not bounded)
        established, reachable = some[self.targets.at], maybe[self.targets.at]
        stood = self.ladders.stand(planes, established, reachable, phases, bounded=bounded)
        nothing = np.empty((0, planes.shape[1]), np.uint64)
        gathered = _Chunk(
            established=levels.established,
            reachable=levels.reachable,
            further=np.concatenate([nothing, *further]),
            most_further=np.concatenate([nothing, *most_further]),
            working=np.stack(phases.working),
            possible=np.stack(phases.possible),
            met=planes[[one.true for one in self.met]],
            unmet=planes[[one.false for one in self.met]],
            needed=stood.needed[self.dependants],
            sure=nothing,
            could=nothing,
            fired=planes[[one.true for one in self.fired]],
            surely_fired=nothing,
            undecided=nothing,
            standing=stood.bits,
            possible_standings=nothing,
        )
        if not bounded:
            return gathered
        if sure is not planes:
            stood = self.ladders.stand(sure, established, reachable, phases, bounded=True)
        return self.with_bounds(gathered, sure, stood)

    def with_bounds(self, chunk: _Chunk, sure: Words, stood: StandingPlanes) -> _Chunk:
        """Add what bounds rest on: possible standings, and the advice that is sure whatever phase it is."""
        assert stood.possible is not None
        of_dependants = stood.possible[:, self.dependants]
        true, false = [one.true for one in self.fired], [one.false for one in self.fired]
        return chunk._replace(
            sure=~np.bitwise_or.reduce(of_dependants[[case for case in CASES if case not in NEEDED]], axis=0),
            could=np.bitwise_or.reduce(of_dependants[list(NEEDED)], axis=0),
            surely_fired=sure[true],
            undecided=~(sure[true] | sure[false]),
            possible_standings=stood.possible,
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
        chunk: _Chunk,
        answers: MeasureAnswers,
        numbers: Mapping[Track, ScoreNumbers],
        varied: Variation,
        start: int,
        end: int,
    ) -> None:
        """Write the levels, standings, scores and ranks of some rows."""
        bounded, here = answers.low is not None, slice(start, end)
        _join_bits(_opened(chunk.standing, here), answers.standing[:, here])
        if answers.possible_standings is not None:
            _join_bits(_opened(chunk.possible_standings, here), answers.possible_standings[:, here])
        block, first = self.block(chunk, answers, here, bounded), 0
        for track, scorer in self.tracks.items():
            own = numbers[track]
            if varied.weights or varied.adjustments:
                own = score_numbers(self.base.rules.ranking_policy, track, varied.rows(start, end))
            scores, last = scorer.score(block, own, bounded), first + len(scorer.entries)
            for into, found in ((answers.score, scores.score), (answers.low, scores.low), (answers.high, scores.high)):
                if into is not None and found is not None:
                    np.multiply(found, own.unit, out=into[first:last, here], dtype=into.dtype)
            self.rank(scorer, scores, answers, first, start, end - start)
            first = last

    def rank(
        self, scorer: TrackScorer, scores: TrackScores, answers: MeasureAnswers, first: int, start: int, size: int
    ) -> None:
        """Write the ranks of a track; what is blocked has a standing of its own, and so is ranked by itself."""
        count, free = len(scorer.entries), sum(not entry.is_blocked for entry in scorer.entries)
        for begin, end in ((0, free), (free, count)):
            own, of_answers = slice(begin, end), slice(first + begin, first + end)
            for at in range(0, size, RANKED) if begin < end else ():
                here = slice(at, min(at + RANKED, size))
                there = slice(start + here.start, start + here.stop)
                ranks = rank_track(answers.standing[of_answers, there], scores.part(own, here), len(CASES))
                for into, found in zip((answers.rank, answers.best_rank, answers.worst_rank), ranks, strict=True):
                    if into is not None and found is not None:
                        into[of_answers, there] = found

    def block(self, chunk: _Chunk, answers: MeasureAnswers, here: slice, bounded: bool) -> Block:
        """Write the levels of some rows, and unpack what their scores rest on."""
        established, reachable = _opened(chunk.established, here), _opened(chunk.reachable, here)
        np.add.reduce(established.view(np.int8), axis=0, dtype=np.int8, out=answers.level[:, here])
        np.add.reduce(reachable.view(np.int8), axis=0, dtype=np.int8, out=answers.highest[:, here])
        most = {values: np.maximum(_valued(values, reachable), 0) for values in self.values if bounded}
        return Block(
            size=here.stop - here.start,
            needs={values: _valued(values, established) for values in self.values},
            most=most,
            breadth=self.targets.breadth(_opened(chunk.further, here)),
            most_breadth=self.targets.breadth(_opened(chunk.most_further, here)),
            working=_opened(chunk.working, here),
            possible=_opened(chunk.possible, here),
            met=_opened(chunk.met, here),
            unmet=_opened(chunk.unmet, here),
            needed=_opened(chunk.needed, here),
            sure=_opened(chunk.sure, here),
            could=_opened(chunk.could, here),
            fired=_opened(chunk.fired, here),
            surely_fired=_opened(chunk.surely_fired, here),
            undecided=_opened(chunk.undecided, here),
        )


K = TypeVar("K")


def _numbered(keys: Iterable[K]) -> dict[K, int]:
    return {key: place for place, key in enumerate(dict.fromkeys(keys))}


def _in_order(entries: Iterable[Entry], track: Track) -> list[Entry]:
    """The measures of a track in the order of the tie-breakers, those that are blocked last."""
    return sorted(
        (entry for entry in entries if entry.track is track), key=lambda entry: (entry.is_blocked, entry.tie_order)
    )


def _opened(planes: Words, here: slice) -> Bytes:
    """Some rows of planes as bytes; they start at a word."""
    return unpacked(planes[..., here.start // 64 : -(-here.stop // 64)])[..., : here.stop - here.start]


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
