"""
One connection, which is not kept for nothing.

uvicorn waits without end for the first request of a connection, and for a client that does not read its answer. Whoever
opens connections and says nothing could so take every place. Here a connection that does not get on is ended, and when
there are too many, the one that has waited longest makes room.
"""

from __future__ import annotations

import asyncio
import json
from typing import Final

from h11 import ConnectionClosed
from uvicorn.protocols.http.h11_impl import H11Protocol

from fasmodell.web.problems import MEDIA_TYPE, status_problem
from fasmodell.web.security import HEADERS
from fasmodell.web.served import Served

MOST_HEADER_BYTES: Final = 32_768


class Connection(H11Protocol):
    """
    A connection of uvicorn's own kind with bounds on its time and on how many there are.

    A request must have arrived within `idle` seconds, and be answered and read within `whole`.
    """

    idle = 10.0
    whole = 45.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and end the connection that has waited longest if there are too many."""
        super().connection_made(transport)
        self._since, self._seen = self.loop.time(), self.cycle
        self._watch = self.loop.call_later(self.idle, self._look)
        # One that was ended a moment ago is still among the connections.
        open_ = [one for one in self.connections if isinstance(one, Connection) and not one.transport.is_closing()]
        if len(open_) > self._most:
            waiting = [one for one in open_ if not one.is_busy]
            min(waiting, key=lambda one: one._since).transport.abort()

    @property
    def _most(self) -> int:
        """How many connections this process keeps, as the settings of its application say."""
        served = self.config.loaded_app.state.served
        assert isinstance(served, Served)
        return served.settings.connections

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._watch.cancel()
        super().connection_lost(exc)

    @property
    def is_busy(self) -> bool:
        """True while a request that has arrived is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def data_received(self, data: bytes) -> None:
        """Read on; a new request begins a new time."""
        super().data_received(data)
        if self.cycle is not self._seen:
            self._seen, self._since = self.cycle, self.loop.time()

    def _look(self) -> None:
        """End the connection if it has not got on in time."""
        is_reading = self.transport.get_write_buffer_size() > 0
        most = self.whole if self.is_busy or is_reading else self.idle
        left = self._since + most - self.loop.time()
        if left > 0:
            self._watch = self.loop.call_later(max(left, 0.01), self._look)
        else:
            self.transport.abort()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request, or for the client to read."""
        self._since = self.loop.time()
        super().on_response_complete()
        self._seen = self.cycle

    def send_400_response(self, msg: str) -> None:
        """Tell of a request that is not HTTP."""
        body = json.dumps(status_problem(400, msg[:1].lower() + msg[1:].rstrip(".")).document()).encode()
        head = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        lines = [f"{name}: {value}" for name, value in {**head, **HEADERS, "Connection": "close"}.items()]
        self.transport.write("\r\n".join(["HTTP/1.1 400 Bad Request", *lines, "", ""]).encode() + body)
        self.transport.close()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that has had its answer."""
        if not self.transport.is_closing():
            self.conn.send(ConnectionClosed())
            self.transport.close()
