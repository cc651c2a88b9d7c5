"""An action plan over time as a picture: for each measure when it is introduced, followed up and may take effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from fasmodell.analysis.plan import Activity, Plan
from fasmodell.analysis.plan_follow_up import last_day
from fasmodell.document import Figure, Table
from fasmodell.report import words_pictures as w
from fasmodell.svg_drawing import EDGE, SMALL, WIDTH, Drawing, Fill, Line, Spot, pages_of
from fasmodell.view import View

_ROW: Final = 18.0
_ARROW: Final = 6.0
_KEY: Final = 26.0


def plan_pictures(plan: Plan, view: View) -> tuple[Figure, ...]:
    """Draw a plan in as many pictures as it takes for each to fit on a printed page."""
    parts = pages_of(plan.activities, lambda some: _drawing(plan, view, some).y)
    return tuple(
        _figure(plan, view, part, (place, len(parts)) if len(parts) > 1 else None)
        for place, part in enumerate(parts, 1)
    )


def plan_picture(plan: Plan, view: View) -> Figure:
    """Draw a whole plan in one picture, however long; about twelve measures fit on a printed page."""
    return _figure(plan, view, plan.activities, None)


def _figure(plan: Plan, view: View, activities: Sequence[Activity], part: tuple[int, int] | None) -> Figure:
    title = view.say(w.PLAN_TITLE)
    if part is not None:
        title = view.say(w.PART, title=title, n=part[0], of=part[1])
    told = view.say(w.PLAN_TOLD, first=plan.quarters[0], last=last_day(plan.ends))
    waiting = view.say(w.PLAN_WAITING, n=view.number(len(plan.waiting)))
    caption = f"{title}. {waiting}" if plan.waiting else title
    svg = _drawing(plan, view, activities).svg(title, told, view.language)
    columns = (
        w.QUARTER,
        w.START,
        w.MEASURE,
        w.INTRODUCED_BY,
        w.FOLLOWED_UP,
        w.EFFECT_EARLIEST,
        w.EFFECT_LATEST,
    )
    whole = ("", plan.quarters[0].isoformat(), view.say(w.PLAN_WHOLE), "", last_day(plan.ends).isoformat(), "", "")
    rows = (whole, *(_row(view, item) for item in activities))
    return Figure(caption, told, svg, Table("", tuple(view.say(text) for text in columns), rows))


def _row(view: View, item: Activity) -> tuple[str, ...]:
    earliest, latest = item.effect or (None, None)
    after = view.say(w.NO_BOUND) if item.effect is not None and latest is None else view.say(w.NOT_KNOWN)
    return (
        view.number(item.quarter + 1),
        item.starts.isoformat(),
        view.measure_name(item.candidate.measure),
        _introduced(view, item),
        item.follow_up.isoformat(),
        view.say(w.NOT_KNOWN) if earliest is None else earliest.isoformat(),
        after if latest is None else latest.isoformat(),
    )


def _introduced(view: View, item: Activity) -> str:
    written = item.introduced.isoformat()
    return written if item.is_length_known else view.say(w.ASSUMED, date=written)


def _drawing(plan: Plan, view: View, activities: Sequence[Activity]) -> Drawing:
    drawing, quarter = Drawing(), -1
    drawing.words(EDGE, drawing.y + 11, plan.quarters[0].isoformat(), size=SMALL)
    drawing.words(WIDTH - EDGE, drawing.y + 11, last_day(plan.ends).isoformat(), end="end", size=SMALL)
    drawing.space(16)
    _draw_quarters(drawing, plan, drawing.y, 8)
    drawing.space(12)
    if not activities:
        drawing.paragraph(view.say(w.NO_MEASURES))
    for item in activities:
        if item.quarter != quarter:
            quarter = item.quarter
            drawing.space(2)
            heading = view.say(w.PLAN_QUARTER, n=view.number(quarter + 1), first=item.starts.isoformat())
            drawing.paragraph(heading, bold=True)
        _draw_activity(drawing, plan, view, item)
    drawing.space(4)
    drawing.paragraph(view.say(w.PLAN_LATEST, date=last_day(plan.ends).isoformat()), size=SMALL)
    _draw_key(drawing, view, activities)
    return drawing


def _at(plan: Plan, day: date) -> float:
    """Where a day stands, no further than the end of the plan."""
    share = (min(day, plan.ends) - plan.quarters[0]).days / (plan.ends - plan.quarters[0]).days
    return EDGE + share * (WIDTH - 2 * EDGE - _ARROW)


def _draw_quarters(drawing: Drawing, plan: Plan, top: float, height: float) -> None:
    """A line for the time with a stroke at the first day of every quarter."""
    low = top + height
    drawing.line([Spot(_at(plan, plan.quarters[0]), low), Spot(_at(plan, plan.ends), low)])
    for day in plan.quarters:
        drawing.line([Spot(_at(plan, day), top), Spot(_at(plan, day), low)])


def _draw_activity(drawing: Drawing, plan: Plan, view: View, item: Activity) -> None:
    drawing.paragraph(view.measure_name(item.candidate.measure), size=SMALL, most=4)
    top = drawing.y
    start, end = _at(plan, item.starts), _at(plan, item.introduced)
    line = Line.PLAIN if item.is_length_known else Line.DASHED
    drawing.area(start, top + 2, end - start, 8, Fill.HATCH if item.is_length_known else Fill.EMPTY, line)
    if item.effect is not None:
        _draw_effect(drawing, plan, item.effect, top + 13)
    _draw_look(drawing, _at(plan, item.follow_up), top + 6)
    _draw_quarters(drawing, plan, top + 14, 4)
    drawing.space(_ROW + 2)
    dates = view.say(w.INTRODUCED, date=_introduced(view, item)), view.say(w.LOOKED_AT, date=item.follow_up.isoformat())
    drawing.paragraph("; ".join((*dates, _effect_text(view, item))), size=SMALL)
    drawing.space(6)


def _effect_text(view: View, item: Activity) -> str:
    if item.effect is None:
        return view.say(w.EFFECT_UNKNOWN)
    first, last = item.effect
    if last is None:
        return view.say(w.EFFECT_FROM, first=first.isoformat())
    return view.say(w.EFFECT, first=first.isoformat(), last=last.isoformat())


def _draw_effect(drawing: Drawing, plan: Plan, effect: tuple[date, date | None], y: float) -> None:
    """A thick line while an effect can be expected to begin, with an arrow where that goes on after the plan."""
    first, last = effect
    goes_on = last is None or last > plan.ends
    start, end = _at(plan, first), _at(plan, plan.ends if last is None else last)
    drawing.line([Spot(start, y), Spot(end, y)], thick=3.0)
    if goes_on:
        _draw_arrow(drawing, end, y)


def _draw_arrow(drawing: Drawing, x: float, y: float) -> None:
    drawing.shape((Spot(x, y - 4), Spot(x + _ARROW, y), Spot(x, y + 4)))


def _draw_look(drawing: Drawing, x: float, y: float) -> None:
    x = min(max(x, EDGE + 5), WIDTH - EDGE - 5)
    drawing.shape((Spot(x - 5, y), Spot(x, y - 5), Spot(x + 5, y), Spot(x, y + 5)))


def _draw_key(drawing: Drawing, view: View, activities: Sequence[Activity]) -> None:
    if any(item.is_length_known for item in activities):
        drawing.key(Fill.HATCH, view.say(w.KEY_INTRODUCTION))
    if any(not item.is_length_known for item in activities):
        drawing.key(Fill.EMPTY, view.say(w.KEY_ASSUMED), Line.DASHED)
    if activities:
        _draw_look(drawing, 10, drawing.y + 7)
        drawing.paragraph(view.say(w.KEY_LOOK), x=_KEY, size=SMALL)
    if any(item.effect is not None for item in activities):
        drawing.line([Spot(EDGE, drawing.y + 8), Spot(13, drawing.y + 8)], thick=3.0)
        _draw_arrow(drawing, 13, drawing.y + 8)
        drawing.paragraph(view.say(w.KEY_EFFECT), x=_KEY, size=SMALL)
