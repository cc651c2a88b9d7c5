"""Checks across files: what must hold between entries for an answer to be sound. One function per code."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.knowledge import MeasureId, Track
from fasmodell.knowledge_loader import Names
from fasmodell.loader import Loaded
from fasmodell.place import Place
from fasmodell.rules import ConcludesFinding, FindingHolds, atoms_of


def check(loaded: Loaded, names: Names) -> None:
    """Add every problem between entries to the diagnostics of the load."""
    finding_cycles(loaded, names)
    prerequisite_cycles(loaded, names)
    findings_without_rule(loaded, names)
    measures_without_target(loaded, names)
    blocked_measures(loaded, names)
    repeated_codes(loaded, names)
    missing_phases(loaded, names)


def finding_cycles(loaded: Loaded, names: Names) -> None:
    """FM210: findings that depend on each other in a circle."""
    needs: dict[str, set[str]] = {}
    place_of: dict[str, Place] = {}
    for rule in loaded.rules.rules.values():
        if isinstance(rule.then, ConcludesFinding):
            needed = {atom.finding for atom in atoms_of(rule.when) if isinstance(atom, FindingHolds)}
            needs.setdefault(rule.then.finding, set()).update(needed)
            place_of.setdefault(rule.then.finding, names.rules[rule.id].at("when"))
    for circle in _circles(needs):
        place_of[circle[0]].error(
            "FM210",
            f"findings depend on each other in a circle: {_arrows(circle)}",
            "let one of them rest on indicators alone",
        )


def prerequisite_cycles(loaded: Loaded, names: Names) -> None:
    """FM211: measures that must each run before the other."""
    needs = {
        str(measure.id): {str(item.measure) for item in measure.prerequisites}
        for measure in loaded.knowledge.measures.values()
    }
    for circle in _circles(needs):
        names.measures[circle[0]].at("prerequisites").error(
            "FM211", f"measures are prerequisites of each other in a circle: {_arrows(circle)}", "drop one of them"
        )


def findings_without_rule(loaded: Loaded, names: Names) -> None:
    """FM304: a finding that no rule can conclude."""
    concluded = {rule.then.finding for rule in loaded.rules.rules.values() if isinstance(rule.then, ConcludesFinding)}
    readable = set(names.rules) == set(loaded.rules.rules)
    for finding in loaded.knowledge.findings:
        if finding not in concluded and readable:
            names.findings[finding].error(
                "FM304", f"no rule concludes the finding `{finding}`", "add a rule in rules/1-findings/", on_key=True
            )


def measures_without_target(loaded: Loaded, names: Names) -> None:
    """FM305: a direct or slow measure that acts on nothing, and so could never be needed."""
    for measure in loaded.knowledge.measures.values():
        if measure.track is not Track.FOUNDATION and not measure.targets and measure.blocked is None:
            names.measures[measure.id].error(
                "FM305", f"the measure `{measure.id}` has no target", "name the findings it acts on", on_key=True
            )


def blocked_measures(loaded: Loaded, names: Names) -> None:
    """FM306: a measure on the do-not-use list that another one asks for."""
    blocked = {measure.id for measure in loaded.knowledge.measures.values() if measure.blocked is not None}
    for measure in loaded.knowledge.measures.values():
        for key, relations in (("prerequisites", measure.prerequisites), ("companions", measure.companions)):
            for position, relation in enumerate(relations):
                if relation.measure in blocked:
                    names.measures[measure.id].at(key, position, "measure").error(
                        "FM306", f"`{relation.measure}` is on the do-not-use list", "name another measure"
                    )


def repeated_codes(loaded: Loaded, names: Names) -> None:
    """FM209: two measures with the same catalogue code."""
    first: dict[str, MeasureId] = {}
    for measure in loaded.knowledge.measures.values():
        if measure.code in first:
            names.measures[measure.id].at("code").error(
                "FM209", f"the code `{measure.code}` is also that of `{first[measure.code]}`"
            )
        first.setdefault(measure.code, measure.id)


def missing_phases(loaded: Loaded, names: Names) -> None:
    """FM212: the model has three phases and two gates, one to leave each of the first two."""
    knowledge = loaded.knowledge
    gates = [gate.leaves for gate in knowledge.gates.values()]
    readable = len(names.gates) == len(knowledge.gates) and len(names.phases) == len(knowledge.phases)
    if readable and (sorted(knowledge.phases) != [1, 2, 3] or gates != [1, 2]):
        place = next(iter((*names.phases.values(), *names.gates.values())), None)
        if place is not None:
            place.error("FM212", "there must be the phases 1, 2 and 3, a gate that leaves 1 and then one that leaves 2", on_key=True)


def _circles(needs: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield one circle for every part of a graph that has one."""
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        waiting = [(start, False)]
        while waiting:
            name, leaving = waiting.pop()
            if leaving:
                path.pop()
                done.add(name)
            elif name in path:
                yield [*path[path.index(name) :], name]
            elif name not in done:
                path.append(name)
                waiting.append((name, True))
                waiting += [(other, False) for other in sorted(needs.get(name, ()))]


def _arrows(circle: list[str]) -> str:
    return " → ".join(f"`{name}`" for name in circle)


