"""The fields of the form as a template shows them: questions by theme, each with its anchors, unit and problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from fasmodell import terms
from fasmodell.diagnostics import Diagnostic
from fasmodell.knowledge import POLICE_CLASS, Indicator, IndicatorId, Text
from fasmodell.observation_loader import UNKNOWN
from fasmodell.overlay import ChangeKind
from fasmodell.reasons import lower_first
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language, Scale, write_flag, write_number, write_unit
from fasmodell.web import words_web as w
from fasmodell.web.page_draft import NAMELESS, OBSERVATIONS
from fasmodell.web.page_fields import (
    AREA,
    DETAILS,
    MEASURES,
    VALUE,
    Applied,
    Running,
    field_name,
    newest_of,
    points_of,
    running_of,
    shown_plain,
)
from fasmodell.web.page_parts import Choice as Choice
from fasmodell.web.page_parts import Field as Field
from fasmodell.web.page_parts import Form, Theme, Wrong, own_title
from fasmodell.web.page_parts import Problem as Problem
from fasmodell.web.page_parts import Question as Question
from fasmodell.web.page_parts import field_id as field_id

# Where each theme begins among the indicators; they stand in the order of the files of the knowledge base.
_BEGINNINGS: Final[Mapping[str, Text]] = {
    "cause_analysis_done": w.CAPACITY,
    "crime_change": w.CHANGE,
    "police_class": w.CLASSIFICATION,
    "witness_interference_12m": w.CRIME,
    "policing_difficulty_level": w.CONTROL,
    "criminal_group_level": w.PROBLEMS,
    "leisure_access_level": w.STRENGTHS,
    "silence_level": w.TRUST,
    "socioeconomic_index": w.LIVING,
    "population": w.POPULATION,
    "est_status": w.STEERING,
    "unsafe_evening_share": w.SURVEY,
}
_ORDER: Final = (
    w.CONTROL, w.CRIME, w.TRUST, w.SURVEY, w.PROBLEMS, w.STRENGTHS, w.STEERING, w.CAPACITY, w.LIVING, w.CHANGE,
    w.CLASSIFICATION, w.POPULATION, w.OTHERS,
)  # fmt: skip


class _Maker:
    """Makes fields of a draft with what was typed wrongly in it."""

    def __init__(self, taken: Applied, base: RuleBase, language: Language) -> None:
        self.taken, self.base, self.language = taken, base, language
        self.draft = taken.draft

    def say(self, text: Text, **values: object) -> str:
        return text.to(self.language).format(**values)

    def field(self, name: str, kind: str, value: str, label: str, **more: object) -> Field:
        shown = self.taken.typed.get(name, value)
        problems = tuple(self.problem(name, one) for one in self.taken.errors.get(name, ()))
        choices = more.get("choices", ())
        assert isinstance(choices, Iterable)
        chosen = tuple(Choice(one, text, one == shown) for one, text in choices)
        return Field(name, label, kind, shown, str(more.get("hint", "")), str(more.get("unit", "")), chosen, problems)

    def problem(self, name: str, one: Diagnostic) -> Problem:
        message = one.message if one.help is None else f"{one.message}; {one.help}"
        return Problem(self.advice(name, one.code), one.code, message, own_title(one.code, self.language))

    def advice(self, name: str, code: str) -> str:
        """What to write instead, in the reader's language."""
        if code in ("FM404", "FM405"):
            return self.say(w.NO_PERSON_HERE if code == "FM404" else w.NOT_IN_PROFILE)
        parts = name.split(".")
        if parts[0] == OBSERVATIONS and parts[-1] == VALUE:
            indicator = self.base.knowledge.indicators[IndicatorId(parts[1])]
            if not indicator.scale.is_numeric or indicator.low is None or indicator.high is None:
                return self.say(w.CHOOSE)
            low, high = (write_number(end, self.language) for end in (indicator.low, indicator.high))
            return self.say(w.WRITE_WHOLE if indicator.scale.is_whole else w.WRITE_NUMBER, low=low, high=high)
        known = w.ADVICE_OF.get(name, w.ADVICE_OF.get(parts[-1]))
        if known is None and parts[0] in ("goal", "previous_assessment"):
            known = w.ADVICE_OF.get("goal.by" if parts[0] == "goal" else "previous_assessment.as_of")
        return self.say(w.SEE_BELOW if known is None else known)

    def plain(self, name: str, kind: str = "text", choices: Sequence[tuple[str, str]] = ()) -> Field:
        """A field for one value of the profile that is no observation."""
        value = shown_plain(self.draft.at(*name.split(".")), self.language)
        if name == "area.name" and value in NAMELESS:
            value = ""
        hint = w.HINT_OF.get(name)
        label = self.say(w.FIELD_OF[name])
        return self.field(name, kind, value, label, choices=choices, hint="" if hint is None else self.say(hint))

    # Questions

    def question(self, indicator: Indicator) -> Question:
        given = self.draft.at(OBSERVATIONS, indicator.id)
        shown = newest_of(given)
        details = tuple(self.detail(indicator, key, shown_plain(shown.get(key), self.language)) for key in DETAILS)
        details = tuple(one for one in details if one.name)
        earlier = [
            self.say(w.EARLIER, period=point.get("period"), value=shown_plain(point.get(VALUE), self.language))
            for point in points_of(given)[:-1]
        ]
        said = [one.value for one in details if one.value and one.kind != "select"]
        observed = self.draft.profile.observations.get(indicator.id)
        value = "" if shown.get(VALUE) == UNKNOWN else shown_plain(shown.get(VALUE), self.language)
        return Question(
            field=self.value(indicator, value),
            ask=indicator.question.to(self.language),
            facts=tuple(self.facts(indicator)),
            details=details,
            earlier=tuple(earlier),
            is_core=indicator.core,
            is_known=observed is not None and observed.is_known,
            is_open=any(one.problems for one in details),
            said=", ".join(said),
            indicator=indicator.id,
        )  # fmt: skip

    def value(self, indicator: Indicator, value: str) -> Field:
        name, label = field_name(indicator.id, VALUE), indicator.name.to(self.language)
        choices = list(self.options(indicator))
        if choices:
            unknown = (UNKNOWN, self.say(w.UNKNOWN))
            hint = "" if indicator.graded_from is None else self.graded(indicator)
            return self.field(name, "radios", value or UNKNOWN, label, choices=[unknown, *choices], hint=hint)
        low, high = (write_number(end or 0, self.language) for end in (indicator.low, indicator.high))
        hint = f"{self.say(w.BOUNDS, low=low, high=high)} {self.say(w.LEAVE_EMPTY)}"
        unit = indicator.unit.to(self.language) if indicator.unit else write_unit(indicator.scale, self.language)
        return self.field(name, "number", value, label, hint=hint, unit=unit)

    def options(self, indicator: Indicator) -> Iterator[tuple[str, str]]:
        if indicator.scale is Scale.LEVEL:
            yield from ((str(step), f"{step}: {text.to(self.language)}") for step, text in enumerate(indicator.anchors))
        elif indicator.scale is Scale.CHOICE:
            yield from ((option, text.to(self.language)) for option, text in indicator.options.items())
        elif indicator.scale is Scale.FLAG:
            yield from ((str(flag).lower(), write_flag(flag, self.language).capitalize()) for flag in (True, False))

    def graded(self, indicator: Indicator) -> str:
        assert indicator.graded_from is not None  # the caller has looked
        origin = self.base.knowledge.indicators[indicator.graded_from.indicator]
        return self.say(w.GRADED, name=origin.name.to(self.language))

    def facts(self, indicator: Indicator) -> Iterator[tuple[str, str]]:
        names = ", ".join(self.base.knowledge.actors[one].name.to(self.language) for one in indicator.ask)
        yield self.say(w.WHOM), names
        yield self.say(w.OFFICIAL), indicator.official_data.to(self.language)
        yield self.say(w.TYPICAL), indicator.typical_source.to(self.language)

    def detail(self, indicator: Indicator, key: str, value: str) -> Field:
        if key == "margin" and (not indicator.scale.is_numeric or indicator.scale is Scale.LEVEL):
            return Field("", "", "", "")
        name, hint = field_name(indicator.id, key), w.HINT_OF.get(key)
        label, said = self.say(w.FIELD_OF[key]), "" if hint is None else self.say(hint)
        if key == "secrecy":
            usual = self.say(w.AS_INDICATOR, secrecy=terms.SECRECY[indicator.secrecy].to(self.language))
            choices = [("", usual), *((str(one), text.to(self.language)) for one, text in terms.SECRECY.items())]
            return self.field(name, "select", value, label, choices=choices)
        return self.field(name, "long" if key == "note" else "text", value, label, hint=said)

    # The other parts

    def measures(self) -> tuple[Field, tuple[tuple[str, tuple[tuple[Field, Field], ...], int], ...]]:
        extent, held = running_of(self.draft, self.base)
        rest = [("partly", self.say(w.REST_UNKNOWN)), ("whole", self.say(w.REST_NOT))]
        themes: dict[str, list[tuple[Field, Field]]] = {}
        for measure in self.base.knowledge.measures.values():
            one = held.get(measure.id, Running("", ""))
            state = "" if extent == "partly" and one.state == UNKNOWN else one.state
            pair = self.measure(measure.id, f"{measure.code} {measure.name.to(self.language)}", state, one.since)
            themes.setdefault(measure.theme.to(self.language), []).append(pair)
        groups = [(theme, tuple(pairs), sum(1 for one, _ in pairs if one.value)) for theme, pairs in themes.items()]
        return self.field(MEASURES, "radios", extent, self.say(w.THE_REST), choices=rest), tuple(groups)

    def measure(self, measure: str, name: str, state: str, since: str) -> tuple[Field, Field]:
        states = ((w.UNMARKED, ""), (w.RUNS, "true"), (w.RUNS_NOT, "false"), (w.UNKNOWN, UNKNOWN))
        choices = [(value, self.say(text)) for text, value in states]
        return (
            self.field(f"{MEASURES}.{measure}", "select", state, name, choices=choices),
            self.field(f"{MEASURES}.{measure}.since", "text", since, self.say(w.SINCE)),
        )

    def phases(self) -> list[tuple[str, str]]:
        none = ("", self.say(w.NOT_GIVEN))
        return [none, *((str(phase), f"{self.say(w.PHASE)} {phase}") for phase in self.base.knowledge.phases)]

    def police_classes(self) -> list[tuple[str, str]]:
        indicator = self.base.knowledge.indicators.get(POLICE_CLASS)
        options = {} if indicator is None else indicator.options
        return [("", self.say(w.NOT_GIVEN)), *((one, text.to(self.language)) for one, text in options.items())]


def form_of(taken: Applied, base: RuleBase, language: Language) -> Form:
    """The whole form for a draft, with the problems of what was typed beside their fields."""
    make = _Maker(taken, base, language)
    vintages = [("", make.say(w.NOT_GIVEN)), ("2020", "2020"), ("2025", "2025")]
    kinds = {"regso_vintage": "select", "boundary": "long"}
    area = [make.plain("area.name"), make.plain("as_of", "date")]
    area += [
        make.plain(f"area.{key}", kinds.get(key, "text"), vintages if key == "regso_vintage" else ())
        for key in AREA[1:]
    ]
    themes = tuple(_themes(make))
    rest, measures = make.measures()
    previous = (
        make.plain("previous_assessment.phase", "select", make.phases()),
        make.plain("previous_assessment.as_of", "date"),
    )
    goal = (
        make.plain("goal.phase", "select", make.phases()),
        make.plain("goal.police_class", "select", make.police_classes()),
        make.plain("goal.by"),
    )
    general = tuple(make.problem("", one) for one in taken.errors.get("", ()))
    form = Form(tuple(area), themes, rest, measures, previous, goal, (), general)
    return form._replace(problems=tuple(_wrong(form)))


def problems_of(taken: Applied, base: RuleBase, language: Language) -> list[tuple[str, list[Problem]]]:
    """The problems of each field by its id, for the script of the form."""
    make = _Maker(taken, base, language)
    return [
        (field_id(name), [make.problem(name, one) for one in found]) for name, found in taken.errors.items() if name
    ]


def _wrong(form: Form) -> Iterator[Wrong]:
    """The fields with problems, in the order of the page."""
    named = [("", field) for field in form.area]
    for theme in form.themes:
        for question in (*theme.core, *theme.others):
            named += [("", question.field), *((question.field.label, field) for field in question.details)]
    named += [("", form.rest)]
    for _, pairs, _ in form.measures:
        for state, since in pairs:
            named += [("", state), (state.label, since)]
    named += [("", field) for field in (*form.previous, *form.goal)]
    for owner, field in named:
        if field.problems:
            yield Wrong(
                field.id, f"{owner}, {lower_first(field.label)}" if owner else field.label, field.problems[0].advice
            )


def questions_of(taken: Applied, base: RuleBase, language: Language, names: Iterable[IndicatorId]) -> list[Question]:
    """Some indicators as questions, in the order given."""
    make = _Maker(taken, base, language)
    return [make.question(base.knowledge.indicators[name]) for name in names]


def themes_by_indicator(base: RuleBase) -> dict[IndicatorId, Text]:
    """The theme of each indicator; indicators that only a local rule base has come last."""
    theme, found = w.OTHERS, {}
    changes = () if base.overlay is None else base.overlay.changes
    added = {one.id for one in changes if one.section == "indicators" and one.kind is ChangeKind.ADDED}
    for name in base.knowledge.indicators:
        theme = _BEGINNINGS.get(name, theme)
        found[name] = w.OTHERS if name in added else theme
    return found


def _themes(make: _Maker) -> Iterator[Theme]:
    themes = themes_by_indicator(make.base)
    for number, theme in enumerate(_ORDER, 1):
        of_theme = [make.base.knowledge.indicators[name] for name, found in themes.items() if found is theme]
        questions = [make.question(indicator) for indicator in of_theme]
        if not questions:
            continue
        core = tuple(one for one in questions if one.is_core)
        others = tuple(one for one in questions if not one.is_core)
        answered = make.say(w.ANSWERED, n=sum(one.is_known for one in questions), of=len(questions))
        is_open = any(one.is_known or one.is_open or one.field.problems for one in others)
        yield Theme(f"theme-{number}", make.say(theme), core, others, answered, is_open)
