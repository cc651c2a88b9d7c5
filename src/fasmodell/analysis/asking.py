"""What to ask next: how much the answer to each open question would settle, found by giving every possible answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from fasmodell.cells import Cell, Partition, partitions_of
from fasmodell.facts import FactId, indicator_id
from fasmodell.knowledge import GateId, IndicatorId, MeasureId
from fasmodell.pipeline import recommend, situation_of
from fasmodell.profile import Area, Profile, bare_observation
from fasmodell.results import GateState, OpenQuestion, PhaseDecision, Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Value

_TOP = 5
# Evidence is about a topic, and within a topic and a side of a gate only the strongest counts: one witness.
Witness = tuple[GateId, str, GateState]


class Reach(NamedTuple):
    """
    How much is still open in an answer.

    `phases` are those that some completion could give. `witnesses` holds, for each topic and side of a gate that is
    not settled, the points that unknown evidence could still bring. `standings` counts the measures whose standing is
    open, and `width` sums, over the top measures, how far their scores could still move (hundredths of a point).
    """

    phases: tuple[int, ...]
    witnesses: Mapping[Witness, int]
    standings: int
    width: int


class Outcome(NamedTuple):
    """
    What an answer would lead to.

    `came` and `left` are the measures that would begin and cease to stand as now; `gates` are in the order of the
    phase decision, and `points` with them: for open and for shut.
    """

    phase: int | None
    candidates: tuple[int, ...]
    gates: tuple[GateState, ...]
    points: tuple[tuple[int, int], ...]
    reach: Reach
    came: tuple[MeasureId, ...]
    left: tuple[MeasureId, ...]


class Lead(NamedTuple):
    """Answers (cells of the indicator) with the outcome that they have in common."""

    cells: tuple[Cell, ...]
    outcome: Outcome


class Settles(NamedTuple):
    """
    What an answer would settle in the mean, every cell weighed alike; compared in this order.

    `phases` is how many possible phases fall away, `points` what unknown evidence can no longer bring (per gate, an
    undetermined gate first), `standings` how many measures get a settled standing, `width` how much closer the scores
    of the top measures come (hundredths of a point).
    """

    phases: Fraction
    points: tuple[Fraction, ...]
    standings: Fraction
    width: Fraction


class Question(NamedTuple):
    """
    An open question with everything it can lead to.

    In `settles`, a topic counts only for the first question that is about it; `after` names a question that covers
    all the topics of this one, None when this one adds some or is about no gate.
    """

    asked: OpenQuestion
    leads: tuple[Lead, ...]
    settles: Settles
    after: IndicatorId | None


class Asking(NamedTuple):
    """
    The open questions of an answer, those that would settle most first, and how much is open before any is answered.

    `shortest` holds answers that together settle the phase, none of which can be left out; another run of answers may
    be shorter. None when no run was found, empty when the phase is settled already.
    """

    before: Reach
    questions: tuple[Question, ...]
    shortest: tuple[tuple[IndicatorId, Value], ...] | None


class Asker:
    """Gives answers to the open questions of profiles under one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.partitions: Mapping[FactId, Partition] = partitions_of((base.knowledge, base.rules))

    def ask(self, answer: Recommendation, *, top: int = _TOP) -> Asking:
        """
        Rank the open questions of an answer by how much they would settle.

        Every question is given one value of each of its cells, and the engine answers anew, so that what is said of an
        answer holds for every value that it stands for. A trend needs older values and is not asked for here. `top` is
        how many measures of each track count as top measures.
        """
        best = frozenset(one.measure for one in answer.measures if one.standing is Standing.NOW and one.rank <= top)
        before = reach_of(answer, best)
        found = [
            Question(one, self.leads(answer, one.indicator, best), _NOTHING, None) for one in answer.open_questions
        ]
        return Asking(before, tuple(_in_order(found, before, answer.phase)), self.shortest(answer))

    def leads(self, answer: Recommendation, indicator: IndicatorId, best: frozenset[MeasureId]) -> tuple[Lead, ...]:
        """Give every answer to a question; answers with the same outcome stand together."""
        now = _now(answer)
        found: list[Lead] = []
        for cell in self.cells(indicator):
            given = recommend(answered(answer.profile, indicator, cell.value, self.base), self.base)
            then, decision = _now(given), given.phase
            outcome = Outcome(
                phase=decision.phase,
                candidates=decision.candidates,
                gates=tuple(gate.state for gate in decision.gates),
                points=tuple((gate.points_open, gate.points_shut) for gate in decision.gates),
                reach=reach_of(given, best),
                came=tuple(measure for measure in then if measure not in now),
                left=tuple(measure for measure in now if measure not in then),
            )
            same = next((place for place, lead in enumerate(found) if lead.outcome == outcome), None)
            if same is None:
                found.append(Lead((cell,), outcome))
            else:
                found[same] = Lead((*found[same].cells, cell), outcome)
        return tuple(found)

    def cells(self, indicator: IndicatorId) -> tuple[Cell, ...]:
        """The answers to a question that the rule base can tell apart."""
        return self.partitions[indicator_id(indicator)].cells

    def shortest(self, answer: Recommendation) -> tuple[tuple[IndicatorId, Value], ...] | None:
        """
        Answers that together settle the phase, none of which can be left out; None when no such run was found.

        At each step the answer is taken that leaves fewest possible phases, and of these the one that leaves the
        unknown evidence fewest points.
        """
        waiting = [one.indicator for one in answer.open_questions if one.gates]
        taken: dict[IndicatorId, Value] = {}
        while not self.decision(answer.profile, taken).is_settled:
            options = [{**taken, name: cell.value} for name in waiting for cell in self.cells(name)]
            if not options:
                return None
            taken = min(options, key=lambda option: _open_in(self.decision(answer.profile, option)))
            waiting.remove(next(reversed(taken)))
        for name in tuple(taken):
            fewer = {other: value for other, value in taken.items() if other != name}
            if self.decision(answer.profile, fewer).is_settled:
                taken = fewer
        return tuple(taken.items())

    def decision(self, profile: Profile, answers: Mapping[IndicatorId, Value]) -> PhaseDecision:
        """The phase decision with some more answers."""
        for name, value in answers.items():
            profile = answered(profile, name, value, self.base)
        return situation_of(profile, self.base).decided.decision


def first_questions(base: RuleBase, count: int) -> tuple[IndicatorId, ...]:
    """The questions that would settle most where nothing is known of an area."""
    nothing = Profile(Area("-", None, (), None), date(2000, 1, 1), {}, None, None, ())
    asking = Asker(base).ask(recommend(nothing, base))
    return tuple(one.asked.indicator for one in asking.questions[:count])


def answered(profile: Profile, indicator: IndicatorId, value: Value, base: RuleBase) -> Profile:
    """The profile with one more value; observations stay in the order of the vocabulary."""
    observation = bare_observation(base.knowledge.indicators[indicator], value)
    found = {**profile.observations, indicator: observation}
    return profile._replace(observations={name: found[name] for name in base.knowledge.indicators if name in found})


def reach_of(answer: Recommendation, best: frozenset[MeasureId]) -> Reach:
    """How much is open in an answer; `best` are the measures whose scores count."""
    return Reach(
        answer.phase.possible,
        witnesses_of(answer.phase),
        sum(not one.is_settled for one in answer.measures),
        sum(one.envelope.high - one.envelope.low for one in answer.measures if one.measure in best),
    )


def witnesses_of(decision: PhaseDecision) -> dict[Witness, int]:
    """For each topic and side of a gate that is not settled, the points that unknown evidence could still bring."""
    found: dict[Witness, int] = {}
    for gate in decision.gates:
        if gate.is_settled:
            continue
        known: dict[Witness, int] = {}
        for item in gate.evidence:
            key = (gate.gate, item.topic, item.state)
            if item.known:
                known[key] = max(known.get(key, 0), item.points)
            elif item.known is None:
                found[key] = max(found.get(key, 0), item.points)
        for key, points in known.items():
            if key in found:
                found[key] -= points
    return {key: points for key, points in found.items() if points > 0}


def _open_in(decision: PhaseDecision) -> tuple[int, int]:
    return len(decision.possible), sum(witnesses_of(decision).values())


def _now(answer: Recommendation) -> tuple[MeasureId, ...]:
    return tuple(one.measure for one in answer.measures if one.standing is Standing.NOW)


_NOTHING = Settles(Fraction(0), (), Fraction(0), Fraction(0))


def _in_order(questions: Sequence[Question], before: Reach, decision: PhaseDecision) -> Iterator[Question]:
    """Questions by what they would settle; a topic that an earlier question is about does not count again."""
    gates = sorted(decision.gates, key=lambda gate: gate.state is not GateState.UNDETERMINED)
    order = [gate.gate for gate in gates]
    covered: dict[Witness, IndicatorId] = {}
    left = list(questions)
    while left:
        scored = [one._replace(settles=_settles(one.leads, before, order, covered)) for one in left]
        # The first of equals: the open questions of an answer have an order of their own.
        place = max(range(len(scored)), key=lambda at: (scored[at].settles, -at))
        best = scored[place]
        del left[place]
        about = [key for key in before.witnesses if any(_brought(lead, before, key) for lead in best.leads)]
        is_covered = bool(about) and all(key in covered for key in about)
        yield best._replace(after=covered[about[0]] if is_covered else None)
        for key in about:
            covered.setdefault(key, best.asked.indicator)


def _brought(lead: Lead, before: Reach, witness: Witness) -> int:
    """How many points of a topic an answer would settle."""
    return before.witnesses[witness] - lead.outcome.reach.witnesses.get(witness, 0)


def _settles(leads: Sequence[Lead], before: Reach, gates: Sequence[GateId], covered: Collection[Witness]) -> Settles:
    count = sum(len(lead.cells) for lead in leads)
    open_ = [key for key in before.witnesses if key not in covered]

    def mean(settled: Callable[[Lead], int]) -> Fraction:
        return Fraction(sum(len(lead.cells) * settled(lead) for lead in leads), count)

    def points_at(gate: GateId) -> Fraction:
        return mean(lambda lead: sum(_brought(lead, before, key) for key in open_ if key[0] == gate))

    return Settles(
        mean(lambda lead: len(before.phases) - len(lead.outcome.reach.phases)),
        tuple(map(points_at, gates)),
        mean(lambda lead: before.standings - lead.outcome.reach.standings),
        mean(lambda lead: before.width - lead.outcome.reach.width),
    )
