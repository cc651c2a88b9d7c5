"""What a local group has decided about measures, and whether a decision still meets what the engine says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fasmodell.diagnostics import Span
from fasmodell.knowledge import ActorId, MeasureId
from fasmodell.results import RankedMeasure, Recommendation, Standing
from fasmodell.scales import Word


class Choice(Word):
    """What the group decided."""

    CHOOSE = "choose"
    DECLINE = "decline"


class Stale(Word):
    """Why a decision should be looked at again."""

    MEASURE_GONE = "measure_gone"
    STANDING_CHANGED = "standing_changed"
    RULE_BASE_CHANGED = "rule_base_changed"


class SeenThen(NamedTuple):
    """What the engine said when the decision was taken."""

    standing: Standing
    rank: int
    as_of: date
    rule_base: str

    def document(self) -> dict[str, object]:
        """What was seen, as answers and logs write it in JSON."""
        return {
            "standing": self.standing.value,
            "rank": self.rank,
            "as_of": self.as_of.isoformat(),
            "rule_base": self.rule_base,
        }


class LocalDecision(NamedTuple):
    """
    One decision about one measure, with a coded reason; taken by a function or group, never by a named person.

    `measure` may be one that the catalogue no longer has. `seen` is None when the decision does not say what it met.
    """

    measure: MeasureId
    choice: Choice
    reason: str
    comment: str | None
    by: ActorId | None
    at: date
    seen: SeenThen | None
    span: Span | None


class DecisionsRead(NamedTuple):
    """The decisions of a file in the order they were taken: the last one about a measure is the one that holds."""

    name: str
    area: str
    decisions: tuple[LocalDecision, ...]

    @property
    def current(self) -> tuple[LocalDecision, ...]:
        """The decision that holds for each measure, in the order in which measures were first decided."""
        return tuple({one.measure: one for one in self.decisions}.values())


class DecisionBeside(NamedTuple):
    """A decision beside the engine's own view of its measure, which it never changes."""

    decision: LocalDecision
    ranked: RankedMeasure | None
    stale: tuple[Stale, ...]


def beside_answer(decisions: Sequence[LocalDecision], answer: Recommendation) -> tuple[DecisionBeside, ...]:
    """Put decisions beside an answer, and say which of them were taken on other grounds."""
    measures = {one.measure: one for one in answer.measures}
    return tuple(_beside(one, measures.get(one.measure), answer) for one in decisions)


def _beside(decision: LocalDecision, ranked: RankedMeasure | None, answer: Recommendation) -> DecisionBeside:
    seen, stale = decision.seen, []
    if ranked is None:
        stale.append(Stale.MEASURE_GONE)
    if seen is not None and ranked is not None and seen.standing is not ranked.standing:
        stale.append(Stale.STANDING_CHANGED)
    if seen is not None and seen.rule_base != answer.rule_base["digest"]:
        stale.append(Stale.RULE_BASE_CHANGED)
    return DecisionBeside(decision, ranked, tuple(stale))
