"""The routes of the HTTP API."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from fasmodell.web.served import Served


def api_routes(served: Served) -> list[BaseRoute]:
    """The routes below /v1, whose requests and answers are data."""

    def rule_base(_: Request) -> Response:
        return JSONResponse(served.base.identity)

    return [Route("/v1/rule-base", rule_base)]
