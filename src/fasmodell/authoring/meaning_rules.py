"""What single rules mean: that one can never fire, or that a part of its condition never matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fasmodell.authoring.failure_text import wording
from fasmodell.authoring.meaning_questions import MeaningProblem, Questions, Shown, concludes
from fasmodell.diagnostics import Diagnostic, Severity
from fasmodell.exact.formula import every, no, reaches, same
from fasmodell.exact.symbols import known
from fasmodell.exact.witness import Witness
from fasmodell.exact.written import Writable
from fasmodell.facts import FactId, in_place_id, legal_gate_id, precondition_id, rule_id
from fasmodell.knowledge import Measure
from fasmodell.names import Names
from fasmodell.place import Key, Place
from fasmodell.program import Named
from fasmodell.proof_truth import truth, world_of
from fasmodell.results import Recommendation
from fasmodell.rules import All, AnyOf, Condition, Not, Rule, parts_of

Path = tuple[int, ...]


class Written(NamedTuple):
    """A condition as it stands in a file: what it decides, where it is, and the rule or measure that has it."""

    condition: Condition
    decides: FactId
    place: Place
    owner: Rule | Measure


def written_conditions(questions: Questions, names: Names) -> Iterator[Written]:
    """Every condition of the rule base: of rules, then of measures."""
    for rule in questions.base.rules.rules.values():
        place = names.rules[rule.id].at("when")
        yield Written(rule.when, rule_id(rule.id), place, rule)
    for measure in questions.base.knowledge.measures.values():
        place = names.measures[measure.id]
        for position, item in enumerate(measure.preconditions):
            decides = precondition_id(measure.id, item.id)
            yield Written(item.when, decides, place.at("preconditions", position, "when"), measure)
        if measure.legal_gate is not None:
            decides = legal_gate_id(measure.id)
            yield Written(measure.legal_gate.when, decides, place.at("legal_gate", "when"), measure)
        if measure.evident_when is not None:
            yield Written(measure.evident_when, in_place_id(measure.id), place.at("evident_when"), measure)


def dead_rules(questions: Questions, names: Names) -> Iterator[MeaningProblem]:
    """FM323: a rule that no profile lets fire; shown is the profile in which most of its parts hold."""
    for rule in questions.base.rules.rules.values():
        if questions.can_be(questions.encoding.fires(rule.id)):
            continue
        parts = _needed(rule.when)
        formulas = questions.conditions(Named(_part(n), _part(n), part) for n, part in enumerate(parts))
        holding = [formulas.symbols[_part(n)] for n in range(len(parts)) if _part(n) in formulas.symbols]
        most = questions.most(holding)
        shown = _nearest(questions, rule, parts, most)
        message = f"the rule `{rule.id}` can never fire"
        diagnostic = Diagnostic(
            "FM323", Severity.warning, message, names.rules[rule.id].key_span, "mend its condition, or delete the rule"
        )
        yield MeaningProblem(diagnostic, None, shown, rule.span.file)


def _part(number: int) -> FactId:
    return FactId(f"part:{number}")


def _needed(condition: Condition) -> list[Condition]:
    """The parts that must all hold: those of `all` within `all`, otherwise the whole condition."""
    if isinstance(condition, All):
        return [part for inner in condition.parts for part in _needed(inner)]
    return [condition]


def _nearest(questions: Questions, rule: Rule, parts: list[Condition], most: int) -> Shown | None:
    if not most:
        return None

    def holding(answer: Recommendation) -> int:
        world = world_of(answer.trace, answer.trace)
        return sum(truth(part, world) is True for part in parts)

    formulas = questions.conditions(Named(_part(n), _part(n), part) for n, part in enumerate(parts))
    weighed = [(formulas.symbols[_part(n)], 1) for n in range(len(parts)) if _part(n) in formulas.symbols]
    witness = questions.witness(lambda answer: holding(answer) >= most, reaches(weighed, most))
    if witness is None:
        return None
    what = f"nearest, with {most} of its {len(parts)} parts"
    return Shown(what, witness, questions.outcomes(witness, (rule.id,)))


def idle_conditions(questions: Questions, names: Names) -> Iterator[MeaningProblem]:
    """FM324: a part of a condition without which it would hold, not hold and be unknown in exactly the same cases."""
    for one in written_conditions(questions, names):
        if questions.can_be(questions.encoding.knows(one.decides)):
            for path in idle_parts(questions, one.condition):
                yield _idle(questions, one, path)


def idle_parts(questions: Questions, condition: Condition) -> Iterator[Path]:
    """
    The parts of a condition that can all be left out together without any profile making a difference.

    Of two that say the same, the later one is given.
    """
    left_out: frozenset[Path] = frozenset()
    for path in _parts_to_try(condition):
        if any(path[:length] in left_out for length in range(len(path))):
            continue
        shorter = _without(condition, (), left_out | {path})
        if shorter is not None and _is_same(questions, condition, shorter):
            left_out |= {path}
            yield path


def _is_same(questions: Questions, condition: Condition, shorter: Condition) -> bool:
    """Whether two conditions come out alike for every profile: known to hold, known not to, and unknown."""
    one, other = FactId("one"), FactId("other")
    formulas = questions.conditions((Named(one, one, condition), Named(other, other, shorter)))
    symbols = formulas.symbols
    alike = [same(known(symbols, one, wanted), known(symbols, other, wanted)) for wanted in (True, False)]
    return not questions.can_be(no(every(alike)))


def _idle(questions: Questions, one: Written, path: Path) -> MeaningProblem:
    part = part_at(one.condition, path)
    name = "this part" if parts_of(part) else f"`{said(part)}`"
    about = said(part)
    holds = FactId("part")
    formulas = questions.conditions((Named(holds, holds, part),))
    fires = questions.encoding.knows(one.decides)
    with_it = [formulas.symbols[holds]] if holds in formulas.symbols else []
    shows = concludes(one.decides)
    witness = questions.witness(shows, fires, *with_it) or questions.witness(shows, fires)
    shown = None
    if witness is not None:
        shown = Shown("it holds with this part and without it", witness, _came(questions, witness, one.owner))
    kind = "rule" if isinstance(one.owner, Rule) else "measure"
    message = f"{name} never matters in a condition of the {kind} `{one.owner.id}`"
    help = "take it out: the condition holds, does not hold and is unknown in exactly the same cases"
    span = one.place.at(*_keys(one.condition, path)).span
    diagnostic = Diagnostic("FM324", Severity.warning, message, span, help)
    return MeaningProblem(diagnostic, about, shown, _file_beside(questions, one.owner))


def _came(questions: Questions, witness: Witness, owner: Rule | Measure) -> dict[str, Writable]:
    """How the rule, or the measure, comes out for a witness, as a case expects it."""
    if isinstance(owner, Rule):
        return questions.outcomes(witness, (owner.id,))
    return {"standing": {owner.id: str(questions.answer(witness).measure(owner.id).standing)}}


def _file_beside(questions: Questions, owner: Rule | Measure) -> str | None:
    return owner.span.file if isinstance(owner, Rule) else questions.file_of(owner.id)


def said(condition: Condition) -> str:
    """A condition in words, as an acceptance names it."""
    if isinstance(condition, All | AnyOf):
        word = "all" if isinstance(condition, All) else "any"
        return f"{word} of ({'; '.join(map(said, condition.parts))})"
    return f"not ({said(condition.part)})" if isinstance(condition, Not) else wording(condition)


def _parts_to_try(condition: Condition, path: Path = ()) -> Iterator[Path]:
    """The parts that could be left out: of every `all` and `any` that has more than one, the last one first."""
    inner = parts_of(condition)
    for position in reversed(range(len(inner))):
        if len(inner) > 1 and not isinstance(condition, Not):
            yield (*path, position)
        yield from _parts_to_try(inner[position], (*path, position))


def _without(condition: Condition, path: Path, left_out: frozenset[Path]) -> Condition | None:
    """The condition without some parts; None when nothing is left of it."""
    if path in left_out:
        return None
    if isinstance(condition, All | AnyOf):
        found = [_without(part, (*path, n), left_out) for n, part in enumerate(condition.parts)]
        kept = tuple(part for part in found if part is not None)
        return type(condition)(kept) if kept else None
    if isinstance(condition, Not):
        inner = _without(condition.part, (*path, 0), left_out)
        return None if inner is None else Not(inner)
    return condition


def part_at(condition: Condition, path: Path) -> Condition:
    """The part at the end of a path."""
    for position in path:
        condition = parts_of(condition)[position]
    return condition


def _keys(condition: Condition, path: Path) -> Iterator[Key]:
    """The keys that lead to a part in the file."""
    for position in path:
        if isinstance(condition, Not):
            yield "not"
        else:
            yield "all" if isinstance(condition, All) else "any"
            yield position
        condition = parts_of(condition)[position]
