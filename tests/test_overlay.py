"""A local rule base over the bundled one: what it replaces, adds and switches off, and how every answer says so."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bad_cases import MINIMAL
from fasmodell import RuleBase, RuleBaseError, load_profile, load_rule_base, recommend, render_json, render_markdown
from fasmodell.answer_text import render_text
from fasmodell.answer_why import render_why
from fasmodell.loader import load_files
from fasmodell.overlay import Change, ChangeKind
from fasmodell.proof_check import verify
from fasmodell.resources import bundled
from fasmodell.version import Version, VersionRange

ROOT = Path(__file__).resolve().parents[1]
LOCAL = Path(__file__).resolve().parent / "good" / "exempelkommun"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
REPLACED = "open-drug-scene/recurrent"


@pytest.fixture(scope="module")
def whole() -> RuleBase:
    return load_rule_base(cache=False)


@pytest.fixture(scope="module")
def local() -> RuleBase:
    return load_rule_base(base=LOCAL, cache=False)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the local rule base to change."""
    return Path(shutil.copytree(LOCAL, tmp_path / "exempelkommun"))


def change(base: RuleBase, section: str, name: str) -> Change:
    found = None if base.overlay is None else base.overlay.change_of(section, name)
    assert found is not None
    return found


def test_the_digest_of_the_bundled_rule_base_does_not_depend_on_there_being_local_ones(whole: RuleBase) -> None:
    files = load_files(bundled("rules"), bundled("knowledge_base"))
    assert whole.overlay is None
    assert files.digest == whole.digest


def test_the_digest_covers_what_is_extended_and_what_is_changed(over_minimal: Path) -> None:
    whole = load_rule_base(MINIMAL / "rules", MINIMAL / "knowledge_base", cache=False)
    first = load_over_minimal(over_minimal)
    renamed = over_minimal.rename(over_minimal.with_name("another-name"))
    changes = renamed / "changes.yaml"
    text = changes.read_text(encoding="utf-8")
    changes.write_text(f"# a comment\n{text}", encoding="utf-8")
    same = load_over_minimal(renamed)
    changes.write_text(text.replace("near_tie: 3", "near_tie: 4"), encoding="utf-8")
    other = load_over_minimal(renamed)
    assert first.overlay is not None
    assert first.overlay.digest == whole.digest
    assert same.digest == first.digest
    assert len({whole.digest, first.digest, other.digest}) == 3


def test_a_replaced_rule_stands_where_it_is_changed_and_rests_on_the_source_of_the_change(
    whole: RuleBase, local: RuleBase
) -> None:
    before, after = (next(r for r in base.rules.rules.values() if r.id == REPLACED) for base in (whole, local))
    assert (after.title, after.then, after.status) == (before.title, before.then, before.status)
    assert after.when != before.when
    assert after.source == change(local, "rules", REPLACED).source
    assert after.numbers is not None
    assert after.numbers.reason == change(local, "rules", REPLACED).reason
    assert after.span.file == "exempelkommun/changes.yaml"
    assert change(local, "rules", REPLACED).before == before.span


def test_the_order_of_what_is_not_changed_stays(whole: RuleBase, local: RuleBase) -> None:
    kept = [rule for rule in whole.rules.rules if rule in local.rules.rules]
    assert [rule for rule in local.rules.rules if rule in whole.rules.rules] == kept
    assert set(whole.rules.rules) - set(kept) == {"open-drug-scene/growing"}
    assert set(local.rules.rules) - set(kept) == {"lokalt/hidden-trade-dominates"}


def test_a_weight_is_replaced_alone_and_the_policy_says_why(whole: RuleBase, local: RuleBase) -> None:
    before, after = whole.rules.ranking_policy, local.rules.ranking_policy
    for track, weights in before.weights.items():
        assert after.weights[track] == ({**weights, "need": 50} if track == "direct" else weights)
    assert after.criteria == before.criteria
    assert after.numbers.reason.sv.startswith(before.numbers.reason.sv)
    assert after.numbers.reason.sv.endswith("hos oss.")
    assert change(local, "ranking_policy", "").keys == ("weights.direct.need",)


def test_a_replaced_part_of_a_measure_cites_the_change_and_the_rest_its_own_source(
    whole: RuleBase, local: RuleBase
) -> None:
    before, after = (
        next(m for m in base.knowledge.measures.values() if m.id == "hot_spots_policing") for base in (whole, local)
    )
    assert after.lead == ("police", "trygghetsenheten")
    assert after.cost.source == change(local, "measures", "hot_spots_policing").source
    assert (after.source, after.lead_in, after.evidence, after.span) == (
        before.source, before.lead_in, before.evidence, before.span,
    )  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_answer_of_a_local_rule_base_is_proved_and_says_what_was_changed(path: Path, local: RuleBase) -> None:
    profile = load_profile(path, local)
    answer = recommend(profile, local)
    assert verify(answer, local.knowledge, local.rules) == ()
    text, memo = render_text(answer, local, width=100), render_markdown(answer, local)
    for shown in (" ".join(text.split()), memo.replace("\\", "")):
        assert "Regelbasen är lokal. Den bygger på fasmodell-sverige" in shown
        for item in local.overlay.changes if local.overlay is not None else ():
            assert item.id in shown
            assert item.reason is None or item.reason.sv in shown
    document = json.loads(render_json(answer, local))
    schema = json.loads((ROOT / "src/fasmodell/schemas/answer.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
    assert [one["kind"] for one in document["rule_base"]["extends"]["changes"]] == [
        item.kind for item in (local.overlay.changes if local.overlay is not None else ())
    ]


def test_the_checker_reads_the_rules_as_they_were_changed(whole: RuleBase, local: RuleBase) -> None:
    answer = recommend(load_profile(ROOT / "examples/bjorkdalen.yaml", local), local)
    assert verify(answer, local.knowledge, local.rules) == ()
    assert verify(answer, whole.knowledge, whole.rules)


def test_the_answer_of_the_whole_rule_base_says_nothing_of_changes(whole: RuleBase) -> None:
    answer = recommend(load_profile(EXAMPLES[0], whole), whole)
    assert set(json.loads(render_json(answer, whole))["rule_base"]) == {"name", "version", "digest"}
    assert "Lokala ändringar" not in render_text(answer, whole)


def test_the_whole_proof_tells_a_changed_rule_from_one_that_is_not(local: RuleBase) -> None:
    answer = recommend(load_profile(ROOT / "examples/bjorkdalen.yaml", local), local)
    shown = " ".join(render_why(answer, local, "B6", lang="en", width=100).split())
    assert f"The rule {REPLACED} stands in exempelkommun/changes.yaml:" in shown
    assert "The rule is changed by the local rule base exempelkommun (when, because)." in shown
    assert shown.count("The rule is changed by the local rule base") == 1


def test_a_local_rule_base_extends_the_whole_one_that_is_named(own: Path) -> None:
    with pytest.raises(RuleBaseError) as error:
        load_rule_base(MINIMAL / "rules", MINIMAL / "knowledge_base", base=own, cache=False)
    assert {one.code for one in error.value.diagnostics} >= {"FM217"}
    assert all(one.span.file.startswith("exempelkommun/") for one in error.value.diagnostics)


OVER_MINIMAL = {
    "manifest.yaml": """\
format: fasmodell.manifest/1
name: exempelkommun
version: 1.0.0
title: {sv: Kommunens, en: The municipality's}
extends: {name: minimal, version: 1.0.0}
""",
    "changes.yaml": """\
format: fasmodell.changes/1
replace:
  rules:
    open-drug-scene/occurs:
      with:
        when: {indicator: open_drug_scene_level, at_least: 2}
        because: {sv: Handeln är inte bara enstaka., en: Trade is more than single cases.}
      reason: {sv: Enstaka fall varierar., en: Single cases vary.}
      source: {ref: handbook, locator: p. 20, basis: project_decision}
  measures:
    safety_walk:
      with: {lead: [municipality]}
      reason: {sv: Vi leder., en: We lead.}
      source: {ref: handbook, locator: p. 20, basis: project_decision}
  ranking_policy:
    with: {near_tie: 3}
    reason: {sv: Grövre., en: Coarser.}
    source: {ref: handbook, locator: p. 20, basis: project_decision}
""",
    "rules/1-findings/lokalt.yaml": """\
format: fasmodell.rules/1
rules:
  many-unsafe:
    title: {sv: Många är otrygga, en: Many feel unsafe}
    when: {indicator: unsafe_evening_share, at_least: 70}
    then: {finding: open_drug_scene, level: signs}
    because: {sv: Många är otrygga., en: Many feel unsafe.}
    numbers: {basis: project_decision, reason: {sv: Vårt val., en: Our choice.}}
    source: {ref: handbook, locator: p. 20, basis: project_decision}
    status: draft
""",
}


@pytest.fixture
def over_minimal(tmp_path: Path) -> Path:
    """A small local rule base over the smallest whole one."""
    folder = tmp_path / "exempelkommun"
    for name, text in OVER_MINIMAL.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


TROUBLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (shutil.rmtree, "FM101"),
    "a file": (lambda own: (shutil.rmtree(own), own.write_text("")), "FM101"),
    "no manifest": (lambda own: (own / "manifest.yaml").unlink(), "FM128"),
    "a manifest that is no YAML": (lambda own: (own / "manifest.yaml").write_text("a: ["), "FM103"),
    "two manifests": (lambda own: shutil.copy(own / "manifest.yaml", own / "other.yaml"), "FM214"),
    "a short ending": (lambda own: (own / "changes.yml").write_text(""), "FM130"),
    "a profile beside the manifest": (
        lambda own: shutil.copy(EXAMPLES[0], own / "profile.yaml"), "FM108",
    ),
    "a rule outside the stages": (
        lambda own: shutil.copy(own / "rules/1-findings/lokalt.yaml", own / "rules/lokalt-two.yaml"), "FM129",
    ),
    "a policy of its own": (lambda own: shutil.copy(MINIMAL / "rules/phase-policy.yaml", own), "FM214"),
    "changes that are a list": (lambda own: rewrite(own, "replace:", "replace: []\nx:"), "FM104"),
    "no reason": (lambda own: rewrite(own, "reason: {sv: Vi", "raeson: {sv: Vi"), "FM104"),
    "nothing replaced": (lambda own: rewrite(own, "with: {near_tie: 3}", "with: {}"), "FM125"),
    "a kind that is not replaced": (lambda own: rewrite(own, "  measures:", "  phases:"), "FM104"),
    "a key that a rule does not have": (lambda own: rewrite(own, "        when:", "        wehn:"), "FM104"),
    "a bound above the scale": (lambda own: rewrite(own, "at_least: 2", "at_least: 4"), "FM302"),
    "an actor that nothing has": (lambda own: rewrite(own, "lead: [municipality]", "lead: [unit]"), "FM204"),
    "a source that nothing has": (lambda own: rewrite(own, "ref: handbook", "ref: hanbook"), "FM205"),
}  # fmt: skip


def rewrite(own: Path, before: str, after: str) -> None:
    path = own / "changes.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def load_over_minimal(folder: Path) -> RuleBase:
    return load_rule_base(MINIMAL / "rules", MINIMAL / "knowledge_base", base=folder, cache=False)


def test_a_local_rule_base_may_extend_any_whole_one(over_minimal: Path) -> None:
    base = load_over_minimal(over_minimal)
    assert base.rules.ranking_policy.near_tie == 3
    assert list(base.rules.rules)[-1] == "lokalt/many-unsafe"


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_in_a_local_rule_base_is_told_where_it_is_written(name: str, over_minimal: Path) -> None:
    spoil, code = TROUBLES[name]
    spoil(over_minimal)
    with pytest.raises(RuleBaseError) as error:
        load_over_minimal(over_minimal)
    told = {one.code: one.span.file for one in error.value.diagnostics}
    assert code in told
    assert "exempelkommun" in told[code]


def test_what_is_kept_in_the_cache_is_only_used_while_every_file_is_the_same(
    over_minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASMODELL_CACHE_DIR", str(tmp_path / "cache"))
    rules, knowledge = MINIMAL / "rules", MINIMAL / "knowledge_base"

    def local() -> str:
        return load_rule_base(rules, knowledge, base=over_minimal).digest

    digests = [local(), load_rule_base(rules, knowledge).digest, local()]
    assert digests[0] == digests[2] != digests[1]
    assert len(list((tmp_path / "cache").iterdir())) == 2
    rewrite(over_minimal, "near_tie: 3", "near_tie: 4")
    assert local() not in digests


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("FASMODELL_LANG", "COLUMNS")}
    return subprocess.run(
        [sys.executable, "-m", "fasmodell", *words], cwd=cwd, env={**kept, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_every_command_takes_a_local_rule_base() -> None:
    # From level 3 the replaced rule adds nothing to the one for acute, which is beside the point here.
    checked = run("--base", str(LOCAL), "check", "--ignore", "FM325")
    assert checked.returncode == 0, checked.stderr
    assert "exempelkommun 0.1.0 extends fasmodell-sverige" in checked.stdout
    assert "3 replaced, 1 switched off, 3 added" in checked.stdout
    shown = run("--base", str(LOCAL), "kb", "show", REPLACED, "--lang", "en")
    assert "Changed in the rule" in shown.stdout
    decided = run("--base", str(LOCAL), "phase", "examples/bjorkdalen.yaml", "--lang", "en")
    assert "Local changes to the rule base" in decided.stdout


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ("ask examples/kvarnangen.yaml", "ask"),
        ("plan examples/kvarnangen.yaml", "plan"),
        ("workshop examples/kvarnangen.yaml", "workshop"),
        ("why-not examples/kvarnangen.yaml phase:3", "why_not"),
        ("what-if examples/kvarnangen.yaml --set trust_level=2", "what_if"),
        ("path examples/kvarnangen.yaml --to 2", "path"),
        ("stability examples/kvarnangen.yaml --draws 200", "stability"),
        ("compare examples/over-time/2024.yaml examples/over-time/2025.yaml", "comparison"),
        ("track examples/over-time", "track"),
    ],
)
def test_every_analysis_says_which_rule_base_it_rests_on_and_what_that_changes(words: str, schema: str) -> None:
    done = run("--base", str(LOCAL), *words.split(), "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    shape = json.loads((ROOT / f"src/fasmodell/schemas/{schema}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(shape).validate(document)
    assert document["rule_base"]["name"] == "exempelkommun"
    assert document["rule_base"]["extends"]["name"] == "fasmodell-sverige"
    assert REPLACED in {change["id"] for change in document["rule_base"]["extends"]["changes"]}


def test_its_own_cases_are_run_and_changed_ones_of_the_extended_rule_base_are_named() -> None:
    done = run("--base", str(LOCAL), "test", "--format", "json")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    schema = json.loads((ROOT / "src/fasmodell/schemas/test_report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(report)
    assert [file["file"] for file in report["files"]] == [
        "exempelkommun/changes.test.yaml", "exempelkommun/rules/1-findings/lokalt.test.yaml",
    ]  # fmt: skip
    changed = {(one["name"], one["came"]) for case in report["extended"]["changed"] for one in case["changed"]}
    assert changed >= {
        ("open_drug_scene", "open"), ("open_drug_scene", "signs"), (REPLACED, "not_fired"),
        ("open-drug-scene/growing", "switched off"),
    }  # fmt: skip
    assert len(report["extended"]["changed"]) < report["extended"]["cases"]


def test_a_local_case_that_fails_is_a_failure_and_no_change(own: Path) -> None:
    path = own / "changes.test.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("open_drug_scene: signs", "open_drug_scene: acute"), encoding="utf-8"
    )
    assert run("--base", str(own), "test").returncode == 1


def test_a_folder_without_changes_gives_the_answers_of_what_it_extends(tmp_path: Path, whole: RuleBase) -> None:
    (tmp_path / "manifest.yaml").write_text((LOCAL / "manifest.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    bare = load_rule_base(base=tmp_path, cache=False)
    assert bare.overlay is not None
    assert bare.overlay.changes == ()
    assert bare.digest != whole.digest
    for path in EXAMPLES:
        answers = [recommend(load_profile(path, base), base)._replace(rule_base={}) for base in (whole, bare)]
        assert answers[0] == answers[1]


versions = st.builds(
    Version,
    *[st.integers(0, 3)] * 3,
    st.lists(st.sampled_from(["alpha", "beta", "1", "2", "10"]), max_size=2).map(tuple),
)


@given(versions, versions)
def test_versions_are_ordered_totally_and_are_read_as_they_are_written(one: Version, other: Version) -> None:
    assert Version.read(str(one)) == one
    assert (one.order == other.order) == (one == other)
    ranges = [VersionRange.read(f"{word}{other}") for word in ("<", "==", ">")]
    assert [found is not None and found.holds(one) for found in ranges].count(True) == 1


def test_versions_come_in_the_order_of_the_standard() -> None:
    written = [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0",
    ]
    found = [version for text in written if (version := Version.read(text)) is not None]
    assert sorted(set(found), key=lambda version: version.order) == found
    assert len(found) == len(written)


@settings(max_examples=50)
@given(st.text(alphabet="0123456789.<>=,- vx", max_size=12))
def test_what_is_no_range_is_not_read_as_one(text: str) -> None:
    found = VersionRange.read(text)
    assert found is None or all(part.strip().lstrip("<>=").strip()[0].isdigit() for part in text.split(","))


def test_every_kind_of_change_is_shown_in_both_languages(local: RuleBase) -> None:
    assert local.overlay is not None
    assert {one.kind for one in local.overlay.changes} == set(ChangeKind)
