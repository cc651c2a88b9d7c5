"""The command line for profiles as workbooks."""

from __future__ import annotations

from pathlib import Path

import click

from fasmodell.cli import language_option, profile_of, rule_base_of
from fasmodell.diagnostics import FasmodellError, ProfileError
from fasmodell.knowledge import IndicatorId, KnowledgeBase
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.scales import Language

_FILE = click.Path(dir_okay=True, path_type=Path)
_MISSING = "profiles as workbooks need the extra `batch`: pip install 'fasmodell[batch]'"


@click.command("template")
@language_option
@click.option("--xlsx", "file", type=_FILE, required=True, metavar="FILE", help="The workbook to write.")
@click.option("--all", "all_indicators", is_flag=True, help="Every indicator, not only the core.")
@click.option("--first", type=click.IntRange(1, 500), metavar="N", help="Only the N questions that settle most.")
@click.option("--from", "source", metavar="PROFILE", help="Fill in what this profile holds.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_context
def template(
    context: click.Context,
    lang: Language,
    file: Path,
    all_indicators: bool,
    first: int | None,
    source: str | None,
    force: bool,
) -> None:
    """
    Write a workbook to fill in, with questions, drop-down lists of steps, units, and columns for period and source.

    `fasmodell profile from-xlsx` reads it back.

    Example: fasmodell profile template --xlsx profile.xlsx
    """
    from fasmodell.authoring.safe_write import Rewrite, write_safely

    try:
        from fasmodell.batch.profile_workbook import profile_workbook
    except ImportError as error:
        raise FasmodellError(_MISSING) from error

    base = rule_base_of(context)
    chosen = _chosen(base, all_indicators, first)
    profile = None if source is None else profile_of(source, base)
    content = profile_workbook(base.knowledge, chosen, lang, profile)
    before = file.read_bytes() if force and file.is_file() else None
    write_safely([Rewrite(file, before, content)], force=force)
    count = len({*chosen, *(() if profile is None else profile.observations)})
    click.echo(f"{file}: {count} indicators")


def _chosen(base: RuleBase, all_indicators: bool, first: int | None) -> list[IndicatorId]:
    if first is None:
        return _of_knowledge(base.knowledge, all_indicators)
    if all_indicators:
        raise click.BadParameter("give one of --all and --first", param_hint="--first")
    from fasmodell.analysis.asking import first_questions

    return list(first_questions(base, first))


def _of_knowledge(knowledge: KnowledgeBase, all_indicators: bool) -> list[IndicatorId]:
    return [one.id for one in knowledge.indicators.values() if one.core or all_indicators]


@click.command("from-xlsx")
@click.argument("file", type=_FILE)
@click.pass_context
def from_xlsx(context: click.Context, file: Path) -> None:
    """
    Print the profile that a filled-in workbook holds, as YAML.

    Blank cells say nothing and are never zero or no. Problems are told of by sheet and cell.

    Example: fasmodell profile from-xlsx examples/imports/profil.xlsx > profile.yaml
    """
    try:
        from fasmodell.batch.workbook_profile import filled_profile
    except ImportError as error:
        raise FasmodellError(_MISSING) from error
    base = rule_base_of(context)
    filled = filled_profile(file, base.knowledge)
    try:
        parse_profile(filled.text, base, name=str(file))
    except ProfileError as error:
        raise filled.in_workbook(error, str(file)) from error
    click.echo(filled.text, nl=False)
