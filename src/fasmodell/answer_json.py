"""An answer as JSON, `fasmodell.answer/1`: everything that was concluded and its proof, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from fasmodell.bases import answer_rests_on, rests_on
from fasmodell.facts import FactId, gate_id, phase_id
from fasmodell.knowledge import Secrecy
from fasmodell.layout import printable
from fasmodell.measure_document import (
    Object,
    basis_object,
    citation_object,
    measure_object,
    names_object,
    statement_object,
)
from fasmodell.overlay_text import overlay_object
from fasmodell.phase_text import contradiction_text, explanations, goal_lines, headline, question_text, review_text
from fasmodell.reasons import because, warnings_that_apply
from fasmodell.results import GateDecision, GateEvidence, GateState, OpenQuestion, Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.trace import Node
from fasmodell.view import View

FORMAT = "fasmodell.answer/1"
PHASE_FORMAT = "fasmodell.phase/1"


def render_json(
    answer: Recommendation, base: RuleBase, lang: Language = "sv", decisions: Sequence[Object] | None = None
) -> str:
    """
    Write an answer as JSON.

    Names stand in both languages, sentences in `lang`. No clock and no timings: two answers can be compared byte for
    byte. `decisions` are what a local group has decided, None when there is no file of them.
    """
    document = answer_document(answer, base, lang)
    return _written(document if decisions is None else document | {"decisions": list(decisions)})


def render_phase_json(answer: Recommendation, base: RuleBase, lang: Language = "sv") -> str:
    """Write the phase decision of an answer alone as JSON, `fasmodell.phase/1`, with its part of the proof."""
    return _written(phase_document(answer, base, lang))


def _written(document: Object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def answer_document(answer: Recommendation, base: RuleBase, lang: Language = "sv") -> Object:
    """The answer as plain data; its shape is schemas/answer.schema.json."""
    view = View(answer, base, lang)
    document = head_object(view, FORMAT) | {
        "phase": _phase(view),
        "goal": _goal(view),
        "measures": [measure_object(view, ranked) for ranked in answer.measures],
        "warnings": _warnings(view),
        "displacement_watch": [statement_object(view, item) for item in base.knowledge.watch],
        "open_questions": _questions(view, answer.open_questions),
        "basis": basis_object(answer_rests_on(view)),
    }
    document["sources"] = sources_object(view, document)
    document["trace"] = {fact: node_object(node) for fact, node in answer.trace.items()}
    return document


def phase_document(answer: Recommendation, base: RuleBase, lang: Language = "sv") -> Object:
    """The phase decision alone as plain data; its shape is schemas/phase.schema.json."""
    view = View(answer, base, lang)
    questions = [question for question in answer.open_questions if question.gates]
    document = head_object(view, PHASE_FORMAT) | {"phase": _phase(view), "open_questions": _questions(view, questions)}
    document["sources"] = sources_object(view, document)
    below = facts_below(
        view, [phase_id(answer.phase.working_phase), *(gate_id(g.gate, g.state) for g in answer.phase.gates)]
    )
    document["trace"] = {fact: node_object(node) for fact, node in answer.trace.items() if fact in below}
    return document


def facts_below(view: View, facts: Iterable[FactId]) -> set[FactId]:
    """Some facts and everything they rest on."""
    found: set[FactId] = set()
    waiting = list(facts)
    while waiting:
        fact = waiting.pop()
        node = None if fact in found else view.node(fact)
        if node is not None:
            found.add(fact)
            waiting += [premise for derivation in node.derivations for premise in derivation.premises]
    return found


def head_object(view: View, format_: str) -> Object:
    """What is answered, by what and for which area."""
    answer, profile = view.answer, view.answer.profile
    previous = profile.previous_assessment
    return {
        "format": format_,
        "language": view.language,
        "engine": answer.engine,
        "rule_base": rule_base_object(view),
        "as_of": profile.as_of.isoformat(),
        "area": {
            "name": printable(profile.area.name),
            "municipality": profile.area.municipality,
            "regso": list(profile.area.regso),
            "residents": profile.area.residents,
        },
        "secrecy": _secrecy(view),
        "previous_assessment": None
        if previous is None
        else {"phase": previous.phase, "as_of": previous.as_of.isoformat()},
    }


def rule_base_object(view: View) -> Object:
    """The rule base that answered; `extends` is there for a local one only."""
    identity: Object = {key: view.answer.rule_base[key] for key in ("name", "version", "digest")}
    extends = overlay_object(view.base, view.language)
    return identity if extends is None else identity | {"extends": extends}


def _secrecy(view: View) -> str:
    """The highest secrecy class of the observations that the answer may show."""
    classes = [one.secrecy for one in view.answer.profile.observations.values() if one.is_known]
    return max(classes, key=list(Secrecy).index, default=Secrecy.PUBLIC).value


def _phase(view: View) -> Object:
    phase = view.answer.phase
    return {
        "phase": phase.phase,
        "working_phase": phase.working_phase,
        "candidates": list(phase.candidates),
        "lean": phase.lean,
        "on_the_way_to": phase.on_the_way_to,
        "settled": phase.is_settled,
        "possible": list(phase.possible),
        "headline": headline(view),
        "explanations": explanations(view),
        "gates": [_gate(view, gate) for gate in phase.gates],
        "contradictions": [
            {"kind": item.kind, "facts": list(item.facts), "text": contradiction_text(view, item)}
            for item in phase.contradictions
        ],
        "review": [
            {"kind": item.kind, "facts": list(item.facts), "text": review_text(view, item)} for item in phase.review
        ],
        "basis": basis_object(rests_on(view, (phase_id(phase.working_phase),))),
    }


def _goal(view: View) -> Object | None:
    distance = view.answer.goal
    if distance is None:
        return None
    goal = distance.goal
    return {
        "phase": goal.phase,
        "police_class": goal.police_class,
        "by": goal.by.written,
        "last_day": goal.by.end.isoformat(),
        "phase_now": distance.phase_now,
        "phases_left": distance.phases_left,
        "class_now": distance.class_now,
        "class_reached": distance.is_class_reached,
        "months_left": distance.months_left,
        "reached": distance.is_reached,
        "explanations": goal_lines(view),
    }


def _gate(view: View, gate: GateDecision) -> Object:
    return {
        "id": gate.gate,
        "names": names_object(view.knowledge.gates[gate.gate].name),
        "state": gate.state.value,
        "lean": None if gate.lean is None else gate.lean.value,
        "settled": gate.is_settled,
        "possible": [state.value for state in GateState if state in gate.possible],
        "contradicted": gate.is_contradicted,
        "points": {"open": gate.points_open, "shut": gate.points_shut},
        "topics": {"open": list(gate.topics_open), "shut": list(gate.topics_shut)},
        "evidence": [_evidence(view, item) for item in gate.evidence],
    }


def _evidence(view: View, item: GateEvidence) -> Object:
    rule = view.rules.rules[item.rule]
    return {
        "rule": item.rule,
        "titles": names_object(rule.title),
        "state": item.state.value,
        "strength": item.strength.value,
        "topic": item.topic,
        "known": item.known,
        "points": item.points,
        "capped": item.is_capped,
        "counts": item.counts,
        "because": because(view, rule) if item.known else None,
        "source": citation_object(rule.source),
    }


def _warnings(view: View) -> list[Object]:
    return [
        {"id": name, **statement_object(view, view.knowledge.warnings[name]), "rules": [rule.id for rule in rules]}
        for name, rules in warnings_that_apply(view).items()
    ]


def _questions(view: View, questions: Iterable[OpenQuestion]) -> list[Object]:
    return [
        {
            "indicator": question.indicator,
            "names": names_object(view.knowledge.indicators[question.indicator].name),
            "question": question_text(view, question),
            "ask": list(question.ask),
            "gates": list(question.gates),
            "points": question.points,
            "measures": list(question.measures),
        }
        for question in questions
    ]


def sources_object(view: View, document: Object) -> Object:
    """Every source cited anywhere in a document, in the order of the knowledge base."""
    cited = set(_refs(document))
    return {
        name: {
            "title": source.title,
            "publisher": source.publisher,
            "year": source.year,
            "address": source.address,
            "read": source.read,
        }
        for name, source in view.knowledge.sources.items()
        if name in cited
    }


def _refs(value: object) -> Iterable[str]:
    if isinstance(value, Mapping):
        ref = value.get("ref")
        if isinstance(ref, str):
            yield ref
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


def node_object(node: Node) -> Object:
    """A fact of the trace with every derivation of it, and where it stands when it was observed."""
    span = node.span
    return {
        "kind": node.fact.kind,
        "subject": node.fact.subject,
        "value": node.fact.value,
        "known": node.fact.known,
        "derivations": [
            {"rule": derivation.rule, "premises": list(derivation.premises)} for derivation in node.derivations
        ],
        "span": None
        if span is None
        else {
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "end_line": span.end_line,
            "end_column": span.end_column,
        },
    }
