"""Asking: is there a profile such that …? The answer is the cells of one, or that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import z3

from fasmodell.cells import Cell
from fasmodell.diagnostics import InferenceError
from fasmodell.exact.encoding import Encoding
from fasmodell.exact.formula import Formula, every, implies, no, variable
from fasmodell.exact.inputs import Inputs
from fasmodell.facts import FactId

# The kinds of facts that a profile does without first.
_GIVEN_UP: Final = {"open_since": 0, "previous": 1, "trend": 2, "listed": 3}


class Solver:
    """
    Asks one question after another of the same encodings.

    Deterministic: the same questions in the same order get the same answers, in every process.
    """

    def __init__(self, *encodings: Encoding) -> None:
        # Yes-or-no variables and sums of weights of them are all there is.
        self._solver = z3.SolverFor("QF_FD")
        self._asked = 0
        for encoding in encodings:
            self._solver.add(*encoding.constraints)

    def require(self, *formulas: Formula) -> None:
        """Add what must hold in every answer from now on."""
        self._solver.add(*formulas)

    def can_be(self, *wanted: Formula) -> bool:
        """Whether some profile makes all formulas true."""
        return self._check([self._asked_for(formula) for formula in wanted])

    def _asked_for(self, formula: Formula) -> Formula:
        # Z3 takes assumptions only as variables.
        self._asked += 1
        asked = variable(f"?{self._asked}")
        self._solver.add(implies(asked, formula))
        return asked

    def _check(self, literals: list[Formula]) -> bool:
        result = self._solver.check(*literals)
        if result == z3.unknown:
            raise InferenceError(f"Z3 gave up: {self._solver.reason_unknown()}")
        return bool(result == z3.sat)

    def find_small(self, inputs: Inputs, *wanted: Formula) -> dict[FactId, Cell] | None:
        """
        A profile that makes all formulas true, and from which no known fact can be left out; None when there is none.

        Facts are given up one by one, those first that take most words: a previous assessment, movements, measures in
        place. What must be known gets the first cell that will do. So the profile depends on the question alone, and
        not on how Z3 searches.
        """
        asked = [self._asked_for(formula) for formula in wanted]
        if not self._check(asked):
            return None
        order = sorted(inputs.cells, key=lambda fact: _GIVEN_UP.get(fact.partition(":")[0], len(_GIVEN_UP)))
        found = {}
        for fact in self._needed(inputs, order, asked):
            for cell, inside in inputs.of(fact):
                if self._check([*asked, inside]):
                    asked.append(inside)
                    found[fact] = cell
                    break
        return {fact: found[fact] for fact in inputs.cells if fact in found}

    def _needed(self, inputs: Inputs, facts: Sequence[FactId], asked: list[Formula]) -> list[FactId]:
        """The facts that must be known when each that can be unknown is so in turn; `asked` gets that those are."""
        without = self._asked_for(every(no(inside) for fact in facts for inside in inputs.cells[fact]))
        if self._check([*asked, without]):
            asked.append(without)
            return []
        if len(facts) == 1:
            return [*facts]
        half = len(facts) // 2
        return self._needed(inputs, facts[:half], asked) + self._needed(inputs, facts[half:], asked)

    def find(self, inputs: Inputs, *wanted: Formula) -> dict[FactId, Cell] | None:
        """A profile that makes all formulas true, as the cell of every known fact; None when there is none."""
        return self.found(inputs) if self.can_be(*wanted) else None

    def found(self, inputs: Inputs) -> dict[FactId, Cell]:
        """The profile of the last question that had an answer, as the cell of every known fact."""
        model = self._solver.model()
        return {fact: cell for fact in inputs.cells for cell, inside in inputs.of(fact) if z3.is_true(model[inside])}

    def holds(self, formulas: Iterable[Formula]) -> list[bool]:
        """Which formulas are true in the profile of the last question that had an answer."""
        model = self._solver.model()
        return [z3.is_true(model.eval(formula, model_completion=True)) for formula in formulas]
