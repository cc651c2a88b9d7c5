"""The catalogue page of one indicator."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_rules import measure_use, rule_use
from fasmodell.authoring.catalogue_sheet import Atlas, Sheet
from fasmodell.authoring.catalogue_systems import systems_section
from fasmodell.document import escaped
from fasmodell.knowledge import Indicator, Text
from fasmodell.rules import Operator
from fasmodell.scales import Scale, write_flag, write_number
from fasmodell.terms import OPERATORS, SECRECY


def indicator_page(atlas: Atlas, indicator: Indicator) -> Sheet:
    """Write how an indicator is observed, what it is compared with and what uses it."""
    sheet = Sheet(atlas, f"indicators/{indicator.id}.md", indicator.name.to(atlas.language))
    sheet.paragraph(f"**{sheet.plain(indicator.question)}** {sheet.basis(indicator.source)}")
    sheet.items(_facts(sheet, indicator))
    if indicator.anchors:
        sheet.section(sheet.say(w.ANCHORS))
        basis = sheet.basis(indicator.source)
        sheet.items(f"{step}: {sheet.plain(anchor)} {basis}" for step, anchor in enumerate(indicator.anchors))
    if indicator.options:
        sheet.section(sheet.say(w.OPTIONS))
        sheet.items(f"{sheet.plain(text)} (`{option}`)" for option, text in indicator.options.items())
    _grading(sheet, indicator)
    _change(sheet, indicator)
    _references(sheet, indicator)
    _uses(sheet, indicator)
    systems_section(sheet, indicator.id)
    return sheet


def _facts(sheet: Sheet, indicator: Indicator) -> Iterator[str]:
    language = sheet.atlas.language
    basis = sheet.basis(indicator.source)
    unit = "" if indicator.unit is None else f", {sheet.plain(indicator.unit)}"
    rows: list[tuple[Text, str]] = [
        (w.ID, f"`{indicator.id}`"),
        (w.ASK, sheet.actors(indicator.ask)),
        (w.SCALE, f"{sheet.say(w.SCALES[indicator.scale])}{unit}"),
        (w.WORSE, sheet.say(w.DIRECTIONS[indicator.direction])),
        (w.OFFICIAL_DATA, f"{sheet.plain(indicator.official_data)} {basis}"),
        (w.TYPICAL_SOURCE, f"{sheet.plain(indicator.typical_source)} {basis}"),
        (w.FINEST_LEVEL, sheet.say(w.PLACES[indicator.finest_level])),
        (w.SECRECY, sheet.say(SECRECY[indicator.secrecy])),
        (w.ACTIVITY, write_flag(indicator.activity_sensitive, language)),
        (w.CORE, write_flag(indicator.core, language)),
    ]
    if indicator.low is not None and indicator.high is not None and indicator.scale is not Scale.LEVEL:
        bounds = f"{write_number(indicator.low, language)}–{write_number(indicator.high, language)}"
        rows.insert(3, (w.RANGE, bounds))
    yield from (f"{sheet.say(name)}: {value}" for name, value in rows)


def _grading(sheet: Sheet, indicator: Indicator) -> None:
    grading = indicator.graded_from
    if grading is not None:
        origin = sheet.atlas.knowledge.indicators[grading.indicator]
        sheet.section(sheet.say(w.GRADED))
        lead = sheet.say(w.GRADED_FROM, indicator=sheet.indicator(origin.id))
        sheet.paragraph(f"{lead} {sheet.plain(grading.reason)} {sheet.basis(grading.source)}")
        language = sheet.atlas.language
        demand = OPERATORS[Operator.AT_MOST if grading.descending else Operator.AT_LEAST][0].to(language)
        steps = ((level, demand.format(escaped(origin.write(bound, language)))) for level, bound in grading.steps)
        sheet.items(sheet.say(w.STEP, level=level, bound=bound) for level, bound in steps)
    graded = sheet.atlas.knowledge.graded
    given = [one for one in graded if one.graded_from is not None and one.graded_from.indicator == indicator.id]
    if given:
        sheet.section(sheet.say(w.GIVES_LEVEL))
        sheet.items(sheet.indicator(one.id) for one in given)


def _change(sheet: Sheet, indicator: Indicator) -> None:
    """How measures may move it for the better; nothing for what they cannot move."""
    change = indicator.changeable
    if change is None:
        return
    sheet.section(sheet.say(w.CHANGEABLE))
    step = {Scale.LEVEL: sheet.say(w.ONE_LEVEL), Scale.FLAG: sheet.say(w.TURNS_TRUE)}.get(indicator.scale)
    written = step or escaped(indicator.write(change.step, sheet.atlas.language))
    way = sheet.say(w.HIGHER if change.rises else w.LOWER)
    lead = sheet.say(w.CHANGE, way=way, step=written, cost=change.cost)
    sheet.paragraph(f"{lead} {sheet.plain(change.numbers.reason)}")
    sheet.paragraph(sheet.say(w.CHANGED_BY if change.measures else w.NOT_CHANGED))
    sheet.items(sheet.measure(measure) for measure in change.measures)


def _references(sheet: Sheet, indicator: Indicator) -> None:
    sheet.section(sheet.say(w.REFERENCES))
    found = [value for value in sheet.atlas.knowledge.reference_values if value.indicator == indicator.id]
    sheet.paragraph(sheet.say(w.NEVER_THRESHOLD if found else w.NO_REFERENCES))
    rows = (
        (
            sheet.plain(value.scope),
            escaped(value.period),
            escaped(indicator.write(value.value, sheet.atlas.language)),
            sheet.basis(value.source),
        )
        for value in found
    )
    sheet.table([sheet.say(text) for text in (w.SCOPE, w.PERIOD, w.VALUE, w.BASIS)], rows)


def _uses(sheet: Sheet, indicator: Indicator) -> None:
    sheet.section(sheet.say(w.USED_BY))
    if indicator.background is not None:
        sheet.paragraph(sheet.say(w.BACKGROUND, text=sheet.plain(indicator.background)))
    uses = sheet.atlas.uses
    items = [rule_use(sheet, rule) for rule in uses.tested.get(indicator.id, ())]
    items += [measure_use(sheet, use) for use in uses.by_measures.get(indicator.id, ())]
    sheet.items_or(items, w.NOT_USED)
