"""The last part of an action plan as a page: what is followed up when, and who carries the presence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from fasmodell.analysis import words_plan as w
from fasmodell.analysis.plan import Activity, Plan
from fasmodell.analysis.planning import policy_of
from fasmodell.document import Block, Heading, Paragraph, Table, bullets
from fasmodell.knowledge import Text
from fasmodell.measure_text import follow_up_text
from fasmodell.reasons import lower_first
from fasmodell.view import View


def last_day(after: date) -> date:
    """The last day before a day."""
    return after - timedelta(days=1)


def heading_of(view: View, text: Text, level: int = 2, **values: object) -> Heading:
    """A heading in the language of the view."""
    return Heading(view.say(text, **values), level)


def follow_up_blocks(plan: Plan, view: View, is_full: bool) -> Iterator[Block]:
    """What is followed up when, who carries the presence, and in the whole plan what to watch for."""
    yield from look_blocks(plan, view, is_full)
    yield heading_of(view, w.PRESENCE, 3)
    yield bullets(_presence(plan, view))
    if is_full:
        yield heading_of(view, w.WATCH, 3)
        watched = [one.text.to(view.language) for one in view.knowledge.watch]
        for item in plan.activities:
            watched += [one.text.to(view.language) for one in view.measure(item.candidate.measure).watch]
        yield bullets(dict.fromkeys(watched))


def look_blocks(plan: Plan, view: View, is_full: bool) -> Iterator[Block]:
    """What is followed up when."""
    yield heading_of(view, w.FOLLOW_UP)
    yield Paragraph(view.say(w.LATEST, date=last_day(plan.ends)))
    items = sorted(plan.activities, key=lambda item: item.follow_up)
    if is_full:
        rows = [(str(one.follow_up), view.measure_name(one.candidate.measure), looked_at(one, view)) for one in items]
        yield Table(view.say(w.LOOKS), tuple(view.say(text) for text in (w.WHEN, w.MEASURE, w.WHAT)), tuple(rows))
    else:
        yield bullets(
            view.say(
                w.LOOKED_AT_ON, date=day, codes=view.listed(view.measure(one.candidate.measure).code for one in due)
            )
            for day, due in groupby(items, key=lambda item: item.follow_up)
        )


def _presence(plan: Plan, view: View) -> Iterator[str]:
    presence = policy_of(view.base).presence
    yield view.knowledge.warnings[presence.warning].text.to(view.language)
    level = view.value(presence.indicator)
    if isinstance(level, int) and not isinstance(level, bool):
        anchor = view.knowledge.indicators[presence.indicator].anchors[level]
        yield view.say(w.PRESENCE_NOW, level=anchor.to(view.language))
    else:
        yield view.say(w.PRESENCE_UNKNOWN)
    starts = {item.candidate.measure: item.starts for item in plan.activities}
    found = [
        view.say(w.IN_THE_PLAN, measure=view.measure_name(one), date=starts[one])
        if one in starts
        else view.say(w.RUNS, measure=view.measure_name(one))
        for one in presence.measures
        if one in starts or one in plan.kept
    ]
    yield view.say(w.PRESENCE_BY, measures=view.listed(found)) if found else view.say(w.PRESENCE_NONE)


def looked_at(item: Activity, view: View) -> str:
    """What is followed up of a measure: its first follow-up with an indicator, otherwise the first of all."""
    found = view.measure(item.candidate.measure).follow_up
    chosen = next((one for one in found if one.indicator is not None), found[0])
    return f"{lower_first(follow_up_text(view, chosen)).rstrip('.')}."
