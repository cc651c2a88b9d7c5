"""How firm an answer is: what small changes would turn it, and in how many draws it stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from fasmodell.analysis.changed_numbers import is_joint_confirmed, is_number_confirmed, is_weight_confirmed
from fasmodell.analysis.draws import (
    answerable,
    drawn_weights,
    generator,
    repeated,
    uncertain,
    with_answers,
    with_margins,
)
from fasmodell.analysis.threshold_breakpoints import NumberChange, number_changes
from fasmodell.analysis.weight_breakpoints import (
    JointChange,
    WeightChange,
    joint_changes,
    rivals_of,
    tops_of,
    weight_changes,
)
from fasmodell.batch.columns import ColumnEngine
from fasmodell.batch.evaluated import Evaluated
from fasmodell.diagnostics import InferenceError
from fasmodell.knowledge import IndicatorId, MeasureId, Track
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.results import Recommendation, Standing
from fasmodell.rule_base import RuleBase

WEIGHTS, MARGINS, ANSWERS = "weights", "margins", "answers"
# What is drawn, each with all that stands before it.
LAYERS: Final = (WEIGHTS, MARGINS, ANSWERS)
TOP: Final = 5
_NOW = tuple(Standing).index(Standing.NOW)


class Settings(NamedTuple):
    """How many draws, from which seed, and how far a weight may go to either side, as a share of it."""

    draws: int = 10_000
    seed: int = 1
    spread: float = 0.25


class PhaseShare(NamedTuple):
    """In how many draws the assessment gives some candidates: one phase, or several where it is undetermined."""

    candidates: tuple[int, ...]
    counts: tuple[int, ...]  # one per layer


class MeasureShare(NamedTuple):
    """
    In how many draws a measure stands at `now`, is among the first five of its track, and is its first.

    One count per layer. `rank` is that of the answer, None where the measure does not stand at `now`.
    """

    measure: MeasureId
    track: Track
    rank: int | None
    now: tuple[int, ...]
    high: tuple[int, ...]
    first: tuple[int, ...]


class NearTie(NamedTuple):
    """A top measure with those whose score is nearly the same."""

    top: MeasureId
    others: tuple[MeasureId, ...]


class Stability(NamedTuple):
    """
    How firm an answer is.

    The changes are exact and each is confirmed by the core; the shares are of draws. `looked_at` is how many numbers of
    rules, gradings and the phase policy were looked at, `drawn` which observations have a margin of error, and
    `answered` which unknown ones were given answers.
    """

    settings: Settings
    phases: tuple[PhaseShare, ...]
    measures: tuple[MeasureShare, ...]
    weights: tuple[WeightChange, ...]
    joint: tuple[JointChange, ...]
    numbers: tuple[NumberChange, ...]
    looked_at: int
    near_ties: tuple[NearTie, ...]
    drawn: tuple[IndicatorId, ...]
    answered: tuple[IndicatorId, ...]


def stability_of(profile: Profile, base: RuleBase, settings: Settings) -> tuple[Recommendation, Stability]:
    """
    Answer, and say how firm the answer is.

    The same profile, rule base and settings give the same result. Raises InferenceError where the core does not confirm
    a change that was found: that would be a fault of the analysis, and nothing of it could be relied on.
    """
    answer = recommend(profile, base)
    engine = ColumnEngine(base, by_rule=True)
    weights, joint = weight_changes(answer, base), joint_changes(answer, base)
    searched = number_changes(profile, base, engine)
    confirm(profile, base, answer, weights, joint, searched.changes)
    layers = _layers(profile, base, engine, settings)
    tops = tops_of(answer).values()
    ties = [NearTie(top.measure, top.tied_with) for top in tops if top.tied_with and rivals_of(answer, top)]
    return answer, Stability(
        settings=settings,
        phases=_phase_shares(layers),
        measures=_measure_shares(layers, answer),
        weights=weights,
        joint=joint,
        numbers=searched.changes,
        looked_at=searched.looked_at,
        near_ties=tuple(ties),
        drawn=uncertain(profile),
        answered=tuple(name for name, _ in answerable(profile, base)),
    )


def confirm(
    profile: Profile,
    base: RuleBase,
    answer: Recommendation,
    weights: Sequence[WeightChange],
    joint: Sequence[JointChange],
    numbers: Sequence[NumberChange],
) -> None:
    """Let the core answer just before and just beyond every change; raises InferenceError where it says otherwise."""
    for weight in weights:
        if not is_weight_confirmed(profile, base, weight):
            raise InferenceError(f"the core does not confirm that {weight.weight} of {weight.track} turns the order")
    for change in joint:
        if not is_joint_confirmed(profile, base, change):
            raise InferenceError(f"the core does not confirm the joint change of weights of {change.track}")
    for number in numbers:
        if not is_number_confirmed(profile, base, number, answer):
            raise InferenceError(f"the core does not confirm that the number in {number.number.name} turns the answer")


def _layers(profile: Profile, base: RuleBase, engine: ColumnEngine, settings: Settings) -> list[Evaluated]:
    """The draws: of weights alone, with margins of error too, and with answers to what is unknown too."""
    random = generator(settings.seed)
    varied = drawn_weights(base, settings.spread, settings.draws, random)
    columns = repeated(profile, base, settings.draws)
    within = with_margins(columns, profile, base, random)
    answered = with_answers(within, profile, base, random)
    return [engine.evaluate(one, varied, envelopes=False) for one in (columns, within, answered)]


def _phase_shares(layers: Sequence[Evaluated]) -> tuple[PhaseShare, ...]:
    counts = [np.bincount(layer.candidates, minlength=8) for layer in layers]
    found = [
        PhaseShare(
            tuple(phase for phase in (1, 2, 3) if bits >> phase - 1 & 1), tuple(int(one[bits]) for one in counts)
        )
        for bits in range(1, 8)
    ]
    return tuple(sorted((one for one in found if any(one.counts)), key=lambda one: (len(one.candidates), one)))


def _measure_shares(layers: Sequence[Evaluated], answer: Recommendation) -> tuple[MeasureShare, ...]:
    found = []
    ranked = {one.measure: one for one in answer.measures}
    for place, measure in enumerate(layers[0].measures):
        now, high, first = [], [], []
        for layer in layers:
            stands, rank = layer.standing[place] == _NOW, layer.rank[place]
            now.append(int(np.count_nonzero(stands)))
            high.append(int(np.count_nonzero(stands & (rank <= TOP))))
            first.append(int(np.count_nonzero(stands & (rank == 1))))
        own = ranked[measure]
        rank_now = own.rank if own.standing is Standing.NOW else None
        found.append(MeasureShare(measure, own.track, rank_now, tuple(now), tuple(high), tuple(first)))
    order = tuple(Track)
    return tuple(
        sorted(
            found, key=lambda one: (order.index(one.track), -one.high[-1], -one.first[-1], one.rank or 999, one.measure)
        )
    )
