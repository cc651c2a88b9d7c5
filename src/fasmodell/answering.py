"""Answer with a chosen engine, and with a second opinion where that is asked for."""

from __future__ import annotations

from fasmodell.diagnostics import InferenceError
from fasmodell.pipeline import recommend
from fasmodell.profile import Profile
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase


def answer_with(profile: Profile, base: RuleBase, *, engine: str = "forward", verify: bool = False) -> Recommendation:
    """
    Recommend with an engine by name, `forward` or `durable`.

    The durable engine is always compared with the forward one. `verify` replays the proof, and compares the engines
    where the durable one is installed.
    Raises InferenceError when the engine asked for is not installed, when the engines differ or when the proof does
    not hold.
    """
    answer = recommend(profile, base)
    if engine == "durable" or (verify and missing_engine() is None):
        answer = _second_opinion(profile, base, answer, engine)
    if verify:
        from fasmodell.proof_check import require_proved

        require_proved(answer, base.knowledge, base.rules)
    return answer


def missing_engine() -> str | None:
    """Why the durable engine cannot be used, with the command that installs it; None when it can."""
    from fasmodell.durable_engine import MISSING, is_available

    return None if is_available() else MISSING


def _second_opinion(profile: Profile, base: RuleBase, first: Recommendation, engine: str) -> Recommendation:
    from fasmodell.durable_engine import DurableEngine

    with DurableEngine(base.situation) as situation, DurableEngine(base.advice) as advice:
        second = recommend(profile, base, (situation, advice), engine)
    if second.trace != first.trace:
        differing = sorted({*second.trace} ^ {*first.trace}) or ["derivations"]
        raise InferenceError(f"the two engines differ and no answer is given: {', '.join(differing[:3])}")
    return second
