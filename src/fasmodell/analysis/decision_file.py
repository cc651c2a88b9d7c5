"""The file of decisions beside a profile: found, read, and added to without touching what stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from fasmodell.analysis.decision_loader import FORMAT, read_decisions
from fasmodell.analysis.local_decision import DecisionsRead, LocalDecision
from fasmodell.diagnostics import Diagnostic, FasmodellError, ProfileError, Severity, Span, quote
from fasmodell.knowledge import KnowledgeBase
from fasmodell.profile_loader import text_of
from fasmodell.whole_file import one_writer, write_whole
from fasmodell.yaml_source import parse_yaml

_HEAD = "# Decisions of the local group. Later ones about the same measure replace earlier ones; none is deleted.\n"
_DASH = re.compile(r"( *)- +")


def decisions_beside(profile: Path) -> Path | None:
    """The file of decisions for a profile: `<stem>.decisions.yaml` beside it, otherwise `decisions.yaml` there."""
    for path in (own_file(profile), profile.with_name("decisions.yaml")):
        if path.is_file():
            return path
    return None


def own_file(profile: Path) -> Path:
    """Where the decisions of a profile of its own stand."""
    return profile.with_name(f"{profile.stem}.decisions.yaml")


def decisions_in(path: Path, area: str, knowledge: KnowledgeBase) -> tuple[DecisionsRead, str]:
    """
    The decisions of a file and its text.

    Raises ProfileError with every problem, also when they are for another area.
    """
    text = text_of(path, str(path))
    return decisions_of(text, str(path), area, knowledge), text


def decisions_of(text: str, name: str, area: str, knowledge: KnowledgeBase) -> DecisionsRead:
    """
    The decisions for an area in the text of a file; `name` is what diagnostics call it.

    Raises ProfileError with every problem, also when they are for another area.
    """
    read = read_decisions(text, name, knowledge)
    if not is_for(read, area):
        problem = _another_area(read, text, area, Severity.error)
        raise ProfileError("the decisions are for another area", [problem], {name: text})
    return read


def is_for(read: DecisionsRead, area: str) -> bool:
    """Whether decisions are for an area, by its name."""
    return _plain(read.area) == _plain(area)


def _another_area(read: DecisionsRead, text: str, area: str, severity: Severity) -> Diagnostic:
    document, _ = parse_yaml(text, read.name)
    span = Span(read.name, 1, 1, 1, 1) if document is None else document.value_span(("area",))
    message = f"the decisions are for {quote(read.area)}, the profile for {quote(area)}"
    return Diagnostic("FM705", severity, message, span, "name another file with `--decisions`, or mend `area`")


def decisions_for(
    profile: Path | None, given: Path | None, area: str, knowledge: KnowledgeBase
) -> tuple[DecisionsRead | None, str, tuple[Diagnostic, ...]]:
    """
    The decisions for a profile with the text of their file: those given, otherwise those found beside it.

    A `decisions.yaml` of another area, found in the same folder, is left out with a warning: a folder may hold several
    areas. Raises ProfileError with every problem of the file.
    """
    path = given if given is not None or profile is None else decisions_beside(profile)
    if path is None:
        return None, "", ()
    if given is not None or (profile is not None and path == own_file(profile)):
        return *decisions_in(path, area, knowledge), ()
    text = text_of(path, str(path))
    read = read_decisions(text, str(path), knowledge)
    if is_for(read, area):
        return read, text, ()
    return None, text, (_another_area(read, text, area, Severity.warning),)


def file_to_add_to(profile: Path, given: Path | None, area: str, knowledge: KnowledgeBase) -> Path:
    """The file that a decision about a profile is added to: its own unless the folder has one for the area."""
    read, _, _ = decisions_for(profile, given, area, knowledge) if given is None else (None, "", ())
    return given or (own_file(profile) if read is None else Path(read.name))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def add_decision(path: Path, area: str, decision: LocalDecision, knowledge: KnowledgeBase) -> None:
    """
    Add a decision at the end of a file, which is begun when there is none. Everything that stands there is kept.

    The new text is read back before it is written, and written whole or not at all. Raises ProfileError when the file
    cannot be read or added to, FasmodellError when it cannot be written.
    """
    try:
        with one_writer(path):
            before = decisions_in(path, area, knowledge) if path.exists() else None
            text = text_with(str(path), area, decision, before, knowledge)
            write_whole(path, text)
    except OSError as error:
        raise FasmodellError(f"the decision is not recorded: {path} cannot be written: {error.strerror}") from None


def text_with(
    name: str, area: str, decision: LocalDecision, before: tuple[DecisionsRead, str] | None, knowledge: KnowledgeBase
) -> str:
    """
    The text of a file of decisions with one more at its end; `before` is what stands there, None for a new file.

    Raises ProfileError when it cannot be added to, or may not hold what the decision says.
    """
    if before is None:
        text = decisions_text(area, [decision])
        earlier: tuple[LocalDecision, ...] = ()
    else:
        read, old = before
        earlier = read.decisions
        text = old if old.endswith("\n") else f"{old}\n"
        if not earlier and "\ndecisions:" not in f"\n{old}":
            text += "decisions:\n"
        text += _entry(decision, _indent(old, earlier))
    try:
        after = read_decisions(text, name, knowledge)
    except ProfileError as error:
        # A comment that may not stand there is told as it is; the file itself was read before.
        if before is None or any(one.code in ("FM404", "FM405") for one in error.diagnostics):
            raise
        raise _cannot_be_added_to(name, before[1]) from None
    if _told(after.decisions) != _told((*earlier, decision)):
        raise _cannot_be_added_to(name, "" if before is None else before[1])
    return text


def decisions_text(area: str, decisions: Iterable[LocalDecision]) -> str:
    """A file of decisions written anew."""
    head = f"{_HEAD}format: {FORMAT}\narea: {_quoted(area)}\ndecisions:\n"
    return head + "".join(_entry(decision, 2) for decision in decisions)


def _told(decisions: tuple[LocalDecision, ...]) -> list[LocalDecision]:
    return [one._replace(span=None) for one in decisions]


def _cannot_be_added_to(name: str, text: str) -> ProfileError:
    help = "write `decisions:` last, with one `- measure: …` per line and decision"
    message = "a decision cannot be added at the end of this file"
    problem = Diagnostic("FM706", Severity.error, message, Span(name, 1, 1, 1, 1), help)
    return ProfileError("the decision is not recorded", [problem], {name: text})


def _indent(text: str, earlier: tuple[LocalDecision, ...]) -> int:
    """The column of the hyphens in a list that is written one entry per line."""
    span = earlier[-1].span if earlier else None
    lines = text.removeprefix("\ufeff").split("\n")
    for line in reversed(lines[: span.line] if span is not None else []):
        match = _DASH.match(line)
        if match is not None:
            return len(match[1])
    return 2


def _entry(decision: LocalDecision, indent: int) -> str:
    seen = decision.seen
    parts = [f"measure: {decision.measure}", f"choice: {decision.choice}", f"reason: {decision.reason}"]
    if decision.comment is not None:
        parts.append(f"comment: {_quoted(decision.comment)}")
    if decision.by is not None:
        parts.append(f"by: {decision.by}")
    parts.append(f"at: {decision.at.isoformat()}")
    if seen is not None:
        said = f"standing: {seen.standing}, rank: {seen.rank}, as_of: {seen.as_of.isoformat()}"
        parts.append(f'seen: {{{said}, rule_base: "{seen.rule_base}"}}')
    margin = " " * indent
    return "".join(f"{margin}{'- ' if not place else '  '}{part}\n" for place, part in enumerate(parts))


def _quoted(text: str) -> str:
    """A text in double quotes; what JSON escapes, YAML reads the same."""
    return json.dumps(text, ensure_ascii=False)
