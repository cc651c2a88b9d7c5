"""Every fixed sentence of the program, in both languages. What is about crime and places stands in YAML instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text

# Small words
AND: Final = Text("och", "and")
OR: Final = Text("eller", "or")
UNKNOWN: Final = Text("okänt", "not known")
AND_MORE: Final = Text("och {n} till", "and {n} more")
POINT: Final = Text("{n}\u00a0poäng", "{n}\u00a0point")
POINTS: Final = Text("{n}\u00a0poäng", "{n}\u00a0points")
TOPIC: Final = Text("{n} ämne", "{n} topic")
TOPICS: Final = Text("{n} ämnen", "{n} topics")
MEASURE_COUNT: Final = Text("{n} åtgärd", "{n} measure")
MEASURES_COUNT: Final = Text("{n} åtgärder", "{n} measures")
RESIDENT: Final = Text("{n} invånare", "{n} resident")
RESIDENTS: Final = Text("{n} invånare", "{n} residents")
MUNICIPALITY: Final = Text("kommun {code}", "municipality {code}")
REGSO: Final = Text("RegSO {codes}", "RegSO {codes}")

# Facts
PHASE: Final = Text("Fas {phase}", "Phase {phase}")
NOT_PHASE: Final = Text("Inte fas {phase}", "Not phase {phase}")
GATE_IS: Final = Text("Passagen {gate} är {state}", "The gate {gate} is {state}")
NOT_SO: Final = Text("Gäller inte: {what}", "Does not hold: {what}")
DOES_NOT_APPLY: Final = Text("Regeln gäller inte: {what}", "The rule does not apply: {what}")
RULED_OUT: Final = Text("{what}: uteslutet", "{what}: ruled out")
BELOW_LEVEL: Final = Text("{what}: under nivån {level}", "{what}: below the level {level}")
TREND: Final = Text("{indicator}: {movement} ({months} månader)", "{indicator}: {movement} ({months} months)")
IS_LISTED: Final = Text(
    "Områdesprofilen anger att åtgärden pågår: {measure}", "The profile says that the measure runs: {measure}"
)
IS_NOT_LISTED: Final = Text(
    "Områdesprofilen anger inte att åtgärden pågår: {measure}",
    "The profile does not say that the measure runs: {measure}",
)
IS_IN_PLACE: Final = Text("Åtgärden pågår: {measure}", "The measure is in place: {measure}")
IS_NOT_IN_PLACE: Final = Text("Åtgärden pågår inte: {measure}", "The measure is not in place: {measure}")
LEGAL_GATE_MET: Final = Text("Rättsligt villkor uppfyllt: {measure}", "Legal condition met: {measure}")
LEGAL_GATE_UNMET: Final = Text("Rättsligt villkor inte uppfyllt: {measure}", "Legal condition not met: {measure}")
UNMET: Final = Text("Inte uppfyllt: {what}", "Not met: {what}")
PREVIOUS_PHASE: Final = Text("Förra bedömningen: fas {phase}", "Previous assessment: phase {phase}")
OPEN_SINCE: Final = Text(
    "Passagen {gate} har varit öppen i {months} månader", "The gate {gate} has been open for {months} months"
)
HELD: Final = Text(
    "Passagen {gate} har varit öppen tillräckligt länge (krav: {months} månader)",
    "The gate {gate} has been open long enough (required: {months} months)",
)
SOURCE_IS: Final = Text("källa: {source}", "source: {source}")
PERIOD_IS: Final = Text("avser {period}", "for {period}")
MARGIN_IS: Final = Text("felmarginal ±{margin}", "margin of error ±{margin}")
SECRECY_IS: Final = Text("uppgiften är märkt {secrecy}", "marked {secrecy}")
NOTE_IS: Final = Text("anmärkning: {note}", "note: {note}")
STANDS_AT: Final = Text("står i {place}", "stands in {place}")

# Conditions
ALL_OF: Final = Text("Alla dessa:", "All of these:")
ANY_OF: Final = Text("Minst ett av dessa:", "At least one of these:")
STATE_MET: Final = Text("ja", "yes")
STATE_UNMET: Final = Text("nej", "no")
STATE_UNKNOWN: Final = Text("okänt", "not known")
MISSING: Final = Text("fattas {n}", "{n} short")
MISSING_MORE: Final = Text("fattas mer än {n}", "more than {n} short")
TOO_MUCH: Final = Text("{n} för mycket", "{n} too many")
TOO_MUCH_MORE: Final = Text("mer än {n} för mycket", "more than {n} too many")
AT_THE_BOUND: Final = Text("ligger precis på gränsen", "exactly at the bound")
INSIDE: Final = Text("ligger inom gränserna", "within the bounds")
DIFFERS: Final = Text("skiljer {n}", "differs by {n}")
OBSERVED_VALUE: Final = Text("Observerat: {value}", "Observed: {value}")

# Reasons
REQUIRED_SINCE: Final = Text("krävs: {why}", "required: {why}")
ANSWERS: Final = Text("svarar mot {finding}", "responds to {finding}")
SPEAKS_FOR: Final = Text("talar för: {why}", "speaks for it: {why}")
SPEAKS_AGAINST: Final = Text("talar emot: {why}", "speaks against it: {why}")
ENABLES_ONE: Final = Text("{n} behövd åtgärd bygger på den", "{n} needed measure builds on it")
ENABLES_MANY: Final = Text("{n} behövda åtgärder bygger på den", "{n} needed measures build on it")
TARGETS_ONE: Final = Text("{n} fastställt problem", "{n} established problem")
TARGETS_MANY: Final = Text("{n} fastställda problem", "{n} established problems")
NOTHING_REQUIRED: Final = Text("inga särskilda förutsättningar krävs", "nothing special is required")
NO_TARGET: Final = Text("inget fastställt problem", "no established problem")
READINESS: Final = Text(
    "{met} uppfyllda, {unknown} okända, {unmet} ouppfyllda förutsättningar",
    "{met} met, {unknown} unknown, {unmet} unmet",
)
SHORT_EVIDENCE: Final = Text("Kunskapsläge {grade}, {direction}.", "Evidence {grade}, {direction}.")
EVIDENCE: Final = Text("{grade} ({meaning}), {direction}", "{grade} ({meaning}), {direction}")
ADJUSTMENT: Final = Text("Justering", "Adjustment")
EMPHASIS_IN: Final[Mapping[str, Text]] = {
    "start": Text("startas i fas {phase}", "starts in phase {phase}"),
    "core": Text("tyngdpunkt i fas {phase}", "core in phase {phase}"),
    "keep": Text("fortsätter i fas {phase}", "continues in phase {phase}"),
    "none": Text("ingen tyngd i fas {phase}", "no emphasis in phase {phase}"),
}
DOSE: Final = Text("fas {phase}: {dose}", "phase {phase}: {dose}")
NEEDS_IN_PLACE: Final = Text("Åtgärden {measure} finns på plats", "The measure {measure} is in place")

# What the answer rests on
RESTS_ON_SOURCES: Final = Text("Bygger helt på lästa källor.", "Rests wholly on sources that were read.")
RESTS_PARTLY_ON: Final = Text("Bygger delvis på {bases}.", "Rests in part on {bases}.")
RESTS_WHOLLY_ON: Final = Text("Bygger på {bases}.", "Rests on {bases}.")
WEAKEST: Final = Text("Svagaste underlag: {basis}.", "Weakest basis: {basis}.")
BASIS_COUNTS: Final = Text(
    "Antal regler, tal och villkor bakom svaret: {counts}.",
    "Rules, numbers and conditions behind the answer: {counts}.",
)
RULE_BASE: Final = Text("Regelbas: {name} {version}, digest {digest}.", "Rule base: {name} {version}, digest {digest}.")
CHANGE_COUNT: Final = Text("{n} ändring", "{n} change")
CHANGES_COUNT: Final = Text("{n} ändringar", "{n} changes")
EXTENDS: Final = Text(
    "Regelbasen är lokal. Den bygger på {name} {version}, digest {digest}, med {n}.",
    "The rule base is local. It builds on {name} {version}, digest {digest}, with {n}.",
)
CHANGE_REPLACED: Final = Text("Ändrat i {what}: {keys}.", "Changed in {what}: {keys}.")
CHANGE_SWITCHED_OFF: Final = Text("Avstängt: {what}.", "Switched off: {what}.")
CHANGE_ADDED: Final = Text("Tillagt: {what}.", "Added: {what}.")
CHANGE_REASON: Final = Text("Skäl: {reason}", "Reason: {reason}")
CHANGE_PLACE: Final = Text("Står i {place}.", "Stands in {place}.")
CHANGE_PLACES: Final = Text(
    "Står i {place}; det som gällde förut står i {before}.", "Stands in {place}; what held before stands in {before}."
)
RULE_IS_LOCAL: Final = Text(
    "Regeln är tillagd i den lokala regelbasen {name}.", "The rule is added by the local rule base {name}."
)
RULE_IS_CHANGED: Final = Text(
    "Regeln är ändrad i den lokala regelbasen {name} ({keys}). Förut stod den i {before}.",
    "The rule is changed by the local rule base {name} ({keys}). It stood in {before} before.",
)
DECISION_BY_PEOPLE: Final = Text(
    "Det här är ett underlag. Beslut fattas av människor, som också väger in det som inte står här.",
    "This is support for a decision. Decisions are taken by people, who also weigh in what is not written here.",
)
NOT_SHOWN: Final = Text("visas inte", "not shown")
SECRECY_NOTE: Final = Text(
    "Områdesprofilen har uppgifter med märkningen {secrecy}. Hantera svaret därefter.",
    "The profile has observations marked {secrecy}. Handle the answer accordingly.",
)

# The phase
PHASE_ON_THE_WAY: Final = Text("Fas {phase}, på väg mot fas {next}", "Phase {phase}, on its way to phase {next}")
UNDETERMINED_PHASE: Final = Text("Obestämd: {phases}", "Undetermined: {phases}")
LEANS_TO_PHASE: Final = Text("lutar åt fas {phase}", "leans to phase {phase}")
UNDETERMINED_WHY: Final = Text(
    "Underlaget pekar inte ut en enda fas. Åtgärderna nedan är valda för fas {phase}, den tidigaste möjliga.",
    "The evidence does not single out one phase. The measures below are chosen for phase {phase}, the "
    "earliest candidate.",
)
ON_THE_WAY_WHY: Final = Text(
    "Passagen mot fas {next} är öppen, men det är inte visat att den har varit öppen i {months} månader. Därför räknas "
    "området till fas {phase} tills förbättringen har hållit i sig.",
    "The gate towards phase {next} is open, but it has not been shown to have been open for {months} months. The area "
    "therefore counts as phase {phase} until the improvement has lasted.",
)
PREVIOUS: Final = Text("Förra bedömningen, {date}: fas {phase}.", "Previous assessment, {date}: phase {phase}.")
SETTLED: Final = Text(
    "Fasen är avgjord: inget av det som är okänt kan ändra den.", "The phase is settled: nothing unknown can change it."
)
NOT_SETTLED: Final = Text(
    "Fasen är inte avgjord: beroende på svaren på öppna frågor är {phases} möjlig.",
    "The phase is not settled: depending on the answers to open questions, {phases} is possible.",
)
SITUATION: Final = Text(
    "Så beskrivs fas {phase}: {text} {source}.", "Phase {phase} is described as follows: {text} {source}."
)
GATE_SIDE: Final = Text("Stöd för {state}: {points} från {topics}.", "Evidence for {state}: {points} from {topics}.")
GATE_DECISIVE: Final = Text(
    "Avgjord, eftersom avgörande stöd finns bara åt ett håll.",
    "Decided, since decisive evidence stands on one side only.",
)
GATE_CONTRADICTED: Final = Text(
    "Avgörande stöd finns åt båda hållen, så passagen är obestämd.",
    "Decisive evidence stands on both sides, so the gate is undetermined.",
)
GATE_ENOUGH: Final = Text(
    "Kravet är uppfyllt: minst {margin} poängs övervikt och minst {topics} ämnen.",
    "The requirement is met: a margin of at least {margin} points and at least {topics} topics.",
)
GATE_TOO_LITTLE: Final = Text(
    "Det räcker inte: det krävs minst {margin} poängs övervikt och minst {topics} ämnen, eller avgörande stöd.",
    "This is not enough: a margin of at least {margin} points and at least {topics} topics, or decisive "
    "evidence, is needed.",
)
LEANS: Final = Text("Lutar åt {state}.", "Leans to {state}.")
GATE_MAY_BECOME: Final = Text(
    "Kan bli {states} när öppna frågor besvaras.", "May become {states} when open questions are answered."
)
GATE_NOT_ASKED: Final = Text(
    "Avgör inte fasen så länge passagen {gate} är stängd.", "Does not decide the phase while the gate {gate} is shut."
)
CAPPED: Final = Text(
    "Räknas som svagt, eftersom alla uppgifterna följer polisens aktivitet.",
    "Counts as weak, since all the observations move with police activity.",
)
OBSERVED: Final = Text("Observerat: {what}.", "Observed: {what}.")
CONTRADICTIONS: Final[Mapping[str, Text]] = {
    "decisive_both_ways": Text(
        "Avgörande stöd finns åt båda hållen: {facts}. Ta reda på vilka uppgifter som stämmer.",
        "Decisive evidence stands on both sides: {facts}. Find out which observations are right.",
    ),
    "later_gate_open_before_earlier": Text(
        "En senare passage är öppen trots att en tidigare är stängd: {facts}. Den senare väger inte upp den "
        "tidigare. Undersök varför uppgifterna går isär.",
        "A later gate is open although an earlier one is shut: {facts}. The later one does not make up for "
        "the earlier one. Look into why the observations differ.",
    ),
}
REVIEWS: Final[Mapping[str, Text]] = {
    "event_alone": Text(
        "Allvarliga händelser pekar på en tidigare fas, men flyttar inte området ensamma: {facts}. Gör en ny "
        "bedömning när läget är känt.",
        "Serious events point to an earlier phase but do not move the area by themselves: {facts}. Assess "
        "again when the situation is known.",
    ),
    "moved_back": Text(
        "Området bedöms ha gått tillbaka till en tidigare fas: {facts}. Stäm av underlaget innan arbetet ställs om.",
        "The area is judged to have moved back to an earlier phase: {facts}. Check the evidence before "
        "changing the work.",
    ),
    "event": Text(
        "Allvarliga händelser finns i underlaget: {facts}. Pröva om bedömningen fortfarande stämmer.",
        "Serious events are part of the evidence: {facts}. Test whether the assessment still holds.",
    ),
}
MAY_MOVE_GATE: Final = Text(
    "kan flytta passagen {gates} (högst {points})", "may move the gate {gates} (at most {points})"
)
MAY_MOVE_GATES: Final = Text(
    "kan flytta passagerna {gates} (högst {points})", "may move the gates {gates} (at most {points})"
)
MAY_CHANGE_MEASURE: Final = Text("kan ändra {n} åtgärd", "may change {n} measure")
MAY_CHANGE_MEASURES: Final = Text("kan ändra {n} åtgärder", "may change {n} measures")

# The goal
GOAL_BY: Final = Text(
    "Målet ska vara nått senast {date}. Tid kvar från lägets datum: {months}.",
    "The goal is to be reached by {date}. Time left from the date of the situation: {months}.",
)
MONTH: Final = Text("{n} månad", "{n} month")
MONTHS: Final = Text("{n} månader", "{n} months")
UNDER_A_MONTH: Final = Text("mindre än en månad", "less than a month")
GOAL_PHASE_REACHED: Final = Text(
    "Fas {phase} är nådd. Läget nu: fas {now}.", "Phase {phase} is reached. Now: phase {now}."
)
GOAL_PHASE_LEFT: Final = Text(
    "Fas {phase} är inte nådd. Läget nu: fas {now}. Faser kvar: {left}.",
    "Phase {phase} is not reached. Now: phase {now}. Phases left: {left}.",
)
GOAL_PHASE_OPEN: Final = Text(
    "Om fas {phase} är nådd går inte att säga, eftersom fasen är obestämd.",
    "Whether phase {phase} is reached cannot be said, since the phase is undetermined.",
)
GOAL_CLASS_REACHED: Final = Text(
    "Mål för polisens klassning: {goal}. Målet är nått. Klassning nu: {now}.",
    "Goal for the police classification: {goal}. The goal is reached. Class now: {now}.",
)
GOAL_CLASS_LEFT: Final = Text(
    "Mål för polisens klassning: {goal}. Målet är inte nått. Klassning nu: {now}.",
    "Goal for the police classification: {goal}. The goal is not reached. Class now: {now}.",
)
GOAL_CLASS_OPEN: Final = Text(
    "Mål för polisens klassning: {goal}. Om det är nått går inte att säga, eftersom klassningen är okänd.",
    "Goal for the police classification: {goal}. Whether it is reached cannot be said, since the class is not known.",
)
GOAL_AS_A_WHOLE: Final[Mapping[bool | None, Text]] = {
    True: Text("Målet som helhet är nått.", "The goal as a whole is reached."),
    False: Text("Målet som helhet är inte nått.", "The goal as a whole is not reached."),
    None: Text(
        "Om målet som helhet är nått går inte att säga.", "Whether the goal as a whole is reached cannot be said."
    ),
}

# One measure
MEASURE_HEAD: Final = Text("{name}: {points}, {share}\u00a0%", "{name}: {points}, {share}%")
LED_BY: Final = Text("Leds av: {actors}.", "Led by: {actors}.")
NEEDED_FIRST: Final = Text(
    "Behövs först: {measure}, som har ställningen {standing}.", "Needed first: {measure}, whose standing is {standing}."
)
UNMET_IS: Final = Text("Inte uppfyllt: {what}.", "Not met: {what}.")
GIVEN_BY: Final = Text("Kan fås genom {measures}.", "Can be given by {measures}.")
CHECK_IN_PLACE: Final = Text(
    "Kontrollera först att åtgärden är på plats: {measure}.", "Check first that the measure is in place: {measure}."
)
CHECK_FIRST: Final = Text("Kontrollera först: {what}.", "Check first: {what}.")
DECISION_TAKEN: Final = Text("Rättsligt villkor uppfyllt: {what}", "Legal condition met: {what}")
DECISION_MISSING: Final = Text("Beslut saknas: {what}", "Decision missing: {what}")
DECISION_UNKNOWN: Final = Text("Okänt om beslut finns: {what}", "Not known whether decided: {what}")
DECIDED_BY: Final = Text("Beslutas av: {actors}.", "Decided by: {actors}.")
LAW_IS: Final = Text("Lag: {law}", "Law: {law}")
COMES_IN: Final = Text("Har sin plats i {phases}.", "Has its place in {phases}.")
PHASE_WITH_DOSE: Final = Text("fas {phase} ({dose})", "phase {phase} ({dose})")
COMES_NEVER: Final = Text("Har ingen plats i någon fas.", "Has no place in any phase.")
TOGETHER_WITH: Final = Text("Tillsammans med {codes}.", "Together with {codes}.")
CONFLICTS_WITH: Final = Text("Kan krocka med {code}: {why}", "May clash with {code}: {why}")
TIED_WITH: Final = Text("Nästan samma poäng som {codes}.", "Nearly the same score as {codes}.")
MAY_BECOME: Final = Text("Inte avgjord: kan bli {standings}.", "Not settled: may become {standings}.")
RUNS_SINCE: Final = Text("Pågår sedan {date}.", "Runs since {date}.")
KEEP: Final = Text(
    "Behåll och följ upp. Dos i fas {phase}: {dose}.", "Keep it and follow it up. Dose in phase {phase}: {dose}."
)
KEEP_NO_EMPHASIS: Final = Text(
    "Pågår redan, men har ingen tyngd i fas {phase}. Pröva dosen.",
    "Runs already, but has no emphasis in phase {phase}. Review the dose.",
)
DOSES: Final = Text("Över tid: {doses}.", "Over time: {doses}.")
TARGETS: Final = Text(
    "Inget av de problem som åtgärden riktas mot är fastställt: {findings}.",
    "None of the problems that the measure acts on is established: {findings}.",
)
FINDING_OPEN: Final = Text("{finding} (öppet)", "{finding} (open)")
FINDING_RULED_OUT: Final = Text("{finding} (uteslutet)", "{finding} (ruled out)")
AFTER_MONTHS: Final = Text("efter {months} månader", "after {months} months")
