"""Moving between phases over time: what holds an area where it was, and what only asks for a review."""

import pytest

from fasmodell import RuleBase, load_rule_base, parse_profile, recommend
from fasmodell.results import PhaseDecision

CONTROL_LOST = """
  policing_difficulty_level: 3
  services_closed_level: 3
  attacks_level: 3
"""
CONTROL_REGAINED = """
  policing_difficulty_level: 0
  services_work_level: 3
  services_closed_level: 0
  attacks_level: 0
  open_drug_scene_level: 0
  displacement_level: 0
  indoor_trade_level: 0
"""
TRUST_LOW = """
  silence_level: 3
  resident_information_level: 0
  trust_level: 0
"""
TRUST_GROWN = """
  silence_level: 0
  resident_information_level: 3
  trust_level: 3
  trust_change: better
"""
BEFORE = "previous_assessment: {{phase: {phase}, as_of: 2025-03-31{more}}}"


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_rule_base(cache=False)


def decide(base: RuleBase, observations: str, previous: str = "") -> PhaseDecision:
    text = "format: fasmodell.profile/1\narea: {name: Exempelområdet}\nas_of: 2026-03-31\n"
    text += f"observations:\n{observations.replace(chr(10) * 2, chr(10))}\n{previous}\n"
    return recommend(parse_profile(text, base), base).phase


def test_without_a_previous_assessment_the_gates_alone_decide(base: RuleBase) -> None:
    assert decide(base, CONTROL_LOST + TRUST_LOW).phase == 1
    assert decide(base, CONTROL_REGAINED + TRUST_LOW).phase == 2
    assert decide(base, CONTROL_REGAINED + TRUST_GROWN).phase == 3


def test_an_open_gate_does_not_move_the_area_before_it_has_held(base: RuleBase) -> None:
    decision = decide(base, CONTROL_REGAINED + TRUST_LOW, BEFORE.format(phase=1, more=""))
    assert (decision.phase, decision.on_the_way_to) == (1, 2)


def test_an_open_gate_that_has_held_moves_the_area(base: RuleBase) -> None:
    held = ", gates_open_since: {control: 2025-03}"
    decision = decide(base, CONTROL_REGAINED + TRUST_LOW, BEFORE.format(phase=1, more=held))
    assert (decision.phase, decision.on_the_way_to) == (2, None)


@pytest.mark.parametrize(("since", "phase"), [("2025-03", 2), ("2025-04", 1)])
def test_twelve_whole_months_are_the_bound(base: RuleBase, since: str, phase: int) -> None:
    held = (
        f", gates_open_since: {{control: {since}-31}}"
        if since == "2025-03"
        else ", gates_open_since: {control: 2025-04-01}"
    )
    assert decide(base, CONTROL_REGAINED + TRUST_LOW, BEFORE.format(phase=1, more=held)).phase == phase


def test_a_series_that_has_improved_for_a_year_shows_that_a_gate_has_held(base: RuleBase) -> None:
    improving = CONTROL_REGAINED.replace(
        "  attacks_level: 0\n", "  attacks_on_responders_12m: [{period: 2024, value: 6}, {period: 2025, value: 0}]\n"
    )
    assert decide(base, improving + TRUST_LOW, BEFORE.format(phase=1, more="")).phase == 2


def test_two_phases_are_not_taken_in_one_step_unless_both_gates_have_held(base: RuleBase) -> None:
    both = CONTROL_REGAINED + TRUST_GROWN
    one = BEFORE.format(phase=1, more=", gates_open_since: {control: 2024-01}")
    assert (decide(base, both, one).phase, decide(base, both, one).on_the_way_to) == (2, 3)
    two = BEFORE.format(phase=1, more=", gates_open_since: {control: 2024-01, trust: 2024-06}")
    assert decide(base, both, two).phase == 3


def test_lost_control_moves_the_area_back_and_asks_for_a_review(base: RuleBase) -> None:
    decision = decide(base, CONTROL_LOST + TRUST_LOW, BEFORE.format(phase=2, more=""))
    assert decision.phase == 1
    assert [review.kind for review in decision.review] == ["moved_back"]


EVENTS = "  shootings_level: 3\n  explosions_level: 3\n"
MOSTLY_REGAINED = "  policing_difficulty_level: 0\n  attacks_level: 0\n  criminal_influence_level: 3\n"


def test_one_shocking_event_does_not_move_the_area_back(base: RuleBase) -> None:
    """Without the event the gate is open, with it undetermined: the area stays, and a review is asked for."""
    before = BEFORE.format(phase=2, more="")
    calm = decide(base, MOSTLY_REGAINED + TRUST_LOW, before)
    decision = decide(base, EVENTS + MOSTLY_REGAINED + TRUST_LOW, before)
    assert [gate.state.value for gate in decision.gates] == ["undetermined", "shut"]
    assert calm.candidates == decision.candidates == (2,)
    assert [review.kind for review in calm.review] == []
    assert [review.kind for review in decision.review] == ["event_alone"]


def test_an_event_does_not_settle_what_is_open_without_it(base: RuleBase) -> None:
    before, doubted = BEFORE.format(phase=2, more=""), "  criminal_influence_level: 3\n" + TRUST_LOW
    calm, decision = decide(base, doubted, before), decide(base, EVENTS + doubted, before)
    assert [gate.state.value for gate in decision.gates] == ["shut", "shut"]
    assert calm.candidates == decision.candidates == (1, 2)
    assert [review.kind for review in decision.review] == ["event_alone"]


def test_an_event_keeps_the_later_of_two_phases_open_where_the_area_was(base: RuleBase) -> None:
    """Without the event the area is in phase 1 or 3; it can be no further on than before, but it may be there."""
    before, doubted = BEFORE.format(phase=2, more=""), "  criminal_influence_level: 3\n" + TRUST_GROWN
    assert decide(base, doubted, before).candidates == (1, 3)
    decision = decide(base, EVENTS + doubted, before)
    assert [gate.state.value for gate in decision.gates] == ["shut", "open"]
    assert decision.candidates == (1, 2)
    assert [review.kind for review in decision.review] == ["event_alone"]


def test_an_event_does_not_hide_what_moves_the_area_back_without_it(base: RuleBase) -> None:
    lost = EVENTS + MOSTLY_REGAINED + TRUST_LOW
    decision = decide(base, lost, BEFORE.format(phase=3, more=""))
    assert decision.candidates == (2,)
    assert [review.kind for review in decision.review] == ["moved_back"]


def test_high_trust_never_buys_back_lost_control(base: RuleBase) -> None:
    decision = decide(base, CONTROL_LOST + TRUST_GROWN)
    assert decision.phase == 1
    assert [found.kind for found in decision.contradictions] == ["later_gate_open_before_earlier"]


def test_an_empty_profile_is_undetermined_and_measures_are_chosen_for_the_earliest_phase(base: RuleBase) -> None:
    decision = decide(base, "  residential_stability_share: unknown")
    assert (decision.phase, decision.candidates, decision.working_phase) == (None, (1, 2, 3), 1)
    assert not decision.is_settled
