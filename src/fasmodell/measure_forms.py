"""The shapes of measures in YAML, for pydantic to check."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from fasmodell.forms import (
    AcceptedForm,
    ActorName,
    FindingName,
    Form,
    HyphenatedName,
    IndicatorName,
    MeasureName,
    SourceForm,
    StatementForm,
    TextForm,
    WrittenCondition,
)
from fasmodell.knowledge import PHASES, Emphasis, Role, Track


class TargetForm(Form):
    noun: ClassVar[str] = "a target"
    finding: FindingName
    role: Annotated[Role, Field(strict=False)]


class RelationForm(Form):
    noun: ClassVar[str] = "a tie to another measure"
    measure: MeasureName
    because: TextForm
    source: SourceForm | None = None


class PreconditionForm(Form):
    noun: ClassVar[str] = "a precondition"
    id: HyphenatedName
    text: TextForm
    when: WrittenCondition
    source: SourceForm | None = None


class LegalGateForm(Form):
    noun: ClassVar[str] = "a legal gate"
    text: TextForm
    law: TextForm
    decided_by: list[ActorName]
    when: WrittenCondition
    source: SourceForm | None = None


EmphasisWord = Annotated[Emphasis, Field(strict=False)]


class EmphasisForm(Form):
    noun: ClassVar[str] = "the emphasis per phase"
    phase_1: EmphasisWord = Field(alias="1")
    phase_2: EmphasisWord = Field(alias="2")
    phase_3: EmphasisWord = Field(alias="3")
    note: TextForm | None = None
    source: SourceForm | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_phases(cls, data: object) -> object:
        """Phases are numbers in the files, but pydantic wants text."""
        if not isinstance(data, dict):
            return data
        return {str(key) if key in PHASES and str(key) not in data else key: value for key, value in data.items()}


class EstimateForm(Form):
    noun: ClassVar[str] = "an estimate"
    grade: Annotated[
        Literal["weeks", "months", "year", "years", "quick", "medium", "slow", "very_slow", "low", "high", "not_known"],
        Field(alias="class"),
    ]
    text: TextForm | None = None
    source: SourceForm | None = None


class OutcomeForm(Form):
    noun: ClassVar[str] = "an outcome"
    outcome: TextForm
    grade: Literal["Q1", "Q2", "Q3", "Q4", "Q5"]
    direction: Literal["positive", "mixed", "none", "negative", "unknown", "enabler"]
    effect: TextForm
    setting: Literal["swedish", "foreign", "mixed"]
    source: SourceForm


class EvidenceForm(Form):
    noun: ClassVar[str] = "the evidence"
    grade: Literal["Q1", "Q2", "Q3", "Q4", "Q5"]
    direction: Literal["positive", "mixed", "none", "negative", "unknown", "enabler"]
    swedish: StatementForm
    outcomes: Annotated[list[OutcomeForm], Field(min_length=1)]


class FollowUpForm(Form):
    noun: ClassVar[str] = "a follow-up"
    indicator: IndicatorName | None = None
    text: TextForm
    expect: Literal["falling", "rising", "steady"] | None = None
    after_months: Annotated[int, Field(ge=1, le=240)] | None = None


class MeasureForm(Form):
    noun: ClassVar[str] = "a measure"
    code: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Z][1-9][0-9]?$"),
        Field(description="write a capital letter and a number from 1 to 99, as B12"),
    ]
    name: TextForm
    summary: TextForm
    mechanism: StatementForm
    track: Annotated[Track, Field(strict=False)]
    blocked: StatementForm | None = None
    targets: list[TargetForm] = Field(default_factory=list)
    emphasis: EmphasisForm
    lead: list[ActorName] = Field(default_factory=list)
    partners: list[ActorName] = Field(default_factory=list)
    prerequisites: list[RelationForm] = Field(default_factory=list)
    preconditions: list[PreconditionForm] = Field(default_factory=list)
    legal_gate: LegalGateForm | None = None
    companions: list[RelationForm] = Field(default_factory=list)
    conflicts: list[RelationForm] = Field(default_factory=list)
    evident_when: WrittenCondition | None = None
    lead_in: EstimateForm
    time_to_effect: EstimateForm
    cost: EstimateForm
    evidence: EvidenceForm
    harms: list[StatementForm] = Field(default_factory=list)
    pitfalls: list[StatementForm] = Field(default_factory=list)
    first_steps: list[StatementForm] = Field(default_factory=list)
    follow_up: list[FollowUpForm] = Field(default_factory=list)
    watch: list[StatementForm] = Field(default_factory=list)
    materials: list[StatementForm] = Field(default_factory=list)
    source: SourceForm
    accepted: list[AcceptedForm] = Field(default_factory=list)
