"""
One profile at a time: a class per engine, all with the same four methods.

Each engine is written to as its own documentation shows, in the form that we found quickest. What turns a profile into
what an engine takes (`native`) is never timed, to the advantage of those that need it; `answer` is timed and gives
whatever the engine gives; `states` reads that, and is only used to check it. Imports stand in the classes, so that a
process loads one engine alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from typing import Protocol

from peers.problem import Condition, Known, Problem
from peers.two_valued import Both, Compares, Either, Plain, Symbol, ends, name_of, questions, states, written


class Single(Protocol):
    """An engine that answers one profile."""

    def native(self, known: Known) -> object: ...
    def answer(self, given: object) -> object: ...
    def states(self, answered: object) -> dict[str, bool | None]: ...


class Fasmodell:
    """The forward engine, with the whole justification of every established and every ruled-out finding."""

    def __init__(self, problem: Problem) -> None:
        from fasmodell.engine import derivations_of
        from fasmodell.facts import indicator_id
        from fasmodell.forward_engine import ForwardEngine
        from peers.as_fasmodell import program_of

        self.problem, self.key, self.derivations = problem, indicator_id, derivations_of
        self.program = program_of(problem)
        self.engine = ForwardEngine(self.program)

    def native(self, known: Known) -> object:
        return {self.key(name): value for name, value in known.items()}

    def answer(self, given: object) -> object:
        return self.derivations(self.program, self.engine.run(given))

    def states(self, answered: object) -> dict[str, bool | None]:
        return {
            finding: True
            if f"finding:{finding}>=signs" in answered
            else False
            if f"not finding:{finding}>=signs" in answered
            else None
            for finding in self.problem.findings
        }


class FasmodellWithoutProof(Fasmodell):
    """The forward engine, without the justification being spelled out: the clauses that fired."""

    def answer(self, given: object) -> object:
        return self.engine.run(given)

    def states(self, answered: object) -> dict[str, bool | None]:
        return super().states(self.derivations(self.program, answered))


class Durable(Fasmodell):
    """durable-rules on the same program, driven as the project drives it; with the same justification."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        from fasmodell.durable_engine import DurableEngine

        self.engine = DurableEngine(self.program)


class Clips:
    """CLIPS by clipspy: an unknown observation is a fact that is not asserted, so nothing needs two ends."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.environment = import_module("clips").Environment()
        self.fired: list[int] = []
        self.environment.define_function(self.fired.append, name="fired")
        self.names = [name_of(question.symbol) for layer in questions(problem) for question in layer]
        # A pattern may only name a kind of fact that something else has named before, or is implied by it.
        for number, question in enumerate(one for layer in questions(problem) for one in layer):
            head = name_of(question.symbol)
            for place, way in enumerate(question.ways):
                name = f"{head}_{place}"
                self.environment.build(f"(defrule {name} {self.pattern(way)} => (fired {number}) (assert ({head})))")

    def pattern(self, condition: Plain) -> str:
        if isinstance(condition, Compares):
            return f"({condition.indicator} ?v&:({condition.sign} ?v {condition.bound}))"
        if isinstance(condition, Symbol):
            return f"({name_of(condition)})"
        parts = [self.pattern(part) for part in condition.parts]
        # Each pattern has a variable of its own: the same one twice would ask for equal values.
        self.count = getattr(self, "count", 0)
        renamed = []
        for part in parts:
            self.count += 1
            renamed.append(part.replace("?v", f"?v{self.count}_"))
        return f"({'and' if isinstance(condition, Both) else 'or'} {' '.join(renamed)})"

    def native(self, known: Known) -> object:
        return " ".join(f"({name} {value + 0})" for name, value in known.items())

    def answer(self, given: object) -> object:
        self.fired.clear()
        self.environment.reset()
        self.environment.load_facts(given)
        self.environment.run()
        return self.fired

    def states(self, answered: object) -> dict[str, bool | None]:
        return states(self.problem, {self.names[number] for number in answered})


class Zen:
    """zen-engine: one node of expressions, each of which may use those before it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        expressions = [
            {
                "id": name_of(question.symbol),
                "key": name_of(question.symbol),
                "value": written(_either(question.ways), symbol="$.{}"),
            }
            for layer in questions(problem)
            for question in layer
        ]
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ]
        edges = [
            {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
            for one, other in (("in", "rules"), ("rules", "out"))
        ]
        graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
        self.decision = import_module("zen").ZenEngine().create_decision(json.dumps(graph))

    def native(self, known: Known) -> object:
        return ends(self.problem, known)

    def answer(self, given: object) -> object:
        return self.decision.evaluate(given)

    def states(self, answered: object) -> dict[str, bool | None]:
        return states(self.problem, {name for name, value in answered["result"].items() if value})


class RuleEngine:
    """rule-engine: one expression for each question, asked in order; answers are there for the next ones to use."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        module = import_module("rule_engine")
        context = module.Context()
        self.rules = [
            (name_of(question.symbol), module.Rule(written(_either(question.ways)), context=context))
            for layer in questions(problem)
            for question in layer
        ]

    def native(self, known: Known) -> object:
        # Its numbers are decimals, and so it is given decimals.
        return {name: Decimal(repr(value)) for name, value in ends(self.problem, known).items()}

    def answer(self, given: object) -> object:
        facts = dict(given)
        for name, rule in self.rules:
            facts[name] = rule.matches(facts)
        return facts

    def states(self, answered: object) -> dict[str, bool | None]:
        return states(self.problem, {name for name, value in answered.items() if value is True})


class BusinessRules:
    """business-rules: conditions as data, a method for each variable, an action for each conclusion."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        variables = import_module("business_rules.variables")
        actions = import_module("business_rules.actions")
        self.run_all = import_module("business_rules").run_all
        names = [f"{end}_{one.name}" for one in problem.indicators for end in ("low", "high")]
        symbols = [name_of(question.symbol) for layer in questions(problem) for question in layer]
        number, flag = variables.numeric_rule_variable, variables.boolean_rule_variable
        methods = {name: number(lambda self, name=name: self.facts[name]) for name in names}
        methods |= {name: flag(lambda self, name=name: name in self.known) for name in symbols}
        self.variables = type("Variables", (variables.BaseVariables,), methods)
        concluded = {"conclude": actions.rule_action(params={"symbol": "text"})(_conclude)}
        self.actions = type("Actions", (actions.BaseActions,), concluded)
        self.rules = [
            {
                "conditions": self.condition(way),
                "actions": [{"name": "conclude", "params": {"symbol": name_of(question.symbol)}}],
            }
            for layer in questions(problem)
            for question in layer
            for way in question.ways
        ]

    def condition(self, condition: Plain) -> dict[str, object]:
        if isinstance(condition, Symbol):
            return {"name": name_of(condition), "operator": "is_true", "value": None}
        if isinstance(condition, Compares):
            name = f"{condition.end}_{condition.indicator}"
            return {"name": name, "operator": _BUSINESS_OPERATORS[condition.sign], "value": condition.bound}
        parts = [self.condition(part) for part in condition.parts]
        return {"all" if isinstance(condition, Both) else "any": parts}

    def native(self, known: Known) -> object:
        return {name: Decimal(repr(value)) for name, value in ends(self.problem, known).items()}

    def answer(self, given: object) -> object:
        variables, actions = self.variables(), self.actions()
        variables.facts, variables.known = given, set()
        actions.known = variables.known
        self.run_all(rule_list=self.rules, defined_variables=variables, defined_actions=actions)
        return variables.known

    def states(self, answered: object) -> dict[str, bool | None]:
        return states(self.problem, answered)


_BUSINESS_OPERATORS = {
    ">=": "greater_than_or_equal_to",
    ">": "greater_than",
    "<=": "less_than_or_equal_to",
    "<": "less_than",
}


def _conclude(self: object, symbol: str) -> None:
    self.known.add(symbol)


def _either(ways: tuple[Plain, ...]) -> Plain:
    return ways[0] if len(ways) == 1 else Either(ways)


def leaves(condition: Condition) -> Iterator[Condition]:
    """Every comparison and finding of a condition."""
    if condition[0] == "not":
        yield from leaves(condition[1])
    elif condition[0] in ("all", "any"):
        for part in condition[1]:
            yield from leaves(part)
    else:
        yield condition


class Peer(Protocol):
    """What makes a `Single` from a problem."""

    def __call__(self, problem: Problem) -> Single: ...


OURS = "fasmodell, with justification"
SINGLES: dict[str, tuple[Peer, str]] = {
    OURS: (Fasmodell, "fasmodell"),
    "fasmodell, fired clauses": (FasmodellWithoutProof, "fasmodell"),
    "zen-engine": (Zen, "zen"),
    "clipspy": (Clips, "clips"),
    "rule-engine": (RuleEngine, "rule_engine"),
    "business-rules": (BusinessRules, "business_rules"),
    "durable-rules": (Durable, "durable_rules_engine"),
}
