"""Checks across files that an answer depends on: what would make it unsound is an error. One function per code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fasmodell.knowledge import GateId, Indicator, IndicatorId, MeasureId, Track
from fasmodell.loader import Loaded
from fasmodell.names import Names, places_below
from fasmodell.place import Place
from fasmodell.rules import (
    AdviceKind,
    Advises,
    ConcludesFinding,
    Condition,
    FindingHolds,
    InPlace,
    Strength,
    SupportsGate,
    atoms_of,
)
from fasmodell.scales import Scale

_Node = tuple[str, str]


def check(loaded: Loaded, names: Names) -> None:
    """
    Add every problem between entries to the diagnostics of the load.

    What is said to be lacking is only looked for when everything could be read.
    """
    finding_cycles(loaded, names)
    prerequisite_cycles(loaded, names)
    measures_without_target(loaded, names)
    blocked_measures(loaded, names)
    repeated_codes(loaded, names)
    if not loaded.warnings.has_errors:
        missing_phases(loaded, names)
        unknown_topics(loaded, names)
        findings_without_rule(loaded, names)
    if not loaded.warnings.has_errors:
        undecidable_gates(loaded, names)
        mixed_thresholds(loaded, names)
        half_changeable(loaded, names)


def finding_cycles(loaded: Loaded, names: Names) -> None:
    """FM210: findings that depend on each other in a circle, be it by way of measures that are evident from them."""
    needs: dict[_Node, set[_Node]] = {}
    place_of: dict[_Node, Place] = {}
    for rule in loaded.rules.of_stage(1):
        if isinstance(rule.then, ConcludesFinding):
            node = ("finding", str(rule.then.finding))
            needs.setdefault(node, set()).update(_needed(rule.when))
            place_of.setdefault(node, names.rules[rule.id].at("when"))
    for measure in loaded.knowledge.measures.values():
        if measure.evident_when is not None:
            node = ("measure", str(measure.id))
            needs[node] = _needed(measure.evident_when)
            place_of[node] = names.measures[measure.id].at("evident_when")
    for circle in _circles(needs):
        message = f"findings depend on each other in a circle: {_arrows(circle)}"
        place_of[circle[0]].error("FM210", message, "let one of them rest on indicators alone")


def _needed(condition: Condition) -> set[_Node]:
    """The findings and measures in place that a condition tests."""
    atoms = list(atoms_of(condition))
    found = {("finding", str(atom.finding)) for atom in atoms if isinstance(atom, FindingHolds)}
    return found | {("measure", str(atom.measure)) for atom in atoms if isinstance(atom, InPlace)}


def prerequisite_cycles(loaded: Loaded, names: Names) -> None:
    """FM211: measures that must each run before the other."""
    needs = {
        ("measure", str(measure.id)): {("measure", str(item.measure)) for item in measure.prerequisites}
        for measure in loaded.knowledge.measures.values()
    }
    for circle in _circles(needs):
        message = f"measures are prerequisites of each other in a circle: {_arrows(circle)}"
        names.measures[circle[0][1]].at("prerequisites").error("FM211", message, "drop one of them")


def missing_phases(loaded: Loaded, names: Names) -> None:
    """FM212: the model has three phases and two gates, one to leave each of the first two."""
    knowledge = loaded.knowledge
    gates = [gate.leaves for gate in knowledge.gates.values()]
    if sorted(knowledge.phases) != [1, 2, 3] or gates != [1, 2]:
        place = next(iter((*names.phases.values(), *names.gates.values(), names.policies["phase_policy"])))
        message = "there must be the phases 1, 2 and 3, a gate that leaves 1 and then one that leaves 2"
        place.error("FM212", message, on_key=True)


def repeated_codes(loaded: Loaded, names: Names) -> None:
    """FM213: two measures with the same catalogue code."""
    first: dict[str, MeasureId] = {}
    for measure in loaded.knowledge.measures.values():
        if measure.code in first:
            place, other = names.measures[measure.id].at("code"), first[measure.code]
            related = (("it is first used here", names.measures[other].at("code").span),)
            place.error("FM213", f"the code `{measure.code}` is also that of `{other}`", related=related)
        first.setdefault(measure.code, measure.id)


def unknown_topics(loaded: Loaded, names: Names) -> None:
    """FM215: a topic of the phase policy that no evidence has."""
    topics = {rule.then.topic for rule in loaded.rules.of_stage(2) if isinstance(rule.then, SupportsGate)}
    for place in names.policies["phase_policy"].at("event_topics").elements():
        if str(place.data) not in topics:
            place.unknown("FM215", "topic", str(place.data), topics)


def findings_without_rule(loaded: Loaded, names: Names) -> None:
    """FM304: a finding that no rule can conclude."""
    concluded = {rule.then.finding for rule in loaded.rules.of_stage(1) if isinstance(rule.then, ConcludesFinding)}
    for finding in loaded.knowledge.findings:
        if finding not in concluded:
            message = f"no rule concludes the finding `{finding}`"
            names.findings[finding].error("FM304", message, "add a rule in rules/1-findings/", on_key=True)


def measures_without_target(loaded: Loaded, names: Names) -> None:
    """FM305: a direct or slow measure that acts on nothing, and so could never be needed."""
    for measure in loaded.knowledge.measures.values():
        if measure.track is not Track.FOUNDATION and not measure.targets and measure.blocked is None:
            message = f"the measure `{measure.id}` has no target"
            names.measures[measure.id].error("FM305", message, "name the findings it acts on", on_key=True)


def blocked_measures(loaded: Loaded, names: Names) -> None:
    """FM306: a measure on the do-not-use list that another one, or a rule, asks for."""
    blocked = {measure.id for measure in loaded.knowledge.measures.values() if measure.blocked is not None}
    asked: list[tuple[MeasureId, Place]] = []
    for measure in loaded.knowledge.measures.values():
        for key, relations in (("prerequisites", measure.prerequisites), ("companions", measure.companions)):
            place = names.measures[measure.id].at(key)
            asked += [(item.measure, place.at(position, "measure")) for position, item in enumerate(relations)]
    for rule in loaded.rules.of_stage(3):
        if isinstance(rule.then, Advises) and rule.then.kind in (AdviceKind.PREFER, AdviceKind.REQUIRE):
            asked.append((rule.then.measure, names.rules[rule.id].at("then", rule.then.kind.value)))
    for indicator in loaded.knowledge.indicators.values():
        if indicator.changeable is not None:
            place = names.indicators[indicator.id].at("changeable", "measures")
            asked += [(measure, place.at(position)) for position, measure in enumerate(indicator.changeable.measures)]
    for asked_for, place in asked:
        if asked_for in blocked:
            place.error("FM306", f"`{asked_for}` is on the do-not-use list", "name another measure")


def half_changeable(loaded: Loaded, names: Names) -> None:
    """FM343: a level that is graded from a number, of which only one can be changed: the number decides the level."""
    for level in loaded.knowledge.graded:
        grading = level.graded_from
        number = None if grading is None else loaded.knowledge.indicators.get(grading.indicator)
        if number is None or (level.changeable is None) is (number.changeable is None):
            continue
        one, other = (level, number) if number.changeable is None else (number, level)
        message = f"`{one.id}` can be changed but `{other.id}` cannot, and the number decides the level"
        help = f"add `changeable` to `{other.id}`, or delete it here"
        names.indicators[one.id].at("changeable").error("FM343", message, help, on_key=True)


def undecidable_gates(loaded: Loaded, names: Names) -> None:
    """FM319: a gate that stays undetermined or one-sided even when all the evidence for a side holds."""
    policy = loaded.rules.phase_policy
    for gate in loaded.knowledge.gates:
        for state in ("open", "shut"):
            points = _points_by_topic(loaded, gate, state)
            is_enough = sum(points.values()) >= policy.margin and len(points) >= policy.min_topics
            if not is_enough and not _has_decisive(loaded, gate, state):
                message = f"no evidence can show that the gate `{gate}` is {state}"
                help = f"it takes {policy.margin} points on {policy.min_topics} topics, or decisive evidence"
                names.gates[gate].error("FM319", message, help, on_key=True)


def _points_by_topic(loaded: Loaded, gate: GateId, state: str) -> Mapping[str, int]:
    points: dict[str, int] = {}
    for rule in loaded.rules.of_stage(2):
        then = rule.then
        if isinstance(then, SupportsGate) and (then.gate, then.state) == (gate, state):
            points[then.topic] = max(points.get(then.topic, 0), loaded.rules.phase_policy.points[then.strength])
    return points


def _has_decisive(loaded: Loaded, gate: GateId, state: str) -> bool:
    evidence = [rule.then for rule in loaded.rules.of_stage(2) if isinstance(rule.then, SupportsGate)]
    return any((one.gate, one.state, one.strength) == (gate, state, Strength.DECISIVE) for one in evidence)


def mixed_thresholds(loaded: Loaded, names: Names) -> None:
    """FM322: a threshold that indicators of different scales are compared with: one number cannot mean both."""
    first: dict[str, tuple[Scale, Place]] = {}
    for name, indicator, place in _thresholds_used(loaded, names):
        scale, other = first.setdefault(name, (indicator.scale, place))
        if scale is not indicator.scale:
            message = f"the threshold `{name}` is compared with a {scale} and with a {indicator.scale}"
            related = (("with the first one here", other.span),)
            place.error("FM322", message, "give each a threshold of its own", related=related)


def _thresholds_used(loaded: Loaded, names: Names) -> Iterator[tuple[str, Indicator, Place]]:
    """Every place where a condition names a threshold, with the indicator that is compared with it."""
    for entry in (*names.rules.values(), *names.measures.values()):
        for condition in places_below(entry):
            tested = condition.at("indicator").data
            if isinstance(tested, str) and tested in loaded.knowledge.indicators:
                for bound in places_below(condition):
                    place = bound.at("param")
                    if isinstance(place.data, str):
                        yield place.data, loaded.knowledge.indicators[IndicatorId(tested)], place


def _circles(needs: Mapping[_Node, set[_Node]]) -> Iterator[list[_Node]]:
    """Yield one circle for every part of a graph that has one."""
    done: set[_Node] = set()
    for start in needs:
        path: list[_Node] = []
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


def _arrows(circle: list[_Node]) -> str:
    return " → ".join(f"`{name}`" for _, name in circle)
