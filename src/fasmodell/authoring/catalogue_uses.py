"""Who uses what in a rule base: every reference read backwards, in the order of the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from fasmodell.knowledge import FindingId, GateId, IndicatorId, Measure, MeasureId, Relation, Role, System, SystemStep
from fasmodell.rule_base import RuleBase
from fasmodell.rules import (
    Advises,
    Atom,
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    InPlace,
    Listed,
    Rule,
    SupportsGate,
    Trend,
    Warns,
    atoms_of,
)

Subject = IndicatorId | FindingId | MeasureId


class Part(Enum):
    """The parts of a measure that may use an indicator, a finding or another measure."""

    PRECONDITION = "precondition"
    LEGAL_GATE = "legal_gate"
    EVIDENT = "evident"
    FOLLOW_UP = "follow_up"


class MeasureUse(NamedTuple):
    """A measure that uses something, and the part of it that does."""

    measure: Measure
    part: Part


@dataclass(slots=True)
class Uses:
    """
    References read backwards.

    `tested` holds the rules whose condition asks for an indicator, a finding or a measure, `by_measures` the measures
    that do and `in_systems` the steps that name it; `enables` and `accompanies` hold the measures that name one as
    prerequisite or companion, with the reason.
    """

    concluded: dict[FindingId, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    evidence: dict[GateId, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    advised: dict[MeasureId, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    warned: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    tested: dict[Subject, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    by_measures: dict[Subject, list[MeasureUse]] = field(default_factory=lambda: defaultdict(list))
    targeted: dict[FindingId, list[tuple[Measure, Role]]] = field(default_factory=lambda: defaultdict(list))
    enables: dict[MeasureId, list[tuple[Measure, Relation]]] = field(default_factory=lambda: defaultdict(list))
    in_systems: dict[Subject, list[tuple[System, SystemStep]]] = field(default_factory=lambda: defaultdict(list))
    accompanies: dict[MeasureId, list[tuple[Measure, Relation]]] = field(default_factory=lambda: defaultdict(list))


def uses_of(base: RuleBase) -> Uses:
    """Read every reference of a rule base backwards."""
    uses = Uses()
    for rule in base.rules.rules.values():
        _conclusion(uses, rule)
        for subject in subjects_of(rule.when):
            uses.tested[subject].append(rule)
    for measure in base.knowledge.measures.values():
        _measure(uses, measure)
    for system in base.knowledge.systems.values():
        for step in system.steps:
            named: tuple[Subject, ...] = (*step.indicators, *step.findings, *step.measures)
            for one in named:
                uses.in_systems[one].append((system, step))
    return uses


def _measure(uses: Uses, measure: Measure) -> None:
    for target in measure.targets:
        uses.targeted[target.finding].append((measure, target.role))
    for relation in measure.prerequisites:
        uses.enables[relation.measure].append((measure, relation))
    for relation in measure.companions:
        uses.accompanies[relation.measure].append((measure, relation))
    for subject, part in dict.fromkeys(_used_by(measure)):
        uses.by_measures[subject].append(MeasureUse(measure, part))


def _conclusion(uses: Uses, rule: Rule) -> None:
    match rule.then:
        case ConcludesFinding(finding=finding):
            uses.concluded[finding].append(rule)
        case SupportsGate(gate=gate):
            uses.evidence[gate].append(rule)
        case Advises(measure=measure):
            uses.advised[measure].append(rule)
        case Warns(warning=warning):
            uses.warned[warning].append(rule)


def _used_by(measure: Measure) -> Iterator[tuple[Subject, Part]]:
    conditions = [(item.when, Part.PRECONDITION) for item in measure.preconditions]
    if measure.legal_gate is not None:
        conditions.append((measure.legal_gate.when, Part.LEGAL_GATE))
    if measure.evident_when is not None:
        conditions.append((measure.evident_when, Part.EVIDENT))
    for condition, part in conditions:
        for subject in subjects_of(condition):
            yield subject, part
    for item in measure.follow_up:
        if item.indicator is not None:
            yield item.indicator, Part.FOLLOW_UP


def subjects_of(condition: Condition) -> list[Subject]:
    """The indicators, findings and measures that a condition asks for, each once, in the order written."""
    return list(dict.fromkeys(subject for atom in atoms_of(condition) for subject in _subject(atom)))


def _subject(atom: Atom) -> tuple[Subject, ...]:
    match atom:
        case Comparison(indicator=indicator) | Trend(indicator=indicator):
            return (indicator,)
        case FindingHolds(finding=finding):
            return (finding,)
        case InPlace(measure=measure) | Listed(measure=measure):
            return (measure,)
    return ()
