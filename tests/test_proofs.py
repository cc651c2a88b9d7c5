"""What is proved of every profile of the shipped rule base, and that a claim that does not hold is refuted."""

from __future__ import annotations

import pytest

from strategies_rule_bases import replace, shipped

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell import parse_profile, recommend
from fasmodell.catalogue import build_catalogue
from fasmodell.exact.encoding import encode
from fasmodell.exact.proofs import Claim, Proofs, prove, refuted
from fasmodell.exact.solving import Solver
from fasmodell.knowledge import Direction
from fasmodell.rule_base import RuleBase


@pytest.fixture(scope="module")
def proofs() -> Proofs:
    return prove(shipped())


def test_every_claim_holds_for_every_profile_of_the_shipped_rule_base(proofs: Proofs) -> None:
    assert [proof for proof in proofs.proofs if not proof.is_proved] == []
    assert {proof.claim for proof in proofs.proofs} == set(Claim)
    assert all(law.compared > 100 and law.broken is None for law in proofs.laws.values())


def test_the_claims_are_made_of_every_measure_and_of_every_tested_indicator_that_has_a_worse_end(
    proofs: Proofs,
) -> None:
    knowledge = shipped().knowledge
    subjects = {claim: [one.subject for one in proofs.proofs if one.claim is claim] for claim in Claim}
    assert subjects[Claim.ONE_STANDING] == subjects[Claim.NEED_NEVER_LOWER] == list(knowledge.measures)
    assert not {*subjects[Claim.WORSE_NEVER_HELPS]} & {*proofs.unclaimed}
    assert len(subjects[Claim.WORSE_NEVER_HELPS]) > 80
    assert {knowledge.indicators[name].direction for name in proofs.unclaimed} == {Direction.NEUTRAL}


def test_a_claim_that_does_not_hold_comes_with_the_smallest_profile() -> None:
    encoding = encode(shipped())
    proof = refuted(Claim.ONE_PHASE, "", Solver(encoding), (encoding,), encoding.phase.decided[1])
    assert not proof.is_proved
    assert proof.counterexample is not None
    (shown,) = proof.counterexample.profiles
    profile = parse_profile(shown.profile, shipped())
    assert recommend(profile, shipped()).phase.phase == 1
    for name in profile.observations:
        fewer = profile._replace(observations={one: o for one, o in profile.observations.items() if one != name})
        assert recommend(fewer, shipped()).phase.phase is None


def _with_need(base: RuleBase, **values: int) -> RuleBase:
    policy = base.rules.ranking_policy
    need = policy.criteria["need"]
    changed = need._replace(values={**need.values, **values})
    ranking = policy._replace(criteria={**policy.criteria, "need": changed})
    rules = replace(base.rules, ranking_policy=ranking)
    return replace(base, rules=rules, catalogue=build_catalogue(base.knowledge, rules))


def test_a_policy_by_which_a_larger_problem_is_less_need_is_refuted() -> None:
    found = [one for one in prove(_with_need(shipped(), acute=1)).proofs if not one.is_proved]
    assert {one.claim for one in found} == {Claim.NEED_NEVER_LOWER}
    example = found[0].counterexample
    assert example is not None
    assert example.shown[0].before.endswith(" marked")
    assert example.shown[0].after.endswith(" acute")
