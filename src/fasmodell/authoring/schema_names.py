"""The names of a rule base as JSON Schema: each kind is an enumeration with what every name stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fasmodell.authoring import schema_words as words
from fasmodell.knowledge import Indicator, Measure, Text
from fasmodell.rule_base import RuleBase
from fasmodell.rules import SupportsGate
from fasmodell.scales import Language, Scale, write_number

Schema = dict[str, object]
# A name with its label, and what an editor shows of it besides.
Entry = tuple[str, str, str]


def one_of(entries: Iterable[Entry], *, message: str | None = None, kind: str = "string") -> Schema:
    """
    One of some words, each with what an editor shows beside it; nothing when there are none.

    `message` is what an editor says of another word, instead of listing them all.
    """
    listed = list(entries)
    if not listed:
        return {"not": {}}
    schema: Schema = {
        "type": kind,
        "enum": [word for word, _, _ in listed],
        "enumDescriptions": [label for _, label, _ in listed],
    }
    if any(details != label for _, label, details in listed):
        schema["markdownEnumDescriptions"] = [details for _, _, details in listed]
    return schema if message is None else {**schema, "errorMessage": message}


def word(name: str, label: str, details: str | None = None) -> Entry:
    """A word with its label, which is all there is to say unless there are details."""
    return name, label, label if details is None else details


def name_schemas(base: RuleBase, language: Language) -> dict[str, Schema]:
    """The definition of every kind of name that a file may refer to."""
    knowledge = base.knowledge

    def named(kind: str, entries: Iterable[Entry]) -> Schema:
        return one_of(entries, message=words.UNKNOWN.to(language).format(kind=words.KINDS[kind].to(language)))

    def titled(names: Mapping[str, Text]) -> Iterator[Entry]:
        return (word(name, text.to(language)) for name, text in names.items())

    return {
        "indicator": named(
            "indicator",
            (word(one.id, one.name.to(language), about(one, language)) for one in knowledge.indicators.values()),
        ),
        "finding": named(
            "finding",
            (
                word(one.id, one.name.to(language), _paragraphs(one.name.to(language), one.description.to(language)))
                for one in knowledge.findings.values()
            ),
        ),
        "measure": named("measure", (_measure(one, language) for one in knowledge.measures.values())),
        "actor": named("actor", titled({one.id: one.name for one in knowledge.actors.values()})),
        "source": named(
            "source", (word(one.id, f"{one.title} ({one.publisher})") for one in knowledge.sources.values())
        ),
        "threshold": named("threshold", titled({one.name: one.text for one in base.rules.thresholds.values()})),
        "topic": named("topic", (word(topic, topic) for topic in topics(base))),
        "gate": named(
            "gate",
            (
                word(one.id, one.name.to(language), _paragraphs(one.name.to(language), one.question.to(language)))
                for one in knowledge.gates.values()
            ),
        ),
        "warning": named("warning", titled({name: one.text for name, one in knowledge.warnings.items()})),
        "rule": named("rule", _rules(base, language)),
    }


def topics(base: RuleBase) -> tuple[str, ...]:
    """What evidence for gates is about, in alphabetical order."""
    return tuple(sorted({one.then.topic for one in base.rules.of_stage(2) if isinstance(one.then, SupportsGate)}))


def about(indicator: Indicator, language: Language) -> str:
    """Name, question, scale and anchors or options of an indicator, as Markdown."""
    if indicator.anchors:
        steps = [f"- `{step}`: {anchor.to(language)}" for step, anchor in enumerate(indicator.anchors)]
    else:
        steps = [f"- `{option}`: {text.to(language)}" for option, text in indicator.options.items()]
    scale = words.SCALES[indicator.scale].to(language)
    if indicator.low is not None and indicator.high is not None and indicator.scale is not Scale.LEVEL:
        low, high = write_number(indicator.low, language), write_number(indicator.high, language)
        unit = "" if indicator.unit is None else f" {indicator.unit.to(language)}"
        scale = f"{scale}, {low}–{high}{unit}"
    return _paragraphs(
        f"**{indicator.name.to(language)}** ({scale})", indicator.question.to(language), "\n".join(steps)
    )


def _measure(measure: Measure, language: Language) -> Entry:
    label = f"{measure.name.to(language)} ({measure.code})"
    return word(measure.id, label, _paragraphs(f"**{label}**", measure.summary.to(language)))


def _rules(base: RuleBase, language: Language) -> Iterator[Entry]:
    """Every rule by its id, and by the name that the tests beside its file may use."""
    titles: dict[str, str] = {}
    for rule in base.rules.rules.values():
        titles[rule.id] = rule.title.to(language)
        titles.setdefault(rule.id.partition("/")[2], rule.title.to(language))
    return (word(name, title) for name, title in titles.items())


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
