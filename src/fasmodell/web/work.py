"""Work that takes a while: done beside the event loop, and given up when it takes too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from starlette.exceptions import HTTPException

from fasmodell.web.served import Settings

T = TypeVar("T")


async def worked_out(settings: Settings, work: Callable[[], T]) -> T:
    """
    What a function returns, called in a thread of its own so that others are served meanwhile.

    Raises what the function raises, and HTTPException with 503 when it is not done in time: the asker is let go, while
    the thread ends by itself, since everything that is worked out is bounded by the size of what was sent.
    """
    try:
        async with asyncio.timeout(settings.seconds):
            return await asyncio.to_thread(work)
    except TimeoutError as error:
        raise HTTPException(503, "the answer took too long", {"Retry-After": "10"}) from error
