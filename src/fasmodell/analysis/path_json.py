"""`path` as JSON, `fasmodell.path/1`: the least that has to change, with the engine's answers and their proof."""

from __future__ import annotations

import json

from fasmodell.analysis.levers import Shift
from fasmodell.analysis.path import Counterfactual, Path
from fasmodell.analysis.path_document import (
    Acting,
    blocker_text,
    command,
    meaning,
    now_text,
    outcome_texts,
    title_of,
)
from fasmodell.analysis.target import MeasureTarget, PhaseTarget
from fasmodell.answer_json import facts_below, head_object, node_object, sources_object
from fasmodell.facts import FactId, gate_id, phase_id, standing_id
from fasmodell.measure_document import Object, names_object
from fasmodell.results import Recommendation
from fasmodell.view import View

FORMAT = "fasmodell.path/1"


def path_json(view: View, path: Path) -> str:
    """Write a path as JSON."""
    return json.dumps(path_object(view, path), ensure_ascii=False, indent=2, allow_nan=False)


def path_object(view: View, path: Path) -> Object:
    """A path as plain data; its shape is schemas/path.schema.json."""
    target, acting = path.target, Acting(view, path)
    document = head_object(view, FORMAT) | {
        "target": {"kind": "phase", "phase": target.phase}
        if isinstance(target, PhaseTarget)
        else {"kind": "measure", "id": target.measure, "standing": "now"},
        "title": title_of(view, path),
        "meaning": meaning(view, path),
        "now": now_text(view, path),
        "reached": path.is_reached,
        "cost": None if path.cost is None else {"effort": path.cost[0], "observations": path.cost[1]},
        "ways": path.ways,
        "ways_counted": path.is_counted,
        "alternatives": [_alternative(view, path, one, acting) for one in path.alternatives],
        "levers": list(path.levers),
        "unknown": list(path.unknown),
        "blockers": [
            {
                "fact": one.fact,
                "gate": one.gate,
                "applies": one.applies,
                "open": one.is_open,
                "points": one.points,
                "text": blocker_text(view, one),
            }
            for one in path.blockers
        ],
    }
    document["sources"] = sources_object(view, document)
    return document


def _alternative(view: View, path: Path, one: Counterfactual, acting: Acting) -> Object:
    held = View(one.held, view.base, view.language)
    below = facts_below(held, _shown(path, one.held))
    return {
        "changes": [_shift(view, shift, acting) for shift in one.shifts],
        "try": command(one.shifts),
        "at_once": _answer(path, one.at_once),
        "held": _answer(path, one.held),
        "texts": outcome_texts(view, path, one),
        "trace": {fact: node_object(node) for fact, node in one.held.trace.items() if fact in below},
    }


def _shown(path: Path, answer: Recommendation) -> list[FactId]:
    """The facts that show that the target is reached."""
    facts = [phase_id(answer.phase.working_phase), *(gate_id(one.gate, one.state) for one in answer.phase.gates)]
    if isinstance(path.target, MeasureTarget):
        facts.append(standing_id(path.target.measure, answer.measure(path.target.measure).standing))
    return facts


def _answer(path: Path, answer: Recommendation) -> Object:
    measure = path.target.measure if isinstance(path.target, MeasureTarget) else None
    return {
        "phase": answer.phase.phase,
        "on_the_way_to": answer.phase.on_the_way_to,
        "gates": {one.gate: one.state.value for one in answer.phase.gates},
        "standing": None if measure is None else answer.measure(measure).standing.value,
    }


def _shift(view: View, shift: Shift, acting: Acting) -> Object:
    indicator = view.knowledge.indicators[shift.indicator]
    change = indicator.changeable
    declared = () if change is None else change.measures
    return {
        "indicator": shift.indicator,
        "names": names_object(indicator.name),
        "before": shift.before,
        "after": shift.after,
        "steps": shift.steps,
        "cost": shift.cost,
        "basis": None if change is None else change.numbers.basis.value,
        "reason": None if change is None else names_object(change.numbers.reason),
        "measures": [
            {
                "id": one.measure,
                "code": view.measure(one.measure).code,
                "names": names_object(view.measure(one.measure).name),
                "declared": one.measure in declared,
                "standing": one.standing.value,
                "rank": one.rank,
                "time_to_effect": view.measure(one.measure).time_to_effect.grade,
            }
            for one in acting.on(shift.indicator)
        ],
    }
