"""The command line on bad input: its exit code, nothing on stdout, nothing written, and never a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bad_cases import BAD, MINIMAL, lay_out
from fasmodell.cli import main
from fasmodell.yaml_source import MAX_BYTES

HEAD = "format: fasmodell.profile/1\narea: {name: Exempelområdet}\nas_of: 2026-03-31\n"
VERBS = (["recommend"], ["phase"], ["profile", "check"])
RULE_BASE_VERBS = (["check"], ["kb", "list", "findings"], ["test"], ["profile", "new"])

Written = dict[str, tuple[int, int, int]]


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
        found = {str(path): path.lstat() for path in paths}
        return {name: (status.st_mode, status.st_size, status.st_mtime_ns) for name, status in found.items()}


@pytest.fixture
def place(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    folder, home = tmp_path / "here", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("FASMODELL_CACHE_DIR", "")
    return Place(folder, home, capfd, lambda words: monkeypatch.setattr(sys, "argv", ["fasmodell", *map(str, words)]))


BOMB = b"%c: &%c [*%c, *%c]\n"
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
    "an alias bomb": (b"a: &a [x, x]\n" + b"".join(BOMB % (n + 1, n + 1, n, n) for n in range(97, 121)), "FM115"),
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
    "with an identity number": ((HEAD + "observations: {attacks_12m: {note: 811218-9876}}\n").encode(), "FM404"),
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
def test_a_profile_that_cannot_be_read_is_exit_4(name: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.folder / "folder").mkdir()
    (place.folder / "file").write_text(HEAD, encoding="utf-8")
    (place.folder / "loop").symlink_to("loop")
    secret = place.folder / "secret"
    secret.write_text(HEAD, encoding="utf-8")
    secret.chmod(0)
    if os.access(secret, os.R_OK):  # the administrator may read everything
        monkeypatch.setattr(Path, "open", _refusing(secret.name))
    for verb in VERBS:
        assert place.on_minimal(*verb, name) == 4
        assert "error[FM1" in place.stderr


def _refusing(name: str) -> Callable[..., object]:
    """`Path.open` as it is for somebody who may not read the file of that name."""
    really_open = Path.open

    def open_(path: Path, *words: object, **named: object) -> object:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return really_open(path, *words, **named)  # type: ignore[call-overload]

    return open_


RULE_BASES = {
    "FM108-misspelt-format": "did you mean",
    "FM123-spaces-in-an-id": "is not an id",
    "FM128-no-manifest": "there is no file",
    "FM130-short-ending": "are not read",
    "FM201-misspelt-indicator": "did you mean",
    "FM205-misspelt-source": "did you mean",
    "FM209-finding-defined-twice": "it is first defined here",
    "FM210-circle-of-findings": "in a circle",
    "FM211-prerequisite-of-itself": "in a circle",
    "FM307-anchor-missing": "written anchor",
    "FM319-gate-that-never-opens": "no evidence",
}


@pytest.mark.parametrize("name", RULE_BASES)
def test_a_bad_rule_base_is_exit_3(name: str, place: Place) -> None:
    lay_out(BAD / name, place.folder)
    (place.folder / "profile.yaml").write_text(HEAD, encoding="utf-8")
    for verb in (*VERBS, *RULE_BASE_VERBS):
        assert place.on_own(*verb, *(["profile.yaml"] if verb in VERBS else [])) == 3
        assert f"error[{name[:5]}]: " in place.stderr
        assert RULE_BASES[name] in place.stderr


def test_every_broken_file_is_told_at_once_and_nothing_that_follows_from_it(place: Place) -> None:
    lay_out(MINIMAL, place.folder)
    broken = {
        "knowledge_base/indicators.yaml": b"format: fasmodell.indicators/1\nindicators: {open_drug_scene_level: [",
        "knowledge_base/findings.yaml": b"findings:\n\tlitter: 1\n",
        "knowledge_base/sources.yaml": "sources: [Malmö]".encode("latin-1"),
        "rules/2-gates/trust.yaml": b"\0\1\2",
        "rules/phase-policy.yaml": b"",
        "rules/thresholds.yaml": b"a: 1\na: 2\n",
    }
    for name, content in broken.items():
        (place.folder / name).write_bytes(content)
    assert place.on_own("check") == 3
    told = [line.split(":")[0] for line in place.stderr.splitlines() if "error[" in line]
    assert sorted(set(told)) == sorted(broken)
    assert len(told) == len(broken) + 1  # the last one has no format either


def test_mistakes_beside_a_broken_file_are_told_too(place: Place) -> None:
    lay_out(BAD / "FM104-misspelt-comparison", place.folder)
    misspelt = BAD / "FM205-misspelt-source" / "rules/1-findings/more.yaml"
    (place.folder / "rules/1-findings/again.yaml").write_bytes(misspelt.read_bytes())
    with (place.folder / "knowledge_base/findings.yaml").open("a", encoding="utf-8") as findings:
        findings.write("  broken: [\n")
    assert place.on_own("check") == 3
    assert all(f"error[{code}]" in place.stderr for code in ("FM103", "FM104", "FM205"))
    assert place.stderr.endswith("error: the rule base has 3 errors\n")


@pytest.mark.parametrize("content", [content for content, _ in PROFILES.values()], ids=list(PROFILES))
def test_a_rule_file_may_be_as_bad_as_a_profile(content: bytes, place: Place) -> None:
    lay_out(MINIMAL, place.folder)
    (place.folder / "rules/1-findings/more.yaml").write_bytes(content)
    assert place.on_own("check") == 3
    assert "rules/1-findings/more.yaml:" in place.stderr


def test_a_rule_file_that_cannot_be_read_is_told_alone(place: Place) -> None:
    """Nothing is said of what may be defined in it."""
    lay_out(MINIMAL, place.folder)
    path = place.folder / "knowledge_base/findings.yaml"
    path.unlink()
    path.symlink_to("nowhere.yaml")
    assert place.on_own("check") == 3
    assert place.stderr == (
        "knowledge_base/findings.yaml:1:1: error[FM101]: there is no such file\nerror: the rule base has 1 error\n"
    )


def test_folders_that_are_not_there_or_empty_are_exit_3(place: Place) -> None:
    (place.folder / "empty").mkdir()
    for verb in RULE_BASE_VERBS:
        assert place.run("--rules", "nowhere", "--knowledge", "empty", *verb) == 3
        assert "nowhere:1:1: error[FM101]: there is no such folder" in place.stderr
        assert "empty:1:1: error[FM128]: there is no YAML file in this folder" in place.stderr


def test_an_old_rule_base_that_nests_too_deeply_is_told_or_read(place: Place) -> None:
    """Whatever the limit on nesting lets through must be compiled without running out of stack."""
    lay_out(BAD / "FM318-bound-without-basis", place.folder)
    rules = place.folder / "rules/1-findings/more.yaml"
    text, condition = rules.read_text(encoding="utf-8"), "{indicator: open_drug_scene_level, at_least: 2}"
    deep = "{not: {any: [" * 32 + condition + "]}}" * 32
    rules.write_text(text.replace(condition, deep), encoding="utf-8")
    (place.folder / "profile.yaml").write_text(HEAD + "observations: {attacks_12m: -1}\n", encoding="utf-8")
    assert place.on_own("phase", "profile.yaml") == 4
    rules.write_text(text.replace(condition, "{not: " * 101 + condition + "}" * 101), encoding="utf-8")
    assert place.on_own("phase", "profile.yaml") == 3


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ("unsafe_evning_share=4", 4, "did you mean `unsafe_evening_share`?"),
        ("unsafe_evening_share=400", 4, "must be between 0 and 100, got 400"),
        ("unsafe_evening_share=[", 4, "never closed"),
        ("unsafe_evening_share={value: 4}", 4, "must be a number, got a mapping"),
        ("services_can_work=no", 4, "write `false`"),
        ("unsafe_evening_share", 2, "indicator=value"),
        ("unsafe_evening_share=", 2, "indicator=value"),
    ],
)
def test_a_bad_change_is_told(change: str, code: int, words: str, place: Place) -> None:
    (place.folder / "profile.yaml").write_text(HEAD, encoding="utf-8")
    assert place.on_minimal("recommend", "profile.yaml", "--set", change) == code
    assert words in place.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["recomend", "profile.yaml"],
        ["recommend"],
        ["recommend", "profile.yaml", "--tpo", "3"],
        ["recommend", "profile.yaml", "--top", "0"],
        ["recommend", "profile.yaml", "--why", "saftey_walk"],
        ["recommend", "profile.yaml", "--format", "yaml"],
        ["phase", "profile.yaml", "--lang", "fi"],
        ["kb", "show", "saftey_walk"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_exit_2(words: list[str], place: Place) -> None:
    (place.folder / "profile.yaml").write_text(HEAD, encoding="utf-8")
    assert place.on_minimal(*words) == 2


def test_the_exit_code_reaches_the_shell(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fasmodell", "phase", "-"],
        cwd=tmp_path,
        env={**os.environ, "FASMODELL_CACHE_DIR": ""},
        input=b"\xff\xfeformat",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr.startswith(b"<stdin>:1:1: error[FM102]: ")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_our_own_is_exit_70_without_a_traceback(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("something we did not think of")

    monkeypatch.setattr("fasmodell.cli.load_rule_base", fail)
    monkeypatch.setattr(sys, "argv", ["fasmodell", "kb", "list", "findings"])
    assert main() == 70
    shown = capfd.readouterr()
    assert not shown.out
    assert "Traceback" not in shown.err
    assert "something we did not think of" in shown.err
    assert "report" in shown.err
    assert list(place.home.iterdir()) == []
