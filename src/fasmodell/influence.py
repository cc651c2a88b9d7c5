"""Which measures act on which indicator, as far as the catalogue and the rules say."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.knowledge import FindingKind, IndicatorId, KnowledgeBase, Measure, MeasureId
from fasmodell.rules import Comparison, ConcludesFinding, RuleSet, atoms_of


class Influence:
    """
    The ties between measures and indicators.

    A measure acts on an indicator when it targets a problem that some rule concludes from it, follows it up, or counts
    as in place by it. What a number gives a level for, acts on the number too, and the other way round.
    """

    def __init__(self, knowledge: KnowledgeBase, rules: RuleSet) -> None:
        self._pairs: dict[IndicatorId, IndicatorId] = {}
        for level in knowledge.graded:
            if level.graded_from is not None:
                self._pairs[level.id] = level.graded_from.indicator
                self._pairs[level.graded_from.indicator] = level.id
        concluded: dict[str, set[IndicatorId]] = {}
        for rule in rules.rules.values():
            then = rule.then
            if isinstance(then, ConcludesFinding) and knowledge.findings[then.finding].kind is FindingKind.PROBLEM:
                tested = {atom.indicator for atom in atoms_of(rule.when) if isinstance(atom, Comparison)}
                concluded.setdefault(then.finding, set()).update(tested)
        self._touched = {
            measure.id: frozenset(_touched(measure, concluded))
            for measure in knowledge.measures.values()
            if measure.blocked is None
        }

    def measures_on(self, indicator: IndicatorId) -> tuple[MeasureId, ...]:
        """The measures that act on an indicator, in the order of the catalogue."""
        both = {indicator, self._pairs.get(indicator, indicator)}
        return tuple(measure for measure, touched in self._touched.items() if not both.isdisjoint(touched))


def _touched(measure: Measure, concluded: dict[str, set[IndicatorId]]) -> Iterator[IndicatorId]:
    for target in measure.targets:
        yield from concluded.get(target.finding, ())
    yield from (item.indicator for item in measure.follow_up if item.indicator is not None)
    if measure.evident_when is not None:
        yield from (atom.indicator for atom in atoms_of(measure.evident_when) if isinstance(atom, Comparison))
