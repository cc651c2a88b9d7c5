"""Chunks worked by several threads and given back in order, with no more than one per worker worked ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def in_order(answer: Callable[[int], Answer], starts: Iterable[int], workers: int) -> Iterator[Answer]:
    """What a function answers for each start, in their order; memory is bounded by the number of workers."""
    if workers == 1:
        yield from map(answer, starts)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Answer]] = deque()
        for start in starts:
            waiting.append(pool.submit(answer, start))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
