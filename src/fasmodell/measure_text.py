"""What an answer says of one measure, as sentences that every format shares."""

from __future__ import annotations

from fasmodell import wording as w
from fasmodell.facts import precondition_id
from fasmodell.knowledge import Emphasis, FollowUp, Measure, MeasureId
from fasmodell.layout import printable
from fasmodell.reasons import (
    because,
    emphasis_per_phase,
    excluding_rules,
    phases_with,
    requirement_text,
    share,
    short_citation,
    ways_to_meet,
)
from fasmodell.results import RankedMeasure, Requirement, Standing
from fasmodell.terms import EMPHASES, EXPECTED, STANDING_OF_ONE
from fasmodell.view import View

_ACTED = (Standing.NOW, Standing.PREPARE, Standing.IN_PLACE)


def head(view: View, ranked: RankedMeasure) -> str:
    """A measure's name and score as a share of what is attainable."""
    return view.say(w.MEASURE_HEAD, name=view.measure_name(ranked.measure), share=view.number(share(ranked)))


def lead(view: View, measure: Measure) -> list[str]:
    """Who leads."""
    return [view.say(w.LED_BY, actors=view.actors(measure.lead))] if measure.lead else []


def notes(view: View, ranked: RankedMeasure) -> list[str]:
    """What a reader must know of a measure besides the reason, by its standing."""
    measure = view.measure(ranked.measure)
    match ranked.standing:
        case Standing.BLOCKED:
            return _blocked(view, measure)
        case Standing.EXCLUDED:
            return [f"{because(view, rule)} {short_citation(view, rule.source)}." for rule in excluding_rules(view, measure.id)]
        case Standing.IN_PLACE:
            return in_place(view, measure)
        case Standing.NEEDS_DECISION:
            return [*decision(view, ranked), *missing(view, ranked), *lead(view, measure)]
        case Standing.LATER:
            return [comes_later(view, measure.id), *missing(view, ranked)]
    return [
        *missing(view, ranked),
        *lead(view, measure),
        *to_check(view, ranked),
        *decision(view, ranked),
        *companions(view, ranked),
        *conflicts(view, measure),
        *ties(view, ranked),
        *unsettled(view, ranked),
    ]


def _blocked(view: View, measure: Measure) -> list[str]:
    if measure.blocked is None:
        return []
    return [f"{measure.blocked.text.to(view.language)} {short_citation(view, measure.blocked.source)}."]


def in_place(view: View, measure: Measure) -> list[str]:
    """That a running measure is kept, since when it runs and its dose per phase."""
    running = (view.answer.profile.measures_in_place or {}).get(measure.id)
    found = []
    if running is not None and running.since is not None:
        found.append(view.say(w.RUNS_SINCE, date=printable(running.since.written)))
    phase = view.answer.phase.working_phase
    emphasis = measure.emphasis_in(phase)
    text = w.KEEP_NO_EMPHASIS if emphasis is Emphasis.NONE else w.KEEP
    found.append(view.say(text, phase=phase, dose=EMPHASES[emphasis].to(view.language)))
    found.append(view.say(w.DOSES, doses=emphasis_per_phase(view, measure.id)))
    return found


def missing(view: View, ranked: RankedMeasure) -> list[str]:
    """What is known to be missing, and which measure gives it."""
    unmet = [item for item in ranked.requirements if item.is_met is False and item.kind != "legal_gate"]
    return [view.say(w.MISSING_IS, what=_with_ways(view, ranked.measure, item)) for item in unmet]


def to_check(view: View, ranked: RankedMeasure) -> list[str]:
    """What is not known to be met and should be looked into first."""
    unknown = [item for item in ranked.requirements if item.is_met is None and item.kind != "legal_gate"]
    return [view.say(w.CHECK_FIRST, what=requirement_text(view, ranked.measure, item).rstrip(".")) for item in unknown]


def _with_ways(view: View, measure: MeasureId, item: Requirement) -> str:
    text = requirement_text(view, measure, item).rstrip(".")
    ways = [way for way in ways_to_meet(view, measure, item) if item.kind == "precondition"]
    return f"{text}. {view.say(w.GIVEN_BY, measures=view.listed(map(view.measure_name, ways), w.OR))}" if ways else text


def decision(view: View, ranked: RankedMeasure) -> list[str]:
    """What must be decided, by whom and under which law."""
    legal = view.measure(ranked.measure).legal_gate
    if legal is None:
        return []
    state = next((item.is_met for item in ranked.requirements if item.kind == "legal_gate"), None)
    text = w.DECISION_UNKNOWN if state is None else w.DECISION_TAKEN if state else w.DECISION_MISSING
    found = [view.say(text, what=legal.text.to(view.language))]
    if not state and legal.decided_by:
        found.append(view.say(w.DECIDED_BY, actors=view.actors(legal.decided_by)))
    found.append(view.say(w.LAW_IS, law=legal.law.to(view.language)))
    return found


def comes_later(view: View, measure: MeasureId) -> str:
    """In which phase a measure comes."""
    numbers = phases_with(view, measure)
    if not numbers:
        return view.say(w.COMES_NEVER)
    return view.say(w.COMES_IN, phases=view.listed(map(str, numbers), w.OR), doses=emphasis_per_phase(view, measure))


def companions(view: View, ranked: RankedMeasure) -> list[str]:
    """The measures that go with this one."""
    names = view.listed(map(view.measure_name, ranked.companions))
    return [view.say(w.TOGETHER_WITH, measures=names)] if names else []


def conflicts(view: View, measure: Measure) -> list[str]:
    """Measures that are also acted on and do not go well with this one."""
    acted = {one.measure for one in view.answer.measures if one.standing in _ACTED}
    return [
        view.say(w.CONFLICTS_WITH, measure=view.measure_name(item.measure), why=item.because.text.to(view.language))
        for item in measure.conflicts
        if item.measure in acted
    ]


def ties(view: View, ranked: RankedMeasure) -> list[str]:
    """The measures with nearly the same score."""
    codes = view.listed(view.measure(other).code for other in ranked.tied_with)
    return [view.say(w.TIED_WITH, codes=codes)] if codes else []


def unsettled(view: View, ranked: RankedMeasure) -> list[str]:
    """What the standing may become when open questions are answered."""
    others = [one for one in Standing if one in ranked.possible_standings and one is not ranked.standing]
    if not others:
        return []
    named = view.listed((STANDING_OF_ONE[one].to(view.language) for one in others), w.OR)
    return [view.say(w.MAY_BECOME, standings=named)]


def follow_up_text(view: View, item: FollowUp) -> str:
    """What to follow, which way it should go and when to look."""
    parts = [item.text.to(view.language).rstrip(".")]
    if item.expect is not None:
        parts.append(EXPECTED[item.expect].to(view.language))
    if item.after_months is not None:
        parts.append(view.say(w.AFTER_MONTHS, months=item.after_months))
    return ", ".join(parts)


def followed(view: View) -> list[RankedMeasure]:
    """The measures whose follow-up is planned first: the best of each track that come now."""
    return [one for one in view.answer.measures if one.standing is Standing.NOW and one.rank == 1]


def precondition_of(view: View, measure: MeasureId, item: Requirement) -> int:
    """The place of a precondition among those of its measure."""
    names = [precondition_id(measure, one.id) for one in view.measure(measure).preconditions]
    return names.index(item.fact)
