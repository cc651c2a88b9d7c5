"""The command line of the shortest path: the least that would have to change."""

from __future__ import annotations

import re

import click

from fasmodell.cli import format_option, language_option, profile_of, rule_base_of
from fasmodell.cli_analysis import show_page
from fasmodell.scales import Language

_WRITTEN = re.compile(r"measure\s*=\s*(\S+)(?:\s+standing\s*=\s*(\S+))?")


@click.command()
@click.argument("profile")
@click.option(
    "--to", "target", required=True, metavar="TARGET", help="A phase (2), or a measure that is to come now (B3)."
)
@click.option(
    "--limit", type=click.IntRange(1, 100), default=3, show_default=True, help="Equally small changes to show."
)
@language_option
@format_option("text", "markdown", "json")
@click.pass_context
def path(context: click.Context, profile: str, target: str, limit: int, lang: Language, format_: str) -> None:
    """
    Find the least that measures would have to change for a phase to be reached, or for a measure to come now.

    PROFILE is a YAML file, or - for standard input. TARGET is a phase, the id or code of a measure, or
    'measure=ID standing=now'.

    Example: fasmodell path examples/kvarnangen.yaml --to 2
    """
    from fasmodell.analysis.path import shortest_path
    from fasmodell.analysis.path_document import path_page
    from fasmodell.analysis.path_json import path_json
    from fasmodell.analysis.target import FindingTarget, UnknownTargetError, target_named
    from fasmodell.view import View

    base = rule_base_of(context)
    match = _WRITTEN.fullmatch(target.strip())
    if match is not None and match[2] not in (None, "now"):
        raise click.BadParameter("a path leads to `standing=now` only", param_hint="--to")
    try:
        wanted = target_named(target if match is None else f"measure:{match[1]}", base)
    except UnknownTargetError as error:
        raise click.BadParameter(str(error), param_hint="--to") from error
    if isinstance(wanted, FindingTarget):
        raise click.BadParameter("a path leads to a phase or a measure; `why-not` takes findings", param_hint="--to")
    found = shortest_path(profile_of(profile, base), base, wanted, limit)
    view = View(found.answer, base, lang)
    show_page(format_, lambda: path_page(view, found), lambda: path_json(view, found))
