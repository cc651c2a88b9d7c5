"""The command line for what is new: a local rule base to start from, and rules, indicators and measures to fill in."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fasmodell.cli import FC, rule_base_of, unknown_name

if TYPE_CHECKING:
    from fasmodell.authoring.safe_write import Rewrite
    from fasmodell.authoring.scaffold import Target
    from fasmodell.authoring.scaffold_commands import NewRule
    from fasmodell.rule_base import RuleBase

_SCALES = ("level", "percent", "rate", "count", "index", "flag", "choice", "months", "number")
_DIRECTIONS = ("higher_is_worse", "higher_is_better", "neutral")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="Its name, as lower-case words joined by hyphens; the folder's own without it.")
@click.pass_context
def init(context: click.Context, folder: Path, name: str | None) -> None:
    """
    Start a local rule base in FOLDER, which extends the bundled one and changes nothing yet.

    Each kind of change stands there as an example to take the # away from. FOLDER must not hold anything; it is written
    whole or not at all.

    Example: fasmodell init exempelkommun
    """
    from fasmodell.authoring.local_base import local_base_files, name_from, write_new_folder
    from fasmodell.names import KEBAB

    if context.find_root().obj["base"] is not None:
        raise click.UsageError("a local rule base extends a whole one; leave `--base` out")
    chosen = name_from(folder.resolve().name) if name is None else name
    if not KEBAB.fullmatch(chosen):
        raise click.BadParameter(f"write it as `{name_from(chosen)}`", param_hint="--name")
    base = rule_base_of(context)
    if chosen == base.rules.manifest.name:
        raise click.BadParameter(f"`{chosen}` is the name of what it extends", param_hint="--name")
    files = local_base_files(chosen, base)
    write_new_folder(folder, files)
    click.echo(f"{len(files)} files written to {folder}; begin with {folder / 'README.md'}")


def _author_options(function: FC) -> FC:
    """Add what the commands for new entries have in common."""
    for option in (
        click.option("--force", is_flag=True, help="Also add to files that git could not give back."),
        click.option("--diff", is_flag=True, help="Write nothing; show what would be written."),
        click.option("--source", default="project", show_default=True, help="The source of what is new, by its id."),
    ):
        function = option(function)
    return function


def _rule_id(_: click.Context, __: click.Parameter, written: str | None) -> str | None:
    from fasmodell.names import KEBAB

    if written is not None and not all(KEBAB.fullmatch(part) for part in (*written.split("/", 1), "")[:2]):
        raise click.BadParameter(f"write the file and the name, as `open-drug-scene/in-summer`, got `{written}`")
    return written


def _snake(_: click.Context, __: click.Parameter, written: str) -> str:
    from fasmodell.names import SNAKE

    if not SNAKE.fullmatch(written):
        raise click.BadParameter(f"write it as `moped_traffic_level`, got `{written}`")
    return written


@click.command("new-rule")
@click.argument("rule", callback=_rule_id)
@click.option("--when", required=True, help="Its condition, as in a rule, or in short: INDICATOR:at_least:2.")
@click.option("--then", required=True, help="Its conclusion, as in a rule, or in short: FINDING:LEVEL.")
@_author_options
@click.pass_context
def new_rule(context: click.Context, rule: str, when: str, then: str, source: str, diff: bool, force: bool) -> None:
    """
    Add a rule together with its cases, which are tried on the rule itself.

    RULE is its file and its name with a slash between; a file that is not there yet is begun. What only you can say
    stands there as FYLL I or FILL IN, and `fasmodell check` names each place. All files are written, or none.

    \b
    Example: fasmodell new-rule place/fires --when arson:acute --then unsafe_places:signs --diff
    """
    from fasmodell.authoring.scaffold_commands import new_entries

    base, target = rule_base_of(context), _target(context, only_read=diff)
    new = _new_rule(rule, when, then, base)
    _finish(target, new_entries(target, source, rule=new), diff=diff, force=force)


@click.command("new-indicator")
@click.argument("indicator", callback=_snake)
@click.option("--scale", type=click.Choice(_SCALES), default="level", show_default=True)
@click.option(
    "--direction", type=click.Choice(_DIRECTIONS), default="higher_is_worse", show_default=True, help="What more means."
)
@click.option("--ask", "actor", default="municipality", show_default=True, help="The actor to ask, by its id.")
@click.option("--file", "file_", default="own", show_default=True, help="File of indicators; a local base has one.")
@click.option("--rule", callback=_rule_id, help="Also a rule that uses it, with its cases: FILE/NAME.")
@click.option("--when", help="The condition of the rule, as in new-rule.")
@click.option("--then", help="The conclusion of the rule, as in new-rule.")
@_author_options
@click.pass_context
def new_indicator(
    context: click.Context,
    indicator: str,
    scale: str,
    direction: str,
    actor: str,
    file_: str,
    rule: str | None,
    when: str | None,
    then: str | None,
    source: str,
    diff: bool,
    force: bool,
) -> None:
    """
    Add an indicator, and with --rule a rule that uses it, with its cases.

    What only you can say stands there as FYLL I or FILL IN, and `fasmodell check` names each place. All files are
    written, or none.

    Example: fasmodell new-indicator moped_traffic_level --diff
    """
    from fasmodell.authoring.scaffold_commands import NewIndicator, new_entries
    from fasmodell.scales import Scale

    base, target = rule_base_of(context), _target(context, only_read=diff)
    _refuse_known("indicator", indicator, base.knowledge.indicators)
    entry = NewIndicator(indicator, Scale(scale), direction, actor, file_)
    new = _rule_beside(rule, when, then, base, indicator)
    _finish(target, new_entries(target, source, rule=new, indicator=entry), diff=diff, force=force)


@click.command("new-measure")
@click.argument("measure", callback=_snake)
@click.option("--code", required=True, help="Its code in the catalogue, a letter and a number: L1.")
@click.option("--track", type=click.Choice(["foundation", "direct", "slow"]), default="direct", show_default=True)
@click.option("--finding", help="The problem that it acts on first, by its id; all but foundations need one.")
@click.option("--lead", "actor", default="municipality", show_default=True, help="The actor that leads it, by its id.")
@click.option("--file", "file_", default="own", show_default=True, help="File of measures; a local base has one.")
@click.option("--rule", callback=_rule_id, help="Also a rule about it, with its cases: FILE/NAME.")
@click.option("--when", help="The condition of the rule, as in new-rule.")
@click.option("--then", help="The conclusion of the rule, as in new-rule; a weak preference without it.")
@_author_options
@click.pass_context
def new_measure(
    context: click.Context,
    measure: str,
    code: str,
    track: str,
    finding: str | None,
    actor: str,
    file_: str,
    rule: str | None,
    when: str | None,
    then: str | None,
    source: str,
    diff: bool,
    force: bool,
) -> None:
    """
    Add a measure, of which nothing is claimed that is not known, and with --rule a rule about it, with its cases.

    What only you can say stands there as FYLL I or FILL IN, and `fasmodell check` names each place. All files are
    written, or none.

    \b
    Example: fasmodell new-measure moped_meetings --code L1 --finding physical_disorder --diff
    """
    from fasmodell.authoring.scaffold_commands import NewMeasure, new_entries

    base, target = rule_base_of(context), _target(context, only_read=diff)
    _refuse_known("measure", measure, base.knowledge.measures)
    if track != "foundation" and finding is None:
        raise click.UsageError("say with --finding which problem the measure acts on")
    if rule is not None and then is None:
        then = f"{{prefer: {measure}, strength: weak}}"
    entry = NewMeasure(measure, code, track, finding, actor, file_)
    new = _rule_beside(rule, when, then, base)
    _finish(target, new_entries(target, source, rule=new, measure=entry), diff=diff, force=force)


def _target(context: click.Context, *, only_read: bool) -> Target:
    """Where new entries go: the folders that the command line names. What is installed is never written."""
    from fasmodell.authoring.scaffold import Target
    from fasmodell.resources import bundled

    options = context.find_root().obj
    target = Target(
        options["rules"] or bundled("rules"), options["knowledge"] or bundled("knowledge_base"), options["base"]
    )
    written = [target.rules, target.knowledge] if target.local is None else [target.local]
    if not only_read and any("_bundled" in folder.parts for folder in written):
        raise click.UsageError(
            "the rule base that is installed is not written to; `fasmodell init FOLDER` starts one of your own, "
            "and `--base FOLDER` names it"
        )
    return target


def _new_rule(rule: str, when: str, then: str, base: RuleBase, *others: str) -> NewRule:
    """A rule as the command line names it, its short forms written out."""
    from fasmodell.authoring.scaffold_commands import NewRule, conclusion_text, condition_text

    _refuse_known("rule", rule, base.rules.rules)
    condition, conclusion = condition_text(when, base, others), conclusion_text(then)
    if condition is None:
        name = when.partition(":")[0]
        known = [*base.knowledge.indicators, *base.knowledge.findings]
        raise click.BadParameter(unknown_name("indicator", name, known), param_hint="--when")
    if conclusion is None:
        raise click.BadParameter(f"write it as `finding:level` or in braces, got `{then}`", param_hint="--then")
    return NewRule(rule, condition, conclusion)


def _rule_beside(rule: str | None, when: str | None, then: str | None, base: RuleBase, *others: str) -> NewRule | None:
    """The rule that comes with an indicator or a measure, if one is asked for."""
    if rule is None and when is None and then is None:
        return None
    if rule is None or when is None or then is None:
        raise click.UsageError("a rule needs --rule, --when and --then")
    return _new_rule(rule, when, then, base, *others)


def _refuse_known(kind: str, id: str, known: Container[object]) -> None:
    if id in known:
        raise click.BadParameter(f"there is a{'n' if kind[0] in 'aeiou' else ''} {kind} `{id}` already")


def _finish(target: Target, rewrites: Sequence[Rewrite], *, diff: bool, force: bool) -> None:
    """Write what is new, or show it; say where and what is left to fill in."""
    from fasmodell.authoring.layout_files import Change, difference
    from fasmodell.authoring.safe_write import write_safely
    from fasmodell.authoring.scaffold import to_fill_in

    if diff:
        for one in rewrites:
            change = Change(one.path, (one.before or b"").decode(), one.after.decode())
            click.echo("".join(difference(change)), nl=False)
        return
    write_safely(rewrites, force=force)
    for path, count in to_fill_in(rewrites).items():
        click.echo(f"{target.name_of(path)}: {f'{count} to fill in' if count else 'written'}")
