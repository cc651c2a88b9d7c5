"""The reasons for one measure as a tree: measure, phase, gate, finding, rule, observation, with sources and places."""

from __future__ import annotations

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.bases import basis_counts, basis_sentence, measure_rests_on
from fasmodell.condition_text import state_word
from fasmodell.facts import FactId, finding_id, standing_id
from fasmodell.knowledge import Level, Measure, MeasureId
from fasmodell.layout import Page
from fasmodell.measure_text import notes, unsettled
from fasmodell.overlay_text import section_change
from fasmodell.proof_tree import ProofTree
from fasmodell.reasons import (
    citation,
    contribution_case,
    criterion_name,
    emphasis_per_phase,
    evidence_text,
    reason,
    requirement_text,
    share,
    upper_first,
)
from fasmodell.results import Contribution, RankedMeasure, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.terms import BASES, DIRECTIONS, SETTINGS, STANDING_OF_ONE, TRACKS
from fasmodell.view import View


def render_why(
    answer: Recommendation, base: RuleBase, measure: str, lang: Language = "sv", width: int = 80, color: bool = False
) -> str:
    """
    Write the whole proof of one measure's standing and score, wrapped to `width` columns.

    `measure` is its id or its catalogue code. Raises KeyError when the catalogue has no such measure.
    """
    page = Page(width, color)
    write_why(View(answer, base, lang), page, answer.measure(find_measure(base, measure)))
    return page.text()


def write_why(view: View, page: Page, ranked: RankedMeasure) -> None:
    """Write the same on a page that the caller has made."""
    tree = ProofTree(view, page)
    _head(view, page, ranked)
    _standing(view, page, tree, ranked)
    _unknown(view, page, tree, ranked)
    _score(view, page, tree, ranked)
    _requirements(view, page, tree, ranked)
    _catalogue(view, page, view.measure(ranked.measure))
    page.section(view.say(p.BASIS_SECTION))
    rests = measure_rests_on(view, ranked)
    page.line(f"{basis_sentence(view, rests)} {view.say(w.WEAKEST, basis=BASES[rests.weakest].to(view.language))}")
    page.line(view.say(w.BASIS_COUNTS, counts=basis_counts(view, rests)))


def find_measure(base: RuleBase, word: str) -> MeasureId:
    """The id of the measure with an id or a catalogue code; KeyError when there is none."""
    found = base.knowledge.measure_named(word)
    if found is None:
        raise KeyError(word)
    return found


def _head(view: View, page: Page, ranked: RankedMeasure) -> None:
    measure, envelope = view.measure(ranked.measure), ranked.envelope
    page.title(view.say(p.WHY_TITLE, measure=view.measure_name(measure.id)))
    standing, track = STANDING_OF_ONE[ranked.standing].to(view.language), TRACKS[ranked.track].to(view.language)
    page.line(f"{view.say(p.WHY_STANDING, standing=standing, track=track)} {measure.id}")
    page.line(measure.summary.to(view.language))
    _local(view, page, "measures", measure.id)
    if ranked.standing is Standing.BLOCKED:
        return
    group = [one for one in view.answer.measures if (one.standing, one.track) == (ranked.standing, ranked.track)]
    page.line(
        view.say(
            p.WHY_SCORE,
            score=view.points(ranked.score),
            attainable=view.points(ranked.attainable),
            share=view.number(share(ranked)),
            rank=view.number(ranked.rank),
            count=view.number(len(group)),
        )
    )
    low, high = view.points(envelope.low), view.points(envelope.high)
    if envelope.low != envelope.high or envelope.best_rank != envelope.worst_rank:
        page.line(view.say(p.WHY_ENVELOPE, low=low, high=high, best=envelope.best_rank, worst=envelope.worst_rank))
    page.line(" ".join(unsettled(view, ranked, in_place=True)) or view.say(p.STANDING_SETTLED))


def _local(view: View, page: Page, section: str, name: str = "") -> None:
    """What a local rule base changes of it, where it does."""
    text = section_change(view.base, section, name, view.language)
    if text is not None:
        page.line(text)


def _standing(view: View, page: Page, tree: ProofTree, ranked: RankedMeasure) -> None:
    if ranked.standing is Standing.NOW:
        page.line(reason(view, ranked))
    else:
        page.section(view.say(p.WHY_NOT_NOW))
    for text in notes(view, ranked):
        if text not in unsettled(view, ranked):
            page.line(text)
    if ranked.standing is Standing.LATER:
        opens = view.knowledge.phases[view.answer.phase.working_phase].opens_next
        if opens is not None:
            page.line(view.say(p.OPENS, text=opens.text.to(view.language)))
            page.line(f"{citation(view, opens.source)}.")
    page.section(view.say(p.STANDING_RESTS_ON))
    node = view.node(standing_id(ranked.measure, ranked.standing))
    premises = [premise for derivation in (node.derivations if node else ()) for premise in derivation.premises]
    for premise in premises:
        tree.fact(premise)
    if not premises:
        is_fixed = ranked.standing is Standing.BLOCKED
        page.line(view.say(p.STANDS_ALONE if is_fixed else p.NOTHING_KNOWN))


def _unknown(view: View, page: Page, tree: ProofTree, ranked: RankedMeasure) -> None:
    """Targets and requirements that are not known and could change the standing or the score."""
    if ranked.standing is Standing.BLOCKED:
        return
    targets = [finding_id(target.finding, Level.SIGNS) for target in view.measure(ranked.measure).targets]
    asked = [*targets, *(item.fact for item in ranked.requirements)]
    unknown: list[FactId] = [fact for fact in asked if view.holds(fact) is None]
    entry = view.base.catalogue.entries[ranked.measure]
    rules = [fact for fact in (*entry.exclude, *entry.require) if view.holds(fact) is None]
    if unknown or rules:
        page.section(view.say(p.UNKNOWN_SECTION))
    for fact in unknown:
        tree.open_fact(fact)
    for fact in rules:
        tree.fact(fact)


def _score(view: View, page: Page, tree: ProofTree, ranked: RankedMeasure) -> None:
    page.section(view.say(p.SCORE_SECTION))
    for term in ranked.contributions:
        page.item("-", _term(view, tree, term))
    if not ranked.contributions:
        page.line(view.say(p.NO_SCORE))
        return
    page.line(view.say(p.SCORE_SUM, points=view.points(ranked.score), attainable=view.points(ranked.attainable)))
    numbers = view.rules.ranking_policy.numbers
    page.line(
        view.say(p.NUMBERS, basis=BASES[numbers.basis].to(view.language), reason=numbers.reason.to(view.language))
    )
    _local(view, page, "ranking_policy")
    facts = dict.fromkeys(fact for term in ranked.contributions for fact in term.facts)
    fresh = [fact for fact in facts if not tree.see(fact)]
    if fresh:
        page.section(view.say(p.SCORE_FACTS))
        for fact in fresh:
            tree.fact(fact)


def _term(view: View, tree: ProofTree, term: Contribution) -> str:
    see = ", ".join(filter(None, dict.fromkeys(map(tree.see, term.facts))))
    case = contribution_case(view, term)
    is_adjustment = term.criterion == "adjustment"
    return view.say(
        p.SCORE_ADJUSTMENT if is_adjustment else p.SCORE_TERM,
        criterion=criterion_name(view, term),
        points=view.points(term.points),
        weight=view.number(term.weight),
        value=view.points(term.value),
        case=f"{upper_first(case).rstrip('.')}{f' ({see})' if see else ''}",
    )


def _requirements(view: View, page: Page, tree: ProofTree, ranked: RankedMeasure) -> None:
    if not ranked.requirements:
        return
    page.section(view.say(p.REQUIREMENTS_SECTION))
    for item in ranked.requirements:
        text = requirement_text(view, ranked.measure, item).rstrip(".")
        see = tree.see(item.fact)
        page.item(f"[{state_word(view, item.is_met)}]", f"{text}{f' ({see})' if see else ''}.")


def _catalogue(view: View, page: Page, measure: Measure) -> None:
    """What the catalogue says of the measure: evidence, emphasis and companions, with sources."""
    page.section(view.say(p.EVIDENCE_SECTION))
    evidence = measure.evidence
    page.line(f"{evidence_text(view, evidence.grade, evidence.direction)}.")
    for item in evidence.outcomes:
        outcome = view.say(
            p.OUTCOME,
            outcome=item.outcome.to(view.language),
            effect=item.effect.to(view.language),
            grade=item.grade,
            direction=DIRECTIONS[item.direction].to(view.language),
            setting=SETTINGS[item.setting].to(view.language),
            source=citation(view, item.source),
        )
        page.item("-", outcome)
    source, doses = citation(view, measure.emphasis_source), emphasis_per_phase(view, measure.id)
    page.line(view.say(p.EMPHASIS_SOURCE, doses=doses, source=source))
    if measure.companions:
        page.section(view.say(p.COMPANIONS_SECTION))
    for relation in measure.companions:
        text, name = relation.because.text.to(view.language), view.measure_name(relation.measure)
        page.item("-", f"{name}. {text} {citation(view, relation.because.source)}.")
