"""The plan: what there is room for, the plan itself, what the group decides about measures, and files of it all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup
from starlette.responses import Response

from fasmodell.analysis.chosen_plan import plan_with
from fasmodell.analysis.decision_file import decisions_of
from fasmodell.analysis.local_decision import DecisionsRead
from fasmodell.analysis.plan import Plan
from fasmodell.analysis.plan_files import plan_calendar, plan_csv
from fasmodell.analysis.plan_page import plan_blocks, plan_document
from fasmodell.diagnostics import ProfileError
from fasmodell.knowledge import Text
from fasmodell.layout import printable
from fasmodell.profile_loader import text_of
from fasmodell.report.plan_picture import plan_pictures
from fasmodell.view import View
from fasmodell.web import words_web_plan as w
from fasmodell.web.page_decisions import CHOICE, FILE, adopted, decided, lines_of, noted, renamed
from fasmodell.web.page_draft import Draft
from fasmodell.web.page_fields import Applied
from fasmodell.web.page_files import download, file_name, told
from fasmodell.web.page_frame import Visit, document, draft_with_fields, page, view_of
from fasmodell.web.page_parts import Refusal
from fasmodell.web.page_plan_fields import PlanFields

_FIELDS = ("plan.", CHOICE)
_KINDS = {
    "yaml": "application/yaml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
PLAN_FORMS = tuple(_KINDS)


class Told(NamedTuple):
    """What the page says at its top: a note, an alert about a file, and the diagnostics of decisions."""

    note: str = ""
    alert: str = ""
    refused: Refusal | None = None


def plan_shown(visit: Visit, draft: Draft) -> Response:
    """The plan of a draft, with the decisions that the page carries."""
    note = visit.say(w.NOTED) if visit.text("act") == "note" and visit.decisions.strip() else ""
    return _shown(visit, Applied(draft, {}, {}), {}, Told(note))


def with_plan_fields(visit: Visit) -> Visit | Response:
    """
    A visit from the plan page with what was typed about measures among its decisions; the page when that is wrong.

    A visit from another page is as it was. Raises ProfileError when the draft is no profile.
    """
    if not any(name.startswith(_FIELDS) for name in visit.sent.fields):
        return visit
    taken = draft_with_fields(visit)
    try:
        found = noted(visit, taken.draft)
    except ProfileError:
        return _shown(visit, taken, {}, Told()) if taken.errors else visit
    if found.problems:
        return _shown(visit, taken, found.problems, Told())
    visit = visit.carrying(decisions=found.text)
    return _shown(visit, taken, {}, Told()) if taken.errors else visit


def decisions_page(visit: Visit, draft: Draft) -> Response:
    """The plan with other decisions: those of an uploaded or mended text, those carried for this area, or none."""
    act, here = visit.text("act"), draft.profile.area.name
    if act == "drop":
        return _shown(visit.carrying(decisions=""), Applied(draft, {}, {}), {}, Told())
    if act == "adopt":
        return _shown(visit.carrying(decisions=renamed(visit.decisions, draft)), Applied(draft, {}, {}), {}, Told())
    name = FILE.to(visit.language)
    content, typed = visit.sent.files.get("decisions_file", b""), visit.text("decisions_text").replace("\r\n", "\n")
    is_file = act == "open"
    if not (content if is_file else typed.strip()):
        return _shown(visit, Applied(draft, {}, {}), {}, Told(alert=visit.say(w.CHOOSE_FILE)))
    try:
        text = text_of(content, name) if is_file else typed
        decisions_of(text, name, here, visit.served.base.knowledge)
    except ProfileError as error:
        if not is_file:
            return _shown(visit.carrying(decisions=typed), Applied(draft, {}, {}), {}, Told())
        return _shown(visit, Applied(draft, {}, {}), {}, Told(refused=told(error, "", visit.language)))
    return _shown(visit.carrying(decisions=text), Applied(draft, {}, {}), {}, Told(visit.say(w.DECISIONS_OPENED)))


def plan_file(visit: Visit, draft: Draft) -> Response:
    """The decisions or the plan as a download; the page when there is none."""
    form = visit.names["form"]
    try:
        read = decided(visit, draft)
    except ProfileError:
        return _shown(visit, Applied(draft, {}, {}), {}, Told())
    if form == "yaml":
        return download(adopted(visit, draft).encode(), _KINDS[form], f"{file_name(draft)}.decisions.yaml")
    view = view_of(visit, draft)
    made = plan_with(view.answer, view.base, read)
    if made.plan is None:
        return _shown(visit, Applied(draft, {}, {}), {}, Told())
    written = plan_calendar(made.plan, view) if form == "ics" else plan_csv(made.plan, view)
    return download(written.encode(), _KINDS[form], f"{file_name(draft)}-plan.{form}")


def _shown(visit: Visit, taken: Applied, problems: Mapping[str, Text], said: Told) -> Response:
    draft, view, broken = taken.draft, view_of(visit, taken.draft), None
    read: DecisionsRead | None = None
    try:
        read = decided(visit, draft)
        visit = visit.carrying(decisions=adopted(visit, draft))
    except ProfileError as error:
        broken = told(error, visit.decisions, visit.language)
    made = plan_with(view.answer, view.base, read or DecisionsRead("", "", ()))
    refused = {f"{CHOICE}{measure}": text for measure, text in made.refused.items()}
    fields = PlanFields(visit, view, taken, read, problems or refused)
    room = None if view.base.rules.plan_policy is None else fields.room()
    day, by, groups = fields.day(), fields.by(), list(fields.groups())
    is_wrong = bool(problems or taken.errors or said.alert or said.refused)
    return page(
        visit._replace(path="plan"),
        "plan.html",
        visit.say(w.PLAN_TITLE),
        draft,
        status=422 if is_wrong else 200,
        problems=fields.wrong(),
        told=said,
        broken=broken,
        area=printable(draft.profile.area.name),
        lines=[] if read is None else lines_of(visit, read, view.answer),
        room=room,
        day=day,
        by=by,
        groups=groups if read is not None else [],
        missing=made.missing,
        short=_short(visit, view, made.plan),
        whole=_whole(visit, view, made.plan),
        p=w,
    )


def _short(visit: Visit, view: View, made: Plan | None) -> Markup:
    if made is None:
        return Markup()
    drawn = plan_pictures(made, view) if made.activities else ()
    return document(visit, (*drawn, *plan_blocks(made, view, is_full=False)), prefix="p", above=2)


def _whole(visit: Visit, view: View, made: Plan | None) -> Markup:
    return Markup() if made is None else document(visit, plan_document(made, view).blocks, prefix="q", above=2)
