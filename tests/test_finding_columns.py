"""Findings alone for many profiles are those that the core concludes for each."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from fasmodell import Profile, RuleBase, load_profile, recommend
from fasmodell.batch.columns_in import Column, columns_of_profiles
from fasmodell.batch.finding_columns import FindingEngine, _even
from fasmodell.batch.observed_planes import Observed, compared, comparisons_of, rows_compared
from fasmodell.batch.planes import Wiring, unpacked
from fasmodell.facts import finding_id, indicator_id, negated
from fasmodell.knowledge import FindingId, Level
from fasmodell.program import Clause, Program
from fasmodell.program import Test as Literal
from fasmodell.resources import bundled
from fasmodell.rules import Operator, RuleId
from fasmodell.trace import Derivation
from strategies_profiles import profiles
from strategies_rule_bases import rule_bases, shipped, small

EXAMPLES = sorted(bundled("examples").glob("*.yaml"), key=lambda path: path.name)
SLOW = settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def assert_agrees(base: RuleBase, asked: list[Profile], **how: int) -> None:
    engine, columns = FindingEngine(base), columns_of_profiles(base, asked)
    parts = list(engine.evaluate_chunks(columns, **how))
    states = np.concatenate([part.states() for part in parts], axis=1)
    assert states.shape == (len(engine.asked), len(asked))
    for row, profile in enumerate(asked):
        trace = recommend(profile, base).trace
        for place, one in enumerate(engine.asked):
            known = 1 if finding_id(*one) in trace else 0 if negated(finding_id(*one)) in trace else -1
            assert (profile.area, one, states[place, row]) == (profile.area, one, known)


def test_every_finding_of_the_examples_is_as_the_core_concludes() -> None:
    asked = [load_profile(str(path), shipped()) for path in EXAMPLES]
    assert_agrees(shipped(), asked)
    assert_agrees(shipped(), asked * 20, chunk=64, workers=2)


@SLOW
@given(st.deferred(rule_bases), st.data())
def test_so_is_every_finding_of_any_rules_and_profiles(base: RuleBase, data: st.DataObject) -> None:
    assert_agrees(base, data.draw(st.lists(profiles(small().knowledge), min_size=1, max_size=4)))


def test_every_finding_that_some_rule_concludes_is_asked_for_at_its_level() -> None:
    base = shipped()
    concluded = {head for head, _ in base.situation.conclusions if head.startswith("finding:")}
    assert {finding_id(*one) for one in FindingEngine(base).asked} == {head for head in concluded if "#" not in head}


def test_only_what_is_asked_for_is_worked_out() -> None:
    base = shipped()
    one = FindingEngine(base).asked[0]
    engine = FindingEngine(base, (one,))
    (part,) = engine.evaluate_chunks(columns_of_profiles(base, [load_profile(str(EXAMPLES[0]), base)]))
    assert part.asked == (one,)
    assert part.states().shape == (1, 1)
    assert len(engine._wiring.sites) < len(FindingEngine(base)._wiring.sites)


def test_a_finding_that_no_rule_concludes_is_ruled_out_and_never_open() -> None:
    base = small()
    asked = tuple((FindingId(name), Level.ACUTE) for name in list(base.knowledge.findings)[:2])
    profile = load_profile(str(EXAMPLES[0]), shipped())
    (part,) = FindingEngine(base, asked).evaluate_chunks(columns_of_profiles(shipped(), [profile]))
    assert part.states().tolist() == [[0], [0]]


def test_no_rows_give_no_answers() -> None:
    (part,) = FindingEngine(shipped()).evaluate_chunks(columns_of_profiles(shipped(), []))
    assert part.size == 0
    assert part.states().shape == (len(part.asked), 0)


def test_what_an_engine_answered_before_does_not_show_in_what_it_answers_next() -> None:
    base = shipped()
    asked = [load_profile(str(path), base) for path in EXAMPLES]
    engine = FindingEngine(base)
    for rows in (asked * 30, asked[:1], asked[::-1], asked * 9, asked[2:3], asked * 30):
        columns = columns_of_profiles(base, rows)
        fresh, again = (
            np.concatenate([part.states() for part in one.evaluate_chunks(columns, workers=2)], axis=1)
            for one in (FindingEngine(base), engine)
        )
        assert fresh.tolist() == again.tolist()


def test_the_memory_that_an_engine_keeps_is_not_handed_to_other_processes() -> None:
    base = shipped()
    engine = FindingEngine(base)
    before = len(pickle.dumps(engine))
    list(engine.evaluate_chunks(columns_of_profiles(base, [load_profile(str(EXAMPLES[0]), base)] * 5000)))
    written = pickle.dumps(engine)
    assert len(written) == before
    one = columns_of_profiles(base, [load_profile(str(EXAMPLES[0]), base)])
    (here,), (there,) = engine.evaluate_chunks(one), pickle.loads(written).evaluate_chunks(one)
    assert here.states().tolist() == there.states().tolist()


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000, 262_144, 262_145, 1_000_000])
@pytest.mark.parametrize("workers", [1, 2, 3, 8])
def test_chunks_are_alike_and_each_worker_has_as_many(size: int, workers: int) -> None:
    rows = _even(size, 1 << 18, workers)
    chunks = -(-size // rows)
    assert rows % 64 == 0
    assert 0 < rows <= 1 << 18
    assert chunks <= max(workers, -(-size // (1 << 18)) + workers - 1)
    assert size <= 64 * workers or chunks % workers == 0 or chunks * rows - size < 64 * chunks


NUMBERS = st.floats(width=32, allow_nan=False)
ORDERED = (Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW)


@settings(max_examples=300)
@given(st.lists(NUMBERS, max_size=4), st.floats(allow_nan=False), st.sampled_from(ORDERED))
@example([0.1], 0.1, Operator.AT_LEAST)
@example([0.1], 0.1, Operator.ABOVE)
@example([3.4e38, math.inf], 3.5e38, Operator.AT_MOST)
@example([0.0, -0.0, 1e-45], 1e-50, Operator.BELOW)
def test_numbers_of_32_bits_are_compared_with_any_bound_exactly(
    numbers: list[float], bound: float, operator: Operator
) -> None:
    near = float(np.float32(bound)) if abs(bound) < 3e38 else 0.0
    values = np.array([*numbers, near], np.float32)
    holds = {
        Operator.AT_LEAST: lambda value: value >= bound,
        Operator.AT_MOST: lambda value: value <= bound,
        Operator.ABOVE: lambda value: value > bound,
        Operator.BELOW: lambda value: value < bound,
    }[operator]
    assert compared(values, operator, (bound,)).tolist() == [holds(float(value)) for value in values]


BOUNDS = (-1000, -0.1, 0, 0.1, 2, 2.5, 127, 127.5, 128, 1000)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.int64, np.float32, np.float64, np.bool_])
def test_all_comparisons_of_a_column_at_once_are_as_each_of_them_alone(kind: type[np.generic]) -> None:
    given = [0, 1, 1, 0] if kind is np.bool_ else [0, 2, 3, 127]
    values, known = np.array(given).astype(kind), np.array([True, True, True, False])
    key, rule = indicator_id("made_up"), RuleId("made-up/one")
    literals = [Literal(key, operator, (bound,), True, key) for operator in (*ORDERED, Operator.IS) for bound in BOUNDS]
    program = Program(
        Clause(finding_id(str(at), "signs"), (one,), Derivation(rule, (key,))) for at, one in enumerate(literals)
    )
    wiring = Wiring(False, program)
    (made,) = comparisons_of(wiring, shipped().knowledge)
    planes = np.zeros((wiring.count, 1), np.uint64)
    Observed({key: Column(values, known)}, 4).fill(made, planes, np.zeros((rows_compared(wiring), 64), np.bool_))
    for site, (holds, fails) in wiring.sites.items():
        alone = compared(values.astype(np.float64), site.operator, site.bound)
        assert unpacked(planes[holds])[:4].tolist() == (alone & known).tolist(), site
        assert unpacked(planes[fails])[:4].tolist() == (~alone & known).tolist(), site


@pytest.mark.parametrize("operator", ORDERED)
def test_a_comparison_may_be_written_where_one_wants_it(operator: Operator) -> None:
    values, into = np.array([1.0, 2.0, 3.0], np.float32), np.ones(3, np.bool_)
    assert compared(values, operator, (2,), into) is into
    assert into.tolist() == compared(values.astype(np.float64), operator, (2,)).tolist()
    within = compared(values, Operator.BETWEEN, (1.5, 2.5), into)
    assert within is into
    assert into.tolist() == [False, True, False]
