"""The command line of the analysis: why something is not so, and what would be if an observation were another."""

from __future__ import annotations

from collections.abc import Callable

import click

from fasmodell.cli import format_option, language_option, profile_of, rule_base_of, width_of_terminal
from fasmodell.document import Document, document_markdown, document_text
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
@click.pass_context
def why_not(context: click.Context, profile: str, target: str, lang: Language, format_: str) -> None:
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
    show_page(format_, lambda: why_not_page(view, found), lambda: why_not_json(view, found))
