"""Which field of a form a problem of the profile is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.diagnostics import Diagnostic, ProfileError, Severity, Span
from fasmodell.scales import Language
from fasmodell.web.page_draft import FILE, OBSERVATIONS
from fasmodell.web.page_values import DETAILS, VALUE
from fasmodell.yaml_source import Document, Key, parse_yaml

MEASURES: Final = "measures_in_place"


def problems_by_field(error: ProfileError, text: str, language: Language) -> dict[str, tuple[Diagnostic, ...]]:
    document, _ = parse_yaml(text, FILE.to(language))
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for one in error.diagnostics:
        if one.severity is Severity.error:
            name = "" if document is None else _field_at(document, one.span)
            found[name] = (*found.get(name, ()), one)
    return found


def field_for(name: str, fields: Mapping[str, str]) -> str:
    """A field that was sent; where a part of the profile lacks something, the first field of it that is filled in."""
    if name in fields:
        return name
    parts = [field for field in fields if name and field.startswith(f"{name}.")]
    return next((field for field in parts if fields[field].strip()), parts[0] if parts else "")


def _field_at(document: Document, span: Span) -> str:
    """The name of the field that stands at a place of a profile."""
    path: list[Key] = []
    data = document.data
    while isinstance(data, dict | list):
        keys: list[Key] = list(data) if isinstance(data, dict) else list(range(len(data)))
        inner = next((key for key in keys if _covers(document, (*path, key), span)), None)
        if inner is None:
            break
        path.append(inner)
        data = data[inner]  # type: ignore[index]
    if path[:1] == [OBSERVATIONS] and len(path) > 1:
        key = next((str(one) for one in reversed(path[2:]) if one in DETAILS), VALUE)
        return f"{OBSERVATIONS}.{path[1]}.{key}"
    if path[:1] == [MEASURES]:
        return _measure_field(document, path)
    return ".".join(map(str, path[:3] if path[:2] in (["plan", "actors"], ["plan", "costs"]) else path[:2]))


def _measure_field(document: Document, path: list[Key]) -> str:
    written = document.data.get(MEASURES) if isinstance(document.data, dict) else None
    if len(path) > 1 and isinstance(written, list) and isinstance(path[1], int):
        entry = written[path[1]]
        if isinstance(entry, dict):
            return f"{MEASURES}.{entry.get('measure')}.since"
    return MEASURES


def _covers(document: Document, path: tuple[Key, ...], span: Span) -> bool:
    begins, value = document.key_span(path), document.value_span(path)
    return (begins.line, begins.column) <= (span.line, span.column) <= (value.end_line, value.end_column)
