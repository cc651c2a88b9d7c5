"""The catalogue page of one measure."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_rules import condition_items, measure_use, rule_use, rules_section
from fasmodell.authoring.catalogue_sheet import Atlas, Item, Sheet
from fasmodell.authoring.catalogue_systems import systems_section
from fasmodell.document import escaped
from fasmodell.knowledge import PHASES, Estimate, FollowUp, Measure, Relation, Text
from fasmodell.terms import (
    COSTS,
    DIRECTIONS,
    EMPHASES,
    EXPECTED,
    GRADES,
    ROLES,
    SETTINGS,
    TIMES,
    TRACK_MEANINGS,
    TRACKS,
)
from fasmodell.wording import AFTER_MONTHS


def measure_page(atlas: Atlas, measure: Measure) -> Sheet:
    """Write everything that is known of a measure."""
    title = f"{measure.code} {measure.name.to(atlas.language)}"
    sheet = Sheet(atlas, f"measures/{measure.id}.md", title)
    sheet.paragraph(sheet.sourced(measure.summary, measure.source))
    if measure.blocked is not None:
        sheet.section(sheet.say(w.BLOCKED))
        sheet.paragraph(sheet.stated(measure.blocked))
    _facts(sheet, measure)
    sheet.section(sheet.say(w.MECHANISM))
    sheet.paragraph(sheet.sourced(measure.mechanism, measure.source))
    _targets(sheet, measure)
    _emphasis(sheet, measure)
    _needs(sheet, measure)
    _relations(sheet, measure)
    _rules(sheet, measure)
    _time_and_cost(sheet, measure)
    _evidence(sheet, measure)
    sheet.statements(w.FIRST_STEPS, measure.first_steps)
    sheet.statements(w.PITFALLS, measure.pitfalls)
    sheet.statements(w.HARMS, measure.harms)
    sheet.statements(w.SIDE_EFFECTS, measure.watch)
    _follow_up(sheet, measure)
    sheet.statements(w.MATERIALS, measure.materials)
    systems_section(sheet, measure.id)
    return sheet


def _facts(sheet: Sheet, measure: Measure) -> None:
    track = f"{sheet.say(TRACKS[measure.track])} ({sheet.say(TRACK_MEANINGS[measure.track])})"
    basis = sheet.basis(measure.source)
    rows = (
        (w.ID, f"`{measure.id}`"),
        (w.CODE, measure.code),
        (w.THEME, sheet.plain(measure.theme)),
        (w.TRACK, track),
        (w.LEAD, f"{sheet.actors(measure.lead) or sheet.say(w.NOBODY)} {basis}"),
        (w.PARTNERS, f"{sheet.actors(measure.partners) or sheet.say(w.NOBODY)} {basis}"),
    )
    sheet.items(f"{sheet.say(name)}: {value}" for name, value in rows)


def _targets(sheet: Sheet, measure: Measure) -> None:
    sheet.section(sheet.say(w.TARGETS))
    basis = sheet.basis(measure.source)
    items = (f"{sheet.finding(target.finding)}, {sheet.say(ROLES[target.role])} {basis}" for target in measure.targets)
    sheet.items_or(items, w.NO_TARGETS)


def _emphasis(sheet: Sheet, measure: Measure) -> None:
    sheet.section(sheet.say(w.EMPHASES))
    doses = ((sheet.phase(phase), sheet.say(EMPHASES[measure.emphasis_in(phase)])) for phase in PHASES)
    sheet.table((sheet.say(w.PHASE), sheet.say(w.EMPHASIS)), doses)
    note = "" if measure.emphasis_note is None else f"{sheet.plain(measure.emphasis_note)} "
    sheet.paragraph(f"{note}{sheet.basis(measure.emphasis_source)}")


def _needs(sheet: Sheet, measure: Measure) -> None:
    sheet.section(sheet.say(w.NEEDED))
    items: list[Item] = [(0, _relation(sheet, w.PREREQUISITE, item)) for item in measure.prerequisites]
    for precondition in measure.preconditions:
        text = sheet.say(w.PRECONDITION, text=sheet.plain(precondition.text))
        items.append((0, f"{text} {sheet.basis(precondition.source)}"))
        items += condition_items(sheet, precondition.when, 1)
    items += _legal_gate(sheet, measure)
    sheet.items_or(items, w.NOTHING_NEEDED)
    if measure.evident_when is not None:
        sheet.section(sheet.say(w.IN_PLACE_WHEN))
        sheet.items(condition_items(sheet, measure.evident_when, 0))


def _legal_gate(sheet: Sheet, measure: Measure) -> Iterator[Item]:
    legal = measure.legal_gate
    if legal is not None:
        yield 0, f"{sheet.say(w.LEGAL_GATE, text=sheet.plain(legal.text))} {sheet.basis(legal.source)}"
        yield 1, sheet.say(w.LAW, law=sheet.plain(legal.law))
        yield 1, sheet.say(w.DECIDED_BY, actors=sheet.actors(legal.decided_by))
        yield from condition_items(sheet, legal.when, 1)


def _relation(sheet: Sheet, text: Text, relation: Relation, other: Measure | None = None) -> str:
    """A tie to the measure that it names, or, read backwards, to the one that names it."""
    name = sheet.measure(relation.measure if other is None else other.id)
    said = sheet.say(text, measure=name, because=sheet.plain(relation.because.text))
    return f"{said} {sheet.basis(relation.because.source)}"


def _relations(sheet: Sheet, measure: Measure) -> None:
    sheet.section(sheet.say(w.RELATED))
    uses = sheet.atlas.uses
    items = [_relation(sheet, w.COMPANION, item) for item in measure.companions]
    items += [_relation(sheet, w.CONFLICT, item) for item in measure.conflicts]
    items += [_relation(sheet, w.ENABLES, item, other) for other, item in uses.enables.get(measure.id, ())]
    items += [_relation(sheet, w.ACCOMPANIES, item, other) for other, item in uses.accompanies.get(measure.id, ())]
    sheet.items_or(items, w.NO_RELATED)


def _rules(sheet: Sheet, measure: Measure) -> None:
    uses = sheet.atlas.uses
    sheet.section(sheet.say(w.ADVICE))
    rules = uses.advised.get(measure.id, [])
    rules_section(sheet, rules)
    if not rules:
        sheet.paragraph(sheet.say(w.NO_ADVICE))
    others = [rule_use(sheet, rule) for rule in uses.tested.get(measure.id, ())]
    others += [measure_use(sheet, use) for use in uses.by_measures.get(measure.id, ())]
    if others:
        sheet.section(sheet.say(w.NEEDED_IN))
        sheet.items(others)


def _time_and_cost(sheet: Sheet, measure: Measure) -> None:
    sheet.section(sheet.say(w.TIME_AND_COST))
    rows = (
        (w.LEAD_IN, TIMES, measure.lead_in),
        (w.TIME_TO_EFFECT, TIMES, measure.time_to_effect),
        (w.COST, COSTS, measure.cost),
    )
    sheet.items(_estimate(sheet, text, classes[estimate.grade], estimate) for text, classes, estimate in rows)


def _estimate(sheet: Sheet, text: Text, grade: Text, estimate: Estimate) -> str:
    words = "" if estimate.text is None else sheet.plain(estimate.text)
    return f"{sheet.say(text, grade=sheet.say(grade), text=words).rstrip()} {sheet.basis(estimate.source)}"


def _evidence(sheet: Sheet, measure: Measure) -> None:
    evidence = measure.evidence
    sheet.section(sheet.say(w.EVIDENCE))
    meaning, direction = sheet.say(GRADES[evidence.grade]), sheet.say(DIRECTIONS[evidence.direction])
    sheet.paragraph(sheet.say(w.HEADLINE, grade=evidence.grade, meaning=meaning, direction=direction))
    sheet.paragraph(sheet.say(w.FROM_SWEDEN, text=sheet.stated(evidence.swedish)))
    head = (w.OUTCOME, w.KNOWN, w.GRADE, w.DIRECTION, w.SETTING, w.BASIS)
    rows = (
        (
            sheet.plain(outcome.outcome),
            sheet.plain(outcome.effect),
            outcome.grade,
            sheet.say(DIRECTIONS[outcome.direction]),
            sheet.say(SETTINGS[outcome.setting]),
            sheet.basis(outcome.source),
        )
        for outcome in evidence.outcomes
    )
    sheet.table([sheet.say(text) for text in head], rows)


def _follow_up(sheet: Sheet, measure: Measure) -> None:
    if measure.follow_up:
        sheet.section(sheet.say(w.FOLLOW_UP))
        basis = sheet.basis(measure.source)
        sheet.items(f"{_followed(sheet, item)} {basis}" for item in measure.follow_up)


def _followed(sheet: Sheet, item: FollowUp) -> str:
    name = "" if item.indicator is None else f"{sheet.indicator(item.indicator)}: "
    parts = [escaped(item.text.to(sheet.atlas.language)).rstrip(".")]
    if item.expect is not None:
        parts.append(sheet.say(EXPECTED[item.expect]))
    if item.after_months is not None:
        parts.append(sheet.say(AFTER_MONTHS, months=item.after_months))
    return f"{name}{', '.join(parts)}."
