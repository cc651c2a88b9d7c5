"""JSON files of the statistics services, read with a bound on their size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from fasmodell.batch.imported import refused, start_of
from fasmodell.diagnostics import Span

_MOST_BYTES: Final = 200_000_000


def read_json(path: Path) -> object:
    """The content of a JSON file. Raises ProfileError (FM101, FM611) when it cannot be read."""
    file = str(path)
    if not path.is_file():
        reason = "this is a folder, not a file" if path.is_dir() else "there is no such file"
        raise refused("FM101", reason, start_of(file))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise refused("FM611", f"the file is larger than {_MOST_BYTES:,} bytes", start_of(file), "ask for less")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        span = Span(file, error.lineno, error.colno, error.lineno, error.colno)
        raise refused("FM611", f"this is not JSON: {error.msg.lower()}", span) from error
    except (OSError, ValueError, RecursionError) as error:
        raise refused("FM611", "the file cannot be read as JSON text in UTF-8", start_of(file)) from error
