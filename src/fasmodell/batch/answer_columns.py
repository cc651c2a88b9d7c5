"""The answers for many profiles as named columns of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from fasmodell.batch.evaluated import Evaluated
from fasmodell.batch.gate_columns import STATES
from fasmodell.diagnostics import ProfileError, quote, suggest
from fasmodell.knowledge import Level, MeasureId, Track
from fasmodell.results import Standing
from fasmodell.rule_base import RuleBase

GROUPS: Final = ("phase", "gates", "findings", "measures")
_LEVELS: Final = ("ruled_out", *(level.value for level in Level), "open")
_STANDINGS: Final = tuple(standing.value for standing in Standing)
_GATE_WORDS: Final = tuple(state.value for state in STATES)
_NOW = list(Standing).index(Standing.NOW)
# Sets of phases as bits, in words: 5 is phases 1 and 3.
_PHASE_SETS: Final = tuple(";".join(str(p) for p in (1, 2, 3) if bits >> (p - 1) & 1) for bits in range(8))


class Wanted(NamedTuple):
    """
    Which columns a table of answers has.

    `groups` are some of `GROUPS`. With the group of measures, `top` gives the best measures that stand as now of each
    track, and `measures` standing, score, rank and whether the standing is settled for some measures by name.
    """

    groups: tuple[str, ...] = ("phase", "gates", "measures")
    top: int = 5
    measures: tuple[MeasureId, ...] = ()


class Named(NamedTuple):
    """One column of answers: its name, a value per row, and the words that numbers stand for, if they do."""

    name: str
    values: np.ndarray
    words: tuple[str, ...] | None = None
    known: np.ndarray | None = None


def answer_columns(evaluated: Evaluated, base: RuleBase, wanted: Wanted) -> Iterator[Named]:
    """The wanted columns, in an order that depends on the rule base and on what is wanted alone."""
    makers = {"phase": _phase, "gates": _gates, "findings": _findings}
    for group in GROUPS:
        if group in wanted.groups and group in makers:
            yield from makers[group](evaluated)
    if "measures" in wanted.groups:
        yield from _top(evaluated, base, wanted.top)
        yield from _measures(evaluated, wanted.measures)


def _phase(evaluated: Evaluated) -> Iterator[Named]:
    yield Named("phase", evaluated.phase, None, evaluated.phase > 0)
    yield Named("candidates", evaluated.candidates, _PHASE_SETS)
    yield Named("possible_phases", evaluated.possible, _PHASE_SETS)
    yield Named("working_phase", evaluated.working_phase)
    yield Named("lean", evaluated.lean, None, evaluated.lean > 0)
    yield Named("settled", evaluated.settled)


def _gates(evaluated: Evaluated) -> Iterator[Named]:
    for place, gate in enumerate(evaluated.gates):
        yield Named(f"gate_{gate}", evaluated.gate_state[place], _GATE_WORDS)
        yield Named(f"gate_{gate}_points_open", evaluated.points_open[place])
        yield Named(f"gate_{gate}_points_shut", evaluated.points_shut[place])


def _findings(evaluated: Evaluated) -> Iterator[Named]:
    """The level established; where none is, whether the finding is ruled out or open."""
    for place, finding in enumerate(evaluated.findings):
        level, highest = evaluated.level[place], evaluated.highest[place]
        is_open = (level == 0) & (highest > 0)
        yield Named(f"finding_{finding}", np.where(is_open, np.int8(len(_LEVELS) - 1), level), _LEVELS)


def _top(evaluated: Evaluated, base: RuleBase, top: int) -> Iterator[Named]:
    for track in Track:
        members = [at for at, one in enumerate(evaluated.measures) if base.knowledge.measures[one].track is track]
        best = np.zeros((top, evaluated.size), np.int8)  # 0 is none; the members of the track from 1
        for number, at in enumerate(members, 1):
            stands = evaluated.standing[at] == _NOW
            for rank in range(min(top, len(members))):
                best[rank][stands & (evaluated.rank[at] == rank + 1)] = number
        words = ("", *(evaluated.measures[at] for at in members))
        for rank in range(top):
            yield Named(f"{track}_{rank + 1}", best[rank], words, best[rank] > 0)


def _measures(evaluated: Evaluated, measures: Sequence[MeasureId]) -> Iterator[Named]:
    places, settled = {measure: place for place, measure in enumerate(evaluated.measures)}, evaluated.standing_settled
    for measure in measures:
        at = places[measure]
        yield Named(f"{measure}_standing", evaluated.standing[at], _STANDINGS)
        yield Named(f"{measure}_score", evaluated.score[at].astype(np.float64) / 100)
        yield Named(f"{measure}_rank", evaluated.rank[at])
        if settled is not None:
            yield Named(f"{measure}_settled", settled[at])


def as_arrow(column: Named, good: np.ndarray | None = None) -> pa.Array:
    """A column as an Arrow array, words as text; null where nothing is known, and in rows that are not `good`."""
    known = column.known if good is None else good if column.known is None else good & column.known
    mask = None if known is None else ~known
    if column.words is None:
        return pa.array(column.values, mask=mask)
    coded = pa.DictionaryArray.from_arrays(pa.array(column.values.astype(np.int8), mask=mask), pa.array(column.words))
    return coded.cast(pa.string())


def wanted_of(columns: str | None, measures: str | None, base: RuleBase) -> Wanted:
    """
    Read what a user asks for: groups of columns, and measures as `top:10`, `all`, `none` or ids and codes.

    Raises ProfileError for words that are none of these.
    """
    plain = Wanted()
    groups = plain.groups if columns is None else tuple(word.strip() for word in columns.split(",") if word.strip())
    unknown = [word for word in groups if word not in GROUPS]
    if unknown:
        raise ProfileError(f"unknown columns {quote(unknown[0])}: the groups are {', '.join(GROUPS)}")
    if measures is None:
        return plain._replace(groups=groups)
    groups = tuple(dict.fromkeys((*groups, "measures")))
    if measures == "none":
        return Wanted(tuple(group for group in groups if group != "measures"), 0)
    if measures == "all":
        return Wanted(groups, 0, tuple(base.knowledge.measures))
    word, _, number = measures.partition(":")
    if word == "top":
        if not number.isdecimal() or not 1 <= int(number) <= len(base.knowledge.measures):
            raise ProfileError(f"`{measures}` is not a number of measures; write it as top:10")
        return Wanted(groups, int(number))
    named = []
    for name in (part.strip() for part in measures.split(",")):
        found = base.knowledge.measure_named(name)
        if found is None:
            near = suggest(name, base.knowledge.measures)
            hint = f"did you mean `{near}`?" if near else "write top:10, all, none, or ids with commas between"
            raise ProfileError(f"unknown measure {quote(name)}; {hint}")
        named.append(found)
    return Wanted(groups, 0, tuple(dict.fromkeys(named)))
