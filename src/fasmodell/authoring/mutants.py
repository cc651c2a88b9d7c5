"""Mutants: a rule base with one small change, such as somebody might make by mistake. Data, and how to make them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple, TypeVar

from fasmodell.authoring.condition_mutants import Changed, mutated_conditions
from fasmodell.authoring.mutant_kinds import Kind
from fasmodell.authoring.policy_mutants import mutated_phase_policies, mutated_ranking_policies
from fasmodell.diagnostics import Span
from fasmodell.knowledge import KnowledgeBase, Level
from fasmodell.rules import (
    AdviceKind,
    Advises,
    ConcludesFinding,
    Conclusion,
    PhasePolicy,
    RankingPolicy,
    Rule,
    RuleSet,
    Strength,
    SupportsGate,
)
from fasmodell.trace import PHASE_POLICY, RANKING_POLICY

WordT = TypeVar("WordT")

ALL_KINDS = frozenset(Kind)
_OTHER_SIDE = {"open": "shut", "shut": "open"}
_OTHER_ADVICE = {
    AdviceKind.PREFER: AdviceKind.DISCOURAGE,
    AdviceKind.DISCOURAGE: AdviceKind.PREFER,
    AdviceKind.REQUIRE: AdviceKind.EXCLUDE,
    AdviceKind.EXCLUDE: AdviceKind.REQUIRE,
}


class Mutant(NamedTuple):
    """
    One change: what a part of a rule or of a policy says, and what it says instead.

    `subject` is the rule, or the name of the policy; `place` leads to the part. `rule` is the rule before and `instead`
    what stands in its place: another rule, a policy, or None when the rule is gone. `span` is None for a policy.
    """

    kind: Kind
    subject: str
    place: str
    was: str
    becomes: str
    span: Span | None
    rule: Rule | None
    instead: Rule | PhasePolicy | RankingPolicy | None

    @property
    def id(self) -> str:
        """What names the mutant: it stays the same until the part that it changes is written otherwise."""
        return f"{self.subject} {self.place}: {self.was} -> {self.becomes}"

    @property
    def changes_condition(self) -> bool:
        """True when the rule says the same as before, but on another condition."""
        return self.rule is not None and isinstance(self.instead, Rule) and self.rule.then == self.instead.then


def mutants_of(
    rules: RuleSet,
    knowledge: KnowledgeBase,
    kinds: Container[Kind] = ALL_KINDS,
    files: Container[str] | None = None,
) -> tuple[Mutant, ...]:
    """
    Every mutant of some kinds: rule by rule in the order of the files, then the policies.

    `files` limits the rules to those of some rule files, and then leaves the policies out. Changes that come to the
    same rule are one mutant.
    """
    found: list[Mutant] = []
    for rule in rules.rules.values():
        if files is None or rule.span.file in files:
            # By name: `all` and `any` of the same parts are equal as tuples.
            seen = {repr(rule)}
            for mutant in _of_rule(rule, knowledge):
                if mutant.kind in kinds and repr(mutant.instead) not in seen:
                    found.append(mutant)
                    seen.add(repr(mutant.instead))
    if files is None and Kind.WEIGHT in kinds:
        found += _of_policies(rules)
    return tuple(found)


def _of_rule(rule: Rule, knowledge: KnowledgeBase) -> Iterator[Mutant]:
    for change in mutated_conditions(rule.when, knowledge):
        yield _mutant(rule, change, rule._replace(when=change.condition))
    yield from _of_conclusion(rule)
    yield Mutant(Kind.DELETION, rule.id, "rule", "there", "gone", rule.span, rule, None)


def _mutant(rule: Rule, change: Changed, instead: Rule) -> Mutant:
    return Mutant(change.kind, rule.id, change.place, change.was, change.becomes, rule.span, rule, instead)


def _of_conclusion(rule: Rule) -> Iterator[Mutant]:
    for kind, key, was, becomes, then in _conclusions(rule.then):
        instead = rule._replace(then=then)
        yield Mutant(kind, rule.id, "then", f"{key}: {was}", f"{key}: {becomes}", rule.span, rule, instead)


_Concluded = tuple[Kind, str, str, str, Conclusion]


def _conclusions(then: Conclusion) -> Iterator[_Concluded]:
    if isinstance(then, ConcludesFinding):
        for level in beside(tuple(Level), then.level):
            yield Kind.LEVEL, "level", then.level, level, then._replace(level=level)
    elif isinstance(then, SupportsGate):
        for strength in beside(tuple(Strength), then.strength):
            yield Kind.STRENGTH, "strength", then.strength, strength, then._replace(strength=strength)
        other = _OTHER_SIDE[then.state]
        yield Kind.CONCLUSION, "is", then.state, other, then._replace(state=other)
    elif isinstance(then, Advises):
        if then.strength is not None:
            for strength in beside(tuple(Strength)[:3], then.strength):
                yield Kind.STRENGTH, "strength", then.strength, strength, then._replace(strength=strength)
        kind = _OTHER_ADVICE[then.kind]
        yield Kind.CONCLUSION, "advice", then.kind, kind, then._replace(kind=kind)


def beside(words: tuple[WordT, ...], word: WordT) -> tuple[WordT, ...]:
    """The words just before and just after a word."""
    position = words.index(word)
    return (*words[max(position - 1, 0) : position], *words[position + 1 : position + 2])


def _of_policies(rules: RuleSet) -> Iterator[Mutant]:
    for place, was, becomes, phase_policy in mutated_phase_policies(rules.phase_policy):
        yield Mutant(Kind.WEIGHT, PHASE_POLICY, place, was, becomes, None, None, phase_policy)
    for place, was, becomes, ranking_policy in mutated_ranking_policies(rules.ranking_policy):
        yield Mutant(Kind.WEIGHT, RANKING_POLICY, place, was, becomes, None, None, ranking_policy)
