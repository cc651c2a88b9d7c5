"""The catalogue page of one system of the field, and where a measure, a finding or an indicator is part of one."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_sheet import Atlas, Item, Sheet
from fasmodell.authoring.catalogue_uses import Subject
from fasmodell.knowledge import System, SystemStep


def system_page(atlas: Atlas, system: System) -> Sheet:
    """Write a system as a path: each step with who, when, the law, and what of the rule base belongs to it."""
    sheet = Sheet(atlas, f"systems/{system.id}.md", system.name.to(atlas.language))
    sheet.paragraph(sheet.stated(system.purpose))
    sheet.items([f"{sheet.say(w.ID)}: `{system.id}`"])
    sheet.section(sheet.say(w.STEPS))
    for number, step in enumerate(system.steps, 1):
        sheet.section(f"{number}. {sheet.plain(step.name)}", 3)
        sheet.paragraph(sheet.stated(step.text))
        sheet.items(_items(sheet, step))
    sheet.statements(w.FACTS, system.facts)
    return sheet


def _items(sheet: Sheet, step: SystemStep) -> Iterator[Item]:
    if step.who:
        yield 0, f"{sheet.say(w.WHO)} ({sheet.say(w.OUR_TIE)}): {sheet.actors(step.who)}"
    for name, statement in ((w.RHYTHM, step.rhythm), (w.DEADLINE, step.deadline), (w.LEGAL_BASIS, step.law)):
        if statement is not None:
            yield 0, f"{sheet.say(name)}: {sheet.stated(statement)}"
    groups = (
        (w.SHOWN_BY, [sheet.indicator(name) for name in step.indicators]),
        (w.FINDINGS, [sheet.finding(name) for name in step.findings]),
        (w.MEASURES, [sheet.measure(name) for name in step.measures]),
    )
    for heading, links in groups:
        if links:
            yield 0, f"{sheet.say(heading)} ({sheet.say(w.OUR_TIE)}):"
            yield from ((1, link) for link in links)


def systems_section(sheet: Sheet, subject: Subject) -> None:
    """Add the systems that a measure, a finding or an indicator is part of, unless there are none."""
    found = sheet.atlas.uses.in_systems.get(subject, [])
    if found:
        sheet.section(sheet.say(w.IN_SYSTEMS))
        sheet.items(f"{sheet.system(system.id)}: {sheet.plain(step.name)}" for system, step in found)
