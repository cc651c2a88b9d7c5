"""Two profiles, of which the second is worse in one indicator and the same in all else, asked about together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fasmodell.cells import Cell, Partitions
from fasmodell.exact.assignments import assignment_of
from fasmodell.exact.encoding import Encoding, encode, inputs_of
from fasmodell.exact.formula import FALSE, Formula, every, no, same, some
from fasmodell.exact.helped import Help, answered, helps
from fasmodell.exact.inputs import Assignment, indicator_of
from fasmodell.exact.phase_formulas import candidate_formulas
from fasmodell.exact.solving import Solver
from fasmodell.exact.witness import Witness, smallest_witness
from fasmodell.exact.worsening import from_best
from fasmodell.exact.written import profile_text, said
from fasmodell.facts import FactId, finding_id, negated
from fasmodell.gates import OPEN, SHUT
from fasmodell.knowledge import PHASES, FindingKind, IndicatorId, Level
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase, parse_profile


class Refutation(NamedTuple):
    """Two profiles, the second worse, and what is better in its answer all the same; the engine has shown it."""

    before: Witness
    after: Witness
    shown: tuple[Help, ...]


class WorsePairs:
    """Asks of one indicator after another whether an answer can be better when it is worse."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.before, self.after = (encode(base, inputs_of(base, name=name), name) for name in ("before/", "after/"))
        self.solver = Solver(self.before, self.after)
        self._equal = {fact: self._as_before(fact) for fact in self.before.inputs.cells}
        self._helped = some(_helped(self.before, self.after))

    def refutation(self, indicator: IndicatorId) -> Refutation | None:
        """
        Two profiles for which the claim is wrong, as small as can be; None when it holds for every profile.

        Raises InferenceError when the engine does not bear them out, which is a fault of this library.
        """
        own = [fact for fact in self.before.inputs.cells if indicator_of(fact) == indicator]
        others = [equal for fact, equal in self._equal.items() if fact not in own]
        asked = [every(others), *(self._no_better(fact, indicator) for fact in own), self._helped]
        before = self.solver.find_small(self.before.inputs, *asked)
        if before is None:
            return None
        after = self.solver.find_small(self.after.inputs, *asked, *self.before.inputs.given(before))
        assert after is not None  # the question is the same, with an answer of it filled in
        return _refutation(self.base, self.before.inputs.partitions, own, before, after)

    def _as_before(self, fact: FactId) -> Formula:
        return every(map(same, self.before.inputs.cells[fact], self.after.inputs.cells[fact]))

    def _no_better(self, fact: FactId, indicator: IndicatorId) -> Formula:
        """That a value or a movement is known in both, and as it was or worse, or known in neither."""
        before, after = (encoding.inputs.cells[fact] for encoding in (self.before, self.after))
        order = from_best(self.before.inputs.partitions[fact], self.base.knowledge.indicators[indicator].direction)
        pairs = ((one, other) for place, one in enumerate(order) for other in order[place:])
        unknown = every(no(cell) for cell in (*before, *after))
        return some((unknown, *(every((before[one], after[other])) for one, other in pairs)))


def _helped(before: Encoding, after: Encoding) -> Iterator[Formula]:
    """Each way in which something may be better after, as in `helped`."""
    for finding in before.base.knowledge.findings.values():
        worse, better = (before, after) if finding.kind is FindingKind.PROBLEM else (after, before)
        for level in Level:
            fact = finding_id(finding.id, level)
            for symbol, one, other in ((fact, worse, better), (negated(fact), better, worse)):
                yield every((one.symbols.get(symbol, FALSE), no(other.symbols.get(symbol, FALSE))))
    for earlier, later in zip(before.gates, after.gates, strict=True):
        yield every((later.states[OPEN], no(earlier.states[OPEN])))
        yield every((earlier.states[SHUT], no(later.states[SHUT])))
    left_open = candidate_formulas(before.gates)
    for phase in PHASES:
        until, since = ([one for one in PHASES if one <= phase], [one for one in PHASES if one >= phase])
        was, still_is = (some(one.phase.working[number] for number in until) for one in (before, after))
        yield every((was, no(still_is)))
        reached = some(after.phase.candidates[number] for number in since)
        was_in_sight = some(one[number] for one in (before.phase.candidates, left_open) for number in since)
        yield every((reached, no(was_in_sight)))


def _refutation(
    base: RuleBase, partitions: Partitions, own: Sequence[FactId], before: Assignment, after: Assignment
) -> Refutation:
    """Both profiles shrunk together, while the engine shows that the second one's answer is better."""
    told: dict[FactId, Cell] = {fact: before[fact] for fact in own if fact in before}
    changed = {fact: after[fact] for fact in own if fact in after}

    def worse(profile: Profile) -> Recommendation:
        return recommend(_with_own(profile, changed, partitions, base), base)

    def shows(answer: Recommendation) -> bool:
        kept = assignment_of(answer.profile, partitions)
        if any(kept.get(fact) != told.get(fact) for fact in own):
            return False
        return bool(helps(answered(answer), answered(worse(answer.profile)), base.knowledge))

    first = smallest_witness(before, partitions, base, shows)
    second = {**{fact: cell for fact, cell in first.assignment.items() if fact not in own}, **changed}
    worst = Witness(second, *(write(second, partitions, base.knowledge) for write in (profile_text, said)))
    one, other = (answered(recommend(parse_profile(each.profile, base), base)) for each in (first, worst))
    return Refutation(first, worst, helps(one, other, base.knowledge))


def _with_own(profile: Profile, changed: Assignment, partitions: Partitions, base: RuleBase) -> Profile:
    """A profile with other observations of one indicator."""
    written = parse_profile(profile_text(changed, partitions, base.knowledge), base)
    return profile._replace(observations={**profile.observations, **written.observations})
