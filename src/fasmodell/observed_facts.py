"""From a profile to the facts that rules test: observed values, graded levels, trends and running measures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from fasmodell.facts import Fact, FactId, gate_since_id, indicator_id, previous_phase_id, trend_id
from fasmodell.knowledge import IndicatorId, KnowledgeBase, MeasureId
from fasmodell.profile import Observation, Point, Profile, months_between
from fasmodell.scales import Value, is_number
from fasmodell.trace import GRADING, Derivation, Node


class ObservedFacts(NamedTuple):
    """The known facts by key, and their nodes in the trace."""

    values: dict[FactId, Value]
    nodes: dict[FactId, Node]


class Tested(NamedTuple):
    """
    The running measures and the trends that programs test.

    A running measure comes with its fact and the node it has when the profile's list leaves it out, as it mostly does.
    """

    listed: tuple[tuple[MeasureId, FactId, Node], ...]
    trends: tuple[tuple[IndicatorId, int], ...]


def tested_by(keys: Iterable[FactId]) -> Tested:
    """Pick the running measures and the trends out of the keys that programs test."""
    listed, trends = {}, {}
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind == "listed":
            listed[key] = (MeasureId(rest), key, Node(Fact(key, "listed", rest, False), (), None))
        elif kind == "trend":
            indicator, _, months = rest.partition("/")
            trends[key] = (IndicatorId(indicator), int(months))
    return Tested(tuple(listed.values()), tuple(trends.values()))


def facts_of(profile: Profile, knowledge: KnowledgeBase, tested: Tested) -> ObservedFacts:
    """
    Collect everything the profile makes known. Unknown observations give no fact.

    Of the trends and running measures only those that are tested are worked out.
    A level that is graded from a number takes the number's level wherever the number is known.
    """
    found = ObservedFacts({}, {})
    for observation in profile.observations.values():
        if observation.value is not None:
            _add(found, indicator_id(observation.indicator), observation.value, observation)
    _add_graded(found, profile, knowledge)
    _add_listed(found, profile, tested)
    for indicator, over_months in tested.trends:
        node = trend_node(profile, indicator, over_months)
        if node is not None and node.fact.value is not None:
            found.values[node.fact.id] = node.fact.value
            found.nodes[node.fact.id] = node
    _add_previous(found, profile)
    return found


def _add(found: ObservedFacts, key: FactId, value: Value, observation: Observation) -> None:
    found.values[key] = value
    found.nodes[key] = Node(Fact(key, "indicator", observation.indicator, value), (), observation.span)


def _add_graded(found: ObservedFacts, profile: Profile, knowledge: KnowledgeBase) -> None:
    for indicator in knowledge.graded:
        grading = indicator.graded_from
        if grading is None:
            continue
        number = profile.value_of(grading.indicator)
        if not is_number(number):
            continue
        key, level = indicator_id(indicator.id), grading.level(number)
        derivation = Derivation(GRADING, (indicator_id(grading.indicator),))
        found.values[key] = level
        found.nodes.pop(key, None)
        found.nodes[key] = Node(Fact(key, "indicator", indicator.id, level), (derivation,), None)


def _add_listed(found: ObservedFacts, profile: Profile, tested: Tested) -> None:
    if profile.measures_in_place is None:
        return
    values, nodes, written = found.values, found.nodes, profile.measures_in_place
    for measure, key, left_out in tested.listed:
        if measure not in written:
            values[key] = False
            nodes[key] = left_out
            continue
        entry = written[measure]
        if entry.is_running is not None:
            values[key] = entry.is_running
            nodes[key] = Node(Fact(key, "listed", measure, entry.is_running), (), entry.span)


def _add_previous(found: ObservedFacts, profile: Profile) -> None:
    previous = profile.previous_assessment
    if previous is None:
        return
    key = previous_phase_id()
    found.values[key] = previous.phase
    found.nodes[key] = Node(Fact(key, "previous", "phase", previous.phase), (), previous.span)
    for gate, since in previous.gates_open_since.items():
        key, months = gate_since_id(gate), months_between(since.start, profile.as_of)
        found.values[key] = months
        found.nodes[key] = Node(Fact(key, "open_since", gate, months), (), previous.span)


def trend_node(profile: Profile, indicator: IndicatorId, over_months: int) -> Node | None:
    """The observed movement of an indicator's series as a node of the trace, or None when it cannot be told."""
    observation = profile.observations.get(indicator)
    movement = None if observation is None else movement_of(observation.history, over_months)
    if observation is None or movement is None:
        return None
    return Node(Fact(trend_id(indicator, over_months), "trend", indicator, movement), (), observation.span)


def is_method_break(before: str | None, after: str | None) -> bool:
    """True when two values are known to be measured in different ways; a way that is not stated breaks nothing."""
    return before is not None and after is not None and before != after


def movement_of(history: tuple[Point, ...], over_months: int) -> str | None:
    """
    Tell how a series has moved over a number of months: rising, falling or steady; None when it cannot be told.

    The newest value is compared with the latest one that is at least so many months older and not known to be measured
    in another way. A difference within the two margins of error taken together (root of the sum of squares) is steady.
    """
    points = [
        (point.period, float(point.value), point.margin or 0.0, point.method)
        for point in history
        if point.period is not None and is_number(point.value)
    ]
    if not points:
        return None
    newest, value, margin, method = points[-1]
    older = [
        point
        for point in points
        if months_between(point[0].end, newest.end) >= over_months and not is_method_break(point[3], method)
    ]
    if not older:
        return None
    _, before, margin_before, _ = older[-1]
    change = value - before
    if abs(change) <= math.hypot(margin, margin_before):
        return "steady"
    return "rising" if change > 0 else "falling"
