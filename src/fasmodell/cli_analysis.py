"""The command line of the analysis: why something is not so, and what would be if an observation were another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import click

from fasmodell.cli import (
    changes_of,
    format_option,
    language_option,
    profile_of,
    rule_base_of,
    width_of_terminal,
)
from fasmodell.cli_failures import show_diagnostics
from fasmodell.document import Document, document_markdown, document_text
from fasmodell.profile_loader import text_of
from fasmodell.rule_base import parse_profile
from fasmodell.scales import Language


def show_page(format_: str, page: Callable[[], Document], written_json: Callable[[], str]) -> None:
    """Print a page as text or Markdown, or its data as JSON."""
    if format_ == "json":
        click.echo(written_json())
    elif format_ == "markdown":
        click.echo(document_markdown(page()))
    else:
        click.echo(document_text(page(), width_of_terminal()))


@click.command("why-not")
@click.argument("profile")
@click.argument("target")
@language_option
@format_option("text", "markdown", "json")
@click.option(
    "--top", type=click.IntRange(1, 1000), default=5, show_default=True, help="Ways past each obstacle to show."
)
@click.pass_context
def why_not(context: click.Context, profile: str, target: str, lang: Language, format_: str, top: int) -> None:
    """
    Say why a measure, a phase or a finding is not so, with every way to it, nearest first.

    PROFILE is a YAML file, or - for standard input. TARGET is a measure by its id or code, a phase as 3 or phase:3, or
    a finding as open_drug_scene or 'open_drug_scene>=marked'.

    Example: fasmodell why-not examples/bjorkdalen.yaml safety_walk --lang en
    """
    from fasmodell.analysis.target import UnknownTargetError, target_named
    from fasmodell.analysis.why_not import why_not
    from fasmodell.analysis.why_not_document import why_not_page
    from fasmodell.analysis.why_not_json import why_not_json
    from fasmodell.pipeline import recommend
    from fasmodell.view import View

    base = rule_base_of(context)
    try:
        wanted = target_named(target, base)
    except UnknownTargetError as error:
        raise click.BadParameter(str(error), param_hint="TARGET") from error
    answer = recommend(profile_of(profile, base), base)
    view, found = View(answer, base, lang), why_not(answer, base, wanted)
    show_page(format_, lambda: why_not_page(view, found, top), lambda: why_not_json(view, found))


@click.command("what-if")
@click.argument("profile")
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    callback=changes_of,
    metavar="INDICATOR=VALUE",
    help="The value to assume, or unknown; may be given several times.",
)
@language_option
@format_option("text", "markdown", "json")
@click.option("--top", type=click.IntRange(1, 1000), default=10, show_default=True, help="Changes of a kind to show.")
@click.pass_context
def what_if(
    context: click.Context, profile: str, changes: Mapping[str, str], lang: Language, format_: str, top: int
) -> None:
    """
    Show the answer before and after some observations were others, and which rules changed their mind.

    PROFILE is a YAML file, or - for standard input.

    \b
    Example: fasmodell what-if examples/kvarnangen.yaml --set policing_difficulty_level=0
    """
    from fasmodell.analysis.answer_difference import difference_between
    from fasmodell.analysis.what_if_document import Pair, what_if_page
    from fasmodell.analysis.what_if_json import what_if_json
    from fasmodell.knowledge import IndicatorId
    from fasmodell.pipeline import recommend

    base = rule_base_of(context)
    name = "<stdin>" if profile == "-" else profile
    text = text_of(sys.stdin.buffer.read() if profile == "-" else profile, name)
    before, after = (parse_profile(text, base, name=name, changes=one) for one in ({}, changes))
    if before.warnings:
        show_diagnostics(before.warnings, {name: text})
    found = difference_between(recommend(before, base), recommend(after, base), base)
    pair, changed = Pair.of(found, base, lang), [IndicatorId(one) for one in changes]
    show_page(format_, lambda: what_if_page(pair, found, changed, top), lambda: what_if_json(pair, found, changed))
