"""How the command line fails: exit codes, diagnostics on stderr, and never a traceback for a user."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Mapping
from importlib import import_module
from types import MappingProxyType

import click

from fasmodell.diagnostics import Diagnostic, FasmodellError, ProfileError, RuleBaseError, format_diagnostics

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_RULE_BASE = 3
EXIT_PROFILE = 4
EXIT_NOTHING = 5
EXIT_INTERNAL = 70
# What is said when a part of an extra is missing and the command has not noticed it itself.
_EXTRAS = {
    "docx": "fasmodell[report]",
    "jinja2": "fasmodell[web]",
    "numpy": "fasmodell[analysis]",
    "openpyxl": "fasmodell[batch]",
    "ortools": "fasmodell[plan]",
    "polars": "fasmodell[batch]",
    "pyarrow": "fasmodell[batch]",
    "python_multipart": "fasmodell[web]",
    "starlette": "fasmodell[web]",
    "typst": "fasmodell[report]",
    "uvicorn": "fasmodell[web]",
    "xlsxwriter": "fasmodell[report]",
    "z3": "fasmodell[smt]",
}
_REPORT = (
    "this is a fault in fasmodell, not in your files. Please report it with the command you ran and the lines above; "
    "FASMODELL_DEBUG=1 shows more. Leave out everything that is not public"
)


class OrderedGroup(click.Group):
    """
    Lists its commands in the order in which a user meets them.

    `elsewhere` names commands by module and attribute; they are imported only when they are used, because most of the
    time of a short command is spent on imports. `sections` holds what the help says of each command, under headings;
    without it, the help takes the first sentence of each.
    """

    elsewhere: Mapping[str, str] = MappingProxyType({})
    sections: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click gives it)
        return [*self.commands, *self.elsewhere]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if not self.sections:
            super().format_commands(ctx, formatter)
        for heading, commands in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl(list(commands.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.elsewhere[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # the table names commands only
        return command


def show_diagnostics(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Write diagnostics to stderr."""
    click.echo(format_diagnostics(diagnostics, texts), err=True)


def run(command: click.Command) -> int:
    """Run a command and say how it went as an exit code."""
    try:
        result = command.main(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.Abort:
        click.echo("stopped", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except FasmodellError as error:
        return _show_failure(error)
    except BrokenPipeError:
        # The reader went away (as `head` does). Python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if module not in _EXTRAS:
            return _show_fault(error)
        click.echo(f"error: this needs {module}, which is not installed: pip install '{_EXTRAS[module]}'", err=True)
        return EXIT_FINDINGS
    except Exception as error:  # noqa: BLE001 (the last resort, so that a user never meets a traceback)
        return _show_fault(error)
    return result if isinstance(result, int) else 0


def _show_fault(error: Exception) -> int:
    if os.environ.get("FASMODELL_DEBUG"):
        traceback.print_exception(error)
    click.echo(f"internal error: {type(error).__name__}: {error}", err=True)
    click.echo(_REPORT, err=True)
    return EXIT_INTERNAL


def _show_failure(error: FasmodellError) -> int:
    if error.diagnostics:
        show_diagnostics(error.diagnostics, error.texts)
    click.echo(f"error: {error}", err=True)
    if isinstance(error, RuleBaseError):
        return EXIT_RULE_BASE
    return EXIT_PROFILE if isinstance(error, ProfileError) else EXIT_FINDINGS
