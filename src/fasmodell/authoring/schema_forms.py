"""The forms of the files as JSON Schema: pydantic's own, with what the loader reads itself put in by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic.json_schema import models_json_schema

from fasmodell.authoring.schema_names import Schema
from fasmodell.authoring.schema_values import no_others, ref, words_of
from fasmodell.authoring.schema_words import SCALES
from fasmodell.forms import Form
from fasmodell.knowledge import Basis, Emphasis, Role, Secrecy, Text, Track
from fasmodell.rules import Strength
from fasmodell.scales import Language, Scale
from fasmodell.terms import BASES, EMPHASES, ROLES, SECRECY, STRENGTHS, TRACKS

# What an editor shows beside the words of an enumeration, by the name that pydantic gives it.
_LABELS: Mapping[str, Mapping[str, Text]] = {
    Basis.__name__: {basis.value: text for basis, text in BASES.items()},
    Emphasis.__name__: {emphasis.value: text for emphasis, text in EMPHASES.items()},
    Role.__name__: {role.value: text for role, text in ROLES.items()},
    Scale.__name__: {scale.value: text for scale, text in SCALES.items()},
    Secrecy.__name__: {secrecy.value: text for secrecy, text in SECRECY.items()},
    Strength.__name__: {strength.value: text for strength, text in STRENGTHS.items()},
    Track.__name__: {track.value: text for track, text in TRACKS.items()},
}


def form_schemas(forms: Iterable[type[Form]], language: Language) -> dict[str, Schema]:
    """The definitions of some forms, and of every form and enumeration in them, by their names."""
    _, whole = models_json_schema([(form, "validation") for form in forms], ref_template="#/$defs/{model}")
    found = {name: _tidied(schema) for name, schema in whole["$defs"].items()}
    for name, labels in _LABELS.items():
        if name in found:
            found[name] = words_of({word: text.to(language) for word, text in labels.items()})
    return found


def _tidied(schema: Mapping[str, object]) -> Schema:
    """A schema without what pydantic says of its own classes, and with marked values as references."""
    if "defined_as" in schema:
        return ref(str(schema["defined_as"]))
    tidied: Schema = {}
    for key, value in schema.items():
        if key in ("properties", "$defs") and isinstance(value, Mapping):
            tidied[key] = {name: _tidied(inner) for name, inner in value.items()}
        elif key == "keyed_by":
            tidied["propertyNames"] = ref(str(value))
        elif key not in ("title", "default"):
            tidied[key] = _tidied_value(value)
    properties = tidied.get("properties")
    if tidied.get("additionalProperties") is False and isinstance(properties, Mapping):
        del tidied["additionalProperties"]
        tidied |= no_others(properties)
    return tidied


def _tidied_value(value: object) -> object:
    if isinstance(value, Mapping):
        return _tidied(value)
    return [_tidied_value(one) for one in value] if isinstance(value, list) else value
