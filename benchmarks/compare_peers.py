"""
fasmodell beside what one could use instead: the same rules and profiles, in one run, in turns, answers compared first.

    make bench-peers                                       # several minutes; rewrites docs/benchmarks.md
    python benchmarks/compare_peers.py --quick             # under a minute, prints, writes nothing
    python benchmarks/compare_peers.py --many              # only what has to do with many profiles, keeping the rest
    python benchmarks/compare_peers.py --draw              # the page and the plots again, from the kept results

Ratios are of figures of the same turn, since others may use the machine too. An engine that would take longer than its
budget at a size is cut off there, and one that is not installed or refuses the problem is listed with the reason.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

WORKERS = 2
os.environ["POLARS_MAX_THREADS"] = str(WORKERS)  # before polars is imported

import numpy as np  # noqa: E402
from peers.batch import BATCHES, Batch, Table, known_of, made_up_table  # noqa: E402
from peers.figures import plots  # noqa: E402
from peers.measuring import latencies, process, quantile, slope  # noqa: E402
from peers.page import page  # noqa: E402
from peers.problem import Problem, made_up, profiles, right_answer  # noqa: E402
from peers.single import SINGLES, Single  # noqa: E402

DOCS = Path(__file__).parents[1] / "docs"
KEPT = DOCS / "benchmarks" / "peers.json"
INDICATORS = 50
SIZES = (200, 1000)
RULE_STEPS = (50, 100, 200, 400, 800)
FACT_STEPS = (25, 50, 100, 200)
PROFILE_STEPS = tuple(10**power for power in range(7))
ROWS = PROFILE_STEPS[-1]
PACKAGES = ("durable-rules", "clipspy", "zen-engine", "rule-engine", "business-rules", "polars", "duckdb", "numpy")

Results = dict[str, object]


def main() -> None:
    """Measure, keep the results, write page and plots; or one part of that."""
    if "--draw" in sys.argv:
        _write(json.loads(KEPT.read_text(encoding="utf-8")))
        return
    quick = "--quick" in sys.argv
    if "--many" in sys.argv:
        results = json.loads(KEPT.read_text(encoding="utf-8"))
        results |= {**_of_many(1.0, quick=False), "many_again": datetime.now(UTC).date().isoformat()}
    else:
        results = measured(quick)
    if quick:
        print(page(results))
    else:
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        _write(results)


def _write(results: Results) -> None:
    (DOCS / "benchmarks.md").write_text(page(results), encoding="utf-8")
    for name, drawing in plots(results).items():
        (DOCS / "benchmarks" / f"{name}.svg").write_text(drawing, encoding="utf-8")


def measured(quick: bool) -> Results:
    """Every figure. `quick` shows that everything runs; its figures mean little."""
    few = 0.1 if quick else 1.0
    absent = {name: f"`{module}` is not installed" for name, (_, module) in _every().items() if not find_spec(module)}
    found: Results = {"date": datetime.now(UTC).date().isoformat(), "machine": _machine(), "versions": _versions()}
    found["absent"] = absent
    # First, while this process is small: the peak memory that they print begins with the size of what starts them.
    found["scripts"] = {} if quick else {name: _printed(name) for name in ("bench_core.py", "bench_batch.py")}
    found["refused"] = refused = {}
    found["single"] = {str(size): one_by_one(size, few, refused) for size in SIZES}
    found["rules_of_one"] = growth(RULE_STEPS, lambda size: (size, INDICATORS), few)
    found["facts_of_one"] = growth(FACT_STEPS, lambda size: (SIZES[0], size), few)
    found["cold"] = {str(size): cold_starts(size, 1 if quick else 5) for size in SIZES}
    found |= _of_many(few, quick=quick)
    found["load_at_the_end"] = os.getloadavg()[0]
    return found


def _of_many(few: float, *, quick: bool) -> Results:
    """The figures that have to do with many profiles."""
    rows = ROWS // (20 if quick else 1)
    return {
        "batch": {str(size): in_columns(size, rows, few) for size in SIZES},
        "memory": {str(size): batch_memory(size, rows) for size in SIZES},
        "rules_of_many": batch_growth(RULE_STEPS, rows // 5, few),
        "profiles": by_profiles(8 * few, PROFILE_STEPS[:5] if quick else PROFILE_STEPS),
    }


def _every() -> dict[str, tuple[object, str]]:
    return {**SINGLES, **BATCHES}


def _machine() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "python": sys.version.split()[0],
        "load_at_the_start": os.getloadavg()[0],
    }


def _versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def singles(problem: Problem, refused: dict[str, str] | None = None) -> Iterator[tuple[str, Single]]:
    """Every engine that is installed and takes the problem, by name."""
    for name, (make, module) in SINGLES.items():
        if find_spec(module):
            try:
                engine = make(problem)
            except Exception as error:  # noqa: BLE001  # an engine's own kind of refusal is not known beforehand
                _say(f"{name} refuses {len(problem.rules)} rules: {error}")
                if refused is not None:
                    refused[f"{name}, {len(problem.rules)} rules"] = str(error)
                continue
            yield name, engine


def checked(problem: Problem, engines: dict[str, Single], number: int) -> dict[str, list[object]]:
    """Each engine's own form of some profiles, after every answer has been found right."""
    known = profiles(problem, number)
    right = [right_answer(problem, one) for one in known]
    given = {}
    for name, engine in engines.items():
        given[name] = [engine.native(one) for one in known]
        for row, one in enumerate(given[name]):
            if engine.states(engine.answer(one)) != right[row]:
                raise SystemExit(f"{name} answers profile {row} of {len(problem.rules)} rules otherwise")
    return given


def one_by_one(size: int, few: float, refused: dict[str, str]) -> dict[str, dict[str, object]]:
    """Latency of one profile for each engine, in turns."""
    _say(f"one profile at a time, {size} rules")
    problem = made_up(size, INDICATORS)
    engines = dict(singles(problem, refused))
    given = checked(problem, engines, 200)
    turns: dict[str, list[list[float]]] = {name: [] for name in engines}
    for _ in range(7):
        for name, engine in engines.items():
            turns[name].append(latencies(engine.answer, given[name], 0.5 * few))
    return {
        name: {
            "p50": quantile([one for turn in taken for one in turn], 0.5),
            "p99": quantile([one for turn in taken for one in turn], 0.99),
            "medians": [statistics.median(turn) for turn in taken],
            "per_second": statistics.median(len(turn) / sum(turn) for turn in taken),
        }
        for name, taken in turns.items()
    }


def growth(
    steps: tuple[int, ...], sizes: Callable[[int], tuple[int, int]], few: float
) -> dict[str, dict[str, list[float]]]:
    """Median seconds of one profile at growing sizes, in the least disturbed of some turns."""
    _say(f"growth over {steps}")
    found: dict[str, dict[str, list[float]]] = {}
    for step in steps:
        problem = made_up(*sizes(step))
        engines = dict(singles(problem))
        given = checked(problem, engines, 20)
        taken: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(5):
            for name, engine in engines.items():
                taken[name].append(statistics.median(latencies(engine.answer, given[name], 0.1 * few)))
        for name, medians in taken.items():
            one = found.setdefault(name, {"sizes": [], "seconds": []})
            one["sizes"].append(step)
            one["seconds"].append(min(medians))
    return _with_slopes(found)


def _with_slopes(found: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, list[float]]]:
    for one in found.values():
        one["slope"] = slope(one["sizes"], one["seconds"]) if len(one["sizes"]) > 1 else None  # type: ignore[assignment]
    return found


def batches(problem: Problem) -> Iterator[tuple[str, Batch]]:
    """Every engine for many profiles that is installed, by name."""
    for name, (make, module) in BATCHES.items():
        if find_spec(module):
            yield name, make(problem, WORKERS)


def checked_batches(problem: Problem, engines: dict[str, Batch]) -> None:
    """See that every engine answers a small table right, and a larger one as the first of them does."""
    table = made_up_table(problem, 300)
    codes = {True: 1, False: 0, None: -1}
    right = [[codes[one] for one in right_answer(problem, known_of(table, row)).values()] for row in range(300)]
    larger, first = made_up_table(problem, 20_000), None
    for name, engine in engines.items():
        if not np.array_equal(engine.states(engine.answer(engine.native(table))), np.array(right).T):
            raise SystemExit(f"{name} answers {len(problem.rules)} rules otherwise")
        states = engine.states(engine.answer(engine.native(larger)))
        first = states if first is None else first
        if not np.array_equal(states, first):
            raise SystemExit(f"{name} answers 20,000 profiles otherwise than the first engine")


def _taken(engine: Batch, given: object) -> tuple[float, float]:
    """Seconds of one answer, and of processor time."""
    start, used = time.perf_counter(), time.process_time()
    answer = engine.answer(given)
    taken = time.perf_counter() - start, time.process_time() - used
    del answer
    return taken


def in_columns(size: int, rows: int, few: float) -> dict[str, dict[str, object]]:
    """Profiles per second of each engine for many, in turns; one that is slow gets fewer turns, and then fewer rows."""
    _say(f"{rows:,} profiles, {size} rules")
    problem = made_up(size, INDICATORS)
    engines = dict(batches(problem))
    checked_batches(problem, engines)
    tables: dict[int, Table] = {}
    given, rows_of = {}, {}
    for name, engine in engines.items():
        small = engine.native(made_up_table(problem, 20_000))
        rows_of[name] = rows if _taken(engine, small)[0] * rows / 20_000 < 20 * few + 2 else rows // 10
        if rows_of[name] not in tables:
            tables[rows_of[name]] = made_up_table(problem, rows_of[name])
        given[name] = engine.native(tables[rows_of[name]])
    turns: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for turn in range(11):
        for name, engine in engines.items():
            if turn == 0 or sum(one for one, _ in turns[name]) < 12 * few:
                turns[name].append(_taken(engine, given[name]))
    return {
        name: {
            "rows": rows_of[name],
            "rates": [rows_of[name] / one for one, _ in taken],
            "per_second": statistics.median(rows_of[name] / one for one, _ in taken),
            "processor_ns": statistics.median(used / rows_of[name] * 1e9 for _, used in taken),
            "cores": statistics.median(used / one for one, used in taken),
        }
        for name, taken in turns.items()
    }


def batch_growth(steps: tuple[int, ...], rows: int, few: float) -> dict[str, dict[str, list[float]]]:
    """Seconds of some profiles at growing numbers of rules, in the least disturbed of some turns."""
    _say(f"{rows:,} profiles, growth over {steps}")
    found: dict[str, dict[str, list[float]]] = {}
    for step in steps:
        problem = made_up(step, INDICATORS)
        engines = dict(batches(problem))
        table = made_up_table(problem, rows)
        given = {name: engine.native(table) for name, engine in engines.items()}
        taken: dict[str, list[float]] = {name: [] for name in engines}
        for turn in range(5):
            for name, engine in engines.items():
                if turn == 0 or sum(taken[name]) < 3 * few:
                    taken[name].append(_taken(engine, given[name])[0])
        for name, seconds in taken.items():
            one = found.setdefault(name, {"sizes": [], "seconds": []})
            one["sizes"].append(step)
            one["seconds"].append(min(seconds))
    return _with_slopes(found)


def by_profiles(budget: float, steps: tuple[int, ...]) -> dict[str, dict[str, list[float]]]:
    """Seconds for 1 to a million profiles; an engine stops at the size that it is expected to need its budget for."""
    _say(f"up to {steps[-1]:,} profiles, {SIZES[0]} rules, {budget:.0f} seconds for each engine and size")
    problem = made_up(SIZES[0], INDICATORS)
    found: dict[str, dict[str, list[float]]] = {}
    alone = dict(singles(problem))
    given = checked(problem, alone, 1000 if budget > 1 else 50)
    together = dict(batches(problem))
    for step in steps:
        table = made_up_table(problem, step)
        for name in (*alone, *together):
            one = found.setdefault(name, {"sizes": [], "seconds": []})
            if one["sizes"] and one["seconds"][-1] * step / one["sizes"][-1] > budget:
                continue
            columns = together[name].native(table) if name in together else None
            turns: list[float] = []
            while not turns or (len(turns) < 5 and sum(turns) < budget / 8):
                if name in alone:
                    turns.append(_one_after_another(alone[name], given[name], step))
                else:
                    turns.append(_taken(together[name], columns)[0])
            one["sizes"].append(step)
            one["seconds"].append(min(turns))
    for one in found.values():
        # A first profile costs an engine for columns as much as a thousand: the slope is that of the last two powers.
        last = [place for place, size in enumerate(one["sizes"]) if size >= one["sizes"][-1] / 100]
        one["slope"] = slope([one["sizes"][place] for place in last], [one["seconds"][place] for place in last])  # type: ignore[assignment]
    return found


def _one_after_another(engine: Single, given: list[object], number: int) -> float:
    whole, rest = divmod(number, len(given))
    answer, start = engine.answer, time.perf_counter()
    for _ in range(whole):
        for one in given:
            answer(one)
    for one in given[:rest]:
        answer(one)
    return time.perf_counter() - start


def cold_starts(size: int, turns: int) -> dict[str, dict[str, float]]:
    """Seconds from the start of a process to its first answer, and its peak memory, in turns."""
    _say(f"cold starts, {size} rules")
    problem = made_up(size, INDICATORS)
    names = [name for name, _ in singles(problem)]
    for name in names:
        process(["single", name, str(size), str(INDICATORS), "1"], {})  # so that compiled modules are there for all
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(turns):
        for name in names:
            found[name].append(process(["single", name, str(size), str(INDICATORS), "100"], {}))
    return {
        name: {"seconds": statistics.median(one["seconds"] for one in of), "peak": max(one["peak"] for one in of)}
        for name, of in found.items()
    }


def batch_memory(size: int, rows: int) -> dict[str, dict[str, float]]:
    """Peak memory of a process that answers a table: before it answers, and in all."""
    _say(f"memory, {rows:,} profiles, {size} rules")
    found = {}
    for name, (_, module) in BATCHES.items():
        if find_spec(module):
            number = rows // 10 if name == "DuckDB" and size > SIZES[0] else rows
            one = process(["batch", name, str(size), str(INDICATORS), str(number)], {})
            found[name] = {"rows": number, "before": one["peak_first"], "peak": one["peak"]}
    return found


def _printed(script: str) -> str:
    _say(script)
    path = Path(__file__).with_name(script)
    return subprocess.run([sys.executable, str(path)], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
