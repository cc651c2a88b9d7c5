"""The command line for what a local group decides: note a decision, keep and check the log of assessments."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fasmodell.cli import format_option, language_option, measure_of, rule_base_of, unknown_name
from fasmodell.cli_failures import EXIT_FINDINGS, OrderedGroup, show_diagnostics
from fasmodell.knowledge import ActorId
from fasmodell.profile_loader import text_of
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.scales import Language

if TYPE_CHECKING:
    from fasmodell.analysis.decision_log import Entry, LogRead
    from fasmodell.analysis.local_decision import DecisionsRead

_FILE = click.Path(dir_okay=False, path_type=Path)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date:
    """The date that `--at` says, otherwise today: the one place where the clock is read for a decision."""
    if value is None:
        return datetime.now(UTC).astimezone().date()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"write it as year-month-day, got `{value}`") from None


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """The time that `--at` says, otherwise now: the one place where the clock is read for the log."""
    if value is None:
        return datetime.now(UTC).isoformat(timespec="seconds")
    try:
        return datetime.fromisoformat(value).isoformat(timespec="seconds")
    except ValueError:
        raise click.BadParameter(f"write it as 2026-04-10T09:00:00+02:00, got `{value}`") from None


@click.command()
@click.argument("profile", type=_FILE)
@click.argument("measure")
@click.option("--choose", is_flag=True, help="The group chooses the measure.")
@click.option("--decline", is_flag=True, help="The group declines the measure.")
@click.option("--reason", required=True, help="A code; `fasmodell kb list reasons` shows them all.")
@click.option("--comment", help="In the group's own words; nothing about a person.")
@click.option("--by", help="The function that decided, an actor of the catalogue; never a name.")
@click.option("--at", callback=_day, metavar="DATE", help="The day of the decision; today unless given.")
@click.option("--decisions", type=_FILE, help="The file to add to; beside the profile unless given.")
@language_option
@click.pass_context
def decide(
    context: click.Context,
    profile: Path,
    measure: str,
    choose: bool,
    decline: bool,
    reason: str,
    comment: str | None,
    by: str | None,
    at: date,
    decisions: Path | None,
    lang: Language,
) -> None:
    """
    Note that the local group chooses or declines a measure, with its reason, whatever the engine says.

    The decision is added at the end of the file of decisions and is shown beside the answer from then on.

    \b
    Example: fasmodell decide profile.yaml B3 --decline --reason lack_of_resources
    """
    from fasmodell.analysis import words_decisions as w
    from fasmodell.analysis.decision_file import add_decision, file_to_add_to
    from fasmodell.analysis.local_decision import Choice, LocalDecision, SeenThen
    from fasmodell.answering import answer_with

    base = rule_base_of(context)
    knowledge = base.knowledge
    if choose is decline:
        raise click.UsageError("say `--choose` or `--decline`, one of them")
    if str(profile) == "-":
        message = "a decision is kept beside a profile: give its file, not standard input"
        raise click.BadParameter(message, param_hint="PROFILE")
    id_ = measure_of(measure, base, "MEASURE")
    if reason not in knowledge.decision_reasons:
        raise click.BadParameter(unknown_name("reason", reason, knowledge.decision_reasons), param_hint="--reason")
    if comment is not None and not comment.strip():
        raise click.BadParameter("write something, or leave it out", param_hint="--comment")
    if by is not None and by not in knowledge.actors:
        raise click.BadParameter(unknown_name("actor", by, knowledge.actors), param_hint="--by")
    loaded = parse_profile(text_of(profile, str(profile)), base, name=str(profile))
    answer = answer_with(loaded, base)
    ranked = answer.measure(id_)
    seen = SeenThen(ranked.standing, ranked.rank, loaded.as_of, base.digest)
    actor = None if by is None else ActorId(by)
    path = file_to_add_to(profile, decisions, loaded.area.name, knowledge)
    add_decision(
        path,
        loaded.area.name,
        LocalDecision(id_, Choice.CHOOSE if choose else Choice.DECLINE, reason, comment, actor, at, seen, None),
        knowledge,
    )
    click.echo(w.RECORDED.to(lang).format(file=path))


@click.group("decision-log", cls=OrderedGroup)
def decision_log() -> None:
    """
    Keep a log of assessments and decisions that shows when anything in it was changed.

    Example: fasmodell decision-log list log.jsonl
    """


@decision_log.command("add")
@click.argument("log", type=_FILE)
@click.argument("profile")
@click.option("--decisions", type=_FILE, help="The file of decisions; beside the profile unless given.")
@click.option("--at", callback=_moment, metavar="TIME", help="When the entry is made; now unless given.")
@language_option
@click.pass_context
def log_add(context: click.Context, log: Path, profile: str, decisions: Path | None, at: str, lang: Language) -> None:
    """
    Record an assessment at the end of LOG: the profile, the rule base's digest, the answer's digest, the decisions.

    Example: fasmodell decision-log add log.jsonl profile.yaml
    """
    from fasmodell.analysis import words_decisions as w
    from fasmodell.analysis.assessment_record import content_of
    from fasmodell.analysis.log_file import add_entry

    base = rule_base_of(context)
    name = "<stdin>" if profile == "-" else profile
    source = sys.stdin.buffer.read() if profile == "-" else None
    text = text_of(profile if source is None else source, name)
    area = parse_profile(text, base, name=name).area.name
    read = _decisions_for(profile, decisions, area, base)
    raw = Path(profile).read_bytes() if source is None else source
    entry = add_entry(log, content_of(text, at, () if read is None else read.decisions, base, raw))
    click.echo(w.LOGGED.to(lang).format(number=entry.number, id=entry.id))


def _decisions_for(profile: str, decisions: Path | None, area: str, base: RuleBase) -> DecisionsRead | None:
    from fasmodell.analysis.decision_file import decisions_for

    read, text, warnings = decisions_for(None if profile == "-" else Path(profile), decisions, area, base.knowledge)
    if warnings:
        show_diagnostics(warnings, {warnings[0].span.file: text})
    return read


@decision_log.command("list")
@click.argument("log", type=_FILE)
@language_option
@format_option("text", "json")
def log_list(log: Path, lang: Language, format_: str) -> None:
    """
    List the entries of LOG, oldest first; a log that is not whole is refused.

    Example: fasmodell decision-log list log.jsonl
    """
    from fasmodell.analysis import words_decisions as w
    from fasmodell.analysis.log_file import read_log_file, require_whole

    read = read_log_file(log)
    require_whole(log, read)
    entries = [entry for _, entry in read.entries]
    if format_ == "json":
        document = {"format": "fasmodell.decision_log/1", "entries": [_entry_object(entry) for entry in entries]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for entry in entries:
        click.echo(_entry_line(entry, lang))
    if not entries:
        click.echo(w.EMPTY_LOG.to(lang))


def _entry_object(entry: Entry) -> dict[str, object]:
    return {"number": entry.number, "hash": entry.hash, "previous": entry.previous, "content": dict(entry.content)}


def _entry_line(entry: Entry, lang: Language) -> str:
    from fasmodell.analysis import words_decisions as w
    from fasmodell.layout import printable

    content = entry.content
    phase = (
        w.LOG_PHASE_OPEN.to(lang) if content["phase"] is None else w.LOG_PHASE.to(lang).format(phase=content["phase"])
    )
    decisions = content["decisions"]
    count = len(decisions) if isinstance(decisions, list) else 0
    counted = (w.DECISION_COUNT if count == 1 else w.DECISIONS_COUNT).to(lang).format(n=count)
    said = {key: printable(str(content[key])) for key in ("at", "area", "as_of")}
    return w.LOG_ENTRY.to(lang).format(number=entry.number, id=entry.id, phase=phase, decisions=counted, **said)


@decision_log.command("verify")
@click.argument("log", type=_FILE)
@click.option("--head", "head", metavar="NUMBER:HASH", help="An entry noted elsewhere that must be in the log.")
@language_option
@format_option("text", "json")
@click.pass_context
def log_verify(context: click.Context, log: Path, head: str | None, lang: Language, format_: str) -> None:
    """
    Say whether LOG is whole, and otherwise which line was changed, inserted, removed, moved or cut short.

    Whoever can change the log can change the head file beside it too. A checksum that is noted elsewhere, in minutes
    or a register, and given with --head shows that as well. Exits with 1 when the log is not whole.

    Example: fasmodell decision-log verify log.jsonl
    """
    from fasmodell.analysis import words_decisions as w
    from fasmodell.analysis.decision_log import Head
    from fasmodell.analysis.log_file import fault_diagnostics, read_log_file

    known = None
    if head is not None:
        number, colon, hash_ = head.partition(":")
        if not (colon and number.isdecimal() and int(number) and len(hash_) == len("0" * 64)):
            raise click.BadParameter("write it as 12:<64 characters>", param_hint="--head")
        known = Head(int(number), hash_)
    read = read_log_file(log, known)
    if format_ == "json":
        click.echo(json.dumps(_check_object(read), ensure_ascii=False, indent=2))
    else:
        text = w.NOT_WHOLE if read.faults else w.WHOLE if read.entries else w.EMPTY_LOG
        click.echo(text.to(lang).format(n=len(read.faults or read.entries), hash=read.head.hash))
    if read.faults:
        show_diagnostics(fault_diagnostics(log, read), {})
        context.exit(EXIT_FINDINGS)


def _check_object(read: LogRead) -> dict[str, object]:
    return {
        "format": "fasmodell.log_check/1",
        "whole": not read.faults,
        "entries": len(read.entries),
        "head": read.head.hash,
        "faults": [{"line": one.line, "kind": one.kind.value, "message": one.message} for one in read.faults],
    }


@decision_log.command("repair")
@click.argument("log", type=_FILE)
@language_option
def log_repair(log: Path, lang: Language) -> None:
    """
    Move away a last line that was cut short by a crash; every whole entry is kept.

    Example: fasmodell decision-log repair log.jsonl
    """
    from fasmodell.analysis import words_decisions as w
    from fasmodell.analysis.log_file import repair_log

    done = repair_log(log)
    text = w.NOTHING_TORN if done is None else w.REPAIRED if isinstance(done, Path) else w.COMPLETED
    click.echo(text.to(lang).format(file=done))


@decision_log.command("reproduce")
@click.argument("log", type=_FILE)
@click.argument("entry")
@language_option
@click.pass_context
def log_reproduce(context: click.Context, log: Path, entry: str, lang: Language) -> None:
    """
    Work the answer of an entry out again, and say whether it comes out the same, character by character.

    ENTRY is its number or the beginning of its checksum. The rule base must be the one that was logged; name another
    with --rules, --knowledge or --base. Exits with 1 when it is not here or the answer differs.

    Example: fasmodell decision-log reproduce log.jsonl 1
    """
    from fasmodell.analysis import words_decisions as w
    from fasmodell.analysis.assessment_record import not_reproduced
    from fasmodell.analysis.log_file import read_log_file, require_whole

    read = read_log_file(log)
    require_whole(log, read)
    found = [
        one for _, one in read.entries if entry == str(one.number) or (len(entry) >= 4 and one.hash.startswith(entry))
    ]
    if len(found) != 1:
        many = "more than one entry" if found else "no entry"
        raise click.BadParameter(f"there is {many} `{entry}` in the log", param_hint="ENTRY")
    base = rule_base_of(context)
    line = next(line for line, one in read.entries if one is found[0])
    problem = not_reproduced(log, line, found[0], base)
    if problem is not None:
        show_diagnostics([problem], {})
        context.exit(EXIT_FINDINGS)
    click.echo(w.REPRODUCED.to(lang).format(number=found[0].number))
