"""What readers see for the words of the model: standings, tracks, states, basis, evidence, time and cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Basis, Emphasis, FindingKind, Level, Role, Secrecy, Text, Track
from fasmodell.results import GateState, Standing
from fasmodell.rules import AdviceKind, Operator, Strength

STANDINGS: Final[Mapping[Standing, Text]] = {
    Standing.NOW: Text("Nu", "Now"),
    Standing.PREPARE: Text("Förbered först", "Prepare first"),
    Standing.NEEDS_DECISION: Text("Kräver beslut", "Needs a decision"),
    Standing.LATER: Text("Senare", "Later"),
    Standing.IN_PLACE: Text("Pågår redan", "Already in place"),
    Standing.NO_NEED: Text("Inget fastställt behov", "No established need"),
    Standing.EXCLUDED: Text("Uteslutna", "Excluded"),
    Standing.BLOCKED: Text("Använd inte", "Do not use"),
}
STANDING_OF_ONE: Final[Mapping[Standing, Text]] = {**STANDINGS, Standing.EXCLUDED: Text("Utesluten", "Excluded")}

TRACKS: Final[Mapping[Track, Text]] = {
    Track.FOUNDATION: Text("Grund", "Foundation"),
    Track.DIRECT: Text("Direkta åtgärder", "Direct measures"),
    Track.SLOW: Text("Långsamma åtgärder", "Slow measures"),
}
TRACK_MEANINGS: Final[Mapping[Track, Text]] = {
    Track.FOUNDATION: Text("gör annat arbete möjligt", "makes other work possible"),
    Track.DIRECT: Text("verkar direkt på problemen", "act directly on the problems"),
    Track.SLOW: Text("verkar först efter flera år", "take effect only after years"),
}

GATE_STATES: Final[Mapping[GateState, Text]] = {
    GateState.OPEN: Text("öppen", "open"),
    GateState.SHUT: Text("stängd", "shut"),
    GateState.UNDETERMINED: Text("obestämd", "undetermined"),
}

STRENGTHS: Final[Mapping[Strength, Text]] = {
    Strength.WEAK: Text("svagt stöd", "weak evidence"),
    Strength.MODERATE: Text("medelstarkt stöd", "moderate evidence"),
    Strength.STRONG: Text("starkt stöd", "strong evidence"),
    Strength.DECISIVE: Text("avgörande stöd", "decisive evidence"),
}

LEVELS: Final[Mapping[FindingKind, Mapping[Level, Text]]] = {
    FindingKind.PROBLEM: {
        Level.SIGNS: Text("tecken", "signs"),
        Level.MARKED: Text("påtagligt", "marked"),
        Level.ACUTE: Text("akut", "acute"),
    },
    FindingKind.STRENGTH: {
        Level.SIGNS: Text("tecken", "signs"),
        Level.MARKED: Text("påtagligt", "marked"),
        Level.ACUTE: Text("mycket påtagligt", "very marked"),
    },
}

# The noun of a basis, as in "bygger delvis på tolkning".
BASES: Final[Mapping[Basis, Text]] = {
    Basis.QUOTED: Text("lästa källor", "sources read"),
    Basis.PARTIAL: Text("delvis lästa källor", "sources read in part"),
    Basis.SECONDARY: Text("andrahandsuppgifter", "second-hand accounts"),
    Basis.DERIVED: Text("härledning ur publicerade tal", "derivation from published figures"),
    Basis.INFERRED: Text("tolkning", "inference"),
    Basis.PROJECT_DECISION: Text("projektbeslut", "project decisions"),
}
# What stands before the title of a source, so that inference never reads as the source's own words.
CITED_AS: Final[Mapping[Basis, Text]] = {
    Basis.QUOTED: Text("Källa", "Source"),
    Basis.PARTIAL: Text("Källa, delvis läst", "Source, read in part"),
    Basis.SECONDARY: Text("Andrahandsuppgift", "Second-hand account"),
    Basis.DERIVED: Text("Härlett ur", "Derived from"),
    Basis.INFERRED: Text("Tolkning utifrån", "Inferred from"),
    Basis.PROJECT_DECISION: Text("Projektbeslut, jämför", "Project decision, compare"),
}

READINGS: Final[Mapping[str, Text]] = {
    "quoted": Text("läst", "read"),
    "partial": Text("delvis läst", "read in part"),
    "secondary": Text("känd genom andra", "known through others"),
    "not_read": Text("inte läst", "not read"),
    "own": Text("projektets eget", "the project’s own"),
}

GRADES: Final[Mapping[str, Text]] = {
    "Q1": Text("systematiska översikter", "systematic reviews"),
    "Q2": Text("enstaka starka studier", "single strong studies"),
    "Q3": Text("svaga jämförelser", "weak comparisons"),
    "Q4": Text("erfarenhet, ingen mätt effekt", "experience, no measured effect"),
    "Q5": Text("bara lag eller idé", "law or idea only"),
}
DIRECTIONS: Final[Mapping[str, Text]] = {
    "positive": Text("positiv effekt", "positive effect"),
    "mixed": Text("blandad effekt", "mixed effect"),
    "none": Text("ingen påvisad effekt", "no effect shown"),
    "negative": Text("skadlig effekt", "harmful effect"),
    "unknown": Text("okänd effekt", "effect not known"),
    "enabler": Text("möjliggör annat", "enables others"),
}
SETTINGS: Final[Mapping[str, Text]] = {
    "swedish": Text("från Sverige", "from Sweden"),
    "foreign": Text("från utlandet", "from abroad"),
    "mixed": Text("från Sverige och utlandet", "from Sweden and abroad"),
}

TIMES: Final[Mapping[str, Text]] = {
    "weeks": Text("veckor", "weeks"),
    "months": Text("månader", "months"),
    "year": Text("omkring ett år", "about a year"),
    "years": Text("flera år", "several years"),
    "quick": Text("upp till 6 månader", "up to 6 months"),
    "medium": Text("6–24 månader", "6–24 months"),
    "slow": Text("2–5 år", "2–5 years"),
    "very_slow": Text("mer än 5 år", "more than 5 years"),
    "not_known": Text("inte känd", "not known"),
}
COSTS: Final[Mapping[str, Text]] = {
    "low": Text("låg", "low"),
    "medium": Text("medelhög", "medium"),
    "high": Text("hög", "high"),
    "not_known": Text("inte känd", "not known"),
}

EMPHASES: Final[Mapping[Emphasis, Text]] = {
    Emphasis.START: Text("starta", "start"),
    Emphasis.CORE: Text("tyngdpunkt", "core"),
    Emphasis.KEEP: Text("fortsätt", "continue"),
    Emphasis.NONE: Text("inte nu", "not now"),
}
ROLES: Final[Mapping[Role, Text]] = {
    Role.PRIMARY: Text("främst", "first of all"),
    Role.SECONDARY: Text("vid sidan om", "besides"),
}
ADVICE: Final[Mapping[AdviceKind, Text]] = {
    AdviceKind.PREFER: Text("talar för", "speaks for"),
    AdviceKind.DISCOURAGE: Text("talar emot", "speaks against"),
    AdviceKind.REQUIRE: Text("kräver", "requires"),
    AdviceKind.EXCLUDE: Text("utesluter", "excludes"),
}
SECRECY: Final[Mapping[Secrecy, Text]] = {
    Secrecy.PUBLIC: Text("öppen", "public"),
    Secrecy.INTERNAL: Text("intern", "internal"),
    Secrecy.SECRET: Text("sekretess", "secret"),
}

MOVEMENTS: Final[Mapping[str, Text]] = {
    "rising": Text("ökar", "rises"),
    "falling": Text("minskar", "falls"),
    "steady": Text("är oförändrad", "is steady"),
}
OTHER_MOVEMENTS: Final[Mapping[str, Text]] = {
    "rising": Text("ökar inte", "does not rise"),
    "falling": Text("minskar inte", "does not fall"),
    "steady": Text("är inte oförändrad", "is not steady"),
}
EXPECTED: Final[Mapping[str, Text]] = {
    "rising": Text("bör öka", "should rise"),
    "falling": Text("bör minska", "should fall"),
    "steady": Text("bör vara oförändrat", "should hold steady"),
}

# How a bound is written, and how it is written when the rule demands the opposite.
OPERATORS: Final[Mapping[Operator, tuple[Text, Text]]] = {
    Operator.AT_LEAST: (Text("minst {0}", "at least {0}"), Text("under {0}", "below {0}")),
    Operator.AT_MOST: (Text("högst {0}", "at most {0}"), Text("över {0}", "above {0}")),
    Operator.ABOVE: (Text("över {0}", "above {0}"), Text("högst {0}", "at most {0}")),
    Operator.BELOW: (Text("under {0}", "below {0}"), Text("minst {0}", "at least {0}")),
    Operator.BETWEEN: (
        Text("mellan {0} och {1}", "between {0} and {1}"),
        Text("inte mellan {0} och {1}", "not between {0} and {1}"),
    ),
    Operator.IS: (Text("{0}", "{0}"), Text("inte {0}", "not {0}")),
    Operator.ONE_OF: (Text("något av {all}", "one of {all}"), Text("inget av {all}", "none of {all}")),
}
# What the files of a rule base hold, as a sentence names one entry of each kind.
SECTIONS: Final[Mapping[str, Text]] = {
    "rules": Text("regeln", "the rule"),
    "thresholds": Text("gränsvärdet", "the threshold"),
    "measures": Text("åtgärden", "the measure"),
    "indicators": Text("indikatorn", "the indicator"),
    "findings": Text("bedömningen", "the finding"),
    "warnings": Text("varningen", "the warning"),
    "actors": Text("aktören", "the actor"),
    "systems": Text("arbetssättet", "the way of working"),
    "early_signs": Text("det tidiga tecknet", "the early sign"),
    "decision_reasons": Text("skälet för beslut", "the reason for a decision"),
    "sources": Text("källan", "the source"),
    "phase_policy": Text("grunderna för beslut om fas", "the policy for deciding the phase"),
    "ranking_policy": Text("grunderna för rangordningen", "the policy for ranking"),
    "plan_policy": Text("grunderna för planen", "the policy for plans"),
}
