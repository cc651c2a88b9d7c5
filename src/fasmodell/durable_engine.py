"""
The second engine: the same program on the C kernel of durable-rules 2.0.28, as an independent opinion.

The kernel is exact on a small part of its language and wrong, or fatal to the process, outside it. So it only gets
rules that are conjunctions of comparisons of one fact with a constant; whatever else a program holds is rewritten
into that form here. It is driven directly: its own host runs timers and swallows exceptions (issue #305).
"""

from __future__ import annotations

import json
import locale
import threading
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Self

from fasmodell.diagnostics import InferenceError
from fasmodell.engine import Fired
from fasmodell.facts import FactId
from fasmodell.program import Literal, Program, Ref
from fasmodell.rules import Operator
from fasmodell.scales import Value

MISSING = (
    "the durable engine needs durable-rules, which is not installed: `pip install 'fasmodell[durable]'`"
    " (Python < 3.13 and a C compiler are needed)"
)

# The kernel's own limits are 16, 255, 64, 512, 512 and 4,096; at some of them it crashes or never returns.
_CONDITIONS_PER_RULE = 12
_RULES_PER_CONDITION = 250
_COMPARISONS_PER_FACT = 60  # a fact that meets more than 64 fails (issue #312), and every fact meets the sink too
_FACTS_PER_BUCKET = 32  # buckets, and the facts of one, are searched one by one: neither list should be long
_BUCKETS = 400
_KERNEL_RULES = 4_000
_NUMBERS_BELOW = 2**62  # the kernel clamps what a signed number of 64 bits cannot hold

# How the kernel writes an operator when it is wanted, and when the opposite is; an empty word is equality.
_WORDS = {
    Operator.AT_LEAST: ("$gte", "$lt"),
    Operator.AT_MOST: ("$lte", "$gt"),
    Operator.ABOVE: ("$gt", "$lte"),
    Operator.BELOW: ("$lt", "$gte"),
    Operator.IS: ("", "$neq"),
}

_ALWAYS = 0  # the name of a fact that is always given: rules without conditions ask for it
_NUMBER = "a number"

# To delete a session in which no action has run kills the process: in ours this one always has.
_BOOT = '{"id":"$boot","sid":"s","k":"$boot"}'
_BOOT_RULE = '"$boot":{"all":[{"m":{"k":"$boot"}}],"dist":0}'
# A fact that meets no condition stops the rest of its batch: here every fact meets the first one.
_SINK_RULE = '"$sink":{"all":[{"f":{"$ex":{"k":1}}},{"g":{"k":"$never"}}],"dist":0}'
_RESERVED_IDS = ("$boot", "sid-s")  # the second is the kernel's own fact about the session

_ONE_SESSION = threading.Lock()


def is_available() -> bool:
    """Tell whether this Python can import durable-rules."""
    try:
        _load_kernel()
    except InferenceError:
        return False
    return True


class DurableEngine:
    """
    Run a program on durable-rules.

    Threads take turns, since more than one live session at a time is not safe. Raises InferenceError when
    durable-rules is missing, when the program exceeds what the kernel can bear, and when a fact is not of the type
    that the program compares it with. Closed by `close`, by leaving a `with` block, or when it is let go.
    """

    def __init__(self, program: Program) -> None:
        self._kernel = _load_kernel()
        self._rules = _Rules(program)
        with _kernel_alone(self._kernel):
            self._handle = self._kernel.create_ruleset("fasmodell", self._rules.text())
        self._close = weakref.finalize(self, self._kernel.delete_ruleset, self._handle)

    def run(self, facts: Mapping[FactId, Value]) -> Fired:
        """Return the positions of the clauses that fire, rising."""
        batch = f"[{','.join((_fact(_ALWAYS), *self._known(facts)))}]"
        with _kernel_alone(self._kernel):
            if not self._close.alive:
                raise InferenceError("the durable engine is closed")
            return tuple(sorted(self._fire(batch)))

    def close(self) -> None:
        """Free what the kernel holds; a second time does nothing."""
        with _ONE_SESSION:
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _known(self, facts: Mapping[FactId, Value]) -> Iterator[str]:
        """Write the facts that the program tests; an unknown one is not there."""
        for key, names in self._rules.names.items():
            value = facts.get(key)
            if value is None:
                continue
            if _kind(value) != (kind := self._rules.kinds[key]):
                raise InferenceError(f"`{key}` is {_kind(value)}, but the rules compare it with {kind}")
            yield from (_fact(name, _written(value, key)) for name in names)

    def _fire(self, batch: str) -> list[int]:
        """Give a session the facts and whatever follows from them; return the clause of every rule that fires."""
        kernel, handle = self._kernel, self._handle
        session = self._assert(kernel.assert_fact, _BOOT)
        kernel.start_action_for_state(handle, session)
        fired, concluded = [], set()
        try:
            self._assert(kernel.assert_facts, batch)
            while message := kernel.complete_and_start_action(handle, session):
                head, clause = self._rules.effects[message.split('"', 2)[1]]
                if clause is not None:
                    fired.append(clause)
                if head not in concluded:  # the same fact twice is an error
                    concluded.add(head)
                    self._assert(kernel.assert_fact, _fact(head))
        finally:
            kernel.delete_state(handle, "s")
        return fired

    def _assert(self, give: Any, text: str) -> int:
        code, session = give(self._handle, text)
        if code != 0:
            raise InferenceError(f"durable-rules refused a fact with code {code}: {text[:80]}")
        return int(session)


def _load_kernel() -> Any:
    try:
        import durable_rules_engine
    except ImportError as error:  # on Python 3.13 it is installed, and fails here
        raise InferenceError(MISSING) from error
    return durable_rules_engine


@contextmanager
def _kernel_alone(kernel: Any) -> Iterator[None]:
    """Hold the kernel alone in this process, and turn its errors into ours."""
    # The kernel reads numbers by the process's locale, and would take 1.5 for 1 without a word.
    if locale.localeconv()["decimal_point"] != ".":
        raise InferenceError("the durable engine needs a locale with a decimal point (LC_NUMERIC=C)")
    with _ONE_SESSION:
        try:
            yield
        except kernel.error as error:
            raise InferenceError(f"durable-rules failed: {error}") from error


class _Rules:
    """
    A program as rules of the kernel.

    The kernel's facts are named by numbers. Every symbol has one, a tested fact one for each `_COMPARISONS_PER_FACT`
    comparisons, and so have helpers: a disjunction, the first part of a long conjunction, a copy of a crowded fact.
    """

    def __init__(self, program: Program) -> None:
        self.rules: list[str] = []
        self.effects: dict[str, tuple[int, int | None]] = {}  # by rule: what it concludes, and the clause that it is
        self.names: dict[FactId, list[int]] = {}
        self.kinds: dict[FactId, str] = {}
        self.comparisons: dict[FactId, dict[tuple[str, str], str]] = {}
        self.helpers: dict[tuple[tuple[str, ...], ...], str] = {}
        self.uses: Counter[str] = Counter()
        self.newest: dict[str, str] = {}
        self.name_count = _ALWAYS + 1
        self.symbols = {symbol: self.new_name() for symbol in dict.fromkeys(clause.head for clause in program.clauses)}
        for position, clause in enumerate(program.clauses):
            conditions = [condition for literal in clause.body for condition in self.conditions(literal)]
            self.add(conditions, self.symbols[clause.head], position)
        self.check()

    def new_name(self) -> int:
        self.name_count += 1
        return self.name_count - 1

    def add(self, conditions: Iterable[str], head: int, clause: int | None = None) -> None:
        """Add a rule. A long one leaves its first conditions to a helper; one without conditions always fires."""
        rest = list(dict.fromkeys(conditions)) or [_condition(_ALWAYS)]
        while len(rest) > _CONDITIONS_PER_RULE:
            rest = [self.any_of(tuple(rest[:_CONDITIONS_PER_RULE])), *rest[_CONDITIONS_PER_RULE:]]
        written = ",".join(f'{{"c{place}":{condition}}}' for place, condition in enumerate(map(self.spread, rest)))
        rule = f"r{len(self.rules)}"
        # Without "dist": 0 two conditions on the same fact never match.
        self.rules.append(f'"{rule}":{{"all":[{written}],"dist":0}}')
        self.effects[rule] = (head, clause)

    def spread(self, condition: str) -> str:
        """The condition or its newest copy, since not too many rules may have the same one."""
        newest = self.newest.get(condition, condition)
        self.uses[newest] += 1
        if self.uses[newest] == _RULES_PER_CONDITION:
            newest = self.newest[condition] = self.any_of((newest,))
            self.uses[newest] += 1
        return newest

    def any_of(self, *alternatives: tuple[str, ...]) -> str:
        """A condition that holds when some conjunction does: a helper fact, since the kernel's own `any` is wrong."""
        if alternatives not in self.helpers:
            helper = self.new_name()
            self.helpers[alternatives] = _condition(helper)
            for conditions in alternatives:
                self.add(conditions, helper)
        return self.helpers[alternatives]

    def conditions(self, literal: Literal) -> list[str]:
        """Conditions that together are a literal."""
        if isinstance(literal, Ref):
            return [_condition(self.symbols[literal.premise])]
        key, operator, bound, wanted, _ = literal
        if operator is Operator.BETWEEN:
            steps = [(Operator.AT_LEAST, bound[0]), (Operator.AT_MOST, bound[1])]
        else:
            steps = [(Operator.IS if operator is Operator.ONE_OF else operator, value) for value in bound]
        parts = [self.comparison(key, step, value, wanted) for step, value in steps]
        # Within two bounds is both, one of several options is any; known not to be turns that round.
        if len(parts) == 1 or wanted is (operator is Operator.BETWEEN):
            return parts
        return [self.any_of(*((part,) for part in parts))]

    def comparison(self, key: FactId, operator: Operator, bound: Value, wanted: bool) -> str:
        """The condition that a given fact's value compares so with one constant, or is known not to."""
        kind = _kind(bound)
        if self.kinds.setdefault(key, kind) != kind:
            raise InferenceError(f"`{key}` is compared with {self.kinds[key]} and with {kind}")
        if kind != _NUMBER and operator is not Operator.IS:
            raise InferenceError(f"`{key}` is compared by `{operator}` with {kind}, which has no order")
        word, constant = _WORDS[operator][0 if wanted else 1], _written(bound, key)
        known = self.comparisons.setdefault(key, {})
        if (word, constant) not in known:
            if len(known) % _COMPARISONS_PER_FACT == 0:
                self.names.setdefault(key, []).append(self.new_name())
            value = f'{{"v":{constant}}}'
            known[word, constant] = _condition(self.names[key][-1], f',{{"{word}":{value}}}' if word else f",{value}")
        return known[word, constant]

    def check(self) -> None:
        """Refuse what the kernel cannot bear, before it sees it."""
        if len(self.rules) > _KERNEL_RULES or self.name_count > _BUCKETS * _FACTS_PER_BUCKET:
            size = f"{len(self.rules)} rules (at most {_KERNEL_RULES}) over {self.name_count} facts"
            raise InferenceError(f"the program is too large for the durable engine: {size}")
        # The kernel tells facts apart by a 32-bit hash of their ids alone (issue #376).
        ids = [*_RESERVED_IDS, *(f"n{name}" for name in range(self.name_count))]
        if len(set(map(_hash, ids))) < len(ids):
            raise InferenceError("the durable engine would take two facts of this program for one")

    def text(self) -> str:
        """The rules as the kernel reads them."""
        return f"{{{','.join((_BOOT_RULE, *self.rules, _SINK_RULE))}}}"


def _kind(value: Value) -> str:
    return "a flag" if isinstance(value, bool) else "a text" if isinstance(value, str) else _NUMBER


def _written(value: Value, key: FactId) -> str:
    """Write a value as JSON that the kernel reads right."""
    # Only ASCII, and every comparison is of texts written in this way.
    if isinstance(value, bool | str):
        return json.dumps(value)
    if not abs(value) < _NUMBERS_BELOW or float(value) != value:
        raise InferenceError(f"the durable engine cannot hold the number {value!r} of `{key}`")
    # It loses facts over an exponent (1e-05), and takes 1 and 1.0 for two kinds of number.
    digits = format(Decimal(repr(float(value))), "f")
    return digits if "." in digits else f"{digits}.0"


def _fact(name: int, value: str | None = None) -> str:
    known = "" if value is None else f',"v":{value}'
    return f'{{"id":"n{name}","sid":"s","k":"b{name // _FACTS_PER_BUCKET}","d":"n{name}"{known}}}'


def _condition(name: int, comparison: str = "") -> str:
    # The kernel searches in this order: the bucket, the fact's name there, its value.
    return f'{{"$and":[{{"k":"b{name // _FACTS_PER_BUCKET}"}},{{"d":"n{name}"}}{comparison}]}}'


def _hash(text: str) -> int:
    """The kernel's hash, FNV-1a of 32 bits."""
    result = 2166136261
    for byte in text.encode("ascii"):
        result = (result ^ byte) * 16777619 % 2**32
    return result
