"""What rules mean beside each other: one that adds nothing to others, two that contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from fasmodell.authoring.meaning_questions import MeaningProblem, Questions, Shown, concludes
from fasmodell.diagnostics import Diagnostic, Severity
from fasmodell.exact.formula import Formula, every, no, some
from fasmodell.exact.gate_formulas import EvidenceFormulas
from fasmodell.facts import rule_id
from fasmodell.names import Names
from fasmodell.place import listed
from fasmodell.rules import (
    AdviceKind,
    Advises,
    ConcludesFinding,
    PhasePolicy,
    Rule,
    RuleId,
    Strength,
    SupportsGate,
    Warns,
)


def shadowed_rules(questions: Questions, names: Names) -> Iterator[MeaningProblem]:
    """FM325: a rule that, whenever it fires, adds nothing to what other rules then conclude."""
    rules = tuple(questions.base.rules.rules.values())
    evidence = {one.rule.rule: one for one in questions.encoding.evidence}
    policy = questions.base.rules.phase_policy
    fires = questions.encoding.fires
    dropped: set[RuleId] = set()
    for rule in reversed(rules):
        if not questions.can_be(fires(rule.id)):
            continue
        others = [
            (other, covered)
            for other in rules
            if other is not rule and other.id not in dropped
            for covered in _covered(rule, other, evidence, policy, fires(other.id))
        ]
        alone = next((other for other, covered in others if not _adds(questions, rule, evidence, [covered])), None)
        shadowing = [other for other, _ in others] if alone is None else [alone]
        if alone is None and (not others or _adds(questions, rule, evidence, [covered for _, covered in others])):
            continue
        dropped.add(rule.id)
        yield _shadowed(questions, names, rule, shadowing)


# For each way in which a rule may weigh (whole, capped), the formula that some other rule then says as much.
_Covered = tuple[Formula, Formula]


def _covered(
    rule: Rule, other: Rule, evidence: Mapping[RuleId, EvidenceFormulas], policy: PhasePolicy, fires: Formula
) -> Iterator[_Covered]:
    """When another rule says the same or more, for a rule that weighs whole, and for one that is capped."""
    then, said = rule.then, other.then
    if isinstance(then, ConcludesFinding) and isinstance(said, ConcludesFinding):
        if said.finding == then.finding and said.level.rank >= then.level.rank:
            yield fires, fires
    elif isinstance(then, SupportsGate) and isinstance(said, SupportsGate):
        if (said.gate, said.state, said.topic) == (then.gate, then.state, then.topic):
            yield _weighing(then, said, evidence[other.id], policy)
    elif isinstance(then, Advises) and isinstance(said, Advises):
        # Points for and against a measure add up; to require or to exclude it once is enough.
        if then == said and then.kind in (AdviceKind.REQUIRE, AdviceKind.EXCLUDE):
            yield fires, fires
    elif isinstance(then, Warns) and then == said:
        yield fires, fires


def _weighing(then: SupportsGate, said: SupportsGate, other: EvidenceFormulas, policy: PhasePolicy) -> _Covered:
    points, weak = policy.points, policy.points[Strength.WEAK]
    is_enough = points[said.strength] >= points[then.strength]
    is_enough = is_enough and (then.strength is not Strength.DECISIVE or said.strength is Strength.DECISIVE)
    as_whole = other.is_whole if is_enough else every(())
    if not is_enough:
        as_whole = no(as_whole)
    as_capped = other.fires if points[said.strength] >= weak else other.is_capped
    return as_whole, as_capped


def _adds(
    questions: Questions, rule: Rule, evidence: Mapping[RuleId, EvidenceFormulas], covered: list[_Covered]
) -> bool:
    """Whether some profile lets a rule fire where none of the others says as much."""
    own = evidence.get(rule.id)
    if own is None:
        return questions.can_be(questions.encoding.fires(rule.id), no(some(whole for whole, _ in covered)))
    return questions.can_be(own.is_whole, no(some(whole for whole, _ in covered))) or questions.can_be(
        own.is_capped, no(some(capped for _, capped in covered))
    )


def _shadowed(questions: Questions, names: Names, rule: Rule, others: list[Rule]) -> MeaningProblem:
    fires = questions.encoding.fires
    witness = next(
        found
        for other in others
        if (found := questions.witness(concludes(rule_id(rule.id), rule_id(other.id)), fires(rule.id), fires(other.id)))
    )
    said = listed(other.id for other in others)
    by = said if len(others) == 1 else f"one of {said}"
    message = f"the rule `{rule.id}` adds nothing: whenever it fires, so does {by}, and says as much"
    related = tuple((f"`{other.id}`", names.rules[other.id].key_span) for other in others)
    diagnostic = Diagnostic(
        "FM325",
        Severity.warning,
        message,
        names.rules[rule.id].key_span,
        "delete it, or say in its condition what the other one does not see",
        related,
    )
    fired = [one for one in (rule, *others) if rule_id(one.id) in questions.answer(witness).trace]
    shown = Shown("both fire", witness, questions.outcomes(witness, [one.id for one in fired]))
    return MeaningProblem(diagnostic, ", ".join(other.id for other in others), shown, rule.span.file)


def contradicting_rules(questions: Questions, names: Names) -> Iterator[MeaningProblem]:
    """FM326: two rules that can both fire and then contradict: decisive both ways, or required and excluded."""
    fires = questions.encoding.fires
    for rule, other, what in _opposites(questions.base.rules.rules.values()):
        together = (_weighs(questions, rule), _weighs(questions, other))
        if not questions.can_be(*together):
            continue
        witness = questions.witness(
            concludes(rule_id(rule.id), rule_id(other.id)), *together, fires(rule.id), fires(other.id)
        )
        assert witness is not None  # it has just been asked
        related = ((f"`{rule.id}`", names.rules[rule.id].key_span),)
        message = f"the rules `{rule.id}` and `{other.id}` can both fire, and contradict each other: {what}"
        help = "let the conditions exclude each other, or weaken one of the conclusions"
        place = names.rules[other.id]
        diagnostic = Diagnostic("FM326", Severity.warning, message, place.key_span, help, related)
        shown = Shown("both fire", witness, questions.outcomes(witness, (rule.id, other.id)))
        yield MeaningProblem(diagnostic, rule.id, shown, other.span.file)


def _weighs(questions: Questions, rule: Rule) -> Formula:
    """That a rule fires and says what it is written to say."""
    evidence = next((one for one in questions.encoding.evidence if one.rule.rule == rule.id), None)
    return questions.encoding.fires(rule.id) if evidence is None else evidence.is_whole


def _opposites(rules: Iterable[Rule]) -> Iterator[tuple[Rule, Rule, str]]:
    """Every two rules whose conclusions cannot both be meant, with what is wrong with that."""
    for rule, other in combinations(rules, 2):
        one, two = rule.then, other.then
        if isinstance(one, SupportsGate) and isinstance(two, SupportsGate):
            both = one.strength is Strength.DECISIVE and two.strength is Strength.DECISIVE
            if both and one.gate == two.gate and one.state != two.state:
                yield rule, other, f"decisive evidence that the gate `{one.gate}` is open and that it is shut"
        elif isinstance(one, Advises) and isinstance(two, Advises):
            kinds = {one.kind, two.kind}
            if one.measure == two.measure and kinds == {AdviceKind.REQUIRE, AdviceKind.EXCLUDE}:
                yield rule, other, f"`{one.measure}` is required and excluded"
