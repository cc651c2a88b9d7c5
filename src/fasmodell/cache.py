"""
A content-addressed cache of compiled rule bases in the user's cache folder.

A cache may only ever save time. The key covers the bytes of every file, the library's own code and the version of
Python; the content carries its own checksum; whatever is missing, stale, damaged, foreign or cannot be written is as
if there were no cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import struct
import sys
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from fasmodell.resources import local_files, local_name, yaml_files

_MAGIC = b"fasmodell-cache-2\n"
_DIGEST_SIZE = hashlib.sha256().digest_size
_KEEP = 8


@dataclass(frozen=True, slots=True)
class Cache:
    """One entry of the cache: a file named by its key."""

    path: Path

    @classmethod
    def for_folders(cls, rules: Path, knowledge: Path, local: Path | None = None) -> Cache | None:
        """
        The entry for the files as they are now; None when there is nowhere to keep it or nothing to read.

        `local` is the folder of a local rule base that extends the one in the other two.
        """
        folder = cache_folder()
        if folder is None:
            return None
        key = hashlib.sha256(f"{sys.version}\n{_code_stamp()}".encode())
        files = [*yaml_files(knowledge, "knowledge_base"), *yaml_files(rules, "rules")]
        if local is not None:
            key.update(b"local\n")
            files += local_files(local, local_name(local))
        try:
            for name, path in files:
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (half the time of Path.read_bytes)
                    content = file.read()
                key.update(f"{name}\n{len(content)}\n".encode(errors="surrogatepass"))
                key.update(content)
        except OSError:
            return None  # the loader will meet the same file and say what is wrong with it
        return cls(folder / f"{key.hexdigest()}.rulebase")

    def read(self) -> object | None:
        """What was kept, or None when there is nothing that can be trusted."""
        try:
            if not _is_ours(self.path.parent) or not _is_ours(self.path):
                return None
            content = memoryview(self.path.read_bytes())
        except OSError:
            return None
        start = len(_MAGIC) + _DIGEST_SIZE
        if content[: len(_MAGIC)] != _MAGIC:
            return None
        if hashlib.sha256(content[start:]).digest() != content[len(_MAGIC) : start]:
            return None
        try:
            payload, *buffers = _parts_of(content[start:])
            kept: object = pickle.loads(payload, buffers=buffers)
        except (
            pickle.UnpicklingError,
            AttributeError,
            ImportError,
            EOFError,
            ValueError,
            TypeError,
            IndexError,
            struct.error,
        ):
            return None
        return kept

    def write(self, value: object) -> None:
        """Keep a value; when that is not possible, nothing happens. Others see the whole file or none of it."""
        import tempfile  # only a run that found nothing kept needs it

        buffers: list[pickle.PickleBuffer] = []
        payload = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
        parts = _joined([memoryview(payload), *(buffer.raw() for buffer in buffers)])
        content = _MAGIC + hashlib.sha256(parts).digest() + parts
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self.path.parent):
                return
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                Path(temporary).replace(self.path)
            except OSError:
                Path(temporary).unlink(missing_ok=True)
            self._forget_old()

    def _forget_old(self) -> None:
        """Keep the newest entries only."""
        entries = sorted(self.path.parent.glob("*.rulebase"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in entries[_KEEP:]:
            path.unlink(missing_ok=True)


def _joined(parts: list[memoryview]) -> bytes:
    """The parts one after the other, with a head that says how many there are and how long each is."""
    return struct.pack(f"<{len(parts) + 1}Q", len(parts), *map(len, parts)) + b"".join(parts)


def _parts_of(content: memoryview) -> list[memoryview]:
    """The parts that `_joined` put together, none of them copied."""
    (count,) = struct.unpack_from("<Q", content)
    lengths = struct.unpack_from(f"<{count}Q", content, 8)
    starts = accumulate(lengths, initial=8 * (count + 1))
    return [content[start : start + length] for start, length in zip(starts, lengths, strict=False)]


def cache_folder() -> Path | None:
    """The user's cache folder for this program; None when switched off by an empty FASMODELL_CACHE_DIR or unknown."""
    chosen = os.environ.get("FASMODELL_CACHE_DIR")
    if chosen is not None:
        return Path(chosen) if chosen else None
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "fasmodell" / "cache" if base else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "fasmodell"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "fasmodell"


def _is_ours(path: Path) -> bool:
    """True when nobody else can have written the path: a pickle from a stranger must never be opened."""
    if os.name == "nt":
        return True
    status = path.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _code_stamp() -> str:
    """Size and time of every module of this package, so that a changed library never reads an older one's cache."""
    with os.scandir(Path(__file__).parent) as entries:
        modules = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py"))
    return ";".join(f"{name}:{status.st_size}:{status.st_mtime_ns}" for name, status in modules)
