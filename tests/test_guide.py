"""The guide in rules/README.md is walked through: each file it shows is written, each command gives what it shows."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from in_a_process import run_apart
from in_process import ROOT, run

GUIDE = (ROOT / "rules" / "README.md").read_text(encoding="utf-8").partition("## The folders")[0]
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def fits(told: str, shown: str) -> bool:
    """Whether an output is the one shown, in which an ellipsis stands for anything."""
    pattern = ".*?".join(re.escape(piece) for piece in shown.rstrip("\n").split("…"))
    return re.fullmatch(pattern, told.rstrip("\n"), re.DOTALL) is not None


@pytest.fixture
def walked(tmp_path: Path) -> Path:
    """A folder in which the guide was walked through from its first block to its last."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for kind, block in BLOCK.findall(GUIDE):
        first, _, rest = block.partition("\n")
        if kind == "yaml":
            (tmp_path / first.removeprefix("# file: ")).write_text(rest, encoding="utf-8")
        else:
            words = shlex.split(first.removeprefix("$ fasmodell "))
            done = run_apart(*words, cwd=tmp_path, COLUMNS="100", PYTHONPATH=str(ROOT / "src"))
            assert "Traceback" not in done.stderr
            told = done.stderr + done.stdout
            assert fits(told, rest), f"{first}\n{told}"
    return tmp_path


def test_the_guide_shows_what_happens_and_ends_with_a_rule_that_is_ready(walked: Path) -> None:
    assert {kind for kind, _ in BLOCK.findall(GUIDE)} == {"yaml", "console"}
    own = ["--base", str(walked / "exempelkommun")]
    checked = run_apart(*own, "check", cwd=walked)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    shown = run_apart(*own, "kb", "show", "places/trade-by-venue", "--lang", "en", cwd=walked)
    assert "Open trade and a venue that is not secured" in shown.stdout


@pytest.mark.parametrize(
    ("told", "shown", "fit"),
    [
        ("a\nb\nc\n", "a\n…\nc\n", True),
        ("a\nd\n", "a\nc\n", False),
        ("12 rules\n", "… rules\n", True),
        ("x\n", "", False),
    ],
)
def test_an_ellipsis_stands_for_anything_and_nothing_else_does(told: str, shown: str, fit: bool) -> None:
    assert fits(told, shown) is fit


def test_the_guide_names_only_commands_that_exist() -> None:
    listed = set(re.findall(r"^  ([a-z-]+)  ", run("--help").stdout, re.MULTILINE))
    named = set(re.findall(r"`fasmodell (?:--\w+ \S+ )?([a-z-]+)", GUIDE))
    assert named
    assert named <= listed
