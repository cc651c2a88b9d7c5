"""
The pages for people.

The server holds no state. Every page is one form that is sent by POST, and its hidden field holds the draft: the text
of a profile, as the user saves it. So every page works without scripts, a reload sends the same again, and a link that
keeps the draft is a button of the form (`formaction`). A page that is fetched by GET is shown for an empty draft.

To add a page:

1. Write a function from a `Visit` and a `Draft` to a response in a module `page_….py`, which ends in
   `page(visit, "….html", title, draft, …)`. What an analysis has as a `Document` is shown with
   `document(visit, blocks)`.
2. Write its template in `templates/`, which extends `layout.html`, or use `page.html` for a document alone. Fields have
   names of their own; those named after a place in the profile (`goal.by`) are put into the draft before the function
   is called, and fields that are wrong lead back to the form. Sentences stand in a `words_web….py`, never in a
   template.
3. Add a line to `PAGES` below, and one to `TABS` in `page_frame.py` when the menu shall name it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from fasmodell.diagnostics import FasmodellError, ProfileError
from fasmodell.report.document_html import style_sheet
from fasmodell.report.writing import FORMATS
from fasmodell.scales import LANGUAGES, Language
from fasmodell.web import words_web as w
from fasmodell.web.page_answer import answer_page
from fasmodell.web.page_catalogue import catalogue_page, entry_page
from fasmodell.web.page_compare import compare_page
from fasmodell.web.page_draft import Draft
from fasmodell.web.page_files import FORMS, broken_page, files_page, open_page, save_file
from fasmodell.web.page_form import form_page, live_part, shown_form
from fasmodell.web.page_frame import Visit, draft_with_fields, not_found, refused
from fasmodell.web.page_plan import PLAN_FORMS, decisions_page, plan_file, plan_shown, with_plan_fields
from fasmodell.web.page_reasons import ask_page, why_not_shown, why_page
from fasmodell.web.page_reports import report_file, reports_page
from fasmodell.web.page_what_if import what_if_shown
from fasmodell.web.served import Served
from fasmodell.web.uploads import Sent, sent_form
from fasmodell.web.work import worked_out

Shown = Callable[[Visit], Response]


def drafted(show: Callable[[Visit, Draft], Response]) -> Shown:
    """A page about the draft, with what was typed put into it first; the form when that cannot be used."""

    def shown(visit: Visit) -> Response:
        taken = draft_with_fields(visit)
        return shown_form(visit, taken) if taken.errors else show(visit, taken.draft)

    return shown


def nowhere(visit: Visit) -> Response:
    """What is shown at an address that leads nowhere."""
    return not_found(visit, visit.say(w.NOT_FOUND_TEXT))


def plan_part(visit: Visit) -> Response:
    """The plan with other decisions, or a file of it."""
    form = visit.names["form"]
    if form == "decisions":
        return drafted(decisions_page)(visit)
    return drafted(plan_file)(visit) if form in PLAN_FORMS else nowhere(visit)


def report_part(visit: Visit) -> Response:
    """A report in one of the formats that can be written."""
    return drafted(report_file)(visit) if visit.names["format"] in FORMATS else nowhere(visit)


# Every page by its path below the language.
PAGES: Final[Mapping[str, Shown]] = {
    "": form_page,
    "live": live_part,
    "answer": drafted(answer_page),
    "why": drafted(why_page),
    "why-not": drafted(why_not_shown),
    "ask": drafted(ask_page),
    "catalogue": drafted(catalogue_page),
    "catalogue/{kind}": drafted(catalogue_page),
    "catalogue/{kind}/{name:path}": drafted(entry_page),
    "what-if": drafted(what_if_shown),
    "compare": drafted(compare_page),
    "plan": drafted(plan_shown),
    "plan/{form}": plan_part,
    "reports": drafted(reports_page),
    "reports/{format}": report_part,
    "files": drafted(files_page),
    "open": open_page,
    "save/{form}": lambda visit: save_file(visit) if visit.names["form"] in FORMS else nowhere(visit),
}
_STATIC: Final = {
    "fasmodell.css": "text/css; charset=utf-8",
    "fasmodell.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def page_routes(served: Served) -> list[BaseRoute]:
    """The routes of every page, files of style and script among them."""

    def start(_: Request) -> Response:
        return RedirectResponse(f"/{served.language}/", 303)

    routes: list[BaseRoute] = [Route("/", start), Route("/static/{name}", static_file)]
    for language in LANGUAGES:
        for path, show in PAGES.items():
            routes.append(Route(f"/{language}/{path}", _answering(served, language, show), methods=["GET", "POST"]))
        lost = _answering(served, language, nowhere)
        routes.append(Route(f"/{language}/{{path:path}}", lost, methods=["GET", "POST"]))
    return routes


def static_file(request: Request) -> Response:
    """The style, the script or the icon of the pages."""
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    text = files("fasmodell.web").joinpath("static", name).read_text(encoding="utf-8")
    if name == "fasmodell.css":
        text = style_sheet() + text
    return Response(text, media_type=_STATIC[name], headers={"Cache-Control": "no-cache"})


def _answering(served: Served, language: Language, show: Shown) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        is_sent = request.method == "POST"
        names = {key: str(value) for key, value in request.path_params.items()}
        path = request.url.path.removeprefix(f"/{language}/")
        visit = Visit(served, language, path, names, Sent({}, {}), is_sent)
        try:
            if is_sent:
                visit = visit._replace(sent=await sent_form(request, served.settings))
            return await worked_out(served.settings, lambda: _shown(visit, show))
        except HTTPException as error:
            return refused(visit, error.status_code, headers=error.headers)

    return respond


def _shown(visit: Visit, show: Shown) -> Response:
    try:
        found = with_plan_fields(visit)
        return show(found) if isinstance(found, Visit) else found
    except ProfileError as error:
        return broken_page(visit, error)
    except FasmodellError as error:
        return refused(visit, 422, str(error))
