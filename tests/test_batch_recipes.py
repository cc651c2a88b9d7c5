"""The recipes of docs/batch.md run as they stand there, with the answers of one plain run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_NEEDS = {"dask": ("dask", "distributed", "pandas"), "duckdb": ("duckdb",), "spark": ("pyspark", "pandas")}


@pytest.mark.parametrize("recipe", _NEEDS)
def test_a_recipe_gives_the_answers_of_one_process(recipe: str) -> None:
    missing = [name for name in ("pyarrow", *_NEEDS[recipe]) if find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    if recipe == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    script = [sys.executable, str(ROOT / "tests" / "run_recipe.py"), recipe]
    done = subprocess.run(script, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split()[-1] == "same"
