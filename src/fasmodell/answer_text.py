"""An answer as plain text, for a strategist with twenty minutes: the phase and its reasons, then what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.bases import answer_rests_on, basis_counts, basis_sentence
from fasmodell.knowledge import Text, Track
from fasmodell.layout import Page
from fasmodell.measure_text import comes_later, follow_up_text, followed, head, notes
from fasmodell.overlay_text import overlay_lines
from fasmodell.phase_text import (
    area_line,
    contradiction_text,
    evidence_line,
    evidence_observed,
    explanations,
    gate_explanation,
    gate_points,
    goal_lines,
    headline,
    question_effect,
    question_text,
    review_text,
    secrecy_line,
    settling_questions,
    situations,
)
from fasmodell.reasons import phases_with, reason, strongest, upper_first, warnings_that_apply
from fasmodell.results import GateDecision, GateState, OpenQuestion, RankedMeasure, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.terms import BASES, GATE_STATES, STANDINGS, TRACK_MEANINGS, TRACKS
from fasmodell.view import View

_EVIDENCE = 3
_QUESTIONS = 5
_FOLLOW_UPS = 3
_DIGEST = 12
# Shown with a line of reason; the others are explained by their notes alone.
_REASONED = (Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION)
_SHOWN = (
    Standing.PREPARE,
    Standing.NEEDS_DECISION,
    Standing.LATER,
    Standing.IN_PLACE,
    Standing.EXCLUDED,
    Standing.BLOCKED,
)


def render_text(
    answer: Recommendation,
    base: RuleBase,
    lang: Language = "sv",
    top: int = 5,
    width: int = 80,
    color: bool = False,
    decisions: Sequence[str] = (),
) -> str:
    """
    Write an answer as plain text, wrapped to `width` columns.

    `top` measures are written out per standing, and per track among those that come now; the rest are named by code.
    `color` makes headings bold; nothing is said by colour alone. `decisions` are sentences about what a local group has
    decided; they stand beside the measures and change nothing.
    """
    view, page = View(answer, base, lang), Page(width, color)
    _head(view, page)
    phase_part(view, page)
    _listed(view, page, p.GOAL_SECTION, goal_lines(view))
    _measures(view, page, top)
    _listed(view, page, p.DECISIONS_SECTION, decisions)
    _listed(view, page, p.WARNINGS_SECTION, _warnings(view))
    _listed(view, page, p.WATCH_SECTION, [item.text.to(lang) for item in base.knowledge.watch])
    _follow_up(view, page)
    _questions(view, page)
    _basis(view, page)
    return page.text()


def render_phase(
    answer: Recommendation, base: RuleBase, lang: Language = "sv", width: int = 80, color: bool = False
) -> str:
    """Write the phase decision of an answer alone, with the evidence at each gate and the questions that are open."""
    view, page = View(answer, base, lang), Page(width, color)
    _head(view, page)
    phase_part(view, page)
    questions = settling_questions(view)
    if questions and answer.phase.phase is not None:
        page.section(view.say(p.QUESTIONS_SECTION))
        _question_lines(view, page, questions[:_QUESTIONS])
    _basis(view, page)
    return page.text()


def _head(view: View, page: Page) -> None:
    page.title(view.say(p.TITLE))
    page.line(area_line(view))
    page.line(view.say(p.AS_OF, date=view.answer.profile.as_of.isoformat()))


def phase_part(view: View, page: Page) -> None:
    """Add the phase, both gates with their evidence, contradictions and reasons to review."""
    phase = view.answer.phase
    page.section(headline(view))
    for text in situations(view):
        page.line(text)
    for text in explanations(view):
        page.line(text)
    for gate in phase.gates:
        _gate(view, page, gate)
    if phase.phase is None:
        page.blank()
        page.line(view.say(p.WOULD_SETTLE))
        _question_lines(view, page, settling_questions(view)[:_EVIDENCE])
    _listed(view, page, p.CONTRADICTION_SECTION, [contradiction_text(view, item) for item in phase.contradictions])
    _listed(view, page, p.REVIEW_SECTION, [review_text(view, item) for item in phase.review])


def _gate(view: View, page: Page, gate: GateDecision) -> None:
    page.blank()
    page.line(f"{view.gate_state(gate.gate, gate.state)}.")
    page.line(view.knowledge.gates[gate.gate].question.to(view.language), 1)
    page.line(gate_points(view, gate), 1)
    page.line(" ".join(gate_explanation(view, gate)), 1)
    sides = [GateState.OPEN, GateState.SHUT]
    if gate.points_shut > gate.points_open:
        sides.reverse()
    for side in sides:
        found = strongest(gate, side)
        if not found:
            continue
        page.line(view.say(p.FOR_STATE, state=GATE_STATES[side].to(view.language)), 1)
        for item in found[:_EVIDENCE]:
            page.item("-", evidence_line(view, item), 2)
            observed = evidence_observed(view, item)
            if observed:
                page.line(observed, 3)
        if len(found) > _EVIDENCE:
            page.line(view.say(p.MORE_EVIDENCE, n=len(found) - _EVIDENCE), 2)


def _measures(view: View, page: Page, top: int) -> None:
    page.section(view.say(p.MEASURES_SECTION))
    page.line(view.say(p.MEASURES_INTRO))
    if view.answer.profile.measures_in_place is None:
        page.line(view.say(p.RUNNING_UNKNOWN))
    by_standing = {standing: [one for one in view.answer.measures if one.standing is standing] for standing in Standing}
    _now(view, page, by_standing[Standing.NOW], top)
    for standing in _SHOWN:
        found = by_standing[standing]
        if found:
            _group(view, page, standing, found, top)
    needless = by_standing[Standing.NO_NEED]
    if needless:
        page.blank()
        page.line(_group_head(view, Standing.NO_NEED, needless))
        count = view.counted(len(needless), w.MEASURE_COUNT, w.MEASURES_COUNT)
        unsettled = sum(1 for one in needless if not one.is_settled)
        page.line(view.say(p.NO_NEED_COUNT, n=count, open=view.number(unsettled)), 1)
    page.blank()
    page.line(view.say(p.HOW_TO_SEE))
    _codes(view, page, by_standing, top)


def _codes(view: View, page: Page, by_standing: Mapping[Standing, Sequence[RankedMeasure]], top: int) -> None:
    """Name the measures that the page so far mentions by code alone."""
    shown = [one for standing in (Standing.NOW, *_SHOWN) for one in _written_out(by_standing[standing], top)]
    named = {one.measure for one in shown}
    mentioned = {other for one in shown for other in (*one.companions, *one.tied_with)}
    mentioned |= {one.measure for standing in (Standing.NOW, *_SHOWN) for one in by_standing[standing]}
    missing = [view.measure(measure) for measure in mentioned - named]
    missing.sort(key=lambda measure: (measure.code[0], int(measure.code[1:])))
    if missing:
        page.blank()
        names = (f"{measure.code} {measure.name.to(view.language)}" for measure in missing)
        page.line(f"{view.say(p.CODES)}: {'; '.join(names)}.")


def _written_out(found: Sequence[RankedMeasure], top: int) -> list[RankedMeasure]:
    if found and found[0].standing is Standing.NOW:
        return [one for one in found if one.rank <= top]
    return list(found[:top])


def _group_head(view: View, standing: Standing, found: Sequence[RankedMeasure]) -> str:
    return view.say(p.GROUP, standing=STANDINGS[standing].to(view.language).upper(), n=view.number(len(found)))


def _now(view: View, page: Page, found: Sequence[RankedMeasure], top: int) -> None:
    page.blank()
    page.line(_group_head(view, Standing.NOW, found))
    if not found:
        page.line(view.say(p.NOTHING_NOW), 1)
    for track in Track:
        of_track = [one for one in found if one.track is track]
        if of_track:
            name, meaning = TRACKS[track].to(view.language), TRACK_MEANINGS[track].to(view.language)
            page.blank()
            page.line(view.say(p.TRACK, track=name, meaning=meaning), 1)
            _entries(view, page, of_track, top)


def _group(view: View, page: Page, standing: Standing, found: Sequence[RankedMeasure], top: int) -> None:
    page.blank()
    page.line(_group_head(view, standing, found))
    if standing is Standing.LATER:
        working = view.answer.phase.working_phase
        opens = view.knowledge.phases[working].opens_next
        if opens is not None and any(max(phases_with(view, one.measure), default=0) > working for one in found):
            page.line(view.say(p.OPENS, text=opens.text.to(view.language)), 1)
        page.blank()
        for one in found[:top]:
            page.item("-", f"{view.measure_name(one.measure)}. {comes_later(view, one.measure)}", 1)
        _rest(view, page, found, top)
    else:
        _entries(view, page, found, top)


def _entries(view: View, page: Page, found: Sequence[RankedMeasure], top: int) -> None:
    for place, one in enumerate(found[:top], 1):
        is_ranked = one.standing in _REASONED
        mark = f"{one.rank if one.standing is Standing.NOW else place}." if is_ranked else "-"
        page.item(mark, head(view, one) if is_ranked else view.measure_name(one.measure), 1)
        why = reason(view, one) if is_ranked else ""
        for text in (why, *notes(view, one)):
            if text:
                page.line(text, 3)
    _rest(view, page, found, top)


def _rest(view: View, page: Page, found: Sequence[RankedMeasure], top: int) -> None:
    rest = found[top:]
    if rest:
        codes = ", ".join(view.measure(one.measure).code for one in rest)
        page.line(view.say(p.MORE_MEASURES, n=view.number(len(rest)), codes=codes), 1)


def _listed(view: View, page: Page, heading: Text, items: Sequence[str]) -> None:
    if items:
        page.section(view.say(heading))
        for text in items:
            page.item("-", text)


def _warnings(view: View) -> list[str]:
    return [view.knowledge.warnings[name].text.to(view.language) for name in warnings_that_apply(view)]


def _follow_up(view: View, page: Page) -> None:
    found = [one for one in followed(view) if view.measure(one.measure).follow_up]
    if not found:
        return
    page.section(view.say(p.FOLLOW_UP_SECTION))
    for one in found:
        page.line(view.measure_name(one.measure))
        for item in view.measure(one.measure).follow_up[:_FOLLOW_UPS]:
            page.item("-", follow_up_text(view, item), 1)


def _questions(view: View, page: Page) -> None:
    questions = view.answer.open_questions
    page.section(view.say(p.QUESTIONS_SECTION))
    if not questions:
        page.line(view.say(p.NO_QUESTIONS))
    _question_lines(view, page, questions[:_QUESTIONS])
    if len(questions) > _QUESTIONS:
        page.line(view.say(p.QUESTIONS_MORE, n=view.number(len(questions) - _QUESTIONS)))


def _question_lines(view: View, page: Page, questions: Sequence[OpenQuestion]) -> None:
    for place, question in enumerate(questions, 1):
        page.item(f"{place}.", question_text(view, question))
        effect = question_effect(view, question)
        page.line(f"{view.say(p.ASK, actors=view.actors(question.ask))} {upper_first(effect)}.", 2)


def _basis(view: View, page: Page) -> None:
    page.section(view.say(p.BASIS_SECTION))
    for text in basis_lines(view):
        page.line(text)
    _listed(view, page, p.LOCAL_SECTION, overlay_lines(view.base, view.language))


def basis_lines(view: View) -> list[str]:
    """What the answer rests on, the rule base that gave it, and who decides."""
    rests = answer_rests_on(view)
    found = [
        f"{basis_sentence(view, rests)} {view.say(w.WEAKEST, basis=BASES[rests.weakest].to(view.language))}",
        view.say(w.BASIS_COUNTS, counts=basis_counts(view, rests)),
        rule_base_line(view),
        view.say(w.DECISION_BY_PEOPLE),
    ]
    secrecy = secrecy_line(view)
    return found if secrecy is None else [*found, secrecy]


def rule_base_line(view: View) -> str:
    """Which rule base gave the answer, with the beginning of its digest."""
    identity = view.answer.rule_base
    return view.say(
        w.RULE_BASE, name=identity["name"], version=identity["version"], digest=identity["digest"][:_DIGEST]
    )
