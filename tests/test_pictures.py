"""Pictures that can be read by everyone: every number in its table, no label over another, no meaning by colour."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pikepdf
import pytest
import typst
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fasmodell import Profile, RuleBase, load_profile, load_rule_base, recommend
from fasmodell.analysis.comparison import follow
from fasmodell.analysis.plan import Activity, Plan
from fasmodell.analysis.planning import plan
from fasmodell.analysis.stability import Settings, Stability, stability_of
from fasmodell.analysis.stability_page import shown_of
from fasmodell.cli import cli
from fasmodell.document import Figure
from fasmodell.facts import fact_of, phase_id, standing_id
from fasmodell.gates import reachable_of
from fasmodell.knowledge import Evidence, MeasureId, Outcome, Text, Track
from fasmodell.profile import Goal, Period
from fasmodell.report.acceptability_picture import acceptability_picture
from fasmodell.report.contributions_picture import contributions_picture, contributions_pictures
from fasmodell.report.effect_picture import effect_picture, effect_pictures
from fasmodell.report.gates_picture import gates_picture
from fasmodell.report.plan_picture import plan_picture, plan_pictures
from fasmodell.report.proof_picture import proof_picture
from fasmodell.report.proof_steps import steps_of
from fasmodell.report.trajectory_picture import trajectory_picture
from fasmodell.scales import LANGUAGES, Language
from fasmodell.svg_drawing import PAGE, SMALL, WIDTH, Drawing, Fill, legible, lines_of, pages_of, text_width
from fasmodell.terms import DIRECTIONS
from fasmodell.view import View
from pictures_of import (
    SVG,
    all_pictures,
    filled_of,
    labels_of,
    light_pictures,
    numbers_drawn,
    numbers_listed,
    recommended,
    root_of,
)
from strategies_profiles import profiles

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
# A whole profile takes long to draw, and shrinking one takes minutes.
SLOW = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FEW = Settings(draws=100)
ALLOWED = {
    "svg": {"viewBox", "width", "height", "lang", "role", "aria-labelledby", "fill", "font-family"},
    "title": {"id"},
    "desc": {"id"},
    "defs": set(),
    "pattern": {"id", "width", "height", "patternUnits"},
    "path": {"d", "stroke", "stroke-width"},
    "text": {"x", "y", "font-size", "font-weight", "text-anchor"},
    "rect": {"x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "stroke-dasharray"},
    "circle": {"cx", "cy", "r", "fill", "stroke", "stroke-width", "stroke-dasharray"},
    "polyline": {"points", "fill", "stroke", "stroke-width", "stroke-dasharray"},
    "polygon": {"points", "fill", "stroke", "stroke-width"},
}
HOSTILE = "<script>alert(\"x\")</script> & 'y' \x00\x1b[31m\u202e\ud800\ufffe]]> " + "Å" * 120 + " "


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


@cache
def view_of(example: str, language: Language = "sv") -> View:
    profile = load_profile(ROOT / "examples" / f"{example}.yaml", base())
    return View(recommend(profile, base()), base(), language)


@cache
def made_for(example: str) -> Plan:
    return plan(view_of(example).answer, base())


@cache
def stability_at(example: str) -> Stability:
    return stability_of(view_of(example).answer.profile, base(), FEW)[1]


@cache
def pictures(example: str, language: Language) -> tuple[Figure, ...]:
    return tuple(all_pictures(view_of(example, language), made_for(example), stability_at(example)))


@cache
def over_time(language: Language = "sv") -> Figure:
    profiles_of_area = [load_profile(path, base()) for path in sorted((ROOT / "examples" / "over-time").glob("*.yaml"))]
    found = follow(profiles_of_area, base())
    counted = [one.phase for one in found.persisted]
    return trajectory_picture(View(found.answers[-1], base(), language), found.answers[:-1], counted)


def named(name: str) -> RuleBase:
    """The rule base with another name for every measure, which ends in its code."""
    knowledge = base().knowledge
    measures = {id: one._replace(name=Text(name + one.code, name + one.code)) for id, one in knowledge.measures.items()}
    return replace(base(), knowledge=knowledge._replace(measures=measures))


def require_readable(figure: Figure) -> None:
    """What holds for every picture."""
    root = root_of(figure.svg)
    require_bare(figure.svg)
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    assert width <= 360
    labels, areas = labels_of(root), filled_of(root)
    assert labels
    for label in labels:
        assert label.what.strip() == label.what != ""
        assert label.left >= -0.1, label
        assert label.right <= width + 0.1, label
        assert label.top >= -0.1, label
        assert label.bottom <= height + 0.1, label
    assert [pair for pair in combinations(labels, 2) if pair[0].meets(pair[1])] == []
    assert [(label, area) for label in labels for area in areas if label.meets(area)] == []
    assert min(float(one.attrib["font-size"]) for one in root.iter(f"{SVG}text")) >= 12
    for row in figure.table.rows:
        assert len(row) == len(figure.table.head)


def require_bare(svg: str) -> None:
    """No style, script, address, colour or unknown attribute; and every reference leads somewhere inside."""
    root = root_of(svg)
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == ids[:2]
    assert [one.tag.removeprefix(SVG) for one in root][:2] == ["title", "desc"]
    assert all(one.text and one.text.strip() for one in [*root][:2])
    for one in root.iter():
        tag = one.tag.removeprefix(SVG)
        assert set(one.attrib) <= ALLOWED[tag], (tag, one.attrib)
        for name in ("fill", "stroke"):
            value = one.get(name, "none")
            reference = re.fullmatch(r"url\(#(.+)\)", value)
            assert value in ("none", "currentColor") or (reference is not None and reference[1] in ids)


# Every picture of every example


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_picture_can_be_read_without_colour_style_or_overlap(example: str, language: Language) -> None:
    for figure in pictures(example, language):
        require_readable(figure)
        assert figure.caption
        assert figure.alternative
        assert not re.search(r"[{}]|None", figure.caption + figure.alternative)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_number_drawn_stands_in_the_table_and_the_other_way_round(example: str, language: Language) -> None:
    for figure in (*pictures(example, language), over_time(language)):
        assert numbers_drawn(figure) == numbers_listed(figure), figure.caption


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_picture_fits_on_a_printed_page(example: str, language: Language) -> None:
    for figure in pictures(example, language):
        assert float(root_of(figure.svg).attrib["height"]) <= PAGE + 3, figure.caption


def test_ids_are_told_apart_when_all_pictures_stand_on_one_page() -> None:
    page = {figure.svg for example in EXAMPLES for language in LANGUAGES for figure in pictures(example, language)}
    ids = [id for svg in page for id in re.findall(r'\bid="([^"]+)"', svg)]
    assert [id for id, times in Counter(ids).items() if times > 1] == []


def test_numbers_are_written_as_the_language_writes_them() -> None:
    view = view_of("kvarnangen")
    now = recommended(view.answer)
    swedish, english = (contributions_pictures(replace(view, language=one), now) for one in LANGUAGES)
    assert "3,5 = 10 × 0,35" in swedish[0].svg
    assert "3.5 = 10 × 0.35" in english[0].svg
    assert not any(re.search(r"\d\.\d", number) for figure in swedish for number in numbers_listed(figure))


def test_the_same_answer_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests')\n"
        "from fasmodell import load_profile, load_rule_base, recommend\n"
        "from fasmodell.view import View\n"
        "from pictures_of import light_pictures\n"
        "base = load_rule_base()\n"
        "view = View(recommend(load_profile('examples/lindhaga.yaml', base), base), base, 'sv')\n"
        "print(hashlib.sha256(repr(list(light_pictures(view))).encode()).hexdigest())\n"
    )
    outputs = set()
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src"), "PATH": "", "FASMODELL_CACHE_DIR": ""},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


@pytest.mark.parametrize("example", ["bjorkdalen", "kvarnangen"])
def test_typst_sets_every_picture_without_a_warning(example: str, tmp_path: Path) -> None:
    lines = ["#set page(width: 100mm, height: 260mm, margin: 5mm)"]
    figures = pictures(example, "sv")
    for place, figure in enumerate(figures):
        (tmp_path / f"{place}.svg").write_text(figure.svg, encoding="utf-8")
        lines.append(f'#image("{place}.svg")')
    (tmp_path / "page.typ").write_text("\n".join(lines), encoding="utf-8")
    written, warnings = typst.compile_with_warnings(str(tmp_path / "page.typ"), format="pdf")
    assert warnings == []
    with pikepdf.open(BytesIO(written)) as pages:
        # At full size each stands on a page, and several small ones may share one.
        assert len(figures) / 4 <= len(pages.pages) <= len(figures)


@SLOW
@given(profile=profiles(base().knowledge))
def test_pictures_of_any_profile_can_be_read_and_keep_to_their_tables(profile: Profile) -> None:
    answer = recommend(profile, base())
    for language in LANGUAGES:
        view = View(answer, base(), language)
        for figure in light_pictures(view):
            require_readable(figure)
            assert numbers_drawn(figure) == numbers_listed(figure), figure.caption


# Extreme cases


def test_nothing_known_is_drawn_as_open_and_not_as_nothing() -> None:
    empty = view_of("nybyn").answer.profile._replace(
        observations={}, measures_in_place=None, previous_assessment=None, goal=None
    )
    view = View(recommend(empty, base()), base(), "sv")
    found = stability_of(empty, base(), FEW)[1]
    for figure in all_pictures(view, plan(view.answer, base()), found):
        require_readable(figure)
    gates = gates_picture(view)
    sums = [row for row in gates.table.rows if row[2] == "Summa"]
    assert [row[4] for row in sums] == ["0"] * 4
    assert all(int(row[5]) > 0 for row in sums), "the most that open questions may give"
    assert gates.svg.count("stroke-dasharray") >= 4


def test_nothing_recommended_says_so() -> None:
    view = view_of("nybyn")
    for figures in (contributions_pictures(view, []), effect_pictures(view, [])):
        assert len(figures) == 1
        require_readable(figures[0])
        assert "Inga åtgärder att visa." in figures[0].svg
    made = made_for("nybyn")._replace(activities=())
    (figure,) = plan_pictures(made, view)
    require_readable(figure)
    assert numbers_drawn(figure) == numbers_listed(figure)
    assert "Inga åtgärder att visa." in figure.svg


def test_all_measures_of_the_catalogue_are_spread_over_pages_and_none_is_lost() -> None:
    view = view_of("bjorkdalen")
    every = view.answer.measures
    assert len(every) >= 70
    contributions, effects = contributions_pictures(view, every), effect_pictures(view, every)
    for figure in (*contributions, *effects):
        require_readable(figure)
        assert float(root_of(figure.svg).attrib["height"]) <= PAGE + 3
    shown = list(dict.fromkeys(row[0] for figure in contributions for row in figure.table.rows))
    assert shown == [view.measure_name(one.measure) for one in every]
    assert contributions[0].caption.endswith(f"(del 1 av {len(contributions)})")
    cells = [cell for figure in effects for row in figure.table.rows for cell in row[1:]]
    assert all(sum(view.measure_name(one.measure) in cell for cell in cells) == 1 for one in every)
    require_readable(effect_picture(view, every))


def test_one_date_with_and_without_an_earlier_assessment_is_a_trajectory() -> None:
    alone, before = trajectory_picture(view_of("kvarnangen")), trajectory_picture(view_of("strandvik"))
    assert [row[1] for row in alone.table.rows] == ["bedömning"]
    assert [row[1] for row in before.table.rows] == ["tidigare bedömning, enligt områdesprofilen", "bedömning"]
    assert "inget mål" in alone.caption


@pytest.mark.parametrize("name", [HOSTILE, "Ö", "<", "w" * 3000, "en " * 800])
def test_hostile_and_endless_names_stay_inside_their_places(name: str) -> None:
    changed = named(name)
    view = View(view_of("lindhaga").answer, changed, "sv")
    for figure in (*light_pictures(view), *plan_pictures(made_for("lindhaga"), view)):
        require_readable(figure)
        assert "\x1b" not in figure.svg
        assert "<script" not in figure.svg


@SLOW
@given(name=st.text(st.characters(exclude_categories=["Nd"]), max_size=80))
def test_whatever_a_measure_is_called_the_pictures_hold(name: str) -> None:
    view = View(view_of("bjorkdalen").answer, named(name), "en")
    few = recommended(view.answer)[:6]
    for figure in (
        *contributions_pictures(view, few),
        *effect_pictures(view, few),
        proof_picture(view, few[0].measure),
    ):
        require_readable(figure)


# What each picture says


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_gates_show_the_evidence_that_counts_and_what_may_come(example: str) -> None:
    view = view_of(example)
    rows = gates_picture(view).table.rows
    for gate in view.answer.phase.gates:
        name = view.knowledge.gates[gate.gate].name.sv
        own = [row for row in rows if row[0] == name]
        counted = [item for item in gate.evidence if item.known and item.counts]
        assert Counter(row[2] for row in own if row[2] != "Summa") == Counter(
            view.rule_title(one.rule) for one in counted
        )
        points = {row[1]: int(row[4]) for row in own if row[2] == "Summa"}
        assert points == {"öppen": gate.points_open, "stängd": gate.points_shut}
        for state in points:
            told = [int(row[4]) for row in own if row[1] == state and row[2] != "Summa"]
            assert sum(told) == points[state]
        most = {row[1]: int(row[5]) if row[5] else points[row[1]] for row in own if row[2] == "Summa"}
        reachable = reachable_of(gate.evidence, view.rules.phase_policy)
        assert all(
            most[state] <= sum(one.points for one in reachable if (one.state == "open") == (state == "öppen"))
            for state in most
        )


def test_evidence_that_is_left_out_is_counted_in_the_caption() -> None:
    view = view_of("bjorkdalen")
    left_out = sum(bool(one.known and not one.counts) for gate in view.answer.phase.gates for one in gate.evidence)
    assert left_out > 0
    assert f"Visas inte: {left_out} stöd" in gates_picture(view).caption


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_contributions_add_up_to_the_sum_beside_them(example: str) -> None:
    view = view_of(example, "en")
    for ranked in recommended(view.answer):
        rows = contributions_picture(view, [ranked]).table.rows
        cells = {row[1]: float(row[2].replace("\u2212", "-")) for row in rows[len(ranked.contributions) :]}
        terms = [float(row[2].replace("\u2212", "-")) for row in rows[: len(ranked.contributions)]]
        assert round(sum(terms), 2) == cells["Sum"] == ranked.score / 100
        assert cells["Attainable points"] == ranked.attainable / 100
        is_open = ranked.envelope.low != ranked.envelope.high
        assert ("Lowest with the unknown" in cells) == is_open
        if is_open:
            assert cells["Lowest with the unknown"] == ranked.envelope.low / 100
            assert cells["Highest with the unknown"] == ranked.envelope.high / 100


def test_points_taken_away_are_drawn_to_the_other_side_and_explained() -> None:
    view = view_of("bjorkdalen")
    against = [one for one in view.answer.measures if any(term.points < 0 for term in one.contributions)]
    figure = contributions_picture(view, against[:1])
    dotted = [one for one in root_of(figure.svg).iter(f"{SVG}rect") if one.attrib["fill"].endswith("-dots)")]
    zero = min(float(one.attrib["x"]) for one in root_of(figure.svg).iter(f"{SVG}rect") if float(one.attrib["x"]) > 116)
    assert min(float(one.attrib["x"]) for one in dotted if float(one.attrib["x"]) > 100) < zero
    assert "poäng som dras av" in figure.svg


@pytest.mark.parametrize("example", EXAMPLES)
def test_effects_stand_where_the_catalogue_has_them(example: str) -> None:
    view = view_of(example)
    every = view.answer.measures
    figure = effect_picture(view, every)
    for row in figure.table.rows:
        for head, cell in zip(figure.table.head[1:], row[1:], strict=True):
            whole, _, outcomes = cell.partition("enskilda utfall: ")
            for ranked in every:
                measure = view.measure(ranked.measure)
                here = (head[:2], row[0])
                assert (view.measure_name(measure.id) in whole) == (here == place_of(measure.evidence))
                listed = measure.code in outcomes.split(", ")
                elsewhere = here != place_of(measure.evidence)
                assert listed == (elsewhere and here in map(place_of, measure.evidence.outcomes))
    assert "storlek är inte känd" in figure.caption


def place_of(found: Evidence | Outcome) -> tuple[str, str]:
    """The grade and the direction, as Swedish readers see them."""
    return found.grade, DIRECTIONS[found.direction].sv


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_plan_shows_every_activity_with_its_dates(example: str) -> None:
    view, made = view_of(example), made_for(example)
    rows = [row for figure in plan_pictures(made, view) for row in figure.table.rows[1:]]
    assert [row[2] for row in rows] == [view.measure_name(item.candidate.measure) for item in made.activities]
    for row, item in zip(rows, made.activities, strict=True):
        assert row[0] == str(item.quarter + 1)
        assert (row[1], row[4]) == (item.starts.isoformat(), item.follow_up.isoformat())
        assert ("antagen" in row[3]) == (not item.is_length_known)
    assert plan_picture(made, view).table.rows[1:] == tuple(rows)


def test_an_effect_whose_time_is_not_known_is_not_drawn() -> None:
    view, made = view_of("nybyn"), made_for("nybyn")
    one: Activity = made.activities[0]
    unknown = plan_picture(made._replace(activities=(one._replace(effect=None),)), view)
    endless = plan_picture(made._replace(activities=(one._replace(effect=(date(2033, 1, 1), None)),)), view)
    assert unknown.table.rows[1][5:] == ("inte känd", "inte känd")
    assert 'stroke-width="3"' not in unknown.svg
    assert endless.table.rows[1][5:] == ("2033-01-01", "ingen gräns")
    assert "effekt tidigast 2033-01-01" in endless.svg
    for figure in (unknown, endless):
        require_readable(figure)
        assert numbers_drawn(figure) == numbers_listed(figure)


def test_a_trajectory_tells_what_is_judged_from_what_is_possible_and_wanted() -> None:
    figure = over_time()
    require_readable(figure)
    assert [row[0] for row in figure.table.rows] == ["2024-03-31", "2025-03-31", "2026-03-31", "2030-12-31"]
    assert [row[2:5] for row in figure.table.rows] == [
        ("bedömd", "", ""),
        ("bedömd", "", ""),
        ("", "bedömd", ""),
        ("", "", "mål"),
    ]
    assert figure.table.rows[2][6] == "Fas 1, på väg mot fas 2"
    undetermined = trajectory_picture(view_of("kvarnangen"))
    assert undetermined.table.rows[0][2:5] == ("möjlig", "möjlig", "möjlig")
    assert root_of(undetermined.svg).find(f"{SVG}circle") is None, "no phase is pointed out"


def test_a_goal_whose_day_has_passed_and_one_without_a_phase_stand_by_their_day() -> None:
    view = view_of("lindhaga")
    day = date(2025, 12, 31)
    goal = Goal(None, "not_listed", Period(day, day, "2025"), None)
    profile = view.answer.profile._replace(goal=goal)
    figure = trajectory_picture(View(recommend(profile, base()), base(), "sv"))
    require_readable(figure)
    assert numbers_drawn(figure) == numbers_listed(figure)
    assert [row[1] for row in figure.table.rows][1:] == ["mål", "bedömning"]
    assert figure.table.rows[1][2:5] == ("", "", "")


@pytest.mark.parametrize("example", EXAMPLES)
def test_acceptability_shows_the_measures_of_the_page(example: str) -> None:
    view, found = view_of(example), stability_at(example)
    rows = acceptability_picture(view, found).table.rows
    measures = [row[1] for row in rows if row[0] != "Fasen"]
    assert measures == [view.measure_name(one.measure) for track in Track for one in shown_of(found, track)]
    assert len([row for row in rows if row[0] == "Fasen"]) == len(found.phases)


def test_the_command_line_writes_the_same_picture() -> None:
    done = CliRunner().invoke(cli, ["stability", "examples/lindhaga.yaml", "--draws", "100", "--format", "svg"])
    assert done.exit_code == 0
    assert done.output == acceptability_picture(view_of("lindhaga"), stability_at("lindhaga")).svg + "\n"


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_arrow_of_a_proof_is_in_the_trace_and_in_the_table(example: str) -> None:
    view = view_of(example)
    trace = view.answer.trace
    conclusions = [phase_id(view.answer.phase.working_phase)]
    conclusions += [standing_id(one.measure, one.standing) for one in view.answer.measures]
    for conclusion in conclusions:
        steps = steps_of(view, conclusion)
        assert next(iter(steps)) == conclusion
        for fact, step in steps.items():
            assert fact in trace
            assert set(step.premises) <= set(steps)
            below = set(trace.observed_below(fact))
            is_apart = fact_of(fact).kind == "phase" and fact != conclusion
            reached = {leaf for one in step.premises for leaf in trace.observed_below(one)}
            # Of the ways to a level of a finding, those to the level that was reached are enough.
            assert reached <= below
            assert bool(reached) == bool(step.premises)
            assert bool(step.premises) or is_apart or not any(one.startswith("indicator:") for one in below - {fact})


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_proof_says_how_much_of_it_is_left_out(example: str) -> None:
    view = view_of(example)
    for measure in (None, *(one.measure for one in view.answer.measures)):
        figure = proof_picture(view, measure)
        rows = figure.table.rows
        standing = None if measure is None else view.answer.measure(measure).standing
        conclusion = (
            phase_id(view.answer.phase.working_phase) if standing is None else standing_id(str(measure), standing)
        )
        missing = len(steps_of(view, conclusion)) - len({row[0] for row in rows})
        assert (f"Visas inte: {missing} led" in figure.caption) == (missing > 0)
        assert rows[0][4] == ""
        assert all(int(row[4]) < int(row[0]) or row[3] == "" for row in rows[1:])
        assert {row[4] for row in rows[1:]} <= {row[0] for row in rows}
        assert any(row[1].endswith(" …") for row in rows) == (missing > 0 or "…" in figure.svg)


def test_the_proof_of_a_measure_the_catalogue_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        proof_picture(view_of("nybyn"), MeasureId("nothing"))


def test_a_conclusion_that_nothing_leads_to_says_why() -> None:
    view = view_of("bjorkdalen")
    blocked = next(one for one in view.answer.measures if one.standing == "blocked")
    assert "beror inte på området" in proof_picture(view, blocked.measure).caption


# What pictures are drawn with


@given(text=st.text(max_size=200), room=st.floats(60, 400), bold=st.booleans())
def test_wrapped_text_loses_nothing_and_fits(text: str, room: float, bold: bool) -> None:
    lines = lines_of(text, room, size=SMALL, bold=bold)
    assert all(text_width(line, SMALL, bold=bold) <= room for line in lines)
    assert all(line == legible(line) for line in lines)
    kept = "".join(lines).replace("-", "").replace(" ", "")
    assert kept == legible(text).replace("-", "").replace(" ", "")


@given(text=st.text(min_size=1, max_size=300), room=st.floats(60, 400), most=st.integers(1, 4))
def test_text_that_is_cut_says_so_and_still_fits(text: str, room: float, most: int) -> None:
    whole, cut = lines_of(text, room), lines_of(text, room, most=most)
    assert len(cut) == min(len(whole), most)
    assert all(text_width(line) <= room for line in cut)
    assert cut == whole or cut[-1].endswith("…")


def test_a_space_that_keeps_a_number_together_stays() -> None:
    assert lines_of("a 10\u00a0000 b", 50.0) == ["a", "10\u00a0000", "b"]


@given(title=st.text(max_size=60), label=st.text(max_size=60))
def test_any_text_makes_a_well_formed_picture(title: str, label: str) -> None:
    drawing = Drawing()
    drawing.words(0, 12, label)
    drawing.area(0, 20, 10, 10, Fill.DOTS)
    root = root_of(drawing.svg(title, "b", "sv"))
    (text,) = root.iter(f"{SVG}text")
    assert (text.text or "") == legible(label)
    assert WIDTH <= 360


@given(heights=st.lists(st.floats(1, PAGE * 1.5), max_size=20))
def test_pages_hold_every_entry_in_order_and_no_more_than_fits(heights: list[float]) -> None:
    parts = pages_of(heights, sum)
    assert [one for part in parts for one in part] == heights
    assert all(sum(part) <= PAGE or len(part) == 1 for part in parts)
    assert all(sum(before) + after[0] > PAGE for before, after in pairwise(parts))
