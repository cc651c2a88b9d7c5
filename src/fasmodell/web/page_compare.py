"""Compare: earlier profiles of the area, which every page carries on, and what moved since."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup
from starlette.responses import Response

from fasmodell.analysis.comparability import require_comparable
from fasmodell.analysis.comparison import follow
from fasmodell.analysis.profile_files import ProfileFile
from fasmodell.analysis.trajectory_page import comparison_page, trajectory_page
from fasmodell.diagnostics import ProfileError
from fasmodell.layout import printable
from fasmodell.report.trajectory_picture import trajectory_picture
from fasmodell.rule_base import parse_profile
from fasmodell.view import View
from fasmodell.web import words_web_plan as w
from fasmodell.web.page_draft import FILE, Draft
from fasmodell.web.page_files import told
from fasmodell.web.page_frame import Visit, document, page
from fasmodell.web.page_parts import Refusal
from fasmodell.web.uploads import uploaded_text

MOST_EARLIER = 12
_PAIR = 2


class Earlier(NamedTuple):
    """An earlier profile as the page lists it."""

    number: int
    name: str


def compare_page(visit: Visit, draft: Draft) -> Response:
    """What moved from the earlier profiles to the draft; one more profile first where one was sent."""
    texts = visit.earlier
    dropped = visit.text("drop")
    if dropped.isascii() and dropped.isdigit() and len(dropped) < len(str(MOST_EARLIER)) + 1:
        texts = [text for number, text in enumerate(texts) if number != int(dropped)]
    alert, typed = "", ""
    problems: Refusal | None = None
    if visit.text("act") == "add":
        typed = visit.text("earlier_text")
        try:
            added = _sent_text(visit)
            if not added.strip():
                alert = visit.say(w.NO_EARLIER)
            elif len(texts) >= MOST_EARLIER:
                alert = visit.say(w.TOO_MANY, n=MOST_EARLIER)
            else:
                _in_order(visit, draft, [*texts, added])
                texts, typed = [*texts, added], ""
        except ProfileError as error:
            problems = told(error, typed, visit.language)
    return _shown(visit.carrying(earlier=texts), draft, alert=alert, problems=problems, typed=typed)


def _sent_text(visit: Visit) -> str:
    """The text of the profile that was uploaded, otherwise of the one that was pasted."""
    content = visit.sent.files.get("earlier_file", b"")
    if content:
        return uploaded_text(content, visit.served.base, visit.served.settings).removeprefix("\ufeff")
    return visit.text("earlier_text").removeprefix("\ufeff").replace("\r\n", "\n")


def _in_order(visit: Visit, draft: Draft, texts: list[str]) -> list[ProfileFile]:
    """The earlier profiles and the draft by their dates. Raises ProfileError when they cannot be compared."""
    base = visit.served.base
    files = [ProfileFile(FILE.to(visit.language), draft.text, draft.profile)]
    for number, text in enumerate(texts, 1):
        name = f"{visit.say(w.EARLIER_NAME, n=number)}.yaml"
        files.append(ProfileFile(name, text, parse_profile(text, base, name=name)))
    files.sort(key=lambda one: one.profile.as_of)
    require_comparable([(one.name, one.profile) for one in files], {one.name: one.text for one in files})
    return files


def _shown(visit: Visit, draft: Draft, *, alert: str, problems: Refusal | None, typed: str) -> Response:
    base, content, title = visit.served.base, Markup(), visit.say(w.COMPARE_TITLE)
    if visit.earlier:
        try:
            files = _in_order(visit, draft, visit.earlier)
            trajectory = follow([one.profile for one in files], base)
            write = comparison_page if len(files) == _PAIR else trajectory_page
            found = write(trajectory, base, visit.language)
            view = View(trajectory.answers[-1], base, visit.language)
            drawn = trajectory_picture(view, trajectory.answers[:-1], [one.phase for one in trajectory.persisted])
            content, title = document(visit, (drawn, *found.blocks), prefix="c", above=1), found.title
        except ProfileError as error:
            problems = problems or told(error, draft.text, visit.language)
    return page(
        visit,
        "compare.html",
        title,
        draft,
        status=422 if alert or problems else 200,
        alert=alert,
        problems=problems,
        typed=typed,
        content=content,
        listed=[Earlier(number, _name(visit, text)) for number, text in enumerate(visit.earlier)],
        p=w,
    )


def _name(visit: Visit, text: str) -> str:
    try:
        profile = parse_profile(text, visit.served.base)
    except ProfileError:
        return visit.say(w.NOT_COMPARED)
    return visit.say(w.PROFILE_OF, area=printable(profile.area.name), date=profile.as_of.isoformat())
