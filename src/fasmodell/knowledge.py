"""What exists: indicators, findings, phases, gates, measures, actors and sources. Frozen data, no input or output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, NewType

from fasmodell.scales import Language, Scale, Value, Word, write_flag, write_number, write_unit

if TYPE_CHECKING:
    from fasmodell.diagnostics import Span
    from fasmodell.rules import Condition

IndicatorId = NewType("IndicatorId", str)
FindingId = NewType("FindingId", str)
MeasureId = NewType("MeasureId", str)
ActorId = NewType("ActorId", str)
SourceId = NewType("SourceId", str)
GateId = NewType("GateId", str)
SystemId = NewType("SystemId", str)

PHASES = (1, 2, 3)
POLICE_CLASS = IndicatorId("police_class")


class Text(NamedTuple):
    """One thing said in both languages. A tuple, because there are thousands and they are pickled."""

    sv: str
    en: str

    def to(self, language: Language) -> str:
        """The wording in one language."""
        return self.sv if language == "sv" else self.en


class Basis(Word):
    """How a statement rests on its source, strongest first."""

    QUOTED = "quoted"
    PARTIAL = "partial"
    SECONDARY = "secondary"
    DERIVED = "derived"
    INFERRED = "inferred"
    PROJECT_DECISION = "project_decision"

    @property
    def rank(self) -> int:
        """0 for the strongest basis, rising as it weakens."""
        return _BASIS_ORDER[self]


_BASIS_ORDER = {basis: position for position, basis in enumerate(Basis)}


class Citation(NamedTuple):
    """Where a statement comes from: a source, the place in it, and how far the statement rests on it."""

    ref: SourceId
    locator: str
    basis: Basis


class Statement(NamedTuple):
    """A text with its citation."""

    text: Text
    source: Citation


class Numbers(NamedTuple):
    """The basis of the thresholds, weights or strengths written in an entry, with the reason."""

    basis: Basis
    reason: Text


class Direction(Word):
    """Which way an indicator is worse."""

    HIGHER_IS_WORSE = "higher_is_worse"
    HIGHER_IS_BETTER = "higher_is_better"
    NEUTRAL = "neutral"


class Secrecy(Word):
    """Who may see an observation, widest first."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SECRET = "secret"


class Grading(NamedTuple):
    """
    How a counted or surveyed indicator gives a level.

    `steps` holds (level, bound) with rising level; a level is reached when the value is at least the bound, or at
    most the bound when `descending`. Levels not reached give 0.
    """

    indicator: IndicatorId
    steps: tuple[tuple[int, float], ...]
    descending: bool
    source: Citation
    reason: Text

    def level(self, value: float) -> int:
        """The level that a value gives."""
        reached = [step for step, bound in self.steps if (value <= bound if self.descending else value >= bound)]
        return max(reached, default=0)


class Changeable(NamedTuple):
    """
    How measures may move an indicator for the better, and what it takes.

    `cost` is the effort of one step, from 1 to 5. A step is one level, a flag that turns true, or `step` in the unit of
    a number; it moves up when `rises`. `measures` are those that act on it.
    """

    rises: bool
    cost: int
    step: float
    measures: tuple[MeasureId, ...]
    numbers: Numbers


class Indicator(NamedTuple):
    """A defined thing one can observe about an area, with its scale."""

    id: IndicatorId
    name: Text
    scale: Scale
    unit: Text | None
    low: float | None
    high: float | None
    direction: Direction
    anchors: tuple[Text, ...]
    options: Mapping[str, Text]
    graded_from: Grading | None
    question: Text
    ask: tuple[ActorId, ...]
    official_data: Text
    typical_source: Text
    finest_level: str
    secrecy: Secrecy
    activity_sensitive: bool
    core: bool
    source: Citation
    # Why nothing is concluded from it, for an indicator that only describes the area.
    background: Text | None = None
    # How measures may move it; None for what only describes the area or changes slowly whatever is done.
    changeable: Changeable | None = None

    def write(self, value: Value, language: Language) -> str:
        """Write a value of this indicator for people, with its unit or its anchor's number."""
        if isinstance(value, bool):
            return write_flag(value, language)
        if isinstance(value, str):
            return self.options[value].to(language) if value in self.options else value
        unit = self.unit.to(language) if self.unit else write_unit(self.scale, language)
        return f"{write_number(value, language)} {unit}".rstrip()


class FindingKind(Word):
    """Whether a finding names a problem or a strength."""

    PROBLEM = "problem"
    STRENGTH = "strength"


class Level(Word):
    """The levels of a finding, lowest first."""

    SIGNS = "signs"
    MARKED = "marked"
    ACUTE = "acute"

    @property
    def rank(self) -> int:
        """1 for signs, 2 for marked, 3 for acute."""
        return _LEVEL_ORDER[self]


_LEVEL_ORDER = {level: position for position, level in enumerate(Level, 1)}


class Finding(NamedTuple):
    """A named conclusion about an area, with a level when it is established."""

    id: FindingId
    kind: FindingKind
    name: Text
    description: Text
    source: Citation


class Phase(NamedTuple):
    """One of the three phases, in the sources' own words. Numbers only: the sources give no names."""

    number: int
    situation: Statement
    work: Statement
    quote: tuple[str, Citation]
    goal: Statement
    opens_next: Statement | None


class Gate(NamedTuple):
    """What must hold to leave a phase."""

    id: GateId
    leaves: int
    name: Text
    question: Text
    description: Text
    source: Citation


class Actor(NamedTuple):
    """Someone who can lead or take part in a measure: an organisation or role, never a person."""

    id: ActorId
    name: Text
    description: Text


class Source(NamedTuple):
    """A publication, page, statute or decision that statements cite."""

    id: SourceId
    title: str
    publisher: str
    year: int | None
    address: str | None
    read: str


class ReferenceValue(NamedTuple):
    """A dated, sourced value to compare an area with; never a threshold by itself."""

    indicator: IndicatorId
    scope: Text
    period: str
    value: float
    source: Citation


class Track(Word):
    """How a measure works: enabling others, acting directly, or slowly over years."""

    FOUNDATION = "foundation"
    DIRECT = "direct"
    SLOW = "slow"


class Emphasis(Word):
    """The weight a measure has in a phase. It never forbids."""

    START = "start"
    CORE = "core"
    KEEP = "keep"
    NONE = "none"


class Role(Word):
    """Whether a measure acts on a finding first of all or besides."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Target(NamedTuple):
    """A finding that a measure acts on."""

    finding: FindingId
    role: Role


class Relation(NamedTuple):
    """A tie to another measure (prerequisite, companion or conflict) with its reason."""

    measure: MeasureId
    because: Statement


class Precondition(NamedTuple):
    """A testable condition for a measure to work."""

    id: str
    text: Text
    when: Condition
    source: Citation


class LegalGate(NamedTuple):
    """A legal decision without which a measure must not start."""

    text: Text
    law: Text
    decided_by: tuple[ActorId, ...]
    when: Condition
    source: Citation


class Estimate(NamedTuple):
    """A coarse class (of time or cost) with an optional wording; `not_known` is an honest value."""

    grade: str
    text: Text | None
    source: Citation


class Outcome(NamedTuple):
    """What is known of a measure's effect on one outcome; grade and direction are kept apart."""

    outcome: Text
    grade: str
    direction: str
    effect: Text
    setting: str
    source: Citation


class Evidence(NamedTuple):
    """What is known of a measure's effects: a headline grade and direction, Sweden apart, and each outcome."""

    grade: str
    direction: str
    swedish: Statement
    outcomes: tuple[Outcome, ...]


class FollowUp(NamedTuple):
    """What to follow when a measure runs: an indicator where one fits, otherwise words."""

    indicator: IndicatorId | None
    text: Text
    expect: str | None
    after_months: int | None


class Measure(NamedTuple):
    """Something actors can do, with everything needed to rank it, defend it and follow it up."""

    id: MeasureId
    code: str
    theme: Text
    name: Text
    summary: Text
    mechanism: Text
    track: Track
    blocked: Statement | None
    targets: tuple[Target, ...]
    emphasis: tuple[Emphasis, Emphasis, Emphasis]
    emphasis_source: Citation
    emphasis_note: Text | None
    lead: tuple[ActorId, ...]
    partners: tuple[ActorId, ...]
    prerequisites: tuple[Relation, ...]
    preconditions: tuple[Precondition, ...]
    legal_gate: LegalGate | None
    companions: tuple[Relation, ...]
    conflicts: tuple[Relation, ...]
    evident_when: Condition | None
    lead_in: Estimate
    time_to_effect: Estimate
    cost: Estimate
    evidence: Evidence
    harms: tuple[Statement, ...]
    pitfalls: tuple[Statement, ...]
    first_steps: tuple[Statement, ...]
    follow_up: tuple[FollowUp, ...]
    watch: tuple[Statement, ...]
    materials: tuple[Statement, ...]
    source: Citation
    span: Span

    def emphasis_in(self, phase: int) -> Emphasis:
        """The weight this measure has in a phase."""
        return self.emphasis[phase - 1]


class WorksheetPart(Word):
    """What a worksheet shows of a step, filled in with what is known of an area."""

    KNOWN = "known"
    PROBLEMS = "problems"
    CAUSES = "causes"
    MEASURES = "measures"
    PRECONDITIONS = "preconditions"
    NEXT_STEP = "next_step"


class SystemStep(NamedTuple):
    """
    One step of a system: who does what and when, and what of the rule base shows it or belongs to it.

    `worksheet` says what a worksheet for the step shows.
    """

    id: str
    name: Text
    text: Statement
    who: tuple[ActorId, ...]
    rhythm: Statement | None
    deadline: Statement | None
    law: Statement | None
    indicators: tuple[IndicatorId, ...]
    findings: tuple[FindingId, ...]
    measures: tuple[MeasureId, ...]
    worksheet: tuple[WorksheetPart, ...]
    source: Citation


class System(NamedTuple):
    """A way of working that is in use in the field, such as EST, as a path through the rule base."""

    id: SystemId
    name: Text
    purpose: Statement
    facts: tuple[Statement, ...]
    steps: tuple[SystemStep, ...]
    source: Citation


class SignReading(Word):
    """How a movement of an indicator is read: as it looks, better than it looks, or not yet as good as it looks."""

    GOOD = "good"
    GOOD_THOUGH_IT_LOOKS_BAD = "good_though_it_looks_bad"
    NOT_ENOUGH_THOUGH_IT_LOOKS_GOOD = "not_enough_though_it_looks_good"


class EarlySign(NamedTuple):
    """
    A movement of one indicator between two assessments, `rising` or `falling`, and how it is read.

    `measures` can explain it within so many months of their start; `beside` are the indicators it is read against.
    """

    id: str
    indicator: IndicatorId
    movement: str
    reading: SignReading
    text: Text
    measures: tuple[MeasureId, ...]
    within_months: int | None
    beside: tuple[IndicatorId, ...]
    numbers: Numbers | None
    source: Citation


class KnowledgeBase(NamedTuple):
    """
    Everything that exists, by id and in the order of the files.

    `graded` are the indicators graded from others, `activity_sensitive` those that move with police activity;
    `decision_reasons` are the reasons that a local group may give for a decision of its own.
    """

    indicators: Mapping[IndicatorId, Indicator]
    findings: Mapping[FindingId, Finding]
    phases: Mapping[int, Phase]
    gates: Mapping[GateId, Gate]
    warnings: Mapping[str, Statement]
    watch: tuple[Statement, ...]
    measures: Mapping[MeasureId, Measure]
    actors: Mapping[ActorId, Actor]
    sources: Mapping[SourceId, Source]
    reference_values: tuple[ReferenceValue, ...]
    systems: Mapping[SystemId, System]
    early_signs: Mapping[str, EarlySign]
    decision_reasons: Mapping[str, Statement]
    graded: tuple[Indicator, ...]
    activity_sensitive: frozenset[IndicatorId]

    def measure_named(self, word: str) -> MeasureId | None:
        """The measure with an id or, in any letter case, a catalogue code; None when nothing has that name."""
        for measure in self.measures.values():
            if word == measure.id or word.casefold() == measure.code.casefold():
                return measure.id
        return None
