"""Excel workbooks from elsewhere: opened only when they are what they say and unpack to what can be borne."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook

from fasmodell.batch.imported import refused, start_of
from fasmodell.diagnostics import quote

_MOST_UNPACKED: Final = 300_000_000
_MOST_PACKED: Final = 200  # times
_SMALL: Final = 5_000_000  # an archive that unpacks to no more is harmless however well it is packed
_MOST_CELLS: Final = 2_000_000
_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"


def open_workbook(path: Path) -> Workbook:
    """
    Open a workbook with its formulas as they are written.

    Raises ProfileError when there is none (FM101), when it is locked with a password (FM622), is no workbook (FM605),
    or unpacks to too much (FM606).
    """
    try:
        with path.open("rb") as stream:
            first = stream.read(4)
    except OSError as error:
        reason = "this is a folder, not a file" if path.is_dir() else "there is no such file"
        raise refused("FM101", reason if not path.is_file() else "the file cannot be read", start_of(path)) from error
    if first == _ENCRYPTED:
        help = "open it, take the password away, and save it as .xlsx"
        raise refused("FM622", "the workbook is locked with a password, or of an old format", start_of(path), help)
    try:
        _check_size(path)
        book = load_workbook(path, data_only=False, keep_links=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].lower().rstrip(".")
        raise refused("FM605", f"the file is not what its name says: {reason}", start_of(path)) from error
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            message = f"the sheet {quote(sheet.title)} reaches to row {sheet.max_row:,} and column {sheet.max_column:,}"
            raise refused("FM606", message, start_of(path), "delete the empty rows and columns around the table")
    return book


def _check_size(path: Path) -> None:
    """Look at what an archive says that it unpacks to, and at how well it is packed."""
    with zipfile.ZipFile(path) as packed:
        sizes = [(one.file_size, one.compress_size) for one in packed.infolist()]
    unpacked, held = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    if unpacked > _MOST_UNPACKED or (unpacked > _SMALL and unpacked > _MOST_PACKED * max(held, 1)):
        raise refused("FM606", f"the workbook unpacks to {unpacked:,} bytes", start_of(path), "save it anew in Excel")
