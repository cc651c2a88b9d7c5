"""From the YAML entries of knowledge_base/measures/ to measures, with every reference checked where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from fasmodell.condition_loader import Vocabulary, read_condition
from fasmodell.diagnostics import Diagnostics, quote
from fasmodell.form_reader import read_form
from fasmodell.forms import SourceForm, StatementForm, TextForm
from fasmodell.knowledge import (
    ActorId,
    Citation,
    Estimate,
    Evidence,
    FindingId,
    FollowUp,
    IndicatorId,
    LegalGate,
    Measure,
    MeasureId,
    Outcome,
    Precondition,
    Relation,
    Statement,
    Target,
    Text,
)
from fasmodell.measure_forms import EstimateForm, FollowUpForm, MeasureForm, RelationForm
from fasmodell.names import KEBAB, Entries, Names
from fasmodell.place import Place
from fasmodell.rules import Condition


def actors_at(place: Place, names: Names) -> tuple[ActorId, ...]:
    """The actors listed at a place; unknown ones are reported."""
    for element in place.elements():
        if isinstance(element.data, str) and element.data not in names.actors:
            element.unknown("FM204", "actor", element.data, names.actors)
    return tuple(ActorId(element.data) for element in place.elements() if isinstance(element.data, str))


class MeasureReader:
    """Reads measures, given every name and what conditions may test."""

    def __init__(self, names: Names, vocabulary: Vocabulary) -> None:
        self.names = names
        self.vocabulary = vocabulary

    def measure(self, name: str, form: MeasureForm, place: Place) -> Measure:
        source = form.source.citation()
        self._check_names(place)
        emphasis = form.emphasis
        return Measure(
            id=MeasureId(name),
            code=form.code,
            theme=_theme(place),
            name=form.name.text(),
            summary=form.summary.text(),
            mechanism=form.mechanism.text(),
            track=form.track,
            blocked=None if form.blocked is None else form.blocked.statement(source),
            targets=tuple(Target(FindingId(target.finding), target.role) for target in form.targets),
            emphasis=(emphasis.phase_1, emphasis.phase_2, emphasis.phase_3),
            emphasis_source=source if emphasis.source is None else emphasis.source.citation(),
            emphasis_note=None if emphasis.note is None else emphasis.note.text(),
            lead=actors_at(place.at("lead"), self.names),
            partners=actors_at(place.at("partners"), self.names),
            prerequisites=_relations(form.prerequisites, source),
            preconditions=self._preconditions(form, place, source),
            legal_gate=self._legal_gate(form, place, source),
            companions=_relations(form.companions, source),
            conflicts=_relations(form.conflicts, source),
            evident_when=None if form.evident_when is None else self._condition(place.at("evident_when")),
            lead_in=_estimate(form.lead_in, source),
            time_to_effect=_estimate(form.time_to_effect, source),
            cost=_estimate(form.cost, source),
            evidence=_evidence(form, source),
            harms=_statements(form.harms, source),
            pitfalls=_statements(form.pitfalls, source),
            first_steps=_statements(form.first_steps, source),
            follow_up=tuple(map(_follow_up, form.follow_up)),
            watch=_statements(form.watch, source),
            materials=_statements(form.materials, source),
            source=source,
            span=place.key_span,
        )

    def _condition(self, place: Place) -> Condition | None:
        return read_condition(place, self.vocabulary)

    def _check_names(self, place: Place) -> None:
        """Report every finding, measure and indicator that an entry names and nothing defines."""
        kinds: tuple[tuple[str, str, str, str, Entries], ...] = (
            ("targets", "finding", "FM202", "finding", self.names.findings),
            ("prerequisites", "measure", "FM203", "measure", self.names.measures),
            ("companions", "measure", "FM203", "measure", self.names.measures),
            ("conflicts", "measure", "FM203", "measure", self.names.measures),
            ("follow_up", "indicator", "FM201", "indicator", self.names.indicators),
        )
        for key, inner, code, kind, names in kinds:
            for element in place.at(key).elements():
                named = element.at(inner)
                if isinstance(named.data, str) and named.data not in names:
                    named.unknown(code, kind, named.data, names)

    def _preconditions(self, form: MeasureForm, place: Place, source: Citation) -> tuple[Precondition, ...]:
        found: list[Precondition] = []
        for position, item in enumerate(form.preconditions):
            _check_precondition_id(place.at("preconditions", position, "id"), item.id, found)
            condition = self._condition(place.at("preconditions", position, "when"))
            if condition is not None:
                cited = source if item.source is None else item.source.citation()
                found.append(Precondition(item.id, item.text.text(), condition, cited))
        return tuple(found)

    def _legal_gate(self, form: MeasureForm, place: Place, source: Citation) -> LegalGate | None:
        gate = form.legal_gate
        if gate is None:
            return None
        condition = self._condition(place.at("legal_gate", "when"))
        decided_by = actors_at(place.at("legal_gate", "decided_by"), self.names)
        if condition is None:
            return None
        cited = source if gate.source is None else gate.source.citation()
        return LegalGate(gate.text.text(), gate.law.text(), decided_by, condition, cited)


def _check_precondition_id(place: Place, name: str, earlier: Iterable[Precondition]) -> None:
    if not KEBAB.fullmatch(name):
        help = "ids of preconditions are lower-case English words joined by hyphens"
        place.error("FM123", f"{quote(name)} is not an id", help)
    elif any(other.id == name for other in earlier):
        place.error("FM209", f"the precondition {quote(name)} is defined twice", "give one of them another id")


def _theme(place: Place) -> Text:
    """The theme of the file; what is wrong with it is said at the first measure."""
    top = Place(place.document, (), place.document.data, place.found)
    is_first = place.path == ("measures", top.at("measures").keys[0])
    place = top.at("theme") if is_first else top.at("theme")._replace(found=Diagnostics())
    if place.data is None:
        top._replace(found=place.found).missing("theme", "a file of measures", "name what its measures have in common")
        return Text("", "")
    theme = read_form(place, TextForm)
    return Text("", "") if theme is None else theme.text()


def _relations(forms: Iterable[RelationForm], inherited: Citation) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            MeasureId(form.measure),
            Statement(form.because.text(), _citation(form.source, inherited)),
        )
        for form in forms
    )


def _follow_up(form: FollowUpForm) -> FollowUp:
    indicator = None if form.indicator is None else IndicatorId(form.indicator)
    return FollowUp(indicator, form.text.text(), form.expect, form.after_months)


def _citation(source: SourceForm | None, inherited: Citation) -> Citation:
    return inherited if source is None else source.citation()


def _estimate(form: EstimateForm, inherited: Citation) -> Estimate:
    return Estimate(form.grade, None if form.text is None else form.text.text(), _citation(form.source, inherited))


def _evidence(form: MeasureForm, inherited: Citation) -> Evidence:
    evidence = form.evidence
    outcomes = tuple(
        Outcome(
            item.outcome.text(), item.grade, item.direction, item.effect.text(), item.setting, item.source.citation()
        )
        for item in evidence.outcomes
    )
    return Evidence(evidence.grade, evidence.direction, evidence.swedish.statement(inherited), outcomes)


def _statements(forms: Iterable[StatementForm], inherited: Citation) -> tuple[Statement, ...]:
    return tuple(form.statement(inherited) for form in forms)
