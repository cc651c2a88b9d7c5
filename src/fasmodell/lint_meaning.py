"""
Checks across files of what should be mended although every answer is sound: warnings. One function per code.

What is said to be unused is only looked for when everything could be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from fasmodell.cells import own_conditions
from fasmodell.influence import Influence
from fasmodell.knowledge import FindingId, IndicatorId, Measure
from fasmodell.lint import check
from fasmodell.loader import Loaded
from fasmodell.names import ENTRY_KINDS, Entries, Names, places_below, sources_cited
from fasmodell.reachability import Reachability
from fasmodell.rules import (
    Advises,
    Atom,
    Comparison,
    ConcludesFinding,
    FindingHolds,
    Rule,
    SupportsGate,
    Trend,
    Warns,
    atoms_of,
)
from fasmodell.scales import is_number

# What stands where only the author can say something.
PLACEHOLDER: Final = re.compile(r"\b(?:FYLL I|FILL IN)\b")


def check_everything(loaded: Loaded, names: Names) -> None:
    """Add every error and every warning about the entries of a rule base to the diagnostics of its load."""
    check(loaded, names)
    if loaded.warnings.has_errors:
        return
    unused_indicators(loaded, names)
    unused_findings(loaded, names)
    unused_sources(loaded, names)
    unused_thresholds(loaded, names)
    unused_warnings(loaded, names)
    concluding_backgrounds(loaded, names)
    unproved_evidence(loaded, names)
    numbers_without_basis(loaded, names)
    unreachable_measures(loaded, names)
    emphasis_without_source(loaded, names)
    idle_measures(loaded, names)
    placeholders(loaded, names)


def placeholders(loaded: Loaded, names: Names) -> None:
    """FM146: a text that a scaffold left to the author, `FYLL I` or `FILL IN`."""
    files = {file for file, text in loaded.texts.items() if PLACEHOLDER.search(text)}
    for kind in ENTRY_KINDS if files else ():
        for entry in getattr(names, kind).values():
            for place in places_below(entry) if entry.document.file in files else ():
                for inner in place.inner:
                    if isinstance(inner.data, str) and PLACEHOLDER.search(inner.data):
                        inner.warning("FM146", f"`{inner.key}` is still to be filled in", "write it in its place")


def unused_indicators(loaded: Loaded, names: Names) -> None:
    """FM311: an indicator that nothing tests, grades from, compares with or follows, and that does not say why."""
    knowledge = loaded.knowledge
    used = set(_concluded_from(loaded)) | {value.indicator for value in knowledge.reference_values}
    used |= {item.indicator for measure in knowledge.measures.values() for item in measure.follow_up if item.indicator}
    for name, indicator in knowledge.indicators.items():
        if name not in used and indicator.background is None:
            help = "use it in a rule or a follow-up, or say with `background` why nothing is concluded from it"
            names.indicators[name].warning("FM311", f"nothing uses the indicator `{name}`", help, on_key=True)


def unused_findings(loaded: Loaded, names: Names) -> None:
    """FM312: a finding that no later stage, target or condition of a measure uses, not even by way of another one."""
    measures = loaded.knowledge.measures.values()
    used = {target.finding for measure in measures for target in measure.targets}
    used |= _findings_in(atom for rule in loaded.rules.of_stage(2, 3) for atom in atoms_of(rule.when))
    used |= _findings_in(atom for measure in measures for when in own_conditions(measure) for atom in atoms_of(when))
    waiting = list(used)
    while waiting:
        behind = _findings_in(atom for rule in _rules_for(loaded, waiting.pop()) for atom in atoms_of(rule.when))
        waiting += behind - used
        used |= behind
    for name in loaded.knowledge.findings:
        if name not in used:
            help = "use it as a target, in a condition or in a later rule, or delete it"
            names.findings[name].warning("FM312", f"nothing uses the finding `{name}`", help, on_key=True)


def unused_sources(loaded: Loaded, names: Names) -> None:
    """FM313: a source that nothing cites."""
    kinds: Iterable[Entries] = (
        names.indicators, names.findings, names.phases, names.gates, names.warnings, names.measures, names.systems,
        names.early_signs, names.decision_reasons, names.thresholds, names.rules, names.policies,
    )  # fmt: skip
    places = [*(place for entries in kinds for place in entries.values()), *names.watch, *names.reference_values]
    cited = {source for place in places for source in sources_cited(place)}
    for name in loaded.knowledge.sources:
        if name not in cited:
            names.sources[name].warning("FM313", f"nothing cites the source `{name}`", "delete it", on_key=True)


def unused_thresholds(loaded: Loaded, names: Names) -> None:
    """FM314: a threshold that nothing is compared with."""
    used = {atom.threshold for atom in _atoms(loaded) if isinstance(atom, Comparison)}
    for name in loaded.rules.thresholds:
        if name not in used:
            help = f"use it as `{{param: {name}}}`, or delete it"
            message = f"nothing is compared with the threshold `{name}`"
            names.thresholds[name].warning("FM314", message, help, on_key=True)


def unused_warnings(loaded: Loaded, names: Names) -> None:
    """FM315: a documented warning that no rule gives."""
    given = {rule.then.warning for rule in loaded.rules.of_stage(3) if isinstance(rule.then, Warns)}
    for name in loaded.knowledge.warnings:
        if name not in given:
            help = f"let a rule of stage 3 conclude `{{warn: {name}}}`, or delete it"
            names.warnings[name].warning("FM315", f"no rule gives the warning `{name}`", help, on_key=True)


def concluding_backgrounds(loaded: Loaded, names: Names) -> None:
    """FM316: an indicator said to be background that a condition tests or a level is graded from."""
    for name in dict.fromkeys(_concluded_from(loaded)):
        if loaded.knowledge.indicators[name].background is not None:
            message = f"`{name}` is said to be background, but something is concluded from it"
            names.indicators[name].at("background").warning("FM316", message, "delete `background`", on_key=True)


def unproved_evidence(loaded: Loaded, names: Names) -> None:
    """FM317: a headline stronger than every outcome, or pointing where none does (`mixed`: outcomes that differ)."""
    for measure in loaded.knowledge.measures.values():
        evidence, place = measure.evidence, names.measures[measure.id].at("evidence")
        strongest = min(outcome.grade for outcome in evidence.outcomes)
        if evidence.grade < strongest:
            message = f"the headline grade is {evidence.grade}, but the strongest outcome has {strongest}"
            place.at("grade").warning("FM317", message, "name the outcome that bears it out, or lower the grade")
        directions = {outcome.direction for outcome in evidence.outcomes}
        if evidence.direction not in directions and not (evidence.direction == "mixed" and len(directions) > 1):
            message = f"the headline direction is `{evidence.direction}`, but no outcome has it"
            help = "name the outcome that bears it out, or change the direction"
            place.at("direction").warning("FM317", message, help)


def numbers_without_basis(loaded: Loaded, names: Names) -> None:
    """FM318: a rule with a number or a strength of its own that does not say what they rest on."""
    for rule in loaded.rules.rules.values():
        if rule.numbers is None and _has_number(rule):
            message = f"the rule `{rule.id}` does not say what its numbers rest on"
            help = "add `numbers` with `basis` and `reason`"
            names.rules[rule.id].warning("FM318", message, help, on_key=True)


def _has_number(rule: Rule) -> bool:
    if isinstance(rule.then, SupportsGate) or (isinstance(rule.then, Advises) and rule.then.strength is not None):
        return True
    return any(
        isinstance(atom, Trend)
        or (isinstance(atom, Comparison) and atom.threshold is None and any(map(is_number, atom.bound)))
        for atom in atoms_of(rule.when)
    )


def unreachable_measures(loaded: Loaded, names: Names) -> None:
    """FM320: a measure, not on the do-not-use list, that no situation can bring to `now`."""
    reachability = Reachability(loaded.knowledge, loaded.rules)
    for measure in loaded.knowledge.measures.values():
        if measure.blocked is None and not reachability.is_reachable(measure):
            message = f"no situation can bring the measure `{measure.id}` to `now`"
            help = "look at its emphasis, preconditions, legal gate and targets, and at the rules that exclude it"
            names.measures[measure.id].warning("FM320", message, help, on_key=True)


def emphasis_without_source(loaded: Loaded, names: Names) -> None:
    """FM321: the emphasis per phase borrows the general source of its measure, which is about something else."""
    for name in loaded.knowledge.measures:
        place = names.measures[name].at("emphasis")
        if "source" not in place.keys:
            help = "say where it comes from with `source`, be it the project itself"
            place.warning("FM321", f"the emphasis of the measure `{name}` has no source of its own", help, on_key=True)


def idle_measures(loaded: Loaded, names: Names) -> None:
    """FM344: a measure that is said to change an indicator, though nothing else ties the two together."""
    influence = Influence(loaded.knowledge, loaded.rules)
    for name, indicator in loaded.knowledge.indicators.items():
        for position, measure in enumerate(() if indicator.changeable is None else indicator.changeable.measures):
            if measure not in influence.measures_on(name):
                message = f"nothing else says that `{measure}` acts on `{name}`"
                help = "delete it here, or give the measure a target or a follow-up that says so"
                names.indicators[name].at("changeable", "measures", position).warning("FM344", message, help)


def _measure_atoms(measures: Iterable[Measure]) -> Iterator[Atom]:
    return (atom for measure in measures for condition in own_conditions(measure) for atom in atoms_of(condition))


def _atoms(loaded: Loaded) -> Iterator[Atom]:
    """Everything that a rule or a condition of a measure tests."""
    for rule in loaded.rules.rules.values():
        yield from atoms_of(rule.when)
    yield from _measure_atoms(loaded.knowledge.measures.values())


def _concluded_from(loaded: Loaded) -> Iterator[IndicatorId]:
    """Every indicator that is tested or graded from."""
    for atom in _atoms(loaded):
        if isinstance(atom, Comparison | Trend):
            yield atom.indicator
    for indicator in loaded.knowledge.indicators.values():
        if indicator.graded_from is not None:
            yield indicator.graded_from.indicator


def _findings_in(atoms: Iterable[Atom]) -> set[FindingId]:
    return {atom.finding for atom in atoms if isinstance(atom, FindingHolds)}


def _rules_for(loaded: Loaded, finding: FindingId) -> Iterator[Rule]:
    for rule in loaded.rules.of_stage(1):
        if isinstance(rule.then, ConcludesFinding) and rule.then.finding == finding:
            yield rule
