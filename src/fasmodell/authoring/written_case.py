"""A case of a rule test as text, to be added to the list of cases in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fasmodell.authoring.mutant_worlds import Variable, World
from fasmodell.authoring.mutants import Mutant
from fasmodell.authoring.rule_tests import Expectation, Subject
from fasmodell.cells import Cell, Partition
from fasmodell.exact.written import Writable, observations_of, written
from fasmodell.facts import FactId
from fasmodell.knowledge import KnowledgeBase

_WIDTH = 110
Parts = Mapping[str, Writable]


def given_parts(variables: Sequence[Variable], world: World, knowledge: KnowledgeBase) -> dict[str, Writable]:
    """What a case gives in a world, by the keys of a case."""
    chosen = [(variable, choice) for variable, choice in zip(variables, world, strict=True) if choice.facts]
    cells: dict[FactId, Cell] = {one.fact: choice.cell for one, choice in chosen if choice.cell is not None}
    partitions = {
        one.fact: Partition(one.fact, tuple(choice.cell for choice in one.choices if choice.cell is not None))
        for one in variables
        if one.kind == "indicator"
    }
    words = {kind: _worded(chosen, kind) for kind in ("finding", "in_place", "gate", "phase")}
    parts: dict[str, Writable] = {}
    if cells:
        parts["given"] = observations_of(cells, partitions, knowledge)
    if words["finding"]:
        parts["findings"] = words["finding"]
    if words["in_place"]:
        parts["in_place"] = [name for name, word in words["in_place"].items() if word == "yes"]
    if words["gate"]:
        parts["gates"] = words["gate"]
    if words["phase"]:
        parts["phase"] = int(str(words["phase"][""]))
    return parts


def _worded(chosen: Sequence[tuple[Variable, object]], kind: str) -> dict[str, Writable]:
    return {one.name: str(getattr(choice, "word", "")) for one, choice in chosen if one.kind == kind}


def said(parts: Parts) -> str:
    """What a case gives, in one phrase."""
    if not parts:
        return "nothing known"
    phrases = [
        ", ".join(f"{name} {written(value)}" for name, value in part.items())
        if isinstance(part, Mapping)
        else f"{key} {written(part)}"
        for key, part in parts.items()
    ]
    return ", ".join(phrases)


def case_lines(mutant: Mutant | None, parts: Parts, expectation: Expectation) -> str:
    """A case as text, indented as an element of the list of cases; without a mutant, only what it gives and expects."""
    name = "case" if mutant is None else f"{mutant.subject}: {said(parts)}"
    lines = [f"  - name: {written(name)}"]
    for key, part in parts.items():
        lines += _entry(key, part, 4)
    lines += _entry("expect", expected(expectation), 4)
    return "\n".join(lines) + "\n"


def _entry(key: str, part: Writable, indent: int) -> list[str]:
    flow = f"{' ' * indent}{key}: {written(part)}"
    if len(flow) <= _WIDTH or not isinstance(part, Mapping):
        return [flow]
    return [
        f"{' ' * indent}{key}:",
        *(line for name, value in part.items() for line in _entry(name, value, indent + 2)),
    ]


def expected(expectation: Expectation) -> dict[str, Writable]:
    """An expectation by the keys of a case."""
    subject, name, wanted = expectation.subject, expectation.name, expectation.wanted
    if subject is Subject.RULE:
        return {wanted: [name]}
    if subject is Subject.QUESTION:
        return {"ask": [name]}
    if subject is Subject.PHASE:
        return {"phase": int(wanted) if wanted.isdigit() else wanted}
    if subject is Subject.POINTS:
        gate, _, side = name.partition("/")
        return {"points": {gate: {side: int(wanted)}}}
    if subject is Subject.NEAR:
        return {"near": {name: [] if wanted == "none" else [*wanted.split(", ")]}}
    if subject in (Subject.SCORE, Subject.ADJUSTMENT):
        return {subject.value: {name: float(wanted) if "." in wanted else int(wanted)}}
    key = {Subject.FINDING: "findings", Subject.GATE: "gates"}.get(subject, subject.value)
    return {key: {name: wanted}}
