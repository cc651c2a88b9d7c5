"""Plots of the results as SVG: both axes logarithmic, told apart by dash, mark and name, so that grey is enough."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 860, 480
LEFT, RIGHT, TOP, BOTTOM = 90, 250, 56, 60
LINE = 15  # between two names
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "1 4", "12 4")

_ATTRIBUTES = 'role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="12"'

Series = Mapping[str, Mapping[str, Sequence[float]]]


def plots(results: Mapping[str, object]) -> dict[str, str]:
    """Every plot by the name of its file."""
    by_rules = results["rules_of_one"]
    return {
        "profiles": plot(
            "Time for 1 to 1,000,000 profiles, 200 rules",
            "Seconds for all profiles over their number. A line that ends early is an engine that was cut off.",
            ("profiles", "seconds"),
            results["profiles"],  # type: ignore[arg-type]
        ),
        "rules": plot(
            "Time for one profile, 50 to 800 rules",
            "Median microseconds for one profile over the number of rules, engines for one profile at a time.",
            ("rules", "microseconds"),
            {
                name: {"sizes": one["sizes"], "seconds": [seconds * 1e6 for seconds in one["seconds"]]}
                for name, one in by_rules.items()
            },
        ),
    }


def plot(title: str, description: str, axes: tuple[str, str], series: Series) -> str:
    """One plot of lines with a name at the end of each."""
    wide = _powers(size for one in series.values() for size in one["sizes"])
    high = _powers(value for one in series.values() for value in one["seconds"])

    def x(value: float) -> float:
        return LEFT + (math.log10(value) - wide[0]) / (wide[-1] - wide[0]) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(value) - high[0]) / (high[-1] - high[0]) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {_ATTRIBUTES}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="28" font-size="16">{escape(title)}</text>',
    ]
    for power in wide:
        at = x(10.0**power)
        parts.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in high:
        at, written = y(10.0**power), f"{10.0**power:,.{max(0, -power)}f}"
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{written}</text>')
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 16}" text-anchor="middle">{axes[0]}</text>')
    parts.append(f'<text transform="translate(20 {middle}) rotate(-90)" text-anchor="middle">{axes[1]}</text>')
    ends = _spread([y(one["seconds"][-1]) for one in series.values()])
    for number, ((name, one), end) in enumerate(zip(series.items(), ends, strict=True)):
        points = [(x(size), y(value)) for size, value in zip(one["sizes"], one["seconds"], strict=True)]
        parts += _line(number, points, name, end)
    return "\n".join([*parts, "</svg>", ""])


def _line(number: int, points: Sequence[tuple[float, float]], name: str, end: float) -> list[str]:
    ours = name.startswith("fasmodell")
    shade, width = ("#000", 2.4) if ours else ("#777", 1.4)
    dash = _DASHES[number % len(_DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    last, start = points[-1], WIDTH - RIGHT + 16
    marks = "".join(_mark(number, x, y, shade) for x, y in points)
    return [
        f'<path d="{path}" fill="none" stroke="{shade}" stroke-width="{width}"{dashed}/>{marks}',
        f'<path d="M{last[0]:.1f} {last[1]:.1f}L{start} {end:.1f}" stroke="#bbb" stroke-width="0.7" fill="none"/>',
        f'{_mark(number, start + 6, end, shade)}<text x="{start + 16}" y="{end + 4:.1f}">{escape(name)}</text>',
    ]


def _mark(number: int, x: float, y: float, shade: str) -> str:
    fill = shade if number % 2 == 0 else "#fff"
    if number % 3 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}" stroke="{shade}"/>'
    if number % 3 == 1:
        return f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{fill}" stroke="{shade}"/>'
    return f'<path d="M{x:.1f} {y - 4:.1f}l4 7h-8z" fill="{fill}" stroke="{shade}"/>'


def _powers(values: Iterable[float]) -> list[int]:
    """The powers of ten that hold some values between them."""
    found = list(values)
    low, high = math.floor(math.log10(min(found))), math.ceil(math.log10(max(found)))
    return list(range(low, max(high, low + 1) + 1))


def _spread(wanted: Sequence[float]) -> list[float]:
    """Heights near the wanted ones, far enough apart to read, from the top downwards."""
    found = list(wanted)
    before = float(TOP) - LINE
    for place in sorted(range(len(found)), key=found.__getitem__):
        before = found[place] = max(found[place], before + LINE)
    over = max(0.0, before - (HEIGHT - BOTTOM + LINE))
    return [height - over for height in found]
