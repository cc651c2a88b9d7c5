"""`what-if` as a page: two answers side by side, and the rules that changed their mind with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fasmodell import wording as base_words
from fasmodell.analysis import words_what_if as w
from fasmodell.analysis.answer_difference import (
    OPEN,
    RULED_OUT,
    AnswerDifference,
    MeasureChange,
    ObservationChange,
    RuleChange,
)
from fasmodell.analysis.page_ends import foot_blocks, head_blocks
from fasmodell.condition_text import Check, checks, state_word
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, Table, bullets
from fasmodell.facts import fact_of
from fasmodell.knowledge import FindingId, IndicatorId, Level
from fasmodell.phase_text import headline, phases
from fasmodell.reasons import lower_first
from fasmodell.results import GateDecision, RankedMeasure
from fasmodell.rule_base import RuleBase
from fasmodell.rules import RuleId
from fasmodell.scales import Language, Value
from fasmodell.terms import GATE_STATES, STANDING_OF_ONE
from fasmodell.view import View


class Pair(NamedTuple):
    """Two answers seen in one language."""

    before: View
    after: View

    @classmethod
    def of(cls, found: AnswerDifference, base: RuleBase, language: Language) -> Pair:
        """The two answers of a difference."""
        return cls(View(found.before, base, language), View(found.after, base, language))


def what_if_page(pair: Pair, found: AnswerDifference, changed: Sequence[IndicatorId], top: int) -> Document:
    """
    Lay out what would be otherwise.

    `changed` are the indicators that were set; of findings, measures and rules `top` are shown each, and every measure
    with another standing.
    """
    view = pair.after
    blocks: list[Block] = [*head_blocks(view), Paragraph(view.say(w.SET))]
    blocks.append(bullets(_set_to(view, indicator) for indicator in changed))
    blocks.append(Paragraph(view.say(w.NO_HISTORY)))
    if not found.observations:
        blocks.append(Paragraph(view.say(w.NO_OTHER_VALUE)))
    if found.is_empty:
        blocks.append(Paragraph(view.say(w.NOTHING)))
    else:
        parts = (_phase(pair, found), _measures(pair, found, top), _findings(pair, found, top))
        for part in (*parts, _observations(pair, found), _rules(pair, found, top), _questions(view, found)):
            blocks += part
    blocks += foot_blocks(view)
    return Document(view.say(w.TITLE), tuple(blocks))


def _set_to(view: View, indicator: IndicatorId) -> str:
    observation = view.observation(indicator)
    value = _written(view, indicator, None if observation is None else observation.value)
    return view.say(w.SET_TO, indicator=view.knowledge.indicators[indicator].name.to(view.language), value=value)


def _written(view: View, indicator: IndicatorId, value: Value | None) -> str:
    found = view.knowledge.indicators[indicator]
    return view.say(base_words.UNKNOWN) if value is None else found.write(value, view.language)


def _table(view: View, rows: Sequence[tuple[str, str, str]]) -> Table:
    return Table("", (view.say(w.WHAT), view.say(w.BEFORE), view.say(w.AFTER)), tuple(rows))


def _observations(pair: Pair, found: AnswerDifference) -> Iterator[Block]:
    if found.observations:
        yield Heading(pair.after.say(w.OBSERVATIONS))
        yield _table(pair.after, [_observation(pair.after, change) for change in found.observations])


def _observation(view: View, change: ObservationChange) -> tuple[str, str, str]:
    name = view.knowledge.indicators[change.indicator].name.to(view.language)
    return name, _written(view, change.indicator, change.before), _written(view, change.indicator, change.after)


def _phase(pair: Pair, found: AnswerDifference) -> Iterator[Block]:
    view = pair.after
    yield Heading(view.say(w.PHASE))
    if not found.is_phase_changed and not found.gates:
        yield Paragraph(view.say(w.SAME_PHASE, phase=lower_first(headline(view))))
        return
    rows = [(view.say(w.PHASE_ROW), headline(pair.before), headline(view))]
    possible = tuple(phases(one, one.answer.phase.possible) for one in pair)
    if possible[0] != possible[1]:
        rows.append((view.say(w.POSSIBLE), possible[0], possible[1]))
    for before, after in zip(found.before.phase.gates, found.after.phase.gates, strict=True):
        name = view.say(w.GATE_ROW, gate=view.knowledge.gates[after.gate].name.to(view.language))
        rows.append((name, gate_text(view, before), gate_text(view, after)))
    yield _table(view, rows)
    yield Paragraph(view.say(w.POINTS_NOTE))


def gate_text(view: View, gate: GateDecision) -> str:
    """A gate's state with its points for open and for shut."""
    state = GATE_STATES[gate.state].to(view.language)
    return view.say(w.GATE_POINTS, state=state, open=gate.points_open, shut=gate.points_shut)


def _findings(pair: Pair, found: AnswerDifference, top: int) -> Iterator[Block]:
    view, count = pair.after, len(found.findings)
    if count:
        yield Heading(view.say(w.FINDINGS, n=count))
        yield _table(
            view,
            [
                (
                    view.knowledge.findings[one.finding].name.to(view.language),
                    level_text(view, one.finding, one.before),
                    level_text(view, one.finding, one.after),
                )
                for one in found.findings[:top]
            ],
        )
        yield from _rest(view, count - top)


def level_text(view: View, finding: FindingId, level: str) -> str:
    """The level of a finding in words."""
    if level in (RULED_OUT, OPEN):
        return view.say(w.RULED_OUT if level == RULED_OUT else w.OPEN)
    return view.level(finding, Level(level))


def _measures(pair: Pair, found: AnswerDifference, top: int) -> Iterator[Block]:
    view, count = pair.after, len(found.measures)
    if not count:
        return
    moved = sum(change.moves for change in found.measures)
    yield Heading(view.say(w.MEASURES, n=count))
    yield Paragraph(view.counted(moved, w.MOVED_ONE, w.MOVED) if moved else view.say(w.RANK_ONLY))
    shown = max(top, moved)
    yield _table(view, [_measure(view, change) for change in found.measures[:shown]])
    yield from _rest(view, count - shown)


def _measure(view: View, change: MeasureChange) -> tuple[str, str, str]:
    return view.measure_name(change.after.measure), place_text(view, change.before), place_text(view, change.after)


def place_text(view: View, ranked: RankedMeasure) -> str:
    """A measure's standing, rank and points."""
    points = view.points(ranked.score)
    standing = lower_first(STANDING_OF_ONE[ranked.standing].to(view.language))
    return view.say(w.PLACE, standing=standing, rank=ranked.rank, points=view.say(base_words.POINTS, n=points))


def _rules(pair: Pair, found: AnswerDifference, top: int) -> Iterator[Block]:
    view, count = pair.after, len(found.rules)
    if count:
        yield Heading(view.say(w.RULES, n=count))
        yield Items(tuple(_rule(pair, change) for change in found.rules[:top]))
        yield from _rest(view, count - top)


def _rule(pair: Pair, change: RuleChange) -> Item:
    view = pair.after
    rule = view.rules.rules[change.rule]
    below = [Item(text) for text in reasons_of(pair, change.rule)]
    below.append(Item(view.say(w.RULE_STANDS, id=rule.id, place=f"{rule.span.file}:{rule.span.line}")))
    return Item(rule_text(view, change), tuple(below))


def rule_text(view: View, change: RuleChange) -> str:
    """What a rule said before and says now."""
    before, after = w.APPLIED[change.before].to(view.language), w.APPLIES[change.after].to(view.language)
    return view.say(w.RULE_CHANGE, title=view.rule_title(change.rule), before=before, after=after)


def reasons_of(pair: Pair, rule: RuleId) -> list[str]:
    """The conditions of a rule that are met otherwise than before."""
    condition = pair.after.rules.rules[rule].when
    lines = zip(checks(pair.before, condition), checks(pair.after, condition), strict=True)
    return [_reason(pair, before, after) for before, after in lines if before.is_met is not after.is_met]


def _reason(pair: Pair, before: Check, after: Check) -> str:
    states = [_state(view, check) for view, check in zip(pair, (before, after), strict=True)]
    text = f"{after.text.rstrip('.:')}:"
    return pair.after.say(w.SINCE, condition=text, before=states[0], after=states[1])


def _state(view: View, check: Check) -> str:
    """Whether a condition is met, with the value that was observed, where there is one."""
    state = state_word(view, check.is_met)
    if check.fact is None or fact_of(check.fact).kind != "indicator" or check.is_met is None:
        return state
    indicator = IndicatorId(fact_of(check.fact).subject)
    value = view.value(indicator)
    return state if value is None else f"{state} ({view.bare_value(indicator, value)})"


def _questions(view: View, found: AnswerDifference) -> Iterator[Block]:
    lines = []
    for text, indicators in ((w.NEW_QUESTIONS, found.questions_new), (w.GONE_QUESTIONS, found.questions_gone)):
        if indicators:
            names = "; ".join(view.knowledge.indicators[one].name.to(view.language) for one in indicators)
            lines.append(view.say(text, what=names))
    for text, rules in ((w.NEW_WARNINGS, found.warnings_new), (w.GONE_WARNINGS, found.warnings_gone)):
        if rules:
            lines.append(view.say(text, what="; ".join(lower_first(view.rule_title(one)) for one in rules)))
    if lines:
        yield Heading(view.say(w.QUESTIONS))
        yield from map(Paragraph, lines)


def _rest(view: View, rest: int) -> Iterator[Block]:
    if rest > 0:
        yield Paragraph(view.say(w.AND_MORE, n=view.number(rest)))
