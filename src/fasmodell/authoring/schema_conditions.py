"""Conditions and conclusions of rules as JSON Schema. What their loaders read, they say; a test holds them together."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fasmodell.authoring import schema_words as words
from fasmodell.authoring.schema_names import Schema
from fasmodell.authoring.schema_values import bound_schema, mapping, ref, tests_schema, words_of
from fasmodell.condition_loader import COMPARISONS, KINDS, LONGEST_TREND, MOVEMENTS
from fasmodell.knowledge import PHASES, FindingKind, Level
from fasmodell.results import GateState
from fasmodell.rule_base import RuleBase
from fasmodell.rules import AdviceKind, Strength
from fasmodell.scales import Language
from fasmodell.terms import GATE_STATES, LEVELS, STRENGTHS
from fasmodell.terms import MOVEMENTS as MOVEMENT_LABELS

# What evidence is about: a word that is used already, or a new one.
_TOPIC: Schema = {"anyOf": [ref("topic"), {"type": "string", "minLength": 1}]}


def condition_schemas(base: RuleBase, language: Language) -> dict[str, Schema]:
    """The definitions `condition` and `conclusion`, and what they are made of."""
    levels = words_of({level: LEVELS[FindingKind.PROBLEM][level].to(language) for level in Level})
    strengths = {strength.value: STRENGTHS[strength].to(language) for strength in Strength}
    states = {state.value: GATE_STATES[state].to(language) for state in GateState}
    conditions: Schema = {"type": "array", "items": ref("condition"), "minItems": 1}
    phase: Schema = {"type": "integer", "enum": list(PHASES)}
    kinds: dict[str, Schema] = {
        "indicator": ref("indicator_condition"),
        "finding": mapping({"finding": ref("finding"), "at_least": levels}),
        "in_place": mapping({"in_place": ref("measure")}),
        "phase": mapping({"phase": {"anyOf": [phase, {"type": "array", "items": phase, "minItems": 1}]}}),
        "gate": mapping({"gate": ref("gate"), "is": words_of(states)}, ["is"]),
        "all": mapping({"all": conditions}),
        "any": mapping({"any": conditions}),
        "not": mapping({"not": ref("condition")}),
    }
    assert tuple(kinds) == KINDS
    sides = words_of({state: label for state, label in states.items() if state != GateState.UNDETERMINED})
    weights = words_of({word: label for word, label in strengths.items() if word != Strength.DECISIVE})
    evidence = {"gate": ref("gate"), "is": sides, "strength": words_of(strengths), "topic": _TOPIC}
    conclusions = {
        "finding": mapping({"finding": ref("finding"), "level": levels}, ["level"]),
        "gate": mapping(evidence, ["is", "strength", "topic"]),
        **{
            kind.value: mapping({kind.value: ref("measure"), "strength": weights}, ["strength"])
            if kind in (AdviceKind.PREFER, AdviceKind.DISCOURAGE)
            else mapping({kind.value: ref("measure")})
            for kind in AdviceKind
        },
        "warn": mapping({"warn": ref("warning")}),
    }
    return {
        "condition": by_key(kinds, language),
        **_indicator_condition(base, language),
        "conclusion": by_key(conclusions, language),
    }


def by_key(kinds: Mapping[str, Schema], language: Language) -> Schema:
    """
    A mapping that has exactly one of some keys, which says what else it may have.

    Told by branches on the key rather than as a choice between shapes, so that an editor offers what goes with the key
    that is there, and says one thing of one slip.
    """
    return {
        "type": "object",
        "properties": {kind: described({}, kind, language) for kind in kinds},
        "oneOf": [{"required": [kind]} for kind in kinds],
        "allOf": [{"if": {"required": [kind]}, "then": _keys_described(one, language)} for kind, one in kinds.items()],
    }


def described(schema: Schema, key: str, language: Language) -> Schema:
    """A schema with what stands beside its key."""
    return {"description": words.KEYS[key].to(language), **schema}


def _keys_described(schema: Schema, language: Language) -> Schema:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return schema
    return {**schema, "properties": {key: described(one, key, language) for key, one in properties.items()}}


def _indicator_condition(base: RuleBase, language: Language) -> dict[str, Schema]:
    """A condition on an indicator: exactly one comparison, with bounds that the indicator can have."""
    movements = words_of({movement: MOVEMENT_LABELS[movement].to(language) for movement in MOVEMENTS})
    keys: dict[str, Schema] = {
        "indicator": ref("indicator"),
        **{comparison: {} for comparison in COMPARISONS},
        "trend": movements,
        "over_months": {"type": "integer", "minimum": 1, "maximum": LONGEST_TREND},
    }
    shape = mapping({key: described(one, key, language) for key, one in keys.items()}, ["indicator"])
    by_trend: Schema = {
        "if": {"required": ["trend"]},
        "then": {"required": ["over_months"]},
        "else": {"properties": {"over_months": False}},
    }
    definitions: dict[str, Schema] = {}
    branches: list[object] = []
    for (bound, is_numeric), names in _groups(base, language).items():
        definitions[f"bound_of_{names[0]}"] = json.loads(bound)
        definitions[f"tests_of_{names[0]}"] = tests_schema(ref(f"bound_of_{names[0]}"), is_numeric=is_numeric)
        # A pattern and no enumeration: completing, an editor takes the beginning of a word for the word.
        exactly = {"type": "string", "pattern": f"^({'|'.join(names)})$"}
        asked: Schema = {"properties": {"indicator": exactly}, "required": ["indicator"]}
        branches.append({"if": asked, "then": ref(f"tests_of_{names[0]}")})
    alternatives = [{"required": [comparison]} for comparison in COMPARISONS]
    return {"indicator_condition": {**shape, "oneOf": alternatives, "allOf": [by_trend, *branches]}, **definitions}


def _groups(base: RuleBase, language: Language) -> Mapping[tuple[str, bool], list[str]]:
    """The indicators that can be tested in the same way, by the schema of their bounds and whether they are ordered."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for indicator in base.knowledge.indicators.values():
        bound = bound_schema(indicator, base.rules.thresholds.values(), language)
        key = json.dumps(bound, ensure_ascii=False), indicator.scale.is_numeric
        groups.setdefault(key, []).append(indicator.id)
    return groups
