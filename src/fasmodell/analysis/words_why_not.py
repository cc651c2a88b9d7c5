"""The sentences of `why-not`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text

TITLE_MEASURE: Final = Text("Varför inte nu: {measure}", "Why not now: {measure}")
TITLE_PHASE: Final = Text("Varför inte fas {phase}", "Why not phase {phase}")
TITLE_FINDING: Final = Text("Varför inte: {finding}", "Why not: {finding}")
REACHED_MEASURE: Final = Text(
    "Åtgärden kommer nu. Inget står i vägen.", "The measure comes now. Nothing is in the way."
)
REACHED_PHASE: Final = Text(
    "Området är i fas {phase}. Inget står i vägen.", "The area is in phase {phase}. Nothing is in the way."
)
REACHED_FINDING: Final = Text(
    "Bedömningen är redan fastställd. Inget står i vägen.", "The finding is already established. Nothing is in the way."
)
STANDS: Final = Text("Åtgärdens ställning: {standing}.", "The measure’s standing: {standing}.")
PHASE_NOW: Final = Text("Nu är bedömningen {phase}.", "The assessment is now {phase}.")
FINDING_OPEN: Final = Text(
    "Bedömningen är öppen: ingen regel gäller, men det okända kan göra att en gäller.",
    "The finding is open: no rule applies, but what is unknown may make one apply.",
)
FINDING_FALSE: Final = Text(
    "Bedömningen gäller inte: varje regel som kunde ge den är känd att inte gälla.",
    "The finding does not hold: every rule that could give it is known not to apply.",
)
NEAREST_WHOLE: Final = Text(
    "Den närmaste vägen förbi alla hinder: {distance}.", "The nearest way past every obstacle: {distance}."
)
NO_WAY: Final = Text("Ingen väg finns.", "There is no way.")
FAILED_ONE: Final = Text("{n} uppgift som är känd behöver vara en annan", "{n} known observation must be otherwise")
FAILED_MANY: Final = Text("{n} uppgifter som är kända behöver vara andra", "{n} known observations must be otherwise")
UNKNOWN_ONE: Final = Text("{n} okänd uppgift behöver visa sig stämma", "{n} unknown one must turn out so")
UNKNOWN_MANY: Final = Text("{n} okända uppgifter behöver visa sig stämma", "{n} unknown ones must turn out so")
NOTHING_LACKS: Final = Text("inget fattas", "nothing is lacking")
OBSTACLE_NUMBER: Final = Text("Hinder {n} av {all}: {what}", "Obstacle {n} of {all}: {what}")
EVERY_OBSTACLE: Final = Text(
    "Alla {n} hinder måste bort. För vart och ett räcker en av vägarna.",
    "All {n} obstacles must go. For each of them one of the ways is enough.",
)
OBSTACLES: Final[Mapping[str, Text]] = {
    "blocked": Text("åtgärden bör inte användas", "the measure is not to be used"),
    "excluded": Text("en regel utesluter åtgärden", "a rule excludes the measure"),
    "in_place": Text("åtgärden pågår redan", "the measure is already in place"),
    "no_need": Text(
        "inget av de problem som åtgärden riktas mot är fastställt",
        "none of the problems that the measure acts on is established",
    ),
    "needs_decision": Text("det beslut som krävs är inte känt", "the decision that is needed is not known to be taken"),
    "prepare": Text("en förutsättning saknas", "a condition for it to work is missing"),
    "later": Text("åtgärden hör till en annan fas", "the measure belongs to another phase"),
    "finding": Text("ingen regel ger bedömningen", "no rule gives the finding"),
    "event": Text("bara enstaka händelser talar för fasen", "only single events speak for the phase"),
}
GATE: Final = Text(
    "passagen {gate} är {state} men behöver vara {wanted}", "the gate {gate} is {state} but needs to be {wanted}"
)
HOLD: Final = Text(
    "passagen {gate} behöver ha varit öppen i {months} månader",
    "the gate {gate} needs to have been open for {months} months",
)
POINTS_LACKING: Final = Text(
    "Netto nu: {net} åt det hållet. Fler poäng som behövs: {lacking}. Fler ämnen som behövs: {topics}.",
    "Net now: {net} that way. More points needed: {lacking}. More topics needed: {topics}.",
)
DECISIVE_AGAINST: Final = Text(
    "Avgörande stöd talar emot: {rules}. Så länge det gäller räknas inte poängen.",
    "Decisive evidence speaks against: {rules}. While it applies, points do not count.",
)
GATE_WAYS: Final = Text(
    "{n} vägar ger eller tar bort stöd. Den närmaste står först. De får läggas ihop tills poängen räcker.",
    "{n} ways bring or take away evidence. The nearest comes first. They may be combined until the points suffice.",
)
HELD_FOR: Final = Text(
    "Den har varit öppen i {months} månader enligt förra bedömningen.",
    "It has been open for {months} months according to the previous assessment.",
)
NOT_HELD: Final = Text(
    "Sedan när den är öppen är inte känt. En tidsserie som har förbättrats lika länge räcker också.",
    "Since when it has been open is not known. A series that has improved for as long is enough too.",
)
EVENT: Final = Text(
    "En enskild händelse flyttar inte området. Fasen från förra bedömningen står kvar och bör granskas.",
    "A single event does not move the area. The phase of the previous assessment stays and should be reviewed.",
)
WAYS: Final = Text(
    "{n} vägar. Den närmaste står först, och en räcker.", "{n} ways. The nearest comes first, and one is enough."
)
ONE_FARTHER: Final = Text(
    "Och {n} väg till. Alla visas med ett större --top, och i JSON.",
    "And {n} more way. All are shown with a larger --top, and in the JSON.",
)
FARTHER: Final = Text(
    "Och {n} vägar till. Alla visas med ett större --top, och i JSON.",
    "And {n} more ways. All are shown with a larger --top, and in the JSON.",
)
ONE_WAY: Final = Text("En väg:", "One way:")
APPLIES: Final = Text("Regeln behöver gälla: {title}.", "The rule must apply: {title}.")
APPLIES_NOT: Final = Text("Regeln får inte gälla: {title}.", "The rule must not apply: {title}.")
NAMED_MET: Final = Text("Villkoret behöver vara uppfyllt.", "The condition must be met.")
NAMED_UNMET: Final = Text("Villkoret får inte vara uppfyllt.", "The condition must not be met.")
NO_RULE: Final = Text("Ingen av reglerna för bedömningen får gälla.", "None of the rules for the finding may apply.")
IN_PHASE: Final = Text("Området behöver vara i fas {phase}.", "The area must be in phase {phase}.")
PARTS: Final = Text("En av delarna behöver vara uppfylld.", "One of the parts must be met.")
GAIN: Final = Text("Det flyttar {points} netto.", "It moves {points} net.")
NO_GAIN: Final = Text(
    "Det flyttar inga poäng: något lika starkt på samma ämne räknas redan.",
    "It moves no points: something as strong on the same topic counts already.",
)
ENOUGH: Final = Text("Det räcker ensamt.", "It is enough alone.")
LACKS: Final = Text("Fattas: {what}", "Lacking: {what}")
IS_UNKNOWN: Final = Text("Inte känt.", "Not known.")
PLACE: Final = Text("Står i {place}.", "Stands in {place}.")
NEAREST_WAY: Final = Text("Närmast dit: {way}", "The nearest way there: {way}")
MORE_WAY: Final = Text("Det finns {n} väg till.", "There is {n} more way.")
MORE_WAYS: Final = Text("Det finns {n} vägar till.", "There are {n} more ways.")
RULE_STANDS: Final = Text("Regeln {id} står i {place}. {source}.", "The rule {id} stands in {place}. {source}.")
COUNTED: Final = Text(
    "Så räknas avståndet: närmast är det som kräver att minst antal kända uppgifter är andra, sedan minst antal "
    "okända, sedan det som ligger närmast sina gränser, räknat som andel av skalan. En uppgift som "
    "flera villkor frågar efter räknas en gång.",
    "How distance is counted: nearest is what needs the fewest known observations to be otherwise, then the "
    "fewest unknown ones, then what is closest to its bounds as a share of the scale. An observation that "
    "several conditions ask for counts once.",
)
PROVED: Final = Text(
    "Varje uppgift om vad som inte gäller står i svarets bevis.",
    "Every statement of what does not hold stands in the proof of the answer.",
)
