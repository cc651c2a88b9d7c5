"""The command line for what comes from elsewhere: published tables and counted incidents as observations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from fasmodell.cli import language_option, rule_base_of
from fasmodell.cli_failures import OrderedGroup
from fasmodell.diagnostics import Diagnostics, FasmodellError, ProfileError
from fasmodell.profile import Profile
from fasmodell.profile_loader import text_of
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.scales import Language
from fasmodell.yaml_source import parse_yaml

if TYPE_CHECKING:
    from fasmodell.batch.imported import Found

FC = TypeVar("FC", bound=Callable[..., object])
_FILE = click.Path(dir_okay=True, path_type=Path)
_BOM = b"\xef\xbb\xbf"
MISSING = "tables from elsewhere need the extra `batch`: pip install 'fasmodell[batch]'"


@click.group("import", cls=OrderedGroup)
def import_() -> None:
    """
    Make observations of published tables and of counted incidents, with period, source and division kept.

    Example: fasmodell import scb examples/imports/scb.json --area 0000R001
    """


def _common(function: FC) -> FC:
    """The options of every importer of a published table."""
    options = (
        click.argument("source", type=_FILE),
        click.option("--area", metavar="CODE", help="The area, as the table has it; from the profile unless said."),
        click.option("--year", metavar="YEAR", help="This year; the newest unless said."),
        *into_options(),
    )
    for option in reversed(options):
        function = option(function)
    return language_option(function)


def into_options() -> tuple[Callable[[FC], FC], ...]:
    """The options that say which profile the observations are for and whether they are put into it."""
    return (
        click.option("--profile", type=_FILE, help="The profile that the observations are for."),
        click.option("--into", type=_FILE, help="Put them into this profile, where it knows nothing yet."),
        click.option("--replace", is_flag=True, help="With --into: also in the place of what the profile knows."),
        click.option("--mapping", type=_FILE, help="A file that says which content goes to which indicator."),
    )


class Target:
    """The profile that observations are for, if any, and whether they are put into it."""

    def __init__(self, base: RuleBase, profile: Path | None, into: Path | None, replace: bool) -> None:
        if profile is not None and into is not None:
            raise click.UsageError("give one of --profile and --into")
        if replace and into is None:
            raise click.UsageError("--replace goes with --into")
        self.base, self.path, self.is_into, self.replace = base, into or profile, into is not None, replace
        self.before = b"" if self.path is None else _bytes(self.path)
        name = str(self.path)
        self.text = "" if self.path is None else text_of(self.before, name)
        self.profile: Profile | None = None if self.path is None else parse_profile(self.text, base, name=name)

    def tell(self, found: Sequence[Found]) -> None:
        """Print the observations, or put them into the profile and say how many they were."""
        from fasmodell.batch.imported import observations_yaml

        if not self.is_into:
            click.echo(observations_yaml(found))
            return
        from fasmodell.authoring.safe_write import Rewrite, write_safely

        assert self.path is not None  # --into has a file
        text = self._with(found)
        parse_profile(text, self.base, name=str(self.path))
        after = text.encode()
        if self.before.startswith(_BOM):
            after = _BOM + after
        write_safely([Rewrite(self.path, self.before, after)], force=True)
        known = sum(1 for one in found if one.value is not None)
        count = f"{known} observation{'s' if known != 1 else ''}"
        click.echo(f"{self.path}: {count} put in, {len(found) - known} unknown")

    def _with(self, found: Sequence[Found]) -> str:
        """The text of the profile with the observations; ProfileError (FM616) when something would be lost."""
        from fasmodell.analysis.profile_edit import with_observation
        from fasmodell.batch.imported import observation_yaml

        assert self.profile is not None  # --into has a file
        problems, text = Diagnostics(), self.text
        document, _ = parse_yaml(self.text, str(self.path))
        assert document is not None  # the profile was read
        bare = _bare(document.data)
        for one in found:
            old = self.profile.observations.get(one.indicator)
            if one.value is None and old is not None:
                continue  # what is not given takes nothing away
            if old is not None and one.indicator not in bare and not self.replace:
                span = document.value_span(("observations", one.indicator))
                help = "`--replace` writes the imported value in its place"
                problems.error("FM616", f"the profile says something of `{one.indicator}` already", span, help)
                continue
            edited = with_observation(text, one.indicator, observation_yaml(one), replace=old is not None)
            if edited is None:
                span = document.key_span(("observations",))
                problems.error("FM616", f"`{one.indicator}` cannot be put in without touching other lines", span)
            else:
                text = edited
        if problems:
            raise ProfileError("nothing was written", problems, {str(self.path): self.text})
        return text


def _bare(data: object) -> set[str]:
    """The indicators that stand as unknown and no more: nothing is lost when a value takes their place."""
    observations = data.get("observations") if isinstance(data, Mapping) else None
    items = observations.items() if isinstance(observations, Mapping) else ()
    return {str(key) for key, value in items if value in (None, "unknown") or value == {"value": "unknown"}}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        text_of(path, str(path))  # says why it cannot be read
        raise


def _chosen(found: Sequence[Found], target: Target, year: str | None, source: Path) -> list[Found]:
    """The newest values that the profile may have, or those of a year."""
    from fasmodell.batch.imported import newest, refused, start_of

    as_of = None if target.profile is None else target.profile.as_of
    chosen = newest(found, as_of, year)
    if not chosen:
        until = f"for {year}" if year is not None else f"until {as_of}"
        raise refused("FM612", f"the table holds nothing {until}", start_of(source))
    return chosen


@import_.command("scb")
@_common
@click.pass_context
def import_scb(
    context: click.Context,
    source: Path,
    area: str | None,
    year: str | None,
    profile: Path | None,
    into: Path | None,
    replace: bool,
    mapping: Path | None,
    lang: Language,
) -> None:
    """
    SCB's socio-economic index and area type by RegSO, as json-stat2 or CSV from PxWeb.

    The area type is taken as published. `..` is unknown, and so is a 0 from before a RegSO code existed. Codes of two
    RegSO divisions are never joined.

    Example: fasmodell import scb examples/imports/scb.json --area 0000R001
    """
    try:
        from fasmodell.batch.import_mapping import load_mapping
        from fasmodell.batch.imported import pick_area, refused
        from fasmodell.batch.scb_table import area_in_division, read_scb
    except ImportError as error:
        raise FasmodellError(MISSING) from error
    target = Target(rule_base_of(context), profile, into, replace)
    knowledge = target.base.knowledge
    found = read_scb(source, load_mapping(knowledge, mapping), knowledge, lang)
    of_profile = None if target.profile is None else target.profile.area
    vintage, codes = (None, ()) if of_profile is None else (of_profile.regso_vintage, of_profile.regso)
    if area is None and len(codes) > 1:
        assert of_profile is not None
        assert of_profile.span is not None  # an area that was read has its place
        message = f"the area of the profile is {len(codes)} RegSO areas, and areas are never averaged"
        raise refused("FM612", message, of_profile.span, "say which with `--area`")
    wanted = area or (codes[0] if codes else None)
    if wanted is not None:
        wanted = area_in_division(found, wanted, vintage)
    target.tell(_chosen(pick_area(found, wanted, str(source)), target, year, source))


@import_.command("kolada")
@_common
@click.option("--gender", type=click.Choice(["T", "M", "K"]), default="T", show_default=True, help="Total, men, women.")
@click.pass_context
def import_kolada(
    context: click.Context,
    source: Path,
    area: str | None,
    year: str | None,
    profile: Path | None,
    into: Path | None,
    replace: bool,
    mapping: Path | None,
    gender: str,
    lang: Language,
) -> None:
    """
    Measures of Kolada (version 3, JSON) for a municipality, where an indicator takes values of one.

    Example: fasmodell import kolada examples/imports/kolada.json --area 0000
    """
    try:
        from fasmodell.batch.import_mapping import load_mapping
        from fasmodell.batch.imported import pick_area
        from fasmodell.batch.kolada_table import read_kolada
    except ImportError as error:
        raise FasmodellError(MISSING) from error
    target = Target(rule_base_of(context), profile, into, replace)
    knowledge = target.base.knowledge
    found = read_kolada(source, load_mapping(knowledge, mapping), knowledge, lang, gender)
    wanted = area or (None if target.profile is None else target.profile.area.municipality)
    target.tell(_chosen(pick_area(found, wanted, str(source)), target, year, source))


@import_.command("ntu")
@_common
@click.pass_context
def import_ntu(
    context: click.Context,
    source: Path,
    area: str | None,
    year: str | None,
    profile: Path | None,
    into: Path | None,
    replace: bool,
    mapping: Path | None,
    lang: Language,
) -> None:
    """
    Brå's workbooks of the safety survey NTU, by county or by municipality; --area is a region's name.

    Example: fasmodell import ntu examples/imports/ntu-kommun.xlsx --area Exempelstad
    """
    try:
        from fasmodell.batch.import_mapping import load_mapping
        from fasmodell.batch.imported import pick_area
        from fasmodell.batch.ntu_workbook import read_ntu
    except ImportError as error:
        raise FasmodellError(MISSING) from error
    target = Target(rule_base_of(context), profile, into, replace)
    knowledge = target.base.knowledge
    found = read_ntu(source, load_mapping(knowledge, mapping), knowledge, lang)
    target.tell(_chosen(pick_area(found, area, str(source)), target, year, source))


@import_.command("est")
@click.argument("source", type=_FILE)
@click.option("--mapping", type=_FILE, required=True, help="Which category goes to which indicator.")
@click.option(
    "--covers",
    required=True,
    nargs=2,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="FROM TO",
    help="What the export covers.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The last day counted; from the profile unless said.")
@click.option("--for-others", is_flag=True, help="Leave out small counts.")
@click.option("--profile", type=_FILE, help="The profile that the observations are for.")
@click.option("--into", type=_FILE, help="Put them into this profile, where it knows nothing yet.")
@click.option("--replace", is_flag=True, help="With --into: also in the place of what the profile knows.")
@language_option
@click.pass_context
def import_est(
    context: click.Context,
    source: Path,
    mapping: Path,
    covers: tuple[datetime, datetime],
    as_of: datetime | None,
    for_others: bool,
    profile: Path | None,
    into: Path | None,
    replace: bool,
    lang: Language,
) -> None:
    """
    Count incidents of an EST export (CSV: date, category, place, reporter's role) over twelve months.

    Example: fasmodell import est examples/imports/est.csv --mapping examples/imports/est-mapping.yaml --covers 2025-01-01 2026-03-31 --as-of 2026-03-31
    """  # noqa: E501 (an example is one line)
    try:
        from fasmodell.batch.est_export import count_incidents, read_est_mapping
    except ImportError as error:
        raise FasmodellError(MISSING) from error
    target = Target(rule_base_of(context), profile, into, replace)
    until = as_of.date() if as_of is not None else None if target.profile is None else target.profile.as_of
    if until is None:
        raise click.UsageError("say the last day with --as-of, or give a profile")
    read = read_est_mapping(mapping, target.base.knowledge)
    span = (covers[0].date(), covers[1].date())
    counted = count_incidents(source, read, until, span, lang, for_others=for_others)
    if counted.duplicates:
        rows = ", ".join(map(str, counted.duplicates[:20]))
        click.echo(f"note: {len(counted.duplicates)} rows repeat an earlier one and are counted once: {rows}", err=True)
    if counted.unmapped or counted.elsewhere:
        told = f"{counted.unmapped} rows of other categories and {counted.elsewhere} of other places are not counted"
        click.echo(f"note: {told}", err=True)
    target.tell(counted.found)
