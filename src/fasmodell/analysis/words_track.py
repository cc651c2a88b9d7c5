"""The sentences of comparing assessments and following an area over time, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.analysis.goal_course import Course
from fasmodell.analysis.measure_effect import Outcome, Timing
from fasmodell.analysis.movement import Reading, RowState
from fasmodell.analysis.sign_reading import Verdict
from fasmodell.knowledge import Text

COMPARE_TITLE: Final = Text("{area}: {before} jämfört med {after}", "{area}: {before} compared with {after}")
TRACK_TITLE: Final = Text("{area} från {before} till {after}", "{area} from {before} to {after}")

PHASE_SECTION: Final = Text("Fasen", "The phase")
TRAJECTORY_SECTION: Final = Text("Fasen över tid", "The phase over time")
INDICATORS_SECTION: Final = Text("Indikatorer", "Indicators")
FINDINGS_SECTION: Final = Text("Bedömningar", "Findings")
SIGNS_SECTION: Final = Text("Tidiga tecken", "Early signs")
MEASURES_SECTION: Final = Text("Åtgärder", "Measures")
EFFECTS_SECTION: Final = Text("Pågående åtgärder mot det som väntades", "Running measures against what was expected")
GOAL_SECTION: Final = Text("Målet", "The goal")
STEP_SECTION: Final = Text("Från {before} till {after}", "From {before} to {after}")
BASIS_SECTION: Final = Text("Underlag", "Basis")

DATE: Final = Text("Läget den", "As of")
PHASE: Final = Text("Som profilen är skriven", "As the profile is written")
COUNTED: Final = Text("Med tidigare bedömningar", "With earlier assessments")
GATE: Final = Text("Passage", "Gate")
INDICATOR: Final = Text("Indikator", "Indicator")
FINDING: Final = Text("Bedömning", "Finding")
BEFORE: Final = Text("Förut", "Before")
AFTER: Final = Text("Nu", "Now")
CHANGE: Final = Text("Skillnad", "Change")
READ_AS: Final = Text("Läses som", "Read as")

PHASE_SAME: Final = Text("Fasen är densamma: {phase}.", "The phase is the same: {phase}.")
PHASE_MOVED: Final = Text("Förut: {before}. Nu: {after}.", "Before: {before}. Now: {after}.")
PERSISTED: Final = Text(
    "När den förra bedömningen ({date}: fas {phase}) räknas med blir svaret: {counted}.",
    "When the previous assessment ({date}: phase {phase}) is counted, the answer is: {counted}.",
)
STATED_OTHERWISE: Final = Text(
    "Profilen anger en annan fas för {date} än den som den äldre profilen ger.",
    "The profile states another phase for {date} than the older profile gives.",
)
REVIEW: Final = Text("Att granska: {text}", "To review: {text}")
GATES_CAPTION: Final = Text("Passagernas stöd, i poäng", "Evidence at the gates, in points")
GATE_CELL: Final = Text("{state}, {open} öppen – {shut} stängd", "{state}, {open} open – {shut} shut")

MOVED_CAPTION: Final = Text("Har rört sig mer än felmarginalen", "Have moved by more than the margin of error")
NOTHING_MOVED: Final = Text(
    "Ingen indikator har rört sig mer än felmarginalen.", "No indicator has moved by more than the margin of error."
)
STEADY: Final = Text("Oförändrade eller inom felmarginalen: {n}.", "Unchanged or within the margin: {n}.")
NO_MARGIN: Final = Text(
    "För {names} saknas en felmarginal, så slumpen kan inte uteslutas.",
    "For {names} there is no margin of error, so chance cannot be ruled out.",
)
METHOD_BREAK: Final = Text(
    "Jämförs inte, eftersom de har mätts på olika sätt: {names}.",
    "Not compared, since they were measured in different ways: {names}.",
)
METHOD_NOT_STATED: Final = Text(
    "Bara den ena profilen anger hur {names} har mätts. Kontrollera att det är på samma sätt.",
    "Only one of the profiles says how {names} was measured. Check that it is the same way.",
)
NOT_NEWER: Final = Text(
    "Jämförs inte, eftersom uppgiften inte är nyare än den förra: {names}.",
    "Not compared, since the observation is not newer than the one before: {names}.",
)
UNKNOWN_BEFORE: Final = Text("Har blivit kända: {names}.", "Have become known: {names}.")
UNKNOWN_NOW: Final = Text("Är inte längre kända: {names}.", "Are no longer known: {names}.")

NO_FINDINGS: Final = Text("Ingen bedömning skiljer sig.", "No finding differs.")
FINDINGS_CAPTION: Final = Text("Bedömningar som skiljer sig", "Findings that differ")
NOT_ESTABLISHED: Final = Text("inte fastställd", "not established")
RULED_OUT: Final = Text("utesluten", "ruled out")
OR_HIGHER: Final = Text("{level}, kan vara högre", "{level}, may be higher")
READINGS: Final[Mapping[Reading, Text]] = {
    Reading.BETTER: Text("bättre", "better"),
    Reading.WORSE: Text("sämre", "worse"),
    Reading.NEITHER: Text("ingen riktning", "no direction"),
}
SEE_SIGNS: Final = Text("se Tidiga tecken", "see Early signs")
GATE_BROKEN: Final = Text(
    "Passagen {gate} bygger delvis på uppgifter som har mätts på olika sätt: {names}. Läs poängen därefter.",
    "The gate {gate} rests in part on values measured in different ways: {names}. Read the points accordingly.",
)
BROKEN: Final = Text("går inte att säga: mätt på olika sätt", "cannot be said: measured in different ways")
CANNOT_BE_SAID: Final = Text("går inte att säga", "cannot be said")

NO_SIGNS: Final = Text("Inget av de kända tecknen har kommit.", "No known sign has come.")
SIGN_CAME: Final = Text("{text} {indicator}: {change}. {verdict}", "{text} {indicator}: {change}. {verdict}")
SIGNS_NOT_COME: Final = Text("Tecken som inte har kommit: {names}.", "Signs that have not come: {names}.")
SIGNS_UNKNOWN: Final = Text(
    "Tecken som inte går att se, eftersom uppgiften saknas eller inte kan jämföras: {names}.",
    "Signs that cannot be seen, since the observation is missing or cannot be compared: {names}.",
)
VERDICTS: Final[Mapping[Verdict, Text]] = {
    Verdict.GOOD: Text("Kan läsas som ett gott tecken.", "Can be read as a good sign."),
    Verdict.NOT_GOOD: Text("Kan inte läsas som ett gott tecken.", "Cannot be read as a good sign."),
    Verdict.OPEN: Text("Om det är ett gott tecken går inte att säga.", "Whether it is a good sign cannot be said."),
}
EARLY: Final = Text(
    "Förklaras av åtgärder som började för högst {n} månader sedan: {measures}.",
    "Explained by measures that began at most {n} months ago: {measures}.",
)
NOT_EARLY: Final = Text(
    "Ingen åtgärd som förklarar det började för högst {n} månader sedan.",
    "No measure that explains it began at most {n} months ago.",
)
EARLY_UNKNOWN: Final = Text(
    "Om en åtgärd som förklarar det började för högst {n} månader sedan är inte känt.",
    "Whether a measure that explains it began at most {n} months ago is not known.",
)
BESIDE: Final = Text("Läst tillsammans med: {names}.", "Read together with: {names}.")
BESIDE_STEADY: Final = Text("oförändrad", "unchanged")
ONE_BESIDE: Final = Text("{name} ({reading})", "{name} ({reading})")

CAME_TO_NOW: Final = Text("Har blivit aktuella nu: {names}.", "Now come now: {names}.")
LEFT_NOW: Final = Text("Är inte längre aktuella nu: {names}.", "No longer come now: {names}.")
NAME_FROM: Final = Text("{name} (förut: {standing})", "{name} (before: {standing})")
NAME_TO: Final = Text("{name} (nu: {standing})", "{name} (now: {standing})")
UNSETTLED: Final = Text("{name}, inte avgjort", "{name}, not settled")
OTHER_STANDINGS: Final = Text("Andra ändrade ställningar: {n}.", "Other changed standings: {n}.")
STARTED: Final = Text("Har börjat: {names}.", "Have started: {names}.")
STOPPED: Final = Text("Har slutat: {names}.", "Have stopped: {names}.")
RUNNING_UNCLEAR: Final = Text(
    "Om åtgärden pågår är känt bara i den ena profilen: {names}.",
    "Whether it runs is known in only one of the profiles: {names}.",
)
NO_MEASURES: Final = Text("Ingen åtgärd har ändrat ställning.", "No measure has changed its standing.")

NO_EFFECTS: Final = Text(
    "Områdesprofilen anger ingen pågående åtgärd.", "The profile does not say that any measure runs."
)
EFFECT_HEAD: Final = Text("{name}. {since} {timing}", "{name}. {since} {timing}")
SINCE: Final = Text(
    "Pågår sedan {date}, det vill säga {months} månader.", "Runs since {date}, which is {months} months."
)
SINCE_UNKNOWN: Final = Text("När den började är inte känt.", "When it began is not known.")
FROM_TO: Final = Text("{least}–{most}", "{least}–{most}")
TIMINGS: Final[Mapping[Timing, Text]] = {
    Timing.TOO_EARLY: Text(
        "För tidigt att säga: effekt väntas tidigast efter {earliest} månader.",
        "Too early to tell: an effect is expected after {earliest} months at the earliest.",
    ),
    Timing.MAY_SHOW: Text(
        "En effekt kan börja synas: den väntas tidigast efter {earliest} månader{latest}.",
        "An effect may begin to show: it is expected after {earliest} months at the earliest{latest}.",
    ),
    Timing.LONG_ENOUGH: Text(
        "Tillräckligt länge: effekt väntas senast efter {bound} månader, införandet inräknat.",
        "Long enough: an effect is expected within {bound} months, the lead-in included.",
    ),
    Timing.UNKNOWN: Text(
        "Om den har pågått tillräckligt länge går inte att säga.", "Whether it has run long enough cannot be said."
    ),
}
LATEST: Final = Text(" och senast efter {bound}, införandet inräknat", " and within {bound}, the lead-in included")
BASELINE: Final = Text("Jämförs med läget {date}.", "Compared with the situation on {date}.")
BASELINE_LATE: Final = Text(
    "Jämförs med läget {date}; något läge före starten finns inte.",
    "Compared with the situation on {date}; there is none known to lie before the start.",
)
FOLLOWED: Final = Text("{indicator}: {change}. {outcome}", "{indicator}: {change}. {outcome}")
OUTCOMES: Final[Mapping[Outcome, Text]] = {
    Outcome.AS_EXPECTED: Text("Som väntat.", "As expected."),
    Outcome.TOO_EARLY: Text("För tidigt att säga.", "Too early to tell."),
    Outcome.NOT_YET: Text("Inte som väntat än.", "Not as expected yet."),
    Outcome.MISSING: Text("Inte som väntat. Undersök åtgärden.", "Not as expected. Look into the measure."),
    Outcome.NO_EXPECTATION: Text("Ingen riktning är väntad.", "No direction is expected."),
    Outcome.CANNOT_BE_SAID: Text("Går inte att säga.", "Cannot be said."),
}
NOT_FOLLOWED: Final = Text(
    "Katalogen har ingen indikator att följa åtgärden med.", "The catalogue has no indicator to follow it by."
)
NO_CAUSE: Final = Text(
    "Att en indikator rör sig som väntat visar inte att åtgärden är orsaken.",
    "That an indicator moves as expected does not show that the measure is the cause.",
)
CHANGES: Final[Mapping[str, Text]] = {
    "rising": Text("från {before} till {after}", "from {before} to {after}"),
    "falling": Text("från {before} till {after}", "from {before} to {after}"),
    "changed": Text("från {before} till {after}", "from {before} to {after}"),
    "steady": Text("oförändrad eller inom felmarginalen ({after})", "unchanged or within the margin ({after})"),
}
STATES: Final[Mapping[RowState, Text]] = {
    RowState.COMPARED: Text("jämförd", "compared"),
    RowState.METHOD_BREAK: Text("mätt på olika sätt", "measured in different ways"),
    RowState.NOT_NEWER: Text("ingen nyare uppgift", "no newer observation"),
    RowState.UNKNOWN_BEFORE: Text("inte känd förut", "not known before"),
    RowState.UNKNOWN_NOW: Text("inte känd nu", "not known now"),
}
UNKNOWN_BOTH: Final = Text("inte känd", "not known")

NO_GOAL: Final = Text("Områdesprofilen har inget mål.", "The profile has no goal.")
GOAL_HEAD: Final = Text("Målet ska vara nått senast {date}. {course}", "The goal is to be reached by {date}. {course}")
GOAL_CHANGED: Final = Text(
    "En tidigare profil hade ett annat mål. Här räknas det nyaste.",
    "An earlier profile had another goal. The newest one is counted here.",
)
COURSES: Final[Mapping[Course, Text]] = {
    Course.REACHED: Text("Målet är nått.", "The goal is reached."),
    Course.AHEAD: Text("Området ligger före.", "The area is ahead."),
    Course.ON_COURSE: Text("Området följer kursen.", "The area is on course."),
    Course.BEHIND: Text("Området ligger efter.", "The area is behind."),
    Course.UNDETERMINED: Text("Om området följer kursen går inte att säga.", "Whether it is on course cannot be said."),
}
PART_COURSES: Final[Mapping[Course, Text]] = {
    Course.REACHED: Text("Nått.", "Reached."),
    Course.AHEAD: Text("Före.", "Ahead."),
    Course.ON_COURSE: Text("Följer kursen.", "On course."),
    Course.BEHIND: Text("Efter.", "Behind."),
    Course.UNDETERMINED: Text("Går inte att säga.", "Cannot be said."),
}
PART_PHASE: Final = Text("Fas {wanted}. {course}", "Phase {wanted}. {course}")
PART_CLASS: Final = Text("Polisens klassning: {wanted}. {course}", "Police classification: {wanted}. {course}")
ARITHMETIC: Final = Text(
    "Steg från första bedömningen {first} till målet: {steps}. Tid: {used} av {in_all} dagar. {steps} × {used} / "
    "{in_all} ger {expected} hela steg som bör vara tagna. Tagna: {taken}.",
    "Steps from the first assessment on {first} to the goal: {steps}. Time: {used} of {in_all} days. {steps} × {used} "
    "/ {in_all} gives {expected} whole steps that should be taken. Taken: {taken}.",
)
SLIPPED: Final = Text(
    "Målet var nått vid första bedömningen {first} och är det inte nu.",
    "The goal was reached at the first assessment on {first} and is not now.",
)
PART_UNKNOWN: Final = Text(
    "Läget vid första bedömningen ({first}) eller nu är inte känt.",
    "The situation at the first assessment ({first}) or now is not known.",
)
MAY_CHANGE: Final = Text(
    "Fasen är inte avgjord, så kursen kan bli en annan.",
    "The phase is not settled, so the course may turn out otherwise.",
)
COUNTED_COURSE: Final = Text(
    "När tidigare bedömningar räknas med är läget ett annat. {course} {arithmetic}",
    "When earlier assessments are counted, the situation is another. {course} {arithmetic}",
)
COURSE_BASIS: Final = Text(
    "Kursen är projektets val: ingen källa anger hur fort ett område bör röra sig. Hela steg tagna jämförs med hela "
    "steg som den använda tiden motsvarar.",
    "The course is the project's choice: no source says how fast an area should move. Whole steps taken are held "
    "against the whole steps that the time used amounts to.",
)
TIMES_BASIS: Final = Text(
    "Tiderna till effekt är katalogens klasser: {basis}.", "The times to effect are the catalogue's classes: {basis}."
)
MARGIN_BASIS: Final = Text(
    "En skillnad inom de två felmarginalerna tillsammans (roten ur summan av kvadraterna) räknas som oförändrad.",
    "A difference within the two margins of error together (root of the sum of squares) counts as unchanged.",
)
PERSISTED_BASIS: Final = Text(
    "Faserna är profilernas svar som de är skrivna. Kolumnen med tidigare bedömningar räknar den närmast föregående "
    "fasen som förra bedömning, och en passage som öppen sedan den första i en obruten följd av bedömningar där den är "
    "öppen.",
    "The phases are the answers to the profiles as written. The column with earlier assessments counts the phase just "
    "before as the previous assessment, and a gate as open since the first of an unbroken row of assessments that find "
    "it open.",
)
