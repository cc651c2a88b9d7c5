"""
Whether any profile gets another decision from one rule base than from another: proved, or shown by a witness.

Equal normal forms are a proof. Otherwise both rule bases are encoded over the same profile, and for each kind of
decision the solver is asked for one where they differ: that there is none is a proof, and one that is found is made as
small as can be and run through both.
"""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.authoring.diff_answers import AnswerChange, Kind
from fasmodell.authoring.diff_normal_form import normal_form, situation_form
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Word


class Verdict(Word):
    """What is known of a kind of decision."""

    SAME = "same"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


class Ground(Word):
    """How it is known; `not_asked` of what was left undecided because it would take too long."""

    NORMAL_FORM = "normal_form"
    SOLVER = "solver"
    WITNESS = "witness"
    NOT_ASKED = "not_asked"


class DecidingProfile(NamedTuple):
    """A profile as a file and on one line, with what the two rule bases decide otherwise of it."""

    profile: str
    said: str
    changes: tuple[AnswerChange, ...]


class KindVerdict(NamedTuple):
    """Whether some profile gets another decision of a kind; `ids` are all those that can differ, where it is known."""

    kind: Kind
    verdict: Verdict
    ground: Ground
    ids: tuple[str, ...] = ()
    witness: DecidingProfile | None = None


def compare_decisions(old: RuleBase, new: RuleBase) -> tuple[KindVerdict, ...]:
    """
    Say for every kind of decision whether some profile that both rule bases read gets another one.

    Compared is what both know: findings, gates, measures and warnings that only one has are not decisions of the other.
    Raises FasmodellError when the normal forms differ and Z3 is not installed.
    """
    if normal_form(old) == normal_form(new):
        return tuple(KindVerdict(kind, Verdict.SAME, Ground.NORMAL_FORM) for kind in Kind)
    from fasmodell.authoring.diff_questions import Questions

    questions = Questions(old, new)
    proved = (Kind.FINDING, Kind.GATE, Kind.PHASE) if situation_form(old) == situation_form(new) else ()
    return tuple(
        KindVerdict(kind, Verdict.SAME, Ground.NORMAL_FORM) if kind in proved else questions.verdict(kind)
        for kind in Kind
    )
