"""The sentences of the pictures, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

# The gates
GATES_TITLE: Final = Text("Passagerna och stödet för och emot", "The gates with the evidence for and against")
GATES_TOLD: Final = Text(
    "Liggande staplar från en mittlinje: till höger stöd för att passagen är öppen, till vänster stöd för att den är "
    "stängd. {gates}",
    "Horizontal bars from a line in the middle: to the right evidence that the gate is open, to the left evidence that "
    "it is shut. {gates}",
)
GATES_UNCOUNTED: Final = Text(
    "Visas inte: {n} stöd som inte räknas, eftersom starkare stöd finns i samma ämne",
    "Not shown: {n} pieces of evidence that do not count, since stronger evidence exists on the same topic",
)
SIDE: Final = Text("Stöd för {state}", "Evidence for {state}")
POINTS_MAY: Final = Text("{points}, högst {most}", "{points}, at most {most}")
SUM: Final = Text("Summa", "Sum")
KEY_SUM: Final = Text("summan nu", "the sum now")
KEY_MOST: Final = Text("högst, när öppna frågor besvaras", "at most, when open questions are answered")
KEY_OPEN: Final = Text("stöd för öppen", "evidence for open")
KEY_SHUT: Final = Text("stöd för stängd", "evidence for shut")
GATE: Final = Text("Passage", "Gate")
SPEAKS_FOR: Final = Text("Stöd för", "Evidence for")
EVIDENCE: Final = Text("Stöd", "Evidence")
STRENGTH: Final = Text("Styrka", "Strength")
POINTS: Final = Text("Poäng", "Points")
AT_MOST: Final = Text("Högst", "At most")

# The contributions
CONTRIBUTIONS_TITLE: Final = Text("Vad poängen består av", "What the score is made of")
CONTRIBUTIONS_TOLD: Final = Text(
    "För varje åtgärd en stapel per kriterium, så lång som dess poäng, mot en ram som visar hur mycket kriteriet "
    "kan ge. Underst summan, med ett streck från det lägsta till det högsta som det okända kan ge. {measures}",
    "For each measure a bar per criterion, as long as its points, against a frame that shows how much the criterion "
    "can give. Below them the sum, with a line from the lowest to the highest that what is unknown may give. "
    "{measures}",
)
PART: Final = Text("{title} (del {n} av {of})", "{title} (part {n} of {of})")
SCORE_TOLD: Final = Text("{measure}: {score} av {attainable} poäng.", "{measure}: {score} of {attainable} points.")
OF_ATTAINABLE: Final = Text("Summa: {score} av {attainable}", "Sum: {score} of {attainable}")
MAY_BE: Final = Text("{low}–{high} beroende på det okända", "{low}–{high} depending on what is unknown")
TERM: Final = Text("{points} = {weight} × {value}", "{points} = {weight} × {value}")
ATTAINABLE: Final = Text("Möjliga poäng", "Attainable points")
LOWEST: Final = Text("Lägst med det okända", "Lowest with the unknown")
HIGHEST: Final = Text("Högst med det okända", "Highest with the unknown")
CRITERION: Final = Text("Kriterium", "Criterion")
MEASURE: Final = Text("Åtgärd", "Measure")
WEIGHT: Final = Text("Vikt", "Weight")
VALUE: Final = Text("Värde", "Value")
KEY_POINTS: Final = Text("poäng för ett kriterium", "points for a criterion")
KEY_AGAINST: Final = Text("poäng som dras av", "points taken away")
KEY_ATTAINABLE: Final = Text("så mycket som kan fås", "as much as can be had")
NO_MEASURES: Final = Text("Inga åtgärder att visa.", "No measures to show.")
NO_SCORE: Final = Text("Inga poäng räknas.", "No points are counted.")

# Effect against evidence
EFFECT_TITLE: Final = Text("Åtgärdernas effekt mot kunskapsläget", "The effect of the measures against the evidence")
EFFECT_TOLD: Final = Text(
    "En ruta för varje riktning på effekten och varje grad av kunskap, bäst känd till höger. En åtgärds kod står i "
    "rutan för dess effekt som helhet, och inom parentes där ett enskilt utfall står på ett annat ställe.",
    "A box for each direction of the effect and each grade of evidence, the best known to the right. A measure’s code "
    "stands in the box of its effect as a whole, and in parentheses where a single outcome stands elsewhere.",
)
NO_SIZES: Final = Text(
    "Effektens storlek är inte känd i något mått som går att jämföra, så bara riktningen visas",
    "The size of the effect is not known in any measure that can be compared, so only the direction is shown",
)
DIRECTION: Final = Text("Effektens riktning", "Direction of the effect")
BETTER_KNOWN: Final = Text("bättre känt →", "better known →")
GRADE: Final = Text("{grade}: {meaning}", "{grade}: {meaning}")
SOME_OUTCOME: Final = Text("enskilda utfall: {codes}", "single outcomes: {codes}")
KEY_CODE: Final = Text("fet kod: effekten som helhet", "bold code: the effect as a whole")
KEY_OUTCOME: Final = Text("(kod): ett enskilt utfall", "(code): a single outcome")

# The plan
PLAN_TITLE: Final = Text("Planen över tid", "The plan over time")
PLAN_TOLD: Final = Text(
    "En tidslinje per åtgärd från {first} till {last}, kvartal för kvartal: när den införs, när den följs upp och när "
    "en effekt kan väntas.",
    "A time line for each measure from {first} to {last}, quarter by quarter: when it is introduced, when it is "
    "followed up and when an effect can be expected.",
)
PLAN_WAITING: Final = Text("Visas inte: {n} åtgärder som får vänta", "Not shown: {n} measures that have to wait")
PLAN_QUARTER: Final = Text("Kvartal {n}, start {first}", "Quarter {n}, start {first}")
PLAN_WHOLE: Final = Text("Planen som helhet", "The plan as a whole")
PLAN_LATEST: Final = Text("Planen följs upp senast {date}", "The plan is followed up by {date}")
INTRODUCED: Final = Text("införd {date}", "introduced {date}")
ASSUMED: Final = Text("{date} (antagen tid)", "{date} (assumed time)")
LOOKED_AT: Final = Text("följs upp {date}", "followed up {date}")
EFFECT: Final = Text("effekt {first}–{last}", "effect {first}–{last}")
EFFECT_FROM: Final = Text("effekt tidigast {first}", "effect from {first}")
EFFECT_UNKNOWN: Final = Text("tid till effekt inte känd", "time to effect not known")
NOT_KNOWN: Final = Text("inte känd", "not known")
NO_BOUND: Final = Text("ingen gräns", "no bound")
QUARTER: Final = Text("Kvartal", "Quarter")
START: Final = Text("Start", "Start")
INTRODUCED_BY: Final = Text("Införd senast", "Introduced by")
FOLLOWED_UP: Final = Text("Följs upp", "Followed up")
EFFECT_EARLIEST: Final = Text("Effekt tidigast", "Effect from")
EFFECT_LATEST: Final = Text("Effekt senast", "Effect to")
KEY_INTRODUCTION: Final = Text("införs", "being introduced")
KEY_ASSUMED: Final = Text("införs, tiden är antagen", "being introduced, the time is assumed")
KEY_LOOK: Final = Text("följs upp", "followed up")
KEY_EFFECT: Final = Text(
    "effekt kan väntas; en pil går vidare efter planens slut",
    "effect can be expected; an arrow goes on after the end of the plan",
)

# Rank acceptability
ACCEPTABILITY_CAPTION: Final = Text("{title}. {n} dragningar, startvärde {seed}", "{title}. {n} draws, seed {seed}")
ACCEPTABILITY_TOLD: Final = Text(
    "Liggande staplar. Överst andelen dragningar för varje bedömning av fasen. Under dem, för varje spår, andelen "
    "dragningar där en åtgärd är bland de {top} första (streckad stapel) och där den är först (fylld del). {means}",
    "Horizontal bars. At the top the share of draws for each assessment of the phase. Below them, for each track, the "
    "share of draws in which a measure is among the first {top} (hatched bar) and in which it is the first (filled "
    "part). {means}",
)
PHASE: Final = Text("Fasen", "The phase")
PHASE_SHARE: Final = Text("{share}: {phases}", "{share}: {phases}")
HIGH_FIRST: Final = Text("{high}, först i {first}", "{high}, first in {first}")
OF_WHAT: Final = Text("Del av svaret", "Part of the answer")
ASSESSED: Final = Text("Bedömning eller åtgärd", "Assessment or measure")
SHARE: Final = Text("Fasen, eller bland de {top} första", "The phase, or among the first {top}")
FIRST: Final = Text("Först i spåret", "First in the track")
KEY_PHASE: Final = Text("andel dragningar med bedömningen", "share of draws with the assessment")
KEY_HIGH: Final = Text("bland de {top} första i spåret", "among the first {top} of the track")
KEY_FIRST: Final = Text("först i spåret", "first in the track")

# The trajectory
TRAJECTORY_TITLE: Final = Text("Området över tid mot sitt mål", "The area over time against its goal")
TRAJECTORY_TOLD: Final = Text(
    "Tiden går nedåt, en rad per bedömning, och faserna står bredvid varandra. Avstånden nedåt följer inte tiden. "
    "{rows}",
    "Time runs downwards, one row per assessment, and the phases stand side by side. The distances downwards do not "
    "follow time. {rows}",
)
ROW_TOLD: Final = Text("{date}: {what}.", "{date}: {what}.")
AS_OF: Final = Text("Läget den", "As of")
KIND: Final = Text("Raden är", "The row is")
ASSESSMENT: Final = Text("bedömning", "assessment")
STATED: Final = Text("tidigare bedömning, enligt områdesprofilen", "earlier assessment, by the profile")
GOAL: Final = Text("mål", "goal")
JUDGED: Final = Text("bedömd", "judged")
POSSIBLE: Final = Text("möjlig", "possible")
ANSWER: Final = Text("Bedömning", "Assessment")
SINCE: Final = Text("Tid sedan raden ovan", "Time since the row above")
LATER: Final = Text("{months} senare", "{months} later")
COUNTED_IS: Final = Text("med tidigare bedömningar: {phase}", "with earlier assessments: {phase}")
CLASS_IS: Final = Text("{name}: {value}", "{name}: {value}")
KEY_JUDGED: Final = Text("fasen som den bedöms", "the phase as judged")
KEY_STATED: Final = Text("tidigare bedömning, enligt profilen", "earlier assessment, by the profile")
KEY_COUNTED: Final = Text("med tidigare bedömningar", "with earlier assessments")
KEY_CANDIDATES: Final = Text("obestämd mellan faserna", "undetermined between the phases")
KEY_POSSIBLE: Final = Text("kan bli, när öppna frågor besvaras", "may become, when open questions are answered")
KEY_GOAL: Final = Text("målet", "the goal")
KEY_CLASS: Final = Text("polisens klassning, mildast till vänster", "police classification, the mildest to the left")
KEY_CLASS_GOAL: Final = Text(
    "målet för polisens klassning, mildast till vänster",
    "the goal for the police classification, the mildest to the left",
)
KEY_CLASS_UNKNOWN: Final = Text("klassningen är inte känd", "the classification is not known")

# The proof
PROOF_OF_PHASE: Final = Text("Så är fasen härledd", "How the phase is derived")
PROOF_OF_GATE: Final = Text("Så är passagen {gate} härledd", "How the gate {gate} is derived")
PROOF_OF_MEASURE: Final = Text("Så är ställningen härledd: {measure}", "How the standing is derived: {measure}")
PROOF_TOLD: Final = Text(
    "Slutsatsen står överst. Under varje led, ett steg in, står det som leder till det, längst in det som är "
    "observerat. Ett led som leder till flera har samma nummer överallt.",
    "The conclusion stands at the top. Below each step, further in, stands what leads to it, and furthest in what was "
    "observed. A step that leads to several has the same number everywhere.",
)
PROOF_LEFT_OUT: Final = Text("Visas inte: {n} led längre in", "Not shown: {n} steps further in")
PROOF_PHASE_APART: Final = Text(
    "Hur fasen är härledd visas i en egen bild", "How the phase is derived is shown in a picture of its own"
)
STEP: Final = Text("[{n}] {text}", "[{n}] {text}")
STEP_CUT: Final = Text("{text} …", "{text} …")
BY_RULES: Final = Text("genom: {rules}", "by: {rules}")
NUMBER: Final = Text("Nr", "No")
CLAIM: Final = Text("Led", "Step")
STEP_KIND: Final = Text("Slag", "Kind")
BY: Final = Text("Genom", "By")
LEADS_TO: Final = Text("Leder till nr", "Leads to no")
STEP_CONCLUSION: Final = Text("slutsats", "conclusion")
STEP_GATE: Final = Text("passage", "gate")
STEP_RULE: Final = Text("regel", "rule")
STEP_FINDING: Final = Text("bedömning", "finding")
STEP_CONDITION: Final = Text("villkor", "condition")
STEP_OBSERVATION: Final = Text("observation", "observation")
KEY_AGAIN: Final = Text("står också på ett annat ställe", "stands elsewhere too")
KEY_CUT: Final = Text("… vilar på led som inte visas", "… rests on steps that are not shown")
