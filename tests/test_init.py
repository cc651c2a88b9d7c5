"""`fasmodell init`: a local rule base that loads at once, whose every example is one that may be used."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fasmodell import RuleBase, load_rule_base
from fasmodell.authoring import local_base
from fasmodell.authoring.local_base import local_base_files, name_from, write_new_folder
from fasmodell.diagnostics import FasmodellError
from fasmodell.lint_meaning import check_everything
from fasmodell.loader import Loaded, load_files
from fasmodell.names import KEBAB
from fasmodell.overlay import ChangeKind
from fasmodell.resources import bundled
from fasmodell.version import VersionRange

_EXAMPLE = re.compile("^#(?=  )", re.MULTILINE)


@pytest.fixture(scope="module")
def whole() -> RuleBase:
    return load_rule_base()


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fasmodell", *words], cwd=cwd, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def checked(folder: Path) -> Loaded:
    return load_files(bundled("rules"), bundled("knowledge_base"), check_everything, folder)


def test_the_example_of_its_help_makes_a_rule_base_that_every_command_takes(tmp_path: Path) -> None:
    shown = run("init", "--help", cwd=tmp_path)
    example = re.search(r"Example: fasmodell (.+)", shown.stdout)
    assert example is not None
    done = run(*example.group(1).split(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert run("--base", "exempelkommun", "check", cwd=tmp_path).returncode == 0
    tested = run("--base", "exempelkommun", "test", cwd=tmp_path)
    assert tested.returncode == 0, tested.stdout
    assert "none changed by this local rule base" in tested.stdout
    again = run(*example.group(1).split(), cwd=tmp_path)
    assert again.returncode == 1
    assert "FM135" in again.stderr


def test_a_new_local_rule_base_has_nothing_to_warn_of_and_changes_nothing(tmp_path: Path, whole: RuleBase) -> None:
    write_new_folder(tmp_path / "ny", local_base_files("ny", whole))
    loaded = checked(tmp_path / "ny")
    assert list(loaded.warnings) == []
    assert loaded.overlay is not None
    assert loaded.overlay.changes == ()
    assert set(loaded.rules.rules) == set(whole.rules.rules)


def test_every_example_can_be_used_as_it_stands(tmp_path: Path, whole: RuleBase) -> None:
    files = {name: _EXAMPLE.sub("", text) for name, text in local_base_files("ny", whole).items()}
    write_new_folder(tmp_path / "ny", files)
    loaded = checked(tmp_path / "ny")
    assert list(loaded.warnings) == []
    assert loaded.overlay is not None
    done = {(one.kind, one.section) for one in loaded.overlay.changes}
    added = {"rules", "indicators", "actors", "measures", "sources"}
    replaced = {"rules", "thresholds", "measures", "ranking_policy"}
    assert done == {
        *((ChangeKind.ADDED, section) for section in added),
        *((ChangeKind.REPLACED, section) for section in replaced),
        (ChangeKind.SWITCHED_OFF, "rules"),
    }


def test_the_readme_of_a_new_folder_names_what_is_there(whole: RuleBase) -> None:
    files = local_base_files("ny", whole)
    assert all("@" not in text for text in files.values())
    for name in re.findall(r"`([\w./]+\.(?:yaml|md))`", files["README.md"]):
        assert name in files or name == "profil.yaml", name


def test_the_range_holds_the_version_that_is_here_and_not_one_that_may_answer_otherwise(whole: RuleBase) -> None:
    written = re.search(r'version: "(.+)"', local_base_files("ny", whole)["manifest.yaml"])
    assert written is not None
    assert written.group(1) == ">=0.1.0, <0.2.0"
    assert VersionRange.read(written.group(1)) is not None


@pytest.mark.parametrize("text", ["Östersunds kommun", "Uppsala", "åäö", "", "...", "a  b", "Malmö 2026"])
def test_every_name_of_a_folder_gives_an_id(text: str) -> None:
    assert KEBAB.fullmatch(name_from(text))


def test_a_name_says_what_it_comes_from() -> None:
    assert [name_from(text) for text in ("Östersunds kommun", "Malmö 2026")] == ["ostersunds-kommun", "malmo-2026"]


def test_what_is_there_is_never_touched(tmp_path: Path, whole: RuleBase) -> None:
    files = local_base_files("ny", whole)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("full", "file", "link"):
        with pytest.raises(FasmodellError) as error:
            write_new_folder(tmp_path / name, files)
        assert [one.code for one in error.value.diagnostics] == ["FM135"]
    assert (tmp_path / "full" / "a.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full", "link"]


def test_an_empty_folder_is_filled_and_folders_above_are_made(tmp_path: Path, whole: RuleBase) -> None:
    files = local_base_files("ny", whole)
    (tmp_path / "empty").mkdir()
    for name in ("empty", "a/b/c"):
        write_new_folder(tmp_path / name, files)
        held = {path.relative_to(tmp_path / name).as_posix() for path in (tmp_path / name).rglob("*") if path.is_file()}
        assert held == set(files)


def test_when_the_disk_is_full_half_way_nothing_is_left(
    tmp_path: Path, whole: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = local_base._write, []

    def full(path: Path, text: str) -> None:
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(path)
        write(path, text)

    monkeypatch.setattr(local_base, "_write", full)
    with pytest.raises(FasmodellError) as error:
        write_new_folder(tmp_path / "ny", local_base_files("ny", whole))
    assert [one.code for one in error.value.diagnostics] == ["FM142"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [("init", "x", "--name", "Två Ord"), ("init", "x", "--name", "fasmodell-sverige"), ("--base", "y", "init", "x")],
    ids=["no id", "the name of the whole one", "over a local one"],
)
def test_wrong_use_is_told_and_writes_nothing(words: tuple[str, ...], tmp_path: Path) -> None:
    assert run(*words, cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []
