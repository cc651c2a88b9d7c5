"""The application: routes of the API and of the pages, behind what keeps them safe."""

from __future__ import annotations

from starlette.applications import Starlette

from fasmodell.web.api import api_routes
from fasmodell.web.pages import page_routes
from fasmodell.web.served import Served


def create_app(served: Served) -> Starlette:
    """The application that answers from a rule base."""
    return Starlette(routes=[*api_routes(served), *page_routes(served)])
