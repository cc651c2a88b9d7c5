"""The command line for following an area over time: compare two profiles, track all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fasmodell.cli import format_option, language_option, rule_base_of, width_of_terminal
from fasmodell.cli_failures import EXIT_NOTHING, show_diagnostics
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language

if TYPE_CHECKING:
    from fasmodell.analysis.comparison import Trajectory
    from fasmodell.analysis.profile_files import ProfileFile
    from fasmodell.document import Document


@click.command()
@click.argument("old")
@click.argument("new")
@language_option
@format_option("text", "markdown", "json")
@click.option("--verify", is_flag=True, help="Replay the proof of both answers and recount the comparison.")
@click.pass_context
def compare(context: click.Context, old: str, new: str, lang: Language, format_: str, verify: bool) -> None:
    """
    Say what moved from one profile of an area to a later one.

    OLD and NEW are YAML files; one of them may be - for standard input. Profiles that cannot be compared are refused.

    \b
    Example: fasmodell compare examples/over-time/2024.yaml examples/over-time/2026.yaml
    """
    from fasmodell.analysis.profile_files import read_profiles
    from fasmodell.analysis.trajectory_page import comparison_page

    if old == new == "-":
        raise click.BadParameter("only one of the profiles can come on standard input")
    base = rule_base_of(context)
    trajectory = _followed(read_profiles([old, new], base), base, verify)
    _show(trajectory, base, lang, format_, comparison_page)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--area", metavar="NAME", help="The area to follow, where the folder holds several.")
@language_option
@format_option("text", "markdown", "json")
@click.option("--verify", is_flag=True, help="Replay the proof of every answer and recount what is compared.")
@click.pass_context
def track(context: click.Context, folder: Path, area: str | None, lang: Language, format_: str, verify: bool) -> None:
    """
    Follow an area over all its profiles in a folder, by their dates.

    Exits with 5 when there are not two profiles to compare.

    Example: fasmodell track examples/over-time
    """
    from fasmodell.analysis.profile_files import in_order, profiles_in
    from fasmodell.analysis.trajectory_page import trajectory_page

    base = rule_base_of(context)
    files = in_order(profiles_in(folder, base), area)
    if len(files) < 2:
        click.echo(f"error: there are {len(files)} profiles to compare in {folder}, and it takes two", err=True)
        context.exit(EXIT_NOTHING)
    _show(_followed(files, base, verify), base, lang, format_, trajectory_page)


def _followed(files: list[ProfileFile], base: RuleBase, verify: bool) -> Trajectory:
    from fasmodell.analysis.comparability import require_comparable
    from fasmodell.analysis.comparison import follow
    from fasmodell.analysis.profile_files import refused_rows

    texts = {one.name: one.text for one in files}
    warnings = [warning for one in files for warning in one.profile.warnings]
    require_comparable([(one.name, one.profile) for one in files], texts)
    trajectory = follow([one.profile for one in files], base)
    if verify:
        from fasmodell.analysis.comparison_check import require_recounted

        require_recounted(trajectory, base)
    warnings += refused_rows(trajectory)
    if warnings:
        show_diagnostics(dict.fromkeys(warnings), texts)
    return trajectory


def _show(
    trajectory: Trajectory,
    base: RuleBase,
    lang: Language,
    format_: str,
    page: Callable[[Trajectory, RuleBase, Language], Document],
) -> None:
    from fasmodell.document import document_markdown, document_text

    if format_ == "json":
        from fasmodell.analysis.comparison_json import render_comparison, render_trajectory

        is_track = page.__name__ == "trajectory_page"
        click.echo((render_trajectory if is_track else render_comparison)(trajectory, base, lang))
    elif format_ == "markdown":
        click.echo(document_markdown(page(trajectory, base, lang)))
    else:
        click.echo(document_text(page(trajectory, base, lang), width_of_terminal()))
