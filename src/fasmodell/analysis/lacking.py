"""What an answer lacks for a condition to hold: every way to it, and what each way lacks, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from fasmodell.analysis.gap import ONE_SIDED, RISING, STRICT, gap_to, share_of_scale
from fasmodell.catalogue import in_place_conditions, requirement_conditions
from fasmodell.condition_text import compares
from fasmodell.facts import FactId, finding_id, indicator_id, listed_id, negated, rule_id, trend_id
from fasmodell.knowledge import PHASES, FindingId, Level
from fasmodell.program import proposition_named_by
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Listed,
    Not,
    PhaseIs,
    Rule,
    Trend,
    parts_of,
)
from fasmodell.scales import Value, is_number
from fasmodell.trace import EVERY_RULE


class Distance(NamedTuple):
    """
    How far away something is, counted in observations; smaller is nearer.

    `failed` is how many of what is observed would have to be otherwise, `unknown` how many unknown ones would have to
    turn out so, and `share` how far the failed ones are from their bounds in all, each as a share of its indicator's
    scale (1 where there is no distance, as for yes and no). An observation that several conditions ask for counts once,
    at its greatest distance. What rests on other conditions is as far away as its own nearest way.
    """

    failed: int
    unknown: int
    share: float


HERE: Final = Distance(0, 0, 0.0)
MOST_CHOICES: Final = 16


class Lack(NamedTuple):
    """
    One condition that is not known to be met.

    `condition` must hold when `wanted`, and must be known not to hold otherwise. `is_met` is False when it is known not
    to be met, None while that is open. `fact` is what shows it: a fact of the trace when `is_met` is False, otherwise
    what is not known; None for alternatives inside a condition, which rest on their parts. `gap` is in the unit of the
    indicator. `ways` are the ways to meet it, nearest first, when it rests on other conditions, and `below` what
    they come down to.
    """

    condition: Condition
    wanted: bool
    is_met: bool | None
    fact: FactId | None
    observed: Value | None
    gap: float | None
    ways: tuple[Way, ...]
    distance: Distance | None
    below: tuple[Leaves, ...] = ()

    @property
    def choices(self) -> tuple[Leaves, ...]:
        """The sets of conditions on what is observed that it may come down to, nearest first; none if it cannot be."""
        return self.below if self.ways or self.distance is None else ((self,),)


class Way(NamedTuple):
    """
    One way to something: what it lacks, every part of which is needed.

    `rule` is who wrote it: a rule that would have to apply when `wanted`, or otherwise to be known not to; or the named
    condition of a measure. `choices` are the sets of conditions on what is observed that it may come down to, nearest
    first, without those that another one implies. `distance` is that of the first, None when there is none.
    """

    rule: str
    wanted: bool
    lacks: tuple[Lack, ...]
    choices: tuple[Leaves, ...]
    distance: Distance | None

    @property
    def leaves(self) -> Leaves:
        """The conditions on what is observed that it comes down to at its nearest."""
        return self.choices[0] if self.choices else ()


Leaves = tuple[Lack, ...]
_Part = tuple[Condition, bool]
_Ways = Callable[[], tuple[Way, ...]]


def combined(lacks: Iterable[Lack]) -> tuple[Leaves, ...]:
    """
    The sets of conditions on what is observed that some lacks may come down to together, nearest first.

    A choice made for one lack may serve another: that no one is shot answers every rule that asks for shootings. All
    combinations are tried, but only the `MOST_CHOICES` nearest are carried from one lack to the next.
    """
    found: tuple[Leaves, ...] = ((),)
    for lack in sorted(lacks, key=lambda lack: len(lack.choices)):
        found = nearest_of(_joined(one, other) for one in found for other in lack.choices)
    return found


def nearest_of(choices: Iterable[Leaves]) -> tuple[Leaves, ...]:
    """The `MOST_CHOICES` nearest of some sets of conditions, each once."""
    distinct = tuple(dict.fromkeys(choices))
    return distinct if len(distinct) < 2 else tuple(sorted(distinct, key=distance_to)[:MOST_CHOICES])


def _joined(one: Leaves, other: Leaves) -> Leaves:
    """Two sets of conditions as one, without those that others imply."""
    if not one or not other:
        return one or other
    leaves = tuple(dict.fromkeys((*one, *other)))
    return tuple(leaf for leaf in leaves if not any(_implies(stricter, leaf) for stricter in leaves))


def _implies(one: Lack, other: Lack) -> bool:
    """Whether one condition on an observation is a stricter bound the same way as another."""
    if one.fact != other.fact:
        return False
    ends = _bound_of(one), _bound_of(other)
    return ends[0] is not None and ends[1] is not None and ends[0][0] == ends[1][0] and ends[0] > ends[1]


def _bound_of(lack: Lack) -> tuple[bool, float, bool] | None:
    """A one-sided demand: whether it asks for more, how much (greater is stricter) and whether the bound is out."""
    atom = lack.condition
    if not isinstance(atom, Comparison) or atom.operator not in ONE_SIDED or not is_number(atom.bound[0]):
        return None
    rises = (atom.operator in RISING) is lack.wanted
    strict = (atom.operator in STRICT) is lack.wanted
    return rises, atom.bound[0] if rises else -atom.bound[0], strict


def distance_to(leaves: Leaves) -> Distance:
    """How far away some conditions on what is observed are together."""
    shares: dict[FactId | None, float] = {}
    unknown: set[FactId | None] = set()
    for leaf in leaves:
        if leaf.is_met is None:
            unknown.add(leaf.fact)
        elif leaf.distance is not None:
            shares[leaf.fact] = max(shares.get(leaf.fact, 0.0), leaf.distance.share)
    return Distance(len(shares), len(unknown), round(sum(shares.values()), 9))


def nearest(ways: Iterable[Way]) -> Distance | None:
    """The distance of the nearest way; None when there is none."""
    return min((way.distance for way in ways if way.distance is not None), default=None)


def in_order(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Ways with the nearest first, in the order written where they are equally near; those that lead nowhere last."""
    return tuple(sorted(ways, key=lambda way: (way.distance is None, way.distance or HERE)))


class Lacking:
    """What one answer lacks. Every state is read from the trace, so that what is said rests on recorded facts."""

    def __init__(self, answer: Recommendation, base: RuleBase) -> None:
        self.answer = answer
        self.base = base
        named = (*in_place_conditions(base.knowledge), *requirement_conditions(base.knowledge))
        self.named: dict[FactId, Condition] = {item.proposition: item.condition for item in named}
        self.concluding: dict[FindingId, list[tuple[Level, Rule]]] = {}
        for rule in base.rules.rules.values():
            if isinstance(rule.then, ConcludesFinding):
                self.concluding.setdefault(rule.then.finding, []).append((rule.then.level, rule))
        self._seen: dict[tuple[FactId, bool], Lack | None] = {}

    def holds(self, proposition: FactId) -> bool | None:
        """Whether a proposition is known to hold, known not to, or open (None)."""
        if proposition in self.answer.trace:
            return True
        return False if negated(proposition) in self.answer.trace else None

    def rule_ways(self, rule: Rule, wanted: bool = True) -> tuple[Way, ...]:
        """The ways in which a rule would apply, or be known not to."""
        return self.condition_ways(rule.id, rule.when, wanted)

    def named_ways(self, proposition: FactId, wanted: bool = True) -> tuple[Way, ...]:
        """The ways to a measure in place, a precondition or a legal decision."""
        return self.condition_ways(proposition, self.named[proposition], wanted)

    def condition_ways(self, writer: str, condition: Condition, wanted: bool) -> tuple[Way, ...]:
        """The ways in which a condition would hold, or be known not to: one per alternative at its top."""
        return in_order(
            self.way(writer, wanted, (self.lack(part, sign) for part, sign in parts))
            for parts in _alternatives(condition, wanted)
        )

    def way(self, writer: str, wanted: bool, parts: Iterable[Lack | None]) -> Way:
        """A way that needs some parts; those that are met are left out."""
        lacks = tuple(dict.fromkeys(part for part in parts if part is not None))
        choices = combined(lacks)
        return Way(writer, wanted, lacks, choices, distance_to(choices[0]) if choices else None)

    def finding_ways(self, finding: FindingId, level: Level, wanted: bool = True) -> tuple[Way, ...]:
        """The ways to a finding at a level or a higher one; or the one way of ruling it out, through all its rules."""
        rules = [rule for at, rule in self.concluding.get(finding, ()) if at.rank >= level.rank]
        if wanted:
            return in_order(way for rule in rules for way in self.rule_ways(rule))
        return (self.way(EVERY_RULE, False, (self.rule_lack(rule, False) for rule in rules)),)

    def rule_lack(self, rule: Rule, wanted: bool) -> Lack | None:
        """What is lacking for a whole rule to apply, or to be known not to."""
        return self._resting(rule_id(rule.id), wanted, rule.when, lambda: self.rule_ways(rule, wanted))

    def lack(self, condition: Condition, wanted: bool) -> Lack | None:
        """What is lacking for a condition, with no negation at its top; None when it is known to be met."""
        if isinstance(condition, All | AnyOf):
            ways = self.condition_ways("", condition, wanted)
            return _of_ways(condition, wanted, None, ways)
        assert not isinstance(condition, Not)  # a negation has been carried inwards
        if isinstance(condition, FindingHolds):
            finding, level = condition
            return self._resting(
                finding_id(finding, level), wanted, condition, lambda: self.finding_ways(finding, level, wanted)
            )
        if isinstance(condition, InPlace):
            proposition = proposition_named_by(condition)
            return self._resting(proposition, wanted, condition, lambda: self.named_ways(proposition, wanted))
        if isinstance(condition, PhaseIs | GateIs):
            return self._decided(condition, wanted)
        return self._observed(condition, wanted)

    def _resting(self, proposition: FactId, wanted: bool, condition: Condition, ways: _Ways) -> Lack | None:
        key = (proposition, wanted)
        if key not in self._seen:
            state = self.holds(proposition)
            if state is wanted:
                self._seen[key] = None
            else:
                fact = proposition if state is None or not wanted else negated(proposition)
                self._seen[key] = _of_ways(condition, wanted, fact, ways())
        return self._seen[key]

    def _observed(self, atom: Comparison | Trend | Listed, wanted: bool) -> Lack | None:
        fact = _observed_fact(atom)
        node = self.answer.trace.get(fact)
        value = None if node is None else node.fact.value
        if value is None:
            return Lack(atom, wanted, None, fact, None, None, (), Distance(0, 1, 0.0))
        gap, share = None, 1.0
        if isinstance(atom, Comparison):
            holds = compares(atom.operator, value, atom.bound)
            indicator = self.base.knowledge.indicators[atom.indicator]
            gap = None if holds is wanted else gap_to(indicator, atom, value, wanted)
            share = share_of_scale(indicator, gap)
        else:
            holds = value == atom.movement if isinstance(atom, Trend) else value is True
        if holds is wanted:
            return None
        return Lack(atom, wanted, False, fact, value, gap, (), Distance(1, 0, share))

    def _decided(self, atom: PhaseIs | GateIs, wanted: bool) -> Lack | None:
        """The phase and the gates are always decided; what stands in their way is asked for on its own."""
        proposition = proposition_named_by(atom)
        if self.holds(proposition) is wanted:
            return None
        fact = negated(proposition) if wanted else proposition
        now = self.answer.phase.working_phase
        share = abs(atom.phase - now) / (len(PHASES) - 1) if isinstance(atom, PhaseIs) and wanted else 1.0
        return Lack(atom, wanted, False, fact, None, None, (), Distance(1, 0, share))


def _observed_fact(atom: Comparison | Trend | Listed) -> FactId:
    if isinstance(atom, Comparison):
        return indicator_id(atom.indicator)
    return trend_id(atom.indicator, atom.over_months) if isinstance(atom, Trend) else listed_id(atom.measure)


def _of_ways(condition: Condition, wanted: bool, fact: FactId | None, ways: tuple[Way, ...]) -> Lack | None:
    """A lack that is as near as its nearest way; None when some way lacks nothing."""
    if any(not way.lacks for way in ways):
        return None
    choices = nearest_of(choice for way in ways for choice in way.choices)
    distance = distance_to(choices[0]) if choices else None
    is_met = False if distance is None or distance.failed else None
    return Lack(condition, wanted, is_met, fact, None, None, ways, distance, choices)


def _alternatives(condition: Condition, wanted: bool) -> Iterator[list[_Part]]:
    """The alternatives at the top of a condition, each as parts that must all be as they are wanted."""
    if isinstance(condition, Not):
        yield from _alternatives(condition.part, not wanted)
    elif isinstance(condition, AnyOf if wanted else All):
        for part in parts_of(condition):
            yield from _alternatives(part, wanted)
    else:
        yield list(_conjuncts(condition, wanted))


def _conjuncts(condition: Condition, wanted: bool) -> Iterator[_Part]:
    if isinstance(condition, Not):
        yield from _conjuncts(condition.part, not wanted)
    elif isinstance(condition, All if wanted else AnyOf):
        for part in parts_of(condition):
            yield from _conjuncts(part, wanted)
    else:
        yield condition, wanted
