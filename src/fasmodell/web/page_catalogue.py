"""The catalogue: what the rule base knows, entry by entry, with links between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starlette.responses import Response

from fasmodell.knowledge import IndicatorId, Measure, SystemStep
from fasmodell.knowledge_card import card_of, kinds_of
from fasmodell.reasons import upper_first
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Comparison, ConcludesFinding, Condition, Trend, atoms_of
from fasmodell.web import words_web as w
from fasmodell.web.page_draft import Draft
from fasmodell.web.page_frame import Visit, not_found, page

_LONGEST_LABEL = 40


class Link(NamedTuple):
    """An entry to go to."""

    kind: str
    id: str
    name: str


def catalogue_page(visit: Visit, draft: Draft) -> Response:
    """Every kind of entry with its number, or every entry of one kind."""
    kinds = kinds_of(visit.served.base, visit.language)
    kind = visit.names.get("kind")
    if kind is not None and kind not in kinds:
        return not_found(visit, visit.say(w.UNKNOWN_NAME, name=kind))
    if kind is None:
        counted = [(one, visit.say(text), len(kinds[one])) for one, text in w.KINDS.items()]
        return page(visit, "catalogue.html", visit.say(w.CATALOGUE_TITLE), draft, kinds=counted)
    entries = [Link(kind, name, text) for name, text in kinds[kind].items()]
    return page(visit, "catalogue_kind.html", visit.say(w.KINDS[kind]), draft, entries=entries)


def entry_page(visit: Visit, draft: Draft) -> Response:
    """One entry: its card, as `kb show` writes it, and what it belongs together with."""
    base, kind, name = visit.served.base, visit.names["kind"], visit.names["name"]
    kinds = kinds_of(base, visit.language)
    if name not in kinds.get(kind, {}):
        return not_found(visit, visit.say(w.UNKNOWN_NAME, name=name))
    card = card_of(name, base, visit.language)
    lines = list(card or ())
    return page(
        visit,
        "catalogue_entry.html",
        kinds[kind][name],
        draft,
        kind=kind,
        kind_name=visit.say(w.KINDS[kind]),
        card=list(_card(lines[1:])),
        related=list(_related(base, kind, name, kinds)),
        name=name,
    )


class CardLine(NamedTuple):
    """What a card says under one label, or without one: texts, each with the lines indented below it."""

    label: str
    texts: tuple[tuple[str, tuple[str, ...]], ...]


def _card(lines: list[str]) -> Iterator[CardLine]:
    """The lines of a card by their labels; lines with the same label in a row belong together."""
    label, texts = "", list[tuple[str, tuple[str, ...]]]()
    for found, text, below in _labelled(lines):
        if texts and (found != label or not found):
            yield CardLine(label, tuple(texts))
            texts = []
        label = found
        texts.append((text, below))
    if texts:
        yield CardLine(label, tuple(texts))


def _labelled(lines: list[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    at = 0
    while at < len(lines):
        line, below = lines[at], []
        at += 1
        while at < len(lines) and lines[at].startswith("  "):
            below.append(lines[at].strip().removeprefix("- "))
            at += 1
        label, colon, text = line.partition(":")
        if colon and label[:1].isupper() and len(label) < _LONGEST_LABEL and "." not in label:
            yield label, text.strip(), tuple(below)
        elif line or below:
            yield "", upper_first(line), tuple(below)


def _related(
    base: RuleBase, kind: str, name: str, kinds: dict[str, dict[str, str]]
) -> Iterator[tuple[str, list[Link]]]:
    found = {
        "measures": _of_measure,
        "findings": _of_finding,
        "indicators": _of_indicator,
        "systems": _of_system,
        "sources": _of_source,
        "rules": _of_rule,
    }.get(kind)
    links = [] if found is None else list(dict.fromkeys(found(base, name)))
    for other in w.KINDS:
        group = [Link(other, one, kinds[other][one]) for at, one in links if at == other and one in kinds[other]]
        if group:
            yield other, group


Links = Iterator[tuple[str, str]]


def indicators_of(condition: Condition) -> list[str]:
    """The indicators that a condition compares."""
    return [atom.indicator for atom in atoms_of(condition) if isinstance(atom, Comparison | Trend)]


def _of_measure(base: RuleBase, name: str) -> Links:
    measure = next(one for one in base.knowledge.measures.values() if one.id == name)
    yield from (("findings", one.finding) for one in measure.targets)
    for relations in (measure.prerequisites, measure.companions, measure.conflicts):
        yield from (("measures", one.measure) for one in relations)
    yield from (("indicators", one.indicator) for one in measure.follow_up if one.indicator is not None)
    yield from (("actors", one) for one in (*measure.lead, *measure.partners))
    yield from (("systems", one.id) for one in base.knowledge.systems.values() if _has_measure(one.steps, name))
    yield from (("sources", one) for one in _sources_of(measure))


def _has_measure(steps: tuple[SystemStep, ...], name: str) -> bool:
    return any(name in step.measures for step in steps)


def _sources_of(measure: Measure) -> Iterator[str]:
    yield measure.source.ref
    yield from (one.source.ref for one in measure.evidence.outcomes)
    for statements in (measure.first_steps, measure.pitfalls, measure.harms, measure.materials):
        yield from (one.source.ref for one in statements)


def _of_finding(base: RuleBase, name: str) -> Links:
    rules = [one for one in base.rules.rules.values() if isinstance(one.then, ConcludesFinding)]
    for rule in rules:
        if isinstance(rule.then, ConcludesFinding) and rule.then.finding == name:
            yield "rules", rule.id
            yield from (("indicators", one) for one in indicators_of(rule.when))
    for measure in base.knowledge.measures.values():
        if any(target.finding == name for target in measure.targets):
            yield "measures", measure.id
    yield from (("sources", one.source.ref) for one in base.knowledge.findings.values() if one.id == name)


def _of_indicator(base: RuleBase, name: str) -> Links:
    indicator = base.knowledge.indicators[IndicatorId(name)]
    for rule in base.rules.rules.values():
        if name in indicators_of(rule.when):
            yield "rules", rule.id
            if isinstance(rule.then, ConcludesFinding):
                yield "findings", rule.then.finding
    if indicator.changeable is not None:
        yield from (("measures", one) for one in indicator.changeable.measures)
    if indicator.graded_from is not None:
        yield "indicators", indicator.graded_from.indicator
    yield from (("actors", one) for one in indicator.ask)
    yield "sources", indicator.source.ref


def _of_system(base: RuleBase, name: str) -> Links:
    system = next(one for one in base.knowledge.systems.values() if one.id == name)
    for step in system.steps:
        yield from (("indicators", one) for one in step.indicators)
        yield from (("findings", one) for one in step.findings)
        yield from (("measures", one) for one in step.measures)
        yield from (("actors", one) for one in step.who)
        yield "sources", step.source.ref


def _of_source(base: RuleBase, name: str) -> Links:
    knowledge = base.knowledge
    yield from (("measures", one.id) for one in knowledge.measures.values() if name in _sources_of(one))
    yield from (("findings", one.id) for one in knowledge.findings.values() if one.source.ref == name)
    yield from (("indicators", one.id) for one in knowledge.indicators.values() if one.source.ref == name)
    yield from (("systems", one.id) for one in knowledge.systems.values() if one.source.ref == name)
    yield from (("rules", one.id) for one in base.rules.rules.values() if one.source.ref == name)


def _of_rule(base: RuleBase, name: str) -> Links:
    rule = next(one for one in base.rules.rules.values() if one.id == name)
    yield from (("indicators", one) for one in indicators_of(rule.when))
    if isinstance(rule.then, ConcludesFinding):
        yield "findings", rule.then.finding
    yield "sources", rule.source.ref
