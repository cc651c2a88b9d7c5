"""The catalogue page of one phase, with the gate that leads out of it."""

from __future__ import annotations

from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_rules import rules_section
from fasmodell.authoring.catalogue_sheet import Atlas, Sheet
from fasmodell.document import escaped
from fasmodell.knowledge import Emphasis, Gate, Phase
from fasmodell.results import GateState
from fasmodell.rules import Strength, SupportsGate
from fasmodell.terms import EMPHASES, GATE_STATES, STRENGTHS


def phase_page(atlas: Atlas, phase: Phase) -> Sheet:
    """Write a phase in the sources' words, what leads out of it and what is done in it."""
    sheet = Sheet(atlas, f"phases/{phase.number}.md", w.PHASE_NUMBER.to(atlas.language).format(number=phase.number))
    words, source = phase.quote
    sheet.section(sheet.say(w.QUOTE))
    sheet.paragraph(f"> ”{escaped(words)}” {sheet.basis(source)}")
    for heading, statement in (
        (w.SITUATION, phase.situation),
        (w.WORK, phase.work),
        (w.GOAL, phase.goal),
        (w.NEXT, phase.opens_next),
    ):
        if statement is not None:
            sheet.section(sheet.say(heading))
            sheet.paragraph(sheet.stated(statement))
    gates = [gate for gate in atlas.knowledge.gates.values() if gate.leaves == phase.number]
    for gate in gates:
        _gate(sheet, gate)
    if not gates:
        sheet.paragraph(sheet.say(w.NO_GATE))
    for emphasis in (Emphasis.START, Emphasis.CORE, Emphasis.KEEP):
        _measures(sheet, phase, emphasis)
    return sheet


def _gate(sheet: Sheet, gate: Gate) -> None:
    sheet.section(sheet.say(w.GATE, gate=sheet.plain(gate.name)))
    sheet.paragraph(f"**{sheet.plain(gate.question)}** {sheet.sourced(gate.description, gate.source)}")
    _policy(sheet)
    rules = sheet.atlas.uses.evidence.get(gate.id, ())
    for state in (GateState.OPEN, GateState.SHUT):
        sheet.section(sheet.say(w.FOR_STATE, state=sheet.say(GATE_STATES[state])), 3)
        found = [rule for rule in rules if isinstance(rule.then, SupportsGate) and rule.then.state == state]
        rules_section(sheet, found, names_gate=False)


def _policy(sheet: Sheet) -> None:
    policy = sheet.atlas.base.rules.phase_policy
    sheet.section(sheet.say(w.DECIDED_SO), 3)
    numbers = policy.numbers
    reason = sheet.say(w.POLICY_NUMBERS, basis=sheet.basis_word(numbers.basis), reason=sheet.plain(numbers.reason))
    sheet.paragraph(f"{reason} {sheet.basis(policy.source)}")
    items = []
    for strength in Strength:
        text = w.AT_ONCE if strength is Strength.DECISIVE else w.POINTS
        items.append(sheet.say(text, strength=sheet.say(STRENGTHS[strength]), points=policy.points.get(strength)))
    items += [
        sheet.say(w.MARGIN, n=policy.margin),
        sheet.say(w.MIN_TOPICS, n=policy.min_topics),
        sheet.say(w.HOLD, n=policy.hold_months),
    ]
    sheet.items(items)


def _measures(sheet: Sheet, phase: Phase, emphasis: Emphasis) -> None:
    sheet.section(sheet.say(w.WITH_EMPHASIS, emphasis=sheet.say(EMPHASES[emphasis])))
    items = (
        f"{sheet.measure(measure.id)} {sheet.basis(measure.emphasis_source)}"
        for measure in sheet.atlas.knowledge.measures.values()
        if measure.emphasis_in(phase.number) is emphasis
    )
    sheet.items_or(items, w.NO_MEASURES)
