"""
What the local group decides: the text of its decisions, which every page carries, and what is typed about measures.

The text is a file of decisions as `fasmodell decide` writes it. What was typed about a measure is put into it on
whatever page it is sent to, so that it is not lost on the way to another page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from fasmodell.analysis.decision_file import decisions_of, decisions_text, text_with
from fasmodell.analysis.decision_loader import NEEDS_COMMENT
from fasmodell.analysis.decision_text import decision_lines
from fasmodell.analysis.local_decision import Choice, DecisionsRead, LocalDecision, SeenThen
from fasmodell.analysis.words_decisions import NEVER_CHANGES
from fasmodell.diagnostics import ProfileError
from fasmodell.knowledge import ActorId, MeasureId, Text
from fasmodell.profile import YEARS
from fasmodell.results import Recommendation
from fasmodell.web import words_web_plan as w
from fasmodell.web.page_draft import NAMELESS, Draft, with_changes
from fasmodell.web.page_frame import Visit, view_of
from fasmodell.yaml_source import parse_yaml

FILE: Final = Text("beslut.yaml", "decisions.yaml")
CHOICE, REASON, COMMENT = "choice.", "reason.", "comment."
DAY, BY = "decided_at", "decided_by"
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Noted(NamedTuple):
    """
    The text of the decisions with what was typed in it.

    `problems` are what to write instead, by the name of the field; nothing of what was typed is in the text then.
    """

    text: str
    problems: Mapping[str, Text]


class Opinion(NamedTuple):
    """What was typed about one measure; no choice is to follow the engine."""

    measure: MeasureId
    choice: Choice | None
    reason: str
    comment: str | None


def decided(visit: Visit, draft: Draft) -> DecisionsRead:
    """The decisions that the page carries, none where there are none. Raises ProfileError when they cannot be used."""
    text = adopted(visit, draft)
    name = FILE.to(visit.language)
    if not text.strip():
        return DecisionsRead(name, draft.profile.area.name, ())
    return decisions_of(text, name, draft.profile.area.name, visit.served.base.knowledge)


def adopted(visit: Visit, draft: Draft) -> str:
    """The text of the decisions; those of an area that had no name are of the draft's area."""
    text = visit.decisions
    if not draft.has_name or not text.strip() or not any(name in text for name in NAMELESS):
        return text
    return renamed(text, draft, only=tuple(NAMELESS))


def renamed(text: str, draft: Draft, only: tuple[str, ...] = ()) -> str:
    """The text of decisions for the area of the draft instead; only where it had one of the names, if any are given."""
    document, problems = parse_yaml(text, FILE.en)
    if document is None or problems or not isinstance(document.data, dict):
        return text
    if only and document.data.get("area") not in only:
        return text
    return with_changes(text, {("area",): draft.profile.area.name})


def lines_of(visit: Visit, read: DecisionsRead, answer: Recommendation) -> list[str]:
    """The decisions beside the engine's view, and that they change nothing of it; empty when there are none."""
    lines = decision_lines(read, answer, visit.served.base, visit.language)
    return [*lines, NEVER_CHANGES.to(visit.language)] if lines else []


def noted(visit: Visit, draft: Draft) -> Noted:
    """The decisions of a visit with what was typed about measures. Raises ProfileError when they cannot be used."""
    read = decided(visit, draft)
    text = adopted(visit, draft)
    opinions = list(_changed(visit, read))
    if not opinions:
        return Noted(text, {})
    problems = dict(_problems(visit, opinions))
    if problems:
        return Noted(text, problems)
    answer = view_of(visit, draft).answer
    for opinion in opinions:
        try:
            text, read = _with(text, read, opinion, _decision(visit, draft, answer, opinion), visit)
        except ProfileError as error:
            if not any(one.code in ("FM404", "FM405") for one in error.diagnostics):
                raise
            return Noted(adopted(visit, draft), {f"{COMMENT}{opinion.measure}": w.NOT_THERE})
    return Noted(text, {})


def _changed(visit: Visit, read: DecisionsRead) -> Iterator[Opinion]:
    """What was typed that says something else than the decisions that hold."""
    current = {one.measure: one for one in read.current}
    choices = {str(one): one for one in Choice}
    for measure in visit.served.base.knowledge.measures:
        if f"{CHOICE}{measure}" not in visit.sent.fields:
            continue
        choice = choices.get(visit.text(f"{CHOICE}{measure}"))
        reason, comment = (visit.text(f"{key}{measure}").strip() for key in (REASON, COMMENT))
        found = Opinion(measure, choice, reason, _one_line(comment) or None)
        held = current.get(measure)
        before = Opinion(measure, None, "", None) if held is None else opinion_of(held)
        if found != before and not (found.choice is None and held is None):
            yield found


def opinion_of(decision: LocalDecision) -> Opinion:
    """What a decision says, as it is typed."""
    comment = None if decision.comment is None else _one_line(decision.comment)
    return Opinion(decision.measure, decision.choice, decision.reason, comment)


def _one_line(text: str) -> str:
    """A comment without line breaks and letters that cannot be seen."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _problems(visit: Visit, opinions: list[Opinion]) -> Iterator[tuple[str, Text]]:
    reasons = visit.served.base.knowledge.decision_reasons
    made = [one for one in opinions if one.choice is not None]
    if made and day_typed(visit) is None:
        yield DAY, w.GIVE_DAY
    if visit.text(BY) and visit.text(BY) not in visit.served.base.knowledge.actors:
        yield BY, w.GIVE_CHOICE
    for one in made:
        if one.reason not in reasons:
            yield f"{REASON}{one.measure}", w.GIVE_REASON
        elif one.reason in NEEDS_COMMENT and one.comment is None:
            yield f"{COMMENT}{one.measure}", w.GIVE_COMMENT


def day_typed(visit: Visit) -> date | None:
    """The day of the decisions; None when what was typed is no day."""
    typed = visit.text(DAY).strip()
    if not _DAY.fullmatch(typed):
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _decision(visit: Visit, draft: Draft, answer: Recommendation, opinion: Opinion) -> LocalDecision | None:
    day = day_typed(visit)
    if opinion.choice is None or day is None:
        return None
    ranked = answer.measure(opinion.measure)
    seen = SeenThen(ranked.standing, ranked.rank, draft.profile.as_of, visit.served.base.digest)
    by = ActorId(visit.text(BY)) if visit.text(BY) else None
    return LocalDecision(opinion.measure, opinion.choice, opinion.reason, opinion.comment, by, day, seen, None)


def _with(
    text: str, read: DecisionsRead, opinion: Opinion, decision: LocalDecision | None, visit: Visit
) -> tuple[str, DecisionsRead]:
    """The text with one more decision, or without those about a measure."""
    knowledge = visit.served.base.knowledge
    if decision is None:
        kept = tuple(one for one in read.decisions if one.measure != opinion.measure)
        text = decisions_text(read.area, kept) if kept else ""
    elif text.strip():
        try:
            text = text_with(read.name, read.area, decision, (read, text), knowledge)
        except ProfileError as error:
            if not any(one.code == "FM706" for one in error.diagnostics):
                raise
            text = decisions_text(read.area, (*read.decisions, decision))  # laid out so that nothing can follow
    else:
        text = text_with(read.name, read.area, decision, None, knowledge)
    after = read._replace(decisions=()) if not text else decisions_of(text, read.name, read.area, knowledge)
    return text, after
