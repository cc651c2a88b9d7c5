"""
What is proved of every profile of a rule base: one answer always, more knowledge takes nothing back, worse never helps.

Where a claim is about a change, two profiles are laid beside each other; one that does not hold comes with both. What
follows from the rules one by one is proved by going through their tests, the rest is asked of Z3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fasmodell.exact.encoding import Encoding, encode, inputs_of
from fasmodell.exact.formula import Formula, every, implies, no, same, some
from fasmodell.exact.helped import LEVELS, Help
from fasmodell.exact.order_laws import Law, gate_law, need_law, phase_law, topic_law
from fasmodell.exact.solving import Solver
from fasmodell.exact.worse_pairs import WorsePairs
from fasmodell.exact.worsening import courses_of, first_hand, has_worse_end, rules_against, tested_indicators
from fasmodell.exact.written import profile_text, said
from fasmodell.facts import FactId, indicator_id
from fasmodell.knowledge import PHASES, IndicatorId, KnowledgeBase
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RuleId
from fasmodell.scales import Word


class Claim(Word):
    """What is claimed of every profile."""

    ONE_PHASE = "one-phase"
    ONE_STANDING = "one-standing"
    NOTHING_TAKEN_BACK = "nothing-taken-back"
    WORSE_NEVER_HELPS = "worse-never-helps"
    NEED_NEVER_LOWER = "need-never-lower"


class Method(Word):
    """How a claim was settled: by going through every case there is, or by Z3."""

    CASES = "cases"
    SOLVER = "solver"


class ShownProfile(NamedTuple):
    """A profile as a file, and what it says on one line."""

    profile: str
    said: str


class Counterexample(NamedTuple):
    """
    What shows that a claim does not hold.

    One profile, or two where the claim is about a change, from which nothing can be left out; none where it is about
    the numbers of a policy. `shown` is what is better after than before, `rules` those that may be the cause.
    """

    profiles: tuple[ShownProfile, ...]
    shown: tuple[Help, ...] = ()
    rules: tuple[RuleId, ...] = ()


class Proof(NamedTuple):
    """One claim about one thing; `subject` is empty where it is about all profiles as such."""

    claim: Claim
    subject: str
    method: Method
    counterexample: Counterexample | None

    @property
    def is_proved(self) -> bool:
        """True when the claim holds for every profile."""
        return self.counterexample is None


class Proofs(NamedTuple):
    """
    Every claim with what came of it.

    `laws` are the laws of order that hold whatever the rules say, with the number of cases that were gone through;
    `tests` is how many tests of an indicator were. Of `unclaimed` indicators nothing is claimed: they are tested, but
    none of their values is declared to be worse than another.
    """

    proofs: tuple[Proof, ...]
    laws: Mapping[str, Law[str]]
    tests: int
    unclaimed: tuple[IndicatorId, ...]

    @property
    def is_proved(self) -> bool:
        """True when every claim holds."""
        return all(one.is_proved for one in self.proofs)


def prove(base: RuleBase) -> Proofs:
    """Prove, or refute, what should hold of every profile."""
    policy = base.rules.phase_policy
    laws = {"topic": topic_law(policy), "gate": gate_law(base), "phase": phase_law(base)}
    courses = courses_of(base)
    tested = tested_indicators(base)
    unclaimed = tuple(name for name in tested if not has_worse_end(base.knowledge.indicators[name]))
    doubts: dict[IndicatorId, list[RuleId]] = {}
    for one in rules_against(base, courses):
        doubts.setdefault(one.indicator, []).append(one.rule)
    if any(law.broken is not None for law in laws.values()):
        # The laws are about any rules at all; these rules may keep the claim all the same.
        doubts = {name: doubts.get(name, []) for name in tested}
    proofs = [*_one_answer(base), *_nothing_taken_back(base)]
    proofs += _worse_never_helps(base, [name for name in tested if name not in unclaimed], doubts)
    proofs += _need_never_lower(base)
    return Proofs(tuple(proofs), laws, courses.tests, unclaimed)


def _worse_never_helps(
    base: RuleBase, indicators: Iterable[IndicatorId], doubts: Mapping[IndicatorId, Sequence[RuleId]]
) -> Iterator[Proof]:
    """One known indicator worse, all else equal: no answer is better, as `helped.helps` tells."""
    pairs = WorsePairs(base) if doubts else None
    for name in indicators:
        if name not in doubts or pairs is None:
            yield Proof(Claim.WORSE_NEVER_HELPS, name, Method.CASES, None)
            continue
        found, wrong = pairs.refutation(name), None
        if found is not None:
            both = tuple(ShownProfile(one.profile, one.said) for one in (found.before, found.after))
            wrong = Counterexample(both, found.shown, first_hand(base, name, doubts[name]))
        yield Proof(Claim.WORSE_NEVER_HELPS, name, Method.SOLVER, wrong)


def _need_never_lower(base: RuleBase) -> Iterator[Proof]:
    """A target established, or at a higher level, never lowers the need of a measure."""
    for name, entry in base.catalogue.entries.items():
        rise, wrong = need_law(entry).broken, None
        if rise is not None:
            before, after = (f"{rise.finding} {LEVELS[level]}" for level in (rise.level, rise.level + 1))
            wrong = Counterexample((), (Help("need", name, before, after),))
        yield Proof(Claim.NEED_NEVER_LOWER, name, Method.CASES, wrong)


def _one_answer(base: RuleBase) -> Iterator[Proof]:
    """Every profile has exactly one phase or is undetermined between several, and every measure one standing."""
    encoding = encode(base)
    solver, phase = Solver(encoding), encoding.phase
    outcomes = [*phase.decided.values(), phase.is_undetermined]
    candidates = [phase.candidates[one] for one in PHASES]
    several = some(every((one, other)) for n, one in enumerate(candidates) for other in candidates[n + 1 :])
    sound = every((_exactly_one(outcomes), _exactly_one(list(phase.working.values())), some(candidates)))
    sound = every((sound, same(phase.is_undetermined, several)))
    yield refuted(Claim.ONE_PHASE, "", solver, (encoding,), no(sound))
    for measure, cases in encoding.standings.items():
        yield refuted(Claim.ONE_STANDING, measure, solver, (encoding,), no(_exactly_one(list(cases.values()))))


def _exactly_one(parts: Sequence[Formula]) -> Formula:
    none = every(no(part) for part in parts)
    two = some(every((one, other)) for n, one in enumerate(parts) for other in parts[n + 1 :])
    return no(some((none, two)))


def refuted(claim: Claim, subject: str, solver: Solver, encodings: Sequence[Encoding], *wrong: Formula) -> Proof:
    """A claim, by asking for a profile, or several that belong together, for which it is wrong."""
    shown: list[ShownProfile] = []
    asked = [*wrong]
    for encoding in encodings if solver.can_be(*wrong) else ():
        inputs, knowledge = encoding.inputs, encoding.base.knowledge
        found = solver.find_small(inputs, *asked)
        assert found is not None  # each is asked for beside those that were found
        asked += inputs.given(found)
        texts = (write(found, inputs.partitions, knowledge) for write in (profile_text, said))
        shown.append(ShownProfile(*texts))
    return Proof(claim, subject, Method.SOLVER, Counterexample(tuple(shown)) if shown else None)


def _nothing_taken_back(base: RuleBase) -> Iterator[Proof]:
    """
    To know more takes no T or F symbol of findings, gate evidence and measures in place away.

    Symbols of advice that rest on the phase or a gate are left out: more knowledge is meant to move those. A number
    that is added where its level was given corrects the level rather than adding to it, and is left out too.
    """
    before, after = (encode(base, inputs_of(base, name=name), name) for name in ("before/", "after/"))
    solver = Solver(before, after)
    for fact, cells in before.inputs.cells.items():
        solver.require(*(implies(one, other) for one, other in zip(cells, after.inputs.cells[fact], strict=True)))
    for level, number in _gradings(base.knowledge):
        added = every((after.inputs.known(number), no(before.inputs.known(number))))
        solver.require(no(every((added, before.inputs.known(level)))))
    symbols = {clause.head for clause in base.situation.clauses}
    lost = (every((before.symbols[one], no(after.symbols[one]))) for one in sorted(symbols))
    yield refuted(Claim.NOTHING_TAKEN_BACK, "", solver, (before, after), some(lost))


def _gradings(knowledge: KnowledgeBase) -> Iterable[tuple[FactId, FactId]]:
    for one in knowledge.graded:
        if one.graded_from is not None:
            yield indicator_id(one.id), indicator_id(one.graded_from.indicator)
