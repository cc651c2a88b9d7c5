"""
Rules in positive normal form: the one place that knows Kleene logic.

Every proposition p becomes two symbols, p (known true) and `not p` (known false). A condition becomes clauses, each
a conjunction of literals, so a program is positive and has one least fixpoint: no order of rules, files or
observations can change it, and unknown is the absence of both symbols.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fasmodell.diagnostics import InferenceError
from fasmodell.facts import (
    FactId,
    finding_id,
    gate_id,
    in_place_id,
    indicator_id,
    is_negated,
    listed_id,
    negated,
    part_id,
    phase_id,
    proposition_of,
    rule_id,
    trend_id,
)
from fasmodell.knowledge import FindingId, Level
from fasmodell.packed import PackedSequence
from fasmodell.rules import (
    All,
    AnyOf,
    Atom,
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Listed,
    Not,
    Operator,
    PhaseIs,
    Rule,
    Trend,
)
from fasmodell.scales import Value
from fasmodell.trace import EVERY_RULE, LEVEL_ORDER, Derivation


class Test(NamedTuple):
    """A literal on a given fact: its comparison holds (`wanted`) or is known not to hold."""

    key: FactId
    operator: Operator
    bound: tuple[Value, ...]
    wanted: bool
    premise: FactId


class Ref(NamedTuple):
    """A literal on a symbol of the same program."""

    premise: FactId


Literal = Test | Ref


class Clause(NamedTuple):
    """A conjunction of literals that concludes a symbol, with the derivation it records when it fires."""

    head: FactId
    body: tuple[Literal, ...]
    derivation: Derivation


class Named(NamedTuple):
    """A named condition: the proposition it decides, who wrote it (a rule id or the proposition), the condition."""

    proposition: FactId
    rule: str
    condition: Condition


class Program:
    """
    Clauses in an order in which every symbol is concluded before it is used. Read-only.

    What is certain stands first: clauses that fire whatever is known, such as that a finding is ruled out at a level
    that no rule gives. `certain` holds what they alone conclude, so that no run needs to try them.

    `given` lists the keys of facts that the clauses test, in order of first use. `conclusions` holds for each clause
    the symbol it concludes with its derivation (alone in a tuple, as an answer keeps it), which is all that an answer
    needs of a clause that fired; the clauses themselves stay pickled until an engine is built from them. `decides`
    gives for each symbol the proposition it decides, with True or False.
    """

    __slots__ = ("_clauses", "certain", "conclusions", "decides", "given")

    def __init__(self, clauses: Iterable[Clause]) -> None:
        certain, others = _told_apart(tuple(clauses))
        clauses = (*certain.values(), *others)
        tests = (literal for clause in clauses for literal in clause.body if isinstance(literal, Test))
        self._clauses: tuple[Clause, ...] | bytes = clauses
        self.certain: dict[FactId, tuple[Derivation, ...]] = {
            head: (clause.derivation,) for head, clause in certain.items()
        }
        self.given: tuple[FactId, ...] = tuple(dict.fromkeys(test.key for test in tests))
        self.conclusions: PackedSequence[tuple[FactId, tuple[Derivation, ...]]] = PackedSequence(
            [(clause.head, (clause.derivation,)) for clause in clauses]
        )
        self.decides = _Decides()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, in order."""
        if isinstance(self._clauses, bytes):
            self._clauses = pickle.loads(self._clauses)
        assert not isinstance(self._clauses, bytes)  # mypy cannot see what pickle gives
        return self._clauses

    def __getstate__(self) -> _State:
        packed = self._clauses if isinstance(self._clauses, bytes) else pickle.dumps(self._clauses, 5)
        return packed, self.given, self.certain, self.conclusions

    def __setstate__(self, state: _State) -> None:
        self._clauses, self.given, self.certain, self.conclusions = state
        self.decides = _Decides()


_State = tuple[
    bytes,
    tuple[FactId, ...],
    dict[FactId, tuple[Derivation, ...]],
    PackedSequence[tuple[FactId, tuple[Derivation, ...]]],
]


def _told_apart(clauses: tuple[Clause, ...]) -> tuple[dict[FactId, Clause], list[Clause]]:
    """The clauses that fire whatever is known, as far as they are alone in concluding their symbol, and the others."""
    alternatives = Counter(clause.head for clause in clauses)
    certain: dict[FactId, Clause] = {}
    others = []
    for clause in clauses:
        rests_on = (isinstance(literal, Ref) and literal.premise in certain for literal in clause.body)
        if alternatives[clause.head] == 1 and all(rests_on):
            certain[clause.head] = clause
        else:
            others.append(clause)
    return certain, others


class _Decides(dict[FactId, tuple[FactId, bool]]):
    """For each symbol the proposition it decides, with True or False; read from the symbol once."""

    def __missing__(self, symbol: FactId) -> tuple[FactId, bool]:
        decided = self[symbol] = (proposition_of(symbol), not is_negated(symbol))
        return decided


_LEVELS = tuple(Level)


def compile_program(rules: Iterable[Rule], conditions: Iterable[Named], findings: Iterable[FindingId]) -> Program:
    """
    Compile rules, further named conditions and the findings they conclude into one program.

    Findings not listed are taken as given by an earlier stage.
    Raises InferenceError when findings depend on each other in a circle; the linter reports that first, with places.
    """
    rules = tuple(rules)
    named = [Named(rule_id(rule.id), rule.id, rule.when) for rule in rules]
    named += conditions
    return _Compiler(named, rules, tuple(findings)).program()


class _Compiler:
    def __init__(self, named: list[Named], rules: tuple[Rule, ...], findings: tuple[FindingId, ...]) -> None:
        self.named = {item.proposition: item for item in named}
        self.findings = {finding_id(finding, level): (finding, level) for finding in findings for level in _LEVELS}
        self.concluders: dict[FactId, list[Rule]] = {}
        for rule in rules:
            if isinstance(rule.then, ConcludesFinding):
                self.concluders.setdefault(finding_id(rule.then.finding, rule.then.level), []).append(rule)
        self.clauses: dict[Clause, None] = {}
        self.done: set[FactId] = set()
        self.open: list[FactId] = []

    def program(self) -> Program:
        for proposition in (*self.named, *self.findings):
            self.conclude(proposition)
        return Program(_that_can_fire(self.clauses))

    def conclude(self, proposition: FactId) -> None:
        """Add the clauses of a proposition after those of everything it depends on."""
        if proposition in self.done:
            return
        if proposition in self.open:
            circle = " → ".join([*self.open[self.open.index(proposition) :], proposition])
            raise InferenceError(f"conditions depend on each other in a circle: {circle}")
        self.open.append(proposition)
        if proposition in self.named:
            self.conclude_condition(self.named[proposition])
        else:
            self.conclude_finding(proposition)
        self.open.pop()
        self.done.add(proposition)

    def conclude_condition(self, named: Named) -> None:
        for wanted in (True, False):
            self.add_alternatives(named, named.condition, (), wanted)

    def conclude_finding(self, proposition: FactId) -> None:
        finding, level = self.findings[proposition]
        rules = self.concluders.get(proposition, [])
        higher = None if level is _LEVELS[-1] else finding_id(finding, _LEVELS[_LEVELS.index(level) + 1])
        for premise in (*(rule_id(rule.id) for rule in rules), *((higher,) if higher else ())):
            self.conclude(premise)
        for rule in rules:
            self.add(proposition, [Ref(rule_id(rule.id))], rule.id)
        refuted: list[Literal] = [Ref(negated(rule_id(rule.id))) for rule in rules]
        if higher is not None:
            self.add(proposition, [Ref(higher)], LEVEL_ORDER)
            refuted.append(Ref(negated(higher)))
        self.add(negated(proposition), refuted, EVERY_RULE)

    def add(self, head: FactId, body: Iterable[Literal], rule: str) -> None:
        literals = tuple(dict.fromkeys(body))
        premises = tuple(dict.fromkeys(literal.premise for literal in literals))
        self.clauses[Clause(head, literals, Derivation(rule, premises))] = None

    def add_alternatives(self, named: Named, condition: Condition, path: tuple[int, ...], wanted: bool) -> FactId:
        """Add one clause per way in which a part of a named condition is known true (or false); return its symbol."""
        whole = part_id(named.proposition, path) if path else named.proposition
        head = whole if wanted else negated(whole)
        for body in self.alternatives(named, condition, path, wanted):
            self.add(head, body, named.rule)
        return head

    def alternatives(
        self, named: Named, condition: Condition, path: tuple[int, ...], wanted: bool
    ) -> list[list[Literal]]:
        if isinstance(condition, Not):
            return self.alternatives(named, condition.part, (*path, 0), not wanted)
        if isinstance(condition, AnyOf if wanted else All):
            return [
                body
                for position, part in enumerate(condition.parts)
                for body in self.alternatives(named, part, (*path, position), wanted)
            ]
        return [self.conjunction(named, condition, path, wanted)]

    def conjunction(self, named: Named, condition: Condition, path: tuple[int, ...], wanted: bool) -> list[Literal]:
        """Literals that together make a condition known true (or false); a disjunction gets a symbol of its own."""
        if isinstance(condition, Not):
            return self.conjunction(named, condition.part, (*path, 0), not wanted)
        if isinstance(condition, All if wanted else AnyOf):
            return [
                literal
                for position, part in enumerate(condition.parts)
                for literal in self.conjunction(named, part, (*path, position), wanted)
            ]
        if isinstance(condition, All | AnyOf):
            return [Ref(self.add_alternatives(named, condition, path, wanted))]
        return [self.literal(condition, wanted)]

    def literal(self, atom: Atom, wanted: bool) -> Literal:
        if isinstance(atom, Comparison):
            key = indicator_id(atom.indicator)
            return Test(key, atom.operator, atom.bound, wanted, key)
        if isinstance(atom, Trend):
            key = trend_id(atom.indicator, atom.over_months)
            return Test(key, Operator.IS, (atom.movement,), wanted, key)
        if isinstance(atom, Listed):
            key = listed_id(atom.measure)
            return Test(key, Operator.IS, (True,), wanted, key)
        proposition = proposition_named_by(atom)
        symbol = proposition if wanted else negated(proposition)
        if proposition in self.named or proposition in self.findings:
            self.conclude(proposition)
            return Ref(symbol)
        # Decided by an earlier stage: given as True or False, or absent while it is unknown.
        return Test(proposition, Operator.IS, (True,), wanted, symbol)


def _that_can_fire(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Leave out clauses on symbols that nothing concludes, such as a level of a finding that no rule gives."""
    concluded: set[FactId] = set()
    for clause in clauses:
        if all(isinstance(literal, Test) or literal.premise in concluded for literal in clause.body):
            concluded.add(clause.head)
            yield clause


def proposition_named_by(atom: FindingHolds | InPlace | PhaseIs | GateIs) -> FactId:
    """The proposition that an atom other than an observed one refers to."""
    if isinstance(atom, FindingHolds):
        return finding_id(atom.finding, atom.level)
    if isinstance(atom, InPlace):
        return in_place_id(atom.measure)
    return phase_id(atom.phase) if isinstance(atom, PhaseIs) else gate_id(atom.gate, atom.state)
