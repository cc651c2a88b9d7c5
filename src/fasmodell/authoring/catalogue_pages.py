"""The catalogue in Markdown, both languages: a page per measure, finding, indicator, phase and system, with links."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from fasmodell.authoring.catalogue_findings import finding_page
from fasmodell.authoring.catalogue_indicators import indicator_page
from fasmodell.authoring.catalogue_lists import front_page, sources_page, warnings_page
from fasmodell.authoring.catalogue_measures import measure_page
from fasmodell.authoring.catalogue_phases import phase_page
from fasmodell.authoring.catalogue_sheet import Atlas, Sheet
from fasmodell.authoring.catalogue_systems import system_page
from fasmodell.authoring.catalogue_uses import uses_of
from fasmodell.rule_base import RuleBase, load_rule_base
from fasmodell.scales import LANGUAGES

_COVER = """# Katalog · Catalogue

- [På svenska](sv/README.md)
- [In English](en/README.md)
"""


def catalogue_pages(base: RuleBase) -> dict[str, str]:
    """Write every page of the catalogue, by its path below the folder of the catalogue; the same text every time."""
    pages = {"README.md": _COVER}
    uses = uses_of(base)
    for language in LANGUAGES:
        atlas = Atlas(base, uses, language)
        sheets = list(_sheets(atlas))
        # Last, since it names the pages that cite a source.
        sheets.append(sources_page(atlas))
        pages |= {f"{language}/{sheet.path}": sheet.text() for sheet in sheets}
    return pages


def _sheets(atlas: Atlas) -> Iterator[Sheet]:
    knowledge = atlas.knowledge
    yield front_page(atlas)
    for phase in knowledge.phases.values():
        yield phase_page(atlas, phase)
    for measure in knowledge.measures.values():
        yield measure_page(atlas, measure)
    for finding in knowledge.findings.values():
        yield finding_page(atlas, finding)
    for system in knowledge.systems.values():
        yield system_page(atlas, system)
    for indicator in knowledge.indicators.values():
        yield indicator_page(atlas, indicator)
    yield warnings_page(atlas)


def write_pages(pages: Mapping[str, str], folder: Path) -> None:
    """Write pages into a folder, and remove the pages of its languages that are no longer written."""
    for language in LANGUAGES:
        for path in (folder / language).rglob("*.md"):
            if path.relative_to(folder).as_posix() not in pages:
                path.unlink()
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Write the catalogue of the bundled rule base into the folder that is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m fasmodell.authoring.catalogue_pages FOLDER\n")
        return 2
    pages = catalogue_pages(load_rule_base())
    write_pages(pages, Path(arguments[0]))
    sys.stderr.write(f"{len(pages)} pages written to {arguments[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
