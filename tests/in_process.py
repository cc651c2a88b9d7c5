"""The command line run in this process: as quick as calling it, with its exit code and both of its streams."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from fasmodell import cli_failures
from fasmodell.cli import cli

ROOT = Path(__file__).resolve().parent.parent


class Done(NamedTuple):
    """How a command went."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str, stdin: str = "", **environment: str) -> Done:
    """Run the command line in the folder of the checkout, without what the surroundings say of language and width."""
    kept = {key: value for key, value in os.environ.items() if key not in ("FASMODELL_LANG", "COLUMNS", "NO_COLOR")}
    out, err = io.StringIO(), io.StringIO()
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        mock.patch.dict(os.environ, {**kept, **environment}, clear=True),
        mock.patch.object(sys, "argv", ["fasmodell", *words]),
        mock.patch.object(sys, "stdin", given),
        contextlib.chdir(ROOT),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = cli_failures.run(cli)
    return Done(code, out.getvalue(), err.getvalue())
