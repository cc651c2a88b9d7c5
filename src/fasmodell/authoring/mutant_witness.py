"""What tells a mutant from the rule base: a case that passes without it and fails with it, or a proof of none."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from fasmodell.authoring.failure_text import came
from fasmodell.authoring.kleene import outcome_of
from fasmodell.authoring.mutant_effects import effects_of
from fasmodell.authoring.mutant_worlds import Variable, World, facts_of, how_many, variables_of, worlds
from fasmodell.authoring.mutants import Mutant
from fasmodell.authoring.mutated_base import mutated_base
from fasmodell.authoring.observable import differences
from fasmodell.authoring.rule_test_loader import FORMAT, read_rule_tests
from fasmodell.authoring.rule_tests import Case, Expectation, Given, Subject
from fasmodell.authoring.situation import CaseEngine
from fasmodell.authoring.written_case import Parts, case_lines, given_parts, said
from fasmodell.catalogue import Entry, build_catalogue
from fasmodell.diagnostics import RuleBaseError
from fasmodell.knowledge import MeasureId
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RankingPolicy, Rule

_MOST_WORLDS = 200_000
_SAMPLE = 20_000
_MOST_TRIALS = 40


class Witness(NamedTuple):
    """
    What tells a mutant from the rule base.

    `case` is a case to be added to the file beside the rule, as text, or what `add_to` should expect besides.
    """

    said: str
    case: str
    add_to: Case | None


class Equivalent(NamedTuple):
    """A proof that nothing that a case can expect differs, in words."""

    because: str


class Undecided(NamedTuple):
    """Nothing was found that tells a mutant apart, and no proof that there is nothing."""

    because: str


Told = Witness | Equivalent | Undecided


def tell_apart(mutant: Mutant, base: RuleBase, cases: Sequence[Case]) -> Told:
    """
    Find what tells a mutant from the rule base; every witness is run on both before it is named.

    `cases` are where changes of a policy are looked for. The same question gives the same answer.
    """
    if mutant.rule is None:
        return _of_policy(mutant, base, cases)
    effects = effects_of(mutant, base)
    variables = variables_of(effects.conditions, base.knowledge)
    number = how_many(variables)
    tried = worlds(variables) if number <= _MOST_WORLDS else _sampled(variables)
    telling = (world for world in tried if effects.before(known := facts_of(world)) != effects.after(known))
    best = nsmallest(_MOST_TRIALS, telling, key=lambda world: _preference(world, mutant))
    if not best and number <= _MOST_WORLDS:
        return Equivalent(_proof(number))
    confirmed = _confirmed(mutant, base, variables, best)
    return confirmed or Undecided(f"{min(number, _SAMPLE)} situations were tried; none was found that a case can give")


def _preference(world: World, mutant: Mutant) -> tuple[int, int]:
    """Situations in which the rule is known to hold or not come first, then those in which little is known."""
    facts, rule = facts_of(world), mutant.rule
    assert rule is not None
    if isinstance(mutant.instead, Rule) and mutant.changes_condition:
        outcomes = {outcome_of(rule.when, facts), outcome_of(mutant.instead.when, facts)}
        is_plain = outcomes == {True, False}
    else:
        is_plain = outcome_of(rule.when, facts) is True
    return not is_plain, sum(1 for choice in world if choice.facts)


def _proof(number: int) -> str:
    situations = "the one situation" if number == 1 else f"all {number} situations"
    return f"it comes out the same in {situations} that the conditions concerned can tell apart"


def _sampled(variables: Sequence[Variable]) -> Iterator[World]:
    """Some worlds of very many: seeded, so that they are always the same."""
    chance = random.Random(0)
    return (tuple(chance.choice(variable.choices) for variable in variables) for _ in range(_SAMPLE))


def _confirmed(mutant: Mutant, base: RuleBase, variables: Sequence[Variable], best: Sequence[World]) -> Witness | None:
    """The first situation that a case can give and that the engine tells apart."""
    assert mutant.rule is not None
    plain, changed = CaseEngine(base), CaseEngine(mutated_base(base, mutant))
    for world in best:
        parts = given_parts(variables, world, base.knowledge)
        if mutant.rule.stage == 1 and "findings" in parts:
            continue
        given = _read(mutant.rule, parts, Expectation(Subject.RULE, mutant.subject, "fired", mutant.rule.span), base)
        if given is None:
            continue
        before, after = plain.conclude_from(given), changed.conclude_from(given)
        for expectation in islice(differences(given, before, after, base, mutant.subject), 1):
            text = case_lines(mutant, parts, expectation)
            case = _case(mutant.rule, text, base)
            if case is not None and _passes(case, plain) and not _passes(case, changed):
                return Witness(said(parts), text, None)
    return None


def _read(rule: Rule, parts: Parts, expectation: Expectation, base: RuleBase) -> Given | None:
    case = _case(rule, case_lines(None, parts, expectation), base)
    return None if case is None else case.given


def _case(rule: Rule, text: str, base: RuleBase) -> Case | None:
    """A case read as it would be from a file; None when a case cannot say that."""
    try:
        name = f"{rule.span.file.removesuffix('.yaml')}.test.yaml"
        return read_rule_tests(f"format: {FORMAT}\ncases:\n{text}", name, base).cases[0]
    except RuleBaseError:
        return None


def _passes(case: Case, engine: CaseEngine) -> bool:
    situation = engine.conclude(case)
    return all(came(one, situation) == one.wanted for one in case.expected)


def _of_policy(mutant: Mutant, base: RuleBase, cases: Sequence[Case]) -> Told:
    if isinstance(mutant.instead, RankingPolicy) and _ranks_alike(base, mutant.instead):
        count = len(base.knowledge.measures)
        return Equivalent(f"rounded to whole hundredths, the terms of all {count} measures stay the same")
    plain, changed = CaseEngine(base), CaseEngine(mutated_base(base, mutant))
    for case in cases:
        given = case.given
        found = differences(given, plain.conclude_from(given), changed.conclude_from(given), base)
        for expectation in islice((one for one in found if one.subject is not Subject.QUESTION), 1):
            return Witness(f"that of the case `{case.name}`", case_lines(None, {}, expectation), case)
    return Undecided(f"it changes nothing in the situations of {len(cases)} cases")


def _ranks_alike(base: RuleBase, policy: RankingPolicy) -> bool:
    """True when a policy gives every measure that can be ranked the same terms, and counts and orders as before."""
    ours = base.rules.ranking_policy
    catalogue = build_catalogue(base.knowledge, base.rules._replace(ranking_policy=policy))
    counted = ("breadth", "enables", "readiness")
    return (
        _ranked(catalogue.entries) == _ranked(base.catalogue.entries)
        and all(ours.criteria[name].values == policy.criteria[name].values for name in counted)
        and ours.near_tie == policy.near_tie
    )


def _ranked(entries: Mapping[MeasureId, Entry]) -> list[Entry]:
    """
    The entries of measures that can be ranked: those on the do-not-use list have no score.

    Which of them comes first among equals is told by their own order, whatever stands between them.
    """
    found = [entry for entry in entries.values() if not entry.is_blocked]
    order = sorted(entry.tie_order for entry in found)
    return [entry._replace(tie_order=order.index(entry.tie_order)) for entry in found]
