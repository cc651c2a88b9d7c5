"""The reasons of an answer as short texts and counts: pure functions of a view, shared by every format."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fasmodell import wording as w
from fasmodell.facts import indicator_id
from fasmodell.knowledge import Citation, Emphasis, FindingId, IndicatorId, KnowledgeBase, Level, Measure, MeasureId
from fasmodell.results import Contribution, GateDecision, GateEvidence, GateState, RankedMeasure, Requirement
from fasmodell.rules import InPlace, Rule, RuleId, Warns, atoms_of
from fasmodell.scales import Language
from fasmodell.terms import CITED_AS, DIRECTIONS, EMPHASES, GRADES
from fasmodell.view import View

_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
_SHORT = 2


def because(view: View, rule: Rule) -> str:
    """A rule's reason with the observed values filled in, where they may be told."""

    def value_of(found: re.Match[str]) -> str:
        indicator = IndicatorId(found[1])
        if not view.disclosure.tells([indicator_id(indicator)]):
            return view.say(w.NOT_SHOWN)
        value = view.value(indicator)
        return view.say(w.UNKNOWN) if value is None else view.bare_value(indicator, value)

    return _PLACEHOLDER.sub(value_of, rule.because.to(view.language))


def citation(view: View, cited: Citation) -> str:
    """Where a statement comes from: how it rests on the source, the title, publisher, year and place."""
    return citation_of(view.knowledge, cited, view.language)


def citation_of(knowledge: KnowledgeBase, cited: Citation, language: Language) -> str:
    """The same where there is no answer to view."""
    source = knowledge.sources[cited.ref]
    by = source.publisher if source.year is None else f"{source.publisher} {source.year}"
    return f"{CITED_AS[cited.basis].to(language)}: {source.title} ({by}), {cited.locator}"


def short_citation(view: View, cited: Citation) -> str:
    """How a statement rests on its source, and the source's title."""
    return f"{CITED_AS[cited.basis].to(view.language)}: {view.knowledge.sources[cited.ref].title}"


def lower_first(text: str) -> str:
    """A name as it stands inside a sentence; abbreviations keep their capitals."""
    is_word = len(text) > 1 and text[0].isupper() and text[1].islower()
    return text[0].lower() + text[1:] if is_word else text


def upper_first(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def sentence(parts: Iterable[str]) -> str:
    """Parts joined to one sentence."""
    text = "; ".join(parts)
    return f"{upper_first(text).rstrip('.')}." if text else ""


def share(ranked: RankedMeasure) -> int:
    """A score as a share of what is attainable, in whole per cent."""
    return rounded(100 * ranked.score, ranked.attainable) if ranked.attainable > 0 else 0


def rounded(number: int, unit: int) -> int:
    """A whole number divided and rounded, halves upwards: the same everywhere, without floating point."""
    return (2 * number + unit) // (2 * unit)


# Why a measure stands where it stands


def reason(view: View, ranked: RankedMeasure) -> str:
    """One line of reason: what requires the measure, the problem it answers, and what weighs most in its score."""
    parts = [view.say(w.REQUIRED_SINCE, why=lower_first(title)) for title in _required_by(view, ranked)[:1]]
    terms = [term for term in ranked.contributions if term.points > 0 and _speaks(term)]
    terms.sort(key=lambda term: (term.criterion != "need", -term.points))
    parts += [_phrase(view, term) for term in terms[: _SHORT - len(parts)]]
    against = [term for term in ranked.contributions if term.criterion == "adjustment" and term.points < 0]
    parts += [_phrase(view, term) for term in against[:1]]
    return sentence(parts)


def _required_by(view: View, ranked: RankedMeasure) -> list[str]:
    entry = view.base.catalogue.entries[ranked.measure]
    return [view.rule_title(RuleId(fact.partition(":")[2])) for fact in entry.require if view.holds(fact)]


def _speaks(term: Contribution) -> bool:
    """Whether a term is a reason of its own: evidence stands on a line of its own, and readiness among the notes."""
    return term.criterion not in ("readiness", "breadth", "evidence")


def _phrase(view: View, term: Contribution) -> str:
    match term.criterion:
        case "need":
            finding, _, level = term.case.partition("=")
            return view.say(w.ANSWERS, finding=lower_first(view.finding(FindingId(finding), Level(level))))
        case "phase":
            return view.say(w.EMPHASIS_IN[term.case], phase=view.answer.phase.working_phase)
    return contribution_case(view, term)


def criterion_name(view: View, term: Contribution) -> str:
    """The name of a contribution's criterion."""
    criterion = view.rules.ranking_policy.criteria.get(term.criterion)
    return view.say(w.ADJUSTMENT) if criterion is None else criterion.name.to(view.language)


def contribution_case(view: View, term: Contribution) -> str:
    """What gave a contribution its value."""
    match term.criterion:
        case "need":
            finding, _, level = term.case.partition("=")
            return view.finding(FindingId(finding), Level(level)) if level else view.say(w.NO_TARGET)
        case "breadth":
            return view.counted(int(term.case), w.TARGETS_ONE, w.TARGETS_MANY)
        case "phase":
            return view.say(w.EMPHASIS_IN[term.case], phase=view.answer.phase.working_phase)
        case "evidence":
            return evidence_text(view, *term.case.split("/"))
        case "readiness":
            met, unknown, unmet = term.case.split("/")
            if term.case == "0/0/0":
                return view.say(w.NOTHING_REQUIRED)
            return view.say(w.READINESS, met=met, unknown=unknown, unmet=unmet)
        case "enables":
            return view.counted(len(term.facts), w.ENABLES_ONE, w.ENABLES_MANY)
    rule = view.rules.rules[RuleId(term.case)]
    text = w.SPEAKS_FOR if term.points > 0 else w.SPEAKS_AGAINST
    return view.say(text, why=lower_first(rule.title.to(view.language)))


def evidence_text(view: View, grade: str, direction: str) -> str:
    """The headline of a measure's evidence: grade and direction kept apart."""
    return view.say(
        w.EVIDENCE,
        grade=grade,
        meaning=GRADES[grade].to(view.language),
        direction=DIRECTIONS[direction].to(view.language),
    )


def short_evidence(view: View, measure: Measure) -> str:
    """Grade and direction of a measure's evidence without the meaning of the grade."""
    evidence = measure.evidence
    return view.say(w.SHORT_EVIDENCE, grade=evidence.grade, direction=DIRECTIONS[evidence.direction].to(view.language))


def ways_to_meet(view: View, measure: MeasureId, item: Requirement) -> tuple[MeasureId, ...]:
    """The measures that would give what a requirement asks for."""
    if item.kind == "prerequisite":
        return (MeasureId(item.id),)
    if item.kind == "legal_gate":
        return ()
    wanted = next(one for one in view.measure(measure).preconditions if one.id == item.id)
    return tuple(dict.fromkeys(atom.measure for atom in atoms_of(wanted.when) if isinstance(atom, InPlace)))


def requirement_text(view: View, measure: MeasureId, item: Requirement) -> str:
    """What a requirement asks for."""
    if item.kind == "prerequisite":
        return view.say(w.NEEDS_IN_PLACE, measure=view.measure_name(MeasureId(item.id)))
    if item.kind == "legal_gate":
        legal = view.measure(measure).legal_gate
        return "" if legal is None else legal.text.to(view.language)
    return next(one.text.to(view.language) for one in view.measure(measure).preconditions if one.id == item.id)


def excluding_rules(view: View, measure: MeasureId) -> list[Rule]:
    """The rules that exclude a measure here."""
    entry = view.base.catalogue.entries[measure]
    return [view.rules.rules[RuleId(fact.partition(":")[2])] for fact in entry.exclude if view.holds(fact)]


def phases_with(view: View, measure: MeasureId) -> list[int]:
    """The phases in which a measure has a place."""
    return [phase for phase in view.knowledge.phases if view.measure(measure).emphasis_in(phase) is not Emphasis.NONE]


def emphasis_per_phase(view: View, measure: MeasureId) -> str:
    """The dose of a measure in every phase."""
    found = view.measure(measure)
    doses = (
        view.say(w.DOSE, phase=phase, dose=EMPHASES[found.emphasis_in(phase)].to(view.language))
        for phase in view.knowledge.phases
    )
    return ", ".join(doses)


# The phase


def strongest(gate: GateDecision, side: GateState) -> list[GateEvidence]:
    """The evidence that counts for one side of a gate, strongest first."""
    found = [item for item in gate.evidence if item.known and item.counts and item.state is side]
    return sorted(found, key=lambda item: -item.points)


def warnings_that_apply(view: View) -> dict[str, list[Rule]]:
    """The documented warnings that apply, each with the rules that say so."""
    found: dict[str, list[Rule]] = {}
    for name in view.answer.warnings:
        rule = view.rules.rules[name]
        if isinstance(rule.then, Warns):
            found.setdefault(rule.then.warning, []).append(rule)
    return found
