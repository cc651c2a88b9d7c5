"""The short way to a condition's outcome against the program that engines run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fasmodell.authoring.kleene import outcome_of
from fasmodell.engine import decided_by, derivations_of
from fasmodell.facts import FactId, finding_id, gate_id, in_place_id, indicator_id, listed_id, phase_id, trend_id
from fasmodell.forward_engine import ForwardEngine
from fasmodell.knowledge import FindingId, GateId, IndicatorId, Level, MeasureId
from fasmodell.program import Named, compile_program
from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Listed,
    Not,
    Operator,
    PhaseIs,
    Trend,
)
from fasmodell.scales import Value

NUMBERS = st.integers(-1, 4) | st.sampled_from([0.5, 1.5, 2.0])
NAMES = st.sampled_from(["a", "b", "c"])
ORDERED = st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW])


def compared(name: str, operator: Operator, *bound: Value) -> Comparison:
    return Comparison(IndicatorId(name), operator, bound, None)


COMPARISONS = st.one_of(
    st.builds(compared, NAMES, ORDERED, NUMBERS),
    st.builds(lambda name, a, b: compared(name, Operator.BETWEEN, min(a, b), max(a, b)), NAMES, NUMBERS, NUMBERS),
    st.builds(lambda word: compared("word", Operator.IS, word), st.sampled_from(["x", "y"])),
    st.just(compared("word", Operator.ONE_OF, "x", "z")),
    st.builds(lambda flag: compared("flag", Operator.IS, flag), st.booleans()),
)
OTHERS = st.sampled_from(
    [
        Trend(IndicatorId("a"), "rising", 12),
        Trend(IndicatorId("a"), "steady", 24),
        FindingHolds(FindingId("f"), Level.MARKED),
        InPlace(MeasureId("m")),
        Listed(MeasureId("m")),
        PhaseIs(2),
        GateIs(GateId("control"), "open"),
    ]
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    COMPARISONS | OTHERS,
    lambda inner: (
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, inner)
    ),
    max_leaves=10,
)
WORDS: dict[FactId, st.SearchStrategy[Value]] = {
    **{indicator_id(name): NUMBERS for name in "abc"},
    indicator_id("word"): st.sampled_from(["x", "y", "z"]),
    indicator_id("flag"): st.booleans(),
    trend_id("a", 12): st.sampled_from(["rising", "falling", "steady"]),
    trend_id("a", 24): st.sampled_from(["rising", "falling", "steady"]),
    finding_id("f", "marked"): st.booleans(),
    in_place_id("m"): st.booleans(),
    listed_id("m"): st.booleans(),
    phase_id(2): st.booleans(),
    gate_id("control", "open"): st.booleans(),
}


@given(CONDITIONS, st.fixed_dictionaries({}, optional=WORDS))
def test_a_condition_comes_out_as_its_program_says(condition: Condition, facts: dict[FactId, Value]) -> None:
    name = FactId("asked")
    program = compile_program((), [Named(name, "asked", condition)], ())
    fired = ForwardEngine(program).run(facts)
    decided = decided_by(program, derivations_of(program, fired))
    assert outcome_of(condition, facts) is decided.get(name)
