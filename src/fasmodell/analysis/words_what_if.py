"""The sentences of `what-if`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text

TITLE: Final = Text("Vad händer om", "What if")
SET: Final = Text("Det här antas i stället:", "This is assumed instead:")
SET_TO: Final = Text("{indicator}: {value}", "{indicator}: {value}")
NO_HISTORY: Final = Text(
    "Ett antaget värde har ingen tidsserie, så dess utveckling räknas som okänd.",
    "A value that is assumed has no series, so its trend counts as unknown.",
)
NOTHING: Final = Text(
    "Svaret blir detsamma. Ingen regel, bedömning eller åtgärd påverkas.",
    "The answer is the same. No rule, finding or measure is affected.",
)
NO_OTHER_VALUE: Final = Text("Värdena är desamma som förut.", "The values are the same as before.")
SAME_PHASE: Final = Text(
    "Det som sägs om fasen är detsamma: {phase}.", "What is said of the phase is the same: {phase}."
)
PHASE: Final = Text("Fas och passager", "Phase and gates")
FINDINGS: Final = Text("Bedömningar som ändras ({n})", "Findings that change ({n})")
MEASURES: Final = Text("Åtgärder som ändras ({n})", "Measures that change ({n})")
RULES: Final = Text("Regler som ändras ({n})", "Rules that change ({n})")
QUESTIONS: Final = Text("Frågor och varningar", "Questions and warnings")
OBSERVATIONS: Final = Text("Uppgifter som ändras", "Observations that change")
BEFORE: Final = Text("Före", "Before")
AFTER: Final = Text("Efter", "After")
WHAT: Final = Text("Vad", "What")
PHASE_ROW: Final = Text("Fas", "Phase")
POSSIBLE: Final = Text("Möjliga faser", "Possible phases")
GATE_ROW: Final = Text("Passagen {gate}", "The gate {gate}")
GATE_POINTS: Final = Text("{state}, {open}–{shut}", "{state}, {open}–{shut}")
POINTS_NOTE: Final = Text(
    "Poängen för varje passage: först för öppen, sedan för stängd.",
    "Points for each gate: first for open, then for shut.",
)
RULED_OUT: Final = Text("uteslutet", "ruled out")
OPEN: Final = Text("öppet", "open")
PLACE: Final = Text("{standing}, rang {rank}, {points}", "{standing}, rank {rank}, {points}")
MOVED_ONE: Final = Text(
    "En av dem får en annan ställning; den står först.", "One of them gets another standing; it comes first."
)
MOVED: Final = Text(
    "{n} av dem får en annan ställning; de står först.", "{n} of them get another standing; they come first."
)
RANK_ONLY: Final = Text(
    "Ingen får en annan ställning. Bara rang eller poäng ändras.",
    "None gets another standing. Only ranks or points change.",
)
AND_MORE: Final = Text(
    "Och {n} till. Alla står i JSON (--format json) eller med --top.",
    "And {n} more. All stand in the JSON (--format json) or with --top.",
)
APPLIES: Final[Mapping[bool | None, Text]] = {
    True: Text("gäller", "applies"),
    False: Text("gäller inte", "does not apply"),
    None: Text("är öppen", "is open"),
}
APPLIED: Final[Mapping[bool | None, Text]] = {
    True: Text("gällde", "applied"),
    False: Text("gällde inte", "did not apply"),
    None: Text("var öppen", "was open"),
}
RULE_CHANGE: Final = Text("{title}: {before}, {after} nu.", "{title}: {before}, now {after}.")
RULE_STANDS: Final = Text("Regeln {id} står i {place}.", "The rule {id} stands in {place}.")
SINCE: Final = Text("{condition} {before} → {after}.", "{condition} {before} → {after}.")
NEW_QUESTIONS: Final = Text("Nya frågor: {what}.", "New questions: {what}.")
GONE_QUESTIONS: Final = Text("Frågor som faller bort: {what}.", "Questions no longer asked: {what}.")
NEW_WARNINGS: Final = Text("Varningar som tillkommer: {what}.", "Warnings that are new: {what}.")
GONE_WARNINGS: Final = Text("Varningar som faller bort: {what}.", "Warnings that go: {what}.")
