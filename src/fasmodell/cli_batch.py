"""The command line for many profiles at once."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from fasmodell.cli import rule_base_of
from fasmodell.cli_failures import EXIT_NOTHING
from fasmodell.diagnostics import FasmodellError, ProfileError

_FILE = click.Path(dir_okay=True, path_type=Path)
_MISSING = "many profiles at once need NumPy, Polars and PyArrow: pip install 'fasmodell[batch]'"


@click.command()
@click.argument("source", type=_FILE)
@click.argument("target", type=_FILE)
@click.option("--columns", metavar="GROUPS", help="Some of phase,gates,findings,measures.")
@click.option("--measures", metavar="WHICH", help="top:10 per track, all, none, or ids with commas between.")
@click.option("--keep", multiple=True, metavar="HEADER", help="A further column to go through unchanged.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; as many as there are processors unless said.")
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted.")
@click.pass_context
def batch(
    context: click.Context,
    source: Path,
    target: Path,
    columns: str | None,
    measures: str | None,
    keep: tuple[str, ...],
    jobs: int | None,
    resume: bool,
) -> None:
    """
    Answer every row of a table: phase, gates, findings and measures.

    SOURCE is CSV, Excel, Parquet or JSON Lines, with a column per indicator (by id, or by name in Swedish or English)
    and columns that say which area a row is. `..` and an empty cell are unknown, `-` is zero. TARGET is Parquet, CSV
    or Excel. Rows that cannot be answered go to a file of rejects beside it, and the rest is done.

    \b
    Example: fasmodell batch examples/tables/regso.csv answers.csv --measures top:2
    """
    try:
        from fasmodell.batch.answer_columns import wanted_of
        from fasmodell.batch.run import Job, run_batch
    except ImportError as error:
        raise FasmodellError(_MISSING) from error
    base = rule_base_of(context)
    try:
        wanted = wanted_of(columns, measures, base)
    except ProfileError as error:
        raise click.BadParameter(str(error)) from None
    job = Job(source, target, wanted, keep, jobs or os.cpu_count() or 1)
    progress = _Progress()
    try:
        done = run_batch(job, base, resume=resume, progress=progress.show if sys.stderr.isatty() else None)
    except OSError as error:
        raise FasmodellError(f"the answers cannot be written to {target}: {error.strerror or error}") from None
    progress.end()
    counts, unused = done.counts, done.layout.unused
    if unused:
        click.echo(f"note: not used: {', '.join(unused)}; --keep lets a column go through", err=True)
    if done.resumed:
        click.echo(f"note: {done.resumed:,} rows were done by an earlier run", err=True)
    told = f"; see {job.rejects_file}" if counts.rejected else ""
    click.echo(f"{counts.rows:,} rows: {counts.answered:,} answered, {counts.rejected:,} rejected{told}")
    if not counts.rows:
        context.exit(EXIT_NOTHING)


class _Progress:
    """One line on the terminal that tells how far it has come."""

    def __init__(self) -> None:
        self.began, self.shown = time.monotonic(), False

    def show(self, rows: int) -> None:
        """Tell how many rows are done."""
        seconds = max(time.monotonic() - self.began, 0.001)
        sys.stderr.write(f"\r{rows:,} rows, {rows / seconds:,.0f} per second")
        sys.stderr.flush()
        self.shown = True

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            sys.stderr.write("\n")
