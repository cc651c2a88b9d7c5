"""Rules and conditions of the catalogue pages in words, with links to what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fasmodell import wording
from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_sheet import Item, Sheet
from fasmodell.authoring.catalogue_uses import MeasureUse, Part
from fasmodell.document import escaped
from fasmodell.knowledge import Indicator, Level, Text
from fasmodell.results import GateState
from fasmodell.rules import (
    Advises,
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
    Operator,
    PhaseIs,
    Rule,
    SupportsGate,
    Trend,
    Warns,
    parts_of,
)
from fasmodell.scales import Value, is_number, write_flag, write_number
from fasmodell.terms import ADVICE, GATE_STATES, MOVEMENTS, OPERATORS, OTHER_MOVEMENTS, STRENGTHS

_PLACEHOLDER = re.compile(r"\{[a-z0-9_]+\}")


def rule_items(sheet: Sheet, rule: Rule, lead: str = "", depth: int = 0) -> Iterator[Item]:
    """Yield a rule: its title with the source, then its condition, reason and the basis of its numbers."""
    draft = f", {sheet.say(w.DRAFT)}" if rule.status == "draft" else ""
    head = f"{lead}: " if lead else ""
    yield depth, f"{head}**{sheet.plain(rule.title)}** (`{rule.id}`{draft}) {sheet.basis(rule.source)}"
    yield from condition_items(sheet, rule.when, depth + 1)
    yield depth + 1, sheet.say(w.REASON, text=reason(sheet, rule))
    if rule.numbers is not None:
        basis = sheet.basis_word(rule.numbers.basis)
        yield depth + 1, sheet.say(w.RULE_NUMBERS, basis=basis, reason=sheet.plain(rule.numbers.reason))


def reason(sheet: Sheet, rule: Rule) -> str:
    """Why a rule concludes as it does, without the values that only an answer has."""
    return escaped(_PLACEHOLDER.sub("…", rule.because.to(sheet.atlas.language)))


def has_values(rules: Sequence[Rule]) -> bool:
    """True when the reason of some rule shows observed values."""
    return any(_PLACEHOLDER.search(rule.because.sv) or _PLACEHOLDER.search(rule.because.en) for rule in rules)


def rules_section(sheet: Sheet, rules: Sequence[Rule], names_gate: bool = True) -> None:
    """Add a list of rules, with a note where their reasons show values."""
    if has_values(rules):
        sheet.paragraph(sheet.say(w.REASONS_NOTE))
    sheet.items(item for rule in rules for item in rule_items(sheet, rule, _lead(sheet, rule, names_gate)))


def _lead(sheet: Sheet, rule: Rule, names_gate: bool) -> str:
    """What a rule says besides its title: for a gate the state, strength and topic, for a measure the advice."""
    match rule.then:
        case SupportsGate(gate=gate, state=state, strength=strength, topic=topic):
            words = {"strength": sheet.say(STRENGTHS[strength]), "topic": sheet.say(w.TOPICS[topic])}
            evidence = sheet.say(w.STRENGTH_AND_TOPIC, **words)
            if not names_gate:
                return evidence[:1].upper() + evidence[1:]
            name = sheet.plain(sheet.atlas.knowledge.gates[gate].name)
            return sheet.say(w.SUPPORTS, gate=name, state=sheet.say(GATE_STATES[GateState(state)]), evidence=evidence)
        case Advises(kind=kind):
            return sheet.say(w.ADVISES, advice=sheet.say(ADVICE[kind]))
    return ""


def rule_use(sheet: Sheet, rule: Rule) -> str:
    """What a rule gives, as a link, with its title."""
    match rule.then:
        case ConcludesFinding(finding=finding):
            given = sheet.say(w.GIVES_FINDING, finding=sheet.finding(finding))
        case SupportsGate(gate=gate):
            given = sheet.say(w.GIVES_EVIDENCE, gate=sheet.gate(gate))
        case Advises(measure=measure):
            given = sheet.say(w.GIVES_ADVICE, measure=sheet.measure(measure))
        case Warns(warning=warning):
            given = sheet.say(w.GIVES_WARNING, warning=sheet.link_to(f"warnings.md#{warning}", f"`{warning}`"))
    return f"{given}: {sheet.plain(rule.title)} (`{rule.id}`) {sheet.basis(rule.source)}"


_PARTS: dict[Part, Text] = {
    Part.PRECONDITION: w.IN_PRECONDITION,
    Part.LEGAL_GATE: w.IN_LEGAL_GATE,
    Part.EVIDENT: w.IN_EVIDENT,
    Part.FOLLOW_UP: w.IN_FOLLOW_UP,
}


def measure_use(sheet: Sheet, use: MeasureUse) -> str:
    """A measure that uses something, and for what."""
    return sheet.say(_PARTS[use.part], measure=sheet.measure(use.measure.id))


# Conditions


def condition_items(sheet: Sheet, condition: Condition, depth: int) -> Iterator[Item]:
    """Yield a condition part by part, the first line marked as a condition."""
    (first_depth, first), *rest = _parts(sheet, condition, True, depth)
    is_group = isinstance(condition, All | AnyOf | Not) and bool(rest)
    yield first_depth, sheet.say(w.CONDITION, what=first[:1].lower() + first[1:] if is_group else first)
    yield from rest


def _parts(sheet: Sheet, condition: Condition, wanted: bool, depth: int) -> Iterator[Item]:
    """A negation is carried inwards, so that each line says what is demanded: not at least 40 becomes below 40."""
    if isinstance(condition, Not):
        yield from _parts(sheet, condition.part, not wanted, depth)
    elif isinstance(condition, All | AnyOf):
        yield depth, sheet.say(wording.ALL_OF if isinstance(condition, All) is wanted else wording.ANY_OF)
        for part in parts_of(condition):
            yield from _parts(sheet, part, wanted, depth + 1)
    else:
        yield depth, _atom(sheet, condition, wanted)


def _atom(sheet: Sheet, atom: Atom, wanted: bool) -> str:
    match atom:
        case Comparison():
            return _comparison(sheet, atom, wanted)
        case Trend(indicator=indicator, movement=movement, over_months=months):
            said = sheet.say((MOVEMENTS if wanted else OTHER_MOVEMENTS)[movement])
            return sheet.say(wording.TREND, indicator=sheet.indicator(indicator), movement=said, months=months)
        case FindingHolds(finding=finding, level=level):
            name = sheet.level(finding, level)
            if not wanted and level is Level.SIGNS:
                return f"{sheet.finding(finding)}: {sheet.say(w.RULED_OUT)}"
            return f"{sheet.finding(finding)}: {sheet.say(w.AT_LEAST_LEVEL if wanted else w.BELOW_LEVEL, level=name)}"
        case InPlace(measure=measure):
            return sheet.say(wording.IS_IN_PLACE if wanted else wording.IS_NOT_IN_PLACE, measure=sheet.measure(measure))
        case Listed(measure=measure):
            return sheet.say(wording.IS_LISTED if wanted else wording.IS_NOT_LISTED, measure=sheet.measure(measure))
        case PhaseIs(phase=phase):
            return sheet.phase(phase) if wanted else sheet.say(wording.NOT_SO, what=sheet.phase(phase))
        case GateIs(gate=gate, state=state):
            text = sheet.say(wording.GATE_IS, gate=sheet.gate(gate), state=sheet.say(GATE_STATES[GateState(state)]))
            return text if wanted else sheet.say(wording.NOT_SO, what=text)


def _comparison(sheet: Sheet, atom: Comparison, wanted: bool) -> str:
    indicator = sheet.atlas.knowledge.indicators[atom.indicator]
    text = f"{sheet.indicator(indicator.id)}: {demand(sheet, indicator, atom, wanted)}"
    if atom.threshold is None:
        return text
    threshold = sheet.atlas.base.rules.thresholds[atom.threshold]
    return f"{text} ({sheet.say(w.THRESHOLD, text=sheet.plain(threshold.text))} {sheet.basis(threshold.source)})"


def demand(sheet: Sheet, indicator: Indicator, atom: Comparison, wanted: bool = True) -> str:
    """What a comparison demands, the unit after the last bound."""
    language = sheet.atlas.language
    if atom.operator is Operator.IS and isinstance(atom.bound[0], bool):
        return write_flag(atom.bound[0] is wanted, language)
    written = [_bare(sheet, indicator, bound) for bound in atom.bound]
    if is_number(atom.bound[-1]):
        written[-1] = escaped(indicator.write(atom.bound[-1], language))
    every = f" {sheet.say(wording.OR)} ".join(filter(None, (", ".join(written[:-1]), written[-1])))
    return OPERATORS[atom.operator][0 if wanted else 1].to(language).format(*written, all=every)


def _bare(sheet: Sheet, indicator: Indicator, value: Value) -> str:
    language = sheet.atlas.language
    if isinstance(value, bool):
        return write_flag(value, language)
    if isinstance(value, str):
        return escaped(indicator.write(value, language))
    return write_number(value, language)
