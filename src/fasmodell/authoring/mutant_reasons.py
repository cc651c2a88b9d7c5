"""Why mutants that no case notices are left alone: a file of reasons, each held against what the run found."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import ClassVar, NamedTuple

from fasmodell.authoring.mutation_run import State, Tried
from fasmodell.diagnostics import Diagnostics, RuleBaseError, Span, sort_diagnostics
from fasmodell.form_reader import read_form
from fasmodell.forms import Form, Words
from fasmodell.place import Place
from fasmodell.yaml_source import parse_yaml, read_text

FORMAT = "fasmodell.mutant_reasons/1"


class _ReasonForm(Form):
    noun: ClassVar[str] = "a reason"
    mutant: Words
    because: Words


class _FileForm(Form):
    noun: ClassVar[str] = "a file of reasons"
    format: Words
    reasons: list[object]


class Reason(NamedTuple):
    """Why a mutant, by its id, is left alone."""

    because: str
    span: Span


class Reasons(NamedTuple):
    """The reasons of a file by the mutant they are about, and its text for showing diagnostics."""

    by_mutant: Mapping[str, Reason]
    texts: Mapping[str, str]


def load_reasons(path: Path) -> Reasons:
    """Load a file of reasons. Raises RuleBaseError with every problem of the file."""
    name, found = str(path), Diagnostics()
    text, problems = read_text(path, name)
    found.extend(problems)
    document = None
    if text is not None:
        document, problems = parse_yaml(text, name)
        found.extend(problems)
    reasons = {} if document is None else _read(Place(document, (), document.data, found))
    texts = {} if text is None else {name: text}
    _refuse(found, texts)
    return Reasons(reasons, texts)


def _read(top: Place) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    if read_form(top, _FileForm) is None:
        return found
    if top.at("format").data != FORMAT:
        message = f"unknown format `{top.at('format').data}`"
        top.at("format").error("FM108", message, f"reasons begin with `format: {FORMAT}`")
    for place in top.at("reasons").elements():
        form = read_form(place, _ReasonForm)
        if form is not None:
            found[form.mutant] = Reason(form.because, place.at("mutant").span)
    return found


def explained(tried: Iterable[Tried], reasons: Reasons, mutants: Container[str]) -> tuple[Tried, ...]:
    """
    Put the reasons beside the mutants they are about.

    `mutants` are the ids of every mutant that there is. Raises RuleBaseError when a reason is about none of them
    (FM514), or about one that a case notices or that is proved equivalent (FM515).
    """
    found = Diagnostics()
    results = {one.mutant.id: one for one in tried}
    for name, reason in reasons.by_mutant.items():
        result = results.get(name)
        if name not in mutants:
            help = "the rule has changed since: see what `fasmodell mutate` says of it now"
            found.error("FM514", f"there is no mutant `{name}`", reason.span, help)
        elif result is not None and result.state is not State.SURVIVED:
            why = "a case notices it" if result.state is State.NOTICED else "it is proved equivalent"
            found.error("FM515", f"the mutant `{name}` needs no reason: {why}", reason.span, "delete the reason")
    _refuse(found, reasons.texts)
    written = reasons.by_mutant
    return tuple(
        one._replace(reason=written[one.mutant.id].because) if one.mutant.id in written else one
        for one in results.values()
    )


def _refuse(found: Diagnostics, texts: Mapping[str, str]) -> None:
    if len(found):
        count = f"{len(found)} error{'s' if len(found) != 1 else ''}"
        raise RuleBaseError(f"the reasons for mutants have {count}", sort_diagnostics(found), texts)
