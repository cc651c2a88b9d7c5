"""What the documents show is true: rule snippets load, names in tables exist."""

import re
import shutil
from pathlib import Path

import pytest

from fasmodell import RuleBaseError, load_rule_base
from fasmodell.knowledge import Track
from fasmodell.resources import bundled

ROOT = Path(__file__).resolve().parent.parent
# Whole files; snippets of the guide name the file that they are for, and are tried in test_guide.py.
SNIPPET = re.compile(r"```yaml\n(format: .*?)```", re.DOTALL)


@pytest.mark.parametrize("number", range(2))
def test_every_rule_in_the_rules_readme_loads(number: int, tmp_path: Path) -> None:
    snippets = SNIPPET.findall((ROOT / "rules" / "README.md").read_text(encoding="utf-8"))
    assert len(snippets) == 3
    rules = tmp_path / "rules"
    shutil.copytree(bundled("rules"), rules)
    folder = "1-findings" if "finding: open_drug_scene, level" in snippets[number] else "2-gates"
    (rules / folder / "from-the-readme.yaml").write_text(snippets[number], encoding="utf-8")
    base = load_rule_base(rules=rules, cache=False)
    assert any(name.startswith("from-the-readme/") for name in base.rules.rules)


def test_the_changes_in_the_rules_readme_can_be_made(tmp_path: Path) -> None:
    changes = SNIPPET.findall((ROOT / "rules" / "README.md").read_text(encoding="utf-8"))[2]
    (tmp_path / "changes.yaml").write_text(changes, encoding="utf-8")
    shutil.copy(ROOT / "tests/good/exempelkommun/manifest.yaml", tmp_path)
    shutil.copytree(ROOT / "tests/good/exempelkommun/knowledge_base", tmp_path / "knowledge_base")
    base = load_rule_base(base=tmp_path, cache=False)
    assert base.rules.thresholds["plan_follow_up_max_age_months"].value == 12
    assert base.rules.ranking_policy.weights[Track.DIRECT]["need"] == 50
    assert "open-drug-scene/growing" not in base.rules.rules


def test_a_snippet_with_a_typo_would_be_noticed(tmp_path: Path) -> None:
    snippet = SNIPPET.findall((ROOT / "rules" / "README.md").read_text(encoding="utf-8"))[0]
    rules = tmp_path / "rules"
    shutil.copytree(bundled("rules"), rules)
    (rules / "1-findings" / "broken.yaml").write_text(snippet.replace("at_least", "at_leest"), encoding="utf-8")
    with pytest.raises(RuleBaseError) as caught:
        load_rule_base(rules=rules, cache=False)
    assert [one.help for one in caught.value.diagnostics if one.code == "FM104"] == ["did you mean `at_least`?"]


def test_every_module_that_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(?:src/fasmodell/)?([a-z_]+\.py)`", text):
        assert (ROOT / "src" / "fasmodell" / name).is_file(), name
