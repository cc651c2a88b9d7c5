"""
One engine in a process of its own: from the start of the process to the first answer, and peak memory.

    python -m peers.worker single NAME RULES INDICATORS PROFILES
    python -m peers.worker batch NAME RULES INDICATORS ROWS

Writes one line of JSON when the first answer is there, and one with the peak memory when all are.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from peers.problem import made_up, profiles
from peers.single import SINGLES

WORKERS = 2


def main() -> None:
    """Answer once, say so, answer the rest, say the peak."""
    kind, name, rules, indicators, number = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
    problem = made_up(rules, indicators)
    if kind == "single":
        engine = SINGLES[name][0](problem)
        given = [engine.native(known) for known in profiles(problem, number)]
        engine.answer(given[0])
        _say("first")
        for one in given:
            engine.answer(one)
        _say("done")
        return
    from peers.batch import BATCHES, made_up_table

    table = made_up_table(problem, number)
    engine = BATCHES[name][0](problem, WORKERS)
    given = engine.native(table)
    del table
    _say("first")  # everything that is there before the work: the library, the rules and the profiles
    answer = engine.answer(given)
    _say("done")
    del answer


def _say(what: str) -> None:
    print(json.dumps({"what": what, "peak_mb": _peak_kb() / 1024}), flush=True)


def _peak_kb() -> int:
    # The kernel's other count, ru_maxrss, begins with the size of the process that started this one.
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
