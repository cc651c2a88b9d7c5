"""Write tables so that no half file ever stands under the final name: Parquet, CSV and Excel, part by part."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from fasmodell.diagnostics import Diagnostics, ProfileError, Span, quote
from fasmodell.whole_file import put_whole

ENDINGS: Final = (".parquet", ".csv", ".xlsx")
_MOST_ROWS_OF_A_SHEET: Final = 1_048_576
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def check_ending(path: Path) -> None:
    """Raise ProfileError when a table of answers cannot be written under a name."""
    if path.suffix.lower() not in ENDINGS:
        found = Diagnostics()
        message = f"files that end in {quote(path.suffix)} are not written"
        if not path.suffix:
            message = "a table whose name has no ending is not written"
        found.error("FM604", message, Span(str(path), 1, 1, 1, 1), f"answers end in {', '.join(ENDINGS)}")
        raise ProfileError("the answers cannot be written", found)


def write_part(path: Path, table: pa.Table) -> None:
    """Write one part of the answers as Parquet, whole or not at all."""
    put_whole(path, lambda beside: pq.write_table(table, beside, compression="zstd"))


def join_parts(parts: list[Path], path: Path) -> None:
    """Join parts in order to the final file, in the format that its name says."""
    rows = sum(pq.read_metadata(part).num_rows for part in parts)
    if path.suffix.lower() == ".xlsx" and rows >= _MOST_ROWS_OF_A_SHEET:
        found = Diagnostics()
        message = f"{rows:,} rows and their headers do not fit in a sheet of {_MOST_ROWS_OF_A_SHEET:,}"
        found.error("FM607", message, Span(str(path), 1, 1, 1, 1), "write to .parquet or .csv instead")
        raise ProfileError("the answers cannot be written", found)
    writers = {".parquet": _join_parquet, ".csv": _join_csv, ".xlsx": _join_xlsx}
    put_whole(path, lambda beside: writers[path.suffix.lower()](parts, beside))


def _batches(parts: list[Path]) -> Iterator[pa.RecordBatch]:
    for part in parts:
        yield from pq.ParquetFile(part).iter_batches()


def _join_parquet(parts: list[Path], path: Path) -> None:
    schema = pq.read_schema(parts[0])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in parts:
            file = pq.ParquetFile(part)
            for group in range(file.num_row_groups):
                writer.write_table(file.read_row_group(group))


def _join_csv(parts: list[Path], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(pq.read_schema(parts[0]).names)
        for batch in _batches(parts):
            writer.writerows(zip(*(map(_cell, column.to_pylist()) for column in batch.columns), strict=True))


def _cell(value: object) -> object:
    """A cell as it is, but for text that a spreadsheet would take for a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _join_xlsx(parts: list[Path], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("fasmodell")
    sheet.append(pq.read_schema(parts[0]).names)
    for batch in _batches(parts):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sheet.append([f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for v in row])
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())
