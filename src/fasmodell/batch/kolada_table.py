"""Values of Kolada (version 3) as JSON: for municipalities, and so coarser than an area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from fasmodell.batch import words_import as w
from fasmodell.batch.import_mapping import ImportMapping
from fasmodell.batch.imported import Found, checked_value, refused, start_of
from fasmodell.batch.json_in import read_json
from fasmodell.diagnostics import Span, quote
from fasmodell.knowledge import Indicator, KnowledgeBase
from fasmodell.scales import Language

_COARSE: Final = ("municipality", "district", "lpo", "school")


def read_kolada(
    path: Path, mapping: ImportMapping, knowledge: KnowledgeBase, language: Language, gender: str = "T"
) -> list[Found]:
    """
    Every value of the measures that are known, for municipalities.

    An indicator that is observed in the area or by RegSO takes no value of a municipality (FM613); for the others a
    note says that the value is coarser. Raises ProfileError for another shape (FM611), when no measure is known
    (FM614), or when a value does not fit (FM402, FM403).
    """
    contents = {one.content: one for one in mapping.of("kolada")}
    found, seen = [], []
    for number, entry in _entries(path):
        kpi, span = str(entry["kpi"]), Span(str(path), 1, number, 1, number + 1)
        seen.append(kpi)
        content = contents.get(kpi)
        if content is None:
            continue
        indicator = knowledge.indicators[content.indicator]
        refuse_coarse(indicator, span, "a municipality")
        written = _written(path, entry, gender)
        value = checked_value(written, indicator, dict(content.options), span)
        code = str(entry["municipality"])
        note = coarse_note(indicator, w.MUNICIPALITY.to(language).format(code=code), value is None, language)
        period = str(entry["period"])
        found.append(Found(indicator.id, code, period, value, f"Kolada {kpi}", "Kolada", note, span))
    if not found:
        names = ", ".join(quote(one) for one in dict.fromkeys(seen))
        message = f"no measure in the file goes to an indicator{f': {names}' if names else ''}"
        raise refused("FM614", message, start_of(path), "say where it goes in a file for `--mapping`")
    return found


def refuse_coarse(indicator: Indicator, span: Span, unit: str) -> None:
    """Raise ProfileError (FM613) when an indicator is about the area itself and a value of something larger comes."""
    if indicator.finest_level not in _COARSE:
        message = f"`{indicator.id}` is observed for the area, and this is a value for {unit}"
        help = "a value of something larger says nothing of how the area differs from it"
        raise refused("FM613", message, span, help)


def coarse_note(indicator: Indicator, area: str, is_missing: bool, language: Language) -> str:
    """What is to stand beside a value of something larger than the area."""
    parts = [w.SUPPRESSED.to(language)] if is_missing else []
    if indicator.finest_level != "municipality":
        parts.append(w.COARSER.to(language).format(area=area))
    else:
        parts.append(area[0].upper() + area[1:])
    return ". ".join(parts)


def _entries(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    data = read_json(path)
    values = data.get("values") if isinstance(data, Mapping) else None
    if not isinstance(values, list):
        raise refused("FM611", "this is no answer of Kolada: there is no list `values`", start_of(path))
    for number, entry in enumerate(values, 1):
        keys = ("kpi", "municipality", "period", "values")
        span = Span(str(path), 1, number, 1, number + 1)
        if not isinstance(entry, Mapping) or any(key not in entry for key in keys):
            raise refused("FM611", f"entry {number} of `values` lacks one of {', '.join(keys)}", span)
        period = str(entry["period"])
        if not (len(period) == 4 and period.isdigit()):
            raise refused("FM611", f"entry {number}: {quote(period)} is not a year", span)
        yield number, {str(key): value for key, value in entry.items()}


def _written(path: Path, entry: Mapping[str, object], gender: str) -> object:
    """The value for a gender; None where there is none, or where its status says that it is not given."""
    values = entry["values"]
    for one in values if isinstance(values, list) else ():
        if not isinstance(one, Mapping):
            raise refused("FM611", f"the values of {quote(str(entry['kpi']))} are not objects", start_of(path))
        if one.get("gender") == gender:
            return one.get("value")
    return None
