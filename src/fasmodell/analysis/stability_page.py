"""`stability` as a page: the smallest changes that give another answer, and how often the answer holds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from fasmodell.analysis import words_stability as w
from fasmodell.analysis.page_ends import foot_lines, head_blocks
from fasmodell.analysis.stability import LAYERS, TOP, MeasureShare, Stability
from fasmodell.analysis.threshold_breakpoints import POLICY, STEP, THRESHOLD, Number, NumberChange
from fasmodell.analysis.weight_breakpoints import ADJUSTMENT, WeightChange, tops_of
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, Table, bullets
from fasmodell.knowledge import IndicatorId, Track
from fasmodell.phase_text import headline, phases
from fasmodell.reasons import lower_first
from fasmodell.rules import Operator, RuleId, Strength
from fasmodell.terms import OPERATORS, STRENGTHS, TRACKS
from fasmodell.view import View

_CELLS = 10
_SCALED = ("percent", "level", "index")


def stability_page(view: View, found: Stability, top: int) -> Document:
    """Lay out how stable an answer is, with at most `top` changes of each kind."""
    blocks: list[Block] = [*head_blocks(view), Paragraph(view.say(w.NOW, phase=lower_first(headline(view))))]
    parts = (
        smallest_blocks(view, found, top),
        draw_blocks(view, found),
        _high_blocks(view, found),
        tie_blocks(view, found),
        _method(view, found),
    )
    blocks += chain.from_iterable(parts)
    return Document(view.say(w.TITLE), tuple(blocks))


def smallest_blocks(view: View, found: Stability, top: int) -> Iterator[Block]:
    """The smallest changes that give another answer, at most `top` of each kind, one at a time and all at once."""
    yield Heading(view.say(w.SMALLEST))
    yield Paragraph(view.say(w.SMALLEST_MEANS))
    yield Paragraph(view.say(w.LOOKED_AT, n=found.looked_at))
    yield Heading(view.say(w.FOR_PHASE), 3)
    moving = [_number(view, one) for one in found.numbers if one.changes_phase]
    if moving:
        yield _first(view, moving, top)
    else:
        yield Paragraph(view.say(w.NOTHING_FOR_PHASE))
    yield Paragraph(view.say(w.WEIGHTS_LEAVE_PHASE))
    yield Heading(view.say(w.FOR_ORDER), 3)
    weighing = [(float(one.share), _weight(view, one)) for one in found.weights]
    weighing += [(one.share, _number(view, one)) for one in found.numbers if one.dethroned]
    weighing.sort(key=lambda one: one[0])
    if weighing:
        yield _first(view, [item for _, item in weighing], top)
    else:
        yield Paragraph(view.say(w.NOTHING_FOR_ORDER))
    yield from _joint(view, found)


def _first(view: View, items: Sequence[Item], top: int) -> Items:
    more = len(items) - top
    return Items((*items[:top], *((Item(view.say(w.MORE, n=more)),) if more > 0 else ())))


def _number(view: View, change: NumberChange) -> Item:
    number = change.number
    what, before = number_name(view, number), _written(view, number, number.written)
    after = _written(view, number, change.turns_at)
    if not change.is_reached:
        after = view.say(w.JUST_ABOVE if change.tried > change.turns_at else w.JUST_BELOW, value=after)
    indicator = None if number.indicator is None else view.knowledge.indicators[number.indicator]
    of = w.OF_SCALE if indicator is not None and indicator.scale in _SCALED else w.OF_NUMBER
    share = view.say(of, share=percent(view, change.share))
    below = [Item(view.say(w.PHASE_THEN, phases=phases(view, change.candidates)))] if change.changes_phase else []
    for track, top, by in change.dethroned:
        names = {"track": w.TRACK_NAMES[track].to(view.language), "top": view.measure_name(top)}
        if by is None:
            below.append(Item(view.say(w.NONE_THEN, **names)))
        else:
            below.append(Item(view.say(w.FIRST_THEN, by=view.measure_name(by), **names)))
    return Item(view.say(w.FROM_TO, what=what, before=before, after=after, change=share), tuple(below))


def _written(view: View, number: Number, value: float) -> str:
    if number.indicator is None:
        return view.number(value)
    indicator = view.knowledge.indicators[number.indicator]
    amount = indicator.write(int(value) if float(value).is_integer() else value, view.language)
    if number.operator is None or number.operator is Operator.BETWEEN:
        return amount
    return OPERATORS[number.operator][0].to(view.language).format(amount)


def number_name(view: View, number: Number) -> str:
    """What a number that the project has decided is called."""
    if number.kind == POLICY:
        name, _, strength = number.name.partition("/")
        told = STRENGTHS[Strength(strength)].to(view.language) if strength else ""
        return w.POLICY[name].to(view.language).format(strength=told)
    if number.kind == THRESHOLD:
        return view.say(w.THRESHOLD, name=number.name)
    assert number.indicator is not None  # steps and bounds compare an indicator
    compared = lower_first(view.knowledge.indicators[number.indicator].name.to(view.language))
    if number.kind == STEP:
        level = view.knowledge.indicators[IndicatorId(number.name)]
        assert level.graded_from is not None
        name = lower_first(level.name.to(view.language))
        return view.say(w.STEP, level=level.graded_from.steps[number.place][0], indicator=name, number=compared)
    return view.say(
        w.RULE_BOUND, rule=view.rules.rules[RuleId(number.name)].title.to(view.language), indicator=compared
    )


def _weight(view: View, change: WeightChange) -> Item:
    track = w.TRACK_NAMES[change.track].to(view.language)
    after = view.number(_away(change.turns_at, 2, change.is_up))
    if not change.is_reached:
        after = view.say(w.JUST_ABOVE if change.is_up else w.JUST_BELOW, value=after)
    sign = "+" if change.is_up else "\u2212"
    text = view.say(
        w.FROM_TO,
        what=weight_name(view, change.weight, change.track),
        before=view.number(change.written),
        after=after,
        change=f"{sign}{percent(view, change.share)}",
    )
    by, top = view.measure_name(change.by), view.measure_name(change.top)
    return Item(text, (Item(view.say(w.FIRST_THEN, by=by, top=top, track=track)),))


def weight_name(view: View, weight: str, track: Track) -> str:
    """What a weight is called."""
    kind, _, strength = weight.partition("/")
    if kind == ADJUSTMENT:
        return w.ADJUSTMENT[strength].to(view.language)
    criterion = view.rules.ranking_policy.criteria[weight].name.to(view.language)
    return view.say(w.WEIGHT, criterion=criterion, track=w.TRACK_NAMES[track].to(view.language))


def _joint(view: View, found: Stability) -> Iterator[Block]:
    tops = tops_of(view.answer)
    if not tops:
        return
    yield Heading(view.say(w.JOINT), 3)
    yield Paragraph(view.say(w.JOINT_MEANS))
    items = []
    for one in found.joint:
        words = {
            "track": TRACKS[one.track].to(view.language),
            "share": f"{view.number(_away(one.share * 100, 1, True))}\u00a0%",
            "by": view.measure_name(one.by),
            "top": view.measure_name(one.top),
        }
        items.append(view.say(w.JOINT_SHARE if one.is_reached else w.JOINT_MORE, **words))
    turned = {one.track for one in found.joint}
    items += [
        view.say(w.NO_JOINT, track=w.TRACK_NAMES[track].to(view.language)) for track in tops if track not in turned
    ]
    yield bullets(items)


def draw_blocks(view: View, found: Stability) -> Iterator[Block]:
    """How often each assessment comes out in the draws."""
    draws = found.settings.draws
    yield Heading(view.say(w.DRAWS))
    yield Paragraph(view.say(w.DRAWS_MEANS, n=view.number(draws)))
    yield Table(
        view.say(w.PHASE_TABLE),
        (view.say(w.ASSESSMENT), *(w.LAYERS[layer].to(view.language) for layer in LAYERS)),
        tuple(
            (phases(view, one.candidates), *(percent(view, Fraction(count, draws)) for count in one.counts))
            for one in found.phases
        ),
    )


def _high_blocks(view: View, found: Stability) -> Iterator[Block]:
    draws = found.settings.draws
    if any(shown_of(found, track) for track in Track):
        yield Paragraph(view.say(w.HIGH_TABLE, top=TOP))
    for track in Track:
        shown = shown_of(found, track)
        if shown:
            yield Heading(TRACKS[track].to(view.language), 3)
            yield bullets(_measure(view, one, draws) for one in shown)


def shown_of(found: Stability, track: Track) -> list[MeasureShare]:
    """The measures of a track that are shown: those most often among the first, and the one that is first now."""
    own = [one for one in found.measures if one.track is track]
    often = [one for one in own if one.high[-1]][:TOP]
    return often + [one for one in own if one.rank == 1 and one not in often]


def _measure(view: View, one: MeasureShare, draws: int) -> str:
    high, first = Fraction(one.high[-1], draws), Fraction(one.first[-1], draws)
    return view.say(
        w.HIGH_ROW,
        bar=bar(high),
        high=percent(view, high),
        measure=view.measure_name(one.measure),
        first=percent(view, first),
        weights=percent(view, Fraction(one.high[0], draws)),
        rank=view.say(w.NO_RANK_NOW) if one.rank is None else view.say(w.RANK_NOW, rank=one.rank),
    )


def tie_blocks(view: View, found: Stability) -> Iterator[Block]:
    """The measures with nearly the same score as the first of a track."""
    if found.near_ties:
        yield Heading(view.say(w.NEAR_TIES))
        yield bullets(
            view.say(w.NEAR_TIE, top=view.measure_name(one.top), others=view.listed(map(view.measure_name, one.others)))
            for one in found.near_ties
        )


def method_lines(view: View, found: Stability) -> tuple[str, ...]:
    """How the changes and the draws are made."""
    return (
        view.say(w.METHOD_WEIGHTS, spread=percent(view, found.settings.spread)),
        view.say(w.METHOD_MARGINS, n=len(found.drawn)),
        view.say(w.METHOD_ANSWERS, n=len(found.answered)),
        view.say(w.METHOD_BASIS),
        view.say(w.METHOD_FIXED),
        view.say(w.METHOD_SEED, seed=found.settings.seed),
    )


def _method(view: View, found: Stability) -> Iterator[Block]:
    yield Heading(view.say(w.METHOD))
    yield bullets((*method_lines(view, found), *foot_lines(view)))


def _away(value: Fraction, decimals: int, is_up: bool) -> float:
    """A number with few decimals, rounded so that what is said to be enough is."""
    scaled = value * 10**decimals
    return float(Fraction(math.ceil(scaled) if is_up else math.floor(scaled), 10**decimals))


def bar(share: Fraction) -> str:
    """A bar of ten cells; only all of the draws fill it, and only none of them leave it empty."""
    cells = int(share * _CELLS + Fraction(1, 2))
    if 0 < share < 1:
        cells = min(max(cells, 1), _CELLS - 1)
    return "█" * cells + "░" * (_CELLS - cells)


def percent(view: View, share: Fraction | float) -> str:
    """A share in whole per cent; what is not quite all or nothing says so."""
    value = share * 100
    if 0 < value < 1:
        return f"<{view.number(1)}\u00a0%"
    if 99 < value < 100:
        return f">{view.number(99)}\u00a0%"
    return f"{view.number(round(value))}\u00a0%"
