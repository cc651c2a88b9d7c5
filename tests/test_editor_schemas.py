"""The schemas for editors: fresh, valid, named by every file, and never stricter than the loaders."""

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fasmodell import RuleBase, load_rule_base
from fasmodell.authoring.editor_schemas import ENTRIES, KINDS, POLICY_FORMS, editor_schema, main, schema_text
from fasmodell.authoring.schema_files import FOLDERS, file_name, kind_of, schema_line
from fasmodell.loader import FORMATS
from fasmodell.yaml_source import parse_yaml

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))


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


def test_the_program_writes_the_schemas_into_the_folder_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "new")]) == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(map(file_name, KINDS))
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "FOLDER" in captured.err
