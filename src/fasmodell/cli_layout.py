"""The command line for how a rule base is laid out: its files in their one layout."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fasmodell.cli_failures import EXIT_FINDINGS
from fasmodell.resources import bundled


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing: name the files that would change, and then exit with 1.")
@click.option("--diff", is_flag=True, help="Write nothing: show what would change, and then exit with 1.")
@click.pass_context
def fmt(context: click.Context, paths: tuple[Path, ...], check: bool, diff: bool) -> None:
    """
    Put YAML files into their one layout: rules, tests, knowledge and profiles.

    PATHS are files or folders, or - for standard input, which is written to standard output; without any, the rule base
    that --rules and --knowledge name. Keys are put in order and texts folded at 120 columns. Comments and meaning are
    kept. When one file cannot be read, none is written.

    Example: fasmodell fmt rules --check
    """
    from fasmodell.authoring.layout_files import changes_in, difference, files_of, format_input, write_changes

    if Path("-") in paths:
        if len(paths) > 1 or check or diff:
            raise click.UsageError("`-` stands alone: what comes in is written out in its layout")
        click.echo(format_input(sys.stdin.buffer.read(), "<stdin>"), nl=False)
        return
    files = files_of(paths or _own_folders(context, only_read=check or diff))
    changes = changes_in(files)
    if diff:
        click.echo("".join(line for change in changes for line in difference(change)), nl=False)
    elif check:
        click.echo("".join(f"{change.path}\n" for change in changes), nl=False)
    else:
        write_changes(changes)
    count = f"{len(changes)} of {len(files)} files"
    click.echo(f"{count} would change" if diff or check else f"{count} changed", err=diff)
    if changes and (check or diff):
        context.exit(EXIT_FINDINGS)


def _own_folders(context: click.Context, *, only_read: bool) -> tuple[Path, Path]:
    """The folders of the rule base; those that come with an installation are only read."""
    options = context.find_root().obj
    folders = (options["rules"] or bundled("rules"), options["knowledge"] or bundled("knowledge_base"))
    if not only_read and any("_bundled" in folder.parts for folder in folders):
        raise click.UsageError("name the files or folders to write; the rule base that is installed is left alone")
    return folders
