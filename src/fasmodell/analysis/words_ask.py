"""The sentences about what to ask next, and of the interview, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

TITLE: Final = Text("Att ta reda på härnäst: {area}", "What to find out next: {area}")
SETTLED: Final = Text(
    "Fasen är avgjord: fas {phase}. Inget okänt kan ändra den. Frågorna gäller åtgärderna.",
    "The phase is settled: phase {phase}. Nothing unknown can change it. The questions are about the measures.",
)
DECIDED: Final = Text(
    "Bedömningen är nu fas {phase}, men det som är okänt kan ge fas {phases}.",
    "The judgement is now phase {phase}, but what is unknown could give phase {phases}.",
)
UNDETERMINED: Final = Text(
    "Fasen är obestämd. Det som är okänt kan ge fas {phases}.",
    "The phase is undetermined. What is unknown could give phase {phases}.",
)
OPEN_STANDINGS: Final = Text(
    "{n} av {of} åtgärder har en ställning som det okända kan ändra.",
    "{n} of {of} measures have a standing that the unknown could change.",
)
SHORTEST: Final = Text(
    "Så få som {n} svar kan avgöra fasen, till exempel: {answers}. Andra svar kan kräva fler frågor.",
    "As few as {n} answers can settle the phase, for example: {answers}. Other answers may take more questions.",
)
ONE_ANSWER: Final = Text(
    "Ett enda svar kan avgöra fasen: {answers}. Andra svar kan kräva fler frågor.",
    "A single answer can settle the phase: {answers}. Other answers may take more questions.",
)
IS_VALUE: Final = Text("{indicator}: {value}", "{indicator}: {value}")
NOTHING: Final = Text(
    "Inget okänt kan ändra fasen eller åtgärderna.", "Nothing unknown could change the phase or the measures."
)
SHOWN: Final = Text(
    "De {n} av {of} frågor som avgör mest, i ordning:", "The {n} of {of} questions that settle most, in order:"
)
ASK: Final = Text("Fråga: {actors}. Uppgiften brukar finnas i: {source}.", "Ask: {actors}. Usually found in: {source}.")
WHY: Final = Text("Varför: svaret {effect}.", "Why: the answer {effect}.")
SETTLES: Final = Text("Avgör i genomsnitt: {what}.", "Settles on average: {what}.")
PHASE_LESS: Final = Text("{n} möjlig fas färre", "{n} possible phase fewer")
PHASES_LESS: Final = Text("{n} möjliga faser färre", "{n} possible phases fewer")
POINT_LESS: Final = Text("{n} öppen poäng vid passagen {gate}", "{n} open point at the gate {gate}")
POINTS_LESS: Final = Text("{n} öppna poäng vid passagen {gate}", "{n} open points at the gate {gate}")
STANDING_LESS: Final = Text("{n} åtgärds ställning", "the standing of {n} measure")
STANDINGS_LESS: Final = Text("{n} åtgärders ställning", "the standing of {n} measures")
WIDTH_LESS_ONE: Final = Text(
    "{n} poängs ovisshet om de främsta åtgärderna", "{n} point of doubt about the top measures"
)
WIDTH_LESS: Final = Text("{n} poängs ovisshet om de främsta åtgärderna", "{n} points of doubt about the top measures")
NOTHING_LESS: Final = Text(
    "inget ensamt, men tillsammans med andra svar", "nothing alone, but together with other answers"
)
COVERED: Final = Text(
    "Handlar om samma ämnen som en fråga ovan ({indicator}).",
    "About the same topics as a question above ({indicator}).",
)
LEAD: Final = Text("Svaret {answers} ger {outcome}.", "The answer {answers} gives {outcome}.")
ANCHORED: Final = Text("{answers} ({anchor})", "{answers} ({anchor})")
PHASE: Final = Text("fas {phase}", "phase {phase}")
NO_PHASE: Final = Text("obestämd fas ({phases})", "an undetermined phase ({phases})")
SETTLED_TOO: Final = Text("avgjord", "settled")
STILL: Final = Text("möjliga faser därefter: {phases}", "possible phases after that: {phases}")
GATE_MOVES: Final = Text("passagen {gate}: {moves}", "the gate {gate}: {moves}")
MOVE: Final = Text("{points} {more} för {state}", "{points} {more} for {state}")
MORE_OF: Final = Text("mer", "more")
LESS_OF: Final = Text("mindre", "less")
BECOMES: Final = Text("blir {state}", "becomes {state}")
COME: Final = Text("nytt på Nu: {codes}", "new at Now: {codes}")
LEAVE: Final = Text("inte längre på Nu: {codes}", "no longer at Now: {codes}")
MORE: Final = Text("{codes} och {n} till", "{codes} and {n} more")
METHOD: Final = Text(
    "Varje svar är prövat genom att motorn har räknat om hela bedömningen. Alla svar väger lika i genomsnitten: "
    "ingen sannolikhet är antagen.",
    "Every answer has been tried by letting the engine judge anew. In the averages all answers count alike: no "
    "probability is assumed.",
)
EXACT: Final = Text("Så räknas det", "How it is reckoned")

# The interview
BEGIN: Final = Text(
    "Svara med ett värde, eller: {skip} = vet inte, {why} = varför frågas det, {stop} = sluta. Varje svar sparas "
    "direkt i {file}.",
    "Answer with a value, or: {skip} = do not know, {why} = why is this asked, {stop} = stop. Every answer is saved at "
    "once in {file}.",
)
NUMBERED: Final = Text("Fråga {n}: {question}", "Question {n}: {question}")
PROMPT: Final = Text("Svar ({choices}): ", "Answer ({choices}): ")
DONE: Final = Text(
    "Fasen är avgjord: fas {phase}. {n} svar sparades i {file}.",
    "The phase is settled: phase {phase}. {n} answers were saved in {file}.",
)
NO_MORE: Final = Text(
    "Det finns inga fler frågor som kan ändra fasen. {n} svar sparades i {file}.",
    "There are no more questions that could change the phase. {n} answers were saved in {file}.",
)
STOPPED: Final = Text(
    "Avbrutet. {n} svar är sparade i {file}; kör samma kommando för att fortsätta.",
    "Stopped. {n} answers are saved in {file}; run the same command to go on.",
)
UNCLEAR: Final = Text("Det svaret kan inte användas: {why}.", "That answer cannot be used: {why}.")
SKIP: Final = Text("v", "d")
ASK_WHY: Final = Text("?", "?")
STOP: Final = Text("s", "s")
NUMBER: Final = Text("ett tal, {low}–{high} {unit}", "a number, {low}–{high} {unit}")
YES_NO: Final = Text("ja eller nej", "yes or no")
