"""The shapes of the YAML files, for pydantic to check. Ids and conditions are checked by the loader, with places."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from fasmodell.knowledge import (
    Basis,
    Citation,
    Direction,
    FindingKind,
    Numbers,
    Secrecy,
    SourceId,
    Statement,
    Text,
    Track,
)
from fasmodell.rules import Strength
from fasmodell.scales import Scale

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def defined_as(kind: str) -> WithJsonSchema:
    """
    Say what a value is that the loader reads itself: an `indicator`, a `condition`, …

    Checking the form leaves it alone; the schemas for editors (`authoring/schema_forms.py`) put in what is known of it.
    """
    return WithJsonSchema({"defined_as": kind})


def keyed_by(kind: str) -> object:
    """Say whose names the keys of a mapping are; the loader checks them."""
    return Field(json_schema_extra={"keyed_by": kind})


IndicatorName = Annotated[Words, defined_as("indicator")]
FindingName = Annotated[Words, defined_as("finding")]
MeasureName = Annotated[Words, defined_as("measure")]
ActorName = Annotated[Words, defined_as("actor")]
HyphenatedName = Annotated[Words, defined_as("hyphenated")]
WrittenCondition = Annotated[object, defined_as("condition")]
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
    ref: Annotated[Words, defined_as("source")]
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
    indicator: IndicatorName
    steps: dict[int, float] | None = None
    steps_at_most: dict[int, float] | None = None
    source: SourceForm
    reason: TextForm


class ChangeableForm(Form):
    noun: ClassVar[str] = "how an indicator can be changed"
    direction: Literal["lower", "higher"]
    cost: Annotated[int, Field(ge=1, le=5)]
    step: Annotated[float, Field(gt=0)] | None = None
    measures: list[MeasureName]
    numbers: NumbersForm


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
    ask: Annotated[list[ActorName], Field(min_length=1)]
    official_data: TextForm
    typical_source: TextForm
    finest_level: Literal["area", "deso", "regso", "district", "municipality", "lpo", "school", "region", "country"]
    secrecy: Annotated[Secrecy, Field(strict=False)]
    activity_sensitive: bool
    core: bool = False
    background: TextForm | None = None
    changeable: ChangeableForm | None = None
    source: SourceForm


class AcceptedForm(Form):
    noun: ClassVar[str] = "what is accepted"
    code: Annotated[str, StringConstraints(pattern=r"^FM3[23][0-9]$"), Field(description="write a code, as FM326")]
    about: Words | None = None
    because: TextForm


class FindingForm(Form):
    noun: ClassVar[str] = "a finding"
    kind: Annotated[FindingKind, Field(strict=False)]
    name: TextForm
    description: TextForm
    source: SourceForm
    accepted: list[AcceptedForm] = Field(default_factory=list)


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
    accepted: list[AcceptedForm] = Field(default_factory=list)


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
    indicator: IndicatorName
    scope: TextForm
    period: Words
    value: float
    source: SourceForm


class RuleForm(Form):
    noun: ClassVar[str] = "a rule"
    title: TextForm
    when: WrittenCondition
    then: Annotated[object, defined_as("conclusion")]
    because: TextForm
    numbers: NumbersForm | None = None
    source: SourceForm
    status: Literal["draft", "reviewed", "deprecated"]
    accepted: list[AcceptedForm] = Field(default_factory=list)


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
    event_topics: list[Annotated[Words, defined_as("topic")]]
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


Months = Annotated[int, Field(ge=0, le=240)]
Quarters = Annotated[int, Field(ge=1, le=40)]


class AtOnceForm(Form):
    noun: ClassVar[str] = "the number of measures at once"
    total: Annotated[int, Field(ge=1, le=100)]
    per_actor: Annotated[int, Field(ge=1, le=100)]


class PresenceForm(Form):
    noun: ClassVar[str] = "the hand-over of presence"
    indicator: IndicatorName
    warning: Annotated[Words, defined_as("warning")]
    measures: Annotated[list[MeasureName], Field(min_length=1)]


class PlanPolicyForm(Form):
    noun: ClassVar[str] = "the plan policy"
    quarter_months: Annotated[int, Field(ge=1, le=12)]
    horizon_months: Annotated[int, Field(ge=3, le=120)]
    at_once: AtOnceForm
    introduction_quarters: dict[str, Quarters]
    effect_months: dict[str, Annotated[list[Months | None], Field(min_length=2, max_length=2)]]
    follow_up_months: dict[str, Annotated[int, Field(ge=1, le=240)]]
    urgency: dict[str, Annotated[int, Field(ge=0, le=100)]]
    presence: PresenceForm
    numbers: NumbersForm
    source: SourceForm


class ExtendsForm(Form):
    noun: ClassVar[str] = "what a local rule base extends"
    name: Words
    version: Annotated[Words, Field(description="write a range as `>=0.1.0, <0.2.0`, or one version")]
    digest: Annotated[
        str | None,
        StringConstraints(pattern=r"^[0-9a-f]{64}$"),
        Field(description="copy the digest from `fasmodell check`, or leave it out"),
    ] = None


class ReplacementForm(Form):
    noun: ClassVar[str] = "a replacement"
    replaced: Annotated[dict[str, object], Field(alias="with", min_length=1)]
    reason: TextForm
    source: SourceForm


class SwitchOffForm(Form):
    noun: ClassVar[str] = "a rule that is switched off"
    reason: TextForm
    source: SourceForm


class ReplaceForm(Form):
    noun: ClassVar[str] = "what is replaced"
    rules: dict[str, ReplacementForm] | None = None
    thresholds: dict[str, ReplacementForm] | None = None
    measures: dict[str, ReplacementForm] | None = None
    indicators: dict[str, ReplacementForm] | None = None
    findings: dict[str, ReplacementForm] | None = None
    warnings: dict[str, ReplacementForm] | None = None
    actors: dict[str, ReplacementForm] | None = None
    systems: dict[str, ReplacementForm] | None = None
    early_signs: dict[str, ReplacementForm] | None = None
    decision_reasons: dict[str, ReplacementForm] | None = None
    phase_policy: ReplacementForm | None = None
    ranking_policy: ReplacementForm | None = None
    plan_policy: ReplacementForm | None = None


class ChangesForm(Form):
    noun: ClassVar[str] = "a file of changes"
    replace: ReplaceForm | None = None
    switch_off: dict[str, SwitchOffForm] | None = None


class ManifestForm(Form):
    noun: ClassVar[str] = "the manifest"
    name: Words
    version: Annotated[
        str,
        StringConstraints(pattern=r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$"),
        Field(description="write three numbers, as 1.4.0"),
    ]
    title: TextForm
    extends: ExtendsForm | None = None
