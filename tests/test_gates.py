"""The gates: points, topics, decisive evidence, contradictions, what is possible under missing facts, persistence."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fasmodell.gates import decide_gate, without_events
from fasmodell.knowledge import Basis, Citation, GateId, Numbers, SourceId, Text
from fasmodell.phase import candidates_of
from fasmodell.results import GateEvidence, GateState
from fasmodell.rules import PhasePolicy, RuleId, Strength

OPEN, SHUT, UNDETERMINED = GateState.OPEN, GateState.SHUT, GateState.UNDETERMINED
POINTS = {Strength.WEAK: 1, Strength.MODERATE: 2, Strength.STRONG: 3, Strength.DECISIVE: 4}
POLICY = PhasePolicy(
    points=POINTS,
    margin=3,
    min_topics=2,
    event_topics=frozenset({"serious_violence"}),
    hold_months=12,
    numbers=Numbers(Basis.PROJECT_DECISION, Text("skäl", "reason")),
    source=Citation(SourceId("project"), "test", Basis.PROJECT_DECISION),
)
STRENGTHS = {
    "weak": Strength.WEAK,
    "moderate": Strength.MODERATE,
    "strong": Strength.STRONG,
    "decisive": Strength.DECISIVE,
}


def evidence(*written: str) -> tuple[GateEvidence, ...]:
    """Evidence written as `open strong policing`, with `?` in front while it is open and `-` when it is refuted."""
    found = []
    for number, text in enumerate(written):
        known = {"?": None, "-": False}.get(text[0], True)
        state, strength, topic = text.lstrip("?-").split()
        weight = STRENGTHS[strength]
        found.append(
            GateEvidence(
                RuleId(f"r/{number}"),
                GateState(state),
                weight,
                topic,
                known,
                POINTS[weight],
                False,
                bool(known),
                weight,
            )
        )
    return tuple(found)


def decide(*written: str):
    return decide_gate(GateId("control"), evidence(*written), POLICY)


@pytest.mark.parametrize(
    ("written", "state"),
    [
        pytest.param([], UNDETERMINED, id="nothing known is undetermined, not shut"),
        pytest.param(["shut strong policing"], UNDETERMINED, id="one topic alone never decides, however strong"),
        pytest.param(
            ["shut strong policing", "shut weak services"], SHUT, id="two topics that reach the margin decide"
        ),
        pytest.param(
            ["shut weak policing", "shut weak services"], UNDETERMINED, id="two topics below the margin do not"
        ),
        pytest.param(
            ["shut strong policing", "shut strong policing", "shut weak policing"],
            UNDETERMINED,
            id="three surveys of the same thing are one witness",
        ),
        pytest.param(
            ["open strong policing", "open strong services", "shut strong attacks"], OPEN, id="net points at the margin"
        ),
        pytest.param(
            ["open strong policing", "open moderate services", "shut strong attacks"],
            UNDETERMINED,
            id="net points just under the margin",
        ),
        pytest.param(["shut decisive policing"], SHUT, id="the wording of the phase settles the gate alone"),
        pytest.param(
            ["shut decisive policing", "open strong services", "open strong attacks", "open strong influence"],
            SHUT,
            id="points never outweigh decisive evidence",
        ),
        pytest.param(
            ["shut decisive policing", "open decisive services"], UNDETERMINED, id="decisive both ways is open"
        ),
        pytest.param(
            ["-shut strong policing", "-shut strong services"], UNDETERMINED, id="refuted evidence is no evidence"
        ),
    ],
)
def test_a_gate_is_decided_by_points_topics_and_decisive_evidence(written: list[str], state: GateState) -> None:
    assert decide(*written).state is state


def test_decisive_evidence_on_both_sides_is_reported_as_a_contradiction() -> None:
    gate = decide("shut decisive policing", "open decisive services")
    assert gate.is_contradicted
    assert gate.lean is None


def test_an_undetermined_gate_leans_where_the_points_are() -> None:
    assert decide("shut strong policing").lean is SHUT
    assert decide("open weak policing").lean is OPEN
    assert decide().lean is None


def test_events_can_be_set_aside() -> None:
    gate = decide("shut strong serious_violence", "shut moderate attacks")
    assert gate.state is SHUT
    assert without_events(gate, POLICY).state is UNDETERMINED


WRITTEN = st.builds(
    "{}{} {} {}".format,
    st.sampled_from(["", "?", "-"]),
    st.sampled_from(["open", "shut"]),
    st.sampled_from(["weak", "moderate", "strong", "decisive"]),
    st.sampled_from(["policing", "services", "attacks"]),
)


@given(st.lists(WRITTEN, max_size=7))
def test_no_completion_of_the_open_evidence_leaves_what_is_said_to_be_possible(written: list[str]) -> None:
    gate = decide(*written)
    open_ones = [number for number, text in enumerate(written) if text.startswith("?")]
    for fired in itertools.product([True, False], repeat=len(open_ones)):
        completed = list(written)
        for number, fires in zip(open_ones, fired, strict=True):
            completed[number] = ("" if fires else "-") + written[number][1:]
        assert decide(*completed).state in gate.possible
    assert gate.state in gate.possible


@given(st.lists(WRITTEN, max_size=7), st.randoms())
def test_the_order_of_the_rules_changes_nothing(written: list[str], random) -> None:
    shuffled = list(written)
    random.shuffle(shuffled)
    one, other = decide(*written), decide(*shuffled)
    assert (one.state, one.lean, one.points_open, one.points_shut, one.possible) == (
        other.state, other.lean, other.points_open, other.points_shut, other.possible
    )  # fmt: skip


@given(st.lists(WRITTEN, max_size=7), WRITTEN.filter(lambda text: text.startswith("shut")))
def test_more_evidence_that_a_gate_is_shut_never_opens_it(written: list[str], more: str) -> None:
    worse = {OPEN: 2, UNDETERMINED: 1, SHUT: 0}
    assert worse[decide(*written, more).state] <= worse[decide(*written).state]


@pytest.mark.parametrize(
    ("states", "candidates"),
    [
        ((SHUT, SHUT), (1,)),
        ((SHUT, OPEN), (1,)),
        ((SHUT, UNDETERMINED), (1,)),
        ((OPEN, SHUT), (2,)),
        ((OPEN, OPEN), (3,)),
        ((OPEN, UNDETERMINED), (2, 3)),
        ((UNDETERMINED, SHUT), (1, 2)),
        ((UNDETERMINED, OPEN), (1, 3)),
        ((UNDETERMINED, UNDETERMINED), (1, 2, 3)),
    ],
)
def test_the_gates_leave_these_phases_open(states: tuple[GateState, ...], candidates: tuple[int, ...]) -> None:
    assert candidates_of(states) == candidates
