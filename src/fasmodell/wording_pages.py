"""The fixed sentences of whole pages: headings, introductions and the parts of the reasons and of the memo."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

# The pages
TITLE: Final = Text("Bedömning enligt Fasmodellen", "Assessment by the Phase model")
AS_OF: Final = Text("Läget per {date}", "Situation as of {date}")
FOR_STATE: Final = Text("Starkast för {state}:", "Strongest for {state}:")
MORE_EVIDENCE: Final = Text("… och {n} till.", "… and {n} more.")
WOULD_SETTLE: Final = Text("Det här kan avgöra fasen:", "This could settle the phase:")
ASK: Final = Text("Fråga: {actors}.", "Ask: {actors}.")
CONTRADICTION_SECTION: Final = Text("Motsägelser att undersöka", "Contradictions to look into")
GOAL_SECTION: Final = Text("Mål", "Goal")
REVIEW_SECTION: Final = Text("Pröva bedömningen igen", "Review the assessment")
MEASURES_SECTION: Final = Text("Åtgärder", "Measures")
MEASURES_INTRO: Final = Text(
    "Rangen följer poängen inom varje spår. Procenten är andelen av de poäng som åtgärden kan få. "
    "Kunskapsläget går från Q1 (bäst känt) till Q5 (inte utvärderat).",
    "Ranks follow the points within each track. The percentage is the share of the points that the "
    "measure can get. Evidence runs from Q1 (best known) to Q5 (not evaluated).",
)
RUNNING_UNKNOWN: Final = Text(
    "Områdesprofilen anger inte vilka åtgärder som redan pågår. Kontrollera det innan något nytt startas.",
    "The profile does not say which measures already run. Check that before starting anything new.",
)
GROUP: Final = Text("{standing} ({n})", "{standing} ({n})")
TRACK: Final = Text("{track}: {meaning}", "{track}: {meaning}")
MORE_MEASURES: Final = Text("… och {n} till: {codes}.", "… and {n} more: {codes}.")
OPENS: Final = Text("Det som öppnar vägen: {text}", "What opens the way: {text}")
NO_NEED_COUNT: Final = Text(
    "{n} har inget fastställt behov och visas inte. {open} av dem kan bli aktuella när öppna frågor besvaras.",
    "{n} have no established need and are not shown. {open} of them may become relevant when open "
    "questions are answered.",
)
HOW_TO_SEE: Final = Text(
    "Hela listan finns i JSON-formatet, och skälen för en åtgärd fås med --why och åtgärdens id eller kod.",
    "The whole list is in the JSON format; --why with a measure’s id or code gives the reasons for one measure.",
)
WARNINGS_SECTION: Final = Text("Varningar", "Warnings")
WATCH_SECTION: Final = Text("Bevaka förflyttning", "Watch for displacement")
DECISIONS_SECTION: Final = Text("Lokala beslut", "Local decisions")
FOLLOW_UP_SECTION: Final = Text("Uppföljning", "Follow-up")
QUESTIONS_SECTION: Final = Text("Öppna frågor", "Open questions")
QUESTIONS_MORE: Final = Text(
    "Ytterligare {n} öppna frågor kan ändra svaret.", "Another {n} open questions may change the answer."
)
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
STANDS_ALONE: Final = Text(
    "Ställningen följer av katalogen och beror inte på området.",
    "The standing follows from the catalogue and does not depend on the area.",
)
NOTHING_KNOWN: Final = Text(
    "Inget känt om området avgör ställningen.", "Nothing known about the area decides the standing."
)
UNKNOWN_SECTION: Final = Text("Det som är okänt", "What is unknown")
COULD_ESTABLISH: Final = Text("Fastställs till exempel om: {title}", "Established for instance if: {title}")
DECIDED_BY_INDICATORS: Final = Text("Kan avgöras av: {indicators}.", "Could be decided by: {indicators}.")
SCORE_SECTION: Final = Text("Poängen", "The score")
SCORE_TERM: Final = Text(
    "{criterion}: {points} = vikt {weight} × {value}. {case}.",
    "{criterion}: {points} = weight {weight} × {value}. {case}.",
)
SCORE_ADJUSTMENT: Final = Text("{criterion}: {points}. {case}.", "{criterion}: {points}. {case}.")
SCORE_SUM: Final = Text("Summa: {points} av {attainable}.", "Sum: {points} of {attainable}.")
NO_SCORE: Final = Text("Åtgärden får inga poäng.", "The measure gets no score.")
SCORE_FACTS: Final = Text("Underlag för poängen", "What the score rests on")
SEE: Final = Text("se [{n}]", "see [{n}]")
RULE: Final = Text("Regel: {title}", "Rule: {title}")
RULE_FAILS: Final = Text("Regeln gäller inte: {title}", "The rule does not apply: {title}")
RULE_OPEN: Final = Text("Regeln är öppen: {title}", "The rule is open: {title}")
RULE_STANDS: Final = Text("Regeln {id} står i {place}.", "The rule {id} stands in {place}.")
NUMBERS: Final = Text("Tal: {basis}. {reason}", "Numbers: {basis}. {reason}")
THRESHOLD: Final = Text("Gränsvärde: {text} {source}.", "Threshold: {text} {source}.")
CONDITION: Final = Text("Villkor:", "Condition:")
WAYS: Final = Text("Nås på {n} sätt:", "Reached in {n} ways:")
NO_RULE_APPLIES: Final = Text("Ingen av {n} regler gäller:", "None of {n} rules applies:")
ONE_RULE_FAILS: Final = Text("Den enda regeln gäller inte:", "The only rule does not apply:")
SUPPORTS: Final = Text("Stöd för {state}: {strength}, {points}.", "Evidence for {state}: {strength}, {points}.")
NOT_COUNTED: Final = Text(
    "Räknas inte, eftersom starkare stöd finns i samma ämne.",
    "Not counted, since stronger evidence exists on the same topic.",
)
ADVISES: Final = Text("Regeln {advice} åtgärden.", "The rule {advice} the measure.")
ANCHOR: Final = Text("Nivån betyder: {text}", "The level means: {text}")
GRADED: Final = Text("Nivån är graderad ur ett tal. {reason}", "The level is graded from a number. {reason}")
REQUIREMENTS_SECTION: Final = Text("Förutsättningar", "Requirements")
EVIDENCE_SECTION: Final = Text("Kunskapsläge", "Evidence")
OUTCOME: Final = Text(
    "{outcome}: {effect} {grade}, {direction}, {setting}. {source}.",
    "{outcome}: {effect} {grade}, {direction}, {setting}. {source}.",
)
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
LOCAL_SECTION: Final = Text("Lokala ändringar i regelbasen", "Local changes to the rule base")
MASKED: Final = Text("Visas inte", "Not shown")
EVIDENCE_MASKED: Final = Text(
    "Här visas de skäl som följer av offentliga uppgifter. Poängen visas inte, eftersom de kan bygga på andra.",
    "These are the reasons that follow from public observations. Points are not shown, since they may rest on others.",
)
PUBLIC_MASKED: Final = Text(
    "Offentlig version. {n} av {known} kända uppgifter är märkta interna eller hemliga. De visas inte, och inte "
    "heller skäl som bygger på dem.",
    "Public version. {n} of {known} known observations are marked internal or secret. They are not shown, nor are "
    "reasons that rest on them.",
)
PUBLIC_NOTHING_MASKED: Final = Text(
    "Offentlig version. Alla uppgifter är offentliga, och inget är dolt.",
    "Public version. All observations are public, and nothing is hidden.",
)
UNKNOWN_CORE: Final = Text(
    "De här frågorna hör till kärnan i en lägesbild och saknar ännu svar.",
    "These questions belong to the core of a situation picture and have no answer yet.",
)
NO_UNKNOWN_CORE: Final = Text(
    "Alla frågor som hör till kärnan i en lägesbild har svar.",
    "All questions that belong to the core of a situation picture have an answer.",
)
MEMO_SOURCES: Final = Text("Källor", "Sources")
SOURCE_USE: Final = Text("Källan är: {read}. Används här som: {used}.", "The source is: {read}. Used here as: {used}.")
