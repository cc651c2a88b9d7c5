"""The questions to the solver: is there a profile to which two rule bases give different decisions of a kind?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Final

from fasmodell.authoring.diff_answers import Kind, answer_changes, shared_findings
from fasmodell.authoring.diff_decisions import DecidingProfile, Ground, KindVerdict, Verdict
from fasmodell.authoring.diff_shared import Shared, shared_by
from fasmodell.diagnostics import InferenceError
from fasmodell.exact.encoding import Encoding, encode, inputs_of
from fasmodell.exact.formula import Formula, every, implies, no, same, some
from fasmodell.exact.inputs import Inputs
from fasmodell.exact.score_formulas import Sum, differ, is_more, score_terms
from fasmodell.exact.solving import Solver
from fasmodell.exact.witness import smallest_witness
from fasmodell.facts import finding_id, listed_id
from fasmodell.knowledge import PHASES, Level, MeasureId
from fasmodell.pipeline import recommend
from fasmodell.proof_check import verify
from fasmodell.results import GateState, Recommendation, Standing
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.rules import Warns

# How many pairs of measures are asked about before the order is left undecided.
_MOST_PAIRS: Final = 400


class Questions:
    """Both rule bases over one profile, which says only what both can read."""

    def __init__(self, old: RuleBase, new: RuleBase) -> None:
        self.bases = (old, new)
        self.inputs = inputs_of(old, new)
        self.old, self.new = encode(old, self.inputs, "old/"), encode(new, self.inputs, "new/")
        self.solver = Solver(self.old, self.new)
        self.solver.require(*_readable_by_both(self.inputs, old, new))
        self.measures = tuple(name for name in self.old.standings if name in self.new.standings)
        self.scores: Mapping[MeasureId, tuple[Sum, Sum]] = {
            name: (score_terms(self.old, name), score_terms(self.new, name)) for name in self.measures
        }
        self.differing_scores: tuple[str, ...] | None = None

    def verdict(self, kind: Kind) -> KindVerdict:
        """Whether a profile gets another decision of a kind; with the smallest one found that does."""
        if kind is Kind.ORDER:
            return self._order()
        asked = dict(self._differences(kind))
        if not self.solver.can_be(some(asked.values())):
            return KindVerdict(kind, Verdict.SAME, Ground.SOLVER)
        ids = tuple(name for name, formula in asked.items() if self.solver.can_be(formula))
        if kind is Kind.SCORE:
            self.differing_scores = ids
        return KindVerdict(kind, Verdict.DIFFERS, Ground.WITNESS, ids, self._witness(kind, ids[0], asked[ids[0]]))

    def _differences(self, kind: Kind) -> Iterator[tuple[str, Formula]]:
        """For every id of a kind that it is decided otherwise."""
        asked: dict[Kind, Callable[[], Iterator[tuple[str, Formula]]]] = {
            Kind.FINDING: self._levels_differ,
            Kind.GATE: self._gates_differ,
            Kind.PHASE: self._phase_differs,
            Kind.STANDING: self._standings_differ,
            Kind.SCORE: self._scores_differ,
            Kind.WARNING: self._warnings_differ,
        }
        return asked[kind]()

    def _levels_differ(self) -> Iterator[tuple[str, Formula]]:
        for finding in shared_findings(self.bases[0].knowledge, self.bases[1].knowledge):
            asked = [(finding_id(finding, level), True) for level in Level]
            asked.append((finding_id(finding, Level.SIGNS), False))
            yield finding, some(_not_same(self.old.knows(*one), self.new.knows(*one)) for one in asked)

    def _gates_differ(self) -> Iterator[tuple[str, Formula]]:
        states = {gate.gate: gate.states for gate in self.new.gates}
        for gate in self.old.gates:
            if gate.gate in states:
                there = states[gate.gate]
                yield gate.gate, some(_not_same(gate.states[state], there[state]) for state in GateState)

    def _phase_differs(self) -> Iterator[tuple[str, Formula]]:
        one, other = self.old.phase, self.new.phase
        tables = (
            (one.candidates, other.candidates), (one.decided, other.decided), (one.on_the_way_to, other.on_the_way_to),
        )  # fmt: skip
        yield "", some(_not_same(before[phase], after[phase]) for before, after in tables for phase in PHASES)

    def _standings_differ(self) -> Iterator[tuple[str, Formula]]:
        for name in self.measures:
            pairs = ((self.old.stands(name, one), self.new.stands(name, one)) for one in Standing)
            yield name, some(_not_same(*pair) for pair in pairs)

    def _scores_differ(self) -> Iterator[tuple[str, Formula]]:
        for name, (one, other) in self.scores.items():
            yield name, differ(one, other)

    def _warnings_differ(self) -> Iterator[tuple[str, Formula]]:
        for warning in self.bases[0].knowledge.warnings:
            if warning in self.bases[1].knowledge.warnings:
                yield warning, _not_same(_is_shown(self.old, warning), _is_shown(self.new, warning))

    def _order(self) -> KindVerdict:
        """
        Whether two measures that stand in one group on both sides can change places.

        Two whose scores never differ can only do so by the tie-breakers, so that few pairs have to be asked about.
        """
        pairs = list(self._pairs())
        for one, other in pairs[:_MOST_PAIRS]:
            changed = self._changes_places(one, other)
            if self.solver.can_be(changed):
                witness = self._witness(Kind.ORDER, "", changed)
                return KindVerdict(Kind.ORDER, Verdict.DIFFERS, Ground.WITNESS, (), witness)
        if len(pairs) > _MOST_PAIRS:
            return KindVerdict(Kind.ORDER, Verdict.UNDECIDED, Ground.NOT_ASKED)
        return KindVerdict(Kind.ORDER, Verdict.SAME, Ground.SOLVER)

    def _pairs(self) -> Iterator[tuple[MeasureId, MeasureId]]:
        moved = frozenset(self.differing_scores or ())
        before, after = (base.catalogue.entries for base in self.bases)
        for one, other in combinations(self.measures, 2):
            together = before[one].track is before[other].track and after[one].track is after[other].track
            swapped = (before[one].tie_order < before[other].tie_order) is not (
                after[one].tie_order < after[other].tie_order
            )
            if together and (swapped or one in moved or other in moved):
                yield one, other

    def _changes_places(self, one: MeasureId, other: MeasureId) -> Formula:
        together = (
            some(every((side.stands(one, standing), side.stands(other, standing))) for standing in Standing)
            for side in (self.old, self.new)
        )
        return every((*together, _not_same(*(self._comes_first(one, other, side) for side in (0, 1)))))

    def _comes_first(self, one: MeasureId, other: MeasureId, side: int) -> Formula:
        entries = self.bases[side].catalogue.entries
        by_ties = entries[one].tie_order < entries[other].tie_order
        return is_more(self.scores[one][side], self.scores[other][side], 0 if by_ties else 1)

    def _witness(self, kind: Kind, name: str, formula: Formula) -> DecidingProfile:
        old, new = self.bases
        found = self.solver.find_small(self.inputs, formula)
        if found is None:
            raise InferenceError("the solver takes back what it found; this is a fault in fasmodell")

        def shows(answer: Recommendation) -> bool:
            changes = answer_changes(answer, recommend(answer.profile, new), old, new)
            return any(one.kind is kind and (not name or one.id == name) for one in changes)

        smallest = smallest_witness(found, self.inputs.partitions, old, shows)
        one, other = (recommend(parse_profile(smallest.profile, base), base) for base in self.bases)
        for answer, base in ((one, old), (other, new)):
            if verify(answer, base.knowledge, base.rules):
                raise InferenceError("the proof of an answer to a witness does not hold; this is a fault in fasmodell")
        return DecidingProfile(smallest.profile, smallest.said, tuple(answer_changes(one, other, old, new)))


def _not_same(one: Formula, other: Formula) -> Formula:
    return no(same(one, other))


def _is_shown(side: Encoding, warning: str) -> Formula:
    rules = side.base.rules.of_stage(3)
    return some(side.fires(one.id) for one in rules if isinstance(one.then, Warns) and one.then.warning == warning)


def _readable_by_both(inputs: Inputs, old: RuleBase, new: RuleBase) -> Iterator[Formula]:
    """
    That the profile says only what both rule bases can read.

    Whatever one of them does not know is unknown; but in a profile with a list of what runs, a measure that is not on
    the list does not run.
    """
    shared = shared_by(old, new)
    listed = [inputs.known(listed_id(name)) for name in shared.measures]
    for fact, cells in inputs.cells.items():
        kind, _, rest = fact.partition(":")
        if kind == "listed" and MeasureId(rest) not in shared.measures:
            runs = [inside for cell, inside in inputs.of(fact) if cell.value is True]
            yield no(some(runs))
            yield implies(some(listed), inputs.known(fact))
        elif not _is_shared(kind, rest, shared):
            yield no(some(cells))


def _is_shared(kind: str, rest: str, shared: Shared) -> bool:
    """True when both rule bases can read a fact."""
    if kind in ("indicator", "trend"):
        return rest.partition("/")[0] in shared.indicators
    return kind != "open_since" or rest in shared.gates
