"""The proof of a fact as an indented tree: every derivation, every condition, and shared parts shown only once."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.bases import requirement_source
from fasmodell.catalogue import in_place_conditions, requirement_conditions
from fasmodell.condition_text import Check, checks, state_word
from fasmodell.describe import describe, origin, whole_of
from fasmodell.facts import FactId, fact_of, indicator_id, is_negated, listed_id, negated, proposition_of, rule_id
from fasmodell.knowledge import FindingId, GateId, IndicatorId, MeasureId
from fasmodell.layout import Page
from fasmodell.overlay_text import rule_origin
from fasmodell.phase_text import explanations, gate_explanation, gate_points
from fasmodell.reasons import because, citation, upper_first
from fasmodell.results import GateEvidence
from fasmodell.rules import Advises, Comparison, ConcludesFinding, Condition, Listed, Rule, RuleId, atoms_of
from fasmodell.scales import is_number
from fasmodell.terms import ADVICE, BASES, GATE_STATES, STRENGTHS
from fasmodell.trace import EVERY_RULE, LEVEL_ORDER
from fasmodell.view import View

_MOST_NAMED = 6
_MOST_RULES = 2


class ProofTree:
    """Writes facts with their proofs on a page; each fact gets a number the first time and is then referred to."""

    def __init__(self, view: View, page: Page) -> None:
        self.view = view
        self.page = page
        self._numbers: dict[FactId, int] = {}
        named = (*in_place_conditions(view.knowledge), *requirement_conditions(view.knowledge))
        self._conditions: dict[FactId, Condition] = {item.proposition: item.condition for item in named}

    def fact(self, symbol: FactId, depth: int = 0) -> None:
        """Add a fact with everything below it, or refer to where it stands."""
        whole = whole_of(symbol)
        if whole in self._numbers:
            self.page.item("-", f"{describe(self.view, symbol)} ({self.see(symbol)})", depth)
            return
        kind = fact_of(symbol).kind
        if kind == "rule":
            self._rule(RuleId(whole.partition(":")[2]), depth)
            return
        self._number(whole, describe(self.view, symbol), depth)
        self._below(symbol, depth + 1)

    def _below(self, symbol: FactId, depth: int) -> None:
        kind, whole = fact_of(symbol).kind, whole_of(symbol)
        if kind == "finding":
            self._finding(symbol, depth)
        elif kind == "phase":
            self._phase(symbol, depth)
        elif kind == "gate":
            self._gate(GateId(fact_of(symbol).subject), depth)
        elif whole in self._conditions:
            self._named(whole, depth)
        else:
            self._observed(symbol, depth)

    def see(self, symbol: FactId) -> str:
        """A reference to where a fact stands, or nothing when it has not been shown."""
        number = self._numbers.get(whole_of(symbol))
        return "" if number is None else self.view.say(p.SEE, n=number)

    def open_fact(self, proposition: FactId, depth: int = 0) -> None:
        """Add something not known, with the indicators that could decide it."""
        self.page.item("?", f"{describe(self.view, proposition).rstrip('.')}.", depth)
        if proposition in self._conditions:
            self._checks(self._conditions[proposition], depth + 1)
        elif fact_of(proposition).kind == "finding":
            self._could_establish(FindingId(fact_of(proposition).subject), depth + 1)
        self._could_decide(proposition, depth + 1)

    def _could_establish(self, finding: FindingId, depth: int) -> None:
        """The open rules that would establish a finding, those of the lowest level first."""
        view = self.view
        rules = [
            (rule.then.level.rank, rule)
            for rule in view.rules.rules.values()
            if isinstance(rule.then, ConcludesFinding)
            and rule.then.finding == finding
            and view.holds(rule_id(rule.id)) is None
        ]
        for _, rule in sorted(rules, key=lambda pair: pair[0])[:_MOST_RULES]:
            self.page.line(view.say(p.COULD_ESTABLISH, title=rule.title.to(view.language)), depth)
            for item in checks(view, rule.when):
                mark = "" if item.fact is None else f"[{state_word(view, item.is_met)}] "
                self.page.line(mark + self._check_text(item), depth + 1 + item.depth, len(mark))

    def _could_decide(self, proposition: FactId, depth: int) -> None:
        view = self.view
        below = view.base.questions.indicators.get(proposition, ())
        unknown = list(dict.fromkeys(name for name, fact in below if fact not in view.answer.trace))
        if not unknown:
            return
        names = [view.knowledge.indicators[name].name.to(view.language) for name in unknown]
        if len(names) > _MOST_NAMED:
            names[_MOST_NAMED:] = [view.say(w.AND_MORE, n=len(names) - _MOST_NAMED)]
        self.page.line(view.say(p.DECIDED_BY_INDICATORS, indicators="; ".join(names)), depth, 2)

    def _number(self, whole: FactId, text: str, depth: int) -> None:
        self._numbers[whole] = len(self._numbers) + 1
        self.page.item(f"[{self._numbers[whole]}]", f"{text.rstrip('.')}.", depth)

    def _phase(self, symbol: FactId, depth: int) -> None:
        for text in explanations(self.view):
            self.page.line(text, depth)
        self._premises(symbol, depth)

    def _premises(self, symbol: FactId, depth: int) -> None:
        node = self.view.node(symbol)
        for derivation in () if node is None else node.derivations:
            for premise in derivation.premises:
                self.fact(premise, depth)

    def _gate(self, gate: GateId, depth: int) -> None:
        view, decision = self.view, self.view.gate(gate)
        self.page.line(gate_points(view, decision), depth)
        self.page.line(" ".join(gate_explanation(view, decision)), depth)
        for item in decision.evidence:
            if item.known:
                self._rule(item.rule, depth, item)

    def _finding(self, symbol: FactId, depth: int) -> None:
        view = self.view
        rules = list(dict.fromkeys(self._rules_behind(symbol)))
        if is_negated(symbol):
            text = p.ONE_RULE_FAILS if len(rules) == 1 else p.NO_RULE_APPLIES
            self.page.line(view.say(text, n=view.number(len(rules))), depth)
        elif len(rules) > 1:
            self.page.line(view.say(p.WAYS, n=view.number(len(rules))), depth)
        for rule in rules:
            self._rule(rule, depth)

    def _rules_behind(self, symbol: FactId) -> Iterator[RuleId]:
        """The rules that derive a finding, or that were all refuted, through the order of its levels."""
        node = self.view.node(symbol)
        for derivation in () if node is None else node.derivations:
            if derivation.rule not in (LEVEL_ORDER, EVERY_RULE):
                yield RuleId(derivation.rule)
                continue
            for premise in derivation.premises:
                fact = fact_of(premise)
                if fact.kind == "rule":
                    yield RuleId(fact.subject)
                else:
                    yield from self._rules_behind(premise)

    def _rule(self, name: RuleId, depth: int, evidence: GateEvidence | None = None) -> None:
        view, page, rule, fact = self.view, self.page, self.view.rules.rules[name], rule_id(name)
        holds = view.holds(fact)
        title = view.say(
            p.RULE if holds else p.RULE_OPEN if holds is None else p.RULE_FAILS, title=view.rule_title(name)
        )
        if fact in self._numbers:
            page.item("-", f"{title} ({self.see(fact)})", depth)
            return
        self._number(fact, title, depth)
        if holds:
            page.line(because(view, rule), depth + 1)
        for text in self._weight(rule, evidence):
            page.line(text, depth + 1)
        for text in rule_sources(view, rule):
            page.line(text, depth + 1, 2)
        self._checks(rule.when, depth + 1)

    def _weight(self, rule: Rule, evidence: GateEvidence | None) -> Iterator[str]:
        view = self.view
        if evidence is not None:
            yield view.say(
                p.SUPPORTS,
                state=GATE_STATES[evidence.state].to(view.language),
                strength=STRENGTHS[evidence.strength].to(view.language),
                points=view.counted(evidence.points, w.POINT, w.POINTS),
            )
            if evidence.is_capped:
                yield view.say(w.CAPPED)
            if not evidence.counts:
                yield view.say(p.NOT_COUNTED)
        elif isinstance(rule.then, Advises):
            yield view.say(p.ADVISES, advice=ADVICE[rule.then.kind].to(view.language))

    def _checks(self, condition: Condition, depth: int) -> None:
        """Add the lines of a condition and then the proof of each part not shown before."""
        self.page.line(self.view.say(p.CONDITION), depth)
        for item in checks(self.view, condition):
            if item.fact is None:
                self.page.line(item.text, depth + 1 + item.depth)
            else:
                self._check(item, item.fact, depth + 1 + item.depth)

    def _check(self, item: Check, fact: FactId, depth: int) -> None:
        state, text = state_word(self.view, item.is_met), self._check_text(item)
        symbol = fact if fact in self.view.answer.trace else negated(fact)
        whole = whole_of(fact)
        if item.is_met is None or whole in self._numbers or symbol not in self.view.answer.trace:
            self.page.item(f"[{state}]", text, depth)
            return
        self._numbers[whole] = len(self._numbers) + 1
        self.page.item(f"[{state}]", f"[{self._numbers[whole]}] {text}", depth)
        self._below(symbol, depth + 1)

    def _check_text(self, item: Check) -> str:
        view, parts = self.view, [f"{item.text.rstrip('.')}."]
        fact = fact_of(item.fact) if item.fact is not None else None
        if fact is not None and fact.kind == "indicator" and item.is_met is not None:
            indicator = view.knowledge.indicators[IndicatorId(fact.subject)]
            value = view.value(indicator.id)
            written = "" if value is None else view.bare_value(indicator.id, value)
            distance = "" if item.distance is None else f" ({item.distance})"
            parts.append(f"{view.say(w.OBSERVED_VALUE, value=written)}{distance}.")
        see = "" if item.fact is None else self.see(item.fact)
        if see:
            parts.append(upper_first(f"{see}."))
        return " ".join(parts)

    def _named(self, proposition: FactId, depth: int) -> None:
        """A measure in place, a precondition or a legal gate: its condition and its source."""
        view = self.view
        measure = view.measure(MeasureId(fact_of(proposition).subject.partition("/")[0]))
        if proposition.startswith("legal_gate:") and measure.legal_gate is not None:
            self.page.line(measure.legal_gate.text.to(view.language), depth)
            self.page.line(view.say(w.LAW_IS, law=measure.legal_gate.law.to(view.language)), depth)
        if not proposition.startswith("in_place:"):
            self.page.line(f"{citation(view, requirement_source(view, proposition))}.", depth, 2)
        condition = self._conditions[proposition]
        if isinstance(condition, Listed):
            self._listed(listed_id(condition.measure), depth)
        else:
            self._checks(condition, depth)

    def _listed(self, fact: FactId, depth: int) -> None:
        """What the profile's own list of measures says, in one line with its place."""
        view, place = self.view, self.view.place(fact)
        stands = "" if place is None else f" {upper_first(view.say(w.STANDS_AT, place=place))}."
        self.page.line(f"{describe(view, fact)}.{stands}", depth)

    def _observed(self, symbol: FactId, depth: int) -> None:
        """Something observed: what the value means, where it comes from and where it stands."""
        view, fact = self.view, fact_of(symbol)
        if fact.kind == "indicator":
            self._indicator(IndicatorId(fact.subject), depth)
        elif fact.kind == "trend":
            self.page.line(upper_first(f"{origin(view, IndicatorId(fact.subject.partition('/')[0]))}."), depth)
        elif fact.kind != "standing":
            place = view.place(proposition_of(symbol))
            if place is not None:
                self.page.line(upper_first(f"{view.say(w.STANDS_AT, place=place)}."), depth)
            self._premises(symbol, depth)

    def _indicator(self, name: IndicatorId, depth: int) -> None:
        view, page = self.view, self.page
        indicator, value = view.knowledge.indicators[name], view.value(name)
        if is_number(value) and indicator.anchors:
            page.line(view.say(p.ANCHOR, text=indicator.anchors[int(value)].to(view.language)), depth)
        node = view.node(indicator_id(name))
        if node is not None and node.derivations and indicator.graded_from is not None:
            grading = indicator.graded_from
            page.line(view.say(p.GRADED, reason=grading.reason.to(view.language)), depth)
            page.line(f"{citation(view, grading.source)}.", depth, 2)
            self._premises(indicator_id(name), depth)
            return
        text = origin(view, name)
        if text:
            page.line(upper_first(f"{text}."), depth)


def rule_sources(view: View, rule: Rule) -> Iterator[str]:
    """Where a rule and its numbers come from, and where it stands."""
    yield f"{citation(view, rule.source)}."
    if rule.numbers is not None:
        basis, reason = BASES[rule.numbers.basis].to(view.language), rule.numbers.reason.to(view.language)
        yield view.say(p.NUMBERS, basis=basis, reason=reason)
    for atom in atoms_of(rule.when):
        if isinstance(atom, Comparison) and atom.threshold is not None:
            threshold = view.rules.thresholds[atom.threshold]
            text = threshold.text.to(view.language)
            yield view.say(p.THRESHOLD, text=text, source=citation(view, threshold.source))
    yield view.say(p.RULE_STANDS, id=rule.id, place=f"{rule.span.file}:{rule.span.line}")
    origin_of_rule = rule_origin(view.base, rule, view.language)
    if origin_of_rule is not None:
        yield origin_of_rule
