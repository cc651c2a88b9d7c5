"""The lints on the shipped rule base, and what the folders of tests/bad/ do not show of them."""

from pathlib import Path

import pytest

from bad_cases import BAD, MINIMAL, lay_out, loaded_minimal
from fasmodell.diagnostics import RuleBaseError, format_diagnostics
from fasmodell.knowledge import Measure
from fasmodell.lint_meaning import check_everything
from fasmodell.loader import Loaded, load_files
from fasmodell.reachability import Reachability
from fasmodell.resources import bundled

INDICATOR = "{indicator: open_drug_scene_level, at_least: 1}"


def test_the_shipped_rule_base_is_clean() -> None:
    loaded = load_files(bundled("rules"), bundled("knowledge_base"), check_everything)
    assert format_diagnostics(loaded.warnings, loaded.texts) == ""


def changed(into: Path, changes: dict[str, tuple[str, str]]) -> Loaded:
    """The minimal rule base with one replacement in each of some files."""
    lay_out(MINIMAL, into)
    for name, (old, new) in changes.items():
        path = into / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return load_files(into / "rules", into / "knowledge_base", check_everything)


def codes_of(into: Path, changes: dict[str, tuple[str, str]]) -> list[str]:
    try:
        return [one.code for one in changed(into, changes).warnings]
    except RuleBaseError as error:
        return [one.code for one in error.diagnostics]


MEASURES = "knowledge_base/measures.yaml"
LEAD = "    lead: [municipality]\n"
PRECONDITION = "    preconditions:\n      - {{id: one, text: {{sv: En sak., en: One thing.}}, when: {when}}}\n"
LEGAL_GATE = (
    "    legal_gate:\n      text: {{sv: Ett beslut., en: A decision.}}\n      law: {{sv: En lag., en: A law.}}\n"
    "      decided_by: [municipality]\n      when: {when}\n"
)


@pytest.mark.parametrize(
    ("added", "is_reachable"),
    [
        pytest.param(PRECONDITION.format(when=INDICATOR), True, id="a precondition that its target meets"),
        pytest.param(
            PRECONDITION.format(when="{not: {finding: open_drug_scene}}"), False, id="a precondition against its target"
        ),
        pytest.param(
            PRECONDITION.format(when="{not: {finding: open_drug_scene, at_least: acute}}"),
            True,
            id="a precondition against the highest level of its target only",
        ),
        pytest.param(
            PRECONDITION.format(when="{indicator: open_drug_scene_level, at_most: 0}"),
            False,
            id="a precondition against what its target rests on",
        ),
        pytest.param(
            PRECONDITION.format(
                when="{all: [{indicator: attacks_12m, above: 60}, {indicator: attacks_12m, below: 40}]}"
            ),
            False,
            id="a precondition that contradicts itself",
        ),
        pytest.param(
            PRECONDITION.format(when="{indicator: unsafe_evening_share, trend: falling, over_months: 12}"),
            True,
            id="a precondition on a trend",
        ),
        pytest.param(LEGAL_GATE.format(when="{indicator: services_can_work, is: true}"), True, id="a legal gate"),
        pytest.param(
            LEGAL_GATE.format(
                when="{all: [{indicator: trust_change, is: worse}, {indicator: trust_change, is: better}]}"
            ),
            False,
            id="a legal gate that can never hold",
        ),
        pytest.param(f"    evident_when: {INDICATOR}\n", False, id="in place whenever it is needed"),
        pytest.param(
            "    evident_when: {indicator: services_can_work, is: true}\n", True, id="in place when another thing holds"
        ),
    ],
)
def test_unreachable_measures_are_found_and_no_others(added: str, is_reachable: bool, tmp_path: Path) -> None:
    codes = codes_of(tmp_path, {MEASURES: (LEAD, LEAD + added)})
    assert codes == ([] if is_reachable else ["FM320"])


@pytest.mark.parametrize(
    ("then", "is_reachable"),
    [
        pytest.param("{exclude: safety_walk}", False, id="excluded whenever it is needed"),
        pytest.param("{discourage: safety_walk, strength: strong}", True, id="only discouraged"),
    ],
)
def test_rules_that_exclude_count(then: str, is_reachable: bool, tmp_path: Path) -> None:
    """The exclusion rests on the finding that is the only target, so that the finding must be a name of the measure."""
    numbers = "numbers: {basis: project_decision, reason: {sv: Vårt val., en: Our choice.}}"
    added = LEAD + PRECONDITION.format(when="{finding: open_drug_scene}")
    rule = ("{warn: trade-may-move}", f"{then}\n    {numbers}")
    codes = codes_of(tmp_path, {MEASURES: (LEAD, added), "rules/3-measures/advice.yaml": rule})
    assert ("FM320" not in codes) == is_reachable


def test_a_measure_that_only_a_rule_can_require_is_reachable(tmp_path: Path) -> None:
    none = ("{1: start, 2: core, 3: keep,", "{1: none, 2: none, 3: none,")
    rule = ("{warn: trade-may-move}", "{require: safety_walk}")
    assert codes_of(tmp_path, {MEASURES: none, "rules/3-measures/advice.yaml": rule}) == ["FM315"]


def test_too_many_cases_claim_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fasmodell.reachability.MOST_CASES", 0)
    loaded = loaded_minimal()
    measure: Measure = loaded.knowledge.measures["scared_straight"]  # type: ignore[index]
    assert Reachability(loaded.knowledge, loaded.rules).is_reachable(measure)


def test_circles_through_measures_that_are_evident_are_found(tmp_path: Path) -> None:
    evident = (LEAD, LEAD + "    evident_when: {finding: open_drug_scene, at_least: acute}\n")
    rule = (INDICATOR, "{in_place: safety_walk}")
    codes = codes_of(
        tmp_path,
        {
            MEASURES: evident,
            "rules/1-findings/open-drug-scene.yaml": rule,
        },
    )
    assert "FM210" in codes


def test_a_finding_behind_a_used_finding_is_used(tmp_path: Path) -> None:
    lay_out(BAD / "FM312-finding-without-use", tmp_path)
    assert codes_of(tmp_path, {}) == ["FM312"]
    rule = (INDICATOR.replace("1}", "3}"), "{finding: littering}")
    assert codes_of(tmp_path, {"rules/1-findings/open-drug-scene.yaml": rule}) == []


def test_nothing_is_called_unused_while_something_cannot_be_read(tmp_path: Path) -> None:
    thresholds = ("value: 50", "value: fifty")
    assert codes_of(tmp_path, {"rules/thresholds.yaml": thresholds}) == ["FM107"]
