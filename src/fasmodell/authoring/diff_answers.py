"""What differs between two answers to one profile, as far as a decision goes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from fasmodell.facts import finding_id, negated
from fasmodell.knowledge import FindingId, KnowledgeBase, Level, MeasureId
from fasmodell.results import RankedMeasure, Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RuleSet, Warns
from fasmodell.scales import Word


class Kind(Word):
    """
    What a decision is made of.

    `order` is which of two measures comes first, where both stand in one group (standing and track) in both answers.
    """

    FINDING = "finding"
    GATE = "gate"
    PHASE = "phase"
    STANDING = "standing"
    SCORE = "score"
    ORDER = "order"
    WARNING = "warning"


class AnswerChange(NamedTuple):
    """Something that an answer gives otherwise: its kind and id (empty for the phase), before and after."""

    kind: Kind
    id: str
    before: str
    after: str


def answer_changes(old: Recommendation, new: Recommendation, before: RuleBase, after: RuleBase) -> list[AnswerChange]:
    """Everything that both rule bases know and decide otherwise, by kind."""
    return list(_changes(old, new, before, after))


def _changes(old: Recommendation, new: Recommendation, before: RuleBase, after: RuleBase) -> Iterator[AnswerChange]:
    for finding in shared_findings(before.knowledge, after.knowledge):
        yield from _differing(Kind.FINDING, finding, level_in(old, finding), level_in(new, finding))
    states = {gate.gate: gate.state.value for gate in new.phase.gates}
    for gate in old.phase.gates:
        yield from _differing(Kind.GATE, gate.gate, gate.state.value, states.get(gate.gate, ""))
    yield from _differing(Kind.PHASE, "", phase_in(old), phase_in(new))
    there = {one.measure: one for one in new.measures}
    for one in old.measures:
        other = there.get(one.measure)
        if other is not None:
            yield from _differing(Kind.STANDING, one.measure, one.standing.value, other.standing.value)
            yield from _differing(Kind.SCORE, one.measure, f"{one.score / 100:.10g}", f"{other.score / 100:.10g}")
    yield from _reordered(old, new)
    shown, shows = warnings_in(old, before.rules), warnings_in(new, after.rules)
    for warning in before.knowledge.warnings:
        if warning in after.knowledge.warnings:
            yield from _differing(Kind.WARNING, warning, _shown(warning in shown), _shown(warning in shows))


def _differing(kind: Kind, name: str, before: str, after: str) -> Iterator[AnswerChange]:
    if before != after:
        yield AnswerChange(kind, str(name), before, after)


def _shown(is_shown: bool) -> str:
    return "shown" if is_shown else "not shown"


def shared_findings(before: KnowledgeBase, after: KnowledgeBase) -> tuple[FindingId, ...]:
    """The findings that both know."""
    return tuple(finding for finding in before.findings if finding in after.findings)


def level_in(answer: Recommendation, finding: FindingId) -> str:
    """The level of a finding in an answer, `ruled_out` or `open`."""
    reached = [level for level in Level if finding_id(finding, level) in answer.trace]
    if reached:
        return reached[-1].value
    return "ruled_out" if negated(finding_id(finding, Level.SIGNS)) in answer.trace else "open"


def phase_in(answer: Recommendation) -> str:
    """The phase as `2`, `2 on the way to 3` or, where it is undetermined, its candidates as `1 or 2`."""
    phase = answer.phase
    if phase.phase is None:
        return " or ".join(map(str, phase.candidates))
    return str(phase.phase) if phase.on_the_way_to is None else f"{phase.phase} on the way to {phase.on_the_way_to}"


def warnings_in(answer: Recommendation, rules: RuleSet) -> frozenset[str]:
    """The warnings that an answer shows."""
    concluded = (rules.rules[rule].then for rule in answer.warnings)
    return frozenset(then.warning for then in concluded if isinstance(then, Warns))


def _reordered(old: Recommendation, new: Recommendation) -> Iterator[AnswerChange]:
    """Neighbours of an answer that come in the other order in the other one."""
    there = {one.measure: one for one in new.measures}
    for first, second in _neighbours(old, there):
        one, other = there[first.measure], there[second.measure]
        if _group(one) == _group(other) and one.rank > other.rank:
            name = f"{first.measure} {second.measure}"
            yield AnswerChange(Kind.ORDER, name, _first(first.measure), _first(second.measure))


def _neighbours(
    old: Recommendation, there: dict[MeasureId, RankedMeasure]
) -> Iterator[tuple[RankedMeasure, RankedMeasure]]:
    """Every two measures of a group that follow each other, of those that stay together in a group."""
    groups: dict[tuple[object, object], list[RankedMeasure]] = {}
    for one in old.measures:
        if one.measure in there:
            groups.setdefault((_group(one), _group(there[one.measure])), []).append(one)
    for members in groups.values():
        yield from pairwise(members)


def _group(one: RankedMeasure) -> tuple[str, str]:
    return one.standing.value, one.track.value


def _first(measure: MeasureId) -> str:
    return f"{measure} first"
