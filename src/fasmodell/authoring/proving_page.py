"""What is proved of a rule base, as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fasmodell.authoring import proving_words as w
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, bullets
from fasmodell.exact.helped import LEVELS, Help
from fasmodell.exact.proofs import Claim, Counterexample, Method, Proof, Proofs
from fasmodell.knowledge import FindingId, GateId, IndicatorId, Level, MeasureId, Text
from fasmodell.results import GateState
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language, write_number
from fasmodell.terms import GATE_STATES
from fasmodell.terms import LEVELS as LEVEL_WORDS

_DIGEST = 12


def proving_page(proofs: Proofs, base: RuleBase, language: Language) -> Document:
    """What was claimed, over what, how it was proved, what was assumed, and of what nothing is claimed."""
    return Document(w.TITLE.to(language), tuple(_Page(proofs, base, language).blocks()))


class _Page:
    def __init__(self, proofs: Proofs, base: RuleBase, language: Language) -> None:
        self.proofs = proofs
        self.base = base
        self.language = language

    def say(self, text: Text, **values: object) -> str:
        return text.to(self.language).format(**values)

    def blocks(self) -> Iterator[Block]:
        manifest = self.base.rules.manifest
        digest = self.base.digest[:_DIGEST]
        yield Paragraph(self.say(w.BASE, name=manifest.name, version=manifest.version, digest=digest))
        wrong = sum(not one.is_proved for one in self.proofs.proofs)
        said = w.ALL_PROVED if not wrong else w.ONE_NOT_PROVED if wrong == 1 else w.NOT_ALL_PROVED
        yield Paragraph(self.say(said, n=wrong))
        yield Heading(self.say(w.CLAIMS))
        yield Items(tuple(map(self._claim, Claim)))
        yield Heading(self.say(w.HOW))
        yield bullets(self._how())
        yield Heading(self.say(w.ASSUMED))
        yield bullets(map(self.say, w.ASSUMPTIONS))
        yield Heading(self.say(w.UNCLAIMED))
        yield Items(tuple(self._unclaimed()))

    def _claim(self, claim: Claim) -> Item:
        proofs = [one for one in self.proofs.proofs if one.claim is claim]
        wrong = tuple(self._refuted(one) for one in proofs if not one.is_proved)
        below = (Item(self._proved(claim, proofs)), *wrong) if len(wrong) < len(proofs) else wrong
        return Item(self.say(w.CLAIM_WORDS[claim]), below)

    def _proved(self, claim: Claim, proofs: Sequence[Proof]) -> str:
        proved = [one for one in proofs if one.is_proved]
        by_cases = sum(one.method is Method.CASES for one in proved)
        if 0 < by_cases < len(proved):
            how = self.say(w.BY_BOTH, cases=by_cases, solver=len(proved) - by_cases)
        else:
            how = self.say(w.BY_CASES if by_cases else w.BY_SOLVER)
        if claim not in w.COUNTED:
            return self.say(w.PROVED_ONE, how=how)
        return self.say(w.PROVED, n=len(proved), total=f"{len(proofs)} {self.say(w.COUNTED[claim])}", how=how)

    def _refuted(self, proof: Proof) -> Item:
        found = proof.counterexample
        below = () if found is None else tuple(Item(text) for text in self._counterexample(proof, found))
        subject = self._subject(proof)
        return Item(f"{subject}: {self.say(w.REFUTED).lower()}" if subject else self.say(w.REFUTED), below)

    def _subject(self, proof: Proof) -> str:
        knowledge = self.base.knowledge
        if proof.claim is Claim.WORSE_NEVER_HELPS:
            return f"{knowledge.indicators[IndicatorId(proof.subject)].name.to(self.language)} ({proof.subject})"
        if proof.subject:
            measure = knowledge.measures[MeasureId(proof.subject)]
            return f"{measure.code} {measure.name.to(self.language)}"
        return ""

    def _counterexample(self, proof: Proof, found: Counterexample) -> Iterator[str]:
        after = w.AFTER if proof.claim is Claim.WORSE_NEVER_HELPS else w.MORE
        heads = (w.BEFORE, after) if len(found.profiles) > 1 else (w.ONE_PROFILE,)
        for head, profile in zip(heads, found.profiles, strict=False):
            yield self.say(head, said=profile.said.strip("{}") or self.say(w.NOTHING_SAID))
        yield from map(self._change, found.shown)
        for rule in found.rules:
            span = self.base.rules.rules[rule].span
            yield self.say(w.RULES, rule=rule, place=f"{span.file}:{span.line}")

    def _change(self, one: Help) -> str:
        knowledge = self.base.knowledge
        before, after = one.before, one.after
        if one.kind == "finding":
            finding = knowledge.findings[FindingId(one.id)]
            what = self.say(w.FINDING, name=finding.name.to(self.language))
            before, after = (self._levels(finding.id, levels) for levels in (before, after))
        elif one.kind == "gate":
            what = self.say(w.GATE, name=knowledge.gates[GateId(one.id)].name.to(self.language))
            before, after = (self.say(GATE_STATES[GateState(state)]) for state in (before, after))
        else:
            what = self.say(
                {"working_phase": w.WORKING_PHASE, "latest_phase": w.LATEST_PHASE, "need": w.NEED}[one.kind]
            )
        return self.say(w.CHANGED, what=what, before=before, after=after)

    def _levels(self, finding: FindingId, written: str) -> str:
        words = LEVEL_WORDS[self.base.knowledge.findings[finding].kind]
        said = [
            self.say(w.NO_LEVEL) if level == LEVELS[0] else self.say(words[Level(level)])
            for level in written.split("-")
        ]
        return said[0] if len(said) == 1 else self.say(w.TO, low=said[0], high=said[1])

    def _how(self) -> Iterator[str]:
        yield self.say(w.TESTS, n=self.proofs.tests)
        for name, law in self.proofs.laws.items():
            said = self.say(w.LAW_WORDS[name], n=write_number(law.compared, self.language))
            yield said if law.broken is None else f"{said} {self.say(w.LAW_BROKEN)}"
        if any(one.method is Method.SOLVER and one.claim is Claim.WORSE_NEVER_HELPS for one in self.proofs.proofs):
            yield self.say(w.DOUBTED)

    def _unclaimed(self) -> Iterator[Item]:
        names = self.proofs.unclaimed
        if names:
            indicators = self.base.knowledge.indicators
            below = tuple(Item(f"{indicators[name].name.to(self.language)} ({name})") for name in names)
            yield Item(self.say(w.UNCLAIMED_INDICATORS, n=len(names)), below)
        yield Item(self.say(w.UNCLAIMED_ORDER))
