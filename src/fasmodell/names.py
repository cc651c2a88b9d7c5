"""Every name that the files of a rule base define, gathered before anything refers to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fasmodell.place import Place

Entries = dict[str, Place]
KEBAB = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
SNAKE = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")


ENTRY_KINDS = (
    "sources", "actors", "indicators", "findings", "phases", "gates", "warnings", "measures", "systems", "early_signs",
    "decision_reasons", "thresholds", "rules",
)  # fmt: skip


@dataclass(slots=True)
class Names:
    """The places of all entries by kind and name, so that no reference depends on the order of files."""

    sources: Entries = field(default_factory=dict)
    actors: Entries = field(default_factory=dict)
    indicators: Entries = field(default_factory=dict)
    findings: Entries = field(default_factory=dict)
    phases: Entries = field(default_factory=dict)
    gates: Entries = field(default_factory=dict)
    warnings: Entries = field(default_factory=dict)
    measures: Entries = field(default_factory=dict)
    systems: Entries = field(default_factory=dict)
    early_signs: Entries = field(default_factory=dict)
    decision_reasons: Entries = field(default_factory=dict)
    thresholds: Entries = field(default_factory=dict)
    rules: Entries = field(default_factory=dict)
    watch: list[Place] = field(default_factory=list)
    reference_values: list[Place] = field(default_factory=list)
    policies: Entries = field(default_factory=dict)


def check_sources(place: Place, sources: Mapping[str, object]) -> None:
    """Report every `ref` below a place that no source has."""
    for current in places_below(place):
        ref = current.at("ref")
        if isinstance(ref.data, str) and "basis" in current.keys and ref.data not in sources:
            ref.unknown("FM205", "source", ref.data, sources)


def sources_cited(place: Place) -> set[str]:
    """Every `ref` below a place."""
    found = {current.at("ref").data for current in places_below(place) if "basis" in current.keys}
    return {ref for ref in found if isinstance(ref, str)}


def places_below(place: Place) -> list[Place]:
    """A place with everything inside it that is a mapping or a list, in no particular order."""
    found, waiting = [], [place]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += [inner for inner in current.inner if isinstance(inner.data, Mapping | list)]
    return found
