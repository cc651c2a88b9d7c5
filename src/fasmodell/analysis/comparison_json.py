"""A comparison and a trajectory as JSON, with the part of each answer's proof that they rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fasmodell.analysis.comparison import Comparison, Persisted, Trajectory
from fasmodell.analysis.comparison_page import Views
from fasmodell.analysis.goal_course import CoursePart, GoalCourse
from fasmodell.analysis.measure_effect import MeasureEffect
from fasmodell.analysis.movement import FindingMove, GateMove, IndicatorMove, Seen, StandingMove
from fasmodell.analysis.sign_reading import SignSeen
from fasmodell.answer_json import facts_below, node_object, rule_base_object
from fasmodell.facts import FactId, finding_id, gate_id, indicator_id, negated, phase_id, standing_id
from fasmodell.knowledge import Level
from fasmodell.layout import printable
from fasmodell.measure_document import Object, citation_object, names_object
from fasmodell.phase_text import review_text
from fasmodell.results import GateDecision, PhaseDecision, Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.view import View

COMPARISON_FORMAT = "fasmodell.comparison/1"
TRACK_FORMAT = "fasmodell.track/1"


def render_comparison(trajectory: Trajectory, base: RuleBase, lang: Language = "sv") -> str:
    """Write two assessments compared as JSON, `fasmodell.comparison/1`."""
    return _written(comparison_document(trajectory, base, lang))


def render_trajectory(trajectory: Trajectory, base: RuleBase, lang: Language = "sv") -> str:
    """Write an area over time as JSON, `fasmodell.track/1`."""
    return _written(track_document(trajectory, base, lang))


def _written(document: Object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def comparison_document(trajectory: Trajectory, base: RuleBase, lang: Language = "sv") -> Object:
    """Two assessments compared as plain data; its shape is schemas/comparison.schema.json."""
    return _head(COMPARISON_FORMAT, trajectory, base, lang) | {
        "comparison": _comparison(trajectory.whole, base, lang),
        **_newest(trajectory),
        "proofs": _proofs(trajectory, base, lang),
    }


def track_document(trajectory: Trajectory, base: RuleBase, lang: Language = "sv") -> Object:
    """An area over time as plain data; its shape is schemas/track.schema.json."""
    return _head(TRACK_FORMAT, trajectory, base, lang) | {
        "assessments": [
            {"as_of": answer.profile.as_of.isoformat(), **_phase(answer.phase), "persisted": _persisted(persisted)}
            for answer, persisted in zip(trajectory.answers, trajectory.persisted, strict=True)
        ],
        "steps": [_comparison(step, base, lang) for step in trajectory.steps],
        "whole": _comparison(trajectory.whole, base, lang),
        **_newest(trajectory),
        "proofs": _proofs(trajectory, base, lang),
    }


def _head(format_: str, trajectory: Trajectory, base: RuleBase, lang: Language) -> Object:
    newest = trajectory.answers[-1]
    return {
        "format": format_,
        "language": lang,
        "rule_base": rule_base_object(View(newest, base, lang)),
        "area": printable(newest.profile.area.name),
    }


def _newest(trajectory: Trajectory) -> Object:
    return {
        "effects": [_effect(effect) for effect in trajectory.effects],
        "course": None if trajectory.course is None else _goal(trajectory.course),
    }


def _comparison(comparison: Comparison, base: RuleBase, lang: Language) -> Object:
    views = Views(View(comparison.before, base, lang), View(comparison.after, base, lang))
    return {
        "before": comparison.before.profile.as_of.isoformat(),
        "after": comparison.after.profile.as_of.isoformat(),
        "phase": {
            "before": _phase(comparison.before.phase),
            "after": _phase(comparison.after.phase),
            "persisted": _persisted(comparison.persisted),
            "agrees_with_stated": comparison.agrees_with_stated,
            "review": [review_text(views.after, item) for item in comparison.after.phase.review],
        },
        "gates": [_gate_move(move) for move in comparison.gates],
        "indicators": [_indicator(views, move) for move in comparison.indicators],
        "findings": [_finding(views, move) for move in comparison.findings],
        "signs": [_sign(views, seen) for seen in comparison.signs],
        "came_to_now": [move.measure for move in comparison.came_to_now],
        "left_now": [move.measure for move in comparison.left_now],
        "standings": [_standing(views, move) for move in comparison.standings],
        "running": [
            {"measure": move.measure, "before": move.before, "after": move.after} for move in comparison.running
        ],
    }


def _phase(phase: PhaseDecision) -> Object:
    return {
        "phase": phase.phase,
        "candidates": list(phase.candidates),
        "on_the_way_to": phase.on_the_way_to,
        "settled": phase.is_settled,
        "possible": list(phase.possible),
    }


def _persisted(persisted: Persisted) -> Object:
    previous = persisted.previous
    return {
        "previous": None if previous is None else {"phase": previous.phase, "as_of": previous.as_of.isoformat()},
        **_phase(persisted.phase),
    }


def _gate_move(move: GateMove) -> Object:
    broken = list(move.broken)
    return {"id": move.gate, "before": _gate(move.before), "after": _gate(move.after), "measured_otherwise": broken}


def _gate(gate: GateDecision) -> Object:
    return {"state": gate.state.value, "points": {"open": gate.points_open, "shut": gate.points_shut}}


def _indicator(views: Views, move: IndicatorMove) -> Object:
    return {
        "id": move.indicator,
        "names": names_object(views.after.knowledge.indicators[move.indicator].name),
        "before": _seen(move.before),
        "after": _seen(move.after),
        "state": move.state.value,
        "change": None if move.change is None else float(move.change),
        "margin_squared": None if move.margin_squared is None else float(move.margin_squared),
        "movement": move.movement,
        "reading": move.reading.value,
        "margin_stated": move.is_margin_stated,
        "method_stated": move.is_method_stated,
    }


def _seen(seen: Seen | None) -> Object | None:
    if seen is None:
        return None
    return {
        "value": seen.value,
        "period": None if seen.period is None else seen.period.written,
        "margin": seen.margin,
        "method": None if seen.method is None else printable(seen.method),
        "graded_from": seen.graded_from,
    }


def _finding(views: Views, move: FindingMove) -> Object:
    return {
        "id": move.finding,
        "names": names_object(views.after.knowledge.findings[move.finding].name),
        "before": {"lowest": move.before[0], "highest": move.before[1]},
        "after": {"lowest": move.after[0], "highest": move.after[1]},
        "movement": move.movement,
        "reading": move.reading.value,
        "measured_otherwise": list(move.broken),
    }


def _sign(views: Views, seen: SignSeen) -> Object:
    sign = seen.sign
    return {
        "id": sign.id,
        "indicator": sign.indicator,
        "movement": sign.movement,
        "reading": sign.reading.value,
        "text": sign.text.to(views.after.language),
        "came": seen.came,
        "early": seen.is_early,
        "within_months": sign.within_months,
        "explained_by": list(seen.explained_by),
        "beside": [
            {"indicator": name, "reading": None if reading is None else reading.value} for name, reading in seen.beside
        ],
        "verdict": None if seen.verdict is None else seen.verdict.value,
        "source": citation_object(sign.source),
    }


def _standing(views: Views, move: StandingMove) -> Object:
    measure = views.after.measure(move.measure)
    return {
        "measure": move.measure,
        "code": measure.code,
        "names": names_object(measure.name),
        "before": {"standing": move.before.standing.value, "settled": move.before.is_settled},
        "after": {"standing": move.after.standing.value, "settled": move.after.is_settled},
    }


def _effect(effect: MeasureEffect) -> Object:
    months, window = effect.months, effect.effect_months
    return {
        "measure": effect.measure.id,
        "since": None if effect.since is None else printable(effect.since.written),
        "months": None if months is None else {"least": months[0], "most": months[1]},
        "effect_months": None if window is None else {"earliest": window[0], "latest": window[1]},
        "timing": effect.timing.value,
        "baseline": effect.baseline.isoformat(),
        "baseline_before_start": effect.is_before_start,
        "followed": [
            {
                "indicator": one.indicator,
                "expect": one.item.expect,
                "movement": None if one.move is None else one.move.movement,
                "state": None if one.move is None else one.move.state.value,
                "timing": one.timing.value,
                "outcome": one.outcome.value,
            }
            for one in effect.followed
        ],
    }


def _goal(course: GoalCourse) -> Object:
    goal = course.goal
    return {
        "phase": goal.phase,
        "police_class": goal.police_class,
        "last_day": goal.by.end.isoformat(),
        "course": course.course.value,
        "changed": course.is_changed,
        "parts": [_part(part) for part in course.parts],
        "counted": None if course.counted is None else _part(course.counted),
    }


def _part(part: CoursePart) -> Object:
    return {
        "part": part.part,
        "first_as_of": part.first_as_of.isoformat(),
        "first": part.first,
        "now": part.now,
        "wanted": part.wanted,
        "days_used": part.days_used,
        "days_in_all": part.days_in_all,
        "steps": part.steps,
        "taken": part.taken,
        "expected": part.expected,
        "course": part.course.value,
    }


def _proofs(trajectory: Trajectory, base: RuleBase, lang: Language) -> list[Object]:
    """For each answer the nodes that what is said of it rests on."""
    found: list[Object] = []
    for answer in trajectory.answers:
        view = View(answer, base, lang)
        below = facts_below(view, _facts_told(trajectory, answer))
        trace = {fact: node_object(node) for fact, node in answer.trace.items() if fact in below}
        found.append({"as_of": answer.profile.as_of.isoformat(), "trace": trace})
    return found


def _facts_told(trajectory: Trajectory, answer: Recommendation) -> Iterable[FactId]:
    yield phase_id(answer.phase.working_phase)
    yield from (gate_id(gate.gate, gate.state) for gate in answer.phase.gates)
    for comparison in (*trajectory.steps, trajectory.whole):
        for indicator in comparison.indicators:
            yield indicator_id(indicator.indicator)
        for finding in comparison.findings:
            for level in Level:
                fact = finding_id(finding.finding, level)
                yield from (fact, negated(fact))
        for standing in comparison.standings:
            ranked = answer.measure(standing.measure)
            yield standing_id(standing.measure, ranked.standing)
