"""Does some case notice a mutant? Only the cases that could are run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fasmodell.authoring.failure_text import came
from fasmodell.authoring.kleene import outcome_of
from fasmodell.authoring.mutants import Mutant
from fasmodell.authoring.mutated_base import mutated_base
from fasmodell.authoring.rule_tests import FIRED, NOT_FIRED, UNDECIDED, Case, RuleTests, Subject
from fasmodell.authoring.situation import RANKED, CaseEngine, Situation
from fasmodell.facts import rule_id
from fasmodell.rule_base import RuleBase
from fasmodell.rules import PhasePolicy, RankingPolicy, Rule, Trend, atoms_of

_WORDS = {True: FIRED, False: NOT_FIRED, None: UNDECIDED}


class _Tried(NamedTuple):
    """
    A case with what it leads to before anything is changed.

    `weighs_proofs` is True when the gates of the case depend on how a fact was proved and not only on whether it holds.
    """

    case: Case
    situation: Situation
    weighs_proofs: bool


class MutationTester:
    """Holds the cases of a rule base, run once, and tries mutants against them."""

    def __init__(self, base: RuleBase, tests: Iterable[RuleTests]) -> None:
        self.base = base
        engine = CaseEngine(base)
        capped = {rule.fact for rule in base.evidence_rules if rule.may_be_capped}
        self.tried: list[_Tried] = []
        self.failing: list[Case] = []
        for case in (case for one in tests for case in one.cases if case.todo is None):
            situation = engine.conclude(case)
            if any(came(one, situation) != one.wanted for one in case.expected):
                self.failing.append(case)
            has_previous = (case.given.profile or case.given).previous_assessment is not None
            weighs = has_previous or any(situation.symbols.get(fact) for fact in capped)
            self.tried.append(_Tried(case, situation, weighs))

    def killer(self, mutant: Mutant) -> Case | None:
        """
        The first case that fails with the mutant, or None.

        Cases beside the mutant come first. A case in which the changed rule comes out as before leads to what it led to
        before, so it is not run again; one that says of the rule itself how it comes out needs not be run at all.
        """
        if isinstance(mutant.rule, Rule) and mutant.changes_condition and not _moves_over(mutant):
            suspects = list[Case]()
            for tried in self._nearest_first(mutant):
                verdict = _changes(tried, mutant)
                if verdict is True:
                    return tried.case
                if verdict is None:
                    suspects.append(tried.case)
        else:
            suspects = [tried.case for tried in self._nearest_first(mutant) if _may_notice(tried, mutant)]
        return self._first_failing(suspects, mutant)

    def _first_failing(self, cases: Sequence[Case], mutant: Mutant) -> Case | None:
        if not cases:
            return None
        engine = CaseEngine(mutated_base(self.base, mutant))
        return next((case for case in cases if _fails(case, engine)), None)

    def _nearest_first(self, mutant: Mutant) -> Iterator[_Tried]:
        """The cases of the file beside the mutant, those that name its rule first; then all others."""
        beside = _file_beside(mutant)
        own = [tried for tried in self.tried if tried.case.span.file == beside]
        named = [tried for tried in own if any(one.name == mutant.subject for one in tried.case.expected)]
        yield from named
        yield from (tried for tried in own if tried not in named)
        yield from (tried for tried in self.tried if tried.case.span.file != beside)


def _file_beside(mutant: Mutant) -> str:
    file = f"rules/{mutant.subject}.yaml" if mutant.span is None else mutant.span.file
    return f"{file.removesuffix('.yaml')}.test.yaml"


def _fails(case: Case, engine: CaseEngine) -> bool:
    situation = engine.conclude(case)
    return any(came(one, situation) != one.wanted for one in case.expected)


def _moves_over(mutant: Mutant) -> bool:
    """True when a series is asked over other months, which the cases as they were run do not tell."""
    assert isinstance(mutant.instead, Rule)
    assert mutant.rule is not None
    before, after = (
        {atom for atom in atoms_of(rule.when) if isinstance(atom, Trend)} for rule in (mutant.rule, mutant.instead)
    )
    return not {(one.indicator, one.over_months) for one in after} <= {
        (one.indicator, one.over_months) for one in before
    }


def _is_asked(tried: _Tried, rule: Rule) -> bool:
    return rule.stage > 1 or tried.case.given.findings is None


def _changes(tried: _Tried, mutant: Mutant) -> bool | None:
    """Whether a case fails when a rule has another condition: True, False, or None when it must be run to tell."""
    rule, instead = mutant.rule, mutant.instead
    assert rule is not None
    assert isinstance(instead, Rule)
    if not _is_asked(tried, rule):
        return False
    situation = tried.situation
    before, after = (
        situation.symbols.get(rule_id(rule.id)),
        outcome_of(instead.when, situation.values | situation.symbols),
    )
    if before is after:
        is_weighed = tried.weighs_proofs and before and rule.stage < 3
        # Which indicators a rule rests on decides what is asked for, whatever comes of it.
        is_asked_for = any(one.subject is Subject.QUESTION for one in tried.case.expected)
        return None if is_weighed or (is_asked_for and _rests_on(rule) != _rests_on(instead)) else False
    return True if tried.case.expects(rule.id, _WORDS[before]) else None


def _rests_on(rule: Rule) -> frozenset[object]:
    """What the atoms of a rule are about."""
    return frozenset((type(atom), atom[0]) for atom in atoms_of(rule.when))


def _may_notice(tried: _Tried, mutant: Mutant) -> bool:
    """Whether a case could fail with a mutant that changes more than a condition."""
    if mutant.rule is not None:
        outcome = tried.situation.symbols.get(rule_id(mutant.rule.id))
        says = any(one.subject is Subject.RULE and one.name == mutant.subject for one in tried.case.expected)
        return _is_asked(tried, mutant.rule) and (outcome is not False or (says and mutant.instead is None))
    if isinstance(mutant.instead, RankingPolicy):
        return any(one.subject in RANKED for one in tried.case.expected)
    return isinstance(mutant.instead, PhasePolicy) and not tried.case.given.decides_phase
