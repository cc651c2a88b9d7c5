"""The command line for what holds of every profile of a rule base."""

from __future__ import annotations

import click

from fasmodell.cli import format_option, language_option, rule_base_of, width_of_terminal
from fasmodell.cli_failures import EXIT_FINDINGS
from fasmodell.scales import Language


@click.command()
@language_option
@format_option("text", "markdown", "json")
@click.pass_context
def prove(context: click.Context, lang: Language, format_: str) -> None:
    """
    Prove what should hold of every profile: one answer, nothing taken back, and worse never helps.

    Nothing is tried at random: every profile that can be written is covered, by going through every case or by Z3. What
    does not hold is shown by the smallest profiles that show it, tried in the engine. Exits with 1 when there is such a
    counterexample.

    Example: fasmodell prove --lang en
    """
    from fasmodell.authoring.proving_json import proving_json
    from fasmodell.authoring.proving_page import proving_page
    from fasmodell.document import document_markdown, document_text
    from fasmodell.exact.proofs import prove

    base = rule_base_of(context)
    proofs = prove(base)
    if format_ == "json":
        click.echo(proving_json(proofs, base))
    elif format_ == "markdown":
        click.echo(document_markdown(proving_page(proofs, base, lang)))
    else:
        click.echo(document_text(proving_page(proofs, base, lang), width_of_terminal()))
    if not proofs.is_proved:
        context.exit(EXIT_FINDINGS)
