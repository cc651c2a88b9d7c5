"""Brå's workbooks of the safety survey NTU: by county (a sheet per measure) and by municipality (two merged years)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from fasmodell.batch import words_import as w
from fasmodell.batch.import_mapping import Content, ImportMapping
from fasmodell.batch.imported import Found, cell_span, checked_value, refused, start_of
from fasmodell.batch.kolada_table import coarse_note, refuse_coarse
from fasmodell.batch.workbook_in import open_workbook
from fasmodell.diagnostics import Span, quote
from fasmodell.knowledge import KnowledgeBase
from fasmodell.scales import Language

_SEX: Final = ("kön", "sex")
_REGION: Final = ("region", "län", "kommun", "polisregion", "lokalpolisområde")
_TOTAL: Final = ("totalt", "total", "samtliga", "alla", "båda könen", "befolkningen")
_YEARS: Final = re.compile(r"((?:19|20)\d{2})(?:\s*[/–-]\s*((?:19|20)\d{2}))?")
_HEADER_WITHIN: Final = 10


class _Sheet(NamedTuple):
    """A sheet with its title, the row of its headers (from 1), and its cells."""

    name: str
    title: str
    header: int
    rows: Sequence[tuple[object, ...]]


class _Raw(NamedTuple):
    """A cell of a sheet that is about both sexes: the region, the years as written, and the value."""

    region: str
    years: str
    written: object
    span: Span


def read_ntu(path: Path, mapping: ImportMapping, knowledge: KnowledgeBase, language: Language) -> list[Found]:
    """
    Every value of both sexes together, in the sheets whose title is known.

    A sex that stands only on the first row of its block counts for the rows below it. `2017/2018` is dated to its
    last year, with the years in the note. Raises ProfileError for another shape (FM611, FM605, FM606, FM622), when no
    title is known (FM614), or when a value does not fit (FM402, FM403).
    """
    found: list[Found] = []
    titles: list[str] = []
    for sheet in _sheets(path):
        titles.append(sheet.title)
        matching = [one for one in mapping.of("ntu") if _is(one, sheet.title)]
        if len(matching) > 1:
            message = f"the title {quote(sheet.title)} fits {', '.join(f'`{one.indicator}`' for one in matching)}"
            raise refused("FM611", message, cell_span(str(path), sheet.name, 1, 1), "say which with `--mapping`")
        cells = _cells(path, sheet) if matching else ()
        found += [_found(raw, matching[0], sheet.title, knowledge, language) for raw in cells]
    if not titles:
        raise refused("FM611", "no sheet has a title and, below it, headers with a region and years", start_of(path))
    if not found:
        message = f"no sheet goes to an indicator: {', '.join(map(quote, titles[:5]))}"
        raise refused("FM614", message, start_of(path), "say where it goes in a file for `--mapping`")
    return found


def _is(content: Content, title: str) -> bool:
    """True when every word of a content stands in a title, as a whole word."""
    plain = title.casefold()
    return bool(content.title) and all(re.search(rf"\b{re.escape(one.casefold())}\b", plain) for one in content.title)


def _found(raw: _Raw, content: Content, title: str, knowledge: KnowledgeBase, language: Language) -> Found:
    indicator = knowledge.indicators[content.indicator]
    refuse_coarse(indicator, raw.span, "a county or a municipality")
    value = checked_value(raw.written, indicator, dict(content.options), raw.span)
    years = _YEARS.fullmatch(raw.years)
    assert years is not None  # only such columns are read
    is_merged = years.group(2) is not None
    note = coarse_note(indicator, raw.region, value is None, language)
    if is_merged:
        note = f"{w.TWO_YEARS.to(language).format(years=raw.years)}. {note}"
    method = w.TWO_YEARS_METHOD.to(language) if is_merged else "NTU"
    source = f"Brå, NTU: {_without_number(title)}"
    return Found(indicator.id, raw.region, years.group(2) or years.group(1), value, source, method, note, raw.span)


def _without_number(title: str) -> str:
    return re.sub(r"^[0-9A-Z]+(?:\.[0-9A-Z]+)*\.?\s+", "", title.strip())


def _sheets(path: Path) -> Iterator[_Sheet]:
    book = open_workbook(path)
    for sheet in book.worksheets:
        rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
        title = next((str(cell) for cell in rows[0] if cell is not None), None) if rows else None
        for number, row in enumerate(rows[1:_HEADER_WITHIN], 2):
            words = [str(cell).strip().casefold() for cell in row if cell is not None]
            if any(word in _REGION for word in words) and any(_YEARS.fullmatch(word) for word in words):
                if title is not None:
                    yield _Sheet(sheet.title, title, number, rows)
                break


def _cells(path: Path, sheet: _Sheet) -> Iterator[_Raw]:
    headers = ["" if cell is None else str(cell).strip() for cell in sheet.rows[sheet.header - 1]]
    plain = [header.casefold() for header in headers]
    region = next(place for place, word in enumerate(plain) if word in _REGION)
    sex = next((place for place, word in enumerate(plain) if word in _SEX), None)
    current = ""
    for number, row in enumerate(sheet.rows[sheet.header :], sheet.header + 1):
        if sex is not None and row[sex] not in (None, ""):
            current = str(row[sex]).strip().casefold()
        if sex is not None and not current:
            span = cell_span(str(path), sheet.name, number, sex + 1)
            raise refused("FM611", "the first row of values has no sex", span)
        if row[region] in (None, "") or (sex is not None and current not in _TOTAL):
            continue
        for place, header in enumerate(headers):
            # A note below the table has a text in its first column and nothing in those of the years.
            if _YEARS.fullmatch(header) and any(row[at] is not None for at in _years_of(headers)):
                span = cell_span(str(path), sheet.name, number, place + 1)
                yield _Raw(str(row[region]).strip(), header, row[place], span)


def _years_of(headers: list[str]) -> list[int]:
    return [place for place, header in enumerate(headers) if _YEARS.fullmatch(header)]
