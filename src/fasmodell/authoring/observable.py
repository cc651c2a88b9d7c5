"""Everything that a case could expect of a situation, and where two situations differ."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.authoring.failure_text import came
from fasmodell.authoring.rule_tests import Expectation, Given, Subject
from fasmodell.authoring.situation import Situation
from fasmodell.diagnostics import Span
from fasmodell.rule_base import RuleBase

NOWHERE = Span("", 1, 1, 1, 1)
# What differs is told by the first of these that does: what the change is about before what follows from it.
_ORDER = (
    Subject.FINDING,
    Subject.ADJUSTMENT,
    Subject.POINTS,
    Subject.GATE,
    Subject.PHASE,
    Subject.STANDING,
    Subject.RULE,
    Subject.NEAR,
    Subject.SCORE,
    Subject.QUESTION,
)


def differences(
    given: Given, before: Situation, after: Situation, base: RuleBase, changed: str = ""
) -> Iterator[Expectation]:
    """
    What a case with such a start could expect that comes out otherwise after a change, most telling first.

    `changed` is the rule that was changed, which is asked before all else. Each expectation is of what came before.
    Both situations must be ranked.
    """
    subjects = list(_subjects(given, base))
    own = Expectation(Subject.RULE, changed, "", NOWHERE)
    if (own.subject, own.name) in subjects and came(own, before) != came(own, after):
        yield own._replace(wanted=came(own, before))
    for subject in _ORDER:
        for name in (name for one, name in subjects if one is subject):
            wanted = Expectation(subject, name, "", NOWHERE)
            was = came(wanted, before)
            if came(wanted, after) != was:
                yield wanted._replace(wanted=was)


def _subjects(given: Given, base: RuleBase) -> Iterator[tuple[Subject, str]]:
    knowledge = base.knowledge
    for rule in base.rules.rules.values():
        if rule.stage > 1 or given.findings is None:
            yield Subject.RULE, rule.id
    if given.findings is None:
        yield from ((Subject.FINDING, finding) for finding in knowledge.findings)
    if not given.decides_phase:
        yield Subject.PHASE, ""
        for gate in knowledge.gates:
            yield Subject.GATE, gate
            yield Subject.POINTS, f"{gate}/open"
            yield Subject.POINTS, f"{gate}/shut"
    for measure in knowledge.measures:
        for subject in (Subject.ADJUSTMENT, Subject.STANDING, Subject.NEAR, Subject.SCORE):
            yield subject, measure
    yield from ((Subject.QUESTION, indicator) for indicator in knowledge.indicators)
