"""
Which change of one number that the project has decided changes the phase or dethrones a top measure: exact.

A bound only matters by what it says of the observed value, so each has at most two outcomes, and the nearest value with
the other outcome is known; each is tried, all at once, in the column engine. Numbers of the phase policy are whole
and are tried one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from fasmodell.analysis.draws import repeated
from fasmodell.batch.columns import ColumnEngine
from fasmodell.batch.evaluated import Evaluated
from fasmodell.batch.planes import Site
from fasmodell.batch.variation import Amount, Variation
from fasmodell.facts import FactId, indicator_id
from fasmodell.knowledge import Basis, Indicator, IndicatorId, MeasureId, Track
from fasmodell.observed_facts import facts_of
from fasmodell.profile import Profile
from fasmodell.results import Standing
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Comparison, Operator, RuleId, Strength, atoms_of
from fasmodell.scales import Value, is_number

RULE, THRESHOLD, STEP, POLICY = "rule", "threshold", "step", "phase_policy"
_ORDERED: Final = (Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, Operator.BETWEEN)
_LARGEST: Final = {"margin": 100, "min_topics": 20, "points": 40}  # as far as they are tried


class Number(NamedTuple):
    """
    A number that the project has decided.

    `kind` says where it stands: in a rule, as a named threshold, as a step of a grading, in the phase policy. `name`
    is the rule, the threshold, the graded indicator or the policy's key; `indicator` what is compared; `place` which
    bound or step it is.
    """

    kind: str
    name: str
    indicator: IndicatorId | None
    operator: Operator | None
    place: int
    written: float


class NumberChange(NamedTuple):
    """
    A number with the nearest value that makes the answer another one.

    The answer is another at `turns_at` itself when `is_reached`, otherwise anywhere just beyond it, seen from what is
    written; `tried` is the value that was tried, and `before` one on the near side of where it turns. `share` is the
    change as a share of the scale's width, or of the number itself where the scale has no ends. `candidates` are the
    phases then; `dethroned` names each top measure that no longer is one, with the new top of its track.
    """

    number: Number
    turns_at: float
    is_reached: bool
    tried: float
    before: float
    share: float
    candidates: tuple[int, ...]
    changes_phase: bool
    dethroned: tuple[tuple[Track, MeasureId, MeasureId | None], ...]


class _Attempt(NamedTuple):
    number: Number
    turns_at: float
    is_reached: bool
    tried: float
    before: float
    share: float
    sites: tuple[Site, ...]


class Searched(NamedTuple):
    """Every change that makes a difference, smallest first, and how many numbers were looked at."""

    changes: tuple[NumberChange, ...]
    looked_at: int


def number_changes(profile: Profile, base: RuleBase, engine: ColumnEngine) -> Searched:
    """
    Try every number that the project has decided, each alone; the rest as written.

    `engine` keeps comparisons of different rules apart. Numbers compared with what is unknown cannot matter yet, and
    are looked at without being tried. How long a gate must have held is not varied.
    """
    known = facts_of(profile, base.knowledge, base.tested).values
    attempts = [*_bounds(base, engine, known), *_steps(base, known), *_policy(base)]
    found = engine.evaluate(repeated(profile, base, len(attempts) + 1), _variation(attempts, base), envelopes=False)
    tops = _tops(found, 0, base)
    changes = []
    for row, attempt in enumerate(attempts, 1):
        now = _tops(found, row, base)
        moved = found.candidates[row] != found.candidates[0] or found.working_phase[row] != found.working_phase[0]
        dethroned = tuple((track, top, now.get(track)) for track, top in tops.items() if now.get(track) != top)
        if moved or dethroned:
            candidates = tuple(phase for phase in (1, 2, 3) if found.candidates[row] >> phase - 1 & 1)
            changes.append(NumberChange(*attempt[:6], candidates, bool(moved), dethroned))
    changes = _nearest(changes)
    return Searched(tuple(changes), len(set(_numbers(base, engine))))


def _nearest(changes: list[NumberChange]) -> list[NumberChange]:
    """Of the numbers that are tried one by one only the nearest on either side that does the same thing."""
    kept: dict[tuple[Number, bool, bool, bool], NumberChange] = {}
    for change in sorted(changes, key=lambda one: (one.share, one.number, one.turns_at)):
        key = (change.number, change.tried > change.number.written, change.changes_phase, bool(change.dethroned))
        kept.setdefault(key, change)
    return list(kept.values())


def _tops(found: Evaluated, row: int, base: RuleBase) -> dict[Track, MeasureId]:
    first = (found.standing[:, row] == tuple(Standing).index(Standing.NOW)) & (found.rank[:, row] == 1)
    return {
        base.knowledge.measures[found.measures[place]].track: found.measures[place] for place in np.flatnonzero(first)
    }


def _numbers(base: RuleBase, engine: ColumnEngine) -> Iterator[Number]:
    """Every number there is to look at."""
    for number, _ in _of_rules(base, engine):
        yield number
    for indicator in base.knowledge.graded:
        grading = indicator.graded_from
        if grading is not None and grading.source.basis is Basis.PROJECT_DECISION:
            for place, (_, bound) in enumerate(grading.steps):
                yield Number(STEP, indicator.id, grading.indicator, None, place, bound)
    yield from _policy_numbers(base)


def _of_rules(base: RuleBase, engine: ColumnEngine) -> Iterator[tuple[Number, tuple[Site, ...]]]:
    """Bounds of comparisons, one by one in rules, and named thresholds with every comparison that uses them."""
    found: dict[Number, list[Site]] = {}
    thresholds = _threshold_of_site(base)
    for site in engine.sites:
        rule = base.rules.rules.get(RuleId(site.rule))
        if rule is None or site.operator not in _ORDERED or not site.key.startswith("indicator:"):
            continue
        indicator = IndicatorId(site.key.partition(":")[2])
        threshold = thresholds.get(site)
        if threshold is not None:
            if base.rules.thresholds[threshold].source.basis is Basis.PROJECT_DECISION:
                number = Number(THRESHOLD, threshold, None, None, 0, base.rules.thresholds[threshold].value)
                found.setdefault(number, []).append(site)
        elif rule.numbers is not None and rule.numbers.basis is Basis.PROJECT_DECISION:
            for place, bound in enumerate(site.bound):
                if is_number(bound):
                    number = Number(RULE, site.rule, indicator, site.operator, place, float(bound))
                    found.setdefault(number, []).append(site)
    for number, sites in found.items():
        yield number, tuple(sites)


def _threshold_of_site(base: RuleBase) -> dict[Site, str]:
    return {
        Site(rule.id, indicator_id(atom.indicator), atom.operator, atom.bound): atom.threshold
        for rule in base.rules.rules.values()
        for atom in atoms_of(rule.when)
        if isinstance(atom, Comparison) and atom.threshold is not None
    }


def _bounds(base: RuleBase, engine: ColumnEngine, known: Mapping[FactId, Value]) -> Iterator[_Attempt]:
    for number, sites in _of_rules(base, engine):
        # A named threshold moves wherever it is used: each use has its own value at which it says the opposite.
        for site in sites:
            indicator = base.knowledge.indicators[IndicatorId(site.key.partition(":")[2])]
            value = known.get(site.key)
            if is_number(value):
                operator = site.operator
                if operator is Operator.BETWEEN:
                    operator = Operator.AT_MOST if number.place else Operator.AT_LEAST
                others = [float(bound) for bound in site.bound if is_number(bound)]
                yield from _flip(number, operator, float(value), indicator, sites, others)


def _flip(
    number: Number, operator: Operator, value: float, indicator: Indicator, sites: tuple[Site, ...], bounds: list[float]
) -> Iterator[_Attempt]:
    """The nearest bound that says the opposite of an observed value, where the scale and the other bound allow it."""
    up, reached = _way(operator, value, number.written)
    whole, step = indicator.scale.is_whole, 1.0 if up else -1.0
    before = value
    if reached:
        turns_at = tried = value
        before = value - step if whole else (value + number.written) / 2
    else:
        tried = value + step if whole else math.nextafter(value, value + step)
        turns_at, reached = (tried, True) if whole else (value, False)
    low = -math.inf if indicator.low is None else indicator.low
    high = math.inf if indicator.high is None else indicator.high
    if number.operator is Operator.BETWEEN:
        low, high = (max(low, bounds[0]), high) if number.place else (low, min(high, bounds[1]))
    if low <= tried <= high:
        share = share_of(turns_at - number.written, number, indicator)
        yield _Attempt(number, turns_at, reached, tried, before, share, sites)


def _way(operator: Operator, value: float, bound: float) -> tuple[bool, bool]:
    """Which way a bound has to move for the comparison to say the opposite, and whether the value itself does it."""
    if operator is Operator.AT_LEAST:
        return (True, False) if value >= bound else (False, True)
    if operator is Operator.AT_MOST:
        return (False, False) if value <= bound else (True, True)
    if operator is Operator.ABOVE:
        return (True, True) if value > bound else (False, False)
    return (False, True) if value < bound else (True, False)


def share_of(change: float, number: Number, indicator: Indicator | None) -> float:
    """A change as a share of the scale's width, or of the number itself where the scale has no ends."""
    narrow = ("percent", "level", "index")
    if indicator is not None and indicator.scale in narrow and indicator.low is not None and indicator.high is not None:
        return abs(change) / (indicator.high - indicator.low)
    return abs(change) / max(abs(number.written), 1.0)


def _steps(base: RuleBase, known: Mapping[FactId, Value]) -> Iterator[_Attempt]:
    for indicator in base.knowledge.graded:
        grading = indicator.graded_from
        if grading is None or grading.source.basis is not Basis.PROJECT_DECISION:
            continue
        value = known.get(indicator_id(grading.indicator))
        if not is_number(value):
            continue
        compared = base.knowledge.indicators[grading.indicator]
        operator = Operator.AT_MOST if grading.descending else Operator.AT_LEAST
        bounds = [bound for _, bound in grading.steps]
        for place, bound in enumerate(bounds):
            number = Number(STEP, indicator.id, grading.indicator, None, place, bound)
            for attempt in _flip(number, operator, float(value), compared, (), bounds):
                moved = [*bounds[:place], attempt.tried, *bounds[place + 1 :]]
                # Steps stay in order: beyond its neighbour a step would be another step.
                if moved == sorted(set(moved), reverse=grading.descending):
                    yield attempt


def _policy_numbers(base: RuleBase) -> Iterator[Number]:
    policy = base.rules.phase_policy
    if policy.numbers.basis is Basis.PROJECT_DECISION:
        yield Number(POLICY, "margin", None, None, 0, policy.margin)
        yield Number(POLICY, "min_topics", None, None, 0, policy.min_topics)
        for place, (strength, points) in enumerate(policy.points.items()):
            yield Number(POLICY, f"points/{strength}", None, None, place, points)


def _policy(base: RuleBase) -> Iterator[_Attempt]:
    for number in _policy_numbers(base):
        kind = number.name.partition("/")[0]
        for value in range(0 if kind == "points" else 1, _LARGEST[kind] + 1):
            if value != number.written:
                share = share_of(value - number.written, number, None)
                before = value - 1 if value > number.written else value + 1
                yield _Attempt(number, value, True, value, before, share, ())


def _variation(attempts: list[_Attempt], base: RuleBase) -> Variation:
    """One row per attempt, after one as written."""
    size = len(attempts) + 1
    bounds: dict[Site, list[np.ndarray[tuple[int], np.dtype[np.float64]]]] = {}
    steps: dict[IndicatorId, list[np.ndarray[tuple[int], np.dtype[np.float64]]]] = {}
    policy: dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]] = {}
    for row, attempt in enumerate(attempts, 1):
        number = attempt.number
        for site in attempt.sites:
            if site not in bounds:
                bounds[site] = [np.full(size, float(one)) for one in site.bound if is_number(one)]
            bounds[site][number.place][row] = attempt.tried
        if number.kind == STEP:
            name = IndicatorId(number.name)
            grading = base.knowledge.indicators[name].graded_from
            assert grading is not None
            if name not in steps:
                steps[name] = [np.full(size, bound) for _, bound in grading.steps]
            steps[name][number.place][row] = attempt.tried
        if number.kind == POLICY:
            policy.setdefault(number.name, np.full(size, int(number.written)))[row] = int(attempt.tried)
    points: dict[Strength, Amount] = {
        strength: policy[f"points/{strength}"] for strength in Strength if f"points/{strength}" in policy
    }
    return Variation(
        points=points,
        margin=policy.get("margin"),
        min_topics=policy.get("min_topics"),
        bounds={site: tuple(found) for site, found in bounds.items()},
        steps={name: tuple(found) for name, found in steps.items()},
    )
