"""From a table of profiles to a table of answers: in parts that an interrupted run can be gone on from."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from fasmodell.batch.answer_columns import Wanted
from fasmodell.batch.arrow import REJECTED, BatchRunner, Reject
from fasmodell.batch.columns import ColumnEngine
from fasmodell.batch.jobs import Jobs
from fasmodell.batch.table_in import Table, read_table
from fasmodell.batch.table_layout import Layout, layout_of
from fasmodell.batch.table_out import check_ending, join_parts, write_part
from fasmodell.diagnostics import Diagnostics, InferenceError, ProfileError, Span
from fasmodell.rule_base import RuleBase
from fasmodell.whole_file import put_whole, write_whole

CHUNK: Final = 1 << 17
_DESO = re.compile(r"^\d{4}[ABC]\d{4}(_DeSO\d{4})?$")
_REJECT_HEADERS: Final = ("row", "column", "value", "code", "message")
Progress = Callable[[int], None]


class Counts(NamedTuple):
    """How many rows came in, were answered and were rejected; the last two make the first."""

    rows: int
    answered: int
    rejected: int


class Job(NamedTuple):
    """
    What to do: a table in, a table out, and what its columns are to be.

    `keep` are further columns to go through; `jobs` processes share the chunks. Rejected rows go to `rejects_file`.
    """

    source: Path
    target: Path
    wanted: Wanted = Wanted()
    keep: tuple[str, ...] = ()
    jobs: int = 1
    chunk: int = CHUNK

    @property
    def rejects_file(self) -> Path:
        """Where rejected cells are told of, a row for each."""
        return self.target.with_name(f"{self.target.stem}.rejects.csv")

    @property
    def parts_folder(self) -> Path:
        """Where the parts of an unfinished run stand."""
        return self.target.with_name(f".{self.target.name}.parts")

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.parts_folder / f"{number:06}.parquet"

    def rejects(self, number: int) -> Path:
        """The file of what a part rejects."""
        return self.parts_folder / f"{number:06}.rejects.json"


class _PartWriter(NamedTuple):
    """Answers chunks and writes their parts, here or in another process."""

    job: Job
    base: RuleBase
    layout: Layout

    def worker(self) -> Callable[[int, pa.RecordBatch, int], None]:
        runner = BatchRunner(ColumnEngine(self.base), self.base, self.layout, self.job.wanted)

        def answer(number: int, batch: pa.RecordBatch, before: int) -> None:
            answered = runner.answer(batch)
            self._write(number, pa.Table.from_batches([answered.table]), answered.rejects, before)

        return answer

    def _write(self, number: int, table: pa.Table, rejects: Sequence[Reject], before: int) -> None:
        good = table.filter(pc.is_null(table.column(REJECTED))).drop_columns([REJECTED])
        told = [one._replace(row=before + one.row + 1) for one in rejects]
        text = json.dumps({"rows": len({one.row for one in told}), "rejects": told}, ensure_ascii=False)
        write_whole(self.job.rejects(number), text)
        write_part(self.job.part(number), good)


class Done(NamedTuple):
    """What was done: counts, the layout that the table was read by, and how many rows an earlier run had done."""

    counts: Counts
    layout: Layout
    resumed: int


def run_batch(job: Job, base: RuleBase, *, resume: bool = False, progress: Progress | None = None) -> Done:
    """
    Answer every row of a table.

    The final file and the file of rejects appear when they are whole. Until then the parts stand in a folder beside
    them, and `resume` goes on from there if the table, the rule base and what is wanted are the same; without it an
    earlier run is begun anew. Raises ProfileError for what cannot be read, written or gone on from (FM101, FM110,
    FM409, FM601 to FM608), and InferenceError when the counts do not add up.
    """
    check_ending(job.target)
    table = read_table(job.source, job.chunk)
    layout = layout_of(table.headers, base.knowledge, table.file, job.keep)
    parts = _Parts(job, base, layout)
    parts.open(resume)
    rows = resumed = 0
    with Jobs(_PartWriter(job, base, layout), job.jobs) as jobs:
        for number, batch in enumerate(_or_empty(table)):
            _refuse_small_areas(batch, layout, table.file, rows)
            if parts.has(number):
                resumed += batch.num_rows
            else:
                jobs.answer(number, batch, rows)
            rows += batch.num_rows
            if progress is not None:
                progress(rows)
    counts = parts.finish(rows)
    return Done(counts, layout, resumed)


def _or_empty(table: Table) -> Iterator[pa.RecordBatch]:
    """The chunks of a table; for a table without rows one empty chunk."""
    empty = True
    for batch in table.chunks:
        empty = False
        yield batch
    if empty:
        yield pa.RecordBatch.from_pydict({header: pa.array([], pa.string()) for header in table.headers})


def _refuse_small_areas(batch: pa.RecordBatch, layout: Layout, file: str, before: int) -> None:
    """Refuse areas below RegSO: so few people live in a DeSO that an answer about it comes close to persons."""
    for header in layout.keys:
        column = batch.column(batch.schema.get_field_index(header))
        if not pa.types.is_string(column.type):
            continue
        small = pc.match_substring_regex(column, _DESO.pattern)
        if pc.any(small).as_py():
            row = before + pc.index(small, True).as_py() + 2
            found = Diagnostics()
            help = "add the areas up to RegSO first; nothing is answered below it"
            found.error("FM409", f"the column `{header}` holds DeSO codes", Span(file, row, 1, row, 1), help)
            raise ProfileError("the table cannot be used", found)


class _Parts:
    """The parts of a run, in a folder beside the final file, each whole or not there."""

    def __init__(self, job: Job, base: RuleBase, layout: Layout) -> None:
        self.job, self.layout, self.folder = job, layout, job.parts_folder
        self.identity = {
            "source": str(job.source.resolve()),
            "source_sha256": _digest(job.source),
            "rule_base": base.digest,
            "wanted": [list(job.wanted.groups), job.wanted.top, list(job.wanted.measures)],
            "keep": list(job.keep),
            "chunk": job.chunk,
        }

    def open(self, resume: bool) -> None:
        """Begin anew, or see to it that the parts that are there belong to the same run."""
        manifest = self.folder / "run.json"
        if not resume:
            shutil.rmtree(self.folder, ignore_errors=True)
        elif manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")) != self.identity:
            found = Diagnostics()
            message = "the unfinished run was for another table, rule base or choice of columns"
            help = "run once more without `--resume` to begin anew"
            found.error("FM608", message, Span(str(self.folder), 1, 1, 1, 1), help)
            raise ProfileError("the run cannot be gone on with", found)
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.identity, ensure_ascii=False)
        write_whole(manifest, text)

    def has(self, number: int) -> bool:
        """True when a part is there with its rejects, which are written first."""
        return self.job.part(number).is_file()

    def finish(self, rows: int) -> Counts:
        """Join the parts, move both files into place and take the folder away."""
        import pyarrow.parquet as pq

        numbers = range(len(list(self.folder.glob("*.parquet"))))
        found = [json.loads(self.job.rejects(number).read_text(encoding="utf-8")) for number in numbers]
        parts = [self.job.part(number) for number in numbers]
        answered, rejected = sum(pq.read_metadata(part).num_rows for part in parts), sum(one["rows"] for one in found)
        if answered + rejected != rows:
            raise InferenceError(f"{rows} rows came in, but {answered} were answered and {rejected} rejected")
        join_parts(parts, self.job.target)
        self._write_rejects([reject for one in found for reject in one["rejects"]])
        shutil.rmtree(self.folder)
        return Counts(rows, answered, rejected)

    def _write_rejects(self, rejects: Sequence[Sequence[object]]) -> None:
        file = self.job.rejects_file
        if not rejects:
            file.unlink(missing_ok=True)  # one of an earlier run would tell of rows that were answered now
            return

        def write(beside: Path) -> None:
            with beside.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\r\n")
                writer.writerows([_REJECT_HEADERS, *rejects])

        put_whole(file, write)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
