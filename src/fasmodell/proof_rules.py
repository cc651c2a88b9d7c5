"""
Replay what the rules concluded: findings, and the named conditions of rules and measures.

A derivation stands when its premises are exactly one way in which its condition comes out, and a symbol when every way
in which it comes out is there. Shares no code with `program` and the engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fasmodell.facts import (
    FactId,
    finding_id,
    in_place_id,
    is_negated,
    legal_gate_id,
    negated,
    precondition_id,
    proposition_of,
    rule_id,
)
from fasmodell.knowledge import Level
from fasmodell.proof_truth import Claim, Fault, Part, World, in_words, symbol_of, truth, ways, whole_world, world_of
from fasmodell.rules import AnyOf, ConcludesFinding, Condition, Listed, parts_of
from fasmodell.trace import EVERY_RULE, LEVEL_ORDER


class _Named(NamedTuple):
    """A condition with the proposition it decides and the name that its derivations carry."""

    proposition: FactId
    rule: str
    condition: Condition


def named_conditions(claim: Claim) -> Iterator[_Named]:
    """Every condition that decides a proposition: those of rules, and those of measures."""
    for rule in claim.rules.rules.values():
        yield _Named(rule_id(rule.id), rule.id, rule.when)
    for measure in claim.knowledge.measures.values():
        listed, evident = Listed(measure.id), measure.evident_when
        runs: Condition = listed if evident is None else AnyOf((listed, evident))
        conditions = [(in_place_id(measure.id), runs)]
        conditions += [(precondition_id(measure.id, item.id), item.when) for item in measure.preconditions]
        if measure.legal_gate is not None:
            conditions.append((legal_gate_id(measure.id), measure.legal_gate.when))
        for proposition, condition in conditions:
            yield _Named(proposition, proposition, condition)


def check_conditions(claim: Claim) -> Iterator[Fault]:
    """Replay every rule and named condition: nothing concluded without its premises, nothing left out."""
    world = whole_world(claim)
    named = {item.proposition: item for item in named_conditions(claim)}
    for item in named.values():
        expected = truth(item.condition, world)
        if expected is not None and claim.known(item.proposition) is not expected:
            outcome = "holds" if expected else "is known not to hold"
            fact = symbol_of(item.proposition, expected)
            yield Fault(fact, f"the condition of `{item.rule}` {outcome}, but this is left out")
    for fact, node in claim.trace.items():
        if node.fact.kind not in ("rule", "in_place", "precondition", "legal_gate"):
            continue
        whole, _, path = proposition_of(fact).partition("#")
        own = named.get(FactId(whole))
        part = None if own is None else _part_at(own, path, not is_negated(fact))
        if own is None or part is None:
            yield Fault(fact, f"no rule or measure has a condition `{proposition_of(fact)}`")
        else:
            yield from _check_derivations(claim, fact, own, part, world)


def _part_at(named: _Named, written: str, wanted: bool) -> Part | None:
    """The part of a named condition at a path as an id writes it; None when there is no such part."""
    part = Part(named.proposition, (), named.condition, wanted)
    for step in written.split(".") if written else ():
        parts = parts_of(part.condition)
        position = int(step) if step.isdecimal() else len(parts)
        if position >= len(parts):
            return None
        part = Part(part.whole, (*part.path, position), parts[position], wanted)
    return part


def _check_derivations(claim: Claim, fact: FactId, named: _Named, part: Part, world: World) -> Iterator[Fault]:
    own = proposition_of(fact)
    found: list[tuple[frozenset[FactId], World]] = []
    for rule, premises in claim.trace[fact].derivations:
        known = world_of(claim.trace, (premise for premise in premises if proposition_of(premise) != own))
        if rule != named.rule:
            yield Fault(fact, f"`{rule}` is not the condition that concludes this, `{named.rule}` is")
        elif frozenset(premises) not in ways(part, known):
            yield Fault(fact, f"`{rule}` does not come out so from exactly {in_words(premises)}")
        else:
            found.append((frozenset(premises), known))
    for way in part.alternatives():
        is_found = any(premises in ways(way, known) for premises, known in found)
        if truth(way.condition, world) is way.wanted and not is_found:
            yield Fault(fact, f"a way in which `{named.rule}` comes out so is left out")


def check_findings(claim: Claim) -> Iterator[Fault]:
    """Replay every finding at every level: established by each rule that fired, ruled out by all of them together."""
    rules_for: dict[FactId, list[FactId]] = {}
    for rule in claim.rules.rules.values():
        if isinstance(rule.then, ConcludesFinding):
            rules_for.setdefault(finding_id(rule.then.finding, rule.then.level), []).append(rule_id(rule.id))
    expected: dict[FactId, set[tuple[str, frozenset[FactId]]]] = {}
    for finding in claim.knowledge.findings:
        higher: list[FactId] = []
        for level in reversed(Level):
            fact = finding_id(finding, level)
            causes = [*rules_for.get(fact, []), *higher]
            expected[fact] = {(_name(cause), frozenset((cause,))) for cause in causes if claim.known(cause)}
            is_refuted = all(claim.known(cause) is False for cause in causes)
            refuted = frozenset(map(negated, causes))
            expected[negated(fact)] = {(EVERY_RULE, refuted)} if is_refuted else set()
            higher = [fact]
    for fact, node in claim.trace.items():
        if node.fact.kind == "finding" and fact not in expected:
            yield Fault(fact, f"there is no finding and level `{proposition_of(fact)}`")
    for fact, derivations in expected.items():
        yield from _check_exactly(claim, fact, derivations)


def _name(cause: FactId) -> str:
    return cause.partition(":")[2] if cause.startswith("rule:") else LEVEL_ORDER


def _check_exactly(claim: Claim, fact: FactId, expected: set[tuple[str, frozenset[FactId]]]) -> Iterator[Fault]:
    node = claim.trace.get(fact)
    found = set() if node is None else {(rule, frozenset(premises)) for rule, premises in node.derivations}
    for rule, premises in sorted(found - expected, key=str):
        yield Fault(fact, f"`{rule}` does not conclude this from {in_words(sorted(premises))}")
    for rule, premises in sorted(expected - found, key=str):
        yield Fault(fact, f"`{rule}` concludes this from {in_words(sorted(premises))}, but this is left out")
    if node is not None and not expected:
        yield Fault(fact, "nothing concludes this")
