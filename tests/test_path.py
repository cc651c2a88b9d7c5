"""The shortest path: the engine bears every alternative out, and trying everything finds nothing smaller."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from pathlib import Path as File

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import Profile, load_profile, load_rule_base, parse_profile, recommend
from fasmodell.analysis.levers import Lever, Move, Shift, levers_of, shifted
from fasmodell.analysis.path import Path, shortest_path
from fasmodell.analysis.path_document import Acting, path_page
from fasmodell.analysis.path_json import path_json
from fasmodell.analysis.target import MeasureTarget, PhaseTarget
from fasmodell.cells import partitions_of
from fasmodell.document import document_markdown, document_text
from fasmodell.knowledge import IndicatorId, MeasureId
from fasmodell.proof_check import require_proved
from fasmodell.resources import bundled
from fasmodell.results import GateState, Standing
from fasmodell.scales import LANGUAGES, Language, Scale
from fasmodell.view import View
from in_process import run

BASE = load_rule_base(cache=False)
PARTITIONS = partitions_of((BASE.knowledge, BASE.rules))
EXAMPLES = sorted(path.stem for path in bundled("examples").glob("*.yaml"))
HEAD = "format: fasmodell.profile/1\narea: {name: Tomt}\nas_of: 2026-03-31\n"
SCHEMA = json.loads((File(fasmodell.__file__).parent / "schemas" / "path.schema.json").read_text(encoding="utf-8"))
LEAKS = re.compile(r"\bNone\b(?! of\b)|Traceback|[{}]|\b(?:finding|indicator|rule|gate|phase|standing|listed):\w")
Target = PhaseTarget | MeasureTarget


@cache
def example(name: str) -> Profile:
    return load_profile(bundled("examples") / f"{name}.yaml", BASE)


@cache
def path_of(name: str, target: Target) -> Path:
    return shortest_path(example(name), BASE, target)


def profile_of(**values: object) -> Profile:
    return parse_profile(f"{HEAD}observations: {json.dumps(values)}\n", BASE)


def levers_in(profile: Profile) -> dict[IndicatorId, Lever]:
    return levers_of(profile, BASE.knowledge, PARTITIONS)


# Levers


def test_a_level_moves_one_step_at_a_time_and_only_for_the_better() -> None:
    levers = levers_in(profile_of(policing_difficulty_level=2, services_work_level=2))
    cost = {name: one.changeable.cost for name, one in BASE.knowledge.indicators.items() if one.changeable is not None}
    worse, better = IndicatorId("policing_difficulty_level"), IndicatorId("services_work_level")
    assert levers[worse].moves == (Move(1, 1, cost[worse]), Move(0, 2, 2 * cost[worse]))
    assert levers[better].moves == (Move(3, 1, cost[better]),)


def test_a_known_number_is_the_lever_and_not_the_level_that_it_gives() -> None:
    levers = levers_in(profile_of(attacks_on_responders_12m=14, attacks_level=2, unsafe_evening_share=52))
    assert list(levers) == ["attacks_on_responders_12m", "unsafe_evening_share"]
    change = BASE.knowledge.indicators[IndicatorId("attacks_on_responders_12m")].changeable
    assert change is not None
    for move in levers[IndicatorId("attacks_on_responders_12m")].moves:
        assert move.steps == -(-(14 - int(move.value)) // int(change.step))
    assert levers_in(profile_of(attacks_level=2)).keys() == {"attacks_level"}


def test_what_is_unknown_or_only_describes_the_area_is_no_lever() -> None:
    levers = levers_in(profile_of(population=8000, police_class="vulnerable", policing_difficulty_level="unknown"))
    assert levers == {}


def test_what_is_already_at_its_best_is_no_lever() -> None:
    assert levers_in(profile_of(policing_difficulty_level=0, cause_analysis_done=True)) == {}


def test_a_moved_profile_is_the_one_that_set_would_give() -> None:
    profile = example("bjorkdalen")
    path = path_of("bjorkdalen", PhaseTarget(2))
    changes: dict[str, str] = {shift.indicator: json.dumps(shift.after) for shift in path.alternatives[0].shifts}
    again = load_profile(bundled("examples") / "bjorkdalen.yaml", BASE, changes)
    assert shifted(profile, path.alternatives[0].shifts, BASE.knowledge).observations == again.observations


# Every alternative is borne out


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("phase", [2, 3])
def test_the_engine_bears_every_alternative_out(name: str, phase: int) -> None:
    path = path_of(name, PhaseTarget(phase))
    assert path.is_reached is (min(path.answer.phase.candidates) >= phase)
    assert path.alternatives or path.is_reached or path.cost is None
    for one in path.alternatives:
        gates = one.at_once.phase.gates[: phase - 1]
        assert all(gate.state is GateState.OPEN for gate in gates)
        assert min(one.held.phase.candidates) >= phase
        assert path.cost == (sum(shift.cost for shift in one.shifts), len(one.shifts))
        for answer in (one.at_once, one.held):
            require_proved(answer, BASE.knowledge, BASE.rules)


@pytest.mark.parametrize("name", EXAMPLES[:3])
def test_every_measure_has_a_path_that_the_engine_bears_out_or_says_what_is_in_the_way(name: str) -> None:
    for measure in list(BASE.knowledge.measures)[::2]:
        path = path_of(name, MeasureTarget(measure))
        assert path.is_reached is (path.answer.measure(measure).standing is Standing.NOW)
        assert (path.cost is None) is (not path.alternatives and not path.is_reached)
        for one in path.alternatives:
            assert one.held.measure(measure).standing is Standing.NOW


def test_moving_up_from_a_previous_assessment_takes_that_the_gate_has_held() -> None:
    one = path_of("lindhaga", PhaseTarget(3)).alternatives[0]
    assert (one.at_once.phase.phase, one.at_once.phase.on_the_way_to, one.held.phase.phase) == (2, 3, 3)


CALM = "policing_difficulty_level: 0, services_work_level: 3, services_closed_level: 0"


def test_where_the_gate_is_open_but_has_not_held_nothing_but_time_is_lacking() -> None:
    text = f"{HEAD}observations: {{{CALM}}}\nprevious_assessment: {{phase: 1, as_of: 2025-12-31}}\n"
    path = shortest_path(parse_profile(text, BASE), BASE, PhaseTarget(2))
    assert (path.is_reached, path.cost, path.ways) == (False, (0, 0), 1)
    one = path.alternatives[0]
    assert (one.at_once.phase.phase, one.at_once.phase.on_the_way_to) == (1, 2)
    assert min(one.held.phase.candidates) == 2
    page = document_text(path_page(View(path.answer, BASE, "en"), path), 200)
    assert "Nothing more has to change." in page
    assert "open for 12 months" in page


@pytest.mark.parametrize("previous", [1, 2, 3])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_previous_assessment_never_keeps_a_path_from_being_borne_out(name: str, previous: int) -> None:
    text = (bundled("examples") / f"{name}.yaml").read_text(encoding="utf-8").partition("previous_assessment:")[0]
    written = f"{text}\nprevious_assessment: {{phase: {previous}, as_of: 2024-01-31}}\n"
    profile = parse_profile(written, BASE)
    for target in (
        PhaseTarget(3),
        MeasureTarget(MeasureId("cbt_programme")),
        MeasureTarget(MeasureId("resident_dialogue")),
    ):
        for one in shortest_path(profile, BASE, target).alternatives:
            assert one.held.profile.previous_assessment is None


def test_nothing_known_means_that_nothing_can_be_changed_and_what_to_find_out_is_said() -> None:
    path = shortest_path(profile_of(), BASE, PhaseTarget(2))
    assert (path.cost, path.alternatives, path.levers) == (None, (), ())
    assert "policing_difficulty_level" in path.unknown


def test_unknown_is_never_changed() -> None:
    for name in EXAMPLES:
        for phase in (2, 3):
            for one in path_of(name, PhaseTarget(phase)).alternatives:
                for shift in one.shifts:
                    assert example(name).value_of(shift.indicator) == shift.before


def test_a_measure_is_not_proposed_as_what_makes_itself_possible() -> None:
    path = path_of("bjorkdalen", MeasureTarget(MeasureId("local_service_office")))
    acting = Acting(View(path.answer, BASE, "en"), path)
    for shift in path.alternatives[0].shifts:
        assert MeasureId("local_service_office") not in [one.measure for one in acting.on(shift.indicator)]


def test_measures_that_the_vocabulary_names_come_first_and_none_that_is_not_to_be_proposed() -> None:
    path = path_of("bjorkdalen", PhaseTarget(3))
    acting = Acting(View(path.answer, BASE, "en"), path)
    for shift in path.alternatives[0].shifts:
        change = BASE.knowledge.indicators[shift.indicator].changeable
        assert change is not None
        found = acting.on(shift.indicator)
        declared = [one.measure in change.measures for one in found]
        assert declared == sorted(declared, reverse=True)
        assert {one.standing for one in found} <= {
            Standing.NOW, Standing.IN_PLACE, Standing.PREPARE, Standing.NEEDS_DECISION
        }  # fmt: skip


def test_a_blocked_measure_has_no_path() -> None:
    path = path_of("bjorkdalen", MeasureTarget(MeasureId("boot_camp")))
    assert (path.is_reached, path.cost, path.ways) == (False, None, 0)


# Trying everything


def brute_force(profile: Profile, target: Target) -> tuple[tuple[int, int] | None, set[tuple[Shift, ...]]]:
    """The least cost and every set of changes of that cost, by giving every combination to the engine."""
    levers = levers_in(profile)
    best: tuple[int, int] | None = None
    found: set[tuple[Shift, ...]] = set()
    for moves in product(*((None, *one.moves) for one in levers.values())):
        shifts = tuple(
            Shift(name, levers[name].value, *move)
            for name, move in sorted(zip(levers, moves, strict=True))
            if move is not None
        )
        cost = sum(shift.cost for shift in shifts), len(shifts)
        if best is not None and cost > best:
            continue
        if reaches(shifted(profile, shifts, BASE.knowledge), target):
            if cost != best:
                best, found = cost, set()
            found.add(shifts)
    return best, found


def reaches(profile: Profile, target: Target) -> bool:
    answer = recommend(profile, BASE)
    if isinstance(target, MeasureTarget):
        return answer.measure(target.measure).standing is Standing.NOW
    return min(answer.phase.candidates) >= target.phase


CONTROL = ("policing_difficulty_level", "services_work_level", "services_closed_level", "attacks_on_responders_12m",
           "public_violence_level", "open_drug_scene_level", "criminal_influence_level",
           "presence_handover_level")  # fmt: skip
TRUST = ("resident_information_level", "trust_police_share", "trust_level", "silence_level",
         "witnesses_threatened_level", "insecurity_level", "civil_society_capacity_level")  # fmt: skip
# Known as well, but no lever.
FIXED = {"violence_change": ("better", "worse"), "trust_change": ("better", "worse"), "displacement_level": (0,),
         "indoor_trade_level": (0,), "police_presence_level": (3,)}  # fmt: skip


def _values(name: str) -> st.SearchStrategy[int]:
    is_level = BASE.knowledge.indicators[IndicatorId(name)].scale is Scale.LEVEL
    return st.integers(0, 3) if is_level else st.integers(0, 20) if name.endswith("12m") else st.integers(20, 80)


@st.composite
def small_profiles(draw: st.DrawFn, names: tuple[str, ...], most: int) -> Profile:
    chosen = draw(st.lists(st.sampled_from(names), min_size=2, max_size=most, unique=True))
    values: dict[str, object] = {name: draw(_values(name)) for name in chosen}
    for name in draw(st.lists(st.sampled_from(sorted(FIXED)), max_size=3, unique=True)):
        values[name] = draw(st.sampled_from(FIXED[name]))
    return profile_of(**values)


def same_as_brute_force(profile: Profile, target: Target) -> None:
    path = shortest_path(profile, BASE, target, limit=1000)
    cost, sets = brute_force(profile, target)
    if path.is_reached:
        assert sets == {()}
        return
    assert path.cost == cost
    assert {tuple(sorted(one.shifts)) for one in path.alternatives} == sets
    assert path.ways == len(sets)


few = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@few
@given(small_profiles(CONTROL, 4))
def test_nothing_smaller_opens_the_first_gate(profile: Profile) -> None:
    same_as_brute_force(profile, PhaseTarget(2))


@few
@given(small_profiles((*CONTROL[:3], *TRUST), 4))
def test_nothing_smaller_opens_both_gates(profile: Profile) -> None:
    same_as_brute_force(profile, PhaseTarget(3))


LATER = sorted(name for name, entry in BASE.catalogue.entries.items() if any(entry.later_in) and not entry.is_blocked)


@few
@given(small_profiles((*CONTROL[:4], "youth_disorder_level", "alcohol_disorder_level"), 4), st.sampled_from(LATER))
def test_nothing_smaller_brings_a_measure_of_a_later_phase(profile: Profile, measure: MeasureId) -> None:
    same_as_brute_force(profile, MeasureTarget(measure))


NEEDY = sorted(name for name, entry in BASE.catalogue.entries.items() if entry.requirements and not entry.is_blocked)
FLAGS = tuple(
    name for name, one in BASE.knowledge.indicators.items() if one.scale is Scale.FLAG and one.changeable is not None
)


@few
@given(st.sets(st.sampled_from(FLAGS), max_size=5), small_profiles(CONTROL[4:], 2), st.sampled_from(NEEDY))
def test_nothing_smaller_meets_what_a_measure_needs(flags: Iterable[str], profile: Profile, measure: MeasureId) -> None:
    values = {name: one.value for name, one in profile.observations.items()}
    same_as_brute_force(profile_of(**values, **dict.fromkeys(sorted(flags), False)), MeasureTarget(measure))


# Surfaces


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_path_is_readable_and_fits_its_schema(name: str, language: Language) -> None:
    measures = (MeasureId("on_site_housing_management"), MeasureId("camera_surveillance"), MeasureId("boot_camp"))
    for target in (PhaseTarget(1), PhaseTarget(2), PhaseTarget(3), *map(MeasureTarget, measures)):
        path = path_of(name, target)
        view = View(path.answer, BASE, language)
        page = path_page(view, path)
        for text in (document_text(page, 60), document_markdown(page)):
            assert LEAKS.findall(text) == []
        document = json.loads(path_json(view, path))
        Draft202012Validator(SCHEMA).validate(document)
        document["target"]["extra"] = 1
        assert not Draft202012Validator(SCHEMA).is_valid(document)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--to", "5"], 2, "`5` is not a phase"),
        (["--to", "open_drug_scene"], 2, "a phase or a measure"),
        (["--to", "measure=hot_spots_policing standing=later"], 2, "standing=now"),
        (["--to", "measure=hot_spot_policing standing=now"], 2, "did you mean `hot_spots_policing`?"),
        ([], 2, "--to"),
    ],
)
def test_a_target_of_another_kind_is_refused(words: list[str], code: int, said: str) -> None:
    done = run("path", "examples/kvarnangen.yaml", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


def test_a_measure_may_be_written_with_its_standing() -> None:
    words = ["path", "examples/bjorkdalen.yaml", "--format", "json", "--to"]
    long = run(*words, "measure=on_site_housing_management standing=now")
    assert long.returncode == 0
    assert long.stdout == run(*words, "on_site_housing_management").stdout
    assert json.loads(long.stdout)["cost"] == {"effort": 2, "observations": 1}
