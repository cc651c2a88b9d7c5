"""
The decision log as data: one JSON object per line, each holding the hash of the one before it.

Pure. An entry holds everything that an assessment was: the profile, the rule base's digest, the answer's digest and
the decisions, so that the answer can be worked out again.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeGuard

from fasmodell.scales import Word

FORMAT = "fasmodell.log_entry/1"
NOTHING = "0" * 64
_ID = 12
_PARTS = {"at", "area", "as_of", "phase", "profile", "rule_base", "library", "answer", "decisions"}


class Entry(NamedTuple):
    """An entry of a log: its number from 1, its hash, that of the one before, and its content as plain data."""

    number: int
    hash: str
    previous: str
    content: Mapping[str, object]

    @property
    def id(self) -> str:
        """The beginning of the hash, by which people refer to an entry."""
        return self.hash[:_ID]


class Head(NamedTuple):
    """What a log last was: how many entries, and the hash of the last one."""

    length: int
    hash: str


class FaultKind(Word):
    """What has happened to a log."""

    UNREADABLE = "unreadable"
    CHANGED = "changed"
    INSERTED = "inserted"
    REMOVED = "removed"
    MOVED = "moved"
    REPLACED = "replaced"
    TRUNCATED = "truncated"
    TORN = "torn"


class LogFault(NamedTuple):
    """One thing that is wrong with a log, at a line that counts from 1."""

    line: int
    kind: FaultKind
    message: str


class LogRead(NamedTuple):
    """The whole entries of a log in the order of their lines, with what is wrong; `torn` is a last line cut short."""

    entries: tuple[tuple[int, Entry], ...]
    faults: tuple[LogFault, ...]
    torn: bytes

    @property
    def head(self) -> Head:
        """What the log is now."""
        return Head(len(self.entries), self.entries[-1][1].hash) if self.entries else Head(0, NOTHING)


def canonical(value: object) -> str:
    """Plain data as JSON in one way only: keys in order, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str | bytes) -> str:
    """SHA-256 of a text or of bytes."""
    return hashlib.sha256(text.encode(errors="surrogatepass") if isinstance(text, str) else text).hexdigest()


def next_line(head: Head, content: Mapping[str, object]) -> tuple[Entry, str]:
    """The entry that follows a log's head, and its line without the line end."""
    number = head.length + 1
    body = {"format": FORMAT, "number": number, "previous": head.hash, "content": content}
    hash_ = digest(canonical(body))
    return Entry(number, hash_, head.hash, content), canonical({**body, "hash": hash_})


def read_log(data: bytes) -> LogRead:
    """Read a log and check each line, its place in the chain, and that the last one is whole."""
    *lines, torn = data.split(b"\n")
    entries: list[tuple[int, Entry]] = []
    faults: list[LogFault] = []
    for number, line in enumerate(lines, 1):
        entry = _entry(line)
        if entry is None:
            faults.append(LogFault(number, FaultKind.UNREADABLE, "this line is not an entry of a log"))
        else:
            entries.append((number, entry))
            if digest(canonical(_body(entry))) != entry.hash:
                message = f"entry {entry.number} was changed after it was written"
                faults.append(LogFault(number, FaultKind.CHANGED, message))
    faults += _chain_faults(entries)
    if torn:
        faults.append(LogFault(len(lines) + 1, FaultKind.TORN, "the last line was cut short while it was written"))
    return LogRead(tuple(entries), tuple(sorted(faults)), torn)


def _entry(line: bytes) -> Entry | None:
    try:
        data = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or set(data) != {"format", "number", "previous", "content", "hash"}:
        return None
    number, hash_, previous, content = (data[key] for key in ("number", "hash", "previous", "content"))
    is_fit = data["format"] == FORMAT and type(number) is int and _is_content(content)
    if not (is_fit and isinstance(hash_, str) and isinstance(previous, str)):
        return None
    return Entry(number, hash_, previous, content)


def _is_content(content: object) -> TypeGuard[dict[str, object]]:
    """Whether the content of an entry has its parts; what they hold is what was logged."""
    if not isinstance(content, dict) or set(content) != _PARTS:
        return False
    profile, rule_base = content["profile"], content["rule_base"]
    return (
        isinstance(profile, dict)
        and set(profile) == {"digest", "content"}
        and isinstance(rule_base, dict)
        and set(rule_base) == {"name", "version", "digest"}
        and isinstance(content["decisions"], list)
    )


def _body(entry: Entry) -> Mapping[str, object]:
    return {"format": FORMAT, "number": entry.number, "previous": entry.previous, "content": entry.content}


def _chain_faults(entries: Sequence[tuple[int, Entry]]) -> list[LogFault]:
    """Walk the chain: an entry must follow the one that stands before it."""
    chain = _Chain(entries)
    faults: list[LogFault] = []
    last = Head(0, NOTHING)
    for place, (line, entry) in enumerate(entries):
        following = entries[place + 1][1] if place + 1 < len(entries) else None
        fault = chain.fault(line, entry, last, following)
        if fault is not None:
            faults.append(fault)
            if fault.kind is FaultKind.INSERTED:
                continue  # the chain goes on as if it were not there
        last = Head(entry.number, entry.hash)
    return faults


class _Chain:
    """What stands in a log as a whole: the line of each entry, what is followed, and how often each number occurs."""

    def __init__(self, entries: Sequence[tuple[int, Entry]]) -> None:
        self.line_of = {entry.hash: line for line, entry in entries}
        self.followed = {entry.previous for _, entry in entries}
        self.times = Counter(entry.number for _, entry in entries)

    def fault(self, line: int, entry: Entry, last: Head, following: Entry | None) -> LogFault | None:
        """What is wrong with an entry after the one above it; None when it fits."""
        is_bridged = following is not None and following.previous == last.hash
        if entry.previous == last.hash:
            is_extra = is_bridged and entry.hash not in self.followed
            return self._inserted(line, following) if is_extra else None
        where = 0 if entry.previous == NOTHING else self.line_of.get(entry.previous)
        if where is not None and self.times[entry.number] == 1:
            after = f"after line {where}" if where else "first"
            return LogFault(line, FaultKind.MOVED, f"entry {entry.number} stands in another place: it belongs {after}")
        if is_bridged:
            return self._inserted(line, following)
        return _gap(line, entry, last)

    def _inserted(self, line: int, following: Entry | None) -> LogFault:
        number = "the next entry" if following is None else f"entry {following.number}"
        message = f"this line was inserted: {number} follows the line above it"
        return LogFault(line, FaultKind.INSERTED, message)


def _gap(line: int, entry: Entry, last: Head) -> LogFault:
    missing = entry.number - last.length - 1
    if missing > 0:
        entries = "entry was" if missing == 1 else "entries were"
        between = f"between {last.length} and {entry.number}" if last.length else f"before {entry.number}"
        return LogFault(line, FaultKind.REMOVED, f"{missing} {entries} removed {between}")
    message = f"the entry before entry {entry.number} is not the one that it was added after"
    return LogFault(line, FaultKind.REPLACED, message)


def head_faults(read: LogRead, head: Head | None) -> list[LogFault]:
    """
    Hold a log against what it last was known to be; None says nothing.

    A log may have grown since: the writer may have died before it noted the new head.
    """
    if head is None or not head.length:
        return []
    lines = len(read.entries)
    last_line = read.entries[-1][0] if read.entries else 0
    if any(entry.hash == head.hash for _, entry in read.entries):
        return []
    if lines < head.length:
        missing = head.length - lines
        message = f"the log ends too early: {missing} of {head.length} entries are missing at the end"
        return [LogFault(last_line + 1, FaultKind.TRUNCATED, message)]
    message = f"entry {head.length} is not the one that was last written under that number"
    return [LogFault(read.entries[head.length - 1][0], FaultKind.REPLACED, message)]
