"""
Many profiles at once, side by side in one run: the column engine against the core, one process against two; memory.

    python benchmarks/bench_batch.py           # or: make bench

Every turn measures all of them, so that a machine whose speed drifts slows each; ratios are what to quote. Inference,
phase and the ranking of every measure are included; `with bounds` also has the envelopes of scores and ranks. Two
processes have half of the profiles each, as `fasmodell batch --jobs 2`; they are started before anything is measured.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

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
    with TwoProcesses() as others:
        turns = [turn(base, engine, columns, others) for _ in range(ROUNDS)]
        held = others.peak_memory()
    names = list(turns[0])
    for name in names:
        rate = statistics.median(one[name][0] for one in turns)
        used = statistics.median(one[name][1] for one in turns)
        ratio = statistics.median(one[name][0] / one[names[0]][0] for one in turns)
        print(f"{name:<38} {rate:>12,.0f} per second  {ratio:>7,.0f} times the core  {used:>6.2f} µs of processor each")
    best = statistics.median(one["columns, two processes"][0] for one in turns)
    print(f"goal of 1,000,000 per second on two cores: {'reached' if best >= 1e6 else 'MISSED'}", end="")
    print(f" (this machine has {os.cpu_count()}, and a load of {os.getloadavg()[0]:.1f})")
    used = statistics.median(one["columns, two processes"][1] for one in turns)
    print(f"two cores with nothing else to do could reach {2 / used * 1e6:,.0f} per second by the processor time used")
    alone = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = max(alone, held)
    print(f"peak memory with the profiles themselves: {alone:,.0f} MB in one process, {held:,.0f} MB in two together")
    print("goal under 1,500 MB: ", end="")
    print("reached" if peak < 1500 else "MISSED")


class TwoProcesses:
    """Two processes with half of the profiles each, which evaluate them when they are told to."""

    def __enter__(self) -> TwoProcesses:
        context = multiprocessing.get_context("spawn")
        pairs = [context.Pipe() for _ in range(2)]
        self.lines = [ours for ours, _ in pairs]
        self.processes = [context.Process(target=half, args=(theirs,), daemon=True) for _, theirs in pairs]
        for one in self.processes:
            one.start()
        self.answers()  # when both are ready
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.processes:
            one.kill()

    def answers(self) -> list[float]:
        """What both say next."""
        return [line.recv() for line in self.lines]

    def evaluate(self, envelopes: bool) -> tuple[float, float]:
        """Rows per second of both together, and microseconds of processor time per row."""
        start = time.perf_counter()
        for line in self.lines:
            line.send(envelopes)
        used = sum(self.answers())
        return PROFILES / (time.perf_counter() - start), used / PROFILES * 1e6

    def peak_memory(self) -> float:
        """Megabytes of both together."""
        for line in self.lines:
            line.send(None)
        return sum(self.answers())


def half(line: Connection) -> None:
    """Hold half of the profiles, and evaluate them whenever told to: with envelopes or without."""
    base = load_rule_base()
    engine, columns = ColumnEngine(base), made_up(base, PROFILES // 2)
    line.send(0.0)
    while True:
        envelopes = line.recv()
        if envelopes is None:
            line.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            continue
        used = time.process_time()
        for _ in engine.evaluate_chunks(columns, envelopes=envelopes):
            pass
        line.send(time.process_time() - used)


def turn(
    base: RuleBase, engine: ColumnEngine, columns: Columns, others: TwoProcesses
) -> dict[str, tuple[float, float]]:
    """Rows per second, and microseconds of processor time per row, of each way once."""

    def one_by_one() -> int:
        for row in range(ONE_BY_ONE):
            recommend(profiles[row], base)
        return ONE_BY_ONE

    def in_columns(envelopes: bool) -> Callable[[], int]:
        # What a caller keeps of a chunk is its own affair: here the chunks are counted and let go.
        return lambda: sum(part.size for part in engine.evaluate_chunks(columns, envelopes=envelopes))

    profiles = [profile_of_row(columns, row, base) for row in range(ONE_BY_ONE)]
    return {
        "the core, one by one": timed(one_by_one),
        "columns, one process": timed(in_columns(False)),
        "columns, two processes": others.evaluate(False),
        "columns with bounds, one process": timed(in_columns(True)),
        "columns with bounds, two processes": others.evaluate(True),
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
