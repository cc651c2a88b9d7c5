"""The command line's view of the knowledge base: list what exists and show one entry."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

import click

from fasmodell.cli import language_option, rule_base_of, unknown_name, width_of_terminal
from fasmodell.cli_failures import OrderedGroup
from fasmodell.knowledge_card import card_of, kinds_of
from fasmodell.scales import Language


@click.group(cls=OrderedGroup)
def kb() -> None:
    """
    Browse indicators, findings, measures, systems and sources.

    Example: fasmodell kb list measures
    """


@kb.command("list")
@click.argument(
    "kind",
    type=click.Choice(
        ["indicators", "findings", "measures", "systems", "signs", "reasons", "actors", "sources", "rules"]
    ),
)
@language_option
@click.pass_context
def kb_list(context: click.Context, kind: str, lang: Language) -> None:
    """
    List every entry of a kind with its name.

    Example: fasmodell kb list findings --lang en
    """
    entries = kinds_of(rule_base_of(context), lang)[kind]
    widest = max(map(len, entries), default=0)
    for name, title in entries.items():
        click.echo(f"{name:<{widest}}  {title}".rstrip())


@kb.command("show")
@click.argument("name")
@language_option
@click.pass_context
def kb_show(context: click.Context, name: str, lang: Language) -> None:
    """
    Show everything that is known of one entry, by its id or catalogue code.

    Example: fasmodell kb show neighbourhood_watch
    """
    base = rule_base_of(context)
    card = card_of(name, base, lang)
    if card is None:
        every: Mapping[str, str] = {key: title for kind in kinds_of(base, lang).values() for key, title in kind.items()}
        raise click.BadParameter(unknown_name("entry", name, every), param_hint="NAME")
    for line in _wrapped(card, width_of_terminal()):
        click.echo(line)


def _wrapped(lines: Iterator[str], width: int) -> Iterator[str]:
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        hanging = indent + "  "
        yield from textwrap.wrap(line, width, subsequent_indent=hanging, break_on_hyphens=False) or [""]
