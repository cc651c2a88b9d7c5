"""Cases for a new rule: tried on the rule itself, so that each expects what really comes out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

from fasmodell.authoring.failure_text import came
from fasmodell.authoring.rule_test_coverage import coverage_of, missing_in
from fasmodell.authoring.rule_test_loader import read_rule_tests
from fasmodell.authoring.rule_test_runner import CaseResult, FileResult, run_case
from fasmodell.authoring.rule_tests import FIRED, NOT_FIRED, SUFFIX, UNDECIDED, RuleTests
from fasmodell.authoring.situation import CaseEngine
from fasmodell.fitting_values import value_problem
from fasmodell.knowledge import FindingId, Indicator, Level
from fasmodell.rule_base import RuleBase
from fasmodell.rules import (
    Atom,
    Comparison,
    ConcludesFinding,
    FindingHolds,
    GateIs,
    InPlace,
    Listed,
    PhaseIs,
    Rule,
    Trend,
    atoms_of,
)
from fasmodell.scales import Scale, Value, is_number

# What is asked of is a subject, such as ("given", "open_drug_scene_level"); None leaves it unknown.
_Subject = tuple[str, str]
_Choice = object
_MOST_TRIED: Final = 400


class _Trial(NamedTuple):
    """A case in the making: what it gives, and its text without a name and expectations."""

    given: Mapping[_Subject, _Choice]
    known: int


def cases_for(rule: Rule, base: RuleBase) -> list[str]:
    """
    The texts of cases that a rule needs, as few as do: in which it fires, does not, is unknown, at each bound, and with
    every outcome of each part of its condition.

    What no case that was tried shows is left out; `fasmodell check` and `fasmodell test --cover` name it.
    """
    trials = list(_trials(_choices(rule, base)))
    tests_file = f"{rule.span.file.removesuffix('.yaml')}{SUFFIX}"
    results = _run(trials, rule, tests_file, base)
    chosen: list[int] = []
    lacking = _lacking(rule, [], tests_file, base)
    while lacking:
        counts = {
            position: _lacking(rule, [results[one][0] for one in (*chosen, position)], tests_file, base)
            for position in range(len(trials))
        }
        best = min(counts, key=lambda one: (counts[one], trials[one].known, one), default=None)
        if best is None or counts[best] >= lacking:
            break
        chosen.append(best)
        lacking = counts[best]
    order = (FIRED, NOT_FIRED, UNDECIDED)
    chosen.sort(key=lambda one: (order.index(results[one][1]), trials[one].known))
    return [_text(trials[one], rule, results[one][1]) for one in chosen]


def _run(trials: Sequence[_Trial], rule: Rule, tests_file: str, base: RuleBase) -> list[tuple[CaseResult, str]]:
    """Each trial as a case that expects what comes out."""
    engine = CaseEngine(base)
    texts = [_text(trial, rule, FIRED) for trial in trials]
    cases = read_rule_tests("format: fasmodell.tests/1\ncases:\n" + "".join(texts), tests_file, base).cases
    outcomes = [came(case.expected[0], run_case(case, engine).situation) for case in cases]
    texts = [_text(trial, rule, outcome) for trial, outcome in zip(trials, outcomes, strict=True)]
    cases = read_rule_tests("format: fasmodell.tests/1\ncases:\n" + "".join(texts), tests_file, base).cases
    return [(run_case(case, engine), outcome) for case, outcome in zip(cases, outcomes, strict=True)]


def _lacking(rule: Rule, results: Sequence[CaseResult], tests_file: str, base: RuleBase) -> int:
    """How many of the cases that the rule needs, and of the outcomes of its parts, are not among some."""
    tests = FileResult(RuleTests(tests_file, ()), tuple(results))
    missing = sum(one.span == rule.span for one in missing_in(base, [tests], {rule.span.file}))
    return missing + sum(one.rule.id == rule.id for one in coverage_of(base, [tests], {rule.span.file}).unreached)


def _choices(rule: Rule, base: RuleBase) -> dict[_Subject, list[_Choice]]:
    """What may be given for everything that a rule asks for, unknown among it."""
    found: dict[_Subject, list[_Choice]] = {}
    for atom in _asked(rule, base, set()):
        subject, choices = _of_atom(atom, base)
        known = found.setdefault(subject, [])
        known += [choice for position, choice in enumerate(choices) if choice not in (*known, *choices[:position])]
    return {subject: [*choices, None] for subject, choices in found.items()}


def _asked(rule: Rule, base: RuleBase, seen: set[FindingId]) -> Iterator[Atom]:
    """The atoms of a rule; in the first stage findings are concluded, so that their rules are asked instead."""
    for atom in atoms_of(rule.when):
        if not isinstance(atom, FindingHolds) or rule.stage > 1:
            yield atom
        elif atom.finding not in seen:
            seen.add(atom.finding)
            for other in base.rules.of_stage(1):
                if isinstance(other.then, ConcludesFinding) and other.then.finding == atom.finding:
                    yield from _asked(other, base, seen)


def _of_atom(atom: Atom, base: RuleBase) -> tuple[_Subject, list[_Choice]]:
    match atom:
        case Comparison(indicator=indicator):
            return ("given", indicator), list(_values(atom, base.knowledge.indicators[indicator]))
        case Trend(indicator=indicator):
            return ("given", indicator), list(_series(base.knowledge.indicators[indicator]))
        case FindingHolds(finding=finding, level=level):
            levels = [one.value for one in Level]
            return ("findings", finding), [level.value, *levels[: levels.index(level.value)][-1:], "ruled_out"]
        case GateIs(gate=gate):
            return ("gates", gate), ["open", "shut", "undetermined"]
        case PhaseIs():
            return ("phase", ""), [1, 2, 3]
        case InPlace(measure=measure) | Listed(measure=measure):
            return ("in_place", measure), [True, False]


def _values(atom: Comparison, indicator: Indicator) -> Iterator[Value]:
    """The bounds of a comparison and what lies just beside them, as far as the scale goes."""
    for bound in atom.bound:
        if indicator.scale is Scale.FLAG:
            yield from (bool(bound), not bound)
        elif indicator.scale is Scale.CHOICE:
            yield bound
            yield from [option for option in indicator.options if option not in atom.bound][:1]
        elif is_number(bound):
            step = 1 if indicator.scale.is_whole or not bound else min(1.0, abs(bound) * 0.1)
            near = (bound, bound - step, bound + step)
            tidy = [int(value) if value == int(value) else round(value, 3) for value in near]
            yield from (value for value in tidy if value_problem(value, indicator) is None)


def _series(indicator: Indicator) -> Iterator[_Choice]:
    """Two years apart: lower, higher and the same."""
    low = 1 if indicator.low is None else indicator.low
    high = low + 2 if indicator.high is None else min(indicator.high, low + 30)
    for first, last in ((low, high), (high, low), (low, low)):
        yield [{"period": 2020, "value": _tidy(first)}, {"period": 2025, "value": _tidy(last)}]


def _tidy(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _trials(choices: Mapping[_Subject, Sequence[_Choice]]) -> Iterator[_Trial]:
    """Every combination, the first choices fully before the rest, up to a number that is quickly tried."""
    subjects = list(choices)
    options = [list(choices[subject]) for subject in subjects]
    while _count(options) > _MOST_TRIED and any(len(one) > 3 for one in options):
        longest = max(options, key=len)
        del longest[-2]  # the last is unknown, which stays
    for number, combination in enumerate(product(*options)):
        if number >= _MOST_TRIED:
            return
        given = dict(zip(subjects, combination, strict=True))
        yield _Trial(given, sum(value is not None for value in given.values()))


def _count(options: Iterable[Sequence[_Choice]]) -> int:
    count = 1
    for one in options:
        count *= len(one)
    return count


def _text(trial: _Trial, rule: Rule, outcome: str) -> str:
    """A case in YAML, set in as in a file."""
    by_key: dict[str, dict[str, _Choice]] = {}
    for (key, name), value in trial.given.items():
        if value is not None:
            by_key.setdefault(key, {})[name] = value
    lines = [f"  - name: {json.dumps(_name(trial, rule, outcome), ensure_ascii=False)}\n"]
    for key in ("given", "findings", "gates"):
        if key in by_key or (key == "findings" and any(subject == key for subject, _ in trial.given)):
            lines += [f"    {key}: {json.dumps(by_key.get(key, {}), ensure_ascii=False)}\n"]
    if "phase" in by_key:
        lines.append(f"    phase: {by_key['phase']['']}\n")
    if "in_place" in by_key:
        running = [measure for measure, runs in by_key["in_place"].items() if runs]
        lines.append(f"    in_place: {json.dumps(running)}\n")
    lines.append(f"    expect: {{{outcome}: [{rule.id.partition('/')[2]}]}}\n")
    return "".join(lines)


def _name(trial: _Trial, rule: Rule, outcome: str) -> str:
    """What a case shows, as a sentence in Swedish with the ids that the author wrote."""
    told = [f"{name or key} är {_said(value)}" for (key, name), value in trial.given.items() if value is not None]
    verb = {FIRED: "gäller", NOT_FIRED: "gäller inte", UNDECIDED: "är oavgjord"}[outcome]
    when = " och ".join(told) if told else "inget är känt"
    return f"{rule.id.partition('/')[2]} {verb} när {when}"


def _said(value: _Choice) -> str:
    if isinstance(value, bool):
        return "sant" if value else "falskt"
    if isinstance(value, list):
        return " och sedan ".join(str(point["value"]) for point in value)
    return str(value)
