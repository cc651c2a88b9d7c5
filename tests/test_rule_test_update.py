"""Golden cases written down anew: only their words, with every comment, and only where git keeps the old ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fasmodell.cli import main
from fasmodell.resources import bundled
from rule_test_cases import base

BEFORE = """\
format: fasmodell.tests/1
cases:
  - name: vävd   # å före det som byts
    given: {silence_level: 1}
    golden: true
    expect:
      findings: {silence_culture: acute, arson: open}   # läst i maj
      phase: 2
      score: {mentoring: 1, cause_analysis: "x"}
      near:
        mentoring: [
          cause_analysis,  # nära
        ]
      fired: [recurrent]
      open: [low_trust]
  - name: inte gyllene
    given: {silence_level: 1}
    expect: {findings: {silence_culture: acute}}
"""
SILENCE = "1-findings/silence.test.yaml"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Rules under git without tests of their own, but for a file with golden cases."""
    copy = tmp_path / "rules"
    shutil.copytree(bundled("rules"), copy, ignore=shutil.ignore_patterns("*.test.yaml"))
    (copy / SILENCE).write_text(BEFORE.replace(', cause_analysis: "x"', ""), encoding="utf-8")
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", str(copy), *words], check=True, capture_output=True)
    return copy


def run_command(monkeypatch: pytest.MonkeyPatch, rules: Path, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["fasmodell", "--rules", str(rules), "test", *arguments])
    monkeypatch.setattr("fasmodell.cli_authoring.rule_base_of", lambda _: base())
    return main()


def test_only_the_words_of_golden_cases_are_replaced(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (rules / SILENCE).read_text(encoding="utf-8").split("\n")
    assert run_command(monkeypatch, rules, "--update") == 1  # a rule in a list, and a case that is not golden
    after = (rules / SILENCE).read_text(encoding="utf-8").split("\n")
    assert after[:6] == before[:6]
    assert after[6] == "      findings: {silence_culture: signs, arson: open}   # läst i maj"
    assert after[7] == "      phase: undetermined"
    assert after[8].startswith("      score: {mentoring: ")
    assert after[8] != before[8]
    assert after[10].startswith("        mentoring: [")
    assert after[-6:] == before[-6:]
    again = "\n".join(after)
    assert run_command(monkeypatch, rules, "--update") == 1
    assert (rules / SILENCE).read_text(encoding="utf-8") == again


def test_without_the_option_nothing_is_written(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (rules / SILENCE).read_bytes()
    assert run_command(monkeypatch, rules) == 1
    assert (rules / SILENCE).read_bytes() == before


def test_what_git_could_not_give_back_is_not_written_over(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rules / SILENCE
    path.write_text(path.read_text(encoding="utf-8") + "# en ändring till\n", encoding="utf-8")
    before = path.read_bytes()
    assert run_command(monkeypatch, rules, "--update") == 1
    assert "FM140" in capsys.readouterr().err
    assert path.read_bytes() == before
    run_command(monkeypatch, rules, "--update", "--force")
    assert path.read_bytes() != before
    assert path.read_text(encoding="utf-8").endswith("# en ändring till\n")


def test_line_ends_and_a_byte_order_mark_stay(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rules / SILENCE
    text = "\ufeff" + path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode())
    run_command(monkeypatch, rules, "--update", "--force")
    after = path.read_bytes().decode()
    assert after.startswith("\ufeffformat: ")
    assert "      phase: undetermined\r\n" in after
    assert after.count("\r\n") == after.count("\n")
