"""Rule tests: what the cases of `x.test.yaml` beside `x.yaml` give and expect. Frozen data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from fasmodell.knowledge import FindingId, GateId, IndicatorId, Level, MeasureId
from fasmodell.profile import Observation, PreviousAssessment, Profile, RunningMeasure
from fasmodell.results import GateState

if TYPE_CHECKING:
    from fasmodell.diagnostics import Span

SUFFIX = ".test.yaml"
# The words of the format for how something comes out.
RULED_OUT, OPEN = "ruled_out", "open"
FIRED, NOT_FIRED, UNDECIDED = "fired", "not_fired", "undecided"
ASKED, UNDETERMINED = "asked", "undetermined"


class Subject(StrEnum):
    """What an expectation is about."""

    FINDING = "finding"
    RULE = "rule"
    QUESTION = "question"
    GATE = "gate"
    PHASE = "phase"
    STANDING = "standing"
    POINTS = "points"
    SCORE = "score"
    ADJUSTMENT = "adjustment"
    NEAR = "near"


class Expectation(NamedTuple):
    """That something comes out in a certain way: its id (empty for the phase), and a word of the format."""

    subject: Subject
    name: str
    wanted: str
    span: Span


@dataclass(frozen=True, slots=True)
class Given:
    """
    What a case starts from.

    With `findings` the case starts after stage 1: findings it does not name are open, and None means ruled out. With
    `gates` or `phase` the phase is not decided but given. `in_place` is None when nothing is said of what runs;
    otherwise a measure that is left out does not run, as in a profile. `profile` is a whole profile instead of all
    that, read from a file.
    """

    observations: Mapping[IndicatorId, Observation]
    in_place: Mapping[MeasureId, RunningMeasure] | None
    findings: Mapping[FindingId, Level | None] | None
    gates: Mapping[GateId, GateState] | None
    phase: int | None
    previous_assessment: PreviousAssessment | None = None
    profile: Profile | None = None

    @property
    def decides_phase(self) -> bool:
        """True when the case gives the phase instead of leaving it to the evidence."""
        return self.gates is not None or self.phase is not None


@dataclass(frozen=True, slots=True)
class Case:
    """
    One case: a situation in a sentence, what is given and what is expected.

    `todo` says why a case that is not met yet is kept; such a case fails when it passes. What a `golden` case expects
    was written down from an answer, and may be written down anew.
    """

    name: str
    given: Given
    expected: tuple[Expectation, ...]
    span: Span
    todo: str | None = None
    is_golden: bool = False

    def expects(self, rule: str, wanted: str) -> bool:
        """True when the case says that a rule comes out in a certain way."""
        return any(one.subject is Subject.RULE and one.name == rule and one.wanted == wanted for one in self.expected)


@dataclass(frozen=True, slots=True)
class RuleTests:
    """The cases of one file."""

    file: str
    cases: tuple[Case, ...]

    @property
    def rule_file(self) -> str:
        """The rule file that stands beside."""
        return f"{self.file.removesuffix(SUFFIX)}.yaml"


def in_points(points: float) -> str:
    """Points as an expectation writes them, without needless decimals."""
    return f"{points:.10g}"


def listed_words(words: Iterable[str]) -> str:
    """Several ids as one word of an expectation, in an order of their own."""
    return ", ".join(sorted(words)) or "none"
