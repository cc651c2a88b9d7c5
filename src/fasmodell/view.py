"""What a rendering has at hand: an answer, its rule base and a language; names, values and states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fasmodell import wording as w
from fasmodell.disclosure import WHOLE, Disclosure
from fasmodell.facts import FactId, indicator_id, negated
from fasmodell.knowledge import ActorId, FindingId, GateId, IndicatorId, KnowledgeBase, Level, Measure, MeasureId, Text
from fasmodell.layout import printable
from fasmodell.profile import Observation
from fasmodell.results import GateDecision, GateState, Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RuleId, RuleSet
from fasmodell.scales import Language, Value, write_flag, write_number
from fasmodell.terms import GATE_STATES, LEVELS
from fasmodell.trace import Node


@dataclass(frozen=True, slots=True)
class View:
    """An answer seen in one language, with the rule base that gave it and what its readers may be told."""

    answer: Recommendation
    base: RuleBase
    language: Language
    disclosure: Disclosure = WHOLE

    @property
    def knowledge(self) -> KnowledgeBase:
        """What exists."""
        return self.base.knowledge

    @property
    def rules(self) -> RuleSet:
        """What we conclude."""
        return self.base.rules

    def say(self, text: Text, /, **values: object) -> str:
        """A fixed sentence with its values filled in."""
        return text.to(self.language).format(**values)

    def counted(self, number: int, one: Text, many: Text) -> str:
        """A number with its noun."""
        return self.say(one if number == 1 else many, n=self.number(number))

    def number(self, value: float) -> str:
        """A number as the language writes it."""
        return write_number(value, self.language)

    def points(self, hundredths: int) -> str:
        """Points given in hundredths."""
        return self.number(hundredths / 100)

    def listed(self, items: Iterable[str], last: Text = w.AND) -> str:
        """Items as a running list: a, b and c."""
        found = list(items)
        if len(found) < 2:
            return "".join(found)
        return f"{', '.join(found[:-1])} {self.say(last)} {found[-1]}"

    def measure(self, measure: MeasureId) -> Measure:
        """A measure of the catalogue."""
        return self.knowledge.measures[measure]

    def measure_name(self, measure: MeasureId) -> str:
        """A measure's name with its code."""
        found = self.measure(measure)
        return f"{found.name.to(self.language)} ({found.code})"

    def actors(self, actors: Iterable[ActorId]) -> str:
        """The names of actors."""
        return ", ".join(self.knowledge.actors[actor].name.to(self.language) for actor in actors)

    def level(self, finding: FindingId, level: Level) -> str:
        """The name of a finding's level."""
        return LEVELS[self.knowledge.findings[finding].kind][level].to(self.language)

    def finding(self, finding: FindingId, level: Level) -> str:
        """A finding with its level."""
        return f"{self.knowledge.findings[finding].name.to(self.language)} ({self.level(finding, level)})"

    def gate_state(self, gate: GateId, state: GateState) -> str:
        """A gate with its state."""
        name = self.knowledge.gates[gate].name.to(self.language)
        return self.say(w.GATE_IS, gate=name, state=GATE_STATES[state].to(self.language))

    def bare_value(self, indicator: IndicatorId, value: Value) -> str:
        """A value without its unit, for sentences that name the unit themselves."""
        if isinstance(value, bool):
            return write_flag(value, self.language)
        if isinstance(value, str):
            options = self.knowledge.indicators[indicator].options
            return options[value].to(self.language) if value in options else value
        return self.number(value)

    def gate(self, gate: GateId) -> GateDecision:
        """The decision about a gate."""
        return next(found for found in self.answer.phase.gates if found.gate == gate)

    def node(self, fact: FactId) -> Node | None:
        """The node of a fact, or None when the trace has none."""
        return self.answer.trace.get(fact)

    def holds(self, proposition: FactId) -> bool | None:
        """Whether a proposition is known to hold (True), known not to (False) or open (None)."""
        if proposition in self.answer.trace:
            return True
        return False if negated(proposition) in self.answer.trace else None

    def value(self, indicator: IndicatorId) -> Value | None:
        """An indicator's value as rules see it, graded where it is; None while it is unknown."""
        node = self.node(indicator_id(indicator))
        return None if node is None else node.fact.value

    def observation(self, indicator: IndicatorId) -> Observation | None:
        """What the profile says of an indicator."""
        return self.answer.profile.observations.get(indicator)

    def place(self, fact: FactId) -> str | None:
        """The file and line of an observed fact."""
        node = self.node(fact)
        return None if node is None or node.span is None else f"{printable(node.span.file)}:{node.span.line}"

    def rule_title(self, rule: RuleId) -> str:
        """What a rule says, in one line."""
        return self.rules.rules[rule].title.to(self.language)
