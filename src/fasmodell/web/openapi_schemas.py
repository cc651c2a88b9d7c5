"""The shipped schemas of the answers as components of one document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files

from fasmodell.measure_document import Object


def ref(name: str) -> Object:
    """The component of a name, which may be written in snake case."""
    return {"$ref": f"#/components/schemas/{title(name)}"}


def title(name: str) -> str:
    """The name of a component: `why_not` is `WhyNot`."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace("-", "_").split("_"))


def shipped(name: str) -> Object:
    """A schema that comes with the library."""
    found = files("fasmodell") / "schemas" / f"{name}.schema.json"
    schema: Object = json.loads(found.read_text(encoding="utf-8"))
    return schema


def shipped_components(names: Iterable[str]) -> Object:
    """
    The schemas of some answers, each under its own name, and what they are made of.

    A part that several define alike stands once; one that is another thing elsewhere has the answer's name before it.
    """
    whole = {name: shipped(name) for name in names}
    parts = {name: _parts(schema) for name, schema in whole.items()}
    taken = {title(name) for name in whole} | {one for found in parts.values() for one in _inner_names(found)}
    apart: set[str] = set()
    while True:
        known = {name: {part: _name(name, part, apart, taken) for part in found} for name, found in parts.items()}
        made: dict[str, object] = {}
        clashing: set[str] = set()
        for name, found in parts.items():
            for part, schema in found.items():
                moved = _moved(schema, known[name])
                if made.setdefault(known[name][part], moved) != moved:
                    clashing.add(part)
        if not clashing:
            break
        apart |= clashing
    tops = {title(name): _moved(_top(schema), known[name]) for name, schema in whole.items()}
    return {**tops, **made}


def _inner_names(parts: Mapping[str, object]) -> Iterable[str]:
    """What generators of clients call the objects that stand within others: both of their names."""
    for part, schema in parts.items():
        inner = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
        yield from (title(f"{part}_{key}") for key in inner)


def _name(answer: str, part: str, apart: set[str], taken: set[str]) -> str:
    name = title(part)
    return f"{title(answer)}{name}" if part in apart or name in taken else name


def _parts(schema: Mapping[str, object]) -> Mapping[str, object]:
    found = schema.get("$defs", {})
    assert isinstance(found, Mapping)
    return found


def _top(schema: Mapping[str, object]) -> Object:
    return {key: value for key, value in schema.items() if key not in ("$schema", "$id", "$defs", "title")}


def _moved(value: object, names: Mapping[str, str]) -> object:
    """A part of a schema that refers to components."""
    if isinstance(value, list):
        return [_moved(inner, names) for inner in value]
    if not isinstance(value, Mapping):
        return value
    moved = {key: _moved(inner, names) for key, inner in value.items() if key not in ("$ref", "enum")}
    if "$ref" in value:
        moved["$ref"] = f"#/components/schemas/{names[str(value['$ref']).rpartition('/')[2]]}"
    return moved | _typed(value["enum"]) if "enum" in value else moved


def _typed(choices: object) -> Object:
    """Some values with their type, which generators of clients ask for; several types are alternatives."""
    assert isinstance(choices, list)
    by_type: dict[str, list[object]] = {}
    for one in choices:
        by_type.setdefault(_TYPES[type(one)], []).append(one)
    alternatives = [_of_type(kind, members) for kind, members in by_type.items()]
    return alternatives[0] if len(alternatives) == 1 else {"anyOf": alternatives}


def _of_type(kind: str, members: list[object]) -> Object:
    if kind == "null" or (kind == "boolean" and len(members) == 2):
        return {"type": kind}
    return {"type": kind, "const": members[0]} if kind == "boolean" else {"type": kind, "enum": members}


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
