"""The command line for what is new: a local rule base to start from."""

from __future__ import annotations

from pathlib import Path

import click

from fasmodell.cli import rule_base_of


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
