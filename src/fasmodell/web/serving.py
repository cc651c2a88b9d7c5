"""Start the server: bind the address, then serve in this process or in several."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from starlette.applications import Starlette
from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from fasmodell.diagnostics import FasmodellError
from fasmodell.rule_base import load_rule_base
from fasmodell.scales import Language
from fasmodell.web.app import create_app
from fasmodell.web.connections import MOST_HEADER_BYTES, Connection
from fasmodell.web.served import Served, Settings

_BACKLOG = 512
# How long requests in progress may take when the server is told to end.
_FAREWELL = 5


class Origin(NamedTuple):
    """Which rule base each process loads: folders as the command line names them."""

    rules: Path | None
    knowledge: Path | None
    base: Path | None
    cache: bool


def listening(host: str, port: int) -> socket.socket:
    """
    A socket bound to an address; port 0 takes a free one.

    Raises FasmodellError when the address cannot be had, with what to do about it.
    """
    # asyncio sends at once only through a socket that says that it is TCP. Otherwise an answer on a connection that is
    # kept waits until the other side confirms the last one, some 40 milliseconds.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # Linux lets another program bind a port that is only waiting for its last connections to end.
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        found.close()
        raise FasmodellError(f"cannot listen on {shown(host, port)}: {_reason(error)}") from None
    found.set_inheritable(True)
    return found


def _reason(error: OSError | OverflowError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    reasons = {
        errno.EADDRINUSE: "another program uses the port; choose another with --port, or 0 for any free one",
        errno.EACCES: "you may not use this port; ports below 1024 are for administrators, choose another with --port",
        errno.EADDRNOTAVAIL: "this machine does not have the address; choose another with --host",
    }
    return reasons.get(number or 0, "this is not an address of this machine; choose another with --host")


def shown(host: str, port: int) -> str:
    """The address of the server for a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def serve(origin: Origin, settings: Settings, language: Language, bound: socket.socket, workers: int) -> None:
    """Serve until the process is told to end; a worker that dies is replaced."""
    # Nothing of a request is logged; what uvicorn has to say of its own errors goes to stderr.
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s: %(message)s")
    config = config_of(partial(_app, origin, settings, language), workers)
    if workers == 1:
        Server(config).run([bound])
    else:
        Multiprocess(config, [bound]).run()


def config_of(make: Callable[[], Starlette], workers: int = 1) -> Config:
    """How uvicorn serves; `make` makes the application, in this process or in others."""
    return Config(
        make,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        workers=workers,
        proxy_headers=False,
        server_header=False,
        factory=True,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_FAREWELL,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
    )


def _app(origin: Origin, settings: Settings, language: Language) -> Starlette:
    base = load_rule_base(origin.rules, origin.knowledge, base=origin.base, cache=origin.cache)
    return create_app(Served(base, settings, language))
