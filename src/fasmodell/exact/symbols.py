"""The T and F symbols of a program as formulas: the same clauses that every engine runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from fasmodell.exact.formula import FALSE, Formula, every, same, some, variable
from fasmodell.exact.inputs import Observed
from fasmodell.facts import FactId, negated
from fasmodell.program import Clause, Literal, Program, Ref

Symbols: TypeAlias = dict[FactId, Formula]
# When a fact that an earlier stage decides is known to hold (or not to).
Decided: TypeAlias = Callable[[FactId, bool], Formula]
_KINDS_OBSERVED = ("indicator", "trend", "listed")


class ProgramFormulas:
    """
    The symbols of one program.

    `symbols` has a variable for every symbol that some clause concludes, `definitions` say when each holds: when some
    clause for it fires. `decided` answers for the facts that an earlier stage gives.
    """

    def __init__(self, program: Program, observed: Observed, name: str, decided: Decided | None = None) -> None:
        self.observed = observed
        self.decided = decided
        self.symbols: Symbols = {}
        self.definitions: list[Formula] = []
        self._fires: dict[FactId, list[tuple[Clause, Formula]]] = {}
        for clause in program.clauses:
            self._fires.setdefault(clause.head, [])
        for clause in program.clauses:
            self.symbols.setdefault(clause.head, variable(f"{name}{clause.head}"))
        for clause in program.clauses:
            self._fires[clause.head].append((clause, every(map(self._literal, clause.body))))
        for head, clauses in self._fires.items():
            self.definitions.append(same(self.symbols[head], some(fires for _, fires in clauses)))

    def _literal(self, literal: Literal) -> Formula:
        if isinstance(literal, Ref):
            return self.symbols.get(literal.premise, FALSE)
        if literal.key.partition(":")[0] in _KINDS_OBSERVED:
            return self.observed.passes(literal.key, literal.operator, literal.bound, literal.wanted)
        assert self.decided is not None  # only later stages ask for what an earlier one decides
        return self.decided(literal.key, literal.wanted)

    def fires(self, symbol: FactId) -> Iterator[tuple[Clause, Formula]]:
        """Every clause for a symbol with when it fires."""
        yield from self._fires.get(symbol, ())

    def rests_on(self, symbol: FactId, leaf: Callable[[FactId], Formula]) -> Formula:
        """That some observation below a symbol, by a derivation that holds, is as `leaf` asks."""
        return _Below(self, leaf).below(symbol)


class _Below:
    """Follows derivations down to observations; each symbol once."""

    def __init__(self, formulas: ProgramFormulas, leaf: Callable[[FactId], Formula]) -> None:
        self.formulas = formulas
        self.leaf = leaf
        self.known: dict[FactId, Formula] = {}

    def below(self, symbol: FactId) -> Formula:
        if symbol not in self.known:
            self.known[symbol] = some(
                every((fires, some(self.premise(literal) for literal in clause.body)))
                for clause, fires in self.formulas.fires(symbol)
            )
        return self.known[symbol]

    def premise(self, literal: Literal) -> Formula:
        if isinstance(literal, Ref):
            return self.below(literal.premise)
        leaves = self.formulas.observed.leaves(literal.key)
        return some(every((is_there, self.leaf(fact))) for fact, is_there in leaves)


def known(symbols: Mapping[FactId, Formula], proposition: FactId, wanted: bool) -> Formula:
    """That a proposition is known to hold (`wanted`), or known not to."""
    return symbols.get(proposition if wanted else negated(proposition), FALSE)
