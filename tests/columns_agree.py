"""Every column of the column engine against the answer of the core for one profile."""

from __future__ import annotations

from fasmodell.batch.evaluated import Evaluated
from fasmodell.batch.gate_columns import NO_LEAN, STATES
from fasmodell.facts import finding_id, negated
from fasmodell.knowledge import Level
from fasmodell.results import Recommendation, Standing

STANDINGS = tuple(Standing)


def differences(found: Evaluated, row: int, answer: Recommendation) -> list[str]:
    """Say where a row differs from an answer; nothing when every column agrees."""
    return [
        f"{name}: {got!r} instead of {want!r}"
        for name, got, want in (
            *_phase(found, row, answer),
            *_findings(found, row, answer),
            *_measures(found, row, answer),
        )
        if got != want
    ]


def _phase(found: Evaluated, row: int, answer: Recommendation):
    phase = answer.phase
    yield "phase", found.phase[row], phase.phase or 0
    yield "working phase", found.working_phase[row], phase.working_phase
    yield "lean", found.lean[row], phase.lean or 0
    yield "on the way to", found.on_the_way_to[row], phase.on_the_way_to or 0
    yield "candidates", found.candidates[row], sum(1 << one - 1 for one in phase.candidates)
    yield "possible", found.possible[row], sum(1 << one - 1 for one in phase.possible)
    yield "settled", bool(found.settled[row]), phase.is_settled
    moved = [review.kind for review in phase.review if review.kind != "event"]
    yield "moved", found.moved[row], ("event_alone", "moved_back").index(moved[0]) + 1 if moved else 0
    for place, gate in enumerate(phase.gates):
        yield f"state of {gate.gate}", STATES[found.gate_state[place, row]], gate.state
        lean = found.gate_lean[place, row]
        yield f"lean of {gate.gate}", None if lean == NO_LEAN else STATES[lean], gate.lean
        possible = {state for bit, state in enumerate(STATES) if found.gate_possible[place, row] >> bit & 1}
        yield f"possible of {gate.gate}", possible, gate.possible
        points = found.points_open[place, row], found.points_shut[place, row]
        yield f"points of {gate.gate}", points, (gate.points_open, gate.points_shut)
        topics = found.topics_open[place, row], found.topics_shut[place, row]
        yield f"topics of {gate.gate}", topics, (len(gate.topics_open), len(gate.topics_shut))
        yield f"contradiction of {gate.gate}", bool(found.is_contradicted[place, row]), gate.is_contradicted


def _findings(found: Evaluated, row: int, answer: Recommendation):
    for place, finding in enumerate(found.findings):
        facts = [finding_id(finding, level) for level in Level]
        level = max((number for number, fact in enumerate(facts, 1) if fact in answer.trace), default=0)
        not_ruled_out = [number for number, fact in enumerate(facts, 1) if negated(fact) not in answer.trace]
        yield f"level of {finding}", found.level[place, row], level
        yield f"highest level of {finding}", found.highest[place, row], max(not_ruled_out, default=0)


def _measures(found: Evaluated, row: int, answer: Recommendation):
    ranked = {measure.measure: measure for measure in answer.measures}
    yield "measures", set(found.measures), set(ranked)
    for place, name in enumerate(found.measures):
        measure = ranked[name]
        yield f"standing of {name}", STANDINGS[found.standing[place, row]], measure.standing
        if found.possible_standings is not None and found.standing_settled is not None:
            possible = sum(1 << STANDINGS.index(one) for one in measure.possible_standings)
            yield f"possible standings of {name}", found.possible_standings[place, row], possible
            yield f"settled {name}", bool(found.standing_settled[place, row]), measure.is_settled
        yield f"required {name}", bool(found.is_required[place, row]), measure.is_required
        yield f"score of {name}", found.score[place, row], measure.score
        yield f"rank of {name}", found.rank[place, row], measure.rank
        if found.low is not None and found.high is not None:
            yield f"bounds of {name}", (found.low[place, row], found.high[place, row]), measure.envelope[:2]
        if found.best_rank is not None and found.worst_rank is not None:
            ranks = found.best_rank[place, row], found.worst_rank[place, row]
            yield f"ranks of {name}", ranks, measure.envelope[2:]
