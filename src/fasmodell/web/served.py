"""What the server answers from: a rule base, its settings and a language."""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.yaml_source import MAX_BYTES, MAX_DEPTH


class Settings(NamedTuple):
    """
    Where the server listens, who may ask, and what one request may cost.

    `port` is the one that is bound, never 0. `token` is None on the machine's own address, where nobody else reaches
    the server. `names` are further names that a request may call the server by, as behind a proxy.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    names: tuple[str, ...] = ()
    # Bytes of a body, levels of nesting in JSON and YAML, bytes that an uploaded workbook may unpack to.
    body: int = MAX_BYTES
    depth: int = MAX_DEPTH
    unpacked: int = 20_000_000
    profiles: int = 1_000
    # Seconds for a body to arrive, and for an answer to be worked out.
    patience: float = 10.0
    seconds: float = 20.0
    # Open connections, and requests in progress at the same time, of each worker.
    connections: int = 200
    requests: int = 32


class Served(NamedTuple):
    """A rule base, how it is served, and the language of whoever asks for none."""

    base: RuleBase
    settings: Settings = Settings()
    language: Language = "sv"
