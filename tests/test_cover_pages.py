"""Coverage as web pages: the YAML as it is written, what is tried in words, and nothing that a browser would run."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fasmodell.authoring.cover_pages import INDEX, cover_pages, covered_files
from fasmodell.authoring.rule_test_coverage import coverage_of
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.cli import main
from fasmodell.resources import bundled, yaml_files
from rule_test_cases import base, bundled_tests, result_of

NAME = "rules/1-findings/silence.yaml"
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Reads a page, and complains of what is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.source = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name == "src" for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "pre" in self.open and "span" not in self.open:
            self.source += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def pages(cases: str, text: str) -> dict[str, str]:
    return cover_pages(covered_files(base(), [result_of(cases)], {NAME: text}))


ONE = "  - {name: a, given: {silence_level: 1}, expect: {fired: [occurs]}}\n"


def test_a_page_shows_the_file_to_the_letter_and_escapes_it() -> None:
    text = (bundled("rules") / "1-findings" / "silence.yaml").read_text(encoding="utf-8")
    text += "# <script>alert('å & \"')</script>"
    page = pages(ONE, text)["1-findings-silence.html"]
    reader = read(page)
    shown = [line for line in reader.source.split("\n") if line]
    assert shown == [line for line in text.split("\n") if line]
    assert "script" not in reader.tags


def test_what_is_tried_and_what_is_not_is_said_in_words() -> None:
    text = (bundled("rules") / "1-findings" / "silence.yaml").read_text(encoding="utf-8")
    page = pages(ONE, text)["1-findings-silence.html"]
    assert "holds in 1 case, " in page
    assert "never tried that it does not hold" in page
    assert "never tried that it is unknown" in page
    assert "3 of 9 outcomes are tried." in page
    assert "prefers-color-scheme: dark" in page


def test_the_pages_count_as_the_coverage_does() -> None:
    results = run_tests(bundled_tests(), base())
    texts = {raw.name: raw.path.read_text(encoding="utf-8") for raw in yaml_files(bundled("rules"), "rules")}
    files = covered_files(base(), results, texts)
    coverage = coverage_of(base(), results)
    assert sum(len(file.outcomes) for file in files) == coverage.outcomes
    assert sum(count > 0 for file in files for count in file.outcomes) == coverage.reached
    found = cover_pages(files)
    index = found[INDEX]
    assert set(re.findall(r'href="([^"]+)"', index)) == set(found) - {INDEX}
    for page in found.values():
        read(page)


def test_the_command_writes_the_pages_and_writes_over_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "new" / "pages", bundled("rules") / "1-findings" / "silence.yaml"
    monkeypatch.setattr(sys, "argv", ["fasmodell", "test", str(file), "--cover-html", str(folder)])
    for _ in range(2):
        assert main() == 0
        assert f"2 pages written to {folder}" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["1-findings-silence.html", INDEX]
