"""Incidents exported from EST work, counted over the months before a date; places and reporters are never given out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from fasmodell.batch import words_import as w
from fasmodell.batch.import_mapping import check_format, close_document, open_document, words_in
from fasmodell.batch.imported import Found, refused, start_of
from fasmodell.diagnostics import Diagnostics, ProfileError, Span, sort_diagnostics
from fasmodell.knowledge import IndicatorId, KnowledgeBase
from fasmodell.observation_loader import check_keys
from fasmodell.place import Place
from fasmodell.privacy import PERSON_HELP, personal_data_in
from fasmodell.scales import Language, Scale

FORMAT: Final = "fasmodell.est-mapping/1"
COLUMNS: Final = ("date", "category", "place", "reporter")
_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_MOST_PROBLEMS: Final = 100
_MONTHS: Final = 12


class EstMapping(NamedTuple):
    """
    How an export is counted: the header of each column, the indicator of each category, and what counts as few.

    `collected` are indicators whose categories are asked about every time, so that none is zero. `places` are those of
    the area, all when empty.
    """

    columns: Mapping[str, str]
    indicators: Mapping[str, IndicatorId]
    collected: frozenset[IndicatorId]
    places: frozenset[str]
    few: int


class Counted(NamedTuple):
    """The observations, the rows that say the same as an earlier one, and how many rows were not counted and why."""

    found: list[Found]
    duplicates: tuple[int, ...]
    unmapped: int
    elsewhere: int


class _Incident(NamedTuple):
    row: int
    day: date
    cells: tuple[str, ...]


def read_est_mapping(path: Path, knowledge: KnowledgeBase) -> EstMapping:
    """Read which category goes to which indicator. Raises ProfileError (FM615) for what is wrong."""
    place, text = open_document(path, "mapping")
    check_format(place, "a mapping of incidents", FORMAT)
    keys = ("format", "columns", "categories", "places", "few", "basis", "reason")
    check_keys(place, "a mapping of incidents", ("columns", "categories", "few"), keys)
    check_keys(place.at("columns"), "the columns", COLUMNS)
    columns = {key: str(place.at("columns", key).data) for key in COLUMNS}
    few = place.at("few")
    if type(few.data) is not int or few.data < 1:
        few.error("FM615", "`few` must be a whole number, at least 1")
    indicators: dict[str, IndicatorId] = {}
    collected = set()
    for entry in place.at("categories").elements():
        check_keys(entry, "a category", ("names", "indicator"), ("collected",))
        name = _indicator(entry.at("indicator"), knowledge)
        for word in words_in(entry.at("names")) if name is not None else ():
            if indicators.setdefault(word.casefold(), name or IndicatorId("")) != name:
                entry.at("names").error("FM615", f"the category `{word}` goes to two indicators")
        if name is not None and entry.at("collected").data is True:
            collected.add(name)
    places = frozenset(one.casefold() for one in words_in(place.at("places")))
    close_document(place, text, "mapping")
    assert isinstance(few.data, int)  # otherwise it was reported
    return EstMapping(columns, indicators, frozenset(collected), places, few.data)


def _indicator(place: Place, knowledge: KnowledgeBase) -> IndicatorId | None:
    indicator = knowledge.indicators.get(IndicatorId(str(place.data)))
    if indicator is None:
        place.unknown("FM615", "indicator", str(place.data), knowledge.indicators)
    elif indicator.scale is not Scale.COUNT or not indicator.id.endswith(f"_{_MONTHS}m"):
        place.error("FM615", f"`{indicator.id}` is not a count over {_MONTHS} months")
    else:
        return indicator.id
    return None


def window_until(as_of: date) -> tuple[date, date]:
    """The first and last day of the twelve months that end on a date."""
    try:
        before = as_of.replace(year=as_of.year - 1)
    except ValueError:  # 29 February
        before = date(as_of.year - 1, 2, 28)
    return before + timedelta(days=1), as_of


def count_incidents(
    path: Path, mapping: EstMapping, as_of: date, covers: tuple[date, date], language: Language, *, for_others: bool
) -> Counted:
    """
    Count incidents in the twelve months until a date; rows that say the same are counted once.

    A category that never occurs in the export is unknown, unless the mapping says that it is collected. `for_others`
    leaves out counts from 1 up to what is few. Raises ProfileError when the export does not cover the months (FM617),
    has a date that is none or is outside what it covers (FM618), or holds more than four columns or anything that
    looks like a person's data (FM620); no cell is repeated in what is said.
    """
    start, end = window_until(as_of)
    if covers[0] > start or covers[1] < end:
        message = f"the export covers {covers[0]} to {covers[1]}, but {start} to {end} is to be counted"
        raise refused("FM617", message, start_of(path), "export more, or choose another `--as-of`")
    seen: dict[tuple[date, tuple[str, ...]], int] = {}
    duplicates, unmapped, elsewhere = [], 0, 0
    counts: Counter[IndicatorId] = Counter()
    known = set(mapping.collected)
    for one in _incidents(path, mapping, covers):
        if (one.day, one.cells) in seen:
            duplicates.append(one.row)
            continue
        seen[one.day, one.cells] = one.row
        indicator = mapping.indicators.get(one.cells[1])
        if indicator is None:
            unmapped += 1
        elif mapping.places and one.cells[2] not in mapping.places:
            elsewhere += 1
        else:
            known.add(indicator)
            counts[indicator] += start <= one.day <= end
    note = w.COUNTED.to(language).format(start=start, end=end)
    found = []
    for indicator in dict.fromkeys(mapping.indicators.values()):
        value = counts[indicator] if indicator in known else None
        told = note if value is not None else w.NOT_SEEN.to(language)
        if for_others and value is not None and 0 < value < mapping.few:
            value, told = None, w.FEW.to(language).format(limit=mapping.few)
        found.append(Found(indicator, "", str(as_of), value, "EST", "EST", told, start_of(path)))
    return Counted(found, tuple(duplicates), unmapped, elsewhere)


def _incidents(path: Path, mapping: EstMapping, covers: tuple[date, date]) -> Iterator[_Incident]:
    """Every row; the cells are lower case, in the order date, category, place, reporter."""
    lines = _lines(path)
    headers = [header.strip() for header in lines[0]] if lines else []
    order = _order(path, headers, mapping)
    problems, good = Diagnostics(), []
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells) or len(problems) >= _MOST_PROBLEMS:
            continue
        if len(cells) != len(headers):
            problems.error(
                "FM605",
                f"row {number} has {len(cells)} cells, but there are {len(headers)} headers",
                Span(str(path), number, 1, number, 1),
            )
            continue
        for at, cell in enumerate(cells):
            if personal_data_in(cell) is not None:
                span = Span(str(path), number, at + 1, number, at + 2)
                message = f"row {number}, column {at + 1} looks like a person's number, address or contact"
                problems.error("FM620", message, span, PERSON_HELP)
        day = _day(cells[order[0]])
        if day is None or not covers[0] <= day <= covers[1]:
            what = "is no date" if day is None else f"is outside what the export covers, {covers[0]} to {covers[1]}"
            span = Span(str(path), number, order[0] + 1, number, order[0] + 2)
            problems.error(
                "FM618", f"row {number}, column {order[0] + 1} {what}", span, "write year-month-day, as 2026-03-31"
            )
        else:
            good.append(_Incident(number, day, tuple(cells[at].strip().casefold() for at in order)))
    if problems:
        raise ProfileError("the incidents cannot be counted", sort_diagnostics(problems))
    yield from good


def _lines(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        delimiter = max(";,\t", key=text.partition("\n")[0].count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except FileNotFoundError as error:
        raise refused("FM101", "there is no such file", start_of(path)) from error
    except (OSError, ValueError, csv.Error) as error:
        raise refused("FM605", "the file is not CSV text in UTF-8", start_of(path)) from error


def _order(path: Path, headers: list[str], mapping: EstMapping) -> list[int]:
    """Where the four columns stand. Any further one is refused: a free text or a name would come along."""
    plain = [header.casefold() for header in headers]
    wanted = [mapping.columns[key].casefold() for key in COLUMNS]
    for at, header in enumerate(plain):
        if header not in wanted:
            span, help = (
                Span(str(path), 1, at + 1, 1, at + 2),
                f"export these alone: {', '.join(mapping.columns.values())}",
            )
            raise refused("FM620", f"column {at + 1} is not one of the four that are read", span, help)
    if sorted(plain) != sorted(wanted):
        raise refused("FM611", f"the columns must be {', '.join(mapping.columns.values())}", start_of(path))
    return [plain.index(word) for word in wanted]


def _day(written: str) -> date | None:
    match = _DATE.fullmatch(written.strip())
    try:
        return None if match is None else date.fromisoformat(match.group(1))
    except ValueError:
        return None
