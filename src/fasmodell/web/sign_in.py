"""Who may ask: a token in a header, or a cookie that shows that the token was known."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import deque
from collections.abc import Mapping
from html import escape
from http.cookies import CookieError, SimpleCookie

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from fasmodell.scales import Language
from fasmodell.web import words_api as w
from fasmodell.web.served import Served
from fasmodell.web.uploads import sent_form

COOKIE = "fasmodell_session"
SIGN_IN = "/sign-in"
STYLE = "/sign-in.css"
LEAST_TOKEN = 16
# Wrong tokens in a minute, after which more of them are refused unread. A right one is always let in: otherwise whoever
# sends wrong ones could lock everybody out.
_MOST_WRONG, _WINDOW = 20, 60.0


def session_of(token: str) -> str:
    """What the cookie holds: a keyed hash, from which the token cannot be told."""
    return hmac.new(token.encode(), b"fasmodell session", hashlib.sha256).hexdigest()


class Door:
    """Lets in who knows the token; everybody where there is none."""

    def __init__(self, token: str | None) -> None:
        self._token = None if token is None else token.encode()
        self._session = None if token is None else session_of(token).encode()
        self._wrong: deque[float] = deque(maxlen=_MOST_WRONG)

    def is_open_to(self, headers: Mapping[str, str]) -> bool:
        """True when a request brings the token or the cookie; compared in constant time."""
        if self._token is None or self._session is None:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.knows(given.strip())
        cookie = _cookie(headers.get("cookie", ""))
        return hmac.compare_digest(cookie.encode(errors="replace"), self._session)

    def knows(self, given: str) -> bool:
        """True for the token itself; a wrong one is counted."""
        is_right = self._token is not None and hmac.compare_digest(given.encode(errors="replace"), self._token)
        if not is_right:
            self._wrong.append(time.monotonic())
        return is_right

    def is_worn(self) -> bool:
        """True when so many wrong tokens came in a short time that somebody is guessing."""
        return len(self._wrong) == _MOST_WRONG and time.monotonic() - self._wrong[0] < _WINDOW


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value


def sign_in_routes(served: Served, door: Door) -> list[BaseRoute]:
    """The form in which the token is given, and the way out; none where there is no token."""
    token, language = served.settings.token, served.language
    if token is None:
        return []

    async def sign_in(request: Request) -> Response:
        if request.method == "GET":
            return HTMLResponse(_page(language, is_wrong=False))
        given = (await sent_form(request, served.settings)).text("token")
        if not door.knows(given):
            return HTMLResponse(_page(language, is_wrong=True), 429 if door.is_worn() else 403)
        response = RedirectResponse("/", 303)
        # A browser says in Origin whether it speaks TLS, with a proxy or with us.
        is_secure = request.headers.get("origin", "").startswith("https:")
        response.set_cookie(COOKIE, session_of(token), httponly=True, samesite="strict", secure=is_secure)
        return response

    async def sign_out(_: Request) -> Response:
        response = RedirectResponse(SIGN_IN, 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    def style(_: Request) -> Response:
        return Response(_STYLE, media_type="text/css")

    return [
        Route(SIGN_IN, sign_in, methods=["GET", "POST"]),
        Route("/sign-out", sign_out, methods=["POST"]),
        Route(STYLE, style),
    ]


_STYLE = """body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; margin: 0.5rem 0; }
input, button { padding: 0.5rem; }
[role=alert] { border-left: 0.25rem solid #b00; padding-left: 0.5rem; }
"""


def _page(language: Language, *, is_wrong: bool) -> str:
    told = f'<p role="alert" id="wrong">{escape(w.WRONG_TOKEN.to(language))}</p>' if is_wrong else ""
    described = ' aria-describedby="wrong"' if is_wrong else ""
    title = escape(w.SIGN_IN.to(language))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{STYLE}"></head><body><main><h1>{title}</h1>{told}'
        f'<form method="post" action="{SIGN_IN}"><label for="token">{escape(w.TOKEN.to(language))}</label>'
        f'<input id="token" name="token" type="password" autocomplete="current-password" required{described}>'
        f"<button>{escape(w.SIGN_IN.to(language))}</button></form></main></body></html>"
    )
