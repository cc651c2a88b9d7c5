"""
Draws of what is not certain: weights, margins of error and unknown observations.

Nobody has published how uncertain any of them is, so how they are drawn is this project's decision, with these reasons:

- A weight is drawn evenly between so much below and so much above what is written (a quarter unless told otherwise):
  the weights are the project's own, and a quarter lets a weight of 40 go from 30 to 50.
- A value with a margin of error is drawn around the value as the sum of twelve even numbers, which is close to a normal
  distribution, with a standard deviation of the margin divided by 1.96, because surveys in the field give margins of 95
  per cent. It keeps to its scale.
- An unknown observation is drawn evenly among the cells of its scale: values that no rule tells apart are one answer.
  That says nothing of how likely an answer is. It shows how far what is unknown could carry the assessment.

Series, measures that run and earlier assessments stay as they are. Only even numbers from the generator are used, and
no logarithms or sines, so that a seed gives the same draws everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fasmodell.batch.columns_in import Array, Column, Columns, with_held, words_of
from fasmodell.batch.variation import Amount, Variation
from fasmodell.cells import Cell, partitions_of
from fasmodell.facts import FactId, indicator_id
from fasmodell.knowledge import Indicator, IndicatorId, Track
from fasmodell.observed_facts import facts_of
from fasmodell.profile import Profile
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Strength
from fasmodell.scales import Value, is_number

# Weights are drawn in thousandths of a point, so that scores stay whole numbers.
UNIT: Final = 1_000
NORMAL_95: Final = 1.96
_SUMMED: Final = 12  # even numbers whose sum has a standard deviation of 1

Generator = np.random.Generator


def generator(seed: int) -> Generator:
    """A generator of random numbers that is the same on every machine."""
    return np.random.Generator(np.random.PCG64(seed))


def repeated(profile: Profile, base: RuleBase, size: int) -> Columns:
    """The facts of one profile in so many equal rows."""
    known = facts_of(profile, base.knowledge, with_held(base)).values
    return Columns(size, {key: Column(_constant(key, value, base, size)) for key, value in known.items()})


def _constant(key: FactId, value: Value, base: RuleBase, size: int) -> Array:
    words = words_of(key, base.knowledge)
    return np.broadcast_to(np.array(words.index(str(value)) if words else value), (size,))


def drawn_weights(base: RuleBase, spread: float, size: int, random: Generator) -> Variation:
    """Every weight of every track and every adjustment, each drawn on its own."""
    policy = base.rules.ranking_policy

    def draw(weight: int) -> NDArray[np.int64]:
        factor = 1 - spread + 2 * spread * random.random(size)
        return np.rint(weight * UNIT * factor).astype(np.int64)

    weights: dict[Track, Mapping[str, Amount]] = {
        track: {name: draw(weight) for name, weight in own.items()} for track, own in policy.weights.items()
    }
    adjustments: dict[Strength, Amount] = {strength: draw(one) for strength, one in policy.adjustments.items()}
    return Variation(weights=weights, adjustments=adjustments)


def uncertain(profile: Profile) -> tuple[IndicatorId, ...]:
    """The indicators whose newest value has a margin of error."""
    return tuple(one.indicator for one in profile.observations.values() if one.margin and is_number(one.value))


def with_margins(columns: Columns, profile: Profile, base: RuleBase, random: Generator) -> Columns:
    """The rows with every value that has a margin of error drawn within it."""
    facts = dict(columns.facts)
    for name in uncertain(profile):
        observation = profile.observations[name]
        assert is_number(observation.value)
        assert observation.margin is not None
        normal = random.random((_SUMMED, columns.size)).sum(axis=0) - _SUMMED / 2
        values = observation.value + normal * (observation.margin / NORMAL_95)
        facts[indicator_id(name)] = Column(_on_scale(values, base.knowledge.indicators[name]))
    return Columns(columns.size, facts)


def _on_scale(values: NDArray[np.float64], indicator: Indicator) -> NDArray[np.float64]:
    low = -np.inf if indicator.low is None else indicator.low
    high = np.inf if indicator.high is None else indicator.high
    return np.clip(np.rint(values) if indicator.scale.is_whole else values, low, high)


def with_answers(columns: Columns, profile: Profile, base: RuleBase, random: Generator) -> Columns:
    """The rows with an answer drawn for every unknown indicator that could get one."""
    facts = dict(columns.facts)
    for name, cells in answerable(profile, base):
        words = words_of(indicator_id(name), base.knowledge)
        values = [words.index(str(cell.value)) if words else cell.value for cell in cells]
        picked = np.floor(random.random(columns.size) * len(cells)).astype(np.int64)
        facts[indicator_id(name)] = Column(np.array(values)[picked])
    return Columns(columns.size, facts)


def answerable(profile: Profile, base: RuleBase) -> Iterator[tuple[IndicatorId, tuple[Cell, ...]]]:
    """
    The unknown indicators that rules test, with the answers they could get.

    A level whose number is unknown too is answered as a level, unless rules also test the number: then the number is
    answered and gives the level. A number never contradicts a level that is known.
    """
    known = facts_of(profile, base.knowledge, base.tested).values
    tested = {*base.situation.given, *base.advice.given}
    gradings = [(one.id, one.graded_from) for one in base.knowledge.graded if one.graded_from is not None]
    by_number = {
        level
        for level, grading in gradings
        if indicator_id(grading.indicator) in tested and indicator_id(grading.indicator) not in known
    }
    for fact, partition in partitions_of((base.knowledge, base.rules)).items():
        kind, _, rest = fact.partition(":")
        name = IndicatorId(rest)
        if kind != "indicator" or fact in known or fact not in tested or name in by_number:
            continue
        cells = partition.cells
        for level, grading in gradings:
            written = known.get(indicator_id(level))
            if grading.indicator == name and written is not None:
                cells = tuple(one for one in cells if is_number(one.value) and grading.level(one.value) == written)
        if cells:
            yield name, cells
