"""Published tables as observations: missing is never zero, divisions are never joined, and a profile loses nothing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fasmodell import RuleBase, load_rule_base, parse_profile
from fasmodell.cli import cli
from fasmodell.diagnostics import ProfileError
from fasmodell.knowledge import IndicatorId

pytest.importorskip("openpyxl", reason="workbooks need openpyxl")
from openpyxl import Workbook

from fasmodell.batch.import_mapping import BUNDLED, load_mapping
from fasmodell.batch.imported import column_letters, number_in, observations_yaml, yaml_scalar
from fasmodell.batch.ntu_workbook import read_ntu
from fasmodell.batch.scb_table import read_scb
from fasmodell.yaml_source import parse_yaml, read_text

ROOT = Path(__file__).resolve().parent.parent
SCB = ROOT / "examples" / "imports" / "scb.json"
PROFILE = "format: fasmodell.profile/1\narea: {name: Exempelområdet, regso: [0000R001]}\nas_of: 2026-03-31\n"
INDEX = IndicatorId("socioeconomic_index")


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


@pytest.fixture(autouse=True)
def _one_rule_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the rule base anew for each command would take most of the time."""
    monkeypatch.setattr("fasmodell.cli_import.rule_base_of", lambda _: base())


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["--no-cache", "import", *words])


def refusal(*words: str) -> str:
    """The codes and messages of an import that fails."""
    done = run(*words)
    assert isinstance(done.exception, ProfileError)
    assert done.stdout == ""
    return " ".join(f"{one.code} {one.span.file}:{one.span.line}: {one.message}" for one in done.exception.diagnostics)


def table(path: Path, codes: list[str], years: list[int], values: object, content: str = "000008IT") -> Path:
    """A json-stat2 data set with one content."""
    axes = {"Region": codes, "ContentsCode": [content], "Tid": [str(year) for year in years]}
    data = {
        "class": "dataset",
        "id": list(axes),
        "size": [len(axis) for axis in axes.values()],
        "dimension": {name: {"category": {"index": axis}} for name, axis in axes.items()},
        "value": values,
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


# What cannot be read
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "FM611"),
        ("[1, 2", "FM611"),
        ("[]", "not a json-stat2 data set"),
        ('{"class": "dataset"}', "`id`, `size` and `dimension`"),
        ('{"class": "dataset", "id": ["Tid"], "size": [], "dimension": {}}', "do not go together"),
        ('{"class": "dataset", "id": ["a", "b"], "size": [9999, 9999], "dimension": {}}', "more than"),
        ("[" * 100_000, "FM611"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_place(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "table.json"
    file.write_text(content, encoding="utf-8")
    assert said in refusal("scb", str(file))


def test_values_that_are_too_few_are_refused(tmp_path: Path) -> None:
    assert "2 cells, but 1 values" in refusal("scb", str(table(tmp_path / "t.json", ["0000R001"], [2022, 2023], [1])))


def test_an_index_that_skips_a_number_is_refused(tmp_path: Path) -> None:
    file = table(tmp_path / "t.json", ["0000R001"], [2023], [1])
    file.write_text(file.read_text("utf-8").replace('"index": ["0000R001"]', '"index": {"0000R001": 1}'), "utf-8")
    assert "does not number its categories" in refusal("scb", str(file))


def test_areas_below_regso_are_refused(tmp_path: Path) -> None:
    assert "FM409" in refusal("scb", str(table(tmp_path / "t.json", ["0114A0010"], [2023], [31.0])))


@pytest.mark.parametrize(("value", "code"), [(152, "FM402"), ("abc", "FM403"), (-3, "FM402")])
def test_a_value_outside_the_scale_is_refused(value: object, code: str, tmp_path: Path) -> None:
    assert refusal("scb", str(table(tmp_path / "t.json", ["0000R001"], [2023], [value]))).startswith(code)


@pytest.mark.parametrize("value", [0, 6, 2.5])
def test_an_area_type_that_is_not_published_is_refused_and_never_worked_out(value: float, tmp_path: Path) -> None:
    file = table(tmp_path / "t.json", ["0000R001"], [2023], [value], "000008IU")
    assert "FM403" in refusal("scb", str(file))


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    for kind, name in (("scb", "no.json"), ("scb", "no.csv"), ("kolada", "no.json"), ("ntu", "no.xlsx")):
        assert "FM101" in refusal(kind, str(tmp_path / name))


# Numbers as the statistics offices write them
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("31,4", 31.4), ("31.4", 31.4), ("1 010,5", 1010.5), ("-", 0), ("–", 0), ("..", None), ("", None), (None, None),
        (":", None), ("−3", -3), ("12abc", "12abc"), ("1,2,3", "1,2,3"), (True, "True"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_is_meant(written: object, value: object) -> None:
    assert number_in(written) == value


@given(st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 1)))
def test_a_decimal_comma_changes_nothing(value: float) -> None:
    assert number_in(str(value).replace(".", ",")) == number_in(str(value)) == value


@given(st.text())
def test_any_text_stands_in_yaml_as_it_is(text: str) -> None:
    document, problems = parse_yaml(f"key: {yaml_scalar(text)}\n", "x.yaml")
    assert not problems
    assert document is not None
    assert document.data == {"key": text}


_CELLS = st.one_of(st.none(), st.just(0), st.just(".."), st.integers(1, 1000).map(lambda tenths: tenths / 10))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(_CELLS, min_size=5, max_size=5), min_size=2, max_size=2))
def test_missing_is_never_zero_and_zero_outside_a_division_is_missing(rows: list[list[object]], tmp_path: Path) -> None:
    codes, years = ["0000R001", "0000R001_RegSO2025"], [2021, 2022, 2023, 2024, 2025]
    values = [cell for row in rows for cell in row]
    assume_found = any(cell not in (None, "..", 0) for cell in values)
    values = values if assume_found else [*values[:-1], 1.5]
    file = table(tmp_path / "t.json", codes, years, values)
    found = {
        (one.area, int(one.period)): one.value
        for one in read_scb(file, load_mapping(base().knowledge), base().knowledge, "sv")
    }
    for place, cell in enumerate(values):
        code, year = codes[place // 5], years[place % 5]
        is_inside = year >= 2024 if code.endswith("2025") else year <= 2023
        if not is_inside and cell in (None, "..", 0):
            assert (code, year) not in found
        else:
            assert found[code, year] == (None if cell in (None, "..") else cell)


def test_values_that_are_left_out_of_a_sparse_table_are_unknown(tmp_path: Path) -> None:
    file = table(tmp_path / "t.json", ["0000R001"], [2022, 2023], {"0": 31.4})
    assert "value: unknown, period: 2023" in run("scb", str(file)).stdout


# Divisions
def test_the_code_of_another_division_is_never_taken(tmp_path: Path) -> None:
    old = table(tmp_path / "old.json", ["0000R001"], [2023], [31.0])
    new = table(tmp_path / "new.json", ["0000R001_RegSO2025"], [2024], [31.0])
    assert "FM610" in refusal("scb", str(old), "--area", "0000R001_RegSO2025")
    assert "FM610" in refusal("scb", str(new), "--area", "0000R001")
    profile = tmp_path / "profile.yaml"
    profile.write_text(PROFILE.replace("[0000R001]", "[0000R001], regso_vintage: 2025"), "utf-8")
    assert "FM610" in refusal("scb", str(old), "--profile", str(profile))
    done = run("scb", str(new), "--profile", str(profile))
    assert 'method: "RegSO 2025", note: "0000R001_RegSO2025"' in done.stdout


def test_a_profile_of_several_regso_areas_is_not_averaged(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text(PROFILE.replace("[0000R001]", "[0000R001, 0000R002]"), "utf-8")
    assert "never averaged" in refusal("scb", str(SCB), "--profile", str(profile))
    assert "value: 32" in run("scb", str(SCB), "--profile", str(profile), "--area", "0000R001").stdout


def test_a_newest_value_that_is_not_given_stays_unknown() -> None:
    shown = run("scb", str(SCB.with_suffix(".csv")), "--area", "0000R002").stdout
    assert "value: unknown, period: 2023" in shown
    assert "12.1" not in shown
    assert "value: 12.1" in run("scb", str(SCB.with_suffix(".csv")), "--area", "0000R002", "--year", "2022").stdout


def test_csv_and_json_of_the_same_table_say_the_same() -> None:
    both = [run("scb", str(SCB.with_suffix(end)), "--area", "0000R001").stdout for end in (".json", ".csv")]
    assert both[0] == both[1] != ""


@pytest.mark.parametrize(
    "text",
    [
        "region;Socioekonomiskt index 2022;Socioekonomiskt index 2023\n0000R001;31,4;32,0\n",
        "region\tår\t000008IT\n0000R001\t2022\t31.4\n0000R001\t2023\t32.0\n",
    ],
    ids=["years in the headers", "years in a column"],
)
def test_csv_is_read_however_it_is_laid_out(text: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(text.encode("latin-1"))
    shown = run("scb", str(file)).stdout
    assert "socioeconomic_index: {value: 32, period: 2023" in shown


# Coarser tables
def test_a_municipal_value_says_that_it_is_coarser_and_area_indicators_take_none(tmp_path: Path) -> None:
    kolada = str(ROOT / "examples" / "imports" / "kolada.json")
    assert "coarser than the area" in run("kolada", kolada, "--lang", "en").stdout
    mapping = tmp_path / "m.yaml"
    entry = "{kind: kolada, content: N07403, indicator: confirmed_shootings_12m}"
    mapping.write_text(f"format: fasmodell.imports/1\ntables: [{entry}]\n", "utf-8")
    assert "FM613" in refusal("kolada", kolada, "--mapping", str(mapping))


def test_a_value_for_another_gender_is_not_taken() -> None:
    shown = run("kolada", str(ROOT / "examples" / "imports" / "kolada.json"), "--gender", "K").stdout
    assert "value: unknown" in shown


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


TITLE = ["6.1. Förtroende för polisens sätt att bedriva sitt arbete"]


def test_a_sex_counts_for_the_rows_below_it_and_only_both_together_are_taken(tmp_path: Path) -> None:
    rows = (["Totalt", "Riket", "59,0"], [None, "Länet", "57,5"], ["Män", "Riket", "1"], [None, "Länet", "2"])
    file = workbook(tmp_path / "t.xlsx", TITLE, ["Kön", "Region", "2023"], *rows)
    found = read_ntu(file, load_mapping(base().knowledge), base().knowledge, "sv")
    assert {one.area: one.value for one in found} == {"Riket": 59, "Länet": 57.5}
    headless = workbook(tmp_path / "h.xlsx", TITLE, ["Kön", "Region", "2023"], [None, "Riket", "59"])
    assert "[Sheet!A3]:3: the first row of values has no sex" in refusal("ntu", str(headless))


def test_two_merged_years_are_dated_to_the_last_and_cannot_be_compared_with_one(tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx", TITLE, ["Region", "2017/2018", "2019/2020"], ["Exempelstad", "..", "-"])
    both = [run("ntu", str(file), "--year", year).stdout for year in ("2018", "2020")]
    assert "value: unknown" in both[0]
    assert "value: 0," in both[1]
    assert all("två sammanslagna år" in shown for shown in both)


def test_a_wrong_cell_is_told_of_by_sheet_and_cell(tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx", TITLE, ["Region", "2023"], ["Exempelstad", "5o,1"])
    assert f"FM403 {file}[Sheet!B3]:3" in refusal("ntu", str(file))


def test_a_sheet_that_reaches_too_far_is_refused_at_once(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "t.xlsx")
    assert "FM606" in refusal("ntu", str(tmp_path / "t.xlsx"))


# Into a profile
def test_observations_are_put_into_a_profile_and_nothing_else_changes(tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    text = PROFILE + "observations:\n  # Egna ord\n  silence_level: 2  # kvar\n  area_type: unknown\n"
    file.write_text(text, "utf-8")
    assert "2 observations put in" in run("scb", str(SCB), "--into", str(file)).stdout
    after = file.read_text("utf-8")
    assert after.splitlines()[:6] == text.splitlines()[:6]
    observation = parse_profile(after, base()).observations[INDEX]
    assert (observation.value, observation.method, observation.source) == (32, "RegSO 2020", "SCB TAB6586 000008IT")


def test_what_a_profile_knows_is_only_replaced_when_asked_and_never_by_unknown(tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    text = PROFILE + "observations:\n  socioeconomic_index:\n    value: 7\n    source: Egen\n  silence_level: 2\n"
    file.write_text(text, "utf-8")
    assert "FM616" in refusal("scb", str(SCB), "--into", str(file))
    assert file.read_text("utf-8") == text
    unknown = table(tmp_path / "t.json", ["0000R001"], [2023], [None])
    assert run("scb", str(unknown), "--into", str(file), "--replace").exit_code == 0
    assert file.read_text("utf-8") == text
    assert run("scb", str(SCB), "--into", str(file), "--replace").exit_code == 0
    profile = parse_profile(file.read_text("utf-8"), base())
    assert (profile.value_of(INDEX), profile.value_of(IndicatorId("silence_level"))) == (32, 2)


def test_every_bundled_content_exists_and_has_a_source_that_is_known() -> None:
    text, _ = read_text(BUNDLED)
    assert text is not None
    document, problems = parse_yaml(text, "imports.yaml")
    assert not problems
    assert document is not None
    data = document.data
    assert isinstance(data, dict)
    tables = data["tables"]
    assert isinstance(tables, list)
    assert len(load_mapping(base().knowledge).contents) == len(tables)
    for one in tables:
        assert isinstance(one, dict)
        source = one["source"]
        assert isinstance(source, dict)
        assert source["ref"] in base().knowledge.sources
        assert source["basis"] in ("quoted", "secondary")


def test_no_observations_are_written_as_none() -> None:
    assert observations_yaml([]) == "observations:"
    assert [column_letters(column) for column in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]


@pytest.mark.parametrize("words", ["", "scb", "kolada", "ntu"])
def test_the_examples_of_the_help_run(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = run(*words.split(), "--help").stdout
    example = " ".join(shown.partition("Example: fasmodell import ")[2].split("\n\n")[0].split())
    done = run(*example.split())
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("observations:")
