"""A profile to fill in: every indicator with its question, whom to ask, its anchors and the unit to write in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from fasmodell.knowledge import Indicator, IndicatorId, KnowledgeBase, Text
from fasmodell.scales import Language, Scale, write_unit

_WIDTH = 110
_HEAD = Text(
    "Områdesprofil. Fyll i det som är känt och låt resten stå som unknown: okänt är aldrig noll eller nej.\n"
    "Skriv aldrig namn, adresser eller ärenden, och inget om ursprung, religion eller språk.\n"
    "Ange gärna källa och period: {value: 2, source: EST v. 10–13, period: 2026-03}.\n"
    "Med method: NTU eller method: lokal enkät syns det senare om två mätningar går att jämföra.",
    "Area profile. Fill in what is known and leave the rest as unknown: unknown is never zero or no.\n"
    "Never write names, addresses or cases, and nothing about origin, religion or language.\n"
    "Source and period are welcome: {value: 2, source: EST weeks 10–13, period: 2026-03}.\n"
    "With method: NTU or method: local survey it can be seen later whether two measurements can be compared.",
)
_AREA = Text("Områdets namn", "Name of the area")
_MEASURES = Text(
    "Åtgärder som pågår, till exempel [{measure: neighbourhood_watch, since: 2024-05}]. En ifylld lista räknas som "
    "hela listan: det som inte står i den pågår inte. Låt stå som unknown om det inte är känt.",
    "Measures that run, for example [{measure: neighbourhood_watch, since: 2024-05}]. A list that is filled in counts "
    "as the whole list: what is not in it does not run. Leave as unknown when not known.",
)
_PREVIOUS = Text("Förra bedömningen, om det finns en", "The previous assessment, if there is one")
_GOAL = Text("Ett mål att hålla läget mot, om det finns ett", "A goal to hold the situation against, if there is one")
_PLAN = Text(
    "Ramar för åtgärdsplanen, om de är kända: hur många åtgärder som kan införas samtidigt, per ansvarig aktör, och "
    "budget i kronor",
    "Terms of the action plan, where known: how many measures can be introduced at once, per leading actor, and a "
    "budget in kronor",
)
_ASK = Text("Fråga", "Ask")


def profile_template(
    knowledge: KnowledgeBase,
    language: Language,
    *,
    core_only: bool = True,
    only: Sequence[IndicatorId] | None = None,
) -> str:
    """Write a profile with every core indicator, every indicator, or `only` some in their order, as unknown."""
    lines = [*_comment(_HEAD.to(language)), "format: fasmodell.profile/1", "area:"]
    lines += [f'  name: "{_AREA.to(language)}"', '  municipality: "0000"', "as_of: 2026-01-01", "observations:"]
    chosen = [one.id for one in knowledge.indicators.values() if one.core or not core_only] if only is None else only
    for name in chosen:
        lines += ["", *_entry(knowledge.indicators[name], knowledge, language)]
    lines += ["", *_comment(_MEASURES.to(language)), "measures_in_place: unknown"]
    lines += [*_comment(_PREVIOUS.to(language)), "# previous_assessment: {phase: 1, as_of: 2025-01-01}"]
    lines += [*_comment(_GOAL.to(language)), "# goal: {phase: 3, police_class: not_listed, by: 2030}"]
    lines += [*_comment(_PLAN.to(language)), "# plan: {start: 2026-04, at_once: 6, actors: {police: 2}}", ""]
    return "\n".join(lines)


def _entry(indicator: Indicator, knowledge: KnowledgeBase, language: Language) -> Iterator[str]:
    actors = ", ".join(knowledge.actors[actor].name.to(language).lower() for actor in indicator.ask)
    yield from _comment(f"{indicator.name.to(language)}. {indicator.question.to(language)}", "  ")
    yield from _comment(f"{_ASK.to(language)}: {actors}. {indicator.official_data.to(language)}", "  ")
    for choice in _choices(indicator, language):
        yield from _comment(choice, "    ")
    yield f"  {indicator.id}: unknown"


def _choices(indicator: Indicator, language: Language) -> Iterator[str]:
    if indicator.scale is Scale.LEVEL:
        for step, anchor in enumerate(indicator.anchors):
            yield f"{step} = {anchor.to(language)}"
    elif indicator.scale is Scale.CHOICE:
        for option, text in indicator.options.items():
            yield f"{option} = {text.to(language)}"
    elif indicator.scale is Scale.FLAG:
        yield {"sv": "true = ja, false = nej", "en": "true = yes, false = no"}[language]
    else:
        unit = indicator.unit.to(language) if indicator.unit else write_unit(indicator.scale, language)
        yield f"{indicator.low:g}–{indicator.high:g} {unit}".rstrip()


def _comment(text: str, indent: str = "") -> list[str]:
    lines = [line for part in text.split("\n") for line in textwrap.wrap(part, _WIDTH - len(indent) - 2)]
    return [f"{indent}# {line}" for line in lines]
