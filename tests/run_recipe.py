"""
Run a recipe of docs/batch.md as it stands there, in a process of its own, and compare it with one plain run.

    python tests/run_recipe.py dask|duckdb|spark

Prints `same` when every row has the same answers. The engines warn and leave threads behind, hence the own process.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from fasmodell.batch.arrow import evaluate_arrow

ROOT = Path(__file__).resolve().parent.parent
ROWS = 4_000
HEADERS = ("id", "open_drug_scene_level", "policing_difficulty_level", "trust_level", "unsafe_evening_share")
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def recipe(word: str) -> str:
    """The code of the recipe that imports a module."""
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    return next(block for block in BLOCK.findall(text) if word in block)


def table(path: Path) -> None:
    """A table of some thousand rows, a few of which cannot be answered."""
    lines = [
        f"{n};{n % 4};{n // 4 % 4};{'..' if n % 7 == 0 else n % 3};{152 if n % 501 == 1 else n % 90},5"
        for n in range(ROWS)
    ]
    path.write_text("\n".join([";".join(HEADERS), *lines]) + "\n", encoding="utf-8")


def plain(source: Path) -> list[dict[str, object]]:
    """The answers of one process."""
    options = pc.ConvertOptions(column_types=dict.fromkeys(HEADERS, pa.string()))
    read = pc.read_csv(source, parse_options=pc.ParseOptions(delimiter=";"), convert_options=options)
    return evaluate_arrow(read.combine_chunks().to_batches()[0]).to_pylist()


def one_row() -> pa.RecordBatch:
    """The answer to one row, for the shape of its columns."""
    return evaluate_arrow(pa.RecordBatch.from_pydict({name: ["1"] for name in HEADERS}))


def told(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows in order, with every way of saying nothing made one, and numbers that pandas made decimal whole again."""

    def value(found: object) -> object:
        if found is None or found != found or found == "" or str(found) in ("<NA>", "nan"):
            return None
        return int(found) if isinstance(found, float) and found.is_integer() else found

    return sorted(({key: value(one) for key, one in row.items()} for row in rows), key=lambda row: int(str(row["id"])))


def with_dask(source: Path) -> list[dict[str, object]]:
    """Run the recipe on two worker processes, and kill one of them in the middle."""
    from dask.distributed import Client, LocalCluster

    code = recipe("dask.dataframe").replace("blocksize=None", "blocksize=6_000")
    names = {"source": str(source), "answer_meta": one_row().to_pandas().iloc[:0], "__name__": "__main__"}
    processes = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with processes as cluster, Client(cluster) as client:
        killed = next(iter(client.run(os.getpid).values()))
        exec(code, names)
        future = client.compute(names["answers"])
        threading.Timer(0.5, os.kill, (killed, signal.SIGKILL)).start()
        frame = future.result()
        deadline = time.monotonic() + 30
        while killed in client.run(os.getpid).values() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert killed not in client.run(os.getpid).values(), "no worker was killed"
    return frame.to_dict("records")


def with_duckdb(source: Path) -> list[dict[str, object]]:
    """Run the recipe, and see to it that the last query counts every row."""
    names: dict[str, object] = {"source": str(source)}
    exec(recipe("import duckdb"), names)
    assert sum(count for _, count in names["phases"]) == ROWS
    return names["answers"].to_pylist()


def with_spark(source: Path) -> list[dict[str, object]]:
    """Run the recipe on two local threads of Spark, each with Python workers of its own."""
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    schema = from_arrow_schema(one_row().schema)
    names = {"source": str(source), "spark": spark, "answer_schema": schema, "__name__": "__main__"}
    exec(recipe("mapInArrow"), names)
    found = [row.asDict() for row in names["answers"].collect()]
    spark.stop()
    return found


def main() -> None:
    """Run one recipe and compare."""
    run = {"dask": with_dask, "duckdb": with_duckdb, "spark": with_spark}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "table.csv"
        table(source)
        wanted, found = told(plain(source)), told(run(source))
        assert len(found) == ROWS, f"{len(found)} rows came back"
        for one, other in zip(wanted, found, strict=True):
            assert one == other, f"{one}\n{other}"
        print("same")


if __name__ == "__main__":
    main()
