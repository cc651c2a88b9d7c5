"""What is proved of every profile of the shipped rule base, and that a claim that does not hold is refuted."""

from __future__ import annotations

import pytest

from strategies_rule_bases import shipped

pytest.importorskip("z3", reason="the extra `smt` is not installed")

from fasmodell.exact.encoding import encode
from fasmodell.exact.proofs import prove, refuted
from fasmodell.exact.solving import Solver


def test_every_profile_has_one_answer_and_more_knowledge_takes_nothing_back() -> None:
    proofs = prove(shipped())
    assert [proof for proof in proofs if not proof.is_proved] == []
    assert {proof.name for proof in proofs} == {"one-phase", "one-standing", "nothing-taken-back"}
    assert [proof.subject for proof in proofs if proof.name == "one-standing"] == list(shipped().knowledge.measures)


def test_a_claim_that_does_not_hold_comes_with_a_profile() -> None:
    encoding = encode(shipped())
    proof = refuted("no-phase-1", "", Solver(encoding), (encoding,), encoding.phase.decided[1])
    assert not proof.is_proved
    assert len(proof.counterexample) == 1
    assert proof.counterexample[0].startswith("{")
