"""What decisions rest on, in one form: rule bases with equal ones answer every profile alike but for words."""

from __future__ import annotations

from fasmodell.knowledge import Indicator, KnowledgeBase
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RankingPolicy

NormalForm = tuple[object, ...]


def normal_form(base: RuleBase) -> NormalForm:
    """
    Everything that `recommend` looks at, texts and sources left out.

    The two programs as sets of clauses, the evidence for the gates, the catalogue with every term of every score, the
    numbers of the policies, and the values that indicators can have with the levels that they give.
    """
    return (*situation_form(base), frozenset(base.advice.clauses), base.catalogue, _ranking(base.rules.ranking_policy))


def situation_form(base: RuleBase) -> NormalForm:
    """The part that findings, gates and the phase rest on."""
    phase = base.rules.phase_policy
    return (
        frozenset(base.situation.clauses),
        frozenset(base.evidence_rules),
        (dict(phase.points), phase.margin, phase.min_topics, phase.event_topics, phase.hold_months),
        _vocabulary(base.knowledge),
    )


def _ranking(policy: RankingPolicy) -> object:
    return (
        {name: dict(criterion.values) for name, criterion in policy.criteria.items()},
        {track: dict(weights) for track, weights in policy.weights.items()},
        dict(policy.adjustments),
        policy.near_tie,
        policy.tie_breakers,
    )


def _vocabulary(knowledge: KnowledgeBase) -> object:
    return (
        {name: (*value_form(one), _grading(one), one.direction, one.activity_sensitive)
         for name, one in knowledge.indicators.items()},
        tuple(knowledge.findings),
        [(gate, one.leaves) for gate, one in knowledge.gates.items()],
        frozenset(knowledge.warnings),
    )  # fmt: skip


def value_form(indicator: Indicator) -> tuple[object, ...]:
    """What values an indicator can have."""
    return indicator.scale, indicator.low, indicator.high, frozenset(indicator.options)


def _grading(indicator: Indicator) -> object:
    grading = indicator.graded_from
    return None if grading is None else (grading.indicator, grading.steps, grading.descending)
