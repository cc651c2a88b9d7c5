"""Two rule bases compared: what they say otherwise, what they decide otherwise, and the version step that it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fasmodell.authoring.diff_answers import AnswerChange, answer_changes
from fasmodell.authoring.diff_decisions import KindVerdict, Verdict, compare_decisions
from fasmodell.authoring.diff_entries import Difference, EntryChange, differences
from fasmodell.authoring.diff_shared import Broken, broken_by
from fasmodell.authoring.diff_sides import Side
from fasmodell.diagnostics import ProfileError
from fasmodell.pipeline import recommend
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.scales import Word
from fasmodell.version import Version


class Step(Word):
    """
    The step between the versions of two rule bases.

    `major`: a profile that both read can get another decision, or it is not known that none can, or a profile that the
    old one reads is refused by the new one. `minor`: no decision changes, but an entry was added or removed, or
    something that decisions rest on is written otherwise. `patch`: only words, sources and the like. `none`: nothing.
    """

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


class ProfileText(NamedTuple):
    """A profile to be answered by both: what it is called, and its text."""

    name: str
    text: str


class ProfileComparison(NamedTuple):
    """How one profile is answered: what changes, or, for a side that cannot read it, the first reason."""

    name: str
    changes: tuple[AnswerChange, ...]
    unread: tuple[str, str] | None


class Diff(NamedTuple):
    """
    Two sides compared.

    `is_raised` tells whether the version of the new side is as far from that of the old one as the step takes; None
    when they are not versions of the same rule base.
    """

    old: Side
    new: Side
    entries: tuple[Difference, ...]
    broken: tuple[Broken, ...]
    decisions: tuple[KindVerdict, ...]
    profiles: tuple[ProfileComparison, ...]
    step: Step
    is_raised: bool | None

    @property
    def changes_decisions(self) -> bool:
        """False only when it is proved that no profile gets another decision, and none is refused."""
        refused = any(one.unread is not None and one.unread[0] == "new" for one in self.profiles)
        return self.step is Step.MAJOR or refused or any(one.changes for one in self.profiles)


def diff_of(old: Side, new: Side, profiles: Iterable[ProfileText] = ()) -> Diff:
    """
    Compare two rule bases.

    Raises FasmodellError when what decisions rest on differs and Z3 is not installed.
    """
    entries, broken = differences(old, new), broken_by(old.base, new.base)
    decisions = compare_decisions(old.base, new.base)
    compared = tuple(_compared(one, old.base, new.base) for one in profiles)
    step = _step(entries, broken, decisions)
    return Diff(old, new, entries, broken, decisions, compared, step, _is_raised(old.base, new.base, step))


def is_readable(profile: ProfileText, side: Side) -> bool:
    """True when a rule base can read a profile."""
    try:
        parse_profile(profile.text, side.base, name=profile.name)
    except ProfileError:
        return False
    return True


def _compared(profile: ProfileText, old: RuleBase, new: RuleBase) -> ProfileComparison:
    answers = []
    for base, side in ((old, "old"), (new, "new")):
        try:
            answers.append(recommend(parse_profile(profile.text, base, name=profile.name), base))
        except ProfileError as error:
            first = error.diagnostics[0].message if error.diagnostics else str(error)
            return ProfileComparison(profile.name, (), (side, first))
    return ProfileComparison(profile.name, tuple(answer_changes(answers[0], answers[1], old, new)), None)


def _step(entries: Iterable[Difference], broken: Iterable[Broken], decisions: Iterable[KindVerdict]) -> Step:
    found = [one for one in entries if one.section != "manifest"]
    if any(broken) or any(one.verdict is not Verdict.SAME for one in decisions):
        return Step.MAJOR
    if any(one.change is not EntryChange.CHANGED or one.decides for one in found):
        return Step.MINOR
    return Step.PATCH if found else Step.NONE


def _is_raised(old: RuleBase, new: RuleBase, step: Step) -> bool | None:
    """Whether the versions differ by the step; before 1.0.0 the second number counts what the first does after it."""
    before, after = Version.read(old.rules.manifest.version), Version.read(new.rules.manifest.version)
    if old.rules.manifest.name != new.rules.manifest.name or before is None or after is None:
        return None
    if step is Step.NONE:
        return after.order >= before.order
    parts = {Step.MAJOR: 1, Step.MINOR: 2, Step.PATCH: 3}[step]
    if before.major == 0:
        parts = min(parts + 1, 3)
    return after.order > before.order and after[:parts] > before[:parts]
