"""
A made-up rule base that speaks no engine's language, profiles for it, and what the right answers are.

Findings only, in three layers: comparisons, `all`, `any`, `not`, and findings of the layers below. Observations may be
unknown, and an answer is three-valued: a finding is established, ruled out or open (strong Kleene logic).
"""

from __future__ import annotations

import random
from typing import NamedTuple

# ("at_least" | "above" | "at_most" | "below", indicator, bound), ("is", indicator, True), ("finding", name),
# ("all" | "any", parts), ("not", part)
Condition = tuple
Known = dict[str, float]  # what a profile makes known, by indicator; flags are True or False

KNOWN_SHARE = 0.7
_LAYERS = (0.6, 0.3, 0.1)
_BOUNDS_PER_INDICATOR = 5


class Indicator(NamedTuple):
    """An indicator: a `share` (0 to 100, one decimal), a `count` (0 to 40), a `level` (0 to 3) or a `flag`."""

    name: str
    kind: str


class Rule(NamedTuple):
    """A condition, and the finding that it establishes."""

    name: str
    finding: str
    when: Condition


class Problem(NamedTuple):
    """Indicators, rules and findings; a rule only speaks of findings of the layers before its own."""

    indicators: tuple[Indicator, ...]
    rules: tuple[Rule, ...]
    layers: tuple[tuple[str, ...], ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """Every finding, those of lower layers first."""
        return tuple(finding for layer in self.layers for finding in layer)

    def rules_of(self) -> dict[str, list[Rule]]:
        """The rules of each finding, in the order of `findings`."""
        found: dict[str, list[Rule]] = {finding: [] for finding in self.findings}
        for rule in self.rules:
            found[rule.finding].append(rule)
        return found


def made_up(rules: int, indicators: int, seed: int = 20260331) -> Problem:
    """Make up a problem with so many rules and indicators; always the same one."""
    draw = random.Random(f"{seed}/{rules}/{indicators}")
    kinds = ("share", "share", "count", "level", "flag")
    given = tuple(Indicator(f"i{number}", kinds[number % len(kinds)]) for number in range(indicators))
    atoms = [atom for one in given for atom in _atoms(one, draw)]
    layers: list[tuple[str, ...]] = []
    written: list[Rule] = []
    for depth, share in enumerate(_LAYERS):
        size = max(1, round(rules * share)) if depth < len(_LAYERS) - 1 else rules - len(written)
        findings = tuple(f"f{depth}_{number}" for number in range(max(1, round(size * 0.6))))
        below = [finding for layer in layers for finding in layer]
        for number in range(size):
            # Every finding has a rule; the rest of the rules are further ways to one.
            finding = findings[number] if number < len(findings) else draw.choice(findings)
            when = _upper(draw, atoms, below) if below else _base(draw, atoms)
            written.append(Rule(f"r{len(written)}", finding, when))
        layers.append(findings)
    return Problem(given, tuple(written), tuple(layers))


def _atoms(indicator: Indicator, draw: random.Random) -> list[Condition]:
    """Comparisons of an indicator, among them a rule base's habit of comparing with the same few bounds."""
    if indicator.kind == "flag":
        return [("is", indicator.name, True)]
    top = {"share": 100, "count": 40, "level": 3}[indicator.kind]
    bounds = sorted({draw.randint(1, top) for _ in range(_BOUNDS_PER_INDICATOR)})
    return [(draw.choice(("at_least", "at_least", "above", "below", "at_most")), indicator.name, one) for one in bounds]


def _base(draw: random.Random, atoms: list[Condition]) -> Condition:
    parts = [_maybe_not(draw, atom, 0.2) for atom in draw.sample(atoms, draw.choice((1, 2, 2, 3)))]
    if draw.random() < 0.3:
        parts.append(("any", tuple(draw.sample(atoms, 2))))
    return ("all", tuple(parts)) if len(parts) > 1 else parts[0]


def _upper(draw: random.Random, atoms: list[Condition], below: list[str]) -> Condition:
    findings = [("finding", name) for name in draw.sample(below, min(3, len(below)))]
    parts = [_maybe_not(draw, findings[0], 0.25)]
    if len(findings) == 3 and draw.random() < 0.5:
        parts.append(("any", tuple(findings[1:])))
    if draw.random() < 0.6:
        parts.append(_maybe_not(draw, draw.choice(atoms), 0.2))
    return (draw.choice(("all", "all", "any")), tuple(parts)) if len(parts) > 1 else parts[0]


def _maybe_not(draw: random.Random, condition: Condition, share: float) -> Condition:
    return ("not", condition) if draw.random() < share else condition


def profiles(problem: Problem, number: int, seed: int = 1) -> list[Known]:
    """Make up profiles in which each indicator is known in KNOWN_SHARE of them; always the same ones."""
    draw = random.Random(f"{seed}/{number}")
    return [
        {one.name: _value(one, draw) for one in problem.indicators if draw.random() < KNOWN_SHARE}
        for _ in range(number)
    ]


def _value(indicator: Indicator, draw: random.Random) -> float:
    if indicator.kind == "flag":
        return draw.random() < 0.5
    if indicator.kind == "share":
        return draw.randint(0, 1000) / 10
    return draw.randint(0, 3 if indicator.kind == "level" else 40)


def right_answer(problem: Problem, known: Known) -> dict[str, bool | None]:
    """True, False or None for each finding: the plainest evaluator there is, which every engine is checked against."""
    found: dict[str, bool | None] = {}
    for finding, rules in problem.rules_of().items():
        found[finding] = _any([truth(rule.when, known, found) for rule in rules])
    return found


def truth(condition: Condition, known: Known, found: dict[str, bool | None]) -> bool | None:
    """Whether a condition holds; None where that is unknown."""
    kind = condition[0]
    if kind == "finding":
        return found[condition[1]]
    if kind == "not":
        part = truth(condition[1], known, found)
        return None if part is None else not part
    if kind in ("all", "any"):
        parts = [truth(part, known, found) for part in condition[1]]
        return _any(parts) if kind == "any" else _not(_any([_not(part) for part in parts]))
    value = known.get(condition[1])
    return None if value is None else _COMPARE[kind](value, condition[2])


def _any(parts: list[bool | None]) -> bool | None:
    return True if True in parts else None if None in parts else False


def _not(part: bool | None) -> bool | None:
    return None if part is None else not part


_COMPARE = {
    "at_least": lambda value, bound: value >= bound,
    "above": lambda value, bound: value > bound,
    "at_most": lambda value, bound: value <= bound,
    "below": lambda value, bound: value < bound,
    "is": lambda value, bound: value == bound,
}
