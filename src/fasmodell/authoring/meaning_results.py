"""What the rules can give at all: findings that stay, gates that never move, measures always or never needed."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell.authoring.meaning_questions import MeaningProblem, Questions, Shown
from fasmodell.catalogue import Entry
from fasmodell.diagnostics import Diagnostic, Severity
from fasmodell.exact.formula import reaches, some
from fasmodell.exact.standing_formulas import is_needed, is_required
from fasmodell.exact.written import Writable
from fasmodell.facts import finding_id, negated, rule_id
from fasmodell.knowledge import FindingId, Gate, Level, Measure, Track
from fasmodell.names import Names
from fasmodell.results import GateState, Recommendation, Standing
from fasmodell.rules import ConcludesFinding, Rule, SupportsGate


def lasting_findings(questions: Questions, names: Names) -> Iterator[MeaningProblem]:
    """FM327: a finding that no profile rules out; shown is the profile in which most of its rules are known not to."""
    for finding in questions.base.knowledge.findings:
        if _can_be_ruled_out(questions, finding):
            continue
        rules = [rule for rule in questions.base.rules.of_stage(1) if _concludes(rule, finding)]
        shown = _nearest_ruled_out(questions, finding, rules)
        message = f"nothing can rule out the finding `{finding}`"
        help = "at least one of its rules holds whatever is observed, or can never be known not to hold"
        span = names.findings[finding].key_span
        diagnostic = Diagnostic("FM327", Severity.warning, message, span, help)
        yield MeaningProblem(diagnostic, None, shown, rules[0].span.file if rules else None)


def _can_be_ruled_out(questions: Questions, finding: FindingId) -> bool:
    return questions.can_be(questions.encoding.knows(finding_id(finding, Level.SIGNS), wanted=False))


def _concludes(rule: Rule, finding: FindingId) -> bool:
    return isinstance(rule.then, ConcludesFinding) and rule.then.finding == finding


def _nearest_ruled_out(questions: Questions, finding: FindingId, rules: list[Rule]) -> Shown | None:
    refuted = [questions.encoding.knows(rule_id(rule.id), wanted=False) for rule in rules]
    most = questions.most(refuted)
    if not most:
        return None

    def shows(answer: Recommendation) -> bool:
        return sum(negated(rule_id(rule.id)) in answer.trace for rule in rules) >= most

    witness = questions.witness(shows, reaches([(one, 1) for one in refuted], most))
    assert witness is not None  # it has just been counted
    facts = [finding_id(finding, level) for level in Level]
    trace = questions.answer(witness).trace
    level = next((level for level, fact in zip(reversed(Level), reversed(facts), strict=True) if fact in trace), None)
    expect: dict[str, Writable] = {"open": [str(finding)]} if level is None else {"findings": {finding: str(level)}}
    return Shown(f"nearest, with {most} of its {len(rules)} rules known not to hold", witness, expect)


def stuck_gates(questions: Questions, names: Names) -> Iterator[MeaningProblem]:
    """FM328: a gate that no profile opens, or that none shuts; shown is the profile with the most points for it."""
    for gate, formulas in zip(questions.base.knowledge.gates.values(), questions.encoding.gates, strict=True):
        for state in (GateState.OPEN, GateState.SHUT):
            if questions.can_be(formulas.states[state]):
                continue
            shown = _most_points(questions, gate, state)
            message = f"no profile makes the gate `{gate.id}` {state}"
            help = "look at which of its evidence can fire together, and at what speaks for the other side"
            diagnostic = Diagnostic("FM328", Severity.warning, message, names.gates[gate.id].key_span, help)
            rules = [rule for rule in questions.base.rules.of_stage(2) if _supports(rule, gate)]
            yield MeaningProblem(diagnostic, str(state), shown, rules[0].span.file if rules else None)


def _supports(rule: Rule, gate: Gate) -> bool:
    return isinstance(rule.then, SupportsGate) and rule.then.gate == gate.id


def _most_points(questions: Questions, gate: Gate, state: GateState) -> Shown | None:
    formulas = next(one for one in questions.encoding.gates if one.gate == gate.id)
    other = GateState.SHUT if state is GateState.OPEN else GateState.OPEN
    net = [*formulas.sides[state].points, *((part, -points) for part, points in formulas.sides[other].points)]
    highest = sum(points for _, points in net if points > 0)
    most = next((points for points in range(highest, 0, -1) if questions.can_be(reaches(net, points))), 0)
    if not most:
        return None

    def points(answer: Recommendation) -> int:
        decided = next(one for one in answer.phase.gates if one.gate == gate.id)
        lead = decided.points_open - decided.points_shut
        return lead if state is GateState.OPEN else -lead

    witness = questions.witness(lambda answer: points(answer) >= most, reaches(net, most))
    assert witness is not None  # it has just been counted
    came = next(one.state for one in questions.answer(witness).phase.gates if one.gate == gate.id)
    return Shown(f"nearest, with {most} points net for {state}", witness, {"gates": {gate.id: str(came)}})


def unmoved_measures(questions: Questions, names: Names) -> Iterator[MeaningProblem]:
    """FM329 and FM330: a measure that nothing brings out of `no_need`, and one that nothing can bring there."""
    for measure in questions.base.knowledge.measures.values():
        if measure.blocked is not None or measure.track is Track.FOUNDATION:
            continue
        entry = questions.base.catalogue.entries[measure.id]
        symbols = questions.encoding.symbols
        if not questions.can_be(some((is_needed(entry, symbols), is_required(entry, symbols)))):
            yield _never_needed(questions, names, measure)
        elif all(_can_be_ruled_out(questions, target.finding) for target in measure.targets):
            yield from _always_needed(questions, names, measure, entry)


def _never_needed(questions: Questions, names: Names, measure: Measure) -> MeaningProblem:
    message = f"nothing can bring the measure `{measure.id}` out of `no_need`"
    help = "no rule can establish any of its targets or require it"
    diagnostic = Diagnostic("FM329", Severity.warning, message, names.measures[measure.id].key_span, help)
    stands = questions.encoding.stands(measure.id, Standing.NO_NEED)
    witness = questions.witness(lambda answer: answer.measure(measure.id).standing is Standing.NO_NEED, stands)
    shown = None
    if witness is not None:
        shown = Shown("so it stands even here", witness, {"standing": {measure.id: "no_need"}})
    return MeaningProblem(diagnostic, None, shown, questions.file_of(measure.id))


def _always_needed(questions: Questions, names: Names, measure: Measure, entry: Entry) -> Iterator[MeaningProblem]:
    knows = questions.encoding.knows
    absent = [knows(finding_id(target.finding, Level.SIGNS), wanted=False) for target in measure.targets]
    unrequired = [knows(fact, wanted=False) for fact in entry.require]
    if questions.can_be(*absent, *unrequired):
        return
    message = f"nothing can bring the measure `{measure.id}` to `no_need`"
    help = "its targets cannot all be ruled out together, or some rule requires it whatever is observed"
    diagnostic = Diagnostic("FM330", Severity.warning, message, names.measures[measure.id].key_span, help)
    parts = [*absent, *unrequired]
    most = questions.most(parts)
    facts = [negated(finding_id(target.finding, Level.SIGNS)) for target in measure.targets]
    facts += [negated(fact) for fact in entry.require]

    def shows(answer: Recommendation) -> bool:
        return sum(fact in answer.trace for fact in facts) >= most

    witness = questions.witness(shows, reaches([(part, 1) for part in parts], most)) if most else None
    shown = None
    if witness is not None:
        stands = questions.answer(witness).measure(measure.id).standing
        what = f"nearest, with {most} of {len(parts)} reasons for it known not to hold"
        shown = Shown(what, witness, {"standing": {measure.id: str(stands)}})
    yield MeaningProblem(diagnostic, None, shown, questions.file_of(measure.id))
