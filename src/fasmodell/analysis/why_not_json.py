"""`why-not` as JSON, `fasmodell.why_not/1`: every obstacle, way and lack, with its part of the proof."""

from __future__ import annotations

import json

from fasmodell.analysis.lacking import Distance, Lack, Way
from fasmodell.analysis.obstacles import GateNeed, GateWay, Obstacle
from fasmodell.analysis.target import MeasureTarget, PhaseTarget, Target
from fasmodell.analysis.why_not import WhyNot, facts_behind
from fasmodell.analysis.why_not_document import (
    gain_text,
    lack_text,
    notes_of,
    obstacle_text,
    state_text,
    title_of,
    way_text,
)
from fasmodell.answer_json import facts_below, head_object, node_object, sources_object
from fasmodell.measure_document import Object, citation_object
from fasmodell.rules import Comparison, Condition, FindingHolds, GateIs, InPlace, Listed, PhaseIs, RuleId, Trend
from fasmodell.view import View

FORMAT = "fasmodell.why_not/1"


def why_not_json(view: View, found: WhyNot) -> str:
    """Write why something is not so as JSON."""
    return json.dumps(why_not_object(view, found), ensure_ascii=False, indent=2, allow_nan=False)


def why_not_object(view: View, found: WhyNot) -> Object:
    """Why something is not so as plain data; its shape is schemas/why_not.schema.json."""
    document = head_object(view, FORMAT) | {
        "target": target_object(found.target),
        "title": title_of(view, found.target),
        "reached": found.is_reached,
        "state": state_text(view, found),
        "distance": distance_object(found.distance),
        "obstacles": [_obstacle(view, found.target, obstacle) for obstacle in found.obstacles],
    }
    document["sources"] = sources_object(view, document)
    below = facts_below(view, facts_behind(found))
    document["trace"] = {fact: node_object(node) for fact, node in view.answer.trace.items() if fact in below}
    return document


def target_object(target: Target) -> Object:
    """What was asked for."""
    if isinstance(target, MeasureTarget):
        return {"kind": "measure", "id": target.measure, "standing": "now"}
    if isinstance(target, PhaseTarget):
        return {"kind": "phase", "phase": target.phase}
    return {"kind": "finding", "id": target.finding, "level": target.level.value}


def distance_object(distance: Distance | None) -> Object | None:
    """How far away something is; null when there is no way."""
    if distance is None:
        return None
    return {"failed": distance.failed, "unknown": distance.unknown, "share": distance.share}


def _obstacle(view: View, target: Target, obstacle: Obstacle) -> Object:
    hold = obstacle.hold
    return {
        "kind": obstacle.kind,
        "subject": obstacle.subject,
        "text": obstacle_text(view, target, obstacle),
        "notes": notes_of(view, target, obstacle),
        "fact": obstacle.fact,
        "distance": distance_object(obstacle.distance),
        "ways": [_way(view, way) for way in obstacle.ways],
        "gate": None if obstacle.gate is None else _gate(view, obstacle.gate),
        "hold": None if hold is None else {"gate": hold.gate, "months": hold.months, "needed": hold.needed},
    }


def _gate(view: View, need: GateNeed) -> Object:
    return {
        "gate": need.gate,
        "state": need.state.value,
        "wanted": need.wanted.value,
        "net": need.net,
        "points_lacking": need.lacking,
        "topics_lacking": need.topics_lacking,
        "decisive_against": list(need.decisive_against),
        "ways": [_gate_way(view, found) for found in need.ways],
    }


def _gate_way(view: View, found: GateWay) -> Object:
    return {
        **_way(view, found.way),
        "gain": found.gain,
        "enough": found.is_enough,
        "gain_text": gain_text(view, found),
        "topic": found.evidence.topic,
        "strength": found.evidence.strength.value,
    }


def _way(view: View, way: Way) -> Object:
    rule = view.rules.rules.get(RuleId(way.rule))
    return {
        "rule": way.rule,
        "wanted": way.wanted,
        "text": way_text(view, way),
        "distance": distance_object(way.distance),
        "lacks": [_lack(view, lack) for lack in way.lacks],
        "place": None if rule is None else f"{rule.span.file}:{rule.span.line}",
        "source": None if rule is None else citation_object(rule.source),
        "numbers": None if rule is None or rule.numbers is None else rule.numbers.basis.value,
    }


def _lack(view: View, lack: Lack) -> Object:
    return {
        "text": lack_text(view, lack),
        "condition": condition_object(lack.condition),
        "wanted": lack.wanted,
        "known": lack.is_met,
        "fact": lack.fact,
        "observed": lack.observed,
        "gap": lack.gap,
        "distance": distance_object(lack.distance),
        "ways": [_way(view, way) for way in lack.ways],
    }


def condition_object(condition: Condition) -> Object:
    """The subject of a condition and what it is compared with; a composite one says only that it is one."""
    match condition:
        case Comparison():
            return {
                "kind": "indicator",
                "subject": condition.indicator,
                "operator": condition.operator.value,
                "bound": list(condition.bound),
            }
        case Trend():
            months = condition.over_months
            return {"kind": "trend", "subject": condition.indicator, "operator": condition.movement, "bound": [months]}
        case FindingHolds():
            return _plain("finding", condition.finding, "at_least", condition.level.value)
        case InPlace():
            return _plain("in_place", condition.measure, "is", True)
        case Listed():
            return _plain("listed", condition.measure, "is", True)
        case PhaseIs():
            return _plain("phase", "", "is", condition.phase)
        case GateIs():
            return _plain("gate", condition.gate, "is", condition.state)
    return {"kind": "composite", "subject": "", "operator": "", "bound": []}


def _plain(kind: str, subject: str, operator: str, bound: str | int | bool) -> Object:
    return {"kind": kind, "subject": subject, "operator": operator, "bound": [bound]}
