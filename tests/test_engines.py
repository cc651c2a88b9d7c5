"""
The program and its default engine against a naive reading of the rules as they are written.

The strategies for rule sets and facts are also what `durable_worker.py` compares the two engines on.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, product
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fasmodell import facts as ids
from fasmodell.diagnostics import InferenceError, Span
from fasmodell.engine import decided_by, derivations_of
from fasmodell.facts import FactId
from fasmodell.forward_engine import ForwardEngine
from fasmodell.knowledge import Basis, Citation, FindingId, GateId, IndicatorId, Level, MeasureId, SourceId, Text
from fasmodell.program import Clause, Named, Program, Ref, compile_program
from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    ConcludesFinding,
    Conclusion,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Listed,
    Not,
    Operator,
    PhaseIs,
    Rule,
    RuleId,
    Strength,
    SupportsGate,
    Trend,
)
from fasmodell.scales import Value

Facts = dict[FactId, Value]
Layers = tuple["Layer", ...]

COMPARE: dict[Operator, Callable[..., bool]] = {
    Operator.AT_LEAST: lambda value, bound: value >= bound,
    Operator.AT_MOST: lambda value, bound: value <= bound,
    Operator.ABOVE: lambda value, bound: value > bound,
    Operator.BELOW: lambda value, bound: value < bound,
    Operator.BETWEEN: lambda value, low, high: low <= value <= high,
    Operator.IS: lambda value, bound: value == bound,
    Operator.ONE_OF: lambda value, *options: value in options,
}

# Bounds and values are drawn from the same few, so that values at a bound are common; some need an exponent.
NUMBERS = (0, 1, 2, 2.0, 2.5, 3, 40, 39.9, 0.1, 1e-05, 2e-05, -1.5, 1e16)
OPTIONS = ("å", "ä ö", "Ö", 'a "quoted" word', "it's", "back\\slash", "true", "1", "🙂")
MOVEMENTS = ("rising", "falling", "steady")
COUNTED = tuple(map(IndicatorId, ("unsafe_share", "reports", "level")))
FLAG, CHOICE = IndicatorId("cameras_in_use"), IndicatorId("spread")
# What an earlier stage decides, and how a rule asks for it.
EARLIER: dict[FactId, Condition] = {
    ids.finding_id("earlier", "marked"): FindingHolds(FindingId("earlier"), Level.MARKED),
    ids.in_place_id("elsewhere"): InPlace(MeasureId("elsewhere")),
    ids.phase_id(2): PhaseIs(2),
    ids.gate_id("control", "open"): GateIs(GateId("control"), "open"),
}
SUPPORT = SupportsGate(GateId("trust"), "open", Strength.WEAK, "a topic")
SETTINGS = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Layer(NamedTuple):
    """Rules, named conditions and findings that may use what earlier layers conclude, and only that."""

    rules: tuple[Rule, ...]
    named: tuple[Named, ...]
    findings: tuple[FindingId, ...]


def rule(name: str, when: Condition, then: Conclusion) -> Rule:
    """A rule of which only the logic matters."""
    words, source = Text("", ""), Citation(SourceId("nowhere"), "", Basis.PROJECT_DECISION)
    return Rule(RuleId(name), 1, words, when, then, words, None, source, "draft", Span("rules.yaml", 1, 1, 1, 1))


@st.composite
def _compared(
    draw: st.DrawFn, names: tuple[IndicatorId, ...], values: tuple[Value, ...], operators: Iterable[Operator]
) -> Condition:
    operator = draw(st.sampled_from([*operators]))
    size = 2 if operator is Operator.BETWEEN else draw(st.integers(1, 3)) if operator is Operator.ONE_OF else 1
    bound = tuple(draw(st.sampled_from(values)) for _ in range(size))
    return Comparison(draw(st.sampled_from(names)), operator, bound, None)


def _conditions(concluded: list[Condition]) -> st.SearchStrategy[Condition]:
    atoms = st.one_of(
        _compared(COUNTED, NUMBERS, Operator),
        _compared((CHOICE,), OPTIONS, (Operator.IS, Operator.ONE_OF)),
        _compared((FLAG,), (True, False), (Operator.IS,)),
        st.builds(Trend, st.just(COUNTED[0]), st.sampled_from(MOVEMENTS), st.just(24)),
        st.sampled_from([*EARLIER.values(), *concluded]),
    )

    def nested(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        some = st.lists(parts, max_size=3).map(tuple)
        return st.builds(All, some) | st.builds(AnyOf, some) | st.builds(Not, parts)

    return st.recursive(atoms, nested, max_leaves=8)


@st.composite
def layered(draw: st.DrawFn) -> Layers:
    """Draw layers of rules, each with a finding at some levels, the condition of a measure, and a rule for a gate."""
    layers: list[Layer] = []
    concluded: list[Condition] = []
    for number in range(draw(st.integers(1, 3))):
        finding, measure = FindingId(f"finding_{number}"), MeasureId(f"measure_{number}")
        conditions = _conditions(concluded)
        rules = [
            rule(f"layer-{number}/{place}", draw(conditions), ConcludesFinding(finding, draw(st.sampled_from(Level))))
            for place in range(draw(st.integers(0, 3)))
        ]
        rules.append(rule(f"layer-{number}/gate", draw(conditions), SUPPORT))
        runs = AnyOf((Listed(measure), draw(conditions)))
        named = Named(ids.in_place_id(measure), ids.in_place_id(measure), runs)
        layers.append(Layer(tuple(rules), (named,), (finding,)))
        concluded += [*(FindingHolds(finding, level) for level in Level), InPlace(measure)]
    return tuple(layers)


def at_every_bound(operator: Operator) -> Layers:
    """One layer with a rule for each bound that an operator can have in `NUMBERS`."""
    sides = 2 if operator in (Operator.BETWEEN, Operator.ONE_OF) else 1
    conditions = [Comparison(COUNTED[0], operator, bound, None) for bound in product(NUMBERS, repeat=sides)]
    return (Layer(tuple(rule(f"bound/{n}", when, SUPPORT) for n, when in enumerate(conditions)), (), ()),)


def partial_facts() -> st.SearchStrategy[Facts]:
    """Draw any part of what can be known; what is left out is unknown."""
    decided = [*EARLIER, *(ids.listed_id(f"measure_{number}") for number in range(3))]
    values: dict[FactId, st.SearchStrategy[Value]] = {
        **{ids.indicator_id(name): st.sampled_from(NUMBERS) for name in COUNTED},
        ids.indicator_id(FLAG): st.booleans(),
        ids.indicator_id(CHOICE): st.sampled_from([*OPTIONS, "something else"]),
        ids.trend_id(COUNTED[0], 24): st.sampled_from(MOVEMENTS),
        **{key: st.booleans() for key in decided},
    }
    return st.fixed_dictionaries({}, optional=values)


def program_of(layers: Layers) -> Program:
    """One program of some layers; what other layers conclude is taken as given."""
    return compile_program(*(chain.from_iterable(parts) for parts in zip(*layers, strict=True)))


def fired_by(program: Program, facts: Facts) -> list[Clause]:
    """The clauses that fire on the default engine."""
    return [program.clauses[position] for position in ForwardEngine(program).run(facts)]


def concluded_by(layers: Layers, facts: Facts) -> dict[FactId, bool]:
    """What the default engine concludes of rules, named conditions and findings."""
    program = program_of(layers)
    symbols: set[FactId] = set()
    for clause in fired_by(program, facts):
        premises = [literal.premise for literal in clause.body if isinstance(literal, Ref)]
        assert symbols.issuperset(premises), "a premise comes after what it supports"
        symbols.add(clause.head)
    concluded = decided_by(program, symbols)
    assert len(concluded) == len(symbols), "something is both known true and known false"
    return {key: value for key, value in concluded.items() if "#" not in key}


def truth(condition: Condition, known: Mapping[FactId, Value | None]) -> bool | None:
    """Read a condition as it is written, in strong Kleene logic; None is unknown."""
    match condition:
        case All(parts) | AnyOf(parts):
            values, decisive = [truth(part, known) for part in parts], isinstance(condition, AnyOf)
            return decisive if decisive in values else None if None in values else not decisive
        case Not(part):
            value = truth(part, known)
            return None if value is None else not value
        case Comparison(indicator, operator, bound):
            observed = known.get(ids.indicator_id(indicator))
            return None if observed is None else COMPARE[operator](observed, *bound)
        case Trend(indicator, movement, months):
            observed = known.get(ids.trend_id(indicator, months))
            return None if observed is None else observed == movement
        case FindingHolds(finding, level):
            held = known.get(ids.finding_id(finding, level))
        case InPlace(measure):
            held = known.get(ids.in_place_id(measure))
        case Listed(measure):
            held = known.get(ids.listed_id(measure))
        case PhaseIs(phase):
            held = known.get(ids.phase_id(phase))
        case GateIs(gate, state):
            held = known.get(ids.gate_id(gate, state))
    return None if held is None else bool(held)


def model(layers: Layers, facts: Facts) -> dict[FactId, bool]:
    """Whether each rule, named condition and finding at a level holds, where that is known: the least fixpoint."""
    rules, named, findings = ([*chain.from_iterable(parts)] for parts in zip(*layers, strict=True))
    known: dict[FactId, Value | None] = {**facts}
    while True:
        now = {ids.rule_id(one.id): truth(one.when, known) for one in rules}
        now |= {one.proposition: truth(one.condition, known) for one in named}
        for finding, level in product(findings, Level):
            levels = [ConcludesFinding(finding, higher) for higher in Level if higher.rank >= level.rank]
            values = [now[ids.rule_id(one.id)] for one in rules if one.then in levels]
            now[ids.finding_id(finding, level)] = True if True in values else None if None in values else False
        if known == {**facts, **now}:
            return {key: value for key, value in now.items() if value is not None}
        known = {**facts, **now}


@SETTINGS
@given(layered(), partial_facts())
def test_the_default_engine_concludes_what_the_written_rules_say(layers: Layers, facts: Facts) -> None:
    assert concluded_by(layers, facts) == model(layers, facts)


@pytest.mark.parametrize("operator", Operator)
def test_an_operator_is_exact_at_its_bounds(operator: Operator) -> None:
    layers = at_every_bound(operator)
    for value in NUMBERS:
        facts: Facts = {ids.indicator_id(COUNTED[0]): value}
        assert concluded_by(layers, facts) == model(layers, facts), value


@SETTINGS
@given(layered(), partial_facts(), partial_facts())
def test_one_more_fact_takes_nothing_back(layers: Layers, facts: Facts, more: Facts) -> None:
    engine = ForwardEngine(program_of(layers))
    assert set(engine.run(facts)) <= set(engine.run({**more, **facts}))


@SETTINGS
@given(layered(), partial_facts())
def test_what_is_certain_is_concluded_of_nothing_and_comes_first(layers: Layers, facts: Facts) -> None:
    program = program_of(layers)
    number = len(program.certain)
    assert set(program.certain) <= {clause.head for clause in fired_by(program, {})}
    assert ForwardEngine(program).run(facts)[:number] == tuple(range(number))
    assert derivations_of(program, tuple(range(number))) == program.certain


def test_what_holds_in_any_case_keeps_every_other_way_in_which_it_was_reached() -> None:
    ruled_out = Not(FindingHolds(FindingId("nothing_concludes_it"), Level.ACUTE))
    either = AnyOf((Comparison(COUNTED[0], Operator.AT_LEAST, (1,), None), ruled_out))
    program = compile_program((rule("either/one", either, SUPPORT),), (), (FindingId("nothing_concludes_it"),))
    facts: Facts = {ids.indicator_id(COUNTED[0]): 1}
    concluded = derivations_of(program, ForwardEngine(program).run(facts))[ids.rule_id("either/one")]
    assert {one.premises for one in concluded} == {
        (ids.negated(ids.finding_id("nothing_concludes_it", Level.ACUTE)),),
        (ids.indicator_id(COUNTED[0]),),
    }


@SETTINGS
@given(layered(), partial_facts(), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_no_symbol(layers: Layers, facts: Facts, random: Random) -> None:
    mixed = [layer._replace(rules=tuple(random.sample(layer.rules, len(layer.rules)))) for layer in layers]
    program, other = program_of(layers), program_of(tuple(random.sample(mixed, len(mixed))))
    assert {clause.head for clause in fired_by(program, facts)} == {clause.head for clause in fired_by(other, facts)}


@SETTINGS
@given(layered(), partial_facts())
def test_a_pickled_engine_gives_the_same(layers: Layers, facts: Facts) -> None:
    engine = ForwardEngine(program_of(layers))
    assert pickle.loads(pickle.dumps(engine)).run(facts) == engine.run(facts)


@SETTINGS
@given(layered(), partial_facts(), st.integers(0, 2))
def test_two_stages_conclude_what_one_does(layers: Layers, facts: Facts, last_of_first: int) -> None:
    first, second = layers[: last_of_first + 1], layers[last_of_first + 1 :]
    program = program_of(first)
    fired = fired_by(program, facts)
    if second:
        fired += fired_by(program_of(second), facts | decided_by(program, [clause.head for clause in fired]))
    together = fired_by(program_of(layers), facts)
    assert {clause[::2] for clause in fired} == {clause[::2] for clause in together}, "heads and derivations differ"


def _concludes(name: str, when: Condition, finding: str, level: Level = Level.SIGNS) -> Rule:
    return rule(name, when, ConcludesFinding(FindingId(finding), level))


def _holds(finding: str, level: Level = Level.SIGNS) -> FindingHolds:
    return FindingHolds(FindingId(finding), level)


CIRCLES = {
    "a finding rests on itself": [_concludes("a/one", _holds("a"), "a")],
    "a level rests on a lower one": [_concludes("a/one", _holds("a"), "a", Level.ACUTE)],
    "two findings, through a not": [_concludes("a/one", Not(_holds("b")), "a"), _concludes("b/one", _holds("a"), "b")],
    "a finding and a measure in place": [_concludes("a/one", InPlace(MeasureId("m")), "a")],
}


@pytest.mark.parametrize("rules", CIRCLES.values(), ids=CIRCLES.keys())
def test_a_circle_is_refused(rules: list[Rule]) -> None:
    named = [Named(ids.in_place_id("m"), ids.in_place_id("m"), _holds("a"))]
    with pytest.raises(InferenceError, match=r"in a circle: .+ → "):
        compile_program(rules, named, map(FindingId, ("a", "b")))


def test_a_lower_level_may_rest_on_a_higher_one() -> None:
    rules = [_concludes("a/one", _holds("a", Level.ACUTE), "a"), _concludes("a/two", All(()), "a", Level.ACUTE)]
    fired = fired_by(compile_program(rules, (), [FindingId("a")]), {})
    assert {clause.head for clause in fired}.issuperset(ids.finding_id("a", level) for level in Level)
