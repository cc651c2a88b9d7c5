"""What a question is about: a measure, a phase, or a finding at a level; and how it is written."""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.diagnostics import suggest
from fasmodell.knowledge import PHASES, FindingId, Level, MeasureId
from fasmodell.rule_base import RuleBase


class MeasureTarget(NamedTuple):
    """A measure standing `now`."""

    measure: MeasureId


class PhaseTarget(NamedTuple):
    """An area in a phase."""

    phase: int


class FindingTarget(NamedTuple):
    """A finding established at a level or a higher one."""

    finding: FindingId
    level: Level


Target = MeasureTarget | PhaseTarget | FindingTarget


class UnknownTargetError(ValueError):
    """A target that is not written as one, or that names what does not exist; the message says what to write."""


def target_named(written: str, base: RuleBase) -> Target:
    """
    Read a target: a measure's id or code, `phase:3` or `3`, `finding:ID>=LEVEL` or `ID>=LEVEL` (signs without a level).

    Raises UnknownTargetError when nothing of that name exists.
    """
    kind, colon, rest = written.strip().partition(":")
    if colon and kind not in ("phase", "finding", "measure"):
        raise UnknownTargetError(f"unknown kind of target `{kind}`; write phase:, finding: or measure:")
    if not colon:
        kind, rest = "", written
    name, at_least, level = (part.strip() for part in rest.partition(">="))
    if kind == "phase" or (not kind and name.isdecimal() and not at_least):
        return _phase(name)
    found: Target | None = None
    if kind != "finding" and not at_least:
        found = _measure(name, base)
    if found is None and kind != "measure":
        found = _finding(name, level, base)
    if found is None:
        raise UnknownTargetError(_unknown("finding" if at_least else kind, name, base))
    return found


def _phase(name: str) -> PhaseTarget:
    if not name.isdecimal() or int(name) not in PHASES:
        raise UnknownTargetError(f"`{name}` is not a phase; the model has phases 1, 2 and 3")
    return PhaseTarget(int(name))


def _finding(name: str, level: str, base: RuleBase) -> FindingTarget | None:
    if name not in base.knowledge.findings:
        return None
    if level and level not in tuple(Level):
        raise UnknownTargetError(f"`{level}` is not a level; write signs, marked or acute")
    return FindingTarget(FindingId(name), Level(level) if level else Level.SIGNS)


def _measure(name: str, base: RuleBase) -> MeasureTarget | None:
    found = base.knowledge.measure_named(name)
    return None if found is None else MeasureTarget(found)


def _unknown(kind: str, name: str, base: RuleBase) -> str:
    knowledge = base.knowledge
    names = [*(knowledge.measures if kind != "finding" else ()), *(knowledge.findings if kind != "measure" else ())]
    near = suggest(name, names)
    listed = "findings" if kind == "finding" else "measures"
    hint = f"did you mean `{near}`?" if near else f"`fasmodell kb list {listed}` shows them all"
    return f"unknown {kind or 'measure, phase or finding'} `{name}`; {hint}"
