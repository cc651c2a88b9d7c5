"""The catalogue in docs/catalogue is what the rule base gives, its links lead somewhere, and both languages match."""

import os
import re
from pathlib import Path, PurePosixPath

import pytest

from fasmodell import RuleBase, load_rule_base
from fasmodell.authoring.catalogue_lists import RESEARCH_NOTES
from fasmodell.authoring.catalogue_pages import catalogue_pages, main, write_pages

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "catalogue"
LINK = re.compile(r"\[(?:[^\]\\]|\\.)*\]\(([^)]+)\)")
NOTE = re.compile(r"\[\^(\d+)\](?!:)")
NOTED = re.compile(r"^\[\^(\d+)\]:", re.MULTILINE)

pytestmark = pytest.mark.xdist_group("catalogue_pages")


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_rule_base()


@pytest.fixture(scope="module")
def pages(base: RuleBase) -> dict[str, str]:
    return catalogue_pages(base)


def test_the_written_pages_are_the_ones_that_the_rule_base_gives(pages: dict[str, str]) -> None:
    written = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    assert sorted(written) == sorted(pages), "run `make docs`"
    stale = [name for name, path in written.items() if path.read_bytes() != pages[name].encode()]
    assert stale == [], "run `make docs`"


def test_the_pages_are_the_same_every_time(base: RuleBase, pages: dict[str, str]) -> None:
    again = catalogue_pages(base)
    assert again == pages
    assert list(again) == list(pages)


def test_everything_has_a_page_in_both_languages(base: RuleBase, pages: dict[str, str]) -> None:
    knowledge = base.knowledge
    wanted = {
        *(f"measures/{name}.md" for name in knowledge.measures),
        *(f"findings/{name}.md" for name in knowledge.findings),
        *(f"indicators/{name}.md" for name in knowledge.indicators),
        *(f"systems/{name}.md" for name in knowledge.systems),
        *(f"phases/{number}.md" for number in knowledge.phases),
        *("README.md", "sources.md", "warnings.md"),
    }
    assert set(pages) == {"README.md", *(f"{language}/{name}" for language in ("sv", "en") for name in wanted)}


def anchors_of(text: str) -> set[str]:
    """The anchors of the headings of a page, for headings that are ids."""
    return set(re.findall(r"^#+ ([a-z0-9-]+)$", text, re.MULTILINE))


def test_every_internal_link_leads_to_a_page_and_an_anchor(pages: dict[str, str]) -> None:
    anchors = {name: anchors_of(text) for name, text in pages.items()}
    broken = []
    for name, text in pages.items():
        for link in set(LINK.findall(text)) - {RESEARCH_NOTES}:
            path, _, anchor = link.partition("#")
            target = os.path.normpath(str(PurePosixPath(name).parent / path))
            if target not in pages or (anchor and anchor not in anchors[target]):
                broken.append((name, link))
    assert broken == []


def test_the_front_pages_lead_to_the_research_notes(pages: dict[str, str]) -> None:
    assert all(RESEARCH_NOTES in pages[f"{language}/README.md"] for language in ("sv", "en"))
    assert (FOLDER / "sv" / RESEARCH_NOTES).resolve().is_file()


def test_every_page_can_be_reached_from_the_front_page(pages: dict[str, str]) -> None:
    reached, waiting = set(), ["README.md"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            links = (link.partition("#")[0] for link in LINK.findall(pages[name]) if link != RESEARCH_NOTES)
            waiting += [os.path.normpath(str(PurePosixPath(name).parent / link)) for link in links]
    assert reached == set(pages)


def test_every_reference_has_its_source_and_every_source_is_referred_to(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        assert set(NOTE.findall(text)) == set(NOTED.findall(text)), name


def test_every_page_cites_a_source_unless_it_only_lists(pages: dict[str, str]) -> None:
    lists = ("README.md", "sources.md")
    assert [name for name, text in pages.items() if not name.endswith(lists) and "[^1]:" not in text] == []


def test_no_page_shows_what_a_program_left_behind(pages: dict[str, str]) -> None:
    leftover = re.compile(r"\bNone\b|[{}]|\bText\(|<[A-Z]\w+\.|  +\S.*  +$|not_known")
    assert [(name, found[0]) for name, text in pages.items() if (found := leftover.search(text))] == []


def skeleton(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """What stands on every line, without its words: the mark it begins with, its links and its references."""
    lines = []
    for line in text.splitlines():
        mark = re.match(r"#+ |\s*- |\[\^\d+\]: |> |\||", line)
        assert mark is not None
        links = sorted(link for link in LINK.findall(line) if "README.md" not in link)
        lines.append((mark[0], (*links, *NOTE.findall(line), "|" * line.count(" | "))))
    return lines


def test_both_languages_have_the_same_structure(pages: dict[str, str]) -> None:
    swedish = [name for name in pages if name.startswith("sv/")]
    unlike = [name for name in swedish if skeleton(pages[name]) != skeleton(pages[f"en/{name[3:]}"])]
    assert unlike == []


def test_a_measure_page_links_what_it_names(base: RuleBase, pages: dict[str, str]) -> None:
    for measure in base.knowledge.measures.values():
        text = pages[f"sv/measures/{measure.id}.md"]
        names = {f"../findings/{target.finding}.md" for target in measure.targets}
        names |= {f"../measures/{tie.measure}.md" for tie in (*measure.prerequisites, *measure.companions)}
        names |= {f"../indicators/{item.indicator}.md" for item in measure.follow_up if item.indicator}
        assert names <= set(LINK.findall(text)), measure.id


def test_a_source_page_entry_has_its_address(base: RuleBase, pages: dict[str, str]) -> None:
    for source in base.knowledge.sources.values():
        entry = pages["en/sources.md"].partition(f"\n## {source.id}\n")[2].partition("\n## ")[0]
        assert "Address: " in entry
        assert source.address is None or source.address.replace("_", "") in entry.replace("\\", "").replace("_", "")


def test_writing_removes_pages_that_are_no_longer_written_and_nothing_else(tmp_path: Path) -> None:
    write_pages({"README.md": "a", "sv/measures/old.md": "b"}, tmp_path)
    (tmp_path / "sv" / "notes.txt").write_text("mine", encoding="utf-8")
    write_pages({"README.md": "c", "sv/measures/new.md": "d"}, tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"README.md", "sv/measures/new.md", "sv/notes.txt"}


def test_the_program_writes_the_pages_into_the_folder_that_is_named(
    pages: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")} == set(pages)
    assert capsys.readouterr().out == ""


def test_the_program_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "FOLDER" in capsys.readouterr().err
