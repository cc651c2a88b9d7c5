"""Archives of which Word files and workbooks consist, without the time at which they were written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Final

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # that an archive can name


def rewritten(archive: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same archive with each entry changed as a function of its name and content says, and with no times."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 0
            new.writestr(fixed, change(entry.filename, old.read(entry)))
    return written.getvalue()


def without_time(archive: bytes) -> bytes:
    """The same archive with the same entries, none of which says when it was written."""
    return rewritten(archive, lambda _, part: part)
