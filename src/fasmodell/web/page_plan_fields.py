"""The fields of the plan page: what there is room for, and what the group decides about each measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from fasmodell.analysis.local_decision import Choice as Decided
from fasmodell.analysis.local_decision import DecisionsRead, LocalDecision
from fasmodell.analysis.planning import policy_of, start_of
from fasmodell.diagnostics import Diagnostic
from fasmodell.knowledge import ActorId, MeasureId, Text
from fasmodell.measure_text import notes
from fasmodell.reasons import lower_first, reason
from fasmodell.results import RankedMeasure, Standing
from fasmodell.terms import STANDINGS
from fasmodell.view import View
from fasmodell.web import words_web as base_words
from fasmodell.web import words_web_plan as w
from fasmodell.web.page_decisions import BY, CHOICE, COMMENT, DAY, REASON, opinion_of
from fasmodell.web.page_fields import Applied, shown_plain
from fasmodell.web.page_frame import Visit
from fasmodell.web.page_parts import own_title
from fasmodell.web.page_questions import Choice, Field, Problem
from fasmodell.yaml_source import Plain

_REASONED = (Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION)
_ROOM = ("plan.start", "plan.at_once", "plan.budget")


class Room(NamedTuple):
    """What the plan has to fit in, and whether something is said of single actors."""

    fields: tuple[Field, ...]
    actors: tuple[Field, ...]
    actors_intro: str
    is_open: bool


class MeasureChoice(NamedTuple):
    """One measure to decide about: what the engine says, what is decided, and its fields."""

    id: str
    name: str
    said: str
    texts: tuple[str, ...]
    choice: Field
    reason: Field
    comment: Field
    cost: Field
    is_open: bool


class Group(NamedTuple):
    """Measures of one standing."""

    title: str
    measures: tuple[MeasureChoice, ...]
    is_open: bool


class Wrong(NamedTuple):
    """A field to mend: its id, its name in full and what to write instead."""

    id: str
    label: str
    advice: str


class PlanFields:
    """Makes the fields of a draft and of decisions, each with what was typed in it and what is wrong."""

    def __init__(
        self,
        visit: Visit,
        view: View,
        taken: Applied,
        read: DecisionsRead | None,
        problems: Mapping[str, Text],
    ) -> None:
        self.visit, self.view, self.taken = visit, view, taken
        self.problems = problems
        self.decisions = {} if read is None else {one.measure: one for one in read.current}
        self.made: list[Field] = []

    def field(
        self, name: str, kind: str, value: str, label: str, *, hint: str = "", choices: Iterable[tuple[str, str]] = ()
    ) -> Field:
        """A field with the problems of its name."""
        wrong = [self.of_check(name, one) for one in self.taken.errors.get(name, ())]
        if name in self.problems:
            wrong.append(Problem(self.visit.say(self.problems[name]), "", ""))
        shown = [Choice(one, text, one == value) for one, text in choices]
        made = Field(name, label, kind, value, hint, "", tuple(shown), tuple(wrong))
        self.made.append(made)
        return made

    def of_check(self, name: str, one: Diagnostic) -> Problem:
        """A problem that the check of profiles found."""
        text = w.WRITE_COUNT
        if name == "plan.start":
            text = w.WRITE_START
        elif name == "plan.budget" or name.startswith("plan.costs."):
            text = w.WRITE_KRONOR
        elif not name.startswith("plan."):
            text = base_words.SEE_BELOW
        message = one.message if one.help is None else f"{one.message}; {one.help}"
        return Problem(self.visit.say(text), one.code, message, own_title(one.code, self.visit.language))

    def in_plan(self, name: str, label: str, hint: str = "") -> Field:
        """A field of the part `plan` of the profile."""
        value: Plain = self.taken.draft.at(*name.split("."))
        typed = self.taken.typed.get(name, shown_plain(value, self.view.language))
        return self.field(name, "text", typed, label, hint=hint)

    def room(self) -> Room:
        """What there is room for; actors in the order of the catalogue, those alone that lead some measure."""
        policy, say = policy_of(self.view.base), self.visit.say
        profile = self.taken.draft.profile
        usual = {"date": start_of(profile._replace(plan=None)).isoformat(), "n": policy.total}
        fields = [self.in_plan(name, say(w.PLAN_FIELDS[name]), say(w.PLAN_HINTS[name], **usual)) for name in _ROOM]
        leading = {actor for one in self.view.knowledge.measures.values() for actor in one.lead}
        actors = [
            self.in_plan(f"plan.actors.{one.id}", one.name.to(self.view.language))
            for one in self.view.knowledge.actors.values()
            if one.id in leading
        ]
        is_open = any(one.value or one.problems for one in actors)
        return Room(tuple(fields), tuple(actors), say(w.PER_ACTOR_INTRO, n=policy.per_actor), is_open)

    def day(self) -> Field:
        """The day of the decisions that are noted now."""
        say = self.visit.say
        return self.field(DAY, "date", self.visit.text(DAY), say(w.DAY), hint=say(w.DAY_HINT))

    def by(self) -> Field:
        """Who decides."""
        say, actors = self.visit.say, self.view.knowledge.actors.values()
        choices = [("", say(w.NOT_SAID)), *((str(one.id), one.name.to(self.view.language)) for one in actors)]
        value = self.visit.text(BY) if ActorId(self.visit.text(BY)) in self.view.knowledge.actors else ""
        return self.field(BY, "select", value, say(w.BY), hint=say(w.BY_HINT), choices=choices)

    def groups(self) -> Iterator[Group]:
        """Every measure by its standing; groups that hold a decision or a problem are open."""
        for standing in Standing:
            found = [self.measure(one) for one in self.view.answer.measures if one.standing is standing]
            if found:
                name = STANDINGS[standing].to(self.view.language)
                title = self.visit.say(base_words.ENTRIES, kind=name, n=len(found))
                is_open = any(one.said or one.is_open for one in found)
                yield Group(title, tuple(found), is_open)

    def measure(self, ranked: RankedMeasure) -> MeasureChoice:
        """The fields of one measure."""
        name, say = ranked.measure, self.visit.say
        held = self.decisions.get(name)
        typed = self.typed(name, held)
        choices = [("", say(w.FOLLOW)), (str(Decided.CHOOSE), say(w.INCLUDE)), (str(Decided.DECLINE), say(w.DECLINE))]
        reasons = [("", say(w.CHOOSE_REASON))]
        reasons += [(key, one.text.to(self.view.language)) for key, one in self.view.knowledge.decision_reasons.items()]
        choice = self.field(f"{CHOICE}{name}", "radios", typed[0], say(w.CHOICE_OF), choices=choices)
        why = self.field(f"{REASON}{name}", "select", typed[1], say(w.REASON), choices=reasons)
        comment = self.field(f"{COMMENT}{name}", "text", typed[2], say(w.COMMENT))
        cost = self.in_plan(f"plan.costs.{name}", say(w.COST))
        wrong = any(one.problems for one in (choice, why, comment, cost))
        texts = [reason(self.view, ranked)] if ranked.standing in _REASONED else []
        texts += notes(self.view, ranked)
        title, said = self.view.measure_name(name), "" if held is None else self.said(held)
        is_typed = held is None and bool(typed[0])
        return MeasureChoice(
            name, title, said, tuple(dict.fromkeys(filter(None, texts))), choice, why, comment, cost, wrong or is_typed
        )

    def typed(self, measure: MeasureId, held: LocalDecision | None) -> tuple[str, str, str]:
        """Choice, reason and comment: as typed while something is wrong, otherwise as decided."""
        if self.problems and f"{CHOICE}{measure}" in self.visit.sent.fields:
            found = [self.visit.text(f"{key}{measure}") for key in (CHOICE, REASON, COMMENT)]
            return found[0], found[1], found[2]
        if held is None:
            return "", "", ""
        opinion = opinion_of(held)
        return str(opinion.choice), opinion.reason, opinion.comment or ""

    def said(self, held: LocalDecision) -> str:
        """What is decided, in short."""
        text = w.CHOSEN_SHORT if held.choice is Decided.CHOOSE else w.DECLINED_SHORT
        return self.visit.say(text, date=held.at.isoformat())

    def wrong(self) -> list[Wrong]:
        """Every problem in the order of the page; problems of fields that the page does not show come first."""
        shown = {one.name for one in self.made}
        found = [
            Wrong("", name or "plan", self.of_check(name, one).message)
            for name, problems in self.taken.errors.items()
            if name not in shown
            for one in problems
        ]
        mend = [Wrong(one.id, self.full_name(one), one.problems[0].advice) for one in self.made if one.problems]
        return [*found, *mend]

    def full_name(self, field: Field) -> str:
        """The name of a field with the measure it is about."""
        measure = self.view.knowledge.measures.get(MeasureId(field.name.rpartition(".")[2]))
        if measure is None:
            return field.label
        return f"{measure.name.to(self.view.language)}, {lower_first(field.label)}"
