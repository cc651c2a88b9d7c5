"""The problem in fasmodell's own data."""

from __future__ import annotations

from fasmodell.diagnostics import Span
from fasmodell.knowledge import Basis, Citation, FindingId, IndicatorId, Level, SourceId, Text
from fasmodell.program import Program, compile_program
from fasmodell.rules import All, AnyOf, Comparison, ConcludesFinding, FindingHolds, Not, Operator, Rule, RuleId
from fasmodell.rules import Condition as Written
from peers.problem import Condition, Problem

LEVEL = Level.SIGNS


def program_of(problem: Problem) -> Program:
    """Compile the problem's rules, each of which concludes its finding at the lowest level."""
    text, source = Text("", ""), Citation(SourceId("project"), "made up", Basis.PROJECT_DECISION)
    rules = [
        Rule(
            RuleId(f"made-up/{rule.name}"),
            1,
            text,
            condition_of(rule.when),
            ConcludesFinding(FindingId(rule.finding), LEVEL),
            text,
            None,
            source,
            "draft",
            Span("made-up", 1, 1, 1, 2),
        )
        for rule in problem.rules
    ]
    return compile_program(rules, (), map(FindingId, problem.findings))


def condition_of(condition: Condition) -> Written:
    """A condition in fasmodell's own data."""
    kind = condition[0]
    if kind == "finding":
        return FindingHolds(FindingId(condition[1]), LEVEL)
    if kind == "not":
        return Not(condition_of(condition[1]))
    if kind in ("all", "any"):
        return (All if kind == "all" else AnyOf)(tuple(map(condition_of, condition[1])))
    return Comparison(IndicatorId(condition[1]), Operator(kind), (condition[2],), None)
