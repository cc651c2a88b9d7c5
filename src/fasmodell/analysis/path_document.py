"""`path` as a page: the least that has to change, which measures act on it, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell import wording as base_words
from fasmodell.analysis import words_path as w
from fasmodell.analysis.levers import Shift
from fasmodell.analysis.page_ends import foot_blocks, head_blocks
from fasmodell.analysis.path import Blocker, Counterfactual, Path
from fasmodell.analysis.target import MeasureTarget, PhaseTarget
from fasmodell.describe import describe
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, bullets
from fasmodell.facts import fact_of
from fasmodell.influence import Influence
from fasmodell.knowledge import IndicatorId
from fasmodell.phase_text import headline
from fasmodell.reasons import lower_first
from fasmodell.results import RankedMeasure, Recommendation, Standing
from fasmodell.rules import RuleId
from fasmodell.scales import Value
from fasmodell.terms import STANDING_OF_ONE, TIMES
from fasmodell.view import View

_MOST_ACTING = 4
_ACTED = (Standing.NOW, Standing.IN_PLACE, Standing.PREPARE, Standing.NEEDS_DECISION)


class Acting:
    """The measures worth proposing that act on an indicator: those the vocabulary names first, then by standing."""

    def __init__(self, view: View, path: Path) -> None:
        self.view = view
        # What is to be made possible cannot be what makes it so.
        self.left_out = path.target.measure if isinstance(path.target, MeasureTarget) else None
        self.influence = Influence(view.knowledge, view.rules)

    def on(self, indicator: IndicatorId) -> list[RankedMeasure]:
        """Those that come now, are in place, can be prepared or need a decision."""
        change = self.view.knowledge.indicators[indicator].changeable
        declared = () if change is None else change.measures
        on = {*self.influence.measures_on(indicator), *declared} - {self.left_out}
        found = [one for one in self.view.answer.measures if one.measure in on and one.standing in _ACTED]
        return sorted(found, key=lambda one: (one.measure not in declared, _ACTED.index(one.standing)))


def path_page(view: View, path: Path) -> Document:
    """Lay out the least that has to change; `view` is the answer as things are."""
    blocks: list[Block] = [*head_blocks(view), Paragraph(now_text(view, path)), Paragraph(meaning(view, path))]
    if path.is_reached:
        blocks.append(Paragraph(view.say(w.REACHED)))
    elif path.cost is None:
        blocks += _no_way(view, path)
    else:
        blocks += _least(view, path)
        acting = Acting(view, path)
        for number, one in enumerate(path.alternatives, 1):
            is_only = len(path.alternatives) == 1
            if one.shifts:
                blocks.append(Heading(view.say(w.THE_CHANGE) if is_only else view.say(w.CHANGE, n=number)))
            blocks += _alternative(view, path, one, acting)
    if path.unknown and not path.is_reached:
        names = "; ".join(_name(view, indicator) for indicator in path.unknown)
        blocks += [Heading(view.say(w.UNKNOWN)), Paragraph(view.say(w.UNKNOWN_WHY, what=names))]
    blocks += foot_blocks(view)
    return Document(title_of(view, path), tuple(blocks))


def title_of(view: View, path: Path) -> str:
    """What was asked."""
    if isinstance(path.target, PhaseTarget):
        return view.say(w.TITLE_PHASE, phase=path.target.phase)
    return view.say(w.TITLE_MEASURE, measure=view.measure_name(path.target.measure))


def now_text(view: View, path: Path) -> str:
    """How things stand now."""
    if isinstance(path.target, PhaseTarget):
        return view.say(w.NOW_PHASE, phase=lower_first(headline(view)))
    return view.say(w.NOW_MEASURE, standing=_standing(view, view.answer, path.target))


def meaning(view: View, path: Path) -> str:
    """What it means that the target is reached."""
    if isinstance(path.target, PhaseTarget):
        return view.say(w.PHASE_MEANS, phase=path.target.phase)
    return view.say(w.MEASURE_MEANS)


def _standing(view: View, answer: Recommendation, target: MeasureTarget) -> str:
    return STANDING_OF_ONE[answer.measure(target.measure).standing].to(view.language)


def _name(view: View, indicator: IndicatorId) -> str:
    return view.knowledge.indicators[indicator].name.to(view.language)


def _least(view: View, path: Path) -> Iterator[Block]:
    if path.cost is None:
        return
    effort, observations = path.cost
    if not observations:
        yield Paragraph(view.say(w.ONLY_TIME))
        return
    text = w.LEAST_ONE if observations == 1 else w.LEAST_MANY
    yield Paragraph(view.say(text, effort=view.number(effort), n=view.number(observations)))
    if path.ways > 1:
        shown = view.number(len(path.alternatives))
        yield Paragraph(view.say(w.WAYS if path.is_counted else w.WAYS_MORE, n=view.number(path.ways), shown=shown))
    yield Paragraph(view.say(w.EFFORT))
    yield Paragraph(view.say(w.ASSUMED))


def _alternative(view: View, path: Path, one: Counterfactual, acting: Acting) -> Iterator[Block]:
    if one.shifts:
        yield Items(tuple(_shift(view, shift, acting) for shift in one.shifts))
    for text in outcome_texts(view, path, one):
        yield Paragraph(text)
    if one.shifts:
        yield Paragraph(view.say(w.TRY, command=command(one.shifts)))


def _shift(view: View, shift: Shift, acting: Acting) -> Item:
    below = [Item(text) for text in cost_texts(view, shift)]
    measures = acting.on(shift.indicator)
    below += [Item(acting_text(view, ranked)) for ranked in measures[:_MOST_ACTING]]
    if not measures:
        below.append(Item(view.say(w.NOTHING_ACTS)))
    elif len(measures) > _MOST_ACTING:
        below.append(Item(view.say(w.MORE_ACT, n=view.number(len(measures) - _MOST_ACTING))))
    return Item(shift_text(view, shift), tuple(below))


def shift_text(view: View, shift: Shift) -> str:
    """One observation with its value now and the value it has to get."""
    return view.say(
        w.SHIFT,
        indicator=_name(view, shift.indicator),
        before=view.bare_value(shift.indicator, shift.before),
        after=view.knowledge.indicators[shift.indicator].write(shift.after, view.language),
        steps=view.counted(shift.steps, w.STEP_ONE, w.STEP_MANY),
        cost=view.number(shift.cost),
    )


def cost_texts(view: View, shift: Shift) -> list[str]:
    """Why a step costs what it does."""
    change = view.knowledge.indicators[shift.indicator].changeable
    return [] if change is None else [view.say(w.WHY_COST, reason=change.numbers.reason.to(view.language))]


def acting_text(view: View, ranked: RankedMeasure) -> str:
    """A measure that acts on what has to change, and when that can be expected to show."""
    time = TIMES[view.measure(ranked.measure).time_to_effect.grade].to(view.language)
    standing = STANDING_OF_ONE[ranked.standing].to(view.language)
    return view.say(w.ACTS, measure=view.measure_name(ranked.measure), standing=standing, time=time)


def outcome_texts(view: View, path: Path, one: Counterfactual) -> list[str]:
    """What the engine answers to the changes, at once and when the gates have held."""
    at_once, held = (_outcome(view, path, answer) for answer in (one.at_once, one.held))
    texts = [view.say(w.AT_ONCE, answer=at_once)]
    if one.at_once.phase.on_the_way_to is not None:
        months = view.number(view.rules.phase_policy.hold_months)
        texts += [view.say(w.HOLD_WHY, months=months), view.say(w.HELD, months=months, answer=held)]
    elif one.at_once.phase.candidates != one.held.phase.candidates:
        texts.append(view.say(w.EVENT_WHY, answer=held))
    return texts


def _outcome(view: View, path: Path, answer: Recommendation) -> str:
    phase = lower_first(headline(View(answer, view.base, view.language)))
    if isinstance(path.target, PhaseTarget):
        return phase
    return view.say(w.STANDS, phase=phase, standing=_standing(view, answer, path.target))


def command(shifts: tuple[Shift, ...]) -> str:
    """The options by which the changes can be tried."""
    return "fasmodell what-if PROFILE " + " ".join(
        f"--set {shift.indicator}={_as_written(shift.after)}" for shift in shifts
    )


def _as_written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _no_way(view: View, path: Path) -> Iterator[Block]:
    yield Heading(view.say(w.NO_WAY))
    if isinstance(path.target, MeasureTarget) and view.measure(path.target.measure).blocked is not None:
        yield Paragraph(view.say(w.BLOCKED))
        return
    yield Paragraph(view.say(w.NO_WAY_WHY))
    if path.blockers:
        yield bullets(blocker_text(view, one) for one in path.blockers)
    else:
        yield Paragraph(view.say(w.TOGETHER))
    names = "; ".join(_name(view, indicator) for indicator in path.levers)
    yield Paragraph(view.say(w.LEVERS, what=names) if names else view.say(w.NO_LEVERS))


def blocker_text(view: View, one: Blocker) -> str:
    """What stays in the way whatever changes."""
    if one.gate is None:
        what = lower_first(describe(view, one.fact).rstrip("."))
        return view.say(w.NOT_SO_OPEN if one.is_open else w.NOT_SO, what=what)
    points = view.counted(one.points, base_words.POINT, base_words.POINTS)
    title = lower_first(view.rule_title(RuleId(fact_of(one.fact).subject)))
    never = w.NEVER_OPEN if one.is_open else w.NEVER
    return view.say(w.STAYS if one.applies else never, title=title, points=points)
