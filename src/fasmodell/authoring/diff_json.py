"""Two rule bases compared, as JSON, `fasmodell.diff/1`."""

from __future__ import annotations

import json

from fasmodell.authoring.diff import Diff, ProfileComparison
from fasmodell.authoring.diff_answers import AnswerChange
from fasmodell.authoring.diff_decisions import KindVerdict
from fasmodell.authoring.diff_entries import Difference
from fasmodell.authoring.diff_sides import Side
from fasmodell.diagnostics import Span
from fasmodell.measure_document import Object, names_object

FORMAT = "fasmodell.diff/1"


def diff_json(diff: Diff) -> str:
    """Write what two rule bases say and decide otherwise as JSON; its shape is schemas/diff.schema.json."""
    return json.dumps(diff_object(diff), ensure_ascii=False, indent=2, allow_nan=False)


def diff_object(diff: Diff) -> Object:
    """The same as plain data, without clock or timings."""
    return {
        "format": FORMAT,
        "old": _side(diff.old),
        "new": _side(diff.new),
        "step": diff.step.value,
        "version_raised": diff.is_raised,
        "changes_decisions": diff.changes_decisions,
        "decisions": [_verdict(one) for one in diff.decisions],
        "broken": [{"section": one.section, "id": one.id, "gone": one.is_gone} for one in diff.broken],
        "profiles": [_profile(one) for one in diff.profiles],
        "entries": [_entry(one) for one in diff.entries],
    }


def _side(side: Side) -> Object:
    return {"named": side.named, **side.base.identity}


def _verdict(found: KindVerdict) -> Object:
    witness = found.witness
    return {
        "kind": found.kind.value,
        "verdict": found.verdict.value,
        "ground": found.ground.value,
        "ids": list(found.ids),
        "witness": None
        if witness is None
        else {"profile": witness.profile, "said": witness.said, "changes": [_change(one) for one in witness.changes]},
    }


def _change(one: AnswerChange) -> Object:
    return {"kind": one.kind.value, "id": one.id, "before": one.before, "after": one.after}


def _profile(one: ProfileComparison) -> Object:
    unread = None if one.unread is None else {"side": one.unread[0], "reason": one.unread[1]}
    return {"name": one.name, "changes": [_change(change) for change in one.changes], "unread": unread}


def _entry(one: Difference) -> Object:
    return {
        "change": one.change.value,
        "section": one.section,
        "id": one.id or None,
        "names": names_object(one.name),
        "decides": one.decides,
        "keys": [
            {"key": key.key, "before": key.before, "after": key.after, "decides": key.decides} for key in one.keys
        ],
        "old": _place(one.old),
        "new": _place(one.new),
    }


def _place(span: Span | None) -> str | None:
    return None if span is None else f"{span.file}:{span.line}"
