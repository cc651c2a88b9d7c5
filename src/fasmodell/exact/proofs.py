"""
What is proved of every profile of a rule base: it always has one answer, and more knowledge takes nothing back.

Two profiles are laid beside each other where a claim is about a change; a claim that does not hold comes with both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fasmodell.exact.encoding import Encoding, encode, inputs_of
from fasmodell.exact.formula import Formula, every, implies, no, same, some
from fasmodell.exact.solving import Solver
from fasmodell.exact.written import said
from fasmodell.facts import FactId, indicator_id
from fasmodell.knowledge import PHASES, KnowledgeBase
from fasmodell.rule_base import RuleBase


class Proof(NamedTuple):
    """
    One claim: `name` tells which, `subject` what it is about where it is about one thing.

    `counterexample` is empty when the claim holds for every profile; otherwise it holds one profile, or two where the
    claim is about a change from the one to the other.
    """

    name: str
    subject: str
    counterexample: tuple[str, ...]

    @property
    def is_proved(self) -> bool:
        """True when the claim holds for every profile."""
        return not self.counterexample


def prove(base: RuleBase) -> tuple[Proof, ...]:
    """Prove, or refute, what should hold of every profile: `one-phase`, `one-standing`, `nothing-taken-back`."""
    return (*_one_answer(base), *_nothing_taken_back(base))


def _one_answer(base: RuleBase) -> Iterable[Proof]:
    """Every profile has exactly one phase or is undetermined between several, and every measure one standing."""
    encoding = encode(base)
    solver, phase = Solver(encoding), encoding.phase
    outcomes = [*phase.decided.values(), phase.is_undetermined]
    candidates = [phase.candidates[one] for one in PHASES]
    several = some(every((one, other)) for n, one in enumerate(candidates) for other in candidates[n + 1 :])
    sound = every((_exactly_one(outcomes), _exactly_one(list(phase.working.values())), some(candidates)))
    sound = every((sound, same(phase.is_undetermined, several)))
    yield refuted("one-phase", "", solver, (encoding,), no(sound))
    for measure, cases in encoding.standings.items():
        yield refuted("one-standing", measure, solver, (encoding,), no(_exactly_one(list(cases.values()))))


def _exactly_one(parts: Sequence[Formula]) -> Formula:
    none = every(no(part) for part in parts)
    two = some(every((one, other)) for n, one in enumerate(parts) for other in parts[n + 1 :])
    return no(some((none, two)))


def refuted(name: str, subject: str, solver: Solver, encodings: Sequence[Encoding], *wrong: Formula) -> Proof:
    """A claim, by asking for a profile for which it is wrong."""
    if not solver.can_be(*wrong):
        return Proof(name, subject, ())
    found = [solver.found(one.inputs) for one in encodings]
    shown = [
        said(one, encoding.inputs.partitions, encoding.base.knowledge)
        for one, encoding in zip(found, encodings, strict=True)
    ]
    return Proof(name, subject, tuple(shown))


def _pair(base: RuleBase) -> tuple[Encoding, Encoding]:
    """The same rule base for two profiles."""
    before, after = (encode(base, inputs_of(base, name=name), name) for name in ("before/", "after/"))
    return before, after


def _nothing_taken_back(base: RuleBase) -> Iterable[Proof]:
    """
    To know more takes no T or F symbol of findings, gate evidence and measures in place away.

    Symbols of advice that rest on the phase or a gate are left out: more knowledge is meant to move those. A number
    that is added where its level was given corrects the level rather than adding to it, and is left out too.
    """
    before, after = _pair(base)
    solver = Solver(before, after)
    for fact, cells in before.inputs.cells.items():
        solver.require(*(implies(one, other) for one, other in zip(cells, after.inputs.cells[fact], strict=True)))
    for level, number in _gradings(base.knowledge):
        added = every((after.inputs.known(number), no(before.inputs.known(number))))
        solver.require(no(every((added, before.inputs.known(level)))))
    symbols = {clause.head for clause in base.situation.clauses}
    lost = (every((before.symbols[one], no(after.symbols[one]))) for one in sorted(symbols))
    yield refuted("nothing-taken-back", "", solver, (before, after), some(lost))


def _gradings(knowledge: KnowledgeBase) -> Iterable[tuple[FactId, FactId]]:
    for one in knowledge.graded:
        if one.graded_from is not None:
            yield indicator_id(one.id), indicator_id(one.graded_from.indicator)
