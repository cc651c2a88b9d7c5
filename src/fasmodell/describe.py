"""Every kind of fact in words: what a fact of the trace states, known to hold or known not to."""

from __future__ import annotations

from collections.abc import Callable

from fasmodell import wording as w
from fasmodell.facts import Fact, FactId, fact_of, proposition_of
from fasmodell.knowledge import FindingId, GateId, IndicatorId, Level, MeasureId, Text
from fasmodell.layout import printable
from fasmodell.results import GateState, Standing
from fasmodell.rules import RuleId
from fasmodell.terms import MOVEMENTS, SECRECY, STANDING_OF_ONE
from fasmodell.view import View


def describe(view: View, symbol: FactId) -> str:
    """Say what a fact states, as a reader would."""
    fact = fact_of(symbol)
    return _DESCRIBERS[fact.kind](view, fact)


def whole_of(symbol: FactId) -> FactId:
    """The named condition that a symbol belongs to: parts of a condition are shown with the whole."""
    return FactId(proposition_of(symbol).partition("#")[0])


def _indicator(view: View, fact: Fact) -> str:
    indicator = view.knowledge.indicators[IndicatorId(fact.subject)]
    value = view.value(indicator.id)
    written = view.say(w.UNKNOWN) if value is None else indicator.write(value, view.language)
    return f"{indicator.name.to(view.language)}: {written}"


def _trend(view: View, fact: Fact) -> str:
    name, _, months = fact.subject.partition("/")
    node = view.node(proposition_of(fact.id))
    movement = view.say(w.UNKNOWN) if node is None else MOVEMENTS[str(node.fact.value)].to(view.language)
    indicator = view.knowledge.indicators[IndicatorId(name)].name.to(view.language)
    return view.say(w.TREND, indicator=indicator, movement=movement, months=months)


def _rule(view: View, fact: Fact) -> str:
    title = view.rule_title(RuleId(fact.subject.partition("#")[0]))
    return title if fact.known else view.say(w.DOES_NOT_APPLY, what=title)


def _finding(view: View, fact: Fact) -> str:
    finding, level = FindingId(fact.subject), Level(str(fact.value))
    if fact.known:
        return view.finding(finding, level)
    name = view.knowledge.findings[finding].name.to(view.language)
    if level is Level.SIGNS:
        return view.say(w.RULED_OUT, what=name)
    return view.say(w.BELOW_LEVEL, what=name, level=view.level(finding, level))


def _gate(view: View, fact: Fact) -> str:
    text = view.gate_state(GateId(fact.subject), GateState(str(fact.value)))
    return text if fact.known else view.say(w.NOT_SO, what=text)


def _phase(view: View, fact: Fact) -> str:
    return view.say(w.PHASE if fact.known else w.NOT_PHASE, phase=fact.subject)


def _measure(held: Text, failed: Text) -> Callable[[View, Fact], str]:
    def text(view: View, fact: Fact) -> str:
        measure = MeasureId(fact.subject.partition("#")[0])
        return view.say(held if fact.known else failed, measure=view.measure_name(measure))

    return text


def _listed(view: View, fact: Fact) -> str:
    node = view.node(proposition_of(fact.id))
    is_running = node is not None and node.fact.value is True
    return _measure(w.IS_LISTED, w.IS_NOT_LISTED)(view, fact._replace(known=is_running))


def _precondition(view: View, fact: Fact) -> str:
    measure, _, name = fact.subject.partition("#")[0].partition("/")
    texts = {item.id: item.text.to(view.language) for item in view.measure(MeasureId(measure)).preconditions}
    return texts[name] if fact.known else view.say(w.UNMET, what=texts[name])


def _standing(view: View, fact: Fact) -> str:
    standing = STANDING_OF_ONE[Standing(str(fact.value))].to(view.language)
    return f"{view.measure_name(MeasureId(fact.subject))}: {standing}"


def _previous(view: View, fact: Fact) -> str:
    node = view.node(fact.id)
    return view.say(w.PREVIOUS_PHASE, phase=view.say(w.UNKNOWN) if node is None else node.fact.value)


def _open_since(view: View, fact: Fact) -> str:
    node = view.node(fact.id)
    months = view.say(w.UNKNOWN) if node is None else node.fact.value
    return view.say(w.OPEN_SINCE, gate=view.knowledge.gates[GateId(fact.subject)].name.to(view.language), months=months)


def _held(view: View, fact: Fact) -> str:
    gate = view.knowledge.gates[GateId(fact.subject)].name.to(view.language)
    return view.say(w.HELD, gate=gate, months=view.rules.phase_policy.hold_months)


_DESCRIBERS: dict[str, Callable[[View, Fact], str]] = {
    "indicator": _indicator,
    "trend": _trend,
    "rule": _rule,
    "finding": _finding,
    "gate": _gate,
    "phase": _phase,
    "listed": _listed,
    "in_place": _measure(w.IS_IN_PLACE, w.IS_NOT_IN_PLACE),
    "legal_gate": _measure(w.LEGAL_GATE_MET, w.LEGAL_GATE_UNMET),
    "precondition": _precondition,
    "standing": _standing,
    "previous": _previous,
    "open_since": _open_since,
    "held": _held,
}


def origin(view: View, indicator: IndicatorId) -> str:
    """Where an observation comes from: its source, period, margin, secrecy and place in the file."""
    observation = view.observation(indicator)
    if observation is None:
        return ""
    parts = []
    if observation.source:
        parts.append(view.say(w.SOURCE_IS, source=printable(observation.source)))
    if observation.period is not None:
        parts.append(view.say(w.PERIOD_IS, period=printable(observation.period.written)))
    if observation.margin is not None:
        parts.append(view.say(w.MARGIN_IS, margin=view.number(observation.margin)))
    parts.append(view.say(w.SECRECY_IS, secrecy=SECRECY[observation.secrecy].to(view.language)))
    if observation.note:
        parts.append(view.say(w.NOTE_IS, note=printable(observation.note)))
    if observation.span is not None:
        parts.append(view.say(w.STANDS_AT, place=f"{printable(observation.span.file)}:{observation.span.line}"))
    return "; ".join(parts)
