"""Reports: every part that a decision rests on, in every format the same, and nothing for the public that is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fasmodell import Recommendation, load_profile, load_rule_base, recommend
from fasmodell.analysis.local_decision import Choice, DecisionsRead, LocalDecision
from fasmodell.analysis.stability import Settings
from fasmodell.diagnostics import Span
from fasmodell.disclosure import public_disclosure
from fasmodell.document import Block, Figure, Heading, Item, Items, Paragraph, Table, Terms
from fasmodell.knowledge import MeasureId, Secrecy
from fasmodell.profile import Observation, Profile
from fasmodell.report.contents import WHOLE_REPORT, Contents, Kind, contents_of
from fasmodell.report.document_html import document_html
from fasmodell.report.writing import FORMATS, document_of, report_bytes
from fasmodell.scales import Scale, Value
from in_process import run

ROOT = Path(__file__).resolve().parent.parent
BASE = load_rule_base()
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
LANGUAGES = ("sv", "en")
KINDS = {"whole": Kind(), "short": Kind(is_short=True), "public": Kind(is_public=True), "both": Kind(True, True)}


def profile_named(name: str) -> Profile:
    return load_profile(ROOT / "examples" / f"{name}.yaml", BASE)


def made(profile: Profile, kind: Kind = WHOLE_REPORT, decisions: Sequence[str] = ()) -> Contents:
    """The contents of a report, with few draws: how many there are is tested where they are made."""
    return contents_of(profile, BASE, kind, decisions=decisions, settings=Settings(draws=200))


def words_of(contents: Contents, language: str = "sv") -> str:
    return report_bytes("md", contents, language).decode()


# What the public may not see


def with_value(profile: Profile, one: Observation, value: Value) -> Profile:
    changed = one._replace(value=value, history=(one.history[-1]._replace(value=value),))
    return profile._replace(observations={**profile.observations, one.indicator: changed})


def other_values(one: Observation) -> list[Value]:
    indicator = BASE.knowledge.indicators[one.indicator]
    if indicator.scale is Scale.FLAG:
        return [not one.value]
    if indicator.scale is Scale.LEVEL:
        return [level for level in range(4) if level != one.value]
    if indicator.scale is Scale.CHOICE:
        return [option for option in indicator.options if option != one.value]
    return [0, 1, 7, 60]


def conclusions(answer: Recommendation) -> object:
    """What a public report makes known of an answer, whatever it rests on."""
    phase = answer.phase
    return (
        phase._replace(gates=(), contradictions=(), review=()),
        [(gate.gate, gate.state) for gate in phase.gates],
        [(one.measure, one.standing, one.rank) for one in answer.measures],
    )


@pytest.mark.parametrize("name", ["bjorkdalen", "strandvik"])
def test_a_public_report_is_the_same_whatever_a_masked_value_is_as_long_as_the_conclusions_are(name: str) -> None:
    profile = profile_named(name)
    before = made(profile, Kind(is_public=True))
    held = 0
    for one in profile.observations.values():
        for value in other_values(one) if one.is_known and one.secrecy is not Secrecy.PUBLIC else ():
            answer = recommend(with_value(profile, one, value), BASE)
            if conclusions(answer) != conclusions(before.answer):
                continue
            held += 1
            # The plan is a conclusion too: it is the group's to make known, and taken as it was.
            after = before._replace(answer=answer, disclosure=public_disclosure(answer))
            for kind in (Kind(is_public=True), Kind(True, True)):
                for language in LANGUAGES:
                    told = [words_of(one._replace(kind=kind), language) for one in (before, after)]
                    assert told[0] == told[1], (one.indicator, value)
    assert held > 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_no_value_source_or_note_of_a_masked_observation_is_in_a_public_report(example: Path, language: str) -> None:
    profile = load_profile(example, BASE)
    marked = {
        name: one._replace(secrecy=Secrecy.SECRET, source=f"Källa{place}x", note=f"Not{place}x")
        for place, (name, one) in enumerate(profile.observations.items())
    }
    for kind in (Kind(is_public=True), Kind(True, True)):
        contents = made(profile._replace(observations=marked), kind)
        text = words_of(contents, language)
        assert not re.search(r"Källa\d+x|Not\d+x", text)
        for line in text.splitlines():
            assert "Observerat:" not in line
            assert "Observed:" not in line


@pytest.mark.parametrize(("language", "said"), [("sv", "Offentlig version."), ("en", "Public version.")])
def test_a_public_report_says_that_it_is_one_and_how_much_is_left_out(language: str, said: str) -> None:
    contents = made(profile_named("bjorkdalen"), Kind(is_public=True))
    text = words_of(contents, language)
    masked = len(contents.disclosure.masked)
    assert masked > 0
    assert f"{said} {masked} " in text


def test_an_area_with_public_observations_alone_says_that_nothing_is_hidden() -> None:
    profile = profile_named("bjorkdalen")
    marked = {name: one._replace(secrecy=Secrecy.PUBLIC) for name, one in profile.observations.items()}
    contents = made(profile._replace(observations=marked), Kind(is_public=True))
    assert contents.disclosure.hidden == frozenset()
    assert "inget är dolt" in words_of(contents)


def test_local_decisions_are_in_the_whole_report_and_not_in_the_public_one() -> None:
    profile = profile_named("bjorkdalen")
    whole, public = (made(profile, kind, ["Gruppens ord."]) for kind in (WHOLE_REPORT, Kind(is_public=True)))
    assert "Gruppens ord." in words_of(whole)
    assert "Gruppens ord." not in words_of(public)


def test_the_plan_of_a_report_holds_what_the_group_chose_and_not_what_it_declined() -> None:
    profile = profile_named("bjorkdalen")
    before = made(profile, Kind(True)).plan
    assert before is not None
    waiting, first = before.waiting[0].candidate.measure, before.activities[0].candidate.measure
    choices = ((waiting, Choice.CHOOSE), (first, Choice.DECLINE), (MeasureId("scared_straight"), Choice.CHOOSE))
    decided = DecisionsRead(
        "beslut.yaml",
        profile.area.name,
        tuple(
            LocalDecision(measure, choice, "local_knowledge", None, None, profile.as_of, None, Span("b", 1, 1, 1, 1))
            for measure, choice in choices
        ),
    )
    contents = contents_of(profile, BASE, decided=decided, settings=Settings(draws=200))
    assert contents.plan is not None
    planned = {item.candidate.measure for item in contents.plan.activities}
    assert waiting in planned
    assert first not in planned
    assert "Åtgärden kan inte tas med" in words_of(contents)


# What a report holds


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_whole_report_has_every_part_and_every_measure(example: Path) -> None:
    contents = made(load_profile(example, BASE))
    page = document_of(contents, "sv")
    headings = [block.text for block in page.blocks if isinstance(block, Heading) and block.level == 2]
    for part in (
        "Sammanfattning", "Läget och källorna", "Fasen och skälen", "Det som inte är aktuellt nu, och varför",
        "Förslag till åtgärdsplan", "Öppna frågor", "Hur stabilt svaret är", "Underlag", "Källor",
    ):  # fmt: skip
        assert part in headings
    text = words_of(contents)
    for measure in BASE.knowledge.measures.values():
        assert measure.name.sv in text.replace("\\", ""), measure.id
    assert contents.answer.rule_base["digest"] in text


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_never_skip_a_level(kind: Kind, language: str) -> None:
    for example in EXAMPLES:
        level = 1
        for block in document_of(made(load_profile(example, BASE), kind), language).blocks:
            if isinstance(block, Heading):
                assert block.level <= level + 1, block.text
                level = block.level


# HTML


class Texts(HTMLParser):
    """The texts of a page, in their order, pictures left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self._skipped += tag in ("svg", "style", "head", "nav")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("svg", "style", "head", "nav")

    def handle_data(self, data: str) -> None:
        if not self._skipped and data.strip():
            self.found.append(data.strip())


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of a page in its order, as the document model has it."""
    for block in blocks:
        match block:
            case Heading(text, _) | Paragraph(text):
                yield text
            case Items():
                yield from texts_of_items(block.items)
            case Terms():
                yield from (text for row in block.rows for text in row)
            case Table():
                yield from (block.caption, *block.head, *(cell for row in block.rows for cell in row))
            case Figure():
                yield from (block.caption, "Talen i bilden")
                yield from texts_of([block.table._replace(caption=block.caption)])


def texts_of_items(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield from (item.text, item.address)
        yield from texts_of_items(item.below)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_texts_of_the_html_are_those_of_the_page_in_their_order(kind: Kind) -> None:
    contents = made(profile_named("bjorkdalen"), kind)
    reader = Texts()
    reader.feed(report_bytes("html", contents, "sv").decode())
    page = document_of(contents, "sv")
    expected = [text.strip() for text in texts_of(page.blocks) if text.strip()]
    assert reader.found == ["Till innehållet", page.title, *expected]
    assert len(reader.ids) == len(set(reader.ids))
    assert "script" not in reader.tags


def test_hostile_text_is_shown_and_never_becomes_markup() -> None:
    hostile = "</style><script>alert(1)</script>&amp;\"'<img src=x onerror=alert(1)>"
    profile = profile_named("bjorkdalen")
    area = profile.area._replace(name=hostile)
    told = {
        name: one._replace(source=hostile, note=hostile, secrecy=Secrecy.PUBLIC)
        for name, one in profile.observations.items()
    }
    contents = made(profile._replace(area=area, observations=told))
    page = report_bytes("html", contents, "sv").decode()
    reader = Texts()
    reader.feed(page)
    assert "script" not in reader.tags
    assert "img" not in reader.tags
    assert any(hostile in text for text in reader.found)


def test_the_html_forbids_itself_every_request() -> None:
    page = document_html(document_of(made(profile_named("nybyn"), Kind(True)), "sv"), "sv")
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=\"(?!#)(?!https?://)", page)
    assert not re.search(r"<(link|img|iframe|object|script)\b", page)


# The command


def test_the_suffix_decides_the_format_and_another_one_is_refused(tmp_path: Path) -> None:
    done = run("report", "examples/nybyn.yaml", "-o", str(tmp_path / "bild.odt"))
    assert done.returncode == 2
    assert ".docx" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_broken_profile_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("format: fasmodell.profile/1\narea: {name: X}\nas_of: 2026-03-31\nobservations: {nonsense: 3}\n")
    done = run("report", str(path), "-o", str(tmp_path / "bild.html"))
    assert done.returncode == 4
    assert "nonsense" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["profile.yaml"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = run("report", "examples/nybyn.yaml", "--short", "-o", str(tmp_path / "nowhere" / "bild.html"))
    assert done.returncode != 0
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_profiles_of_another_area_are_refused_as_earlier_ones(tmp_path: Path) -> None:
    words = ("--earlier", "examples/lindhaga.yaml", "-o", str(tmp_path / "bild.html"))
    done = run("report", "examples/bjorkdalen.yaml", *words)
    assert done.returncode == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_written_and_the_same_each_time(format_: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"a.{format_}", tmp_path / f"b.{format_}"
    for path in (first, second):
        done = run("report", "examples/kvarnangen.yaml", "--short", "-o", str(path))
        assert (done.returncode, done.stdout) == (0, "")
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 1000
