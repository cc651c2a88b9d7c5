"""The sentences of the schemas for editors, in both languages; they stand beside keys and names while one writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text
from fasmodell.scales import Scale

UNKNOWN: Final = Text(
    "{kind} finns inte i regelbasen; `fasmodell kb list` visar vad som finns",
    "there is no such {kind} in the rule base; `fasmodell kb list` shows what there is",
)
KINDS: Final[Mapping[str, Text]] = {
    "indicator": Text("indikatorn", "indicator"),
    "finding": Text("bedömningen", "finding"),
    "measure": Text("åtgärden", "measure"),
    "actor": Text("aktören", "actor"),
    "source": Text("källan", "source"),
    "threshold": Text("gränsvärdet", "threshold"),
    "topic": Text("ämnet", "topic"),
    "gate": Text("passagen", "gate"),
    "warning": Text("varningen", "warning"),
    "rule": Text("regeln", "rule"),
}
SCALES: Final[Mapping[Scale, Text]] = {
    Scale.PERCENT: Text("procent", "per cent"),
    Scale.RATE: Text("per 100 000 invånare", "per 100,000 residents"),
    Scale.COUNT: Text("antal", "count"),
    Scale.LEVEL: Text("nivå 0–3", "level 0–3"),
    Scale.INDEX: Text("index", "index"),
    Scale.FLAG: Text("ja eller nej", "yes or no"),
    Scale.CHOICE: Text("val", "choice"),
    Scale.MONTHS: Text("månader", "months"),
    Scale.NUMBER: Text("tal", "number"),
}
TITLES: Final[Mapping[str, Text]] = {
    "rules": Text("En fil med regler, gränsvärden eller policyer", "A file of rules, thresholds or policies"),
    "tests": Text("En fil med regelprov", "A file of rule tests"),
    "profile": Text("En områdesprofil", "The profile of an area"),
    "knowledge": Text("En fil i kunskapsbasen", "A file of the knowledge base"),
    "imports": Text("En mappning för import", "A mapping for imports"),
}

# What stands beside a key of a condition or a conclusion.
KEYS: Final[Mapping[str, Text]] = {
    "indicator": Text("Något som observeras: jämför dess värde", "Something observed: compare its value"),
    "finding": Text("En bedömning: minst den nivå som anges", "A finding: at least at the level given"),
    "in_place": Text("En åtgärd som redan pågår", "A measure that runs already"),
    "phase": Text("Området är i fasen, eller i någon av dem", "The area is in the phase, or in one of them"),
    "gate": Text("En passage mellan två faser", "A gate between two phases"),
    "all": Text("Alla villkor i listan gäller", "Every condition of the list holds"),
    "any": Text("Minst ett villkor i listan gäller", "At least one condition of the list holds"),
    "not": Text("Villkoret är känt och gäller inte", "The condition is known and does not hold"),
    "at_least": Text("Värdet är minst detta", "The value is at least this"),
    "at_most": Text("Värdet är högst detta", "The value is at most this"),
    "above": Text("Värdet är över detta", "The value is above this"),
    "below": Text("Värdet är under detta", "The value is below this"),
    "between": Text(
        "Värdet är mellan två tal, gränserna medräknade", "The value is between two numbers, both included"
    ),
    "is": Text("Värdet är precis detta", "The value is exactly this"),
    "one_of": Text("Värdet är något av dessa", "The value is one of these"),
    "trend": Text("Värdet ökar, minskar eller är oförändrat", "The value rises, falls or is steady"),
    "over_months": Text("Över så många månader", "Over so many months"),
    "param": Text("Ett gränsvärde med namn", "A threshold by its name"),
    "level": Text("Den nivå som bedömningen får", "The level that the finding gets"),
    "strength": Text("Hur tungt det väger", "How much it weighs"),
    "topic": Text("Vad stödet handlar om, med ett ord", "What the evidence is about, in one word"),
    "prefer": Text("Talar för åtgärden", "Speaks for the measure"),
    "discourage": Text("Talar emot åtgärden", "Speaks against the measure"),
    "require": Text("Kräver åtgärden", "Requires the measure"),
    "exclude": Text("Utesluter åtgärden", "Excludes the measure"),
    "warn": Text("Ger en dokumenterad varning", "Gives a documented warning"),
}

# What stands beside a key of a profile.
PROFILE_KEYS: Final[Mapping[str, Text]] = {
    "area": Text("Området: namn, kommun och hur många som bor där", "The area: its name, municipality and residents"),
    "as_of": Text("Den dag som läget avser, som 2026-03-31", "The day the situation is as of, as 2026-03-31"),
    "observations": Text(
        "Vad som är känt om området; det som inte står här är okänt",
        "What is known of the area; what does not stand here is unknown",
    ),
    "measures_in_place": Text(
        "Åtgärder som pågår; en tom lista säger att inga gör det",
        "Measures that run; an empty list says that none does",
    ),
    "previous_assessment": Text("Den förra bedömningen av fasen", "The previous assessment of the phase"),
    "goal": Text("Vad som ska nås, och när", "What is to be reached, and by when"),
    "plan": Text("Vad en handlingsplan får kosta och rymma", "What an action plan may cost and hold"),
}
VALUE_UNKNOWN: Final = Text("Inte känt", "Not known")
DATE: Final = Text("skriv år-månad-dag, som 2026-03-31", "write year-month-day, as 2026-03-31")
PERIOD: Final = Text("skriv 2026, 2026-Q1, 2026-03 eller 2026-03-31", "write 2026, 2026-Q1, 2026-03 or 2026-03-31")

RULED_OUT: Final = Text("känt att det inte är så", "known not to be so")
OPEN: Final = Text("inte avgjort", "not decided")
