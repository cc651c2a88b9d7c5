"""The sentences about local decisions and the decision log, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.analysis.local_decision import Choice, Stale
from fasmodell.knowledge import Text

CHOICES: Final[Mapping[Choice, Text]] = {
    Choice.CHOOSE: Text("vald", "chosen"),
    Choice.DECLINE: Text("avböjd", "declined"),
}
DECIDED: Final = Text(
    "{measure}: {choice} {date}{by}. Skäl: {reason}", "{measure}: {choice} {date}{by}. Reason: {reason}"
)
BY: Final = Text(" av {actor}", " by {actor}")
COMMENT: Final = Text("Kommentar: {comment}", "Comment: {comment}")
ENGINE_SAYS: Final = Text("Regelmotorn säger: {standing}, rang {rank}.", "The engine says: {standing}, rank {rank}.")
STALES: Final[Mapping[Stale, Text]] = {
    Stale.MEASURE_GONE: Text(
        "Pröva igen: åtgärden finns inte längre i katalogen.",
        "Look at it again: the measure is no longer in the catalogue.",
    ),
    Stale.STANDING_CHANGED: Text(
        "Pröva igen: regelmotorn sade {standing} när beslutet togs ({date}).",
        "Look at it again: the engine said {standing} when it was decided ({date}).",
    ),
    Stale.RULE_BASE_CHANGED: Text(
        "Pröva igen: regelbasen har ändrats sedan beslutet togs.",
        "Look at it again: the rule base has changed since it was decided.",
    ),
}
NEVER_CHANGES: Final = Text(
    "Beslutet är gruppens och ändrar inte vad regelmotorn säger.",
    "The decision is the group's and does not change what the engine says.",
)
RECORDED: Final = Text("Beslutet är antecknat i {file}.", "The decision is recorded in {file}.")

LOG_ENTRY: Final = Text(
    "{number}  {id}  {at}  {area}, läget {as_of}: {phase}, {decisions}",
    "{number}  {id}  {at}  {area}, as of {as_of}: {phase}, {decisions}",
)
DECISION_COUNT: Final = Text("{n} beslut", "{n} decision")
DECISIONS_COUNT: Final = Text("{n} beslut", "{n} decisions")
LOG_PHASE: Final = Text("fas {phase}", "phase {phase}")
LOG_PHASE_OPEN: Final = Text("obestämd fas", "undetermined phase")
LOGGED: Final = Text("Antecknat som nummer {number}, {id}.", "Recorded as number {number}, {id}.")
WHOLE: Final = Text(
    "Loggen är hel: {n} poster. Den sista har kontrollsumman {hash}.",
    "The log is whole: {n} entries. The last one has the checksum {hash}.",
)
NOT_WHOLE: Final = Text("Loggen är inte hel: {n} fel.", "The log is not whole: {n} faults.")
EMPTY_LOG: Final = Text("Loggen har inga poster.", "The log has no entries.")
REPRODUCED: Final = Text(
    "Svaret på nummer {number} blir detsamma, tecken för tecken.",
    "The answer to number {number} comes out the same, character by character.",
)
REPAIRED: Final = Text(
    "Den avbrutna sista raden är flyttad till {file}. Alla hela poster är kvar.",
    "The torn last line has been moved to {file}. Every whole entry is kept.",
)
COMPLETED: Final = Text(
    "Den sista posten var hel men saknade radslut. Det är tillagt.",
    "The last entry was whole but lacked its line end. It has been added.",
)
NOTHING_TORN: Final = Text("Ingen rad är avbruten.", "No line is torn.")
