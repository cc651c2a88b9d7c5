"""Two rule bases compared, as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fasmodell.authoring import diff_words as w
from fasmodell.authoring.diff import Diff, ProfileComparison, Step
from fasmodell.authoring.diff_answers import AnswerChange, Kind
from fasmodell.authoring.diff_decisions import Ground, KindVerdict, Verdict
from fasmodell.authoring.diff_entries import Difference, KeyChange
from fasmodell.authoring.diff_sides import Side
from fasmodell.diagnostics import Span
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, bullets
from fasmodell.knowledge import FindingId, GateId, Level, MeasureId, Text
from fasmodell.layout import printable
from fasmodell.results import GateState, Standing
from fasmodell.scales import Language, write_number
from fasmodell.terms import GATE_STATES, LEVELS, SECTIONS, STANDING_OF_ONE

_DIGEST = 12
_MOST_IDS = 6
_MOST_CHANGES = 6
_MOST_LETTERS = 120
_FURTHER_SECTIONS = {
    "phases": w.PHASE_WORD, "gates": w.GATE_WORD, "manifest": w.POLICY_WORD, "watch": w.WATCH_WORD,
    "reference_values": w.REFERENCE_WORD,
}  # fmt: skip


def diff_page(diff: Diff, language: Language) -> Document:
    """What two rule bases say and decide otherwise, and the version step that it takes."""
    return Document(w.TITLE.to(language), tuple(_Page(diff, language).blocks()))


class _Page:
    def __init__(self, diff: Diff, language: Language) -> None:
        self.diff = diff
        self.language = language

    def say(self, text: Text, **values: object) -> str:
        return text.to(self.language).format(**values)

    def blocks(self) -> Iterator[Block]:
        yield Paragraph(self._side(w.OLD_SIDE, self.diff.old))
        yield Paragraph(self._side(w.NEW_SIDE, self.diff.new))
        yield Heading(self.say(w.STEP_SECTION))
        yield from self._step()
        yield Heading(self.say(w.DECISIONS))
        yield from self._decisions()
        if self.diff.broken:
            yield Heading(self.say(w.BROKEN))
            yield bullets(
                self.say(w.GONE if one.is_gone else w.NARROWER, what=f"{self._noun(one.section)} {one.id}".capitalize())
                for one in self.diff.broken
            )
        if self.diff.profiles:
            yield Heading(self.say(w.PROFILES))
            yield Items(tuple(map(self._profile, self.diff.profiles)))
        yield Heading(self.say(w.ENTRIES))
        if self.diff.entries:
            yield Items(tuple(map(self._entry, self.diff.entries)))
        else:
            yield Paragraph(self.say(w.NO_ENTRY))

    def _side(self, text: Text, side: Side) -> str:
        manifest, digest = side.base.rules.manifest, side.base.digest[:_DIGEST]
        return self.say(
            text, named=printable(side.named), name=manifest.name, version=manifest.version, digest=digest
        )  # fmt: skip

    def _step(self) -> Iterator[Block]:
        diff = self.diff
        yield Paragraph(self.say(w.STEPS[diff.step]))
        if any(one.verdict is Verdict.UNDECIDED for one in diff.decisions):
            yield Paragraph(self.say(w.UNSETTLED_STEP))
        if diff.is_raised is not None and diff.step is not Step.NONE:
            old, new = (side.base.rules.manifest.version for side in (diff.old, diff.new))
            yield Paragraph(self.say(w.RAISED if diff.is_raised else w.NOT_RAISED, old=old, new=new))
            if old.startswith("0."):
                yield Paragraph(self.say(w.BEFORE_ONE))

    def _decisions(self) -> Iterator[Block]:
        verdicts = {one.verdict for one in self.diff.decisions}
        said = w.SOME_DECISION if Verdict.DIFFERS in verdicts else w.NO_DECISION
        yield Paragraph(self.say(w.UNDECIDED_DECISION if verdicts == {Verdict.SAME, Verdict.UNDECIDED} else said))
        yield Items(tuple(map(self._kind, self.diff.decisions)))
        yield Paragraph(self.say(w.SCOPE))

    def _kind(self, found: KindVerdict) -> Item:
        kind = self.say(w.KINDS[found.kind])
        if found.verdict is Verdict.SAME:
            is_solved = found.ground is Ground.SOLVER
            return Item(self.say(w.SAME_BY_SOLVER if is_solved else w.SAME_BY_FORM, kind=kind))
        if found.verdict is Verdict.UNDECIDED:
            return Item(self.say(w.NOT_ASKED, kind=kind))
        ids = self._some([self._named(found.kind, one) for one in found.ids if one], _MOST_IDS)
        head = self.say(w.DIFFERS_FOR, kind=kind, ids=ids) if ids else self.say(w.DIFFERS, kind=kind)
        if found.witness is None:
            return Item(head)
        said = found.witness.said.strip("{}")
        shown = self.say(w.WITNESS, said=said) if said else self.say(w.WITNESS_EMPTY)
        changes = [one for one in found.witness.changes if one.kind is found.kind]
        changes.sort(key=lambda one: one.id != (found.ids or ("",))[0])
        return Item(head, (Item(shown, tuple(self._changes(changes))),))

    def _some(self, names: Sequence[str], most: int) -> str:
        more = [self.say(w.MORE, n=len(names) - most)] if len(names) > most else []
        return ", ".join((*names[:most], *more))

    def _changes(self, changes: Sequence[AnswerChange]) -> Iterator[Item]:
        for one in changes[:_MOST_CHANGES]:
            yield Item(self._change(one))
        if len(changes) > _MOST_CHANGES:
            yield Item(f"{self.say(w.MORE, n=len(changes) - _MOST_CHANGES)}.")

    def _change(self, change: AnswerChange) -> str:
        if change.kind is Kind.ORDER:
            first, second = (self._measure(MeasureId(name)) for name in change.id.split())
            return self.say(w.SWAPPED, first=first, second=second)
        what = self._subject(change)
        before, after = (self._value(change, value) for value in (change.before, change.after))
        return f"{self.say(w.CHANGED, what=what, before=before, after=after)}."

    def _subject(self, change: AnswerChange) -> str:
        if change.kind is Kind.PHASE:
            return self.say(w.THE_PHASE)
        named = self._named(change.kind, change.id)
        if change.kind is Kind.GATE:
            return self.say(w.THE_GATE, gate=named)
        return self.say(w.SCORE_OF, measure=named) if change.kind is Kind.SCORE else named

    def _named(self, kind: Kind, name: str) -> str:
        knowledge = self.diff.old.base.knowledge
        if kind is Kind.FINDING:
            return knowledge.findings[FindingId(name)].name.to(self.language)
        if kind is Kind.GATE:
            return knowledge.gates[GateId(name)].name.to(self.language)
        return name if kind is Kind.WARNING else self._measure(MeasureId(name))

    def _measure(self, name: MeasureId) -> str:
        measure = self.diff.old.base.knowledge.measures[name]
        return f"{measure.name.to(self.language)} ({measure.code})"

    def _value(self, change: AnswerChange, value: str) -> str:
        if change.kind is Kind.FINDING:
            if value in ("open", "ruled_out"):
                return self.say(w.OPEN if value == "open" else w.RULED_OUT)
            kind = self.diff.old.base.knowledge.findings[FindingId(change.id)].kind
            return LEVELS[kind][Level(value)].to(self.language)
        if change.kind is Kind.GATE:
            return GATE_STATES[GateState(value)].to(self.language)
        if change.kind is Kind.PHASE:
            return self._phase(value)
        if change.kind is Kind.STANDING:
            return STANDING_OF_ONE[Standing(value)].to(self.language)
        if change.kind is Kind.SCORE:
            return write_number(float(value), self.language)
        return self.say(w.SHOWN if value == "shown" else w.NOT_SHOWN)

    def _phase(self, value: str) -> str:
        if " or " in value:
            phases = value.split(" or ")
            return self.say(w.PHASES_OF, phases=f" {self.say(w.OR)} ".join((", ".join(phases[:-1]), phases[-1])))
        phase, _, onward = value.partition(" on the way to ")
        return self.say(w.ON_THE_WAY, phase=phase, next=onward) if onward else self.say(w.PHASE_OF, phase=phase)

    def _profile(self, one: ProfileComparison) -> Item:
        name = printable(one.name)
        if one.unread is not None:
            side, reason = one.unread
            return Item(self.say(w.UNREAD, profile=name, side=self.say(w.SIDES[side]), reason=reason))
        if not one.changes:
            return Item(self.say(w.SAME_ANSWER, profile=name))
        head = w.ONE_OTHER_ANSWER if len(one.changes) == 1 else w.OTHER_ANSWER
        counted = [change.kind for change in one.changes]
        scores, orders = counted.count(Kind.SCORE), counted.count(Kind.ORDER)
        told = tuple(self._changes([change for change in one.changes if change.kind not in (Kind.SCORE, Kind.ORDER)]))
        last = (Item(self.say(w.COUNTS, scores=scores, orders=orders)),) if scores or orders else ()
        return Item(self.say(head, profile=name, n=len(one.changes)), (*told, *last))

    def _entry(self, entry: Difference) -> Item:
        named = entry.name.to(self.language).rstrip(".")
        what = f"{self._noun(entry.section)} {named} ({entry.id})" if entry.id else self._noun(entry.section)
        if entry.id == named:
            what = f"{self._noun(entry.section)} {entry.id}"
        old, new = _place(entry.old), _place(entry.new)
        text = w.CHANGED_IN_PLACE if old == new else w.ENTRY_CHANGES[entry.change]
        return Item(self.say(text, what=what, old=old, new=new), tuple(map(self._key, entry.keys)))

    def _key(self, key: KeyChange) -> Item:
        start = _where_they_part(key.before, key.after)
        before, after = (self._shown(text, start) for text in (key.before, key.after))
        return Item(self.say(w.KEY if key.decides else w.KEY_OF_WORDS, key=key.key, before=before, after=after))

    def _noun(self, section: str) -> str:
        return (SECTIONS[section] if section in SECTIONS else _FURTHER_SECTIONS[section]).to(self.language)

    def _shown(self, value: str, start: int) -> str:
        line = f"{'…' if start else ''}{printable(value[start:])}"
        if not line:
            return self.say(w.NOTHING)
        return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 1]}…"


def _where_they_part(one: str, other: str) -> int:
    """Where two texts begin to differ, a few words before; 0 for short ones."""
    if len(one) <= _MOST_LETTERS and len(other) <= _MOST_LETTERS:
        return 0
    part = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    return 0 if part < _MOST_LETTERS // 4 else one.rfind(" ", 0, max(0, part - _MOST_LETTERS // 8)) + 1


def _place(span: Span | None) -> str:
    return "" if span is None else f"{span.file}:{span.line}"
