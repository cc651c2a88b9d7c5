"""The command line of stability: how much it takes for an answer to become another."""

from __future__ import annotations

from importlib.util import find_spec

import click

from fasmodell.cli import format_option, language_option, profile_of, rule_base_of, width_of_terminal
from fasmodell.diagnostics import InferenceError
from fasmodell.scales import Language

MISSING = "the stability of an answer needs NumPy, which is not installed: pip install 'fasmodell[analysis]'"


@click.command()
@click.argument("profile")
@language_option
@format_option("text", "markdown", "json", "svg")
@click.option(
    "--draws", type=click.IntRange(100, 100_000), default=10_000, show_default=True, help="How many draws to make."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Where the draws start.")
@click.option(
    "--spread",
    type=click.IntRange(0, 100),
    default=25,
    show_default=True,
    metavar="PERCENT",
    help="How far each weight may be drawn from what is written, in per cent of it.",
)
@click.option("--top", type=click.IntRange(1, 1000), default=5, show_default=True, help="Changes of a kind to show.")
@click.pass_context
def stability(
    context: click.Context, profile: str, lang: Language, format_: str, draws: int, seed: int, spread: int, top: int
) -> None:
    """
    Say how stable an answer is: the smallest change that gives another one, and how often it holds.

    PROFILE is a YAML file, or - for standard input. The changes are exact; the shares are of draws, which the seed
    decides.

    Example: fasmodell stability examples/bjorkdalen.yaml --draws 1000
    """
    if find_spec("numpy") is None:
        raise InferenceError(MISSING)
    from fasmodell.analysis.stability import Settings, stability_of
    from fasmodell.view import View

    base = rule_base_of(context)
    answer, found = stability_of(profile_of(profile, base), base, Settings(draws, seed, spread / 100))
    view = View(answer, base, lang)
    if format_ == "json":
        from fasmodell.analysis.stability_json import stability_json

        click.echo(stability_json(view, found))
    elif format_ == "svg":
        from fasmodell.report.acceptability_picture import acceptability_picture

        click.echo(acceptability_picture(view, found).svg)
    else:
        from fasmodell.analysis.stability_page import stability_page
        from fasmodell.document import document_markdown, document_text

        page = stability_page(view, found, top)
        click.echo(document_markdown(page) if format_ == "markdown" else document_text(page, width_of_terminal()))
