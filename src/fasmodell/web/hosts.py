"""By which names a server may be called, and which sites may call it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from fasmodell.web.served import Settings

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SAFE = ("GET", "HEAD", "OPTIONS")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Place(NamedTuple):
    """A host and a port as a header writes them."""

    name: str
    port: int | None


def place_of(written: str) -> Place | None:
    """The host and the port of a Host header, None when it is none."""
    try:
        parts = urlsplit(f"//{written}")
        port, name = parts.port, parts.hostname
    except ValueError:
        return None
    if not name or parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return Place(f"[{name}]" if ":" in name else name.rstrip("."), port)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_own_host(written: str, settings: Settings) -> bool:
    """
    True when a Host header names this server.

    Another name means that a page elsewhere has pointed its own name at this machine (DNS rebinding), or a proxy whose
    name has not been allowed. Names that were allowed may come with any port, since a proxy has its own.
    """
    place = place_of(written)
    if place is None:
        return False
    if place.name in settings.names:
        return True
    host = f"[{settings.host}]" if ":" in settings.host else settings.host.lower()
    return place.name in (*_LOOPBACK, host) and (place.port or _DEFAULT_PORTS["http"]) == settings.port


def is_own_site(method: str, headers: Mapping[str, str]) -> bool:
    """
    True unless a browser says that a request comes from another site.

    A page elsewhere can make a browser send requests here. It can read no answer, but could have one worked out or a
    form sent. Programs that are no browsers send neither header.
    """
    origin = headers.get("origin")
    if origin is not None and not _is_origin_of(origin, headers.get("host", "")):
        return False
    return method in _SAFE or headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _is_origin_of(origin: str, host: str) -> bool:
    """True when an origin is the host that is asked; its scheme may differ behind a proxy."""
    scheme, separator, written = origin.lower().partition("://")
    port = _DEFAULT_PORTS.get(scheme)
    one, other = place_of(written), place_of(host)
    if not separator or port is None or one is None or other is None:
        return False
    return one.name == other.name and (one.port or port) == (other.port or port)
