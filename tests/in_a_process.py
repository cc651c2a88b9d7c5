"""The command line in a process of its own, as a user starts it: for what the surroundings of a process decide."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from in_process import ROOT


def run_apart(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, without colour and in UTF-8."""
    kept = {key: value for key, value in os.environ.items() if key not in ("FASMODELL_LANG", "COLUMNS", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "fasmodell", *words],
        cwd=cwd, env={**kept, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
