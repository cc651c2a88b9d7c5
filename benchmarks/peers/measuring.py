"""Measuring in turns: A B A B, so that a machine whose speed drifts slows every engine alike."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def latencies(answer: Callable[[object], object], given: Sequence[object], seconds: float) -> list[float]:
    """Seconds of each answer, over the given profiles in turn until the time is up; at least one."""
    taken: list[float] = []
    end, place = time.perf_counter() + seconds, 0
    while not taken or time.perf_counter() < end:
        start = time.perf_counter()
        answer(given[place % len(given)])
        taken.append(time.perf_counter() - start)
        place += 1
    return taken


def quantile(taken: Sequence[float], share: float) -> float:
    """The value that a share of the values does not exceed."""
    ordered = sorted(taken)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def slope(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of the cost over the size, both as logarithms: 1 is linear, 0 is none."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    middle = statistics.fmean(x)
    return sum((a - middle) * b for a, b in zip(x, y, strict=True)) / sum((a - middle) ** 2 for a in x)


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of figures of the same turn."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def process(arguments: Sequence[str], environment: Mapping[str, str]) -> dict[str, float]:
    """Run a worker: seconds until its first answer, peak MB then and at the end."""
    command = [sys.executable, "-m", "peers.worker", *arguments]
    folder = str(Path(__file__).parents[1])
    # As for a user, Python may keep the modules it has compiled.
    inherited = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    paths = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**inherited, **environment, "PYTHONPATH": paths}
    ) as running:
        assert running.stdout is not None
        first = running.stdout.readline()
        took = time.perf_counter() - start
        last = running.stdout.readline()
    if running.returncode or not last:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    return {"seconds": took, "peak_first": json.loads(first)["peak_mb"], "peak": json.loads(last)["peak_mb"]}
