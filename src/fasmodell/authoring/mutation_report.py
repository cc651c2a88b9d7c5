"""What a run of mutants found, as text, as Markdown and as JSON: survivors as questions, with the case that answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from fasmodell.authoring.mutant_kinds import Kind
from fasmodell.authoring.mutant_witness import Equivalent, Undecided, Witness
from fasmodell.authoring.mutants import Mutant
from fasmodell.authoring.mutation_run import State, Tried
from fasmodell.authoring.rule_tests import SUFFIX
from fasmodell.document import escaped

FORMAT = "fasmodell.mutation_report/1"


@dataclass(frozen=True, slots=True)
class MutationReport:
    """
    Every mutant that was tried.

    The score is the share that some case notices of those that could be noticed: what is proved equivalent or explained
    by a reason is counted apart.
    """

    tried: tuple[Tried, ...]
    threshold: float | None = None

    def of(self, state: State) -> tuple[Tried, ...]:
        """The mutants that came to something."""
        return tuple(one for one in self.tried if one.state is state)

    @property
    def noticeable(self) -> int:
        """How many mutants a case could notice, as far as is known."""
        return len(self.tried) - len(self.of(State.EQUIVALENT)) - len(self.of(State.EXPLAINED))

    @property
    def score(self) -> float:
        """Per cent of them that a case notices, with one decimal, never rounded up."""
        noticed = len(self.of(State.NOTICED))
        return noticed * 1000 // self.noticeable / 10 if self.noticeable else 100.0

    @property
    def is_enough(self) -> bool:
        """True when nothing survived, or with a threshold when so many per cent were noticed, compared exactly."""
        if self.threshold is None:
            return not self.of(State.SURVIVED)
        return len(self.of(State.NOTICED)) * 100 >= Fraction(str(self.threshold)) * self.noticeable


def question(mutant: Mutant) -> str:
    """What no test notices, as half a sentence."""
    if mutant.instead is None:
        return f"no test notices if the rule `{mutant.subject}` is gone"
    return f"no test notices if {_change(mutant)}"


def _change(mutant: Mutant) -> str:
    if mutant.instead is None:
        return "the rule is gone"
    if mutant.becomes == "gone":
        return f"`{mutant.was}` is gone from `{mutant.place}`"
    where = f"`{mutant.place}` " if mutant.rule is None else ""
    return f"{where}`{_bare(mutant.was)}` becomes `{_bare(mutant.becomes)}`"


def _bare(written: str) -> str:
    """A written condition without the braces around it."""
    return written[1:-1] if written.startswith("{") and written.endswith("}") else written


def _answer(one: Tried) -> tuple[str, str | None]:
    """The other half of the sentence, and the text to be added to a file."""
    told = one.told
    if isinstance(told, Witness) and told.add_to is not None:
        span = told.add_to.span
        expected = told.case.partition("    expect: ")[2].strip()
        return f"; the case `{told.add_to.name}` ({span.file}:{span.line}) would if it expected {expected}", None
    if isinstance(told, Witness):
        return f"; a situation with {told.said} would", told.case
    return (f"; {told.because}", None) if isinstance(told, Undecided) else ("", None)


def _place(mutant: Mutant) -> str:
    return "" if mutant.span is None else f"{mutant.span.file}:{mutant.span.line}: "


def _beside(mutant: Mutant) -> str:
    return "" if mutant.span is None else f"{mutant.span.file.removesuffix('.yaml')}{SUFFIX}"


def mutation_text(report: MutationReport) -> str:
    """Every survivor as a question with the case that would notice it, what is equivalent, and the sums."""
    return "\n".join((*_survivors(report), *_apart(report), *_sums(report)))


def _survivors(report: MutationReport) -> Iterator[str]:
    for one in report.of(State.SURVIVED):
        said, case = _answer(one)
        yield f"{_place(one.mutant)}{one.mutant.subject}"
        yield f"  {question(one.mutant)}{said}{':' if case else ''}"
        if case is not None:
            yield f"  # {_beside(one.mutant)}"
            yield case.rstrip("\n")
        yield ""


def _apart(report: MutationReport) -> Iterator[str]:
    for one in report.of(State.EQUIVALENT):
        assert isinstance(one.told, Equivalent)
        yield f"equivalent: {_place(one.mutant)}{one.mutant.subject}: {_change(one.mutant)}: {one.told.because}"
    for one in report.of(State.EXPLAINED):
        yield f"explained: {_place(one.mutant)}{one.mutant.subject}: {_change(one.mutant)}: {one.reason}"


def _sums(report: MutationReport) -> Iterator[str]:
    counts = ", ".join(f"{len(report.of(state))} {state}" for state in State)
    yield f"{len(report.tried)} mutants: {counts}"
    enough = "" if report.threshold is None else f", at least {report.threshold:.10g} per cent wanted"
    yield f"score: {len(report.of(State.NOTICED))} of {report.noticeable} noticed, {report.score:.1f} per cent{enough}"


def mutation_markdown(report: MutationReport) -> str:
    """The same as Markdown, with a table by kind of change and the cases in blocks to be copied."""
    parts = ["# Mutants", "\n\n".join(map(escaped, _sums(report))), _kinds(report)]
    survivors = report.of(State.SURVIVED)
    if survivors:
        parts.append("## What no test notices")
    for one in survivors:
        said, case = _answer(one)
        parts.append(f"### {escaped(f'{_place(one.mutant)}{one.mutant.subject}')}")
        parts.append(escaped(f"{question(one.mutant)}{said}".capitalize()[0:1] + f"{question(one.mutant)}{said}"[1:]))
        if case is not None:
            parts.append(f"To be added to {escaped(_beside(one.mutant))}:\n\n```yaml\n{case}```")
    for state, title in ((State.EQUIVALENT, "Equivalent"), (State.EXPLAINED, "Explained")):
        if report.of(state):
            parts += [f"## {title}", "\n".join(_listed(report.of(state)))]
    return "\n\n".join(part for part in parts if part)


def _listed(tried: Iterable[Tried]) -> Iterator[str]:
    for one in tried:
        because = one.told.because if isinstance(one.told, Equivalent) else one.reason
        yield f"- {escaped(f'{one.mutant.subject}: {_change(one.mutant)}: {because}')}"


def _kinds(report: MutationReport) -> str:
    rows = []
    for kind in Kind:
        of_kind = [one for one in report.tried if one.mutant.kind is kind]
        if of_kind:
            counts = (str(sum(one.state is state for one in of_kind)) for state in State)
            rows.append(f"| {kind} | {len(of_kind)} | {' | '.join(counts)} |")
    head = f"| change | mutants | {' | '.join(State)} |\n|{' --- |' * (2 + len(State))}"
    return "\n".join((head, *rows)) if rows else ""


def mutation_json(report: MutationReport) -> str:
    """The same as data, without clock or timings."""
    written = {
        "format": FORMAT,
        "mutants": len(report.tried),
        **{state.value: len(report.of(state)) for state in State},
        "score": report.score,
        "threshold": report.threshold,
        "is_enough": report.is_enough,
        "tried": [_entry(one) for one in report.tried],
    }
    return json.dumps(written, ensure_ascii=False, indent=2)


def _entry(one: Tried) -> dict[str, object]:
    mutant, told = one.mutant, one.told
    entry: dict[str, object] = {
        "id": mutant.id,
        "kind": mutant.kind,
        "subject": mutant.subject,
        "place": mutant.place,
        "was": mutant.was,
        "becomes": mutant.becomes,
        "file": None if mutant.span is None else mutant.span.file,
        "line": None if mutant.span is None else mutant.span.line,
        "state": one.state,
        "noticed_by": None if one.noticed_by is None else _case(one.noticed_by.span.file, one.noticed_by.name),
    }
    if one.noticed_by is None:
        said, case = _answer(one)
        entry["question"] = f"{question(mutant)}{said}"
        entry["case"] = case
        entry["because"] = told.because if isinstance(told, Equivalent | Undecided) else one.reason
    return entry


def _case(file: str, name: str) -> dict[str, str]:
    return {"file": file, "name": name}
