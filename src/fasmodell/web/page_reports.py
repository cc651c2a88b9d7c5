"""Reports to download, in every format that can be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from starlette.responses import Response

from fasmodell.analysis.comparability import require_comparable
from fasmodell.diagnostics import InferenceError, ProfileError
from fasmodell.knowledge import Text
from fasmodell.profile import Profile
from fasmodell.report.contents import Kind, contents_of
from fasmodell.report.writing import FORMATS, report_bytes
from fasmodell.rule_base import parse_profile
from fasmodell.scales import LANGUAGES, Language
from fasmodell.web import words_web_plan as w
from fasmodell.web.page_decisions import decided, lines_of
from fasmodell.web.page_draft import Draft
from fasmodell.web.page_files import download, file_name, told
from fasmodell.web.page_frame import Visit, page, view_of
from fasmodell.web.page_parts import Refusal
from fasmodell.web.page_questions import Choice, Field

KIND, READER, LANGUAGE = "report.kind", "report.reader", "report.language"
_INSTALL: Final = "pip install 'fasmodell[report]'"
_TYPES: Final[Mapping[str, str]] = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE_NAMES: Final = (Text("rapport", "report"), Text("sammanfattning", "summary"))


class Asked(NamedTuple):
    """Which report was asked for."""

    kind: Kind
    language: Language


def reports_page(visit: Visit, draft: Draft) -> Response:
    """Where a report is chosen and downloaded."""
    return _shown(visit, draft)


def report_file(visit: Visit, draft: Draft) -> Response:
    """A report as a download; the page with what is wrong when it cannot be written."""
    format_, asked = visit.names["format"], _asked(visit)
    base, reader = visit.served.base, visit._replace(language=asked.language)
    try:
        read = decided(visit, draft)
        lines = lines_of(reader, read, view_of(visit, draft).answer)
        earlier = earlier_profiles(visit, draft)
    except ProfileError as error:
        return _shown(visit, draft, problems=told(error, visit.decisions, visit.language))
    try:
        contents = contents_of(draft.profile, base, asked.kind, earlier=earlier, decisions=lines, decided=read)
        written = report_bytes(format_, contents, asked.language)
    except ModuleNotFoundError as error:
        return _shown(visit, draft, missing=error.name or _INSTALL)
    except InferenceError as error:
        return _shown(visit, draft, problems=Refusal(str(error)))
    name = _FILE_NAMES[asked.kind.is_short].to(asked.language)
    kind = _TYPES.get(format_, "application/octet-stream")
    return download(written, kind, f"{file_name(draft)}-{name}.{format_}")


def earlier_profiles(visit: Visit, draft: Draft) -> list[Profile]:
    """The profiles that the page carries from before the draft, by date. ProfileError when they cannot be compared."""
    files = []
    for number, text in enumerate(visit.earlier, 1):
        name = f"{visit.say(w.EARLIER_NAME, n=number)}.yaml"
        profile = parse_profile(text, visit.served.base, name=name)
        if profile.as_of < draft.profile.as_of:
            files.append((name, profile, text))
    files.sort(key=lambda one: one[1].as_of)
    chain = [(name, profile) for name, profile, _ in files]
    if chain:
        require_comparable([*chain, ("<profile>", draft.profile)], {name: text for name, _, text in files})
    return [profile for _, profile in chain]


def _asked(visit: Visit) -> Asked:
    language = next((one for one in LANGUAGES if one == visit.text(LANGUAGE)), visit.language)
    return Asked(Kind(visit.text(KIND) == "short", visit.text(READER) == "public"), language)


def _shown(visit: Visit, draft: Draft, *, problems: Refusal | None = None, missing: str = "") -> Response:
    asked, notes = _asked(visit), []
    try:
        count = len(decided(visit, draft).current)
        earlier = earlier_profiles(visit, draft)
        if count:
            notes.append(visit.say(w.WITH_DECISIONS, n=count))
        if earlier:
            notes.append(visit.say(w.WITH_EARLIER, date=earlier[0].as_of.isoformat()))
    except ProfileError as error:
        problems = problems or told(error, visit.decisions, visit.language)
    return page(
        visit._replace(path="reports"),
        "reports.html",
        visit.say(w.REPORTS_TITLE),
        draft,
        status=503 if missing else 422 if problems else 200,
        problems=problems,
        missing=visit.say(w.NEEDS_EXTRA, install=_INSTALL) if missing else "",
        notes=notes,
        fields=tuple(_fields(visit, asked)),
        formats=[(one, visit.say(w.FORMAT_NAMES.get(one, Text(one, one)))) for one in FORMATS],
        p=w,
    )


def _fields(visit: Visit, asked: Asked) -> list[Field]:
    kinds = (("whole", w.WHOLE_REPORT), ("short", w.SHORT_REPORT))
    readers = (("group", w.FOR_GROUP), ("public", w.FOR_PUBLIC))
    languages = tuple((one, w.LANGUAGE_NAMES[one]) for one in LANGUAGES)
    chosen = ("short" if asked.kind.is_short else "whole", "public" if asked.kind.is_public else "group")
    return [
        _radios(visit, KIND, w.HOW_MUCH, kinds, chosen[0]),
        _radios(visit, READER, w.FOR_WHOM, readers, chosen[1]),
        _radios(visit, LANGUAGE, w.REPORT_LANGUAGE, languages, asked.language),
    ]


def _radios(visit: Visit, name: str, label: Text, choices: tuple[tuple[str, Text], ...], chosen: str) -> Field:
    shown = tuple(Choice(value, visit.say(text), value == chosen) for value, text in choices)
    return Field(name, visit.say(label), "radios", chosen, choices=shown)
