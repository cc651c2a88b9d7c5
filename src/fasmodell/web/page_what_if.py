"""What if: values to try by slider, field or choice, and what would be otherwise in the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup
from starlette.responses import Response

from fasmodell import wording as words
from fasmodell.analysis.answer_difference import AnswerDifference, difference_between
from fasmodell.analysis.page_ends import head_blocks
from fasmodell.analysis.what_if_document import Pair, what_if_page
from fasmodell.knowledge import Indicator, IndicatorId
from fasmodell.observation_loader import UNKNOWN
from fasmodell.phase_text import headline, settling_questions
from fasmodell.pipeline import recommend
from fasmodell.rule_base import parse_profile
from fasmodell.view import View
from fasmodell.web import words_web_plan as w
from fasmodell.web.page_draft import OBSERVATIONS, Draft, flow
from fasmodell.web.page_fields import VALUE, Applied, applied, field_name, newest_of, shown_plain
from fasmodell.web.page_frame import Visit, document, page, view_of
from fasmodell.web.page_questions import Field, Question, questions_of
from fasmodell.web.page_trial import TYPED, Trial, slider_of, tried_in, value_tried

_FIRST = 3
_SHOWN = 10
_MOST = 30


class Result(NamedTuple):
    """What would be otherwise: in one line, and in full."""

    status: str
    content: Markup


def what_if_shown(visit: Visit, draft: Draft) -> Response:
    """The values that are tried, with what would be otherwise; or the draft with those values put into it."""
    values = _values(visit, draft)
    taken = _taken(visit, draft, values)
    note = ""
    if visit.text("act") == "put" and not taken.errors:
        draft, note = taken.draft, visit.say(w.PUT_DONE)
        taken = Applied(draft, {}, {})
    view = view_of(visit, draft)
    return page(
        visit,
        "what_if.html",
        visit.say(w.WHAT_IF_TITLE),
        draft,
        trials=[_trial(visit, draft, taken, one) for one in values],
        groups=_groups(view, values),
        result=_result(view, visit, draft, taken, tuple(values)),
        wrong=visit.say(w.LEFT_AS_IS) if taken.errors else "",
        note=note,
        p=w,
    )


def _values(visit: Visit, draft: Draft) -> dict[IndicatorId, str]:
    """The indicators that are tried with their values as typed; a few to begin with when none has been chosen."""
    known = visit.served.base.knowledge.indicators
    tried = tried_in(visit) if visit.text("tried") else _to_begin_with(view_of(visit, draft))
    values = {}
    for name in tried:
        values[name] = value_tried(visit, known[name]) if visit.text("tried") else _held(visit, draft, known[name])
    values.pop(IndicatorId(visit.text("drop")), None)
    picked = IndicatorId(visit.text("pick"))
    if picked in known and picked not in values and len(values) < _MOST:
        values[picked] = _held(visit, draft, known[picked])
    return values


def _held(visit: Visit, draft: Draft, indicator: Indicator) -> str:
    """What the draft says of an indicator, as it would be typed."""
    value = newest_of(draft.at(OBSERVATIONS, indicator.id)).get(VALUE)
    return shown_plain(value, visit.typed_in) or UNKNOWN


def _to_begin_with(view: View) -> list[IndicatorId]:
    """Core indicators that can be changed, those known in the draft first; otherwise what would settle most."""
    knowledge, profile = view.knowledge, view.answer.profile
    found = [one.id for one in knowledge.indicators.values() if one.core and one.changeable is not None]
    known = [name for name in found if profile.value_of(name) is not None]
    asked = [one.indicator for one in settling_questions(view)]
    return list(dict.fromkeys([*known[:_FIRST], *asked, *found]))[:_FIRST]


def _taken(visit: Visit, draft: Draft, values: Mapping[IndicatorId, str]) -> Applied:
    """The draft with the values in it, and the problems of those that cannot be used, by the names of their fields."""
    fields = {field_name(name, VALUE): "" if value == UNKNOWN else value for name, value in values.items()}
    return applied(draft, fields, visit.served.base, visit.typed_in)


def _trial(visit: Visit, draft: Draft, taken: Applied, name: IndicatorId) -> Trial:
    indicator = visit.served.base.knowledge.indicators[name]
    question = questions_of(taken, visit.served.base, visit.language, [name])[0]
    field = _renamed(question)
    was = field.value or UNKNOWN
    before = draft.profile.value_of(name)
    value = visit.say(words.UNKNOWN) if before is None else indicator.write(before, visit.language)
    return Trial(name, field, slider_of(indicator, was, visit.language), was, visit.say(w.IN_PROFILE, value=value))


def _renamed(question: Question) -> Field:
    """The field of a question under the name that values to try have; it says less, since the form says it all."""
    return question.field._replace(name=f"{TYPED}{question.indicator}", hint="")


def _groups(view: View, chosen: Mapping[IndicatorId, str]) -> list[tuple[str, list[Indicator]]]:
    """The indicators that can be added: known ones, those that can be changed, and the others."""
    known: list[Indicator] = []
    changeable: list[Indicator] = []
    others: list[Indicator] = []
    for one in view.knowledge.indicators.values():
        if one.id in chosen:
            continue
        if view.answer.profile.value_of(one.id) is not None:
            known.append(one)
        else:
            (others if one.changeable is None else changeable).append(one)
    groups = ((w.KNOWN_VALUES, known), (w.CHANGEABLE_VALUES, changeable), (w.OTHER_VALUES, others))
    return [(view.say(name), found) for name, found in groups if found]


def _result(view: View, visit: Visit, draft: Draft, taken: Applied, tried: Sequence[IndicatorId]) -> Result:
    changes = {}
    for name in tried:
        value = newest_of(taken.draft.at(OBSERVATIONS, name)).get(VALUE)
        if taken.draft.profile.value_of(name) != draft.profile.value_of(name):
            changes[name] = flow(UNKNOWN if value is None else value)
    if not changes:
        return Result(visit.say(w.NOTHING_MOVED), Markup())
    after = parse_profile(draft.text, view.base, changes={str(name): value for name, value in changes.items()})
    found = difference_between(view.answer, recommend(after, view.base), view.base)
    pair = Pair.of(found, view.base, visit.language)
    blocks = what_if_page(pair, found, list(changes), _SHOWN).blocks[len(head_blocks(pair.after)) :]
    return Result(_status(pair, found), document(visit, blocks, prefix="w", above=2))


def _status(pair: Pair, found: AnswerDifference) -> str:
    """What is otherwise in one line, to be read out."""
    view, after = pair.after, headline(pair.after)
    if found.is_empty:
        return view.say(w.SAME_ANSWER, phase=after)
    moved = sum(change.moves for change in found.measures)
    measures = view.counted(moved, w.MOVED_ONE, w.MOVED_MANY) if moved else view.say(w.MOVED_NONE)
    before = headline(pair.before)
    text = w.SAME_PHASE if before == after else w.OTHER_PHASE
    return view.say(text, before=before, after=after, measures=measures)
