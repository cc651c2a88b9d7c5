"""
JSON Schemas (draft 2020-12) for editors, generated from a loaded rule base, so that they know its vocabulary.

There is one schema per folder that an author works in: every file of rules/ (`rules`, with the policies, thresholds and
the manifest), every rule test (`tests`), every profile (`profile`), every file of knowledge_base/ (`knowledge`) and the
mappings for imports (`imports`).
Files of several formats share a schema that branches on `format`. Whatever the loaders accept the schemas accept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from fasmodell.authoring import schema_words as words
from fasmodell.authoring.rule_test_loader import EXPECTED_LEVELS, FORMAT, GIVEN_LEVELS, CaseForm, FileForm
from fasmodell.authoring.rule_tests import OPEN, RULED_OUT
from fasmodell.authoring.schema_conditions import condition_schemas
from fasmodell.authoring.schema_files import file_name
from fasmodell.authoring.schema_forms import form_schemas
from fasmodell.authoring.schema_imports import import_formats
from fasmodell.authoring.schema_names import Schema, name_schemas
from fasmodell.authoring.schema_profile import profile_schemas
from fasmodell.authoring.schema_values import mapping, observation_schemas, or_nothing, ref, words_of
from fasmodell.early_sign_loader import EarlySignForm
from fasmodell.forms import (
    ActorForm,
    ChangesForm,
    FindingForm,
    Form,
    GateForm,
    IndicatorForm,
    ManifestForm,
    PhaseForm,
    PhasePolicyForm,
    PlanPolicyForm,
    PublicationForm,
    RankingPolicyForm,
    ReferenceValueForm,
    RuleForm,
    StatementForm,
    TextForm,
    ThresholdForm,
)
from fasmodell.knowledge import PHASES, Finding, Level
from fasmodell.loader import FORMATS, LISTS, is_hyphenated
from fasmodell.measure_forms import MeasureForm
from fasmodell.names import KEBAB, SNAKE
from fasmodell.results import GateState, Standing
from fasmodell.rule_base import RuleBase, load_rule_base
from fasmodell.scales import Language
from fasmodell.system_loader import SystemForm
from fasmodell.terms import GATE_STATES, LEVELS, STANDING_OF_ONE

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
KINDS: Final = ("rules", "tests", "profile", "knowledge", "imports")
ENTRIES: Final[Mapping[str, type[Form]]] = {
    "indicators": IndicatorForm,
    "reference_values": ReferenceValueForm,
    "findings": FindingForm,
    "phases": PhaseForm,
    "gates": GateForm,
    "warnings": StatementForm,
    "watch": StatementForm,
    "measures": MeasureForm,
    "systems": SystemForm,
    "early_signs": EarlySignForm,
    "decision_reasons": StatementForm,
    "actors": ActorForm,
    "sources": PublicationForm,
    "rules": RuleForm,
    "thresholds": ThresholdForm,
}
POLICY_FORMS: Final[Mapping[str, type[Form]]] = {
    "phase_policy": PhasePolicyForm,
    "ranking_policy": RankingPolicyForm,
    "plan_policy": PlanPolicyForm,
    "manifest": ManifestForm,
    "changes": ChangesForm,
}
_OF_RULES: Final = ("rules", "thresholds", *POLICY_FORMS)


def editor_schema(kind: str, base: RuleBase, language: Language = "sv") -> Schema:
    """The schema for a kind of file; labels and anchors are in `language`."""
    whole = {
        "rules": lambda: _by_format(_formats(of_rules=True)),
        "tests": lambda: ref(FileForm.__name__),
        "profile": lambda: ref("profile"),
        "knowledge": lambda: _by_format(_formats(of_rules=False)),
        "imports": lambda: _by_format(import_formats()),
    }[kind]()
    head: Schema = {"$schema": DRAFT, "title": words.TITLES[kind].to(language)}
    return {**head, **whole, "$defs": _needed(whole, _definitions(base, language))}


def schema_text(schema: Schema) -> str:
    """A schema as it is written to a file: one value per line, so that a change can be read as a diff."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _definitions(base: RuleBase, language: Language) -> dict[str, Schema]:
    forms = form_schemas([*ENTRIES.values(), *POLICY_FORMS.values(), TextForm, CaseForm, FileForm], language)
    forms["IndicatorForm"] |= {"allOf": list(_parts_of_scale())}
    return {
        **forms,
        **name_schemas(base, language),
        **condition_schemas(base, language),
        **observation_schemas(base.knowledge.indicators.values(), language),
        **profile_schemas(base, language),
        **_test_schemas(base, language),
        "hyphenated": {"type": "string", "pattern": f"^{KEBAB.pattern}$"},
        "case": ref(CaseForm.__name__),
        "CitedStatement": {**forms["StatementForm"], "required": ["sv", "en", "source"]},
    }


def _test_schemas(base: RuleBase, language: Language) -> dict[str, Schema]:
    """What a case says of findings, gates and measures, by name."""

    def levels(finding: Finding, allowed: Sequence[str]) -> Schema:
        labels = {level.value: LEVELS[finding.kind][level].to(language) for level in Level}
        labels |= {RULED_OUT: words.RULED_OUT.to(language), OPEN: words.OPEN.to(language)}
        return {"description": finding.name.to(language), **words_of({one: labels[one] for one in allowed})}

    findings, gates, measures = base.knowledge.findings, base.knowledge.gates, base.knowledge.measures
    states = words_of({state: GATE_STATES[state].to(language) for state in GateState})
    standings = words_of({standing: STANDING_OF_ONE[standing].to(language) for standing in Standing})
    return {
        "tests_format": {"const": FORMAT},
        "given_findings": mapping({name: levels(one, GIVEN_LEVELS) for name, one in findings.items()}),
        "expected_findings": mapping({name: levels(one, EXPECTED_LEVELS) for name, one in findings.items()}),
        "gate_states": mapping({name: {"description": one.name.to(language), **states} for name, one in gates.items()}),
        "standing": standings,
        "standings": mapping(
            {name: {"description": one.name.to(language), **ref("standing")} for name, one in measures.items()}
        ),
    }


def _parts_of_scale() -> Iterator[Schema]:
    """A level needs its four anchors, a choice its options, and nothing else may have them."""
    levels: Schema = {"type": "object", "required": ["0", "1", "2", "3"]}
    for scale, key, wanted in (("level", "anchors", levels), ("choice", "options", {"type": "object"})):
        yield {
            "if": {"properties": {"scale": {"const": scale}}, "required": ["scale"]},
            "then": {"properties": {key: wanted}, "required": [key]},
            "else": {"properties": {key: {"type": "null"}}},
        }


def _formats(*, of_rules: bool) -> dict[str, Schema]:
    """Every format of one of the two folders, with the schema of its files."""
    kinds = {format_: format_.partition(".")[2].partition("/")[0] for format_ in FORMATS}
    return {format_: _file(format_, kind) for format_, kind in kinds.items() if (kind in _OF_RULES) == of_rules}


def _file(format_: str, kind: str) -> Schema:
    stated: Schema = {"format": {"const": format_}}
    if kind in POLICY_FORMS:
        form = POLICY_FORMS[kind]
        keys = {info.alias or name: info.is_required() for name, info in form.model_fields.items()}
        place = f"{form.__name__}/properties"
        needed = [key for key, is_required in keys.items() if is_required]
        return mapping({**stated, **{key: ref(f"{place}/{key}") for key in keys}}, ["format", *needed])
    sections = [section for section in FORMATS[format_] if section in ENTRIES]
    properties = {**stated, **{section: _section(section) for section in sections}}
    if "theme" not in FORMATS[format_]:
        alone = sections if len(sections) == 1 else []
        several = {"anyOf": [{"required": [section]} for section in sections]} if not alone else {}
        return {**mapping(properties, ["format", *alone]), **several}
    filled: Schema = {"properties": {"measures": {"type": "object", "minProperties": 1}}, "required": ["measures"]}
    themed: Schema = {"if": filled, "then": {"properties": {"theme": ref(TextForm.__name__)}, "required": ["theme"]}}
    return {**mapping({**properties, "theme": True}, ("format", "measures")), **themed}


def _section(section: str) -> Schema:
    form = ENTRIES[section]
    entry = ref("CitedStatement" if form is StatementForm else form.__name__)
    if section in LISTS:
        return or_nothing({"type": "array", "items": entry})
    if section == "phases":
        return or_nothing(mapping({str(phase): entry for phase in PHASES}))
    pattern = f"^{(KEBAB if is_hyphenated(section) else SNAKE).pattern}$"
    return or_nothing({"type": "object", "propertyNames": {"pattern": pattern}, "additionalProperties": entry})


def _by_format(formats: Mapping[str, Schema]) -> Schema:
    """A file that says by its format what else it holds."""
    return {
        "type": "object",
        "properties": {"format": {"type": "string", "enum": list(formats)}},
        "required": ["format"],
        "allOf": [
            {"if": {"properties": {"format": {"const": format_}}, "required": ["format"]}, "then": file}
            for format_, file in formats.items()
        ],
    }


def _needed(whole: Schema, definitions: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions that a schema leads to, by way of others too, in the order they are given."""
    reached: set[str] = set()
    waiting = list(_referred(whole))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _referred(definitions[name])
    return {name: schema for name, schema in definitions.items() if name in reached}


def _referred(schema: object) -> Iterator[str]:
    """The names of the definitions that a schema refers to directly."""
    if isinstance(schema, Mapping):
        target = schema.get("$ref")
        if isinstance(target, str):
            yield target.split("/")[2]
        for inner in schema.values():
            yield from _referred(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _referred(inner)


def main(arguments: list[str]) -> int:
    """Write the schemas of the bundled rule base into the folder that is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m fasmodell.authoring.editor_schemas FOLDER\n")
        return 2
    base, folder = load_rule_base(), Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        text = schema_text(editor_schema(kind, base))
        (folder / file_name(kind)).write_text(text, encoding="utf-8", newline="\n")
    sys.stderr.write(f"{len(KINDS)} schemas written to {arguments[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
