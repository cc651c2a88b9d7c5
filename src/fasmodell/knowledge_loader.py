"""From the YAML entries of knowledge_base/ to the knowledge base, with every reference checked where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from fasmodell.condition_loader import Vocabulary
from fasmodell.diagnostics import quote
from fasmodell.early_sign_loader import EarlySignForm, EarlySignReader
from fasmodell.fitting_values import value_problem
from fasmodell.form_reader import read_form
from fasmodell.forms import (
    ActorForm,
    ChangeableForm,
    FindingForm,
    Form,
    GateForm,
    GradingForm,
    IndicatorForm,
    PhaseForm,
    PublicationForm,
    ReferenceValueForm,
    StatementForm,
)
from fasmodell.knowledge import (
    PHASES,
    Actor,
    ActorId,
    Changeable,
    Direction,
    Finding,
    FindingId,
    Gate,
    GateId,
    Grading,
    Indicator,
    IndicatorId,
    KnowledgeBase,
    MeasureId,
    Phase,
    ReferenceValue,
    Source,
    SourceId,
    Statement,
    SystemId,
)
from fasmodell.measure_forms import MeasureForm
from fasmodell.measure_loader import MeasureReader, actors_at
from fasmodell.names import Entries, Names, check_sources
from fasmodell.packed import Packed
from fasmodell.place import Place
from fasmodell.rules import Threshold
from fasmodell.scales import LEVEL_RANGE, Scale
from fasmodell.system_loader import SystemForm, SystemReader

FormT = TypeVar("FormT", bound=Form)
ReadT = TypeVar("ReadT")


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
        measures = self._all(names.measures, MeasureForm, MeasureReader(names, self.vocabulary).measure)
        indicators, systems = self.vocabulary.indicators, SystemReader(names)
        signs = EarlySignReader(names, self.vocabulary)
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
            measures=Packed({MeasureId(k): v for k, v in measures.items()}),
            actors=Packed({ActorId(k): v for k, v in self._all(names.actors, ActorForm, _actor).items()}),
            sources=Packed({SourceId(k): v for k, v in self._all(names.sources, PublicationForm, _source).items()}),
            reference_values=tuple(filter(None, map(self._reference_value, names.reference_values))),
            systems=Packed({SystemId(k): v for k, v in self._all(names.systems, SystemForm, systems.system).items()}),
            early_signs=Packed(self._all(names.early_signs, EarlySignForm, signs.early_sign)),
            decision_reasons=Packed(self._all(names.decision_reasons, StatementForm, _cited_statement)),
            graded=tuple(indicator for indicator in indicators.values() if indicator.graded_from is not None),
            activity_sensitive=frozenset(name for name, one in indicators.items() if one.activity_sensitive),
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
            ask=actors_at(place.at("ask"), self.names),
            official_data=form.official_data.text(),
            typical_source=form.typical_source.text(),
            finest_level=form.finest_level,
            secrecy=form.secrecy,
            activity_sensitive=form.activity_sensitive,
            core=form.core,
            source=form.source.citation(),
            background=None if form.background is None else form.background.text(),
            changeable=None if form.changeable is None else self._changeable(form, form.changeable, place),
        )

    def _grading(self, form: GradingForm, place: Place) -> Grading | None:
        if (form.steps is None) == (form.steps_at_most is None):
            place.error("FM126", "a grading needs either `steps` or `steps_at_most`", on_key=True)
            return None
        key = "steps" if form.steps is not None else "steps_at_most"
        steps = (form.steps if form.steps is not None else form.steps_at_most) or {}
        for written, inner in place.at(key).items():
            if written not in (1, 2, 3):
                inner.unknown_key("a grading, which gives the levels 1, 2 and 3 while all else is 0:", ())
        if not steps or not set(steps) <= {1, 2, 3}:
            if not steps:
                place.at(key).error("FM125", f"`{key}` needs a bound for at least one of the levels 1, 2 and 3")
            return None
        descending = form.steps is None
        bounds = [steps[level] for level in sorted(steps)]
        if bounds != sorted(bounds, reverse=descending) or len(set(bounds)) < len(bounds):
            way = "fall" if descending else "rise"
            place.at(key).error("FM310", f"the bounds of a grading must {way} from level to level", on_key=True)
        if form.indicator not in self.names.indicators:
            place.at("indicator").unknown("FM201", "indicator", form.indicator, self.names.indicators)
        source, reason = form.source.citation(), form.reason.text()
        return Grading(IndicatorId(form.indicator), tuple(sorted(steps.items())), descending, source, reason)

    def _changeable(self, indicator: IndicatorForm, form: ChangeableForm, place: Place) -> Changeable:
        inner = place.at("changeable")
        _check_change(indicator, form, inner)
        for element in inner.at("measures").elements():
            if isinstance(element.data, str) and element.data not in self.names.measures:
                element.unknown("FM203", "measure", element.data, self.names.measures)
        return Changeable(
            form.direction == "higher",
            form.cost,
            1.0 if form.step is None else form.step,
            tuple(map(MeasureId, form.measures)),
            form.numbers.numbers(),
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
            for bound in place.at("graded_from", key).inner:
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


def _check_change(indicator: IndicatorForm, form: ChangeableForm, place: Place) -> None:
    """A change needs a scale with a better end and moves towards it, by a step that is only written for numbers."""
    better = {Direction.HIGHER_IS_WORSE: "lower", Direction.HIGHER_IS_BETTER: "higher"}.get(indicator.direction)
    if better is None or indicator.scale is Scale.CHOICE:
        message = "an indicator without a better and a worse end cannot be moved for the better"
        place.error("FM340", message, "delete `changeable`", on_key=True)
        return
    if form.direction != better:
        place.at("direction").error("FM341", f"`{form.direction}` is for the worse here", f"write `{better}`")
    has_own_step = indicator.scale in (Scale.LEVEL, Scale.FLAG)
    if has_own_step and form.step is not None:
        place.at("step").error("FM342", f"a step of a {indicator.scale} is not written", "delete `step`", on_key=True)
    elif not has_own_step and form.step is None:
        help = "say how far one step goes, in the unit of the indicator"
        place.error("FM342", "a number that can be changed needs its `step`", help, on_key=True)


def _check_scale_parts(form: IndicatorForm, place: Place) -> None:
    """A level needs its four anchors, a choice its options, and nothing else may have them."""
    if form.scale is Scale.LEVEL and (form.anchors is None or set(form.anchors) != {0, 1, 2, 3}):
        message = f"the level `{place.key}` needs a written anchor for each of 0, 1, 2 and 3"
        place.error("FM307", message, on_key=True)
    if form.scale is Scale.CHOICE and not form.options:
        place.error("FM307", f"the choice `{place.key}` needs its options", on_key=True)
    for key, scale in (("anchors", Scale.LEVEL), ("graded_from", Scale.LEVEL), ("options", Scale.CHOICE)):
        if place.at(key).data is not None and form.scale is not scale:
            place.at(key).error("FM301", f"`{key}` belongs to a {scale}, this is a {form.scale}", on_key=True)
    if form.range is not None and form.range[0] >= form.range[1]:
        place.at("range").error("FM310", "the lower end of a range must be below the upper one")


def _finding(name: str, form: FindingForm, _: Place) -> Finding:
    return Finding(FindingId(name), form.kind, form.name.text(), form.description.text(), form.source.citation())


def _phase(name: str, form: PhaseForm, place: Place) -> Phase | None:
    inherited = form.quote.source.citation() if form.source is None else form.source.citation()
    if place.path[-1] not in PHASES:
        place.error("FM109", f"{quote(name)} is not a phase", "the model has phases 1, 2 and 3", on_key=True)
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
    question, description = form.question.text(), form.description.text()
    return Gate(GateId(name), form.leaves, form.name.text(), question, description, form.source.citation())


def _cited_statement(_: str, form: StatementForm, place: Place) -> Statement | None:
    if form.source is None:
        place.missing("source", "a statement")
        return None
    return form.statement(form.source.citation())


def _actor(name: str, form: ActorForm, _: Place) -> Actor:
    return Actor(ActorId(name), form.name.text(), form.description.text())


def _source(name: str, form: PublicationForm, _: Place) -> Source:
    year = form.year if isinstance(form.year, int) else None
    address = None if form.address == "not_known" else form.address
    return Source(SourceId(name), form.title, form.publisher, year, address, form.read)
