"""
Many profiles at once, from columns in memory to the three-valued answer of every finding in memory.

Each engine gets the same columns in its own form (`native`, not timed): whole numbers and levels in 8 bits, shares in
32, flags as flags, and what is known beside them. Polars and DuckDB know unknown themselves: null goes through `&` and
`|`, AND and OR, as Kleene logic has it, so the rules are written once and not twice.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Protocol

import numpy as np

from peers.problem import KNOWN_SHARE, Condition, Known, Problem, Rule

Table = dict[str, tuple[np.ndarray, np.ndarray]]  # values and what is known, by indicator

_SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def made_up_table(problem: Problem, rows: int, seed: int = 1) -> Table:
    """Make up profiles as columns; always the same ones."""
    draw = np.random.default_rng([seed, rows])
    return {one.name: (_values(one.kind, draw, rows), draw.random(rows) < KNOWN_SHARE) for one in problem.indicators}


def _values(kind: str, draw: np.random.Generator, rows: int) -> np.ndarray:
    if kind == "share":
        return (draw.integers(0, 1001, rows) / 10).astype(np.float32)
    if kind == "flag":
        return draw.integers(0, 2, rows).astype(np.bool_)
    return draw.integers(0, 4 if kind == "level" else 41, rows, dtype=np.int8)


def known_of(table: Table, row: int) -> Known:
    """One row as a profile."""
    return {name: values[row].item() for name, (values, known) in table.items() if known[row]}


class Batch(Protocol):
    """An engine that answers many profiles."""

    def native(self, table: Table) -> object: ...
    def answer(self, given: object) -> object: ...
    def states(self, answered: object) -> np.ndarray:
        """1, 0 or -1 (open) for each finding and row; (findings, rows)."""


class Columns:
    """fasmodell's column engine, findings alone."""

    def __init__(self, problem: Problem, workers: int) -> None:
        from fasmodell import load_rule_base
        from fasmodell.batch.finding_columns import FindingEngine
        from fasmodell.knowledge import FindingId
        from peers.as_fasmodell import LEVEL, program_of

        shipped = load_rule_base()
        knowledge = shipped.knowledge._replace(graded=())
        base = replace(shipped, situation=program_of(problem), knowledge=knowledge)
        self.engine = FindingEngine(base, tuple((FindingId(finding), LEVEL) for finding in problem.findings))
        self.workers = workers

    def native(self, table: Table) -> object:
        from fasmodell.batch.columns_in import Column
        from fasmodell.batch.columns_in import Columns as Given
        from fasmodell.facts import indicator_id

        size = len(next(iter(table.values()))[0])
        return Given(size, {indicator_id(name): Column(values, known) for name, (values, known) in table.items()})

    def answer(self, given: object) -> object:
        return list(self.engine.evaluate_chunks(given, workers=self.workers))

    def states(self, answered: object) -> np.ndarray:
        return np.concatenate([part.states() for part in answered], axis=1)


class Polars:
    """Polars, lazy: a step of expressions for each layer of findings."""

    def __init__(self, problem: Problem, workers: int, engine: str = "in-memory") -> None:
        self.pl, self.problem, self.engine = import_module("polars"), problem, engine
        if self.pl.thread_pool_size() != workers:
            raise SystemExit(f"polars runs {self.pl.thread_pool_size()} threads, not {workers}: set POLARS_MAX_THREADS")

    def expression(self, condition: Condition) -> object:
        kind = condition[0]
        if kind == "not":
            return ~self.expression(condition[1])
        if kind in ("all", "any"):
            return self.joined(kind, [self.expression(part) for part in condition[1]])
        column = self.pl.col(condition[1])
        if kind in ("finding", "is"):
            return column
        return {
            "at_least": column >= condition[2],
            "above": column > condition[2],
            "at_most": column <= condition[2],
            "below": column < condition[2],
        }[kind]

    def joined(self, kind: str, parts: list[object]) -> object:
        joined = parts[0]
        for part in parts[1:]:
            joined = joined & part if kind == "all" else joined | part
        return joined

    def native(self, table: Table) -> object:
        return self.pl.from_arrow(_arrow(table))

    def answer(self, given: object) -> object:
        rules, frame = self.problem.rules_of(), given.lazy()
        for layer in self.problem.layers:
            frame = frame.with_columns(
                self.joined("any", [self.expression(rule.when) for rule in rules[finding]]).alias(finding)
                for finding in layer
            )
        return frame.select(self.problem.findings).collect(engine=self.engine)

    def states(self, answered: object) -> np.ndarray:
        return np.stack([one.cast(self.pl.Int8).fill_null(-1).to_numpy() for one in answered.iter_columns()])


class PolarsStreaming(Polars):
    """The same on Polars' streaming engine."""

    def __init__(self, problem: Problem, workers: int) -> None:
        super().__init__(problem, workers, "streaming")


class DuckDb:
    """DuckDB: a subquery for each layer of findings; the answer is fetched as Arrow."""

    def __init__(self, problem: Problem, workers: int) -> None:
        self.problem = problem
        self.connection = import_module("duckdb").connect(config={"threads": workers})
        rules, query = problem.rules_of(), "profiles"
        for layer in problem.layers:
            written = (f"({self.joined(rules[finding])}) AS {finding}" for finding in layer)
            query = f"(SELECT *, {', '.join(written)} FROM {query})"
        self.query = f"SELECT {', '.join(problem.findings)} FROM {query}"

    def joined(self, rules: list[Rule]) -> str:
        return " OR ".join(self.expression(rule.when) for rule in rules)

    def expression(self, condition: Condition) -> str:
        kind = condition[0]
        if kind == "not":
            return f"(NOT {self.expression(condition[1])})"
        if kind in ("all", "any"):
            joint = " AND " if kind == "all" else " OR "
            return f"({joint.join(map(self.expression, condition[1]))})"
        return condition[1] if kind in ("finding", "is") else f"({condition[1]} {_SIGNS[kind]} {condition[2]})"

    def native(self, table: Table) -> object:
        return _arrow(table)

    def answer(self, given: object) -> object:
        self.connection.register("profiles", given)
        return self.connection.sql(self.query).to_arrow_table()

    def states(self, answered: object) -> np.ndarray:
        frame = import_module("polars").from_arrow(answered)
        return Polars.states(self._as_polars(), frame)

    def _as_polars(self) -> Polars:
        found = object.__new__(Polars)
        found.pl = import_module("polars")
        return found


def _arrow(table: Table) -> object:
    arrow = import_module("pyarrow")
    return arrow.table({name: arrow.array(values, mask=~known) for name, (values, known) in table.items()})


BATCHES: dict[str, tuple[type, str]] = {
    "fasmodell, column engine": (Columns, "numpy"),
    "Polars": (Polars, "polars"),
    "Polars, streaming": (PolarsStreaming, "polars"),
    "DuckDB": (DuckDb, "duckdb"),
}
