"""Excel workbooks from elsewhere: opened only when they are what they say and unpack to what can be borne."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook

from fasmodell.batch.imported import refused, start_of
from fasmodell.diagnostics import quote

_MOST_UNPACKED: Final = 300_000_000
_MOST_PACKED: Final = 200  # times
_SMALL: Final = 5_000_000  # an archive that unpacks to no more is harmless however well it is packed
_MOST_CELLS: Final = 2_000_000
_MOST_ENTRIES: Final = 10_000
_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"


def open_workbook(path: Path, content: bytes | None = None, most: int = _MOST_UNPACKED) -> Workbook:
    """
    Open a workbook with its formulas as they are written.

    With `content`, `path` is only what diagnostics call it, and no file is read. `most` are the bytes that it may
    unpack to; an entry is never unpacked further than the directory of the archive says.
    Raises ProfileError when there is none (FM101), when it is locked with a password (FM622), is no workbook (FM605),
    or unpacks to too much (FM606).
    """
    if (_first_bytes(path) if content is None else content[:4]) == _ENCRYPTED:
        help = "open it, take the password away, and save it as .xlsx"
        raise refused("FM622", "the workbook is locked with a password, or of an old format", start_of(path), help)
    try:
        _check_size(path, content, most)
        book = load_workbook(path if content is None else BytesIO(content), data_only=False, keep_links=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].lower().rstrip(".")
        raise refused("FM605", f"the file is not what its name says: {reason}", start_of(path)) from error
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            message = f"the sheet {quote(sheet.title)} reaches to row {sheet.max_row:,} and column {sheet.max_column:,}"
            raise refused("FM606", message, start_of(path), "delete the empty rows and columns around the table")
    return book


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4)
    except OSError as error:
        reason = "this is a folder, not a file" if path.is_dir() else "there is no such file"
        raise refused("FM101", reason if not path.is_file() else "the file cannot be read", start_of(path)) from error


def _check_size(path: Path, content: bytes | None, most: int) -> None:
    """Look at what an archive says that it unpacks to, how well it is packed, and how many entries it has."""
    with zipfile.ZipFile(path if content is None else BytesIO(content)) as packed:
        sizes = [(one.file_size, one.compress_size) for one in packed.infolist()]
    if len(sizes) > _MOST_ENTRIES:
        raise refused("FM606", f"the workbook has {len(sizes):,} parts", start_of(path), "save it anew in Excel")
    unpacked, held = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    if unpacked > most or (unpacked > _SMALL and unpacked > _MOST_PACKED * max(held, 1)):
        raise refused("FM606", f"the workbook unpacks to {unpacked:,} bytes", start_of(path), "save it anew in Excel")
