"""The engine on durable-rules against the default one, and what is said where durable-rules is missing."""

from __future__ import annotations

import importlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import fasmodell
from fasmodell.diagnostics import InferenceError
from fasmodell.durable_engine import DurableEngine, is_available
from fasmodell.program import compile_program

WORKER = Path(__file__).with_name("durable_worker.py")
CHECKS = re.findall(r"^@check\ndef (\w+)", WORKER.read_text(encoding="utf-8"), re.MULTILINE)


def _can_import_durable_rules() -> bool:
    try:
        importlib.import_module("durable_rules_engine")
    except ImportError:
        return False
    return True


needs_durable_rules = pytest.mark.skipif(
    not _can_import_durable_rules(),
    reason="durable_rules_engine cannot be imported here: it needs Python < 3.13 and a C compiler",
)


def run_python(*arguments: str | Path, cwd: Path) -> tuple[str, str]:
    """Run this Python on the package under test; return how it ended, and what it wrote to stderr."""
    source = str(Path(fasmodell.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": source, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    code = done.returncode
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit {code}", done.stderr


@needs_durable_rules
@pytest.mark.parametrize("check", CHECKS)
def test_in_a_process_of_its_own(check: str, tmp_path: Path) -> None:
    note = tmp_path / "case.txt"
    ended, told = run_python(WORKER, check, note, cwd=tmp_path)
    case = note.read_text(encoding="utf-8")[:5_000] if note.exists() else "none"
    assert ended == "exit 0", f"{check}: {ended}\n{told}\nthe case at hand: {case}"


def test_it_is_available_exactly_where_durable_rules_can_be_imported() -> None:
    assert is_available() is _can_import_durable_rules()


def test_without_durable_rules_one_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    assert not is_available()
    with pytest.raises(InferenceError) as refused:
        DurableEngine(compile_program((), (), ()))
    message = str(refused.value)
    assert "\n" not in message
    for words in ("`pip install 'fasmodell[durable]'`", "Python < 3.13", "C compiler"):
        assert words in message


def test_the_module_can_be_imported_without_durable_rules(tmp_path: Path) -> None:
    code = "import sys; sys.modules['durable_rules_engine'] = None; import fasmodell.durable_engine"
    assert run_python("-c", code, cwd=tmp_path) == ("exit 0", "")
