"""Tables of SCB's PxWeb, as json-stat2 and as CSV: one value per RegSO, content and year, with the division kept."""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from fasmodell.batch import words_import as w
from fasmodell.batch.import_mapping import Content, ImportMapping
from fasmodell.batch.imported import Found, checked_value, number_in, refused, start_of
from fasmodell.batch.json_in import read_json
from fasmodell.diagnostics import ProfileError, Span, quote
from fasmodell.knowledge import KnowledgeBase
from fasmodell.scales import Language

_REGSO: Final = re.compile(r"(\d{4}R\d{3})(_RegSO(\d{4}))?(?![0-9A-Za-z])")
_DESO: Final = re.compile(r"\d{4}[ABC]\d{4}(?:_DeSO\d{4})?(?![0-9A-Za-z])")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_FIRST_DIVISION: Final = 2020
_PERTURBED_FROM: Final = 2025
_MOST_CELLS: Final = 5_000_000
_GEO: Final = ("region", "regso")
_TIME: Final = ("tid", "år", "year", "time")
_CONTENT: Final = ("contentscode", "tabellinnehåll", "contents")


class Raw(NamedTuple):
    """A cell of a table: its region, its content as the table calls it in all ways, its year, and what is written."""

    region: str
    content: tuple[str, ...]
    year: str
    written: object
    span: Span


def read_scb(path: Path, mapping: ImportMapping, knowledge: KnowledgeBase, language: Language) -> list[Found]:
    """
    Every value of a table by RegSO whose content is known.

    A 0 of a code outside the years of its division is missing and left out, as are empty cells there. Raises
    ProfileError when the file is no such table (FM611), when it is below RegSO (FM409), when no content is known
    (FM614), or when a value does not fit (FM402, FM403).
    """
    raws = list(_json_stat(path) if path.suffix.lower() == ".json" else _csv(path))
    found: list[Found] = []
    contents = mapping.of("scb")
    for raw in raws:
        content = next((one for one in contents if _is(one, raw.content)), None)
        if content is not None:
            found += _found(raw, content, mapping, knowledge, language)
    if not found:
        names = ", ".join(quote(one) for one in dict.fromkeys(raw.content[0] for raw in raws if raw.content))
        message = f"no content of the table goes to an indicator{f': {names}' if names else ''}"
        raise refused("FM614", message, start_of(path), "say where it goes in a file for `--mapping`")
    return found


def _is(content: Content, words: tuple[str, ...]) -> bool:
    names = {name.casefold() for name in (content.content, *content.names) if name is not None}
    return any(word.casefold() in names for word in words)


def _found(
    raw: Raw, content: Content, mapping: ImportMapping, knowledge: KnowledgeBase, language: Language
) -> Iterator[Found]:
    code = _REGSO.match(raw.region)
    if code is None:
        if _DESO.match(raw.region):
            help = "take the table by RegSO; nothing is imported below it"
            raise refused("FM409", f"{quote(raw.region)} is below RegSO", raw.span, help)
        return  # a county, a municipality or the country: not an area
    division = int(code.group(3) or _FIRST_DIVISION)
    first, last = mapping.divisions.get(division, (None, None))
    year = int(raw.year)
    is_outside = (first is not None and year < first) or (last is not None and year > last)
    if is_outside and number_in(raw.written) in (None, 0):
        return
    value = checked_value(raw.written, knowledge.indicators[content.indicator], dict(content.options), raw.span)
    source = " ".join(filter(None, ("SCB", content.table, content.content)))
    note = w.SUPPRESSED if value is None else w.MAY_BE_PERTURBED if value == 0 and year >= _PERTURBED_FROM else None
    told = f"{code.group(0)}. {note.to(language)}" if note is not None else code.group(0)
    yield Found(content.indicator, code.group(0), raw.year, value, source, f"RegSO {division}", told, raw.span)


def area_in_division(found: list[Found], wanted: str, vintage: int | None) -> str:
    """
    The code of an area as the table writes it, in the division that the profile belongs to.

    Raises ProfileError (FM610) when the table has the area in another division only: two divisions are never joined.
    """
    code = _REGSO.fullmatch(wanted.strip())
    if code is None:
        help = "as 0180R001 or 0180R001_RegSO2025; nothing below RegSO"
        raise refused("FM409", f"{quote(wanted)} is not a RegSO code", Span("--area", 1, 1, 1, 1), help)
    given = int(code.group(3)) if code.group(3) else None
    if given is not None and vintage is not None and given != vintage:
        message = f"{quote(wanted)} belongs to RegSO {given}, but the profile to RegSO {vintage}"
        raise refused("FM610", message, Span("--area", 1, 1, 1, 1), "two divisions are never joined")
    division = given or vintage or _FIRST_DIVISION
    full = code.group(1) if division == _FIRST_DIVISION else f"{code.group(1)}_RegSO{division}"
    if any(one.area == full for one in found):
        return full
    other = next((one for one in found if one.area.startswith(code.group(1))), None)
    if other is not None:
        message = f"the table has {quote(other.area)}, but {quote(full)} of RegSO {division} is asked for"
        help = "two divisions are never joined: state `regso_vintage` in the profile, or take the table of its division"
        raise refused("FM610", message, other.span, help)
    return full


def _json_stat(path: Path) -> Iterator[Raw]:
    """The cells of a json-stat2 data set, by the order of its dimensions."""
    data = read_json(path)
    if not isinstance(data, Mapping) or data.get("class") != "dataset":
        raise _shape(path, "this is not a json-stat2 data set")
    ids, sizes, dimensions = data.get("id"), data.get("size"), data.get("dimension")
    if not (isinstance(ids, list) and isinstance(sizes, list) and isinstance(dimensions, Mapping)):
        raise _shape(path, "`id`, `size` and `dimension` are not all there")
    if len(ids) != len(sizes) or not all(type(size) is int and size >= 0 for size in sizes):
        raise _shape(path, "`id` and `size` do not go together")
    count = math.prod(sizes)
    if count > _MOST_CELLS:
        raise _shape(path, f"the table has {count:,} cells, more than {_MOST_CELLS:,}")
    axes = [_categories(path, str(name), dimensions.get(name), size) for name, size in zip(ids, sizes, strict=True)]
    roles = data.get("role") if isinstance(data.get("role"), Mapping) else {}
    assert isinstance(roles, Mapping)
    names = [str(name) for name in ids]
    geo, time = _axis(path, names, roles, "geo", _GEO), _axis(path, names, roles, "time", _TIME)
    metric = _axis(path, names, roles, "metric", _CONTENT)
    for place, name in enumerate(names):
        if place not in (geo, time, metric) and sizes[place] != 1:
            help = "take the table for one of them"
            raise _shape(path, f"the dimension {quote(name)} has {sizes[place]} values", help)
    values = _values(path, data.get("value"), count)
    for number, cell in enumerate(itertools.product(*axes)):
        region, year, content = cell[geo], cell[time], cell[metric]
        if not _YEAR.fullmatch(year[0]):
            raise _shape(path, f"{quote(year[0])} is not a year")
        yield Raw(region[0], content, year[0], values.get(number), Span(str(path), 1, number + 1, 1, number + 2))


def _categories(path: Path, name: str, dimension: object, size: int) -> list[tuple[str, ...]]:
    """The codes of a dimension in the order of its index, each with its label."""
    category = dimension.get("category") if isinstance(dimension, Mapping) else None
    index = category.get("index") if isinstance(category, Mapping) else None
    labels = category.get("label") if isinstance(category, Mapping) else None
    if not isinstance(labels, Mapping):
        labels = {}
    if index is None:
        codes = list(labels)  # a dimension of one category may leave out its index
    elif isinstance(index, Mapping) and all(type(at) is int for at in index.values()):
        codes = sorted(index, key=lambda code: int(index[code]))
        if sorted(index.values()) != list(range(len(index))):
            raise _shape(path, f"the index of {quote(name)} does not number its categories from 0")
    else:
        codes = list(index) if isinstance(index, list) else []
    if len(codes) != size:
        raise _shape(path, f"the dimension {quote(name)} has {len(codes)} categories, but its size is {size}")
    return [tuple(dict.fromkeys((str(code), str(labels.get(code, code))))) for code in codes]


def _axis(path: Path, names: list[str], roles: Mapping[object, object], role: str, words: tuple[str, ...]) -> int:
    given = roles.get(role)
    for place, name in enumerate(names):
        if (isinstance(given, list) and name in given) or name.casefold() in words:
            return place
    raise _shape(path, f"no dimension is the {role} of the table")


def _values(path: Path, values: object, count: int) -> Mapping[int, object]:
    """Values by number. They may be a list, or a mapping that leaves out those not given."""
    if isinstance(values, list) and len(values) == count:
        return dict(enumerate(values))
    if isinstance(values, Mapping) and all(str(key).isdigit() and int(key) < count for key in values):
        return {int(key): value for key, value in values.items()}
    given = f"{len(values)} values" if isinstance(values, list | Mapping) else "no values"
    raise _shape(path, f"the table has {count} cells, but {given}")


def _csv(path: Path) -> Iterator[Raw]:
    """The cells of a CSV file whose years and contents stand in columns, in headers, or in both."""
    try:
        text = path.read_bytes()
        lines = list(csv.reader(io.StringIO(_text(text), newline=""), delimiter=_delimiter(_text(text))))
    except FileNotFoundError as error:
        raise refused("FM101", "there is no such file", start_of(path)) from error
    except (OSError, csv.Error) as error:
        raise _shape(path, "the file cannot be read as CSV") from error
    headers = [header.strip() for header in lines[0]] if lines else []
    plain = [header.casefold() for header in headers]
    geo, time, metric = (next((plain.index(word) for word in words if word in plain), None) for words in _WORDS)
    if geo is None:
        raise _shape(path, "no column is called `region`")
    for number, cells in enumerate(lines[1:], 2):
        if not any(cells):
            continue
        if len(cells) != len(headers):
            message = f"row {number} has {len(cells)} cells, but there are {len(headers)} headers"
            raise refused("FM605", message, Span(str(path), number, 1, number, 1))
        for place, header in enumerate(headers):
            if place in (geo, time, metric):
                continue
            years = _YEAR.findall(header)
            year = cells[time].strip() if time is not None else years[-1] if years else ""
            if not _YEAR.fullmatch(year):
                continue  # a column such as sex, which is told of by the header only
            content = (cells[metric].strip(),) if metric is not None else _names(header)
            span = Span(str(path), number, place + 1, number, place + 2)
            yield Raw(cells[geo].strip(), content, year, cells[place], span)


_WORDS: Final = (_GEO, _TIME, _CONTENT)


def _names(header: str) -> tuple[str, ...]:
    """A header in the ways that it may name a content: whole, without its year, and its first word (a code)."""
    bare = _YEAR.sub("", header).strip() or header
    return tuple(dict.fromkeys((header, bare, bare.split()[0])))


def _text(data: bytes) -> str:
    """PxWeb writes CSV in UTF-8, and older services in Latin-1."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _shape(path: Path, message: str, help: str | None = None) -> ProfileError:
    return refused("FM611", message, start_of(path), help)
