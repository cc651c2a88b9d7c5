"""What an answer says of the phase, as sentences that every format shares."""

from __future__ import annotations

from fasmodell import wording as w
from fasmodell.describe import describe
from fasmodell.facts import FactId, finding_id, rule_id
from fasmodell.knowledge import POLICE_CLASS, FindingKind, Level, Secrecy
from fasmodell.layout import printable
from fasmodell.reasons import because, lower_first, short_citation
from fasmodell.results import Contradiction, GateDecision, GateEvidence, GateState, OpenQuestion, Review
from fasmodell.rules import Strength
from fasmodell.terms import GATE_STATES, SECRECY, STRENGTHS
from fasmodell.view import View

_OBSERVED = 3


def area_line(view: View) -> str:
    """The area with its municipality and number of residents."""
    area = view.answer.profile.area
    parts = [printable(area.name)]
    if area.municipality is not None:
        parts.append(view.say(w.MUNICIPALITY, code=printable(area.municipality)))
    if area.regso:
        parts.append(view.say(w.REGSO, codes=", ".join(map(printable, area.regso))))
    if area.residents is not None:
        parts.append(view.counted(area.residents, w.RESIDENT, w.RESIDENTS))
    return ", ".join(parts)


def headline(view: View) -> str:
    """The phase, or that it is undetermined, in one line."""
    phase = view.answer.phase
    if phase.phase is not None:
        text = w.PHASE if phase.on_the_way_to is None else w.PHASE_ON_THE_WAY
        return view.say(text, phase=phase.phase, next=phase.on_the_way_to)
    between = view.say(w.UNDETERMINED_PHASE, phases=phases(view, phase.candidates))
    return between if phase.lean is None else f"{between}, {view.say(w.LEANS_TO_PHASE, phase=phase.lean)}"


def phases(view: View, numbers: tuple[int, ...]) -> str:
    """Phases as alternatives: phase 1 or phase 2."""
    return view.listed((lower_first(view.say(w.PHASE, phase=number)) for number in numbers), w.OR)


def explanations(view: View) -> list[str]:
    """What the phase means here: undetermined, held back by persistence, settled or not."""
    phase = view.answer.phase
    found = []
    if phase.phase is None:
        found.append(view.say(w.UNDETERMINED_WHY, phase=phase.working_phase))
    if phase.on_the_way_to is not None:
        months = view.number(view.rules.phase_policy.hold_months)
        found.append(view.say(w.ON_THE_WAY_WHY, phase=phase.phase, next=phase.on_the_way_to, months=months))
    previous = view.answer.profile.previous_assessment
    if previous is not None:
        found.append(view.say(w.PREVIOUS, phase=previous.phase, date=previous.as_of.isoformat()))
    if phase.is_settled:
        found.append(view.say(w.SETTLED))
    else:
        found.append(view.say(w.NOT_SETTLED, phases=phases(view, phase.possible)))
    return found


def situations(view: View) -> list[str]:
    """How the sources describe each candidate phase, with how the wording rests on them."""
    found = []
    for number in view.answer.phase.candidates:
        situation = view.knowledge.phases[number].situation
        text = situation.text.to(view.language)
        found.append(view.say(w.SITUATION, phase=number, text=text, source=short_citation(view, situation.source)))
    return found


def gate_points(view: View, gate: GateDecision) -> str:
    """The points and topics on each side of a gate."""
    sides = ((GateState.OPEN, gate.points_open, gate.topics_open), (GateState.SHUT, gate.points_shut, gate.topics_shut))
    return " ".join(
        view.say(
            w.GATE_SIDE,
            state=GATE_STATES[state].to(view.language),
            points=view.counted(points, w.POINT, w.POINTS),
            topics=view.counted(len(topics), w.TOPIC, w.TOPICS),
        )
        for state, points, topics in sides
    )


def gate_explanation(view: View, gate: GateDecision) -> list[str]:
    """How the state of a gate was reached, and what could still change it."""
    policy = view.rules.phase_policy
    found = []
    if gate.is_contradicted:
        found.append(view.say(w.GATE_CONTRADICTED))
    elif any(item.known and item.strength is Strength.DECISIVE for item in gate.evidence):
        found.append(view.say(w.GATE_DECISIVE))
    else:
        text = w.GATE_TOO_LITTLE if gate.state is GateState.UNDETERMINED else w.GATE_ENOUGH
        found.append(view.say(text, margin=view.number(policy.margin), topics=view.number(policy.min_topics)))
    if gate.lean is not None:
        found.append(view.say(w.LEANS, state=GATE_STATES[gate.lean].to(view.language)))
    others = [state for state in GateState if state in gate.possible and state is not gate.state]
    if others:
        named = view.listed((GATE_STATES[state].to(view.language) for state in others), w.OR)
        found.append(view.say(w.GATE_MAY_BECOME, states=named))
    shut = next((one for one in view.answer.phase.gates if one.state is GateState.SHUT), None)
    if shut is not None and view.knowledge.gates[shut.gate].leaves < view.knowledge.gates[gate.gate].leaves:
        found.append(view.say(w.GATE_NOT_ASKED, gate=view.knowledge.gates[shut.gate].name.to(view.language)))
    return found


def evidence_line(view: View, item: GateEvidence) -> str:
    """One piece of evidence: what it says, how much it weighs and why."""
    rule = view.rules.rules[item.rule]
    weight = f"{STRENGTHS[item.strength].to(view.language)}, {view.counted(item.points, w.POINT, w.POINTS)}"
    text = f"{rule.title.to(view.language)} ({weight}). {because(view, rule)}"
    return f"{text} {view.say(w.CAPPED)}" if item.is_capped else text


def observed_line(view: View, fact: FactId, most: int = _OBSERVED) -> str:
    """The first observations that a fact rests on, of those that may be told."""
    below = view.answer.trace.observed_below(fact)
    leaves = [leaf for leaf in below if not leaf.startswith(("not ", "listed:")) and view.disclosure.tells([leaf])]
    if not leaves:
        return ""
    shown = "; ".join(describe(view, leaf) for leaf in leaves[:most])
    rest = len(leaves) - most
    return view.say(w.OBSERVED, what=shown if rest <= 0 else f"{shown}; {view.say(w.AND_MORE, n=rest)}")


def evidence_observed(view: View, item: GateEvidence) -> str:
    """The observations that a piece of evidence rests on."""
    return observed_line(view, rule_id(item.rule))


def contradiction_text(view: View, found: Contradiction) -> str:
    """A contradiction and what speaks against what."""
    named = "; ".join(describe(view, fact) for fact in found.facts)
    return view.say(w.CONTRADICTIONS[found.kind], facts=named)


def review_text(view: View, found: Review) -> str:
    """A reason to look at the phase again."""
    named = "; ".join(describe(view, fact) for fact in found.facts)
    return view.say(w.REVIEWS[found.kind], facts=named)


def goal_lines(view: View) -> list[str]:
    """How far the area is from its goal: by when, each part, and the whole when it has two parts."""
    distance = view.answer.goal
    if distance is None:
        return []
    goal, left = distance.goal, distance.months_left
    months = view.counted(left, w.MONTH, w.MONTHS) if left else view.say(w.UNDER_A_MONTH)
    found = [view.say(w.GOAL_BY, date=goal.by.end.isoformat(), months=months)]
    if goal.phase is not None:
        reached = w.GOAL_PHASE_LEFT if distance.phases_left else w.GOAL_PHASE_REACHED
        text = w.GOAL_PHASE_OPEN if distance.phases_left is None else reached
        found.append(view.say(text, phase=goal.phase, now=distance.phase_now, left=distance.phases_left))
    if goal.police_class is not None:
        reached = w.GOAL_CLASS_REACHED if distance.is_class_reached else w.GOAL_CLASS_LEFT
        text = w.GOAL_CLASS_OPEN if distance.is_class_reached is None else reached
        wanted, now = (
            None if name is None else lower_first(view.bare_value(POLICE_CLASS, name))
            for name in (goal.police_class, distance.class_now)
        )
        found.append(view.say(text, goal=wanted, now=now))
    if goal.phase is not None and goal.police_class is not None:
        found.append(view.say(w.GOAL_AS_A_WHOLE[distance.is_reached]))
    return found


def established(view: View, kind: FindingKind) -> list[str]:
    """The established findings of a kind, each at the highest level that may be told, gravest first."""
    found = []
    for finding in view.knowledge.findings.values():
        facts = {level: finding_id(finding.id, level) for level in Level}
        levels = [level for level, fact in facts.items() if view.holds(fact) and view.disclosure.tells([fact])]
        if finding.kind is kind and levels:
            found.append((-levels[-1].rank, lower_first(view.finding(finding.id, levels[-1]))))
    return [text for _, text in sorted(found, key=lambda item: item[0])]


def settling_questions(view: View) -> list[OpenQuestion]:
    """The open questions that could move a gate, those about an undetermined gate first."""
    undetermined = {gate.gate for gate in view.answer.phase.gates if gate.state is GateState.UNDETERMINED}
    asked = [question for question in view.answer.open_questions if question.gates]
    return sorted(asked, key=lambda question: undetermined.isdisjoint(question.gates))


def question_text(view: View, question: OpenQuestion) -> str:
    """The question that a situation picture leaves open."""
    return view.knowledge.indicators[question.indicator].question.to(view.language)


def question_effect(view: View, question: OpenQuestion) -> str:
    """What an answer could change."""
    parts = []
    if question.gates:
        gates = view.listed(view.knowledge.gates[gate].name.to(view.language) for gate in question.gates)
        text = w.MAY_MOVE_GATE if len(question.gates) == 1 else w.MAY_MOVE_GATES
        parts.append(view.say(text, gates=gates, points=view.counted(question.points, w.POINT, w.POINTS)))
    if question.measures:
        parts.append(view.counted(len(question.measures), w.MAY_CHANGE_MEASURE, w.MAY_CHANGE_MEASURES))
    return view.listed(parts)


def secrecy_line(view: View) -> str | None:
    """The highest secrecy class among the observations, when any is not public."""
    classes = [one.secrecy for one in view.answer.profile.observations.values() if one.is_known]
    highest = max(classes, key=list(Secrecy).index, default=Secrecy.PUBLIC)
    if highest is Secrecy.PUBLIC:
        return None
    return view.say(w.SECRECY_NOTE, secrecy=SECRECY[highest].to(view.language))
