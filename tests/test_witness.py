"""Witnesses: profiles that can be loaded, that the engine bears out, and from which nothing can be left out."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fasmodell import parse_profile, recommend
from fasmodell.cells import Cell
from fasmodell.diagnostics import InferenceError
from fasmodell.facts import FactId, gate_since_id, indicator_id, listed_id, previous_phase_id, trend_id
from fasmodell.knowledge import MeasureId
from fasmodell.profile import Profile
from fasmodell.results import Recommendation, Standing
from strategies_profiles import profiles
from strategies_rule_bases import shipped

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell.exact.assignments import assignment_of
from fasmodell.exact.encoding import Encoding, encode
from fasmodell.exact.inputs import moved
from fasmodell.exact.solving import Solver
from fasmodell.exact.witness import smallest_witness
from fasmodell.exact.written import case_text, profile_text

SLOW = settings(
    max_examples=8,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TRUST = indicator_id("trust_level")


@cache
def encoded() -> tuple[Encoding, Solver]:
    encoding = encode(shipped())
    return encoding, Solver(encoding)


@SLOW
@given(st.deferred(lambda: profiles(shipped().knowledge)))
def test_a_profile_written_from_its_cells_has_the_same_cells(profile: Profile) -> None:
    partitions = encoded()[0].inputs.partitions
    assignment = assignment_of(profile, partitions)
    text = profile_text(assignment, partitions, shipped().knowledge)
    assert assignment_of(parse_profile(text, shipped()), partitions) == assignment


@pytest.mark.parametrize("movement", ["rising", "falling", "steady"])
@pytest.mark.parametrize("value", [0, 1, 2, 3, None])
def test_a_movement_is_written_as_a_series_where_there_is_one(movement: str, value: int | None) -> None:
    encoding, solver = encoded()
    inputs = encoding.inputs
    trend = trend_id("trust_level", 12)
    cells = dict(inputs.of(TRUST))
    at = [inside for cell, inside in cells.items() if cell.value == value]
    nothing = [~inputs.known(TRUST)] if value is None else at
    found = solver.find_small(inputs, moved(inputs, trend, movement), *nothing)
    impossible = (movement, value) in (("rising", 0), ("falling", 3))
    assert (found is None) is impossible
    if found is not None:
        text = profile_text(found, inputs.partitions, shipped().knowledge)
        read = assignment_of(parse_profile(text, shipped()), inputs.partitions)
        assert read == found


@pytest.mark.parametrize("phase", [1, 2, 3])
def test_nothing_can_be_left_out_of_a_witness(phase: int) -> None:
    encoding, solver = encoded()
    found = solver.find_small(encoding.inputs, encoding.phase.decided[phase])
    assert found is not None
    partitions = encoding.inputs.partitions

    def shows(answer: Recommendation) -> bool:
        return answer.phase.phase == phase

    witness = smallest_witness(found, partitions, shipped(), shows)
    assert shows(recommend(parse_profile(witness.profile, shipped()), shipped()))
    assert previous_phase_id() not in witness.assignment
    for fact in witness.assignment:
        fewer = {other: cell for other, cell in witness.assignment.items() if other != fact}
        text = profile_text(fewer, partitions, shipped().knowledge)
        assert not shows(recommend(parse_profile(text, shipped()), shipped()))


def test_a_witness_is_shrunk_by_the_engine_alone() -> None:
    """What the formulas found may say more than is needed: here an observation of every indicator."""
    encoding, _ = encoded()
    partitions = encoding.inputs.partitions
    everything = {fact: partition.cells[0] for fact, partition in partitions.items() if fact.startswith("indicator:")}
    everything |= {listed_id(name): partitions[listed_id(name)].cells[0] for name in shipped().knowledge.measures}
    witness = smallest_witness(
        everything, partitions, shipped(), lambda answer: FactId("finding:low_trust>=acute") in answer.trace
    )
    assert witness.said in ("{trust_level: 0}", "{trust_police_share: 21}")


def test_a_list_of_measures_says_no_more_than_it_must() -> None:
    encoding, solver = encoded()
    measure = MeasureId("area_police_officers")
    found = solver.find_small(encoding.inputs, encoding.stands(measure, Standing.IN_PLACE))
    assert found is not None
    witness = smallest_witness(
        found, encoding.inputs.partitions, shipped(), lambda answer: answer.measure(measure).standing == "in_place"
    )
    assert witness.said == "{measures_in_place: [area_police_officers]}"


def test_what_the_engine_does_not_show_is_no_witness() -> None:
    with pytest.raises(InferenceError, match="the engine does not show"):
        smallest_witness({}, encoded()[0].inputs.partitions, shipped(), lambda answer: answer.phase.phase == 1)


def test_a_case_says_what_is_given_and_what_is_expected() -> None:
    partitions = encoded()[0].inputs.partitions
    since = gate_since_id("control")
    assignment: dict[FactId, Cell] = {
        TRUST: partitions[TRUST].cells[2],
        previous_phase_id(): partitions[previous_phase_id()].cells[1],
        since: partitions[since].cells[1],
    }
    assert case_text(assignment, partitions, shipped().knowledge, "två", {"fired": ["trust/trust-high"]}) == (
        '  - name: "två"\n    given:\n      trust_level: 2\n'
        "    previous_assessment: {phase: 2, as_of: 2025-12-01, gates_open_since: {control: 2025-01-01}}\n"
        "    expect:\n      fired: [trust/trust-high]\n"
    )


def test_a_case_has_no_words_for_a_list_with_an_unknown_measure() -> None:
    partitions = encoded()[0].inputs.partitions
    runs = listed_id("area_police_officers")
    assert case_text({runs: partitions[runs].cells[1]}, partitions, shipped().knowledge, "en", {}) is None
