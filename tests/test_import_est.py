"""Incidents counted: the right months, nothing about persons, and silence is not zero."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bad_cases import minimal_base
from fasmodell.cli import cli
from fasmodell.diagnostics import ProfileError

pytest.importorskip("openpyxl", reason="the extra `batch` is not installed")

from fasmodell.batch.est_export import Counted, EstMapping, count_incidents, read_est_mapping, window_until
from fasmodell.batch.imported import observations_yaml

ROOT = Path(__file__).resolve().parent.parent
AS_OF, COVERS = date(2026, 3, 31), (date(2024, 1, 1), date(2026, 12, 31))
HEAD = "datum;kategori;plats;roll\n"
MAPPING = """format: fasmodell.est-mapping/1
columns: {date: datum, category: kategori, place: plats, reporter: roll}
few: 5
categories:
  - {names: [angrepp], indicator: attacks_12m}
"""


@cache
def mapping_of(text: str, folder: Path) -> EstMapping:
    (folder / "mapping.yaml").write_text(text, encoding="utf-8")
    return read_est_mapping(folder / "mapping.yaml", minimal_base().knowledge)


def count(folder: Path, rows: str, text: str = MAPPING, *, for_others: bool = False) -> Counted:
    (folder / "est.csv").write_text(HEAD + rows, encoding="utf-8")
    return count_incidents(folder / "est.csv", mapping_of(text, folder), AS_OF, COVERS, "en", for_others=for_others)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2026-02-30;angrepp;torget;skola\n", "FM618 row 2, column 1 is no date"),
        ("i går;angrepp;torget;skola\n", "FM618 row 2, column 1 is no date"),
        ("2027-01-01;angrepp;torget;skola\n", "FM618 row 2, column 1 is outside"),
        ("2026-01-01;angrepp;Storgatan 5;skola\n", "FM620 row 2, column 3"),
        ("2026-01-01;angrepp;torget;19900101-1234\n", "FM620 row 2, column 4"),
        ("2026-01-01;angrepp;torget;anna@example.org\n", "FM620 row 2, column 4"),
        ("2026-01-01;angrepp;torget\n", "FM605 row 2 has 3 cells"),
    ],
)
def test_a_bad_row_is_refused_with_its_place_and_never_repeated(rows: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as raised:
        count(tmp_path, rows)
    told = " ".join(f"{one.code} {one.message}" for one in raised.value.diagnostics)
    assert said in told
    assert not any(cell in told for cell in ("Storgatan", "19900101", "anna@", "i går"))


@pytest.mark.parametrize("header", ["namn", "personnummer", "fritext", "id"])
def test_any_further_column_is_refused_without_its_name(header: str, tmp_path: Path) -> None:
    (tmp_path / "est.csv").write_text(f"datum;kategori;plats;roll;{header}\n", encoding="utf-8")
    with pytest.raises(ProfileError) as raised:
        count_incidents(tmp_path / "est.csv", mapping_of(MAPPING, tmp_path), AS_OF, COVERS, "en", for_others=False)
    assert [one.code for one in raised.value.diagnostics] == ["FM620"]


@pytest.mark.parametrize(
    "text",
    [
        MAPPING.replace("attacks_12m", "open_drug_scene_level"),
        MAPPING.replace("attacks_12m", "no_such"),
        MAPPING.replace("few: 5", "few: 0"),
        MAPPING.replace("est-mapping/1", "est/9"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as raised:
        mapping_of(text, tmp_path)
    assert {one.code for one in raised.value.diagnostics} == {"FM615"}


_DAYS = st.lists(st.integers(0, 1000).map(lambda days: date(2024, 1, 1) + timedelta(days)), unique=True, max_size=30)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=_DAYS, repeated=st.integers(0, 3))
def test_what_happened_in_the_twelve_months_is_counted_once(days: list[date], repeated: int, tmp_path: Path) -> None:
    rows = [f"{day};Angrepp;torget;skola\n" for day in days]
    counted = count(tmp_path, "".join(rows + rows[:repeated]))
    inside = sum(date(2025, 4, 1) <= day <= AS_OF for day in days)
    assert [one.value for one in counted.found] == [inside if days else None]
    assert len(counted.duplicates) == len(rows[:repeated])


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_windows_of_two_years_meet_and_never_overlap(as_of: date) -> None:
    start, end = window_until(as_of)
    assert end == as_of
    assert end - start in (timedelta(364), timedelta(365))
    assert window_until(start - timedelta(1))[1] < start


@pytest.mark.parametrize(("number", "shown"), [(0, None), (1, None), (4, None), (5, 5), (9, 9)])
def test_few_are_left_out_for_others(number: int, shown: int | None, tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{day:02};angrepp;torget;skola\n" for day in range(1, number + 1))
    assert count(tmp_path, rows, for_others=True).found[0].value == shown


def test_silence_is_unknown_unless_the_category_is_always_asked_about(tmp_path: Path) -> None:
    assert count(tmp_path, "").found[0].value is None
    asked = MAPPING.replace("attacks_12m}", "attacks_12m, collected: true}")
    (tmp_path / "b").mkdir()
    assert count(tmp_path / "b", "", asked).found[0].value == 0


def test_places_pick_rows_and_neither_place_nor_role_is_given_out(tmp_path: Path) -> None:
    rows = "2026-01-01;angrepp;Torget;Fältassistent\n2026-01-02;angrepp;Parken;Skola\n2026-01-03;klotter;Torget;Skola\n"
    counted = count(tmp_path, rows, MAPPING + "places: [torget]\n")
    assert (counted.found[0].value, counted.unmapped, counted.elsewhere) == (1, 1, 1)
    shown = observations_yaml(counted.found).casefold()
    assert not any(word in shown for word in ("torget", "parken", "fältassistent", "skola"))


def test_the_example_of_the_help_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = CliRunner().invoke(cli, ["import", "est", "--help"], terminal_width=300).stdout
    example = " ".join(shown.partition("Example: fasmodell ")[2].partition("\n\n")[0].split())
    done = CliRunner().invoke(cli, example.split())
    assert "vehicle_fires_12m: {value: 2," in done.stdout
