"""Local decisions beside the engine's view: as sentences for text and Markdown, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from fasmodell.analysis import words_decisions as w
from fasmodell.analysis.decision_file import decisions_for
from fasmodell.analysis.local_decision import DecisionBeside, DecisionsRead, Stale, beside_answer
from fasmodell.analysis.words_decisions import NEVER_CHANGES
from fasmodell.diagnostics import Diagnostic, Diagnostics
from fasmodell.layout import printable
from fasmodell.measure_document import Object, names_object
from fasmodell.reasons import lower_first
from fasmodell.results import Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.terms import STANDING_OF_ONE
from fasmodell.view import View

_CODES = {
    Stale.MEASURE_GONE: ("FM701", "the catalogue no longer has the measure `{measure}`"),
    Stale.STANDING_CHANGED: ("FM702", "`{measure}` is `{now}` now, and was `{then}` when it was decided"),
    Stale.RULE_BASE_CHANGED: ("FM703", "the rule base has changed since `{measure}` was decided"),
}


class DecisionsTold(NamedTuple):
    """
    What there is to say of a group's decisions: sentences, plain data, and warnings with their text.

    `read` is None where the only file of decisions is for another area, which a warning says.
    """

    lines: tuple[str, ...]
    objects: tuple[Object, ...]
    warnings: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    read: DecisionsRead | None = None


def decisions_told(
    profile: Path | None, given: Path | None, answer: Recommendation, base: RuleBase, lang: Language
) -> DecisionsTold | None:
    """
    Put the decisions given, or found beside a profile, beside its answer; None when there are none.

    Raises ProfileError with every problem of their file.
    """
    read, text, warnings = decisions_for(profile, given, answer.profile.area.name, base.knowledge)
    if read is None:
        return DecisionsTold((), (), warnings, {warnings[0].span.file: text}) if warnings else None
    lines, objects = decision_lines(read, answer, base, lang), decision_objects(read, answer, base)
    if lines:
        lines.append(NEVER_CHANGES.to(lang))
    return DecisionsTold(tuple(lines), tuple(objects), tuple(stale_warnings(read, answer)), {read.name: text}, read)


def decision_lines(read: DecisionsRead, answer: Recommendation, base: RuleBase, lang: Language = "sv") -> list[str]:
    """A sentence or more for each decision that holds: the group's, the engine's, and what has changed since."""
    view = View(answer, base, lang)
    return [_line(view, one) for one in beside_answer(read.current, answer)]


def _line(view: View, one: DecisionBeside) -> str:
    decision = one.decision
    known = decision.measure in view.knowledge.measures
    reason = view.knowledge.decision_reasons[decision.reason].text.to(view.language)
    by = ""
    if decision.by is not None:
        actor = lower_first(view.knowledge.actors[decision.by].name.to(view.language))
        by = view.say(w.BY, actor=actor)
    parts = [
        view.say(
            w.DECIDED,
            measure=view.measure_name(decision.measure) if known else printable(decision.measure),
            choice=w.CHOICES[decision.choice].to(view.language),
            date=decision.at.isoformat(),
            by=by,
            reason=reason,
        )
    ]
    if decision.comment is not None:
        comment = printable(decision.comment)
        parts.append(view.say(w.COMMENT, comment=comment if comment.endswith((".", "!", "?")) else f"{comment}."))
    if one.ranked is not None:
        standing = _standing(view, one.ranked.standing)
        parts.append(view.say(w.ENGINE_SAYS, standing=standing, rank=view.number(one.ranked.rank)))
    parts += _stale(view, one)
    return " ".join(parts)


def _stale(view: View, one: DecisionBeside) -> Iterable[str]:
    seen = one.decision.seen
    for stale in one.stale:
        standing = "" if seen is None else _standing(view, seen.standing)
        yield view.say(w.STALES[stale], standing=standing, date="" if seen is None else seen.as_of.isoformat())


def _standing(view: View, standing: Standing) -> str:
    return lower_first(STANDING_OF_ONE[standing].to(view.language))


def decision_objects(read: DecisionsRead, answer: Recommendation, base: RuleBase) -> list[Object]:
    """The decisions that hold as plain data; their shape is `decision` in schemas/answer.schema.json."""
    found: list[Object] = []
    for one in beside_answer(read.current, answer):
        decision, seen, ranked = one.decision, one.decision.seen, one.ranked
        found.append(
            {
                "measure": printable(decision.measure),
                "choice": decision.choice.value,
                "reason": decision.reason,
                "reasons": names_object(base.knowledge.decision_reasons[decision.reason].text),
                "comment": None if decision.comment is None else printable(decision.comment),
                "by": decision.by,
                "at": decision.at.isoformat(),
                "seen": None if seen is None else seen.document(),
                "engine": None if ranked is None else {"standing": ranked.standing.value, "rank": ranked.rank},
                "stale": [stale.value for stale in one.stale],
            }
        )
    return found


def stale_warnings(read: DecisionsRead, answer: Recommendation) -> list[Diagnostic]:
    """A warning, at the decision, for each reason to look at it again."""
    found = Diagnostics()
    for one in beside_answer(read.current, answer):
        seen, span = one.decision.seen, one.decision.span
        for stale in one.stale:
            code, pattern = _CODES[stale]
            now = "" if one.ranked is None else one.ranked.standing
            message = pattern.format(measure=one.decision.measure, now=now, then="" if seen is None else seen.standing)
            if span is not None:
                found.warning(code, message, span, "decide again with `fasmodell decide`")
    return list(found)
