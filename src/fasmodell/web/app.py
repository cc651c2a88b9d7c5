"""The application: routes of the API and of the pages, behind what keeps them safe."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from fasmodell.diagnostics import FasmodellError
from fasmodell.web.api import api_routes
from fasmodell.web.pages import page_routes
from fasmodell.web.problems import ProblemError, refused_problem, status_problem
from fasmodell.web.security import Guard
from fasmodell.web.served import Served
from fasmodell.web.sign_in import Door, sign_in_routes


def create_app(served: Served) -> Starlette:
    """
    The application that answers from a rule base.

    A problem that no route has told of itself becomes problem details, on pages too.
    """
    door = Door(served.settings.token)
    app = Starlette(
        routes=[*api_routes(served), *sign_in_routes(served, door), *page_routes(served)],
        middleware=[Middleware(Guard, settings=served.settings, door=door)],
        exception_handlers={HTTPException: _status, ProblemError: _problem, FasmodellError: _refused},
    )
    app.router.redirect_slashes = False
    app.state.served = served
    return app


async def _status(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = "" if error.status_code in (404, 405) else error.detail
    return status_problem(error.status_code, detail, error.headers).response()


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return error.problem.response()


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, FasmodellError)
    return refused_problem(error).response()
