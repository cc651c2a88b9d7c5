"""The sentences of `stability`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text, Track

TITLE: Final = Text("Hur stabilt svaret är", "How stable the answer is")
NOW: Final = Text("Nu är bedömningen {phase}.", "The assessment is now {phase}.")

# Smallest changes
SMALLEST: Final = Text("Minsta ändring som ger ett annat svar", "The smallest change that gives another answer")
SMALLEST_MEANS: Final = Text(
    "Varje tal prövas för sig, medan resten står som i regelbasen. Resultaten är exakta, och vart och ett är bekräftat "
    "genom att hela svaret har räknats om strax före och strax efter.",
    "Each number is tried on its own, the rest being as in the rule base. The results are exact, and each is confirmed "
    "by working out the whole answer again just before and just after.",
)
LOOKED_AT: Final = Text(
    "{n} gränser, steg och tal som projektet har beslutat har prövats mot det som är känt.",
    "{n} bounds, steps and numbers that the project has decided were tried against what is known.",
)
FOR_PHASE: Final = Text("Fasen", "The phase")
NOTHING_FOR_PHASE: Final = Text(
    "Inget av talen kan ensamt ändra bedömningen av fasen.",
    "None of the numbers can change the assessment of the phase on its own.",
)
WEIGHTS_LEAVE_PHASE: Final = Text(
    "Vikterna påverkar bara åtgärdernas ordning, aldrig fasen.",
    "The weights move only the order of the measures, never the phase.",
)
FOR_ORDER: Final = Text("Första platsen bland åtgärderna", "The first place among the measures")
NOTHING_FOR_ORDER: Final = Text(
    "Ingen vikt och inget av talen kan ensamt ändra vilken åtgärd som står först i sitt spår.",
    "No weight and none of the numbers can change on its own which measure stands first in its track.",
)
FROM_TO: Final = Text("{what}: från {before} till {after} ({change}).", "{what}: from {before} to {after} ({change}).")
JUST_ABOVE: Final = Text("strax över {value}", "just above {value}")
JUST_BELOW: Final = Text("strax under {value}", "just below {value}")
OF_SCALE: Final = Text("{share} av skalan", "{share} of the scale")
OF_NUMBER: Final = Text("{share} av talet", "{share} of the number")
PHASE_THEN: Final = Text("Då blir bedömningen {phases}.", "Then the assessment is {phases}.")
FIRST_THEN: Final = Text(
    "Då står {by} först i spåret {track}, i stället för {top}.",
    "Then {by} stands first in the track {track}, instead of {top}.",
)
NONE_THEN: Final = Text(
    "Då står ingen åtgärd på Nu i spåret {track}, där {top} stod först.",
    "Then no measure stands at Now in the track {track}, where {top} was first.",
)
RULE_BOUND: Final = Text("Gränsen i regeln ”{rule}”, {indicator}", "The bound in the rule “{rule}”, {indicator}")
THRESHOLD: Final = Text("Tröskeln {name}", "The threshold {name}")
STEP: Final = Text(
    "Steget till nivå {level} för {indicator}, räknat ur {number}",
    "The step to level {level} of {indicator}, graded from {number}",
)
POLICY: Final[Mapping[str, Text]] = {
    "margin": Text("Marginalen som en passage kräver", "The margin that a gate requires"),
    "min_topics": Text("Antalet ämnen som en passage kräver", "The number of topics that a gate requires"),
    "points": Text("Poängen för {strength}", "The points for {strength}"),
}
WEIGHT: Final = Text("Vikten för ”{criterion}” i spåret {track}", "The weight of “{criterion}” in the track {track}")
ADJUSTMENT: Final[Mapping[str, Text]] = {
    "weak": Text("Poängen för ett svagt råd", "The points for weak advice"),
    "moderate": Text("Poängen för ett medelstarkt råd", "The points for moderate advice"),
    "strong": Text("Poängen för ett starkt råd", "The points for strong advice"),
}
JOINT: Final = Text("Alla vikter på en gång", "All weights at once")
JOINT_MEANS: Final = Text(
    "Om varje vikt får ändras med högst en viss andel av sig själv, åt det håll som hjälper mest: så liten kan andelen "
    "vara när första platsen byts. Är alla ändringar mindre än så, står första platsen fast.",
    "If every weight may change by at most some share of itself, in the way that helps most: this is how small that "
    "share can be when the first place changes. If every change is smaller, the first place stands.",
)
JOINT_SHARE: Final = Text(
    "{track}: {share} räcker för att {by} ska gå förbi {top}.",
    "{track}: {share} is enough for {by} to pass {top}.",
)
JOINT_MORE: Final = Text(
    "{track}: strax över {share} räcker för att {by} ska gå förbi {top}.",
    "{track}: just above {share} is enough for {by} to pass {top}.",
)
NO_JOINT: Final = Text(
    "I spåret {track} finns ingen ändring av vikterna som byter första platsen.",
    "In the track {track} no change of the weights changes the first place.",
)
MORE: Final = Text("… och {n} till, som visas i JSON.", "… and {n} more, which JSON shows.")

# Draws
DRAWS: Final = Text("Hur ofta svaret står sig", "How often the answer holds")
DRAWS_MEANS: Final = Text(
    "{n} dragningar, där det osäkra får andra värden. Andelarna säger hur mycket svaret tål. De är ingen sannolikhet "
    "för att området är i en viss fas.",
    "{n} draws, in which what is uncertain gets other values. The shares say how much the answer withstands. They are "
    "no probability of an area being in a certain phase.",
)
PHASE_TABLE: Final = Text("Andel av dragningarna per bedömning", "Share of the draws for each assessment")
ASSESSMENT: Final = Text("Bedömning", "Assessment")
LAYERS: Final[Mapping[str, Text]] = {
    "weights": Text("vikter", "weights"),
    "margins": Text("och felmarginaler", "and margins"),
    "answers": Text("och det okända", "and the unknown"),
}
HIGH_TABLE: Final = Text(
    "Nedan, för varje spår: andelen av dragningarna där åtgärden står på Nu och är bland de {top} första i sitt spår, "
    "när allt osäkert varieras.",
    "Below, for each track: the share of the draws in which the measure stands at Now and is among the first {top} of "
    "its track, with all that is uncertain varied.",
)
HIGH_ROW: Final = Text(
    "{bar} {high} {measure}. Först i {first}. Med bara vikterna varierade: {weights}. {rank}",
    "{bar} {high} {measure}. First in {first}. With only the weights varied: {weights}. {rank}",
)
RANK_NOW: Final = Text("Rang {rank} i svaret.", "Rank {rank} in the answer.")
NO_RANK_NOW: Final = Text("Står inte på Nu i svaret.", "Not at Now in the answer.")
NEAR_TIES: Final = Text("Nästan lika", "Near ties")
NEAR_TIE: Final = Text(
    "{top} står först med nästan samma poäng som {others}.",
    "{top} stands first with nearly the same score as {others}.",
)

# Method
METHOD: Final = Text("Så är det räknat", "How it was worked out")
METHOD_WEIGHTS: Final = Text(
    "Vikter: varje vikt dras jämnt mellan {spread} under och {spread} över den som står i regelbasen, var för sig.",
    "Weights: each weight is drawn evenly between {spread} below and {spread} above what stands in the rule base, each "
    "on its own.",
)
METHOD_MARGINS: Final = Text(
    "Felmarginaler: ett värde med felmarginal dras runt värdet, nära en normalfördelning där marginalen motsvarar 95 "
    "procent. Antal sådana uppgifter: {n}.",
    "Margins of error: a value with a margin is drawn around the value, close to a normal distribution where the "
    "margin stands for 95 per cent. Number of such observations: {n}.",
)
METHOD_ANSWERS: Final = Text(
    "Det okända: varje okänd uppgift som reglerna prövar dras jämnt bland de svar som reglerna kan skilja på. Antal "
    "sådana uppgifter: {n}. Det visar hur långt det okända kan föra svaret, inte hur troligt ett svar är.",
    "The unknown: each unknown observation that rules test is drawn evenly among the answers that the rules can tell "
    "apart. Number of such observations: {n}. It shows how far what is unknown could carry the answer, not how likely "
    "an answer is.",
)
METHOD_BASIS: Final = Text(
    "Ingen källa anger hur osäkra vikterna eller uppgifterna är. Sättet att dra är projektets eget beslut.",
    "No source says how uncertain the weights or the observations are. The way of drawing is the project’s own "
    "decision.",
)
METHOD_FIXED: Final = Text(
    "Som de står i områdesprofilen och regelbasen: tidsserier, pågående åtgärder, tidigare bedömning, hur länge en "
    "passage ska ha varit öppen, kriteriernas värden och tal i åtgärdernas egna villkor.",
    "As in the profile and the rule base: series, measures in place, the previous assessment, how long a gate must "
    "have been open, the values of the criteria, and numbers in the measures’ own conditions.",
)
METHOD_SEED: Final = Text("Startvärde: {seed}.", "Seed: {seed}.")
TRACK_NAMES: Final[Mapping[Track, Text]] = {
    Track.FOUNDATION: Text("grund", "foundation"),
    Track.DIRECT: Text("direkta åtgärder", "direct measures"),
    Track.SLOW: Text("långsamma åtgärder", "slow measures"),
}
