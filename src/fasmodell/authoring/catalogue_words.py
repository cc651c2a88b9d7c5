"""The fixed sentences of the catalogue pages, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Basis, Direction, Text

# The pages as such
TITLE: Final = Text("Katalog", "Catalogue")
INTRO: Final = Text(
    "Allt som regelbasen vet, med källa för varje uppgift. Sidorna skrivs av ett program ur samma filer som svaren "
    "bygger på.",
    "Everything that the rule base knows, with the source of every statement. The pages are written by a program from "
    "the same files that the answers rest on.",
)
OTHER_LANGUAGE: Final = Text("In English", "På svenska")
TO_INDEX: Final = Text("Till katalogens förstasida", "To the front page of the catalogue")
BASIS_INTRO: Final = Text(
    "Efter varje uppgift står ett ord inom parentes om hur den vilar på sin källa, och en hänvisning till källan.",
    "After each statement stands a word in brackets on how it rests on its source, and a reference to the source.",
)
REASONS_NOTE: Final = Text(
    "I regelns skäl står … där svaret visar det observerade värdet.",
    "In the reason of a rule, … stands where the answer shows the observed value.",
)
SWEDISH_NOTE: Final = Text(
    "Källornas titlar, citat och ställen i källorna står på källans språk.",
    "Titles, quotes and places in the sources stand in Swedish or in the language of the source.",
)
LOCATORS: Final = Text("Vad ett ställe pekar på står i {notes}.", "What a place points to is explained in {notes}.")
MEASURES: Final = Text("Åtgärder", "Measures")
FINDINGS: Final = Text("Bedömningar", "Findings")
INDICATORS: Final = Text("Indikatorer", "Indicators")
PHASES: Final = Text("Faser", "Phases")
WARNINGS: Final = Text("Varningar", "Warnings")
LISTS: Final = Text("Listor", "Lists")
WATCH: Final = Text("Bevaka förflyttning", "Watch for displacement")
SOURCES: Final = Text("Källor", "Sources")
KIND: Final = Text("Slag", "Kind")
PROBLEM: Final = Text("problem", "problem")
STRENGTH: Final = Text("styrka", "strength")
PROBLEMS: Final = Text("Problem", "Problems")
STRENGTHS: Final = Text("Styrkor", "Strengths")
LEVELS: Final = Text("Nivåer på skalan 0–3", "Levels on the scale 0–3")
NUMBERS: Final = Text("Tal", "Numbers")
CHOICES: Final = Text("Ja eller nej, och val", "Yes or no, and choices")
BASIS: Final = Text("Underlag", "Basis")
BASES: Final = Text("Orden för underlag", "The words for basis")
MEANING: Final = Text("Betydelse", "Meaning")

BASIS_WORDS: Final[Mapping[Basis, Text]] = {
    Basis.QUOTED: Text("läst källa", "source read"),
    Basis.PARTIAL: Text("delvis läst källa", "source read in part"),
    Basis.SECONDARY: Text("andrahandsuppgift", "second-hand account"),
    Basis.DERIVED: Text("härlett ur publicerade tal", "derived from published figures"),
    Basis.INFERRED: Text("tolkning", "inference"),
    Basis.PROJECT_DECISION: Text("projektbeslut", "project decision"),
}
BASIS_MEANINGS: Final[Mapping[Basis, Text]] = {
    Basis.QUOTED: Text("Sidan eller lagtexten har lästs.", "The page or statute itself was read."),
    Basis.PARTIAL: Text("Källan har lästs, men bara delvis.", "The source was read, but only in part."),
    Basis.SECONDARY: Text("Någon annan återger källan.", "Somebody else reports the source."),
    Basis.DERIVED: Text("Räknat fram ur två publicerade värden.", "Computed from two published values."),
    Basis.INFERRED: Text(
        "Projektets egen slutsats ur de källor som nämns.", "The project’s own conclusion from the sources named."
    ),
    Basis.PROJECT_DECISION: Text("Projektets eget beslut, med ett skäl.", "The project’s own decision, with a reason."),
}

# Rules and conditions
CONDITION: Final = Text("Villkor: {what}", "Condition: {what}")
REASON: Final = Text("Skäl: {text}", "Reason: {text}")
RULE_NUMBERS: Final = Text("Talen i regeln: {basis}. {reason}", "The numbers in the rule: {basis}. {reason}")
THRESHOLD: Final = Text("gränsvärde: {text}", "threshold: {text}")
AT_LEAST_LEVEL: Final = Text("minst nivån {level}", "at least the level {level}")
BELOW_LEVEL: Final = Text("under nivån {level}", "below the level {level}")
RULED_OUT: Final = Text("uteslutet", "ruled out")
POLICY_NUMBERS: Final = Text("Talen: {basis}. {reason}", "The numbers: {basis}. {reason}")
DRAFT: Final = Text("utkast", "draft")

# Measures
CODE: Final = Text("Kod", "Code")
THEME: Final = Text("Tema", "Theme")
TRACK: Final = Text("Spår", "Track")
ID: Final = Text("Id", "Id")
LEAD: Final = Text("Leds av", "Led by")
PARTNERS: Final = Text("Medverkar", "Taking part")
NOBODY: Final = Text("inte angivet", "not stated")
BLOCKED: Final = Text("Använd inte", "Do not use")
MECHANISM: Final = Text("Så är åtgärden tänkt att verka", "How the measure is thought to work")
TARGETS: Final = Text("Problem som åtgärden riktas mot", "Problems that the measure acts on")
NO_TARGETS: Final = Text(
    "Åtgärden möjliggör andra och riktas inte mot något enskilt problem.",
    "The measure enables others and acts on no single problem.",
)
EMPHASES: Final = Text("Tyngd per fas", "Emphasis per phase")
EMPHASIS: Final = Text("Tyngd", "Emphasis")
PHASE: Final = Text("Fas", "Phase")
PHASE_NUMBER: Final = Text("Fas {number}", "Phase {number}")
NEEDED: Final = Text("Förutsättningar", "What it needs")
NOTHING_NEEDED: Final = Text(
    "Katalogen anger inga särskilda förutsättningar.", "The catalogue states no special requirements."
)
PREREQUISITE: Final = Text("Behövs först: {measure}. {because}", "Needed first: {measure}. {because}")
PRECONDITION: Final = Text("Förutsättning: {text}", "Precondition: {text}")
LEGAL_GATE: Final = Text("Rättsligt villkor: {text}", "Legal condition: {text}")
LAW: Final = Text("Lag: {law}", "Law: {law}")
DECIDED_BY: Final = Text("Beslutas av: {actors}.", "Decided by: {actors}.")
IN_PLACE_WHEN: Final = Text("Räknas som på plats när", "Counts as in place when")
RELATED: Final = Text("Andra åtgärder", "Other measures")
NO_RELATED: Final = Text(
    "Katalogen anger inga samband med andra åtgärder.", "The catalogue states no ties to other measures."
)
COMPANION: Final = Text("Görs tillsammans med: {measure}. {because}", "Done together with: {measure}. {because}")
CONFLICT: Final = Text("Kan krocka med: {measure}. {because}", "May clash with: {measure}. {because}")
ENABLES: Final = Text("Möjliggör: {measure}. {because}", "Enables: {measure}. {because}")
ACCOMPANIES: Final = Text("Nämns som stöd för: {measure}. {because}", "Named as support for: {measure}. {because}")
ADVICE: Final = Text("Regler om åtgärden", "Rules about the measure")
NO_ADVICE: Final = Text("Ingen regel handlar om just den här åtgärden.", "No rule is about this measure in particular.")
ADVISES: Final = Text("Regeln {advice} åtgärden", "The rule {advice} the measure")
TIME_AND_COST: Final = Text("Tid och kostnad", "Time and cost")
LEAD_IN: Final = Text("Tid till start: {grade}. {text}", "Time to start: {grade}. {text}")
TIME_TO_EFFECT: Final = Text("Tid till verkan: {grade}. {text}", "Time to effect: {grade}. {text}")
COST: Final = Text("Kostnad: {grade}. {text}", "Cost: {grade}. {text}")
EVIDENCE: Final = Text("Kunskapsläge", "Evidence")
HEADLINE: Final = Text("{grade} ({meaning}), {direction}.", "{grade} ({meaning}), {direction}.")
FROM_SWEDEN: Final = Text("Från Sverige: {text}", "From Sweden: {text}")
OUTCOME: Final = Text("Utfall", "Outcome")
KNOWN: Final = Text("Vad som är känt", "What is known")
GRADE: Final = Text("Grad", "Grade")
DIRECTION: Final = Text("Riktning", "Direction")
SETTING: Final = Text("Varifrån", "Setting")
HARMS: Final = Text("Möjlig skada", "Possible harm")
PITFALLS: Final = Text("Fallgropar", "Pitfalls")
FIRST_STEPS: Final = Text("Första steg", "First steps")
FOLLOW_UP: Final = Text("Uppföljning", "Follow-up")
SIDE_EFFECTS: Final = Text("Att bevaka", "To watch")
MATERIALS: Final = Text("Material", "Materials")
NEEDED_IN: Final = Text("Åtgärden i andra villkor", "The measure in other conditions")

# Findings
CONCLUDED_BY: Final = Text("Regler som fastställer bedömningen", "Rules that conclude the finding")
ACTED_ON_BY: Final = Text("Åtgärder som riktas mot problemet", "Measures that act on the problem")
NOT_ACTED_ON: Final = Text(
    "Ingen åtgärd riktas direkt mot bedömningen. Den används som underlag.",
    "No measure acts on the finding directly. It serves as evidence.",
)
EVIDENCE_FOR: Final = Text("Stöd för passagerna", "Evidence for the gates")
NO_EVIDENCE: Final = Text("Bedömningen är inte stöd för någon passage.", "The finding is not evidence for any gate.")
USED_IN: Final = Text("Används också i", "Also used in")
NOT_USED_IN: Final = Text("Används inte i några andra villkor.", "Used in no other conditions.")
LEVEL_HEAD: Final = Text("Nivån {level}", "The level {level}")
STRENGTH_AND_TOPIC: Final = Text("{strength}, ämne {topic}", "{strength}, topic {topic}")
SUPPORTS: Final = Text("Passagen {gate} är {state}, {evidence}", "The gate {gate} is {state}, {evidence}")

# Indicators
ASK: Final = Text("Ställs till", "Asked of")
SCALE: Final = Text("Skala", "Scale")
RANGE: Final = Text("Tillåtna värden", "Values allowed")
WORSE: Final = Text("Vad som är sämre", "Which way is worse")
FINEST_LEVEL: Final = Text("Finaste nivå", "Finest level")
SECRECY: Final = Text("Märkning", "Marking")
OFFICIAL_DATA: Final = Text("Officiella uppgifter", "Official data")
TYPICAL_SOURCE: Final = Text("Vanlig källa", "Typical source")
ACTIVITY: Final = Text("Följer polisens aktivitet", "Moves with police activity")
CORE: Final = Text("Hör till kärnan", "Belongs to the core")
ANCHORS: Final = Text("Så sätts nivån", "How the level is set")
OPTIONS: Final = Text("Alternativ", "Options")
GRADED: Final = Text("Nivån ur ett tal", "The level from a number")
GRADED_FROM: Final = Text(
    "Där talet är känt ger det nivån: {indicator}.", "Where the number is known it gives the level: {indicator}."
)
STEP: Final = Text("Nivå {level}: {bound}", "Level {level}: {bound}")
GIVES_LEVEL: Final = Text("Talet ger nivån", "The number gives the level")
CHANGEABLE: Final = Text("Så kan den påverkas", "How it can be changed")
CHANGE: Final = Text(
    "Åt det bättre är {way}. Ett steg är {step} och kostar {cost} av 5 i insats, på projektets egen skala.",
    "For the better is {way}. A step is {step} and costs {cost} of 5 in effort, on the project’s own scale.",
)
HIGHER: Final = Text("uppåt", "up")
LOWER: Final = Text("nedåt", "down")
ONE_LEVEL: Final = Text("en nivå", "one level")
TURNS_TRUE: Final = Text("att det blir så", "that it becomes so")
CHANGED_BY: Final = Text("Åtgärder som verkar på den:", "Measures that act on it:")
NOT_CHANGED: Final = Text(
    "Katalogen har ingen åtgärd som verkar direkt på den.", "The catalogue has no measure that acts directly on it."
)
BACKGROUND: Final = Text("Inget slås fast ur indikatorn: {text}", "Nothing is concluded from the indicator: {text}")
REFERENCES: Final = Text("Referensvärden", "Reference values")
NO_REFERENCES: Final = Text("Inga referensvärden har påträffats.", "No reference values were found.")
SCOPE: Final = Text("Avser", "For")
PERIOD: Final = Text("Period", "Period")
VALUE: Final = Text("Värde", "Value")
NEVER_THRESHOLD: Final = Text(
    "Värdena är till för jämförelse. Inget av dem är i sig en gräns.",
    "The values are for comparison. No value is a threshold by itself.",
)
USED_BY: Final = Text("Används av", "Used by")
NOT_USED: Final = Text("Indikatorn används inte i något villkor.", "The indicator is used in no condition.")
DIRECTIONS: Final[Mapping[Direction, Text]] = {
    Direction.HIGHER_IS_WORSE: Text("ett högre värde", "a higher value"),
    Direction.HIGHER_IS_BETTER: Text("ett lägre värde", "a lower value"),
    Direction.NEUTRAL: Text("inget håll", "neither way"),
}
SCALES: Final[Mapping[str, Text]] = {
    "percent": Text("procent", "per cent"),
    "rate": Text("antal per 100 000 invånare", "number per 100,000 residents"),
    "count": Text("antal", "count"),
    "level": Text("nivå 0–3", "level 0–3"),
    "index": Text("index", "index"),
    "flag": Text("ja eller nej", "yes or no"),
    "choice": Text("val", "choice"),
    "months": Text("månader", "months"),
    "number": Text("tal", "number"),
}
PLACES: Final[Mapping[str, Text]] = {
    "area": Text("området", "the area"),
    "deso": Text("DeSO", "DeSO"),
    "regso": Text("RegSO", "RegSO"),
    "district": Text("stadsdel", "city district"),
    "municipality": Text("kommun", "municipality"),
    "lpo": Text("lokalpolisområde", "local police area"),
    "school": Text("skola", "school"),
    "region": Text("region", "region"),
    "country": Text("riket", "the country"),
}
GIVES_FINDING: Final = Text("Bedömningen {finding}", "The finding {finding}")
GIVES_EVIDENCE: Final = Text("Passagen {gate}", "The gate {gate}")
GIVES_ADVICE: Final = Text("Råd om {measure}", "Advice on {measure}")
GIVES_WARNING: Final = Text("Varningen {warning}", "The warning {warning}")
IN_PRECONDITION: Final = Text("Förutsättning för {measure}", "Precondition of {measure}")
IN_LEGAL_GATE: Final = Text("Rättsligt villkor för {measure}", "Legal condition of {measure}")
IN_EVIDENT: Final = Text("Visar att åtgärden är på plats: {measure}", "Shows that the measure is in place: {measure}")
IN_FOLLOW_UP: Final = Text("Uppföljning av {measure}", "Follow-up of {measure}")

# Phases
SITUATION: Final = Text("Läget", "The situation")
WORK: Final = Text("Arbetet", "The work")
GOAL: Final = Text("Målet", "The goal")
NEXT: Final = Text("Vägen vidare", "The way on")
QUOTE: Final = Text("I källans ord", "In the words of the source")
GATE: Final = Text("Passagen {gate}", "The gate {gate}")
DECIDED_SO: Final = Text("Så avgörs passagen", "How the gate is decided")
POINTS: Final = Text("{strength}: {points} poäng", "{strength}: {points} points")
AT_ONCE: Final = Text("{strength}: avgör ensamt", "{strength}: decides alone")
MARGIN: Final = Text("Övervikt som krävs: {n} poäng", "Margin required: {n} points")
MIN_TOPICS: Final = Text("Antal ämnen som krävs: {n}", "Number of topics required: {n}")
HOLD: Final = Text(
    "Tid som passagen ska ha varit öppen: {n} månader", "Time that the gate must have been open: {n} months"
)
FOR_STATE: Final = Text("Stöd för att passagen är {state}", "Evidence that the gate is {state}")
NO_GATE: Final = Text("Ingen passage leder ut ur fasen.", "No gate leads out of the phase.")
WITH_EMPHASIS: Final = Text("Åtgärder: {emphasis}", "Measures: {emphasis}")
NO_MEASURES: Final = Text("Inga åtgärder har den tyngden i fasen.", "No measures have that emphasis in the phase.")
TOPICS: Final[Mapping[str, Text]] = {
    "attacks": Text("angrepp", "attacks"),
    "coordination": Text("samordning", "coordination"),
    "dialogue": Text("dialog", "dialogue"),
    "drug_scene": Text("narkotikahandel", "drug scene"),
    "influence": Text("påverkan", "influence"),
    "information": Text("information", "information"),
    "insecurity": Text("otrygghet", "insecurity"),
    "policing": Text("polisens arbete", "policing"),
    "presence": Text("närvaro", "presence"),
    "public_order": Text("ordning", "public order"),
    "public_violence": Text("våld på allmän plats", "public violence"),
    "serious_violence": Text("grovt våld", "serious violence"),
    "services": Text("samhällsservice", "services"),
    "silence": Text("tystnad", "silence"),
    "trust": Text("förtroende", "trust"),
    "witnesses": Text("vittnen", "witnesses"),
}

# Systems
SYSTEMS: Final = Text("Arbetssätt i fältet", "Ways of working in the field")
STEPS: Final = Text("Stegen", "The steps")
FACTS: Final = Text("Att veta", "To know")
WHO: Final = Text("Vem", "Who")
RHYTHM: Final = Text("Takt", "Rhythm")
DEADLINE: Final = Text("Senast", "By when")
LEGAL_BASIS: Final = Text("Lag", "Law")
SHOWN_BY: Final = Text("Indikatorer som visar det", "Indicators that show it")
OUR_TIE: Final = Text("projektets koppling", "the project’s own tie")
IN_SYSTEMS: Final = Text("Ingår i arbetssätten", "Part of the ways of working")

# Sources and warnings
PUBLISHER: Final = Text("Utgivare: {text}", "Publisher: {text}")
YEAR: Final = Text("År: {text}", "Year: {text}")
ADDRESS: Final = Text("Adress: {text}", "Address: {text}")
READ: Final = Text("Så lästes den: {text}", "How it was read: {text}")
CITED_ON: Final = Text("Används på: {pages}", "Used on: {pages}")
CITED_WIDELY: Final = Text("Används på {n} sidor", "Used on {n} pages")
NOT_KNOWN: Final = Text("inte känt", "not known")
GIVEN_BY: Final = Text("Ges av reglerna", "Given by the rules")
