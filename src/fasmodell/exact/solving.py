"""Asking: is there a profile such that …? The answer is the cells of one, or that there is none."""

from __future__ import annotations

from collections.abc import Iterable

import z3

from fasmodell.cells import Cell
from fasmodell.diagnostics import InferenceError
from fasmodell.exact.encoding import Encoding
from fasmodell.exact.formula import Formula, implies, variable
from fasmodell.exact.inputs import Inputs
from fasmodell.facts import FactId


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
        # Z3 takes assumptions only as variables.
        asked = []
        for formula in wanted:
            self._asked += 1
            asked.append(variable(f"?{self._asked}"))
            self._solver.add(implies(asked[-1], formula))
        result = self._solver.check(*asked)
        if result == z3.unknown:
            raise InferenceError(f"Z3 gave up: {self._solver.reason_unknown()}")
        return bool(result == z3.sat)

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
