"""What was found, as text for a terminal, JSON for programs, SARIF 2.1.0 for code scanning, and GitHub's commands."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fasmodell.authoring.checks import Checked, Folders
from fasmodell.authoring.code_pages import code_page
from fasmodell.codes import CODES
from fasmodell.diagnostics import Diagnostic, Severity, Span

FORMAT: Final = "fasmodell.diagnostics/1"
SARIF: Final = "2.1.0"
_SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def counts_line(checked: Checked, shown: Sequence[Diagnostic]) -> str:
    """How much there is in a rule base that can be loaded, and how much of it deserves a look."""
    loaded = checked.loaded
    assert loaded is not None  # a rule base that cannot be loaded is an error of its own
    errors = sum(one.severity is Severity.error for one in shown)
    return (
        f"{len(loaded.rules.rules)} rules, {len(loaded.knowledge.indicators)} indicators, "
        f"{len(loaded.knowledge.findings)} findings, {len(loaded.knowledge.measures)} measures, "
        f"{len(loaded.knowledge.sources)} sources: "
        f"{_counted(len(shown) - errors, 'warning')}, {_counted(errors, 'error')}"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'s' if count != 1 else ''}"


def path_shown(folders: Folders, file: str) -> str:
    """The path of a file from the working folder, with `/`; the whole path for one that is elsewhere."""
    path = Path(os.path.abspath(folders.path_of(file)))  # noqa: PTH100 (a link keeps the name the user gave it)
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def check_json(checked: Checked, shown: Sequence[Diagnostic]) -> str:
    """The diagnostics as JSON, with a fix where a program can mend the problem alone."""
    document = {
        "format": FORMAT,
        "loaded": checked.loaded is not None,
        "diagnostics": [diagnostic_object(one, partial(path_shown, checked.folders)) for one in shown],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def diagnostic_object(one: Diagnostic, shown: Callable[[str], str] = str) -> dict[str, object]:
    """A diagnostic as plain data; `shown` says how the name of its file is written."""

    def place(span: Span) -> dict[str, object]:
        return {**span._asdict(), "file": shown(span.file)}

    return {
        "code": one.code,
        "title": CODES[one.code],
        "severity": one.severity.value,
        "message": one.message,
        "help": one.help,
        **place(one.span),
        "related": [{"message": label, **place(span)} for label, span in one.related],
        "fixes": [{**place(fix.span), "text": fix.text} for fix in one.fixes],
    }


def check_sarif(checked: Checked, shown: Sequence[Diagnostic]) -> str:
    """The diagnostics as a SARIF log with one run; columns are code points, as everywhere here."""
    codes = sorted({one.code for one in shown})
    driver = {"name": "fasmodell", "version": version("fasmodell"), "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": checked.loaded is not None}],
        "results": [_result(one, codes.index(one.code), checked.folders) for one in shown],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": SARIF, "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, object]:
    page = code_page(code)
    return {
        "id": code,
        "shortDescription": {"text": CODES[code]},
        "help": {"text": f"fasmodell explain-code {code}", "markdown": page},
    }


def _result(one: Diagnostic, index: int, folders: Folders) -> dict[str, object]:
    text = one.message if one.help is None else f"{one.message}\nhelp: {one.help}"
    result: dict[str, object] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": one.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(one.span, folders)}],
    }
    if one.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": label}, "physicalLocation": _location(span, folders)}
            for number, (label, span) in enumerate(one.related)
        ]
    if len(one.fixes) == 1:  # alternatives are for whoever reads the help
        (fix,) = one.fixes
        replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.text}}
        change = {"artifactLocation": _artifact(fix.span, folders), "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": f"write {fix.text}"}, "artifactChanges": [change]}]
    return result


def _location(span: Span, folders: Folders) -> dict[str, object]:
    return {"artifactLocation": _artifact(span, folders), "region": _region(span)}


def _artifact(span: Span, folders: Folders) -> dict[str, object]:
    path = path_shown(folders, span.file)
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    # Relative to a folder of its own, since a bare relative path may hold a colon or a space.
    return {"uri": Path("/", path).as_uri().removeprefix("file:///")}


def _region(span: Span) -> dict[str, object]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def check_github(checked: Checked, shown: Iterable[Diagnostic]) -> str:
    """The diagnostics as commands that GitHub Actions turns into annotations of the changed lines."""
    return "\n".join(_command(one, checked.folders) for one in shown)


def _command(one: Diagnostic, folders: Folders) -> str:
    span = one.span
    properties: dict[str, object] = {"file": path_shown(folders, span.file), "line": span.line}
    properties |= {"endLine": span.end_line}
    if span.end_line == span.line:  # GitHub has columns within a line only
        properties |= {"col": span.column, "endColumn": max(span.end_column, span.column)}
    properties["title"] = f"{one.code}: {CODES[one.code]}"
    written = ",".join(f"{key}={_escaped(str(value), _IN_PROPERTY)}" for key, value in properties.items())
    text = one.message if one.help is None else f"{one.message}\nhelp: {one.help}"
    return f"::{one.severity} {written}::{_escaped(text, _IN_DATA)}"


_IN_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY: Final = {**_IN_DATA, ":": "%3A", ",": "%2C"}


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)


FORMATS: Final[Mapping[str, Callable[[Checked, Sequence[Diagnostic]], str]]] = {
    "json": check_json,
    "sarif": check_sarif,
    "github": check_github,
}
