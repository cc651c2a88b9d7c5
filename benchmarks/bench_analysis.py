"""
The analysis against one plain answer, side by side in one run.

    python benchmarks/bench_analysis.py        # or: make bench

Each analysis is measured in turns with `recommend` for the same profiles; ratios are what to quote. Processor time is
measured, so that what else the machine does is not counted.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from fasmodell import Profile, RuleBase, load_profile, load_rule_base, recommend
from fasmodell.analysis.answer_difference import difference_between
from fasmodell.analysis.asking import Asker
from fasmodell.analysis.comparison import Trajectory, follow
from fasmodell.analysis.draws import drawn_weights, generator, repeated, with_answers, with_margins
from fasmodell.analysis.levers import Shift, shifted
from fasmodell.analysis.path import shortest_path
from fasmodell.analysis.planning import plan
from fasmodell.analysis.stability import Settings, stability_of
from fasmodell.analysis.target import FindingTarget, MeasureTarget, PhaseTarget, Target
from fasmodell.analysis.trajectory_page import comparison_page
from fasmodell.analysis.why_not import why_not
from fasmodell.batch.columns import ColumnEngine
from fasmodell.document import document_text
from fasmodell.knowledge import FindingId, IndicatorId, Level, MeasureId
from fasmodell.resources import bundled

ROUNDS = 5
DRAWS = 10_000
PHASES = (PhaseTarget(2), PhaseTarget(3))
MEASURES = (MeasureTarget(MeasureId("camera_surveillance")), MeasureTarget(MeasureId("neighbourhood_watch")))
FINDING = FindingTarget(FindingId("open_drug_scene"), Level.ACUTE)
SHIFTS = (
    Shift(IndicatorId("open_drug_scene_level"), 2, 0, 2, 6),
    Shift(IndicatorId("policing_difficulty_level"), 3, 0, 3, 9),
)


def main() -> None:
    """Measure every analysis over all examples and print a table. A missed goal is said, but it is no error."""
    base = load_rule_base()
    profiles = [load_profile(str(path), base) for path in sorted(bundled("examples").glob("*.yaml"))]
    engine = ColumnEngine(base, by_rule=True)
    asker = Asker(base)
    runs: dict[str, tuple[Callable[[Profile], object], float]] = {
        f"stability, whole, {DRAWS:,} draws of each kind": (lambda one: stability_of(one, base, Settings(DRAWS)), 2.0),
        f"stability, {DRAWS:,} draws of all alone": (lambda one: draw(one, base, engine), 2.0),
        "what-if, two observations moved": (lambda one: moved(one, base), 0.05),
        "compare with the situation before": (lambda one: compared(one, base), 0.05),
        "compare, written as text": (lambda one: document_text(comparison_page(compared(one, base), base)), 0.05),
        **{f"why-not {target[0]}": (asked(target, base), 0.05) for target in (*PHASES, *MEASURES, FINDING)},
        "ask, every answer to every open question": (lambda one: asker.ask(recommend(one, base)), 2.0),
        "plan, the choice of measures counted in": (lambda one: plan(recommend(one, base), base), 5.0),
        **{f"path to {target[0]}": (led(target, base), 2.0) for target in (*PHASES, *MEASURES)},
    }
    for name, (run, goal) in runs.items():
        turns = [(timed(run, one), timed(lambda same: recommend(same, base), one)) for one in profiles * ROUNDS]
        took = statistics.median(ours for ours, _ in turns)
        ratio = statistics.median(ours / plain for ours, plain in turns)
        worst = max(ours for ours, _ in turns)
        verdict = "reached" if took < goal else "MISSED"
        print(
            f"{name:<44} {took:6.3f} s (slowest {worst:.3f} s), {ratio:6.0f} times recommend; under {goal} s: {verdict}"
        )


def draw(profile: Profile, base: RuleBase, engine: ColumnEngine) -> object:
    """One set of draws with everything uncertain varied, and their answers."""
    random = generator(1)
    varied = drawn_weights(base, 0.25, DRAWS, random)
    rows = with_margins(repeated(profile, base, DRAWS), profile, base, random)
    return engine.evaluate(with_answers(rows, profile, base, random), varied, envelopes=False)


def asked(target: Target, base: RuleBase) -> Callable[[Profile], object]:
    """Why a target is not so, the answer itself counted in."""
    return lambda profile: why_not(recommend(profile, base), base, target)


def led(target: PhaseTarget | MeasureTarget, base: RuleBase) -> Callable[[Profile], object]:
    """The shortest path to a target."""
    return lambda profile: shortest_path(profile, base, target)


def moved(profile: Profile, base: RuleBase) -> object:
    """Two answers and what differs between them."""
    before, after = recommend(profile, base), recommend(shifted(profile, SHIFTS, base.knowledge), base)
    return difference_between(before, after, base)


def compared(profile: Profile, base: RuleBase) -> Trajectory:
    """A profile compared with a year before, when two things were otherwise and nothing has a period of its own."""
    earlier = shifted(profile, SHIFTS, base.knowledge)
    known = {name: one._replace(period=None) for name, one in earlier.observations.items()}
    before = earlier._replace(
        as_of=profile.as_of.replace(year=profile.as_of.year - 1), observations=known, previous_assessment=None
    )
    return follow([before, profile], base)


def timed(run: Callable[[Profile], object], profile: Profile) -> float:
    """Seconds of the processor that a function takes for a profile."""
    start = time.process_time()
    run(profile)
    return time.process_time() - start


if __name__ == "__main__":
    main()
