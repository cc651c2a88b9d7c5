"""Ranks within standing and track for many profiles, by counting who stands before whom."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import Bytes
from fasmodell.batch.score_columns import Scores, TrackScores

Keys = NDArray[np.unsignedinteger]


class TrackRanks(NamedTuple):
    """Ranks from 1: a row per measure, in the order of the tie-breakers."""

    rank: Bytes
    best: Bytes | None
    worst: Bytes | None


def rank_track(standing: Bytes, scores: TrackScores, standings: int) -> TrackRanks:
    """
    Rank the measures of a track within each standing by falling score, equal scores in the order given.

    At most 255 measures. A key joins standing and score in one number, the smaller the better, so that a rank is the
    number of smaller keys less those of better standings.
    """
    above = _above(standing, standings)
    all_scores = [one for one in scores if one is not None]
    top = max(int(one.max(initial=0)) for one in all_scores)
    span = top - min(int(one.min(initial=0)) for one in all_scores) + 1
    dtype = np.uint16 if span * standings < 2**16 else np.uint32 if span * standings < 2**32 else np.uint64
    base: Keys = standing.astype(dtype)
    base *= np.array(span).astype(dtype)

    def keys(of: Scores) -> Keys:
        found: Keys = np.subtract(top, of).astype(dtype)
        found += base
        return found

    rank = _places(keys(scores.score))
    rank += 1
    rank -= above
    if scores.low is None or scores.high is None:
        return TrackRanks(rank, None, None)
    lows, highs = keys(scores.low), keys(scores.high)
    best, worst = np.empty_like(above), np.empty_like(above)
    held = np.empty(lows.shape, np.bool_)
    for place in range(len(lows)):
        np.less(lows, highs[place], out=held)
        np.add.reduce(held.view(np.uint8), axis=0, dtype=np.uint8, out=best[place])
        np.less_equal(highs, lows[place], out=held)
        np.add.reduce(held.view(np.uint8), axis=0, dtype=np.uint8, out=worst[place])
    best += 1
    best -= above
    worst -= above
    return TrackRanks(rank, best, worst)


def _above(standing: Bytes, standings: int) -> Bytes:
    """For each measure how many of its track have a better standing."""
    found = np.zeros_like(standing)
    is_worse = np.empty(standing.shape, np.bool_)
    flags = is_worse.view(np.uint8)
    better = np.uint8(len(standing))
    for stand in range(standings - 1):
        np.greater(standing, stand, out=is_worse)
        worse = np.add.reduce(flags, axis=0, dtype=np.uint8)
        # So many as there are of this standing stand before every one of a worse standing.
        if (better != worse).any():
            np.multiply(flags, better - worse, out=flags)
            np.add(found, flags, out=found)
        better = worse
    return found


def _places(keys: Keys) -> Bytes:
    """For each row of keys how many stand before it: smaller ones, and equal ones of earlier rows."""
    found = np.zeros(keys.shape, np.uint8)
    held = np.empty(keys.shape, np.bool_)
    for place in range(1, len(keys)):
        beaten, bits = held[:place], held[:place].view(np.uint8)
        np.greater(keys[:place], keys[place], out=beaten)
        found[:place] += bits
        found[place] = place - np.add.reduce(bits, axis=0, dtype=np.uint8)
    return found
