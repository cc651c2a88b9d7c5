"""What differs between two answers by the same rule base: phase, gates, findings, measures, rules and questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fasmodell.facts import FactId, finding_id, indicator_id, negated, rule_id
from fasmodell.knowledge import FindingId, IndicatorId, Level, MeasureId
from fasmodell.results import GateDecision, RankedMeasure, Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RuleId
from fasmodell.scales import Value
from fasmodell.trace import Trace

RULED_OUT = "ruled_out"
OPEN = "open"


class ObservationChange(NamedTuple):
    """An indicator's value as rules see it, before and after; None while it is unknown. Graded levels count too."""

    indicator: IndicatorId
    before: Value | None
    after: Value | None


class GateChange(NamedTuple):
    """A gate with another state, other points or other possible states."""

    before: GateDecision
    after: GateDecision


class FindingChange(NamedTuple):
    """A finding at another level: the word of a level, `ruled_out`, or `open` while some rule may still give it."""

    finding: FindingId
    before: str
    after: str


class MeasureChange(NamedTuple):
    """A measure with another standing, rank or score."""

    before: RankedMeasure
    after: RankedMeasure

    @property
    def moves(self) -> bool:
        """True when the standing is another."""
        return self.before.standing is not self.after.standing


class RuleChange(NamedTuple):
    """A rule that changed its mind: True it applies, False it is known not to, None it is open."""

    rule: RuleId
    before: bool | None
    after: bool | None


class AnswerDifference(NamedTuple):
    """
    Two answers side by side with everything that differs.

    Observations, gates, findings and rules in the order of the rule base; measures by standing and rank after, those
    with another standing first. Questions are the indicators that are asked for only after, and only before.
    """

    before: Recommendation
    after: Recommendation
    observations: tuple[ObservationChange, ...]
    gates: tuple[GateChange, ...]
    findings: tuple[FindingChange, ...]
    measures: tuple[MeasureChange, ...]
    rules: tuple[RuleChange, ...]
    questions_new: tuple[IndicatorId, ...]
    questions_gone: tuple[IndicatorId, ...]
    warnings_new: tuple[RuleId, ...]
    warnings_gone: tuple[RuleId, ...]

    @property
    def is_phase_changed(self) -> bool:
        """True when what is said of the phase is another in any part."""
        before, after = self.before.phase, self.after.phase
        return before._replace(gates=()) != after._replace(gates=())

    @property
    def is_empty(self) -> bool:
        """True when the answer is the same in everything that is compared, whatever the observations."""
        lists = (self.gates, self.findings, self.measures, self.rules, self.questions_new, self.questions_gone)
        return not any(lists) and not self.is_phase_changed


def difference_between(before: Recommendation, after: Recommendation, base: RuleBase) -> AnswerDifference:
    """Compare two answers that the same rule base gave; every state is read from their traces."""
    asked_before = [question.indicator for question in before.open_questions]
    asked_after = [question.indicator for question in after.open_questions]
    return AnswerDifference(
        before=before,
        after=after,
        observations=tuple(_observations(before.trace, after.trace, base)),
        gates=tuple(
            GateChange(one, other)
            for one, other in zip(before.phase.gates, after.phase.gates, strict=True)
            if one._replace(evidence=()) != other._replace(evidence=())
        ),
        findings=tuple(_findings(before.trace, after.trace, base)),
        measures=tuple(_measures(before, after)),
        rules=tuple(_rules(before.trace, after.trace, base)),
        questions_new=tuple(one for one in asked_after if one not in asked_before),
        questions_gone=tuple(one for one in asked_before if one not in asked_after),
        warnings_new=tuple(one for one in after.warnings if one not in before.warnings),
        warnings_gone=tuple(one for one in before.warnings if one not in after.warnings),
    )


def known(trace: Trace, proposition: FactId) -> bool | None:
    """Whether a proposition is known to hold, known not to, or open (None)."""
    if proposition in trace:
        return True
    return False if negated(proposition) in trace else None


def level_in(trace: Trace, finding: FindingId) -> str:
    """The highest level at which a finding is established; `ruled_out` or `open` when it is at none."""
    established = [level for level in Level if finding_id(finding, level) in trace]
    if established:
        return established[-1].value
    return RULED_OUT if negated(finding_id(finding, Level.SIGNS)) in trace else OPEN


def _observations(before: Trace, after: Trace, base: RuleBase) -> Iterator[ObservationChange]:
    for indicator in base.knowledge.indicators:
        nodes = before.get(indicator_id(indicator)), after.get(indicator_id(indicator))
        values = tuple(None if node is None else node.fact.value for node in nodes)
        if values[0] != values[1]:
            yield ObservationChange(indicator, *values)


def _findings(before: Trace, after: Trace, base: RuleBase) -> Iterator[FindingChange]:
    for finding in base.knowledge.findings:
        change = FindingChange(finding, level_in(before, finding), level_in(after, finding))
        if change.before != change.after:
            yield change


def _rules(before: Trace, after: Trace, base: RuleBase) -> Iterator[RuleChange]:
    for rule in base.rules.rules:
        change = RuleChange(rule, known(before, rule_id(rule)), known(after, rule_id(rule)))
        if change.before is not change.after:
            yield change


def _measures(before: Recommendation, after: Recommendation) -> list[MeasureChange]:
    stood: Mapping[MeasureId, RankedMeasure] = {one.measure: one for one in before.measures}
    changes = (MeasureChange(stood[one.measure], one) for one in after.measures)
    changed = [one for one in changes if _place(one.before) != _place(one.after)]
    return sorted(changed, key=lambda one: not one.moves)  # the order of the answer is kept otherwise


def _place(ranked: RankedMeasure) -> tuple[object, ...]:
    return ranked.standing, ranked.rank, ranked.score
