"""What a report is made of: an answer, its plan, its stability, earlier profiles and what the local group decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fasmodell.analysis.chosen_plan import plan_with
from fasmodell.analysis.local_decision import DecisionsRead
from fasmodell.analysis.plan import Plan
from fasmodell.analysis.stability import Settings, Stability, stability_of
from fasmodell.diagnostics import InferenceError
from fasmodell.disclosure import WHOLE, Disclosure, public_disclosure
from fasmodell.knowledge import MeasureId, Text
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.view import View


class Kind(NamedTuple):
    """Which report: in short for a council or whole; for the public or for those who work with the area."""

    is_short: bool = False
    is_public: bool = False


WHOLE_REPORT = Kind()
NO_DECISIONS = DecisionsRead("", "", ())
_SETTINGS = Settings()


class Contents(NamedTuple):
    """
    Everything that a report tells of.

    `plan` is None where the rule base has no plan policy, `stability` where the report does not tell of it. `earlier`
    holds profiles of the same area at earlier dates, oldest first. `decisions` are sentences, and `refused` says why
    measures that the group chose are not in the plan.
    """

    kind: Kind
    base: RuleBase
    answer: Recommendation
    plan: Plan | None
    stability: Stability | None
    disclosure: Disclosure
    earlier: tuple[Profile, ...]
    decisions: tuple[str, ...]
    refused: Mapping[MeasureId, Text]

    def view(self, language: Language) -> View:
        """The answer in a language."""
        return View(self.answer, self.base, language, self.disclosure)


def contents_of(
    profile: Profile,
    base: RuleBase,
    kind: Kind = WHOLE_REPORT,
    *,
    earlier: Sequence[Profile] = (),
    decisions: Sequence[str] = (),
    decided: DecisionsRead | None = None,
    settings: Settings = _SETTINGS,
) -> Contents:
    """
    Answer, plan and measure the stability, as far as the report tells of them.

    The plan holds what the group chose in `decided` and leaves out what it declined, as far as it can. A short or a
    public report tells of no stability. What the group has decided may hold words that are not for the public, so a
    public report shows it in the plan alone.
    Raises InferenceError where a part is missing that the plan or the stability needs.
    """
    stability = None
    if kind.is_short or kind.is_public:
        answer = recommend(profile, base)
    else:
        answer, stability = stability_of(profile, base, settings)
    chosen = plan_with(answer, base, decided or NO_DECISIONS)
    if chosen.plan is None and base.rules.plan_policy is not None:
        raise InferenceError(chosen.missing)
    return Contents(
        kind=kind,
        base=base,
        answer=answer,
        plan=chosen.plan,
        stability=stability,
        disclosure=public_disclosure(answer) if kind.is_public else WHOLE,
        earlier=tuple(sorted(earlier, key=lambda one: one.as_of)),
        decisions=() if kind.is_public else tuple(decisions),
        refused={} if kind.is_public else chosen.refused,
    )
