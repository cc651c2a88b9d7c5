"""A profile as a workbook to fill in: questions, anchors as drop-down lists, units, and cells for what is known."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fasmodell.batch.imported import column_letters, refused, start_of
from fasmodell.batch.workbook_layout import (
    AREA,
    CHOICES,
    COLUMNS,
    LONGEST,
    MEASURES,
    NO,
    OBSERVATIONS,
    TITLES,
    UNKNOWN,
    YES,
    area_rows,
    cell_text,
    head_of,
)
from fasmodell.knowledge import Indicator, IndicatorId, KnowledgeBase, Text
from fasmodell.profile import Observation, Period, Profile
from fasmodell.scales import Language, Scale, Value, write_unit

_HEADINGS: Final = {
    "label": Text("Uppgift", "Item"),
    "value": Text("Värde", "Value"),
    "help": Text("Så skrivs det", "How it is written"),
    "name": Text("Namn", "Name"),
    "question": Text("Fråga", "Question"),
    "anchors": Text("Steg eller alternativ", "Steps or options"),
    "unit": Text("Enhet", "Unit"),
    "period": Text("Avser (2026, 2026-Q1, 2026-03)", "For (2026, 2026-Q1, 2026-03)"),
    "source": Text("Källa", "Source"),
    "margin": Text("Felmarginal ±", "Margin of error ±"),
    "method": Text("Mätmetod", "Method"),
    "secrecy": Text("Sekretess", "Secrecy"),
    "note": Text("Anmärkning, aldrig om personer", "Note, never about persons"),
    "running": Text("Pågår", "Runs"),
    "since": Text("Sedan", "Since"),
    "cost": Text("Kostnad i kronor", "Cost in kronor"),
}
_ID: Final = Text("Beteckning (ändra inte)", "Id (do not change)")
_WIDTHS: Final = {
    "name": 32,
    "question": 50,
    "anchors": 50,
    "value": 32,
    "label": 36,
    "help": 40,
    "source": 26,
    "note": 30,
}
_LAST_ROW: Final = 2000
_Row = tuple[str | int | float | None, ...]
_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can hold; the same input gives the same bytes


def profile_workbook(
    knowledge: KnowledgeBase, chosen: Sequence[IndicatorId], language: Language, profile: Profile | None = None
) -> bytes:
    """
    A workbook with a row per chosen indicator, and with what a profile holds.

    Raises ProfileError (FM625) when a text of the profile is longer than a cell.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {name: book.create_sheet(TITLES[name].to(language)) for name in TITLES}
    for name in (AREA, OBSERVATIONS, MEASURES):
        _fill_head(sheets[name], name, language)
    _fill(sheets[AREA], _area(knowledge, language, profile))
    held = () if profile is None else tuple(profile.observations)
    indicators = list(dict.fromkeys((*chosen, *held)))
    rows = [row for one in indicators for row in _observations(knowledge.indicators[one], language, profile)]
    _fill(sheets[OBSERVATIONS], rows)
    _fill(sheets[MEASURES], _measures(knowledge, language, profile))
    _add_choices(
        sheets[OBSERVATIONS],
        sheets[CHOICES],
        [knowledge.indicators[IndicatorId(str(row[0]))] for row in rows],
        language,
    )
    column = column_letters(2 + COLUMNS[MEASURES].index("running"))
    _add_list(
        sheets[MEASURES],
        f'"{",".join(one.to(language) for one in (YES, NO, UNKNOWN))}"',
        f"{column}3:{column}{_LAST_ROW}",
    )
    return _saved(book)


def _fill_head(sheet: Worksheet, name: str, language: Language) -> None:
    for place, key in enumerate(head_of(name), 1):
        sheet.cell(1, place, key)
        heading = sheet.cell(2, place, (_HEADINGS[key] if place > 1 else _ID).to(language))
        heading.font = Font(bold=True)
        sheet.column_dimensions[column_letters(place)].width = _WIDTHS.get(key, 18)
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "C3"


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str | int | float | None]]) -> None:
    """Write rows below the headings. Every cell is text but for numbers, so that nothing turns into a date."""
    for number, row in enumerate(rows, 3):
        for place, written in enumerate(row, 1):
            if isinstance(written, str) and len(written) > LONGEST:
                message = f"a text of {len(written):,} characters does not fit in a cell"
                raise refused("FM625", message, start_of(f"{sheet.title}!{column_letters(place)}{number}"))
            cell = sheet.cell(number, place, written)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if not isinstance(written, int | float):
                cell.number_format = "@"


def _area(knowledge: KnowledgeBase, language: Language, profile: Profile | None) -> list[tuple[str | int | None, ...]]:
    held = {} if profile is None else dict(_held(profile, language))
    return [
        (row.key, row.label.to(language), held.get(row.key), row.help.to(language) or None)
        for row in area_rows(knowledge)
    ]


def _held(profile: Profile, language: Language) -> Iterator[tuple[str, str | int | None]]:
    """What a profile says besides its observations and measures, by the keys of the first sheet."""
    area, before, goal, plan = profile.area, profile.previous_assessment, profile.goal, profile.plan
    yield "area.name", cell_text(area.name)
    yield "area.municipality", area.municipality
    yield "area.regso", ", ".join(area.regso) or None
    yield "area.regso_vintage", area.regso_vintage
    yield "area.boundary", None if area.boundary is None else cell_text(area.boundary)
    yield "area.residents", area.residents
    yield "as_of", profile.as_of.isoformat()
    yield "measures_in_place", None if profile.measures_in_place is None else YES.to(language)
    if before is not None:
        yield "previous_assessment.phase", before.phase
        yield "previous_assessment.as_of", _date(before.as_of)
        for gate, since in before.gates_open_since.items():
            yield f"previous_assessment.gates_open_since.{gate}", since.written
    if goal is not None:
        yield "goal.phase", goal.phase
        yield "goal.police_class", goal.police_class
        yield "goal.by", goal.by.written
    if plan is not None:
        yield "plan.start", _period(plan.start)
        yield "plan.at_once", plan.at_once
        yield "plan.budget", plan.budget
        for actor, count in plan.actors.items():
            yield f"plan.actors.{actor}", count


def _date(day: date) -> str:
    return day.isoformat()


def _period(period: Period | None) -> str | None:
    return None if period is None else period.written


def _observations(indicator: Indicator, language: Language, profile: Profile | None) -> Iterator[_Row]:
    """The rows of an indicator: one to fill in, or one for each point of what a profile holds."""
    anchors = "\n".join(choices_of(indicator, language)) or None
    unit = indicator.unit.to(language) if indicator.unit else write_unit(indicator.scale, language)
    head: _Row = (indicator.id, indicator.name.to(language), indicator.question.to(language), anchors, unit or None)
    observation = None if profile is None else profile.observations.get(indicator.id)
    if observation is None:
        yield (*head, *(None for _ in COLUMNS[OBSERVATIONS][4:]))
        return
    for point in observation.history:
        is_newest = point is observation.history[-1]
        yield (
            *head,
            UNKNOWN.to(language) if point.value is None else written_value(indicator, point.value, language),
            _period(point.period),
            _text(observation.source) if is_newest else None,
            point.margin,
            _text(point.method),
            _secrecy(observation, indicator) if is_newest else None,
            _text(observation.note) if is_newest else None,
        )


def _text(text: str | None) -> str | None:
    return None if text is None else cell_text(text)


def _secrecy(observation: Observation, indicator: Indicator) -> str | None:
    return None if observation.secrecy == indicator.secrecy else str(observation.secrecy.value)


def choices_of(indicator: Indicator, language: Language) -> list[str]:
    """What can be chosen for a level or a choice, as it stands in the drop-down list; nothing for the others."""
    if indicator.scale is Scale.LEVEL:
        return [f"{step}: {anchor.to(language)}" for step, anchor in enumerate(indicator.anchors)]
    if indicator.scale is Scale.CHOICE:
        return [f"{option}: {text.to(language)}" for option, text in indicator.options.items()]
    return []


def written_value(indicator: Indicator, value: Value, language: Language) -> str | int | float:
    """A value as it stands in its cell."""
    if isinstance(value, bool):
        return (YES if value else NO).to(language)
    start = f"{value}: "
    listed = next((one for one in choices_of(indicator, language) if one.startswith(start)), None)
    return value if listed is None else listed


def _measures(
    knowledge: KnowledgeBase, language: Language, profile: Profile | None
) -> list[tuple[str | int | None, ...]]:
    running = {} if profile is None or profile.measures_in_place is None else profile.measures_in_place
    costs = {} if profile is None or profile.plan is None else profile.plan.costs
    words = {True: YES, False: NO, None: UNKNOWN}
    rows: list[tuple[str | int | None, ...]] = []
    for name, measure in knowledge.measures.items():
        one = running.get(name)
        says = None if one is None else words[one.is_running].to(language)
        rows.append(
            (name, measure.name.to(language), says, None if one is None else _period(one.since), costs.get(name))
        )
    return rows


def _add_choices(sheet: Worksheet, choices: Worksheet, rows: Sequence[Indicator], language: Language) -> None:
    """Give each value cell its drop-down list; long ones stand in a sheet of their own, which is hidden."""
    choices.cell(1, 1, head_of(CHOICES)[0])
    choices.sheet_state = "hidden"
    column = column_letters(2 + COLUMNS[OBSERVATIONS].index("value"))
    places: dict[str, str] = {}
    for number, indicator in enumerate(rows, 3):
        listed = choices_of(indicator, language)
        if listed and indicator.id not in places:
            place = len(places) + 2
            for row, word in enumerate((indicator.id, *listed, UNKNOWN.to(language)), 1):
                choices.cell(row, place, word)
            letters = column_letters(place)
            places[indicator.id] = f"'{choices.title}'!${letters}$2:${letters}${len(listed) + 2}"
        formula = places.get(indicator.id)
        if indicator.scale is Scale.FLAG:
            formula = f'"{",".join(one.to(language) for one in (YES, NO, UNKNOWN))}"'
        if formula is not None:
            _add_list(sheet, formula, f"{column}{number}")


def _add_list(sheet: Worksheet, formula: str, cells: str) -> None:
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    sheet.add_data_validation(validation)
    validation.add(cells)


def _saved(book: Workbook) -> bytes:
    """The bytes of a workbook without the time at which it was written."""
    first, second = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return second.getvalue()
