"""
The proof of a fact in steps that a reader can follow: what stands between in the trace is drawn together.

A rule below a finding becomes a name beside it, a part of a condition goes up into the whole, and of the levels of a
finding only the one that was reached, or ruled out, is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from fasmodell import wording as core
from fasmodell import wording_pages as pages
from fasmodell.describe import describe
from fasmodell.facts import FactId, fact_of, is_negated
from fasmodell.knowledge import GateId, Text
from fasmodell.phase_text import headline
from fasmodell.report import words_pictures as w
from fasmodell.rules import RuleId
from fasmodell.scales import Word
from fasmodell.trace import EVERY_RULE, LEVEL_ORDER
from fasmodell.view import View

_MOST_RULES: Final = 2


class StepKind(Word):
    """What a step is."""

    CONCLUSION = "conclusion"
    GATE = "gate"
    RULE = "rule"
    FINDING = "finding"
    CONDITION = "condition"
    OBSERVATION = "observation"


KINDS: Final[Mapping[StepKind, Text]] = {
    StepKind.CONCLUSION: w.STEP_CONCLUSION,
    StepKind.GATE: w.STEP_GATE,
    StepKind.RULE: w.STEP_RULE,
    StepKind.FINDING: w.STEP_FINDING,
    StepKind.CONDITION: w.STEP_CONDITION,
    StepKind.OBSERVATION: w.STEP_OBSERVATION,
}
_OF_FACT: Final[Mapping[str, StepKind]] = {
    "standing": StepKind.CONCLUSION,
    "phase": StepKind.CONCLUSION,
    "gate": StepKind.GATE,
    "rule": StepKind.RULE,
    "finding": StepKind.FINDING,
    "in_place": StepKind.CONDITION,
    "precondition": StepKind.CONDITION,
    "legal_gate": StepKind.CONDITION,
    "held": StepKind.CONDITION,
}


class Step(NamedTuple):
    """A fact with what leads straight to it, in the order of the proof, and the rules by which, in words."""

    fact: FactId
    kind: StepKind
    text: str
    by: str
    premises: tuple[FactId, ...]


def steps_of(view: View, conclusion: FactId) -> dict[FactId, Step]:
    """Every step that a conclusion rests on, itself first; what the phase rests on only where it is the conclusion."""
    found: dict[FactId, Step] = {}
    waiting = [conclusion]
    while waiting:
        fact = waiting.pop()
        if fact not in found:
            step = _step(view, fact)
            if fact_of(fact).kind == "phase" and fact != conclusion:
                step = step._replace(premises=())
            found[fact] = step
            waiting += reversed(step.premises)
    return found


def _step(view: View, fact: FactId) -> Step:
    read = fact_of(fact)
    kind = _OF_FACT.get(read.kind, StepKind.OBSERVATION)
    text = headline(view) if read.kind == "phase" and read.known else describe(view, fact)
    premises = tuple(dict.fromkeys(_reached(view, one) for one in _below(view, fact)))
    if kind is StepKind.GATE and read.known:
        premises = _strongest_first(view, GateId(read.subject), premises)
    return Step(fact, kind, text.rstrip("."), _rules(view, fact) if kind is StepKind.FINDING else "", premises)


def _below(view: View, fact: FactId) -> Iterator[FactId]:
    """What leads to a fact, with what stands between drawn together."""
    for premise in _premises(view, fact):
        if _stands_between(fact, premise):
            yield from _below(view, premise)
        else:
            yield premise


def _premises(view: View, fact: FactId) -> Iterator[FactId]:
    node = view.node(fact)
    for derivation in () if node is None else node.derivations:
        yield from derivation.premises


def _stands_between(fact: FactId, premise: FactId) -> bool:
    """Whether a premise is a part of a condition, a rule of a finding, or the same finding at another level."""
    above, below = fact_of(fact), fact_of(premise)
    is_rule = below.kind == "rule" and above.kind in ("finding", "rule") and above.subject != below.subject
    same = below.kind == above.kind == "finding" and below.subject == above.subject
    return "#" in premise or is_rule or same


def _reached(view: View, fact: FactId) -> FactId:
    """The level of a finding that was reached, where one is known for being below it."""
    node = view.node(fact)
    for derivation in () if node is None or fact_of(fact).kind != "finding" else node.derivations:
        if derivation.rule == LEVEL_ORDER:
            return _reached(view, derivation.premises[0])
    return fact


def _strongest_first(view: View, gate: GateId, premises: tuple[FactId, ...]) -> tuple[FactId, ...]:
    weights = {str(item.rule): (not item.counts, -item.points) for item in view.gate(gate).evidence}
    return tuple(sorted(premises, key=lambda fact: weights.get(fact_of(fact).subject, (True, 0))))


def _rules(view: View, fact: FactId) -> str:
    """The rules by which a finding is established, or that none of its rules applies."""
    names = list(dict.fromkeys(_rules_behind(view, fact)))
    if not names:
        return ""
    if is_negated(fact):
        text = pages.ONE_RULE_FAILS if len(names) == 1 else pages.NO_RULE_APPLIES
        return view.say(text, n=view.number(len(names))).rstrip(":")
    titles = [view.rule_title(RuleId(name)) for name in names[:_MOST_RULES]]
    if len(names) > _MOST_RULES:
        titles.append(view.say(core.AND_MORE, n=view.number(len(names) - _MOST_RULES)))
    return view.say(w.BY_RULES, rules="; ".join(titles))


def _rules_behind(view: View, fact: FactId) -> Iterator[str]:
    node = view.node(fact)
    for derivation in () if node is None else node.derivations:
        if derivation.rule not in (LEVEL_ORDER, EVERY_RULE):
            yield derivation.rule
            continue
        for premise in derivation.premises:
            read = fact_of(premise)
            if read.kind == "rule":
                yield read.subject
            else:
                yield from _rules_behind(view, premise)
