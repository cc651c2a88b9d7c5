"""One measure of an answer as plain data, and the small shapes that all of the JSON shares."""

from __future__ import annotations

from fasmodell.bases import Rests, measure_rests_on
from fasmodell.knowledge import Citation, FollowUp, Statement, Text
from fasmodell.measure_text import follow_up_text, notes
from fasmodell.reasons import contribution_case, reason, requirement_text, share, ways_to_meet
from fasmodell.results import Contribution, RankedMeasure, Requirement, Standing
from fasmodell.view import View

Object = dict[str, object]


def names_object(text: Text) -> Object:
    """A name in both languages."""
    return {"sv": text.sv, "en": text.en}


def decimal(hundredths: int) -> float:
    """Hundredths as a decimal number."""
    return hundredths / 100


def citation_object(cited: Citation) -> Object:
    """Where a statement comes from."""
    return {"ref": cited.ref, "locator": cited.locator, "basis": cited.basis.value}


def statement_object(view: View, statement: Statement) -> Object:
    """A text in the language of the answer with its source."""
    return {"text": statement.text.to(view.language), "source": citation_object(statement.source)}


def basis_object(rests: Rests) -> Object:
    """How many statements rest on each basis, and the weakest of them."""
    return {
        "weakest": rests.weakest.value,
        "counts": {basis.value: count for basis, count in rests.counts.items()},
    }


def measure_object(view: View, ranked: RankedMeasure) -> Object:
    """A measure with its standing, score, reasons and what it needs."""
    measure, envelope = view.measure(ranked.measure), ranked.envelope
    return {
        "id": measure.id,
        "code": measure.code,
        "names": names_object(measure.name),
        "standing": ranked.standing.value,
        "possible_standings": [one.value for one in Standing if one in ranked.possible_standings],
        "settled": ranked.is_settled,
        "track": ranked.track.value,
        "required": ranked.is_required,
        "rank": ranked.rank,
        "score": decimal(ranked.score),
        "attainable": decimal(ranked.attainable),
        "share": share(ranked),
        "contributions": [_contribution(view, term) for term in ranked.contributions],
        "envelope": {
            "low": decimal(envelope.low),
            "high": decimal(envelope.high),
            "best_rank": envelope.best_rank,
            "worst_rank": envelope.worst_rank,
        },
        "tied_with": list(ranked.tied_with),
        "because": [text for text in (reason(view, ranked), *notes(view, ranked)) if text],
        "prerequisites": [_requirement(view, ranked, item) for item in ranked.requirements],
        "companions": [
            {"measure": item.measure, **statement_object(view, item.because)} for item in measure.companions
        ],
        "lead": list(measure.lead),
        "partners": list(measure.partners),
        "evidence": {"grade": measure.evidence.grade, "direction": measure.evidence.direction},
        "follow_up": [_follow_up(view, item) for item in measure.follow_up],
        "basis": basis_object(measure_rests_on(view, ranked)),
        "source": citation_object(measure.source),
    }


def _contribution(view: View, term: Contribution) -> Object:
    return {
        "criterion": term.criterion,
        "weight": term.weight,
        "value": decimal(term.value),
        "points": decimal(term.points),
        "case": term.case,
        "text": contribution_case(view, term),
        "facts": list(term.facts),
    }


def _requirement(view: View, ranked: RankedMeasure, item: Requirement) -> Object:
    return {
        "kind": item.kind,
        "id": item.id,
        "met": item.is_met,
        "text": requirement_text(view, ranked.measure, item),
        "given_by": list(ways_to_meet(view, ranked.measure, item)),
        "fact": item.fact,
    }


def _follow_up(view: View, item: FollowUp) -> Object:
    return {
        "indicator": item.indicator,
        "text": follow_up_text(view, item),
        "expect": item.expect,
        "after_months": item.after_months,
    }
