"""Facts and their readable ids. The one place that spells a fact id."""

from __future__ import annotations

from typing import NamedTuple, NewType

from fasmodell.scales import Value

FactId = NewType("FactId", str)

_NOT = "not "


class Fact(NamedTuple):
    """
    Something the answer rests on.

    `kind` is the word before the colon of the id, `subject` what it is about, `value` the observed value, level,
    state or standing (None where the id says it all). `known` is False for a proposition known not to hold.
    """

    id: FactId
    kind: str
    subject: str
    value: Value | None
    known: bool = True


def indicator_id(indicator: str) -> FactId:
    """An observed or graded indicator."""
    return FactId(f"indicator:{indicator}")


def trend_id(indicator: str, over_months: int) -> FactId:
    """The movement of an indicator's series over a number of months."""
    return FactId(f"trend:{indicator}/{over_months}")


def listed_id(measure: str) -> FactId:
    """What the profile's list of measures in place says of a measure."""
    return FactId(f"listed:{measure}")


def previous_phase_id() -> FactId:
    """The phase of the previous assessment."""
    return FactId("previous:phase")


def gate_since_id(gate: str) -> FactId:
    """How many months a gate has been open according to the previous assessment."""
    return FactId(f"open_since:{gate}")


def rule_id(rule: str) -> FactId:
    """That a rule's condition holds."""
    return FactId(f"rule:{rule}")


def finding_id(finding: str, level: str) -> FactId:
    """A finding at a level or a higher one."""
    return FactId(f"finding:{finding}>={level}")


def in_place_id(measure: str) -> FactId:
    """That a measure runs in the area."""
    return FactId(f"in_place:{measure}")


def precondition_id(measure: str, precondition: str) -> FactId:
    """That a precondition of a measure holds."""
    return FactId(f"precondition:{measure}/{precondition}")


def legal_gate_id(measure: str) -> FactId:
    """That the legal decision a measure needs has been taken."""
    return FactId(f"legal_gate:{measure}")


def part_id(whole: FactId, path: tuple[int, ...]) -> FactId:
    """A part of a named condition, by the positions that lead to it."""
    return FactId(f"{whole}#{'.'.join(map(str, path))}")


def gate_id(gate: str, state: str) -> FactId:
    """A gate decided open, shut or undetermined."""
    return FactId(f"gate:{gate}={state}")


def held_id(gate: str) -> FactId:
    """That a gate has been open long enough for the area to move on."""
    return FactId(f"held:{gate}")


def phase_id(phase: int) -> FactId:
    """The phase that measures are chosen for."""
    return FactId(f"phase:{phase}")


def standing_id(measure: str, standing: str) -> FactId:
    """A measure's standing."""
    return FactId(f"standing:{measure}={standing}")


def negated(fact: FactId) -> FactId:
    """The F symbol of a proposition: known not to hold."""
    return FactId(_NOT + fact)


def is_negated(fact: FactId) -> bool:
    """Tell whether an id is an F symbol."""
    return fact.startswith(_NOT)


def proposition_of(fact: FactId) -> FactId:
    """The proposition that a T or F symbol is about."""
    return FactId(fact[len(_NOT) :]) if is_negated(fact) else fact


def fact_of(symbol: FactId) -> Fact:
    """The fact that a T or F symbol states, read from its id."""
    proposition = proposition_of(symbol)
    kind, _, rest = proposition.partition(":")
    subject, value = rest, None
    for separator in (">=", "="):
        if separator in rest and kind in ("finding", "gate", "standing"):
            subject, _, value = rest.partition(separator)
            break
    return Fact(symbol, kind, subject, value, not is_negated(symbol))
