"""The command line for the authors of a rule base: would some test notice if a rule said something else?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from fasmodell.authoring.mutant_kinds import Kind
from fasmodell.cli import format_option, rule_base_of
from fasmodell.cli_failures import EXIT_FINDINGS, EXIT_NOTHING
from fasmodell.resources import bundled, local_name

_BAR = 40


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--select",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="Only changes of this kind.",
)
@click.option("--threshold", type=click.FloatRange(0, 100), help="Per cent of the mutants that is enough.")
@click.option(
    "--reasons", type=click.Path(dir_okay=False, path_type=Path), help="File of reasons for mutants left alone."
)
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes at a time; as many as there are processors.")
@format_option("text", "markdown", "json")
@click.pass_context
def mutate(
    context: click.Context,
    paths: tuple[Path, ...],
    kinds: tuple[str, ...],
    threshold: float | None,
    reasons: Path | None,
    jobs: int | None,
    format_: str,
) -> None:
    """
    Change the rules in small ways, one at a time, and say which changes no test notices.

    PATHS are folders, rule files or test files; without them the policies are changed too. With --base, the rules of
    the local rule base are changed, and its own tests are asked. Every survivor comes with
    the case that would notice it. Exits with 1 when there is one (with --threshold, when too few are noticed) and with
    5 when there is nothing to change.

    Example: fasmodell mutate rules/1-findings/silence.yaml
    """
    from fasmodell.authoring.mutant_reasons import explained, load_reasons
    from fasmodell.authoring.mutants import mutants_of
    from fasmodell.authoring.mutation_report import MutationReport, mutation_json, mutation_markdown, mutation_text
    from fasmodell.authoring.mutation_run import failing_cases, try_mutants
    from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_files, rule_test_files

    base = rule_base_of(context)
    local = context.find_root().obj["base"]
    rules = local or context.find_root().obj["rules"] or bundled("rules")
    label = "rules" if local is None else local_name(local)
    known = None if reasons is None else load_reasons(reasons)
    tests = load_rule_tests(rule_test_files(rules, (), label), base)
    failing = failing_cases(base, tests)
    if failing:
        _refuse_failing(context, len(failing))
    chosen = frozenset(map(Kind, kinds or Kind))
    mutants = mutants_of(
        base.rules, base.knowledge, chosen, rule_files(rules, paths, label) if paths or local else None
    )
    tried = try_mutants(base, tests, mutants, jobs or _processors(), _progress(len(mutants)))
    if known is not None:
        every = {mutant.id for mutant in mutants_of(base.rules, base.knowledge)}
        tried = explained(tried, known, every)
    report = MutationReport(tried, threshold)
    click.echo({"text": mutation_text, "markdown": mutation_markdown, "json": mutation_json}[format_](report))
    if not tried:
        context.exit(EXIT_NOTHING)
    if not report.is_enough:
        context.exit(EXIT_FINDINGS)


def _refuse_failing(context: click.Context, count: int) -> None:
    cases = f"{count} case{'s fail' if count != 1 else ' fails'}"
    click.echo(f"error: {cases} before anything is changed: see `fasmodell test`", err=True)
    context.exit(EXIT_FINDINGS)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _progress(total: int) -> Callable[[int, int], None]:
    """A bar on a terminal; elsewhere a line for each tenth. Few mutants are tried before anybody wonders."""
    shown = [0]

    def on_terminal(tried: int, unnoticed: int) -> None:
        bar = "#" * (_BAR * tried // total)
        end = "\n" if tried == total else ""
        click.echo(f"\r[{bar:<{_BAR}}] {tried} of {total} tried, {unnoticed} unnoticed{end}", nl=False, err=True)

    def elsewhere(tried: int, unnoticed: int) -> None:
        tenth = 10 * tried // total
        if tenth > shown[0] and total > 100:
            shown[0] = tenth
            click.echo(f"{tried} of {total} mutants tried, {unnoticed} unnoticed", err=True)

    return on_terminal if sys.stderr.isatty() else elsewhere
