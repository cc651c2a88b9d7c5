"""Whether a value fits an indicator: its scale, its options and its range."""

from __future__ import annotations

from fasmodell.diagnostics import suggest
from fasmodell.knowledge import Indicator
from fasmodell.place import as_written, described, listed
from fasmodell.scales import Scale, is_number


def value_problem(value: object, indicator: Indicator) -> tuple[str, str | None] | None:
    """Say why a value does not fit an indicator, with advice; None when it fits."""
    name = f"`{indicator.id}`"
    if indicator.scale is Scale.FLAG:
        if isinstance(value, bool):
            return None
        return f"{name} must be `true` or `false`, got {described(value)}", "leave it out when not known"
    if indicator.scale is Scale.CHOICE:
        if isinstance(value, str) and value in indicator.options:
            return None
        near = suggest(str(value), indicator.options)
        help = f"did you mean `{near}`?" if near else f"write one of {listed(indicator.options)}, or `unknown`"
        return f"{as_written(value)} is not an option of {name}", help
    if not is_number(value):
        return f"{name} must be a number, got {described(value)}", "write `unknown` when not known"
    if indicator.scale.is_whole and value != int(value):
        return f"{name} must be a whole number, got {value:.10g}", None
    if not is_within(value, indicator):
        low, high = indicator.low, indicator.high
        return f"{name} must be between {low:.10g} and {high:.10g}, got {value:.10g}", _range_advice(indicator)
    return None


def is_within(value: float, indicator: Indicator) -> bool:
    """Tell whether a number is inside the indicator's range."""
    low, high = indicator.low, indicator.high
    return (low is None or value >= low) and (high is None or value <= high)


def _range_advice(indicator: Indicator) -> str | None:
    if indicator.scale is Scale.PERCENT:
        return "shares are written in per cent, as 52"
    if indicator.scale is Scale.LEVEL:
        steps = "; ".join(f"{step}: {anchor.en}" for step, anchor in enumerate(indicator.anchors))
        return f"the levels are {steps}"
    return None
