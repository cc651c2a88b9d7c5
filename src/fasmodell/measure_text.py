"""What an answer says of one measure, as sentences that every format shares."""

from __future__ import annotations

from fasmodell import wording as w
from fasmodell.facts import finding_id
from fasmodell.knowledge import Emphasis, FollowUp, Level, Measure, MeasureId
from fasmodell.layout import printable
from fasmodell.reasons import (
    because,
    emphasis_per_phase,
    excluding_rules,
    lower_first,
    phases_with,
    requirement_text,
    rounded,
    share,
    short_citation,
    short_evidence,
    ways_to_meet,
)
from fasmodell.results import RankedMeasure, Requirement, Standing
from fasmodell.terms import EMPHASES, EXPECTED, STANDING_OF_ONE
from fasmodell.view import View

_ACTED = (Standing.NOW, Standing.PREPARE, Standing.IN_PLACE)


def head(view: View, ranked: RankedMeasure) -> str:
    """A measure's name, its score and the share of what is attainable."""
    points = view.counted(rounded(ranked.score, 100), w.POINT, w.POINTS)
    return view.say(
        w.MEASURE_HEAD, name=view.measure_name(ranked.measure), points=points, share=view.number(share(ranked))
    )


def lead(view: View, measure: Measure) -> list[str]:
    """Who leads, and how well the effect is known."""
    leads = f"{view.say(w.LED_BY, actors=view.actors(measure.lead))} " if measure.lead else ""
    return [leads + short_evidence(view, measure)]


def notes(view: View, ranked: RankedMeasure) -> list[str]:
    """What a reader must know of a measure besides the reason, by its standing."""
    measure = view.measure(ranked.measure)
    match ranked.standing:
        case Standing.BLOCKED:
            return _blocked(view, measure)
        case Standing.EXCLUDED:
            return [
                f"{because(view, rule)} {short_citation(view, rule.source)}."
                for rule in excluding_rules(view, measure.id)
            ]
        case Standing.IN_PLACE:
            return in_place(view, measure)
        case Standing.NEEDS_DECISION:
            return [*lead(view, measure), *decision(view, ranked), *missing(view, ranked), *to_check(view, ranked)]
        case Standing.LATER:
            return [comes_later(view, measure.id), *missing(view, ranked), *unsettled(view, ranked)]
        case Standing.NO_NEED:
            return [needless(view, measure), *unsettled(view, ranked)]
    return [
        *lead(view, measure),
        *missing(view, ranked),
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


def needless(view: View, measure: Measure) -> str:
    """That none of the problems a measure acts on is established, and which of them are open."""
    found = []
    for target in measure.targets:
        name = lower_first(view.knowledge.findings[target.finding].name.to(view.language))
        is_open = view.holds(finding_id(target.finding, Level.SIGNS)) is None
        found.append(view.say(w.FINDING_OPEN if is_open else w.FINDING_RULED_OUT, finding=name))
    return view.say(w.TARGETS, findings=view.listed(found))


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
    return [_missing(view, ranked.measure, item) for item in unmet]


def _missing(view: View, measure: MeasureId, item: Requirement) -> str:
    if item.kind == "prerequisite":
        needed = view.answer.measure(MeasureId(item.id))
        standing = STANDING_OF_ONE[needed.standing].to(view.language)
        return view.say(w.NEEDED_FIRST, measure=view.measure_name(needed.measure), standing=standing)
    text = view.say(w.UNMET_IS, what=requirement_text(view, measure, item).rstrip("."))
    ways = ways_to_meet(view, measure, item)
    return f"{text} {view.say(w.GIVEN_BY, measures=view.listed(map(view.measure_name, ways), w.OR))}" if ways else text


def to_check(view: View, ranked: RankedMeasure) -> list[str]:
    """What is not known to be met and should be looked into first."""
    unknown = [item for item in ranked.requirements if item.is_met is None and item.kind != "legal_gate"]
    return [_to_check(view, ranked.measure, item) for item in unknown]


def _to_check(view: View, measure: MeasureId, item: Requirement) -> str:
    if item.kind == "prerequisite":
        return view.say(w.CHECK_IN_PLACE, measure=view.measure_name(MeasureId(item.id)))
    return view.say(w.CHECK_FIRST, what=requirement_text(view, measure, item).rstrip("."))


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
    found = view.measure(measure)
    doses = ((phase, EMPHASES[found.emphasis_in(phase)].to(view.language)) for phase in numbers)
    return view.say(w.COMES_IN, phases=view.listed(view.say(w.PHASE_WITH_DOSE, phase=p, dose=d) for p, d in doses))


def companions(view: View, ranked: RankedMeasure) -> list[str]:
    """The measures that go with this one."""
    codes = view.listed(view.measure(other).code for other in ranked.companions)
    return [view.say(w.TOGETHER_WITH, codes=codes)] if codes else []


def conflicts(view: View, measure: Measure) -> list[str]:
    """Measures that are also acted on and do not go well with this one."""
    acted = {one.measure for one in view.answer.measures if one.standing in _ACTED}
    return [
        view.say(w.CONFLICTS_WITH, code=view.measure(item.measure).code, why=item.because.text.to(view.language))
        for item in measure.conflicts
        if item.measure in acted
    ]


def ties(view: View, ranked: RankedMeasure) -> list[str]:
    """The measures with nearly the same score."""
    codes = view.listed(view.measure(other).code for other in ranked.tied_with)
    return [view.say(w.TIED_WITH, codes=codes)] if codes else []


def unsettled(view: View, ranked: RankedMeasure, *, in_place: bool = False) -> list[str]:
    """
    What the standing may become when open questions are answered.

    That a measure may run already goes without saying where the profile names no measures, unless `in_place`.
    """
    others = [one for one in Standing if one in ranked.possible_standings and one is not ranked.standing]
    if view.answer.profile.measures_in_place is None and not in_place:
        others = [one for one in others if one is not Standing.IN_PLACE]
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
