"""What a rule base knows as plain data, `fasmodell.catalogue/1`: what one needs to ask, and to show the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from fasmodell.knowledge import PHASES, Finding, Gate, Indicator, KnowledgeBase, Measure, Phase, Statement, Text
from fasmodell.measure_document import Object, citation_object, names_object
from fasmodell.rule_base import RuleBase

FORMAT: Final = "fasmodell.catalogue/1"
ENTRY_FORMAT: Final = "fasmodell.entry/1"


def catalogue_object(base: RuleBase) -> Object:
    """Every entry by kind, in the order of the files; its shape is schemas/catalogue.schema.json."""
    entries = {kind: list(of(base.knowledge).values()) for kind, of in KINDS.items()}
    return {"format": FORMAT, "rule_base": _rule_base(base), **entries}


def entry_object(kind: str, name: str, base: RuleBase) -> Object | None:
    """One entry, a measure also by its catalogue code; None when there is none. Shape: schemas/entry.schema.json."""
    word = base.knowledge.measure_named(name) if kind == "measures" else name
    entry = KINDS[kind](base.knowledge).get(word or name) if kind in KINDS else None
    if entry is None:
        return None
    return {"format": ENTRY_FORMAT, "rule_base": _rule_base(base), "kind": kind, "entry": entry}


def _rule_base(base: RuleBase) -> Object:
    return {key: base.identity[key] for key in ("name", "version", "digest")}


def _statement(statement: Statement) -> Object:
    return {"texts": names_object(statement.text), "source": citation_object(statement.source)}


def _texts(text: Text | None) -> Object | None:
    return None if text is None else names_object(text)


def _indicator(one: Indicator) -> Object:
    return {
        "id": one.id,
        "names": names_object(one.name),
        "question": names_object(one.question),
        "scale": one.scale.value,
        "unit": _texts(one.unit),
        "low": one.low,
        "high": one.high,
        "anchors": [names_object(text) for text in one.anchors],
        "options": {option: names_object(text) for option, text in one.options.items()},
        "graded_from": None if one.graded_from is None else one.graded_from.indicator,
        "direction": one.direction.value,
        "ask": list(one.ask),
        "secrecy": one.secrecy.value,
        "core": one.core,
        "background": one.background is not None,
        "source": citation_object(one.source),
    }


def _finding(one: Finding) -> Object:
    return {
        "id": one.id,
        "names": names_object(one.name),
        "kind": one.kind.value,
        "description": names_object(one.description),
        "source": citation_object(one.source),
    }


def _phase(one: Phase) -> Object:
    return {
        "id": str(one.number),
        "phase": one.number,
        "situation": _statement(one.situation),
        "work": _statement(one.work),
        "goal": _statement(one.goal),
        "opens_next": None if one.opens_next is None else _statement(one.opens_next),
    }


def _gate(one: Gate) -> Object:
    return {
        "id": one.id,
        "names": names_object(one.name),
        "leaves": one.leaves,
        "question": names_object(one.question),
        "description": names_object(one.description),
        "source": citation_object(one.source),
    }


def _measure(one: Measure) -> Object:
    return {
        "id": one.id,
        "code": one.code,
        "names": names_object(one.name),
        "theme": names_object(one.theme),
        "summary": names_object(one.summary),
        "mechanism": names_object(one.mechanism),
        "track": one.track.value,
        "blocked": None if one.blocked is None else _statement(one.blocked),
        "targets": [{"finding": target.finding, "role": target.role.value} for target in one.targets],
        "emphasis": {str(phase): one.emphasis_in(phase).value for phase in PHASES},
        "lead": list(one.lead),
        "partners": list(one.partners),
        "prerequisites": [relation.measure for relation in one.prerequisites],
        "companions": [relation.measure for relation in one.companions],
        "conflicts": [relation.measure for relation in one.conflicts],
        "legal_gate": None
        if one.legal_gate is None
        else {"texts": names_object(one.legal_gate.text), "law": names_object(one.legal_gate.law)},
        "lead_in": one.lead_in.grade,
        "time_to_effect": one.time_to_effect.grade,
        "cost": one.cost.grade,
        "evidence": {"grade": one.evidence.grade, "direction": one.evidence.direction},
        "source": citation_object(one.source),
    }


def _actors(knowledge: KnowledgeBase) -> dict[str, Object]:
    return {
        one.id: {"id": one.id, "names": names_object(one.name), "description": names_object(one.description)}
        for one in knowledge.actors.values()
    }


def _sources(knowledge: KnowledgeBase) -> dict[str, Object]:
    return {
        one.id: {
            "id": one.id,
            "title": one.title,
            "publisher": one.publisher,
            "year": one.year,
            "address": one.address,
            "read": one.read,
        }
        for one in knowledge.sources.values()
    }


KINDS: Final[Mapping[str, Callable[[KnowledgeBase], Mapping[str, Object]]]] = {
    "indicators": lambda knowledge: {one.id: _indicator(one) for one in knowledge.indicators.values()},
    "findings": lambda knowledge: {one.id: _finding(one) for one in knowledge.findings.values()},
    "phases": lambda knowledge: {str(one.number): _phase(one) for one in knowledge.phases.values()},
    "gates": lambda knowledge: {one.id: _gate(one) for one in knowledge.gates.values()},
    "measures": lambda knowledge: {one.id: _measure(one) for one in knowledge.measures.values()},
    "actors": _actors,
    "sources": _sources,
}
