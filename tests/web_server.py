"""A real server on a free port of this machine, in this process and with the settings of a test."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial

import httpx
import yaml
from uvicorn import Server

from fasmodell import load_rule_base
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.web.app import create_app
from fasmodell.web.served import Served, Settings
from fasmodell.web.serving import config_of, listening

YAML = {"Content-Type": "application/yaml"}
JSON = {"Content-Type": "application/json"}


@contextlib.contextmanager
def serving(
    settings: Settings | None = None, base: RuleBase | None = None, language: Language = "sv"
) -> Iterator[httpx.Client]:
    """A client of a running server; its `base_url` says where that is."""
    bound = listening("127.0.0.1", 0)
    port = bound.getsockname()[1]
    served = Served(base or load_rule_base(), (settings or Settings())._replace(port=port), language)
    server = Server(config_of(partial(create_app, served)))
    thread = threading.Thread(target=server.run, args=([bound],))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def raw(client: httpx.Client, sent: bytes, *, waits: float = 5.0) -> bytes:
    """What the server answers to these very bytes, until it ends the connection or is silent for so many seconds."""
    with socket.create_connection(("127.0.0.1", port_of(client)), timeout=waits) as connection:
        connection.sendall(sent)
        return received(connection)


def received(connection: socket.socket) -> bytes:
    """Everything that comes until the connection ends or is silent."""
    parts = []
    with contextlib.suppress(TimeoutError, ConnectionError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def port_of(client: httpx.Client) -> int:
    """The port of the server."""
    port = client.base_url.port
    assert port is not None
    return port


def as_json(text: str) -> object:
    """A YAML profile as the JSON of the same data."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {str(key): plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value if value is None or isinstance(value, bool | int | float | str) else str(value)

    return plain(yaml.safe_load(text))
