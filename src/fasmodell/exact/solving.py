"""Asking: is there a profile such that …? The answer is the cells of one, or that there is none."""

from __future__ import annotations

from collections.abc import Iterable

import z3

from fasmodell.cells import Cell
from fasmodell.diagnostics import InferenceError
from fasmodell.exact.encoding import Encoding
from fasmodell.exact.formula import Formula, implies, no, variable
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
        A profile as `find` gives it, with so few known facts that none of them can be unknown instead.

        What takes most words is given up first: a previous assessment, movements, measures in place.
        """
        asked = [self._asked_for(formula) for formula in wanted]
        if not self._check(asked):
            return None
        for kinds in (("previous", "open_since"), ("trend",), ("listed",)):
            without = [
                no(inside)
                for fact, cells in inputs.cells.items()
                if fact.partition(":")[0] in kinds
                for inside in cells
            ]
            asked += without if self._check([*asked, *without]) else []
        self._check(asked)
        found = self.found(inputs)
        unknown = [no(inside) for fact, cells in inputs.cells.items() if fact not in found for inside in cells]
        needed: set[FactId] = set()
        while remaining := [fact for fact in found if fact not in needed]:
            without = [no(inside) for inside in inputs.cells[remaining[-1]]]
            if self._check([*asked, *unknown, *without]):
                smaller = self.found(inputs)
                dropped = found.keys() - smaller.keys()
                unknown += [no(inside) for fact in sorted(dropped) for inside in inputs.cells[fact]]
                found = smaller
            else:
                needed.add(remaining[-1])
        self._check([*asked, *unknown])
        return self.found(inputs)

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
