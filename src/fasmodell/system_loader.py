"""From the entries of knowledge_base/systems.yaml to the systems of the field, with every reference checked."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from fasmodell.diagnostics import quote
from fasmodell.forms import (
    ActorName,
    FindingName,
    Form,
    HyphenatedName,
    IndicatorName,
    MeasureName,
    SourceForm,
    StatementForm,
    TextForm,
)
from fasmodell.knowledge import (
    Citation,
    FindingId,
    IndicatorId,
    MeasureId,
    Statement,
    System,
    SystemId,
    SystemStep,
    WorksheetPart,
)
from fasmodell.measure_loader import actors_at
from fasmodell.names import KEBAB, Entries, Names
from fasmodell.place import Place


class SystemStepForm(Form):
    noun: ClassVar[str] = "a step of a system"
    id: HyphenatedName
    name: TextForm
    text: StatementForm
    who: list[ActorName]
    rhythm: StatementForm | None = None
    deadline: StatementForm | None = None
    law: StatementForm | None = None
    indicators: list[IndicatorName]
    findings: list[FindingName]
    measures: list[MeasureName]
    worksheet: list[Annotated[WorksheetPart, Field(strict=False)]] | None = None
    source: SourceForm


class SystemForm(Form):
    noun: ClassVar[str] = "a system"
    name: TextForm
    purpose: TextForm
    facts: list[StatementForm] = Field(default_factory=list)
    steps: Annotated[list[SystemStepForm], Field(min_length=1)]
    source: SourceForm


class SystemReader:
    """Reads systems, given every name."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def system(self, name: str, form: SystemForm, place: Place) -> System:
        """A system; what it names and nothing defines is reported."""
        source = form.source.citation()
        _check_ids(place.at("steps"))
        steps = zip(form.steps, place.at("steps").elements(), strict=True)
        return System(
            id=SystemId(name),
            name=form.name.text(),
            purpose=Statement(form.purpose.text(), source),
            facts=tuple(fact.statement(source) for fact in form.facts),
            steps=tuple(self._step(step, inner) for step, inner in steps),
            source=source,
        )

    def _step(self, form: SystemStepForm, place: Place) -> SystemStep:
        self._check_names(place)
        source = form.source.citation()
        return SystemStep(
            id=form.id,
            name=form.name.text(),
            text=form.text.statement(source),
            who=actors_at(place.at("who"), self.names),
            rhythm=_statement(form.rhythm, source),
            deadline=_statement(form.deadline, source),
            law=_statement(form.law, source),
            indicators=tuple(map(IndicatorId, form.indicators)),
            findings=tuple(map(FindingId, form.findings)),
            measures=tuple(map(MeasureId, form.measures)),
            worksheet=_parts(form),
            source=source,
        )

    def _check_names(self, place: Place) -> None:
        kinds: tuple[tuple[str, str, str, Entries], ...] = (
            ("indicators", "FM201", "indicator", self.names.indicators),
            ("findings", "FM202", "finding", self.names.findings),
            ("measures", "FM203", "measure", self.names.measures),
        )
        for key, code, kind, names in kinds:
            for element in place.at(key).elements():
                if isinstance(element.data, str) and element.data not in names:
                    element.unknown(code, kind, element.data, names)


def _statement(form: StatementForm | None, inherited: Citation) -> Statement | None:
    return None if form is None else form.statement(inherited)


def _parts(form: SystemStepForm) -> tuple[WorksheetPart, ...]:
    """What a worksheet shows of a step: as written, otherwise what the step names."""
    if form.worksheet is not None:
        return tuple(form.worksheet)
    named = (
        (WorksheetPart.KNOWN, form.indicators),
        (WorksheetPart.PROBLEMS, form.findings),
        (WorksheetPart.MEASURES, form.measures),
    )
    return tuple(part for part, names in named if names)


def _check_ids(steps: Place) -> None:
    earlier: dict[str, Place] = {}
    for step in steps.elements():
        place = step.at("id")
        name = str(place.data)
        if not KEBAB.fullmatch(name):
            help = "ids of steps are lower-case English words joined by hyphens"
            place.error("FM123", f"{quote(name)} is not an id", help)
        elif name in earlier:
            related = (("it is first defined here", earlier[name].span),)
            help = "give one of them another id"
            place.error("FM209", f"the step {quote(name)} is defined twice", help, related=related)
        earlier.setdefault(name, place)
