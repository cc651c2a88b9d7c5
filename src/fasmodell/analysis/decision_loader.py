"""From decisions.yaml to local decisions: every problem with its place; persons are refused as in profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from fasmodell.analysis.local_decision import Choice, DecisionsRead, LocalDecision, SeenThen
from fasmodell.diagnostics import Diagnostics, ProfileError, Severity, quote, sort_diagnostics
from fasmodell.knowledge import ActorId, KnowledgeBase, MeasureId
from fasmodell.observation_loader import check_keys, read_date, read_words
from fasmodell.place import Place, as_written
from fasmodell.privacy import PERSON_HELP, forbidden_key, personal_data_in
from fasmodell.results import Standing
from fasmodell.yaml_source import parse_yaml

FORMAT: Final = "fasmodell.decisions/1"
_REQUIRED = ("measure", "choice", "reason", "at")
_OPTIONAL = ("comment", "by", "seen")
_DIGEST = re.compile("[0-9a-f]{64}")
# Reasons that say nothing without a comment.
NEEDS_COMMENT = ("other",)


def read_decisions(text: str, name: str, knowledge: KnowledgeBase) -> DecisionsRead:
    """
    Read the decisions of a file from its text; `name` is what diagnostics call it.

    A measure that the catalogue does not have is no error: the decision is kept and shown as one to look at again.
    Raises ProfileError with every problem of the text.
    """
    document, problems = parse_yaml(text, name)
    found = Diagnostics(problems)
    read = None
    if document is not None:
        read = _read(Place(document, (), document.data, found), name, knowledge)
    errors = sum(one.severity is Severity.error for one in found)
    if read is None or errors:
        message = f"the decisions have {errors} error{'s' if errors != 1 else ''}"
        raise ProfileError(message, sort_diagnostics(found), {name: text})
    return read


def _read(place: Place, name: str, knowledge: KnowledgeBase) -> DecisionsRead | None:
    if not isinstance(place.data, Mapping):
        place.wrong(f"a file of decisions must be a mapping that begins with `format: {FORMAT}`")
        return None
    _refuse_personal_data(place)
    check_keys(place, "a file of decisions", ("format", "area"), ("decisions",))
    format_, area, decisions = place.at("format"), read_words(place.at("area")), place.at("decisions")
    if format_.data is not None and format_.data != FORMAT:
        message = f"unknown format {as_written(format_.data)}"
        format_.error("FM108", message, f"decisions begin with `format: {FORMAT}`")
    if decisions.data is not None and not isinstance(decisions.data, list):
        decisions.wrong_kind("must be a list")
    read = [_decision(element, knowledge) for element in decisions.elements()]
    return DecisionsRead(name, area or "", tuple(one for one in read if one is not None))


def _decision(place: Place, knowledge: KnowledgeBase) -> LocalDecision | None:
    if not isinstance(place.data, Mapping):
        place.wrong("a decision must be a mapping such as `{measure: …, choice: decline, reason: …, at: …}`")
        return None
    check_keys(place, "a decision", _REQUIRED, _OPTIONAL)
    measure, reason, by = (read_words(place.at(key)) for key in ("measure", "reason", "by"))
    comment, at = read_words(place.at("comment")), read_date(place.at("at"))
    choice = next((one for one in Choice if one == place.at("choice").data), None)
    if choice is None and "choice" in place.keys:
        place.at("choice").not_one_of(Choice)
    if reason is not None and reason not in knowledge.decision_reasons:
        place.at("reason").unknown("FM704", "reason", reason, knowledge.decision_reasons)
    if reason in NEEDS_COMMENT and comment is None:
        place.error("FM710", f"the reason `{reason}` says nothing without a `comment`", on_key=False)
    if by is not None and by not in knowledge.actors:
        place.at("by").unknown("FM204", "actor", by, knowledge.actors)
    seen = _seen(place.at("seen")) if place.at("seen").data is not None else None
    if measure is None or choice is None or reason is None or at is None:
        return None
    actor = None if by is None else ActorId(by)
    return LocalDecision(MeasureId(measure), choice, reason, comment, actor, at, seen, place.at("measure").span)


def _seen(place: Place) -> SeenThen | None:
    if not isinstance(place.data, Mapping):
        place.wrong_kind("must be a mapping of what the engine said")
        return None
    check_keys(place, "what the engine said", ("standing", "rank", "as_of", "rule_base"))
    standing = next((one for one in Standing if one == place.at("standing").data), None)
    rank, as_of, digest = place.at("rank").data, read_date(place.at("as_of")), place.at("rule_base").data
    if standing is None and "standing" in place.keys:
        place.at("standing").not_one_of(Standing)
    if "rank" in place.keys and not (type(rank) is int and rank > 0):
        place.at("rank").wrong_kind("must be a whole number above 0")
    if "rule_base" in place.keys and not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        place.at("rule_base").wrong_kind("must be the 64 characters of a digest")
    if standing is None or type(rank) is not int or not isinstance(as_of, date) or not isinstance(digest, str):
        return None
    return SeenThen(standing, rank, as_of, digest)


def _refuse_personal_data(place: Place) -> None:
    """Refuse keys and texts that are about persons, their addresses or their origin, anywhere in the file."""
    waiting = [place]
    while waiting:
        current = waiting.pop()
        for key, inner in current.items():
            reason = forbidden_key(str(key))
            if reason is not None:
                code = "FM404" if reason == PERSON_HELP else "FM405"
                inner.error(code, f"{quote(str(key))} may not stand in a decision", reason, on_key=True)
            waiting.append(inner)
        waiting += current.elements()
        piece = personal_data_in(current.data) if isinstance(current.data, str) and current.key != "rule_base" else None
        if piece is not None:
            message = f"{quote(piece)} looks like a person's identity number, address or contact"
            current.error("FM404", message, PERSON_HELP)
