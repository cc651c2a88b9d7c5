"""Files that survive: written whole or not at all, and by one writer at a time."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """
    Replace a file by a text or by bytes, or leave it as it was.

    Raises OSError when it cannot be written; then nothing has changed.
    """
    data = content.encode() if isinstance(content, str) else content
    put_whole(path, lambda beside: _write(beside, data))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def put_whole(path: Path, write: Callable[[Path], None]) -> None:
    """
    Have a file written beside its place, made lasting and then moved there, so that no one ever sees half of it.

    A link stays a link. What `write` raises goes on, and nothing is left behind.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    beside = Path(name)
    try:
        write(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        raise
    keep_folder(target.parent)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def keep_folder(folder: Path) -> None:
    """Make the names in a folder last through a loss of power, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """
    Wait until nobody else writes a file, and keep others waiting; the lock is a file of its own beside it.

    A process that dies lets go of its lock, so that nothing has to be cleared by hand.
    """
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
else:

    def _lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
