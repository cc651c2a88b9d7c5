"""The command line for how a rule base is laid out: its files in one layout, and a picture of what leads where."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fasmodell.cli import format_option, language_option, rule_base_of
from fasmodell.cli_failures import EXIT_FINDINGS
from fasmodell.resources import bundled

if TYPE_CHECKING:
    from fasmodell.authoring.dependency_graph import Graph
    from fasmodell.rule_base import RuleBase
    from fasmodell.scales import Language


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


@click.command()
@click.argument("id", required=False)
@click.option("--depth", type=click.IntRange(1, 20), default=2, show_default=True, help="Steps each way from ID.")
@click.option("--overview", "at_large", is_flag=True, help="Groups of findings and measures instead of each one.")
@format_option("mermaid", "dot", "svg", "json")
@language_option
@click.pass_context
def graph(context: click.Context, id: str | None, depth: int, at_large: bool, format_: str, lang: Language) -> None:
    """
    Draw what leads to what: from indicators by findings, gates and phases to measures.

    ID is an indicator, a finding, a gate, a phase, a measure (id or code), a warning or a rule; without it the whole
    rule base is drawn. Where several kinds share an id, write it as finding:ID.

    Example: fasmodell graph open_drug_scene --format svg > graph.svg
    """
    from fasmodell.authoring import graph_words as words
    from fasmodell.authoring.dependency_graph import around, graph_of, overview
    from fasmodell.authoring.graph_svg import graph_svg
    from fasmodell.authoring.graph_text import graph_dot, graph_json, graph_mermaid

    if id is not None and at_large:
        raise click.UsageError("ask either for the overview or around one id")
    base = rule_base_of(context)
    drawn, centre, title = graph_of(base), None, words.TITLE
    if id is not None:
        centre = _centre(drawn, id, base)
        title = words.around(drawn.nodes[centre].name)
        drawn = around(drawn, centre, depth)
    elif at_large:
        drawn, title = overview(drawn, base), words.TITLE_OVERVIEW
    if format_ == "svg":
        click.echo(graph_svg(drawn, title, lang, centre=centre), nl=False)
    elif format_ == "json":
        click.echo(graph_json(drawn, lang, centre=centre))
    elif format_ == "dot":
        click.echo(graph_dot(drawn, title, lang), nl=False)
    else:
        written = graph_mermaid(drawn, title, lang)
        click.echo(written, nl=False)
        _warn_of_size(drawn, written)


def _centre(drawn: Graph, id: str, base: RuleBase) -> str:
    """The key of the one node that a word names."""
    from fasmodell.authoring.dependency_graph import matching
    from fasmodell.diagnostics import suggest

    found = matching(drawn, id, base)
    if len(found) > 1:
        raise click.BadParameter(f"`{id}` is more than one thing; write one of {', '.join(found)}", param_hint="ID")
    if not found:
        near = suggest(id, [*(node.id for node in drawn.nodes.values()), *base.rules.rules])
        hint = f"did you mean `{near}`?" if near else "`fasmodell kb list` shows what there is"
        raise click.BadParameter(f"nothing has the id `{id}`; {hint}", param_hint="ID")
    return found[0]


def _warn_of_size(drawn: Graph, written: str) -> None:
    """Mermaid refuses large graphs unless it is configured for them."""
    from fasmodell.authoring.graph_text import MERMAID_ARROWS, MERMAID_LETTERS

    if len(drawn.edges) > MERMAID_ARROWS or len(written) > MERMAID_LETTERS:
        click.echo(
            f"note: {len(drawn.edges)} arrows are more than Mermaid draws unless `maxEdges` and `maxTextSize` are "
            "raised; name an id, or ask for --overview or --format svg",
            err=True,
        )
