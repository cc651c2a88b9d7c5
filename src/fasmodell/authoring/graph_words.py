"""The fixed words of the dependency graph, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text

TITLE: Final = Text("Vad som leder till vad i regelbasen", "What leads to what in the rule base")
TITLE_AROUND: Final = Text("Vad som leder till och från: {name}", "What leads to and from: {name}")
TITLE_OVERVIEW: Final = Text("Regelbasen i stort", "The rule base at large")
DESCRIPTION: Final = Text(
    "Pilar går från vänster till höger, från indikatorer över bedömningar, passager och faser till åtgärder. "
    "{nodes} rutor och {edges} pilar.",
    "Arrows go from left to right, from indicators by findings, gates and phases to measures. "
    "{nodes} boxes and {edges} arrows.",
)
FOR: Final = Text("heldragen: talar för, ger eller avgör", "solid: speaks for, gives or decides")
AGAINST: Final = Text("streckad: talar mot, stänger eller varnar", "dashed: speaks against, shuts or warns")
NEEDED: Final = Text("prickad: villkor, eller fas som åtgärden hör till", "dotted: condition, or phase of the measure")
RULES: Final = Text("Regler: {rules}", "Rules: {rules}")

# One heading for each stage, by its number.
STAGES: Final = (
    Text("Indikatorer", "Indicators"),
    Text("Bedömningar", "Findings"),
    Text("Passager", "Gates"),
    Text("Faser", "Phases"),
    Text("Åtgärder och varningar", "Measures and warnings"),
)
LINKS: Final[Mapping[str, Text]] = {
    "grades": Text("graderar", "grades"),
    "shows": Text("visar", "shows"),
    "concludes": Text("ger", "gives"),
    "opens": Text("öppnar", "opens"),
    "shuts": Text("stänger", "shuts"),
    "decides": Text("avgör", "decides"),
    "targets": Text("mål för", "target of"),
    "prefers": Text("talar för", "prefers"),
    "discourages": Text("talar mot", "discourages"),
    "requires": Text("kräver", "requires"),
    "excludes": Text("utesluter", "excludes"),
    "warns": Text("varnar", "warns"),
    "condition": Text("villkor", "condition"),
    "prerequisite": Text("behövs först", "needed first"),
    "emphasis": Text("tyngd", "emphasis"),
}


def running(code: str, name: Text) -> Text:
    """That a measure runs, which the profile tells."""
    return Text(f"Pågår: {code} {name.sv}", f"Runs: {code} {name.en}")


def around(name: Text) -> Text:
    """The title of a graph around one thing."""
    return Text(TITLE_AROUND.sv.format(name=name.sv), TITLE_AROUND.en.format(name=name.en))


def phase(number: int) -> Text:
    """A phase by its number, the only name it has."""
    return Text(f"Fas {number}", f"Phase {number}")


def with_number(name: Text, count: int) -> Text:
    """The name of a group with how many things of its stage it holds."""
    return Text(f"{name.sv} ({count})", f"{name.en} ({count})")
