"""The public API as an embedding developer uses it; checked by mypy --strict, never run."""

from pathlib import Path
from typing import assert_type

from fasmodell import (
    PhaseDecision,
    Profile,
    RankedMeasure,
    Recommendation,
    RuleBase,
    load_profile,
    load_rule_base,
    parse_profile,
    recommend,
    render_json,
    render_markdown,
    render_text,
    render_why,
)
from fasmodell.results import Standing

base = load_rule_base()
assert_type(base, RuleBase)
assert_type(load_rule_base(rules=Path("rules"), knowledge="knowledge_base", cache=False), RuleBase)
assert_type(load_rule_base(base="exempelkommun", cache=False), RuleBase)

profile = load_profile("profile.yaml", base)
assert_type(profile, Profile)
assert_type(parse_profile("format: fasmodell.profile/1", base, name="typed in"), Profile)

answer = recommend(profile, base)
assert_type(answer, Recommendation)
assert_type(answer.phase, PhaseDecision)
assert_type(answer.phase.phase, int | None)
assert_type(answer.measures, tuple[RankedMeasure, ...])
assert_type(answer.measures[0].standing, Standing)

assert_type(render_text(answer, base, lang="sv"), str)
assert_type(render_markdown(answer, base, lang="en"), str)
assert_type(render_json(answer, base), str)
assert_type(render_why(answer, base, "neighbourhood_watch"), str)
