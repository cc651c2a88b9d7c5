"""The routes of the HTTP API, whose requests and answers are data."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from fasmodell.measure_document import Object
from fasmodell.scales import Language
from fasmodell.web.api_docs import STYLE, api_page
from fasmodell.web.api_operations import OPERATIONS, Operation, Question, written
from fasmodell.web.api_options import Options, options_of
from fasmodell.web.catalogue_document import catalogue_object, entry_object
from fasmodell.web.openapi import openapi_document
from fasmodell.web.problem_pages import problem_page
from fasmodell.web.problems import Problem, ProblemError
from fasmodell.web.profile_body import JSON, YAML, body_of
from fasmodell.web.served import Served
from fasmodell.web.work import worked_out

HTML = "text/html"
CSS = "text/css"
RULE_BASE_HEADER = "Fasmodell-Rule-Base"
Answer = Callable[[Request], Awaitable[Response]]
# The content of a document, made from the request and the language that was asked for.
Make = Callable[[Request, Language], str]


def api_routes(served: Served) -> list[BaseRoute]:
    """The routes below /v1."""
    base = served.base
    documents: list[tuple[str, str, Make]] = [
        ("/v1/rule-base", JSON, lambda _, __: _json({**base.identity})),
        ("/v1/catalogue", JSON, lambda _, __: _json(catalogue_object(base))),
        ("/v1/catalogue/{kind}/{name}", JSON, partial(_entry, served)),
        ("/v1/openapi.json", JSON, lambda _, language: _json(openapi_document(served, language))),
        ("/v1/docs", HTML, lambda _, language: api_page(openapi_document(served, language), language)),
        ("/v1/docs/style.css", CSS, lambda _, __: STYLE),
        ("/v1/problems/{kind}", HTML, _problem),
    ]
    return [
        *(_route(f"/v1/{one.name}", "POST", partial(_answered, served, one)) for one in OPERATIONS),
        *(_route(path, "GET", partial(_document, served, media, make)) for path, media, make in documents),
    ]


def _json(document: Object) -> str:
    return f"{written(document)}\n"


def _route(path: str, method: str, answer: Answer) -> Route:
    """A route that also says what it takes."""
    allowed = ["POST", "OPTIONS"] if method == "POST" else ["GET", "HEAD", "OPTIONS"]

    async def endpoint(request: Request) -> Response:
        if request.method != "OPTIONS":
            return await answer(request)
        accepted = {"Accept-Post": f"{JSON}, {YAML}"} if method == "POST" else {}
        return Response(status_code=204, headers={"Allow": ", ".join(allowed), **accepted})

    return Route(path, endpoint, methods=allowed)


async def _answered(served: Served, operation: Operation, request: Request) -> Response:
    """Answer a question about the profile in the body."""
    refuse_unacceptable(request, JSON)
    options = options_of(request.query_params, operation.options)
    content = await request.body()

    def work() -> str:
        return operation.answer(Question(body_of(content, request.headers), options, served))

    text = await worked_out(served.settings, work)
    # As the command line prints it, line break included.
    return Response(_bytes(f"{text}\n"), media_type=JSON, headers={RULE_BASE_HEADER: served.base.digest})


def _bytes(text: str) -> bytes:
    """A text in UTF-8, which cannot write half a surrogate pair: a name may hold one, written as an escape."""
    return text.encode(errors="replace")


async def _document(served: Served, media: str, make: Make, request: Request) -> Response:
    """A document that only the rule base and the library change, with a tag by which it need not be sent twice."""
    refuse_unacceptable(request, media)
    language = options_of(request.query_params, Options).lang or served.language
    said = (served.base.digest, version("fasmodell"), request.url.path, language)
    tag = f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", RULE_BASE_HEADER: served.base.digest}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    content = await worked_out(served.settings, partial(make, request, language))
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    kind = media if media == JSON else f"{media}; charset=utf-8"
    return Response(_bytes(content), headers={**headers, "Content-Type": kind})


def _entry(served: Served, request: Request, _: Language) -> str:
    kind, name = request.path_params["kind"], request.path_params["name"]
    found = entry_object(kind, name, served.base)
    if found is None:
        raise ProblemError(Problem(404, "not-found", "the catalogue has no such entry; /v1/catalogue has them all"))
    return _json(found)


def _problem(request: Request, language: Language) -> str:
    page = problem_page(request.path_params["kind"], language)
    if page is None:
        raise ProblemError(Problem(404, "not-found", "there is no such kind of problem"))
    return page


def refuse_unacceptable(request: Request, media: str) -> None:
    """Refuse a request that does not accept the one kind of answer there is."""
    accepted = request.headers.get("accept", "*/*")
    if not _accepts(accepted, media):
        kind = "not-acceptable"
        raise ProblemError(Problem(406, kind, f"the answer is written as {media}"))


def _accepts(header: str, media: str) -> bool:
    ranges = {}
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        ranges[name] = not any(one.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for one in parameters)
    most_exact = (media, f"{media.partition('/')[0]}/*", "*/*")
    return next((ranges[name] for name in most_exact if name in ranges), not header.strip())
