"""Two assessments compared as a page: phase, indicators, findings, early signs and measures."""

from __future__ import annotations

from collections.abc import Container, Iterable

from fasmodell.analysis import words_track as w
from fasmodell.analysis.comparison import Comparison
from fasmodell.analysis.movement import FindingMove, IndicatorMove, Reading, RowState, StandingMove
from fasmodell.analysis.sign_reading import SignSeen, Verdict
from fasmodell.document import Block, Heading, Item, Items, Paragraph, Table, bullets
from fasmodell.knowledge import IndicatorId, Level, MeasureId, SignReading
from fasmodell.phase_text import headline, review_text
from fasmodell.reasons import lower_first, short_citation
from fasmodell.results import GateDecision, PhaseDecision
from fasmodell.terms import GATE_STATES, STANDING_OF_ONE
from fasmodell.view import View

_LEVEL_OF_RANK = dict(enumerate(Level, 1))


class Views:
    """The two answers of a comparison in one language; sentences are said by the newer one."""

    def __init__(self, before: View, after: View) -> None:
        self.before = before
        self.after = after

    def indicator(self, indicator: IndicatorId) -> str:
        """The name of an indicator."""
        return self.after.knowledge.indicators[indicator].name.to(self.after.language)

    def indicators(self, indicators: Iterable[IndicatorId]) -> str:
        """Names of indicators inside a sentence."""
        return self.after.listed(lower_first(self.indicator(one)) for one in indicators)

    def measures(self, measures: Iterable[MeasureId]) -> str:
        """Names of measures as a list."""
        return "; ".join(map(self.after.measure_name, measures))


def phase_blocks(views: Views, comparison: Comparison) -> list[Block]:
    """The phase before and now, persistence, reasons to review, and the gates."""
    view = views.after
    before, after = headline(views.before), headline(view)
    moved = view.say(w.PHASE_SAME, phase=lower_first(after)) if before == after else ""
    lines = [moved or view.say(w.PHASE_MOVED, before=lower_first(before), after=lower_first(after))]
    persisted = comparison.persisted
    if persisted.previous is not None and outcome(persisted.phase) != outcome(comparison.after.phase):
        date, phase = persisted.previous.as_of.isoformat(), persisted.previous.phase
        counted = lower_first(phase_words(view, persisted.phase))
        lines.append(view.say(w.PERSISTED, date=date, phase=phase, counted=counted))
    if comparison.agrees_with_stated is False:
        lines.append(view.say(w.STATED_OTHERWISE, date=comparison.before.profile.as_of.isoformat()))
    lines += [
        view.say(
            w.GATE_BROKEN,
            gate=view.knowledge.gates[move.gate].name.to(view.language),
            names=views.indicators(move.broken),
        )
        for move in comparison.gates
        if move.broken
    ]
    lines += [view.say(w.REVIEW, text=review_text(view, item)) for item in comparison.after.phase.review]
    return [Heading(view.say(w.PHASE_SECTION)), bullets(lines), _gates(views, comparison)]


def outcome(phase: PhaseDecision) -> tuple[object, ...]:
    """What a phase decision says, apart from its evidence."""
    return phase.phase, phase.candidates, phase.on_the_way_to


def phase_words(view: View, phase: PhaseDecision) -> str:
    """A phase decision in a few words, in the wording of the answer's own headline."""
    return headline(View(view.answer._replace(phase=phase), view.base, view.language))


def _gates(views: Views, comparison: Comparison) -> Table:
    view = views.after
    rows = [
        (
            view.knowledge.gates[move.gate].name.to(view.language),
            gate_cell(view, move.before),
            gate_cell(view, move.after),
        )
        for move in comparison.gates
    ]
    head = tuple(view.say(text) for text in (w.GATE, w.BEFORE, w.AFTER))
    return Table(view.say(w.GATES_CAPTION), head, tuple(rows))


def gate_cell(view: View, gate: GateDecision) -> str:
    """The state of a gate with the points on each side."""
    state = GATE_STATES[gate.state].to(view.language)
    return view.say(w.GATE_CELL, state=state, open=view.number(gate.points_open), shut=view.number(gate.points_shut))


def indicator_blocks(views: Views, comparison: Comparison) -> list[Block]:
    """The indicators that moved, and for the others why not or why they could not be compared."""
    view = views.after
    moved = [one for one in comparison.indicators if one.movement not in (None, "steady")]
    blocks: list[Block] = [Heading(view.say(w.INDICATORS_SECTION))]
    if moved:
        signs = {
            one.sign.indicator for one in comparison.signs if one.came and one.sign.reading is not SignReading.GOOD
        }
        head = tuple(view.say(text) for text in (w.INDICATOR, w.BEFORE, w.AFTER, w.CHANGE, w.READ_AS))
        blocks.append(Table(view.say(w.MOVED_CAPTION), head, tuple(_indicator_row(views, one, signs) for one in moved)))
    else:
        blocks.append(Paragraph(view.say(w.NOTHING_MOVED)))
    return [*blocks, bullets(_other_indicators(views, comparison.indicators, moved))]


def _indicator_row(views: Views, move: IndicatorMove, signs: Container[IndicatorId]) -> tuple[str, ...]:
    view = views.after
    change = "" if move.change is None else view.number(float(move.change))
    before, after = values(views, move)
    change = f"+{change}" if move.change is not None and move.change > 0 else change
    reading = view.say(w.SEE_SIGNS if move.indicator in signs else w.READINGS[move.reading])
    return views.indicator(move.indicator), before, after, change, reading


def values(views: Views, move: IndicatorMove) -> tuple[str, str]:
    """The value before and now, without units; not known where there is none."""
    view, unknown = views.after, views.after.say(w.UNKNOWN_BOTH)
    before, after = (
        unknown if one is None else lower_first(view.bare_value(move.indicator, one.value))
        for one in (move.before, move.after)
    )
    return before, after


def change_words(views: Views, move: IndicatorMove | None) -> str:
    """How an indicator moved, or why that cannot be said."""
    view = views.after
    if move is None:
        return view.say(w.UNKNOWN_BOTH)
    if move.movement is None:
        return view.say(w.STATES[move.state])
    before, after = values(views, move)
    return view.say(w.CHANGES[move.movement], before=before, after=after)


def _other_indicators(views: Views, moves: Iterable[IndicatorMove], moved: Iterable[IndicatorMove]) -> list[str]:
    view, moves = views.after, list(moves)
    steady = sum(one.movement == "steady" for one in moves)
    found = [view.say(w.STEADY, n=view.number(steady))] if steady else []
    surveys = [one.indicator for one in moved if _needs_margin(views, one) and not one.is_margin_stated]
    half_stated = [one.indicator for one in moves if _is_method_half_stated(one)]
    named = [(w.NO_MARGIN, surveys), (w.METHOD_NOT_STATED, half_stated)]
    for text, state in (
        (w.METHOD_BREAK, RowState.METHOD_BREAK),
        (w.NOT_NEWER, RowState.NOT_NEWER),
        (w.UNKNOWN_BEFORE, RowState.UNKNOWN_BEFORE),
        (w.UNKNOWN_NOW, RowState.UNKNOWN_NOW),
    ):
        named.append((text, [one.indicator for one in moves if one.state is state]))
    return [*found, *(view.say(text, names=views.indicators(names)) for text, names in named if names)]


def _needs_margin(views: Views, move: IndicatorMove) -> bool:
    return views.after.knowledge.indicators[move.indicator].scale == "percent"


def _is_method_half_stated(move: IndicatorMove) -> bool:
    methods = [None if one is None else one.method for one in (move.before, move.after)]
    return move.state is RowState.COMPARED and (methods[0] is None) != (methods[1] is None)


def finding_blocks(views: Views, comparison: Comparison) -> list[Block]:
    """The findings whose level, or what is known of it, differs."""
    view = views.after
    blocks: list[Block] = [Heading(view.say(w.FINDINGS_SECTION))]
    if not comparison.findings:
        return [*blocks, Paragraph(view.say(w.NO_FINDINGS))]
    head = tuple(view.say(text) for text in (w.FINDING, w.BEFORE, w.AFTER, w.READ_AS))
    rows = tuple(_finding_row(view, move) for move in comparison.findings)
    return [*blocks, Table(view.say(w.FINDINGS_CAPTION), head, rows)]


def _finding_row(view: View, move: FindingMove) -> tuple[str, ...]:
    name = view.knowledge.findings[move.finding].name.to(view.language)
    unsaid = w.BROKEN if move.broken else w.CANNOT_BE_SAID
    reading = unsaid if move.movement is None else w.READINGS[move.reading]
    return name, _level(view, move, move.before), _level(view, move, move.after), view.say(reading)


def _level(view: View, move: FindingMove, levels: tuple[int, int]) -> str:
    low, high = levels
    if not low:
        return view.say(w.NOT_ESTABLISHED if high else w.RULED_OUT)
    level = view.level(move.finding, _LEVEL_OF_RANK[low])
    return level if low == high else view.say(w.OR_HIGHER, level=level)


def sign_blocks(views: Views, comparison: Comparison) -> list[Block]:
    """The early signs that came with how they are read, and those that did not or could not be seen."""
    view, moves = views.after, {one.indicator: one for one in comparison.indicators}
    came = [one for one in comparison.signs if one.came]
    blocks: list[Block] = [Heading(view.say(w.SIGNS_SECTION))]
    if came:
        blocks.append(Items(tuple(_sign_item(views, one, moves[one.sign.indicator]) for one in came)))
    else:
        blocks.append(Paragraph(view.say(w.NO_SIGNS)))
    rest = []
    for text, state in ((w.SIGNS_NOT_COME, False), (w.SIGNS_UNKNOWN, None)):
        names = dict.fromkeys(one.sign.indicator for one in comparison.signs if one.came is state)
        if names:
            rest.append(view.say(text, names=views.indicators(names)))
    return [*blocks, bullets(rest)]


def _sign_item(views: Views, seen: SignSeen, move: IndicatorMove) -> Item:
    view, sign = views.after, seen.sign
    verdict = view.say(w.VERDICTS[seen.verdict or Verdict.OPEN])
    change = change_words(views, move)
    text = view.say(
        w.SIGN_CAME,
        text=sign.text.to(view.language),
        indicator=views.indicator(sign.indicator),
        change=change,
        verdict=verdict,
    )
    below = []
    if sign.within_months is not None:
        early = {True: w.EARLY, False: w.NOT_EARLY, None: w.EARLY_UNKNOWN}[seen.is_early]
        measures = views.measures(seen.explained_by)
        below.append(view.say(early, n=view.number(sign.within_months), measures=measures))
    if seen.beside:
        below.append(view.say(w.BESIDE, names=view.listed(_beside(views, *one) for one in seen.beside)))
    below.append(f"{short_citation(view, sign.source)}.")
    return Item(text, tuple(map(Item, below)))


def _beside(views: Views, indicator: IndicatorId, reading: Reading | None) -> str:
    view = views.after
    if reading is None:
        words = view.say(w.CANNOT_BE_SAID)
    else:
        words = view.say(w.BESIDE_STEADY if reading is Reading.NEITHER else w.READINGS[reading])
    return view.say(w.ONE_BESIDE, name=lower_first(views.indicator(indicator)), reading=words)


def measure_blocks(views: Views, comparison: Comparison) -> list[Block]:
    """The measures that came or left, and those that started or stopped."""
    view = views.after
    lines = []
    for text, one, moves in (
        (w.CAME_TO_NOW, w.NAME_FROM, comparison.came_to_now),
        (w.LEFT_NOW, w.NAME_TO, comparison.left_now),
    ):
        if moves:
            is_from = one is w.NAME_FROM
            names = "; ".join(_standing_name(view, move, is_from) for move in moves)
            lines.append(view.say(text, names=names))
    rest = len(comparison.standings) - len(comparison.came_to_now) - len(comparison.left_now)
    if rest:
        lines.append(view.say(w.OTHER_STANDINGS, n=view.number(rest)))
    for text, before, after in ((w.STARTED, False, True), (w.STOPPED, True, False)):
        names = views.measures(m.measure for m in comparison.running if m.before is before and m.after is after)
        if names:
            lines.append(view.say(text, names=names))
    unclear = [move.measure for move in comparison.running if None in (move.before, move.after)]
    told = [one for one in unclear if any(m.measure == one and (m.before or m.after) for m in comparison.running)]
    if told:
        lines.append(view.say(w.RUNNING_UNCLEAR, names=views.measures(told)))
    return [Heading(view.say(w.MEASURES_SECTION)), bullets(lines or [view.say(w.NO_MEASURES)])]


def _standing_name(view: View, move: StandingMove, is_from: bool) -> str:
    ranked = move.before if is_from else move.after
    standing = lower_first(STANDING_OF_ONE[ranked.standing].to(view.language))
    text = view.say(w.NAME_FROM if is_from else w.NAME_TO, name=view.measure_name(move.measure), standing=standing)
    return text if move.after.is_settled else view.say(w.UNSETTLED, name=text)
