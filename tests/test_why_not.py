"""Why not: every obstacle is the standing's own, every operator has its distance, and the trace shows what is said."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import Profile, Recommendation, RuleBase, load_profile, load_rule_base, parse_profile, recommend
from fasmodell.analysis.lacking import Distance, Lack, Lacking, Way
from fasmodell.analysis.obstacles import ways_of
from fasmodell.analysis.target import (
    FindingTarget,
    MeasureTarget,
    PhaseTarget,
    Target,
    UnknownTargetError,
    target_named,
)
from fasmodell.analysis.why_not import WhyNot, facts_behind, lacks_below, why_not
from fasmodell.analysis.why_not_document import lack_text, why_not_page
from fasmodell.analysis.why_not_json import why_not_json
from fasmodell.document import Items, Paragraph, document_markdown, document_text
from fasmodell.engine import decided_by, derivations_of
from fasmodell.facts import FactId, negated, proposition_of
from fasmodell.forward_engine import ForwardEngine
from fasmodell.knowledge import FindingId, IndicatorId, Level, MeasureId
from fasmodell.lint import check
from fasmodell.loader import Loaded, load_files
from fasmodell.observed_facts import facts_of
from fasmodell.program import Named, compile_program
from fasmodell.proof_check import require_proved
from fasmodell.resources import bundled
from fasmodell.results import GateState, Standing
from fasmodell.rule_base import compile_rule_base
from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Not,
    Operator,
    PhaseIs,
    Trend,
)
from fasmodell.scales import LANGUAGES, Language, Value
from fasmodell.view import View
from strategies_profiles import profiles

BASE = load_rule_base(cache=False)
EXAMPLES = sorted(path.stem for path in bundled("examples").glob("*.yaml"))
HEAD = "format: fasmodell.profile/1\narea: {name: Tomt}\nas_of: 2026-03-31\n"
SCHEMA = json.loads((Path(fasmodell.__file__).parent / "schemas" / "why_not.schema.json").read_text(encoding="utf-8"))
LEAKS = re.compile(r"\bNone\b(?! of\b)|Traceback|[{}]|\b(?:finding|indicator|rule|gate|phase|standing|listed):\w")
some = settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MEASURE_TARGETS: list[Target] = [MeasureTarget(measure) for measure in BASE.knowledge.measures]
TARGETS = [
    *MEASURE_TARGETS,
    *map(PhaseTarget, (1, 2, 3)),
    *(FindingTarget(finding, level) for finding in BASE.knowledge.findings for level in Level),
]


@cache
def answer_to(example: str) -> Recommendation:
    return recommend(load_profile(bundled("examples") / f"{example}.yaml", BASE), BASE)


def answer_of(text: str) -> Recommendation:
    return recommend(parse_profile(HEAD + text, BASE), BASE)


# What is asked for


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("3", PhaseTarget(3)),
        ("phase:2", PhaseTarget(2)),
        ("hot_spots_policing", MeasureTarget(MeasureId("hot_spots_policing"))),
        ("b3", MeasureTarget(MeasureId("hot_spots_policing"))),
        ("measure:B3", MeasureTarget(MeasureId("hot_spots_policing"))),
        ("open_drug_scene", FindingTarget(FindingId("open_drug_scene"), Level.SIGNS)),
        ("finding:open_drug_scene >= acute", FindingTarget(FindingId("open_drug_scene"), Level.ACUTE)),
    ],
)
def test_a_target_is_read_as_it_is_written(written: str, target: Target) -> None:
    assert target_named(written, BASE) == target


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("4", "`4` is not a phase"),
        ("phase:two", "`two` is not a phase"),
        ("fase:2", "unknown kind of target `fase`"),
        ("open_drug_scene>=bad", "`bad` is not a level"),
        ("measure:open_drug_scene", "unknown measure `open_drug_scene`"),
        ("finding:open_drug_scen", "did you mean `open_drug_scene`?"),
        ("neighborhood_watch", "did you mean `neighbourhood_watch`?"),
        ("", "unknown measure, phase or finding"),
    ],
)
def test_a_target_that_does_not_exist_is_refused_with_advice(written: str, said: str) -> None:
    with pytest.raises(UnknownTargetError, match=re.escape(said)):
        target_named(written, BASE)


# Obstacles


@some
@given(profiles(BASE.knowledge))
def test_the_first_obstacle_of_a_measure_is_its_standing_and_there_is_none_exactly_when_it_comes_now(
    profile: Profile,
) -> None:
    answer = recommend(profile, BASE)
    for ranked in answer.measures:
        found = why_not(answer, BASE, MeasureTarget(ranked.measure))
        first = found.obstacles[0].kind if found.obstacles else Standing.NOW
        assert first == ranked.standing, ranked.measure
        assert found.is_reached is (ranked.standing is Standing.NOW)


@some
@given(profiles(BASE.knowledge), st.sampled_from(TARGETS))
def test_everything_said_not_to_hold_stands_in_a_trace_that_is_proved(profile: Profile, target: Target) -> None:
    answer = recommend(profile, BASE)
    found = why_not(answer, BASE, target)
    require_proved(answer, BASE.knowledge, BASE.rules)
    for fact in facts_behind(found):
        assert fact in answer.trace
    for lack in every_lack(found):
        if lack.fact is not None and lack.is_met is None:
            assert proposition_of(lack.fact) not in answer.trace
            assert negated(proposition_of(lack.fact)) not in answer.trace


@some
@given(profiles(BASE.knowledge), st.sampled_from(TARGETS))
def test_ways_come_nearest_first_and_a_way_is_at_least_as_far_as_what_it_lacks(
    profile: Profile, target: Target
) -> None:
    found = why_not(recommend(profile, BASE), BASE, target)
    for obstacle in found.obstacles:
        distances = [way.distance for way in ways_of(obstacle) if way.distance is not None]
        assert distances == sorted(distances)
        for way in ways_of(obstacle):
            for lack in way.lacks:
                if way.distance is not None:
                    assert lack.distance is not None
                    assert lack.distance[:2] <= way.distance[:2]


def every_lack(found: WhyNot) -> list[Lack]:
    return [lack for one in found.obstacles for way in ways_of(one) for lack in lacks_below(way.lacks)]


def test_a_finding_that_nothing_is_known_of_lacks_only_unknown_observations() -> None:
    found = why_not(answer_of(""), BASE, target_named("open_drug_scene>=marked", BASE))
    assert [one.kind for one in found.obstacles] == ["finding"]
    assert found.distance is not None
    assert (found.distance.failed, found.distance.unknown) == (0, 1)
    assert {way.rule for way in found.obstacles[0].ways} == {
        rule.id
        for rule in BASE.rules.of_stage(1)
        if isinstance(rule.then, ConcludesFinding)
        and rule.then.finding == "open_drug_scene"
        and rule.then.level in (Level.MARKED, Level.ACUTE)
    }


def test_an_observation_that_several_rules_ask_for_counts_once() -> None:
    answer = answer_of("observations: {shootings_level: 3, explosions_level: 0, lethal_violence_12m: 2}\n")
    found = why_not(answer, BASE, PhaseTarget(2))
    need = found.obstacles[0].gate
    assert need is not None
    calm = next(one for one in need.ways if one.way.rule == "control/no-serious-violence")
    # Six rules must all be refuted, but one observation refutes them: no shooting. Three steps of a scale of three.
    assert calm.way.distance == Distance(1, 0, 1.0)
    assert [(leaf.fact, leaf.gap) for leaf in calm.way.leaves] == [("indicator:shootings_level", 3.0)]


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("phase", [1, 2, 3])
def test_a_gate_in_the_way_lacks_what_its_points_say(example: str, phase: int) -> None:
    answer = answer_to(example)
    found = why_not(answer, BASE, PhaseTarget(phase))
    policy = BASE.rules.phase_policy
    assert found.is_reached is (answer.phase.phase == phase)
    for obstacle in found.obstacles:
        need = obstacle.gate
        if need is None:
            continue
        gate = next(one for one in answer.phase.gates if one.gate == need.gate)
        assert gate.state is not need.wanted
        net = gate.points_open - gate.points_shut
        assert need.net == (net if need.wanted is GateState.OPEN else -net)
        assert need.lacking == max(0, policy.margin - need.net)
        turned = {one.evidence.rule for one in need.ways}
        assert turned == {one.rule for one in gate.evidence if bool(one.known) is not (one.state is need.wanted)}


def test_a_gate_that_has_not_held_is_an_obstacle_of_its_own() -> None:
    found = why_not(answer_to("lindhaga"), BASE, PhaseTarget(3))
    assert [one.kind for one in found.obstacles] == ["gate", "hold"]
    hold = found.obstacles[1].hold
    assert hold is not None
    assert (hold.gate, hold.needed) == ("trust", BASE.rules.phase_policy.hold_months)


def test_a_measure_on_the_do_not_use_list_has_no_way() -> None:
    found = why_not(answer_to("bjorkdalen"), BASE, target_named("boot_camp", BASE))
    assert [(one.kind, one.ways) for one in found.obstacles] == [("blocked", ())]
    assert found.distance is None


# Every operator: a rule base with one rule for one finding, and a reading of the condition that knows no program

NUMBER, LEVEL, FLAG, CHOICE = (
    IndicatorId("unsafe_evening_share"),
    IndicatorId("silence_level"),
    IndicatorId("cause_analysis_done"),
    IndicatorId("trust_change"),
)
FINDING = FindingId("honour_violence")
LOADED = load_files(bundled("rules"), bundled("knowledge_base"), check)


@cache
def base_with(when: Condition) -> RuleBase:
    """The rule base with one condition as the only way to the finding of the test."""
    own = next(rule for rule in LOADED.rules.rules.values() if rule.then[:1] == (FINDING,))
    rules = {name: rule for name, rule in LOADED.rules.rules.items() if rule.then[:1] != (FINDING,)}
    rules[own.id] = own._replace(when=when, then=own.then)
    return compile_rule_base(
        Loaded(LOADED.knowledge, LOADED.rules._replace(rules=rules), LOADED.digest, {}, LOADED.warnings)
    )


def compared(indicator: IndicatorId, operator: Operator, *bound: Value) -> Comparison:
    return Comparison(indicator, operator, bound, None)


@pytest.mark.parametrize(
    ("when", "observed", "gap", "share"),
    [
        (compared(NUMBER, Operator.AT_LEAST, 50), 40, 10, 0.1),
        (compared(NUMBER, Operator.AT_MOST, 30), 40, 10, 0.1),
        (compared(NUMBER, Operator.ABOVE, 40), 40, 0, 0.0),
        (compared(NUMBER, Operator.BELOW, 40), 45, 5, 0.05),
        (compared(NUMBER, Operator.BETWEEN, 50, 60), 40, 10, 0.1),
        (compared(NUMBER, Operator.BETWEEN, 10, 20), 40, 20, 0.2),
        (Not(compared(NUMBER, Operator.BETWEEN, 30, 60)), 40, 10, 0.1),
        (compared(NUMBER, Operator.IS, 45), 40, 5, 0.05),
        (compared(NUMBER, Operator.ONE_OF, 10, 38), 40, 2, 0.02),
        (Not(compared(NUMBER, Operator.AT_LEAST, 40)), 40, 0, 0.0),
        (compared(LEVEL, Operator.AT_LEAST, 3), 1, 2, 0.666666667),
        (compared(LEVEL, Operator.ABOVE, 1), 1, 1, 0.333333333),
        (Not(compared(LEVEL, Operator.AT_MOST, 2)), 1, 2, 0.666666667),
        (Not(compared(LEVEL, Operator.IS, 1)), 1, 1, 0.333333333),
        (compared(FLAG, Operator.IS, True), False, None, 1.0),
        (compared(CHOICE, Operator.ONE_OF, "better", "same"), "worse", None, 1.0),
        (Trend(NUMBER, "falling", 12), [40, 60], None, 1.0),
    ],
)
def test_every_comparison_says_how_far_it_is_from_its_bound(
    when: Condition, observed: Value | list[int], gap: float | None, share: float
) -> None:
    atom = when.part if isinstance(when, Not) else when
    assert isinstance(atom, Comparison | Trend)
    written = json.dumps(observed)
    if isinstance(observed, list):
        points = (f"{{period: {year}, value: {value}}}" for year, value in zip((2024, 2025), observed, strict=True))
        written = f"[{', '.join(points)}]"
    base = base_with(when)
    answer = recommend(parse_profile(f"{HEAD}observations: {{{atom.indicator}: {written}}}\n", base), base)
    way = why_not(answer, base, FindingTarget(FINDING, Level.SIGNS)).obstacles[0].ways[0]
    assert [(lack.is_met, lack.gap) for lack in way.lacks] == [(False, gap)]
    assert way.distance == Distance(1, 0, share)


OPERATORS: dict[str, Condition] = {
    **{operator.value: compared(NUMBER, operator, 99) for operator in (Operator.AT_LEAST, Operator.IS)},
    "at_most": compared(NUMBER, Operator.AT_MOST, 1),
    "above": compared(NUMBER, Operator.ABOVE, 98),
    "below": compared(NUMBER, Operator.BELOW, 2),
    "between": compared(NUMBER, Operator.BETWEEN, 97, 99),
    "one_of": compared(CHOICE, Operator.ONE_OF, "better"),
    "trend": Trend(NUMBER, "falling", 12),
    "in_place": InPlace(MeasureId("hot_spots_policing")),
    "not": Not(compared(LEVEL, Operator.AT_LEAST, 1)),
    "all": All((compared(LEVEL, Operator.AT_LEAST, 3), compared(FLAG, Operator.IS, True))),
    "any": AnyOf((compared(LEVEL, Operator.AT_LEAST, 3), compared(FLAG, Operator.IS, True))),
    "finding": FindingHolds(FindingId("open_drug_scene"), Level.ACUTE),
}
ADVICE: dict[str, Condition] = {"phase": PhaseIs(3), "gate": GateIs(next(iter(BASE.knowledge.gates)), "open")}
OBSERVED = (
    "observations: {unsafe_evening_share: [{period: 2023, value: 40}, {period: 2025, value: 60}], silence_level: 2, "
    "cause_analysis_done: false, trust_change: worse, open_drug_scene_level: 0}\nmeasures_in_place: []\n"
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("profile", ["", OBSERVED])
def test_every_operator_stands_in_the_why_not_text_known_and_unknown(
    operator: str, profile: str, language: Language
) -> None:
    base = base_with(OPERATORS[operator])
    answer = recommend(parse_profile(HEAD + profile, base), base)
    view, found = View(answer, base, language), why_not(answer, base, FindingTarget(FINDING, Level.SIGNS))
    text = document_text(why_not_page(view, found), 400)
    assert LEAKS.findall(text) == []
    shown = [lack_text(view, lack) for way in found.obstacles[0].ways for lack in way.lacks]
    assert shown
    for line in shown:
        assert line in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operator", ADVICE)
def test_phases_and_gates_stand_in_the_why_not_text_too(operator: str, language: Language) -> None:
    answer = answer_to("bjorkdalen")
    lacking = Lacking(answer, BASE)
    lack = lacking.lack(ADVICE[operator], True)
    assert lack is not None
    assert (lack.is_met, lack.distance and lack.distance.failed) == (False, 1)
    assert lack.fact in answer.trace
    assert LEAKS.findall(lack_text(View(answer, BASE, language), lack)) == []


def _atoms() -> st.SearchStrategy[Condition]:
    numeric = st.sampled_from([NUMBER, LEVEL])
    bounds = st.sampled_from([0, 1, 2, 3])
    single = st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, Operator.IS])
    return st.one_of(
        st.builds(lambda i, o, b: Comparison(i, o, (b,), None), numeric, single, bounds),
        st.builds(
            lambda i, a, b: Comparison(i, Operator.BETWEEN, (min(a, b), max(a, b)), None), numeric, bounds, bounds
        ),
        st.builds(lambda b: Comparison(FLAG, Operator.IS, (b,), None), st.booleans()),
        st.builds(lambda b: Comparison(CHOICE, Operator.ONE_OF, (b,), None), st.sampled_from(["better", "worse"])),
        st.builds(Trend, st.just(NUMBER), st.sampled_from(["rising", "falling", "steady"]), st.just(12)),
        st.just(InPlace(MeasureId("hot_spots_policing"))),
        st.builds(FindingHolds, st.just(FindingId("open_drug_scene")), st.sampled_from(Level)),
        st.builds(PhaseIs, st.sampled_from([1, 2, 3])),
        st.builds(GateIs, st.just(next(iter(BASE.knowledge.gates))), st.sampled_from(["open", "shut"])),
    )


def _conditions() -> st.SearchStrategy[Condition]:
    def nested(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        some_parts = st.lists(parts, max_size=3).map(tuple)
        return st.builds(All, some_parts) | st.builds(AnyOf, some_parts) | st.builds(Not, parts)

    return st.recursive(_atoms(), nested, max_leaves=7)


def truth(condition: Condition, answer: Recommendation) -> bool | None:
    """What the program of one named condition decides: true, false or open."""
    named = Named(FactId("rule:own"), "own", condition)
    program = compile_program((), (named,), ())
    observed = facts_of(answer.profile, BASE.knowledge, BASE.tested).values
    given_facts = {
        fact: True for fact in answer.trace if not fact.startswith(("not ", "indicator:", "listed:", "trend:"))
    }
    denied = {proposition_of(fact): False for fact in answer.trace if fact.startswith("not ")}
    symbols = decided_by(program, derivations_of(program, ForwardEngine(program).run(given_facts | denied | observed)))
    return symbols.get(FactId("rule:own"))


@settings(deadline=None, max_examples=80)
@given(_conditions(), st.sampled_from([*EXAMPLES, OBSERVED]))
def test_a_condition_lacks_something_exactly_when_the_program_does_not_find_it_true(
    condition: Condition, profile: str
) -> None:
    answer = answer_to(profile) if profile in EXAMPLES else answer_of(profile)
    decided = truth(condition, answer)
    for wanted in (True, False):
        ways = Lacking(answer, BASE).condition_ways("own", condition, wanted)
        is_met = any(not way.lacks for way in ways)
        assert is_met is (decided is wanted)
        if not is_met:
            known_not = all(any(lack.is_met is False for lack in way.lacks) for way in ways)
            assert known_not is (decided is not None)
            assert all(way.distance is None or (way.distance.failed > 0) is fails(way) for way in ways)


def fails(way: Way) -> bool:
    return any(lack.is_met is False for lack in way.lacks)


# Surfaces


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_readable_and_fits_its_schema(example: str, language: Language) -> None:
    answer, validator = answer_to(example), Draft202012Validator(SCHEMA)
    view = View(answer, BASE, language)
    for target in TARGETS[:: 7 if language == "sv" else 11]:
        found = why_not(answer, BASE, target)
        page = why_not_page(view, found)
        for text in (document_text(page, 60), document_markdown(page)):
            assert LEAKS.findall(text) == []
        document = json.loads(why_not_json(view, found))
        validator.validate(document)
        assert set(facts_behind(found)) <= set(document["trace"])


def test_the_schema_is_strict() -> None:
    view = View(answer_to("bjorkdalen"), BASE, "sv")
    document = json.loads(why_not_json(view, why_not(view.answer, BASE, PhaseTarget(3))))
    document["obstacles"][0]["extra"] = 1
    assert not Draft202012Validator(SCHEMA).is_valid(document)


@pytest.mark.parametrize(("top", "shown"), [(1, 1), (3, 3), (None, 12)])
def test_the_nearest_ways_come_first_and_what_is_left_out_is_counted(top: int | None, shown: int) -> None:
    base = load_rule_base()
    answer = recommend(load_profile(bundled("examples") / "kvarnangen.yaml", base), base)
    view = View(answer, base, "sv")
    found = why_not(answer, base, PhaseTarget(3))
    page = why_not_page(view, found, top)
    lists = [block for block in page.blocks if isinstance(block, Items) and block.is_ordered]
    assert len(lists[0].items) == shown
    whole = [block for block in why_not_page(view, found).blocks if isinstance(block, Items) and block.is_ordered]
    assert lists[0].items == whole[0].items[:shown]
    said = [block.text for block in page.blocks if isinstance(block, Paragraph)]
    left = len(whole[0].items) - shown
    assert any(text.startswith(f"Och {left} väg") for text in said) is (left > 0)
