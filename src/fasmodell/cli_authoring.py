"""The command line for the authors of a rule base: run its rule tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fasmodell.cli import format_option, language_option, rule_base_of
from fasmodell.cli_failures import EXIT_FINDINGS, EXIT_NOTHING
from fasmodell.resources import RawFile, bundled, local_name, yaml_files
from fasmodell.rule_base import RuleBase, load_rule_base
from fasmodell.scales import Language

if TYPE_CHECKING:
    from fasmodell.authoring.extended_tests import ExtendedTests
    from fasmodell.authoring.rule_test_runner import FileResult


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("-k", "--name", "names", multiple=True, help="Only cases with this in their name or a rule they name.")
@click.option(
    "--changed", metavar="[REV]", is_flag=False, flag_value="HEAD", help="Only files that git says changed since REV."
)
@click.option("--cover", is_flag=True, help="Also show which outcomes and cases the rules of these files lack.")
@click.option("--threshold", type=click.FloatRange(0, 100), help="Per cent of the outcomes that is enough.")
@click.option(
    "--cover-html", "pages", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Also as web pages."
)
@click.option("--update", is_flag=True, help="Write down anew what cases marked golden expect; read the diff.")
@click.option("--force", is_flag=True, help="With --update, also write over what git could not give back.")
@format_option("text", "json", "junit")
@click.pass_context
def test(
    context: click.Context,
    paths: tuple[Path, ...],
    names: tuple[str, ...],
    changed: str | None,
    cover: bool,
    threshold: float | None,
    pages: Path | None,
    update: bool,
    force: bool,
    format_: str,
) -> None:
    """
    Run the rule tests: every `x.test.yaml`, or those that PATHS name.

    PATHS are folders, rule files or test files. A name may be a pattern such as `*narkotika*`. Without REV, --changed
    means since the last commit. Exits with 1 when a case fails (with --cover also when one is lacking, or, with
    --threshold, when too few outcomes are reached) and with 5 when there are no cases.

    With --base, the tests of the local rule base are run, and the report names the cases of the one it extends that
    come out differently; those are changes and no failures.

    Example: fasmodell test rules/1-findings --cover
    """
    from fasmodell.authoring.rule_test_coverage import coverage_of, missing_in
    from fasmodell.authoring.rule_test_junit import report_junit
    from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_files, rule_test_files
    from fasmodell.authoring.rule_test_report import Report, counts, report_json, report_text
    from fasmodell.authoring.rule_test_runner import run_tests
    from fasmodell.authoring.rule_test_selection import changed as changed_since
    from fasmodell.authoring.rule_test_selection import named

    base = rule_base_of(context)
    local = context.find_root().obj["base"]
    rules = local or context.find_root().obj["rules"] or bundled("rules")
    label = "rules" if local is None else local_name(local)
    files = rule_test_files(rules, paths, label)
    if changed is not None:
        files = changed_since(files, rules, changed, base, label)
    results = run_tests(named(load_rule_tests(files, base), names), base)
    if update:
        from fasmodell.authoring.rule_test_update import updates
        from fasmodell.authoring.safe_write import write_safely

        rewrites = updates(files, results)
        write_safely(rewrites, force=force)
        click.echo(f"{len(rewrites)} file{'' if len(rewrites) == 1 else 's'} rewritten; read the diff", err=True)
        results = run_tests(named(load_rule_tests(files, base), names), base)
    covered = rule_files(rules, paths, label) if changed is None else {result.tests.rule_file for result in results}
    report = Report(results)
    if cover or threshold is not None or pages is not None:
        report = Report(results, coverage_of(base, results, covered), missing_in(base, results, covered), threshold)
    if local is not None and not paths and changed is None:
        report = replace(report, extended=_extended_tests(context, base, names))
    if pages is not None:
        _write_pages(pages, base, results, [raw for raw in yaml_files(rules, label) if raw.name in covered])
    click.echo({"text": report_text, "json": report_json, "junit": report_junit}[format_](report))
    cases, failed, _ = counts(results)
    if failed or (cases and report.fails_coverage):
        context.exit(EXIT_FINDINGS)
    if not all(result.cases for result in results) or not cases:
        context.exit(EXIT_NOTHING)


def _extended_tests(context: click.Context, base: RuleBase, names: tuple[str, ...]) -> ExtendedTests:
    """The tests of the rule base that the local one extends, run on the local one."""
    from fasmodell.authoring.extended_tests import run_extended_tests
    from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_test_files
    from fasmodell.authoring.rule_test_selection import named

    options = context.find_root().obj
    whole = load_rule_base(options["rules"], options["knowledge"], cache=options["cache"])
    files = rule_test_files(options["rules"] or bundled("rules"))
    return run_extended_tests(named(load_rule_tests(files, whole), names), whole, base)


@click.command()
@click.argument("kind", type=click.Choice(["rules", "tests", "profile", "knowledge", "imports"]))
@language_option
@click.pass_context
def schema(context: click.Context, kind: str, lang: Language) -> None:
    """
    Print a JSON Schema with which an editor completes, explains and checks YAML files.

    It is generated from the rule base, also from your own, and so knows its names, levels, options and thresholds.
    KIND is what the files are; `rules` and `knowledge` are for every file of these two folders. An editor finds the
    schema by a first line such as `# yaml-language-server: $schema=../schemas/rules.schema.json`.

    Example: fasmodell schema rules > schemas/rules.schema.json
    """
    from fasmodell.authoring.editor_schemas import editor_schema, schema_text

    click.echo(schema_text(editor_schema(kind, rule_base_of(context), lang)), nl=False)


def _write_pages(folder: Path, base: RuleBase, results: tuple[FileResult, ...], files: Iterable[RawFile]) -> None:
    """Write the coverage of some rule files as pages, each whole or not at all, over those of an earlier run."""
    from fasmodell.authoring.cover_pages import cover_pages, covered_files
    from fasmodell.authoring.safe_write import Rewrite, write_safely

    texts = {raw.name: raw.path.read_text(encoding="utf-8") for raw in files}
    written = []
    for name, page in cover_pages(covered_files(base, results, texts)).items():
        path = folder / name
        written.append(Rewrite(path, path.read_bytes() if path.is_file() else None, page.encode()))
    write_safely(written, force=True)
    click.echo(f"{len(written)} pages written to {folder}", err=True)
