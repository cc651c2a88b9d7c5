"""The cache may only save time: whatever is in it, and whatever happens to it, the answer is that without it."""

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bad_cases import MINIMAL
from fasmodell import RuleBase, RuleBaseError, load_rule_base
from fasmodell.cache import Cache, cache_folder

PROFILE = """\
format: fasmodell.profile/1
area: {name: Exempelområdet}
as_of: 2026-03-31
observations: {open_drug_scene_level: 2, services_can_work: false}
"""
FINDINGS = "rules/1-findings/open-drug-scene.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a rule base of its own and a profile."""
    folder = tmp_path / "own"
    shutil.copytree(MINIMAL, folder)
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("FASMODELL_CACHE_DIR", str(folder))
    return folder


def load(own: Path, *, cache: bool = True) -> RuleBase:
    return load_rule_base(own / "rules", own / "knowledge_base", cache=cache)


def entry(kept: Path) -> Path:
    (path,) = kept.glob("*.rulebase")
    return path


def same(base: RuleBase, own: Path) -> bool:
    """Equal to what is read without a cache."""
    fresh = load(own, cache=False)
    return (base.digest, base.rules, base.knowledge.measures) == (
        fresh.digest,
        fresh.rules,
        fresh.knowledge.measures,
    ) and base.situation.clauses == fresh.situation.clauses


def test_what_is_kept_equals_what_was_compiled(own: Path, kept: Path) -> None:
    load(own)
    content = entry(kept).read_bytes()
    assert same(load(own), own)
    assert entry(kept).read_bytes() == content


def test_a_changed_file_is_seen_at_once(own: Path, kept: Path) -> None:
    before = load(own)
    path = own / FINDINGS
    status = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("at_least: 1", "at_least: 2"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # neither its size nor its time tells
    after = load(own)
    assert after.digest != before.digest
    assert same(after, own)
    path.write_text(text, encoding="utf-8")
    assert load(own).digest == before.digest
    assert len(list(kept.iterdir())) == 2


def test_a_file_more_or_less_or_renamed_is_seen(own: Path, kept: Path) -> None:
    seen = {load(own).digest}
    path = own / FINDINGS
    path.rename(own / "rules/1-findings/drugs.yaml")
    seen.add(load(own).digest)
    (own / "rules/1-findings/drugs.yaml").rename(path)
    (own / "rules/3-measures/advice.yaml").rename(own / "rules/1-findings/advice.txt")
    seen.add(load(own).digest)
    assert len(seen) == 3
    assert len(list(kept.iterdir())) == 3


def test_errors_are_not_hidden_by_what_was_kept(own: Path, kept: Path) -> None:
    load(own)
    stray = own / "rules/1-findings/more.yml"
    stray.write_text("format: fasmodell.rules/1\n", encoding="utf-8")
    with pytest.raises(RuleBaseError):
        load(own)
    stray.unlink()
    (own / FINDINGS).write_text("rules: [", encoding="utf-8")
    with pytest.raises(RuleBaseError):
        load(own)
    assert len(list(kept.iterdir())) == 1


def test_rules_that_change_while_they_are_read_are_not_kept(
    own: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own / FINDINGS
    before = path.read_text(encoding="utf-8")
    of_folders = Cache.for_folders

    def change_after(*folders: Path) -> Cache | None:
        found = of_folders(*folders)
        path.write_text(before.replace("at_least: 1", "at_least: 2"), encoding="utf-8")
        return found

    monkeypatch.setattr(Cache, "for_folders", change_after)
    load(own)
    monkeypatch.undo()
    monkeypatch.setenv("FASMODELL_CACHE_DIR", str(kept))
    path.write_text(before, encoding="utf-8")
    assert same(load(own), own)


def _checked(value: object) -> bytes:
    payload = pickle.dumps(value)
    return b"fasmodell-cache-1\n" + hashlib.sha256(payload).digest() + payload


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut in its head": lambda content: content[:10],
    "cut in its checksum": lambda content: content[:30],
    "cut in half": lambda content: content[: len(content) // 2],
    "without its last byte": lambda content: content[:-1],
    "with a byte more": lambda content: content + b"\0",
    "with a byte changed in its head": lambda content: b"F" + content[1:],
    "with a byte changed": lambda content: content[:-100] + bytes([content[-100] ^ 1]) + content[-99:],
    "zeros": lambda content: bytes(len(content)),
    "of another program": lambda _: pickle.dumps({"a": 1}),
    "of another type": lambda _: _checked({"a": 1}),
    "not a pickle": lambda _: b"fasmodell-cache-1\n" + hashlib.sha256(b"x").digest() + b"x",
    "of a class that is gone": lambda _: b"fasmodell-cache-1\n" + _gone(),
}


def _gone() -> bytes:
    payload = b"cfasmodell.rule_base\nNoSuchClass\n."
    return hashlib.sha256(payload).digest() + payload


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_entry_is_as_good_as_none_and_is_mended(name: str, own: Path, kept: Path) -> None:
    load(own)
    path = entry(kept)
    whole = path.read_bytes()
    path.write_bytes(DAMAGE[name](whole))
    assert same(load(own), own)
    assert len(path.read_bytes()) == len(whole)
    assert same(load(own), own)


def test_a_pickle_that_others_may_write_is_never_opened(own: Path, kept: Path, tmp_path: Path) -> None:
    load(own)
    path, trap = entry(kept), tmp_path / "sprung"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (os.mkdir, (str(trap),))

    for mode_of_folder, mode in ((0o777, 0o600), (0o700, 0o666)):
        path.write_bytes(_checked(Trap()))
        kept.chmod(mode_of_folder)
        path.chmod(mode)
        assert same(load(own), own)
        assert not trap.exists()
        kept.chmod(0o700)
        path.chmod(0o600)


def test_a_folder_that_cannot_be_used_changes_nothing(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "locked").mkdir(mode=0o500)
    for folder in ("file", "file/below", "loop", "locked/below", "n" * 300, ""):
        monkeypatch.setenv("FASMODELL_CACHE_DIR", folder and str(tmp_path / folder))
        assert same(load(own), own)
        assert same(load(own), own)
    assert (tmp_path / "file").read_bytes() == b""


def test_a_full_disk_changes_nothing(own: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert same(load(own), own)
    assert list(kept.iterdir()) == []


def test_an_entry_that_is_a_folder_changes_nothing(own: Path, kept: Path) -> None:
    load(own)
    path = entry(kept)
    path.unlink()
    path.mkdir()
    assert same(load(own), own)
    assert list(kept.iterdir()) == [path]


def test_only_the_newest_entries_are_kept(own: Path, kept: Path) -> None:
    text = (own / FINDINGS).read_text(encoding="utf-8")
    for number in range(12):
        (own / FINDINGS).write_text(f"# {number}\n{text}", encoding="utf-8")
        load(own)
    assert len(list(kept.iterdir())) == 8
    assert same(load(own), own)


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASMODELL_CACHE_DIR", "")
    assert cache_folder() is None


def test_four_processes_at_once_give_one_answer(own: Path, kept: Path) -> None:
    """Twice: with nothing kept, and while what is kept is damaged."""
    alone = _answer(own, "--no-cache").communicate()[0]
    assert alone
    assert not kept.exists()
    for _ in range(2):
        running = [_answer(own) for _ in range(4)]
        assert [process.communicate()[0] for process in running] == [alone] * 4
        assert [process.returncode for process in running] == [0] * 4
        assert [path.suffix for path in kept.iterdir()] == [".rulebase"]
        entry(kept).write_bytes(entry(kept).read_bytes()[:-5])


def _answer(own: Path, *options: str) -> subprocess.Popen[bytes]:
    words = ["--rules", "rules", "--knowledge", "knowledge_base", *options, "phase", "profile.yaml", "--format", "json"]
    return subprocess.Popen([sys.executable, "-m", "fasmodell", *words], cwd=own, stdout=subprocess.PIPE)
