"""Action plans: the best choice that fits, checked without the solver, in every way of writing."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import Draft202012Validator

from fasmodell import Profile, RuleBase, load_profile, load_rule_base, recommend
from fasmodell.analysis.plan import Candidate, Capacity, Plan
from fasmodell.analysis.plan_check import faults_of, require_sound
from fasmodell.analysis.plan_files import plan_calendar, plan_csv, plan_json
from fasmodell.analysis.plan_page import plan_document
from fasmodell.analysis.plan_schedule import schedule, waiting_of
from fasmodell.analysis.planning import after_months, capacity_of, plan, policy_of
from fasmodell.cli import cli
from fasmodell.diagnostics import InferenceError
from fasmodell.document import document_markdown, document_text
from fasmodell.knowledge import ActorId, MeasureId
from fasmodell.results import Recommendation
from fasmodell.rule_base import parse_profile
from fasmodell.scales import LANGUAGES
from fasmodell.view import View
from strategies_profiles import profiles

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
POLICE, MUNICIPALITY = ActorId("police"), ActorId("municipality")
AMPLE = Capacity(100, 100, {}, None, {})


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


@cache
def answer_to(example: str) -> Recommendation:
    return recommend(load_profile(ROOT / "examples" / f"{example}.yaml", base()), base())


@cache
def plan_of(example: str) -> Plan:
    return plan(answer_to(example), base())


def test_a_plan_that_is_hard_to_prove_best_is_found_within_the_bound_of_work() -> None:
    """With weak bounds in the solver this profile used up all of its work without an answer."""
    changes = {"youth_recruitment_level": "1"}
    text = (ROOT / "examples" / "bjorkdalen.yaml").read_text(encoding="utf-8")
    answer = recommend(parse_profile(text, base(), changes=changes), base())
    assert plan(answer, base()).activities


def candidate(name: str, worth: int = 50, quarters: int = 1, **ties: tuple[object, ...]) -> Candidate:
    plain: dict[str, tuple[object, ...]] = {"leads": (POLICE,), "after": (), "in_order": (), "along": (), "apart": ()}
    found = {**plain, **ties}
    return Candidate(MeasureId(name), worth, 1, quarters, is_quick=False, is_slow=False, **found)  # type: ignore[arg-type]


# The choice


@st.composite
def small_problems(draw: st.DrawFn) -> tuple[list[Candidate], Capacity, int]:
    names = ["a", "b", "c", "d"][: draw(st.integers(2, 4))]
    found = []
    for place, name in enumerate(names):
        others = [other for other in names if other != name]
        earlier = names[:place]  # what comes before never goes round in a circle
        found.append(
            candidate(
                name,
                draw(st.integers(0, 90)),
                draw(st.integers(1, 2)),
                leads=tuple(draw(st.sets(st.sampled_from([POLICE, MUNICIPALITY]), min_size=1))),
                after=tuple((one,) for one in draw(st.sets(st.sampled_from(earlier), max_size=1))) if earlier else (),
                in_order=tuple(draw(st.sets(st.sampled_from(earlier), max_size=1))) if earlier else (),
                along=tuple(draw(st.sets(st.sampled_from(others), max_size=1))),
                apart=tuple(draw(st.sets(st.sampled_from(others), max_size=1))),
            )
        )
    costs = {MeasureId(name): draw(st.integers(0, 3)) for name in names}
    budget = draw(st.none() | st.integers(0, 6))
    capacity = Capacity(draw(st.integers(0, 3)), draw(st.integers(0, 2)), {}, budget, costs)
    return found, capacity, draw(st.integers(1, 3))


def is_allowed(problem: tuple[list[Candidate], Capacity, int], starts: dict[MeasureId, int]) -> bool:
    """The bounds and ties of a plan, spelled out once more."""
    candidates, capacity, quarters = problem
    length = {one.measure: one.quarters for one in candidates}
    chosen = [one for one in candidates if one.measure in starts]
    end = {measure: start + length[measure] for measure, start in starts.items()}
    if any(last > quarters for last in end.values()):
        return False
    for quarter in range(quarters):
        running = [one for one in chosen if starts[one.measure] <= quarter < end[one.measure]]
        led = [sum(actor in one.leads for one in running) for actor in (POLICE, MUNICIPALITY)]
        if len(running) > capacity.total or max(led) > capacity.per_actor:
            return False
        names = {one.measure for one in running}
        if any(not names.isdisjoint(one.apart) for one in running):
            return False
    if capacity.budget is not None and sum(capacity.costs[measure] for measure in starts) > capacity.budget:
        return False
    return all(
        all(any(way in starts and end[way] <= starts[one.measure] for way in group) for group in one.after)
        and all(end[other] <= starts[one.measure] for other in one.in_order if other in starts)
        and all(other in starts and starts[other] <= end[one.measure] for other in one.along)
        for one in chosen
    )


def worth_of(candidates: list[Candidate], quarters: int, starts: dict[MeasureId, int]) -> int:
    by_measure = {one.measure: one for one in candidates}
    return sum(
        by_measure[measure].worth * (100 + by_measure[measure].urgency * (quarters - start))
        for measure, start in starts.items()
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=small_problems())
def test_no_choice_that_fits_is_worth_more(problem: tuple[list[Candidate], Capacity, int]) -> None:
    candidates, capacity, quarters = problem
    options = [
        {one.measure: start for one, start in zip(candidates, at, strict=True) if start is not None}
        for at in product((None, *range(quarters)), repeat=len(candidates))
    ]
    best = max(worth_of(candidates, quarters, one) for one in options if is_allowed(problem, one))
    found = schedule(candidates, capacity, quarters, frozenset())
    assert found is not None
    assert is_allowed(problem, dict(found))
    assert worth_of(candidates, quarters, dict(found)) == best


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problem=small_problems())
def test_what_is_said_to_be_enough_is(problem: tuple[list[Candidate], Capacity, int]) -> None:
    candidates, capacity, quarters = problem
    found = dict(schedule(candidates, capacity, quarters, frozenset()) or {})
    for item in waiting_of(candidates, found, capacity, quarters):
        assert item.candidate.measure not in found
        if item.quarter is None or item.first:
            continue
        more = {one.actor: one.more for one in item.shortages}
        room = Capacity(
            capacity.total + more.get(None, 0),
            capacity.per_actor,
            {actor: capacity.per_actor + more.get(actor, 0) for actor in (POLICE, MUNICIPALITY)},
            None if capacity.budget is None else capacity.budget + item.kronor,
            capacity.costs,
        )
        starts = {**found, item.candidate.measure: item.quarter}
        roomy = Capacity(room.total, max(room.actors.values()), {}, room.budget, room.costs)
        assert is_allowed((candidates, roomy, quarters), starts)
        if not item.shortages and not item.kronor:
            assert worth_of(candidates, quarters, starts) <= worth_of(candidates, quarters, found)


def test_where_everything_fits_each_starts_as_early_as_what_it_needs_allows() -> None:
    chain = [candidate("a"), candidate("b", quarters=2, after=(("a",),)), candidate("c", in_order=("b",))]
    assert schedule(chain, AMPLE, 8, frozenset()) == {"a": 0, "b": 1, "c": 3}


def test_a_measure_without_worth_comes_along_only_where_it_is_needed() -> None:
    lent = candidate("lent", worth=0)
    narrow = Capacity(1, 1, {}, None, {})
    assert schedule([lent, candidate("a")], narrow, 2, frozenset()) == {"a": 0}
    needy = candidate("a", after=(("lent",),))
    assert schedule([lent, needy, candidate("b", worth=10)], narrow, 2, frozenset()) == {"lent": 0, "a": 1}


def test_what_is_quick_and_what_is_slow_begin_in_the_first_quarter() -> None:
    many = [candidate(name, worth=90) for name in "abcd"]
    quick = candidate("quick", worth=5)._replace(is_quick=True)
    slow = candidate("slow", worth=5)._replace(is_slow=True)
    found = schedule([*many, quick, slow], Capacity(2, 2, {}, None, {}), 3, frozenset())
    assert found is not None
    assert (found["quick"], found["slow"]) == (0, 0)


def test_where_nothing_can_be_introduced_the_plan_is_empty() -> None:
    assert schedule([candidate("a", worth=1)], Capacity(0, 1, {}, None, {}), 1, frozenset()) == {}


def test_what_must_be_included_and_cannot_be_gives_no_plan() -> None:
    assert schedule([candidate("a")], Capacity(0, 0, {}, None, {}), 2, frozenset({MeasureId("a")})) is None


# Plans of the whole rule base


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_plan_of_an_example_holds(example: str) -> None:
    found = plan_of(example)
    assert list(faults_of(found, answer_to(example), base())) == []
    assert found.activities
    assert len(found.quarters) == 9


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(profile=profiles(base().knowledge))
def test_the_plan_of_any_profile_holds(profile: Profile) -> None:
    answer = recommend(profile, base())
    assert list(faults_of(plan(answer, base()), answer, base())) == []


def test_the_same_answer_gives_the_same_plan() -> None:
    assert plan(answer_to("bjorkdalen"), base()) == plan_of("bjorkdalen")


def broken_plans(found: Plan) -> Iterator[tuple[str, Plan]]:
    first, *others = found.activities
    later = max(found.activities, key=lambda item: item.quarter)
    yield "a measure is planned twice", found._replace(activities=(first, *found.activities))
    yield "stands in no list", found._replace(activities=tuple(others))
    yield "stands in more than one list", found._replace(kept=(*found.kept, first.candidate.measure))
    tight = found.capacity._replace(total=1)
    yield "holds more than 1", found._replace(capacity=tight)
    idle = found.capacity._replace(actors=dict.fromkeys(first.candidate.leads, 0))
    yield "holds too many led by", found._replace(capacity=idle)
    poor = found.capacity._replace(budget=1, costs={later.candidate.measure: 2})
    yield "exceed the budget", found._replace(capacity=poor)


@pytest.mark.parametrize("example", ["bjorkdalen", "strandvik"])
def test_a_broken_plan_is_not_shown(example: str) -> None:
    for fault, found in broken_plans(plan_of(example)):
        assert any(fault in said for said in faults_of(found, answer_to(example), base())), fault
        with pytest.raises(InferenceError, match="the plan does not hold"):
            require_sound(found, answer_to(example), base())


def test_a_plan_that_starts_something_before_what_it_needs_is_not_shown() -> None:
    found = plan_of("strandvik")
    needy = next(item for item in found.activities if item.candidate.after and item.quarter)
    early = needy._replace(starts=found.quarters[0], quarter=0)
    swapped = found._replace(activities=tuple(early if item is needy else item for item in found.activities))
    assert any("introduced" in said for said in faults_of(swapped, answer_to("strandvik"), base()))


def test_a_measure_can_be_asked_for_or_left_out() -> None:
    answer = answer_to("bjorkdalen")
    waiting = plan_of("bjorkdalen").waiting[-1].candidate.measure
    first = plan_of("bjorkdalen").activities[0].candidate.measure
    found = plan(answer, base(), include=frozenset({waiting}), without=frozenset({first}))
    planned = {item.candidate.measure for item in found.activities}
    assert waiting in planned
    assert first not in planned
    assert first in found.left_out


def test_what_stands_elsewhere_cannot_be_asked_for() -> None:
    with pytest.raises(InferenceError, match="tenancy_termination_for_crime cannot be planned"):
        plan(answer_to("bjorkdalen"), base(), include=frozenset({MeasureId("tenancy_termination_for_crime")}))


def test_what_is_given_counts_before_the_profile_and_the_profile_before_the_policy(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    text = (ROOT / "examples" / "nybyn.yaml").read_text(encoding="utf-8")
    terms = "plan: {start: 2026-09, at_once: 2, actors: {police: 1}, budget: 5, costs: {safety_walk: 9}}\n"
    path.write_text(text + terms, encoding="utf-8")
    profile = load_profile(path, base())
    room = capacity_of(profile, policy_of(base()))
    assert (room.total, room.of(POLICE), room.of(MUNICIPALITY), room.budget) == (2, 1, 3, 5)
    assert capacity_of(profile, policy_of(base()), total=0, actors={POLICE: 4}, budget=0) == Capacity(
        0, 3, {POLICE: 4}, 0, {MeasureId("safety_walk"): 9}
    )
    found = plan(recommend(profile, base()), base())
    assert found.quarters[0] == date(2026, 9, 1)
    assert "safety_walk" not in {item.candidate.measure for item in found.activities}
    costly = next(item for item in found.waiting if item.candidate.measure == "safety_walk")
    assert costly.kronor == 4


def test_without_ortools_a_plan_is_made_only_where_nothing_has_to_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(InferenceError, match=r"pip install 'fasmodell\[plan\]'"):
        plan(answer_to("bjorkdalen"), base())
    assert schedule([candidate("a")], AMPLE, 2, frozenset()) == {"a": 0}


def test_a_rule_base_without_a_plan_policy_says_so() -> None:
    import dataclasses

    bare = dataclasses.replace(base(), rules=base().rules._replace(plan_policy=None))
    with pytest.raises(InferenceError, match="no plan policy"):
        plan(answer_to("nybyn"), bare)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 1), 3, date(2028, 3, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_added_to_the_end_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert after_months(day, months) == later


# Every way of writing


@cache
def schema() -> Draft202012Validator:
    path = ROOT / "src" / "fasmodell" / "schemas" / "plan.schema.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_way_of_writing_tells_of_every_activity(example: str, language: str) -> None:
    found, view = plan_of(example), View(answer_to(example), base(), language)  # type: ignore[arg-type]
    names = [view.measure_name(item.candidate.measure) for item in found.activities]
    page = plan_document(found, view)
    text, markdown = " ".join(document_text(page, 60).split()), document_markdown(page)
    assert all(name in text for name in names)
    assert all(view.measure(item.candidate.measure).code in markdown for item in found.waiting)
    document = json.loads(plan_json(found, view))
    schema().validate(document)
    assert [item["measure"] for item in document["activities"]] == [one.candidate.measure for one in found.activities]
    assert all(answer_to(example).trace[item["fact"]] for item in document["activities"])
    rows = list(csv.DictReader(io.StringIO(plan_csv(found, view).removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == len(found.activities)
    assert all(None not in row and None not in row.values() for row in rows)
    events = Calendar.from_ical(plan_calendar(found, view)).walk("VEVENT")
    assert len(events) == 2 * len(found.activities) + 1
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert str(events[0]["SUMMARY"]).endswith(names[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_plan_in_short_names_all_that_starts_or_waits_in_fewer_lines(example: str, language: str) -> None:
    found, view = plan_of(example), View(answer_to(example), base(), language)  # type: ignore[arg-type]
    short, whole = (document_text(plan_document(found, view, is_full=full), 60) for full in (False, True))
    said = " ".join(short.split())
    for item in (*found.activities, *found.waiting):
        assert view.measure_name(item.candidate.measure) in said
    assert "--full" in said
    assert "--full" not in whole
    assert all(str(item.follow_up) in said for item in found.activities)
    assert len(short.splitlines()) < len(whole.splitlines())


@pytest.mark.parametrize("year", ["1899", "2200", "9999"])
def test_a_plan_does_not_start_in_a_year_that_cannot_be_meant(year: str) -> None:
    done = CliRunner().invoke(cli, ["plan", str(ROOT / "examples" / "nybyn.yaml"), "--start", f"{year}-12-01"])
    assert done.exit_code == 2
    assert "years go from 1900 to 2199" in done.stderr


def test_lines_of_a_calendar_are_folded_between_characters() -> None:
    written = plan_calendar(plan_of("bjorkdalen"), View(answer_to("bjorkdalen"), base(), "sv"))
    assert written.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75


def test_the_name_of_an_area_cannot_break_a_file() -> None:
    answer = answer_to("nybyn")
    area = answer.profile.area._replace(name='=HYPERLINK("x");\nBEGIN:VEVENT')
    odd = answer._replace(profile=answer.profile._replace(area=area))
    found, view = plan(odd, base()), View(odd, base(), "sv")
    assert len(Calendar.from_ical(plan_calendar(found, view)).walk("VEVENT")) == 2 * len(found.activities) + 1
    assert all(not row.startswith("=") for row in plan_csv(found, view).splitlines())
    assert "BEGIN:VEVENT" in document_text(plan_document(found, view))  # shown on one line, as it is written
    schema().validate(json.loads(plan_json(found, view)))
