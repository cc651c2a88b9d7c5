"""Scores as sums of formulas, held to the ranking: the same points for every measure, whatever the profile."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fasmodell import load_profile, recommend
from fasmodell.profile import Profile
from fasmodell.rule_base import RuleBase
from strategies_profiles import profiles
from strategies_rule_bases import rule_bases, shipped

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell.exact.assignments import assignment_of
from fasmodell.exact.encoding import Encoding, encode
from fasmodell.exact.formula import TRUE, every, no
from fasmodell.exact.score_formulas import Sum, differ, is_more, score_terms
from fasmodell.exact.solving import Solver
from fasmodell.knowledge import MeasureId

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.yaml"))
SLOW = settings(
    max_examples=4,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Scores = tuple[Encoding, Solver, dict[MeasureId, Sum]]


def scores_of(base: RuleBase) -> Scores:
    encoding = encode(base)
    return encoding, Solver(encoding), {name: score_terms(encoding, name) for name in encoding.standings}


@cache
def shipped_scores() -> Scores:
    return scores_of(shipped())


def wrong_scores(scores: Scores, profile: Profile) -> list[MeasureId]:
    """The measures whose formulas do not add up to the points that the ranking gives."""
    encoding, solver, terms = scores
    answer = recommend(profile, encoding.base)
    assert solver.can_be(every(encoding.inputs.given(assignment_of(profile, encoding.inputs.partitions))))
    points = {one.measure: one.score for one in answer.measures}
    wanted = [no(differ(terms[name], [(TRUE, points[name])])) for name in terms]
    return [name for name, is_so in zip(terms, solver.holds(wanted), strict=True) if not is_so]


@SLOW
@given(st.deferred(lambda: profiles(shipped().knowledge)))
def test_sums_are_the_points_of_the_shipped_rules(profile: Profile) -> None:
    assert wrong_scores(shipped_scores(), profile) == []


@SLOW
@given(st.data())
def test_sums_are_the_points_of_any_rules(data: st.DataObject) -> None:
    scores = scores_of(data.draw(rule_bases()))
    assert wrong_scores(scores, data.draw(profiles(scores[0].base.knowledge))) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_sums_are_the_points_of_an_example(path: Path) -> None:
    assert wrong_scores(shipped_scores(), load_profile(path, shipped())) == []


def test_a_hundredth_more_or_less_is_noticed() -> None:
    encoding, solver, terms = shipped_scores()
    answer = recommend(load_profile(EXAMPLES[0], shipped()), shipped())
    profile = assignment_of(answer.profile, encoding.inputs.partitions)
    assert solver.can_be(every(encoding.inputs.given(profile)))
    first = answer.measures[0]
    asked = [is_more(terms[first.measure], [(TRUE, first.score + by)], 0) for by in (-1, 0, 1)]
    assert solver.holds(asked) == [True, True, False]
    assert solver.holds([differ(terms[first.measure], [(TRUE, first.score + by)]) for by in (-1, 0, 1)]) == [
        True, False, True,
    ]  # fmt: skip
