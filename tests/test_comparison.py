"""Two assessments compared and an area followed over time: what is refused, what moved, and that it adds up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import FasmodellError, InferenceError, Profile, ProfileError, load_profile, load_rule_base, parse_profile
from fasmodell.analysis.comparability import require_comparable
from fasmodell.analysis.comparison import Comparison, Trajectory, follow
from fasmodell.analysis.comparison_check import faults_in, require_recounted
from fasmodell.analysis.comparison_json import comparison_document, render_trajectory, track_document
from fasmodell.analysis.goal_course import Course, Stretch, course_part, whole_course
from fasmodell.analysis.measure_effect import Outcome, Timing, timing_of
from fasmodell.analysis.movement import IndicatorMove, Reading, RowState
from fasmodell.analysis.sign_reading import SignSeen, Verdict
from fasmodell.analysis.trajectory_page import comparison_page, trajectory_page
from fasmodell.document import document_markdown, document_text
from fasmodell.knowledge import FindingId, IndicatorId, MeasureId
from fasmodell.resources import bundled
from fasmodell.scales import LANGUAGES, Language
from in_a_process import run_apart
from in_process import Done, run
from strategies_profiles import AS_OF, profiles

BASE = load_rule_base()
SCHEMAS = Path(fasmodell.__file__).parent / "schemas"
OVER_TIME = bundled("examples") / "over-time"
FIRST = "policing_difficulty_level: 3, services_closed_level: 3, attacks_level: 3"
# A whole profile takes longer to draw than to answer, and shrinking one takes minutes.
BIG = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
REGAINED = (
    "policing_difficulty_level: 0, services_work_level: 3, services_closed_level: 0, attacks_level: 0, "
    "open_drug_scene_level: 0, displacement_level: 0, indoor_trade_level: 0, silence_level: 3, trust_level: 0"
)


def profile(year: int, observations: str = "", more: str = "", area: str = "{name: Tomt}") -> Profile:
    head = f"format: fasmodell.profile/1\narea: {area}\nas_of: {year}-03-31\n"
    return parse_profile(f"{head}observations: {{{observations}}}\n{more}\n", BASE, name=f"{year}.yaml")


def compared(before: str, after: str, more: str = "") -> Comparison:
    return follow([profile(2025, before), profile(2026, after, more)], BASE).whole


def move(before: str, after: str, indicator: str = "unsafe_evening_share") -> IndicatorMove:
    found = compared(f"{indicator}: {before}", f"{indicator}: {after}").indicators
    return next(one for one in found if one.indicator == indicator)


@cache
def examples() -> Trajectory:
    return follow([load_profile(path, BASE) for path in sorted(OVER_TIME.glob("*.yaml"))], BASE)


# What is refused


def refused(old: str, new: str, years: tuple[int, int] = (2025, 2026)) -> list[str]:
    pair = [
        (f"{n}.yaml", profile(year, area=area)) for n, (year, area) in enumerate(zip(years, (old, new), strict=True))
    ]
    try:
        require_comparable(pair, {})
    except ProfileError as error:
        return [one.code for one in error.diagnostics]
    return []


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("{name: A}", "{name: B}", ["FM420"]),
        ("{name: A}", "{name: '  a '}", []),
        ("{name: A, regso: [0180R001]}", "{name: B, regso: [0180R001]}", []),
        ("{name: A, regso: [0180R001]}", "{name: A, regso: [0180R002]}", ["FM420"]),
        ("{name: A, municipality: '0180'}", "{name: A, municipality: '0184'}", ["FM420"]),
        ("{name: A, municipality: '0180'}", "{name: A}", []),
        ("{name: A, regso: [0180R001]}", "{name: A, regso: [0180R001, 0180R002]}", ["FM425"]),
        ("{name: A, regso: [0180R002, 0180R001]}", "{name: A, regso: [0180R001, 0180R002]}", []),
        ("{name: A, boundary: norra delen}", "{name: A, boundary: hela}", ["FM425"]),
        ("{name: A, boundary: norra delen}", "{name: A}", []),
        ("{name: A, regso: [0180R001], regso_vintage: 2020}", "{name: A, regso: [0180R001_RegSO2025]}", ["FM421"]),
        ("{name: A, regso: [0180R001]}", "{name: A, regso: [0180R001_RegSO2025]}", ["FM421"]),
        ("{name: A, regso: [0180R001], regso_vintage: 2025}", "{name: A, regso: [0180R001_RegSO2025]}", []),
    ],
)
def test_areas_are_compared_only_when_they_are_one(old: str, new: str, codes: list[str]) -> None:
    assert refused(old, new) == codes


@pytest.mark.parametrize("years", [(2026, 2026), (2026, 2025)])
def test_profiles_are_refused_when_time_does_not_pass(years: tuple[int, int]) -> None:
    assert refused("{name: A}", "{name: A}", years) == ["FM422"]


def test_every_reason_is_told_at_once() -> None:
    assert refused("{name: A}", "{name: B}", (2026, 2025)) == ["FM422", "FM420"]


# What moved


@pytest.mark.parametrize(
    ("before", "after", "movement", "reading"),
    [
        ("{value: 40, margin: 3}", "{value: 45, margin: 4}", "steady", Reading.NEITHER),
        ("{value: 40, margin: 3}", "{value: 45.1, margin: 4}", "rising", Reading.WORSE),
        ("{value: 45.1, margin: 3}", "{value: 40, margin: 4}", "falling", Reading.BETTER),
        ("{value: 40, margin: 3}", "{value: 43}", "steady", Reading.NEITHER),
        ("40", "40.1", "rising", Reading.WORSE),
        ("{value: 0.3, margin: 0.3}", "{value: 0.6}", "steady", Reading.NEITHER),
    ],
)
def test_a_change_counts_only_beyond_the_two_margins_together(
    before: str, after: str, movement: str, reading: Reading
) -> None:
    found = move(before, after)
    assert (found.state, found.movement, found.reading) == (RowState.COMPARED, movement, reading)


def test_a_change_is_exact_as_it_is_written() -> None:
    assert move("0.1", "0.3").change == Fraction(1, 5)


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        ("unknown", "40", RowState.UNKNOWN_BEFORE),
        ("40", "unknown", RowState.UNKNOWN_NOW),
        ("{value: 40, method: brev}", "{value: 30, method: webb}", RowState.METHOD_BREAK),
        ("{value: 40, method: brev}", "30", RowState.COMPARED),
        ("{value: 40, period: 2024}", "{value: 30, period: 2024}", RowState.NOT_NEWER),
        ("{value: 40, period: 2024}", "{value: 30, period: 2023}", RowState.NOT_NEWER),
        ("{value: 40, period: 2023}", "{value: 30, period: 2024}", RowState.COMPARED),
    ],
)
def test_what_cannot_be_compared_has_no_movement(before: str, after: str, state: RowState) -> None:
    found = move(before, after)
    assert found.state is state
    assert (found.movement is None) == (found.change is None) == (state is not RowState.COMPARED)
    assert (found.reading is Reading.NEITHER) >= (found.movement is None)


def test_a_graded_level_moves_only_when_its_number_does() -> None:
    within = compared("unsafe_evening_share: {value: 39, margin: 5}", "unsafe_evening_share: {value: 41, margin: 5}")
    level = next(one for one in within.indicators if one.indicator == "insecurity_level")
    assert (level.change, level.movement) == (1, "steady")


def test_a_level_given_and_a_level_graded_are_different_ways_of_measuring() -> None:
    found = compared("insecurity_level: 3", "unsafe_evening_share: 20")
    level = next(one for one in found.indicators if one.indicator == "insecurity_level")
    assert level.state is RowState.METHOD_BREAK


def test_raw_report_counts_are_read_as_neither_better_nor_worse() -> None:
    assert move("900", "1200", "reported_violence_rate").reading is Reading.NEITHER


def test_the_police_class_is_read_by_its_order() -> None:
    found = move("especially_vulnerable", "vulnerable", "police_class")
    assert (found.movement, found.reading) == ("falling", Reading.BETTER)


def test_a_finding_moves_only_when_no_open_level_could_explain_it() -> None:
    sure = compared("open_drug_scene_level: 3, perceived_open_drug_trade_share: 60", "open_drug_scene_level: 0")
    rows = {one.finding: one for one in sure.findings}
    assert rows[FindingId("open_drug_scene")].reading is Reading.BETTER
    known = compared("", "open_drug_scene_level: 3")
    first = {one.finding: one for one in known.findings}[FindingId("open_drug_scene")]
    assert (first.before, first.movement, first.reading) == ((0, 3), None, Reading.NEITHER)


def test_a_finding_that_rests_on_another_method_is_not_told_to_have_moved() -> None:
    before, after = "{value: 55, method: brev}", "{value: 20, method: webb}"
    same = compared("unsafe_evening_share: 55", "unsafe_evening_share: 20")
    other = compared(f"unsafe_evening_share: {before}", f"unsafe_evening_share: {after}")
    for comparison, movement, broken in ((same, "falling", ()), (other, None, ("unsafe_evening_share",))):
        found = {one.finding: one for one in comparison.findings}[FindingId("insecurity")]
        assert (found.movement, found.broken) == (movement, broken)
    assert any(gate.broken for gate in other.gates)


def test_measures_that_come_leave_start_and_stop_are_told_apart() -> None:
    before = profile(2025, FIRST, "measures_in_place: [safety_walk, {measure: safety_hosts, running: unknown}]")
    after = profile(2026, REGAINED, "measures_in_place: [neighbourhood_watch]")
    found = follow([before, after], BASE).whole
    told = {one.measure: (one.before, one.after) for one in found.running}
    assert told == {"safety_walk": (True, False), "safety_hosts": (None, False), "neighbourhood_watch": (False, True)}
    assert {one.measure for one in found.came_to_now}.isdisjoint(one.measure for one in found.left_now)
    assert all(one.before.standing is not one.after.standing for one in found.standings)
    assert {*found.came_to_now, *found.left_now} <= {*found.standings}


# Early signs

STARTED = "measures_in_place: [{{measure: hot_spots_policing, since: {since}}}]"
DRUGS = "reported_drug_offence_rate"


def sign(before: str, after: str, more: str = "", name: str = "more_drug_cases") -> SignSeen:
    return next(one for one in compared(before, after, more).signs if one.sign.id == name)


@pytest.mark.parametrize(
    ("beside", "since", "is_early", "verdict"),
    [
        ((3, 2), "2025-06", True, Verdict.GOOD),
        ((2, 3), "2025-06", True, Verdict.NOT_GOOD),
        ((2, 2), "2025-06", True, Verdict.OPEN),
        ((3, 2), "2024-06", False, Verdict.OPEN),
        ((3, 2), "2025", None, Verdict.OPEN),
        ((2, 3), "2024-06", False, Verdict.NOT_GOOD),
    ],
)
def test_more_reports_are_good_only_early_and_while_something_beside_improves(
    beside: tuple[int, int], since: str, is_early: bool | None, verdict: Verdict
) -> None:
    texts = [f"{DRUGS}: {rate}, insecurity_level: {level}" for rate, level in zip((900, 1200), beside, strict=True)]
    found = sign(*texts, STARTED.format(since=since))
    assert (found.came, found.is_early, found.verdict) == (True, is_early, verdict)
    assert found.explained_by == ((MeasureId("hot_spots_policing"),) if is_early else ())


def test_a_sign_that_did_not_come_or_cannot_be_seen_has_no_verdict() -> None:
    assert sign(f"{DRUGS}: 900", f"{DRUGS}: 900")[1] is False
    assert sign(f"{DRUGS}: 900", f"{DRUGS}: unknown")[1] is None
    assert sign(f"{DRUGS}: 900", f"{DRUGS}: 900").verdict is None


@pytest.mark.parametrize(
    ("moved", "verdict"),
    [
        ("indoor_trade_level: 1, displacement_level: 1", Verdict.GOOD),
        ("indoor_trade_level: 2, displacement_level: 1", Verdict.NOT_GOOD),
        ("indoor_trade_level: 1", Verdict.OPEN),
    ],
)
def test_less_visible_trade_is_not_enough_until_displacement_is_known(moved: str, verdict: Verdict) -> None:
    before = "open_drug_scene_level: 3, indoor_trade_level: 1, displacement_level: 1"
    assert sign(before, f"open_drug_scene_level: 1, {moved}", name="less_visible_drug_trade").verdict is verdict


# Running measures


@pytest.mark.parametrize(
    ("months", "window", "timing"),
    [
        ((5, 5), (6, 30), Timing.TOO_EARLY),
        ((6, 6), (6, 30), Timing.MAY_SHOW),
        ((5, 16), (6, 30), Timing.MAY_SHOW),
        ((29, 29), (6, 30), Timing.MAY_SHOW),
        ((30, 30), (6, 30), Timing.LONG_ENOUGH),
        ((600, 600), (60, None), Timing.MAY_SHOW),
        (None, (6, 30), Timing.UNKNOWN),
        ((30, 30), None, Timing.UNKNOWN),
    ],
)
def test_whether_a_measure_has_run_long_enough(
    months: tuple[int, int] | None, window: tuple[int, int | None] | None, timing: Timing
) -> None:
    assert timing_of(months, window) is timing


@pytest.mark.parametrize(
    ("since", "level", "outcome"),
    [
        ("2024-06", 1, Outcome.AS_EXPECTED),
        ("2024-06", 3, Outcome.MISSING),
        ("2025-12", 3, Outcome.NOT_YET),
        ("2025-12", 1, Outcome.AS_EXPECTED),
    ],
)
def test_a_measure_is_held_against_its_follow_up(since: str, level: int, outcome: Outcome) -> None:
    more = STARTED.format(since=since)
    pair = [profile(2024, "public_violence_level: 3"), profile(2026, f"public_violence_level: {level}", more)]
    (effect,) = follow(pair, BASE).effects
    followed = {one.indicator: one.outcome for one in effect.followed}
    assert followed[IndicatorId("public_violence_level")] is outcome
    assert followed[IndicatorId("perceived_gangs_share")] is Outcome.CANNOT_BE_SAID


def test_a_measure_is_compared_from_the_last_situation_before_it_started() -> None:
    effects = {one.measure.id: (one.baseline.year, one.is_before_start) for one in examples().effects}
    assert effects == {
        "cooperation_agreement_and_action_plan": (2024, False),
        "hot_spots_policing": (2024, True),
        "area_police_officers": (2024, True),
        "outreach_youth_work": (2025, True),
    }


# The goal


@pytest.mark.parametrize(
    ("first", "now", "today", "course"),
    [
        (1, 1, date(2027, 12, 31), Course.ON_COURSE),
        (1, 1, date(2028, 1, 1), Course.BEHIND),
        (1, 2, date(2028, 1, 1), Course.ON_COURSE),
        (1, 2, date(2027, 12, 31), Course.AHEAD),
        (1, 3, date(2025, 1, 1), Course.REACHED),
        (None, 3, date(2025, 1, 1), Course.REACHED),
        (None, 2, date(2025, 1, 1), Course.UNDETERMINED),
        (1, None, date(2025, 1, 1), Course.UNDETERMINED),
        (3, 2, date(2025, 1, 1), Course.BEHIND),
        (2, 1, date(2025, 1, 1), Course.BEHIND),
    ],
)
def test_whole_steps_are_held_against_the_time_used(
    first: int | None, now: int | None, today: date, course: Course
) -> None:
    """Four years from the end of 2025 to the end of 2029 hold 1461 days; half of them are used on 1 January 2028."""
    stretch = Stretch(date(2025, 12, 31) if today.year > 2025 else date(2024, 12, 31), today, date(2029, 12, 31))
    assert course_part("phase", stretch, first, now, 3, 1).course is course


@given(st.lists(st.sampled_from(tuple(Course)), min_size=1, max_size=2))
def test_a_goal_is_no_further_on_than_its_parts(courses: list[Course]) -> None:
    assert whole_course(courses) in courses
    assert (whole_course(courses) is Course.REACHED) == (set(courses) == {Course.REACHED})


def test_an_undetermined_phase_leaves_the_course_unsaid_and_the_first_stated_assessment_counts() -> None:
    goal = "goal: {phase: 3, by: 2030}"
    course = follow([profile(2025, FIRST, goal), profile(2026, "", goal)], BASE).course
    assert course is not None
    assert course.course is Course.UNDETERMINED
    stated = f"{goal}\nprevious_assessment: {{phase: 1, as_of: 2022-03-31}}"
    course = follow([profile(2025, FIRST, stated), profile(2026, FIRST, goal)], BASE).course
    assert course is not None
    assert (course.parts[0].first_as_of, course.is_changed) == (date(2022, 3, 31), False)


# Persistence


def test_earlier_assessments_count_without_changing_what_the_profile_says() -> None:
    found = follow([profile(2024, FIRST), profile(2025, REGAINED), profile(2026, REGAINED)], BASE)
    assert [one.phase.phase for one in found.answers] == [1, 2, 2]
    assert [(one.phase.phase, one.phase.on_the_way_to) for one in found.persisted] == [(1, None), (1, 2), (2, None)]
    assert [one.previous and one.previous.phase for one in found.persisted] == [None, 1, 1]


def test_a_stated_previous_assessment_that_the_older_profile_does_not_bear_out_is_told() -> None:
    for phase, agrees in ((1, True), (2, False)):
        stated = f"previous_assessment: {{phase: {phase}, as_of: 2025-03-31}}"
        assert compared(FIRST, REGAINED, stated).agrees_with_stated is agrees
    assert compared(FIRST, REGAINED).agrees_with_stated is None


# Laws


@settings(BIG, max_examples=4)
@given(profiles(BASE.knowledge), profiles(BASE.knowledge))
def test_what_is_said_of_any_two_profiles_is_recounted_and_turns_round_with_them(old: Profile, new: Profile) -> None:
    earlier = old._replace(as_of=AS_OF.replace(year=AS_OF.year - 1))
    there = follow([earlier, new], BASE)
    back = follow([new._replace(as_of=earlier.as_of), old], BASE)
    assert list(faults_in(there)) == []
    turned = {"rising": "falling", "falling": "rising"}
    others = {one.indicator: one for one in back.whole.indicators}
    for one in there.whole.indicators:
        if one.movement is not None and others[one.indicator].movement is not None:
            assert others[one.indicator].movement == turned.get(one.movement, one.movement)
            assert one.change is None or one.change == -(others[one.indicator].change or 0)


@settings(BIG, max_examples=4)
@given(profiles(BASE.knowledge))
def test_nothing_moves_between_two_equal_situations(one: Profile) -> None:
    earlier = one._replace(as_of=AS_OF.replace(year=AS_OF.year - 1), previous_assessment=None)
    found = follow([earlier, one._replace(previous_assessment=None)], BASE).whole
    assert {move.movement for move in found.indicators} <= {"steady", None}
    assert not [move for move in found.findings if move.movement]
    assert not [move for move in found.running if True in (move.before, move.after)]


def mutated(trajectory: Trajectory) -> Iterable[tuple[str, Trajectory]]:
    whole = trajectory.whole
    row = next(one for one in whole.indicators if one.movement == "falling" and one.change is not None)
    rows = {
        "a change": row._replace(change=Fraction(1)),
        "a movement": row._replace(movement="rising"),
        "a movement hidden": row._replace(movement="steady"),
        "a value": row._replace(before=row.after),
    }
    for name, changed in rows.items():
        moves = tuple(changed if one is row else one for one in whole.indicators)
        yield name, trajectory._replace(whole=whole._replace(indicators=moves))
    finding = whole.findings[0]
    for name, other in (
        ("a level", finding._replace(after=(3, 3))),
        ("its upper end", finding._replace(before=(0, 3))),
    ):
        yield name, trajectory._replace(whole=whole._replace(findings=(other, *whole.findings[1:])))
    gate = whole.gates[0]
    shut = gate._replace(after=gate.after._replace(points_open=99))
    yield "points", trajectory._replace(whole=whole._replace(gates=(shut, *whole.gates[1:])))
    standing = whole.standings[0]
    swapped = standing._replace(before=standing.after)
    yield "a standing", trajectory._replace(whole=whole._replace(standings=(swapped, *whole.standings[1:])))
    assert trajectory.course is not None
    part = trajectory.course.parts[0]
    for name, wrong in (("steps", part._replace(expected=2)), ("a course", part._replace(course=Course.BEHIND))):
        yield name, trajectory._replace(course=trajectory.course._replace(parts=(wrong,)))


def test_a_comparison_with_one_thing_changed_does_not_hold() -> None:
    require_recounted(examples(), BASE)
    for name, changed in mutated(examples()):
        assert list(faults_in(changed)), name
        with pytest.raises(InferenceError):
            require_recounted(changed, BASE)


# What is written


@pytest.mark.parametrize("name", ["comparison", "track"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documents_keep_their_schema(name: str, language: Language) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    document = (comparison_document if name == "comparison" else track_document)(examples(), BASE, language)
    written = json.loads(json.dumps(document))
    assert written["format"] == schema["title"]
    assert [error.message for error in Draft202012Validator(schema).iter_errors(written)] == []


@settings(BIG, max_examples=4)
@given(profiles(BASE.knowledge), profiles(BASE.knowledge), st.sampled_from(LANGUAGES))
def test_any_two_profiles_can_be_written_in_every_way(old: Profile, new: Profile, language: Language) -> None:
    found = follow([old._replace(as_of=AS_OF.replace(year=AS_OF.year - 1)), new], BASE)
    for page in (comparison_page(found, BASE, language), trajectory_page(found, BASE, language)):
        text = document_text(page, 60) + document_markdown(page)
        assert "{" not in text
        assert "None" not in text
    schema = json.loads((SCHEMAS / "track.schema.json").read_text(encoding="utf-8"))
    assert Draft202012Validator(schema).is_valid(json.loads(render_trajectory(found, BASE, language)))


def test_every_fact_that_a_proof_names_is_in_it() -> None:
    for proof in track_document(examples(), BASE)["proofs"]:
        premises = {p for node in proof["trace"].values() for d in node["derivations"] for p in d["premises"]}
        assert premises <= proof["trace"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", ["60", "100"])
def test_pages_fit_the_terminal(language: str, columns: str) -> None:
    for words in (["track", str(OVER_TIME)], ["compare", *map(str, sorted(OVER_TIME.glob("*.yaml"))[:2])]):
        done = run(*words, "--lang", language, COLUMNS=columns)
        assert done.returncode == 0, done.stderr
        assert all(len(line) <= int(columns) or " " not in line.strip() for line in done.stdout.splitlines())


# The command line


def test_same_profiles_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    """Both secrecy classes are told, the older profile's first."""
    for year, secrecy in ((2025, "secret"), (2026, "internal")):
        text = f"format: fasmodell.profile/1\narea: {{name: Tomt}}\nas_of: {year}-03-31\nobservations:\n"
        text += f"  silence_level: {{value: 2, secrecy: {secrecy}}}\n"
        (tmp_path / f"{year}.yaml").write_text(text, encoding="utf-8")
    outputs = {run_apart("track", str(tmp_path), "--lang", "en", PYTHONHASHSEED=seed).stdout for seed in "0123"}
    (output,) = outputs
    assert 0 < output.index("marked secret") < output.index("marked internal")


def test_one_of_the_profiles_can_come_on_standard_input() -> None:
    old, new = (OVER_TIME / f"{year}.yaml" for year in (2024, 2025))
    from_file = run("compare", str(old), str(new))
    from_stdin = run("compare", str(old), "-", stdin=new.read_text(encoding="utf-8"))
    assert from_stdin.stdout == from_file.stdout
    assert run("compare", "-", "-").returncode == 2


def failed(done: Done, code: int, said: str) -> bool:
    assert "Traceback" not in done.stderr
    return (done.returncode, done.stdout) == (code, "") and said in done.stderr


def test_what_cannot_be_compared_is_an_error_with_a_place_and_no_answer(tmp_path: Path) -> None:
    example = str(OVER_TIME / "2024.yaml")
    assert failed(run("compare", example, "examples/bjorkdalen.yaml"), 4, "FM420")
    assert failed(run("compare", example, example), 4, "FM422")
    assert failed(run("compare", example, "no-such-file.yaml"), 4, "no such file")
    assert failed(run("track", "no-such-folder"), 4, "FM101")
    assert failed(run("track", str(tmp_path)), 5, "it takes two")
    assert failed(run("track", "examples"), 4, "FM420")
    assert failed(run("track", "examples", "--area", "Björkdale"), 4, "FM426")
    assert failed(run("track", "examples", "--area", "björkdalen"), 5, "it takes two")


def test_every_problem_of_every_profile_is_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("format: fasmodell.profile/1\narea: {name: T}\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("format: fasmodell.decisions/1\n", encoding="utf-8")
    done = run("track", str(tmp_path))
    assert done.returncode == 4
    assert done.stderr.count("error[FM106]") == 2
    assert "c.yaml" not in done.stderr


def test_a_row_measured_in_another_way_is_told_and_the_rest_is_answered() -> None:
    years = [str(OVER_TIME / f"{year}.yaml") for year in (2025, 2026)]
    done = run("compare", *years, "--verify")
    assert done.returncode == 0
    assert done.stderr.count("warning[FM423]") == 2
    assert "FM423" not in done.stdout


def test_a_fault_in_the_recount_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from fasmodell.analysis import comparison_check

    monkeypatch.setattr(comparison_check, "faults_in", lambda _: iter(["the change of something"]))
    with pytest.raises(FasmodellError, match="does not hold"):
        require_recounted(examples(), BASE)
