"""The schemas for editors: fresh, valid, named by every file, and never stricter than the loaders."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from bad_cases import BAD, MINIMAL, minimal_base
from fasmodell import ProfileError, RuleBase, RuleBaseError, load_rule_base, parse_profile
from fasmodell.authoring.editor_schemas import ENTRIES, KINDS, POLICY_FORMS, editor_schema, main, schema_text
from fasmodell.authoring.rule_test_loader import read_rule_tests
from fasmodell.authoring.schema_files import FOLDERS, file_name, kind_of, schema_line
from fasmodell.diagnostics import Diagnostic
from fasmodell.loader import FORMATS, load_files
from fasmodell.rule_base import compile_rule_base
from fasmodell.yaml_source import parse_yaml, read_text
from language_server import MISSING, node_environment
from strategies_yaml import mutated_data

ROOT = Path(__file__).resolve().parent.parent
MAPPING = Path("src/fasmodell/batch/imports.yaml")
FILES = sorted(path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))
FILES.append(MAPPING)


def with_text_keys(data: object) -> object:
    """The data as JSON has it, where every key is text."""
    if isinstance(data, dict):
        return {str(key): with_text_keys(value) for key, value in data.items()}
    return [with_text_keys(value) for value in data] if isinstance(data, list) else data


def data_of(text: str) -> object:
    document, problems = parse_yaml(text, "file.yaml")
    assert document is not None
    assert problems == ()
    return with_text_keys(document.data)


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_rule_base()


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    schemas = {kind: json.loads((ROOT / "schemas" / file_name(kind)).read_text(encoding="utf-8")) for kind in KINDS}
    return {kind: Draft202012Validator(schema) for kind, schema in schemas.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_written_schemas_are_the_ones_that_the_rule_base_gives(kind: str, base: RuleBase) -> None:
    written = (ROOT / "schemas" / file_name(kind)).read_text(encoding="utf-8")
    assert written == schema_text(editor_schema(kind, base)), "run `make docs`"


def test_the_schemas_folder_holds_the_schemas_and_nothing_else() -> None:
    assert sorted(path.name for path in (ROOT / "schemas").iterdir()) == sorted(map(file_name, KINDS))


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_are_schemas(kind: str, validators: dict[str, Draft202012Validator]) -> None:
    Draft202012Validator.check_schema(validators[kind].schema)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_shipped_file_names_its_schema_on_the_first_line(path: Path) -> None:
    with (ROOT / path).open(encoding="utf-8") as file:
        line = file.readline()
    assert line == schema_line(path)
    named = Path(os.path.normpath(ROOT / path.parent / line.partition("$schema=")[2].strip()))
    assert named == ROOT / "schemas" / file_name(kind_of(path))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_shipped_file_fits_its_schema(path: Path, validators: dict[str, Draft202012Validator]) -> None:
    errors = validators[kind_of(path)].iter_errors(data_of((ROOT / path).read_text(encoding="utf-8")))
    assert [(list(error.absolute_path), error.message) for error in errors] == []


def test_every_format_and_section_has_its_schema() -> None:
    assert {section for sections in FORMATS.values() for section in sections if section in ENTRIES} == set(ENTRIES)
    entries = {format_ for format_, sections in FORMATS.items() if set(sections) & set(ENTRIES)}
    assert {format_.partition(".")[2].partition("/")[0] for format_ in FORMATS.keys() - entries} == set(POLICY_FORMS)


@pytest.mark.skipif(MISSING is not None, reason=str(MISSING))
def test_a_second_validator_finds_the_schemas_strict_and_the_files_valid() -> None:
    instances = [
        {"name": str(path), "kind": kind_of(path), "data": data_of((ROOT / path).read_text(encoding="utf-8"))}
        for path in FILES
    ]
    wrong: list[object] = [
        {"name": "no format", "kind": "rules", "data": {"rules": {}}},
        {"name": "no area", "kind": "profile", "data": {"format": "fasmodell.profile/1", "as_of": "2026-01-01"}},
    ]
    given = {"schemas": {kind: str(ROOT / "schemas" / file_name(kind)) for kind in KINDS}}
    done = subprocess.run(
        ["node", ROOT / "tests" / "node" / "validate.cjs"],
        input=json.dumps({**given, "instances": [*instances, *wrong]}),
        env=node_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"no format", "no area"}


# Whatever the loaders accept the schemas accept


MINIMAL_FILES = {
    path.relative_to(MINIMAL).as_posix(): path.read_text(encoding="utf-8") for path in sorted(MINIMAL.rglob("*.yaml"))
}
SMALL_PROFILES = [
    text
    for folder in BAD.glob("FM4*")
    if (folder / "profile.yaml").is_file()
    for text in [(folder / "profile.yaml").read_text(encoding="utf-8")]
]
RULE_TESTS_FILE = "rules/1-findings/open-drug-scene.test.yaml"
RULE_TESTS = """
format: fasmodell.tests/1
cases:
  - name: all that leads to findings
    given:
      open_drug_scene_level: {value: 3, period: 2026-Q1, margin: 1, source: x, secrecy: public, note: x, method: x}
    in_place: [safety_walk]
    previous_assessment: {phase: 1, as_of: 2025-01-01, gates_open_since: {control: 2024}}
    todo: later
    golden: false
    expect:
      findings: {open_drug_scene: acute}
      undecided: []
      fired: [dominating, open-drug-scene/occurs]
      not_fired: []
      ask: [open_drug_scene_level]
      points: {control: {shut: 1}}
      phase: undetermined
  - name: all that leads to measures
    findings: {open_drug_scene: ruled_out}
    gates: {control: open}
    phase: 2
    expect:
      standing: {safety_walk: now}
      score: {safety_walk: 1.5}
      adjustment: {safety_walk: 0}
      near: {safety_walk: [scared_straight]}
"""
EXAMPLES = [path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*.yaml")]
law = settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def refused(kind: str, text: str, base: RuleBase) -> list[str]:
    """What the schema of a rule base has against a text."""
    schema = editor_schema(kind, base)
    return [
        f"{list(error.absolute_path)}: {error.message}"
        for error in Draft202012Validator(schema).iter_errors(data_of(text))
    ]


@pytest.mark.parametrize("name", MINIMAL_FILES)
def test_what_the_loader_of_rule_bases_accepts_the_schema_accepts(name: str) -> None:
    def read(path: Path, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
        return (changed[0], ()) if file == name else read_text(path, file)

    @settings(law, max_examples=40)
    @given(mutated_data([MINIMAL_FILES[name]]))
    def check(text: str) -> None:
        changed[0] = text
        try:
            loaded = load_files(MINIMAL / "rules", MINIMAL / "knowledge_base", read=read)
        except RuleBaseError:
            return
        kind = {"rules": "rules", "knowledge_base": "knowledge"}[name.partition("/")[0]]
        assert refused(kind, text, compile_rule_base(loaded)) == []

    changed = [""]
    check()


@law
@given(mutated_data(EXAMPLES))
def test_what_the_loader_of_profiles_accepts_the_schema_accepts(
    base: RuleBase, validators: dict[str, Draft202012Validator], text: str
) -> None:
    try:
        parse_profile(text, base)
    except ProfileError:
        return
    errors = validators["profile"].iter_errors(data_of(text))
    assert [f"{list(error.absolute_path)}: {error.message}" for error in errors] == []


@law
@given(mutated_data(SMALL_PROFILES))
def test_what_is_accepted_of_small_profiles_the_schema_accepts(text: str) -> None:
    try:
        parse_profile(text, minimal_base())
    except ProfileError:
        return
    assert refused("profile", text, minimal_base()) == []


def test_the_rule_tests_that_are_mutated_are_accepted_as_they_stand() -> None:
    assert len(read_rule_tests(RULE_TESTS, RULE_TESTS_FILE, minimal_base()).cases) == 2
    assert refused("tests", RULE_TESTS, minimal_base()) == []


@law
@given(mutated_data([RULE_TESTS]))
def test_what_the_loader_of_rule_tests_accepts_the_schema_accepts(text: str) -> None:
    try:
        read_rule_tests(text, RULE_TESTS_FILE, minimal_base())
    except RuleBaseError:
        return
    assert refused("tests", text, minimal_base()) == []


def test_the_program_writes_the_schemas_into_the_folder_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "new")]) == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(map(file_name, KINDS))
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "FOLDER" in captured.err
