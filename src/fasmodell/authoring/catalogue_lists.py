"""The catalogue pages that list: the front page, the warnings and the sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_rules import rules_section
from fasmodell.authoring.catalogue_sheet import Atlas, Sheet
from fasmodell.document import escaped
from fasmodell.knowledge import FindingKind, Indicator, Source, Text
from fasmodell.scales import Scale
from fasmodell.terms import READINGS

# From the folder of a language; the note is written by hand.
RESEARCH_NOTES: Final = "../../research-notes.md"


def front_page(atlas: Atlas) -> Sheet:
    """Write the front page: what the words for basis mean, and a link to every page."""
    sheet = Sheet(atlas, "README.md", w.TITLE.to(atlas.language))
    other = "en" if atlas.language == "sv" else "sv"
    sheet.paragraph(sheet.say(w.INTRO))
    sheet.paragraph(f"[{sheet.say(w.OTHER_LANGUAGE)}](../{other}/README.md)")
    sheet.section(sheet.say(w.BASES))
    notes = f"[docs/research-notes.md]({RESEARCH_NOTES})"
    sheet.paragraph(f"{sheet.say(w.BASIS_INTRO)} {sheet.say(w.SWEDISH_NOTE)} {sheet.say(w.LOCATORS, notes=notes)}")
    rows = ((sheet.basis_word(basis), sheet.say(meaning)) for basis, meaning in w.BASIS_MEANINGS.items())
    sheet.table((sheet.say(w.BASIS), sheet.say(w.MEANING)), rows)
    _contents(sheet)
    sheet.section(sheet.say(w.LISTS))
    lists = {"sources.md": w.SOURCES, "warnings.md": w.WARNINGS}
    sheet.items(sheet.link_to(path, sheet.say(name)) for path, name in lists.items())
    return sheet


def _contents(sheet: Sheet) -> None:
    knowledge = sheet.atlas.knowledge
    sheet.section(sheet.say(w.PHASES))
    sheet.items(f"{sheet.phase(one.number)}: {sheet.plain(one.situation.text)}" for one in knowledge.phases.values())
    if knowledge.systems:
        sheet.section(sheet.say(w.SYSTEMS))
        sheet.items(sheet.system(name) for name in knowledge.systems)
    sheet.section(sheet.say(w.MEASURES))
    for theme in dict.fromkeys(measure.theme for measure in knowledge.measures.values()):
        sheet.section(sheet.plain(theme), 3)
        sheet.items(sheet.measure(one.id) for one in knowledge.measures.values() if one.theme == theme)
    sheet.section(sheet.say(w.FINDINGS))
    for kind, heading in ((FindingKind.PROBLEM, w.PROBLEMS), (FindingKind.STRENGTH, w.STRENGTHS)):
        sheet.section(sheet.say(heading), 3)
        sheet.items(sheet.finding(one.id) for one in knowledge.findings.values() if one.kind is kind)
    sheet.section(sheet.say(w.INDICATORS))
    for heading, found in _by_scale(knowledge.indicators.values()).items():
        sheet.section(sheet.say(heading), 3)
        sheet.items(sheet.indicator(one.id) for one in found)


def _by_scale(indicators: Iterable[Indicator]) -> dict[Text, list[Indicator]]:
    groups: dict[Text, list[Indicator]] = {w.LEVELS: [], w.NUMBERS: [], w.CHOICES: []}
    for one in indicators:
        heading = w.LEVELS if one.scale is Scale.LEVEL else w.NUMBERS if one.scale.is_numeric else w.CHOICES
        groups[heading].append(one)
    return groups


def warnings_page(atlas: Atlas) -> Sheet:
    """Write every documented warning with the rules that give it, and what to watch."""
    sheet = Sheet(atlas, "warnings.md", w.WARNINGS.to(atlas.language))
    for name, warning in atlas.knowledge.warnings.items():
        sheet.section(name)
        sheet.paragraph(sheet.stated(warning))
        sheet.section(sheet.say(w.GIVEN_BY), 3)
        rules_section(sheet, atlas.uses.warned.get(name, []))
    sheet.statements(w.WATCH, atlas.knowledge.watch)
    return sheet


def sources_page(atlas: Atlas) -> Sheet:
    """Write every source with its address, how it was read and the pages that cite it; all others are written first."""
    sheet = Sheet(atlas, "sources.md", w.SOURCES.to(atlas.language))
    for source in atlas.knowledge.sources.values():
        sheet.section(source.id)
        sheet.paragraph(f"**{escaped(source.title)}**")
        sheet.items(_source_items(sheet, source))
    return sheet


def _source_items(sheet: Sheet, source: Source) -> Iterable[str]:
    not_known = sheet.say(w.NOT_KNOWN)
    address = source.address or not_known
    yield sheet.say(w.PUBLISHER, text=escaped(source.publisher))
    yield sheet.say(w.YEAR, text=not_known if source.year is None else source.year)
    is_link = address.startswith("http") and " " not in address
    yield sheet.say(w.ADDRESS, text=f"<{address}>" if is_link else escaped(address))
    yield sheet.say(w.READ, text=sheet.say(READINGS[source.read]))
    pages = sheet.atlas.cited.get(source.id, {})
    if source.read == "own":
        yield sheet.say(w.CITED_WIDELY, n=len(pages))
    else:
        links = (sheet.link_to(path, escaped(title)) for path, title in pages.items())
        yield sheet.say(w.CITED_ON, pages=", ".join(links))
