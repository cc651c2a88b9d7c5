"""From YAML to conditions: every operator, checked against the scale of its indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fasmodell.knowledge import PHASES, FindingId, GateId, Indicator, IndicatorId, Level, MeasureId
from fasmodell.place import Place
from fasmodell.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    FindingHolds,
    GateIs,
    InPlace,
    Not,
    Operator,
    PhaseIs,
    Threshold,
    Trend,
)
from fasmodell.scales import Scale, Value, is_number

KINDS = ("indicator", "finding", "in_place", "phase", "gate", "all", "any", "not")
_ORDERING = (Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, Operator.BETWEEN)
_MOVEMENTS = ("rising", "falling", "steady")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that conditions may use."""

    indicators: Mapping[IndicatorId, Indicator]
    unreadable_indicators: frozenset[str]
    findings: frozenset[str]
    measures: frozenset[str]
    gates: frozenset[str]
    thresholds: Mapping[str, Threshold]


def read_condition(place: Place, vocabulary: Vocabulary, *, after_phase: bool = False) -> Condition | None:
    """
    Read one condition; None, with every problem reported, when it cannot be read.

    `after_phase` allows conditions on the phase and the gates, which are decided before measures are chosen.
    """
    if not isinstance(place.data, Mapping):
        place.error("FM107", "a condition must be a mapping such as `{indicator: …, at_least: …}`")
        return None
    kinds = [kind for kind in KINDS if kind in place.data]
    if len(kinds) != 1:
        _report_kind(place, kinds)
        return None
    readers: dict[str, Callable[[Place, Vocabulary], Condition | None]] = {
        "indicator": _indicator,
        "finding": _finding,
        "in_place": _in_place,
        "phase": _phase,
        "gate": _gate,
    }
    kind = kinds[0]
    if kind in ("phase", "gate") and not after_phase:
        place.at(kind).error(
            "FM308", f"a condition on the {kind} cannot be used here", "the phase is decided after this stage", on_key=True
        )
        return None
    if kind in readers:
        return readers[kind](place, vocabulary)
    _refuse_other_keys(place, (kind,))
    if kind == "not":
        part = read_condition(place.at("not"), vocabulary, after_phase=after_phase)
        return None if part is None else Not(part)
    return _combined(place.at(kind), kind, vocabulary, after_phase)


def _report_kind(place: Place, kinds: list[str]) -> None:
    if kinds:
        names = " and ".join(f"`{kind}`" for kind in kinds)
        place.error("FM107", f"a condition says one thing, this one has {names}", "combine them with `all` or `any`")
        return
    keys = [str(key) for key, _ in place.items()]
    if keys:
        place.at(keys[0]).unknown("FM104", "key in a condition:", keys[0], KINDS, on_key=True)
    else:
        place.error("FM107", "a condition must not be empty")


def _refuse_other_keys(place: Place, allowed: tuple[str, ...]) -> None:
    for key, inner in place.items():
        if key not in allowed:
            inner.unknown("FM104", f"key in {_article(allowed[0])} condition:", str(key), allowed, on_key=True)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _combined(place: Place, kind: str, vocabulary: Vocabulary, after_phase: bool) -> Condition | None:
    parts = [read_condition(part, vocabulary, after_phase=after_phase) for part in place.elements()]
    if not parts:
        place.error("FM107", f"`{kind}` must be a list of conditions, at least one")
        return None
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return All(known) if kind == "all" else AnyOf(known)


def _finding(place: Place, vocabulary: Vocabulary) -> Condition | None:
    _refuse_other_keys(place, ("finding", "at_least"))
    finding = known_name(place.at("finding"), "FM202", "finding", vocabulary.findings)
    level = place.at("at_least")
    least = Level.SIGNS.value if level.data is None else known_name(level, "FM109", "level", frozenset(Level))
    return None if finding is None or least is None else FindingHolds(FindingId(finding), Level(least))


def known_name(place: Place, code: str, kind: str, names: frozenset[str]) -> str | None:
    """A name that must be one of some names; None, with a report, when it is not."""
    if not isinstance(place.data, str):
        place.error("FM107", f"the {kind} must be named")
        return None
    if place.data not in names:
        place.unknown(code, kind, place.data, names)
        return None
    return place.data


def _in_place(place: Place, vocabulary: Vocabulary) -> Condition | None:
    _refuse_other_keys(place, ("in_place",))
    measure = known_name(place.at("in_place"), "FM203", "measure", vocabulary.measures)
    return None if measure is None else InPlace(MeasureId(measure))


def _phase(place: Place, _: Vocabulary) -> Condition | None:
    _refuse_other_keys(place, ("phase",))
    written = place.at("phase")
    phases: list[object] = written.data if isinstance(written.data, list) else [written.data]
    conditions = tuple(PhaseIs(phase) for phase in phases if type(phase) is int and phase in PHASES)
    if not phases or len(conditions) < len(phases):
        written.error("FM109", "a phase is 1, 2 or 3", "write `phase: 1` or `phase: [1, 2]`")
        return None
    return conditions[0] if len(conditions) == 1 else AnyOf(conditions)


def _gate(place: Place, vocabulary: Vocabulary) -> Condition | None:
    _refuse_other_keys(place, ("gate", "is"))
    gate = known_name(place.at("gate"), "FM207", "gate", vocabulary.gates)
    state = known_name(place.at("is"), "FM109", "state of a gate", frozenset(("open", "shut", "undetermined")))
    return None if gate is None or state is None else GateIs(GateId(gate), state)


def _indicator(place: Place, vocabulary: Vocabulary) -> Condition | None:
    written = place.at("indicator")
    if isinstance(written.data, str) and written.data in vocabulary.unreadable_indicators:
        return None  # its own definition has been reported
    name = known_name(written, "FM201", "indicator", frozenset(map(str, vocabulary.indicators)))
    operators = [key for key, _ in place.items() if key in tuple(Operator) or key == "trend"]
    _refuse_other_keys(place, ("indicator", *Operator, "trend", "over_months"))
    if len(operators) != 1:
        known = ", ".join(f"`{word}`" for word in (*Operator, "trend"))
        place.error("FM107", "an indicator condition needs exactly one comparison", f"write one of {known}")
        return None
    if name is None:
        return None
    indicator = vocabulary.indicators[IndicatorId(name)]
    if operators[0] == "trend":
        return _trend(place, indicator)
    return _comparison(place.at(operators[0]), indicator, Operator(operators[0]), vocabulary)


def _trend(place: Place, indicator: Indicator) -> Condition | None:
    if not indicator.scale.is_numeric:
        place.at("trend").error("FM301", f"`{indicator.id}` is a {indicator.scale} and has no trend", on_key=True)
        return None
    movement = known_name(place.at("trend"), "FM109", "trend", frozenset(_MOVEMENTS))
    months = place.at("over_months")
    if not isinstance(months.data, int) or isinstance(months.data, bool) or not 1 <= months.data <= 120:
        months.error("FM107", "`over_months` must be a whole number from 1 to 120")
        return None
    return None if movement is None else Trend(indicator.id, movement, months.data)


def _comparison(
    place: Place, indicator: Indicator, operator: Operator, vocabulary: Vocabulary
) -> Condition | None:
    if operator in _ORDERING and not indicator.scale.is_numeric:
        place.error(
            "FM301", f"`{operator}` needs a number, but `{indicator.id}` is a {indicator.scale}", "use `is`", on_key=True
        )
        return None
    if operator in (Operator.BETWEEN, Operator.ONE_OF):
        bounds = [_bound(part, indicator, vocabulary) for part in place.elements()]
        wanted = len(bounds) == 2 if operator is Operator.BETWEEN else len(bounds) >= 1
        if not wanted:
            place.error("FM107", f"`{operator}` needs a list of {'two numbers' if operator is Operator.BETWEEN else 'values'}")
            return None
    else:
        bounds = [_bound(place, indicator, vocabulary)]
    values = tuple(value for bound in bounds if bound is not None for value in [bound[0]])
    if len(values) < len(bounds):
        return None
    if operator is Operator.BETWEEN and is_number(values[0]) and is_number(values[1]) and values[0] > values[1]:
        place.error("FM302", "the first number of `between` must not be above the second")
        return None
    threshold = next((bound[1] for bound in bounds if bound is not None and bound[1]), None)
    return Comparison(indicator.id, operator, values, threshold)


def _bound(place: Place, indicator: Indicator, vocabulary: Vocabulary) -> tuple[Value, str | None] | None:
    """A bound that fits the indicator's scale, with the name of the threshold it came from."""
    if isinstance(place.data, Mapping):
        _refuse_other_keys(place, ("param",))
        name = known_name(place.at("param"), "FM206", "threshold", frozenset(vocabulary.thresholds))
        return None if name is None else (vocabulary.thresholds[name].value, name)
    problem = value_problem(place.data, indicator)
    if problem is None and isinstance(place.data, bool | int | float | str):
        return place.data, None
    place.error("FM302", *(problem or ("a value is missing", None)))
    return None


def value_problem(value: object, indicator: Indicator) -> tuple[str, str | None] | None:
    """Say why a value does not fit an indicator, with advice; None when it fits."""
    name = f"`{indicator.id}`"
    if indicator.scale is Scale.FLAG:
        return None if isinstance(value, bool) else (f"{name} must be `true` or `false`", "leave it out when not known")
    if indicator.scale is Scale.CHOICE:
        if isinstance(value, str) and value in indicator.options:
            return None
        options = ", ".join(f"`{option}`" for option in indicator.options)
        return f"`{value}` is not an option of {name}", f"write one of {options}, or `unknown`"
    if not is_number(value):
        return f"{name} must be a number, got `{value}`", "write `unknown` when not known"
    if indicator.scale.is_whole and value != int(value):
        return f"{name} must be a whole number, got {value}", None
    low, high = indicator.low, indicator.high
    if (low is not None and value < low) or (high is not None and value > high):
        return f"{name} must be between {low:g} and {high:g}, got {value:g}", _range_advice(indicator)
    return None


def _range_advice(indicator: Indicator) -> str | None:
    if indicator.scale is Scale.PERCENT:
        return "shares are written in per cent, as 52"
    if indicator.scale is Scale.LEVEL:
        steps = "; ".join(f"{step}: {anchor.en}" for step, anchor in enumerate(indicator.anchors))
        return f"the levels are {steps}"
    return None
