"""`what-if` as JSON, `fasmodell.what_if/1`: two answers side by side and everything that differs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from fasmodell.analysis.answer_difference import (
    AnswerDifference,
    GateChange,
    MeasureChange,
    ObservationChange,
    RuleChange,
)
from fasmodell.analysis.what_if_document import Pair, reasons_of, rule_text
from fasmodell.answer_json import facts_below, head_object, node_object, sources_object
from fasmodell.facts import FactId, negated, rule_id
from fasmodell.knowledge import IndicatorId
from fasmodell.measure_document import Object, citation_object, decimal, names_object
from fasmodell.phase_text import headline
from fasmodell.results import GateDecision, GateState, RankedMeasure
from fasmodell.view import View

FORMAT = "fasmodell.what_if/1"


def what_if_json(pair: Pair, found: AnswerDifference, changed: Sequence[IndicatorId]) -> str:
    """Write what would be otherwise as JSON."""
    return json.dumps(what_if_object(pair, found, changed), ensure_ascii=False, indent=2, allow_nan=False)


def what_if_object(pair: Pair, found: AnswerDifference, changed: Sequence[IndicatorId]) -> Object:
    """
    What would be otherwise as plain data; its shape is schemas/what_if.schema.json.

    `trace` holds for each answer the proof of every rule that changed its mind.
    """
    view = pair.after
    document = head_object(pair.before, FORMAT) | {
        "set": list(changed),
        "same": found.is_empty,
        "observations": [_observation(view, one) for one in found.observations],
        "phase": {"before": _phase(pair.before), "after": _phase(view)},
        "gates": [_gate_change(view, one) for one in found.gates],
        "findings": [
            {
                "finding": one.finding,
                "names": names_object(view.knowledge.findings[one.finding].name),
                "before": one.before,
                "after": one.after,
            }
            for one in found.findings
        ],
        "measures": [_measure_change(view, one) for one in found.measures],
        "rules": [_rule_change(pair, one) for one in found.rules],
        "questions": {"new": list(found.questions_new), "gone": list(found.questions_gone)},
        "warnings": {"new": list(found.warnings_new), "gone": list(found.warnings_gone)},
    }
    document["sources"] = sources_object(view, document)
    document["trace"] = {"before": _trace(pair.before, found), "after": _trace(view, found)}
    return document


def _observation(view: View, change: ObservationChange) -> Object:
    names = names_object(view.knowledge.indicators[change.indicator].name)
    return {"indicator": change.indicator, "names": names, "before": change.before, "after": change.after}


def _phase(view: View) -> Object:
    phase = view.answer.phase
    return {
        "phase": phase.phase,
        "working_phase": phase.working_phase,
        "candidates": list(phase.candidates),
        "on_the_way_to": phase.on_the_way_to,
        "possible": list(phase.possible),
        "settled": phase.is_settled,
        "headline": headline(view),
    }


def _gate_change(view: View, change: GateChange) -> Object:
    gate = change.after.gate
    return {
        "gate": gate,
        "names": names_object(view.knowledge.gates[gate].name),
        "before": _gate(change.before),
        "after": _gate(change.after),
    }


def _gate(gate: GateDecision) -> Object:
    return {
        "state": gate.state.value,
        "points": {"open": gate.points_open, "shut": gate.points_shut},
        "possible": [state.value for state in GateState if state in gate.possible],
    }


def _measure_change(view: View, change: MeasureChange) -> Object:
    measure = view.measure(change.after.measure)
    return {
        "id": measure.id,
        "code": measure.code,
        "names": names_object(measure.name),
        "before": _place(change.before),
        "after": _place(change.after),
    }


def _place(ranked: RankedMeasure) -> Object:
    return {"standing": ranked.standing.value, "rank": ranked.rank, "score": decimal(ranked.score)}


def _rule_change(pair: Pair, change: RuleChange) -> Object:
    rule = pair.after.rules.rules[change.rule]
    return {
        "rule": change.rule,
        "before": change.before,
        "after": change.after,
        "text": rule_text(pair.after, change),
        "reasons": reasons_of(pair, change.rule),
        "place": f"{rule.span.file}:{rule.span.line}",
        "source": citation_object(rule.source),
    }


def _trace(view: View, found: AnswerDifference) -> Object:
    facts: list[FactId] = [rule_id(one.rule) for one in found.rules]
    below = facts_below(view, [*facts, *map(negated, facts)])
    return {fact: node_object(node) for fact, node in view.answer.trace.items() if fact in below}
