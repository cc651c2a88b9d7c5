"""The decision log: what was done to it is told line by line, and nothing that happens while writing loses an entry."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fasmodell
from fasmodell import load_rule_base
from fasmodell.analysis.assessment_record import content_of, missing_for, reproduced
from fasmodell.analysis.decision_log import NOTHING, Head, canonical, digest, head_faults, next_line, read_log
from fasmodell.analysis.log_file import LogError, add_entry, read_log_file, repair_log
from fasmodell.resources import bundled
from in_process import run

BASE = load_rule_base()
EXAMPLE = bundled("examples") / "bjorkdalen.yaml"
SCHEMAS = Path(fasmodell.__file__).parent / "schemas"
Z = "0" * 64


def content(number: int) -> Mapping[str, object]:
    return {
        "at": f"2026-04-{number:02}T09:00:00",
        "area": "Tomt – å",
        "as_of": "2026-03-31",
        "phase": None,
        "profile": {"digest": Z, "content": "{}"},
        "rule_base": {"name": "x", "version": "1.0.0", "digest": Z},
        "library": "0",
        "answer": Z,
        "decisions": [],
    }


@cache
def chain(length: int = 5) -> tuple[str, ...]:
    head, lines = Head(0, NOTHING), []
    for number in range(1, length + 1):
        entry, line = next_line(head, content(number))
        lines.append(line)
        head = Head(entry.number, entry.hash)
    return tuple(lines)


def joined(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def told(data: bytes) -> list[tuple[int, str]]:
    return [(fault.line, fault.kind.value) for fault in read_log(data).faults]


def rehashed(line: str) -> str:
    """A line that somebody changed and gave a new checksum that fits."""
    body = json.loads(line)
    body["content"]["area"] = "Another"
    del body["hash"]
    return canonical({**body, "hash": digest(canonical(body))})


def forged(after: str, number: int) -> str:
    """A line that somebody wrote so that it fits after another one."""
    _, line = next_line(Head(number - 1, json.loads(after)["hash"]), content(number + 10))
    return line


A, B, C, D, E = chain()


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([], []),
        ([A, B, C, D, E], []),
        ([A, B.replace("Tomt", "Torg"), C], [(2, "changed")]),
        ([A, B.replace("2026-04-02", "2026-04-03"), C], [(2, "changed")]),
        ([A, C], [(2, "removed")]),
        ([B, C], [(1, "removed")]),
        ([A, D, E], [(2, "removed")]),
        ([A, B, A, C], [(3, "inserted")]),
        ([A, B, rehashed(B), C], [(3, "inserted")]),
        ([A, "remember to ask", B], [(2, "unreadable")]),
        ([A, "", B], [(2, "unreadable")]),
        ([A, '{"format": "fasmodell.log_entry/1"}', B], [(2, "unreadable")]),
        ([A, rehashed(B), C], [(3, "replaced")]),
        ([A, C, B, D], [(2, "moved"), (3, "moved"), (4, "moved")]),
        ([B, A], [(1, "moved"), (2, "moved")]),
        ([A, B, forged(B, 3), C, D], [(3, "inserted")]),
        ([A, B, forged(B, 9), C, D], [(3, "inserted")]),
        ([A, B, C, forged(B, 3), D], [(4, "inserted")]),
    ],
)
def test_what_was_done_to_a_log_is_told_at_its_line(lines: list[str], faults: list[tuple[int, str]]) -> None:
    assert told(joined(*lines)) == faults


def test_how_many_are_gone_is_counted() -> None:
    (fault,) = read_log(joined(A, D, E)).faults
    assert fault.message == "2 entries were removed between 1 and 4"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [([A, B, C], "truncated"), ([], "truncated"), ([A, B, C, D, E], None), ([A, B, C, D, rehashed(E)], "replaced")],
)
def test_an_end_that_is_missing_shows_against_what_the_log_last_was(lines: list[str], kind: str | None) -> None:
    head = Head(5, json.loads(E)["hash"])
    found = [fault.kind.value for fault in head_faults(read_log(joined(*lines)), head)]
    assert found == ([] if kind is None else [kind])


def test_a_log_may_have_grown_since_its_head_was_noted() -> None:
    assert head_faults(read_log(joined(A, B)), Head(1, json.loads(A)["hash"])) == []
    assert head_faults(read_log(joined(A, B)), None) == []


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(joined(A, B, C)) - 1), st.integers(1, 255))
def test_any_single_byte_that_is_changed_is_noticed(position: int, flip: int) -> None:
    data = bytearray(joined(A, B, C))
    data[position] ^= flip
    head = Head(3, json.loads(C)["hash"])
    read = read_log(bytes(data))
    assert [*read.faults, *head_faults(read, head)]


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(5)), st.integers(0, 5))
def test_any_other_order_or_number_of_lines_is_noticed(order: list[int], kept: int) -> None:
    lines = [chain()[place] for place in order[:kept]]
    read = read_log(joined(*lines))
    is_whole = order[:kept] == [0, 1, 2, 3, 4]
    assert bool([*read.faults, *head_faults(read, Head(5, json.loads(E)["hash"]))]) is not is_whole


def test_a_line_cut_short_anywhere_is_told_as_torn_and_nothing_above_it_is_lost() -> None:
    for cut in (1, 10, len(C.encode()) // 2, len(C.encode())):
        read = read_log(joined(A, B) + C.encode()[:cut])
        assert [(fault.line, fault.kind.value) for fault in read.faults] == [(3, "torn")]
        assert [entry.number for _, entry in read.entries] == [1, 2]


# The file


def test_entries_are_added_one_after_the_other(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    assert [add_entry(log, content(number)).number for number in (1, 2, 3)] == [1, 2, 3]
    assert log.read_bytes() == joined(A, B, C)
    assert read_log_file(log).faults == ()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda log: log.write_bytes(joined(A, C)),
        lambda log: log.write_bytes(joined(A, B)),
        lambda log: log.write_bytes(joined(A, B) + C.encode()[:50]),
        lambda log: log.unlink(),
    ],
    ids=["removed", "truncated", "torn", "deleted"],
)
def test_nothing_is_added_to_a_log_that_is_not_whole(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    log = tmp_path / "log.jsonl"
    for number in (1, 2, 3):
        add_entry(log, content(number))
    spoil(log)
    before = log.read_bytes() if log.exists() else None
    with pytest.raises(LogError) as caught:
        add_entry(log, content(4))
    assert caught.value.diagnostics
    assert (log.read_bytes() if log.exists() else None) == before


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_loses_no_entry_and_leaves_no_half_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    log = tmp_path / "log.jsonl"
    for number in (1, 2):
        add_entry(log, content(number))
    write, left = os.write, [room]

    def short(handle: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = write(handle, data[: left[0]])
        left[0] -= done
        return done

    monkeypatch.setattr(os, "write", short)
    with pytest.raises(LogError, match="No space left"):
        add_entry(log, content(3))
    monkeypatch.undo()
    assert log.read_bytes() == joined(A, B)
    assert add_entry(log, content(3)).number == 3


def test_short_writes_are_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:7]))
    add_entry(tmp_path / "log.jsonl", content(1))
    monkeypatch.undo()
    assert (tmp_path / "log.jsonl").read_bytes() == joined(A)


KILLED = """
import os, signal, sys
sys.path[:0] = {path!r}
from pathlib import Path
from fasmodell.analysis.log_file import add_entry
from test_decision_log import content
log, real = Path(sys.argv[1]), os.write
add_entry(log, content(1))
add_entry(log, content(2))
def die(handle, data):
    real(handle, data[:int(sys.argv[2])])
    os.kill(os.getpid(), signal.SIGKILL)
os.write = die
add_entry(log, content(3))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("written", [0, 40, len(C.encode()), len(C.encode()) + 1])
def test_a_writer_that_is_killed_loses_no_entry_and_only_repair_mends_the_line(tmp_path: Path, written: int) -> None:
    log = tmp_path / "log.jsonl"
    code = KILLED.format(path=[str(Path(__file__).parent), str(Path(fasmodell.__file__).parents[1])])
    done = subprocess.run([sys.executable, "-c", code, str(log), str(written)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    read = read_log_file(log)
    numbers = [entry.number for _, entry in read.entries]
    is_torn = 0 < written <= len(C.encode())
    assert numbers == ([1, 2, 3] if written > len(C.encode()) else [1, 2])
    assert [fault.kind.value for fault in read.faults] == (["torn"] if is_torn else [])
    if is_torn:
        with pytest.raises(LogError):
            add_entry(log, content(3))
    repaired = repair_log(log)
    assert (repaired is None) is not is_torn
    whole = written == len(C.encode())
    if is_torn and not whole:
        assert isinstance(repaired, Path)
        assert repaired.read_bytes() == C.encode()[:written] + b"\n"
    if not whole and written <= len(C.encode()):
        add_entry(log, content(3))
    assert log.read_bytes() == joined(A, B, C)
    assert repair_log(log) is None


WRITER = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from fasmodell.analysis.log_file import add_entry
from test_decision_log import content
for number in range(1, 6):
    add_entry(Path(sys.argv[1]), content(number))
"""


def test_two_writers_at_once_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    code = WRITER.format(path=[str(Path(__file__).parent), str(Path(fasmodell.__file__).parents[1])])
    writers = [subprocess.Popen([sys.executable, "-c", code, str(log)], stderr=subprocess.PIPE) for _ in range(2)]
    assert [writer.communicate()[1] for writer in writers] == [b"", b""]
    read = read_log_file(log)
    assert read.faults == ()
    assert [entry.number for _, entry in read.entries] == list(range(1, 11))


# What is logged


def entry_for(text: str) -> Mapping[str, object]:
    return content_of(text, "2026-04-10T09:00:00", (), BASE)


def test_an_answer_is_worked_out_again_from_what_was_logged_alone() -> None:
    for path in sorted(bundled("examples").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        entry, _ = next_line(Head(0, NOTHING), entry_for(text))
        assert missing_for(entry, BASE) is None
        assert reproduced(entry, BASE) is None


def test_the_same_profile_in_other_words_is_logged_as_the_same() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    first, second = entry_for(text), entry_for(f"# a comment\n{text}\n")
    assert first["answer"] == second["answer"]
    profiles = [one["profile"] for one in (first, second)]
    assert profiles[0] != profiles[1]
    assert json.loads(canonical(profiles[0]))["content"] == json.loads(canonical(profiles[1]))["content"]


def test_what_cannot_be_reproduced_says_what_is_missing_or_differs() -> None:
    good = dict(entry_for(EXAMPLE.read_text(encoding="utf-8")))
    other = {**good, "rule_base": {"name": "x", "version": "9.9.9", "digest": Z}}
    entry, _ = next_line(Head(0, NOTHING), other)
    assert f"the rule base x 9.9.9 with the digest {Z} is not here" in (missing_for(entry, BASE) or "")
    entry, _ = next_line(Head(0, NOTHING), {**good, "answer": Z, "library": "0.0.1"})
    assert "version 0.0.1 of the library" in (reproduced(entry, BASE) or "")


# The command line


def schema_errors(name: str, document: object) -> list[str]:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


def test_a_log_from_the_first_entry_to_a_changed_one(tmp_path: Path) -> None:
    profile, log = tmp_path / "p.yaml", tmp_path / "log.jsonl"
    profile.write_bytes(EXAMPLE.read_bytes())
    assert run("decide", str(profile), "B3", "--choose", "--reason", "local_knowledge").returncode == 0
    for day in ("10", "11"):
        done = run("decision-log", "add", str(log), str(profile), "--at", f"2026-04-{day}T09:00:00+02:00")
        assert done.returncode == 0, done.stderr
    stdin = profile.read_text(encoding="utf-8")
    assert run("decision-log", "add", str(log), "-", stdin=stdin).returncode == 0
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [schema_errors("log-entry", json.loads(line)) for line in lines] == [[], [], []]
    listed = json.loads(run("decision-log", "list", str(log), "--format", "json").stdout)
    assert schema_errors("decision-log", listed) == []
    assert [len(one["content"]["decisions"]) for one in listed["entries"]] == [1, 1, 0]
    assert listed["entries"][0]["content"]["profile"]["digest"] == digest(profile.read_bytes())
    assert len(run("decision-log", "list", str(log)).stdout.splitlines()) == 3
    for which in ("2", listed["entries"][1]["hash"][:8]):
        assert run("decision-log", "reproduce", str(log), which).returncode == 0
    assert run("decision-log", "reproduce", str(log), "7").returncode == 2
    head = f"3:{listed['entries'][2]['hash']}"
    assert run("decision-log", "verify", str(log), "--head", head).returncode == 0
    assert run("decision-log", "verify", str(log), "--head", f"3:{Z}").returncode == 1
    log.write_text("\n".join([lines[0], lines[1].replace("Björkdalen", "Björkdalens"), lines[2], ""]), encoding="utf-8")
    done = run("decision-log", "verify", str(log), "--format", "json")
    assert (done.returncode, "error[FM707]" in done.stderr) == (1, True)
    assert schema_errors("log-check", json.loads(done.stdout)) == []
    assert [one["line"] for one in json.loads(done.stdout)["faults"]] == [2]
    for verb in (["list", str(log)], ["reproduce", str(log), "1"], ["add", str(log), str(profile)]):
        refused = run("decision-log", *verb)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "log.jsonl:2:1: error[FM707]" in refused.stderr


def test_another_rule_base_is_named_as_missing(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    assert run("decision-log", "add", str(log), str(EXAMPLE)).returncode == 0
    rules = tmp_path / "rules"
    rules.mkdir()
    for path in bundled("rules").rglob("*.yaml"):
        target = rules / path.relative_to(bundled("rules"))
        target.parent.mkdir(exist_ok=True)
        target.write_text(
            path.read_text(encoding="utf-8").replace("hold_months: 12", "hold_months: 13"), encoding="utf-8"
        )
    done = run("--rules", str(rules), "decision-log", "reproduce", str(log), "1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[FM711]" in done.stderr
    assert BASE.digest in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["verify", "no-such.jsonl"], 4, "no such file"),
        (["repair", "no-such.jsonl"], 4, "no such file"),
        (["add", "log.jsonl", "no-such.yaml"], 4, "no such file"),
        (["add", "no-such-folder/log.jsonl", str(EXAMPLE)], 1, "cannot be written"),
        (["add", "log.jsonl", str(EXAMPLE), "--at", "yesterday"], 2, "2026-04-10T09"),
        (["verify", "log.jsonl", "--head", "x"], 2, "12:"),
    ],
)
def test_failures_are_told_without_a_traceback_and_leave_nothing(
    tmp_path: Path, words: list[str], code: int, said: str
) -> None:
    places = [str(tmp_path / word) if word.startswith(("no-such", "log")) else word for word in words]
    done = run("decision-log", *places)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "log.jsonl").exists()
