"""Why a measure stands where it stands, why something is not so, and what to find out next."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from starlette.responses import Response

from fasmodell import wording as words
from fasmodell import wording_pages as p
from fasmodell.analysis.asking import Asker
from fasmodell.analysis.asking_page import asking_document
from fasmodell.analysis.target import UnknownTargetError, target_named
from fasmodell.analysis.why_not import why_not
from fasmodell.analysis.why_not_document import why_not_page
from fasmodell.answer_why import write_why
from fasmodell.document import Block, Heading
from fasmodell.report.contributions_picture import contributions_picture
from fasmodell.report.proof_picture import proof_picture
from fasmodell.results import Standing
from fasmodell.terms import STANDING_OF_ONE
from fasmodell.view import View
from fasmodell.web import words_web as w
from fasmodell.web.page_draft import Draft
from fasmodell.web.page_fields import Applied
from fasmodell.web.page_frame import Visit, document, not_found, page, view_of
from fasmodell.web.page_outline import Outline
from fasmodell.web.page_questions import Choice, questions_of

_QUESTIONS = 5
_SECTION = 2


def why_page(visit: Visit, draft: Draft) -> Response:
    """The reasons for one measure, each of which opens down to observation and source."""
    view = view_of(visit, draft)
    word = visit.text("measure")
    measure = view.knowledge.measure_named(word) if word else None
    if word and measure is None:
        return not_found(visit, visit.say(w.UNKNOWN_NAME, name=word))
    if measure is None:
        first = [one.measure for one in view.answer.measures if one.standing is Standing.NOW]
        measure = first[0] if first else None
    outline, pictures = Outline(), Markup()
    if measure is not None:
        ranked = view.answer.measure(measure)
        write_why(view, outline, ranked)
        drawn = (contributions_picture(view, [ranked]), proof_picture(view, measure))
        pictures = document(visit, (Heading(visit.say(w.DRAWN)), *drawn), prefix="p", above=2)
    return page(
        visit,
        "why.html",
        visit.say(w.WHY_TITLE),
        draft,
        intro=visit.say(w.WHY_INTRO),
        groups=measure_choices(view, "" if measure is None else measure),
        name="" if measure is None else visit.say(p.WHY_TITLE, measure=view.measure_name(measure)),
        reasons=outline.html(visit.language, level=3),
        pictures=pictures,
        measure=measure or "",
    )


def why_not_shown(visit: Visit, draft: Draft) -> Response:
    """What keeps a measure or a phase from being the answer, and the ways past it."""
    view = view_of(visit, draft)
    word = visit.text("target") or _first_target(view)
    try:
        target = target_named(word, visit.served.base)
    except UnknownTargetError:
        return not_found(visit, visit.say(w.UNKNOWN_NAME, name=word))
    found = why_not_page(view, why_not(view.answer, view.base, target))
    phases = [
        Choice(f"phase:{number}", view.say(words.PHASE, phase=number), word == f"phase:{number}")
        for number in view.knowledge.phases
    ]
    return page(
        visit,
        "why_not.html",
        visit.say(w.WHY_NOT_TITLE),
        draft,
        intro=visit.say(w.WHY_NOT_INTRO),
        groups=[(visit.say(w.PHASE), phases), *measure_choices(view, word)],
        name=found.title,
        content=document(visit, found.blocks),
    )


def _first_target(view: View) -> str:
    """The phase after the one that the area is in, or is worked with as."""
    return f"phase:{min(view.answer.phase.working_phase + 1, max(view.knowledge.phases))}"


def ask_page(visit: Visit, draft: Draft) -> Response:
    """The questions that would settle most, each with the field to answer it in."""
    view = view_of(visit, draft)
    asking = Asker(visit.served.base).ask(view.answer)
    found = asking_document(asking, view, _QUESTIONS)
    shown = [one.asked.indicator for one in asking.questions[:_QUESTIONS]]
    fields = questions_of(Applied(draft, {}, {}), visit.served.base, visit.language, shown)
    parts = _parts(found.blocks, len(shown))
    return page(
        visit,
        "ask.html",
        found.title,
        draft,
        head=document(visit, parts[0], prefix="h"),
        questions=[
            (document(visit, part, prefix=f"q{number}-"), field)
            for number, (part, field) in enumerate(zip(parts[1:-1], fields, strict=True), 1)
        ],
        foot=document(visit, parts[-1], prefix="f"),
    )


def _parts(blocks: Sequence[Block], questions: int) -> list[list[Block]]:
    """What stands before the questions, each question from its heading on, and what stands after them."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        is_question = isinstance(block, Heading) and block.level > _SECTION
        is_foot = isinstance(block, Heading) and block.level == _SECTION and len(parts) == questions + 1
        if is_question or is_foot:
            parts.append([])
        parts[-1].append(block)
    return parts if len(parts) == questions + 2 else [*parts, []]


def measure_choices(view: View, chosen: str) -> Sequence[tuple[str, Sequence[Choice]]]:
    """Every measure to choose from, by its standing."""
    groups = []
    for standing in Standing:
        of_standing = [one.measure for one in view.answer.measures if one.standing is standing]
        choices = [Choice(one, view.measure_name(one), one == chosen) for one in of_standing]
        if choices:
            groups.append((STANDING_OF_ONE[standing].to(view.language), choices))
    return groups
