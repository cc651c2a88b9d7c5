"""Questions about every profile of a rule base, answered exactly, with a profile that shows the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fasmodell.diagnostics import Diagnostic
from fasmodell.exact.encoding import encode
from fasmodell.exact.formula import Formula, reaches
from fasmodell.exact.solving import Solver
from fasmodell.exact.symbols import ProgramFormulas
from fasmodell.exact.witness import Shows, Witness, smallest_witness
from fasmodell.exact.written import Writable
from fasmodell.facts import FactId, negated, rule_id
from fasmodell.knowledge import MeasureId
from fasmodell.pipeline import recommend
from fasmodell.program import Named
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.rules import Advises, ConcludesFinding, RuleId


class Shown(NamedTuple):
    """What a witness shows, in words, and what its case expects: what the engine gives for it."""

    what: str
    witness: Witness
    expect: dict[str, Writable]


class MeaningProblem(NamedTuple):
    """
    A warning about what rules mean, with the profile that shows it.

    `about` tells it from others of the same code at the same entry, as an acceptance names it. `rule_file` is the
    file of rules beside whose tests a case of it belongs; None when there is none.
    """

    diagnostic: Diagnostic
    about: str | None
    shown: Shown | None
    rule_file: str | None


class Questions:
    """Asks one question after another of one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.encoding = encode(base)
        self.solver = Solver(self.encoding)
        self._conditions = 0

    def can_be(self, *formulas: Formula) -> bool:
        """Whether some profile makes all formulas true."""
        return self.solver.can_be(*formulas)

    def conditions(self, named: Iterable[Named]) -> ProgramFormulas:
        """Further conditions, to be asked about from now on."""
        self._conditions += 1
        found = self.encoding.conditions(named, f"conditions/{self._conditions}/")
        self.solver.require(*found.definitions)
        return found

    def witness(self, shows: Shows, *formulas: Formula) -> Witness | None:
        """The smallest profile that makes all formulas true, which `shows` says of the engine's answer; or None."""
        inputs = self.encoding.inputs
        found = self.solver.find_small(inputs, *formulas)
        return None if found is None else smallest_witness(found, inputs.partitions, self.base, shows)

    def most(self, parts: Sequence[Formula], *always: Formula) -> int:
        """How many of some formulas one profile can make true at most, besides others that must be."""
        weighed = [(part, 1) for part in parts]
        return next(
            (number for number in range(len(parts), 0, -1) if self.can_be(*always, reaches(weighed, number))), 0
        )

    def answer(self, witness: Witness) -> Recommendation:
        """What the engine answers for a witness."""
        return recommend(parse_profile(witness.profile, self.base), self.base)

    def outcomes(self, witness: Witness, rules: Iterable[RuleId]) -> dict[str, Writable]:
        """How rules come out for a witness, as a case expects it."""
        trace = self.answer(witness).trace
        found: dict[str, list[Writable]] = {}
        for rule in rules:
            fact = rule_id(rule)
            word = "fired" if fact in trace else "not_fired" if negated(fact) in trace else "undecided"
            found.setdefault(word, []).append(str(rule))
        return dict(found)

    def file_of(self, measure: MeasureId) -> str | None:
        """The first file of rules that says something of a measure, or otherwise of a finding that it acts on."""
        rules = self.base.rules.rules.values()
        targets = {target.finding for target in self.base.knowledge.measures[measure].targets}
        advising = [rule for rule in rules if isinstance(rule.then, Advises) and rule.then.measure == measure]
        concluding = [
            rule for rule in rules if isinstance(rule.then, ConcludesFinding) and rule.then.finding in targets
        ]
        return next((rule.span.file for rule in (*advising, *concluding)), None)


def concludes(*symbols: FactId) -> Shows:
    """That an answer's trace has some symbols."""
    return lambda answer: all(symbol in answer.trace for symbol in symbols)
