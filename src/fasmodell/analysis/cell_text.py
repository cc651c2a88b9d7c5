"""The values of a cell as a reader meets them: one value, a range, or a list of options."""

from __future__ import annotations

from typing import Final

from fasmodell.cells import Cell
from fasmodell.knowledge import Indicator, IndicatorId, Text
from fasmodell.reasons import lower_first
from fasmodell.view import View

_RANGE: Final = Text("{low}–{high}", "{low}–{high}")
_UP_TO: Final = Text("högst {high}", "at most {high}")
_FROM: Final = Text("minst {low}", "at least {low}")
_ABOVE: Final = Text("över {low}", "above {low}")
_BELOW: Final = Text("under {high}", "below {high}")
_BETWEEN: Final = Text("{low_end} och {high_end}", "{low_end} and {high_end}")
_ANY: Final = Text("vilket värde som helst", "any value")
_OR: Final = Text("eller", "or")


def cell_text(view: View, indicator: IndicatorId, cell: Cell) -> str:
    """The values of a cell in words; an end that is the end of the indicator's own range is left out."""
    known = view.knowledge.indicators[indicator]
    if cell.low is None or cell.high is None:
        return view.listed((lower_first(view.bare_value(indicator, value)) for value in cell.members), _OR)
    low, high = view.number(cell.low), view.number(cell.high)
    if cell.low == cell.high:
        return low
    is_lowest, is_highest = _is_end(cell.low, known.low), _is_end(cell.high, known.high)
    if is_lowest and is_highest:
        return view.say(_ANY)
    if is_highest:
        return view.say(_FROM if cell.has_low else _ABOVE, low=low)
    if is_lowest:
        return view.say(_UP_TO if cell.has_high else _BELOW, high=high)
    if cell.has_low and cell.has_high:
        return view.say(_RANGE, low=low, high=high)
    low_end = view.say(_FROM if cell.has_low else _ABOVE, low=low)
    return view.say(_BETWEEN, low_end=low_end, high_end=view.say(_UP_TO if cell.has_high else _BELOW, high=high))


def cells_text(view: View, indicator: IndicatorId, cells: tuple[Cell, ...]) -> str:
    """Several cells in words; whole numbers that follow on each other are one range."""
    joined: list[Cell] = []
    for cell in cells:
        if joined and _follows(joined[-1], cell):
            joined[-1] = joined[-1]._replace(high=cell.high, has_high=cell.has_high)
        else:
            joined.append(cell)
    return view.listed((cell_text(view, indicator, cell) for cell in joined), _OR)


def anchors_text(view: View, indicator: Indicator, cells: tuple[Cell, ...]) -> str | None:
    """What the step of a level means, where exactly one step is meant."""
    steps = [step for step, _ in enumerate(indicator.anchors) if any(step in cell for cell in cells)]
    return indicator.anchors[steps[0]].to(view.language) if len(steps) == 1 else None


def _follows(one: Cell, other: Cell) -> bool:
    if one.high is None or other.low is None:
        return False
    if one.is_whole and other.is_whole:
        return one.high + 1 == other.low
    return one.high == other.low and one.has_high != other.has_low


def _is_end(end: float, bound: float | None) -> bool:
    return bound is None or end == bound
