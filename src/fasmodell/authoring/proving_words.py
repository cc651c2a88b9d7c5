"""The sentences of `prove`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.exact.proofs import Claim
from fasmodell.knowledge import Text

TITLE: Final = Text("Vad som är bevisat för alla områdesprofiler", "What is proved for every profile")
BASE: Final = Text("Regelbas: {name} {version}, digest {digest}.", "Rule base: {name} {version}, digest {digest}.")
ALL_PROVED: Final = Text(
    "Allt som påstås håller för varje profil som kan skrivas.",
    "Everything that is claimed holds for every profile that can be written.",
)
NOT_ALL_PROVED: Final = Text(
    "{n} påståenden håller inte. Varje motexempel är prövat i motorn, och ingen uppgift i det kan utelämnas.",
    "{n} claims do not hold. Each counterexample is tried in the engine, and nothing can be left out of it.",
)
ONE_NOT_PROVED: Final = Text(
    "Ett påstående håller inte. Motexemplet är prövat i motorn, och ingen uppgift i det kan utelämnas.",
    "One claim does not hold. The counterexample is tried in the engine, and nothing can be left out of it.",
)
CLAIMS: Final = Text("Påståenden", "Claims")
CLAIM_WORDS: Final[Mapping[Claim, Text]] = {
    Claim.ONE_PHASE: Text(
        "Varje profil ger precis en fas, eller är obestämd mellan flera. Åtgärder väljs alltid för precis en.",
        "Every profile gives exactly one phase, or is undetermined between several. Measures are always chosen for "
        "exactly one.",
    ),
    Claim.ONE_STANDING: Text(
        "Varje åtgärd har precis en ställning, vilken profilen än är.",
        "Every measure has exactly one standing, whatever the profile.",
    ),
    Claim.NOTHING_TAKEN_BACK: Text(
        "Den som vet mer behöver inte ta tillbaka något: bedömningar, underlag för passagerna och vad som är på plats "
        "står kvar.",
        "To know more takes nothing back: findings, evidence for the gates and what is in place remain.",
    ),
    Claim.WORSE_NEVER_HELPS: Text(
        "Blir en indikator sämre, åt det håll som är angivet, och allt annat är lika, så blir inget problem lägre, "
        "ingen styrka högre, ingen passage öppnare och ingen fas senare. Läst baklänges: bättre skadar aldrig.",
        "When an indicator gets worse, in its declared direction, and all else is equal, no problem is lower, no "
        "strength higher, no gate more open and no phase later. Read backwards: better never harms.",
    ),
    Claim.NEED_NEVER_LOWER: Text(
        "Ett problem som tillkommer eller blir större sänker aldrig behovet av en åtgärd som är riktad mot det.",
        "A problem that is added, or gets larger, never lowers the need of a measure that targets it.",
    ),
}
PROVED: Final = Text("Bevisat för {n} av {total}, {how}.", "Proved for {n} of {total}, {how}.")
PROVED_ONE: Final = Text("Bevisat, {how}.", "Proved, {how}.")
REFUTED: Final = Text("Håller inte.", "Does not hold.")
BY_CASES: Final = Text("genom att gå igenom alla fall", "by going through every case")
BY_SOLVER: Final = Text("med Z3", "with Z3")
BY_BOTH: Final = Text(
    "{cases} genom att gå igenom alla fall och {solver} med Z3",
    "{cases} by going through every case and {solver} with Z3",
)
COUNTED: Final[Mapping[Claim, Text]] = {
    Claim.ONE_STANDING: Text("åtgärder", "measures"),
    Claim.WORSE_NEVER_HELPS: Text("indikatorer", "indicators"),
    Claim.NEED_NEVER_LOWER: Text("åtgärder", "measures"),
}
HOW: Final = Text("Hur det är bevisat", "How it is proved")
TESTS: Final = Text(
    "Reglerna: {n} prövningar av en indikator är genomgångna, värde för värde. En regel är ett ”och” och ”eller” av "
    "dem utan ”inte”, så en regel vars prövningar alla rör sig åt rätt håll gör det också.",
    "The rules: {n} tests of an indicator were gone through, value by value. A rule is an “and” and “or” of them "
    "without a “not”, so that a rule whose tests all move the right way does so too.",
)
DOUBTED: Final = Text(
    "Indikatorer som någon prövning för åt fel håll är avgjorda med Z3 för två hela profiler.",
    "Indicators that some test moves the wrong way are settled with Z3 for two whole profiles.",
)
LAW_WORDS: Final[Mapping[str, Text]] = {
    "topic": Text(
        "Ett ämne: mer underlag gör aldrig sin sida svagare, inte heller när det inte längre bara rör sig med polisens "
        "insatser ({n} fall).",
        "A topic: more evidence never makes its side weaker, nor when it no longer moves with police activity alone "
        "({n} cases).",
    ),
    "gate": Text(
        "En passage: fler poäng, fler ämnen, avgörande eller fast underlag för en sida för den aldrig mot den andra "
        "({n} fall).",
        "A gate: more points, more topics, decisive or firm evidence for one side never move it to the other "
        "({n} cases).",
    ),
    "phase": Text(
        "Fasen: mindre öppna passager, med eller utan enskilda händelser, ger aldrig en senare fas, vilken den förra "
        "bedömningen än var ({n} fall).",
        "The phase: less open gates, with or without single events, never give a later phase, whatever the previous "
        "assessment was ({n} cases).",
    ),
}
LAW_BROKEN: Final = Text(
    "Gäller inte för alla regler som kan skrivas; därför är varje indikator avgjord med Z3.",
    "Does not hold of all rules that can be written; therefore each indicator is settled with Z3.",
)
ASSUMED: Final = Text("Vad som förutsätts", "What is assumed")
ASSUMPTIONS: Final = (
    Text(
        "Det som är okänt förblir okänt, och det som är känt förblir känt, när något blir sämre.",
        "What is unknown stays unknown, and what is known stays known, when something gets worse.",
    ),
    Text(
        "En serie rör sig som förut eller blir sämre när värdet blir sämre. Alla andra uppgifter är desamma, också "
        "felmarginaler och den förra bedömningen.",
        "A series moves as before or gets worse when the value gets worse. All other observations are the same, also "
        "margins of error and the previous assessment.",
    ),
    Text(
        "Om ett område hålls kvar tills en förbättring har stått sig, jämförs den senaste möjliga fasen med vad "
        "passagerna själva lämnade öppet.",
        "Where an area is held back until an improvement has lasted, the latest candidate is compared with what the "
        "gates themselves left open.",
    ),
    Text(
        "Ett tal som läggs till där nivån redan var angiven rättar nivån, och räknas inte som att veta mer.",
        "A number that is added where its level was given corrects the level, and does not count as knowing more.",
    ),
)
UNCLAIMED: Final = Text("Vad inget påstås om", "Of what nothing is claimed")
UNCLAIMED_INDICATORS: Final = Text(
    "Dessa {n} indikatorer prövas av regler, men inget av deras värden är angivet som sämre än ett annat:",
    "These {n} indicators are tested by rules, but none of their values is declared to be worse than another:",
)
UNCLAIMED_ORDER: Final = Text(
    "Inget påstås om åtgärdernas inbördes ordning, om poäng utöver behovet eller om ställning när något blir sämre.",
    "Nothing is claimed of the order of the measures, of points other than need, or of standings when something gets "
    "worse.",
)
BEFORE: Final = Text("Före: {said}", "Before: {said}")
AFTER: Final = Text("Efter, sämre: {said}", "After, worse: {said}")
MORE: Final = Text("Efter, med mer känt: {said}", "After, with more known: {said}")
ONE_PROFILE: Final = Text("Profil: {said}", "Profile: {said}")
NOTHING_SAID: Final = Text("inga uppgifter", "no observations")
CHANGED: Final = Text("{what}: {before} blir {after}", "{what}: {before} becomes {after}")
RULES: Final = Text("Se regeln {rule}, {place}.", "See the rule {rule}, {place}.")
FINDING: Final = Text("Bedömningen {name}", "The finding {name}")
GATE: Final = Text("Passagen {name}", "The gate {name}")
WORKING_PHASE: Final = Text("Fasen som åtgärder väljs för", "The phase that measures are chosen for")
LATEST_PHASE: Final = Text("Den senaste möjliga fasen", "The latest candidate")
NEED: Final = Text("Behovet sjunker", "The need falls")
NO_LEVEL: Final = Text("nej", "no")
TO: Final = Text("{low} till {high}", "{low} to {high}")
