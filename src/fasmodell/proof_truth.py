"""
What an answer claims, and what conditions come to in three-valued logic: the ground that the proof checker stands on.

Shares no code with `program` and the engines: a condition is evaluated as it is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fasmodell.facts import (
    Fact,
    FactId,
    finding_id,
    gate_id,
    in_place_id,
    indicator_id,
    is_negated,
    listed_id,
    negated,
    part_id,
    phase_id,
    proposition_of,
    trend_id,
)
from fasmodell.knowledge import PHASES, FindingId, IndicatorId, KnowledgeBase, Level
from fasmodell.profile import Profile, months_between
from fasmodell.results import GateState, Recommendation
from fasmodell.rules import (
    All,
    AnyOf,
    Atom,
    Comparison,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Listed,
    Not,
    Operator,
    PhaseIs,
    RuleSet,
    Trend,
    parts_of,
)
from fasmodell.scales import Value, is_number
from fasmodell.trace import Trace

OBSERVED_KINDS = frozenset(("indicator", "trend", "listed", "previous", "open_since"))

World = Mapping[FactId, Value]
Ways = frozenset[frozenset[FactId]]
_NO_WAY: Ways = frozenset()


class Fault(NamedTuple):
    """Something in an answer that its proof does not bear out; `fact` is where, when it is about one fact."""

    fact: FactId | None
    message: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer beside the knowledge and the rules that it says it rests on."""

    answer: Recommendation
    knowledge: KnowledgeBase
    rules: RuleSet

    @property
    def trace(self) -> Trace:
        return self.answer.trace

    def known(self, proposition: FactId) -> bool | None:
        """What the trace says of a proposition: True, False, or None for open."""
        if proposition in self.trace:
            return True
        return False if negated(proposition) in self.trace else None

    def level(self, finding: FindingId) -> Level | None:
        """The highest level at which a finding is established."""
        return next((level for level in reversed(Level) if self.known(finding_id(finding, level))), None)

    def leaves_below(self, fact: FactId) -> tuple[Fact, ...]:
        """Every observed fact below a fact, over all its derivations."""
        met = {fact: None}
        waiting = [fact]
        while waiting:
            node = self.trace.get(waiting.pop())
            for derivation in () if node is None else node.derivations:
                waiting += [premise for premise in derivation.premises if premise not in met]
                met.update(dict.fromkeys(derivation.premises))
        nodes = [self.trace[one] for one in met if one in self.trace]
        return tuple(node.fact for node in nodes if not node.derivations)


def world_of(trace: Trace, facts: Iterable[FactId]) -> dict[FactId, Value]:
    """What some facts of a trace make known: values by key, and propositions as True or False."""
    world: dict[FactId, Value] = {}
    for fact in facts:
        node = trace.get(fact)
        if node is None:
            continue
        if node.fact.kind not in OBSERVED_KINDS:
            world[proposition_of(fact)] = not is_negated(fact)
        elif node.fact.value is not None:
            world[fact] = node.fact.value
    return world


def whole_world(claim: Claim) -> World:
    """What the whole trace makes known; the phases and states of a gate that were not concluded are not so."""
    world = world_of(claim.trace, claim.trace)
    choices = [[phase_id(phase) for phase in PHASES]]
    choices += [[gate_id(gate, state) for state in GateState] for gate in claim.knowledge.gates]
    for choice in choices:
        if any(world.get(one) is True for one in choice):
            world = dict.fromkeys(choice, False) | world
    return world


def truth(condition: Condition, world: World) -> bool | None:
    """Whether a condition holds (True), is known not to (False), or is unknown (None) in a world."""
    if isinstance(condition, Not):
        inner = truth(condition.part, world)
        return None if inner is None else not inner
    if isinstance(condition, All | AnyOf):
        settles = isinstance(condition, AnyOf)
        parts = {truth(part, world) for part in condition.parts}
        if settles in parts:
            return settles
        return None if None in parts else not settles
    value = world.get(_key(condition))
    if value is None:
        return None
    if isinstance(condition, Comparison):
        return _compare(condition, value)
    return value == condition.movement if isinstance(condition, Trend) else value is True


def _key(atom: Atom) -> FactId:
    match atom:
        case Comparison():
            return indicator_id(atom.indicator)
        case Trend():
            return trend_id(atom.indicator, atom.over_months)
        case Listed():
            return listed_id(atom.measure)
        case FindingHolds():
            return finding_id(atom.finding, atom.level)
        case InPlace():
            return in_place_id(atom.measure)
        case PhaseIs():
            return phase_id(atom.phase)
        case GateIs():
            return gate_id(atom.gate, atom.state)


def _compare(comparison: Comparison, value: Value) -> bool | None:
    bound = comparison.bound
    if comparison.operator is Operator.IS:
        return value == bound[0]
    if comparison.operator is Operator.ONE_OF:
        return value in bound
    numbers = [number for number in bound if is_number(number)]
    if not is_number(value) or len(numbers) != len(bound):
        return None
    match comparison.operator:
        case Operator.AT_LEAST:
            return value >= numbers[0]
        case Operator.AT_MOST:
            return value <= numbers[0]
        case Operator.ABOVE:
            return value > numbers[0]
        case Operator.BELOW:
            return value < numbers[0]
    return numbers[0] <= value <= numbers[1]


class Part(NamedTuple):
    """A condition, or a part of one, with the proposition it stands in, its place there, and the truth looked for."""

    whole: FactId
    path: tuple[int, ...]
    condition: Condition
    wanted: bool

    def inner(self) -> Iterator[Part]:
        """The parts directly inside, with the truth that each must have."""
        wanted = self.wanted is not isinstance(self.condition, Not)
        for position, condition in enumerate(parts_of(self.condition)):
            yield Part(self.whole, (*self.path, position), condition, wanted)

    @property
    def needs_one(self) -> bool:
        """True when one part inside is enough: a true `any`, a false `all`, or a `not`."""
        return isinstance(self.condition, Not | (AnyOf if self.wanted else All))

    def alternatives(self) -> Iterator[Part]:
        """The parts of which one is enough, however deep one-of stands in one-of."""
        if not self.needs_one:
            yield self
            return
        for part in self.inner():
            yield from part.alternatives()


def ways(part: Part, world: World) -> Ways:
    """Every set of facts of a small world that makes a part come out as wanted, with none to spare."""
    own = part_id(part.whole, part.path)
    found = frozenset((frozenset((symbol_of(own, part.wanted),)),)) if world.get(own) is part.wanted else _NO_WAY
    if not isinstance(part.condition, All | AnyOf | Not):
        if truth(part.condition, world) is not part.wanted:
            return found
        key = _key(part.condition)
        is_observed = isinstance(part.condition, Comparison | Trend | Listed)
        return found | {frozenset((key if is_observed else symbol_of(key, part.wanted),))}
    inside = [ways(one, world) for one in part.inner()]
    if part.needs_one:
        return found.union(*inside)
    together: Ways = frozenset((frozenset(),))
    for choice in inside:
        together = frozenset(one | other for one in together for other in choice)
    return found | together


def symbol_of(proposition: FactId, known: bool) -> FactId:
    """The T symbol of a proposition, or its F symbol."""
    return proposition if known else negated(proposition)


def in_words(facts: Iterable[FactId]) -> str:
    """Facts as a fault names them."""
    return ", ".join(f"`{fact}`" for fact in facts) or "no premises"


def differences(fact: FactId | None, what: str, *values: tuple[str, object, object]) -> Iterator[Fault]:
    """A fault for each named value that an answer gives other than the trace does."""
    for name, said, found in values:
        if said != found:
            yield Fault(fact, f"`{name}` of {what} is {said}, the trace gives {found}")


def movement(profile: Profile, indicator: IndicatorId, months: int) -> str | None:
    """How a series has moved from its latest value at least so many months older to its newest; None when not known."""
    observation = profile.observations.get(indicator)
    points = [
        (point.period.end, point.value, point.margin or 0.0, point.method or "")
        for point in (() if observation is None else observation.history)
        if point.period is not None and is_number(point.value)
    ]
    newest = max(points, default=None)
    older = [
        point
        for point in points
        if newest is not None
        and months_between(point[0], newest[0]) >= months
        and (point[3] == newest[3] or "" in (point[3], newest[3]))
    ]
    if newest is None or not older:
        return None
    change = newest[1] - max(older)[1]
    if abs(change) <= math.hypot(newest[2], max(older)[2]):
        return "steady"
    return "rising" if change > 0 else "falling"
