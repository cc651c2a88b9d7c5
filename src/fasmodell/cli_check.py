"""The command line that looks for mistakes in a rule base, mends what a program can, and explains its codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from fasmodell.cli import format_option
from fasmodell.cli_failures import EXIT_FINDINGS, EXIT_RULE_BASE, show_diagnostics
from fasmodell.codes import CODES
from fasmodell.resources import bundled

if TYPE_CHECKING:
    from fasmodell.authoring.checks import Checked, Folders
    from fasmodell.diagnostics import Diagnostic


def _beginnings(_: click.Context, __: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Codes or beginnings of codes, also several with commas between; each must fit a code."""
    from fasmodell.diagnostics import suggest

    found = tuple(one.strip().upper() for value in values for one in value.split(",") if one.strip())
    for one in found:
        if not any(code.startswith(one) for code in CODES):
            near = suggest(one, CODES)
            raise click.BadParameter(
                f"no code begins with `{one}`; {f'did you mean `{near}`?' if near else 'codes are written as FM104'}"
            )
    return found


@click.command()
@format_option("text", "json", "sarif", "github")
@click.option(
    "--select", multiple=True, callback=_beginnings, metavar="CODE", help="Only these codes, or those that begin so."
)
@click.option("--ignore", multiple=True, callback=_beginnings, metavar="CODE", help="All codes but these.")
@click.option("--fix", is_flag=True, help="Mend what a program can, in files that git could give back.")
@click.option("--save-as-test", is_flag=True, help="Add the profiles that show what rules mean to the rule tests.")
@click.option("--force", is_flag=True, help="With --fix, --save-as-test: also in files that git could not give back.")
@click.pass_context
def check(
    context: click.Context,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    save_as_test: bool,
    force: bool,
) -> None:
    """
    Lint the rule base and its rule tests: every problem in every file at once.

    What rules mean is decided for every profile there can be, and shown by a smallest one (this needs Z3).

    CODE is a code such as FM104, or how several begin, such as FM3; of --select and --ignore the longer one decides.
    Exits with 1 when there is something to look at, and with 3 when the rule base cannot be loaded.

    Example: fasmodell check
    """
    from fasmodell.authoring.checks import Folders, check_folders, is_chosen

    if force and not (fix or save_as_test):
        raise click.UsageError("--force says what --fix and --save-as-test may write over; give one of them too")
    options = context.find_root().obj
    rules, knowledge = options["rules"] or bundled("rules"), options["knowledge"] or bundled("knowledge_base")
    folders = Folders(rules, knowledge, options["base"])

    def is_wanted(one: Diagnostic) -> bool:
        return is_chosen(one.code, select, ignore)

    if fix:
        _mend(folders, select, ignore, force=force)
    if save_as_test:
        _save_as_tests(folders, is_wanted, force=force)
    checked = check_folders(folders)
    for note in checked.notes:
        click.echo(f"note: {note}", err=True)
    shown = [one for one in checked.found if is_wanted(one)]
    _show(checked, shown, format_)
    if checked.loaded is None:
        context.exit(EXIT_RULE_BASE)
    if shown:
        context.exit(EXIT_FINDINGS)


def _mend(folders: Folders, select: Sequence[str], ignore: Sequence[str], *, force: bool) -> None:
    from fasmodell.authoring.checks import is_chosen
    from fasmodell.authoring.fixes import mend
    from fasmodell.authoring.safe_write import write_safely

    mended = mend(folders, lambda one: is_chosen(one.code, select, ignore))
    write_safely(mended.rewrites, force=force)
    count, files = sum(mended.mended.values()), len(mended.rewrites)
    codes = ", ".join(f"{code}: {times}" for code, times in sorted(mended.mended.items()))
    told = f"{count} problem{'s' if count != 1 else ''} in {files} file{'s' if files != 1 else ''} ({codes})"
    click.echo(f"mended {told}" if count else "there was nothing that a program can mend", err=True)


def _save_as_tests(folders: Folders, is_wanted: Callable[[Diagnostic], bool], *, force: bool) -> None:
    """Add the witnesses of what rules mean to the rule tests, and say on stderr what came of it."""
    from fasmodell.authoring.safe_write import write_safely
    from fasmodell.authoring.witness_cases import witness_cases

    saved = witness_cases(folders, is_wanted)
    write_safely(saved.rewrites, force=force)
    for rewrite in saved.rewrites:
        click.echo(f"{rewrite.path}: written", err=True)
    click.echo(f"cases added: {saved.added}; there already: {saved.known}", err=True)
    for name in saved.unsaid:
        click.echo(f"note: no case can say: {name}", err=True)


def _show(checked: Checked, shown: Sequence[Diagnostic], format_: str) -> None:
    """Write what was found; as text to stderr with a line of counts on stdout, otherwise to stdout."""
    from fasmodell.authoring.check_formats import FORMATS, counts_line

    hidden = len(checked.found) - len(shown) if checked.loaded is None else 0
    if format_ != "text":
        written = FORMATS[format_](checked, shown)
        if written:
            click.echo(written)
    elif shown:
        show_diagnostics(shown, checked.texts)
    if hidden:
        told = "problem that was not asked for keeps" if hidden == 1 else "problems that were not asked for keep"
        click.echo(f"note: {hidden} {told} the rule base from being loaded", err=True)
    if checked.loaded is None:
        count = sum(one.severity == "error" for one in checked.found)
        click.echo(f"error: the rule base has {count} error{'s' if count != 1 else ''}", err=True)
    elif format_ == "text":
        click.echo(counts_line(checked, shown))
        if checked.loaded.overlay is not None:
            from fasmodell.overlay_text import tally

            click.echo(tally(checked.loaded.overlay, checked.loaded.rules.manifest))


@click.command("explain-code")
@click.argument("code")
def explain_code(code: str) -> None:
    """
    Explain a code: what to avoid, what to prefer, and why.

    Example: fasmodell explain-code FM104
    """
    from fasmodell.authoring.code_pages import code_page
    from fasmodell.diagnostics import suggest

    name = code.strip().upper()
    if name not in CODES:
        near = suggest(name, CODES)
        help = f"did you mean `{near}`?" if near else "codes are written as FM104"
        raise click.BadParameter(f"there is no code `{code}`; {help}", param_hint="CODE")
    click.echo(code_page(name), nl=False)
