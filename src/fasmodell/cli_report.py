"""The command line for reports."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fasmodell.cli import language_option, profile_of, rule_base_of
from fasmodell.cli_failures import show_diagnostics
from fasmodell.diagnostics import InferenceError
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language

if TYPE_CHECKING:
    from fasmodell.analysis.decision_text import DecisionsTold
    from fasmodell.profile import Profile

_SUFFIXES = ("html", "docx", "pdf", "xlsx", "md")
_MISSING = "a report needs NumPy for its stability, which is not installed: pip install 'fasmodell[report]'"


def _format_of(_: click.Context, __: click.Parameter, value: Path) -> Path:
    if value.suffix.removeprefix(".").lower() not in _SUFFIXES:
        raise click.BadParameter(f"`{value.name}` should end in {', '.join(f'.{one}' for one in _SUFFIXES)}")
    return value


@click.command()
@click.argument("profile")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    callback=_format_of,
    help="The file to write: .html, .docx, .pdf, .xlsx or .md.",
)
@language_option
@click.option("--short", is_flag=True, help="One page for a council instead of the whole report.")
@click.option("--public", is_flag=True, help="Leave out what is internal or secret, and say so.")
@click.option("--earlier", multiple=True, metavar="PROFILE", help="A profile of the same area at an earlier date.")
@click.option(
    "--decisions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the local group has decided; beside the profile unless given.",
)
@click.pass_context
def report(
    context: click.Context,
    profile: str,
    output: Path,
    lang: Language,
    short: bool,
    public: bool,
    earlier: tuple[str, ...],
    decisions: Path | None,
) -> None:
    """
    Write the situation picture, the measures, the plan and what they rest on as a file.

    PROFILE is a YAML file, or - for standard input. The suffix of the file decides the format.

    Example: fasmodell report examples/bjorkdalen.yaml -o lagesbild.html
    """
    if find_spec("numpy") is None:
        raise InferenceError(_MISSING)
    from fasmodell.report.contents import Kind, contents_of
    from fasmodell.report.writing import report_bytes
    from fasmodell.whole_file import write_whole

    base = rule_base_of(context)
    loaded = profile_of(profile, base)
    told = _decided(profile, decisions, loaded, base, lang)
    contents = contents_of(
        loaded,
        base,
        Kind(short, public),
        earlier=_earlier(earlier, loaded, profile, base),
        decisions=() if told is None else told.lines,
        decided=None if told is None else told.read,
    )
    written = report_bytes(output.suffix.removeprefix(".").lower(), contents, lang)
    try:
        write_whole(output, written)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror or error}") from error


def _earlier(names: Sequence[str], loaded: Profile, profile: str, base: RuleBase) -> list[Profile]:
    """The earlier profiles, oldest first; refused where they cannot be compared with the profile."""
    from fasmodell.analysis.comparability import require_comparable
    from fasmodell.analysis.profile_files import read_profiles

    if not names:
        return []
    files = sorted(read_profiles(list(names), base), key=lambda one: one.profile.as_of)
    chain = [(one.name, one.profile) for one in files]
    require_comparable([*chain, (profile, loaded)], {one.name: one.text for one in files})
    return [one for _, one in chain]


def _decided(
    profile: str, decisions: Path | None, loaded: Profile, base: RuleBase, lang: Language
) -> DecisionsTold | None:
    from fasmodell.analysis.decision_text import decisions_told
    from fasmodell.pipeline import recommend

    path = None if profile == "-" else Path(profile)
    told = decisions_told(path, decisions, recommend(loaded, base), base, lang)
    if told is not None and told.warnings:
        show_diagnostics(told.warnings, told.texts)
    return told
