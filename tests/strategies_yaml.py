"""Mutations of real YAML files for fuzzing: of their text, and of the data in them."""

import json
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

from fasmodell.yaml_source import Key, Plain, parse_yaml

_CHARACTERS = st.sampled_from(list("{}[]:,#&*!|>'\"%@`-?~ \n\t\r\\0123456789.eéÅ\u2028\x85\ufeff\0\x1b\U0001f600"))
_WORDS = st.sampled_from(
    ["unknown", "high", "no", "1e3", "~", "2026-13", "0180", "- ", "<<: ", "*a", "&a ", "? ", "--- \n", "{", "[", ": "]
)
_ODD_VALUES: Final[tuple[Plain, ...]] = (
    None, True, False, 0, 1, 2, 3, -1, 4, 0.5, 1e308, 10**299, "", " ", "unknown", "signs", "open", "rising", "level",
    "2026", "2025-02-30", "9999-12", "0000", "0180R001", "x" * 300, "é\u2028", "1", "phase_1", "phase_x",
)  # fmt: skip
_ODD_KEYS: Final[tuple[Key, ...]] = (
    "", " ", "at_least", "is", "value", "series", "period", "param", "all", "not", "in_place", "phase_1", "phase_x",
    "1", 0, 1, 2, 4, -1, 10**20, "source", "ref", "basis", "when", "then", "en", "Öppen handel", "person", "religion",
)  # fmt: skip
_VALUES = st.sampled_from(_ODD_VALUES)
_KEYS = st.sampled_from(_ODD_KEYS)


def values() -> st.SearchStrategy[Plain]:
    """Values that may stand anywhere in a YAML file, odd ones before all."""
    return st.recursive(
        _VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=4
    )


@st.composite
def mutated_texts(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """A text with a few lines dropped, repeated or swapped, and a few characters dropped, replaced or put in."""
    lines = draw(st.sampled_from(texts)).split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[at])))
        line = lines[at]
        match draw(st.integers(0, 6)):
            case 0:
                lines[at : at + 1] = []
            case 1:
                lines[at:at] = [draw(st.sampled_from(lines))]
            case 2:
                lines[at] = " " * draw(st.integers(0, 6)) + line.lstrip()
            case 3:
                lines[at] = line[:column] + draw(_CHARACTERS) + line[column:]
            case 4:
                lines[at] = line[:column] + draw(_CHARACTERS) + line[column + 1 :]
            case 5:
                lines[at] = line[:column] + line[column + 1 :]
            case _:
                key, colon, _rest = line.partition(": ")
                lines[at] = key + colon + draw(_WORDS) if colon else line + draw(_WORDS)
        lines = lines or [""]
    return "\n".join(lines)


@st.composite
def mutated_data(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """A text whose data has a few keys or elements dropped, renamed, put in, or given another value."""
    document, _ = parse_yaml(draw(st.sampled_from(texts)), "fuzz.yaml")
    assert document is not None
    data: Plain = document.data
    for _ in range(draw(st.integers(1, 3))):
        paths = st.sampled_from(_paths(data))
        # A value from elsewhere in the file, one near it, or an odd one.
        value = draw(st.one_of(st.just(_near(draw, _at(data, draw(paths)))), values()))
        data = _changed(draw, data, draw(paths), value)
    return written(data) + "\n"


def _paths(data: Plain) -> list[tuple[Key, ...]]:
    """The path of every value inside the data, most of them far down."""
    found: list[tuple[Key, ...]] = [()]
    for path in found:
        inner = _at(data, path)
        if isinstance(inner, dict):
            found += [(*path, key) for key in inner]
        elif isinstance(inner, list):
            found += [(*path, position) for position in range(len(inner))]
    return found


def _near(draw: st.DrawFn, value: Plain) -> Plain:
    """A number one off, or half, twice or minus itself; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return draw(st.sampled_from([value, value + 1, value - 1, value / 2, value * 2, -value, float(value)]))


def _at(data: Plain, path: tuple[Key, ...]) -> Plain:
    for key in path:
        assert isinstance(data, dict | list)
        data = data[key]  # type: ignore[index,call-overload]
    return data


def _changed(draw: st.DrawFn, data: Plain, path: tuple[Key, ...], value: Plain) -> Plain:
    """The data with a change at a path, which is where a mapping or a list has something."""
    if not path:
        return value
    inside = _changed_inside(draw, data, path[0], value) if len(path) == 1 else None
    if inside is not None:
        return inside
    if isinstance(data, dict):
        return {**data, path[0]: _changed(draw, data[path[0]], path[1:], value)}
    assert isinstance(data, list)
    position = int(path[0])
    return [*data[:position], _changed(draw, data[position], path[1:], value), *data[position + 1 :]]


def _changed_inside(draw: st.DrawFn, data: Plain, key: Key, value: Plain) -> Plain:
    """A mapping or list with one entry dropped, renamed or put in; None when its value is to be changed instead."""
    change = draw(st.integers(0, 5))
    if isinstance(data, dict):
        if change == 0:
            return {name: inner for name, inner in data.items() if name != key}
        if change == 1:
            return {draw(_KEYS) if name == key else name: inner for name, inner in data.items()}
        return {**data, draw(_KEYS): value} if change == 2 else None
    assert isinstance(data, list)
    position = int(key)
    if change == 0:
        return data[:position] + data[position + 1 :]
    return [*data, value] if change == 2 else None


def written(data: Plain) -> str:
    """The data as YAML in flow style on one line, which the reader reads back as it was."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_key(key)}: {written(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(written, data)) + "]"
    return json.dumps(data)


def _key(key: Key) -> str:
    return str(key) if isinstance(key, int) else json.dumps(key)
