"""The catalogue page of one finding."""

from __future__ import annotations

from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_rules import has_values, measure_use, rule_items, rule_use, rules_section
from fasmodell.authoring.catalogue_sheet import Atlas, Sheet
from fasmodell.authoring.catalogue_systems import systems_section
from fasmodell.knowledge import Finding, FindingKind, Level
from fasmodell.rules import ConcludesFinding, SupportsGate
from fasmodell.terms import ROLES


def finding_page(atlas: Atlas, finding: Finding) -> Sheet:
    """Write what a finding means, what concludes it and what rests on it."""
    sheet = Sheet(atlas, f"findings/{finding.id}.md", finding.name.to(atlas.language))
    sheet.paragraph(sheet.sourced(finding.description, finding.source))
    kind = sheet.say(w.PROBLEM if finding.kind is FindingKind.PROBLEM else w.STRENGTH)
    sheet.items((f"{sheet.say(w.ID)}: `{finding.id}`", f"{sheet.say(w.KIND)}: {kind}"))
    _concluded(sheet, finding)
    _acted_on(sheet, finding)
    _evidence(sheet, finding)
    _other_uses(sheet, finding)
    systems_section(sheet, finding.id)
    return sheet


def _concluded(sheet: Sheet, finding: Finding) -> None:
    sheet.section(sheet.say(w.CONCLUDED_BY))
    rules = sheet.atlas.uses.concluded.get(finding.id, [])
    if has_values(rules):
        sheet.paragraph(sheet.say(w.REASONS_NOTE))
    for level in reversed(Level):
        found = [rule for rule in rules if isinstance(rule.then, ConcludesFinding) and rule.then.level is level]
        if found:
            sheet.section(sheet.say(w.LEVEL_HEAD, level=sheet.level(finding.id, level)), 3)
            sheet.items(item for rule in found for item in rule_items(sheet, rule))


def _acted_on(sheet: Sheet, finding: Finding) -> None:
    sheet.section(sheet.say(w.ACTED_ON_BY))
    items = (
        f"{sheet.measure(measure.id)}, {sheet.say(ROLES[role])} {sheet.basis(measure.source)}"
        for measure, role in sheet.atlas.uses.targeted.get(finding.id, ())
    )
    sheet.items_or(items, w.NOT_ACTED_ON)


def _evidence(sheet: Sheet, finding: Finding) -> None:
    sheet.section(sheet.say(w.EVIDENCE_FOR))
    tested = sheet.atlas.uses.tested.get(finding.id, ())
    rules = [rule for rule in tested if isinstance(rule.then, SupportsGate)]
    rules_section(sheet, rules)
    if not rules:
        sheet.paragraph(sheet.say(w.NO_EVIDENCE))


def _other_uses(sheet: Sheet, finding: Finding) -> None:
    sheet.section(sheet.say(w.USED_IN))
    uses = sheet.atlas.uses
    rules = [rule for rule in uses.tested.get(finding.id, ()) if not isinstance(rule.then, SupportsGate)]
    items = [rule_use(sheet, rule) for rule in rules]
    items += [measure_use(sheet, use) for use in uses.by_measures.get(finding.id, ())]
    sheet.items_or(items, w.NOT_USED_IN)
