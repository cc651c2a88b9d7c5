"""Put an observation into the text of a profile, and leave every other character as its writer left it."""

from __future__ import annotations

from collections.abc import Mapping

from fasmodell.diagnostics import Span
from fasmodell.yaml_source import Document, parse_yaml

_KEY = "observations"
_UNKNOWN = "unknown"


def with_observation(text: str, indicator: str, written: str, *, replace: bool = False) -> str | None:
    """
    The text of a profile with a value, as written in YAML, for an indicator that is not known in it.

    With `replace` the whole observation is what is written, whatever stood there. None when the profile is laid out in
    a way that a line cannot be put into safely; then nothing is guessed.
    """
    document, problems = parse_yaml(text, "<profile>")
    if document is None or problems or not isinstance(document.data, Mapping):
        return None
    edited = _anew(text, document, indicator, written) if replace else None
    if edited is None:
        edited = _edited(text, document, indicator, written)
    return edited if edited is not None and _is_only_change(document, edited, indicator) else None


def _edited(text: str, document: Document, indicator: str, written: str) -> str | None:
    data, entry = document.data, f"{indicator}: {written}"
    assert isinstance(data, Mapping)  # the caller has looked
    observations = data.get(_KEY)
    lines = [f"{line}\n" for line in text.split("\n")]  # a line ends at a line feed only, as spans count
    lines[-1] = lines[-1][:-1]
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if _KEY not in data:
        end = "" if text.endswith("\n") or not text else newline
        return f"{text}{end}{_KEY}:{newline}  {entry}{newline}"
    if observations is None:
        return _after_line(lines, document.key_span((_KEY,)).end_line, f"  {entry}", newline)
    if not isinstance(observations, Mapping):
        return None
    if indicator in observations:
        given = observations[indicator]
        path = (_KEY, indicator, "value") if isinstance(given, Mapping) else (_KEY, indicator)
        value = given.get("value") if isinstance(given, Mapping) else given
        return _replaced(text, document.value_span(path), written) if value in (None, _UNKNOWN) else None
    span = document.value_span((_KEY,))
    if not observations:
        return _replaced(text, span, f"{{{entry}}}")
    if lines[span.line - 1][span.column - 1] == "{":
        before, end = _split(text, span.end_line, span.end_column - 1)
        return f"{before.rstrip()}, {entry}{end}"
    first, last = next(iter(observations)), next(reversed(observations))
    indent = " " * (document.key_span((_KEY, first)).column - 1)
    end_line = max(document.key_span((_KEY, last)).end_line, document.value_span((_KEY, last)).end_line)
    return _after_line(lines, end_line, indent + entry, newline)


def _anew(text: str, document: Document, indicator: str, written: str) -> str | None:
    """The text with another observation in the place of one; None when the indicator has none."""
    observations = document.data.get(_KEY) if isinstance(document.data, Mapping) else None
    if not isinstance(observations, Mapping) or indicator not in observations:
        return None
    span = document.value_span((_KEY, indicator))
    before, rest = _split(text, span.line, span.column)
    start, end = len(before), len(_split(text, span.end_line, span.end_column)[0])
    old = rest[: end - start]
    return _replaced(text, span, written + old[len(old.rstrip()) :])


def _after_line(lines: list[str], number: int, line: str, newline: str) -> str:
    before = "".join(lines[:number])
    return f"{before}{'' if before.endswith(newline) else newline}{line}{newline}{''.join(lines[number:])}"


def _replaced(text: str, span: Span, written: str) -> str:
    before, _ = _split(text, span.line, span.column)
    _, after = _split(text, span.end_line, span.end_column)
    gap = " " if before.endswith(":") else ""
    return f"{before}{gap}{written}{after}"


def _split(text: str, line: int, column: int) -> tuple[str, str]:
    """The text before and from a place; lines and columns count from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return text[: start + column - 1], text[start + column - 1 :]


def _is_only_change(before: Document, text: str, indicator: str) -> bool:
    """True when the edited text says the same as before, but for the indicator."""
    after, problems = parse_yaml(text, "<profile>")
    return after is not None and not problems and _without(before, indicator) == _without(after, indicator)


def _without(document: Document, indicator: str) -> object:
    data = document.data
    if not isinstance(data, Mapping):
        return data
    observations = data.get(_KEY)
    given = observations if isinstance(observations, Mapping) else {}
    return {**data, _KEY: {key: value for key, value in given.items() if key != indicator}}
