"""
Replay the proof of an answer against its profile and rules, and trust nobody.

Imports no engine and none of the modules that concluded the answer: everything is worked out once more, in a simpler
and slower way. Here stand the graph and what was observed; `proof_rules`, `proof_policy` and `proof_ranking` hold the
rest. Pure: no input or output.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile
from typing import TYPE_CHECKING

from fasmodell.diagnostics import InferenceError
from fasmodell.facts import (
    Fact,
    FactId,
    fact_of,
    gate_since_id,
    indicator_id,
    is_negated,
    listed_id,
    negated,
    previous_phase_id,
    trend_id,
)
from fasmodell.knowledge import PHASES, POLICE_CLASS, IndicatorId, KnowledgeBase
from fasmodell.profile import Profile, months_between
from fasmodell.proof_policy import check_policy
from fasmodell.proof_ranking import check_ranking
from fasmodell.proof_rules import check_conditions, check_findings, named_conditions
from fasmodell.proof_truth import OBSERVED_KINDS, Claim, Fault, differences, movement
from fasmodell.results import Recommendation
from fasmodell.rules import RuleSet, Trend, atoms_of
from fasmodell.scales import is_number
from fasmodell.trace import GRADING, Derivation, Node

if TYPE_CHECKING:
    from fasmodell.diagnostics import Span

__all__ = ["Fault", "require_proved", "verify"]

_CONCLUDED_KINDS = frozenset(
    ("rule", "finding", "in_place", "precondition", "legal_gate", "gate", "held", "phase", "standing")
)


def verify(answer: Recommendation, knowledge: KnowledgeBase, rules: RuleSet) -> tuple[Fault, ...]:
    """
    Say everything in an answer that its proof does not bear out; nothing when the answer is proved.

    Shows that every fact follows from the profile by the rules, that nothing that follows was left out, and that gates,
    phase, standings, scores and ranks are what the policies make of them. Bounds (what is still possible, the envelope
    of a score) are only held against what they must contain. Does not raise.
    """
    claim = Claim(answer, knowledge, rules)
    faults = [*_check_graph(claim), *_check_observed(claim), *check_conditions(claim), *check_findings(claim)]
    if answer.phase.working_phase not in PHASES:
        return (*faults, Fault(None, f"`{answer.phase.working_phase}` is not a phase"))
    return (*faults, *check_policy(claim), *check_ranking(claim), *_check_goal(claim), *_check_frame(claim))


def require_proved(answer: Recommendation, knowledge: KnowledgeBase, rules: RuleSet) -> None:
    """Raise InferenceError with every fault of an answer; do nothing when the answer is proved."""
    faults = verify(answer, knowledge, rules)
    if faults:
        lines = [f"{fault.message} ({fault.fact})" if fault.fact else fault.message for fault in faults]
        count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        raise InferenceError("\n".join([f"the answer is not proved, it has {count}:", *lines]))


def _check_graph(claim: Claim) -> Iterator[Fault]:
    """Every node is what its key says, every premise is there, nothing is both true and false, nothing circles."""
    for fact, node in claim.trace.items():
        yield from _check_node(fact, node)
        if not is_negated(fact) and negated(fact) in claim.trace:
            yield Fault(fact, "this is both known to hold and known not to")
        for rule, premises in node.derivations:
            if len(set(premises)) < len(premises):
                yield Fault(fact, f"`{rule}` names a premise twice")
            for missing in (premise for premise in premises if premise not in claim.trace):
                yield Fault(fact, f"the premise `{missing}` of `{rule}` is not in the trace")
    for fact in _circling(claim):
        yield Fault(fact, "this rests on itself")


def _check_node(fact: FactId, node: Node) -> Iterator[Fault]:
    if node.fact.id != fact or not _is_read_again(node.fact):
        yield Fault(fact, f"the node states {node.fact}, which is not what its key says")
    if node.fact.kind in _CONCLUDED_KINDS:
        if not node.derivations:
            yield Fault(fact, "this was not observed, but nothing concludes it")
        if node.span is not None:
            yield Fault(fact, "this was not observed, but is said to stand in the profile")
    elif node.fact.kind not in OBSERVED_KINDS:
        yield Fault(fact, f"`{node.fact.kind}` is not a kind of fact")


def _is_read_again(fact: Fact) -> bool:
    """True when the id says what the fact says; observed values, which ids do not hold, are compared elsewhere."""
    read = fact_of(fact.id)
    if fact.kind == "trend":
        return read.kind == "trend" and read.known and read.subject.rpartition("/")[0] == fact.subject
    if fact.kind == "phase" and fact.subject == "area":
        return read.kind == "phase" and read.subject == str(fact.value) and read.known == fact.known
    return read == (fact._replace(value=None) if fact.kind in OBSERVED_KINDS else fact)


def _circling(claim: Claim) -> list[FactId]:
    """The facts left when those whose premises are all settled are taken away, again and again."""
    waiting: dict[FactId, int] = {}
    supports: dict[FactId, list[FactId]] = {}
    for fact, node in claim.trace.items():
        premises = {
            premise for derivation in node.derivations for premise in derivation.premises if premise in claim.trace
        }
        waiting[fact] = len(premises)
        for premise in premises:
            supports.setdefault(premise, []).append(fact)
    settled = [fact for fact, count in waiting.items() if not count]
    for fact in settled:  # grows while it is read
        for supported in supports.get(fact, ()):
            waiting[supported] -= 1
            if not waiting[supported]:
                settled.append(supported)
    return [fact for fact, count in waiting.items() if count]


def _check_observed(claim: Claim) -> Iterator[Fault]:
    """Every observed fact is what the profile says, and everything that the profile makes known is there."""
    expected = {node.fact.id: node for node in _observed_nodes(claim)}
    for fact, node in claim.trace.items():
        if node.fact.kind in OBSERVED_KINDS and not _agree(node, expected.get(fact) or _trend_named(claim, node.fact)):
            yield Fault(fact, f"the profile does not give {node.fact.value!r} for this, at this place in it")
    for fact in (fact for fact in expected if fact not in claim.trace):
        yield Fault(fact, "the profile gives this, but it is left out")


def _agree(node: Node, expected: Node | None) -> bool:
    return node == expected and type(node.fact.value) is type(expected.fact.value)


def _observed_nodes(claim: Claim) -> Iterator[Node]:
    """What the profile makes known: values, graded levels, running measures, trends asked for, and the past."""
    profile = claim.answer.profile
    for indicator, observation in profile.observations.items():
        if observation.value is not None:
            yield _leaf(indicator_id(indicator), "indicator", indicator, observation.value, observation.span)
    yield from _graded_nodes(claim)
    if profile.measures_in_place is not None:
        for measure in claim.knowledge.measures:
            entry = profile.measures_in_place.get(measure)
            if entry is None or entry.is_running is not None:
                runs, span = (False, None) if entry is None else (entry.is_running, entry.span)
                yield _leaf(listed_id(measure), "listed", measure, runs, span)
    for trend in {atom for item in named_conditions(claim) for atom in atoms_of(item.condition)}:
        if isinstance(trend, Trend):
            yield from _trend_nodes(profile, trend.indicator, trend.over_months)
    previous = profile.previous_assessment
    if previous is not None:
        yield _leaf(previous_phase_id(), "previous", "phase", previous.phase, previous.span)
        for gate, since in previous.gates_open_since.items():
            months = months_between(since.start, profile.as_of)
            yield _leaf(gate_since_id(gate), "open_since", gate, months, previous.span)


def _leaf(fact: FactId, kind: str, subject: str, value: bool | int | float | str | None, span: Span | None) -> Node:
    return Node(Fact(fact, kind, subject, value), (), span)


def _graded_nodes(claim: Claim) -> Iterator[Node]:
    """Levels that a known number gives, whatever level the profile says; later nodes take the place of earlier ones."""
    for indicator in claim.knowledge.graded:
        grading = indicator.graded_from
        number = None if grading is None else claim.answer.profile.value_of(grading.indicator)
        if grading is not None and is_number(number):
            derivation = Derivation(GRADING, (indicator_id(grading.indicator),))
            fact = Fact(indicator_id(indicator.id), "indicator", indicator.id, grading.level(number))
            yield Node(fact, (derivation,), None)


def _trend_nodes(profile: Profile, indicator: IndicatorId, months: int) -> Iterator[Node]:
    moved = movement(profile, indicator, months)
    if moved is not None:
        yield _leaf(trend_id(indicator, months), "trend", indicator, moved, profile.observations[indicator].span)


def _trend_named(claim: Claim, fact: Fact) -> Node | None:
    """The node of a trend that no condition asks for, such as one that shows that a gate has held."""
    months = fact.id.rpartition("/")[2]
    if fact.kind != "trend" or not months.isdecimal():
        return None
    return next(_trend_nodes(claim.answer.profile, IndicatorId(fact.subject), int(months)), None)


def _check_goal(claim: Claim) -> Iterator[Fault]:
    """The distance to the goal, part by part: True or False where it is known whether the part is reached."""
    profile, said = claim.answer.profile, claim.answer.goal
    goal, now, value = profile.goal, claim.answer.phase.phase, profile.value_of(POLICE_CLASS)
    class_now = value if isinstance(value, str) else None
    if goal is None or said is None:
        if (goal is None) != (said is None):
            yield Fault(None, "the goal of the answer is not the goal of the profile")
        return
    left, is_mild, parts = None, None, []
    if goal.phase is not None:
        left = None if now is None else len([phase for phase in PHASES if now < phase <= goal.phase])
        parts.append(None if left is None else not left)
    if goal.police_class is not None:
        indicator = claim.knowledge.indicators.get(POLICE_CLASS)
        worse = () if indicator is None else dropwhile(lambda option: option != goal.police_class, indicator.options)
        is_mild = None if class_now is None else class_now not in tuple(worse)[1:]
        parts.append(is_mild)
    yield from differences(
        None,
        "the goal",
        ("goal", said.goal, goal),
        ("phase_now", said.phase_now, now),
        ("phases_left", said.phases_left, left),
        ("class_now", said.class_now, class_now),
        ("is_class_reached", said.is_class_reached, is_mild),
        ("months_left", said.months_left, months_between(profile.as_of, goal.by.end)),
        ("is_reached", said.is_reached, None if None in parts and False not in parts else all(parts)),
    )


def _check_frame(claim: Claim) -> Iterator[Fault]:
    """The answer names the rule base it is checked against, and asks only for what is not known."""
    said, manifest = claim.answer.rule_base, claim.rules.manifest
    yield from differences(
        None,
        "the rule base",
        ("name", said.get("name"), manifest.name),
        ("version", said.get("version"), manifest.version),
    )
    for question in claim.answer.open_questions:
        fact = indicator_id(question.indicator)
        if fact in claim.trace:
            yield Fault(fact, "this is asked for, although it is known")
