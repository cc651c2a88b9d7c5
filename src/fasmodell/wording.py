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
NOT_TREND: Final = Text("{indicator}: inte att det {movement} ({months} månader)", "{indicator}: not that it {movement} ({months} months)")
IS_LISTED: Final = Text("Områdesprofilen anger att åtgärden pågår: {measure}", "The profile says that the measure runs: {measure}")
IS_NOT_LISTED: Final = Text(
    "Områdesprofilen anger inte att åtgärden pågår: {measure}", "The profile does not say that the measure runs: {measure}"
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
ANSWERS: Final = Text("svarar mot {finding}", "answers {finding}")
SPEAKS_FOR: Final = Text("talar för: {why}", "speaks for it: {why}")
SPEAKS_AGAINST: Final = Text("talar emot: {why}", "speaks against it: {why}")
ENABLES_ONE: Final = Text("{n} behövd åtgärd bygger på den", "{n} needed measure builds on it")
ENABLES_MANY: Final = Text("{n} behövda åtgärder bygger på den", "{n} needed measures build on it")
TARGETS_ONE: Final = Text("{n} fastställt problem", "{n} established problem")
TARGETS_MANY: Final = Text("{n} fastställda problem", "{n} established problems")
NOTHING_REQUIRED: Final = Text("inga särskilda förutsättningar krävs", "nothing special is required")
NO_TARGET: Final = Text("inget fastställt problem", "no established problem")
READINESS: Final = Text(
    "{met} uppfyllda, {unknown} okända, {unmet} ouppfyllda förutsättningar", "{met} met, {unknown} unknown, {unmet} unmet"
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
    "Antal regler, tal och villkor bakom svaret: {counts}.", "Rules, numbers and conditions behind the answer: {counts}."
)
RULE_BASE: Final = Text("Regelbas: {name} {version}, digest {digest}.", "Rule base: {name} {version}, digest {digest}.")
ENGINE: Final = Text("Motor: {engine}.", "Engine: {engine}.")
DECISION_BY_PEOPLE: Final = Text(
    "Det här är ett underlag. Beslut fattas av människor, som också väger in det som inte står här.",
    "This is support for a decision. Decisions are taken by people, who also weigh in what is not written here.",
)
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
    "The evidence does not single out one phase. The measures below are chosen for phase {phase}, the earliest candidate.",
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
SITUATION: Final = Text("Så beskrivs fas {phase}: {text} {source}.", "Phase {phase} is described so: {text} {source}.")
GATE_SIDE: Final = Text("Stöd för {state}: {points} från {topics}.", "Evidence for {state}: {points} from {topics}.")
GATE_DECISIVE: Final = Text("Avgörs av avgörande stöd.", "Decided by decisive evidence.")
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
    "This is not enough: a margin of at least {margin} points and at least {topics} topics, or decisive evidence, is needed.",
)
LEANS: Final = Text("Lutar åt {state}.", "Leans to {state}.")
GATE_MAY_BECOME: Final = Text("Kan bli {states} när öppna frågor besvaras.", "May become {states} when open questions are answered.")
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
        "En senare passage är öppen före en tidigare: {facts}. Högt förtroende ersätter inte förlorad kontroll. Undersök "
        "varför uppgifterna går isär.",
        "A later gate is open before an earlier one: {facts}. High trust does not make up for lost control. Look into why "
        "the observations differ.",
    ),
}
REVIEWS: Final[Mapping[str, Text]] = {
    "event_alone": Text(
        "Allvarliga händelser pekar på en tidigare fas, men flyttar inte området ensamma: {facts}. Gör en ny bedömning när "
        "läget är känt.",
        "Serious events point to an earlier phase but do not move the area by themselves: {facts}. Assess again when the "
        "situation is known.",
    ),
    "moved_back": Text(
        "Området bedöms ha gått tillbaka till en tidigare fas: {facts}. Stäm av underlaget innan arbetet ställs om.",
        "The area is judged to have moved back to an earlier phase: {facts}. Check the evidence before changing the work.",
    ),
    "event": Text(
        "Allvarliga händelser finns i underlaget: {facts}. Pröva om bedömningen fortfarande stämmer.",
        "Serious events are part of the evidence: {facts}. Test whether the assessment still holds.",
    ),
}
MAY_MOVE_GATE: Final = Text("kan flytta passagen {gates} (högst {points})", "may move the gate {gates} (at most {points})")
MAY_MOVE_GATES: Final = Text("kan flytta passagerna {gates} (högst {points})", "may move the gates {gates} (at most {points})")
MAY_CHANGE_MEASURE: Final = Text("kan ändra {n} åtgärd", "may change {n} measure")
MAY_CHANGE_MEASURES: Final = Text("kan ändra {n} åtgärder", "may change {n} measures")

# One measure
MEASURE_HEAD: Final = Text("{name}: {points}, {share}\u00a0%", "{name}: {points}, {share}%")
LED_BY: Final = Text("Leds av: {actors}.", "Led by: {actors}.")
NEEDED_FIRST: Final = Text("Behövs först: {measure}, som har ställningen {standing}.", "Needed first: {measure}, whose standing is {standing}.")
UNMET_IS: Final = Text("Inte uppfyllt: {what}.", "Not met: {what}.")
GIVEN_BY: Final = Text("Kan fås genom {measures}.", "Can be given by {measures}.")
CHECK_IN_PLACE: Final = Text("Kontrollera först att åtgärden är på plats: {measure}.", "Check first that the measure is in place: {measure}.")
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
KEEP: Final = Text("Behåll och följ upp. Dos i fas {phase}: {dose}.", "Keep it and follow it up. Dose in phase {phase}: {dose}.")
KEEP_NO_EMPHASIS: Final = Text(
    "Pågår redan, men har ingen tyngd i fas {phase}. Pröva dosen.", "Runs already, but has no emphasis in phase {phase}. Review the dose."
)
DOSES: Final = Text("Över tid: {doses}.", "Over time: {doses}.")
TARGETS: Final = Text("Inget av de problem som åtgärden riktas mot är fastställt: {findings}.", "None of the problems that the measure acts on is established: {findings}.")
FINDING_OPEN: Final = Text("{finding} (öppet)", "{finding} (open)")
FINDING_RULED_OUT: Final = Text("{finding} (uteslutet)", "{finding} (ruled out)")
AFTER_MONTHS: Final = Text("efter {months} månader", "after {months} months")

# The pages
TITLE: Final = Text("Bedömning enligt Fasmodellen", "Assessment by the Phase model")
AS_OF: Final = Text("Läget per {date}", "Situation as of {date}")
PHASE_SECTION: Final = Text("Fas", "Phase")
REASONS: Final = Text("Skäl", "Reasons")
FOR_STATE: Final = Text("Starkast för {state}:", "Strongest for {state}:")
NO_EVIDENCE_FOR: Final = Text("Inget stöd för {state}.", "No evidence for {state}.")
MORE_EVIDENCE: Final = Text("… och {n} stöd till.", "… and {n} more.")
WOULD_SETTLE: Final = Text("Det här skulle avgöra fasen:", "This would settle the phase:")
ASK: Final = Text("Fråga: {actors}.", "Ask: {actors}.")
CONTRADICTION_SECTION: Final = Text("Motsägelser att undersöka", "Contradictions to look into")
REVIEW_SECTION: Final = Text("Pröva bedömningen igen", "Review the assessment")
MEASURES_SECTION: Final = Text("Åtgärder", "Measures")
MEASURES_INTRO: Final = Text(
    "Rangen följer poängen inom varje spår. Procenten är andelen av de poäng som åtgärden kan få. Kunskapsläget går från "
    "Q1 (bäst känt) till Q5 (inte utvärderat).",
    "Ranks follow the points within each track. The percentage is the share of the points that the measure can get. "
    "Evidence runs from Q1 (best known) to Q5 (not evaluated).",
)
GROUP: Final = Text("{standing} ({n})", "{standing} ({n})")
TRACK: Final = Text("{track}: {meaning}", "{track}: {meaning}")
MORE_MEASURES: Final = Text("… och {n} till: {codes}.", "… and {n} more: {codes}.")
OPENS: Final = Text("Det som öppnar vägen: {text}", "What opens the way: {text}")
NO_NEED_COUNT: Final = Text(
    "{n} har inget fastställt behov och visas inte. {open} av dem kan bli aktuella när öppna frågor besvaras.",
    "{n} have no established need and are not shown. {open} of them may become relevant when open questions are answered.",
)
HOW_TO_SEE: Final = Text(
    "Hela listan finns i JSON-formatet, och skälen för en åtgärd fås med --why och åtgärdens id eller kod.",
    "The whole list is in the JSON format; --why with a measure’s id or code gives the reasons for one measure.",
)
WARNINGS_SECTION: Final = Text("Varningar", "Warnings")
WATCH_SECTION: Final = Text("Bevaka förflyttning", "Watch for displacement")
FOLLOW_UP_SECTION: Final = Text("Uppföljning", "Follow-up")
QUESTIONS_SECTION: Final = Text("Öppna frågor", "Open questions")
QUESTIONS_MORE: Final = Text("Ytterligare {n} öppna frågor kan ändra svaret.", "Another {n} open questions may change the answer.")
NO_QUESTIONS: Final = Text("Inga öppna frågor kan ändra svaret.", "No open questions can change the answer.")
BASIS_SECTION: Final = Text("Underlag", "Basis")
CODES: Final = Text("Koder som nämns ovan", "Codes named above")
NOTHING_NOW: Final = Text("Ingen åtgärd har ställningen Nu.", "No measure has the standing Now.")

# The reasons for one measure
WHY_TITLE: Final = Text("Varför: {measure}", "Why: {measure}")
WHY_STANDING: Final = Text("Ställning: {standing}. Spår: {track}.", "Standing: {standing}. Track: {track}.")
WHY_SCORE: Final = Text(
    "Poäng: {score} av {attainable} möjliga ({share}\u00a0%). Rang {rank} av {count} i sitt spår och sin ställning.",
    "Score: {score} of {attainable} attainable ({share}%). Rank {rank} of {count} in its track and standing.",
)
WHY_ENVELOPE: Final = Text(
    "Det som är okänt kan ge {low}–{high} poäng och rang {best}–{worst}.",
    "What is unknown may give {low}–{high} points and rank {best}–{worst}.",
)
STANDING_SETTLED: Final = Text("Ställningen är avgjord.", "The standing is settled.")
WHY_NOT_NOW: Final = Text("Varför inte nu", "Why not now")
STANDING_RESTS_ON: Final = Text("Ställningen bygger på", "The standing rests on")
STANDS_ALONE: Final = Text("Ställningen följer av katalogen och beror inte på området.", "The standing follows from the catalogue and does not depend on the area.")
NOTHING_KNOWN: Final = Text("Inget känt om området avgör ställningen.", "Nothing known about the area decides the standing.")
UNKNOWN_SECTION: Final = Text("Det som är okänt", "What is unknown")
COULD_ESTABLISH: Final = Text("Fastställs till exempel om: {title}", "Established for instance if: {title}")
DECIDED_BY_INDICATORS: Final = Text("Kan avgöras av: {indicators}.", "Could be decided by: {indicators}.")
SCORE_SECTION: Final = Text("Poängen", "The score")
SCORE_TERM: Final = Text("{criterion}: {points} = vikt {weight} × {value}. {case}.", "{criterion}: {points} = weight {weight} × {value}. {case}.")
SCORE_ADJUSTMENT: Final = Text("{criterion}: {points}. {case}.", "{criterion}: {points}. {case}.")
SCORE_SUM: Final = Text("Summa: {points} av {attainable}.", "Sum: {points} of {attainable}.")
NO_SCORE: Final = Text("Åtgärden får inga poäng.", "The measure gets no score.")
SCORE_FACTS: Final = Text("Underlag för poängen", "What the score rests on")
SEE: Final = Text("se [{n}]", "see [{n}]")
RULE: Final = Text("Regel: {title}", "Rule: {title}")
RULE_FAILS: Final = Text("Regeln gäller inte: {title}", "The rule does not apply: {title}")
RULE_OPEN: Final = Text("Regeln är öppen: {title}", "The rule is open: {title}")
RULE_STANDS: Final = Text("Regeln {id} står i {place}.", "The rule {id} stands in {place}.")
RULE_DRAFT: Final = Text("Regeln är ett utkast.", "The rule is a draft.")
NUMBERS: Final = Text("Tal: {basis}. {reason}", "Numbers: {basis}. {reason}")
THRESHOLD: Final = Text("Gränsvärde: {text} {source}.", "Threshold: {text} {source}.")
CONDITION: Final = Text("Villkor:", "Condition:")
WAYS: Final = Text("Nås på {n} sätt:", "Reached in {n} ways:")
NO_RULE_APPLIES: Final = Text("Ingen av {n} regler gäller:", "None of {n} rules applies:")
ONE_RULE_FAILS: Final = Text("Den enda regeln gäller inte:", "The only rule does not apply:")
SUPPORTS: Final = Text("Stöd för {state}: {strength}, {points}.", "Evidence for {state}: {strength}, {points}.")
NOT_COUNTED: Final = Text("Räknas inte, eftersom starkare stöd finns i samma ämne.", "Not counted, since stronger evidence exists on the same topic.")
ADVISES: Final = Text("Regeln {advice} åtgärden.", "The rule {advice} the measure.")
ANCHOR: Final = Text("Nivån betyder: {text}", "The level means: {text}")
GRADED: Final = Text("Nivån är graderad ur ett tal. {reason}", "The level is graded from a number. {reason}")
REQUIREMENTS_SECTION: Final = Text("Förutsättningar", "Requirements")
REQUIREMENT: Final = Text("[{state}] {text}", "[{state}] {text}")
EVIDENCE_SECTION: Final = Text("Kunskapsläge", "Evidence")
OUTCOME: Final = Text("{outcome}: {effect} {grade}, {direction}, {setting}. {source}.", "{outcome}: {effect} {grade}, {direction}, {setting}. {source}.")
EMPHASIS_SOURCE: Final = Text("Tyngd per fas: {doses}. {source}.", "Emphasis per phase: {doses}. {source}.")
COMPANIONS_SECTION: Final = Text("Görs tillsammans med", "Done together with")

# The memo
MEMO_TITLE: Final = Text("PM: åtgärder för {area}", "Memo: measures for {area}")
MEMO_AREA: Final = Text("Område", "Area")
MEMO_DATE: Final = Text("Läget per", "Situation as of")
MEMO_PHASE: Final = Text("Fas", "Phase")
MEMO_RULE_BASE: Final = Text("Regelbas", "Rule base")
MEMO_SECRECY: Final = Text("Märkning", "Marking")
MEMO_SUMMARY: Final = Text("Sammanfattning", "Summary")
MEMO_FIRST: Final = Text("Först i varje spår: {measures}.", "First in each track: {measures}.")
MEMO_STANDINGS: Final = Text("Åtgärder per ställning: {counts}.", "Measures per standing: {counts}.")
MEMO_PHASE_REASONS: Final = Text("Fasen och skälen", "The phase and the reasons")
MEMO_FOR: Final = Text("Stöd för", "Evidence for")
MEMO_STRENGTH: Final = Text("Styrka", "Strength")
MEMO_REASON: Final = Text("Skäl", "Reason")
MEMO_BASIS: Final = Text("Underlag", "Basis")
MEMO_RANK: Final = Text("Rang", "Rank")
MEMO_MEASURE: Final = Text("Åtgärd", "Measure")
MEMO_POINTS: Final = Text("Poäng", "Points")
MEMO_LEAD: Final = Text("Leds av", "Led by")
MEMO_EVIDENCE: Final = Text("Kunskapsläge", "Evidence")
MEMO_STATES: Final = Text("Vad som gäller", "What applies")
MEMO_MECHANISM: Final = Text("Hur den verkar: {text}", "How it works: {text}")
MEMO_PARTNERS: Final = Text("Medverkar: {actors}.", "Taking part: {actors}.")
MEMO_SCORE: Final = Text("Poäng {score} av {attainable}: {terms}.", "Score {score} of {attainable}: {terms}.")
MEMO_TERM: Final = Text("{criterion} {points} ({case})", "{criterion} {points} ({case})")
MEMO_TIME: Final = Text(
    "Tid till start: {lead_in}. Tid till verkan: {effect}. Kostnad: {cost}.",
    "Time to start: {lead_in}. Time to effect: {effect}. Cost: {cost}.",
)
MEMO_HARMS: Final = Text("Möjlig skada", "Possible harm")
MEMO_PITFALLS: Final = Text("Fallgropar", "Pitfalls")
MEMO_FIRST_STEPS: Final = Text("Första steg", "First steps")
MEMO_NO_NEED: Final = Text("Åtgärderna är: {measures}.", "The measures are: {measures}.")
MEMO_INDICATOR: Final = Text("Följ", "Follow")
MEMO_QUESTION: Final = Text("Fråga", "Question")
MEMO_ASK: Final = Text("Ställs till", "Asked of")
MEMO_EFFECT: Final = Text("Kan ändra", "Could change")
MEMO_SOURCES: Final = Text("Källor", "Sources")
SOURCE_USE: Final = Text("Källan är: {read}. Används här som: {used}.", "The source is: {read}. Used here as: {used}.")
