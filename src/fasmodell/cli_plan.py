"""The command line for an action plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from fasmodell.cli import (
    format_option,
    language_option,
    measure_of,
    profile_of,
    rule_base_of,
    unknown_name,
    width_of_terminal,
)
from fasmodell.knowledge import ActorId
from fasmodell.profile import YEARS
from fasmodell.scales import Language


def _actors(_: click.Context, __: click.Parameter, values: Sequence[str]) -> dict[str, int]:
    found = {}
    for value in values:
        actor, _equals, number = value.partition("=")
        if not actor.strip() or not number.strip().isdecimal():
            raise click.BadParameter(f"write it as actor=number, got `{value}`")
        found[actor.strip()] = int(number)
    return found


@click.command()
@click.argument("profile")
@language_option
@format_option("text", "markdown", "json", "csv", "ics")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="First day of the plan.")
@click.option("--at-once", type=click.IntRange(0, 1000), help="Measures that can be introduced at the same time.")
@click.option("--actor", "actors", multiple=True, callback=_actors, metavar="ACTOR=N", help="The same for one actor.")
@click.option("--budget", type=click.IntRange(0), help="Kronor, for measures whose cost the profile states.")
@click.option("--include", multiple=True, metavar="MEASURE", help="A measure that must be in the plan.")
@click.option("--without", multiple=True, metavar="MEASURE", help="A measure that must not be in the plan.")
@click.option("--full", is_flag=True, help="With the reasons, times and follow-up of each measure.")
@click.pass_context
def plan(
    context: click.Context,
    profile: str,
    lang: Language,
    format_: str,
    start: datetime | None,
    at_once: int | None,
    actors: dict[str, int],
    budget: int | None,
    include: tuple[str, ...],
    without: tuple[str, ...],
    full: bool,
) -> None:
    """
    Lay out the measures over time as an action plan, in the order of lag (2023:196).

    PROFILE is a YAML file, or - for standard input. What the plan has room for stands under `plan` in the profile.

    Example: fasmodell plan examples/bjorkdalen.yaml --actor police=2
    """
    from fasmodell.analysis.planning import capacity_of, policy_of
    from fasmodell.analysis.planning import plan as plan_of
    from fasmodell.pipeline import recommend
    from fasmodell.view import View

    base = rule_base_of(context)
    for actor in actors:
        if actor not in base.knowledge.actors:
            raise click.BadParameter(unknown_name("actor", actor, base.knowledge.actors), param_hint="--actor")
    must = frozenset(measure_of(word, base, "--include") for word in include)
    must_not = frozenset(measure_of(word, base, "--without") for word in without)
    if must & must_not:
        raise click.BadParameter("a measure cannot be both included and left out", param_hint="--without")
    first = None if start is None else start.date()
    if first is not None and first.year not in YEARS:
        raise click.BadParameter(f"years go from {YEARS.start} to {YEARS.stop - 1}", param_hint="--start")
    loaded = profile_of(profile, base)
    room = capacity_of(
        loaded,
        policy_of(base),
        total=at_once,
        actors={ActorId(actor): number for actor, number in actors.items()},
        budget=budget,
    )
    answer = recommend(loaded, base)
    made = plan_of(answer, base, start=first, capacity=room, include=must, without=must_not)
    view = View(answer, base, lang)
    if format_ in ("text", "markdown"):
        from fasmodell.analysis.plan_page import plan_document
        from fasmodell.document import document_markdown, document_text

        page = plan_document(made, view, is_full=full)
        click.echo(document_text(page, width_of_terminal()) if format_ == "text" else document_markdown(page))
    else:
        from fasmodell.analysis.plan_files import plan_calendar, plan_csv, plan_json

        write = {"json": plan_json, "csv": plan_csv, "ics": plan_calendar}[format_]
        click.echo(write(made, view), nl=format_ == "json")
