"""The README is executed: every command it shows gives the output it shows, and its Python runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n\$ (fasmodell [^\n]+)\n(.*?)```", re.DOTALL)
WRITE = os.environ.get("FASMODELL_GOLDEN") == "write"
# Of a long answer the README shows so many lines, and then an ellipsis on a line of its own.
SHOWN = 84


def run(command: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    environment.pop("FASMODELL_LANG", None)
    words = [sys.executable, "-m", "fasmodell", *command.split()[1:]]
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(output: str) -> str:
    lines = output.splitlines()
    return "\n".join(lines if len(lines) <= SHOWN else [*lines[:SHOWN], "…"]) + "\n"


@pytest.mark.golden
def test_every_command_in_the_readme_gives_the_output_it_shows() -> None:
    text = README.read_text(encoding="utf-8")
    commands = CONSOLE.findall(text)
    assert len(commands) >= 2
    if WRITE:
        text = CONSOLE.sub(lambda match: f"```console\n$ {match.group(1)}\n{shown(run(match.group(1)))}```", text)
        README.write_text(text, encoding="utf-8")
        return
    for command, expected in commands:
        assert shown(run(command)) == expected, command


def test_the_python_in_the_readme_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("1 resident_communication\n")


def test_every_command_in_the_table_is_one() -> None:
    text = README.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `fasmodell ")]
    commands = {" ".join(words.split()[1:2]) for row in rows for words in re.findall(r"`(fasmodell [^`]+)`", row)}
    listed = run("fasmodell --help")
    assert commands
    for command in commands:
        assert re.search(rf"^  {command}\b", listed, re.MULTILINE), command
