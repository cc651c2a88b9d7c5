"""
Chunks answered by several processes, each of which writes its own part: a chunk goes in and nothing comes back.

Threads would share Python's one lock, which the many short steps of a chunk ask for all the time: two of them take more
processor time than one and are no faster. Two processes are twice as fast.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import NamedTuple, Protocol

import pyarrow as pa

from fasmodell.diagnostics import InferenceError

_ENDED = "a process that answered rows was ended from outside; `--resume` goes on with what is done"


class Work(Protocol):
    """Makes, once in each process, what answers a chunk and writes its part: its number, its rows, the rows before."""

    def worker(self) -> Callable[[int, pa.RecordBatch, int], None]: ...


class _Chunk(NamedTuple):
    number: int
    batch: pa.RecordBatch
    before: int


class Jobs:
    """
    Answers chunks in this process, or in as many others as there are jobs from the second chunk on.

    No more than one chunk per process waits to be answered, so that memory is bounded. Leaving waits for what was
    begun; leaving by an error gives up what has not begun. Raises what a worker raised, and InferenceError when a
    process was ended from outside.
    """

    def __init__(self, work: Work, jobs: int) -> None:
        self._work, self._jobs = work, jobs
        self._first: _Chunk | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()
        self._here: Callable[[int, pa.RecordBatch, int], None] | None = None

    def __enter__(self) -> Jobs:
        return self

    def answer(self, number: int, batch: pa.RecordBatch, before: int) -> None:
        """Have a chunk answered and its part written, now or before the end."""
        chunk = _Chunk(number, batch, before)
        if self._jobs == 1:
            self._answer_here(chunk)
        elif self._pool is None and self._first is None:
            self._first = chunk  # processes take a while to start, and one chunk is none the quicker for them
        else:
            self._hand_out(chunk)

    def _hand_out(self, chunk: _Chunk) -> None:
        if self._pool is None:
            # A fork would copy the locks of threads that other libraries run.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_begin, initargs=(self._work,))
        for one in (self._first, chunk):
            if one is not None:
                self._waiting.append(self._pool.submit(_answer, one))
        self._first = None
        while len(self._waiting) > 2 * self._jobs:
            self._next()

    def _next(self) -> None:
        try:
            self._waiting.popleft().result()
        except BrokenProcessPool as error:
            raise InferenceError(_ENDED) from error

    def _answer_here(self, chunk: _Chunk) -> None:
        self._here = self._here or self._work.worker()
        self._here(*chunk)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                if self._first is not None:
                    self._answer_here(self._first)
                while self._waiting:
                    self._next()
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)


# What answers in a process of the pool; each has its own.
_worker: Callable[[int, pa.RecordBatch, int], None] | None = None


def _begin(work: Work) -> None:
    global _worker  # noqa: PLW0603 (the initializer of a process has no other place to leave it)
    _worker = work.worker()


def _answer(chunk: _Chunk) -> None:
    assert _worker is not None  # the initializer has run
    _worker(*chunk)
