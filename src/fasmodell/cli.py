"""The command line: read arguments, call, print, exit. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from fasmodell.cli_commands import Commands, ProfileCommands
from fasmodell.cli_failures import run, show_diagnostics
from fasmodell.knowledge import MeasureId
from fasmodell.profile import Profile
from fasmodell.profile_loader import text_of
from fasmodell.rule_base import RuleBase, load_rule_base, parse_profile
from fasmodell.scales import Language

if TYPE_CHECKING:
    from fasmodell.analysis.decision_text import DecisionsTold
    from fasmodell.results import Recommendation

FC = TypeVar("FC", bound=Callable[..., object])
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="fasmodell", message="%(prog)s %(version)s")
@click.option("--rules", type=_FOLDER, help="Folder of rules instead of the bundled ones.")
@click.option("--knowledge", type=_FOLDER, help="Folder of knowledge instead of the bundled one.")
@click.option("--base", type=_FOLDER, help="Folder of a local rule base, which extends the bundled one.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of compiled rule bases.")
@click.pass_context
def cli(context: click.Context, rules: Path | None, knowledge: Path | None, base: Path | None, no_cache: bool) -> None:
    """
    Which measures suit a socially vulnerable area now, why, and in which order.

    Example: fasmodell recommend profile.yaml
    """
    context.obj = {"rules": rules, "knowledge": knowledge, "base": base, "cache": not no_cache}


def rule_base_of(context: click.Context) -> RuleBase:
    """The rule base that the options of the command line name."""
    options = context.find_root().obj
    return load_rule_base(options["rules"], options["knowledge"], base=options["base"], cache=options["cache"])


def profile_of(source: str, base: RuleBase, changes: Mapping[str, str] | None = None) -> Profile:
    """The profile in a file, or on standard input for `-`; its warnings are shown on stderr."""
    name = "<stdin>" if source == "-" else source
    text = text_of(sys.stdin.buffer.read() if source == "-" else source, name)
    profile = parse_profile(text, base, name=name, changes=changes)
    if profile.warnings:
        show_diagnostics(profile.warnings, {name: text})
    return profile


def language_option(function: FC) -> FC:
    """Add `--lang`; the default is FASMODELL_LANG, otherwise Swedish."""
    return click.option(
        "--lang", type=click.Choice(["sv", "en"]), envvar="FASMODELL_LANG", default="sv", help="Language of the answer."
    )(function)


def format_option(*formats: str) -> Callable[[FC], FC]:
    """Add `--format` with the formats a command has."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], help="How it is written."
    )


def changes_of(_: click.Context, __: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    """What `--set` says: values as written, by indicator."""
    changes = {}
    for value in values:
        indicator, equals, written = value.partition("=")
        if not equals or not indicator.strip() or not written.strip():
            raise click.BadParameter(f"write it as indicator=value, got `{value}`")
        changes[indicator.strip()] = written.strip()
    return changes


def width_of_terminal() -> int:
    """Columns to write for: COLUMNS, otherwise the terminal's, at least 40 and at most 100."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = os.get_terminal_size().columns if sys.stdout.isatty() else 80
    return max(40, min(columns, 100))


@cli.command()
@click.argument("profile")
@language_option
@format_option("text", "markdown", "json")
@click.option("--top", type=click.IntRange(1, 100), default=5, show_default=True, help="Measures per track to show.")
@click.option("--why", metavar="MEASURE", help="Show the whole proof for one measure instead.")
@click.option(
    "--set", "changes", multiple=True, callback=changes_of, metavar="INDICATOR=VALUE", help="Try another value."
)
@click.option("--engine", type=click.Choice(["forward", "durable"]), default="forward", show_default=True)
@click.option("--verify", is_flag=True, help="Replay the proof and compare both engines before answering.")
@click.option(
    "--decisions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the local group has decided; beside the profile unless given.",
)
@click.pass_context
def recommend(
    context: click.Context,
    profile: str,
    lang: Language,
    format_: str,
    top: int,
    why: str | None,
    changes: Mapping[str, str],
    engine: str,
    verify: bool,
    decisions: Path | None,
) -> None:
    """
    Decide the phase of an area, rank the measures and say why.

    PROFILE is a YAML file, or - for standard input.

    Example: fasmodell recommend examples/bjorkdalen.yaml --top 3
    """
    from fasmodell.answering import answer_with, missing_engine

    base = rule_base_of(context)
    asked = None if why is None else measure_of(why, base, "--why")
    missing = missing_engine() if verify and engine == "forward" else None
    if missing is not None:
        click.echo(f"note: the proof is replayed, but engines are not compared: {missing}", err=True)
    answer = answer_with(profile_of(profile, base, changes), base, engine=engine, verify=verify)
    decided = _decided(profile, decisions, answer, base, lang)
    # Each way of writing an answer is imported when it is asked for: imports are most of what a short command costs.
    if asked is not None:
        from fasmodell.answer_why import render_why

        click.echo(render_why(answer, base, asked, lang=lang, width=width_of_terminal()))
    elif format_ == "json":
        from fasmodell.answer_json import render_json

        click.echo(render_json(answer, base, lang=lang, decisions=None if decided is None else decided.objects))
    elif format_ == "markdown":
        from fasmodell.answer_markdown import render_markdown

        click.echo(
            render_markdown(answer, base, lang=lang, top=top, decisions=() if decided is None else decided.lines)
        )
    else:
        from fasmodell.answer_text import render_text

        lines = () if decided is None else decided.lines
        click.echo(render_text(answer, base, lang=lang, top=top, width=width_of_terminal(), decisions=lines))


def _decided(
    profile: str, decisions: Path | None, answer: Recommendation, base: RuleBase, lang: Language
) -> DecisionsTold | None:
    """What the local group has decided, where a file says so; what is to be looked at again is told on stderr."""
    path = None if profile == "-" else Path(profile)
    if decisions is None and (path is None or not has_decisions_beside(path)):
        return None
    from fasmodell.analysis.decision_text import decisions_told

    told = decisions_told(path, decisions, answer, base, lang)
    if told is not None and told.warnings:
        show_diagnostics(told.warnings, told.texts)
    return told


def has_decisions_beside(profile: Path) -> bool:
    """True when a file of decisions stands beside a profile; asked first, since most have none."""
    return any(profile.with_name(name).is_file() for name in (f"{profile.stem}.decisions.yaml", "decisions.yaml"))


def measure_of(word: str, base: RuleBase, hint: str) -> MeasureId:
    """The measure with an id or a catalogue code; `hint` says where the word was written."""
    found = base.knowledge.measure_named(word)
    if found is None:
        raise click.BadParameter(unknown_name("measure", word, base.knowledge.measures), param_hint=hint)
    return found


def unknown_name(kind: str, word: str, names: Iterable[str]) -> str:
    """Say that a name is not known, with the closest one that is."""
    from fasmodell.diagnostics import suggest

    near = suggest(word, names)
    hint = f"did you mean `{near}`?" if near else f"`fasmodell kb list {kind}s` shows them all"
    return f"unknown {kind} `{word}`; {hint}"


@cli.command()
@click.argument("profile")
@language_option
@format_option("text", "json")
@click.pass_context
def phase(context: click.Context, profile: str, lang: Language, format_: str) -> None:
    """
    Decide the phase alone, with the evidence at each gate.

    Example: fasmodell phase examples/bjorkdalen.yaml
    """
    from fasmodell.answering import answer_with

    base = rule_base_of(context)
    answer = answer_with(profile_of(profile, base), base)
    if format_ == "json":
        from fasmodell.answer_json import render_phase_json

        click.echo(render_phase_json(answer, base, lang=lang))
    else:
        from fasmodell.answer_text import render_phase

        click.echo(render_phase(answer, base, lang=lang, width=width_of_terminal()))


@cli.group("profile", cls=ProfileCommands)
def profile_group() -> None:
    """
    Start or check a profile.

    Example: fasmodell profile new --lang sv
    """


@profile_group.command("new")
@language_option
@click.option("--all", "all_indicators", is_flag=True, help="Every indicator, not only the core.")
@click.option("--first", type=click.IntRange(1, 500), metavar="N", help="Only the N questions that settle most.")
@click.pass_context
def profile_new(context: click.Context, lang: Language, all_indicators: bool, first: int | None) -> None:
    """
    Print a profile to fill in, with questions and anchors beside each indicator.

    Example: fasmodell profile new > profile.yaml
    """
    from fasmodell.profile_template import profile_template

    base = rule_base_of(context)
    only = None
    if first is not None:
        if all_indicators:
            raise click.BadParameter("give one of --all and --first", param_hint="--first")
        from fasmodell.analysis.asking import first_questions

        only = first_questions(base, first)
    click.echo(profile_template(base.knowledge, lang, core_only=not all_indicators, only=only), nl=False)


@profile_group.command("check")
@click.argument("profile")
@click.pass_context
def profile_check(context: click.Context, profile: str) -> None:
    """
    Say what is wrong with a profile, and how much of the core it answers.

    Example: fasmodell profile check examples/bjorkdalen.yaml
    """
    base = rule_base_of(context)
    loaded = profile_of(profile, base)
    core = [indicator for indicator in base.knowledge.indicators.values() if indicator.core]
    known = sum(1 for indicator in core if loaded.value_of(indicator.id) is not None)
    all_known = sum(1 for observation in loaded.observations.values() if observation.is_known)
    click.echo(f"{profile}: valid; {all_known} known observations, {known} of {len(core)} core indicators")


def main() -> int:
    """Run the command line and return the exit code."""
    # A command lives for a moment: collecting garbage would cost more than the memory it could give back.
    gc.disable()
    return run(cli)
