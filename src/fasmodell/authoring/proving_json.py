"""What is proved of a rule base, as JSON, `fasmodell.proofs/1`."""

from __future__ import annotations

import json

from fasmodell.exact.proofs import Counterexample, Proof, Proofs
from fasmodell.measure_document import Object
from fasmodell.rule_base import RuleBase

FORMAT = "fasmodell.proofs/1"


def proving_json(proofs: Proofs, base: RuleBase) -> str:
    """Write every claim with what came of it as JSON; its shape is schemas/proofs.schema.json."""
    return json.dumps(proving_object(proofs, base), ensure_ascii=False, indent=2, allow_nan=False)


def proving_object(proofs: Proofs, base: RuleBase) -> Object:
    """The same as plain data, without clock or timings."""
    return {
        "format": FORMAT,
        "rule_base": dict(base.identity),
        "is_proved": proofs.is_proved,
        "claims": [_claim(one, base) for one in proofs.proofs],
        "tests": proofs.tests,
        "laws": [
            {"law": name, "compared": law.compared, "broken": law.broken} for name, law in proofs.laws.items()
        ],
        "unclaimed": list(proofs.unclaimed),
    }  # fmt: skip


def _claim(proof: Proof, base: RuleBase) -> Object:
    return {
        "claim": proof.claim.value,
        "subject": proof.subject or None,
        "is_proved": proof.is_proved,
        "method": proof.method.value,
        "counterexample": None if proof.counterexample is None else _counterexample(proof.counterexample, base),
    }


def _counterexample(found: Counterexample, base: RuleBase) -> Object:
    spans = {rule: base.rules.rules[rule].span for rule in found.rules}
    return {
        "profiles": [{"profile": one.profile, "said": one.said} for one in found.profiles],
        "shown": [
            {"kind": one.kind, "id": one.id or None, "before": one.before, "after": one.after} for one in found.shown
        ],
        "rules": [{"rule": rule, "place": f"{span.file}:{span.line}"} for rule, span in spans.items()],
    }
