"""The core's own answer with other numbers than those written: what a breakpoint that was found is confirmed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import lcm

from fasmodell.analysis.threshold_breakpoints import POLICY, STEP, THRESHOLD, Number, NumberChange
from fasmodell.analysis.weight_breakpoints import (
    ADJUSTMENT,
    JointChange,
    WeightChange,
    moved_weights,
    tops_of,
    weights_of,
)
from fasmodell.catalogue import build_catalogue
from fasmodell.cells import holds
from fasmodell.engine import Fired
from fasmodell.facts import FactId
from fasmodell.knowledge import IndicatorId, Track
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.program import Clause, Program, Ref, Test
from fasmodell.results import RankedMeasure, Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Comparison, Strength, atoms_of
from fasmodell.scales import Value

_NEAR = Fraction(1, 1_000_000)  # how far before and beyond a breakpoint it is tried, as a share of the weight


class _Engine:
    """Runs the clauses of a program one after the other, with one number changed in the rules that have it."""

    def __init__(self, program: Program, number: Number, value: float, base: RuleBase) -> None:
        self.program = program
        self.number = number
        self.value = value
        self.uses = _uses(number, base)

    def run(self, facts: Mapping[FactId, Value]) -> Fired:
        """The positions of the clauses that fire, rising."""
        symbols: set[FactId] = set()
        fired = []
        for position, clause in enumerate(self.program.clauses):
            if all(self.is_met(literal, clause, facts, symbols) for literal in clause.body):
                fired.append(position)
                symbols.add(clause.head)
        return tuple(fired)

    def is_met(self, literal: Test | Ref, clause: Clause, facts: Mapping[FactId, Value], symbols: set[FactId]) -> bool:
        if isinstance(literal, Ref):
            return literal.premise in symbols
        value = facts.get(literal.key)
        if value is None:
            return False
        bound = literal.bound
        if (clause.derivation.rule, literal.key, literal.operator, literal.bound) in self.uses:
            place = self.number.place
            bound = (*bound[:place], self.value, *bound[place + 1 :])
        return holds(literal.operator, bound, value) is literal.wanted


def _uses(number: Number, base: RuleBase) -> set[tuple[str, str, str, tuple[Value, ...]]]:
    """The comparisons that a number stands in, by rule."""
    found = set()
    for rule in base.rules.rules.values():
        for atom in atoms_of(rule.when):
            if not isinstance(atom, Comparison):
                continue
            own = (rule.id == number.name, atom.indicator, atom.operator) == (True, number.indicator, number.operator)
            own = own and atom.threshold is None and atom.bound[number.place : number.place + 1] == (number.written,)
            if atom.threshold == number.name if number.kind == THRESHOLD else own:
                found.add((str(rule.id), f"indicator:{atom.indicator}", str(atom.operator), atom.bound))
    return found


def with_number(profile: Profile, base: RuleBase, number: Number, value: float) -> Recommendation:
    """The answer of the core when one number that the project decided is another."""
    if number.kind == STEP:
        return recommend(profile, _with_step(base, number, value))
    if number.kind == POLICY:
        return recommend(profile, _with_policy(base, number, int(value)))
    engines = _Engine(base.situation, number, value, base), _Engine(base.advice, number, value, base)
    return recommend(profile, base, engines)


def _with_step(base: RuleBase, number: Number, value: float) -> RuleBase:
    level = base.knowledge.indicators[IndicatorId(number.name)]
    assert level.graded_from is not None
    steps = list(level.graded_from.steps)
    steps[number.place] = (steps[number.place][0], value)
    changed = level._replace(graded_from=level.graded_from._replace(steps=tuple(steps)))
    knowledge = base.knowledge._replace(
        indicators={**base.knowledge.indicators, level.id: changed},
        graded=tuple(changed if one.id == level.id else one for one in base.knowledge.graded),
    )
    return replace(base, knowledge=knowledge)


def _with_policy(base: RuleBase, number: Number, value: int) -> RuleBase:
    policy = base.rules.phase_policy
    name, _, strength = number.name.partition("/")
    if name == "points":
        policy = policy._replace(points={**policy.points, Strength(strength): value})
    else:
        policy = policy._replace(margin=value) if name == "margin" else policy._replace(min_topics=value)
    return replace(base, rules=base.rules._replace(phase_policy=policy))


def with_weights(profile: Profile, base: RuleBase, track: Track, weights: Mapping[str, Fraction]) -> Recommendation:
    """The answer of the core when weights of a track are others; scores come in another unit."""
    return recommend(profile, base_with_weights(base, track, weights))


def base_with_weights(base: RuleBase, track: Track, weights: Mapping[str, Fraction]) -> RuleBase:
    """
    A rule base with other weights of a track, all in another unit.

    Weights of a rule base are whole, so all of them are multiplied until they are: that leaves every order as it is.
    """
    policy = base.rules.ranking_policy
    unit = lcm(*(weight.denominator for weight in weights.values()))
    own = {name: int(weights.get(name, Fraction(weight)) * unit) for name, weight in policy.weights[track].items()}
    others = {one: {name: weight * unit for name, weight in of.items()} for one, of in policy.weights.items()}
    adjustments = {
        strength: int(weights.get(f"{ADJUSTMENT}/{strength}", Fraction(weight)) * unit)
        for strength, weight in policy.adjustments.items()
    }
    rules = base.rules._replace(ranking_policy=policy._replace(weights={**others, track: own}, adjustments=adjustments))
    return replace(base, rules=rules, catalogue=build_catalogue(base.knowledge, rules))


def is_weight_confirmed(profile: Profile, base: RuleBase, change: WeightChange) -> bool:
    """Whether the core's own answer has the same top just before a breakpoint, and the one found just beyond it."""
    step = _NEAR * change.written * (1 if change.is_up else -1)
    before, beyond = change.turns_at - step, change.turns_at if change.is_reached else change.turns_at + step
    written = {name: Fraction(weight) for name, weight in weights_of(change.track, base).items()}
    answers = [
        tops_of(with_weights(profile, base, change.track, {**written, change.weight: weight}))[change.track].measure
        for weight in (before, beyond)
    ]
    # Where the change is from nothing at all, there is nothing before it.
    return answers[1] != change.top and (answers[0] == change.top or change.turns_at == change.written)


def is_joint_confirmed(profile: Profile, base: RuleBase, change: JointChange) -> bool:
    """The same for a joint change: just before it, and just beyond it in the same way."""
    written = weights_of(change.track, base)
    shares = max(change.share - _NEAR, Fraction(0)), change.share if change.is_reached else change.share + _NEAR
    before, beyond = (
        tops_of(with_weights(profile, base, change.track, moved_weights(written, change.slopes, share)))[change.track]
        for share in shares
    )
    return beyond.measure != change.top and (before.measure == change.top or not change.share)


def is_number_confirmed(profile: Profile, base: RuleBase, change: NumberChange, answer: Recommendation) -> bool:
    """Whether the core's own answer is the one found at the value tried, and has not turned so just before it."""
    found = with_number(profile, base, change.number, change.tried)
    tops, now = tops_of(answer), tops_of(found)
    tracks = {track for track, _, _ in change.dethroned}
    if found.phase.candidates != change.candidates or _dethroned(tops, now) != tracks:
        return False
    earlier = with_number(profile, base, change.number, change.before)
    if change.number.kind == POLICY:
        # A whole number before it may do something else already, but not both of what it does.
        moved = earlier.phase.candidates != answer.phase.candidates
        return (moved, bool(_dethroned(tops, tops_of(earlier)))) != (change.changes_phase, bool(tracks))
    return earlier.phase == answer.phase and earlier.measures == answer.measures


def _dethroned(tops: Mapping[Track, RankedMeasure], now: Mapping[Track, RankedMeasure]) -> set[Track]:
    return {track for track, top in tops.items() if track not in now or now[track].measure != top.measure}
