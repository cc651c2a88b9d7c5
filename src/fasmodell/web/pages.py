"""The pages for people."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from fasmodell.web.served import Served


def page_routes(served: Served) -> list[BaseRoute]:
    """The routes of every page, files of style and script among them."""

    def start(_: Request) -> Response:
        return HTMLResponse(f'<!doctype html><html lang="{served.language}"><title>fasmodell</title><h1>fasmodell</h1>')

    return [Route("/", start)]
