"""The profile of an area as JSON Schema."""

from __future__ import annotations

from fasmodell.area_loader import AREA_KEYS, MOST_RESIDENTS, MUNICIPALITY, REGSO, VINTAGES
from fasmodell.authoring import schema_words as words
from fasmodell.authoring.schema_names import Schema, one_of, word
from fasmodell.authoring.schema_values import mapping, or_nothing, period_schema, ref, value_schema
from fasmodell.knowledge import PHASES, POLICE_CLASS
from fasmodell.observation_loader import UNKNOWN
from fasmodell.plan_loader import MOST_AT_ONCE, PLAN_KEYS
from fasmodell.profile_loader import FORMAT, PROFILE_KEYS
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language

_FILLED: Schema = {"type": "string", "minLength": 1}
_PHASE: Schema = {"type": "integer", "enum": list(PHASES)}


def profile_schemas(base: RuleBase, language: Language) -> dict[str, Schema]:
    """The profile, and what of it a rule test may give too."""
    return {
        "profile": _profile(base, language),
        "previous_assessment": or_nothing(_unknown(language), _previous(base, language)),
    }


def _profile(base: RuleBase, language: Language) -> Schema:
    keys: dict[str, Schema] = {
        "area": _area(),
        "as_of": _date(language),
        "observations": or_nothing(ref("observations")),
        "measures_in_place": or_nothing(_unknown(language), {"type": "array", "items": _running(language)}),
        "previous_assessment": ref("previous_assessment"),
        "goal": or_nothing(_unknown(language), _goal(base, language)),
        "plan": or_nothing(_unknown(language), _plan(base, language)),
    }
    assert ("format", *keys) == PROFILE_KEYS
    described = {key: {"description": words.PROFILE_KEYS[key].to(language), **one} for key, one in keys.items()}
    return mapping({"format": {"const": FORMAT}, **described}, ("format", "area", "as_of"))


def _unknown(language: Language) -> Schema:
    return one_of([word(UNKNOWN, words.VALUE_UNKNOWN.to(language))])


def _area() -> Schema:
    four_digits: Schema = {"type": "string", "pattern": f"^{MUNICIPALITY.pattern}$"}
    keys = {
        "name": _FILLED,
        "municipality": or_nothing(four_digits, {"type": "integer", "minimum": 1000, "maximum": 9999}),
        "regso": or_nothing({"type": "array", "items": {"type": "string", "pattern": f"^{REGSO.pattern}$"}}),
        "regso_vintage": or_nothing({"type": "integer", "enum": list(VINTAGES)}),
        "boundary": or_nothing(_FILLED),
        "residents": or_nothing({"type": "integer", "minimum": 1, "maximum": MOST_RESIDENTS}),
    }
    assert tuple(keys) == AREA_KEYS
    return mapping(keys, ["name"])


def _running(language: Language) -> Schema:
    """A measure in place: its id, or its id with since when and whether it runs."""
    details = {
        "measure": ref("measure"),
        "since": or_nothing(period_schema(language)),
        "running": or_nothing({"type": "boolean"}, _unknown(language)),
    }
    return {"if": {"type": "object"}, "then": mapping(details, ["measure"]), "else": ref("measure")}


def _date(language: Language) -> Schema:
    pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    return {"type": "string", "pattern": pattern, "patternErrorMessage": words.DATE.to(language)}


def _previous(base: RuleBase, language: Language) -> Schema:
    since = mapping({gate: period_schema(language) for gate in base.knowledge.gates})
    return mapping(
        {"phase": _PHASE, "as_of": _date(language), "gates_open_since": or_nothing(since)}, ("phase", "as_of")
    )


def _goal(base: RuleBase, language: Language) -> Schema:
    keys: dict[str, Schema] = {"phase": _PHASE, "by": period_schema(language)}
    police_class = base.knowledge.indicators.get(POLICE_CLASS)
    if police_class is not None:
        keys["police_class"] = value_schema(police_class, language)
    targets = [{"required": [key]} for key in keys if key != "by"]
    return {**mapping(keys, ["by"]), "anyOf": targets}


def _plan(base: RuleBase, language: Language) -> Schema:
    count: Schema = {"type": "integer", "minimum": 0, "maximum": MOST_AT_ONCE}
    amount: Schema = {"type": "integer", "minimum": 0}
    knowledge = base.knowledge
    actors = {str(name): {"description": one.name.to(language), **count} for name, one in knowledge.actors.items()}
    costs = {str(name): {"description": one.name.to(language), **amount} for name, one in knowledge.measures.items()}
    keys = {
        "start": period_schema(language),
        "at_once": count,
        "actors": or_nothing(mapping(actors)),
        "budget": amount,
        "costs": or_nothing(mapping(costs)),
    }
    assert tuple(keys) == PLAN_KEYS
    return mapping(keys)
