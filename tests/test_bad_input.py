"""Every code has its smallest bad input, and what is said about it is kept word for word, underlines included."""

import os
from pathlib import Path

import pytest

from bad_cases import FOLDERS, MEANING, code_of, codes_in, loaded_minimal, said_about
from fasmodell.codes import CODES


def test_the_minimal_rule_base_has_nothing_to_say_about() -> None:
    assert list(loaded_minimal().warnings) == []


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    assert {code_of(folder) for folder in FOLDERS} == set(CODES)


@pytest.mark.golden
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_bad_input_is_told_as_expected(folder: Path, tmp_path: Path) -> None:
    if code_of(folder) in MEANING:
        pytest.importorskip("z3", reason="the extra `smt` is not installed")
    told = said_about(folder, tmp_path)
    expected = folder / "expected.txt"
    if os.environ.get("FASMODELL_GOLDEN") == "write":
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_bad_input_shows_its_code(folder: Path) -> None:
    """And no other: the folder holds one mistake, and one mistake is told once, but for what must follow from it."""
    also = {"FM122": {"FM119"}, "FM329": {"FM323"}}.get(code_of(folder), set())
    assert codes_in((folder / "expected.txt").read_text(encoding="utf-8")) == {code_of(folder)} | also
