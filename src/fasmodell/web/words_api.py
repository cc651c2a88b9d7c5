"""The sentences of the HTTP API and of the sign-in page, in both languages; problems are told in English."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

SIGN_IN: Final = Text("Logga in", "Sign in")
TOKEN: Final = Text("Åtkomstnyckel", "Access token")
WRONG_TOKEN: Final = Text("Det är inte rätt nyckel.", "That is not the right token.")

API: Final = Text("Fasmodellens HTTP-API", "The HTTP API of fasmodell")
ABOUT: Final = Text(
    "Samma svar som kommandoraden ger, som JSON. Den som frågar skickar en områdesprofil i JSON eller YAML som "
    "meddelandets innehåll, och val som frågeparametrar. Ingenting sparas.",
    "The same answers as the command line gives, as JSON. Send the profile of an area in JSON or YAML as the body, and "
    "options as query parameters. Nothing is stored.",
)
IN_OTHER_LANGUAGE: Final = Text("In English", "På svenska")
OPERATIONS: Final = Text("Frågor och svar", "Questions and answers")
PARAMETERS: Final = Text("Parametrar", "Parameters")
BODY: Final = Text("Innehåll", "Body")
ANSWERS: Final = Text("Svar", "Responses")
SCHEMAS: Final = Text("Dokumentens form", "The shape of the documents")
REQUIRED: Final = Text("krävs", "required")
MANY: Final = Text("får anges flera gånger", "may be given several times")
DOCUMENT: Final = Text("Beskrivningen som OpenAPI 3.1", "This description as OpenAPI 3.1")
SEE: Final = Text("se {name}", "see {name}")
PROBLEM_TITLE: Final = Text("Problem: {title}", "Problem: {title}")
PROBLEM_STATED: Final = Text(
    "Servern svarar så här när det gäller: {title}.", "The server answers so when this is the case: {title}."
)
PROBLEM_IN_ENGLISH: Final = Text("Felbeskrivningar är på engelska.", "Descriptions of problems are in English.")

RECOMMEND: Final = Text(
    "Bestäm fasen, rangordna åtgärderna och säg varför.", "Decide the phase, rank the measures and say why."
)
PHASE: Final = Text(
    "Bestäm bara fasen, med stödet vid varje passage.", "Decide the phase alone, with the evidence at each gate."
)
WHY: Final = Text(
    "Visa hela beviset för en åtgärds ställning och poäng.", "Show the whole proof of one measure's standing and score."
)
WHY_NOT: Final = Text(
    "Säg varför en åtgärd, en fas eller en bedömning inte gäller.",
    "Say why a measure, a phase or a finding is not so.",
)
WHAT_IF: Final = Text(
    "Visa svaret före och efter att några värden vore andra.",
    "Show the answer before and after some values were others.",
)
ASK: Final = Text(
    "Säg vad som bör tas reda på härnäst, och vad varje svar leder till.",
    "Say what to find out next, and what each answer leads to.",
)
PLAN: Final = Text(
    "Lägg ut åtgärderna över tid, så som lag (2023:196) begär.",
    "Lay out the measures over time, as lag (2023:196) asks.",
)
CHECK: Final = Text(
    "Säg vad som är fel i en profil, och vad som förtjänar en blick.",
    "Say what is wrong with a profile, and what deserves a look.",
)
BATCH: Final = Text(
    "Svara kort på upp till 1 000 profiler på en gång; var och en får ett svar eller sitt problem.",
    "Answer up to 1,000 profiles briefly at once; each gets an answer or its problem.",
)
CATALOGUE: Final = Text(
    "Allt som regelbasen känner till: indikatorer, bedömningar, faser, åtgärder, aktörer och källor.",
    "Everything that the rule base knows: indicators, findings, phases, measures, actors and sources.",
)
ENTRY: Final = Text("En post ur katalogen.", "One entry of the catalogue.")
RULE_BASE: Final = Text("Vilken regelbas som svarar.", "Which rule base answers.")
OPENAPI: Final = Text("Denna beskrivning.", "This description.")

LANG: Final = Text(
    "Språket för meningar i svaret; namn står alltid på båda.",
    "The language of sentences in the answer; names always stand in both.",
)
SET: Final = Text(
    "Ett värde att pröva, som indikator=värde; okänt skrivs unknown.",
    "A value to try, as indicator=value; unknown is written unknown.",
)
MEASURE: Final = Text("En åtgärds id eller katalogkod.", "The id or catalogue code of a measure.")
TARGET: Final = Text(
    "En åtgärds id eller kod, en fas som phase:3, eller en bedömning som open_drug_scene>=marked.",
    "A measure by id or code, a phase as phase:3, or a finding as open_drug_scene>=marked.",
)
START: Final = Text("Planens första dag.", "The first day of the plan.")
AT_ONCE: Final = Text("Åtgärder som kan införas samtidigt.", "Measures that can be introduced at the same time.")
ACTOR: Final = Text("Samma sak för en aktör, som aktör=antal.", "The same for one actor, as actor=number.")
BUDGET: Final = Text(
    "Kronor, för åtgärder vars kostnad profilen anger.", "Kronor, for measures whose cost the profile states."
)
INCLUDE: Final = Text("En åtgärd som måste vara med i planen.", "A measure that must be in the plan.")
WITHOUT: Final = Text("En åtgärd som inte får vara med i planen.", "A measure that must not be in the plan.")
TOP: Final = Text("Åtgärder per spår att visa.", "Measures per track to show.")
KIND: Final = Text("Vilket slags post.", "The kind of entry.")
NAME: Final = Text("Postens id.", "The id of the entry.")
PROFILE: Final = Text("En områdesprofil.", "The profile of an area.")
PROFILES: Final = Text("Upp till 1 000 områdesprofiler.", "Up to 1,000 profiles of areas.")
EACH: Final = Text(
    "En områdesprofil (Profile); det som inte är någon besvaras med sitt problem.",
    "The profile of an area (Profile); what is none is answered with its problem.",
)
OK: Final = Text("Svaret.", "The answer.")
NOT_MODIFIED: Final = Text("Inget har ändrats sedan den ETag som angavs.", "Nothing has changed since the ETag given.")
PROBLEM: Final = Text("Problemet, enligt RFC 9457.", "The problem, as RFC 9457 has it.")
