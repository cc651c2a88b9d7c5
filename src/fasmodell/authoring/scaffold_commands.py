"""What `new-rule`, `new-indicator` and `new-measure` put into a rule base: which entries, in which files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fasmodell.authoring.catalogue_pages import catalogue_pages
from fasmodell.authoring.rule_tests import SUFFIX
from fasmodell.authoring.safe_write import Rewrite
from fasmodell.authoring.scaffold import Addition, Target, loaded_with, rewrites_of
from fasmodell.authoring.scaffold_cases import cases_for
from fasmodell.authoring.scaffold_entries import (
    INDICATORS_OPENING,
    MEASURE_STAGE,
    RULES_OPENING,
    STAGES,
    TESTS_OPENING,
    indicator_entry,
    measure_entry,
    measures_opening,
    rule_entry,
)
from fasmodell.knowledge import IndicatorId
from fasmodell.rule_base import RuleBase, compile_rule_base
from fasmodell.rules import Comparison, Rule, RuleId, atoms_of
from fasmodell.scales import Scale


class NewRule(NamedTuple):
    """A rule to be added: its id, and its condition and conclusion as they are written."""

    id: str
    when: str
    then: str


class NewIndicator(NamedTuple):
    """An indicator to be added, and the file of indicators that it goes to."""

    id: str
    scale: Scale
    direction: str
    actor: str
    file: str


class NewMeasure(NamedTuple):
    """A measure to be added, and the file of measures that it goes to."""

    id: str
    code: str
    track: str
    finding: str | None
    actor: str
    file: str


def condition_text(written: str, base: RuleBase, others: tuple[str, ...] = ()) -> str | None:
    """
    A condition as rules have it, from one or from its short form; None when the short form names nothing known.

    The short form is `indicator:at_least:2`, `indicator:value` or `finding:level`. `others` are indicators to come.
    """
    if written.lstrip().startswith("{"):
        return written
    name, *rest = (part.strip() for part in written.split(":"))
    if name in base.knowledge.indicators or name in others:
        operator, value = rest if len(rest) == 2 else ("is", *rest) if len(rest) == 1 else ("", "")
        return f"{{indicator: {name}, {operator}: {value}}}" if operator else None
    if name in base.knowledge.findings and len(rest) <= 1:
        return f"{{finding: {name}, at_least: {rest[0]}}}" if rest else f"{{finding: {name}}}"
    return None


def conclusion_text(written: str) -> str | None:
    """A conclusion as rules have it, from one or from the short form `finding:level`; None when it is neither."""
    if written.lstrip().startswith("{"):
        return written
    finding, colon, level = written.partition(":")
    return f"{{finding: {finding.strip()}, level: {level.strip()}}}" if colon and finding and level else None


def new_entries(
    target: Target,
    source: str,
    *,
    rule: NewRule | None = None,
    indicator: NewIndicator | None = None,
    measure: NewMeasure | None = None,
) -> list[Rewrite]:
    """
    The files that change, with the cases of the rule and the pages of the catalogue where there is one.

    Raises FasmodellError when a file cannot take what is new, and RuleBaseError with every problem of what was named.
    """
    additions = []
    if indicator is not None:
        path = target.knowledge_file("indicators", indicator.file)
        entry = indicator_entry(indicator.id, indicator.scale, indicator.direction, indicator.actor, source)
        additions.append(Addition(path, "indicators", entry, INDICATORS_OPENING))
    if measure is not None:
        path = target.knowledge_file("measures", measure.file)
        entry = measure_entry(measure.id, measure.code, measure.track, measure.finding, measure.actor, source)
        additions.append(Addition(path, "measures", entry, measures_opening()))
    if rule is None:
        rewrites = rewrites_of(additions, target)
        return [*rewrites, *_pages(target, compile_rule_base(loaded_with(target, rewrites)))]
    path = _rule_path(target, rule)
    plain = Addition(
        path, "rules", rule_entry(rule.id.partition("/")[2], rule.when, rule.then, None, source), RULES_OPENING
    )
    base = compile_rule_base(loaded_with(target, rewrites_of([*additions, plain], target)))
    read = base.rules.rules[RuleId(rule.id)]
    shown = next((one for one in _compared(read) if base.knowledge.indicators[one].scale.is_numeric), None)
    entry = rule_entry(rule.id.partition("/")[2], rule.when, rule.then, shown, source)
    cases = "\n".join(_without_indent(case) for case in cases_for(read, base))
    tests = Addition(path.with_name(f"{path.stem}{SUFFIX}"), "cases", cases, TESTS_OPENING)
    whole = [*additions, plain._replace(entry=entry), *([tests] if cases else [])]
    rewrites = rewrites_of(whole, target)
    return [*rewrites, *_pages(target, compile_rule_base(loaded_with(target, rewrites)))]


def _compared(rule: Rule) -> Iterator[IndicatorId]:
    return (atom.indicator for atom in atoms_of(rule.when) if isinstance(atom, Comparison))


def _rule_path(target: Target, rule: NewRule) -> Path:
    """The file of a rule; its stage is that of its conclusion."""
    concluded = rule.then.strip().lstrip("{").partition(":")[0].strip(" \"'")
    return target.rule_file(STAGES.get(concluded, MEASURE_STAGE), rule.id.partition("/")[0])


def _without_indent(case: str) -> str:
    return "".join(line[2:] for line in case.splitlines(keepends=True))


def _pages(target: Target, base: RuleBase) -> list[Rewrite]:
    """The pages of the catalogue that change, where it stands beside the folder of rules."""
    folder = target.rules.parent / "docs" / "catalogue"
    if target.local is not None or not (folder / "README.md").is_file():
        return []
    found = []
    for name, text in catalogue_pages(base).items():
        path = folder / name
        before = path.read_bytes() if path.is_file() else None
        if before != text.encode():
            found.append(Rewrite(path, before, text.encode()))
    return found
