"""Hypothesis strategies for rule bases: any rules over a small part of the shipped vocabulary."""

from __future__ import annotations

from dataclasses import is_dataclass
from dataclasses import replace as replaced
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from fasmodell import load_rule_base
from fasmodell.diagnostics import Diagnostics, Span
from fasmodell.knowledge import Basis, Citation, Indicator, IndicatorId, Level, SourceId, Text
from fasmodell.loader import Loaded
from fasmodell.results import GateState
from fasmodell.rule_base import RuleBase, compile_rule_base
from fasmodell.rules import (
    AdviceKind,
    Advises,
    All,
    AnyOf,
    Comparison,
    ConcludesFinding,
    Conclusion,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Not,
    Operator,
    PhaseIs,
    Rule,
    RuleId,
    Strength,
    SupportsGate,
    Trend,
)

_Whole = TypeVar("_Whole")
GRADED = (IndicatorId("attacks_level"), IndicatorId("attacks_on_responders_12m"))


def replace(whole: _Whole, **changes: Any) -> _Whole:
    """A frozen dataclass or a named tuple with some fields changed."""
    fields: Any = whole
    changed: _Whole = replaced(fields, **changes) if is_dataclass(whole) else fields._replace(**changes)
    return changed


@cache
def shipped() -> RuleBase:
    return load_rule_base(cache=False)


def with_rules(base: RuleBase, *rules: Rule) -> RuleBase:
    """The rule base with further rules."""
    written = replace(base.rules, rules={**base.rules.rules, **{rule.id: rule for rule in rules}})
    return compile_rule_base(Loaded(base.knowledge, written, base.digest, {}, Diagnostics()))


def rule(name: str, when: Condition, then: Conclusion) -> Rule:
    """A rule with the least that a rule has."""
    stage = {ConcludesFinding: 1, SupportsGate: 2}.get(type(then), 3)
    text, source = Text("text", "text"), Citation(SourceId("project"), "test", Basis.PROJECT_DECISION)
    return Rule(
        RuleId(f"extra/{name}"), stage, text, when, then, text, None, source, "draft", Span("extra", 1, 1, 1, 2)
    )


def level(indicator: str, at_least: int) -> Comparison:
    """That an indicator is at least something."""
    return Comparison(IndicatorId(indicator), Operator.AT_LEAST, (at_least,), None)


@cache
def small() -> RuleBase:
    """A few indicators (a level graded from a number among them), findings and measures, without rules."""
    base = shipped()
    indicators: dict[IndicatorId, Indicator] = {}
    for name, one in base.knowledge.indicators.items():
        kept = sum(1 for other in indicators.values() if other.scale is one.scale)
        if kept < 2 or (one.activity_sensitive and kept < 4) or name in GRADED:
            indicators[name] = one
    measures = dict(list(base.knowledge.measures.items())[:8])
    plain = {
        name: replace(
            one,
            prerequisites=tuple(item for item in one.prerequisites if item.measure in measures),
            companions=tuple(item for item in one.companions if item.measure in measures),
            preconditions=(),
            legal_gate=None,
            evident_when=None,
        )
        for name, one in measures.items()
    }
    knowledge = replace(base.knowledge, indicators=indicators, measures=plain, graded=(indicators[GRADED[0]],))
    return with_rules(replace(base, knowledge=knowledge, rules=replace(base.rules, rules={})))


FINDINGS = 4


def conditions(findings: int, *, after_phase: bool = False) -> st.SearchStrategy[Condition]:
    """Any condition on the small vocabulary, on the findings before a number of them."""
    knowledge = small().knowledge
    numbers = [name for name, one in knowledge.indicators.items() if one.scale.is_numeric]
    bounds = st.sampled_from((0, 1, 2, 3, 40))
    operators = st.sampled_from((Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, Operator.IS))
    atoms: st.SearchStrategy[Any] = st.one_of(
        st.builds(Comparison, st.sampled_from(numbers), operators, st.tuples(bounds), st.none()),
        st.builds(lambda name, a, b: Comparison(name, Operator.BETWEEN, (min(a, b), max(a, b)), None),
                  st.sampled_from(numbers), bounds, bounds),
        st.builds(Trend, st.sampled_from(numbers), st.sampled_from(("rising", "falling", "steady")),
                  st.sampled_from((6, 12))),
        st.builds(InPlace, st.sampled_from(list(knowledge.measures))),
    )  # fmt: skip
    if findings:
        names = list(knowledge.findings)[:findings]
        atoms |= st.builds(FindingHolds, st.sampled_from(names), st.sampled_from(Level))
    if after_phase:
        atoms |= st.builds(PhaseIs, st.sampled_from((1, 2, 3)))
        atoms |= st.builds(GateIs, st.sampled_from(list(knowledge.gates)), st.sampled_from([*map(str, GateState)]))
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        ),
        max_leaves=6,
    )


@st.composite
def rule_bases(draw: st.DrawFn) -> RuleBase:
    """The small vocabulary with any rules over it, for findings, gates and advice, and any conditions of measures."""
    base, found = small(), list[Rule]()
    knowledge = base.knowledge
    findings = list(knowledge.findings)[:FINDINGS]
    levels, strengths = st.sampled_from(Level), st.sampled_from((Strength.WEAK, Strength.MODERATE, Strength.STRONG))
    for number, finding in enumerate(findings):
        for when in draw(st.lists(conditions(number), max_size=3)):
            found.append(rule(f"{len(found)}", when, ConcludesFinding(finding, draw(levels))))
    gates, states = st.sampled_from(list(knowledge.gates)), st.sampled_from(("open", "shut"))
    topics = st.sampled_from(("one", "two", "three", *sorted(base.rules.phase_policy.event_topics)))
    for when in draw(st.lists(conditions(FINDINGS), max_size=6)):
        then = SupportsGate(draw(gates), draw(states), draw(st.sampled_from(Strength)), draw(topics))
        found.append(rule(f"{len(found)}", when, then))
    for when in draw(st.lists(conditions(FINDINGS, after_phase=True), max_size=4)):
        kind, measure = draw(st.sampled_from(AdviceKind)), draw(st.sampled_from(list(knowledge.measures)))
        weighs = kind in (AdviceKind.PREFER, AdviceKind.DISCOURAGE)
        found.append(rule(f"{len(found)}", when, Advises(kind, measure, draw(strengths) if weighs else None)))
    return with_rules(base, *found)
