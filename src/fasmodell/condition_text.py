"""A condition in words: every part with whether it is met, what was observed and how far it is from its bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fasmodell import wording as w
from fasmodell.describe import describe
from fasmodell.facts import FactId, indicator_id, listed_id, negated, trend_id
from fasmodell.knowledge import Indicator, Text
from fasmodell.program import proposition_named_by
from fasmodell.reasons import lower_first
from fasmodell.rules import (
    All,
    AnyOf,
    Atom,
    Comparison,
    Condition,
    GateIs,
    Listed,
    Not,
    Operator,
    PhaseIs,
    Trend,
    parts_of,
)
from fasmodell.scales import Value, is_number, write_flag
from fasmodell.terms import MOVEMENTS, OPERATORS, OTHER_MOVEMENTS
from fasmodell.view import View


class Check(NamedTuple):
    """
    One line of a condition.

    A group line ("all of these") has no fact. Otherwise `is_met` tells whether the part, as `text` says it, is met
    (None: not known), `fact` what it rests on and `distance` how far an unmet comparison is from its bound.
    """

    depth: int
    text: str
    is_met: bool | None
    fact: FactId | None
    distance: str | None


def checks(view: View, condition: Condition, wanted: bool = True, depth: int = 0) -> Iterator[Check]:
    """
    Yield the lines of a condition in the order written.

    A negation is carried inwards, so that each line says what the rule demands: not at least 40 becomes below 40.
    """
    if isinstance(condition, Not):
        yield from checks(view, condition.part, not wanted, depth)
    elif isinstance(condition, All | AnyOf):
        yield Check(depth, view.say(w.ALL_OF if isinstance(condition, All) is wanted else w.ANY_OF), None, None, None)
        for part in parts_of(condition):
            yield from checks(view, part, wanted, depth + 1)
    else:
        yield _check(view, condition, wanted, depth)


def _check(view: View, atom: Atom, wanted: bool, depth: int) -> Check:
    if isinstance(atom, Comparison):
        return _comparison(view, atom, wanted, depth)
    if isinstance(atom, Trend):
        return _trend(view, atom, wanted, depth)
    if isinstance(atom, Listed):
        fact = listed_id(atom.measure)
        node = view.node(fact)
        text = w.IS_LISTED if wanted else w.IS_NOT_LISTED
        is_met = None if node is None else (node.fact.value is True) is wanted
        return Check(depth, view.say(text, measure=view.measure_name(atom.measure)), is_met, fact, None)
    fact = proposition_named_by(atom)
    holds = _decided(view, atom) if isinstance(atom, PhaseIs | GateIs) else view.holds(fact)
    text_of_atom = describe(view, fact if wanted else negated(fact))
    return Check(depth, text_of_atom, None if holds is None else holds is wanted, fact, None)


def _decided(view: View, atom: PhaseIs | GateIs) -> bool:
    """The phase and the gates are always decided before the rules that ask for them."""
    if isinstance(atom, PhaseIs):
        return atom.phase == view.answer.phase.working_phase
    return view.gate(atom.gate).state == atom.state


def _trend(view: View, atom: Trend, wanted: bool, depth: int) -> Check:
    fact = trend_id(atom.indicator, atom.over_months)
    node = view.node(fact)
    movement = (MOVEMENTS if wanted else OTHER_MOVEMENTS)[atom.movement].to(view.language)
    name = view.knowledge.indicators[atom.indicator].name.to(view.language)
    text = view.say(w.TREND, indicator=name, movement=movement, months=atom.over_months)
    return Check(depth, text, None if node is None else (node.fact.value == atom.movement) is wanted, fact, None)


def _comparison(view: View, atom: Comparison, wanted: bool, depth: int) -> Check:
    indicator = view.knowledge.indicators[atom.indicator]
    value = view.value(atom.indicator)
    text = f"{indicator.name.to(view.language)}: {_demand(view, indicator, atom, wanted)}"
    is_met = None if value is None else compares(atom.operator, value, atom.bound) is wanted
    distance = None if value is None or is_met else _distance(view, atom, value, wanted)
    return Check(depth, text, is_met, indicator_id(atom.indicator), distance)


def compares(operator: Operator, value: Value, bound: tuple[Value, ...]) -> bool:
    """Whether a known value compares with a bound as an operator says."""
    if operator in (Operator.IS, Operator.ONE_OF):
        return value in bound
    if not is_number(value):
        return False
    low, *rest = (float(end) for end in bound)
    match operator:
        case Operator.AT_LEAST:
            return value >= low
        case Operator.AT_MOST:
            return value <= low
        case Operator.ABOVE:
            return value > low
        case Operator.BELOW:
            return value < low
    return low <= value <= rest[0]


def _demand(view: View, indicator: Indicator, atom: Comparison, wanted: bool) -> str:
    """What a comparison demands, the unit after the last bound."""
    if atom.operator is Operator.IS and isinstance(atom.bound[0], bool):
        return write_flag(atom.bound[0] is wanted, view.language)
    written = [view.bare_value(indicator.id, bound) for bound in atom.bound]
    if not (atom.operator is Operator.IS and wanted):
        written = [lower_first(text) for text in written]
    if is_number(atom.bound[-1]):
        written[-1] = indicator.write(atom.bound[-1], view.language)
    template = OPERATORS[atom.operator][0 if wanted else 1]
    return template.to(view.language).format(*written, all=view.listed(written, w.OR))


def _distance(view: View, atom: Comparison, value: Value, wanted: bool) -> str | None:
    """How far a known value is from meeting what is demanded; None where a distance means nothing."""
    if not is_number(value) or isinstance(atom.bound[0], str | bool):
        return None
    operator, low = atom.operator, float(atom.bound[0])
    if operator is Operator.BETWEEN:
        high = float(atom.bound[1])
        if not wanted:
            return view.say(w.INSIDE)
        return _off(view, low - value, w.MISSING) if value < low else _off(view, value - high, w.TOO_MUCH)
    if operator in (Operator.IS, Operator.ONE_OF):
        nearest = min(abs(float(bound) - value) for bound in atom.bound)
        return _off(view, nearest, w.DIFFERS) if wanted else None
    is_strict = (operator in (Operator.ABOVE, Operator.BELOW)) is wanted
    must_rise = (operator in (Operator.AT_LEAST, Operator.ABOVE)) is wanted
    if must_rise:
        return _off(view, low - value, w.MISSING_MORE if is_strict else w.MISSING)
    return _off(view, value - low, w.TOO_MUCH_MORE if is_strict else w.TOO_MUCH)


def _off(view: View, distance: float, text: Text) -> str:
    return view.say(w.AT_THE_BOUND) if distance == 0 else view.say(text, n=view.number(distance))


def state_word(view: View, is_met: bool | None) -> str:
    """Whether a condition is met, in a word."""
    return view.say(w.STATE_UNKNOWN if is_met is None else w.STATE_MET if is_met else w.STATE_UNMET)
