"""A profile as a workbook: read back without loss, and every change of its form told of by sheet and cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bad_cases import minimal_base
from fasmodell import Profile, RuleBase, load_profile, load_rule_base, parse_profile
from fasmodell.cli import cli
from fasmodell.diagnostics import FasmodellError, ProfileError
from fasmodell.knowledge import IndicatorId, Secrecy
from fasmodell.profile import Area, Goal, Period, PlanTerms
from fasmodell.scales import Language
from strategies_profiles import profiles

pytest.importorskip("openpyxl", reason="workbooks need openpyxl")
from openpyxl import Workbook, load_workbook

from fasmodell.batch.profile_workbook import profile_workbook
from fasmodell.batch.workbook_layout import cell_text, text_of_cell
from fasmodell.batch.workbook_profile import filled_profile

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
SHOOTINGS, SILENCE = IndicatorId("confirmed_shootings_12m"), IndicatorId("silence_level")


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


def read_back(content: bytes, folder: Path, rules: RuleBase | None = None) -> Profile:
    (folder / "p.xlsx").write_bytes(content)
    rules = rules or base()
    return parse_profile(filled_profile(folder / "p.xlsx", rules.knowledge).text, rules)


def plain(profile: Profile) -> Profile:
    """A profile without the places in its file, and without warnings, which have places."""
    area = profile.area._replace(span=None)
    observations = {name: one._replace(span=None) for name, one in profile.observations.items()}
    running = profile.measures_in_place
    before, goal, plan = profile.previous_assessment, profile.goal, profile.plan
    return profile._replace(
        area=area,
        observations=observations,
        measures_in_place=None if running is None else {key: one._replace(span=None) for key, one in running.items()},
        previous_assessment=None if before is None else before._replace(span=None),
        goal=None if goal is None else goal._replace(span=None),
        plan=None if plan is None else plan._replace(span=None),
        warnings=(),
    )


# What goes wrong
def edited(folder: Path, edit: Callable[[Workbook], object], *, name: str = "p.xlsx") -> Path:
    """A template in English with something changed in it."""
    book = load_workbook(io.BytesIO(profile_workbook(base().knowledge, [SHOOTINGS, SILENCE], "en")))
    book["Area"]["C3"], book["Area"]["C9"] = "Exempelområdet", "2026-03-31"
    edit(book)
    book.save(folder / name)
    return folder / name


def refusal(file: Path) -> str:
    done = CliRunner().invoke(cli, ["profile", "from-xlsx", str(file)])
    assert isinstance(done.exception, ProfileError)
    assert done.stdout == ""
    return " | ".join(
        f"{one.code} {one.span.file.removeprefix(str(file))} {one.message}" for one in done.exception.diagnostics
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda book: book["Observations"].__setitem__("F3", "=1"), "FM623 [Observations!F3] the cell holds a formula"),
        (lambda book: book["Observations"].merge_cells("F3:F4"), "FM623 [Observations!F3] the cells F3:F4 are merged"),
        (lambda book: book.create_sheet("Egna anteckningar"), "FM624 [Egna anteckningar!A1]"),
        (lambda book: book.remove(book["Measures"]), "FM625  the sheet `Åtgärder` (Measures) is gone"),
        (lambda book: book["Observations"].delete_cols(7), "FM625 [Observations!G1]"),
        (lambda book: book["Observations"].__setitem__("M3", "mer"), "FM625 [Observations!M3]"),
        (lambda book: book["Area"].__setitem__("A3", "area.nam"), "FM625 [Area!A3] the row `area.nam`"),
        (lambda book: book["Observations"].__setitem__("A3", None), "FM625 [Observations!B3]"),
        (lambda book: book["Observations"].__setitem__("A3", "shootings"), ""),
        (lambda book: book["Observations"].__setitem__("F3", -1), "FM402 [Observations!F3]"),
        (lambda book: book["Observations"].__setitem__("F3", "många"), "FM403 [Observations!F3]"),
        (lambda book: book["Observations"].__setitem__("F4", "9: för högt"), "FM4"),
        (lambda book: book["Observations"].__setitem__("G3", "i våras"), "FM414 [Observations!G3]"),
        (lambda book: book["Observations"].__setitem__("L3", "Anna, 19900101-1234"), "FM404 [Observations!L3]"),
        (lambda book: book["Area"].__setitem__("C9", None), "FM106"),
        (lambda book: book["Area"].__setitem__("C4", "18"), "FM408 [Area!C4]"),
        (lambda book: book["Area"].__setitem__("C5", "0114A0010"), "FM409 [Area!C5]"),
        (lambda book: book["Measures"].__setitem__("C3", "kanske"), "FM107 [Measures!C3]"),
        (lambda book: book["Measures"].__setitem__("A3", "no_such"), ""),
    ],
)  # fmt: skip
def test_a_changed_or_wrong_cell_is_told_of_by_sheet_and_cell(
    edit: Callable[[Workbook], object], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fasmodell.cli_workbook.rule_base_of", lambda _: base())
    file = edited(tmp_path, edit)
    if said:
        assert said in refusal(file)
    else:  # a row that says nothing is not read, whatever it is called
        assert CliRunner().invoke(cli, ["profile", "from-xlsx", str(file)]).exit_code == 0


def test_another_workbook_and_a_garbled_one_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fasmodell.cli_workbook.rule_base_of", lambda _: base())
    Workbook().save(tmp_path / "other.xlsx")
    assert "FM625" in refusal(tmp_path / "other.xlsx")
    whole = profile_workbook(base().knowledge, [SHOOTINGS], "sv")
    for number, content in enumerate((b"", b"PK\x03\x04", whole[: len(whole) // 2], whole[:-40] + bytes(40))):
        garbled = tmp_path / f"{number}.xlsx"
        garbled.write_bytes(content)
        assert "FM605" in refusal(garbled)


def test_a_text_longer_than_a_cell_is_refused_when_it_is_written() -> None:
    profile = Profile(Area("x" * 40_000, None, (), None), date(2026, 3, 31), {}, None, None, ())
    with pytest.raises(ProfileError) as raised:
        profile_workbook(base().knowledge, [], "sv", profile)
    assert raised.value.diagnostics[0].code == "FM625"


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fasmodell.cli_workbook.rule_base_of", lambda _: base())
    file = tmp_path / "p.xlsx"
    file.write_bytes(b"mine")
    words = ["profile", "template", "--xlsx", str(file)]
    assert isinstance(CliRunner().invoke(cli, words).exception, FasmodellError)
    assert file.read_bytes() == b"mine"
    assert CliRunner().invoke(cli, [*words, "--force", "--first", "3"]).stdout == f"{file}: 3 indicators\n"
    assert CliRunner().invoke(cli, [*words, "--first", "3", "--all"]).exit_code == 2


# What people write
@pytest.mark.parametrize(
    ("cell", "written", "value"),
    [
        ("F3", "2", 2), ("F3", 2.0, 2), ("F3", "okänt", None), ("F3", "Unknown", None), ("F3", 0, 0),
        ("F4", "1", 1), ("F4", 1, 1), ("F4", "2: vad som helst", 2),
    ],
)  # fmt: skip
def test_a_value_is_read_as_people_write_it(cell: str, written: object, value: object, tmp_path: Path) -> None:
    file = edited(tmp_path, lambda book: book["Observations"].__setitem__(cell, written))
    profile = parse_profile(filled_profile(file, base().knowledge).text, base())
    assert [one.value for one in profile.observations.values()] == [value]


def test_a_blank_cell_says_nothing_and_a_hyphen_is_no_zero(tmp_path: Path) -> None:
    assert filled_profile(edited(tmp_path, lambda _: None), base().knowledge).text.count("\n") == 4
    file = edited(tmp_path, lambda book: book["Observations"].__setitem__("F3", "-"))
    with pytest.raises(ProfileError):
        parse_profile(filled_profile(file, base().knowledge).text, base())


@pytest.mark.parametrize(
    ("written", "format_", "period"),
    [
        (2025, "General", "2025"),
        ("2025-Q4", "@", "2025-Q4"),
        (datetime(2025, 12, 1), "mmm-yy", "2025-12"),  # noqa: DTZ001 (a cell has no time zone)
        (datetime(2025, 12, 24), "yyyy-mm-dd", "2025-12-24"),  # noqa: DTZ001
    ],
)
def test_a_period_is_read_also_where_a_spreadsheet_made_a_date_of_it(
    written: object, format_: str, period: str, tmp_path: Path
) -> None:
    def edit(book: Workbook) -> None:
        book["Observations"]["F3"], book["Observations"]["G3"] = 1, written
        book["Observations"]["G3"].number_format = format_

    profile = parse_profile(filled_profile(edited(tmp_path, edit), base().knowledge).text, base())
    found = profile.observations[SHOOTINGS].period
    assert found is not None
    assert found.written == period


# Without loss
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", EXAMPLES[::3], ids=lambda path: path.stem)
def test_an_example_comes_back_as_it_was(path: Path, language: Language, tmp_path: Path) -> None:
    profile = load_profile(path, base())
    core = [one.id for one in base().knowledge.indicators.values() if one.core]
    assert plain(read_back(profile_workbook(base().knowledge, core, language, profile), tmp_path)) == plain(profile)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map(str.strip).filter(bool)
_PERIOD = Period(date(2031, 1, 1), date(2031, 12, 31), "2031")
_GOALS = st.none() | st.builds(
    Goal, st.sampled_from((1, 2, 3)), st.none(), st.just(_PERIOD), st.none()
)  # fmt: skip


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(data=st.data())
def test_any_profile_comes_back_as_it_was(data: st.DataObject, tmp_path: Path) -> None:
    knowledge = minimal_base().knowledge  # a small one, since each example writes a workbook
    profile = data.draw(profiles(knowledge))
    plan = st.builds(
        PlanTerms,
        st.none(),
        st.integers(0, 9),
        st.dictionaries(st.sampled_from(list(knowledge.actors)), st.integers(0, 9)),
        st.none() | st.integers(0, 10**9),
        st.dictionaries(st.sampled_from(list(knowledge.measures)), st.integers(0, 10**7)),
        st.none(),
    )  # fmt: skip
    changed = {
        name: one._replace(source="EST, v. 9–12", note="=1+1", secrecy=data.draw(st.sampled_from(list(Secrecy))))
        for name, one in list(profile.observations.items())[:3]
    }
    profile = profile._replace(
        observations={**profile.observations, **changed},
        goal=data.draw(_GOALS),
        plan=data.draw(st.none() | plan),
        area=Area("Exempelområdet", "0180", ("0180R001", "0180R002"), 900, '"norr" om ån', 2020),
    )
    language = data.draw(st.sampled_from(("sv", "en")))
    assert plain(read_back(profile_workbook(knowledge, [], language, profile), tmp_path, minimal_base())) == plain(
        profile
    )


@given(_TEXT)
def test_any_text_comes_back_from_a_cell_and_none_is_a_formula(text: str) -> None:
    written = cell_text(text)
    assert text_of_cell(written) == text
    assert not written.startswith("=")
    assert written.isprintable()


def test_the_same_profile_gives_the_same_bytes() -> None:
    profile = load_profile(EXAMPLES[0], base())
    both = [profile_workbook(base().knowledge, [], "sv", profile) for _ in range(2)]
    assert both[0] == both[1]


def test_levels_choices_and_flags_have_drop_down_lists() -> None:
    names = [SHOOTINGS, SILENCE, IndicatorId("police_class"), IndicatorId("cooperation_agreement_valid")]
    book = load_workbook(io.BytesIO(profile_workbook(base().knowledge, names, "sv")))
    lists = {str(one.sqref): one.formula1 for one in book["Observationer"].data_validations.dataValidation}
    assert lists == {"F4": "'Val'!$B$2:$B$6", "F5": "'Val'!$C$2:$C$6", "F6": '"ja,nej,okänt"'}
    listed = [book["Val"].cell(row, 2).value for row in range(2, 7)]
    anchors = base().knowledge.indicators[SILENCE].anchors
    assert listed == [*(f"{step}: {anchor.sv}" for step, anchor in enumerate(anchors)), "okänt"]
    assert book["Val"].sheet_state == "hidden"


def test_the_example_of_the_help_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fasmodell.cli_workbook.rule_base_of", lambda _: base())
    monkeypatch.chdir(tmp_path)
    assert (
        "Example: fasmodell profile template --xlsx profile.xlsx"
        in CliRunner().invoke(cli, ["profile", "template", "--help"]).stdout
    )
    source = str(ROOT / "examples" / "bjorkdalen.yaml")
    assert CliRunner().invoke(cli, ["profile", "template", "--xlsx", "profile.xlsx", "--from", source]).exit_code == 0
    done = CliRunner().invoke(cli, ["profile", "from-xlsx", "profile.xlsx"])
    assert plain(parse_profile(done.stdout, base())) == plain(load_profile(source, base()))
    shown = CliRunner().invoke(cli, ["profile", "from-xlsx", "--help"]).stdout
    example = " ".join(shown.partition("Example: fasmodell ")[2].split()).partition(" >")[0]
    monkeypatch.chdir(ROOT)
    assert CliRunner().invoke(cli, example.split()).exit_code == 0
