"""The cells of what a rule base tests: they divide the domain, and nothing tells two values of one cell apart."""

from __future__ import annotations

import operator
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bad_cases import loaded_minimal
from fasmodell.cells import Cell, cells_of, holds, partitions_of
from fasmodell.facts import gate_since_id, indicator_id, listed_id, previous_phase_id, trend_id
from fasmodell.knowledge import Direction, Grading, Indicator, IndicatorId, KnowledgeBase, Text
from fasmodell.loader import load_files
from fasmodell.resources import bundled
from fasmodell.rules import Comparison, Operator, RuleSet
from fasmodell.scales import Scale, Value

NUMBERS = (0, 0.1, 1, 2, 2.5, 3, 39.9, 40, 99, 100, 101, -1, 1e16)
SCALES = (Scale.PERCENT, Scale.COUNT, Scale.LEVEL, Scale.INDEX, Scale.NUMBER)
EXAMPLE = next(iter(loaded_minimal().knowledge.indicators.values()))
Loaded = tuple[KnowledgeBase, RuleSet]


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    loaded = load_files(bundled("rules"), bundled("knowledge_base"))
    return loaded.knowledge, loaded.rules


def indicator(scale: Scale, grading: Grading | None = None) -> Indicator:
    low, high = scale.default_range or (None, None)
    options = {name: Text(name, name) for name in ("worse", "unchanged", "better")}
    return EXAMPLE._replace(
        id=IndicatorId("tested"), scale=scale, low=low, high=high, options=options, graded_from=grading,
        direction=Direction.NEUTRAL,
    )  # fmt: skip


def compared(operator_: Operator, *bound: Value) -> Comparison:
    return Comparison(IndicatorId("tested"), operator_, bound, None)


def comparisons() -> st.SearchStrategy[list[Comparison]]:
    number = st.sampled_from(NUMBERS)
    ordered = st.sampled_from((Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, Operator.IS))
    one = st.builds(compared, ordered, number)
    between = st.tuples(number, number).map(lambda two: compared(Operator.BETWEEN, *sorted(two)))
    several = st.lists(number, min_size=1, max_size=3).map(lambda found: compared(Operator.ONE_OF, *found))
    return st.lists(one | between | several, max_size=4)


def values(scale: Scale) -> st.SearchStrategy[float]:
    """Values of a scale, often at a bound or next to one."""
    low, high = scale.default_range or (0.0, 0.0)
    near = [bound + step for bound in NUMBERS for step in (-1, -1e-9, 0, 1e-9, 1) if low <= bound + step <= high]
    found = st.sampled_from(near) | st.floats(low, high)
    return found.map(lambda value: float(round(value))) if scale.is_whole else found


@given(data=st.data(), scale=st.sampled_from(SCALES), tests=comparisons())
def test_every_value_belongs_to_one_cell_and_comes_out_as_what_stands_for_it(
    data: st.DataObject, scale: Scale, tests: list[Comparison]
) -> None:
    cells = cells_of(indicator(scale), tests)
    value = data.draw(values(scale))
    cell = only(cell for cell in cells if value in cell)
    for other in (cell.value, cell.inner(), cell.nearest(-1e13), cell.nearest(1e13)):
        assert other in cell
        for test in tests:
            assert holds(test.operator, test.bound, other) == holds(test.operator, test.bound, value)


def only(found: object) -> Cell:
    cells = list(found)  # type: ignore[call-overload]
    assert len(cells) == 1
    cell: Cell = cells[0]
    return cell


@given(scale=st.sampled_from(SCALES), tests=comparisons())
def test_cells_rise_and_neighbours_are_told_apart(scale: Scale, tests: list[Comparison]) -> None:
    for one, other in pairwise(cells_of(indicator(scale), tests)):
        assert number(one) < number(other)
        assert any(holds(t.operator, t.bound, one.value) != holds(t.operator, t.bound, other.value) for t in tests)


def number(cell: Cell) -> float:
    assert isinstance(cell.value, int | float)
    return cell.value


@given(scale=st.sampled_from(SCALES), tests=comparisons(), wanted=st.floats(-200, 200))
def test_the_nearest_value_of_a_cell_is_its_end_or_just_inside(
    scale: Scale, tests: list[Comparison], wanted: float
) -> None:
    for cell in cells_of(indicator(scale), tests):
        near = cell.nearest(wanted)
        assert near in cell
        assert isinstance(near, int | float)
        assert abs(near - wanted) <= abs(number(cell) - wanted) or not (cell.has_low and cell.has_high)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        pytest.param([], [(0, 100)], id="nothing is tested"),
        pytest.param([compared(Operator.AT_LEAST, 40)], [(0, 40), (40, 100)], id="a bound"),
        pytest.param([compared(Operator.IS, 40)], [(0, 40), (40, 40), (40, 100)], id="one value"),
        pytest.param([compared(Operator.AT_LEAST, 0)], [(0, 100)], id="a bound that always holds"),
        pytest.param([compared(Operator.ABOVE, 100)], [(0, 100)], id="a bound that never holds"),
        pytest.param([compared(Operator.AT_MOST, 0)], [(0, 0), (0, 100)], id="the end alone"),
    ],
)
def test_shares_are_cut_at_their_bounds(tests: list[Comparison], expected: list[tuple[float, float]]) -> None:
    assert [(cell.low, cell.high) for cell in cells_of(indicator(Scale.PERCENT), tests)] == expected


@pytest.mark.parametrize(
    ("test", "standing"),
    [
        pytest.param(compared(Operator.AT_LEAST, 1.5), [0, 2], id="between two whole numbers"),
        pytest.param(compared(Operator.ABOVE, 2), [0, 3], id="above a whole number"),
        pytest.param(compared(Operator.BETWEEN, 1, 2), [0, 1, 3], id="between two bounds"),
        pytest.param(compared(Operator.ONE_OF, 0, 3), [0, 1, 3], id="one of several"),
    ],
)
def test_whole_scales_have_whole_cells(test: Comparison, standing: list[int]) -> None:
    assert [cell.value for cell in cells_of(indicator(Scale.LEVEL), [test])] == standing


def test_flags_and_options_share_a_cell_when_nothing_tells_them_apart() -> None:
    choice = indicator(Scale.CHOICE)
    worse = [compared(Operator.IS, "worse")]
    assert [cell.members for cell in cells_of(choice, worse)] == [("worse",), ("unchanged", "better")]
    flag = indicator(Scale.FLAG)
    assert [cell.members for cell in cells_of(flag, ())] == [(False, True)]
    assert [cell.members for cell in cells_of(flag, [compared(Operator.IS, True)])] == [(False,), (True,)]


@pytest.mark.parametrize(("descending", "compare"), [(False, operator.ge), (True, operator.le)])
def test_a_number_is_cut_where_its_level_changes(descending: bool, compare: Callable[[float, float], bool]) -> None:
    steps = ((1, 70.0), (2, 60.0)) if descending else ((1, 60.0), (2, 70.0))
    grading = Grading(IndicatorId("tested"), steps, descending, EXAMPLE.source,
                      Text("", ""))  # fmt: skip
    level = indicator(Scale.LEVEL, grading)._replace(id=IndicatorId("level"))
    cells = cells_of(indicator(Scale.PERCENT), (), [level])
    assert len(cells) == 3
    for bound in (60.0, 70.0):
        cell = only(cell for cell in cells if bound in cell)
        assert compare(number(cell), bound)


def test_every_fact_of_the_shipped_rule_base_is_divided(shipped: Loaded) -> None:
    knowledge, rules = shipped
    partitions = partitions_of(shipped)
    for measure in knowledge.measures:
        assert [cell.value for cell in partitions[listed_id(measure)].cells] == [False, True]
    assert [cell.value for cell in partitions[previous_phase_id()].cells] == [1, 2, 3]
    for gate in knowledge.gates:
        cells = partitions[gate_since_id(gate)].cells
        assert [cell.value for cell in cells] == [0, rules.phase_policy.hold_months]
    for level in knowledge.graded:
        assert level.graded_from is not None
        grading = level.graded_from
        for cell in partitions[indicator_id(grading.indicator)].cells:
            assert cell.low is not None
            assert cell.high is not None
            inside = {grading.level(float(str(value))) for value in (cell.value, cell.inner())}
            assert len(inside) == 1


def test_cells_of_two_rule_bases_serve_both(shipped: Loaded) -> None:
    knowledge, rules = shipped
    changed = knowledge._replace(measures={})
    together = partitions_of((changed, rules), shipped)
    assert set(together) == set(partitions_of(shipped))
    other = partitions_of(shipped, (changed, rules._replace(
        phase_policy=rules.phase_policy._replace(hold_months=24))))  # fmt: skip
    assert [cell.value for cell in other[gate_since_id("control")].cells] == [0, 12, 24]
    assert trend_id("trust_level", 24) in other


def test_a_value_outside_the_domain_has_no_cell(shipped: Loaded) -> None:
    partition = partitions_of(shipped)[indicator_id("trust_police_share")]
    assert partition.position_of(42) == 1
    assert partition.cell_of(41.9) == partition.cells[0]
    with pytest.raises(ValueError, match="is not a value of"):
        partition.position_of(101)
