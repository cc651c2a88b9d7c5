"""
Which measures against crime and insecurity suit a socially vulnerable area now, why, and in which order.

    from fasmodell import load_profile, load_rule_base, recommend, render_text

    base = load_rule_base()
    answer = recommend(load_profile("profile.yaml", base), base)
    print(render_text(answer, base, lang="sv"))
"""

from fasmodell.diagnostics import FasmodellError, InferenceError, ProfileError, RuleBaseError
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.render import render_json, render_markdown, render_text, render_why
from fasmodell.results import PhaseDecision, RankedMeasure, Recommendation
from fasmodell.rule_base import RuleBase, load_profile, load_rule_base, parse_profile

__all__ = [
    "FasmodellError",
    "InferenceError",
    "PhaseDecision",
    "Profile",
    "ProfileError",
    "RankedMeasure",
    "Recommendation",
    "RuleBase",
    "RuleBaseError",
    "load_profile",
    "load_rule_base",
    "parse_profile",
    "recommend",
    "render_json",
    "render_markdown",
    "render_text",
    "render_why",
]
