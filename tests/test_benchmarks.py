"""What the benchmarks compare is the same question, and every engine answers it alike. Nothing is timed."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
if not BENCHMARKS.is_dir():
    pytest.skip("the benchmarks are only in a checkout", allow_module_level=True)
sys.path.insert(0, str(BENCHMARKS))

from peers.batch import BATCHES, Columns, Polars, known_of, made_up_table  # noqa: E402
from peers.figures import plots  # noqa: E402
from peers.measuring import median_ratio, quantile, slope  # noqa: E402
from peers.page import page  # noqa: E402
from peers.problem import Indicator, Problem, Rule, made_up, profiles, right_answer  # noqa: E402
from peers.single import SINGLES  # noqa: E402

SMALL = made_up(30, 10)
PURE = ("fasmodell, with justification", "fasmodell, fired clauses", "rule-engine", "business-rules")


@pytest.mark.parametrize("name", PURE)
def test_an_engine_for_one_profile_answers_as_the_plainest_evaluator(name: str) -> None:
    make, module = SINGLES[name]
    if not find_spec(module):
        pytest.skip(f"{module} is not installed; `make bench-peers` installs it")
    engine = make(SMALL)
    for known in profiles(SMALL, 25):
        assert engine.states(engine.answer(engine.native(known))) == right_answer(SMALL, known)


@pytest.mark.parametrize("name", [name for name, (make, _) in BATCHES.items() if not issubclass(make, Polars)])
def test_an_engine_for_many_profiles_answers_as_the_plainest_evaluator(name: str) -> None:
    make, module = BATCHES[name]
    if not find_spec(module):
        pytest.skip(f"{module} is not installed; `make bench-peers` installs it")
    engine, table = make(SMALL, 1), made_up_table(SMALL, 130)
    states = engine.states(engine.answer(engine.native(table)))
    codes = {True: 1, False: 0, None: -1}
    for row in range(130):
        right = right_answer(SMALL, known_of(table, row))
        assert states[:, row].tolist() == [codes[right[finding]] for finding in SMALL.findings]


def test_a_made_up_problem_is_always_the_same_and_has_every_kind_of_answer() -> None:
    assert made_up(30, 10) == SMALL
    assert profiles(SMALL, 5) == profiles(SMALL, 5)
    answers = [value for known in profiles(SMALL, 25) for value in right_answer(SMALL, known).values()]
    assert {True, False, None} == set(answers)
    assert len(SMALL.rules) == 30
    assert set(SMALL.rules_of()) == set(SMALL.findings)
    assert all(SMALL.rules_of().values())


def test_unknown_is_not_false_in_the_plainest_evaluator() -> None:
    low, flag = ("below", "i0", 5), ("is", "i1", True)
    rules = (Rule("r0", "f0", ("all", (low, flag))), Rule("r1", "f1", ("not", ("finding", "f0"))))
    problem = Problem((Indicator("i0", "count"), Indicator("i1", "flag")), rules, (("f0",), ("f1",)))
    assert right_answer(problem, {}) == {"f0": None, "f1": None}
    assert right_answer(problem, {"i0": 9}) == {"f0": False, "f1": True}
    assert right_answer(problem, {"i0": 4}) == {"f0": None, "f1": None}
    assert right_answer(problem, {"i0": 4, "i1": True}) == {"f0": True, "f1": False}


def test_a_problem_that_an_engine_reads_otherwise_would_be_noticed() -> None:
    other = SMALL._replace(rules=(SMALL.rules[0]._replace(when=("not", SMALL.rules[0].when)), *SMALL.rules[1:]))
    table = made_up_table(SMALL, 130)
    states = [(engine := Columns(one, 1)).states(engine.answer(engine.native(table))) for one in (SMALL, other)]
    assert (states[0] != states[1]).any()


def test_slopes_and_quantiles_are_what_their_names_say() -> None:
    assert slope((1, 10, 100), (3, 30, 300)) == pytest.approx(1)
    assert slope((1, 10, 100), (7, 7, 7)) == pytest.approx(0)
    assert [quantile((4, 1, 3, 2), share) for share in (0.25, 0.5, 0.99, 1)] == [1, 2, 4, 4]
    assert median_ratio((2, 9, 4), (1, 3, 4)) == 2


def test_the_page_and_the_plots_are_those_of_the_kept_results() -> None:
    docs = BENCHMARKS.parent / "docs"
    results = json.loads((docs / "benchmarks" / "peers.json").read_text(encoding="utf-8"))
    assert page(results) == (docs / "benchmarks.md").read_text(encoding="utf-8")
    for name, drawing in plots(results).items():
        assert drawing == (docs / "benchmarks" / f"{name}.svg").read_text(encoding="utf-8")
        root = ElementTree.fromstring(drawing)
        assert {"title", "desc"} <= {child.tag.rpartition("}")[2] for child in root}
