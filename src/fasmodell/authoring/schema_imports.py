"""Mappings for imports as JSON Schema: which content of a table, or which category of an incident, goes where."""

from __future__ import annotations

from fasmodell.authoring.schema_names import Schema
from fasmodell.authoring.schema_values import mapping, ref
from fasmodell.batch.est_export import COLUMNS
from fasmodell.batch.est_export import FORMAT as EST_FORMAT
from fasmodell.batch.import_mapping import FORMAT, KINDS
from fasmodell.knowledge import Basis

_WORDS: Schema = {"type": "string", "minLength": 1}
_LIST: Schema = {"type": "array", "items": _WORDS}
_YEAR: Schema = {"type": "integer"}


def import_formats() -> dict[str, Schema]:
    """The schema of a file for each format of a mapping."""
    bases = {"type": "string", "enum": [basis.value for basis in Basis]}
    source = mapping({"ref": ref("source"), "locator": _WORDS, "basis": bases}, ("ref", "locator", "basis"))
    content = {
        "kind": {"type": "string", "enum": list(KINDS)},
        "indicator": ref("indicator"),
        "table": _WORDS,
        "content": _WORDS,
        "names": _LIST,
        "title": _LIST,
        "options": {"type": "object", "additionalProperties": _WORDS},
        "source": source,
    }
    division = mapping({"from": _YEAR, "until": _YEAR})
    tables = {
        "format": {"const": FORMAT},
        "divisions": {"type": "object", "additionalProperties": division},
        "tables": {"type": "array", "items": mapping(content, ("kind", "indicator"))},
    }
    category = {"names": _LIST, "indicator": ref("indicator"), "collected": {"type": "boolean"}}
    incidents = {
        "format": {"const": EST_FORMAT},
        "basis": bases,
        "reason": _WORDS,
        "columns": mapping(dict.fromkeys(COLUMNS, _WORDS), COLUMNS),
        "few": {"type": "integer", "minimum": 1},
        "places": _LIST,
        "categories": {"type": "array", "items": mapping(category, ("names", "indicator"))},
    }
    needed = ("format", "columns", "few", "categories")
    return {FORMAT: mapping(tables, ("format",)), EST_FORMAT: mapping(incidents, needed)}
