"""New entries: they load, their cases pass, only what the author must say is left, and all is written or nothing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bad_cases import MINIMAL
from fasmodell import load_rule_base
from fasmodell.authoring.layout_files import changes_in, files_of
from fasmodell.authoring.rule_test_coverage import missing_in
from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_test_files
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.authoring.safe_write import Rewrite, write_safely
from fasmodell.authoring.scaffold import Target
from fasmodell.authoring.scaffold_commands import (
    NewIndicator,
    NewMeasure,
    NewRule,
    conclusion_text,
    condition_text,
    new_entries,
)
from fasmodell.diagnostics import FasmodellError
from fasmodell.knowledge import MeasureId
from fasmodell.lint_meaning import check_everything
from fasmodell.loader import load_files
from fasmodell.rule_base import compile_rule_base
from fasmodell.scales import Scale
from in_a_process import run_apart
from in_process import ROOT, run

RULE = ["--when", "open_drug_scene_level:at_least:2", "--then", "displacement:signs"]


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A local rule base that git keeps."""
    folder = tmp_path / "exempelkommun"
    assert run("init", str(folder)).returncode == 0
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """A small whole rule base."""
    for name in ("rules", "knowledge_base"):
        shutil.copytree(MINIMAL / name, tmp_path / name)
    return Target(tmp_path / "rules", tmp_path / "knowledge_base")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A whole rule base of one's own, outside git."""
    for name in ("rules", "knowledge_base"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts}


def add(target: Target, **new: NewRule | NewIndicator | NewMeasure) -> None:
    write_safely(new_entries(target, "handbook", **new), force=True)  # type: ignore[arg-type]


def codes_told(target: Target) -> set[str]:
    """The codes of what is said of a rule base."""
    loaded = load_files(target.rules, target.knowledge, check_everything, target.local)
    return {one.code for one in loaded.warnings}


def assert_usable(target: Target, file: str) -> None:
    """The cases pass, none is lacking, nothing but what is to be filled in is told of, and the layout is right."""
    loaded = load_files(target.rules, target.knowledge, check_everything, target.local)
    assert {one.code for one in loaded.warnings} == {"FM146"}
    base = compile_rule_base(loaded)
    results = run_tests(load_rule_tests(rule_test_files(target.rules), base), base)
    (tests,) = [one for one in results if one.tests.rule_file == file]
    assert tests.cases
    assert not tests.failed, [case.text for case in tests.failed]
    assert not missing_in(base, results, {file})
    assert changes_in(files_of([target.rules / file.partition("/")[2]])) == []


# What must not go wrong


SMALL_RULE = ["--when", "open_drug_scene_level:at_least:2", "--then", "open_drug_scene:marked", "--source", "handbook"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["new-rule", "own/x", "--when", "open_drug_scen_level:2", *SMALL_RULE[2:]], 2, "did you mean"),
        (["new-rule", "own/x", *SMALL_RULE[:3], "open_drug_scene"], 2, "--then"),
        (["new-rule", "own", *SMALL_RULE], 2, "open-drug-scene/in-summer"),
        (["new-rule", "../x/y", *SMALL_RULE], 2, "open-drug-scene/in-summer"),
        (["new-rule", "open-drug-scene/occurs", *SMALL_RULE], 2, "already"),
        (["new-rule", "own/x", "--when", "{indicator: [", *SMALL_RULE[2:]], 1, "FM103"),
        (["new-rule", "own/x", "--when", "open_drug_scene_level:at_least:9", *SMALL_RULE[2:]], 3, "FM302"),
        (["new-rule", "own/x", *SMALL_RULE[:3], "{finding: open_drug_scen, level: signs}"], 3, "FM202"),
        (["new-rule", "own/x", *SMALL_RULE[:4]], 3, "FM205"),
        (["new-indicator", "Moped"], 2, "moped_traffic_level"),
        (["new-indicator", "attacks_level"], 2, "already"),
        (["new-indicator", "moped_level", "--rule", "own/x"], 2, "--rule, --when and --then"),
        (["new-measure", "moped_meetings", "--code", "L1"], 2, "--finding"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_added_is_said_and_nothing_is_written(
    target: Target, words: list[str], code: int, said: str
) -> None:
    before = snapshot(target.rules.parent)
    done = run("--no-cache", "--rules", str(target.rules), "--knowledge", str(target.knowledge), *words)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert said in done.stderr
    assert snapshot(target.rules.parent) == before


def test_a_file_that_git_would_lose_is_not_touched_unless_forced(target: Target) -> None:
    folder = target.rules.parent
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    rules = target.rules / "1-findings" / "open-drug-scene.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = snapshot(folder)
    own = ["--no-cache", "--rules", str(target.rules), "--knowledge", str(target.knowledge)]
    shown = run(*own, "new-rule", "open-drug-scene/x", *SMALL_RULE, "--diff")
    assert shown.returncode == 0
    assert "+  x:\n" in shown.stdout
    refused = run(*own, "new-rule", "open-drug-scene/x", *SMALL_RULE)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "FM140" in refused.stderr
    assert snapshot(folder) == before
    assert run(*own, "new-rule", "open-drug-scene/x", *SMALL_RULE, "--force").returncode == 0
    assert "# mine" in rules.read_text(encoding="utf-8")


def test_a_write_that_fails_midway_takes_back_what_was_written(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_bytes(b"a: 1\n")
    (tmp_path / "folder").write_bytes(b"in the way of a folder")
    rewrites = [
        Rewrite(old, b"a: 1\n", b"a: 2\n"),
        Rewrite(new, None, b"b: 1\n"),
        Rewrite(tmp_path / "folder" / "c.yaml", None, b"c: 1\n"),
    ]
    with pytest.raises(FasmodellError, match="nothing was written"):
        write_safely(rewrites, force=True)
    assert old.read_bytes() == b"a: 1\n"
    assert not new.exists()


def test_the_rule_base_that_is_installed_is_not_written_to(tmp_path: Path) -> None:
    package = tmp_path / "fasmodell"
    shutil.copytree(ROOT / "src/fasmodell", package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("rules", "knowledge_base"):
        shutil.copytree(ROOT / name, package / "_bundled" / name)
    before = snapshot(package / "_bundled")
    for words in (["new-rule", "youth/x", *RULE], ["fmt"]):
        done = run_apart(*words, PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1")
        assert done.returncode == 2, done.stderr
        assert "install" in done.stderr
    assert snapshot(package / "_bundled") == before


# What is written


@pytest.mark.parametrize(
    ("when", "then", "folder"),
    [
        ("{indicator: open_drug_scene_level, at_least: 2}", "{finding: open_drug_scene, level: marked}", "1-findings"),
        ("{indicator: unsafe_evening_share, below: 40}", "{finding: open_drug_scene, level: signs}", "1-findings"),
        (
            "{indicator: unsafe_evening_share, between: [20, 30]}",
            "{finding: open_drug_scene, level: signs}",
            "1-findings",
        ),
        ("{indicator: attacks_12m, above: 0}", "{finding: open_drug_scene, level: signs}", "1-findings"),
        ("{indicator: services_can_work, is: false}", "{finding: open_drug_scene, level: signs}", "1-findings"),
        (
            "{indicator: trust_change, one_of: [worse, unchanged]}",
            "{finding: open_drug_scene, level: signs}",
            "1-findings",
        ),
        (
            "{indicator: unsafe_evening_share, trend: rising, over_months: 12}",
            "{finding: open_drug_scene, level: signs}",
            "1-findings",
        ),
        (
            "{all: [{indicator: attacks_level, at_least: 1}, {not: {indicator: services_can_work, is: true}}]}",
            "{finding: open_drug_scene, level: signs}",
            "1-findings",
        ),
        ("{in_place: safety_walk}", "{finding: open_drug_scene, level: signs}", "1-findings"),
        (
            "{finding: open_drug_scene, at_least: marked}",
            "{gate: control, is: shut, strength: weak, topic: services}",
            "2-gates",
        ),
        ("{all: [{finding: open_drug_scene}, {phase: 2}]}", "{prefer: safety_walk, strength: weak}", "3-measures"),
        (
            "{all: [{gate: control, is: open}, {not: {in_place: safety_walk}}]}",
            "{discourage: safety_walk, strength: weak}",
            "3-measures",
        ),
    ],
)
def test_a_new_rule_loads_its_cases_pass_and_none_is_lacking(target: Target, when: str, then: str, folder: str) -> None:
    add(target, rule=NewRule("own/new-rule", when, then))
    assert_usable(target, f"rules/{folder}/own.yaml")


def test_what_is_filled_in_is_no_longer_told_of(target: Target) -> None:
    when = "{indicator: open_drug_scene_level, at_least: 2}"
    add(target, rule=NewRule("own/x", when, "{finding: open_drug_scene, level: marked}"))
    rules = target.rules / "1-findings" / "own.yaml"
    text = rules.read_text(encoding="utf-8")
    assert "{open_drug_scene_level}" in text
    rules.write_text(re.sub(r"(?:FYLL I|FILL IN): ", "", text), encoding="utf-8")
    assert codes_told(target) == set()


def test_a_rule_joins_those_that_its_file_has(target: Target) -> None:
    rules = target.rules / "1-findings" / "open-drug-scene.yaml"
    before = load_files(target.rules, target.knowledge).rules.rules
    when = "{indicator: open_drug_scene_level, at_least: 2}"
    add(target, rule=NewRule("open-drug-scene/recurs", when, "{finding: open_drug_scene, level: marked}"))
    after = load_files(target.rules, target.knowledge).rules.rules
    assert set(after) - set(before) == {"open-drug-scene/recurs"}
    assert {name: rule._replace(span=None) for name, rule in after.items() if name in before} == {
        name: rule._replace(span=None)  # type: ignore[arg-type]
        for name, rule in before.items()
    }
    assert changes_in([rules]) == []


def test_an_indicator_comes_with_a_rule_that_uses_it(target: Target) -> None:
    indicator = NewIndicator("moped_level", Scale.LEVEL, "higher_is_worse", "municipality", "own")
    rule = NewRule("own/moped", "{indicator: moped_level, at_least: 2}", "{finding: open_drug_scene, level: signs}")
    add(target, indicator=indicator, rule=rule)
    assert_usable(target, "rules/1-findings/own.yaml")


@pytest.mark.parametrize("scale", list(Scale))
def test_an_indicator_of_any_scale_is_only_told_to_be_unused(target: Target, scale: Scale) -> None:
    add(target, indicator=NewIndicator("moped_kind", scale, "neutral", "municipality", "own"))
    assert codes_told(target) == {"FM146", "FM311"}


@pytest.mark.parametrize("track", ["direct", "slow", "foundation"])
def test_a_measure_claims_nothing_that_is_not_known(target: Target, track: str) -> None:
    rule = NewRule("advice-on-mopeds/meet", "{finding: open_drug_scene}", "{prefer: moped_meetings, strength: weak}")
    add(target, measure=NewMeasure("moped_meetings", "L1", track, "open_drug_scene", "municipality", "own"), rule=rule)
    assert_usable(target, "rules/3-measures/advice-on-mopeds.yaml")
    measure = load_files(target.rules, target.knowledge).knowledge.measures[MeasureId("moped_meetings")]
    assert (measure.evidence.grade, measure.evidence.direction, measure.cost.grade) == ("Q5", "unknown", "not_known")


def test_in_a_local_rule_base_the_examples_stay_as_they_were(local: Path) -> None:
    rules = local / "rules/1-findings/lokalt.yaml"
    examples = [line for line in rules.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    done = run("--base", str(local), "new-rule", "lokalt/first", *RULE)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^exempelkommun/rules/1-findings/lokalt\.yaml: 7 to fill in$", done.stdout, re.MULTILINE)
    assert [line for line in rules.read_text(encoding="utf-8").splitlines() if line.startswith("#")] == examples
    assert changes_in(files_of([local])) == []
    assert run("--base", str(local), "test", str(local / "rules")).returncode == 0


def test_a_whole_rule_base_of_ones_own_gets_its_files_and_its_catalogue(whole: Path) -> None:
    pages = whole / "docs" / "catalogue"
    shutil.copytree(ROOT / "docs/catalogue", pages)
    own = ["--rules", str(whole / "rules"), "--knowledge", str(whole / "knowledge_base")]
    done = run(*own, "new-rule", "mopeder/vanliga", *RULE, "--force")
    assert done.returncode == 0, done.stderr
    added = (whole / "rules/1-findings/mopeder.yaml").read_text(encoding="utf-8")
    assert added.startswith("# yaml-language-server: $schema=")
    assert "`mopeder/vanliga`" in (pages / "sv/findings/displacement.md").read_text(encoding="utf-8")


def test_short_forms_are_written_out() -> None:
    base = load_rule_base()
    assert condition_text("arson", base) == "{finding: arson}"
    assert condition_text("arson:marked", base) == "{finding: arson, at_least: marked}"
    assert condition_text("youth_venue_secured:false", base) == "{indicator: youth_venue_secured, is: false}"
    assert condition_text("new_one:at_most:1", base, ("new_one",)) == "{indicator: new_one, at_most: 1}"
    assert condition_text("new_one:at_most:1", base) is None
    assert condition_text("open_drug_scene_level", base) is None
    assert conclusion_text("arson:acute") == "{finding: arson, level: acute}"
    assert conclusion_text("arson") is None
