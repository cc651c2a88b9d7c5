"""Nothing a rule author wrote is lost: files are written whole, and only over what git can give back."""

import os
import subprocess
from pathlib import Path

import pytest

from fasmodell.authoring.safe_write import Rewrite, why_lost, write_safely
from fasmodell.diagnostics import FasmodellError

OLD, NEW = b"\xef\xbb\xbfold\r\n", b"new\n"


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "config", "user.name", "a")
    git(tmp_path, "config", "user.email", "a@b.invalid")
    (tmp_path / "kept.yaml").write_bytes(OLD)
    git(tmp_path, "add", "kept.yaml")
    git(tmp_path, "commit", "--quiet", "--message", "kept")
    return tmp_path


def refused(*rewrites: Rewrite, force: bool = False) -> list[tuple[str, str]]:
    """The code and file of everything that is refused."""
    with pytest.raises(FasmodellError) as caught:
        write_safely(rewrites, force=force)
    return [(one.code, Path(one.span.file).name) for one in caught.value.diagnostics]


def test_a_committed_file_is_written(repository: Path) -> None:
    write_safely([Rewrite(repository / "kept.yaml", OLD, NEW)])
    assert (repository / "kept.yaml").read_bytes() == NEW
    assert sorted(path.name for path in repository.iterdir()) == [".git", "kept.yaml"]


def test_a_changed_file_is_refused_until_it_is_staged(repository: Path) -> None:
    path = repository / "kept.yaml"
    path.write_bytes(b"mine\n")
    assert refused(Rewrite(path, b"mine\n", NEW)) == [("FM140", "kept.yaml")]
    assert path.read_bytes() == b"mine\n"
    git(repository, "add", "kept.yaml")
    write_safely([Rewrite(path, b"mine\n", NEW)])
    git(repository, "restore", "kept.yaml")
    assert path.read_bytes() == b"mine\n"


def test_untracked_and_ignored_files_are_refused(repository: Path) -> None:
    (repository / ".gitignore").write_text("ignored.yaml\n", encoding="utf-8")
    for name in ("untracked.yaml", "ignored.yaml"):
        (repository / name).write_bytes(OLD)
        assert refused(Rewrite(repository / name, OLD, NEW)) == [("FM140", name)]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_git_is_told_not_to_see_is_refused(repository: Path, flag: str) -> None:
    git(repository, "update-index", flag, "kept.yaml")
    (repository / "kept.yaml").write_bytes(b"mine\n")
    assert refused(Rewrite(repository / "kept.yaml", b"mine\n", NEW)) == [("FM140", "kept.yaml")]


def test_a_file_in_conflict_is_refused(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "other")
    for branch, text in (("other", b"a\n"), ("main", b"b\n")):
        git(repository, "checkout", "--quiet", branch)
        (repository / "kept.yaml").write_bytes(text)
        git(repository, "commit", "--quiet", "--all", "--message", "c")
    subprocess.run(["git", "merge", "other"], cwd=repository, check=False, capture_output=True)
    text = (repository / "kept.yaml").read_bytes()
    assert b"<<<<" in text
    assert refused(Rewrite(repository / "kept.yaml", text, NEW)) == [("FM140", "kept.yaml")]


def test_outside_a_repository_every_file_is_refused_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "alone.yaml"
    path.write_bytes(OLD)
    assert refused(Rewrite(path, OLD, NEW)) == [("FM140", "alone.yaml")]
    write_safely([Rewrite(path, OLD, NEW)], force=True)
    assert path.read_bytes() == NEW


def test_without_git_every_file_is_refused(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "git cannot be run" in str(why_lost(repository / "kept.yaml"))


def test_the_repository_of_the_file_counts_and_not_the_one_of_a_hook(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "no-such-folder")
    monkeypatch.setenv("GIT_INDEX_FILE", "no-such-index")
    assert why_lost(repository / "kept.yaml") is None


def test_a_name_with_signs_that_git_reads_as_a_pattern_is_a_name(repository: Path) -> None:
    (repository / "k*.yaml").write_bytes(OLD)
    assert refused(Rewrite(repository / "k*.yaml", OLD, NEW)) == [("FM140", "k*.yaml")]


@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_changed_since_it_was_read_is_refused_even_by_force(repository: Path, force: bool) -> None:
    path = repository / "kept.yaml"
    assert refused(Rewrite(path, b"older\n", NEW), force=force) == [("FM141", "kept.yaml")]
    assert refused(Rewrite(path, None, NEW), force=force) == [("FM141", "kept.yaml")]
    assert refused(Rewrite(repository / "gone.yaml", OLD, NEW), force=force) == [("FM141", "gone.yaml")]
    assert path.read_bytes() == OLD


def test_nothing_is_written_when_one_file_is_refused(repository: Path) -> None:
    (repository / "untracked.yaml").write_bytes(OLD)
    rewrites = [Rewrite(repository / name, OLD, NEW) for name in ("kept.yaml", "untracked.yaml")]
    assert refused(*rewrites) == [("FM140", "untracked.yaml")]
    assert (repository / "kept.yaml").read_bytes() == OLD


def test_a_new_file_needs_no_git_and_gets_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "new.yaml"
    write_safely([Rewrite(path, None, NEW)])
    assert path.read_bytes() == NEW


def test_a_write_that_fails_leaves_the_old_file_and_no_other(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(Rewrite(repository / "kept.yaml", OLD, NEW)) == [("FM142", "kept.yaml")]
    assert (repository / "kept.yaml").read_bytes() == OLD
    assert sorted(path.name for path in repository.iterdir()) == [".git", "kept.yaml"]


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_a_file_keeps_its_mode_and_a_link_stays_one(repository: Path) -> None:
    (repository / "kept.yaml").chmod(0o640)
    (repository / "link.yaml").symlink_to("kept.yaml")
    write_safely([Rewrite(repository / "link.yaml", OLD, NEW)])
    assert (repository / "link.yaml").is_symlink()
    assert (repository / "kept.yaml").read_bytes() == NEW
    assert (repository / "kept.yaml").stat().st_mode & 0o777 == 0o640
