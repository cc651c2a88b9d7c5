"""`stability` as JSON, `fasmodell.stability/1`: every change and every share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction

from fasmodell.analysis.stability import LAYERS, TOP, Stability
from fasmodell.analysis.threshold_breakpoints import NumberChange
from fasmodell.analysis.weight_breakpoints import JointChange, WeightChange
from fasmodell.answer_json import head_object
from fasmodell.measure_document import Object
from fasmodell.view import View

FORMAT = "fasmodell.stability/1"


def stability_json(view: View, found: Stability) -> str:
    """Write how stable an answer is as JSON."""
    return json.dumps(stability_object(view, found), ensure_ascii=False, indent=2, allow_nan=False)


def stability_object(view: View, found: Stability) -> Object:
    """How stable an answer is as plain data; its shape is schemas/stability.schema.json."""
    phase, settings = view.answer.phase, found.settings
    return head_object(view, FORMAT) | {
        "phase": {"phase": phase.phase, "candidates": list(phase.candidates), "settled": phase.is_settled},
        "changes": {
            "confirmed": True,
            "looked_at": found.looked_at,
            "numbers": [_number(one) for one in found.numbers],
            "weights": [_weight(one) for one in found.weights],
            "joint": {"norm": "largest_relative_change", "tracks": [_joint(one) for one in found.joint]},
        },
        "draws": {
            "count": settings.draws,
            "seed": settings.seed,
            "weights": {"distribution": "uniform", "spread": settings.spread, "basis": "project_decision"},
            "margins": {
                "distribution": "sum_of_twelve_uniform",
                "margin_is": "95 per cent",
                "indicators": list(found.drawn),
                "basis": "project_decision",
            },
            "answers": {
                "distribution": "uniform_over_cells",
                "indicators": list(found.answered),
                "basis": "project_decision",
            },
            "top": TOP,
            "phases": [{"candidates": list(one.candidates), "counts": _layers(one.counts)} for one in found.phases],
            "measures": [
                {
                    "measure": one.measure,
                    "code": view.measure(one.measure).code,
                    "track": one.track.value,
                    "rank": one.rank,
                    "now": _layers(one.now),
                    "top": _layers(one.high),
                    "first": _layers(one.first),
                }
                for one in found.measures
            ],
        },
        "near_ties": [{"measure": one.top, "others": list(one.others)} for one in found.near_ties],
    }


def _layers(counts: Sequence[int]) -> Object:
    return dict(zip(LAYERS, counts, strict=True))


def _exact(value: Fraction) -> Object:
    """A number with the fraction that it is."""
    return {"value": float(value), "fraction": f"{value.numerator}/{value.denominator}"}


def _number(change: NumberChange) -> Object:
    number = change.number
    return {
        "kind": number.kind,
        "name": number.name,
        "indicator": number.indicator,
        "operator": None if number.operator is None else number.operator.value,
        "place": number.place,
        "written": number.written,
        "turns_at": change.turns_at,
        "reached": change.is_reached,
        "tried": change.tried,
        "share": change.share,
        "changes_phase": change.changes_phase,
        "candidates": list(change.candidates),
        "dethroned": [{"track": track.value, "top": top, "by": by} for track, top, by in change.dethroned],
    }


def _weight(change: WeightChange) -> Object:
    return {
        "track": change.track.value,
        "weight": change.weight,
        "written": change.written,
        "turns_at": _exact(change.turns_at),
        "up": change.is_up,
        "reached": change.is_reached,
        "share": _exact(change.share),
        "top": change.top,
        "by": change.by,
    }


def _joint(change: JointChange) -> Object:
    return {
        "track": change.track.value,
        "share": _exact(change.share),
        "reached": change.is_reached,
        "top": change.top,
        "by": change.by,
        "weights": {name: _exact(weight) for name, weight in change.weights.items()},
    }
