"""Which early signs came between two assessments, and whether they can be read as good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from fasmodell.analysis.movement import IndicatorMove, Reading, is_running
from fasmodell.knowledge import EarlySign, IndicatorId, KnowledgeBase, MeasureId, SignReading
from fasmodell.profile import Period, Profile, months_between
from fasmodell.scales import Word


class Verdict(Word):
    """Whether a sign that came can be read as good."""

    GOOD = "good"
    NOT_GOOD = "not_good"
    OPEN = "open"


class SignSeen(NamedTuple):
    """
    An early sign between two assessments.

    `came` is None when its indicator could not be compared. `is_early` tells whether a measure that explains it
    started recently enough (None when not known, or when the sign does not ask), and `explained_by` names those that
    did. `beside` holds how each indicator beside it moved, None where it could not be compared. `verdict` is None
    unless the sign came.
    """

    sign: EarlySign
    came: bool | None
    is_early: bool | None
    explained_by: tuple[MeasureId, ...]
    beside: tuple[tuple[IndicatorId, Reading | None], ...]
    verdict: Verdict | None


def signs_seen(
    moves: Mapping[IndicatorId, IndicatorMove], after: Profile, knowledge: KnowledgeBase
) -> tuple[SignSeen, ...]:
    """Every early sign whose indicator is known in one of the assessments, in the order of the knowledge base."""
    signs = knowledge.early_signs.values()
    return tuple(_sign_seen(sign, moves, after) for sign in signs if sign.indicator in moves)


def _sign_seen(sign: EarlySign, moves: Mapping[IndicatorId, IndicatorMove], after: Profile) -> SignSeen:
    movement = moves[sign.indicator].movement
    came = None if movement is None else movement == sign.movement
    beside = tuple((name, _reading(moves.get(name))) for name in sign.beside)
    is_early, explained_by = _is_early(sign, after)
    verdict = _verdict(sign, is_early, [reading for _, reading in beside]) if came else None
    return SignSeen(sign, came, is_early, explained_by, beside, verdict)


def _reading(move: IndicatorMove | None) -> Reading | None:
    return None if move is None or move.movement is None else move.reading


def _verdict(sign: EarlySign, is_early: bool | None, beside: Iterable[Reading | None]) -> Verdict:
    """Something beside a sign that got worse speaks against every reading but the plain one."""
    found = list(beside)
    if sign.reading is SignReading.GOOD:
        return Verdict.GOOD
    if Reading.WORSE in found:
        return Verdict.NOT_GOOD
    if sign.reading is SignReading.NOT_ENOUGH_THOUGH_IT_LOOKS_GOOD:
        return Verdict.OPEN if None in found else Verdict.GOOD
    return Verdict.GOOD if is_early and Reading.BETTER in found else Verdict.OPEN


def _is_early(sign: EarlySign, after: Profile) -> tuple[bool | None, tuple[MeasureId, ...]]:
    if sign.within_months is None:
        return None, ()
    explained, states = [], []
    for measure in sign.measures:
        state = _is_recent(measure, after, sign.within_months)
        states.append(state)
        if state:
            explained.append(measure)
    return True if explained else None if None in states else False, tuple(explained)


def _is_recent(measure: MeasureId, profile: Profile, within_months: int) -> bool | None:
    runs = is_running(profile, measure)
    if not runs or profile.measures_in_place is None:
        return runs
    since = profile.measures_in_place[measure].since
    if since is None:
        return None
    least, most = months_since(since, profile.as_of)
    return True if most <= within_months else False if least > within_months else None


def months_since(since: Period, day: date) -> tuple[int, int]:
    """The fewest and the most whole months from a start that is known to a day, a month or a year; at least 0."""
    return max(0, months_between(since.end, day)), max(0, months_between(since.start, day))
