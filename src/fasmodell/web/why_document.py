"""`why` as plain data, `fasmodell.why/1`: one measure of an answer with its whole proof."""

from __future__ import annotations

from fasmodell.answer_json import facts_below, head_object, node_object, sources_object
from fasmodell.answer_why import render_why
from fasmodell.facts import FactId, standing_id
from fasmodell.knowledge import MeasureId
from fasmodell.measure_document import Object, measure_object
from fasmodell.view import View

FORMAT = "fasmodell.why/1"


def why_object(view: View, measure: MeasureId) -> Object:
    """
    The proof of a measure's standing and score; its shape is schemas/why.schema.json.

    `text` is the page that `fasmodell recommend --why` prints; `trace` holds every fact that it rests on.
    """
    ranked = view.answer.measure(measure)
    document = head_object(view, FORMAT) | {
        "measure": measure_object(view, ranked),
        "text": render_why(view.answer, view.base, measure, view.language).rstrip("\n").split("\n"),
    }
    document["sources"] = sources_object(view, document)
    facts: list[FactId] = [standing_id(measure, ranked.standing)]
    facts += [fact for term in ranked.contributions for fact in term.facts]
    facts += [item.fact for item in ranked.requirements]
    below = facts_below(view, facts)
    document["trace"] = {fact: node_object(node) for fact, node in view.answer.trace.items() if fact in below}
    return document
