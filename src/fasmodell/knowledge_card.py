"""One entry of the knowledge base or the rules as a card of plain lines, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from fasmodell.knowledge import (
    Actor,
    ActorId,
    Citation,
    EarlySign,
    Finding,
    FindingId,
    Indicator,
    IndicatorId,
    KnowledgeBase,
    Measure,
    Source,
    SourceId,
    Statement,
    System,
    SystemId,
    SystemStep,
    Text,
)
from fasmodell.overlay_text import change_text
from fasmodell.rule_base import RuleBase
from fasmodell.rules import ConcludesFinding, Rule, RuleId
from fasmodell.scales import Language, Scale, write_number
from fasmodell.terms import BASES, COSTS, DIRECTIONS, EMPHASES, MOVEMENTS, READINGS, ROLES, TIMES, TRACKS

Lines = Iterator[str]

_LABELS: Final = {
    "question": Text("Fråga", "Question"),
    "ask": Text("Vem som vet", "Whom to ask"),
    "range": Text("Tillåtna värden", "Values allowed"),
    "graded_from": Text("Nivån räknas fram ur", "The level is graded from"),
    "reference": Text("Jämförelsevärde", "Reference value"),
    "official_data": Text("Offentliga uppgifter", "Official data"),
    "source": Text("Källa", "Source"),
    "concluded_by": Text("Bedöms av reglerna", "Concluded by the rules"),
    "acted_on_by": Text("Åtgärder som påverkar", "Measures that act on it"),
    "mechanism": Text("Så är den tänkt att verka", "How it is thought to work"),
    "blocked": Text("Använd inte", "Do not use"),
    "track": Text("Spår", "Track"),
    "target": Text("Påverkar", "Acts on"),
    "phase": Text("fas", "phase"),
    "lead": Text("Leder", "Leads"),
    "not_known": Text("inte känt", "not known"),
    "prerequisite": Text("Kräver först", "Needs first"),
    "companion": Text("Följs åt med", "Goes with"),
    "conflict": Text("I spänning med", "In tension with"),
    "precondition": Text("Förutsättning", "Precondition"),
    "legal_gate": Text("Rättsligt villkor", "Legal condition"),
    "lead_in": Text("Ledtid", "Lead-in time"),
    "time_to_effect": Text("Tid till effekt", "Time to effect"),
    "cost": Text("Kostnad", "Cost"),
    "evidence": Text("Kunskapsläge", "Evidence"),
    "first_steps": Text("Första steg", "First steps"),
    "pitfalls": Text("Fallgropar", "Pitfalls"),
    "harms": Text("Risker", "Harms"),
    "follow_up": Text("Uppföljning", "Follow-up"),
    "materials": Text("Material", "Material"),
    "read": Text("Hur källan är läst", "How the source was read"),
    "numbers": Text("Talen", "The numbers"),
    "facts": Text("Att veta", "To know"),
    "who": Text("Vem", "Who"),
    "rhythm": Text("Takt", "Rhythm"),
    "deadline": Text("Senast", "By when"),
    "law": Text("Lag", "Law"),
    "indicators": Text("Indikatorer som visar det", "Indicators that show it"),
    "beside": Text("Läses tillsammans med", "Read together with"),
    "findings": Text("Bedömningar som hör till", "Findings that belong to it"),
    "measures": Text("Åtgärder som hör till", "Measures that belong to it"),
}


def kinds_of(base: RuleBase, language: Language) -> dict[str, dict[str, str]]:
    """Every entry by kind: id and name in one language, in the order of the files."""
    knowledge = base.knowledge
    return {
        "indicators": {entry.id: entry.name.to(language) for entry in knowledge.indicators.values()},
        "findings": {entry.id: entry.name.to(language) for entry in knowledge.findings.values()},
        "measures": {entry.id: f"{entry.code} {entry.name.to(language)}" for entry in knowledge.measures.values()},
        "systems": {entry.id: entry.name.to(language) for entry in knowledge.systems.values()},
        "signs": {entry.id: entry.text.to(language) for entry in knowledge.early_signs.values()},
        "reasons": {name: entry.text.to(language) for name, entry in knowledge.decision_reasons.items()},
        "actors": {entry.id: entry.name.to(language) for entry in knowledge.actors.values()},
        "sources": {entry.id: entry.title for entry in knowledge.sources.values()},
        "rules": {entry.id: entry.title.to(language) for entry in base.rules.rules.values()},
    }


def card_of(name: str, base: RuleBase, language: Language) -> Lines | None:
    """
    The card of an entry by its id, or of a measure by its catalogue code; None when nothing has that name.

    A measure and a system may have the same id: then both are shown.
    """
    cards = list(_cards(name, base, language))
    if not cards:
        return None
    changes = () if base.overlay is None else base.overlay.changes
    known = {name, *(measure.id for measure in base.knowledge.measures.values() if measure.code == name)}
    local = [change_text(base, change, language) for change in changes if change.id in known]
    cards += [iter(local)] if local else []
    return (line for position, card in enumerate(cards) for line in (*([""] if position else []), *card))


def _cards(name: str, base: RuleBase, language: Language) -> Iterator[Lines]:
    knowledge = base.knowledge
    if name in knowledge.indicators:
        yield _indicator(knowledge.indicators[IndicatorId(name)], knowledge, language)
    if name in knowledge.findings:
        yield _finding(knowledge.findings[FindingId(name)], base, language)
    for measure in knowledge.measures.values():
        if name in (measure.id, measure.code):
            yield _measure(measure, knowledge, language)
    if name in knowledge.systems:
        yield _system(knowledge.systems[SystemId(name)], knowledge, language)
    yield from _following_cards(name, knowledge, language)
    if name in knowledge.actors:
        yield _actor(knowledge.actors[ActorId(name)], language)
    if name in knowledge.sources:
        yield _source(knowledge.sources[SourceId(name)], language)
    if name in base.rules.rules:
        yield _rule(base.rules.rules[RuleId(name)], knowledge, language)


def _following_cards(name: str, knowledge: KnowledgeBase, language: Language) -> Iterator[Lines]:
    """Cards of what is used when an area is followed over time."""
    if name in knowledge.early_signs:
        yield _early_sign(knowledge.early_signs[name], knowledge, language)
    if name in knowledge.decision_reasons:
        yield iter((name, _cited(knowledge.decision_reasons[name], knowledge, language)))


def _label(language: Language, key: str) -> str:
    return _LABELS[key].to(language)


def cite(citation: Citation, knowledge: KnowledgeBase, language: Language) -> str:
    """A citation in one line: title, year, place, and how the statement rests on it."""
    source = knowledge.sources.get(citation.ref)
    title = citation.ref if source is None else source.title
    year = "" if source is None or source.year is None else f" ({source.year})"
    return f"{title}{year}, {citation.locator} [{BASES[citation.basis].to(language)}]"


def _statements(title: str, statements: Iterable[Statement], knowledge: KnowledgeBase, language: Language) -> Lines:
    for position, statement in enumerate(statements):
        if not position:
            yield f"{title}:"
        yield f"  - {statement.text.to(language)} ({cite(statement.source, knowledge, language)})"


def _texts(title: str, texts: Iterable[Text], language: Language) -> Lines:
    for position, text in enumerate(texts):
        if not position:
            yield f"{title}:"
        yield f"  - {text.to(language)}"


def _indicator(entry: Indicator, knowledge: KnowledgeBase, language: Language) -> Lines:
    label = partial(_label, language)
    yield f"{entry.name.to(language)} ({entry.id})"
    yield f"{label('question')}: {entry.question.to(language)}"
    yield f"{label('ask')}: {', '.join(knowledge.actors[actor].name.to(language) for actor in entry.ask)}"
    if entry.low is not None and entry.high is not None and entry.scale is not Scale.LEVEL:
        unit = "" if entry.unit is None else f" {entry.unit.to(language)}"
        low, high = write_number(entry.low, language), write_number(entry.high, language)
        yield f"{label('range')}: {low}–{high}{unit}"
    for step, anchor in enumerate(entry.anchors):
        yield f"  {step} = {anchor.to(language)}"
    for option, text in entry.options.items():
        yield f"  {option} = {text.to(language)}"
    if entry.graded_from is not None:
        yield f"{label('graded_from')}: {entry.graded_from.indicator}. {entry.graded_from.reason.to(language)}"
    for value in knowledge.reference_values:
        if value.indicator == entry.id:
            written = entry.write(value.value, language)
            cited = cite(value.source, knowledge, language)
            yield f"{label('reference')}: {value.scope.to(language)} {value.period}: {written} ({cited})"
    yield f"{label('official_data')}: {entry.official_data.to(language)}"
    yield f"{label('source')}: {cite(entry.source, knowledge, language)}"


def _finding(entry: Finding, base: RuleBase, language: Language) -> Lines:
    label = partial(_label, language)
    yield f"{entry.name.to(language)} ({entry.id})"
    yield entry.description.to(language)
    concluding = [
        rule
        for rule in base.rules.rules.values()
        if isinstance(rule.then, ConcludesFinding) and rule.then.finding == entry.id
    ]
    yield from _texts(
        label("concluded_by"), [Text(f"{r.id}: {r.title.sv}", f"{r.id}: {r.title.en}") for r in concluding], language
    )
    acting = [m for m in base.knowledge.measures.values() if any(target.finding == entry.id for target in m.targets)]
    yield from _texts(
        label("acted_on_by"), [Text(f"{m.code} {m.name.sv}", f"{m.code} {m.name.en}") for m in acting], language
    )
    yield f"{label('source')}: {cite(entry.source, base.knowledge, language)}"


def _measure(entry: Measure, knowledge: KnowledgeBase, language: Language) -> Lines:
    label = partial(_label, language)
    yield f"{entry.code} {entry.name.to(language)} ({entry.id})"
    yield entry.summary.to(language)
    yield f"{label('mechanism')}: {entry.mechanism.to(language)}"
    if entry.blocked is not None:
        cited = cite(entry.blocked.source, knowledge, language)
        yield f"{label('blocked')}: {entry.blocked.text.to(language)} ({cited})"
    yield f"{label('track')}: {TRACKS[entry.track].to(language)}"
    for target in entry.targets:
        finding = knowledge.findings[target.finding].name.to(language)
        yield f"{label('target')}: {finding} ({ROLES[target.role].to(language)})"
    phases = "; ".join(f"{label('phase')} {p}: {EMPHASES[entry.emphasis_in(p)].to(language)}" for p in (1, 2, 3))
    yield f"{phases} ({cite(entry.emphasis_source, knowledge, language)})"
    actors = ", ".join(knowledge.actors[actor].name.to(language) for actor in entry.lead)
    yield f"{label('lead')}: {actors or label('not_known')}"
    for title, relations in (
        ("prerequisite", entry.prerequisites),
        ("companion", entry.companions),
        ("conflict", entry.conflicts),
    ):
        for relation in relations:
            name = knowledge.measures[relation.measure].name.to(language)
            yield f"{label(title)}: {name}. {relation.because.text.to(language)}"
    for precondition in entry.preconditions:
        yield f"{label('precondition')}: {precondition.text.to(language)}"
    if entry.legal_gate is not None:
        yield f"{label('legal_gate')}: {entry.legal_gate.text.to(language)} {entry.legal_gate.law.to(language)}"
    estimates = (
        ("lead_in", entry.lead_in, TIMES),
        ("time_to_effect", entry.time_to_effect, TIMES),
        ("cost", entry.cost, COSTS),
    )
    for title, estimate, names in estimates:
        words = "" if estimate.text is None else f". {estimate.text.to(language)}"
        yield f"{label(title)}: {names[estimate.grade].to(language)}{words}"
    evidence = entry.evidence
    headline = f"{evidence.grade}, {DIRECTIONS[evidence.direction].to(language)}"
    yield f"{label('evidence')}: {headline}. {evidence.swedish.text.to(language)}"
    for outcome in evidence.outcomes:
        known = f"{outcome.grade}, {DIRECTIONS[outcome.direction].to(language)}"
        cited = cite(outcome.source, knowledge, language)
        yield f"  - {outcome.outcome.to(language)} ({known}): {outcome.effect.to(language)} ({cited})"
    yield from _statements(label("first_steps"), entry.first_steps, knowledge, language)
    yield from _statements(label("pitfalls"), entry.pitfalls, knowledge, language)
    yield from _statements(label("harms"), entry.harms, knowledge, language)
    yield from _texts(label("follow_up"), [item.text for item in entry.follow_up], language)
    yield from _statements(label("materials"), entry.materials, knowledge, language)
    yield f"{label('source')}: {cite(entry.source, knowledge, language)}"


def _system(entry: System, knowledge: KnowledgeBase, language: Language) -> Lines:
    yield f"{entry.name.to(language)} ({entry.id})"
    yield _cited(entry.purpose, knowledge, language)
    for number, step in enumerate(entry.steps, 1):
        yield f"{number}. {step.name.to(language)}"
        yield from (f"   {line}" for line in _system_step(step, knowledge, language))
    yield from _statements(_label(language, "facts"), entry.facts, knowledge, language)


def _system_step(step: SystemStep, knowledge: KnowledgeBase, language: Language) -> Lines:
    label = partial(_label, language)
    yield _cited(step.text, knowledge, language)
    if step.who:
        yield f"{label('who')}: {', '.join(knowledge.actors[actor].name.to(language) for actor in step.who)}"
    for title, statement in (("rhythm", step.rhythm), ("deadline", step.deadline), ("law", step.law)):
        if statement is not None:
            yield f"{label(title)}: {_cited(statement, knowledge, language)}"
    for title, names in (("indicators", step.indicators), ("findings", step.findings), ("measures", step.measures)):
        if names:
            yield f"{label(title)}: {', '.join(names)}"


def _early_sign(entry: EarlySign, knowledge: KnowledgeBase, language: Language) -> Lines:
    label = partial(_label, language)
    yield f"{entry.text.to(language)} ({entry.id})"
    yield f"{entry.indicator}: {MOVEMENTS[entry.movement].to(language)}"
    for title, names in (("beside", entry.beside), ("measures", entry.measures)):
        if names:
            yield f"{label(title)}: {', '.join(names)}"
    if entry.numbers is not None:
        yield f"{label('numbers')}: {BASES[entry.numbers.basis].to(language)}. {entry.numbers.reason.to(language)}"
    yield f"{label('source')}: {cite(entry.source, knowledge, language)}"


def _cited(statement: Statement, knowledge: KnowledgeBase, language: Language) -> str:
    return f"{statement.text.to(language)} ({cite(statement.source, knowledge, language)})"


def _actor(entry: Actor, language: Language) -> Lines:
    yield f"{entry.name.to(language)} ({entry.id})"
    yield entry.description.to(language)


def _source(entry: Source, language: Language) -> Lines:
    label = partial(_label, language)
    yield f"{entry.title} ({entry.id})"
    yield f"{entry.publisher}, {entry.year or label('not_known')}"
    yield entry.address or label("not_known")
    yield f"{label('read')}: {READINGS[entry.read].to(language)}"


def _rule(entry: Rule, knowledge: KnowledgeBase, language: Language) -> Lines:
    label = partial(_label, language)
    yield f"{entry.title.to(language)} ({entry.id})"
    yield entry.because.to(language)
    if entry.numbers is not None:
        yield f"{label('numbers')}: {BASES[entry.numbers.basis].to(language)}. {entry.numbers.reason.to(language)}"
    yield f"{label('source')}: {cite(entry.source, knowledge, language)}"
    yield f"{entry.span.file}:{entry.span.line}"
