"""What is better in one answer than in another: read from what the engine decided, with no formula."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from fasmodell.facts import FactId, finding_id, negated
from fasmodell.gates import OPEN, SHUT, UNDETERMINED
from fasmodell.knowledge import FindingId, FindingKind, KnowledgeBase, Level
from fasmodell.phase import candidates_of
from fasmodell.pipeline import Situation
from fasmodell.results import PhaseDecision, Recommendation

_FROM_SHUT = {SHUT: 0, UNDETERMINED: 1, OPEN: 2}
LEVELS = ("none", *map(str, Level))


class Help(NamedTuple):
    """
    One thing that is better after than before.

    `kind` is `finding`, `gate`, `working_phase` or `latest_phase`. A finding is told by its lowest and highest level
    that is possible, `marked` or `none-acute`; a gate by its state; a phase by its number.
    """

    kind: str
    id: str
    before: str
    after: str


class Answered(NamedTuple):
    """What of an answer is compared."""

    concluded: Container[FactId]
    phase: PhaseDecision


def answered(answer: Recommendation | Situation) -> Answered:
    """Pick what is compared from a whole answer, or from its first half."""
    if isinstance(answer, Situation):
        return Answered(answer.nodes, answer.decided.decision)
    return Answered(answer.trace, answer.phase)


def helps(before: Answered, after: Answered, knowledge: KnowledgeBase) -> tuple[Help, ...]:
    """
    Everything that is better after than before; nothing is when the area got worse.

    A problem is lower or ruled out, a strength higher or no longer ruled out, a gate more open, the working phase
    later, or the latest candidate later than before and than what the gates left open before.
    """
    return (*_findings(before, after, knowledge), *_gates(before, after), *_phases(before.phase, after.phase))


def _findings(before: Answered, after: Answered, knowledge: KnowledgeBase) -> Iterator[Help]:
    for name, finding in knowledge.findings.items():
        one, other = (_bounds(answer.concluded, name) for answer in (before, after))
        fell = any(later < earlier for earlier, later in zip(one, other, strict=True))
        rose = any(later > earlier for earlier, later in zip(one, other, strict=True))
        if fell if finding.kind is FindingKind.PROBLEM else rose:
            yield Help("finding", name, _range(one), _range(other))


def _bounds(concluded: Container[FactId], finding: FindingId) -> tuple[int, int]:
    """The level that is established, and the highest one that is not ruled out; 0 is none."""
    facts = [finding_id(finding, level) for level in Level]
    low = max((number for number, fact in enumerate(facts, 1) if fact in concluded), default=0)
    high = max((number for number, fact in enumerate(facts, 1) if negated(fact) not in concluded), default=0)
    return low, high


def _range(bounds: tuple[int, int]) -> str:
    low, high = (LEVELS[level] for level in bounds)
    return low if low == high else f"{low}-{high}"


def _gates(before: Answered, after: Answered) -> Iterator[Help]:
    for one, other in zip(before.phase.gates, after.phase.gates, strict=True):
        if _FROM_SHUT[other.state] > _FROM_SHUT[one.state]:
            yield Help("gate", one.gate, str(one.state), str(other.state))


def _phases(before: PhaseDecision, after: PhaseDecision) -> Iterator[Help]:
    if after.working_phase > before.working_phase:
        yield Help("working_phase", "", str(before.working_phase), str(after.working_phase))
    latest = max(before.candidates[-1], candidates_of([gate.state for gate in before.gates])[-1])
    if after.candidates[-1] > latest:
        yield Help("latest_phase", "", str(latest), str(after.candidates[-1]))
