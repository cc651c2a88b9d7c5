"""The texts of new entries: whole, in order, and with a placeholder wherever only the author can say something."""

from __future__ import annotations

from typing import Final

from fasmodell.authoring.yaml_words import written_text
from fasmodell.scales import Scale

STAGES: Final = {"finding": "1-findings", "gate": "2-gates"}
MEASURE_STAGE: Final = "3-measures"
RULES_OPENING: Final = "format: fasmodell.rules/1\nrules:"
TESTS_OPENING: Final = "format: fasmodell.tests/1\ncases:"
INDICATORS_OPENING: Final = "format: fasmodell.indicators/1\nindicators:"


def rule_entry(name: str, when: str, then: str, shown: str | None, source: str) -> str:
    """A rule, given its condition and conclusion; `shown` is an indicator whose value its reason shows."""
    value = f" Värdet är {{{shown}}}." if shown else ""
    english = f" The value is {{{shown}}}." if shown else ""
    return f"""\
{name}:
  title: {{sv: "FYLL I: vad regeln säger, i några ord", en: "FILL IN: what the rule says, in a few words"}}
  when: {when}
  then: {then}
  because:
    sv: >-
      FYLL I: varför slutsatsen följer.{value}
    en: >-
      FILL IN: why the conclusion follows.{english}
  numbers:
    basis: project_decision
    reason:
      sv: "FYLL I: varför just dessa gränser och vikter."
      en: "FILL IN: why these limits and weights."
  source: {_source(source)}
  status: draft
"""


def indicator_entry(name: str, scale: Scale, direction: str, actor: str, source: str) -> str:
    """An indicator on a scale; levels and choices come with anchors and options to fill in."""
    return f"""\
{name}:
  name: {{sv: "FYLL I: namn", en: "FILL IN: name"}}
  scale: {scale}
{_UNITS.get(scale, "")}  direction: {direction}
{_SCALE_PARTS.get(scale, "")}  question:
    sv: "FYLL I: frågan som indikatorn svarar på?"
    en: "FILL IN: the question that the indicator answers?"
  ask: [{actor}]
  official_data: {{sv: "FYLL I: officiell statistik, om det finns", en: "FILL IN: official statistics, if any"}}
  typical_source: {{sv: "FYLL I: var uppgiften brukar finnas", en: "FILL IN: where it is usually found"}}
  finest_level: area
  secrecy: internal
  activity_sensitive: false
  core: false
  source: {_source(source)}
"""


def measure_entry(name: str, code: str, track: str, finding: str | None, actor: str, source: str) -> str:
    """A measure, of which nothing is claimed that is not known: evidence Q5, direction unknown."""
    targets = f"  targets:\n    - {{finding: {finding}, role: primary}}\n" if finding else ""
    return f"""\
{name}:
  code: {code}
  name: {{sv: "FYLL I: namn", en: "FILL IN: name"}}
  summary:
    sv: "FYLL I: vad åtgärden är, så att en ny kollega förstår."
    en: "FILL IN: what the measure is, so that a new colleague understands."
  mechanism:
    sv: "FYLL I: hur den är tänkt att verka."
    en: "FILL IN: how it is thought to work."
  track: {track}
{targets}  emphasis:
    1: start
    2: core
    3: keep
    note: {{sv: "FYLL I: varför så i varje fas", en: "FILL IN: why so in each phase"}}
    source: {_source(source)}
  lead: [{actor}]
  lead_in: {{class: not_known}}
  time_to_effect: {{class: not_known}}
  cost: {{class: not_known}}
  evidence:
    grade: Q5
    direction: unknown
    swedish: {{sv: Inte utvärderad., en: Not evaluated.}}
    outcomes:
      - outcome: {{sv: "FYLL I: vad som ska bli bättre", en: "FILL IN: what is to improve"}}
        grade: Q5
        direction: unknown
        effect: {{sv: Inte känd., en: Not known.}}
        setting: swedish
        source: {_source(source)}
  first_steps:
    - {{sv: "FYLL I: första steget", en: "FILL IN: the first step"}}
  follow_up:
    - text: {{sv: "FYLL I: hur åtgärden följs upp", en: "FILL IN: how the measure is followed up"}}
  source: {_source(source)}
"""


def measures_opening() -> str:
    """What a new file of measures begins with."""
    return (
        "format: fasmodell.measures/1\n"
        'theme: {sv: "FYLL I: åtgärdernas tema", en: "FILL IN: theme of the measures"}\nmeasures:'
    )


def _source(ref: str) -> str:
    return f'{{ref: {written_text(ref, in_brackets=True)}, locator: "FYLL I: var i källan", basis: project_decision}}'


_UNITS: Final = {
    Scale.NUMBER: '  unit: {sv: "FYLL I: enhet", en: "FILL IN: unit"}\n',
    Scale.RATE: '  unit: {sv: "FYLL I: enhet", en: "FILL IN: unit"}\n',
}
_SCALE_PARTS: Final = {
    Scale.LEVEL: "  anchors:\n"
    + "".join(
        f'    {step}: {{sv: "FYLL I: vad som ses på nivå {step}", en: "FILL IN: what is seen at level {step}"}}\n'
        for step in range(4)
    ),
    Scale.CHOICE: "  options:\n"
    + "".join(
        f'    option_{letter}: {{sv: "FYLL I: alternativ {letter}", en: "FILL IN: option {letter}"}}\n'
        for letter in "ab"
    ),
}
