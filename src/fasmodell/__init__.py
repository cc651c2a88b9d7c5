"""
Which measures against crime and insecurity suit a socially vulnerable area now, why, and in which order.

    from fasmodell import load_profile, load_rule_base, recommend, render_text

    base = load_rule_base()
    answer = recommend(load_profile("profile.yaml", base), base)
    print(render_text(answer, base, lang="sv"))
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fasmodell.answer_json import render_json
    from fasmodell.answer_markdown import render_markdown
    from fasmodell.answer_text import render_text
    from fasmodell.answer_why import render_why
    from fasmodell.diagnostics import FasmodellError, InferenceError, ProfileError, RuleBaseError
    from fasmodell.pipeline import recommend
    from fasmodell.profile import Profile
    from fasmodell.results import PhaseDecision, RankedMeasure, Recommendation
    from fasmodell.rule_base import RuleBase, load_profile, load_rule_base, parse_profile

# Where each public name lives. They are imported when they are first asked for: importing the package does no work.
_HOMES = {
    "FasmodellError": "diagnostics",
    "InferenceError": "diagnostics",
    "PhaseDecision": "results",
    "Profile": "profile",
    "ProfileError": "diagnostics",
    "RankedMeasure": "results",
    "Recommendation": "results",
    "RuleBase": "rule_base",
    "RuleBaseError": "diagnostics",
    "load_profile": "rule_base",
    "load_rule_base": "rule_base",
    "parse_profile": "rule_base",
    "recommend": "pipeline",
    "render_json": "answer_json",
    "render_markdown": "answer_markdown",
    "render_text": "answer_text",
    "render_why": "answer_why",
}

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


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"fasmodell.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
