"""What a mutant changes first of all, as a function of what is known: the ground of witnesses and of equivalence."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from itertools import product
from typing import NamedTuple

from fasmodell.authoring.kleene import outcome_of, rests_on
from fasmodell.authoring.mutants import Mutant
from fasmodell.authoring.mutated_base import mutated_rules
from fasmodell.facts import FactId, finding_id
from fasmodell.knowledge import FindingId, Level
from fasmodell.rule_base import RuleBase
from fasmodell.rules import (
    Advises,
    ConcludesFinding,
    Condition,
    FindingHolds,
    PhasePolicy,
    Rule,
    RuleId,
    RuleSet,
    Strength,
    SupportsGate,
    atoms_of,
)
from fasmodell.scales import Value

Facts = Mapping[FactId, Value]
Effect = Callable[[Facts], object]


class Effects(NamedTuple):
    """
    What comes first of a change, before and after, and the conditions it depends on.

    Where the two are equal, nothing that a case can expect differs for the sake of the change. They also hold what a
    proof rests on, because evidence that moves with police activity counts for less, and because a gate may be shown to
    have held by a series below its evidence.
    """

    conditions: tuple[Condition, ...]
    before: Effect
    after: Effect


def effects_of(mutant: Mutant, base: RuleBase) -> Effects:
    """The effects of a mutant of a rule: of its own outcome, of its finding, of its topic's points or of its advice."""
    rule, instead, rules = mutant.rule, mutant.instead, base.rules
    assert rule is not None
    assert not isinstance(instead, tuple) or isinstance(instead, Rule)
    changed = mutated_rules(rules, mutant)
    if not isinstance(instead, Rule):
        own, gone = _outcome(rule, rules), _never
        return Effects(_below((rule.when,), rule, rules), own, gone)
    if rule.then == instead.then:
        conditions = _below((rule.when, instead.when), rule, rules)
        return Effects(conditions, _outcome(rule, rules), _outcome(instead, rules))
    if isinstance(rule.then, ConcludesFinding):
        finding = rule.then.finding
        own_rules = [one.when for one in concluding(rules, finding)]
        return Effects(_below(own_rules, rule, rules), _levels(finding, rules), _levels(finding, changed))
    if isinstance(rule.then, SupportsGate):
        peers = [one.when for one in _of_topic(rules, rule.then)]
        capped = frozenset(one.rule for one in base.evidence_rules if one.may_be_capped)
        return Effects(tuple(peers), _tally(rule.then, rules, capped), _tally(rule.then, changed, capped))
    return Effects((rule.when,), _advice(rule, rules), _advice(instead, changed))


def _never(_: Facts) -> object:
    return None


def concluding(rules: RuleSet, finding: FindingId) -> tuple[Rule, ...]:
    """The rules that conclude a finding, in the order of the files."""
    return tuple(r for r in rules.of_stage(1) if isinstance(r.then, ConcludesFinding) and r.then.finding == finding)


def _below(conditions: Iterable[Condition], rule: Rule, rules: RuleSet) -> tuple[Condition, ...]:
    """For a rule of stage 1, conditions with those of the rules of every finding that they ask for in its place."""
    found = list(dict.fromkeys(conditions))
    if rule.stage > 1:
        return tuple(found)
    for condition in found:  # grows while it is gone through
        for finding in _asked(condition):
            found += [one.when for one in concluding(rules, finding) if one.when not in found]
    return tuple(found)


def _asked(condition: Condition) -> tuple[FindingId, ...]:
    return tuple(dict.fromkeys(atom.finding for atom in atoms_of(condition) if isinstance(atom, FindingHolds)))


def _outcome(rule: Rule, rules: RuleSet) -> Effect:
    if rule.stage == 3:
        return lambda facts: outcome_of(rule.when, facts)

    def effect(facts: Facts) -> object:
        known = with_findings(facts, rule.when, rules) if rule.stage == 1 else facts
        outcome = outcome_of(rule.when, known)
        return outcome, rests_on(rule.when, known) if outcome else None

    return effect


def with_findings(facts: Facts, condition: Condition, rules: RuleSet) -> dict[FactId, Value]:
    """The facts with what the rules conclude of the findings that a condition asks for."""
    known = dict(facts)
    for finding in _asked(condition):
        known |= concluded(finding, facts, rules)
    return known


def concluded(finding: FindingId, facts: Facts, rules: RuleSet) -> dict[FactId, Value]:
    """What the rules conclude of a finding: each level that is known to hold, or known not to."""
    outcomes = [
        (rule.then.level.rank, outcome_of(rule.when, with_findings(facts, rule.when, rules)))
        for rule in concluding(rules, finding)
        if isinstance(rule.then, ConcludesFinding)
    ]
    known: dict[FactId, Value] = {}
    for level in Level:
        reaching = [outcome for rank, outcome in outcomes if rank >= level.rank]
        if True in reaching:
            known[finding_id(finding, level)] = True
        elif None not in reaching:
            known[finding_id(finding, level)] = False
    return known


def _levels(finding: FindingId, rules: RuleSet) -> Effect:
    def effect(facts: Facts) -> object:
        proofs = {
            (rule.then.level, rests_on(rule.when, known))
            for rule in concluding(rules, finding)
            if isinstance(rule.then, ConcludesFinding)
            and outcome_of(rule.when, known := with_findings(facts, rule.when, rules))
        }
        return concluded(finding, facts, rules), proofs

    return effect


def _of_topic(rules: RuleSet, then: SupportsGate) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in rules.of_stage(2)
        if isinstance(rule.then, SupportsGate) and (rule.then.gate, rule.then.topic) == (then.gate, then.topic)
    )


def _tally(then: SupportsGate, rules: RuleSet, capped: Container[RuleId]) -> Effect:
    """
    What counts of a topic on each side, and what still may.

    Within a topic the strongest counts; a decisive one also decides by itself. Rules that may be `capped` are counted
    both ways, as weak and as written.
    """
    peers, policy = _of_topic(rules, then), rules.phase_policy
    ways = list(product(*((False, True) if rule.id in capped else (False,) for rule in peers)))

    def effect(facts: Facts) -> object:
        return [_counted(peers, way, facts, policy) for way in ways]

    return effect


def _counted(
    peers: tuple[Rule, ...], way: tuple[bool, ...], facts: Facts, policy: PhasePolicy
) -> dict[tuple[str, bool], tuple[int, bool]]:
    """For each side, and for what is sure as well as what may be, the most points and whether something decides."""
    found: dict[tuple[str, bool], tuple[int, bool]] = {}
    for rule, is_capped in zip(peers, way, strict=True):
        outcome = outcome_of(rule.when, facts)
        if isinstance(rule.then, SupportsGate) and outcome is not False:
            for is_sure in (True, False) if outcome else (False,):
                strength = Strength.WEAK if is_capped and is_sure else rule.then.strength
                points, decides = found.get((rule.then.state, is_sure), (0, False))
                most = max(points, policy.points[strength])
                found[rule.then.state, is_sure] = (most, decides or strength is Strength.DECISIVE)
    return found


def _advice(rule: Rule, rules: RuleSet) -> Effect:
    """What advice does to its measure when it applies, and that it may."""
    then = rule.then
    if isinstance(then, Advises) and then.strength is not None:
        points = rules.ranking_policy.adjustments[then.strength]
        said: object = points if then.kind == "prefer" else -points
    else:
        said = then

    def effect(facts: Facts) -> object:
        outcome = outcome_of(rule.when, facts)
        return None if outcome is False else (outcome, said)

    return effect
