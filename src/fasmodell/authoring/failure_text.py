"""Say in words how a case came out otherwise than expected, and what decided it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fasmodell.authoring.nearest_rule import Lack, nearest
from fasmodell.authoring.rule_tests import (
    FIRED,
    NOT_FIRED,
    OPEN,
    RULED_OUT,
    UNDECIDED,
    Expectation,
    Subject,
    in_points,
    listed_words,
)
from fasmodell.authoring.situation import Path, Situation, part_of_rule
from fasmodell.facts import indicator_id
from fasmodell.knowledge import Level, MeasureId
from fasmodell.results import Contribution, GateDecision, RankedMeasure
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
    PhaseIs,
    Rule,
    RuleSet,
    Trend,
    parts_of,
)
from fasmodell.scales import Value

_WORDS = {True: FIRED, False: NOT_FIRED, None: UNDECIDED}
OUTCOMES = {True: "holds", False: "does not hold", None: "is unknown"}


def came(expectation: Expectation, situation: Situation) -> str:
    """How something came out, in the words of the format."""
    name = expectation.name
    match expectation.subject:
        case Subject.FINDING:
            level = situation.level_of(name)
            return OPEN if level is None else RULED_OUT if level is False else str(level)
        case Subject.RULE:
            return _WORDS[situation.outcome(name)]
        case Subject.QUESTION:
            return "asked" if name in situation.questions else "not asked"
        case Subject.GATE:
            return str(_gate(situation, name).state)
        case Subject.PHASE:
            return str(situation.decision.phase or "undetermined")
        case Subject.POINTS:
            gate, _, side = name.partition("/")
            decided = _gate(situation, gate)
            return in_points(decided.points_open if side == "open" else decided.points_shut)
        case _:
            return _came_of(_measure(situation, name), expectation.subject)


def _came_of(measure: RankedMeasure, subject: Subject) -> str:
    """How a ranked measure came out."""
    if subject is Subject.STANDING:
        return str(measure.standing)
    if subject is Subject.NEAR:
        return listed_words(measure.tied_with)
    score = measure.score if subject is Subject.SCORE else sum(term.points for term in _adjusting(measure))
    return in_points(score / 100)


def headline(expectation: Expectation, outcome: str) -> str:
    """What was expected and what came, on one line."""
    named = f" `{expectation.name}`" if expectation.name else ""
    return f"{expectation.subject}{named}: expected {expectation.wanted}, came {outcome}"


def details(expectation: Expectation, situation: Situation, rules: RuleSet) -> tuple[str, ...]:
    """What decided the outcome: for a rule the atoms, for a finding its rules, for a gate its evidence."""
    name = expectation.name
    match expectation.subject:
        case Subject.RULE:
            return tuple(_rule_lines(next(rule for rule in rules.rules.values() if rule.id == name), situation))
        case Subject.FINDING:
            return (*_finding_lines(name, situation, rules), *_nearest_lines(expectation, situation, rules))
        case Subject.QUESTION:
            return (_question_line(name, situation),)
        case Subject.GATE:
            return tuple(_gate_lines(_gate(situation, name)))
        case Subject.PHASE:
            return tuple(f"gate `{gate.gate}` is {gate.state}" for gate in situation.decision.gates)
        case Subject.STANDING:
            return (f"possible: {', '.join(_measure(situation, name).possible_standings)}",)
        case Subject.POINTS:
            return tuple(_gate_lines(_gate(situation, name.partition("/")[0])))
        case Subject.SCORE | Subject.ADJUSTMENT:
            measure = _measure(situation, name)
            terms = measure.contributions if expectation.subject is Subject.SCORE else _adjusting(measure)
            return tuple(f"{term.criterion} {term.case}: {in_points(term.points / 100)}" for term in terms)
        case Subject.NEAR:
            return (f"its score is {in_points(_measure(situation, name).score / 100)}",)


def _measure(situation: Situation, name: str) -> RankedMeasure:
    return situation.measures[MeasureId(name)]


def _adjusting(measure: RankedMeasure) -> tuple[Contribution, ...]:
    """What rules that prefer or discourage a measure give or take."""
    return tuple(term for term in measure.contributions if term.criterion == "adjustment")


def _gate(situation: Situation, name: str) -> GateDecision:
    return next(gate for gate in situation.decision.gates if gate.gate == name)


def _rule_lines(rule: Rule, situation: Situation) -> Iterator[str]:
    for path, atom in deciding(rule, situation):
        outcome = situation.parts.get(part_of_rule(rule.id, path))
        yield f"`{wording(atom)}` {OUTCOMES[outcome]}{_observed(atom, situation)}"


def deciding(
    rule: Rule, situation: Situation, condition: Condition | None = None, path: Path = ()
) -> Iterator[tuple[Path, Atom]]:
    """The atoms that made a condition come out as it did: inside `all` and `any`, the parts that came out alike."""
    condition = rule.when if condition is None else condition
    if not isinstance(condition, All | AnyOf | Not):
        yield path, condition
        return
    whole = situation.parts.get(part_of_rule(rule.id, path))
    for position, part in enumerate(parts_of(condition)):
        inner = (*path, position)
        if isinstance(condition, Not) or situation.parts.get(part_of_rule(rule.id, inner)) is whole:
            yield from deciding(rule, situation, part, inner)


def _finding_lines(name: str, situation: Situation, rules: RuleSet) -> Iterator[str]:
    for rule in rules.of_stage(1):
        if isinstance(rule.then, ConcludesFinding) and rule.then.finding == name:
            yield f"`{rule.id}` ({rule.then.level}): {_WORDS[situation.outcome(rule.id)]}"
            yield from (f"  {line}" for line in _rule_lines(rule, situation))


def _nearest_lines(expectation: Expectation, situation: Situation, rules: RuleSet) -> Iterator[str]:
    """The rule that came nearest to the level expected of a finding, where that level was not reached."""
    reached = situation.level_of(expectation.name)
    wanted = next((level for level in Level if level == expectation.wanted), None)
    if wanted is None or (isinstance(reached, Level) and reached.rank >= wanted.rank):
        return
    found = nearest(
        [
            rule
            for rule in rules.of_stage(1)
            if isinstance(rule.then, ConcludesFinding)
            and rule.then.finding == expectation.name
            and rule.then.level == wanted
        ],
        situation,
    )
    if found is not None:
        lacking = " and ".join(_lacking(lack, situation) for lack in found[1])
        yield f"nearest to {wanted}: `{found[0].id}`, which lacks {lacking}"


def _lacking(lack: Lack, situation: Situation) -> str:
    away = "" if lack.away is None else f", {in_points(lack.away)} away"
    known = "it is unknown" if lack.outcome is None else _observed(lack.atom, situation).removeprefix(": ")
    return f"`{wording(lack.atom)}`{f' ({known}{away})' if known else ''}"


def _question_line(name: str, situation: Situation) -> str:
    value = situation.values.get(indicator_id(name))
    if value is not None:
        return f"it is known: {_written(value)}"
    return f"it could change neither the phase nor a measure; {len(situation.questions)} other indicators could"


def _gate_lines(gate: GateDecision) -> Iterator[str]:
    yield f"{gate.points_open} points for open, {gate.points_shut} for shut"
    for item in gate.evidence:
        if item.known:
            yield f"`{item.rule}` says {item.state}, {item.strength}"


def wording(atom: Atom) -> str:
    """An atom in the words in which it is written."""
    if isinstance(atom, Comparison):
        bounds = ", ".join(map(_written, atom.bound))
        return f"{atom.indicator} {atom.operator} {bounds if len(atom.bound) == 1 else f'[{bounds}]'}"
    if isinstance(atom, Trend):
        return f"{atom.indicator} {atom.movement} over {atom.over_months} months"
    if isinstance(atom, FindingHolds):
        return f"finding {atom.finding} at_least {atom.level}"
    if isinstance(atom, InPlace | Listed):
        return f"in_place {atom.measure}"
    return f"phase {atom.phase}" if isinstance(atom, PhaseIs) else f"gate {atom.gate} is {atom.state}"


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _observed(atom: Atom, situation: Situation) -> str:
    """What is known of what an atom is about."""
    if isinstance(atom, Comparison):
        value = situation.values.get(indicator_id(atom.indicator))
        return "" if value is None else f": it is {_written(value)}"
    if isinstance(atom, FindingHolds):
        level = situation.level_of(atom.finding)
        return "" if level is None else f": it is {'ruled out' if level is False else level}"
    if isinstance(atom, GateIs):
        return f": it is {_gate(situation, atom.gate).state}"
    return ""


def indented(lines: Sequence[str], by: int) -> Iterator[str]:
    """Lines further to the right."""
    return (f"{' ' * by}{line}" for line in lines)
