"""The decision log as a file: added to so that neither a crash, a full disk nor a second writer loses an entry."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from fasmodell.analysis.decision_log import Entry, FaultKind, Head, LogFault, LogRead, head_faults, next_line, read_log
from fasmodell.diagnostics import Diagnostic, FasmodellError, ProfileError, Severity, Span, sort_diagnostics
from fasmodell.whole_file import keep_folder, one_writer, write_whole

_CODES = {FaultKind.TORN: "FM708", FaultKind.UNREADABLE: "FM709"}
_HELP = {
    FaultKind.TORN: "`fasmodell decision-log repair` moves it away and keeps every whole entry",
    FaultKind.TRUNCATED: "the number of entries is kept in the file beside the log that ends in `.head`",
}
_CHANGED_HELP = "the entries above it are whole; find the log as it was in a copy"


class LogError(FasmodellError):
    """Refuse a log that is not whole, or report that an entry could not be written."""


def read_log_file(path: Path, head: Head | None = None) -> LogRead:
    """
    Read a log with everything that is wrong with it, held against its head file and against `head` where one is known.

    Raises ProfileError when it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (
            "there is no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "cannot be read")
        )
        problem = Diagnostic("FM101", Severity.error, reason, Span(str(path), 1, 1, 1, 1))
        raise ProfileError("the log cannot be read", [problem]) from None
    read = read_log(data)
    faults = [*read.faults, *head_faults(read, _head_of(path)), *head_faults(read, head)]
    return read._replace(faults=tuple(sorted(dict.fromkeys(faults))))


def require_whole(path: Path, read: LogRead) -> None:
    """Raise LogError with every fault of a log, at its line."""
    if read.faults:
        raise LogError("the log is not whole", fault_diagnostics(path, read))


def fault_diagnostics(path: Path, read: LogRead) -> tuple[Diagnostic, ...]:
    """Every fault of a log as a diagnostic."""
    return sort_diagnostics(_diagnostic(path, fault) for fault in read.faults)


def _diagnostic(path: Path, fault: LogFault) -> Diagnostic:
    span = Span(str(path), fault.line, 1, fault.line, 1)
    help = _HELP.get(fault.kind, _CHANGED_HELP)
    return Diagnostic(_CODES.get(fault.kind, "FM707"), Severity.error, fault.message, span, help)


def add_entry(path: Path, content: Mapping[str, object]) -> Entry:
    """
    Add an entry at the end of a log, which is begun when there is none.

    One writer at a time; the line is made lasting before it counts. When it cannot be written whole, what was written
    of it is taken away again. Raises LogError when the log is not whole, or when the entry could not be written.
    """
    try:
        with one_writer(path):
            if path.exists():
                read = read_log_file(path)
                require_whole(path, read)
                head = read.head
            else:
                _refuse_lost_log(path)
                head = Head(0, "0" * 64)
            entry, line = next_line(head, content)
            _append(path, f"{line}\n".encode())
            write_whole(_head_path(path), f'{{"count": {entry.number}, "hash": "{entry.hash}"}}\n')
            return entry
    except OSError as error:
        raise LogError(f"the entry is not recorded: {path} cannot be written: {error.strerror}") from None


def _refuse_lost_log(path: Path) -> None:
    head = _head_of(path)
    if head is not None and head.length:
        message = f"the log is gone: its head file knows of {head.length} entries"
        problem = Diagnostic("FM707", Severity.error, message, Span(str(path), 1, 1, 1, 1), _HELP[FaultKind.TRUNCATED])
        raise LogError("the log is not whole", [problem])


def _append(path: Path, data: bytes) -> None:
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        size = os.fstat(handle).st_size
        try:
            written = 0
            while written < len(data):
                written += os.write(handle, data[written:])
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            os.fsync(handle)
            raise
    finally:
        os.close(handle)
    if is_new:
        keep_folder(path.parent)


def repair_log(path: Path) -> Path | Entry | None:
    """
    Mend a last line that was cut short, and nothing else.

    Returns the file it was moved to, or its entry when only the line end was missing, or None when no line is torn.
    Raises ProfileError when the log cannot be read, and LogError when it cannot be written.
    """
    read_log_file(path)  # where there is no log, no file for a lock is made either
    try:
        with one_writer(path):
            read = read_log_file(path)
            if not read.torn:
                return None
            completed = read_log(path.read_bytes() + b"\n")
            if not completed.faults:
                _append(path, b"\n")
                return completed.entries[-1][1]
            aside = path.with_name(f"{path.name}.torn")
            _append(aside, read.torn + b"\n")
            with path.open("r+b") as file:
                file.truncate(path.stat().st_size - len(read.torn))
                os.fsync(file.fileno())
            return aside
    except OSError as error:
        raise LogError(f"the log is not repaired: {error.strerror}") from None


def _head_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.head")


def _head_of(path: Path) -> Head | None:
    """The head file beside a log; one that is missing or cannot be understood says nothing."""
    try:
        data = json.loads(_head_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    count, hash_ = (data.get("count"), data.get("hash")) if isinstance(data, dict) else (None, None)
    return Head(count, hash_) if type(count) is int and isinstance(hash_, str) else None
