"""An assignment written out: as observations, as a profile that can be loaded, as a case of a rule test."""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from fasmodell.cells import Cell, Partition, Partitions
from fasmodell.facts import indicator_id, previous_phase_id
from fasmodell.knowledge import KnowledgeBase, MeasureId
from fasmodell.scales import Value, is_number

if TYPE_CHECKING:
    # At run time this would bring in z3, which writing has no use for.
    from fasmodell.exact.inputs import Assignment

Writable: TypeAlias = "Value | Mapping[str, Writable] | list[Writable]"
# Rules know no dates, so that one day serves every witness; as the first of a month it makes whole months easy.
_YEAR, _WIDTH = 2026, 110
_PLAIN = re.compile("[a-z][a-z0-9_/-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAKEN = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def observations_of(assignment: Assignment, partitions: Partitions, knowledge: KnowledgeBase) -> dict[str, Writable]:
    """Every observation of an assignment: a value, or a series where a movement is known."""
    movements: dict[str, dict[int, str]] = {}
    for fact, cell in assignment.items():
        kind, _, rest = fact.partition(":")
        if kind == "trend":
            indicator, _, months = rest.partition("/")
            movements.setdefault(indicator, {})[int(months)] = str(cell.value)
    found: dict[str, Writable] = {}
    for name in knowledge.indicators:
        fact = indicator_id(name)
        if name in movements:
            domain = _domain(partitions.get(fact), knowledge, name)
            found[name] = _series(assignment.get(fact), domain, movements[name])
        elif fact in assignment:
            found[name] = assignment[fact].value
    return found


def _domain(partition: Partition | None, knowledge: KnowledgeBase, name: str) -> Cell:
    """All the values of an indicator as one cell."""
    if partition is not None:
        last = partition.cells[-1]
        return partition.cells[0]._replace(high=last.high, has_high=last.has_high)
    indicator = next(one for one in knowledge.indicators.values() if one.id == name)
    low, high = indicator.low or 0.0, indicator.high or 0.0
    return Cell(math.floor((low + high) / 2), low, high, is_whole=indicator.scale.is_whole)


def _series(cell: Cell | None, domain: Cell, movements: Mapping[int, str]) -> list[Writable]:
    """A series that moves as asked; where the newest value is not known, an older one is compared."""
    newest = _with_room(domain if cell is None else cell, domain, movements.values())
    ago = 0 if cell is not None else 1
    points: list[Writable] = [
        {"period": _day(ago + months), "value": _before(newest, movement, domain)}
        for months, movement in sorted(movements.items(), reverse=True)
    ]
    points.append({"period": _day(ago), "value": newest})
    return points if cell is not None else [*points, {"period": _day(0), "value": "unknown"}]


def _with_room(cell: Cell, domain: Cell, movements: Iterable[str]) -> Value:
    """A value of the cell that could have been reached from below or above, as the movements ask."""
    ends = {"rising": domain.low, "falling": domain.high}
    return cell.inner() if any(cell.value == ends.get(movement) for movement in movements) else cell.value


def _before(newest: Value, movement: str, domain: Cell) -> Value:
    if movement == "steady" or not is_number(newest) or domain.low is None or domain.high is None:
        return newest
    end = domain.low if movement == "rising" else domain.high
    if domain.is_whole:
        return newest + (-1 if movement == "rising" else 1)
    near = newest + math.copysign(1, end - newest)
    inside = min(newest, end) < near < max(newest, end)
    return near if inside else (newest + end) / 2


def _day(months_ago: int) -> str:
    months = _YEAR * 12 - months_ago
    return f"{months // 12:04}-{months % 12 + 1:02}-01"


def in_place_of(assignment: Assignment, measures: Iterable[MeasureId]) -> list[Writable] | None:
    """The list of measures in place; None where nothing is known of any."""
    known = {fact.partition(":")[2]: cell.value for fact, cell in assignment.items() if fact.startswith("listed:")}
    if not known:
        return None
    found: list[Writable] = []
    for name in measures:
        if name not in known:
            found.append({"measure": str(name), "running": "unknown"})
        elif known[name]:
            found.append(str(name))
    return found


def previous_of(assignment: Assignment) -> dict[str, Writable] | None:
    """The previous assessment; None where there is none."""
    cell = assignment.get(previous_phase_id())
    if cell is None:
        return None
    since: dict[str, Writable] = {
        fact.partition(":")[2]: _day(int(one.value))
        for fact, one in assignment.items()
        if fact.startswith("open_since:")
    }
    found: dict[str, Writable] = {"phase": cell.value, "as_of": _day(1)}
    return {**found, "gates_open_since": since} if since else found


def profile_text(
    assignment: Assignment, partitions: Partitions, knowledge: KnowledgeBase, area: str = "Witness"
) -> str:
    """A profile that can be loaded, and that says what an assignment says and nothing more."""
    lines = ["format: fasmodell.profile/1", f"area: {{name: {json.dumps(area, ensure_ascii=False)}}}"]
    lines += [f"as_of: {_day(0)}", *_parts(assignment, partitions, knowledge, "observations", "measures_in_place")]
    return "\n".join(lines) + "\n"


def case_text(
    assignment: Assignment,
    partitions: Partitions,
    knowledge: KnowledgeBase,
    name: str,
    expect: Mapping[str, Writable],
) -> str | None:
    """A case of a rule test, to be added to its list; None where cases have no words for what the profile says."""
    running = in_place_of(assignment, knowledge.measures) or []
    if any(not isinstance(one, str) for one in running):
        return None
    lines = [f"- name: {json.dumps(name, ensure_ascii=False)}"]
    lines += [f"  {line}" for line in _parts(assignment, partitions, knowledge, "given", "in_place")]
    lines.append("  expect:")
    for key, value in expect.items():
        lines += _wrapped(f"    {key}: {written(value)}", 6)
    return textwrap.indent("\n".join(lines), "  ") + "\n"


def _parts(
    assignment: Assignment, partitions: Partitions, knowledge: KnowledgeBase, observations: str, measures: str
) -> list[str]:
    found = observations_of(assignment, partitions, knowledge)
    lines = [f"{observations}:"] if found else []
    lines += [f"  {name}: {written(value)}" for name, value in found.items()]
    running, previous = in_place_of(assignment, knowledge.measures), previous_of(assignment)
    if running is not None:
        lines += _wrapped(f"{measures}: {written(running)}", 2)
    if previous is not None:
        lines.append(f"previous_assessment: {written(previous)}")
    return lines


def said(assignment: Assignment, partitions: Partitions, knowledge: KnowledgeBase) -> str:
    """What an assignment says, on one line: its observations, and what else it knows."""
    parts: dict[str, Writable] = dict(observations_of(assignment, partitions, knowledge))
    running, previous = in_place_of(assignment, knowledge.measures), previous_of(assignment)
    if running is not None:
        parts["measures_in_place"] = running
    if previous is not None:
        parts["previous_assessment"] = previous
    return written(parts)


def written(value: Writable) -> str:
    """A value in the flow style of YAML, as a rule author would write it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if is_plain(value) else json.dumps(value, ensure_ascii=False)
    return f"{value!r}"


def is_plain(word: str) -> bool:
    """Whether a word may stand without quotes, as an id or a date may."""
    return word not in _TAKEN and _PLAIN.fullmatch(word) is not None


def _wrapped(line: str, indent: int) -> list[str]:
    return textwrap.wrap(line, _WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
