"""An action plan as JSON, as an iCalendar file and as a CSV of its activities."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta

from fasmodell.analysis import words_plan as w
from fasmodell.analysis.plan import Activity, NotReady, Plan, Waiting
from fasmodell.analysis.plan_follow_up import looked_at
from fasmodell.analysis.plan_page import activity_lines, enough, why
from fasmodell.answer_json import head_object
from fasmodell.facts import standing_id
from fasmodell.measure_document import Object, names_object
from fasmodell.reasons import requirement_text, upper_first
from fasmodell.view import View

FORMAT = "fasmodell.plan/1"
_OCTETS = 75
# A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plan_json(plan: Plan, view: View) -> str:
    """Write a plan as JSON; its shape is schemas/plan.schema.json."""
    room, answer = plan.capacity, view.answer
    document = head_object(view, FORMAT) | {
        "working_phase": answer.phase.working_phase,
        "first_day": plan.quarters[0].isoformat(),
        "last_day": (plan.ends - timedelta(days=1)).isoformat(),
        "quarters": [day.isoformat() for day in plan.quarters[:-1]],
        "capacity": {
            "total": room.total,
            "per_actor": room.per_actor,
            "actors": dict(room.actors),
            "budget": room.budget,
            "costs": dict(room.costs),
        },
        "activities": [_activity(plan, item, view) for item in plan.activities],
        "waiting": [_waiting(plan, item, view) for item in plan.waiting],
        "decisions": list(plan.decisions),
        "not_ready": [_not_ready(item, view) for item in plan.not_ready],
        "kept": list(plan.kept),
        "left_out": list(plan.left_out),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _activity(plan: Plan, item: Activity, view: View) -> Object:
    candidate, measure = item.candidate, view.measure(item.candidate.measure)
    effect = None
    if item.effect is not None:
        first, last = item.effect
        effect = {"first": first.isoformat(), "last": None if last is None else last.isoformat()}
    return {
        "measure": measure.id,
        "code": measure.code,
        "names": names_object(measure.name),
        "quarter": item.quarter + 1,
        "starts": item.starts.isoformat(),
        "introduced": item.introduced.isoformat(),
        "introduction_is_known": item.is_length_known,
        "effect": effect,
        "follow_up": {"date": item.follow_up.isoformat(), "what": looked_at(item, view)},
        "lead": list(measure.lead),
        "partners": list(measure.partners),
        "worth": candidate.worth,
        "after": [list(group) for group in candidate.after],
        "in_order": list(candidate.in_order),
        "along": list(candidate.along),
        "apart": list(candidate.apart),
        "text": list(activity_lines(plan, item, view)),
        "fact": standing_id(measure.id, view.answer.measure(measure.id).standing),
    }


def _waiting(plan: Plan, item: Waiting, view: View) -> Object:
    return {
        "measure": item.candidate.measure,
        "worth": item.candidate.worth,
        "quarter": None if item.quarter is None else item.quarter + 1,
        "shortages": [
            {"actor": one.actor, "more": one.more, "first": one.first + 1, "last": one.last + 1}
            for one in item.shortages
        ],
        "kronor": item.kronor,
        "first": list(item.first),
        "held_by": list(item.held_by),
        "text": enough(plan, item, view),
    }


def _not_ready(item: NotReady, view: View) -> Object:
    needs = [
        {"kind": need.kind, "id": need.id, "text": requirement_text(view, item.measure, need)}
        for need in item.requirements
    ]
    return {"measure": item.measure, "requirements": needs}


def plan_csv(plan: Plan, view: View) -> str:
    """
    Write the activities as CSV for a Swedish or English spreadsheet: semicolons, a byte order mark, one row each.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    page = io.StringIO()
    page.write("\ufeff")
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(view.say(w.CSV_HEAD).split(";"))
    for item in plan.activities:
        writer.writerow([_cell(value) for value in _row(plan, item, view)])
    return page.getvalue()


def _row(plan: Plan, item: Activity, view: View) -> Iterator[str]:
    measure = view.measure(item.candidate.measure)
    first, last = item.effect or (None, None)
    indicators = [one.indicator for one in measure.follow_up if one.indicator is not None]
    yield from (str(item.quarter + 1), str(item.starts), str(item.introduced), measure.code)
    yield from (measure.name.to(view.language), view.actors(measure.lead), view.actors(measure.partners))
    yield measure.first_steps[0].text.to(view.language) if measure.first_steps else ""
    yield from ("" if first is None else str(first), "" if last is None else str(last), str(item.follow_up))
    yield ", ".join(indicators)
    yield why(plan, item, view).partition(": ")[2]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def plan_calendar(plan: Plan, view: View) -> str:
    """
    Write the starts and the follow-ups as an iCalendar file (RFC 5545) of whole days.

    Identities and stamps come from the plan and not from a clock, so that the same plan gives the same file, and a
    newer one for the same area replaces its entries in a calendar.
    """
    stamp = f"{view.answer.profile.as_of:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fasmodell//action plan//EN", "CALSCALE:GREGORIAN"]
    for item in plan.activities:
        name = view.measure_name(item.candidate.measure)
        said = "\n".join(activity_lines(plan, item, view))
        start, look = view.say(w.CALENDAR_START, measure=name), view.say(w.CALENDAR_LOOK, measure=name)
        what = upper_first(looked_at(item, view))
        lines += _event(plan, stamp, f"start-{item.candidate.measure}", item.starts, start, said)
        lines += _event(plan, stamp, f"follow-up-{item.candidate.measure}", item.follow_up, look, what)
    latest = plan.ends - timedelta(days=1)
    said = view.say(w.LATEST, date=latest)
    lines += _event(plan, stamp, "follow-up-plan", latest, view.say(w.CALENDAR_LATEST), said)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(plan: Plan, stamp: str, name: str, day: date, summary: str, description: str) -> list[str]:
    of_area = hashlib.sha256(plan.area.encode(errors="surrogatepass")).hexdigest()[:16]
    return [
        "BEGIN:VEVENT",
        f"UID:{name}-{of_area}@fasmodell",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> str:
    """A line in parts of at most 75 octets, each but the first begun by a space, and no character cut in two."""
    parts, part, size = [], "", 0
    for char in line:
        octets = len(char.encode(errors="surrogatepass"))
        if size + octets > _OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + char, size + octets
    return "\r\n".join([*parts, part])
