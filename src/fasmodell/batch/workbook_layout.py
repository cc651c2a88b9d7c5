"""How a profile is laid out in a workbook: its sheets, their columns, and how texts and words stand in cells."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from fasmodell.knowledge import KnowledgeBase, Text

FORMAT: Final = "fasmodell.workbook/1"
AREA, OBSERVATIONS, MEASURES, CHOICES = "area", "observations", "measures", "choices"
# The keys of the columns stand in the first row, which is hidden; the first of them names the format and the sheet.
COLUMNS: Final = {
    AREA: ("label", "value", "help"),
    OBSERVATIONS: (
        "name", "question", "anchors", "unit", "value", "period", "source", "margin", "method", "secrecy", "note",
    ),
    MEASURES: ("name", "running", "since", "cost"),
}  # fmt: skip
TITLES: Final = {
    AREA: Text("Område", "Area"),
    OBSERVATIONS: Text("Observationer", "Observations"),
    MEASURES: Text("Åtgärder", "Measures"),
    CHOICES: Text("Val", "Choices"),
}
YES: Final = Text("ja", "yes")
NO: Final = Text("nej", "no")
UNKNOWN: Final = Text("okänt", "unknown")
LONGEST: Final = 32_767
_ESCAPE_OF_EXCEL: Final = re.compile(r"_x[0-9A-Fa-f]{4}_|x005F_")
_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


class AreaRow(NamedTuple):
    """A row of the first sheet: the path of its value in a profile."""

    key: str
    label: Text
    help: Text = Text("", "")


def head_of(sheet: str) -> tuple[str, ...]:
    """The keys in the first row of a sheet."""
    return (f"{FORMAT} {sheet}", *COLUMNS.get(sheet, ()))


def area_rows(knowledge: KnowledgeBase) -> Sequence[AreaRow]:
    """The rows of the first sheet, in order."""
    date = Text("År-månad-dag", "Year-month-day")
    phases, years = Text("1, 2, 3", "1, 2, 3"), Text("2020, 2025", "2020, 2025")
    phase = Text("Förra bedömningen: fas", "Previous assessment: phase")
    period = Text("2026, 2026-Q1, 2026-03 eller 2026-03-31", "2026, 2026-Q1, 2026-03 or 2026-03-31")
    police = Text("Mål: polisens klassning", "Goal: the police's class")
    whole = Text("Hela listan är känd, också om inget pågår", "The whole list is known, even where nothing runs")
    gate_since = Text("Öppen sedan: {name}", "Open since: {name}")
    at_once = Text("Plan: åtgärder samtidigt, {name}", "Plan: measures at once, {name}")
    return (
        AreaRow("area.name", Text("Områdets namn", "Name of the area")),
        AreaRow("area.municipality", Text("Kommunkod", "Municipality code"), Text("Fyra siffror", "Four digits")),
        AreaRow("area.regso", Text("RegSO-koder", "RegSO codes"), Text("Med komma emellan", "With commas between")),
        AreaRow("area.regso_vintage", Text("RegSO-indelningens år", "Year of the RegSO division"), years),
        AreaRow("area.boundary", Text("Områdets gräns i ord", "The area's boundary in words")),
        AreaRow("area.residents", Text("Antal invånare", "Number of residents")),
        AreaRow("as_of", Text("Läget avser", "Date of the situation"), date),
        AreaRow("measures_in_place", Text("Pågående åtgärder", "Measures in place"), whole),
        AreaRow("previous_assessment.phase", phase, phases),
        AreaRow("previous_assessment.as_of", Text("Förra bedömningen: datum", "Previous assessment: date"), date),
        *(
            AreaRow(f"previous_assessment.gates_open_since.{gate}", _filled(gate_since, one.name), period)
            for gate, one in knowledge.gates.items()
        ),
        AreaRow("goal.phase", Text("Mål: fas", "Goal: phase"), phases),
        AreaRow("goal.police_class", police),
        AreaRow("goal.by", Text("Mål: senast", "Goal: by"), period),
        AreaRow("plan.start", Text("Plan: börjar", "Plan: starts"), period),
        AreaRow("plan.at_once", Text("Plan: åtgärder samtidigt", "Plan: measures at once")),
        AreaRow("plan.budget", Text("Plan: budget i kronor", "Plan: budget in kronor")),
        *(AreaRow(f"plan.actors.{actor}", _filled(at_once, one.name)) for actor, one in knowledge.actors.items()),
    )  # fmt: skip


def _filled(text: Text, name: Text) -> Text:
    return Text(text.sv.format(name=name.sv.lower()), text.en.format(name=name.en.lower()))


def cell_text(text: str) -> str:
    """A text as it can stand in a cell: as it is, or in quotes where a cell would change it."""
    is_changed = text != text.strip() or text.startswith(("=", '"')) or text in _ERRORS
    if is_changed or not text.isprintable() or _ESCAPE_OF_EXCEL.search(text):
        return json.dumps(text).replace("_", "\\u005f")
    return text


def text_of_cell(written: str) -> str:
    """The text that stands in a cell."""
    if len(written) > 1 and written.startswith('"') and written.endswith('"'):
        try:
            text = json.loads(written)
        except ValueError:
            return written
        return text if isinstance(text, str) else written
    return written.strip()
