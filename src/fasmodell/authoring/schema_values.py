"""What an indicator can be, as JSON Schema: as a bound of a condition, and as an observation of a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fasmodell.authoring import schema_words as words
from fasmodell.authoring.schema_names import Schema, about, one_of, word
from fasmodell.condition_loader import COMPARISONS
from fasmodell.fitting_values import value_problem
from fasmodell.knowledge import Indicator, Secrecy
from fasmodell.observation_loader import DETAILS, PERIOD, SERIES, UNKNOWN
from fasmodell.rules import Operator, Threshold
from fasmodell.scales import Language, Scale
from fasmodell.terms import SECRECY

NULL: Schema = {"type": "null"}


def ref(name: str) -> Schema:
    """What is defined under a name."""
    return {"$ref": f"#/$defs/{name}"}


def mapping(properties: Mapping[str, object], required: Iterable[str] = ()) -> Schema:
    """A mapping with these keys and no others."""
    schema: Schema = {"type": "object", "properties": dict(properties), **no_others(properties)}
    needed = list(required)
    return {**schema, "required": needed} if needed else schema


def no_others(keys: Iterable[str]) -> Schema:
    """
    What forbids all keys but these.

    Editors read the key 1 as a number, which they would not find among the text keys of a schema that forbids others.
    """
    names = list(keys)
    if any(name.isdigit() for name in names):
        return {"propertyNames": {"pattern": f"^({'|'.join(names)})$"}}
    return {"additionalProperties": False}


def or_nothing(*schemas: Schema) -> Schema:
    """One of some values, or nothing at all."""
    return {"anyOf": [*schemas, NULL]}


def words_of(texts: Mapping[str, str]) -> Schema:
    """One of some words, each with its label."""
    return one_of(word(str(name), label) for name, label in texts.items())


def value_schema(indicator: Indicator, language: Language) -> Schema:
    """A known value of an indicator."""
    if indicator.scale is Scale.FLAG:
        return {"type": "boolean"}
    if indicator.scale is Scale.CHOICE:
        return words_of({option: text.to(language) for option, text in indicator.options.items()})
    if indicator.scale is Scale.LEVEL:
        anchors = [anchor.to(language) for anchor in indicator.anchors]
        return {"type": "integer", "enum": list(range(len(anchors))), "enumDescriptions": anchors}
    schema: Schema = {"type": "integer" if indicator.scale.is_whole else "number"}
    bounds = {"minimum": indicator.low, "maximum": indicator.high}
    return schema | {key: _plain(bound) for key, bound in bounds.items() if bound is not None}


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def bound_schema(indicator: Indicator, thresholds: Iterable[Threshold], language: Language) -> Schema:
    """What an indicator may be compared with: a value that it can have, or a threshold that fits it."""
    value = value_schema(indicator, language)
    fitting = {one.name: one.text.to(language) for one in thresholds if value_problem(one.value, indicator) is None}
    return {"anyOf": [value, mapping({"param": words_of(fitting)}, ["param"])]} if fitting else value


def tests_schema(bound: Schema, *, is_numeric: bool) -> Schema:
    """What a condition may say of an indicator, by comparison; nothing where it cannot be compared so."""
    several: dict[str, Schema] = {
        Operator.BETWEEN: {"type": "array", "items": bound, "minItems": 2, "maxItems": 2},
        Operator.ONE_OF: {"type": "array", "items": bound, "minItems": 1},
    }
    tests: dict[str, object] = {operator.value: several.get(operator, bound) for operator in Operator}
    if not is_numeric:
        tests |= {key: False for key in COMPARISONS if key not in (Operator.IS, Operator.ONE_OF)}
    return {"type": "object", "properties": tests}


def period_schema(language: Language) -> Schema:
    """A day, month, quarter or year."""
    pattern = f"^({PERIOD.pattern})$"
    text: Schema = {"type": "string", "pattern": pattern, "patternErrorMessage": words.PERIOD.to(language)}
    return {"anyOf": [text, {"type": "integer", "minimum": 1000, "maximum": 9999}]}


def observation_schemas(indicators: Iterable[Indicator], language: Language) -> dict[str, Schema]:
    """
    The observations of a profile, and what they are made of.

    An observation is a bare value, a mapping with details, or a series of points.
    """
    text = or_nothing({"type": "string", "minLength": 1})
    details: dict[str, Schema] = {
        "period": or_nothing(period_schema(language)),
        "margin": or_nothing({"type": "number", "minimum": 0}),
        "source": text,
        "secrecy": or_nothing(words_of({one: SECRECY[one].to(language) for one in Secrecy})),
        "note": text,
        "method": text,
    }
    assert tuple(details) == DETAILS
    point = mapping({**details, "value": True, "period": period_schema(language)}, ("period", "value"))
    series: Schema = {"type": "array", "items": point, "minItems": 1}
    common = {key: details[key] for key in SERIES if key != "series"}
    unknown = one_of([word(UNKNOWN, words.VALUE_UNKNOWN.to(language))])
    known = list(indicators)
    return {
        **{f"value_of_{one.id}": or_nothing(value_schema(one, language), unknown) for one in known},
        "points": series,
        "observation": {
            "type": "object",
            "if": {"required": ["series"]},
            "then": mapping({"series": ref("points"), **common}),
            "else": mapping({"value": True, **details}, ["value"]),
        },
        "observations": mapping({one.id: observation_schema(one, language) for one in known}),
    }


def observation_schema(indicator: Indicator, language: Language) -> Schema:
    """One observation, with the indicator's name, question and anchors beside its key."""
    value = ref(f"value_of_{indicator.id}")
    valued: Schema = {"type": "object", "properties": {"value": value}}
    points: Schema = {"type": "array", "items": valued}
    shapes = [
        value,
        {"allOf": [ref("observation"), {"type": "object", "properties": {"value": value, "series": points}}]},
        {"allOf": [ref("points"), points]},
    ]
    return {
        "description": indicator.name.to(language),
        "markdownDescription": about(indicator, language),
        "allOf": [{"anyOf": shapes}],  # beside `anyOf` editors would not show the description
    }
