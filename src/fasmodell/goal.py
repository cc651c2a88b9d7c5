"""How far an area is from the goal its municipality has set: what can be counted, and no judgement of it."""

from __future__ import annotations

from fasmodell.knowledge import POLICE_CLASS, KnowledgeBase
from fasmodell.profile import Goal, Profile, months_between
from fasmodell.results import GoalDistance, PhaseDecision


def goal_distance(profile: Profile, phase: PhaseDecision, knowledge: KnowledgeBase) -> GoalDistance | None:
    """
    Hold a phase decision and the observed police class against the goal of a profile; None when it has no goal.

    A later phase than the one wanted reaches it, and so does a milder class.
    """
    goal, now = profile.goal, phase.phase
    if goal is None:
        return None
    phases_left = None if goal.phase is None or now is None else max(0, goal.phase - now)
    value = profile.value_of(POLICE_CLASS)
    class_now = value if isinstance(value, str) else None
    is_class_reached = _is_class_reached(goal, class_now, knowledge)
    parts = []
    if goal.phase is not None:
        parts.append(None if phases_left is None else phases_left == 0)
    if goal.police_class is not None:
        parts.append(is_class_reached)
    return GoalDistance(
        goal=goal,
        phase_now=now,
        phases_left=phases_left,
        class_now=class_now,
        is_class_reached=is_class_reached,
        months_left=months_between(profile.as_of, goal.by.end),
        is_reached=False if False in parts else None if None in parts else True,
    )


def _is_class_reached(goal: Goal, class_now: str | None, knowledge: KnowledgeBase) -> bool | None:
    """The options of the indicator run from not listed to the most serious class."""
    if goal.police_class is None or class_now is None:
        return None
    order = tuple(knowledge.indicators[POLICE_CLASS].options)
    return order.index(class_now) <= order.index(goal.police_class)
