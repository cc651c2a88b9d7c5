"""Opening and saving profiles: as an upload or a pasted text, and as a download."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from starlette.responses import Response

from fasmodell.batch.profile_workbook import profile_workbook
from fasmodell.diagnostics import ProfileError, format_diagnostics
from fasmodell.resources import bundled
from fasmodell.scales import Language
from fasmodell.web import words_web as w
from fasmodell.web.page_draft import FILE, Draft, draft_of
from fasmodell.web.page_fields import Applied
from fasmodell.web.page_form import shown_form
from fasmodell.web.page_frame import Visit, draft_with_fields, page
from fasmodell.web.page_parts import Refusal, own_title
from fasmodell.web.uploads import uploaded_text
from fasmodell.yaml_source import parse_yaml

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"yaml": "application/yaml; charset=utf-8", "xlsx": _XLSX}


def files_page(visit: Visit, draft: Draft) -> Response:
    """Where profiles are opened and saved."""
    return _shown(visit, draft)


def _shown(
    visit: Visit, draft: Draft | None, *, text: str = "", problems: Refusal | None = None, alert: str = ""
) -> Response:
    return page(
        visit._replace(path="files"),
        "files.html",
        visit.say(w.FILES_TITLE),
        draft,
        status=422 if problems or alert else 200,
        typed=text,
        problems=problems,
        alert=alert,
        examples=[(name, name_in(text)) for name, text in examples().items()],
    )


def open_page(visit: Visit) -> Response:
    """The form with an uploaded, pasted or example profile; or what is wrong with it, and everything as it was."""
    name = visit.text("example")
    pasted = visit.text("text")
    content = visit.sent.files.get("file", b"")
    before = _draft_before(visit)
    if name in examples():
        return _opened(visit, examples()[name])
    if not content and not pasted.strip():
        return _shown(visit, before, alert=visit.say(w.NO_FILE))
    try:
        if not content:
            return _opened(visit, pasted)
        return _opened(visit, uploaded_text(content, visit.served.base, visit.served.settings))
    except ProfileError as error:
        return _shown(visit, before, text="" if content else pasted, problems=told(error, pasted, visit.language))


def _draft_before(visit: Visit) -> Draft | None:
    """The draft that was open; None when there was none that can be read."""
    try:
        return draft_with_fields(visit).draft
    except ProfileError:
        return None


def _opened(visit: Visit, text: str) -> Response:
    draft = draft_of(text, visit.served.base, visit.language)
    note = visit.say(w.OPENED, area=draft.profile.area.name)
    return shown_form(visit, Applied(draft, {}, {}), note)


def told(error: ProfileError, text: str, language: Language) -> Refusal:
    """Every problem with its line, what is underlined in it and advice, as the command line shows it."""
    sources = error.texts or {one.span.file: text for one in error.diagnostics}
    exact = format_diagnostics(error.diagnostics, sources) if error.diagnostics else str(error)
    titles = [(one.span.line, own_title(one.code, language)) for one in error.diagnostics]
    return Refusal(exact, tuple(w.ON_LINE.to(language).format(n=line, what=what) for line, what in titles if what))


def broken_page(visit: Visit, error: ProfileError) -> Response:
    """What is wrong with a draft that a page carried, with its text to mend."""
    text = visit.carried
    return _shown(visit, None, text=text, problems=told(error, text, visit.language))


def save_file(visit: Visit) -> Response:
    """The draft as a download; the form instead when a field of it cannot be used."""
    kind = visit.names["form"]
    taken = draft_with_fields(visit)
    if taken.errors:
        return shown_form(visit, taken)
    draft = taken.draft
    try:
        content = draft.text.encode() if kind == "yaml" else _workbook(visit, draft)
    except ProfileError as error:
        return _shown(
            visit, draft, problems=told(error, draft.text, visit.language), alert=visit.say(w.TOO_LONG_FOR_EXCEL)
        )
    return download(content, FORMS[kind], f"{file_name(draft)}.{kind}")


def _workbook(visit: Visit, draft: Draft) -> bytes:
    knowledge = visit.served.base.knowledge
    core = [one.id for one in knowledge.indicators.values() if one.core]
    return profile_workbook(knowledge, core, visit.language, draft.profile)


def download(content: bytes, kind: str, name: str) -> Response:
    """A file for the user to keep; nothing of it stays here."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def file_name(draft: Draft) -> str:
    """A name for a file about the area and its date, in plain letters."""
    area = unicodedata.normalize("NFKD", draft.profile.area.name.casefold()) if draft.has_name else ""
    plain = re.sub("[^a-z0-9]+", "-", area.encode("ascii", "ignore").decode()).strip("-")[:40]
    return f"{plain or 'profil'}-{draft.profile.as_of.isoformat()}"


def name_in(text: str) -> str:
    """The name of the area in the text of a profile."""
    document, _ = parse_yaml(text, FILE.en)
    data = None if document is None else document.data
    area = data.get("area") if isinstance(data, dict) else None
    return str(area.get("name", "")) if isinstance(area, dict) else ""


@cache
def examples() -> dict[str, str]:
    """The example profiles, by name."""
    folder = bundled("examples")
    found = sorted(one for one in folder.iterdir() if one.name.endswith(".yaml"))
    return {one.name.removesuffix(".yaml"): one.read_text(encoding="utf-8") for one in found}
