"""What the column engine answers: arrays with a row per finding, gate or measure and a column per profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.gate_columns import STATES
from fasmodell.batch.phase_columns import settled
from fasmodell.batch.score_inputs import Scores
from fasmodell.knowledge import FindingId, GateId, MeasureId
from fasmodell.results import Standing

Array = NDArray[np.generic]


class Evaluated(NamedTuple):
    """
    The answers for many profiles, equal to those of `recommend` one by one.

    Arrays of two dimensions have a row for each of `findings`, `gates` or `measures` and a column per profile. Measures
    come by track, in the order of the tie-breakers. Scores are in hundredths of a point. Nothing here is a proof:
    `ColumnEngine.explain` answers for one profile with its trace.

    `level` is the level established (0 none, 1 signs, 2 marked, 3 acute), `highest` the highest level that is not ruled
    out: a finding is ruled out where it is 0, and open where only `level` is. States and leans are places of `STATES`
    (open, shut, undetermined; a lean of 3 is none), `gate_possible` bits in that order. Phases are 0 where there is
    none; candidates and possible phases are bits, 1 for phase 1, 2 for phase 2, 4 for phase 3. `moved` is 1 where one
    event alone spoke for a move back, 2 where the area moved back. Standings are places of `Standing`,
    `possible_standings` bits in that order. The last five, the bounds, are None where they were not asked for.
    """

    findings: tuple[FindingId, ...]
    gates: tuple[GateId, ...]
    measures: tuple[MeasureId, ...]
    level: NDArray[np.int8]
    highest: NDArray[np.int8]
    gate_state: NDArray[np.int8]
    gate_lean: NDArray[np.int8]
    gate_possible: NDArray[np.int8]
    points_open: NDArray[np.int32]
    points_shut: NDArray[np.int32]
    topics_open: NDArray[np.int32]
    topics_shut: NDArray[np.int32]
    is_contradicted: NDArray[np.bool_]
    phase: NDArray[np.int8]
    working_phase: NDArray[np.int8]
    lean: NDArray[np.int8]
    on_the_way_to: NDArray[np.int8]
    candidates: NDArray[np.int8]
    possible: NDArray[np.int8]
    moved: NDArray[np.int8]
    standing: NDArray[np.uint8]
    is_required: NDArray[np.bool_]
    score: Scores
    rank: NDArray[np.uint8]
    possible_standings: NDArray[np.uint8] | None
    low: Scores | None
    high: Scores | None
    best_rank: NDArray[np.uint8] | None
    worst_rank: NDArray[np.uint8] | None

    @property
    def size(self) -> int:
        """How many profiles there are."""
        return len(self.phase)

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Where no completion of the unknown indicators changes the phase."""
        return settled(self.phase, self.possible)

    @property
    def standing_settled(self) -> NDArray[np.bool_] | None:
        """For each measure where no completion of the unknown indicators changes its standing; None without bounds."""
        if self.possible_standings is None:
            return None
        alone: NDArray[np.bool_] = self.possible_standings == (1 << self.standing.astype(np.int16))
        return alone

    def columns(self) -> Iterator[tuple[str, Array]]:
        """
        Every array of one dimension with its name, as `phase`, `gate.control.state` or `measure.hot_spots.rank`.

        The names and their order are the same for every number of profiles.
        """
        for name in ("phase", "working_phase", "lean", "on_the_way_to", "candidates", "possible", "settled", "moved"):
            yield name, getattr(self, name)
        for name, ids, fields in _TABLES:
            for place, one in enumerate(getattr(self, ids)):
                for field, label in fields:
                    array = getattr(self, field)
                    if array is not None:
                        yield f"{name}.{one}.{label}", array[place]

    def words(self) -> dict[str, tuple[str, ...]]:
        """What the numbers in columns of words stand for, by the first and the last part of a column's name."""
        states = tuple(state.value for state in STATES)
        return {
            "gate.state": states,
            "gate.lean": (*states, ""),
            "measure.standing": tuple(standing.value for standing in Standing),
        }


_TABLES = (
    ("finding", "findings", (("level", "level"), ("highest", "highest"))),
    (
        "gate",
        "gates",
        (
            ("gate_state", "state"),
            ("gate_lean", "lean"),
            ("gate_possible", "possible"),
            ("points_open", "points_open"),
            ("points_shut", "points_shut"),
            ("topics_open", "topics_open"),
            ("topics_shut", "topics_shut"),
            ("is_contradicted", "contradicted"),
        ),
    ),
    (
        "measure",
        "measures",
        (
            ("standing", "standing"),
            ("is_required", "required"),
            ("score", "score"),
            ("rank", "rank"),
            ("possible_standings", "possible"),
            ("low", "low"),
            ("high", "high"),
            ("best_rank", "best_rank"),
            ("worst_rank", "worst_rank"),
        ),
    ),
)
