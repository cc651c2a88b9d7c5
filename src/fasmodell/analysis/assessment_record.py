"""An assessment as the content of a log entry, and the answer worked out again from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from fasmodell.analysis.decision_log import Entry, canonical, digest
from fasmodell.analysis.local_decision import LocalDecision
from fasmodell.answer_json import render_json
from fasmodell.diagnostics import Diagnostic, InferenceError, Severity, Span
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.yaml_source import parse_yaml

_NAME = "profile"


def content_of(
    text: str, at: str, decisions: Sequence[LocalDecision], base: RuleBase, source: bytes | None = None
) -> Mapping[str, object]:
    """
    Everything that is needed to work an answer out again: profile, rule base, answer and decisions by their digests.

    `text` is a profile that can be read, `source` the bytes it came as, `at` when the entry is made. The answer is
    that to the profile's canonical content, whose only line is what the proof points into.
    Raises InferenceError when the canonical content does not say the same as the text.
    """
    written = parse_profile(text, base, name=_NAME)
    document, _ = parse_yaml(text, _NAME)
    plain = canonical(None if document is None else document.data)
    if _told(parse_profile(plain, base, name=_NAME)) != _told(written):
        raise InferenceError("the profile does not say the same when it is written as JSON, and is not recorded")
    answer = recommend(parse_profile(plain, base, name=_NAME), base)
    profile = answer.profile
    return {
        "at": at,
        "area": profile.area.name,
        "as_of": profile.as_of.isoformat(),
        "phase": answer.phase.phase,
        "profile": {"digest": digest(text if source is None else source), "content": plain},
        "rule_base": dict(base.identity),
        "library": version("fasmodell"),
        "answer": digest(render_json(answer, base, "sv")),
        "decisions": [_decision(one) for one in decisions],
    }


def _told(profile: Profile) -> object:
    """What a profile says, apart from where in its file it says so."""
    return (
        profile.area._replace(span=None),
        profile.as_of,
        {name: one._replace(span=None) for name, one in profile.observations.items()},
        profile.measures_in_place
        and {name: one._replace(span=None) for name, one in profile.measures_in_place.items()},
        profile.previous_assessment and profile.previous_assessment._replace(span=None),
        profile.goal and profile.goal._replace(span=None),
        profile.plan and profile.plan._replace(span=None),
    )


def _decision(one: LocalDecision) -> Mapping[str, object]:
    seen = one.seen
    return {
        "measure": one.measure,
        "choice": one.choice.value,
        "reason": one.reason,
        "comment": one.comment,
        "by": one.by,
        "at": one.at.isoformat(),
        "seen": None if seen is None else seen.document(),
    }


def missing_for(entry: Entry, base: RuleBase) -> str | None:
    """What is missing here to work an entry's answer out again; None when nothing is."""
    logged = entry.content["rule_base"]
    assert isinstance(logged, Mapping)  # held by the schema of entries
    if logged["digest"] == base.digest:
        return None
    return (
        f"the rule base {logged['name']} {logged['version']} with the digest {logged['digest']} is not here; "
        f"this one is {base.identity['name']} {base.identity['version']}, {base.digest}"
    )


def not_reproduced(path: Path, line: int, entry: Entry, base: RuleBase) -> Diagnostic | None:
    """Why the answer of an entry, on a line of a log, does not come out the same here; None when it does."""
    problem = missing_for(entry, base) or reproduced(entry, base)
    if problem is None:
        return None
    help = "fetch that version of the rule base and name it with `--rules`, `--knowledge` or `--base`"
    return Diagnostic("FM711", Severity.error, problem, Span(str(path), line, 1, line, 1), help)


def reproduced(entry: Entry, base: RuleBase) -> str | None:
    """
    Work an entry's answer out again with its own rule base; None when it comes out the same, otherwise what differs.

    The rule base must be the logged one (`missing_for`).
    """
    profile, library = entry.content["profile"], entry.content["library"]
    assert isinstance(profile, Mapping)  # held by the schema of entries
    answer = recommend(parse_profile(str(profile["content"]), base, name=_NAME), base)
    found = digest(render_json(answer, base, "sv"))
    if found == entry.content["answer"]:
        return None
    return (
        f"the answer has the digest {found}, and the logged one {entry.content['answer']}; "
        f"it was given by version {library} of the library, this is {version('fasmodell')}"
    )
