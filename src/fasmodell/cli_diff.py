"""The command line for comparing two rule bases."""

from __future__ import annotations

from pathlib import Path

import click

from fasmodell.cli import format_option, language_option, width_of_terminal
from fasmodell.cli_failures import EXIT_FINDINGS
from fasmodell.profile_loader import text_of
from fasmodell.resources import bundled
from fasmodell.scales import Language


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--profile", "profiles", multiple=True, metavar="FILE", help="A profile to answer with both; repeatable.")
@language_option
@format_option("text", "markdown", "json")
@click.pass_context
def diff(
    context: click.Context, old: str, new: str | None, profiles: tuple[str, ...], lang: Language, format_: str
) -> None:
    """
    Say what two rule bases say and decide otherwise, and which version step that takes.

    OLD and NEW are folders with `rules` and `knowledge_base`, local rule bases, or git revisions such as HEAD~3 or
    main:folder. Without NEW, OLD is compared with the rule base of the options; a local one with what it extends. That
    no decision changes is proved, not tried; that one does is shown by a small profile. The examples that come with the
    program are answered by both. Exits with 1 when a decision can change, or when that is not settled.

    Example: fasmodell diff . .
    """
    from fasmodell.authoring.diff import ProfileText, diff_of, is_readable
    from fasmodell.authoring.diff_json import diff_json
    from fasmodell.authoring.diff_page import diff_page
    from fasmodell.authoring.diff_sides import Folders, is_local, load_side, whole_side
    from fasmodell.document import document_markdown, document_text

    options = context.find_root().obj
    whole = Folders(options["rules"] or bundled("rules"), options["knowledge"] or bundled("knowledge_base"))
    if new is not None:
        sides = load_side(old, whole), load_side(new, whole)
    elif is_local(old):
        extended = whole_side("what it extends" if lang == "en" else "det den utgår från", whole)
        sides = extended, load_side(old, whole)
    else:
        current = "the rule base of the options" if lang == "en" else "den aktuella regelbasen"
        sides = load_side(old, whole), whole_side(current, whole, options["base"])
    examples = sorted(bundled("examples").glob("*.yaml"))
    texts = [ProfileText(f"examples/{path.name}", text_of(path, path.name)) for path in examples]
    texts = [one for one in texts if is_readable(one, sides[0])]
    texts += [ProfileText(Path(name).as_posix(), text_of(name, name)) for name in profiles]
    found = diff_of(*sides, texts)
    if format_ == "json":
        click.echo(diff_json(found))
    elif format_ == "markdown":
        click.echo(document_markdown(diff_page(found, lang)))
    else:
        click.echo(document_text(diff_page(found, lang), width_of_terminal()))
    if found.changes_decisions:
        context.exit(EXIT_FINDINGS)
