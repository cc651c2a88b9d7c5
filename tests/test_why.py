"""The reasons for one measure: every operator readable, every distance right, every place named, shared parts once."""

from __future__ import annotations

import re
from functools import cache

import pytest

from fasmodell import Recommendation, RuleBase, load_profile, load_rule_base, parse_profile, recommend
from fasmodell.facts import standing_id
from fasmodell.knowledge import FindingId, GateId, IndicatorId, Level, MeasureId
from fasmodell.lint import check
from fasmodell.loader import load_files
from fasmodell.render import find_measure, render_why
from fasmodell.resources import bundled
from fasmodell.results import Standing
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
    Rule,
    Trend,
)
from fasmodell.scales import LANGUAGES, Language, Value
from fasmodell.terms import STANDING_OF_ONE

BASE = load_rule_base(cache=False)
LOADED = load_files(bundled("rules"), bundled("knowledge_base"), check)
EXAMPLES = sorted(path.stem for path in bundled("examples").glob("*.yaml"))
HEAD = "format: fasmodell.profile/1\narea: {name: Tomt}\nas_of: 2026-03-31\n"
# A measure that acts on one problem, which no other rule asks about, so that a test can write the only rule for it.
MEASURE, FINDING = MeasureId("honour_violence_work"), FindingId("honour_violence")
EXCLUDED = HEAD + "observations: {security_zone_criteria_met: false}\n"

DRUGS, TRUST = IndicatorId("open_drug_scene_level"), IndicatorId("trust_police_share")
UNSAFE, CAUSES, CHANGE = (
    IndicatorId("unsafe_evening_share"),
    IndicatorId("cause_analysis_done"),
    IndicatorId("drug_trade_change"),
)


def compared(indicator: IndicatorId, operator: Operator, *bound: Value) -> Comparison:
    return Comparison(indicator, operator, bound, None)


def base_with(when: Condition) -> RuleBase:
    """The rule base with one condition as the only way to the finding of the test."""
    own = next(rule for rule in LOADED.rules.rules.values() if concludes(rule))
    rules = {name: rule for name, rule in LOADED.rules.rules.items() if not concludes(rule)}
    rules[own.id] = own._replace(when=when, then=ConcludesFinding(FINDING, Level.SIGNS))
    return compile_rule_base(LOADED._replace(rules=LOADED.rules._replace(rules=rules)))


def concludes(rule: Rule) -> bool:
    return isinstance(rule.then, ConcludesFinding) and rule.then.finding == FINDING


def why(base: RuleBase, observations: str, language: Language, measure: str = MEASURE) -> str:
    profile = parse_profile(HEAD + observations, base)
    return " ".join(render_why(recommend(profile, base), base, measure, language, width=60).split())


AT_LEAST, AT_MOST = compared(DRUGS, Operator.AT_LEAST, 2), compared(DRUGS, Operator.AT_MOST, 1)
ABOVE, BELOW = compared(TRUST, Operator.ABOVE, 40), compared(TRUST, Operator.BELOW, 40)
BETWEEN = compared(TRUST, Operator.BETWEEN, 20, 30)
IS, IS_OPTION = compared(CAUSES, Operator.IS, True), compared(CHANGE, Operator.IS, "worse")
ONE_OF = compared(CHANGE, Operator.ONE_OF, "unchanged", "better")
RISING = Trend(UNSAFE, "rising", 12)
SERIES = "observations: {unsafe_evening_share: [{period: 2023, value: 47}, {period: 2025, value: 41}]}"
DISPLACED = FindingHolds(FindingId("displacement"), Level.MARKED)
WALK = InPlace(MeasureId("safety_walk"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("when", "observations", "swedish", "english"),
    [
        pytest.param(AT_LEAST, "observations: {open_drug_scene_level: 1}",
            "minst 2 på skalan 0–3. Observerat: 1 (fattas 1).", "at least 2 on the scale 0–3. Observed: 1 (1 short).",
            id="at least, not reached"),
        pytest.param(AT_MOST, "observations: {open_drug_scene_level: 3}",
            "högst 1 på skalan 0–3. Observerat: 3 (2 för mycket).",
            "at most 1 on the scale 0–3. Observed: 3 (2 too many).",
            id="at most, exceeded"),
        pytest.param(ABOVE, "observations: {trust_police_share: 38}",
            "över 40 procent. Observerat: 38 (fattas mer än 2).",
            "above 40 per cent. Observed: 38 (more than 2 short).",
            id="above, not reached"),
        pytest.param(ABOVE, "observations: {trust_police_share: 40}",
            "Observerat: 40 (ligger precis på gränsen).", "Observed: 40 (exactly at the bound).",
            id="above, at the bound"),
        pytest.param(BELOW, "observations: {trust_police_share: 47.5}",
            "under 40 procent. Observerat: 47,5 (mer än 7,5 för mycket).",
            "below 40 per cent. Observed: 47.5 (more than 7.5 too many).", id="below, exceeded"),
        pytest.param(BETWEEN, "observations: {trust_police_share: 12}",
            "mellan 20 och 30 procent. Observerat: 12 (fattas 8).",
            "between 20 and 30 per cent. Observed: 12 (8 short).",
            id="between, under"),
        pytest.param(BETWEEN, "observations: {trust_police_share: 39.9}",
            "Observerat: 39,9 (9,9 för mycket).", "Observed: 39.9 (9.9 too many).", id="between, over"),
        pytest.param(Not(BETWEEN), "observations: {trust_police_share: 25}",
            "inte mellan 20 och 30 procent. Observerat: 25 (ligger inom gränserna).",
            "not between 20 and 30 per cent. Observed: 25 (within the bounds).", id="not between"),
        pytest.param(IS, "observations: {cause_analysis_done: false}",
            "[nej] [3] Orsaksanalys gjord: ja. Observerat: nej.", "yes. Observed: no.", id="is, a flag"),
        pytest.param(Not(IS), "observations: {cause_analysis_done: true}",
            ": nej. Observerat: ja.", ": no. Observed: yes.", id="is not, a flag"),
        pytest.param(IS_OPTION, "observations: {drug_trade_change: better}",
            ": Mer synlig eller större. Observerat: Mindre,", ": More visible or larger. Observed: Smaller,",
            id="is, an option"),
        pytest.param(ONE_OF, "observations: {drug_trade_change: worse}",
            "något av oförändrat eller", "one of unchanged or", id="one of"),
        pytest.param(Not(ONE_OF), "observations: {drug_trade_change: better}",
            "inget av oförändrat eller", "none of unchanged or", id="none of"),
        pytest.param(RISING, SERIES, ": ökar (12 månader).", ": rises (12 months).", id="trend"),
        pytest.param(Not(Trend(UNSAFE, "falling", 12)), SERIES,
            "minskar inte (12 månader).", "does not fall (12 months).", id="no trend"),
        pytest.param(AT_LEAST, "", "[okänt] ", "[not known] ", id="unknown"),
        pytest.param(Not(AT_LEAST), "observations: {open_drug_scene_level: 3}",
            "under 2 på skalan 0–3. Observerat: 3 (mer än 1 för mycket).",
            "below 2 on the scale 0–3. Observed: 3 (more than 1 too many).", id="not at least"),
        pytest.param(Not(ABOVE), "observations: {trust_police_share: 47}",
            "högst 40 procent. Observerat: 47 (7 för mycket).", "at most 40 per cent. Observed: 47 (7 too many).",
            id="not above"),
        pytest.param(DISPLACED, "observations: {displacement_level: 0}",
            "[nej] [3] Förflyttning av handel eller oordning (påtagligt).", "(marked).", id="finding, ruled out"),
        pytest.param(Not(DISPLACED), "observations: {displacement_level: 3}",
            "Förflyttning av handel eller oordning: under nivån påtagligt.", "below the level marked.",
            id="not a finding"),
        pytest.param(WALK, "measures_in_place: []",
            "[nej] [3] Åtgärden pågår: Trygghetsvandring (E2).", "The measure is in place: Safety walk (E2).",
            id="in place"),
        pytest.param(Not(WALK), "measures_in_place: [safety_walk]",
            "Åtgärden pågår inte: Trygghetsvandring (E2).", "The measure is not in place: Safety walk (E2).",
            id="not in place"),
        pytest.param(All((AT_LEAST, BELOW)), "observations: {open_drug_scene_level: 1}",
            "Alla dessa: [nej]", "All of these: [no]", id="all"),
        pytest.param(AnyOf((AT_LEAST, BELOW)), "observations: {open_drug_scene_level: 1, trust_police_share: 50}",
            "Minst ett av dessa: [nej]", "At least one of these: [no]", id="any"),
        pytest.param(Not(All((AT_LEAST, ABOVE))), "observations: {open_drug_scene_level: 3, trust_police_share: 50}",
            "Minst ett av dessa: [nej] [3] Öppen narkotikahandel: under 2",
            "At least one of these: [no] [3] Open drug trade",
            id="not all"),
        pytest.param(Not(AnyOf((AT_LEAST, ABOVE))), "observations: {open_drug_scene_level: 3}",
            "Alla dessa: [nej]", "All of these: [no]", id="not any"),
    ],
)  # fmt: skip
def test_every_operator_is_readable(
    when: Condition, observations: str, swedish: str, english: str, language: Language
) -> None:
    text = why(base_with(when), observations, language)
    assert {"sv": swedish, "en": english}[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_conditions_on_phase_and_gates_are_readable(language: Language) -> None:
    name = next(name for name in LOADED.rules.rules if name.endswith("/zone-criteria-not-met"))
    when = AnyOf((PhaseIs(1), Not(PhaseIs(3)), GateIs(GateId("control"), "open"), Not(GateIs(GateId("trust"), "open"))))
    rules = {**LOADED.rules.rules, name: LOADED.rules.rules[name]._replace(when=when)}
    base = compile_rule_base(LOADED._replace(rules=LOADED.rules._replace(rules=rules)))
    text = why(base, "", language, "security_zone")
    expected = {
        "sv": ("Fas 1", "Inte fas 3", "Passagen Kontroll är öppen", "Gäller inte: Passagen Förtroende är öppen"),
        "en": ("Phase 1", "Not phase 3", "The gate Control is open", "Does not hold: The gate Trust is open"),
    }
    for part in expected[language]:
        assert part in text


@cache
def answers() -> tuple[Recommendation, ...]:
    paths = [bundled("examples") / f"{example}.yaml" for example in EXAMPLES]
    return (
        *(recommend(load_profile(path, BASE), BASE) for path in paths),
        recommend(parse_profile(EXCLUDED, BASE), BASE),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("standing", Standing)
def test_every_standing_is_explained(standing: Standing, language: Language) -> None:
    answer, ranked = next((a, one) for a in answers() for one in a.measures if one.standing is standing)
    text = render_why(answer, BASE, ranked.measure, language)
    flat = " ".join(text.split())
    assert f": {STANDING_OF_ONE[standing].to(language)}." in flat
    heading = {"sv": "Varför inte nu", "en": "Why not now"}[language]
    assert (heading in flat) == (standing is not Standing.NOW)
    premises = answer.trace[standing_id(ranked.measure, standing)].derivations[0].premises
    assert not premises or "[1] " in text


def test_every_rule_and_observation_of_the_proof_is_shown_with_its_place() -> None:
    for answer in answers():
        for ranked in answer.measures[::7]:
            flat = " ".join(render_why(answer, BASE, ranked.measure, width=60).split())
            fact = standing_id(ranked.measure, ranked.standing)
            for leaf in answer.trace.observed_below(fact):
                span = answer.trace[leaf].span
                assert span is None or f"{span.file}:{span.line}" in flat, leaf
            for rule in rules_below(answer, fact):
                span = BASE.rules.rules[rule].span
                assert f"{span.file}:{span.line}" in flat, rule
                assert BASE.knowledge.sources[BASE.rules.rules[rule].source.ref].title in flat, rule


def rules_below(answer: Recommendation, fact: str) -> set[str]:
    found, seen, waiting = set[str](), set[str](), [fact]
    while waiting:
        node = answer.trace[waiting.pop()]
        for derivation in node.derivations if node.fact.id not in seen else ():
            if derivation.rule in BASE.rules.rules:
                found.add(derivation.rule)
            waiting += derivation.premises
        seen.add(node.fact.id)
    return found


def test_shared_parts_are_shown_once_and_then_referred_to() -> None:
    for answer in answers():
        for ranked in answer.measures[::5]:
            text = render_why(answer, BASE, ranked.measure, width=100)
            numbers = [int(number) for number in re.findall(r"^ *(?:\[\w+ ?\w*\] )?\[(\d+)\] ", text, re.MULTILINE)]
            assert numbers == list(range(1, len(numbers) + 1))
            assert {int(number) for number in re.findall(r"[Ss]e \[(\d+)\]", text)} <= set(numbers)


def test_every_contribution_is_shown_and_summed() -> None:
    for answer in answers():
        for ranked in answer.measures[::5]:
            flat = " ".join(render_why(answer, BASE, ranked.measure, "en").split())
            for term in ranked.contributions:
                criterion = BASE.rules.ranking_policy.criteria.get(term.criterion)
                name = "Adjustment" if criterion is None else criterion.name.en
                written = f"{term.points / 100:.10g}".replace("-", "\u2212")
                assert f"- {name}: {written}" in flat, ranked.measure
            if ranked.contributions:
                assert f"Sum: {ranked.score / 100:.10g}".replace("-", "\u2212") in flat


def test_a_measure_is_found_by_id_and_by_code() -> None:
    assert find_measure(BASE, "hot_spots_policing") == find_measure(BASE, "B3") == find_measure(BASE, "b3")
    with pytest.raises(KeyError):
        find_measure(BASE, "B99")
