"""A profile from a workbook that was filled in: as YAML, and with every problem told of by sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from fasmodell.batch.imported import cell_span, refused, start_of, yaml_scalar
from fasmodell.batch.workbook_in import open_workbook
from fasmodell.batch.workbook_layout import (
    AREA,
    CHOICES,
    FORMAT,
    MEASURES,
    NO,
    OBSERVATIONS,
    TITLES,
    UNKNOWN,
    YES,
    area_rows,
    head_of,
    text_of_cell,
)
from fasmodell.diagnostics import Diagnostic, ProfileError, Span, quote
from fasmodell.knowledge import IndicatorId, KnowledgeBase
from fasmodell.observation_loader import PERIOD
from fasmodell.scales import Scale

Open = Callable[[Path], Workbook]
_UNKNOWN: Final = (UNKNOWN.sv, UNKNOWN.en, "okänd", "not known")
_YES: Final = (YES.sv, YES.en, "true", "sant")
_NO: Final = (NO.sv, NO.en, "false", "falskt")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_CHOSEN: Final = re.compile(r"([A-Za-z0-9_]+)\s*:.*", re.DOTALL)
_TEXTS: Final = ("source", "method", "note")
_DETAILS: Final = ("period", "margin", "source", "secrecy", "method", "note")


class Filled(NamedTuple):
    """A cell that holds something: as YAML, and where it is."""

    yaml: str
    span: Span


class FilledProfile(NamedTuple):
    """A profile as YAML, with the place in the workbook of each piece: line, first and last column, and cell."""

    text: str
    places: Sequence[tuple[int, int, int, Span]]

    def in_workbook(self, error: ProfileError, file: str) -> ProfileError:
        """An error about the YAML as one about the cells that it was made of."""
        moved = [self._moved(one, file) for one in error.diagnostics]
        return ProfileError(str(error), moved)

    def _moved(self, one: Diagnostic, file: str) -> Diagnostic:
        related = tuple((label, self._place(span, file)) for label, span in one.related)
        return one._replace(span=self._place(one.span, file), related=related, fixes=())

    def _place(self, span: Span, file: str) -> Span:
        on_line = [place for place in self.places if place[0] == span.line]
        inside = [place for place in on_line if place[1] <= span.column < place[2]]
        return (inside or on_line or [(0, 0, 0, start_of(file))])[0][3]


class _Yaml:
    """YAML line by line, which remembers the cell of every piece."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.places: list[tuple[int, int, int, Span]] = []

    def add(self, *pieces: str | Filled) -> None:
        line = ""
        for piece in pieces:
            text = piece if isinstance(piece, str) else piece.yaml
            if isinstance(piece, Filled):
                self.places.append((len(self.lines) + 1, len(line) + 1, len(line) + len(text) + 1, piece.span))
            line += text
        self.lines.append(line)


def filled_profile(path: Path, knowledge: KnowledgeBase, open_: Open = open_workbook) -> FilledProfile:
    """
    Read a workbook that was made by `profile template`; `open_` opens it.

    Blank cells say nothing; `okänt` is unknown. Several rows of one indicator are a series. Whether the values fit is
    for the reader of profiles to say. Raises ProfileError when the workbook cannot be read (FM101, FM605, FM606,
    FM622), holds formulas or merged cells (FM623), another sheet (FM624), or was changed in its form (FM625).
    """
    sheets = _sheets(path, open_(path))
    rows = {name: list(_rows(path, sheet, name)) for name, sheet in sheets.items() if name != CHOICES}
    yaml = _Yaml()
    yaml.add("format: fasmodell.profile/1")
    area = _area(rows[AREA], knowledge)
    _add_block(yaml, "area", _below(area, "area."))
    if "as_of" in area:
        yaml.add("as_of: ", area["as_of"])
    _add_observations(yaml, rows[OBSERVATIONS], knowledge)
    _add_measures(yaml, rows[MEASURES], is_whole=_says_yes(area.get("measures_in_place")))
    _add_nested(yaml, "previous_assessment", _below(area, "previous_assessment."))
    _add_nested(yaml, "goal", _below(area, "goal."))
    plan = _below(area, "plan.")
    for row in rows[MEASURES]:
        if "cost" in row.cells:
            plan[f"costs.{row.id}"] = row.cells["cost"]
    _add_nested(yaml, "plan", plan)
    return FilledProfile("\n".join([*yaml.lines, ""]), yaml.places)


def _sheets(path: Path, book: Workbook) -> dict[str, Worksheet]:
    """The sheets by their kind, whatever they are called now."""
    found: dict[str, Worksheet] = {}
    heads = {head_of(name)[0]: name for name in TITLES}
    if not any(sheet.cell(1, 1).value in heads for sheet in book.worksheets):
        help = "`fasmodell profile template --xlsx FILE` makes one"
        raise refused("FM625", f"this is no workbook of the format {FORMAT}", start_of(path), help)
    for sheet in book.worksheets:
        name = heads.get(str(sheet.cell(1, 1).value))
        span = cell_span(str(path), sheet.title, 1, 1)
        if name is None or name in found:
            help = "move it to a workbook of its own; nothing in it would be read"
            raise refused("FM624", f"the sheet {quote(sheet.title)} is not one of the template", span, help)
        found[name] = sheet
    for name, title in TITLES.items():
        if name not in found and name != CHOICES:
            raise refused("FM625", f"the sheet {quote(title.sv)} ({title.en}) is gone", start_of(path))
    return found


class _Row(NamedTuple):
    """A row of a sheet: its id, and the cells that hold something by the key of their column."""

    id: str
    cells: Mapping[str, Filled]
    span: Span


def _rows(path: Path, sheet: Worksheet, name: str) -> Iterator[_Row]:
    head, file = head_of(name), str(path)
    for merged in sheet.merged_cells.ranges:
        span = cell_span(file, sheet.title, merged.min_row or 1, merged.min_col or 1)
        raise refused("FM623", f"the cells {merged.coord} are merged", span, "split them")
    for place, key in enumerate(head, 1):
        if sheet.cell(1, place).value != key:
            message = f"the hidden first row says {quote(str(sheet.cell(1, place).value))}, not `{key}`"
            span = cell_span(file, sheet.title, 1, place)
            raise refused("FM625", message, span, "columns must stand as in the template")
    for cells in sheet.iter_rows(min_row=3):
        known = {head[at]: _filled(file, sheet, cell, head[at]) for at, cell in enumerate(cells) if at < len(head)}
        for cell in cells[len(head) :]:
            if cell.value is not None:
                span = _span(file, sheet, cell)
                raise refused("FM625", "this column is not one of the template", span, "use the column for notes")
        held = {key: one for key, one in known.items() if one is not None}
        identity = held.pop(head[0], None)
        if identity is not None:
            yield _Row(str(cells[0].value).strip(), held, identity.span)
        elif held:
            first = next(iter(held.values()))
            raise refused("FM625", "the first column of this row is empty", first.span, "it says what the row is about")


def _span(file: str, sheet: Worksheet, cell: Cell | MergedCell) -> Span:
    assert cell.row is not None
    assert cell.column is not None  # every cell of a sheet has its place
    return cell_span(file, sheet.title, cell.row, cell.column)


def _filled(file: str, sheet: Worksheet, cell: Cell | MergedCell, key: str) -> Filled | None:
    """A cell as YAML; None when it is empty."""
    span = _span(file, sheet, cell)
    if cell.data_type in ("f", "e"):
        what = "a formula" if cell.data_type == "f" else f"the error {quote(str(cell.value))}"
        raise refused("FM623", f"the cell holds {what}", span, "write the value itself")
    written = cell.value
    if written is None or (isinstance(written, str) and not written.strip()):
        return None
    if isinstance(written, datetime | date):
        has_day = "d" in str(cell.number_format).lower()
        return Filled(f"{written:%Y-%m-%d}" if has_day else f"{written:%Y-%m}", span)
    if isinstance(written, bool | int | float):
        return Filled(yaml_scalar(str(written) if key in _TEXTS else written), span)
    return Filled(_word(text_of_cell(str(written)), key), span)


def _word(text: str, key: str) -> str:
    """A text as YAML: a word of this program where the column holds such, a number where it is one."""
    plain = text.casefold()
    if key in ("value", "running") and plain in _UNKNOWN:
        return "unknown"
    if key in ("margin", "cost") and _NUMBER.fullmatch(text):
        return yaml_scalar(_number(text))
    if key in ("period", "since") and PERIOD.fullmatch(text):
        return text
    return yaml_scalar(text)


def _number(text: str) -> int | float:
    return float(text.replace(",", ".")) if re.search("[.,]", text) else int(text)


def _area(rows: Sequence[_Row], knowledge: KnowledgeBase) -> dict[str, Filled]:
    """The values of the first sheet by their keys, as YAML of the right kind."""
    known = {row.key for row in area_rows(knowledge)}
    found: dict[str, Filled] = {}
    for row in rows:
        if row.id not in known or row.id in found:
            reason = "is not one of the template" if row.id not in known else "stands twice"
            raise refused("FM625", f"the row {quote(row.id)} {reason}", row.span)
        value = row.cells.get("value")
        if value is not None:
            found[row.id] = value._replace(yaml=_of_key(row.id, value.yaml))
    return found


def _of_key(key: str, yaml: str) -> str:
    bare = yaml.strip('"')
    if key == "area.municipality":
        return f'"{int(yaml):04d}"' if yaml.isdigit() else yaml
    if key == "area.regso":
        codes = [yaml_scalar(one) for one in re.split(r"[,;\s]+", bare) if one]
        return f"[{', '.join(codes)}]"
    if key in ("area.name", "area.boundary"):
        return yaml if yaml.startswith('"') or not re.match(r"[-0-9]", yaml) else f'"{yaml}"'
    return bare if PERIOD.fullmatch(bare) or bare.isdigit() else yaml


def _below(area: Mapping[str, Filled], start: str) -> dict[str, Filled]:
    return {key.removeprefix(start): one for key, one in area.items() if key.startswith(start)}


def _says_yes(filled: Filled | None) -> bool:
    if filled is None:
        return False
    if filled.yaml.strip('"').casefold() not in (*_YES, *_NO, *_UNKNOWN):
        raise refused("FM625", "this must be ja or nej", filled.span)
    return filled.yaml.strip('"').casefold() in _YES


def _add_block(yaml: _Yaml, key: str, items: Mapping[str, Filled]) -> None:
    if items:
        yaml.add(f"{key}:")
        for name, one in items.items():
            yaml.add(f"  {name}: ", one)


def _add_nested(yaml: _Yaml, key: str, items: Mapping[str, Filled]) -> None:
    """A block whose keys may be `outer.inner`."""
    if not items:
        return
    yaml.add(f"{key}:")
    outer = ""
    for name, one in items.items():
        before, dot, after = name.partition(".")
        if dot and before != outer:
            yaml.add(f"  {before}:")
        outer = before if dot else ""
        yaml.add(f"    {after}: " if dot else f"  {name}: ", one)


def _add_observations(yaml: _Yaml, rows: Sequence[_Row], knowledge: KnowledgeBase) -> None:
    by_indicator: dict[str, list[_Row]] = {}
    for row in rows:
        if any(key in row.cells for key in ("value", *_DETAILS)):
            by_indicator.setdefault(row.id, []).append(row)
    if by_indicator:
        yaml.add("observations:")
    for name, given in by_indicator.items():
        key = Filled(name if re.fullmatch("[a-z][a-z0-9_]*", name) else yaml_scalar(name), given[0].span)
        if len(given) == 1:
            yaml.add("  ", key, ": ", *_point(given[0], knowledge))
            continue
        yaml.add("  ", key, ":")
        yaml.add("    series:")
        for row in given:
            yaml.add("      - ", *_point(row, knowledge))


def _point(row: _Row, knowledge: KnowledgeBase) -> Iterator[str | Filled]:
    """A value with its details in braces, or the bare value where it has none."""
    value = _value(row, knowledge)
    details = [(key, row.cells[key]) for key in _DETAILS if key in row.cells]
    if not details:
        yield value
        return
    yield "{value: "
    yield value
    for key, one in details:
        yield f", {key}: "
        yield one
    yield "}"


def _value(row: _Row, knowledge: KnowledgeBase) -> Filled:
    """The value of a row as YAML of the kind of its indicator; a row that only says other things is unknown."""
    given = row.cells.get("value")
    indicator = knowledge.indicators.get(IndicatorId(row.id))
    if given is None:
        return Filled("unknown", row.span)
    if indicator is None or not given.yaml.startswith('"'):
        return given._replace(yaml=_flag(given.yaml)) if indicator and indicator.scale is Scale.FLAG else given
    text = given.yaml[1:-1]
    if indicator.scale is Scale.FLAG:
        return given._replace(yaml=_flag(text))
    if indicator.scale in (Scale.LEVEL, Scale.CHOICE):
        chosen = _CHOSEN.fullmatch(text)
        text = text if chosen is None else chosen.group(1)
    if indicator.scale.is_numeric and _NUMBER.fullmatch(text):
        return given._replace(yaml=yaml_scalar(_number(text)))
    return given._replace(yaml=yaml_scalar(text))


def _flag(word: str) -> str:
    plain = word.strip('"').casefold()
    return "true" if plain in _YES else "false" if plain in _NO else word


def _add_measures(yaml: _Yaml, rows: Sequence[_Row], *, is_whole: bool) -> None:
    given = [row for row in rows if "running" in row.cells or "since" in row.cells]
    if not given:
        if is_whole:
            yaml.add("measures_in_place: []")
        return
    yaml.add("measures_in_place:")
    for row in given:
        running, since = row.cells.get("running"), row.cells.get("since")
        pieces: list[str | Filled] = ["  - {measure: ", Filled(yaml_scalar(row.id), row.span)]
        if since is not None:
            pieces += [", since: ", since]
        if running is not None and (word := _flag(running.yaml)) != "true":
            pieces += [", running: ", running._replace(yaml=word)]
        yaml.add(*pieces, "}")
