"""Read a table chunk by chunk: CSV, Excel, Parquet or JSON Lines, with memory bounded by the chunk."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from fasmodell.diagnostics import Diagnostics, ProfileError, Span, quote

ENDINGS: Final = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", ".ndjson")
# A workbook is a packed archive: what it unpacks to is looked at before it is unpacked.
_MOST_UNPACKED: Final = 2_000_000_000
_MOST_PACKED: Final = 200  # times
_LONGEST_CELL: Final = 100_000
Row = Sequence[object]


class Table(NamedTuple):
    """A table to read: its file, its headers, and its rows in chunks, each a record batch with those columns."""

    file: str
    headers: tuple[str, ...]
    chunks: Iterator[pa.RecordBatch]


def read_table(path: Path, chunk: int) -> Table:
    """
    Open a table by the ending of its name.

    The cells of CSV are text; those of the others have the types that the file gives them, and a column of an Excel
    sheet or of JSON Lines with several types is text. Line 1 of a sheet and of CSV holds the headers.
    Raises ProfileError (FM101, FM604 to FM606) when the file cannot be read as what its name says, now or in a later
    chunk.
    """
    if path.suffix.lower() not in ENDINGS and not path.is_dir():
        help = f"tables end in {', '.join(ENDINGS)}"
        if not path.suffix:
            raise _refused(path, "FM604", "a table whose name has no ending is not read", help)
        raise _refused(path, "FM604", f"files that end in {quote(path.suffix)} are not read", help)
    if not path.is_file():
        reason = "this is a folder, not a file" if path.is_dir() else "there is no such file"
        raise _refused(path, "FM101", reason)
    try:
        return _READERS[path.suffix.lower()](path, chunk)
    except (OSError, ValueError, pa.ArrowException, zipfile.BadZipFile, csv.Error) as error:
        raise _unreadable(path, error) from error


def _refused(path: Path, code: str, message: str, help: str | None = None, line: int = 1) -> ProfileError:
    found = Diagnostics()
    found.error(code, message, Span(str(path), line, 1, line, 1), help)
    return ProfileError("the table cannot be read", found)


def _unreadable(path: Path, error: Exception) -> ProfileError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return _refused(path, "FM605", f"the file is not what its name says: {reason.lower().rstrip('.')}")


def _parquet(path: Path, chunk: int) -> Table:
    file = pq.ParquetFile(path)
    headers = tuple(file.schema_arrow.names)
    return Table(str(path), headers, _guarded(path, file.iter_batches(chunk)))


def _guarded(path: Path, chunks: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    try:
        yield from chunks
    except (OSError, ValueError, pa.ArrowException, csv.Error, zipfile.BadZipFile) as error:
        raise _unreadable(path, error) from error


def _csv(path: Path, chunk: int) -> Table:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        delimiter = max(";\t,", key=first.count)
        headers = _headers(path, next(csv.reader(stream, delimiter=delimiter, strict=True), None))
    return Table(str(path), headers, _guarded(path, _csv_batches(path, headers, delimiter, chunk)))


def _csv_batches(path: Path, headers: tuple[str, ...], delimiter: str, chunk: int) -> Iterator[pa.RecordBatch]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=delimiter, strict=True)
        next(rows)
        yield from _batches(path, headers, (row for row in rows if row), chunk)


def _headers(path: Path, row: Row | None) -> tuple[str, ...]:
    if row is None:
        raise _refused(path, "FM110", "the file is empty")
    headers = tuple("" if cell is None else str(cell).strip() for cell in row)
    while headers and not headers[-1]:
        headers = headers[:-1]
    for place, header in enumerate(headers):
        if header in headers[:place] or not header:
            what = "has no header" if not header else f"has the same header as another, {quote(header)}"
            raise _refused(path, "FM602", f"column {place + 1} {what}")
    return headers


def _batches(path: Path, headers: tuple[str, ...], rows: Iterable[Row], chunk: int) -> Iterator[pa.RecordBatch]:
    """Rows as record batches. A row with more cells than there are headers is no row of this table."""
    rows, line = iter(rows), 1
    while taken := list(islice(rows, chunk)):
        for row in taken:
            line += 1
            if len(row) > len(headers) and any(cell not in (None, "") for cell in row[len(headers) :]):
                message = f"row {line} has {len(row)} cells, but there are {len(headers)} headers"
                raise _refused(path, "FM605", message, "quote cells that hold the separator", line)
        columns = [[row[at] if at < len(row) else None for row in taken] for at in range(len(headers))]
        yield pa.RecordBatch.from_pydict({name: _array(cells) for name, cells in zip(headers, columns, strict=True)})


def _array(cells: list[object]) -> pa.Array:
    """Cells of one kind as they are, and of several kinds as text."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds <= {int, float}:
        return pa.array(cells, pa.float64())
    if len(kinds) == 1 and kinds <= {bool, str}:
        return pa.array(cells)
    return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())


def _xlsx(path: Path, chunk: int) -> Table:
    with zipfile.ZipFile(path) as packed:
        sizes = [(one.file_size, one.compress_size) for one in packed.infolist()]
    unpacked, held = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    if unpacked > _MOST_UNPACKED or unpacked > _MOST_PACKED * max(held, 1):
        raise _refused(path, "FM606", f"the workbook unpacks to {unpacked:,} bytes", "save it as CSV or Parquet")
    rows = _rows_of_workbook(path)
    headers = _headers(path, next(rows, None))
    filled = (row for row in rows if any(cell is not None for cell in row))
    return Table(str(path), headers, _guarded(path, _batches(path, headers, filled, chunk)))


def _rows_of_workbook(path: Path) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook

    with closing(load_workbook(path, read_only=True, data_only=True)) as book:
        yield from book.worksheets[0].iter_rows(values_only=True)


def _json_lines(path: Path, chunk: int) -> Table:
    with path.open(encoding="utf-8-sig") as stream:
        headers = tuple(dict.fromkeys(key for _, found in _objects(path, stream) for key in found))
    return Table(str(path), headers, _guarded(path, _json_batches(path, headers, chunk)))


def _json_batches(path: Path, headers: tuple[str, ...], chunk: int) -> Iterator[pa.RecordBatch]:
    with path.open(encoding="utf-8-sig") as stream:
        rows = ([found.get(header) for header in headers] for _, found in _objects(path, stream))
        yield from _batches(path, headers, rows, chunk)


def _objects(path: Path, lines: Iterable[str]) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            help = "one object stands on each line"
            raise _refused(path, "FM605", f"line {number} is not JSON", help, number) from error
        if not isinstance(found, dict) or any(isinstance(cell, dict | list) for cell in found.values()):
            raise _refused(path, "FM605", f"line {number} is not an object of plain values", None, number)
        yield number, {str(key): cell for key, cell in found.items()}


_READERS = {
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}
