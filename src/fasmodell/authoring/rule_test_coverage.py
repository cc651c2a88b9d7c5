"""How much of the rules their tests reach, and which cases a rule still lacks."""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from fasmodell.authoring.failure_text import OUTCOMES, wording
from fasmodell.authoring.rule_test_runner import CaseResult, FileResult, run_tests
from fasmodell.authoring.rule_tests import FIRED, NOT_FIRED, UNDECIDED, RuleTests
from fasmodell.authoring.situation import part_of_rule, parts_with_paths
from fasmodell.diagnostics import Diagnostic, Diagnostics
from fasmodell.facts import indicator_id
from fasmodell.knowledge import Indicator
from fasmodell.rule_base import RuleBase
from fasmodell.rules import All, AnyOf, Comparison, GateIs, Not, Operator, PhaseIs, Rule, atoms_of
from fasmodell.scales import Value, is_number

_DEMANDED = (
    (FIRED, "in which it fires"),
    (NOT_FIRED, "in which it is known not to fire"),
    (UNDECIDED, "in which it is unknown"),
)
# How near a bound a value must be where it need not be whole: at most 1 away, and at most a tenth of the bound.
_NEAR, _NEAR_SHARE = 1.0, 0.1


class Unreached(NamedTuple):
    """An outcome of an atom that no case of the rule's own test file gives."""

    rule: Rule
    atom: str
    outcome: bool | None

    @property
    def text(self) -> str:
        """What has not been tried."""
        return f"`{self.rule.id}`: never tried that `{self.atom}` {OUTCOMES[self.outcome]}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many outcomes of atoms there are, and those that are not reached."""

    outcomes: int
    unreached: tuple[Unreached, ...]

    @property
    def reached(self) -> int:
        """How many outcomes some case gives."""
        return self.outcomes - len(self.unreached)

    def is_below(self, per_cent: float) -> bool:
        """True when less is reached than so many per cent; compared exactly, never rounded up."""
        return self.reached * 100 < Fraction(str(per_cent)) * self.outcomes

    @property
    def per_cent(self) -> int:
        """Whole per cent reached, never rounded up; 0 where there is nothing to reach."""
        return self.reached * 100 // self.outcomes if self.outcomes else 0


def coverage_of(base: RuleBase, results: Iterable[FileResult], files: Container[str] | None = None) -> Coverage:
    """
    Count, for every atom of every rule, which outcomes some case of the rule's own test file gave.

    `files` limits the rules to those of some rule files. An atom holds, does not hold or is unknown; the phase and the
    gates are always decided before a rule asks for them, so that they are never unknown.
    """
    cases = _own_cases(results)
    outcomes, unreached = 0, []
    for rule in _rules(base, files):
        for path, part in parts_with_paths(rule.when):
            if isinstance(part, All | AnyOf | Not):
                continue
            possible = (True, False) if isinstance(part, PhaseIs | GateIs) else (True, False, None)
            atom = part_of_rule(rule.id, path)
            given = {result.situation.parts.get(atom) for result in cases.get(rule.span.file, ())}
            outcomes += len(possible)
            unreached += [Unreached(rule, wording(part), outcome) for outcome in possible if outcome not in given]
    return Coverage(outcomes, tuple(unreached))


def _rules(base: RuleBase, files: Container[str] | None) -> Iterator[Rule]:
    return (rule for rule in base.rules.rules.values() if files is None or rule.span.file in files)


def _own_cases(results: Iterable[FileResult]) -> dict[str, tuple[CaseResult, ...]]:
    """The cases by the rule file that their file stands beside."""
    return {result.tests.rule_file: result.cases for result in results}


def missing_cases(base: RuleBase, tests: Sequence[RuleTests]) -> tuple[Diagnostic, ...]:
    """
    The cases that rules lack in their own test file, as warnings at the rules.

    Every rule needs a case that says it fires, one that says it is known not to, one that says it is unknown, and for
    each comparison with a bound one that names the rule with a value just inside the bound and one just outside.
    """
    return missing_in(base, run_tests(tests, base))


def missing_in(
    base: RuleBase, results: Iterable[FileResult], files: Container[str] | None = None
) -> tuple[Diagnostic, ...]:
    """The cases that rules lack in tests that have been run; `files` limits the rules to those of some rule files."""
    found = Diagnostics()
    cases = _own_cases(results)
    for rule in _rules(base, files):
        own = [result for result in cases.get(rule.span.file, ()) if _names(result, rule)]
        help = f"add it to `{rule.span.file.removesuffix('.yaml')}.test.yaml`"
        lacking = [text for wanted, text in _DEMANDED if not any(one.case.expects(rule.id, wanted) for one in own)]
        lacking += _missing_bounds(rule, own, base)
        for text in lacking:
            found.warning("FM511", f"the rule `{rule.id}` has no case {text}", rule.span, help)
    return tuple(found)


def _names(result: CaseResult, rule: Rule) -> bool:
    """True when a case says how a rule comes out. One that is still to be done shows nothing."""
    return result.case.todo is None and any(result.case.expects(rule.id, wanted) for wanted, _ in _DEMANDED)


def _missing_bounds(rule: Rule, cases: Sequence[CaseResult], base: RuleBase) -> Iterator[str]:
    for atom in dict.fromkeys(atoms_of(rule.when)):
        if isinstance(atom, Comparison):
            tried = [result.situation.values.get(indicator_id(atom.indicator)) for result in cases]
            for wanted in _wanted_values(atom, base.knowledge.indicators[atom.indicator]):
                if not any(value is not None and wanted.fits(value) for value in tried):
                    yield f"{wanted.text} `{wording(atom)}`"


class _Wanted(NamedTuple):
    """A value that some case must try."""

    text: str
    fits: Callable[[Value], bool]


def _wanted_values(atom: Comparison, indicator: Indicator) -> Iterator[_Wanted]:
    """Both sides of each bound; for a choice between several options each of them."""
    if atom.operator in (Operator.IS, Operator.ONE_OF):
        if len(atom.bound) > 1:
            yield from (_Wanted(f"with `{option}` for", partial(operator.eq, option)) for option in atom.bound)
        return
    for position, bound in enumerate(atom.bound):
        if is_number(bound):
            is_upper = atom.operator in (Operator.AT_MOST, Operator.BELOW) or position == 1
            yield from _sides(atom.operator, float(bound), is_upper, indicator)


def _sides(compared: Operator, bound: float, is_upper: bool, indicator: Indicator) -> Iterator[_Wanted]:
    """The bound itself, and a value just beyond it on the other side of the comparison, if the scale goes on there."""
    is_strict = compared in (Operator.ABOVE, Operator.BELOW)
    yield _Wanted(f"at the bound, just {'outside' if is_strict else 'inside'}", partial(operator.eq, bound))
    upwards = is_upper is not is_strict
    end = indicator.high if upwards else indicator.low
    if end is None or bound != end:
        step = _NEAR if indicator.scale.is_whole or not bound else min(_NEAR, abs(bound) * _NEAR_SHARE)
        near = partial(_is_beyond, bound, step if upwards else -step)
        yield _Wanted(f"near the bound, just {'inside' if is_strict else 'outside'}", near)


def _is_beyond(bound: float, step: float, value: Value) -> bool:
    """True when a value lies beyond a bound, at most a step away (and a hair, since steps are fractions)."""
    return is_number(value) and 0 < (value - bound) / step <= 1 + 1e-9
