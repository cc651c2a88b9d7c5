"""What two rule bases say otherwise, entry by entry and key by key; layout, order and places are nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from fasmodell.authoring.diff_sides import Side
from fasmodell.diagnostics import Span
from fasmodell.knowledge import Text
from fasmodell.scales import Word, is_number

# The keys of an entry that a decision can rest on; everything else is words, sources and advice on how to go about it.
_DECIDING: Final[Mapping[str, tuple[str, ...]]] = {
    "rules": ("when", "then"),
    "thresholds": ("value",),
    "indicators": ("scale", "range", "direction", "options", "graded_from", "activity_sensitive"),
    "findings": ("kind",),
    "gates": ("leaves",),
    "measures": (
        "code", "track", "blocked", "targets", "emphasis", "prerequisites", "preconditions", "legal_gate", "companions",
        "evident_when", "lead_in.class", "time_to_effect.class", "cost.class", "evidence.grade", "evidence.direction",
    ),
    "phase_policy": ("points", "margin", "min_topics", "event_topics", "hold_months"),
    "ranking_policy": ("criteria", "weights", "adjustments", "near_tie", "tie_breakers"),
}  # fmt: skip
# What is words also below such a key.
_WORDS: Final = frozenset(
    ("sv", "en", "text", "because", "source", "reason", "name", "law", "decided_by", "note", "numbers")
)


class EntryChange(Word):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class KeyChange(NamedTuple):
    """A key, dotted, with its value in the old and in the new rule base as people would write it; empty for none."""

    key: str
    before: str
    after: str
    decides: bool


class Difference(NamedTuple):
    """
    An entry that is not the same on both sides, with its place on each.

    `decides` tells whether a decision could rest on what differs; what is added or removed always could.
    """

    change: EntryChange
    section: str
    id: str
    name: Text
    keys: tuple[KeyChange, ...]
    old: Span | None
    new: Span | None

    @property
    def decides(self) -> bool:
        """Whether a decision could rest on it."""
        return not self.keys or any(key.decides for key in self.keys)


def differences(old: Side, new: Side) -> tuple[Difference, ...]:
    """Every entry that is added, removed or changed, by kind and in the order of the old rule base."""
    return tuple(_all(old, new))


def _all(old: Side, new: Side) -> Iterator[Difference]:
    for section, name in dict.fromkeys((*old.entries, *new.entries)):
        one, other = old.entries.get((section, name)), new.entries.get((section, name))
        if one is not None and other is not None:
            keys = tuple(_keys(section, one.data, other.data, ()))
            if keys:
                named = _name_of(section, name, other.data)
                yield Difference(EntryChange.CHANGED, section, name, named, keys, one.span, other.span)
        elif other is not None:
            named = _name_of(section, name, other.data)
            yield Difference(EntryChange.ADDED, section, name, named, (), None, other.span)
        elif one is not None:
            named = _name_of(section, name, one.data)
            yield Difference(EntryChange.REMOVED, section, name, named, (), one.span, None)


def _name_of(section: str, name: str, data: object) -> Text:
    inside = data if isinstance(data, Mapping) else {}
    for named in (inside.get("title"), inside.get("name"), inside.get("text"), inside):
        if isinstance(named, str):
            return Text(named, named)
        if isinstance(named, Mapping) and isinstance(named.get("sv"), str) and isinstance(named.get("en"), str):
            return Text(named["sv"], named["en"])
    return Text(name or section, name or section)


def _keys(section: str, old: object, new: object, path: tuple[str, ...]) -> Iterator[KeyChange]:
    if old == new and type(old) is type(new):
        return
    before, after = _inside(old), _inside(new)
    if before is None or after is None or (isinstance(old, list) and len(before) != len(after)):
        if is_number(old) and is_number(new) and old == new:
            return  # 2 and 2.0 are the same number
        yield _change(section, path, written(old), written(new))
        return
    for key in dict.fromkeys((*before, *after)):
        if key in before and key in after:
            yield from _keys(section, before[key], after[key], (*path, key))
        else:
            yield _change(
                section,
                (*path, key),
                written(before[key]) if key in before else "",
                written(after[key]) if key in after else "",
            )


def _inside(value: object) -> dict[str, object] | None:
    """What a mapping, or a list of mappings, holds by key or by position from 1; None for what is one value."""
    if isinstance(value, Mapping):
        return {str(key): inner for key, inner in value.items()}
    if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        return {str(position): item for position, item in enumerate(value, 1)}
    return None


def _change(section: str, path: tuple[str, ...], before: str, after: str) -> KeyChange:
    key = ".".join(path)
    is_deciding = any(key == one or key.startswith(f"{one}.") for one in _DECIDING.get(section, ()))
    return KeyChange(key, before, after, is_deciding and not _WORDS.intersection(path))


def written(value: object) -> str:
    """A value as it is written in a file, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if is_number(value):
        return f"{value:.10g}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return str(value)
