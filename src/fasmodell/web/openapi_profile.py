"""The profile as components of the API's description: as editors have it, in the words that other programs know."""

from __future__ import annotations

from collections.abc import Mapping

from fasmodell.authoring.editor_schemas import editor_schema
from fasmodell.authoring.schema_values import mapping, value_schema
from fasmodell.knowledge import Indicator
from fasmodell.measure_document import Object
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language, Scale
from fasmodell.web.openapi_schemas import ref, title
from fasmodell.web.served import Settings

# What editors show, and what the observations are made of there.
_OF_EDITORS = ("enumDescriptions", "markdownDescription", "markdownEnumDescriptions", "patternErrorMessage")
_COMPONENTS = {"measure": "MeasureId", "observations": "Observations", "previous_assessment": "PreviousAssessment"}
_UNKNOWN: Object = {"type": "string", "const": "unknown"}


def profile_components(base: RuleBase, language: Language) -> Object:
    """The profile, several profiles, and the observations by what they can be."""
    editors = editor_schema("profile", base, language)
    parts = editors["$defs"]
    assert isinstance(parts, Mapping)
    details = _details(parts)
    names = {one.id: _kind_of(one) for one in base.knowledge.indicators.values()}
    kinds: Object = {}
    for one in base.knowledge.indicators.values():
        kinds.setdefault(names[one.id], _observation(one, details, language))
    observed: Object = {
        str(one.id): {"description": one.name.to(language), **ref(names[one.id])}
        for one in base.knowledge.indicators.values()
    }
    most = Settings().profiles
    return {
        "Profile": _plain(parts["profile"]),
        "Profiles": mapping(
            {"profiles": {"type": "array", "items": ref("Profile"), "minItems": 1, "maxItems": most}}, ["profiles"]
        ),
        "Observations": mapping(observed),
        "PreviousAssessment": _plain(parts["previous_assessment"]),
        "MeasureId": _plain(parts["measure"]),
        **kinds,
    }


def _kind_of(one: Indicator) -> str:
    """The component of an observation: the scale, with its bounds where they are not the usual ones."""
    if one.scale is Scale.CHOICE:
        return title(f"{one.id}_observation")
    low, high = ("" if bound is None else f"{bound:g}".replace("-", "minus_") for bound in (one.low, one.high))
    return title(f"{one.scale.value}_{low}_to_{high}_observation".replace("+", "").replace(".", "_"))


def _details(parts: Mapping[str, object]) -> Object:
    """What may stand beside a value."""
    otherwise = parts["observation"]
    assert isinstance(otherwise, Mapping)
    found = otherwise["else"]["properties"]
    plain = _plain({key: schema for key, schema in found.items() if key != "value"})
    assert isinstance(plain, dict)
    return plain


def _observation(one: Indicator, details: Object, language: Language) -> Object:
    """An observation as a bare value, with details, or as a series."""
    value: Object = {"anyOf": [_plain(value_schema(one, language)), _UNKNOWN, {"type": "null"}]}
    choices = value["anyOf"]
    assert isinstance(choices, list)
    period = details["period"]
    assert isinstance(period, dict)
    point = mapping({**details, "value": value, "period": period["anyOf"][0]}, ("period", "value"))
    series: Object = {"type": "array", "items": point, "minItems": 1}
    common = {key: schema for key, schema in details.items() if key in ("source", "secrecy", "note", "method")}
    return {
        "anyOf": [
            *choices,
            mapping({"value": value, **details}, ["value"]),
            mapping({"series": series, **common}, ["series"]),
            series,
        ]
    }


def _plain(value: object) -> object:
    """A part of an editor's schema without what only editors know, and without conditions."""
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if not isinstance(value, Mapping):
        return value
    if "if" in value:
        return {"anyOf": [_plain(value["then"]), _plain(value["else"])]}
    kept = {key: _plain(inner) for key, inner in value.items() if key not in _OF_EDITORS}
    if "$ref" in kept:
        kept |= ref(_COMPONENTS[str(kept["$ref"]).rpartition("/")[2]])
    return kept
