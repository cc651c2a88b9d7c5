"""Choose and order the measures of a plan where not everything fits, exactly, with OR-tools CP-SAT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fasmodell.analysis.plan import Candidate, Capacity
from fasmodell.diagnostics import InferenceError
from fasmodell.knowledge import MeasureId

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

MISSING = "not everything fits in the plan, and choosing needs OR-tools: pip install 'fasmodell[plan]'"
# Being in the plan weighs more than starting early, and starting early more than the order of the answer.
_IN_PLAN = 100
_FINE = 1000
_FIRST_QUARTER = 1000 * _FINE * _FINE
# Work units of the solver and not seconds, so that the same plan comes out on every machine.
_MOST_WORK = 60.0


class _Term(NamedTuple):
    """What the plan is worth more when a variable is true."""

    variable: IntVar
    worth: int


class _Starts:
    """For each candidate and each quarter it could start in, the variable that says whether it does."""

    def __init__(self, model: CpModel, candidates: Sequence[Candidate], quarters: int) -> None:
        self.of: dict[MeasureId, list[IntVar]] = {
            one.measure: [model.new_bool_var("") for _ in range(quarters - one.quarters + 1)] for one in candidates
        }

    def chosen(self, measure: MeasureId) -> list[IntVar]:
        """The variables of which one is true when the measure is in the plan."""
        return self.of[measure]

    def by(self, measure: MeasureId, quarter: int) -> list[IntVar]:
        """Those in which the measure starts in a quarter or earlier."""
        return self.of[measure][: max(0, quarter + 1)]

    def during(self, candidate: Candidate, quarter: int) -> list[IntVar]:
        """Those in which the measure is being introduced in a quarter."""
        return self.of[candidate.measure][max(0, quarter - candidate.quarters + 1) : quarter + 1]


def chosen_starts(
    candidates: Sequence[Candidate],
    capacity: Capacity,
    quarters: int,
    include: frozenset[MeasureId] = frozenset(),
) -> dict[MeasureId, int] | None:
    """
    Choose the measures of greatest worth that fit, and the quarter each starts in.

    Worth counts first, then an early start by urgency, then the order of the answer. In the first quarter at least one
    measure that gives quick relief and one of the slow track start, where any can. `include` must be in the plan; None
    when they cannot be.
    Raises InferenceError when OR-tools is not installed, or when it finds no best plan within its bound of work.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise InferenceError(MISSING) from error
    model = cp_model.CpModel()
    starts = _Starts(model, candidates, quarters)
    _tie(model, starts, {one.measure: one for one in candidates}, include)
    _bound(model, starts, candidates, capacity, quarters)
    terms = [*_worth(candidates, starts, quarters), *_first_quarter(model, starts, candidates)]
    model.maximize(cp_model.LinearExpr.weighted_sum([term.variable for term in terms], [term.worth for term in terms]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = _MOST_WORK
    # The bounds on what fits at once are sums: with all of them in the linear relaxation, plans that took a minute to
    # prove best take a second.
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise InferenceError("no best plan was found within the bound of work; ask for fewer measures at once")
    return {
        measure: quarter
        for measure, variables in starts.of.items()
        for quarter, variable in enumerate(variables)
        if solver.boolean_value(variable)
    }


def _tie(
    model: CpModel, starts: _Starts, candidates: Mapping[MeasureId, Candidate], include: frozenset[MeasureId]
) -> None:
    """What one measure asks of others: before it, in order with it, along with it, apart from it."""
    for measure, candidate in candidates.items():
        model.add(sum(starts.chosen(measure)) == 1) if measure in include else model.add_at_most_one(
            starts.chosen(measure)
        )
        for quarter, start in enumerate(starts.chosen(measure)):
            for group in candidate.after:
                model.add_bool_or(
                    [v for one in group for v in starts.by(one, quarter - candidates[one].quarters)]
                ).only_enforce_if(start)
            for one in candidate.in_order:
                late = starts.chosen(one)[max(0, quarter - candidates[one].quarters + 1) :]
                model.add_at_most_one([start, *late])
            for one in candidate.along:
                model.add_bool_or(starts.by(one, quarter + candidate.quarters)).only_enforce_if(start)


def _bound(model: CpModel, starts: _Starts, candidates: Sequence[Candidate], capacity: Capacity, quarters: int) -> None:
    """What the plan has room for in each quarter, in all and by actor; conflicts; the budget."""
    by_measure = {one.measure: one for one in candidates}
    leads = sorted({actor for one in candidates for actor in one.leads})
    for quarter in range(quarters):
        model.add(sum(v for one in candidates for v in starts.during(one, quarter)) <= capacity.total)
        for actor in leads:
            led = [v for one in candidates if actor in one.leads for v in starts.during(one, quarter)]
            model.add(sum(led) <= capacity.of(actor))
        for one in candidates:
            for other in one.apart:
                model.add_at_most_one([*starts.during(one, quarter), *starts.during(by_measure[other], quarter)])
    if capacity.budget is not None:
        spent = (capacity.costs.get(one.measure, 0) * v for one in candidates for v in starts.chosen(one.measure))
        model.add(sum(spent) <= capacity.budget)


def _worth(candidates: Sequence[Candidate], starts: _Starts, quarters: int) -> Iterator[_Term]:
    """What each start adds: worth, more for an early start; nothing is started that has no worth and is not needed."""
    for place, one in enumerate(candidates):
        for quarter, start in enumerate(starts.chosen(one.measure)):
            early = one.worth * (_IN_PLAN + one.urgency * (quarters - quarter)) * _FINE
            yield _Term(start, early - place - quarter if one.worth else -_FINE - quarter)


def _first_quarter(model: CpModel, starts: _Starts, candidates: Sequence[Candidate]) -> Iterator[_Term]:
    """A reward for starting something quick, and something slow, in the first quarter; larger than any worth."""
    for kind in ([one for one in candidates if one.is_quick], [one for one in candidates if one.is_slow]):
        first = [start for one in kind if one.worth for start in starts.by(one.measure, 0)]
        if first:
            begun = model.new_bool_var("")
            model.add_bool_or(first).only_enforce_if(begun)
            yield _Term(begun, _FIRST_QUARTER)
