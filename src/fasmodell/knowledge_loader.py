"""From the YAML entries of knowledge_base/ to the knowledge base, with every reference checked where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from fasmodell.condition_loader import Vocabulary, read_condition, value_problem
from fasmodell.form_reader import read_form
from fasmodell.forms import (
    ActorForm,
    EstimateForm,
    FindingForm,
    Form,
    GateForm,
    GradingForm,
    IndicatorForm,
    MeasureForm,
    PhaseForm,
    PublicationForm,
    ReferenceValueForm,
    RelationForm,
    SourceForm,
    StatementForm,
    TextForm,
)
from fasmodell.knowledge import (
    PHASES,
    Actor,
    ActorId,
    Citation,
    Estimate,
    Evidence,
    Finding,
    FindingId,
    FollowUp,
    Gate,
    GateId,
    Grading,
    Indicator,
    IndicatorId,
    KnowledgeBase,
    LegalGate,
    Measure,
    MeasureId,
    Outcome,
    Phase,
    Precondition,
    ReferenceValue,
    Relation,
    Source,
    SourceId,
    Statement,
    Target,
    Text,
)
from fasmodell.packed import Packed
from fasmodell.place import Place
from fasmodell.rules import Condition, Threshold
from fasmodell.scales import LEVEL_RANGE, Scale

FormT = TypeVar("FormT", bound=Form)
ReadT = TypeVar("ReadT")
Entries = dict[str, Place]


@dataclass(slots=True)
class Names:
    """Every name that files define, gathered before anything refers to it, so that no reference depends on order."""

    sources: Entries = field(default_factory=dict)
    actors: Entries = field(default_factory=dict)
    indicators: Entries = field(default_factory=dict)
    findings: Entries = field(default_factory=dict)
    phases: Entries = field(default_factory=dict)
    gates: Entries = field(default_factory=dict)
    warnings: Entries = field(default_factory=dict)
    measures: Entries = field(default_factory=dict)
    thresholds: Entries = field(default_factory=dict)
    rules: Entries = field(default_factory=dict)
    watch: list[Place] = field(default_factory=list)
    reference_values: list[Place] = field(default_factory=list)


def check_sources(place: Place, sources: Mapping[str, object]) -> None:
    """Report every `ref` below a place that no source has."""
    waiting = [place]
    while waiting:
        current = waiting.pop()
        if isinstance(current.data, Mapping):
            ref = current.data.get("ref")
            if isinstance(ref, str) and "basis" in current.data and ref not in sources:
                current.at("ref").unknown("FM205", "source", ref, sources)
            waiting += [inner for _, inner in current.items()]
        else:
            waiting += current.elements()


class KnowledgeReader:
    """Reads the entries of the knowledge base in the order in which they depend on each other."""

    def __init__(self, names: Names, thresholds: Mapping[str, Threshold]) -> None:
        self.names = names
        self.indicators = self._all(names.indicators, IndicatorForm, self._indicator)
        for place in names.indicators.values():
            self._check_grading(place)
        self.vocabulary = Vocabulary(
            indicators={IndicatorId(name): found for name, found in self.indicators.items()},
            unreadable_indicators=frozenset(names.indicators) - frozenset(self.indicators),
            findings=frozenset(names.findings),
            measures=frozenset(names.measures),
            gates=frozenset(names.gates),
            thresholds=thresholds,
        )

    def read(self) -> KnowledgeBase:
        """Read everything; problems are in the diagnostics of the places, and entries with problems are left out."""
        names = self.names
        indicators = self.vocabulary.indicators
        return KnowledgeBase(
            indicators=Packed(indicators),
            findings=Packed({FindingId(k): v for k, v in self._all(names.findings, FindingForm, _finding).items()}),
            phases={int(k): v for k, v in self._all(names.phases, PhaseForm, _phase).items()},
            gates={GateId(k): v for k, v in self._all(names.gates, GateForm, _gate).items()},
            warnings=Packed(self._all(names.warnings, StatementForm, _cited_statement)),
            watch=tuple(
                statement
                for place in names.watch
                if (form := read_form(place, StatementForm)) and (statement := _cited_statement("", form, place))
            ),
            measures=Packed({MeasureId(k): v for k, v in self._all(names.measures, MeasureForm, self._measure).items()}),
            actors=Packed({ActorId(k): v for k, v in self._all(names.actors, ActorForm, _actor).items()}),
            sources=Packed({SourceId(k): v for k, v in self._all(names.sources, PublicationForm, _source).items()}),
            reference_values=tuple(filter(None, map(self._reference_value, names.reference_values))),
            graded=tuple(indicator for indicator in indicators.values() if indicator.graded_from is not None),
        )

    def _all(
        self, entries: Entries, form: type[FormT], read: Callable[[str, FormT, Place], ReadT | None]
    ) -> dict[str, ReadT]:
        found = {}
        for name, place in entries.items():
            check_sources(place, self.names.sources)
            shape = read_form(place, form)
            entry = None if shape is None else read(name, shape, place)
            if entry is not None:
                found[name] = entry
        return found

    def actors_at(self, place: Place) -> tuple[ActorId, ...]:
        """The actors listed at a place; unknown ones are reported."""
        for element in place.elements():
            if isinstance(element.data, str) and element.data not in self.names.actors:
                element.unknown("FM204", "actor", element.data, self.names.actors)
        return tuple(ActorId(element.data) for element in place.elements() if isinstance(element.data, str))

    def _indicator(self, name: str, form: IndicatorForm, place: Place) -> Indicator:
        default = form.scale.default_range
        low, high = form.range or (default or (None, None))
        if form.scale is Scale.LEVEL:
            low, high = LEVEL_RANGE
        _check_scale_parts(form, place)
        return Indicator(
            id=IndicatorId(name),
            name=form.name.text(),
            scale=form.scale,
            unit=None if form.unit is None else form.unit.text(),
            low=low,
            high=high,
            direction=form.direction,
            anchors=tuple(form.anchors[step].text() for step in sorted(form.anchors)) if form.anchors else (),
            options={option: text.text() for option, text in (form.options or {}).items()},
            graded_from=None if form.graded_from is None else self._grading(form.graded_from, place.at("graded_from")),
            question=form.question.text(),
            ask=self.actors_at(place.at("ask")),
            official_data=form.official_data.text(),
            typical_source=form.typical_source.text(),
            finest_level=form.finest_level,
            secrecy=form.secrecy,
            activity_sensitive=form.activity_sensitive,
            core=form.core,
            source=form.source.citation(),
        )

    def _grading(self, form: GradingForm, place: Place) -> Grading | None:
        if (form.steps is None) == (form.steps_at_most is None):
            place.error("FM107", "a grading needs either `steps` or `steps_at_most`", on_key=True)
            return None
        steps = form.steps if form.steps is not None else form.steps_at_most or {}
        if not set(steps) <= {1, 2, 3}:
            place.error("FM107", "a grading gives levels 1, 2 and 3; what is below level 1 is 0", on_key=True)
            return None
        descending = form.steps is None
        bounds = [steps[level] for level in sorted(steps)]
        if bounds != sorted(bounds, reverse=descending) or len(set(bounds)) < len(bounds):
            way = "fall" if descending else "rise"
            place.error("FM302", f"the bounds of a grading must {way} from level to level", on_key=True)
        if form.indicator not in self.names.indicators:
            place.at("indicator").unknown("FM201", "indicator", form.indicator, self.names.indicators)
        return Grading(
            IndicatorId(form.indicator), tuple(sorted(steps.items())), descending, form.source.citation(), form.reason.text()
        )

    def _check_grading(self, place: Place) -> None:
        """Check a grading's bounds against the indicator it grades from, now that all indicators are read."""
        written = place.at("graded_from", "indicator").data
        origin = self.indicators.get(written) if isinstance(written, str) else None
        if origin is None:
            return
        if not origin.scale.is_numeric or origin.graded_from is not None:
            place.at("graded_from", "indicator").error("FM301", f"a level cannot be graded from `{origin.id}`")
            return
        for key in ("steps", "steps_at_most"):
            for _, bound in place.at("graded_from", key).items():
                problem = value_problem(bound.data, origin)
                if problem is not None:
                    bound.error("FM302", *problem)

    def _reference_value(self, place: Place) -> ReferenceValue | None:
        check_sources(place, self.names.sources)
        form = read_form(place, ReferenceValueForm)
        if form is None:
            return None
        if form.indicator not in self.names.indicators:
            place.at("indicator").unknown("FM201", "indicator", form.indicator, self.names.indicators)
        return ReferenceValue(
            IndicatorId(form.indicator), form.scope.text(), form.period, form.value, form.source.citation()
        )

    def _measure(self, name: str, form: MeasureForm, place: Place) -> Measure:
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
            lead=self.actors_at(place.at("lead")),
            partners=self.actors_at(place.at("partners")),
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
            follow_up=tuple(
                FollowUp(
                    None if item.indicator is None else IndicatorId(item.indicator),
                    item.text.text(),
                    item.expect,
                    item.after_months,
                )
                for item in form.follow_up
            ),
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
        found = []
        for position, item in enumerate(form.preconditions):
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
        decided_by = self.actors_at(place.at("legal_gate", "decided_by"))
        if condition is None:
            return None
        cited = source if gate.source is None else gate.source.citation()
        return LegalGate(gate.text.text(), gate.law.text(), decided_by, condition, cited)


def _check_scale_parts(form: IndicatorForm, place: Place) -> None:
    """A level needs its four anchors, a choice its options, and nothing else may have them."""
    if form.scale is Scale.LEVEL and (form.anchors is None or set(form.anchors) != {0, 1, 2, 3}):
        place.error("FM307", f"the level `{place.path[-1]}` needs a written anchor for each of 0, 1, 2 and 3", on_key=True)
    if form.scale is Scale.CHOICE and not form.options:
        place.error("FM307", f"the choice `{place.path[-1]}` needs its options", on_key=True)
    for key, scale in (("anchors", Scale.LEVEL), ("graded_from", Scale.LEVEL), ("options", Scale.CHOICE)):
        if place.at(key).data is not None and form.scale is not scale:
            place.at(key).error("FM301", f"`{key}` belongs to a {scale}, this is a {form.scale}", on_key=True)
    if form.range is not None and form.range[0] >= form.range[1]:
        place.at("range").error("FM302", "the lower end of a range must be below the upper one")


def _finding(name: str, form: FindingForm, _: Place) -> Finding:
    return Finding(FindingId(name), form.kind, form.name.text(), form.description.text(), form.source.citation())


def _phase(name: str, form: PhaseForm, place: Place) -> Phase | None:
    inherited = form.quote.source.citation() if form.source is None else form.source.citation()
    if int(name) not in PHASES:
        place.error("FM109", f"`{name}` is not a phase", "the model has phases 1, 2 and 3", on_key=True)
        return None
    return Phase(
        number=int(name),
        situation=form.situation.statement(inherited),
        work=form.work.statement(inherited),
        quote=(form.quote.text, form.quote.source.citation()),
        goal=form.goal.statement(inherited),
        opens_next=None if form.opens_next is None else form.opens_next.statement(inherited),
    )


def _gate(name: str, form: GateForm, _: Place) -> Gate:
    return Gate(
        GateId(name), form.leaves, form.name.text(), form.question.text(), form.description.text(), form.source.citation()
    )


def _cited_statement(_: str, form: StatementForm, place: Place) -> Statement | None:
    if form.source is None:
        place.error("FM106", "missing key `source` in a statement", on_key=bool(place.path))
        return None
    return form.statement(form.source.citation())


def _actor(name: str, form: ActorForm, _: Place) -> Actor:
    return Actor(ActorId(name), form.name.text(), form.description.text())


def _source(name: str, form: PublicationForm, _: Place) -> Source:
    year = form.year if isinstance(form.year, int) else None
    address = None if form.address == "not_known" else form.address
    return Source(SourceId(name), form.title, form.publisher, year, address, form.read)


def _theme(place: Place) -> Text:
    theme = read_form(Place(place.document, (), place.document.data, place.found).at("theme"), TextForm)
    return Text("", "") if theme is None else theme.text()


def _relations(forms: Iterable[RelationForm], inherited: Citation) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            MeasureId(form.measure),
            Statement(form.because.text(), _citation(form.source, inherited)),
        )
        for form in forms
    )


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
