"""`diff`: what two rule bases say and decide otherwise; no change is proved, a change is shown."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bad_cases import MINIMAL
from fasmodell import load_rule_base, recommend
from fasmodell.authoring.diff import Diff, ProfileText, Step, diff_of
from fasmodell.authoring.diff_answers import Kind, answer_changes
from fasmodell.authoring.diff_decisions import Ground, Verdict, compare_decisions
from fasmodell.authoring.diff_json import diff_json
from fasmodell.authoring.diff_page import diff_page
from fasmodell.authoring.diff_sides import Folders, Side, bundled_folders, load_side
from fasmodell.diagnostics import FasmodellError, RuleBaseError
from fasmodell.document import document_markdown, document_text
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.rules import All, AnyOf, RuleId
from fasmodell.scales import LANGUAGES
from strategies_profiles import profiles
from strategies_rule_bases import rule_bases, with_rules

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell.exact.encoding import inputs_of
from fasmodell.exact.written import profile_text

ROOT = Path(__file__).resolve().parents[1]
FINDINGS, CONTROL, TRUST = (
    "rules/1-findings/open-drug-scene.yaml", "rules/2-gates/control.yaml", "rules/2-gates/trust.yaml",
)  # fmt: skip
PHASE, RANKING, MEASURES = "rules/phase-policy.yaml", "rules/ranking-policy.yaml", "knowledge_base/measures.yaml"
INDICATORS, THRESHOLDS = "knowledge_base/indicators.yaml", "rules/thresholds.yaml"
AT_LEAST_1 = "when: {indicator: open_drug_scene_level, at_least: 1}"
# What is written instead of what, in which file, and the kinds of decision that can then differ. Kinds that are left
# out are proved to be the same.
MUTATIONS: dict[str, tuple[str, str, str, set[Kind]]] = {
    "a lower bound": (
        FINDINGS, AT_LEAST_1, AT_LEAST_1.replace("1", "2"), {Kind.FINDING, Kind.STANDING, Kind.SCORE, Kind.WARNING},
    ),
    "another level": (FINDINGS, "level: signs", "level: marked", {Kind.FINDING, Kind.SCORE}),
    "a bound of a gate": (
        CONTROL, "attacks_level, at_least: 3", "attacks_level, at_least: 2", {Kind.GATE, Kind.PHASE, Kind.SCORE},
    ),
    "any for all": (CONTROL, "when: {any:", "when: {all:", {Kind.GATE, Kind.PHASE, Kind.SCORE}),
    "a threshold": (THRESHOLDS, "value: 50", "value: 50.5", {Kind.GATE, Kind.PHASE, Kind.SCORE}),
    "a grading": (INDICATORS, "3: 24}", "3: 23}", {Kind.GATE, Kind.PHASE, Kind.SCORE}),
    "evidence for the other side": (
        TRUST, "when: {indicator: trust_change, is: better}", "when: {not: {indicator: trust_change, is: better}}",
        {Kind.GATE, Kind.PHASE, Kind.SCORE},
    ),
    "a margin that decisive evidence does not need": (PHASE, "margin: 3", "margin: 2", set()),
    "a weight": (RANKING, "direct: {need: 50", "direct: {need: 51", {Kind.SCORE}),
    "how long a gate must have been open": (PHASE, "hold_months: 12", "hold_months: 24", {Kind.PHASE, Kind.SCORE}),
    "the weight of a phase": (MEASURES, "{1: start, 2: core", "{1: core, 2: core", {Kind.SCORE}),
    "a later phase": (MEASURES, "2: core, 3: keep", "2: core, 3: none", {Kind.STANDING, Kind.SCORE}),
    "the same said by another bound": (FINDINGS, AT_LEAST_1, AT_LEAST_1.replace("at_least: 1", "above: 0"), set()),
    "the same said by a negation": (
        FINDINGS, AT_LEAST_1, "when: {not: {indicator: open_drug_scene_level, below: 1}}", set(),
    ),
    "the same said twice": (
        FINDINGS, AT_LEAST_1,
        "when: {any: [{indicator: open_drug_scene_level, is: 2}, {indicator: open_drug_scene_level, at_least: 1}]}",
        set(),
    ),
    "a threshold written out": (TRUST, "at_least: {param: many_unsafe}", "at_least: 50", set()),
}  # fmt: skip


def minimal(folder: Path = MINIMAL) -> Side:
    return load_side(str(folder), bundled_folders())


@pytest.fixture(scope="module")
def old() -> Side:
    return minimal()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL, tmp_path / "own"))


def rewrite(own: Path, file: str, before: str, after: str) -> Side:
    text = (own / file).read_text(encoding="utf-8")
    assert before in text, (file, before)
    (own / file).write_text(text.replace(before, after), encoding="utf-8")
    return minimal(own)


def kinds_that_differ(found: Diff) -> set[Kind]:
    return {one.kind for one in found.decisions if one.verdict is Verdict.DIFFERS}


def differing_for(text: str, old: RuleBase, new: RuleBase) -> set[Kind]:
    one, other = (recommend(parse_profile(text, base), base) for base in (old, new))
    return {change.kind for change in answer_changes(one, other, old, new)}


def every_profile(old: RuleBase, new: RuleBase) -> Iterator[str]:
    """A profile for every combination of what the indicators can be told to be, unknown included, and two histories."""
    partitions = inputs_of(old, new).partitions
    facts = [fact for fact in partitions if fact.startswith("indicator:")]
    past = [fact for fact in partitions if fact.startswith(("previous:", "open_since:"))]
    histories = [
        {},
        {fact: partitions[fact].cells[0] for fact in past},
        {fact: partitions[fact].cells[-1] for fact in past},
    ]
    for cells in product(*((None, *partitions[fact].cells) for fact in facts)):
        said = {fact: cell for fact, cell in zip(facts, cells, strict=True) if cell is not None}
        for history in histories:
            yield profile_text({**said, **history}, partitions, old.knowledge)


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_change_is_found_where_there_is_one_and_only_there(name: str, old: Side, own: Path) -> None:
    file, before, after, expected = MUTATIONS[name]
    new = rewrite(own, file, before, after)
    found = diff_of(old, new)
    assert kinds_that_differ(found) == expected
    assert {one.verdict for one in found.decisions} <= {Verdict.SAME, Verdict.DIFFERS}
    assert found.step is (Step.MAJOR if expected else Step.MINOR)
    for one in found.decisions:
        if one.witness is not None:
            assert one.kind in differing_for(one.witness.profile, old.base, new.base)
    # What is said to be the same is so for every one of a sample of all there is.
    texts = list(every_profile(old.base, new.base))
    for text in random.Random(name).sample(texts, min(150, len(texts))):
        assert differing_for(text, old.base, new.base) <= expected


@pytest.mark.parametrize("name", ["the same said by another bound", "a margin that decisive evidence does not need"])
def test_no_change_is_no_change_for_every_profile_there_is(name: str, old: Side, own: Path) -> None:
    file, before, after, _ = MUTATIONS[name]
    new = rewrite(own, file, before, after)
    facts = ("open_drug_scene_level", "attacks_level", "trust_change", "services_can_work", "unsafe_evening_share")
    texts = [text for text in every_profile(old.base, new.base) if "attacks_12m" not in text]
    assert len(texts) > 500
    assert all(any(fact in text for text in texts) for fact in facts)
    assert not any(differing_for(text, old.base, new.base) for text in texts)


@pytest.mark.parametrize("name", ["a lower bound", "a bound of a gate"])
def test_nothing_can_be_left_out_of_a_witness(name: str, old: Side, own: Path) -> None:
    file, before, after, _ = MUTATIONS[name]
    new = rewrite(own, file, before, after)
    for one in compare_decisions(old.base, new.base):
        if one.witness is not None:
            lines = one.witness.profile.splitlines()
            observed = [line for line in lines if line.startswith("  ")]
            for line in observed if len(observed) > 1 else []:
                text = "\n".join(kept for kept in lines if kept != line) + "\n"
                assert one.kind not in differing_for(text, old.base, new.base)


SLOW = settings(
    max_examples=4,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@SLOW
@given(st.data())
def test_what_random_profiles_show_of_a_dropped_rule_is_found(data: st.DataObject) -> None:
    old = data.draw(rule_bases())
    assume(old.rules.rules)
    dropped = data.draw(st.sampled_from(list(old.rules.rules)))
    rules = {name: one for name, one in old.rules.rules.items() if name != dropped}
    new = with_rules(_with(old, rules))
    found = {one.kind: one for one in compare_decisions(old, new)}
    for one in found.values():
        if one.witness is not None:
            assert one.kind in differing_for(one.witness.profile, old, new)
    for _ in range(10):
        profile = data.draw(profiles(old.knowledge))
        changes = answer_changes(recommend(profile, old), recommend(profile, new), old, new)
        assert {change.kind for change in changes} <= {
            kind for kind, one in found.items() if one.verdict is not Verdict.SAME
        }
        for change in changes:
            assert change.kind is Kind.ORDER or change.id in found[change.kind].ids


def _with(base: RuleBase, rules: dict[object, object]) -> RuleBase:
    from dataclasses import replace

    return replace(base, rules=base.rules._replace(rules=rules))  # type: ignore[arg-type]


def test_a_rule_base_does_not_differ_from_itself() -> None:
    side = load_side(str(ROOT), bundled_folders())
    found = diff_of(side, side)
    assert (found.entries, found.broken, found.step) == ((), (), Step.NONE)
    assert {(one.verdict, one.ground) for one in found.decisions} == {(Verdict.SAME, Ground.NORMAL_FORM)}
    assert not found.changes_decisions


def test_layout_comments_and_order_are_nothing(old: Side, own: Path) -> None:
    for path in sorted(own.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text("# a comment\n" + text.replace("\n\n", "\n\n\n"), encoding="utf-8")
    (own / CONTROL).rename(own / "rules/2-gates/x.yaml")
    (own / "rules/2-gates/x.yaml").rename(own / CONTROL)
    new = rewrite(own, FINDINGS, AT_LEAST_1, 'when:\n      at_least: 1\n      indicator: "open_drug_scene_level"')
    found = diff_of(old, new)
    assert found.entries == ()
    assert found.step is Step.NONE


def test_words_are_a_patch_and_say_where_they_stand(old: Side, own: Path) -> None:
    found = diff_of(old, rewrite(own, FINDINGS, "Handeln dominerar.", "Handeln tar över."))
    (entry,) = found.entries
    assert found.step is Step.PATCH
    assert not found.changes_decisions
    assert [(key.key, key.before, key.after, key.decides) for key in entry.keys] == [
        ("because.sv", "Handeln dominerar.", "Handeln tar över.", False)
    ]
    assert entry.old is not None
    assert entry.old == entry.new


def test_a_measure_that_is_added_is_minor_where_no_other_decision_changes(old: Side, own: Path) -> None:
    path = own / MEASURES
    text = path.read_text(encoding="utf-8")
    entry = text[text.index("  safety_walk:") : text.index("  scared_straight:")]
    path.write_text(text + entry.replace("safety_walk", "night_walk").replace("code: A1", "code: A2"), encoding="utf-8")
    found = diff_of(old, minimal(own))
    assert found.step is Step.MINOR
    assert [(one.change, one.id) for one in found.entries] == [("added", "night_walk")]
    back = diff_of(minimal(own), old)
    assert back.step is Step.MAJOR
    assert [(one.section, one.id, one.is_gone) for one in back.broken] == [("measures", "night_walk", True)]


def test_a_narrower_range_is_major_since_a_profile_is_refused(old: Side, own: Path) -> None:
    new = rewrite(own, INDICATORS, "    scale: percent\n", "    scale: percent\n    range: [0, 90]\n")
    found = diff_of(old, new)
    assert [(one.id, one.is_gone) for one in found.broken] == [("unsafe_evening_share", False)]
    assert found.step is Step.MAJOR
    assert diff_of(new, old).broken == ()


@pytest.mark.parametrize(
    ("before", "after", "is_raised"),
    [("1.0.0", "2.0.0", True), ("1.0.0", "1.1.0", False), ("1.0.0", "1.0.0", False), ("0.1.0", "0.2.0", True),
     ("0.1.0", "0.1.1", False), ("1.2.0", "1.1.0", False)],
)  # fmt: skip
def test_a_changed_decision_takes_a_new_major_version(before: str, after: str, is_raised: bool, own: Path) -> None:
    old = rewrite(own, "rules/manifest.yaml", "version: 1.0.0", f"version: {before}")
    rewrite(own, "rules/manifest.yaml", f"version: {before}", f"version: {after}")
    new = rewrite(own, RANKING, "direct: {need: 50", "direct: {need: 51")
    assert diff_of(old, new).is_raised is is_raised


def test_profiles_are_answered_by_both_and_one_that_is_refused_is_told(old: Side, own: Path) -> None:
    new = rewrite(own, FINDINGS, AT_LEAST_1, AT_LEAST_1.replace("1", "2"))
    head = "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-01-01\nobservations: "
    texts = [
        ProfileText("same", f"{head}{{open_drug_scene_level: 3}}\n"),
        ProfileText("other", f"{head}{{open_drug_scene_level: 1}}\n"),
        ProfileText("refused", f"{head}{{open_drug_scene_level: 9}}\n"),
    ]
    same, other, refused = diff_of(old, new, texts).profiles
    assert same.changes == ()
    assert [(one.before, one.after) for one in other.changes if one.kind is Kind.FINDING] == [("signs", "ruled_out")]
    assert refused.unread is not None
    assert refused.unread[0] == "old"


def test_what_differs_is_told_in_every_way_of_writing(old: Side, own: Path) -> None:
    rewrite(own, FINDINGS, AT_LEAST_1, AT_LEAST_1.replace("1", "2"))
    rewrite(own, TRUST, "is: better", "is: worse")
    rewrite(own, INDICATORS, "    scale: percent\n", "    scale: percent\n    range: [0, 90]\n")
    new = rewrite(own, RANKING, "direct: {need: 50", "direct: {need: 51")
    head = "format: fasmodell.profile/1\narea: {name: A}\nas_of: 2026-01-01\nobservations: "
    texts = [ProfileText("b", f"{head}{{open_drug_scene_level: {value}}}\n") for value in (1, 3, 9)]
    found = diff_of(old, new, texts)
    document = json.loads(diff_json(found))
    schema = json.loads((ROOT / "src/fasmodell/schemas/diff.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    assert document["step"] == "major"
    for language in LANGUAGES:
        page = diff_page(found, language)
        for width in (60, 100):
            text = document_text(page, width)
            assert all(len(line) <= width or " " not in line.strip() for line in text.splitlines())
            assert "{named}" not in text
        assert "open-drug-scene/occurs" in document_markdown(page)


def test_a_shipped_rule_that_means_the_same_in_other_words_is_proved_to() -> None:
    base = load_rule_base()
    name = RuleId("open-drug-scene/recurrent")
    rule = base.rules.rules[name]
    twice = rule._replace(when=AnyOf((rule.when, All((rule.when, rule.when)))))
    other = with_rules(_with(base, {**base.rules.rules, name: twice}))
    found = compare_decisions(base, other)
    assert {one.verdict for one in found} == {Verdict.SAME}
    assert Ground.SOLVER in {one.ground for one in found}


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("FASMODELL_LANG", "COLUMNS")}
    return subprocess.run(
        [sys.executable, "-m", "fasmodell", *words], cwd=cwd, env={**kept, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def git(*words: str, cwd: Path) -> None:
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *author, *words], cwd=cwd, check=True, capture_output=True)


def test_a_git_revision_is_a_side_and_the_work_tree_is_left_alone(own: Path) -> None:
    git("init", "-q", cwd=own)
    git("add", ".", cwd=own)
    git("commit", "-qm", "first", cwd=own)
    rewrite(own, FINDINGS, AT_LEAST_1, AT_LEAST_1.replace("1", "2"))
    before = {path: path.read_bytes() for path in own.rglob("*.yaml")}
    done = run("diff", "HEAD", ".", "--format", "json", cwd=own)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["entries"][0]["id"] == "open-drug-scene/occurs"
    assert {path: path.read_bytes() for path in own.rglob("*.yaml")} == before
    same = run("diff", "HEAD", "HEAD:", cwd=own)
    assert same.returncode == 0, same.stderr


@pytest.mark.parametrize("named", ["no-such-thing", "HEAD~99", "HEAD:nowhere", "-x", "", "HEAD"])
def test_what_is_no_rule_base_is_told(named: str, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own)
    with pytest.raises(RuleBaseError) as error:
        load_side(named, bundled_folders())
    assert f"`{named}`" in str(error.value)


def test_without_git_a_revision_is_told_to_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FasmodellError, match="git"):
        load_side("HEAD", bundled_folders())


def test_without_z3_equal_forms_are_still_proved_and_others_say_what_is_missing(old: Side, own: Path) -> None:
    new = rewrite(own, FINDINGS, AT_LEAST_1, AT_LEAST_1.replace("1", "2"))
    program = (
        "import sys; sys.modules['z3'] = None\n"
        "from fasmodell.cli import main\n"
        "sys.exit(main())\n"
    )  # fmt: skip
    for folders, code in (((MINIMAL, MINIMAL), 0), ((MINIMAL, own), 1)):
        words = [sys.executable, "-c", program, "diff", *map(str, folders)]
        done = subprocess.run(words, cwd=own, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == code, done.stderr
        assert ("fasmodell[smt]" in done.stderr) is (code == 1)
        assert "Traceback" not in done.stderr
    assert new.base.digest != old.base.digest


def test_a_side_that_cannot_be_loaded_is_named_with_its_problems(own: Path) -> None:
    (own / FINDINGS).write_text("rules: [", encoding="utf-8")
    with pytest.raises(RuleBaseError) as error:
        load_side(str(own), Folders(own / "rules", own / "knowledge_base"))
    assert str(own) in str(error.value)
    assert error.value.diagnostics
