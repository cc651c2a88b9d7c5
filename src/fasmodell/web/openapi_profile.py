"""The profile as components of the API's description: as editors have it, in the words that other programs know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from fasmodell.authoring.editor_schemas import editor_schema
from fasmodell.authoring.schema_values import mapping, period_schema, value_schema
from fasmodell.knowledge import Indicator, IndicatorId
from fasmodell.measure_document import Object
from fasmodell.observation_loader import SERIES
from fasmodell.profile_loader import FORMAT
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language, Scale
from fasmodell.web import words_api as w
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
    indicators = base.knowledge.indicators.values()
    details, names = _details(parts), _names_of_kinds(indicators)
    kinds: Object = {}
    for one in indicators:
        kinds |= _observation(names[one.id], one, details, language)
    observed: Object = {str(one.id): {"description": one.name.to(language), **ref(names[one.id])} for one in indicators}
    # One that is no profile is answered with its problem, and so may be anything.
    each: Object = {"description": w.EACH.to(language)}
    many: Object = {"type": "array", "items": each, "minItems": 1, "maxItems": Settings().profiles}
    return {
        "Profile": _plain(parts["profile"]),
        "Profiles": mapping({"profiles": many}, ["profiles"]),
        "Observations": mapping(observed),
        **_previous(_plain(parts["previous_assessment"])),
        "MeasureId": _plain(parts["measure"]),
        "Period": _PERIOD,
        **kinds,
    }


def example_profile(base: RuleBase) -> Object:
    """A profile that is answered: the first indicators of the core, each with a value that it can have."""
    core = [one for one in base.knowledge.indicators.values() if one.core][:3]
    return {
        "format": FORMAT,
        "area": {"name": "Exempelområdet"},
        "as_of": "2026-03-31",
        "observations": {str(one.id): _example_value(one) for one in core},
    }


def _example_value(one: Indicator) -> object:
    if one.scale is Scale.FLAG:
        return True
    return next(iter(one.options)) if one.scale is Scale.CHOICE else int(one.low or 0) + 1


def _previous(schema: object) -> Object:
    """The previous assessment; generators of clients ask for a name for what stands among alternatives."""
    assert isinstance(schema, dict)
    unknown, known, nothing = schema["anyOf"]
    since, none = known["properties"]["gates_open_since"]["anyOf"]
    known["properties"]["gates_open_since"] = {"anyOf": [ref("GatesOpenSince"), none]}
    return {
        "PreviousAssessment": {"anyOf": [unknown, ref("KnownPreviousAssessment"), nothing]},
        "KnownPreviousAssessment": known,
        "GatesOpenSince": since,
    }


def _names_of_kinds(indicators: Collection[Indicator]) -> dict[IndicatorId, str]:
    """The component of each indicator's observations: one for each choice, for the others the scale and its bounds."""
    bounds: dict[Scale, set[tuple[float | None, float | None]]] = {}
    for one in indicators:
        bounds.setdefault(one.scale, set()).add((one.low, one.high))
    return {
        one.id: title(f"{one.id if one.scale is Scale.CHOICE else _scale(one, len(bounds[one.scale]) > 1)}_observation")
        for one in indicators
    }


def _scale(one: Indicator, has_other_bounds: bool) -> str:
    if not has_other_bounds:
        return one.scale.value
    low, high = (f"{bound or 0:.15g}".replace("-", "minus_").replace(".", "_") for bound in (one.low, one.high))
    return f"{one.scale.value}_{low}_to_{high}"


def _details(parts: Mapping[str, object]) -> Object:
    """What may stand beside a value."""
    otherwise = parts["observation"]
    assert isinstance(otherwise, Mapping)
    found = otherwise["else"]["properties"]
    plain = _plain({key: schema for key, schema in found.items() if key != "value"})
    assert isinstance(plain, dict)
    return plain


def _observation(name: str, one: Indicator, details: Object, language: Language) -> Object:
    """An observation as a bare value, with details, or as a series; and what those are made of."""
    value = _plain(value_schema(one, language))
    nothing: Object = {"type": "null"}
    any_value: Object = {"anyOf": [value, _UNKNOWN, nothing]}
    series: Object = {"type": "array", "items": ref(f"{name}_point"), "minItems": 1}
    common = {key: details[key] for key in SERIES if key != "series"}
    return {
        name: {
            "anyOf": [value, _UNKNOWN, nothing, ref(f"{name}_details"), ref(f"{name}_series"), series],
        },
        f"{name}Details": mapping({"value": any_value, **details}, ["value"]),
        f"{name}Series": mapping({"series": series, **common}, ["series"]),
        f"{name}Point": mapping({**details, "value": any_value, "period": ref("Period")}, ("period", "value")),
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
    if kept == _PERIOD:
        return ref("Period")
    if "$ref" in kept:
        kept |= ref(_COMPONENTS[str(kept["$ref"]).rpartition("/")[2]])
    return kept


_PERIOD: Final = {
    key: [{name: inner for name, inner in one.items() if name not in _OF_EDITORS} for one in choices]
    for key, choices in period_schema("en").items()
    if isinstance(choices, list)
}
