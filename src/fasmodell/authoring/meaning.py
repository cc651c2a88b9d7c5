"""
The lints of meaning: what rules mean for every profile, decided exactly, each with a profile that shows it.

Needs Z3. What is deliberate is accepted where it is written, with a reason (`accepted`), and an acceptance that
accepts nothing is itself a problem, so that none outlives what it was for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from fasmodell.authoring.meaning_pairs import contradicting_rules, shadowed_rules
from fasmodell.authoring.meaning_questions import MeaningProblem, Questions
from fasmodell.authoring.meaning_results import lasting_findings, stuck_gates, unmoved_measures
from fasmodell.authoring.meaning_rules import dead_rules, idle_conditions
from fasmodell.diagnostics import Diagnostic, Severity, Span
from fasmodell.names import Names
from fasmodell.place import Place
from fasmodell.rule_base import RuleBase

_Lint = Callable[[Questions, Names], Iterator[MeaningProblem]]
LINTS: tuple[_Lint, ...] = (
    dead_rules, idle_conditions, shadowed_rules, contradicting_rules, lasting_findings, stuck_gates, unmoved_measures,
)  # fmt: skip


class MeaningReport(NamedTuple):
    """The problems of meaning, sorted by place, and those that are accepted where they stand."""

    problems: tuple[MeaningProblem, ...]
    accepted: tuple[MeaningProblem, ...]


class _Accepted(NamedTuple):
    place: Place
    code: str
    about: str | None


def meaning_report(base: RuleBase, names: Names) -> MeaningReport:
    """
    Every problem of meaning of a rule base, each with its witness.

    `names` are the places that loading its files gathered. The help of each diagnostic ends with the witness.
    """
    questions = Questions(base)
    problems, accepted = [], []
    written = dict(_acceptances(names))
    used: set[Span] = set()
    for lint in LINTS:
        for problem in lint(questions, names):
            entry = _entry_of(problem.diagnostic.span, written)
            place = next((one.place for one in written.get(entry, ()) if _accepts(one, problem)), None)
            if place is None:
                problems.append(_with_witness(problem))
            else:
                accepted.append(problem)
                used.add(place.span)
    for entries in written.values():
        problems += [_idle_acceptance(one) for one in entries if one.place.span not in used]
    return MeaningReport(_sorted(problems), _sorted(accepted))


_Entry = tuple[str, int, int]


def _acceptances(names: Names) -> Iterator[tuple[_Entry, list[_Accepted]]]:
    """What is accepted, by the lines of the entry in which it is written."""
    for entries in (names.rules, names.findings, names.gates, names.measures):
        for place in entries.values():
            found = [_Accepted(one, str(one.at("code").data), _about(one)) for one in place.at("accepted").elements()]
            if found:
                yield (place.key_span.file, place.key_span.line, place.span.end_line), found


def _about(place: Place) -> str | None:
    about = place.at("about").data
    return None if about is None else str(about)


def _entry_of(span: Span, written: Mapping[_Entry, list[_Accepted]]) -> _Entry:
    """The entry that a place is in, among those in which something is accepted."""
    inside = (entry for entry in written if entry[0] == span.file and entry[1] <= span.line <= entry[2])
    return next(inside, ("", 0, 0))


def _accepts(one: _Accepted, problem: MeaningProblem) -> bool:
    return one.code == problem.diagnostic.code and one.about == problem.about


def _with_witness(problem: MeaningProblem) -> MeaningProblem:
    """The problem with its witness, and how it is accepted where it is meant, at the end of its advice."""
    lines = [problem.diagnostic.help or ""]
    if problem.shown is not None:
        lines.append(f"witness ({problem.shown.what}): {problem.shown.witness.said}")
    return problem._replace(diagnostic=problem.diagnostic._replace(help="\n".join(lines)))


def _idle_acceptance(one: _Accepted) -> MeaningProblem:
    about = "" if one.about is None else f" about `{one.about}`"
    message = f"nothing to accept: there is no {one.code}{about} here"
    diagnostic = Diagnostic("FM331", Severity.warning, message, one.place.span, "take it out")
    return MeaningProblem(diagnostic, None, None, None)


def _sorted(problems: list[MeaningProblem]) -> tuple[MeaningProblem, ...]:
    def key(problem: MeaningProblem) -> tuple[str, int, int, str, str]:
        span = problem.diagnostic.span
        return span.file, span.line, span.column, problem.diagnostic.code, problem.diagnostic.message

    return tuple(sorted(problems, key=key))
