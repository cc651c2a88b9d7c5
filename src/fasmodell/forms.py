"""The shapes of the YAML files, for pydantic to check. Ids and conditions are checked by the loader, with places."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from fasmodell.knowledge import (
    Basis,
    Citation,
    Direction,
    Emphasis,
    FindingKind,
    Numbers,
    Role,
    Secrecy,
    SourceId,
    Statement,
    Text,
    Track,
)
from fasmodell.rules import Strength
from fasmodell.scales import Scale

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Points = Annotated[int, Field(ge=0, le=1000)]
Hundredths = Annotated[int, Field(ge=-100, le=100)]
# Strict python input would refuse text for an enumeration; the words are still checked against its members.
BasisWord = Annotated[Basis, Field(strict=False)]
StrengthWord = Annotated[Strength, Field(strict=False)]


class Form(BaseModel):
    """The common strictness: no coercion, no unknown keys, no infinities."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
    # What the entry is called in diagnostics: "unknown key `x` in {noun}".
    noun: ClassVar[str] = "an entry"


class SourceForm(Form):
    noun: ClassVar[str] = "a source reference"
    ref: Words
    locator: Words
    basis: BasisWord

    def citation(self) -> Citation:
        return Citation(SourceId(self.ref), self.locator, self.basis)


class TextForm(Form):
    noun: ClassVar[str] = "a text"
    sv: Words
    en: Words

    def text(self) -> Text:
        return Text(self.sv, self.en)


class StatementForm(TextForm):
    noun: ClassVar[str] = "a statement"
    source: SourceForm | None = None

    def statement(self, inherited: Citation) -> Statement:
        return Statement(self.text(), self.source.citation() if self.source else inherited)


class NumbersForm(Form):
    noun: ClassVar[str] = "the basis of numbers"
    basis: BasisWord
    reason: TextForm

    def numbers(self) -> Numbers:
        return Numbers(self.basis, self.reason.text())


class GradingForm(Form):
    noun: ClassVar[str] = "a grading"
    indicator: Words
    steps: dict[int, float] | None = None
    steps_at_most: dict[int, float] | None = None
    source: SourceForm
    reason: TextForm


class IndicatorForm(Form):
    noun: ClassVar[str] = "an indicator"
    name: TextForm
    scale: Annotated[Scale, Field(strict=False)]
    unit: TextForm | None = None
    range: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    direction: Annotated[Direction, Field(strict=False)]
    anchors: dict[int, TextForm] | None = None
    options: dict[str, TextForm] | None = None
    graded_from: GradingForm | None = None
    question: TextForm
    ask: Annotated[list[Words], Field(min_length=1)]
    official_data: TextForm
    typical_source: TextForm
    finest_level: Literal["area", "deso", "regso", "district", "municipality", "lpo", "school", "region", "country"]
    secrecy: Annotated[Secrecy, Field(strict=False)]
    activity_sensitive: bool
    core: bool = False
    source: SourceForm


class FindingForm(Form):
    noun: ClassVar[str] = "a finding"
    kind: Annotated[FindingKind, Field(strict=False)]
    name: TextForm
    description: TextForm
    source: SourceForm


class QuoteForm(Form):
    noun: ClassVar[str] = "a quote"
    text: Words
    source: SourceForm


class PhaseForm(Form):
    noun: ClassVar[str] = "a phase"
    situation: StatementForm
    work: StatementForm
    quote: QuoteForm
    goal: StatementForm
    opens_next: StatementForm | None = None
    source: SourceForm | None = None


class GateForm(Form):
    noun: ClassVar[str] = "a gate"
    leaves: Literal[1, 2]
    name: TextForm
    question: TextForm
    description: TextForm
    source: SourceForm


class ActorForm(Form):
    noun: ClassVar[str] = "an actor"
    name: TextForm
    description: TextForm


class PublicationForm(Form):
    noun: ClassVar[str] = "a source"
    title: Words
    publisher: Words
    year: int | Literal["not_known"]
    address: Words
    read: Literal["quoted", "partial", "secondary", "not_read", "own"]


class ReferenceValueForm(Form):
    noun: ClassVar[str] = "a reference value"
    indicator: Words
    scope: TextForm
    period: Words
    value: float
    source: SourceForm


class TargetForm(Form):
    noun: ClassVar[str] = "a target"
    finding: Words
    role: Annotated[Role, Field(strict=False)]


class RelationForm(Form):
    noun: ClassVar[str] = "a tie to another measure"
    measure: Words
    because: TextForm
    source: SourceForm | None = None


class PreconditionForm(Form):
    noun: ClassVar[str] = "a precondition"
    id: Words
    text: TextForm
    when: Any
    source: SourceForm | None = None


class LegalGateForm(Form):
    noun: ClassVar[str] = "a legal gate"
    text: TextForm
    law: TextForm
    decided_by: list[Words]
    when: Any
    source: SourceForm | None = None


EmphasisWord = Annotated[Emphasis, Field(strict=False)]


class EmphasisForm(Form):
    noun: ClassVar[str] = "the emphasis per phase"
    phase_1: EmphasisWord
    phase_2: EmphasisWord
    phase_3: EmphasisWord
    note: TextForm | None = None
    source: SourceForm | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_phases(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {f"phase_{key}" if key in (1, 2, 3) else key: value for key, value in data.items()}


class EstimateForm(Form):
    noun: ClassVar[str] = "an estimate"
    grade: Annotated[
        Literal[
            "weeks", "months", "year", "years", "quick", "medium", "slow", "very_slow", "low", "high", "not_known"
        ],
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
    indicator: Words | None = None
    text: TextForm
    expect: Literal["falling", "rising", "steady"] | None = None
    after_months: Annotated[int, Field(ge=1, le=240)] | None = None


class MeasureForm(Form):
    noun: ClassVar[str] = "a measure"
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][1-9][0-9]?$")]
    name: TextForm
    summary: TextForm
    mechanism: StatementForm
    track: Annotated[Track, Field(strict=False)]
    blocked: StatementForm | None = None
    targets: list[TargetForm] = []
    emphasis: EmphasisForm
    lead: list[Words] = []
    partners: list[Words] = []
    prerequisites: list[RelationForm] = []
    preconditions: list[PreconditionForm] = []
    legal_gate: LegalGateForm | None = None
    companions: list[RelationForm] = []
    conflicts: list[RelationForm] = []
    evident_when: Any = None
    lead_in: EstimateForm
    time_to_effect: EstimateForm
    cost: EstimateForm
    evidence: EvidenceForm
    harms: list[StatementForm] = []
    pitfalls: list[StatementForm] = []
    first_steps: list[StatementForm] = []
    follow_up: list[FollowUpForm] = []
    watch: list[StatementForm] = []
    materials: list[StatementForm] = []
    source: SourceForm


class RuleForm(Form):
    noun: ClassVar[str] = "a rule"
    title: TextForm
    when: Any
    then: Any
    because: TextForm
    numbers: NumbersForm | None = None
    source: SourceForm
    status: Literal["draft", "reviewed", "deprecated"]


class ThresholdForm(Form):
    noun: ClassVar[str] = "a threshold"
    value: float
    text: TextForm
    source: SourceForm


class PhasePolicyForm(Form):
    noun: ClassVar[str] = "the phase policy"
    points: dict[StrengthWord, Points]
    margin: Annotated[int, Field(ge=1, le=100)]
    min_topics: Annotated[int, Field(ge=1, le=20)]
    event_topics: list[Words]
    hold_months: Annotated[int, Field(ge=0, le=120)]
    numbers: NumbersForm
    source: SourceForm


class CriterionForm(Form):
    noun: ClassVar[str] = "a criterion"
    name: TextForm
    values: dict[str, Hundredths]
    numbers: NumbersForm


class RankingPolicyForm(Form):
    noun: ClassVar[str] = "the ranking policy"
    criteria: dict[str, CriterionForm]
    weights: dict[Annotated[Track, Field(strict=False)], dict[str, Points]]
    adjustments: dict[StrengthWord, Points]
    near_tie: Points
    tie_breakers: list[Literal["evidence", "time_to_effect", "lead_in", "cost"]]
    numbers: NumbersForm
    source: SourceForm


class ManifestForm(Form):
    noun: ClassVar[str] = "the manifest"
    name: Words
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]
    title: TextForm
