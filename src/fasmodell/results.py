"""What an assessment answers: the phase decision, the ranked measures, the open questions and their proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fasmodell.facts import FactId
from fasmodell.knowledge import ActorId, GateId, IndicatorId, MeasureId, Track
from fasmodell.profile import Goal, Profile
from fasmodell.rules import RuleId, Strength
from fasmodell.scales import Word
from fasmodell.trace import Trace


class GateState(Word):
    """What the evidence says of a gate."""

    OPEN = "open"
    SHUT = "shut"
    UNDETERMINED = "undetermined"


class Standing(Word):
    """Where a measure stands, in the order in which answers show them."""

    NOW = "now"
    PREPARE = "prepare"
    NEEDS_DECISION = "needs_decision"
    LATER = "later"
    IN_PLACE = "in_place"
    NO_NEED = "no_need"
    EXCLUDED = "excluded"
    BLOCKED = "blocked"


class GateEvidence(NamedTuple):
    """
    One rule's evidence about a gate.

    `known` is True when the rule fired, False when it is known not to, None while it is open. `points` is what it
    weighs, and `strength` how it weighs, after the cap on activity-sensitive evidence, `written` what the rule says;
    `counts` tells whether it is the strongest of its topic.
    """

    rule: RuleId
    state: GateState
    strength: Strength
    topic: str
    known: bool | None
    points: int
    is_capped: bool
    counts: bool
    written: Strength


class GateDecision(NamedTuple):
    """
    The state of a gate with its evidence for and against, in the order of the rules.

    `possible` holds every state that some completion of the unknown indicators could give (a sound bound). A completion
    adds values for what is unknown and contradicts nothing known: a number that overrides a level already given is a
    correction, not a completion.
    """

    gate: GateId
    state: GateState
    lean: GateState | None
    points_open: int
    points_shut: int
    topics_open: tuple[str, ...]
    topics_shut: tuple[str, ...]
    is_contradicted: bool
    possible: frozenset[GateState]
    evidence: tuple[GateEvidence, ...]

    @property
    def is_settled(self) -> bool:
        """True when no completion of the unknown indicators changes the state."""
        return self.possible == {self.state}


class Contradiction(NamedTuple):
    """Facts that speak against each other and should be looked into; `kind` names the pattern."""

    kind: str
    facts: tuple[FactId, ...]


class Review(NamedTuple):
    """A reason to look at the phase again before acting on it; `kind` names the pattern."""

    kind: str
    facts: tuple[FactId, ...]


class PhaseDecision(NamedTuple):
    """
    Which phase the evidence supports.

    `phase` is None when undetermined; measures are then chosen for `working_phase`, the earliest candidate. `possible`
    holds every phase that some completion of the unknown indicators could give (a sound bound), rising.
    """

    phase: int | None
    working_phase: int
    candidates: tuple[int, ...]
    lean: int | None
    on_the_way_to: int | None
    possible: tuple[int, ...]
    gates: tuple[GateDecision, ...]
    contradictions: tuple[Contradiction, ...]
    review: tuple[Review, ...]

    @property
    def is_settled(self) -> bool:
        """True when no completion of the unknown indicators changes the phase."""
        return self.phase is not None and self.possible == (self.phase,)


class GoalDistance(NamedTuple):
    """
    How far the area is from its goal, counted and not judged.

    `phase_now` is None when undetermined; `phases_left` is 0 when reached, None when undetermined or not part of the
    goal. `is_class_reached` is None when the class is not known or not part of the goal. `is_reached` is True when
    every part of the goal is known to be reached, False when one is known not to be, otherwise None. `months_left`
    counts whole months to the last day of the goal.
    """

    goal: Goal
    phase_now: int | None
    phases_left: int | None
    class_now: str | None
    is_class_reached: bool | None
    months_left: int
    is_reached: bool | None


class Contribution(NamedTuple):
    """
    One term of a score: `points` = weight × value, in whole hundredths of a point (weights are whole points, values
    whole hundredths). `case` says which case of the criterion gave the value; `facts` are what it rests on.
    """

    criterion: str
    weight: int
    value: int
    points: int
    case: str
    facts: tuple[FactId, ...]


class Envelope(NamedTuple):
    """Lowest and highest score, in hundredths, and best and worst rank that the missing facts could give."""

    low: int
    high: int
    best_rank: int
    worst_rank: int


class Requirement(NamedTuple):
    """A prerequisite, precondition or legal gate of a measure: True met, False unmet, None unknown."""

    kind: str
    id: str
    is_met: bool | None
    fact: FactId


class RankedMeasure(NamedTuple):
    """
    A measure with its standing, its score as an exact sum (in hundredths of a point), and what it needs.

    `rank` counts within the standing and track; `attainable` is the most a measure of the track can
    get. A tuple, because every answer makes eighty of them.
    """

    measure: MeasureId
    track: Track
    standing: Standing
    is_required: bool
    rank: int
    score: int
    attainable: int
    contributions: tuple[Contribution, ...]
    envelope: Envelope
    possible_standings: tuple[Standing, ...]
    tied_with: tuple[MeasureId, ...]
    requirements: tuple[Requirement, ...]
    companions: tuple[MeasureId, ...]

    @property
    def is_settled(self) -> bool:
        """True when no completion of the unknown indicators changes the standing."""
        return self.possible_standings == (self.standing,)


class OpenQuestion(NamedTuple):
    """
    An unknown indicator that could change the answer.

    `gates` are those it could move, with the most points it could bring; `measures` those whose score or standing
    it could change.
    """

    indicator: IndicatorId
    gates: tuple[GateId, ...]
    points: int
    measures: tuple[MeasureId, ...]
    ask: tuple[ActorId, ...]


class Recommendation(NamedTuple):
    """The whole answer for one profile, with its proof and the digest of the rule base that gave it."""

    profile: Profile
    phase: PhaseDecision
    measures: tuple[RankedMeasure, ...]
    warnings: tuple[RuleId, ...]
    open_questions: tuple[OpenQuestion, ...]
    trace: Trace
    rule_base: Mapping[str, str]
    engine: str
    goal: GoalDistance | None = None

    def measure(self, measure: MeasureId) -> RankedMeasure:
        """The ranked measure with an id; KeyError when the catalogue has none."""
        for ranked in self.measures:
            if ranked.measure == measure:
                return ranked
        raise KeyError(measure)
