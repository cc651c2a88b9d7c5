"""Chunks that several processes answer: every part is written, errors come back, and memory stays bounded."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest

from fasmodell.batch.jobs import Jobs
from fasmodell.diagnostics import Diagnostic, InferenceError, ProfileError, Severity, Span

CHUNK = pa.RecordBatch.from_pydict({"a": [1, 2, 3]})
WRONG = Diagnostic("FM605", Severity.error, "not a number", Span("t.csv", 2, 1, 2, 1), None)


class Writing(NamedTuple):
    """Writes which process answered a chunk; some chunks end the process or raise."""

    folder: Path
    fatal: int = -1
    wrong: int = -1

    def worker(self) -> Callable[[int, pa.RecordBatch, int], None]:
        return self._answer

    def _answer(self, number: int, batch: pa.RecordBatch, before: int) -> None:
        if number == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == self.wrong:
            raise ProfileError("the table cannot be used", [WRONG])
        (self.folder / str(number)).write_text(f"{os.getpid()} {before} {batch.num_rows}", encoding="utf-8")


def answer(work: Writing, chunks: int, jobs: int) -> None:
    with Jobs(work, jobs) as found:
        for number in range(chunks):
            found.answer(number, CHUNK, number * CHUNK.num_rows)


def processes(folder: Path, chunks: int) -> set[str]:
    told = [(folder / str(number)).read_text(encoding="utf-8").split() for number in range(chunks)]
    assert [words[1:] for words in told] == [[str(3 * number), "3"] for number in range(chunks)]
    return {words[0] for words in told}


@pytest.mark.parametrize("chunks", [0, 1, 2, 9])
def test_every_chunk_is_answered_once_with_the_rows_before_it(tmp_path: Path, chunks: int) -> None:
    answer(Writing(tmp_path), chunks, 2)
    assert len(list(tmp_path.iterdir())) == chunks
    processes(tmp_path, chunks)


def test_one_job_and_one_chunk_need_no_other_process(tmp_path: Path) -> None:
    for chunks, jobs in ((3, 1), (1, 2)):
        answer(Writing(tmp_path), chunks, jobs)
        assert processes(tmp_path, chunks) == {str(os.getpid())}


def test_more_chunks_are_answered_by_others(tmp_path: Path) -> None:
    answer(Writing(tmp_path), 6, 2)
    assert str(os.getpid()) not in processes(tmp_path, 6)


def test_a_process_that_is_ended_from_outside_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InferenceError, match="ended from outside; `--resume` goes on"):
        answer(Writing(tmp_path, fatal=1), 6, 2)


def test_what_is_wrong_with_a_chunk_comes_back_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as raised:
        answer(Writing(tmp_path, wrong=1), 6, 2)
    assert raised.value.diagnostics == (WRONG,)


def test_an_error_of_the_caller_ends_the_processes(tmp_path: Path) -> None:
    def stopped() -> None:
        with Jobs(Writing(tmp_path), 2) as found:
            for number in range(4):
                found.answer(number, CHUNK, 3 * number)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert multiprocessing.active_children() == []
