"""What stands before every route: names, sites, token, bounds on bodies and time, and the headers of every response."""

from __future__ import annotations

import asyncio
import sys
import traceback
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fasmodell.web.hosts import is_own_host, is_own_site
from fasmodell.web.page_frame import refusal
from fasmodell.web.problems import Problem
from fasmodell.web.served import Settings
from fasmodell.web.sign_in import SIGN_IN, STYLE, Door

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# `same-origin` tells nobody else anything either; with `no-referrer` browsers hide the origin of our own forms too.
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_NO_STORE: Final = "no-store"
# Beyond the time for the body and for the answer, for what is left.
_SLACK: Final = 5.0


class _GoneError(Exception):
    """The client went away."""


class Guard:
    """The outermost part of the application. No exception passes it, and nothing of a request is ever logged."""

    def __init__(self, app: ASGIApp, settings: Settings, door: Door) -> None:
        self.app, self.settings, self.door = app, settings, door
        self.active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(send)
        self.active += 1
        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, answer.send)
                return
            async with asyncio.timeout(self.settings.patience + self.settings.seconds + _SLACK):
                await self.app(scope, await self._received(scope, receive), answer.send)
        except _GoneError:
            return
        except TimeoutError:
            await answer.fail(scope, receive, Problem(503, "took-too-long", headers={"Retry-After": "10"}))
        except _ProblemMetError as met:
            await answer.fail(scope, receive, met.problem)
        except Exception as error:  # noqa: BLE001 (the last resort, so that a client never meets a traceback)
            _tell(error)
            await answer.fail(scope, receive, Problem(500, "internal-error"))
        finally:
            self.active -= 1

    def _refusal(self, scope: Scope) -> Response | None:
        """The response to who may not ask, or not now."""
        headers = Headers(scope=scope)
        if not is_own_host(headers.get("host", ""), self.settings):
            return Problem(421, "foreign-host", _HOST_HELP).response()
        if not is_own_site(scope["method"], headers):
            return Problem(403, "foreign-origin").response()
        if self.active > self.settings.requests:
            return _told(scope, Problem(503, "overloaded", headers={"Retry-After": "1"}))
        if scope["path"] in (SIGN_IN, STYLE) or self.door.is_open_to(headers):
            return None
        if self.door.is_worn():
            return Problem(429, "too-many-attempts", headers={"Retry-After": "60"}).response()
        if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            return RedirectResponse(SIGN_IN, 303)
        return Problem(401, "not-signed-in", headers={"WWW-Authenticate": 'Bearer realm="fasmodell"'}).response()

    async def _received(self, scope: Scope, receive: Receive) -> Receive:
        """The body of a request, received within its bounds, as something to receive."""
        headers = Headers(scope=scope)
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise _ProblemMetError(Problem(415, "unsupported-encoding", headers={"Accept-Encoding": "identity"}))
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self.settings.body:
            raise _ProblemMetError(self._too_large())
        try:
            async with asyncio.timeout(self.settings.patience):
                body = await self._body(receive)
        except TimeoutError:
            raise _ProblemMetError(Problem(408, "slow-request", headers={"Connection": "close"})) from None
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def received() -> Message:
            return waiting.pop() if waiting else await receive()

        return received

    async def _body(self, receive: Receive) -> bytes:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _GoneError
            body += message.get("body", b"")
            if len(body) > self.settings.body:
                raise _ProblemMetError(self._too_large())
            if not message.get("more_body", False):
                return bytes(body)

    def _too_large(self) -> Problem:
        return Problem(413, "body-too-large", f"a body may hold {self.settings.body:,} bytes")


_HOST_HELP: Final = "`fasmodell serve --allow-host NAME` allows another name, as behind a proxy"


class _ProblemMetError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


class _Answer:
    """A response on its way, with the headers that every one has."""

    def __init__(self, send: Send) -> None:
        self._send, self.has_begun = send, False

    async def send(self, message: Message) -> None:
        """Send a part of the response."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", _NO_STORE)
        await self._send(message)

    async def fail(self, scope: Scope, receive: Receive, problem: Problem) -> None:
        """Tell of a problem, unless a response has begun, which is then cut short."""
        if not self.has_begun:
            await _told(scope, problem)(scope, receive, self.send)


def _told(scope: Scope, problem: Problem) -> Response:
    """The response that tells of a problem: a page to people, where a page was asked for."""
    shown = refusal(scope["app"].state.served, scope["path"], problem.status, problem.headers)
    return problem.response() if shown is None else shown


def _tell(error: Exception) -> None:
    """Say on stderr where a fault is; what was sent may stand in the message of an exception, so it is left out."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    sys.stderr.write(f"internal error: {type(error).__name__} in {last.name}, line {last.lineno} of its module\n")
    sys.stderr.flush()
