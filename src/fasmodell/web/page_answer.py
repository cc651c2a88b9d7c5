"""The answer: the phase with its reasons, and every measure where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup
from starlette.responses import Response

from fasmodell import wording_pages as p
from fasmodell.answer_markdown import memo_document
from fasmodell.facts import gate_id
from fasmodell.knowledge import Track
from fasmodell.measure_text import head, notes
from fasmodell.phase_text import (
    area_line,
    contradiction_text,
    explanations,
    goal_lines,
    headline,
    review_text,
    secrecy_line,
    situations,
)
from fasmodell.proof_tree import ProofTree
from fasmodell.reasons import reason, warnings_that_apply
from fasmodell.report.gates_picture import gates_picture
from fasmodell.results import RankedMeasure, Standing
from fasmodell.terms import STANDINGS, TRACK_MEANINGS, TRACKS
from fasmodell.view import View
from fasmodell.web.page_draft import Draft
from fasmodell.web.page_frame import Visit, document, page, view_of
from fasmodell.web.page_outline import Outline

# Those with a line of reason; the others are explained by their notes.
_REASONED = (Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION)
_OPEN = (Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION)


class GateShown(NamedTuple):
    """A gate, with its proof as parts that open."""

    name: str
    question: str
    proof: Markup


class MeasureShown(NamedTuple):
    """A measure where it stands."""

    id: str
    name: str
    texts: tuple[str, ...]
    is_chosen: bool


class Group(NamedTuple):
    """Measures that stand together: of a standing, or of a track within one."""

    title: str
    parts: tuple[tuple[str, tuple[MeasureShown, ...]], ...]
    is_empty: bool
    is_open: bool


def answer_page(visit: Visit, draft: Draft) -> Response:
    """The whole answer to a draft."""
    view = view_of(visit, draft)
    phase = view.answer.phase
    warnings = [view.knowledge.warnings[one].text.to(view.language) for one in warnings_that_apply(view)]
    flags = (
        (p.CONTRADICTION_SECTION, [contradiction_text(view, one) for one in phase.contradictions]),
        (p.REVIEW_SECTION, [review_text(view, one) for one in phase.review]),
        (p.GOAL_SECTION, goal_lines(view)),
        (p.WARNINGS_SECTION, warnings),
    )
    return page(
        visit,
        "answer.html",
        headline(view),
        draft,
        lead=f"{area_line(view)}. {visit.say(p.AS_OF, date=view.answer.profile.as_of.isoformat())}",
        reasons_title=visit.say(p.MEMO_PHASE_REASONS),
        explanations=explanations(view),
        situations=situations(view),
        gates=tuple(_gates(view)),
        gates_drawn=document(visit, [gates_picture(view)], prefix="g", above=2),
        groups=tuple(_groups(view)),
        flags=[(visit.say(title), texts) for title, texts in flags if texts],
        running_unknown=visit.say(p.RUNNING_UNKNOWN) if view.answer.profile.measures_in_place is None else "",
        measures_title=visit.say(p.MEASURES_SECTION),
        measures_intro=visit.say(p.MEASURES_INTRO),
        secrecy=secrecy_line(view) or "",
        memo=document(visit, memo_document(view).blocks, prefix="m", above=2),
    )


def _gates(view: View) -> Iterator[GateShown]:
    for number, gate in enumerate(view.answer.phase.gates, 1):
        outline = Outline()
        ProofTree(view, outline).fact(gate_id(gate.gate, gate.state))
        yield GateShown(
            view.gate_state(gate.gate, gate.state),
            view.knowledge.gates[gate.gate].question.to(view.language),
            outline.html(view.language, prefix=f"g{number}r", below=1),
        )


def _groups(view: View) -> Iterator[Group]:
    for standing in Standing:
        found = [one for one in view.answer.measures if one.standing is standing]
        parts: list[tuple[str, tuple[MeasureShown, ...]]] = []
        if standing is Standing.NOW:
            for track in Track:
                of_track = tuple(_shown(view, one) for one in found if one.track is track)
                name, meaning = TRACKS[track].to(view.language), TRACK_MEANINGS[track].to(view.language)
                parts += [(view.say(p.TRACK, track=name, meaning=meaning), of_track)] if of_track else []
        elif found:
            parts = [("", tuple(_shown(view, one) for one in found))]
        if found or standing is Standing.NOW:
            title = view.say(p.GROUP, standing=STANDINGS[standing].to(view.language), n=view.number(len(found)))
            yield Group(title, tuple(parts), not found, standing in _OPEN)


def _shown(view: View, ranked: RankedMeasure) -> MeasureShown:
    is_reasoned = ranked.standing in _REASONED
    name = head(view, ranked) if is_reasoned else view.measure_name(ranked.measure)
    texts = [reason(view, ranked)] if is_reasoned else []
    texts += notes(view, ranked)
    is_chosen = ranked.standing in (Standing.NOW, Standing.IN_PLACE)
    return MeasureShown(ranked.measure, name, tuple(filter(None, dict.fromkeys(texts))), is_chosen)
