"""The column engine answers every row exactly as the core answers that profile."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from columns_agree import differences
from fasmodell import Profile, RuleBase, load_profile, load_rule_base, recommend
from fasmodell.batch.columns import ColumnEngine
from fasmodell.batch.columns_in import Column, columns_of_arrays, columns_of_frame, columns_of_profiles
from fasmodell.batch.variation import Variation
from fasmodell.diagnostics import FasmodellError
from fasmodell.knowledge import Track
from fasmodell.resources import bundled
from fasmodell.rules import PhasePolicy, RankingPolicy, Strength
from strategies_profiles import profiles
from strategies_rule_bases import rule_bases, small, with_rules
from test_proof_check import extended

# A rule base takes long to shrink, and a difference is named by its column anyway.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
SLOW = settings(max_examples=4, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
EXAMPLES = sorted(bundled("examples").glob("*.yaml"), key=lambda path: path.name)


@cache
def shipped() -> RuleBase:
    return load_rule_base(cache=False)


@cache
def engine() -> ColumnEngine:
    return ColumnEngine(shipped())


@cache
def examples() -> tuple[Profile, ...]:
    return tuple(load_profile(str(path), shipped()) for path in EXAMPLES)


def assert_agrees(base: RuleBase, asked: list[Profile], **how: int) -> None:
    columns = columns_of_profiles(base, asked)
    found = ColumnEngine(base).evaluate(columns, **how)
    assert found.size == len(asked)
    for row, profile in enumerate(asked):
        assert differences(found, row, recommend(profile, base)) == []


def test_every_column_of_the_examples_is_as_the_core_answers() -> None:
    assert_agrees(shipped(), list(examples()))


@SLOW
@given(st.deferred(lambda: st.lists(profiles(shipped().knowledge), min_size=1, max_size=4)))
def test_every_column_of_any_profiles_is_as_the_core_answers(asked: list[Profile]) -> None:
    assert_agrees(shipped(), asked)


@SLOW
@given(st.deferred(lambda: st.lists(profiles(extended().knowledge), min_size=1, max_size=4)))
def test_so_it_is_with_rules_that_use_every_kind_of_condition(asked: list[Profile]) -> None:
    assert_agrees(extended(), asked)


def phase_policies() -> st.SearchStrategy[PhasePolicy]:
    points = st.fixed_dictionaries({strength: st.integers(0, 6) for strength in Strength})
    return st.builds(
        shipped().rules.phase_policy._replace,
        points=points,
        margin=st.integers(1, 5),
        min_topics=st.integers(1, 3),
        hold_months=st.sampled_from((0, 6, 12, 24)),
    )


def ranking_policies() -> st.SearchStrategy[RankingPolicy]:
    written = shipped().rules.ranking_policy
    criteria = {
        name: st.builds(
            criterion._replace,
            # A foundation that lost points for each measure that rests on it would have its bounds the wrong way round.
            values=st.fixed_dictionaries(
                {case: st.integers(0 if name == "enables" else -100, 100) for case in criterion.values}
            ),
        )
        for name, criterion in written.criteria.items()
    }
    weights = {
        track: st.fixed_dictionaries({name: st.integers(0, 60) | st.just(1000) for name in own})
        for track, own in written.weights.items()
    }
    return st.builds(
        written._replace,
        criteria=st.fixed_dictionaries(criteria),
        weights=st.fixed_dictionaries(weights),
        adjustments=st.fixed_dictionaries({strength: st.integers(0, 40) for strength in written.adjustments}),
    )


@settings(SLOW, max_examples=10)
@given(st.data())
def test_so_it_is_with_any_rules_and_any_policies(data: st.DataObject) -> None:
    base = data.draw(rule_bases())
    if data.draw(st.booleans()):
        rules = base.rules._replace(
            phase_policy=data.draw(phase_policies()), ranking_policy=data.draw(ranking_policies())
        )
        base = with_rules(replace(base, rules=rules))
    assert_agrees(base, data.draw(st.lists(profiles(base.knowledge), min_size=1, max_size=4)))


@pytest.mark.parametrize("size", [1, 63, 64, 65, 130])
@pytest.mark.parametrize("chunk", [1, 64, 100])
def test_neither_the_number_of_rows_nor_the_chunk_changes_a_row(size: int, chunk: int) -> None:
    asked = [examples()[row % len(examples())] for row in range(size)]
    columns = columns_of_profiles(shipped(), asked)
    whole, parts = engine().evaluate(columns), engine().evaluate(columns, chunk=max(chunk, size // 3))
    for (name, one), (other_name, other) in zip(whole.columns(), parts.columns(), strict=True):
        assert name == other_name
        assert np.array_equal(one, other), name


def test_no_rows_give_no_answers_but_every_column() -> None:
    none = engine().evaluate(columns_of_profiles(shipped(), []))
    assert none.size == 0
    assert [name for name, _ in none.columns()] == [
        name for name, _ in engine().evaluate(columns_of_profiles(shipped(), examples())).columns()
    ]


def test_without_envelopes_the_rest_is_the_same() -> None:
    columns = columns_of_profiles(shipped(), examples())
    plain, bounded = engine().evaluate(columns, envelopes=False), engine().evaluate(columns)
    assert plain.low is plain.high is plain.best_rank is plain.worst_rank is None
    assert plain.possible_standings is plain.standing_settled is None
    for name, array in plain.columns():
        assert np.array_equal(array, dict(bounded.columns())[name]), name


@SLOW
@given(st.data())
def test_numbers_that_differ_row_by_row_answer_as_a_rule_base_with_those_numbers(data: st.DataObject) -> None:
    base, rows = extended(), 3
    profile = data.draw(profiles(base.knowledge))
    phase = [data.draw(phase_policies())._replace(hold_months=12) for _ in range(rows)]
    ranking = [data.draw(ranking_policies()) for _ in range(rows)]
    varied = Variation(
        weights={
            track: {name: np.array([one.weights[track][name] for one in ranking]) for name in own}
            for track, own in base.rules.ranking_policy.weights.items()
        },
        adjustments={
            strength: np.array([one.adjustments[strength] for one in ranking])
            for strength in base.rules.ranking_policy.adjustments
        },
        points={strength: np.array([one.points[strength] for one in phase]) for strength in Strength},
        margin=np.array([one.margin for one in phase]),
        min_topics=np.array([one.min_topics for one in phase]),
    )
    found = ColumnEngine(base).evaluate(columns_of_profiles(base, [profile] * rows), varied)
    for row in range(rows):
        policy = base.rules.ranking_policy._replace(weights=ranking[row].weights, adjustments=ranking[row].adjustments)
        rules = base.rules._replace(ranking_policy=policy, phase_policy=phase[row])
        assert differences(found, row, recommend(profile, with_rules(replace(base, rules=rules)))) == []


def test_weights_for_all_rows_are_those_of_one_track() -> None:
    columns = columns_of_profiles(shipped(), examples())
    varied = Variation(weights={Track.DIRECT: {"need": 7}})
    found, written = engine().evaluate(columns, varied), engine().evaluate(columns)
    foundations = [
        place for place, one in enumerate(found.measures) if shipped().knowledge.measures[one].track is Track.FOUNDATION
    ]
    assert np.array_equal(found.score[foundations], written.score[foundations])
    assert not np.array_equal(found.score, written.score)


def test_arrays_and_frames_answer_as_the_profiles_they_were_made_from() -> None:
    knowledge = shipped().knowledge
    data = {name: [profile.value_of(name) for profile in examples()] for name in knowledge.indicators}
    frame = pl.DataFrame({name: pl.Series(values, strict=False) for name, values in data.items()})
    found = engine().evaluate(columns_of_frame(shipped(), frame))
    for row, profile in enumerate(examples()):
        bare = profile._replace(measures_in_place=None, previous_assessment=None)
        assert differences(found, row, recommend(bare, shipped())) == []


def test_a_row_is_explained_by_the_core_with_its_trace() -> None:
    arrays = {
        "open_drug_scene_level": np.array([0, 3], np.int8),
        "unsafe_evening_share": np.array([np.nan, 52.0]),
        "police_class": np.array([None, "vulnerable"], object),
    }
    arrays["police_class"][1] = next(iter(shipped().knowledge.indicators["police_class"].options))
    columns = columns_of_arrays(shipped(), arrays)
    found = engine().evaluate(columns)
    for row in range(2):
        answer = engine().explain(columns, row)
        assert differences(found, row, answer) == []
    assert "finding:open_drug_scene>=acute" in engine().explain(columns, 1).trace
    with pytest.raises(IndexError):
        engine().explain(columns, 2)


def test_a_row_that_rests_on_a_series_needs_its_profile_to_be_explained() -> None:
    columns = replace(columns_of_profiles(shipped(), examples()), profile_of=None)
    resting = [row for row, one in enumerate(examples()) if one.previous_assessment is not None]
    assert resting
    with pytest.raises(FasmodellError, match="give profiles"):
        engine().explain(columns, resting[0])


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"open_drug_scene_levl": [1]}, "did you mean `open_drug_scene_level`?"),
        ({"open_drug_scene_level": [1, 4]}, "row 1 of the column `open_drug_scene_level`"),
        ({"open_drug_scene_level": [1.5]}, "row 0"),
        ({"open_drug_scene_level": ["high"]}, "holds text"),
        ({"unsafe_evening_share": [np.inf]}, "row 0"),
        ({"unsafe_evening_share": [-1]}, "row 0"),
        ({"police_class": ["no such class"]}, "row 0"),
        ({"open_drug_scene_level": [1], "unsafe_evening_share": [1, 2]}, "different lengths: 1, 2"),
        ({"open_drug_scene_level": [[1]]}, "one row per profile"),
    ],
)
def test_columns_that_no_profile_could_have_are_refused(arrays: dict[str, list[object]], said: str) -> None:
    with pytest.raises(FasmodellError) as refused:
        columns_of_arrays(shipped(), {name: np.array(values) for name, values in arrays.items()})
    assert said in str(refused.value)


def test_a_masked_array_nan_and_a_missing_column_are_all_unknown() -> None:
    masked = np.ma.MaskedArray(np.array([3, 3], np.int8), [False, True])
    given = columns_of_arrays(
        shipped(), {"open_drug_scene_level": masked, "unsafe_evening_share": np.array([np.nan] * 2)}
    )
    found = engine().evaluate(given)
    place = found.findings.index("open_drug_scene")
    assert (found.level[place, 0], found.level[place, 1], found.highest[place, 1]) == (3, 0, 3)
    column = Column(np.array([3, 3], np.int8), np.array([True, False]))
    again = engine().evaluate(columns_of_arrays(shipped(), {"open_drug_scene_level": column}))
    assert np.array_equal(again.score, found.score)


def test_the_small_vocabulary_has_what_the_random_rules_need() -> None:
    assert any(one.activity_sensitive for one in small().knowledge.indicators.values())


def test_workers_share_the_chunks_and_keep_their_order() -> None:
    asked = [examples()[row % len(examples())] for row in range(300)]
    columns = columns_of_profiles(shipped(), asked)
    alone, shared = engine().evaluate(columns, chunk=64), engine().evaluate(columns, chunk=64, workers=3)
    assert all(
        np.array_equal(one, other) for (_, one), (_, other) in zip(alone.columns(), shared.columns(), strict=True)
    )
    assert [part.size for part in engine().evaluate_chunks(columns, chunk=64, workers=2)] == [64, 64, 64, 64, 44]


def test_columns_of_words_say_what_their_numbers_stand_for() -> None:
    found = engine().evaluate(columns_of_profiles(shipped(), examples()))
    words, columns = found.words(), dict(found.columns())
    for row, profile in enumerate(examples()):
        answer = recommend(profile, shipped())
        for gate in answer.phase.gates:
            assert words["gate.state"][columns[f"gate.{gate.gate}.state"][row]] == gate.state
            assert words["gate.lean"][columns[f"gate.{gate.gate}.lean"][row]] == (gate.lean or "")
        for one in answer.measures:
            assert words["measure.standing"][columns[f"measure.{one.measure}.standing"][row]] == one.standing
