"""The form: filling in a profile, with the answer so far beside it."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import HTMLResponse, Response

from fasmodell.phase_text import explanations, headline, question_text, settling_questions
from fasmodell.results import RankedMeasure, Recommendation, Standing
from fasmodell.web import words_web as w
from fasmodell.web.page_fields import Applied
from fasmodell.web.page_frame import Visit, draft_with_fields, frame, page, view_of
from fasmodell.web.page_questions import form_of, problems_of

_MEASURES = 5
_QUESTIONS = 3


class Live(NamedTuple):
    """The answer in short. `status` is one line, read out when it changes; `questions` are indicator and question."""

    headline: str
    explanations: tuple[str, ...]
    measures: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    wrong: str
    status: str


def form_page(visit: Visit) -> Response:
    """The form as it was filled in, wrong values beside their fields, or an empty one."""
    return shown_form(visit, draft_with_fields(visit))


def shown_form(visit: Visit, taken: Applied, note: str = "") -> Response:
    """The form for a draft; with 422 when what was typed cannot be used."""
    indicators = visit.served.base.knowledge.indicators
    return page(
        visit._replace(path=""),
        "form.html",
        visit.say(w.FORM_TITLE),
        taken.draft,
        status=422 if taken.errors else 200,
        form=form_of(taken, visit.served.base, visit.language),
        live=live_of(visit, taken),
        core=sum(one.core for one in indicators.values()),
        count=len(indicators),
        note=note,
    )


def live_part(visit: Visit) -> Response:
    """The answer so far, the draft with what was typed and the problems of fields, for the script of the form."""
    taken = draft_with_fields(visit)
    problems = problems_of(taken, visit.served.base, visit.language)
    return HTMLResponse(frame(visit, "live_part.html", "", taken.draft, problems=problems, live=live_of(visit, taken)))


def live_of(visit: Visit, taken: Applied) -> Live:
    """The answer to a draft in short."""
    view = view_of(visit, taken.draft)
    first = [view.measure_name(one.measure) for one in first_measures(view.answer)]
    wrong = sum(map(len, taken.errors.values()))
    settled = explanations(view)[-1]
    named = visit.say(w.LIVE_MEASURES, measures=view.listed(first)) if first else visit.say(w.LIVE_NOTHING)
    return Live(
        headline=headline(view),
        explanations=tuple(explanations(view)),
        measures=tuple(first),
        questions=tuple(
            (one.indicator, question_text(view, one)) for one in settling_questions(view)[:_QUESTIONS]
        ),
        wrong="" if not wrong else visit.say(w.LIVE_WRONG_ONE if wrong == 1 else w.LIVE_WRONG, n=wrong),
        status=visit.say(w.LIVE_SHORT, phase=headline(view), settled=settled, first=named),
    )  # fmt: skip


def first_measures(answer: Recommendation) -> list[RankedMeasure]:
    """The first measures of those that come now, by rank and then by track."""
    now = [one for one in answer.measures if one.standing is Standing.NOW]
    return sorted(now, key=lambda one: one.rank)[:_MEASURES]
