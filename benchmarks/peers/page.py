"""The results as a Markdown page."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from peers.measuring import median_ratio
from peers.single import OURS

COLUMNS = "fasmodell, column engine"

# What an engine can do and under which licence it comes; nothing here is measured.
_NATURE = {
    OURS: ("itself", "every derivation of every finding, established or ruled out", "MIT"),
    "fasmodell, fired clauses": ("itself", "the clauses that fired; their derivations can be had later", "MIT"),
    "zen-engine": ("two ends", "no; its trace holds the value of each expression", "MIT"),
    "clipspy": ("a fact that is not asserted", "no; the names of fired rules", "BSD-3-Clause"),
    "rule-engine": ("two ends", "no", "BSD-3-Clause"),
    "business-rules": ("two ends", "no", "MIT"),
    "durable-rules": ("a fact that is not asserted", "as fasmodell, which drives it as its second engine", "MIT"),
    COLUMNS: ("itself", "of any one row, from the core (`explain`)", "MIT"),
    "Polars": ("null", "no", "MIT"),
    "Polars, streaming": ("null", "no", "MIT"),
    "DuckDB": ("null", "no", "MIT"),
}

_WRITTEN = Path(__file__).with_suffix(".md")


def page(results: Mapping[str, object]) -> str:
    """The whole page."""
    found = dict(results)
    machine: Mapping[str, float] = found["machine"]  # type: ignore[assignment]
    single: Mapping[str, Mapping[str, Mapping[str, object]]] = found["single"]  # type: ignore[assignment]
    batch: Mapping[str, Mapping[str, Mapping[str, object]]] = found["batch"]  # type: ignore[assignment]
    versions: Mapping[str, str] = found["versions"]  # type: ignore[assignment]
    return Template(_WRITTEN.read_text(encoding="utf-8")).substitute(
        sizes=" and ".join(f"{int(size):,}" for size in single),
        date=found["date"],
        cores=machine["cores"],
        memory=machine["memory_gb"],
        python=machine["python"],
        versions=", ".join(f"{name} {number}" for name, number in versions.items()),
        start=f"{machine['load_at_the_start']:.1f}",
        end=f"{found['load_at_the_end']:.1f}",
        singles="\n".join(
            f"{int(size):,} rules:\n\n{_singles(of, found['cold'][size])}" for size, of in single.items()
        ),
        goal_single=_goal_single(single),
        left_out=_left_out(found),
        batches="\n".join(
            f"{int(size):,} rules:\n\n{_batches(of, found['memory'][size])}" for size, of in batch.items()
        ),
        goal_batch=_goal_batch(batch),
        slopes=_slopes(found),
        natures=_natures(found),
        again=_again(found),
        scripts=_scripts(found["scripts"]),  # type: ignore[arg-type]
    )


def _again(found: Mapping[str, object]) -> str:
    if "many_again" not in found:
        return ""
    return f"What has to do with many profiles was measured in a run of its own on {found['many_again']} (`--many`).\n"


def _by_size(tables: Mapping[str, str]) -> str:
    return "\n".join(f"{int(size):,} rules:\n\n{table}" for size, table in tables.items())


def _scripts(printed: Mapping[str, str]) -> str:
    if not printed:
        return ""
    said = [f"`{name}` printed:\n\n```text\n{text.rstrip()}\n```\n" for name, text in printed.items()]
    first = "The shipped rule base, from observations to phase and ranked measures, in the same run (`make bench`)."
    return "\n".join(["## The whole decision\n", f"{first}\n", *said])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _singles(of: Mapping[str, Mapping[str, object]], cold: Mapping[str, Mapping[str, float]]) -> str:
    ours = of[OURS]["medians"]
    return _table(
        ("engine", "p50 µs", "p99 µs", "profiles/s", "times slower", "cold start ms", "memory MB"),
        [
            (
                name,
                f"{one['p50'] * 1e6:,.0f}",  # type: ignore[operator]
                f"{one['p99'] * 1e6:,.0f}",  # type: ignore[operator]
                f"{one['per_second']:,.0f}",
                f"{median_ratio(one['medians'], ours):.1f}",  # type: ignore[arg-type]
                f"{cold[name]['seconds'] * 1e3:,.0f}",
                f"{cold[name]['peak']:,.0f}",
            )
            for name, one in of.items()
        ],
    )


def _goal_single(single: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]) -> str:
    said = []
    for size, of in single.items():
        others = {
            name: median_ratio(one["medians"], of[OURS]["medians"])
            for name, one in of.items()
            if not name.startswith("fasmodell")
        }
        if others:
            name = min(others, key=others.__getitem__)
            verdict = "reached" if others[name] >= 5 else "MISSED"
            said.append(f"at {int(size):,} rules {others[name]:.1f} times as fast as {name}, the next ({verdict})")
    goal = "The goal is that fasmodell with its justification be at least 5 times as fast as any other"
    return f"{goal}: {'; '.join(said)}.\n"


def _left_out(found: Mapping[str, object]) -> str:
    absent, refused = dict(found["absent"]), dict(found["refused"])  # type: ignore[call-overload]
    lines = [f"- {name}: {reason}" for name, reason in (*absent.items(), *refused.items())]
    return "\n".join(["Left out:\n", *lines, ""]) if lines else ""


def _batches(of: Mapping[str, Mapping[str, object]], memory: Mapping[str, Mapping[str, float]]) -> str:
    polars = of["Polars"]["rates"] if "Polars" in of else None
    return _table(
        ("engine", "profiles", "profiles/s", "processor ns each", "cores busy", "of Polars", "memory MB"),
        [
            (
                name,
                f"{one['rows']:,}",
                f"{one['per_second']:,.0f}",
                f"{one['processor_ns']:,.0f}",
                f"{one['cores']:.1f}",
                "–" if polars is None else f"{_ratio(one['rates'], polars):.2f}",  # type: ignore[arg-type]
                f"{memory[name]['peak']:,.0f}",
            )
            for name, one in of.items()
        ],
    )


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median ratio of the turns that both took."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=False))


def _goal_batch(batch: Mapping[str, Mapping[str, Mapping[str, object]]]) -> str:
    of = batch["200"]
    rate: float = of[COLUMNS]["per_second"]  # type: ignore[assignment]
    verdict = "reached" if rate >= 5e6 else "MISSED"
    said = [f"at least 5,000,000 profiles a second on two cores: {rate:,.0f} ({verdict})"]
    if "Polars" in of:
        ratio = _ratio(of[COLUMNS]["rates"], of["Polars"]["rates"])  # type: ignore[arg-type]
        said.append(f"at least as fast as Polars: {ratio:.2f} times ({'reached' if ratio >= 1 else 'MISSED'})")
    return f"The goals at 200 rules are {'; '.join(said)}.\n"


def _slopes(found: Mapping[str, object]) -> str:
    by_rules: dict[str, Mapping[str, object]] = {**found["rules_of_one"], **found["rules_of_many"]}  # type: ignore[dict-item]
    by_facts: Mapping[str, Mapping[str, object]] = found["facts_of_one"]  # type: ignore[assignment]
    by_profiles: Mapping[str, Mapping[str, object]] = found["profiles"]  # type: ignore[assignment]

    def of(which: Mapping[str, Mapping[str, object]], name: str) -> str:
        return f"{which[name]['slope']:.2f}" if name in which and which[name]["slope"] is not None else "–"

    return _table(
        ("engine", "rules, 50 to 800", "facts, 25 to 200", "profiles", "up to"),
        [
            (name, of(by_rules, name), of(by_facts, name), of(by_profiles, name), f"{one['sizes'][-1]:,}")  # type: ignore[index]
            for name, one in by_profiles.items()
        ],
    )


def _natures(found: Mapping[str, object]) -> str:
    names = [name for name in _NATURE if name in found["profiles"]]  # type: ignore[operator]
    lines = [("engine", "unknown is", "says why", "licence"), ("---", "---", "---", "---")]
    lines += [(name, *_NATURE[name]) for name in names]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
