"""Levels that are graded from a number, row by row, as `observed_facts` grades them for one profile."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fasmodell.batch.columns_in import Column
from fasmodell.batch.observed_planes import compared
from fasmodell.batch.variation import Variation
from fasmodell.facts import FactId, indicator_id
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Operator


def graded_facts(facts: Mapping[FactId, Column], base: RuleBase, varied: Variation) -> dict[FactId, Column]:
    """The facts with every level that is graded from a number where that number is known."""
    found = dict(facts)
    for indicator in base.knowledge.graded:
        grading = indicator.graded_from
        number = None if grading is None else facts.get(indicator_id(grading.indicator))
        if grading is None or number is None:
            continue
        graded = number.known_rows()
        level = np.zeros(len(graded), np.int8)
        bounds = varied.steps.get(indicator.id, tuple(bound for _, bound in grading.steps))
        for (step, _), bound in zip(grading.steps, bounds, strict=True):
            reached = compared(number.values, Operator.AT_MOST if grading.descending else Operator.AT_LEAST, (bound,))
            np.maximum(level, reached.view(np.int8) * np.int8(step), out=level)
        written = facts.get(indicator_id(indicator.id))
        if written is not None:
            level = np.where(graded, level, written.values).astype(np.result_type(level, written.values))
            graded = graded | written.known_rows()
        found[indicator_id(indicator.id)] = Column(level, graded)
    return found
