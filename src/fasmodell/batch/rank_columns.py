"""Ranks within standing and track for many profiles, by counting who stands before whom."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.planes import Bytes
from fasmodell.batch.score_inputs import Scores, TrackScores

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
    top = max(int(one.max(initial=0)) for one in all_scores) + 1  # so that no key is 0, and one can be taken from each
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
    """
    For each row of keys how many stand before it: smaller ones, and equal ones of earlier rows.

    Every pair is compared once: each row with the next, then each with the next but one, and so on around; whole
    arrays at a time, since a call for each pair would cost more than its work.
    """
    count, half = len(keys), (len(keys) - 1) // 2
    # Of two equal keys the earlier row stands before, so a key that is met again after the last row is met as smaller.
    around = np.concatenate([keys, keys[: half + 1] - keys.dtype.type(1)])
    before = np.zeros((count + half + 1, keys.shape[1]), np.uint8)
    held = np.empty(keys.shape, np.bool_)
    found, bits = before[:count], held.view(np.uint8)
    for step in range(1, half + 1):
        np.less(around[step : step + count], keys, out=held)
        np.add(found, bits, out=found)
        np.subtract(before[step : step + count], bits, out=before[step : step + count])
    if count % 2 == 0 and count:  # then half of the rows are left to be compared with the other half
        middle = count // 2
        np.less(keys[middle:], keys[:middle], out=held[:middle])
        np.add(found[:middle], bits[:middle], out=found[:middle])
        np.subtract(found[middle:], bits[:middle] - np.uint8(1), out=found[middle:])
    np.add(found[: half + 1], before[count:], out=found[: half + 1])
    found += np.uint8(half)
    return found
