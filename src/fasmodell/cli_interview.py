"""The command line for what to ask next, as a list and as an interview."""

from __future__ import annotations

import click

from fasmodell.cli import format_option, language_option, profile_of, rule_base_of, width_of_terminal
from fasmodell.scales import Language


@click.command()
@click.argument("profile")
@language_option
@format_option("text", "markdown", "json")
@click.option("--top", type=click.IntRange(1, 200), default=5, show_default=True, help="Questions to show.")
@click.option("--interactive", is_flag=True, help="Ask them here, one at a time, and save each answer in PROFILE.")
@click.pass_context
def ask(context: click.Context, profile: str, lang: Language, format_: str, top: int, interactive: bool) -> None:
    """
    Rank what is not known by how much an answer would settle, and say what each answer would lead to.

    PROFILE is a YAML file, or - for standard input. With --interactive it is begun where there is none.

    Example: fasmodell ask examples/kvarnangen.yaml --top 2
    """
    from fasmodell.analysis.asking import Asker
    from fasmodell.analysis.asking_page import asking_document, asking_json
    from fasmodell.document import document_markdown, document_text
    from fasmodell.pipeline import recommend
    from fasmodell.view import View

    base = rule_base_of(context)
    if interactive:
        from fasmodell.cli_prompts import interview

        interview(profile, base, lang)
        return
    answer = recommend(profile_of(profile, base), base)
    asking, view = Asker(base).ask(answer), View(answer, base, lang)
    if format_ == "json":
        click.echo(asking_json(asking, view))
        return
    page = asking_document(asking, view, top)
    click.echo(document_text(page, width_of_terminal()) if format_ == "text" else document_markdown(page))
