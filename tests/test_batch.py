"""Tables of many profiles: read as they are written, answered as one by one, and never half a file."""

from __future__ import annotations

import csv
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fasmodell import Profile, RuleBase, load_rule_base, parse_profile, recommend
from fasmodell.cli import cli
from fasmodell.diagnostics import FasmodellError, ProfileError
from fasmodell.knowledge import Indicator, IndicatorId, Track
from fasmodell.results import Standing
from fasmodell.scales import Scale, Value

pytest.importorskip("polars", reason="many profiles at once need Polars")
pytest.importorskip("pyarrow", reason="many profiles at once need PyArrow")

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from fasmodell.batch.answer_columns import Wanted, wanted_of
from fasmodell.batch.arrow import BatchRunner, evaluate_arrow
from fasmodell.batch.run import Job, run_batch
from fasmodell.batch.table_layout import layout_of
from fasmodell.batch.table_values import read_cells

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "examples" / "tables" / "regso.csv"


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


def indicator(name: str) -> Indicator:
    return base().knowledge.indicators[IndicatorId(name)]


# Cells


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("unsafe_evening_share", "52,5", 52.5),
        ("unsafe_evening_share", " 52.5 ", 52.5),
        ("unsafe_evening_share", "-", 0.0),
        ("unsafe_evening_share", "–", 0.0),
        ("unsafe_evening_share", "..", None),
        ("unsafe_evening_share", "", None),
        ("unsafe_evening_share", "Okänt", None),
        ("reported_drug_offence_rate", "1\u00a0234,5", 1234.5),
        ("reported_drug_offence_rate", "1 234", 1234.0),
        ("cause_analysis_done", "Ja", True),
        ("cause_analysis_done", "nej", False),
        ("cause_analysis_done", "0", False),
        ("violence_change", "worse", "worse"),
        ("violence_change", "Mer eller grövre", "worse"),
        ("violence_change", "..", None),
    ],
)
def test_a_cell_is_read_as_it_is_written(name: str, written: str, value: Value | None) -> None:
    cells = read_cells(indicator(name), pl.Series("x", [written]), base().knowledge)
    assert cells.wrong == ()
    if value is None:
        assert not cells.column.known_rows()[0]
        return
    assert cells.column.known_rows()[0]
    found = cells.column.values[0].item()
    assert found == (list(indicator(name).options).index(value) if isinstance(value, str) else value)


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("unsafe_evening_share", "152", "FM402"),
        ("unsafe_evening_share", "-3", "FM402"),
        ("unsafe_evening_share", "1.234,5", "FM403"),
        ("unsafe_evening_share", "många", "FM403"),
        ("unsafe_evening_share", "nan", "FM403"),
        ("unsafe_evening_share", "inf", "FM403"),
        ("open_drug_scene_level", "1,5", "FM403"),
        ("open_drug_scene_level", "4", "FM402"),
        ("cause_analysis_done", "kanske", "FM403"),
        ("violence_change", "värst", "FM403"),
    ],
)
def test_a_cell_that_does_not_fit_is_given_back_with_its_row(name: str, written: str, code: str) -> None:
    cells = read_cells(indicator(name), pl.Series("x", [None, written], dtype=pl.String), base().knowledge)
    assert [(wrong.row, wrong.written, wrong.code) for wrong in cells.wrong] == [(1, written, code)]
    assert not cells.column.known_rows().any()
    assert cells.wrong[0].message


def test_typed_columns_are_read_as_they_are() -> None:
    numbers = read_cells(indicator("unsafe_evening_share"), pl.Series([1.5, None, float("nan")]), base().knowledge)
    assert numbers.column.known_rows().tolist() == [True, False, False]
    flags = read_cells(indicator("cause_analysis_done"), pl.Series([True, None, False]), base().knowledge)
    assert flags.column.known_rows().tolist() == [True, False, True]
    assert not numbers.wrong
    assert not flags.wrong


def test_headers_are_ids_or_names_in_either_language_and_a_shared_name_is_neither() -> None:
    names = [
        "Öppen narkotikahandel",
        "SILENCE_LEVEL",
        "Violence in public places, change",
        "Trygghetsvandring",
        "Region",
    ]
    layout = layout_of([*names, "Annat"], base().knowledge, "t")
    assert layout.indicators["Öppen narkotikahandel"].id == "open_drug_scene_level"
    assert layout.indicators["SILENCE_LEVEL"].id == "silence_level"
    assert layout.measures == {"Trygghetsvandring": "safety_walk"}
    assert layout.keys == ("Region",)
    assert "Annat" in layout.unused
    shared = layout_of(["Omfattande skolfrånvaro", "silence_level"], base().knowledge, "t")
    assert shared.unused == ("Omfattande skolfrånvaro",)


# Answers


def written(one: Indicator, value: Value) -> st.SearchStrategy[str]:
    """Ways in which a value may stand in a cell."""
    if isinstance(value, bool):
        return st.sampled_from(["ja", "JA", "true", "1"] if value else ["nej", "false", "0"])
    if isinstance(value, str):
        return st.sampled_from([value, one.options[value].sv, one.options[value].en])
    plain = str(value)
    return st.sampled_from([plain, plain.replace(".", ","), f" {plain} ", *(["-"] if value == 0 else [])])


@st.composite
def rows(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, tuple[Value | None, str]]:
    found: dict[str, tuple[Value | None, str]] = {}
    for name in names:
        one = indicator(name)
        if draw(st.integers(0, 3)) == 0:
            found[name] = (None, draw(st.sampled_from(["..", "", "okänt"])))
            continue
        if one.scale is Scale.FLAG:
            value: Value = draw(st.booleans())
        elif one.scale is Scale.CHOICE:
            value = draw(st.sampled_from(list(one.options)))
        elif one.scale.is_whole:
            value = draw(st.integers(int(one.low or 0), int(min(one.high or 20, 20))))
        else:
            value = draw(st.integers(0, 1000)) / 10 if one.scale is Scale.PERCENT else draw(st.integers(0, 6))
        found[name] = (value, draw(written(one, value)))
    return found


NAMES = (
    "unsafe_evening_share", "open_drug_scene_level", "attacks_on_responders_12m", "silence_level", "violence_change",
    "policing_difficulty_level", "services_work_level", "trust_level", "resident_information_level",
    "cause_analysis_done", "criminal_influence_level", "coordination_function", "police_cares_share",
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=st.lists(rows(NAMES), min_size=1, max_size=6))
def test_every_row_is_answered_as_its_profile_would_be(table: list[dict[str, tuple[Value | None, str]]]) -> None:
    batch = pa.RecordBatch.from_pydict({name: [row[name][1] for row in table] for name in NAMES})
    found = evaluate_arrow(batch, columns="phase,gates,findings", measures="top:3").to_pylist()
    assert [row["rejected"] for row in found] == [None] * len(table)
    for row, answer in zip(table, found, strict=True):
        single = recommend(profile_of({name: value for name, (value, _) in row.items()}), base())
        assert answer["phase"] == single.phase.phase
        assert answer["candidates"] == ";".join(map(str, single.phase.candidates))
        assert answer["possible_phases"] == ";".join(map(str, single.phase.possible))
        assert answer["settled"] == single.phase.is_settled
        for gate in single.phase.gates:
            assert answer[f"gate_{gate.gate}"] == gate.state
            assert answer[f"gate_{gate.gate}_points_shut"] == gate.points_shut
        best = {(one.track, one.rank): one.measure for one in single.measures if one.standing is Standing.NOW}
        for track in Track:
            for rank in (1, 2, 3):
                assert answer[f"{track}_{rank}"] == best.get((track, rank))


def profile_of(values: dict[str, Value | None]) -> Profile:
    lines = [f"  {name}: {json.dumps(value)}" for name, value in values.items() if value is not None]
    head = ["format: fasmodell.profile/1", "area: {name: Exempelområdet}", "as_of: 2026-03-31", "observations:"]
    return parse_profile("\n".join([*head, *lines]) + "\n", base())


def test_a_function_over_batches_can_be_sent_anywhere_and_keeps_every_row() -> None:
    answer = pickle.loads(pickle.dumps(evaluate_arrow))
    batch = pa.RecordBatch.from_pydict({"id": [1, 2, 3], "open_drug_scene_level": ["3", "9", ".."]})
    found = answer(batch).to_pylist()
    assert [row["id"] for row in found] == [1, 2, 3]
    assert [row["rejected"] is None for row in found] == [True, False, True]
    assert "open_drug_scene_level" in found[1]["rejected"]
    assert {value for key, value in found[1].items() if key not in ("id", "rejected")} == {None}


def test_an_empty_batch_gives_an_empty_batch_with_the_same_columns() -> None:
    empty = pa.RecordBatch.from_pydict({"id": pa.array([], pa.int64()), "silence_level": pa.array([], pa.string())})
    full = pa.RecordBatch.from_pydict({"id": [1], "silence_level": ["1"]})
    assert evaluate_arrow(empty).schema == evaluate_arrow(full).schema
    assert evaluate_arrow(empty).num_rows == 0


@pytest.mark.parametrize("word", ["top:0", "top:x", "top", "no_such_measure", "E1,Z9"])
def test_measures_that_do_not_exist_are_refused(word: str) -> None:
    with pytest.raises(ProfileError):
        wanted_of(None, word, base())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["t.csv", "a.csv", "--measures", "safety_wlk"], 2, "did you mean `safety_walk`?"),
        (["t.csv", "a.csv", "--columns", "phases"], 2, "the groups are phase, gates, findings, measures"),
        (["-", "a.csv"], 4, "a table whose name has no ending is not read"),
        ([".", "a.csv"], 4, "this is a folder, not a file"),
        (["t.csv", "answers"], 4, "a table whose name has no ending is not written"),
    ],
)
def test_a_batch_that_cannot_begin_says_why(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("id,silence_level\n1,1\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["batch", *words])
    if code == 2:
        assert result.exit_code == code
        assert said in result.stderr
    else:
        assert isinstance(result.exception, ProfileError)
        assert said in " ".join(one.message for one in result.exception.diagnostics)
    assert not (tmp_path / "a.csv").exists()


def test_answers_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    source, no_folder = tmp_path / "t.csv", tmp_path / "file"
    source.write_text("id,silence_level\n1,1\n", encoding="utf-8")
    no_folder.write_text("", encoding="utf-8")
    result = CliRunner().invoke(cli, ["batch", str(source), str(no_folder / "a.csv")])
    assert isinstance(result.exception, FasmodellError)
    assert "cannot be written" in str(result.exception)


def test_measures_are_chosen_by_id_or_code() -> None:
    assert wanted_of("phase", "E1,hot_spots_policing", base()) == Wanted(
        ("phase", "measures"), 0, ("neighbourhood_watch", "hot_spots_policing")
    )
    assert wanted_of(None, "none", base()).groups == ("phase", "gates")


# Files


def batch(source: Path, target: Path, *more: str) -> str:
    result = CliRunner().invoke(cli, ["batch", str(source), str(target), *more])
    assert result.exit_code == 0, result.output
    return str(result.output)


def read(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".parquet":
        found = pq.read_table(path).to_pylist()
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            found = list(csv.DictReader(stream))
    else:
        from openpyxl import load_workbook

        rows_ = list(load_workbook(path).active.iter_rows(values_only=True))
        found = [dict(zip(rows_[0], row, strict=True)) for row in rows_[1:]]
    return [{key: told(value) for key, value in row.items()} for row in found]


def told(value: object) -> object:
    """A value as every format can tell it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_rows_that_cannot_be_answered_are_told_of_and_the_rest_is_done(tmp_path: Path) -> None:
    said = batch(TABLE, tmp_path / "a.csv")
    assert "7 rows: 6 answered, 1 rejected" in said
    answers = read(tmp_path / "a.csv")
    assert [row["Region"] for row in answers] == [f"0000R00{n}" for n in range(1, 7)]
    assert answers[0]["phase"] == "1"
    assert answers[3]["phase"] == ""  # nothing is known of it
    rejects = read(tmp_path / "a.rejects.csv")
    assert [(row["row"], row["value"], row["code"]) for row in rejects] == [("7", "152,0", "FM402")]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "a.rejects.csv"]


def test_how_far_it_has_come_is_told_on_a_terminal_alone(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="there are no terminals of this kind here")
    words = [sys.executable, "-m", "fasmodell", "batch", str(TABLE), str(tmp_path / "a.csv"), "--jobs", "1"]
    reader, terminal = pty.openpty()
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    told = os.read(reader, 4096).decode()
    os.close(reader)
    assert re.search(r"\r7 rows, [\d,]+ per second\r\n", told)
    assert b"per second" not in done.stdout
    plain = subprocess.run([*words[:-3], str(tmp_path / "b.csv"), *words[-2:]], capture_output=True, check=True)
    assert b"per second" not in plain.stderr


def as_other_formats(folder: Path) -> Iterator[Path]:
    from openpyxl import Workbook

    with TABLE.open(encoding="utf-8", newline="") as stream:
        head, *body = csv.reader(stream, delimiter=";")
    (folder / "t.tsv").write_text("\n".join("\t".join(row) for row in [head, *body]), encoding="utf-8-sig")
    yield folder / "t.tsv"
    lines = (json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) for row in body)
    (folder / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    yield folder / "t.jsonl"
    pq.write_table(pa.Table.from_pylist([dict(zip(head, row, strict=True)) for row in body]), folder / "t.parquet")
    yield folder / "t.parquet"
    book = Workbook()
    for row in [head, *body]:
        book.active.append([float(cell.replace(",", ".")) if "," in cell else cell or None for cell in row])
    book.save(folder / "t.xlsx")
    yield folder / "t.xlsx"


def test_every_format_is_read_and_written_alike(tmp_path: Path) -> None:
    batch(TABLE, tmp_path / "plain.csv")
    wanted = read(tmp_path / "plain.csv")
    for source in as_other_formats(tmp_path):
        batch(source, tmp_path / f"{source.suffix[1:]}.csv")
        assert read(tmp_path / f"{source.suffix[1:]}.csv") == wanted, source.suffix
    for target in ("b.parquet", "b.xlsx"):
        batch(TABLE, tmp_path / target)
        assert read(tmp_path / target) == wanted, target


def many_rows(path: Path, count: int = 50) -> Path:
    lines = ["Region;open_drug_scene_level;policing_difficulty_level;trust_level"]
    for n in range(count):
        trust = ".." if n % 7 == 0 else 9 if n % 11 == 0 else n % 3
        lines.append(f"0000R{n % 1000:03};{n % 4};{n // 4 % 4};{trust}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("chunk", "jobs"), [(1, 1), (7, 2), (1000, 1), (1000, 2)])
def test_chunks_and_processes_make_no_difference(tmp_path: Path, chunk: int, jobs: int) -> None:
    source = many_rows(tmp_path / "t.csv")
    run_batch(Job(source, tmp_path / "whole.csv"), base())
    run_batch(Job(source, tmp_path / "parts.csv", chunk=chunk, jobs=jobs), base())
    for name in ("{}.csv", "{}.rejects.csv"):
        whole, parts = ((tmp_path / name.format(word)).read_bytes() for word in ("whole", "parts"))
        assert whole == parts


def test_an_interrupted_run_leaves_no_half_file_and_can_be_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = many_rows(tmp_path / "t.csv")
    job = Job(source, tmp_path / "a.csv", chunk=10)
    run_batch(job._replace(target=tmp_path / "whole.csv"), base())
    answer, answered = BatchRunner.answer, []

    def breaking(self: BatchRunner, given_: pa.RecordBatch) -> object:
        if len(answered) == 3:
            raise KeyboardInterrupt
        answered.append(given_.num_rows)
        return answer(self, given_)

    monkeypatch.setattr(BatchRunner, "answer", breaking)
    with pytest.raises(KeyboardInterrupt):
        run_batch(job, base())
    assert not job.target.exists()
    assert not job.rejects_file.exists()
    monkeypatch.undo()
    done = run_batch(job, base(), resume=True)
    assert done.resumed == 30
    assert job.target.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not job.parts_folder.exists()
    assert done.counts.rows == done.counts.answered + done.counts.rejected == 50


def test_rejects_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    job = Job(TABLE, tmp_path / "a.csv")
    run_batch(job, base())
    assert job.rejects_file.exists()
    good = tmp_path / "good.csv"
    good.write_text(TABLE.read_text(encoding="utf-8").replace("152,0", "52,0"), encoding="utf-8")
    run_batch(job._replace(source=good), base())
    assert not job.rejects_file.exists()


def test_a_file_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.csv"
    target.write_text("earlier", encoding="utf-8")
    monkeypatch.setattr("fasmodell.batch.table_out._join_csv", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        run_batch(Job(TABLE, target), base())
    assert target.read_text(encoding="utf-8") == "earlier"
    assert not list(tmp_path.glob("*.new"))


def test_text_that_a_spreadsheet_would_run_is_shown(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text('Namn;silence_level\n"=HYPERLINK(""x"")";1\n', encoding="utf-8")
    batch(source, tmp_path / "a.csv")
    assert read(tmp_path / "a.csv")[0]["Namn"] == '\'=HYPERLINK("x")'


def test_a_table_without_rows_is_nothing_to_do(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text("Region;silence_level\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["batch", str(source), str(tmp_path / "a.csv")])
    assert result.exit_code == 5
    assert read(tmp_path / "a.csv") == []


def test_columns_that_nothing_reads_are_named(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text("Region;silence_level;Annat\n0000R001;1;x\n", encoding="utf-8")
    assert "not used: Annat" in batch(source, tmp_path / "a.csv")
    batch(source, tmp_path / "b.csv", "--keep", "Annat")
    assert read(tmp_path / "b.csv")[0]["Annat"] == "x"
