"""The sentences of reports, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

# Around the page
CONTENTS: Final = Text("Innehåll", "Contents")
SKIP: Final = Text("Till innehållet", "Skip to the content")
NUMBERS_OF_PICTURE: Final = Text("Talen i bilden", "The numbers in the picture")

# The report
TITLE: Final = Text("Lägesbild och åtgärder: {area}", "Situation picture and measures: {area}")
SITUATION: Final = Text("Läget och källorna", "The situation and its sources")
NO_STRENGTHS: Final = Text("Inga styrkor är fastställda.", "No strengths are established.")
OBSERVED: Final = Text("Det som är observerat", "What is observed")
OBSERVATION: Final = Text("Uppgift", "Observation")
VALUE: Final = Text("Värde", "Value")
PERIOD: Final = Text("Avser", "Period")
SOURCE: Final = Text("Källa", "Source")
MARKING: Final = Text("Märkning", "Marking")
NO_SOURCE: Final = Text("Ingen källa angiven", "No source stated")
STATED_UNKNOWN: Final = Text("Uttryckligen okänt: {indicators}.", "Stated as unknown: {indicators}.")
GATES_DRAWN: Final = Text("Passagerna i bild", "The gates as a picture")
COURSE: Final = Text("Utvecklingen mot målet", "The course towards the goal")
MEASURES_DRAWN: Final = Text("Åtgärderna i bild", "The measures as pictures")
PROOF: Final = Text("Beviset i bild", "The proof as a picture")
PROOF_MEANS: Final = Text(
    "Bilden visar hur fasen följer av det som är observerat, steg för steg. Varje steg står också i tabellen.",
    "The picture shows how the phase follows from what is observed, step by step. Every step stands in the table too.",
)
LEFT_OUT: Final = Text("Det som inte är aktuellt nu, och varför", "What is not for now, and why")
LEFT_OUT_MEANS: Final = Text(
    "Varje åtgärd i katalogen har prövats. De här har en annan ställning än Nu, Förbered först, Kräver beslut och "
    "Pågår redan.",
    "Every measure of the catalogue has been tried. These have another standing than Now, Prepare first, Needs a "
    "decision and Already in place.",
)
PLAN: Final = Text("Förslag till åtgärdsplan", "Proposed action plan")
METHOD: Final = Text("Så är stabiliteten prövad", "How the stability was tried")
DIGEST: Final = Text(
    "Regelbasens hela kontrollsumma (SHA-256): {digest}", "The rule base’s whole digest (SHA-256): {digest}"
)

# Activities to follow up
STARTS: Final = Text("Start", "Starts")
MEASURE: Final = Text("Åtgärd", "Measure")
LED_BY: Final = Text("Leds av", "Led by")
FIRST_STEP: Final = Text("Första steg", "First step")
INTRODUCED: Final = Text("Införd senast", "Introduced by")
LOOK_AT: Final = Text("Det som följs upp", "What is followed up")
LOOK_ON: Final = Text("Följs upp den", "To be followed up on")

# On one page
BRIEF_TITLE: Final = Text("Lägesbild i korthet: {area}", "Situation picture in brief: {area}")
ASSESSMENT: Final = Text("Bedömningen", "The assessment")
FIRST: Final = Text("Det som kommer först", "What comes first")
PLAN_IN_BRIEF: Final = Text(
    "{n} åtgärder ryms i planen, som börjar {first}. I första kvartalet startar {start}: {codes}.",
    "{n} measures fit in the plan, which begins on {first}. In the first quarter {start} start: {codes}.",
)
NEED_DECISION: Final = Text("Kräver beslut först: {measures}.", "Need a decision first: {measures}.")
LOOK_FIRST: Final = Text("Första uppföljningen är {date}.", "The first follow-up is on {date}.")
TO_FIND_OUT: Final = Text("Ta reda på detta", "Find this out")
