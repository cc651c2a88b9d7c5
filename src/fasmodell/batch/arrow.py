"""One batch of rows in, the same rows with their answers out: the whole of what another engine needs to run."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from fasmodell.batch.answer_columns import Wanted, answer_columns, as_arrow, wanted_of
from fasmodell.batch.columns import ColumnEngine
from fasmodell.batch.columns_in import Column, Columns
from fasmodell.batch.table_layout import Layout, layout_of
from fasmodell.batch.table_values import Wrong, read_cells, read_running
from fasmodell.facts import FactId, indicator_id, listed_id
from fasmodell.rule_base import RuleBase, load_rule_base

REJECTED: Final = "rejected"


class Reject(NamedTuple):
    """A cell for which its row was not answered: the row (from 0), the header, what stands there, and why."""

    row: int
    column: str
    written: str
    code: str
    message: str


class Answered(NamedTuple):
    """The rows with their answers, in order, and every cell that kept a row from being answered."""

    table: pa.RecordBatch
    rejects: tuple[Reject, ...]


class BatchRunner(NamedTuple):
    """Answers record batches of one layout with one rule base."""

    engine: ColumnEngine
    base: RuleBase
    layout: Layout
    wanted: Wanted

    def answer(self, batch: pa.RecordBatch) -> Answered:
        """
        Answer every row of a batch.

        A row with a cell that cannot be used is not answered: its answers are null and `rejected` says why. No row is
        left out and none changes its place.
        """
        columns, rejects = self._columns(batch)
        good = np.ones(batch.num_rows, np.bool_)
        reasons: list[str | None] = [None] * batch.num_rows
        for reject in rejects:
            good[reject.row] = False
            said = f"{reject.column}: {reject.message} ({reject.code})"
            before = reasons[reject.row]
            reasons[reject.row] = said if before is None else f"{before}; {said}"
        # Bounds take as long as all the rest, and only columns of single measures tell of them.
        bounds = bool(self.wanted.measures) and "measures" in self.wanted.groups
        evaluated = self.engine.evaluate(columns, envelopes=bounds)
        found = {name: batch.column(batch.schema.get_field_index(name)) for name in self.layout.keys}
        for column in answer_columns(evaluated, self.base, self.wanted):
            found[column.name] = as_arrow(column, good)
        found[REJECTED] = pa.array(reasons, pa.string())
        return Answered(pa.RecordBatch.from_pydict(found), tuple(sorted(rejects)))

    def _columns(self, batch: pa.RecordBatch) -> tuple[Columns, list[Reject]]:
        facts: dict[FactId, Column] = {}
        rejects: list[Reject] = []
        knowledge = self.base.knowledge
        for header, indicator in self.layout.indicators.items():
            cells = read_cells(indicator, _series(batch, header), knowledge)
            facts[indicator_id(indicator.id)] = cells.column
            rejects += [_reject(header, wrong) for wrong in cells.wrong]
        for header, measure in self.layout.measures.items():
            cells = read_running(header, _series(batch, header))
            facts[listed_id(measure)] = cells.column
            rejects += [_reject(header, wrong) for wrong in cells.wrong]
        return Columns(batch.num_rows, facts), rejects


def evaluate_arrow(
    batch: pa.RecordBatch,
    *,
    rules: str | None = None,
    knowledge: str | None = None,
    columns: str | None = None,
    measures: str | None = None,
    keep: tuple[str, ...] = (),
) -> pa.RecordBatch:
    """
    Answer every row of a record batch, in order; stateless and picklable, to be run anywhere.

    Columns are indicators and measures by id or name; those that name an area, and those in `keep`, go through. Nulls
    are unknown. The output has the same rows: the columns that go through, the answers (`columns` and `measures` as
    the command line has them), and `rejected`, which says why a row was not answered and is null where it was.
    Raises ProfileError when the table itself cannot be used.
    """
    base, engine = _engine_of(rules, knowledge)
    layout = layout_of(batch.schema.names, base.knowledge, "<batch>", keep)
    return BatchRunner(engine, base, layout, wanted_of(columns, measures, base)).answer(batch).table


@lru_cache(maxsize=4)
def _engine_of(rules: str | None, knowledge: str | None) -> tuple[RuleBase, ColumnEngine]:
    """One engine per process and rule base: making it takes longer than answering a thousand rows."""
    base = load_rule_base(rules, knowledge)
    return base, ColumnEngine(base)


def _series(batch: pa.RecordBatch, header: str) -> pl.Series:
    found = pl.from_arrow(batch.column(batch.schema.get_field_index(header)))
    assert isinstance(found, pl.Series)  # from_arrow gives a frame for tables only
    return found


def _reject(header: str, wrong: Wrong) -> Reject:
    return Reject(wrong.row, header, wrong.written, wrong.code, wrong.message)
