"""What the columns of a table are: indicators, measures in place, or words that say which area a row is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from fasmodell.diagnostics import Diagnostics, ProfileError, Span, quote, suggest
from fasmodell.knowledge import Indicator, KnowledgeBase, MeasureId

# Words that name an area or a time. Their columns go through unchanged, so that a row can be told from the others.
KEYS: Final = frozenset((
    "area", "area_name", "area_code", "area_id", "id", "name", "namn", "kod", "code", "område", "omrade", "områdeskod",
    "omradeskod", "områdesnamn", "omradesnamn", "regso", "region", "regionkod", "region_code", "municipality",
    "municipality_code", "kommun", "kommunkod", "kommunnamn", "county", "län", "lan", "year", "år", "ar", "quarter",
    "kvartal", "month", "månad", "manad", "period", "date", "datum", "as_of", "avser", "vintage", "geo_vintage",
    "årgång",
))  # fmt: skip
# What a column is: of which kind, and its id.
_Meant = tuple[str, str]
_NOT_WORDS = re.compile(r"[^0-9a-zåäöéü]+")


class Layout(NamedTuple):
    """
    The columns of a table by their headers, in the order of the table.

    `measures` hold whether a measure runs. `keys` go through unchanged. `unused` are the rest: nothing reads them.
    """

    indicators: Mapping[str, Indicator]
    measures: Mapping[str, MeasureId]
    keys: tuple[str, ...]
    unused: tuple[str, ...]


def layout_of(headers: Sequence[str], knowledge: KnowledgeBase, file: str, keep: Sequence[str] = ()) -> Layout:
    """
    Tell what the columns of a table are, by ids and by names in Swedish and English; letter case does not count.

    `keep` are further columns to go through unchanged. Raises ProfileError, with a diagnostic for each, when two
    columns are the same thing (FM602), when none is an indicator (FM603) and when one to keep is not there (FM601).
    """
    names = _names_of(knowledge)
    found = Diagnostics()
    indicators: dict[str, Indicator] = {}
    measures: dict[str, MeasureId] = {}
    keys: list[str] = []
    unused: list[str] = []
    taken: dict[object, str] = {}
    for place, header in enumerate(headers, 1):
        span = Span(file, 1, place, 1, place + 1)
        meant = names.get(normalised(header))
        if header in keep or (meant is None and normalised(header).replace(" ", "_") in KEYS):
            keys.append(header)
        elif meant is None:
            unused.append(header)
        elif meant in taken or header in (*indicators, *measures):
            first = taken.get(meant, header)
            message = f"the columns {quote(first)} and {quote(header)} are the same thing"
            found.error("FM602", message, span, "leave one out")
        else:
            taken[meant] = header
            kind, name = meant
            if kind == "indicator":
                indicators[header] = next(one for one in knowledge.indicators.values() if one.id == name)
            else:
                measures[header] = MeasureId(name)
    for missing in (one for one in keep if one not in headers):
        near = suggest(missing, headers)
        help = f"did you mean `{near}`?" if near else None
        found.error("FM601", f"there is no column {quote(missing)}", Span(file, 1, 1, 1, 1), help)
    if not indicators and not found:
        help = "the first row names indicators, by id or by name; `fasmodell kb list indicators` shows them all"
        found.error("FM603", "no column is an indicator", Span(file, 1, 1, 1, 1), help)
    if found:
        raise ProfileError("the table cannot be used", found)
    return Layout(indicators, measures, tuple(keys), tuple(unused))


def normalised(header: str) -> str:
    """A header in lower case, with single spaces for everything that is not a letter or a digit."""
    return _NOT_WORDS.sub(" ", header.casefold()).strip()


def _names_of(knowledge: KnowledgeBase) -> dict[str, _Meant]:
    """Every way of naming a column; a name that two things share names neither, and an id counts before a name."""
    ids: dict[str, _Meant] = {}
    named: dict[str, set[_Meant]] = {}
    kinds = (("measure", knowledge.measures.values()), ("indicator", knowledge.indicators.values()))
    for kind, entries in kinds:
        for entry in entries:
            ids[normalised(entry.id)] = (kind, entry.id)
            for word in (entry.name.sv, entry.name.en):
                named.setdefault(normalised(word), set()).add((kind, entry.id))
    return {word: next(iter(meant)) for word, meant in named.items() if len(meant) == 1} | ids
