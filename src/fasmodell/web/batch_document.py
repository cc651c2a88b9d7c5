"""Short answers to many profiles as plain data, `fasmodell.batch/1`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

from fasmodell.diagnostics import ProfileError
from fasmodell.knowledge import Track
from fasmodell.layout import printable
from fasmodell.measure_document import Object, decimal, names_object
from fasmodell.phase_text import headline
from fasmodell.pipeline import recommend
from fasmodell.results import RankedMeasure, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.view import View
from fasmodell.web.problems import Problem, ProblemError, refused_problem
from fasmodell.web.profile_body import Inner

FORMAT = "fasmodell.batch/1"
_SHOWN = (Standing.NOW, Standing.PREPARE, Standing.NEEDS_DECISION)


def batch_object(profiles: Sequence[Inner], base: RuleBase, language: Language, top: int, seconds: float) -> Object:
    """
    The short answers in the order of the profiles; its shape is schemas/batch.schema.json.

    Raises ProblemError when they take more than so many seconds.
    """
    until = time.monotonic() + seconds
    results = list(_results(profiles, base, language, top, until))
    refused = sum("problem" in one for one in results)
    return {
        "format": FORMAT,
        "language": language,
        "rule_base": {key: base.identity[key] for key in ("name", "version", "digest")},
        "profiles": len(results),
        "answered": len(results) - refused,
        "refused": refused,
        "results": results,
    }


def _results(profiles: Iterable[Inner], base: RuleBase, language: Language, top: int, until: float) -> Iterator[Object]:
    for number, one in enumerate(profiles):
        if time.monotonic() > until:
            raise ProblemError(Problem(503, "took-too-long", "send fewer profiles", headers={"Retry-After": "10"}))
        if one.profile is None:
            count = len(one.problems)
            refusal = ProfileError(f"the profile has {count} error{'s' if count != 1 else ''}", one.problems)
            yield {"index": number, "problem": refused_problem(refusal).document()}
        else:
            yield _result(number, View(recommend(one.profile, base), base, language), top)


def _result(number: int, view: View, top: int) -> Object:
    answer = view.answer
    phase = answer.phase
    return {
        "index": number,
        "area": printable(answer.profile.area.name),
        "as_of": answer.profile.as_of.isoformat(),
        "phase": {
            "phase": phase.phase,
            "working_phase": phase.working_phase,
            "candidates": list(phase.candidates),
            "on_the_way_to": phase.on_the_way_to,
            "settled": phase.is_settled,
            "headline": headline(view),
            "gates": {gate.gate: gate.state.value for gate in phase.gates},
        },
        "measures": [_measure(view, ranked) for ranked in _best(answer, top)],
        "open_questions": [question.indicator for question in answer.open_questions],
    }


def _best(answer: Recommendation, top: int) -> Iterator[RankedMeasure]:
    """The first measures of each track that something is to be done about, in the order of the answer."""
    left = dict.fromkeys(Track, top)
    for ranked in answer.measures:
        if ranked.standing in _SHOWN and left[ranked.track]:
            left[ranked.track] -= 1
            yield ranked


def _measure(view: View, ranked: RankedMeasure) -> Object:
    measure = view.measure(ranked.measure)
    return {
        "id": measure.id,
        "code": measure.code,
        "names": names_object(measure.name),
        "standing": ranked.standing.value,
        "track": ranked.track.value,
        "rank": ranked.rank,
        "score": decimal(ranked.score),
    }
