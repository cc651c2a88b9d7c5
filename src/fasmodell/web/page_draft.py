"""
The draft that a page carries: the text of a profile, as the user saves it.

A change is put into the text where it belongs and nothing else is touched: comments, series and whatever a form does
not show stay as they were written. Where a text is laid out in a way that a change cannot be put into safely, it is
written anew with everything that it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from fasmodell.authoring.yaml_words import written_text
from fasmodell.diagnostics import Span
from fasmodell.knowledge import Text
from fasmodell.profile import Profile
from fasmodell.profile_loader import FORMAT
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.scales import Language
from fasmodell.yaml_source import Document, Key, Plain, parse_yaml

FILE: Final = Text("profil.yaml", "profile.yaml")
# Stands for a name that is not given yet; a form shows it as an empty field.
NAMELESS: Final = Text("Områdets namn", "Name of the area")
OBSERVATIONS: Final = "observations"
Path = tuple[str, ...]


class Draft(NamedTuple):
    """The text of a valid profile, its plain data and what it means."""

    text: str
    data: Mapping[Key, Plain]
    profile: Profile

    @property
    def has_name(self) -> bool:
        """True when the area has been given a name."""
        return self.profile.area.name not in NAMELESS

    def at(self, *path: str) -> Plain:
        """What stands at a path; None where nothing does."""
        found: Plain = dict(self.data)
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found


def draft_of(text: str, base: RuleBase, language: Language) -> Draft:
    """The draft of a text. Raises ProfileError with every problem of it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    name = FILE.to(language)
    profile = parse_profile(text, base, name=name)
    document, _ = parse_yaml(text, name)
    assert document is not None  # it has just been read as a profile
    assert isinstance(document.data, dict)
    return Draft(text, document.data, profile)


def blank_text(as_of: str, language: Language) -> str:
    """A profile that says nothing yet of an area, at a date."""
    return f'format: {FORMAT}\narea:\n  name: "{NAMELESS.to(language)}"\nas_of: {as_of}\n{OBSERVATIONS}: {{}}\n'


def with_changes(text: str, changes: Mapping[Path, Plain]) -> str:
    """The text of a profile with other values at some paths, one or two keys long; None empties what stands there."""
    document, _ = parse_yaml(text, FILE.en)
    if document is None or not isinstance(document.data, dict):
        raise ValueError("the text of a draft is a mapping")
    wanted = _with(document.data, changes)
    edited = _edited(text, document, changes)
    if edited is not None:
        again, problems = parse_yaml(edited, FILE.en)
        if again is not None and not problems and _exact(again.data) == _exact(wanted):
            return edited
    return _written(wanted)


def _with(data: dict[Key, Plain], changes: Mapping[Path, Plain]) -> dict[Key, Plain]:
    wanted = dict(data)
    for path, value in changes.items():
        at = wanted
        if len(path) > 1:
            inner = wanted.get(path[0])
            at = wanted[path[0]] = dict(inner) if isinstance(inner, dict) else {}
        if value is not None or path[-1] in at:
            at[path[-1]] = value
    return wanted


class _Edit(NamedTuple):
    """A piece of a text, from one offset to another, and what stands there instead."""

    start: int
    end: int
    written: str


class _Lines:
    """A text with the offset of each line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def piece(self, span: Span) -> tuple[int, int]:
        """Where a span begins and ends, without the white space at its end."""
        start = self.starts[span.line - 1] + span.column - 1
        end = self.starts[span.end_line - 1] + span.end_column - 1
        return start, start + len(self.text[start:end].rstrip())

    def after(self, line: int) -> int:
        """Where the line after one begins."""
        return min(self.starts[line], len(self.text))


def _edited(text: str, document: Document, changes: Mapping[Path, Plain]) -> str | None:
    lines, edits = _Lines(text), []
    added: dict[Path, list[str]] = {}
    for path, value in changes.items():
        holder = document.data
        for key in path[:-1]:
            holder = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(holder, dict) and path[-1] in holder:
            start, end = lines.piece(document.value_span(path))
            gap = " " if text[start - 1 : start] == ":" else ""
            edits.append(_Edit(start, end, gap + flow(value)))
        elif value is not None:
            added.setdefault(path[:-1], []).append(f"{path[-1]}: {flow(value)}")
    for parent, entries in added.items():
        edit = _added(lines, document, parent, entries)
        if edit is None:
            return None
        edits.append(edit)
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.written + text[edit.end :]
    return text


def _added(lines: _Lines, document: Document, parent: Path, entries: list[str]) -> _Edit | None:
    """New entries in a mapping: after its last one, or on lines of their own where it is still empty."""
    holder = document.data
    for key in parent:
        holder = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(holder, dict) and holder:
        start, end = lines.piece(document.value_span(parent))
        if lines.text[start] == "{":
            before = lines.text[:end].rstrip()[:-1].rstrip()
            return _Edit(len(before), end, f"{', ' * (not before.endswith(','))}{', '.join(entries)}}}")
        last = (*parent, str(next(reversed(holder))))
        indent = " " * (document.key_span((*parent, str(next(iter(holder))))).column - 1)
        at = lines.after(max(document.key_span(last).end_line, document.value_span(last).end_line))
        broken = "" if lines.text[:at].endswith("\n") else "\n"
        return _Edit(at, at, broken + "".join(f"{indent}{entry}\n" for entry in entries))
    below = "".join(f"\n  {entry}" for entry in entries)
    if isinstance(document.data, dict) and parent and parent[0] in document.data:
        start, end = lines.piece(document.value_span(parent))
        while lines.text[start - 1 : start] == " ":
            start -= 1
        return _Edit(start, end, below)
    return None


def _exact(value: Plain) -> object:
    """A value with the types of its numbers, since to Python 1, 1.0 and true are the same."""
    if isinstance(value, dict):
        return {(type(key), key): _exact(inner) for key, inner in value.items()}
    return [_exact(inner) for inner in value] if isinstance(value, list) else (type(value), value)


def _written(data: Mapping[Key, Plain]) -> str:
    """A profile written anew: observations one to a line, everything else in brackets."""
    lines = []
    for key, value in data.items():
        if key == OBSERVATIONS and isinstance(value, dict) and value:
            lines.append(f"{key}:")
            lines += [f"  {_word(str(name))}: {flow(inner)}" for name, inner in value.items()]
        else:
            lines.append(f"{_word(str(key))}: {flow(value)}")
    return "\n".join([*lines, ""])


def _word(text: str) -> str:
    return written_text(text, in_brackets=True)


def flow(value: Plain) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_word(str(key))}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else str(value)
