"""The labels of a card that shows one entry of the rule base, and the words of its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Basis, Emphasis, Text, Track
from fasmodell.scales import Language
from fasmodell.terms import BASES, CLASSES, DIRECTIONS, EMPHASES, READINGS, ROLES, TRACKS

LABELS: Final[Mapping[str, Text]] = {
    "acted_on_by": Text("Åtgärder mot detta", "Measures that act on it"),
    "ask": Text("Fråga", "Ask"),
    "blocked": Text("Använd inte", "Do not use"),
    "companion": Text("Görs tillsammans med", "Done together with"),
    "concluded_by": Text("Fastställs av reglerna", "Concluded by the rules"),
    "conflict": Text("Kan krocka med", "May clash with"),
    "cost": Text("Kostnad", "Cost"),
    "evidence": Text("Kunskapsläge", "Evidence"),
    "first_steps": Text("Första steg", "First steps"),
    "follow_up": Text("Uppföljning", "Follow-up"),
    "graded_from": Text("Graderas ur", "Graded from"),
    "harms": Text("Möjlig skada", "Possible harm"),
    "lead": Text("Leds av", "Led by"),
    "lead_in": Text("Tid till start", "Time to start"),
    "legal_gate": Text("Rättsligt villkor", "Legal condition"),
    "materials": Text("Material", "Materials"),
    "mechanism": Text("Hur den verkar", "How it works"),
    "not_known": Text("inte känt", "not known"),
    "numbers": Text("Tal", "Numbers"),
    "official_data": Text("Officiella data", "Official data"),
    "phase": Text("Fas", "Phase"),
    "pitfalls": Text("Fallgropar", "Pitfalls"),
    "precondition": Text("Förutsättning", "Precondition"),
    "prerequisite": Text("Behövs först", "Needed first"),
    "question": Text("Fråga att besvara", "Question to answer"),
    "range": Text("Mellan", "Range"),
    "read": Text("Källan är", "The source is"),
    "reference": Text("Att jämföra med", "To compare with"),
    "source": Text("Källa", "Source"),
    "target": Text("Riktas mot", "Acts on"),
    "time_to_effect": Text("Tid till verkan", "Time to effect"),
    "track": Text("Spår", "Track"),
    **{role.value: text for role, text in ROLES.items()},
    **{f"read_{reading}": text for reading, text in READINGS.items()},
}


def basis_name(basis: Basis, language: Language) -> str:
    """How a statement rests on its source."""
    return BASES[basis].to(language)


def class_name(estimate: str, grade: str, language: Language) -> str:
    """The class of an estimate: of the time to start, the time to effect or the cost."""
    return CLASSES[estimate][grade].to(language)


def direction_name(direction: str, language: Language) -> str:
    """Which way an effect goes."""
    return DIRECTIONS[direction].to(language)


def emphasis_name(emphasis: Emphasis, language: Language) -> str:
    """The weight of a measure in a phase."""
    return EMPHASES[emphasis].to(language)


def track_name(track: Track, language: Language) -> str:
    """How a measure works."""
    return TRACKS[track].to(language)
