"""
Checks of the durable engine, each in a process of its own, since a fault in the C engine ends the process.

`python durable_worker.py CHECK NOTE` exits with 0 when the check holds. The file NOTE is left with the case at hand.
"""

from __future__ import annotations

import faulthandler
import locale
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fasmodell.diagnostics import InferenceError
from fasmodell.durable_engine import DurableEngine
from fasmodell.facts import indicator_id
from fasmodell.forward_engine import ForwardEngine
from fasmodell.knowledge import FindingId, IndicatorId, Level
from fasmodell.program import Program, compile_program
from fasmodell.rules import All, AnyOf, Comparison, ConcludesFinding, Condition, FindingHolds, Not, Operator
from fasmodell.scales import Value
from test_engines import COUNTED, FLAG, NUMBERS, Facts, Layers, at_every_bound, layered, partial_facts, program_of, rule

NOTE = Path(sys.argv[2])
REPORTS = COUNTED[1]
CHECKS: dict[str, Callable[[], object]] = {}


def check(function: Callable[[], object]) -> Callable[[], object]:
    """Make a function a check, named by its own name."""
    CHECKS[function.__name__] = function
    return function


def compares(operator: Operator, *bound: Value, indicator: IndicatorId = REPORTS) -> Condition:
    """A comparison written in a rule."""
    return Comparison(indicator, operator, bound, None)


def reported(value: Value) -> Facts:
    """One known fact."""
    return {indicator_id(REPORTS): value}


def concluding(conditions: Iterable[Condition]) -> Program:
    """A program with one rule and one finding for each condition."""
    findings = [(FindingId(f"finding_{number}"), when) for number, when in enumerate(conditions)]
    rules = [rule(f"many/{name}", when, ConcludesFinding(name, Level.MARKED)) for name, when in findings]
    return compile_program(rules, (), [name for name, _ in findings])


def agree(program: Program, profiles: Sequence[Facts]) -> None:
    """Fail when the two engines do not fire the same clauses for some profile."""
    NOTE.write_text(f"{program.clauses}\n{profiles}", encoding="utf-8")
    forward = ForwardEngine(program)
    with DurableEngine(program) as durable:
        for facts in profiles:
            expected, fired = forward.run(facts), durable.run(facts)
            differ = [program.clauses[position] for position in set(expected) ^ set(fired)]
            assert fired == expected, f"the engines differ for {facts}: {differ}"


def refuses(start: str, act: Callable[[], object]) -> None:
    """Fail when an action does not raise an InferenceError with one line that starts so."""
    with pytest.raises(InferenceError, match=f"^{re.escape(start)}.*$"):
        act()


@check
def random_programs_fire_the_same_clauses() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]

    @settings(max_examples=300, derandomize=True, database=None, deadline=None, suppress_health_check=quiet)
    @given(layered(), st.lists(partial_facts(), min_size=3, max_size=3))
    def compare(layers: Layers, profiles: list[Facts]) -> None:
        agree(program_of(layers), profiles)

    compare()


@check
def every_operator_is_exact_at_its_bounds() -> None:
    for operator in Operator:
        agree(program_of(at_every_bound(operator)), [{indicator_id(COUNTED[0]): value} for value in NUMBERS])


@check
def a_rule_base_of_the_size_that_ships_fires_the_same_clauses() -> None:
    random = Random(1)
    indicators = [IndicatorId(f"indicator_{number}") for number in range(90)]

    def some() -> Condition:
        low, indicator = random.randint(0, 30), random.choice(indicators)
        between = compares(Operator.BETWEEN, low, low + 5, indicator=indicator)
        return random.choice([between, compares(Operator.AT_LEAST, low, indicator=indicator)])

    conditions: list[Condition] = []
    for number in range(260):
        earlier = FindingHolds(FindingId(f"finding_{random.randrange(number or 1)}"), random.choice([*Level]))
        parts = (earlier if number % 3 else some(), some(), AnyOf((some(), Not(some()))))
        conditions.append(random.choice([All, AnyOf])(parts))
    program = concluding(conditions)
    assert len(program.clauses) > 1_500
    for share in (0.2, 0.6, 1.0):
        agree(program, [{key: random.randint(0, 35) for key in program.given if random.random() < share}])


@check
def a_condition_may_be_in_any_number_of_rules() -> None:
    shared = [compares(Operator.AT_LEAST, 3), FindingHolds(FindingId("finding_0"), Level.SIGNS)]
    program = concluding([shared[0], *(All((*shared, compares(Operator.BELOW, n))) for n in range(4, 304))])
    agree(program, [{}, *map(reported, (2, 3, 100, 300))])


@check
def an_indicator_may_be_compared_with_any_number_of_bounds() -> None:
    program = concluding(compares(Operator.AT_LEAST, bound / 2) for bound in range(300))
    agree(program, [{}, *map(reported, (-1, 0, 31.5, 75, 1_000))])


@check
def a_condition_may_have_any_number_of_parts() -> None:
    names = [IndicatorId(f"indicator_{number}") for number in range(40)]
    parts = tuple(compares(Operator.ABOVE, 1, indicator=name) for name in names)
    known: Facts = {indicator_id(name): 2 for name in names}
    profiles = [{}, known, {**known, indicator_id(names[-1]): 0}, {**known, indicator_id(names[0]): 1}]
    agree(concluding([All(parts), Not(All(parts)), AnyOf(parts), Not(AnyOf(parts))]), profiles)


@check
def what_the_kernel_cannot_bear_is_refused() -> None:
    mixed = [compares(Operator.IS, 1), compares(Operator.IS, "1")]
    cases: dict[str, list[Condition]] = {
        "the program is too large for the durable engine: ": [compares(Operator.ABOVE, n) for n in range(1_000)],
        "`indicator:reports` is compared with a number and with a text": mixed,
        "`indicator:reports` is compared by `above` with a text": [compares(Operator.ABOVE, "a")],
        "the durable engine cannot hold the number 9007199254740993 of ": [compares(Operator.IS, 2**53 + 1)],
        "the durable engine cannot hold the number 1e+300 of ": [compares(Operator.IS, 1e300)],
    }
    for start, conditions in cases.items():
        refuses(start, partial(DurableEngine, concluding(conditions)))


@check
def facts_of_another_type_are_refused() -> None:
    program = concluding([compares(Operator.AT_LEAST, 1), compares(Operator.IS, True, indicator=FLAG)])
    with DurableEngine(program) as engine:
        refuses("`indicator:reports` is a flag, but", lambda: engine.run(reported(True)))
        refuses("`indicator:reports` is a text, but", lambda: engine.run(reported("1")))
        refuses("`indicator:cameras_in_use` is a number, but", lambda: engine.run({indicator_id(FLAG): 1}))
        refuses("the durable engine cannot hold the number nan", lambda: engine.run(reported(float("nan"))))
        assert engine.run({indicator_id(FLAG): True}), "a refusal should not disturb the next run"


@check
def a_decimal_comma_is_refused() -> None:
    engine, plain = DurableEngine(concluding([compares(Operator.ABOVE, 1.2)])), locale.localeconv
    locale.localeconv = lambda: {**plain(), "decimal_point": ","}
    refuses("the durable engine needs a locale with a decimal point", lambda: engine.run({}))


@check
def a_closed_engine_says_so() -> None:
    program = concluding([compares(Operator.ABOVE, 1)])
    with DurableEngine(program) as engine:
        engine.run({})
    engine.close()
    refuses("the durable engine is closed", lambda: engine.run({}))
    agree(program, [{}])


@check
def an_error_in_a_session_leaves_the_engine_sound() -> None:
    program = concluding([compares(Operator.ABOVE, 1), AnyOf(())])
    engine, facts = DurableEngine(program), reported(2)
    effects = engine._rules.effects
    engine._rules.effects = {}
    try:
        engine.run(facts)
    except KeyError:
        engine._rules.effects = effects
    assert engine.run(facts) == ForwardEngine(program).run(facts)


@check
def threads_take_turns() -> None:
    program = concluding(compares(Operator.AT_LEAST, bound) for bound in range(20))
    forward, engines = ForwardEngine(program), [DurableEngine(program), DurableEngine(program)]

    def is_right(value: int) -> bool:
        facts = reported(value % 23)
        return engines[value % 2].run(facts) == forward.run(facts)

    sys.setswitchinterval(1e-6)
    with ThreadPoolExecutor(max_workers=4) as threads:
        assert all(threads.map(is_right, range(400)))


if __name__ == "__main__":
    faulthandler.enable()
    CHECKS[sys.argv[1]]()
