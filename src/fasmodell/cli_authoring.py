"""The command line for the authors of a rule base: run its rule tests."""

from __future__ import annotations

from pathlib import Path

import click

from fasmodell.cli import format_option, rule_base_of
from fasmodell.cli_failures import EXIT_FINDINGS, EXIT_NOTHING
from fasmodell.resources import bundled


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--cover", is_flag=True, help="Also show which outcomes and cases the rules of these files lack.")
@format_option("text", "json")
@click.pass_context
def test(context: click.Context, paths: tuple[Path, ...], cover: bool, format_: str) -> None:
    """
    Run the rule tests: every `x.test.yaml`, or those that PATHS name.

    PATHS are folders, rule files or test files. Exits with 1 when a case fails (with --cover also when one is lacking)
    and with 5 when there are no cases.

    Example: fasmodell test rules/1-findings --cover
    """
    from fasmodell.authoring.rule_test_coverage import coverage_of, missing_in
    from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_files, rule_test_files
    from fasmodell.authoring.rule_test_report import counts, report_json, report_text
    from fasmodell.authoring.rule_test_runner import run_tests

    base = rule_base_of(context)
    rules = context.find_root().obj["rules"] or bundled("rules")
    results = run_tests(load_rule_tests(rule_test_files(rules, paths), base), base)
    files = rule_files(rules, paths)
    coverage = coverage_of(base, results, files) if cover else None
    missing = missing_in(base, results, files) if cover else ()
    report = report_json if format_ == "json" else report_text
    click.echo(report(results, coverage, missing))
    cases, failed = counts(results)
    if failed or (coverage is not None and cases and (coverage.unreached or missing)):
        context.exit(EXIT_FINDINGS)
    if not all(result.cases for result in results) or not cases:
        context.exit(EXIT_NOTHING)
