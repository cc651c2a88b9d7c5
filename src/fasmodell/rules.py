"""What we conclude: conditions, conclusions, rules and the two policies. Frozen data, no logic of truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, NewType

from fasmodell.knowledge import Citation, FindingId, GateId, IndicatorId, Level, MeasureId, Numbers, Text, Track
from fasmodell.scales import Value, Word

if TYPE_CHECKING:
    from fasmodell.diagnostics import Span

RuleId = NewType("RuleId", str)


class Operator(Word):
    """How an observed value is compared with a bound."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"
    IS = "is"
    ONE_OF = "one_of"


class Comparison(NamedTuple):
    """An indicator compared with a bound; `bound` holds two numbers for between and the options for one_of."""

    indicator: IndicatorId
    operator: Operator
    bound: tuple[Value, ...]
    threshold: str | None


class Trend(NamedTuple):
    """An indicator's series rising, falling or steady over a number of months."""

    indicator: IndicatorId
    movement: str
    over_months: int


class FindingHolds(NamedTuple):
    """A finding established at a level or a higher one."""

    finding: FindingId
    level: Level


class InPlace(NamedTuple):
    """A measure that runs in the area."""

    measure: MeasureId


class Listed(NamedTuple):
    """A measure that the profile itself lists as running; not written in rules, only inside a measure's in_place."""

    measure: MeasureId


class PhaseIs(NamedTuple):
    """The phase that measures are chosen for."""

    phase: int


class GateIs(NamedTuple):
    """The state of a gate: open, shut or undetermined."""

    gate: GateId
    state: str


class All(NamedTuple):
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


class AnyOf(NamedTuple):
    """Holds when some part holds."""

    parts: tuple[Condition, ...]


class Not(NamedTuple):
    """Holds when its part is known not to hold."""

    part: Condition


Atom = Comparison | Trend | FindingHolds | InPlace | Listed | PhaseIs | GateIs
Condition = Comparison | Trend | FindingHolds | InPlace | Listed | PhaseIs | GateIs | All | AnyOf | Not


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside a condition; none for an atom."""
    if isinstance(condition, All | AnyOf):
        return condition.parts
    return (condition.part,) if isinstance(condition, Not) else ()


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """Every atom of a condition, in the order written."""
    if isinstance(condition, All | AnyOf | Not):
        for part in parts_of(condition):
            yield from atoms_of(part)
    else:
        yield condition


class ConcludesFinding(NamedTuple):
    """Stage 1: a finding at a level."""

    finding: FindingId
    level: Level


class Strength(Word):
    """How much a piece of evidence or advice weighs; `decisive` only for the wording of a phase itself."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"
    DECISIVE = "decisive"


class SupportsGate(NamedTuple):
    """Stage 2: evidence that a gate is open or shut."""

    gate: GateId
    state: str
    strength: Strength
    topic: str


class AdviceKind(Word):
    """What a rule of stage 3 says of a measure."""

    PREFER = "prefer"
    DISCOURAGE = "discourage"
    REQUIRE = "require"
    EXCLUDE = "exclude"


class Advises(NamedTuple):
    """Stage 3: advice about a measure; strength only for prefer and discourage."""

    kind: AdviceKind
    measure: MeasureId
    strength: Strength | None


class Warns(NamedTuple):
    """Stage 3: a documented warning that applies to the situation."""

    warning: str


Conclusion = ConcludesFinding | SupportsGate | Advises | Warns


class Rule(NamedTuple):
    """One written rule: when the condition holds, the conclusion follows."""

    id: RuleId
    stage: int
    title: Text
    when: Condition
    then: Conclusion
    because: Text
    numbers: Numbers | None
    source: Citation
    status: str
    span: Span


class Threshold(NamedTuple):
    """A named, sourced number that rules may compare with."""

    name: str
    value: float
    text: Text
    source: Citation


class PhasePolicy(NamedTuple):
    """How evidence decides a gate, when an answer stays undetermined, and what it takes to move."""

    points: Mapping[Strength, int]
    margin: int
    min_topics: int
    event_topics: frozenset[str]
    hold_months: int
    numbers: Numbers
    source: Citation


class Criterion(NamedTuple):
    """One criterion of the ranking, with the values (in hundredths) that its cases give."""

    id: str
    name: Text
    values: Mapping[str, int]
    numbers: Numbers


class RankingPolicy(NamedTuple):
    """
    Criteria, weights and tie-breakers.

    Weights are whole points per track and criterion, values whole hundredths, so that every score is an exact sum of
    whole hundredths of a point.
    """

    criteria: Mapping[str, Criterion]
    weights: Mapping[Track, Mapping[str, int]]
    adjustments: Mapping[Strength, int]
    near_tie: int
    tie_breakers: tuple[str, ...]
    numbers: Numbers
    source: Citation


class Presence(NamedTuple):
    """Hand-over of presence: the indicator that shows it, the warning about it, and who may carry it instead."""

    indicator: IndicatorId
    warning: str
    measures: tuple[MeasureId, ...]


class PlanPolicy(NamedTuple):
    """
    How an action plan is laid out over time.

    Quarters are `quarter_months` long, and the plan holds `horizon_months` of them. `total` and `per_actor` bound how
    many measures are introduced at once. The mappings go from a class of lead-in or of time to effect: quarters of
    introduction, months to effect (earliest, latest or None), months to the first follow-up. `urgency` is the cost of a
    quarter's delay per hundred of worth, for `foundation`, `quick`, `slow` and `other`.
    """

    quarter_months: int
    horizon_months: int
    total: int
    per_actor: int
    introduction_quarters: Mapping[str, int]
    effect_months: Mapping[str, tuple[int, int | None]]
    follow_up_months: Mapping[str, int]
    urgency: Mapping[str, int]
    presence: Presence
    numbers: Numbers
    source: Citation

    @property
    def quarters(self) -> int:
        """How many quarters the plan has."""
        return self.horizon_months // self.quarter_months


class Manifest(NamedTuple):
    """The rule base's own name and version, apart from the library's."""

    name: str
    version: str
    title: Text


class RuleSet(NamedTuple):
    """Every rule in the order of the files, the thresholds and the policies; a rule base may do without a plan's."""

    rules: Mapping[RuleId, Rule]
    thresholds: Mapping[str, Threshold]
    phase_policy: PhasePolicy
    ranking_policy: RankingPolicy
    manifest: Manifest
    plan_policy: PlanPolicy | None = None

    def of_stage(self, *stages: int) -> tuple[Rule, ...]:
        """The rules of some stages, in the order of the files."""
        return tuple(rule for rule in self.rules.values() if rule.stage in stages)
