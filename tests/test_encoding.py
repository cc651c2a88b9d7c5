"""The whole decision as formulas, held to the engine: the same symbols, gates, phase and standings for any profile."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fasmodell import load_profile, recommend
from fasmodell.facts import FactId
from fasmodell.profile import Profile
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase
from strategies_profiles import profiles
from strategies_rule_bases import rule_bases, shipped

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell.exact.assignments import assignment_of
from fasmodell.exact.encoding import Encoding, encode, inputs_of
from fasmodell.exact.formula import Formula, every
from fasmodell.exact.solving import Solver

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
SLOW = settings(
    max_examples=15,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def shipped_encoding() -> tuple[Encoding, Solver]:
    encoding = encode(shipped())
    return encoding, Solver(encoding)


def differences(encoding: Encoding, solver: Solver, profile: Profile) -> list[str]:
    """What the formulas and the engine say otherwise of a profile."""
    answer = recommend(profile, encoding.base)
    wanted = _wanted(encoding, answer)
    is_possible = solver.can_be(every(encoding.inputs.given(assignment_of(profile, encoding.inputs.partitions))))
    if not is_possible:
        return ["the formulas know no such profile"]
    came = solver.holds(formula for formula, _ in wanted.values())
    return [name for (name, (_, expected)), is_so in zip(wanted.items(), came, strict=True) if is_so is not expected]


def _wanted(encoding: Encoding, answer: Recommendation) -> dict[str, tuple[Formula, bool]]:
    """Every formula of an encoding with whether the engine's answer says that it is true."""
    found = {str(symbol): (formula, symbol in answer.trace) for symbol, formula in encoding.symbols.items()}
    for gate, decided in zip(encoding.gates, answer.phase.gates, strict=True):
        found |= {f"{gate.gate}={state}": (one, state is decided.state) for state, one in gate.states.items()}
        found[f"{gate.gate} contradicted"] = (gate.is_contradicted, decided.is_contradicted)
    capped = {item.rule: item.is_capped for gate in answer.phase.gates for item in gate.evidence}
    found |= {f"{one.rule.rule} capped": (one.is_capped, capped[one.rule.rule]) for one in encoding.evidence}
    decision, phase = answer.phase, encoding.phase
    for number in (1, 2, 3):
        found[f"candidate {number}"] = (phase.candidates[number], number in decision.candidates)
        found[f"working {number}"] = (phase.working[number], number == decision.working_phase)
        found[f"decided {number}"] = (phase.decided[number], number == decision.phase)
        found[f"on the way to {number}"] = (phase.on_the_way_to[number], number == decision.on_the_way_to)
    found["undetermined"] = (phase.is_undetermined, decision.phase is None)
    kinds = [item.kind for item in decision.contradictions]
    found["inverted"] = (phase.inverted, "later_gate_open_before_earlier" in kinds)
    for measure, cases in encoding.standings.items():
        stands = answer.measure(measure).standing
        found |= {f"{measure}={case}": (formula, case is stands) for case, formula in cases.items()}
        assert stands in cases
    return found


@SLOW
@given(st.deferred(lambda: profiles(shipped().knowledge)))
def test_formulas_and_engine_agree_on_the_shipped_rules(profile: Profile) -> None:
    assert differences(*shipped_encoding(), profile) == []


@SLOW
@given(st.data())
def test_formulas_and_engine_agree_on_any_rules(data: st.DataObject) -> None:
    encoding = encode(data.draw(rule_bases()))
    solver = Solver(encoding)
    for _ in range(3):
        assert differences(encoding, solver, data.draw(profiles(encoding.base.knowledge))) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_formulas_and_engine_agree_on_an_example(path: Path) -> None:
    assert differences(*shipped_encoding(), load_profile(path, shipped())) == []


def test_two_rule_bases_are_asked_about_the_same_profile() -> None:
    """What one rule base knows and another does not is found, with cells that serve both."""
    base = shipped()
    other = _without(base, "open-drug-scene/dominating")
    inputs = inputs_of(base, other)
    one, two = encode(base, inputs, "one/"), encode(other, inputs, "two/")
    acute = FactId("finding:open_drug_scene>=acute")
    solver = Solver(one, two)
    assert solver.can_be(one.knows(acute), two.knows(acute, wanted=False))
    assert not solver.can_be(two.knows(acute), one.knows(acute, wanted=False))


def _without(base: RuleBase, rule: str) -> RuleBase:
    from fasmodell.diagnostics import Diagnostics
    from fasmodell.loader import Loaded
    from fasmodell.rule_base import compile_rule_base

    rules = base.rules._replace(rules={name: one for name, one in base.rules.rules.items() if name != rule})
    return compile_rule_base(Loaded(base.knowledge, rules, base.digest, {}, Diagnostics()))
