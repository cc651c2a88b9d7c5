"""The activities of a plan as a table: what starts when, who leads it, and what is looked at when."""

from __future__ import annotations

from fasmodell.analysis.plan import Activity, Plan
from fasmodell.analysis.plan_follow_up import looked_at
from fasmodell.document import Table
from fasmodell.reasons import upper_first
from fasmodell.report import words_report as w
from fasmodell.view import View


def activity_table(plan: Plan, view: View) -> Table:
    """One row per activity, in the order in which they start; days as the plan has them."""
    head = (w.STARTS, w.MEASURE, w.LED_BY, w.FIRST_STEP, w.INTRODUCED, w.LOOK_AT, w.LOOK_ON)
    rows = tuple(_row(item, view) for item in plan.activities)
    return Table(view.say(w.PLAN), tuple(map(view.say, head)), rows)


def _row(item: Activity, view: View) -> tuple[str, ...]:
    measure = view.measure(item.candidate.measure)
    step = measure.first_steps[0].text.to(view.language) if measure.first_steps else ""
    return (
        str(item.starts),
        view.measure_name(measure.id),
        view.actors(measure.lead),
        step,
        str(item.introduced),
        upper_first(looked_at(item, view)),
        str(item.follow_up),
    )
