"""
The analysis against one plain answer, side by side in one run.

    python benchmarks/bench_analysis.py        # or: make bench

Each analysis is measured in turns with `recommend` for the same profiles; ratios are what to quote.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from fasmodell import Profile, RuleBase, load_profile, load_rule_base, recommend
from fasmodell.analysis.draws import drawn_weights, generator, repeated, with_answers, with_margins
from fasmodell.analysis.stability import Settings, stability_of
from fasmodell.batch.columns import ColumnEngine
from fasmodell.resources import bundled

ROUNDS = 5
DRAWS = 10_000


def main() -> None:
    """Measure every analysis over all examples and print a table. A missed goal is said, but it is no error."""
    base = load_rule_base()
    profiles = [load_profile(str(path), base) for path in sorted(bundled("examples").glob("*.yaml"))]
    engine = ColumnEngine(base, by_rule=True)
    runs: dict[str, tuple[Callable[[Profile], object], float]] = {
        f"stability, whole, {DRAWS:,} draws of each kind": (lambda one: stability_of(one, base, Settings(DRAWS)), 2.0),
        f"stability, {DRAWS:,} draws of all alone": (lambda one: draw(one, base, engine), 2.0),
    }
    for name, (run, goal) in runs.items():
        turns = [(timed(run, one), timed(lambda same: recommend(same, base), one)) for one in profiles * ROUNDS]
        took = statistics.median(ours for ours, _ in turns)
        ratio = statistics.median(ours / plain for ours, plain in turns)
        worst = max(ours for ours, _ in turns)
        verdict = "reached" if took < goal else "MISSED"
        print(
            f"{name:<44} {took:6.3f} s (slowest {worst:.3f} s), {ratio:6.0f} times recommend; under {goal} s: {verdict}"
        )


def draw(profile: Profile, base: RuleBase, engine: ColumnEngine) -> object:
    """One set of draws with everything uncertain varied, and their answers."""
    random = generator(1)
    varied = drawn_weights(base, 0.25, DRAWS, random)
    rows = with_margins(repeated(profile, base, DRAWS), profile, base, random)
    return engine.evaluate(with_answers(rows, profile, base, random), varied, envelopes=False)


def timed(run: Callable[[Profile], object], profile: Profile) -> float:
    """Seconds that a function takes for a profile."""
    start = time.perf_counter()
    run(profile)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
