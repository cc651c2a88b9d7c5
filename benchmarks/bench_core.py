"""
The core's figures, side by side in one run: assessments per second, engines, whole process and memory.

    python benchmarks/bench_core.py            # or: make bench

Each pair is measured in turns, A B A B, so that a machine whose speed drifts slows both; ratios are what to quote.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from scaled_base import write_scaled

from fasmodell import Profile, RuleBase, load_profile, load_rule_base, recommend
from fasmodell.diagnostics import Diagnostics
from fasmodell.durable_engine import DurableEngine, is_available
from fasmodell.engine import derivations_of
from fasmodell.loader import Loaded
from fasmodell.observed_facts import facts_of
from fasmodell.resources import bundled
from fasmodell.rule_base import compile_rule_base
from fasmodell.rules import Advises, Condition, InPlace, atoms_of

ROUNDS = 7
SECONDS = 0.4


class Row(NamedTuple):
    """One line of the table: what was measured, the figure, and the goal it is held against."""

    what: str
    figure: str
    goal: str
    reached: bool


def main() -> None:
    """Measure everything and print the table. A missed goal is said, but it is no error: machines differ."""
    base = load_rule_base()
    profiles = [load_profile(path, base) for path in sorted(bundled("examples").glob("*.yaml"))]
    rows = [*assessments(base, profiles), *engines(base, profiles)]
    with tempfile.TemporaryDirectory() as folder:
        rows += whole_process(Path(folder))
    widest = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = "  ".join(f"{cell:<{width}}" for cell, width in zip(row[:3], widest, strict=True))
        print(f"{cells}  {'reached' if row.reached else 'MISSED'}")


def per_second(run: Callable[[], int]) -> float:
    """How many things per second a function does that says how many it did; one turn of about SECONDS."""
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        done += run()
    return done / (time.perf_counter() - start)


def in_turns(*runs: Callable[[], int]) -> list[list[float]]:
    """Measure several functions in turns; a list of ROUNDS figures for each."""
    figures: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for run, found in zip(runs, figures, strict=True):
            found.append(per_second(run))
    return figures


def assessments(base: RuleBase, profiles: list[Profile]) -> Iterable[Row]:
    """Assessments with full trace, ranking and envelopes, over all examples; all measures, and a third of them."""
    bases = (base, with_fewer_measures(base, 3))

    def run_with(one: RuleBase) -> Callable[[], int]:
        def run() -> int:
            for profile in profiles:
                recommend(profile, one)
            return len(profiles)

        return run

    for one, found in zip(bases, in_turns(*map(run_with, bases)), strict=True):
        rate = statistics.median(found)
        size = f"{len(one.rules.rules)} rules, {len(one.knowledge.measures)} measures"
        yield Row(f"assessments per second, one core ({size})", f"{rate:,.0f}", "at least 1,000", rate >= 1000)


def with_fewer_measures(base: RuleBase, each: int) -> RuleBase:
    """The same rule base with every so many measure of the catalogue, and without the rules that speak of others."""
    some = dict(list(base.knowledge.measures.items())[::each])

    def is_about_kept(condition: Condition) -> bool:
        return all(atom.measure in some for atom in atoms_of(condition) if isinstance(atom, InPlace))

    kept = {
        name: measure._replace(
            prerequisites=tuple(item for item in measure.prerequisites if item.measure in some),
            companions=tuple(item for item in measure.companions if item.measure in some),
            preconditions=tuple(item for item in measure.preconditions if is_about_kept(item.when)),
        )
        for name, measure in some.items()
    }
    rules = {
        name: rule
        for name, rule in base.rules.rules.items()
        if (not isinstance(rule.then, Advises) or rule.then.measure in kept) and is_about_kept(rule.when)
    }
    knowledge = base.knowledge._replace(measures=kept)
    return compile_rule_base(Loaded(knowledge, base.rules._replace(rules=rules), base.digest, {}, Diagnostics()))


def engines(base: RuleBase, profiles: list[Profile]) -> Iterable[Row]:
    """Inference with its justification alone, forward engine against durable-rules."""
    if not is_available():
        yield Row("forward engine / durable engine", "durable-rules is not installed", "at least 10", False)
        return
    facts = [facts_of(profile, base.knowledge, base.tested).values for profile in profiles]

    def forward() -> int:
        for known in facts:
            derivations_of(base.situation, base.situation_engine.run(known))
        return len(facts)

    with DurableEngine(base.situation) as engine:

        def durable() -> int:
            for known in facts:
                derivations_of(base.situation, engine.run(known))
            return len(facts)

        ours, theirs = in_turns(forward, durable)
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    figure = f"{ratio:,.0f} ({statistics.median(ours):,.0f} against {statistics.median(theirs):,.0f} per second)"
    yield Row("inference with justification, forward / durable engine", figure, "at least 10", ratio >= 10)


def whole_process(folder: Path) -> Iterable[Row]:
    """`fasmodell recommend` as a whole process against importing its three dependencies; and its peak memory."""
    profile = str(bundled("examples") / "bjorkdalen.yaml")
    rules, knowledge = write_scaled(folder, 10)
    # As for a user: Python may keep the modules it has compiled. It does so in a folder of our own.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"FASMODELL_CACHE_DIR": str(folder / "cache"), "PYTHONPYCACHEPREFIX": str(folder / "pyc")}
    timed([sys.executable, "-c", "import pydantic, click, yaml"], environment)
    imports = [sys.executable, "-c", "import pydantic, click, yaml"]
    ours = [sys.executable, "-m", "fasmodell", "recommend", profile]
    large = [*ours[:3], "--rules", str(rules), "--knowledge", str(knowledge), *ours[3:]]
    first = {name: timed(command, environment) for name, command in (("shipped", ours), ("ten times", large))}
    turns = [[timed(command, environment) for command in (imports, ours, large)] for _ in range(3 * ROUNDS)]
    for name, column in (("shipped", 1), ("ten times", 2)):
        ratio = statistics.median(turn[column][0] / turn[0][0] for turn in turns)
        took = statistics.median(turn[column][0] for turn in turns)
        figure = f"{ratio:.2f} ({took * 1000:.0f} ms; first run {first[name][0]:.1f} s)"
        what = f"whole process / importing the dependencies, {name} rule base"
        yield Row(what, figure, "at most 3", ratio <= 3)
        peak = max(turn[column][1] for turn in turns)
        figure = f"{peak:.0f} MB (first run, which reads the YAML: {first[name][1]:.0f} MB)"
        yield Row(f"peak memory of a run, {name} rule base", figure, "under 150 MB", peak < 150)


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak memory in MB of a whole process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return took, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
