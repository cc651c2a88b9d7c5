"""The sentences of the pictures, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

# The gates
GATES_TITLE: Final = Text("Passagerna och stödet för och emot", "The gates with the evidence for and against")
GATES_TOLD: Final = Text(
    "Liggande staplar från en mittlinje: till höger stöd för att passagen är öppen, till vänster stöd för att den är "
    "stängd. {gates}",
    "Horizontal bars from a line in the middle: to the right evidence that the gate is open, to the left evidence that "
    "it is shut. {gates}",
)
GATES_UNCOUNTED: Final = Text(
    "Visas inte: {n} stöd som inte räknas, eftersom starkare stöd finns i samma ämne",
    "Not shown: {n} pieces of evidence that do not count, since stronger evidence exists on the same topic",
)
SIDE: Final = Text("Stöd för {state}", "Evidence for {state}")
POINTS_NOW: Final = Text("{points}", "{points}")
POINTS_MAY: Final = Text("{points}, högst {most}", "{points}, at most {most}")
NO_EVIDENCE: Final = Text("Inget stöd åt något håll.", "No evidence on either side.")
SUM: Final = Text("Summa", "Sum")
KEY_SUM: Final = Text("summan nu", "the sum now")
KEY_MOST: Final = Text("högst, när öppna frågor besvaras", "at most, when open questions are answered")
KEY_OPEN: Final = Text("stöd för öppen", "evidence for open")
KEY_SHUT: Final = Text("stöd för stängd", "evidence for shut")
GATE: Final = Text("Passage", "Gate")
SPEAKS_FOR: Final = Text("Stöd för", "Evidence for")
EVIDENCE: Final = Text("Stöd", "Evidence")
STRENGTH: Final = Text("Styrka", "Strength")
POINTS: Final = Text("Poäng", "Points")
AT_MOST: Final = Text("Högst", "At most")
