"""
Mutation testing over the bundled rule base, against running its tests once.

    python benchmarks/bench_mutate.py            # or: make bench

The goal is for the whole run, on two processors; the ratio says what one mutant costs in runs of all cases.
"""

from __future__ import annotations

import time

from fasmodell import load_rule_base
from fasmodell.authoring.mutants import mutants_of
from fasmodell.authoring.mutation_report import MutationReport
from fasmodell.authoring.mutation_run import try_mutants
from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_test_files
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.resources import bundled

JOBS = 2
MOST_SECONDS = 120
LEAST_SCORE = 95.0


def main() -> None:
    """Run everything once and print the table. A missed goal is said, but it is no error: machines differ."""
    base = load_rule_base()
    tests = load_rule_tests(rule_test_files(bundled("rules")), base)
    start = time.perf_counter()
    run_tests(tests, base)
    once = time.perf_counter() - start
    mutants = mutants_of(base.rules, base.knowledge)
    start = time.perf_counter()
    report = MutationReport(try_mutants(base, tests, mutants, JOBS))
    took = time.perf_counter() - start
    cases = sum(len(one.cases) for one in tests)
    rows = [
        (f"{len(mutants)} mutants against {cases} cases, {JOBS} processes", f"{took:.0f} s", took <= MOST_SECONDS),
        ("one mutant / all cases once", f"{took * JOBS / len(mutants) / once:.3f}", took * JOBS < once * len(mutants)),
        ("per cent noticed", f"{report.score:.1f}", report.score >= LEAST_SCORE),
    ]
    goals = (f"at most {MOST_SECONDS} s", "less than 1", f"at least {LEAST_SCORE:.0f}")
    for (what, figure, reached), goal in zip(rows, goals, strict=True):
        print(f"{what:<48}  {figure:<8}  {goal:<14}  {'reached' if reached else 'MISSED'}")


if __name__ == "__main__":
    main()
