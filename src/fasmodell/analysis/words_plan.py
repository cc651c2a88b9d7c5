"""The sentences of an action plan, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

TITLE: Final = Text("Förslag till åtgärdsplan: {area}", "Proposed action plan: {area}")
ABOUT: Final = Text(
    "Planen gäller {first}–{last}. Den är ett underlag: kommunen beslutar planen tillsammans med berörda aktörer.",
    "The plan is for {first}–{last}. It is a ground for a decision: the municipality decides the plan together with "
    "those concerned.",
)
# The parts follow lag (2023:196), and each names the section that asks for it.
SITUATION: Final = Text("Lägesbild (4 §)", "Situation picture (section 4)")
ANALYSIS: Final = Text("Analys (4 §)", "Analysis (section 4)")
POSITION: Final = Text("Ställningstagande till åtgärder (3 och 5 §§)", "Position on measures (sections 3 and 5)")
ACTION_PLAN: Final = Text("Åtgärdsplan (5 §)", "Action plan (section 5)")
FOLLOW_UP: Final = Text("Uppföljning (6 §)", "Follow-up (section 6)")
GROUNDS: Final = Text("Vad planen vilar på", "What the plan rests on")

PHASE_IS: Final = Text("Området bedöms vara i fas {phase}.", "The area is judged to be in phase {phase}.")
PHASE_OPEN: Final = Text(
    "Fasen är obestämd ({phases}). Åtgärderna är valda för fas {working}, den tidigaste möjliga.",
    "The phase is undetermined ({phases}). Measures are chosen for phase {working}, the earliest possible.",
)
KNOWN: Final = Text(
    "{known} av {core} uppgifter som lägesbilden helst bör ha är kända.",
    "{known} of {core} facts that the situation picture should preferably have are known.",
)
PROBLEMS: Final = Text("Fastställda problem: {problems}.", "Established problems: {problems}.")
NO_PROBLEMS: Final = Text("Inga problem är fastställda.", "No problems are established.")
STRENGTHS: Final = Text("Styrkor att bygga på: {strengths}.", "Strengths to build on: {strengths}.")
UPDATE: Final = Text(
    "Lägesbilden ska uppdateras senast {date}, minst vartannat år.",
    "The situation picture is to be updated by {date}, at least every second year.",
)
ASK_FIRST: Final = Text("Ta reda på detta tidigt:", "Find this out early:")
CAUSES: Final = Text(
    "Orsakerna till problemen behöver analyseras gemensamt innan planen beslutas. Det kan inget verktyg göra åt "
    "gruppen.",
    "The causes of the problems need to be analysed jointly before the plan is decided. No tool can do that for "
    "the group.",
)
CAUSES_DONE: Final = Text(
    "En gemensam orsaksanalys uppges vara gjord. Håll planen mot den.",
    "A joint analysis of causes is said to have been made. Hold the plan against it.",
)
ROOM: Final = Text(
    "Högst {total} åtgärder införs samtidigt, och högst {each} per ansvarig aktör{others}.",
    "At most {total} measures are introduced at once, and at most {each} per leading actor{others}.",
)
ROOM_OF: Final = Text(" ({actors})", " ({actors})")
BUDGET: Final = Text(
    "Budgeten är {budget} kr. Åtgärderna i planen som har en angiven kostnad kostar {spent} kr; {unknown} saknar "
    "angiven "
    "kostnad och räknas inte.",
    "The budget is SEK {budget}. The measures of the plan with a stated cost come to SEK {spent}; {unknown} have "
    "no stated "
    "cost and are not counted.",
)
ALL_FIT: Final = Text("Alla {n} åtgärder ryms i planen.", "All {n} measures fit in the plan.")
SOME_FIT: Final = Text(
    "{n} åtgärder ryms i planen och {m} får vänta. Urvalet ger störst samlat värde inom ramarna: andel av möjliga "
    "poäng, mer "
    "för åtgärder som en regel kräver och för tidig start.",
    "{n} measures fit in the plan and {m} have to wait. The choice gives the greatest joint worth within the "
    "bounds: share of "
    "attainable points, more for measures that a rule requires and for an early start.",
)
QUICK_AND_SLOW: Final = Text(
    "Det som lindrar snabbt och det som verkar långsamt startar båda i första kvartalet: {quick}; {slow}.",
    "What gives quick relief and what works slowly both start in the first quarter: {quick}; {slow}.",
)
DECISIONS: Final = Text("Rättsliga beslut som behövs", "Legal decisions needed")
DECISION: Final = Text(
    "{measure}. {what} Beslutas av: {who}. Stöd i: {law}.", "{measure}. {what} Decided by: {who}. Legal basis: {law}."
)
QUARTER: Final = Text("Kvartal {n}: {first}–{last}", "Quarter {n}: {first}–{last}")
LOAD: Final = Text(
    "Under införande: {n} av högst {total} åtgärder.", "Being introduced: {n} of at most {total} measures."
)
LED_BY: Final = Text("Leds av: {actors}.", "Led by: {actors}.")
WITH: Final = Text("Tillsammans med: {actors}.", "With: {actors}.")
WHY: Final = Text("Varför: {why}", "Why: {why}")
LENT: Final = Text(
    "Varför: behövs före {measures}.",
    "Why: needed before {measures}.",
)
FIRST_STEP: Final = Text("Första steg: {step}", "First step: {step}")
INTRODUCED: Final = Text("Införd senast {date}.", "Introduced by {date}.")
INTRODUCED_ASSUMED: Final = Text(
    "Införd senast {date} (tiden är antagen; katalogen anger ingen).",
    "Introduced by {date} (the time is assumed; the catalogue states none).",
)
EFFECT: Final = Text("Effekt väntas tidigast {first} och senast {last}.", "Effect expected between {first} and {last}.")
EFFECT_FROM: Final = Text("Effekt väntas tidigast {first}.", "Effect expected from {first}.")
EFFECT_UNKNOWN: Final = Text("Tiden till effekt är inte känd.", "The time to effect is not known.")
LOOK: Final = Text("Följs upp {date}: {what}", "Followed up {date}: {what}")
AFTER: Final = Text("Efter: {measures}.", "After: {measures}.")
ALONG: Final = Text("Följs åt med: {measures}.", "Goes together with: {measures}.")
APART: Final = Text("Införs inte samtidigt med {measure}: {why}", "Is not introduced together with {measure}: {why}")
CHECK: Final = Text("Kontrollera före start: {what}.", "Check before the start: {what}.")

WAITING: Final = Text("Får vänta, och vad som skulle räcka", "Has to wait, and what would be enough")
ENOUGH: Final = Text("Räcker för start {date}: {what}.", "Enough for a start on {date}: {what}.")
NOTHING_LACKING: Final = Text("inget av detta hindrar ensamt", "none of this alone is in the way")
MORE_ROOM: Final = Text(
    "plats för {more} åtgärd till hos {who} {first}–{last}", "room for {more} more at {who} {first}–{last}"
)
MORE_ROOM_MANY: Final = Text(
    "plats för {more} åtgärder till hos {who} {first}–{last}", "room for {more} more at {who} {first}–{last}"
)
MORE_IN_ALL: Final = Text(
    "plats för {more} till i planen {first}–{last}", "room for {more} more in the plan {first}–{last}"
)
MORE_MONEY: Final = Text("{kronor} kr till i budgeten", "SEK {kronor} more in the budget")
FIRST_COME: Final = Text("att även {measures} kommer med", "that {measures} come along")
HELD_BY: Final = Text("Ingen start går ihop med när {measures} startar.", "No start goes with when {measures} start.")
TOO_LONG: Final = Text("Införandet är längre än planen.", "The introduction is longer than the plan.")
NOT_READY: Final = Text("Förutsättning saknas", "A precondition is missing")
LEFT_OUT: Final = Text("Valts bort", "Left out")
LEFT_OUT_WHY: Final = Text("Bortvald, eller bygger på en bortvald åtgärd.", "Left out, or rests on what was left out.")
KEPT: Final = Text("Pågår redan: behåll och följ upp", "In place already: keep and follow up")

LATEST: Final = Text(
    "Planen ska följas upp senast {date}: minst vartannat år enligt 6 §.",
    "The plan is to be followed up by {date}: at least every second year by section 6.",
)
LOOKS: Final = Text("När vad följs upp", "What is followed up when")
WHEN: Final = Text("När", "When")
MEASURE: Final = Text("Åtgärd", "Measure")
WHAT: Final = Text("Vad", "What")
WATCH: Final = Text("Bevaka förflyttning", "Watch for displacement")
PRESENCE: Final = Text("Överlämning av närvaron", "Hand-over of presence")
PRESENCE_NOW: Final = Text("Läget: {level}", "Now: {level}")
PRESENCE_UNKNOWN: Final = Text(
    "Hur långt överlämningen har kommit är inte känt.", "How far the hand-over has come is not known."
)
PRESENCE_BY: Final = Text("Kan bära närvaron: {measures}.", "May carry the presence: {measures}.")
PRESENCE_NONE: Final = Text(
    "Ingen åtgärd i planen bär närvaron när polisen minskar sin. Utse vem som gör det.",
    "No measure of the plan carries the presence when the police reduce theirs. Appoint who does.",
)
IN_THE_PLAN: Final = Text("{measure} från {date}", "{measure} from {date}")
RUNS: Final = Text("{measure} (pågår)", "{measure} (in place)")
NUMBERS: Final = Text("Planens tal: {basis}. {reason}", "The numbers of the plan: {basis}. {reason}")
CHECKED: Final = Text(
    "Planen är kontrollerad mot ramarna, mot vad åtgärderna kräver av varandra och mot svarets ställningar.",
    "The plan has been checked against its bounds, what measures ask of each other, and the standings of the answer.",
)
# The short page
FIRST_STEP_OF: Final = Text(
    "{measure}. Leds av: {actors}. Första steg: {step}", "{measure}. Led by: {actors}. First step: {step}"
)
LED: Final = Text("{measure}. Leds av: {actors}.", "{measure}. Led by: {actors}.")
HAVE_TO_WAIT: Final = Text("Får vänta", "Has to wait")
LOOKED_AT_ON: Final = Text("{date}: {codes}", "{date}: {codes}")
FULL: Final = Text(
    "Det här är planen i korthet. --full ger också skäl, tider till effekt och vad som följs upp för varje åtgärd, vad "
    "som skulle räcka för det som får vänta, och tecken på förflyttning att bevaka.",
    "This is the plan in short. --full also gives the reasons, the times to effect and what is followed up for each "
    "measure, what would be enough for what has to wait, and signs of displacement to watch for.",
)
CALENDAR_START: Final = Text("Start: {measure}", "Start: {measure}")
CALENDAR_LOOK: Final = Text("Uppföljning: {measure}", "Follow-up: {measure}")
CALENDAR_LATEST: Final = Text("Åtgärdsplanen följs upp senast i dag", "The action plan is to be followed up by today")
# What the local group chose
CANNOT_PLAN: Final = Text(
    "Åtgärden kan inte tas med: dess ställning, eller något som den kräver, hindrar det. Planen är som den annars "
    "skulle vara, och beslutet står kvar.",
    "The measure cannot be included: its standing, or something that it needs, is in the way. The plan is as it would "
    "otherwise be, and the decision is kept.",
)
NO_ROOM: Final = Text(
    "Åtgärden får inte plats i planen inom utrymmet. Planen är som den annars skulle vara, och beslutet står kvar.",
    "There is no room for the measure in the plan. The plan is as it would otherwise be, and the decision is kept.",
)
REFUSED: Final = Text("{measure}: {why}", "{measure}: {why}")
CSV_HEAD: Final = Text(
    "kvartal;start;införd senast;kod;åtgärd;leds av;tillsammans med;första steg;effekt tidigast;effekt "
    "senast;uppföljning;indikator;varför",
    "quarter;start;introduced by;code;measure;led by;with;first step;effect from;effect to;follow-up;indicator;why",
)
