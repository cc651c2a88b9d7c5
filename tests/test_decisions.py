"""Decisions of the local group: read, added without touching what stands there, shown beside the engine's view."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import FasmodellError, ProfileError, load_profile, load_rule_base, recommend
from fasmodell.analysis import decision_file
from fasmodell.analysis.decision_file import add_decision, decisions_in
from fasmodell.analysis.decision_loader import read_decisions
from fasmodell.analysis.local_decision import Choice, LocalDecision, SeenThen, Stale, beside_answer
from fasmodell.knowledge import ActorId, MeasureId
from fasmodell.privacy import personal_data_in
from fasmodell.resources import bundled
from fasmodell.results import Standing
from in_process import run

BASE = load_rule_base()
EXAMPLE = bundled("examples") / "bjorkdalen.yaml"
ANSWER = recommend(load_profile(EXAMPLE, BASE), BASE)
HEAD = "format: fasmodell.decisions/1\narea: Björkdalen\n"
ONE = LocalDecision(
    MeasureId("hot_spots_policing"), Choice.DECLINE, "lack_of_resources", None, None, date(2026, 4, 10), None, None
)
ENTRY = "  - measure: safety_walk\n    choice: choose\n    reason: local_knowledge\n    at: 2026-04-01\n"
DECLINE = ["decide", "profile.yaml", "B3", "--decline", "--reason", "lack_of_resources", "--at", "2026-04-10"]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "profile.yaml"))


def codes(text: str) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        read_decisions(text, "decisions.yaml", BASE.knowledge)
    return [one.code for one in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("choose", "chose"), "FM109"),
        (("local_knowledge", "local_knowlege"), "FM704"),
        (("local_knowledge", "other"), "FM710"),
        (("2026-04-01", "april"), "FM414"),
        (("2026-04-01", "2026-04"), "FM414"),
        (("    at: 2026-04-01\n", ""), "FM106"),
        (("    at:", "    by: polisen\n    at:"), "FM204"),
        (("    at:", "    comment: ring 070-123 45 67\n    at:"), "FM404"),
        (("    at:", "    comment: gäller Ekgatan 12\n    at:"), "FM404"),
        (("    at:", "    handlaggare_namn_person: x\n    at:"), "FM404"),
        (("    at:", "    seen: {standing: now}\n    at:"), "FM106"),
    ],
)
def test_a_mistake_is_told_once_and_nothing_is_read(change: tuple[str, str], code: str) -> None:
    found = codes(f"{HEAD}decisions:\n{ENTRY.replace(*change)}")
    assert set(found) == {code}


def test_a_file_of_decisions_says_what_it_is_and_for_which_area() -> None:
    assert codes("format: fasmodell.profile/1\narea: A\n") == ["FM108"]
    assert codes("format: fasmodell.decisions/1\n") == ["FM106"]
    assert codes("[]\n") == ["FM107"]
    assert read_decisions(HEAD, "decisions.yaml", BASE.knowledge).decisions == ()


def test_the_last_decision_about_a_measure_holds_and_the_others_are_kept() -> None:
    later = ENTRY.replace("choose", "decline").replace("2026-04-01", "2026-05-01")
    read = read_decisions(f"{HEAD}decisions:\n{ENTRY}{later}", "decisions.yaml", BASE.knowledge)
    assert [one.choice for one in read.decisions] == ["choose", "decline"]
    assert [one.choice for one in read.current] == ["decline"]


def test_decisions_taken_on_other_grounds_are_pointed_out_and_change_nothing() -> None:
    now = ANSWER.measure(ONE.measure).standing
    digest, other = BASE.digest, "0" * 64
    seen = {
        "same": SeenThen(now, 1, date(2026, 3, 31), digest),
        "standing": SeenThen(Standing.LATER, 1, date(2025, 3, 31), digest),
        "base": SeenThen(now, 1, date(2026, 3, 31), other),
        "both": SeenThen(Standing.LATER, 1, date(2025, 3, 31), other),
    }
    found = {name: beside_answer([ONE._replace(seen=one)], ANSWER)[0] for name, one in seen.items()}
    assert {name: one.stale for name, one in found.items()} == {
        "same": (),
        "standing": (Stale.STANDING_CHANGED,),
        "base": (Stale.RULE_BASE_CHANGED,),
        "both": (Stale.STANDING_CHANGED, Stale.RULE_BASE_CHANGED),
    }
    assert all(one.ranked == ANSWER.measure(ONE.measure) for one in found.values())
    gone = beside_answer([ONE._replace(measure=MeasureId("curfew"))], ANSWER)[0]
    assert (gone.ranked, gone.stale) == (None, (Stale.MEASURE_GONE,))


# Adding


WRITTEN = {
    "nothing yet": None,
    "no list yet": HEAD,
    "an empty list": f"{HEAD}decisions:\n",
    "one entry": f"{HEAD}# why\ndecisions:\n{ENTRY}",
    "no line end": f"{HEAD}decisions:\n{ENTRY}".rstrip("\n"),
    "another indent": f"{HEAD}decisions:\n" + ENTRY.replace("\n    ", "\n  ").replace("  - ", "- ", 1),
    "a wide dash": f"{HEAD}decisions:\n" + ENTRY.replace("  - ", "    -   ", 1).replace("\n    ", "\n        "),
    "a comment last": f"{HEAD}decisions:\n{ENTRY}# decided in April\n",
    "in braces": f"{HEAD}decisions:\n  - {{{ENTRY[4:-1].replace(chr(10), ',')}}}\n",
}


@pytest.mark.parametrize("before", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_decision_is_added_at_the_end_and_every_letter_above_it_stays(before: str | None, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    earlier = () if before is None else read_decisions(before, "x", BASE.knowledge).decisions
    add_decision(path, "Björkdalen", ONE, BASE.knowledge)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before or "")
    told = [one._replace(span=None) for one in decisions_in(path, "Björkdalen", BASE.knowledge)[0].decisions]
    assert told == [*(one._replace(span=None) for one in earlier), ONE]


NOT_ADDED = {
    "a list in brackets": f"{HEAD}decisions: []\n",
    "something below": f"format: fasmodell.decisions/1\ndecisions:\n{ENTRY}area: Björkdalen\n",
    "another area": f"format: fasmodell.decisions/1\narea: Nybyn\ndecisions:\n{ENTRY}",
    "a mistake": f"{HEAD}decisions:\n{ENTRY.replace('choose', 'chose')}",
}


@pytest.mark.parametrize("before", NOT_ADDED.values(), ids=NOT_ADDED.keys())
def test_a_file_that_cannot_be_added_to_is_left_as_it_was(before: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(ProfileError):
        add_decision(path, "Björkdalen", ONE, BASE.knowledge)
    assert path.read_text(encoding="utf-8") == before
    assert [one.name for one in tmp_path.iterdir() if not one.name.endswith(".lock")] == ["decisions.yaml"]


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(f"{HEAD}decisions:\n{ENTRY}", encoding="utf-8")
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FasmodellError, match="No space left"):
        add_decision(path, "Björkdalen", ONE, BASE.knowledge)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if not one.name.endswith(".lock")] == ["decisions.yaml"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1).filter(lambda one: one.strip() == one), min_size=1, max_size=3))
def test_any_comment_comes_back_as_it_was_written_or_is_refused_whole(comments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _check_comments(comments, Path(folder) / "decisions.yaml")


def _check_comments(comments: list[str], path: Path) -> None:
    kept: list[str] = []
    for comment in comments:
        before = path.read_bytes() if path.exists() else None
        try:
            add_decision(path, "Björkdalen", ONE._replace(comment=comment), BASE.knowledge)
            kept.append(comment)
        except FasmodellError:
            assert (path.read_bytes() if path.exists() else None) == before
    if kept:
        told = decisions_in(path, "Björkdalen", BASE.knowledge)[0].decisions
        assert [one.comment for one in told] == kept
        assert not any(personal_data_in(one) for one in kept)


def test_everything_a_decision_says_is_written_and_read_back(tmp_path: Path) -> None:
    seen = SeenThen(Standing.NOW, 2, date(2026, 3, 31), BASE.digest)
    one = ONE._replace(comment='Vänta: "hösten" #1\n- snart', by=ActorId("municipality"), seen=seen)
    add_decision(tmp_path / "d.yaml", "Björkdalen", one, BASE.knowledge)
    (read,) = decisions_in(tmp_path / "d.yaml", "Björkdalen", BASE.knowledge)[0].decisions
    assert read._replace(span=None) == one


# Found and shown


def test_the_profiles_own_file_is_found_before_that_of_the_folder(tmp_path: Path) -> None:
    profile = tmp_path / "a.b.yaml"
    assert decision_file.decisions_beside(profile) is None
    (tmp_path / "decisions.yaml").touch()
    assert decision_file.decisions_beside(profile) == tmp_path / "decisions.yaml"
    (tmp_path / "a.b.decisions.yaml").touch()
    assert decision_file.decisions_beside(profile) == tmp_path / "a.b.decisions.yaml"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_decisions_stand_beside_the_answer_in_every_format_and_change_nothing_else(
    profile: Path, language: str
) -> None:
    words = ["recommend", str(profile), "--lang", language]
    heading = {"sv": "Lokala beslut", "en": "Local decisions"}[language]
    plain = {one: run(*words, "--format", one).stdout for one in ("text", "markdown", "json")}
    decided = run("decide", str(profile), *DECLINE[2:], "--comment", "Vänta <b>till</b> hösten")
    assert decided.returncode == 0, decided.stderr
    shown = {one: run(*words, "--format", one).stdout for one in plain}
    for format_ in ("text", "markdown"):
        added = [line for line in shown[format_].splitlines() if line not in plain[format_].splitlines()]
        assert [line for line in plain[format_].splitlines() if line not in shown[format_].splitlines()] == []
        assert heading in "\n".join(added)
        assert "B3" in "\n".join(added)
    assert "<b>" not in shown["markdown"]
    document = json.loads(shown["json"])
    (decision,) = document.pop("decisions")
    assert document == json.loads(plain["json"])
    ranked = next(one for one in document["measures"] if one["id"] == "hot_spots_policing")
    assert decision["engine"] == {"standing": ranked["standing"], "rank": ranked["rank"]}
    schema = json.loads(
        (Path(fasmodell.__file__).parent / "schemas" / "answer.schema.json").read_text(encoding="utf-8")
    )
    assert list(Draft202012Validator(schema).iter_errors(json.loads(shown["json"]))) == []


def test_a_new_run_erases_no_decision_and_a_changed_situation_points_it_out(profile: Path) -> None:
    assert run("decide", str(profile), *DECLINE[2:]).returncode == 0
    own = profile.with_name("profile.decisions.yaml")
    before = own.read_bytes()
    assert run("recommend", str(profile)).stderr == ""
    running = profile.read_text(encoding="utf-8").replace(
        "measures_in_place:\n", "measures_in_place:\n  - hot_spots_policing\n"
    )
    profile.write_text(running, encoding="utf-8")
    done = run("recommend", str(profile), "--lang", "en")
    assert done.returncode == 0
    assert "warning[FM702]" in done.stderr
    assert "Look at it again" in " ".join(done.stdout.split())
    assert own.read_bytes() == before


def test_decisions_of_another_area_in_the_folder_are_left_out_and_those_given_are_refused(profile: Path) -> None:
    shared = profile.with_name("decisions.yaml")
    shared.write_text(f"format: fasmodell.decisions/1\narea: Nybyn\ndecisions:\n{ENTRY}", encoding="utf-8")
    done = run("recommend", str(profile))
    assert (done.returncode, "warning[FM705]" in done.stderr) == (0, True)
    assert "Lokala beslut" not in done.stdout
    assert run("recommend", str(profile), "--decisions", str(shared)).returncode == 4
    assert run("decide", str(profile), *DECLINE[2:]).returncode == 0
    assert profile.with_name("profile.decisions.yaml").exists()
    assert ENTRY in shared.read_text(encoding="utf-8")


def test_decisions_can_be_given_for_a_profile_on_standard_input(profile: Path) -> None:
    assert run("decide", str(profile), *DECLINE[2:]).returncode == 0
    own, text = profile.with_name("profile.decisions.yaml"), profile.read_text(encoding="utf-8")
    assert "Lokala beslut" not in run("recommend", "-", stdin=text).stdout
    assert "Lokala beslut" in run("recommend", "-", "--decisions", str(own), stdin=text).stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["B3", "--reason", "other"], 2, "--choose"),
        (["B3", "--choose", "--decline", "--reason", "other"], 2, "one of them"),
        (["B33", "--choose", "--reason", "other"], 2, "unknown measure"),
        (["B3", "--choose", "--reason", "othr"], 2, "unknown reason"),
        (["B3", "--choose"], 2, "--reason"),
        (["B3", "--choose", "--reason", "other"], 4, "FM710"),
        (["B3", "--choose", "--reason", "other", "--comment", " "], 2, "write something"),
        (["B3", "--choose", "--reason", "local_knowledge", "--by", "polisen"], 2, "unknown actor"),
        (["B3", "--choose", "--reason", "local_knowledge", "--at", "2026-13-01"], 2, "year-month-day"),
        (["B3", "--choose", "--reason", "local_knowledge", "--comment", "ring 070-123 45 67"], 4, "FM404"),
    ],
)
def test_what_cannot_be_recorded_writes_nothing(profile: Path, words: list[str], code: int, said: str) -> None:
    done = run("decide", str(profile), *words)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not profile.with_name("profile.decisions.yaml").exists()


def test_a_decision_about_standard_input_has_no_place_to_stand() -> None:
    done = run("decide", "-", "B3", "--decline", "--reason", "lack_of_resources", stdin="")
    assert done.returncode == 2
    assert "give its file, not standard input" in done.stderr


@pytest.mark.parametrize(
    "verb",
    ["decide", "decision-log", *(f"decision-log {one}" for one in ("add", "list", "verify", "repair", "reproduce"))],
)
def test_the_help_of_every_verb_has_an_example_that_runs(verb: str, profile: Path) -> None:
    shown = run(*verb.split(), "--help", COLUMNS="200")
    example = next(line for line in shown.stdout.splitlines() if "Example: fasmodell " in line)
    log = profile.with_name("log.jsonl")
    assert run("decision-log", "add", str(log), str(profile), "--at", "2026-04-10T09:00:00").returncode == 0
    words = shlex.split(example.partition("Example: fasmodell ")[2])
    places = {"profile.yaml": str(profile), "log.jsonl": str(log)}
    done = run(*(places.get(word, word) for word in words))
    assert done.returncode == 0, done.stderr
    assert done.stdout
