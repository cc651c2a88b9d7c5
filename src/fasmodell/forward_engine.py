"""The default engine: a program compiled once to one plain Python function that also records what fired."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType

from fasmodell.engine import Fired
from fasmodell.facts import FactId
from fasmodell.program import Literal, Program, Ref, Test
from fasmodell.rules import Operator
from fasmodell.scales import Value

_Numbers = dict[tuple[FactId, Operator, tuple[Value, ...]], int]

_COMPARISONS = {
    Operator.AT_LEAST: "{v} >= {0}",
    Operator.AT_MOST: "{v} <= {0}",
    Operator.ABOVE: "{v} > {0}",
    Operator.BELOW: "{v} < {0}",
    Operator.BETWEEN: "{0} <= {v} <= {1}",
}


class ForwardEngine:
    """
    Run a program by straight-line code: every clause is tried once, after everything it depends on.

    Picklable (the code travels as bytes of this Python version), stateless and safe to share between threads.
    """

    __slots__ = ("_code", "_run")

    def __init__(self, program: Program) -> None:
        code = compile("\n".join(_source(program)), "<fasmodell program>", "exec")
        self._code = marshal.dumps(code)
        self._run = _function(code)

    def run(self, facts: Mapping[FactId, Value]) -> Fired:
        """Return the positions of the clauses that fire, rising."""
        return self._run(facts)

    def __getstate__(self) -> bytes:
        return self._code

    def __setstate__(self, code: bytes) -> None:
        self._code = code
        self._run = _function(marshal.loads(code))


def _function(code: CodeType) -> Callable[[Mapping[FactId, Value]], Fired]:
    body = next(constant for constant in code.co_consts if isinstance(constant, CodeType))
    return FunctionType(body, {})


def _source(program: Program) -> Iterator[str]:
    """Yield the lines of a function that makes every distinct comparison once and then tries the clauses in order."""
    tests = (literal for clause in program.clauses for literal in clause.body if isinstance(literal, Test))
    numbers: _Numbers = {}
    by_key: dict[FactId, list[int]] = {}
    for key, operator, bound, _, _ in tests:
        if (key, operator, bound) not in numbers:
            by_key.setdefault(key, []).append(len(numbers))
            numbers[key, operator, bound] = len(numbers)
    comparisons = [_comparison(operator, bound) for _, operator, bound in numbers]
    yield "def run(facts):"
    yield f" get = facts.get; fired = {list(range(len(program.certain)))}; add = fired.append"
    for key, own in by_key.items():
        yield f" v = get({str(key)!r})"
        yield f" if v is None: {' = '.join(f't{n} = f{n}' for n in own)} = False"
        yield f" else: {'; '.join(f't{n} = {comparisons[n]}; f{n} = not t{n}' for n in own)}"
    yield from _clauses(program, numbers)
    yield " return tuple(fired)"


def _comparison(operator: Operator, bound: tuple[Value, ...]) -> str:
    if operator in _COMPARISONS:
        return _COMPARISONS[operator].format(*map(repr, bound), v="v")
    return f"v == {bound[0]!r}" if operator is Operator.IS else f"v in {bound!r}"


def _clauses(program: Program, numbers: _Numbers) -> Iterator[str]:
    """
    Yield the lines that try the clauses beyond the certain ones.

    A symbol with one clause of one literal is known by the name of that literal, the others by a name of their own.
    """
    alternatives = Counter(clause.head for clause in program.clauses)
    names: dict[FactId, str] = dict.fromkeys(program.certain, "True")
    own: dict[FactId, str] = {}
    lines = []
    for position in range(len(program.certain), len(program.clauses)):
        head, body, _ = program.clauses[position]
        needed = [name for name in (_name(literal, names, numbers) for literal in body) if name != "True"]
        if len(needed) == alternatives[head] == 1:
            names[head] = needed[0]
        elif head not in names:
            names[head] = own[head] = f"s{len(own)}"
        then = f"add({position}); {own[head]} = True" if head in own else f"add({position})"
        lines.append(f" if {' and '.join(needed) or 'True'}: {then}")
    if own:
        yield f" {' = '.join(own.values())} = False"
    yield from lines


def _name(literal: Literal, names: Mapping[FactId, str], numbers: _Numbers) -> str:
    if isinstance(literal, Ref):
        return names[literal.premise]
    return f"{'t' if literal.wanted else 'f'}{numbers[literal.key, literal.operator, literal.bound]}"
