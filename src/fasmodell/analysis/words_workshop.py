"""The sentences of a worksheet, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

TITLE: Final = Text("Arbetsblad för {area}: {system}", "Worksheet for {area}: {system}")
ABOUT: Final = Text(
    "Ifyllt med det som var känt då. Raderna med streck är till för gruppens egna ord. Skriv om platser, "
    "situationer och verksamheter, aldrig om personer eller grupper.",
    "Filled in with what was known then. The lines are for the group’s own words. Write about places, situations and "
    "activities, never about persons or groups.",
)
STEP: Final = Text("Steg {n}: {name}", "Step {n}: {name}")
WHO: Final = Text("Vilka: {actors}.", "Who: {actors}.")
RHYTHM: Final = Text("När: {text}", "When: {text}")
LAW: Final = Text("Lag: {text}", "Law: {text}")
KNOWN: Final = Text("Vad som är känt", "What is known")
UNKNOWN: Final = Text("Inte känt än", "Not known yet")
KNOWN_ITEM: Final = Text("{indicator}: {value}. {origin}", "{indicator}: {value}. {origin}")
ASK: Final = Text("{question} Fråga: {actors}.", "{question} Ask: {actors}.")
OUR_PICTURE: Final = Text("Vår bild:", "Our picture:")
LINE: Final = "________________________"
ESTABLISHED: Final = Text("Problem som uppgifterna visar", "Problems that the facts show")
NOTHING_SHOWN: Final = Text("Uppgifterna visar inget av problemen.", "The facts show none of the problems.")
OPEN: Final = Text("Problem som inte är kända eller uteslutna än", "Problems that are neither known nor ruled out yet")
RULED_OUT: Final = Text("Problem som uppgifterna utesluter", "Problems that the facts rule out")
SHOWN_BY: Final = Text("Visas av: {rules}.", "Shown by: {rules}.")
PLACE_AND_TIME: Final = Text("Var och när märks det här?", "Where and when is it noticed here?")
CAUSES_OF: Final = Text("Orsaker till {problem}", "Causes of {problem}")
CAUSES_ABOUT: Final = Text(
    "Åtgärderna nedan utgår var och en från en orsak. Pröva den mot det ni har sett: stämmer den här?",
    "Each of the measures below starts from a cause. Test it against what you have seen: does it hold here?",
)
STARTS_FROM: Final = Text("{measure}: {mechanism}", "{measure}: {mechanism}")
SITUATIONAL: Final = Text("Orsaker på platsen:", "Causes at the place:")
SOCIAL: Final = Text("Sociala orsaker:", "Social causes:")
MEASURES: Final = Text("Åtgärder och parter", "Measures and partners")
STANDS: Final = Text("Ställning: {standing}.", "Standing: {standing}.")
AGAINST: Final = Text("Mot: {problems}.", "Against: {problems}.")
LED_BY: Final = Text("Leds av: {actors}.", "Led by: {actors}.")
WITH: Final = Text("Tillsammans med: {actors}.", "With: {actors}.")
PRECONDITIONS: Final = Text("Det som åtgärderna kräver", "What the measures require")
ALL_THERE: Final = Text(
    "Inget som åtgärderna kräver saknas eller är okänt.", "Nothing that the measures require is missing or unknown."
)
LACKING: Final = Text("Saknas: {what}", "Missing: {what}")
TO_CHECK: Final = Text("Inte känt: {what}", "Not known: {what}")
NEXT: Final = Text("Förslag till nästa steg", "Proposed next steps")
NO_NEXT: Final = Text(
    "Ingen av arbetsbladets åtgärder kan börja nu. Se vad de kräver ovan.",
    "None of the worksheet’s measures can start now. See what they require above.",
)
FIRST_STEP: Final = Text("{measure}: {step}", "{measure}: {step}")
OWNER: Final = Text("Ansvarig funktion:", "Responsible function:")
DATE: Final = Text("Klart till:", "Done by:")
FOLLOWED: Final = Text("Följs upp med: {what}", "Followed up by: {what}")
GROUNDS: Final = Text("Om arbetsbladet", "About the worksheet")
NO_ORIGIN: Final = Text("Källa anges inte.", "No source is stated.")
