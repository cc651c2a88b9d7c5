"""
Many profiles at once, side by side in one run: the column engine against the core, one worker against two; memory.

    python benchmarks/bench_batch.py           # or: make bench

Every turn measures all of them, so that a machine whose speed drifts slows each; ratios are what to quote. Inference,
phase and the ranking of every measure are included; `with bounds` also has the envelopes of scores and ranks.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np

from fasmodell import RuleBase, load_rule_base, recommend
from fasmodell.batch.columns import ColumnEngine
from fasmodell.batch.columns_in import Array, Column, Columns, columns_of_arrays
from fasmodell.batch.profile_of_row import profile_of_row
from fasmodell.knowledge import Indicator
from fasmodell.scales import Scale

PROFILES = 1_000_000
ROUNDS = 3
KNOWN = 0.7  # share of the observations that are known
ONE_BY_ONE = 200


def main() -> None:
    """Measure and print a table. A missed goal is said, but it is no error: machines differ."""
    base = load_rule_base()
    engine, columns = ColumnEngine(base), made_up(base, PROFILES)
    print(f"{PROFILES:,} made-up profiles, {len(base.rules.rules)} rules, {len(base.knowledge.measures)} measures")
    turns = [turn(base, engine, columns) for _ in range(ROUNDS)]
    names = list(turns[0])
    for name in names:
        rate = statistics.median(one[name][0] for one in turns)
        used = statistics.median(one[name][1] for one in turns)
        ratio = statistics.median(one[name][0] / one[names[0]][0] for one in turns)
        print(f"{name:<38} {rate:>12,.0f} per second  {ratio:>7,.0f} times the core  {used:>6.2f} µs of processor each")
    best = statistics.median(one["columns, two workers"][0] for one in turns)
    print(f"goal of 1,000,000 per second on two cores: {'reached' if best >= 1e6 else 'MISSED'}", end="")
    print(f" (this machine has {os.cpu_count()}, and a load of {os.getloadavg()[0]:.1f})")
    used = statistics.median(one["columns, two workers"][1] for one in turns)
    print(f"two cores with nothing else to do could reach {2 / used * 1e6:,.0f} per second by the processor time used")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory with the profiles themselves: {peak:,.0f} MB, goal under 1,500 MB: ", end="")
    print("reached" if peak < 1500 else "MISSED")


def turn(base: RuleBase, engine: ColumnEngine, columns: Columns) -> dict[str, tuple[float, float]]:
    """Rows per second, and microseconds of processor time per row, of each way once."""

    def one_by_one() -> int:
        for row in range(ONE_BY_ONE):
            recommend(profiles[row], base)
        return ONE_BY_ONE

    def in_columns(envelopes: bool, workers: int) -> Callable[[], int]:
        # What a caller keeps of a chunk is its own affair: here the chunks are counted and let go.
        return lambda: sum(part.size for part in engine.evaluate_chunks(columns, envelopes=envelopes, workers=workers))

    profiles = [profile_of_row(columns, row, base) for row in range(ONE_BY_ONE)]
    return {
        "the core, one by one": timed(one_by_one),
        "columns, one worker": timed(in_columns(False, 1)),
        "columns, two workers": timed(in_columns(False, 2)),
        "columns with bounds, one worker": timed(in_columns(True, 1)),
        "columns with bounds, two workers": timed(in_columns(True, 2)),
    }


def timed(run: Callable[[], int]) -> tuple[float, float]:
    """Rows per second, and microseconds of processor time per row."""
    start, used = time.perf_counter(), time.process_time()
    done = run()
    return done / (time.perf_counter() - start), (time.process_time() - used) / done * 1e6


def made_up(base: RuleBase, size: int) -> Columns:
    """Profiles in which every indicator has any value of its scale, known in a share of them; always the same."""
    random = np.random.default_rng(20260331)
    return columns_of_arrays(
        base,
        {
            name: Column(_values(indicator, random, size), random.random(size, np.float32) < KNOWN)
            for name, indicator in base.knowledge.indicators.items()
        },
    )


def _values(indicator: Indicator, random: np.random.Generator, size: int) -> Array:
    if indicator.scale is Scale.FLAG:
        return random.integers(0, 2, size, dtype=np.int8)
    if indicator.scale is Scale.CHOICE:
        return random.integers(0, len(indicator.options), size, dtype=np.int8)
    low = indicator.low or 0.0
    high = min(100.0 if indicator.high is None else indicator.high, low + 100)
    if indicator.scale.is_whole:
        return random.integers(int(low), int(high) + 1, size, dtype=np.int8)
    return np.round(low + random.random(size, np.float32) * np.float32(high - low), 1)


if __name__ == "__main__":
    main()
