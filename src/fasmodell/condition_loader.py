"""From YAML to conditions: every operator, checked against the scale of its indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fasmodell.fitting_values import value_problem
from fasmodell.knowledge import PHASES, FindingId, GateId, Indicator, IndicatorId, Level, MeasureId
from fasmodell.place import Place, listed
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
from fasmodell.scales import Value, is_number

KINDS = ("indicator", "finding", "in_place", "phase", "gate", "all", "any", "not")
ORDERING = (Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, Operator.BETWEEN)
COMPARISONS = (*(operator.value for operator in Operator), "trend")
MOVEMENTS = ("rising", "falling", "steady")
LONGEST_TREND = 120


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
        message = "a condition must be a mapping such as `{indicator: …, at_least: …}`"
        place.wrong(message)
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
        message = f"a condition on the {kind} cannot be used here"
        place.at(kind).error("FM308", message, "the phase is decided after this stage", on_key=True)
        return None
    if kind in readers:
        return readers[kind](place, vocabulary)
    _refuse_other_keys(place, kind)
    if kind == "not":
        part = read_condition(place.at("not"), vocabulary, after_phase=after_phase)
        return None if part is None else Not(part)
    return _combined(place.at(kind), kind, vocabulary, after_phase)


def _report_kind(place: Place, kinds: list[str]) -> None:
    """Say what a condition lacks, or has too much of."""
    if kinds:
        names = " and ".join(f"`{kind}`" for kind in kinds)
        place.error("FM126", f"a condition says one thing, this one has {names}", "combine them with `all` or `any`")
        return
    unknown = [inner for key, inner in place.items() if key not in (*COMPARISONS, "over_months")]
    if not place.keys:
        place.error("FM125", "a condition must not be empty", f"begin it with one of {listed(KINDS)}")
    elif unknown:
        unknown[0].unknown_key("a condition", KINDS)
    else:
        place.error("FM126", "a condition must say what it is about", f"begin it with one of {listed(KINDS)}")


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _refuse_other_keys(place: Place, kind: str, *others: str) -> set[str]:
    """Report the keys that a kind of condition may not have; return the keys they may have been meant for."""
    return place.unknown_keys(f"{_article(kind)} condition", (kind, *others))


def _combined(place: Place, kind: str, vocabulary: Vocabulary, after_phase: bool) -> Condition | None:
    parts = [read_condition(part, vocabulary, after_phase=after_phase) for part in place.elements()]
    if not isinstance(place.data, list):
        place.wrong_kind("must be a list of conditions")
        return None
    if not parts:
        place.error("FM125", f"`{kind}` needs at least one condition")
    known = tuple(part for part in parts if part is not None)
    if not parts or len(known) < len(parts):
        return None
    return All(known) if kind == "all" else AnyOf(known)


def _finding(place: Place, vocabulary: Vocabulary) -> Condition | None:
    _refuse_other_keys(place, "finding", "at_least")
    finding = known_name(place.at("finding"), "FM202", "finding", vocabulary.findings)
    level = place.at("at_least")
    least = known_word(level, tuple(Level)) if "at_least" in place.keys else Level.SIGNS.value
    return None if finding is None or least is None else FindingHolds(FindingId(finding), Level(least))


def known_name(place: Place, code: str, kind: str, names: Iterable[str]) -> str | None:
    """A name that must be one of some names; None, with a report, when it is not."""
    if not isinstance(place.data, str):
        _report_no_text(place)
        return None
    if place.data not in names:
        place.unknown(code, kind, place.data, names)
        return None
    return place.data


def known_word(place: Place, words: Sequence[str]) -> str | None:
    """A word that must be one of some words; None, with a report, when it is not."""
    if not isinstance(place.data, str):
        _report_no_text(place)
        return None
    if place.data not in words:
        place.not_one_of(words)
        return None
    return place.data


def _report_no_text(place: Place) -> None:
    """Say that a key is missing, empty or no text."""
    if place.data is None:
        place.error("FM106", f"missing key `{place.key}`")
    else:
        place.wrong_kind("must be text")


def _in_place(place: Place, vocabulary: Vocabulary) -> Condition | None:
    _refuse_other_keys(place, "in_place")
    measure = known_name(place.at("in_place"), "FM203", "measure", vocabulary.measures)
    return None if measure is None else InPlace(MeasureId(measure))


def _phase(place: Place, _: Vocabulary) -> Condition | None:
    _refuse_other_keys(place, "phase")
    written = place.at("phase")
    phases: list[object] = written.data if isinstance(written.data, list) else [written.data]
    conditions = tuple(PhaseIs(phase) for phase in phases if type(phase) is int and phase in PHASES)
    if not phases or len(conditions) < len(phases):
        written.error("FM109", "a phase is 1, 2 or 3", "write `phase: 1` or `phase: [1, 2]`")
        return None
    return conditions[0] if len(conditions) == 1 else AnyOf(conditions)


def _gate(place: Place, vocabulary: Vocabulary) -> Condition | None:
    meant = _refuse_other_keys(place, "gate", "is")
    gate = known_name(place.at("gate"), "FM207", "gate", vocabulary.gates)
    state = None if "is" in meant else known_word(place.at("is"), ("open", "shut", "undetermined"))
    return None if gate is None or state is None else GateIs(GateId(gate), state)


def _indicator(place: Place, vocabulary: Vocabulary) -> Condition | None:
    written = place.at("indicator")
    if isinstance(written.data, str) and written.data in vocabulary.unreadable_indicators:
        return None  # its own definition has been reported
    name = known_name(written, "FM201", "indicator", list(map(str, vocabulary.indicators)))
    operators = [key for key in place.keys if key in COMPARISONS]
    meant = _refuse_other_keys(place, "indicator", *COMPARISONS, "over_months")
    if len(operators) != 1:
        if not meant & set(COMPARISONS) or operators:
            message = "an indicator condition needs exactly one comparison"
            place.error("FM126", message, f"write one of {listed(COMPARISONS)}")
        return None
    operator = str(operators[0])
    if operator != "trend" and "over_months" in place.keys:
        place.at("over_months").error("FM126", "`over_months` belongs to a `trend`", "delete it", on_key=True)
    if name is None:
        return None
    indicator = vocabulary.indicators[IndicatorId(name)]
    if operator == "trend":
        return _trend(place, indicator)
    return _comparison(place.at(operator), indicator, Operator(operator), vocabulary)


def _trend(place: Place, indicator: Indicator) -> Condition | None:
    if not indicator.scale.is_numeric:
        message = f"`{indicator.id}` is a {indicator.scale} and has no trend"
        place.at("trend").error("FM301", message, on_key=True)
        return None
    movement = known_word(place.at("trend"), MOVEMENTS)
    written = place.at("over_months")
    months = written.data
    if months is None:
        place.missing("over_months", "a condition on a trend", "say over how many months, as `over_months: 12`")
    elif not isinstance(months, int) or isinstance(months, bool):
        written.wrong_kind("must be a whole number")
    elif not 1 <= months <= LONGEST_TREND:
        written.error("FM124", f"`over_months` must be from 1 to {LONGEST_TREND}, got {months}")
    elif movement is not None:
        return Trend(indicator.id, movement, months)
    return None


def _comparison(place: Place, indicator: Indicator, operator: Operator, vocabulary: Vocabulary) -> Condition | None:
    if operator in ORDERING and not indicator.scale.is_numeric:
        message = f"`{operator}` needs a number, but `{indicator.id}` is a {indicator.scale}"
        place.error("FM301", message, "use `is` or `one_of`", on_key=True)
        return None
    written = _written_bounds(place, operator)
    bounds = [_bound(part, indicator, vocabulary) for part in written]
    values = tuple(bound[0] for bound in bounds if bound is not None)
    if not written or len(values) < len(written):
        return None
    if operator is Operator.BETWEEN and is_number(values[0]) and is_number(values[1]) and values[0] > values[1]:
        place.error("FM310", "the first number of `between` must not be above the second", "change their places")
        return None
    threshold = next((bound[1] for bound in bounds if bound is not None and bound[1]), None)
    return Comparison(indicator.id, operator, values, threshold)


def _written_bounds(place: Place, operator: Operator) -> list[Place]:
    """The places of the bounds that an operator compares with; none, with a report, when they are too few or many."""
    if operator not in (Operator.BETWEEN, Operator.ONE_OF):
        return [place]
    wanted = "two numbers" if operator is Operator.BETWEEN else "values"
    if not isinstance(place.data, list):
        place.wrong_kind(f"must be a list of {wanted}")
        return []
    elements = place.elements()
    if len(elements) != 2 if operator is Operator.BETWEEN else not elements:
        place.error("FM125", f"`{operator}` needs {wanted}, got {len(elements)}")
        return []
    return elements


def _bound(place: Place, indicator: Indicator, vocabulary: Vocabulary) -> tuple[Value, str | None] | None:
    """A bound that fits the indicator's scale, with the name of the threshold it came from."""
    if isinstance(place.data, Mapping):
        place.unknown_keys("a bound", ("param",))
        name = known_name(place.at("param"), "FM206", "threshold", vocabulary.thresholds)
        if name is None:
            return None
        value = vocabulary.thresholds[name].value
        problem = value_problem(value, indicator)
        if problem is None:
            return value, name
        place.at("param").error("FM322", f"the threshold `{name}` does not fit: {problem[0]}", problem[1])
        return None
    problem = value_problem(place.data, indicator)
    if problem is None and isinstance(place.data, bool | int | float | str):
        return place.data, None
    place.error("FM302", *(problem or ("a value is missing", None)))
    return None
