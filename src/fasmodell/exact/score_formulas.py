"""A measure's score as a sum of whole hundredths of a point, each counted while a formula is true; as in `ranking`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from fasmodell.catalogue import NEEDS_DECISION, NOW, PREPARE, Entry, TargetTerms
from fasmodell.exact.encoding import Encoding
from fasmodell.exact.formula import TRUE, Formula, every, no, reaches, some
from fasmodell.facts import finding_id
from fasmodell.knowledge import PHASES, Level, MeasureId
from fasmodell.results import Standing

# Points in hundredths with when they count.
Sum: TypeAlias = list[tuple[Formula, int]]
_STANDINGS = tuple(Standing)
_NEEDED = tuple(_STANDINGS[case] for case in (NOW, PREPARE, NEEDS_DECISION))
_LEVELS = tuple(Level)


def score_terms(encoding: Encoding, measure: MeasureId) -> Sum:
    """The points of a measure: the sum of those whose formula is true. A measure on the do-not-use list has none."""
    entry = encoding.base.catalogue.entries[measure]
    if entry.is_blocked:
        return []
    return [
        (TRUE, entry.evidence_term.points),
        *((encoding.phase.working[phase], entry.phase_terms[phase - 1].points) for phase in PHASES),
        *_need(encoding, entry.targets),
        *_breadth(encoding, entry),
        *_readiness(encoding, entry),
        *(_enabling(encoding, entry) if entry.is_foundation else ()),
        *((encoding.knows(item.fact), item.points) for item in entry.adjustments),
    ]


def is_more(one: Iterable[tuple[Formula, int]], other: Iterable[tuple[Formula, int]], by: int = 1) -> Formula:
    """That one sum is more than another, by at least so many hundredths."""
    return reaches([*one, *((formula, -points) for formula, points in other)], by)


def differ(one: Sum, other: Sum) -> Formula:
    """That two sums are not equal."""
    return some((is_more(one, other), is_more(other, one)))


def _at(encoding: Encoding, target: TargetTerms, level: int) -> Formula:
    """That the established level of a target is this one; 0 for none."""
    reached = [encoding.knows(finding_id(target.finding, one)) for one in _LEVELS]
    above = no(some(reached[level:]))
    return above if level == 0 else every((reached[level - 1], above))


def _need(encoding: Encoding, targets: tuple[TargetTerms, ...]) -> Iterator[tuple[Formula, int]]:
    """The strongest target counts: what the least possible gives, and each step above it that some target reaches."""
    cases = [(term.points, _at(encoding, one, level)) for one in targets for level, term in enumerate(one.terms)]
    values = sorted({points for points, _ in cases})
    for position, points in enumerate(values):
        before = values[position - 1] if position else 0
        yield (TRUE if not position else some(when for value, when in cases if value >= points)), points - before


def _breadth(encoding: Encoding, entry: Entry) -> Iterator[tuple[Formula, int]]:
    weight = entry.weights.get("breadth", 0)
    each = encoding.base.rules.ranking_policy.criteria["breadth"].values["each"]
    established = [(no(_at(encoding, target, 0)), 1) for target in entry.targets]
    for count in range(2, len(established) + 1):
        step = min(100, each * (count - 1)) - (min(100, each * (count - 2)) if count > 2 else 0)
        yield reaches(established, count), weight * step


def _readiness(encoding: Encoding, entry: Entry) -> Iterator[tuple[Formula, int]]:
    weight, count = entry.ready_term.weight, len(entry.requirements)
    if not count:
        yield TRUE, entry.ready_term.points
        return
    values = encoding.base.rules.ranking_policy.criteria["readiness"].values
    met = [(encoding.knows(item.fact), 1) for item in entry.requirements]
    unmet = [(encoding.knows(item.fact, False), 1) for item in entry.requirements]
    for holding in range(count + 1):
        for failing in range(count + 1 - holding):
            unknown = count - holding - failing
            value = (holding * values["met"] + failing * values["unmet"] + unknown * values["unknown"]) // count
            yield every((_exactly(met, holding), _exactly(unmet, failing))), weight * value


def _exactly(counted: list[tuple[Formula, int]], number: int) -> Formula:
    return every((reaches(counted, number), no(reaches(counted, number + 1))))


def _enabling(encoding: Encoding, entry: Entry) -> Iterator[tuple[Formula, int]]:
    weight = entry.weights.get("enables", 0)
    each = encoding.base.rules.ranking_policy.criteria["enables"].values["each"]
    needed = [(some(encoding.stands(one, standing) for standing in _NEEDED), 1) for one in entry.enables]
    for count in range(1, len(needed) + 1):
        yield reaches(needed, count), weight * (min(100, each * count) - min(100, each * (count - 1)))
