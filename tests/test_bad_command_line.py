"""The command line on bad input: its exit code, nothing on stdout, nothing written, and never a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bad_cases import BAD, MINIMAL, lay_out
from fasmodell.cli import main
from fasmodell.yaml_source import MAX_BYTES

HEAD = "format: fasmodell.profile/1\narea: {name: Exempelområdet}\nas_of: 2026-03-31\n"
VERBS = (["recommend"], ["phase"], ["profile", "check"])
RULE_BASE_VERBS = (["check"], ["kb", "list", "findings"], ["test"], ["profile", "new"])

Written = dict[str, tuple[bool, bytes]]


class Place:
    """A folder to run in, a home that must stay empty, and what the last run said."""

    def __init__(self, folder: Path, home: Path, capfd: pytest.CaptureFixture[str], argv: Callable[..., None]) -> None:
        self.folder, self.home = folder, home
        self._capfd, self._argv = capfd, argv
        self.stderr = ""

    def run(self, *words: str | Path) -> int:
        """Run in this process; fails when anything is written, on stdout or to a file, or a traceback is shown."""
        before = self._written()
        self._capfd.readouterr()
        self._argv(words)
        code = main()
        shown = self._capfd.readouterr()
        self.stderr = shown.err
        assert self._written() == before
        assert not shown.out
        assert shown.err.endswith("\n")
        assert "Traceback" not in shown.err
        assert "internal error" not in shown.err
        return code

    def on_minimal(self, *words: str | Path) -> int:
        """Run with the minimal rule base, which must not be at fault."""
        return self.run("--rules", MINIMAL / "rules", "--knowledge", MINIMAL / "knowledge_base", *words)

    def on_own(self, *words: str | Path) -> int:
        """Run with the rule base that lies in the folder."""
        return self.run("--rules", "rules", "--knowledge", "knowledge_base", *words)

    def _written(self) -> Written:
        paths = [path for folder in (self.folder, self.home) for path in folder.rglob("*")]
        return {str(path): (path.is_dir(), path.read_bytes() if _is_read(path) else b"") for path in paths}


def _is_read(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK) and path.stat().st_size < MAX_BYTES


@pytest.fixture
def place(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    folder, home = tmp_path / "here", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("FASMODELL_CACHE_DIR", "")
    yield Place(folder, home, capfd, lambda words: monkeypatch.setattr(sys, "argv", ["fasmodell", *map(str, words)]))


PROFILES = {
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "FM102"),
    "utf-16": ((HEAD).encode("utf-16"), "FM102"),
    "latin-1": (HEAD.encode("latin-1"), "FM102"),
    "empty": (b"", "FM110"),
    "only spaces": (b" \n\n", "FM110"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "FM110"),
    "huge": (b"#" * (MAX_BYTES + 1), "FM112"),
    "deeply nested": (b"[" * 100_000, "FM113"),
    "deeply nested mappings": (b"{a: " * 100_000, "FM113"),
    "an alias bomb": (b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121)), "FM115"),
    "an alias of itself": (b"a: &a [*a]\n", "FM115"),
    "duplicate keys": ((HEAD + "as_of: 2025-03-31\n").encode(), "FM105"),
    "a list": (b"- format: fasmodell.profile/1\n", "FM107"),
    "text": (b"a profile\n", "FM107"),
    "another format": (b"format: fasmodell.rules/1\n", "FM108"),
    "an unknown indicator": ((HEAD + "observations: {unsafe_evning_share: 4}\n").encode(), "FM401"),
    "an unknown measure": ((HEAD + "measures_in_place: [saftey_walk]\n").encode(), "FM411"),
    "out of range": ((HEAD + "observations: {unsafe_evening_share: -1}\n").encode(), "FM402"),
    "of the wrong type": ((HEAD + "observations: {services_can_work: [true]}\n").encode(), "FM107"),
    "not a number": ((HEAD + "observations: {unsafe_evening_share: .NaN}\n").encode(), "FM120"),
    "infinite": ((HEAD + "observations: {unsafe_evening_share: 1e999}\n").encode(), "FM120"),
    "in the future": ((HEAD + "observations: {attacks_12m: {value: 1, period: 2027}}\n").encode(), "FM406"),
    "about a person": ((HEAD + "observations: {suspect_name: Kim}\n").encode(), "FM404"),
    "with an identity number": ((HEAD + "measures_in_place: [{measure: safety_walk, note: 811218-9876}]\n").encode(), "FM404"),
    "about ethnicity": ((HEAD + "observations: {ethnic_minority_share: 40}\n").encode(), "FM405"),
    "more problems than anyone reads": (
        (HEAD + "observations:\n" + "".join(f"  unknown_{n}: 1\n" for n in range(5_000))).encode(),
        "FM122",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROFILES)
def test_a_bad_profile_is_exit_4(name: str, place: Place) -> None:
    content, code = PROFILES[name]
    (place.folder / "profile.yaml").write_bytes(content)
    for verb in VERBS:
        assert place.on_minimal(*verb, "profile.yaml") == 4
        assert f"error[{code}]: " in place.stderr
        assert "profile.yaml:" in place.stderr


def test_unknown_names_come_with_a_suggestion(place: Place) -> None:
    (place.folder / "profile.yaml").write_bytes(PROFILES["an unknown indicator"][0])
    place.on_minimal("recommend", "profile.yaml")
    assert "help: did you mean `unsafe_evening_share`?\n" in place.stderr


@pytest.mark.parametrize(
    "name",
    [
        "missing.yaml",
        "folder",
        "file/profile.yaml",
        "loop",
        "secret",
        "n" * 5_000,
        pytest.param("/dev/zero", marks=pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")),
        pytest.param("/dev/null", marks=pytest.mark.skipif(not Path("/dev/null").exists(), reason="no such device")),
    ],
    ids=lambda name: name[:20],
)
def test_a_profile_that_cannot_be_read_is_exit_4(name: str, place: Place) -> None:
    (place.folder / "folder").mkdir()
    (place.folder / "file").write_text(HEAD, encoding="utf-8")
    (place.folder / "loop").symlink_to("loop")
    secret = place.folder / "secret"
    secret.write_text(HEAD, encoding="utf-8")
    secret.chmod(0)
    if name == "secret" and os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    for verb in VERBS:
        assert place.on_minimal(*verb, name) == 4
        assert "error[FM1" in place.stderr


RULE_BASES = {
    "FM101-folder-for-a-file": "check", "FM102-latin-1": None, "FM105-indicator-twice": None,
    "FM201-misspelt-indicator": "did you mean", "FM205-misspelt-source": "did you mean",
    "FM209-finding-defined-twice": "it is first defined here", "FM210-circle-of-findings": "in a circle",
    "FM211-prerequisite-of-itself": "in a circle", "FM307-anchor-missing": "anchor",
    "FM319-gate-that-never-opens": "no evidence",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name, words in RULE_BASES.items() if words])
def test_a_bad_rule_base_is_exit_3(name: str, place: Place) -> None:
    lay_out(BAD / name, place.folder)
    (place.folder / "profile.yaml").write_text(HEAD, encoding="utf-8")
    for verb in (*VERBS, *RULE_BASE_VERBS):
        words = ["profile.yaml"] if verb in VERBS else []
        assert place.on_own(*verb, *words) == 3
        assert f"error[{name[:5]}]: " in place.stderr
        assert str(RULE_BASES[name]).replace("check", "") in place.stderr
