"""The sentences of `path`, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

TITLE_PHASE: Final = Text("Kortaste vägen till fas {phase}", "The shortest path to phase {phase}")
TITLE_MEASURE: Final = Text("Kortaste vägen till: {measure}", "The shortest path to: {measure}")
NOW_PHASE: Final = Text("Nu är bedömningen {phase}.", "The assessment is now {phase}.")
NOW_MEASURE: Final = Text("Åtgärdens ställning: {standing}.", "The measure’s standing: {standing}.")
PHASE_MEANS: Final = Text(
    "Fasen räknas som nådd när passagen ut ur varje tidigare fas är öppen, så att underlaget talar för minst "
    "fas {phase}.",
    "The phase counts as reached when the gate out of every earlier phase is open, so that the evidence speaks for at "
    "least phase {phase}.",
)
MEASURE_MEANS: Final = Text(
    "Målet räknas som nått när åtgärden får ställningen Nu i den fas som passagerna då ger.",
    "The target counts as reached when the measure stands at Now in the phase that the gates then give.",
)
REACHED: Final = Text(
    "Målet är redan nått. Inget behöver ändras.", "The target is already reached. Nothing has to change."
)
LEAST_ONE: Final = Text(
    "Minsta insats: {effort}, på en uppgift. Ingen mindre ändring räcker.",
    "Least effort: {effort}, on one observation. No smaller change is enough.",
)
LEAST_MANY: Final = Text(
    "Minsta insats: {effort}, på {n} uppgifter. Ingen mindre ändring räcker.",
    "Least effort: {effort}, on {n} observations. No smaller change is enough.",
)
EFFORT: Final = Text(
    "Insatsen är antal steg gånger kostnaden per steg, 1 till 5. Kostnaderna är projektets egna val. Vid lika stor "
    "insats går minst antal uppgifter före.",
    "Effort is the number of steps times the cost of a step, 1 to 5. The costs are the project’s own choice. At equal "
    "effort, the fewest observations come first.",
)
WAYS: Final = Text("{n} ändringar är lika små. {shown} visas.", "{n} changes are equally small. {shown} are shown.")
WAYS_MORE: Final = Text(
    "Minst {n} ändringar är lika små. {shown} visas.", "At least {n} changes are equally small. {shown} are shown."
)
CHANGE: Final = Text("Ändring {n}", "Change {n}")
THE_CHANGE: Final = Text("Det som behöver ändras", "What has to change")
STEP_ONE: Final = Text("{n} steg", "{n} step")
STEP_MANY: Final = Text("{n} steg", "{n} steps")
SHIFT: Final = Text(
    "{indicator}: {before} → {after} ({steps}, insats {cost})",
    "{indicator}: {before} → {after} ({steps}, effort {cost})",
)
WHY_COST: Final = Text("Kostnaden: {reason}", "The cost: {reason}")
ACTS: Final = Text(
    "{measure}. Ställning: {standing}. Tid till effekt: {time}.",
    "{measure}. Standing: {standing}. Time to effect: {time}.",
)
NOTHING_ACTS: Final = Text(
    "Katalogen har ingen åtgärd att föreslå nu som verkar på det.",
    "The catalogue has no measure to propose now that acts on it.",
)
MORE_ACT: Final = Text("Och {n} till.", "And {n} more.")
AT_ONCE: Final = Text("Prövat med regelmotorn: {answer}.", "Tried with the engine: {answer}.")
HELD: Final = Text(
    "När passagen har varit öppen i {months} månader: {answer}.",
    "When the gate has been open for {months} months: {answer}.",
)
STANDS: Final = Text("{phase}, åtgärdens ställning är {standing}", "{phase}, the measure stands at {standing}")
ONLY_TIME: Final = Text(
    "Inget mer behöver ändras. Det som fattas är att läget håller i sig.",
    "Nothing more has to change. What is lacking is that the situation lasts.",
)
EVENT_WHY: Final = Text(
    "Fasen från förra bedömningen står kvar så länge bara enstaka händelser talar för en annan. "
    "Enligt passagerna: {answer}.",
    "The phase of the previous assessment stays while only single events speak for another. By the gates: {answer}.",
)
HOLD_WHY: Final = Text(
    "Området flyttas upp först när passagen har varit öppen i {months} månader, eftersom det finns en förra bedömning.",
    "The area moves up only when the gate has been open for {months} months, since there is a previous assessment.",
)
NO_WAY: Final = Text("Ingen ändring räcker", "No change is enough")
NO_WAY_WHY: Final = Text(
    "Inget av det som är känt och kan påverkas räcker, hur det än ändras till det bättre.",
    "Nothing that is known and can be changed is enough, however it changes for the better.",
)
BLOCKED: Final = Text(
    "Åtgärden bör inte användas, så ingen väg leder dit.", "The measure is not to be used, so no path leads there."
)
STAYS: Final = Text(
    "Regeln gäller ändå och talar emot: {title} ({points}).",
    "The rule applies all the same and speaks against: {title} ({points}).",
)
NEVER: Final = Text(
    "Regeln kan inte komma att gälla: {title} ({points}).", "The rule cannot come to apply: {title} ({points})."
)
NEVER_OPEN: Final = Text(
    "Regeln kan inte sägas gälla, eftersom uppgifter fattas: {title} ({points}).",
    "The rule cannot be said to apply, since observations are missing: {title} ({points}).",
)
NOT_SO_OPEN: Final = Text("Det här är inte känt: {what}.", "This is not known: {what}.")
NOT_SO: Final = Text("Det här blir inte som det måste vara: {what}.", "This does not become as it must be: {what}.")
TOGETHER: Final = Text(
    "Inget hindrar ensamt. Det är tillsammans som kraven inte kan uppfyllas.",
    "Nothing stands in the way alone. It is together that the demands cannot be met.",
)
LEVERS: Final = Text("Det här kan påverkas och har prövats: {what}.", "This can be changed and was tried: {what}.")
NO_LEVERS: Final = Text(
    "Inget av det som är känt och har betydelse kan påverkas.", "Nothing that is known and matters can be changed."
)
UNKNOWN: Final = Text("Ta reda på först", "Find out first")
UNKNOWN_WHY: Final = Text(
    "Det här är inte känt och räknas aldrig som ändrat. Att ta reda på det kostar ingen ändring och kan korta "
    "vägen: {what}.",
    "This is not known and never counts as changed. Finding it out takes no change and may shorten the path: {what}.",
)
ASSUMED: Final = Text(
    "Allt annat antas vara som nu, också uppgifter om att något har blivit bättre eller sämre. Ett ändrat värde räknas "
    "utan sin tidsserie.",
    "All else is taken to be as it is now, also observations that something has become better or worse. A changed "
    "value counts without its series.",
)
TRY: Final = Text("Pröva själv: {command}", "Try it yourself: {command}")
