"""What an answer rests on: the proof walked down to the basis of every rule, number, grading and requirement in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from fasmodell import wording as w
from fasmodell.facts import FactId, phase_id, standing_id
from fasmodell.knowledge import Basis, Citation, IndicatorId, MeasureId
from fasmodell.results import RankedMeasure, Standing
from fasmodell.rules import Comparison, Rule, RuleId, atoms_of
from fasmodell.terms import BASES
from fasmodell.trace import GRADING, PHASE_POLICY, RANKING_POLICY
from fasmodell.view import View


class Rests(NamedTuple):
    """How many statements of a proof rest on each basis, strongest first, and the weakest of them."""

    counts: Mapping[Basis, int]
    weakest: Basis


def rests_on(view: View, facts: Iterable[FactId]) -> Rests:
    """Walk the proof below some facts and count the basis of every rule, number, grading and requirement in it."""
    return _rests(dict(_statements(view, facts)))


def _rests(statements: Mapping[str, Basis]) -> Rests:
    counted = Counter(statements.values())
    counts = {basis: counted[basis] for basis in Basis if counted[basis]}
    return Rests(counts, max(counts, key=lambda basis: basis.rank, default=Basis.PROJECT_DECISION))


def measure_rests_on(view: View, ranked: RankedMeasure) -> Rests:
    """What a measure's standing and score rest on."""
    facts = [standing_id(ranked.measure, ranked.standing)]
    facts += [fact for term in ranked.contributions for fact in term.facts if not fact.startswith("standing:")]
    measure = view.measure(ranked.measure)
    cited = {f"outcome {place}": item.source.basis for place, item in enumerate(measure.evidence.outcomes)}
    cited["emphasis"] = measure.emphasis_source.basis
    if measure.blocked is not None:
        cited["blocked"] = measure.blocked.source.basis
    return _rests(dict(_statements(view, facts)) | cited)


def answer_rests_on(view: View) -> Rests:
    """What the phase and the measures to act on rest on."""
    acted = (Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION)
    facts = [phase_id(view.answer.phase.working_phase)]
    facts += [standing_id(one.measure, one.standing) for one in view.answer.measures if one.standing in acted]
    return rests_on(view, facts)


def _statements(view: View, facts: Iterable[FactId]) -> Iterator[tuple[str, Basis]]:
    seen: set[FactId] = set()
    waiting = list(facts)
    while waiting:
        fact = waiting.pop()
        node = None if fact in seen else view.node(fact)
        seen.add(fact)
        if node is None:
            continue
        for derivation in node.derivations:
            yield from _basis_of(view, derivation.rule, node.fact.subject)
            waiting += derivation.premises


def _basis_of(view: View, rule: str, subject: str) -> Iterator[tuple[str, Basis]]:
    """The statements that one derivation rests on, each under a name of its own."""
    policies = {PHASE_POLICY: view.rules.phase_policy.numbers, RANKING_POLICY: view.rules.ranking_policy.numbers}
    if rule in policies:
        yield rule, policies[rule].basis
    elif rule == GRADING:
        grading = view.knowledge.indicators[IndicatorId(subject)].graded_from
        if grading is not None:
            yield f"{GRADING} {subject}", grading.source.basis
    elif rule in view.rules.rules:
        yield from _basis_of_rule(view, view.rules.rules[RuleId(rule)])
    elif rule.startswith(("precondition:", "legal_gate:", "in_place:")):
        yield rule, requirement_source(view, rule).basis


def _basis_of_rule(view: View, rule: Rule) -> Iterator[tuple[str, Basis]]:
    yield f"{rule.id}", rule.source.basis
    if rule.numbers is not None:
        yield f"{rule.id} numbers", rule.numbers.basis
    for atom in atoms_of(rule.when):
        if isinstance(atom, Comparison) and atom.threshold is not None:
            yield f"threshold {atom.threshold}", view.rules.thresholds[atom.threshold].source.basis


def requirement_source(view: View, fact: str) -> Citation:
    """Where a precondition, a legal gate or a measure comes from."""
    kind, _, rest = fact.partition(":")
    name, _, precondition = rest.partition("/")
    measure = view.measure(MeasureId(name))
    if kind == "legal_gate" and measure.legal_gate is not None:
        return measure.legal_gate.source
    sources = {item.id: item.source for item in measure.preconditions}
    return sources.get(precondition, measure.source)


def basis_sentence(view: View, rests: Rests) -> str:
    """Name the bases weaker than a source that was read, so that inference is never taken for the source's words."""
    weak = [basis for basis in rests.counts if basis is not Basis.QUOTED]
    if not weak:
        return view.say(w.RESTS_ON_SOURCES)
    weak.sort(key=lambda basis: basis.rank)
    named = view.listed(BASES[basis].to(view.language) for basis in weak)
    is_part = Basis.QUOTED in rests.counts
    return view.say(w.RESTS_PARTLY_ON if is_part else w.RESTS_WHOLLY_ON, bases=named)


def basis_counts(view: View, rests: Rests) -> str:
    """The number of statements per basis."""
    return ", ".join(f"{BASES[basis].to(view.language)} {count}" for basis, count in rests.counts.items())
