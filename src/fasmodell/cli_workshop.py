"""The command line for a worksheet."""

from __future__ import annotations

import click

from fasmodell.cli import (
    format_option,
    language_option,
    profile_of,
    rule_base_of,
    unknown_name,
    width_of_terminal,
)
from fasmodell.knowledge import SystemId
from fasmodell.scales import Language

_USUAL = "parallel_structures_workshop"


@click.command()
@click.argument("profile")
@language_option
@format_option("text", "markdown", "json")
@click.option("--system", default=_USUAL, show_default=True, metavar="SYSTEM", help="Whose steps; see kb list systems.")
@click.pass_context
def workshop(context: click.Context, profile: str, lang: Language, format_: str, system: str) -> None:
    """
    Write a worksheet for a working group, filled in with what is known of the area.

    PROFILE is a YAML file, or - for standard input. The steps lead from indicators to problems, likely causes,
    measures and partners, organisational preconditions and a next step.

    Example: fasmodell workshop examples/bjorkdalen.yaml
    """
    from fasmodell.analysis.workshop import worksheet_of
    from fasmodell.analysis.workshop_page import worksheet_document, worksheet_json
    from fasmodell.document import document_markdown, document_text
    from fasmodell.pipeline import recommend
    from fasmodell.view import View

    base = rule_base_of(context)
    found = base.knowledge.systems.get(SystemId(system))
    if found is None:
        raise click.BadParameter(unknown_name("system", system, base.knowledge.systems), param_hint="--system")
    answer = recommend(profile_of(profile, base), base)
    worksheet, view = worksheet_of(found, answer, base), View(answer, base, lang)
    if format_ == "json":
        click.echo(worksheet_json(worksheet, view))
        return
    page = worksheet_document(worksheet, view)
    click.echo(document_text(page, width_of_terminal()) if format_ == "text" else document_markdown(page))
