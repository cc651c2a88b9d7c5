"""The options of each question, as query parameters: read, checked, and told of by name when they are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import QueryParams

from fasmodell.diagnostics import quote, suggest
from fasmodell.knowledge import Text
from fasmodell.profile import YEARS
from fasmodell.scales import Language
from fasmodell.web import words_api as w
from fasmodell.web.problems import ProblemError, wrong_options

_PAIR = r"^[^=\s][^=]*=[^\n]*\S[^\n]*$"
_COUNT = r"^[a-z0-9_]+=[0-9]{1,9}$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Pair = Annotated[str, StringConstraints(pattern=_PAIR, max_length=200)]
Count = Annotated[str, StringConstraints(pattern=_COUNT, max_length=200)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Options(BaseModel):
    """What every question takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Language | None = None


class ChangedOptions(Options):
    """Options of a question that can be asked of other values than the profile's."""

    set: tuple[Pair, ...] = ()


class WhatIfOptions(Options):
    """The values to assume."""

    set: Annotated[tuple[Pair, ...], Field(min_length=1)]


class WhyOptions(Options):
    """Which measure."""

    measure: Word


class WhyNotOptions(Options):
    """What is not so."""

    target: Word


class PlanOptions(Options):
    """What a plan has room for."""

    start: Annotated[str, StringConstraints(pattern=_DAY)] | None = None
    at_once: Annotated[int, Field(ge=0, le=1000)] | None = None
    actor: tuple[Count, ...] = ()
    budget: Annotated[int, Field(ge=0, le=10**12)] | None = None
    include: tuple[Word, ...] = ()
    without: tuple[Word, ...] = ()

    def first_day(self) -> date | None:
        """The day on which the plan starts; ProblemError when there is no such day, or it is too far away."""
        if self.start is None:
            return None
        try:
            day = date.fromisoformat(self.start)
        except ValueError:
            raise ProblemError(wrong_options([("start", f"there is no day {quote(self.start)}")])) from None
        if day.year not in YEARS:
            message = f"years go from {YEARS.start} to {YEARS.stop - 1}"
            raise ProblemError(wrong_options([("start", message)]))
        return day


class BatchOptions(Options):
    """How much of each answer to show."""

    top: Annotated[int, Field(ge=0, le=100)] = 5


MEANINGS: dict[str, Text] = {
    "lang": w.LANG,
    "set": w.SET,
    "measure": w.MEASURE,
    "target": w.TARGET,
    "start": w.START,
    "at_once": w.AT_ONCE,
    "actor": w.ACTOR,
    "budget": w.BUDGET,
    "include": w.INCLUDE,
    "without": w.WITHOUT,
    "top": w.TOP,
}
T = TypeVar("T", bound=Options)


def options_of(query: QueryParams, kind: type[T]) -> T:
    """The options in a query; ProblemError with everything that is wrong with them."""
    given: dict[str, object] = {}
    twice = []
    for name in dict.fromkeys(query):
        values = query.getlist(name)
        if is_many(kind, name):
            given[name] = tuple(values)
        else:
            given[name] = values[0]
            twice += [name] if len(values) > 1 else []
    wrong = [(name, f"`{name}` is given more than once") for name in twice]
    try:
        found = kind.model_validate(given)
    except ValidationError as error:
        wrong += list(_told(error, kind))
        raise ProblemError(wrong_options(wrong)) from None
    if wrong:
        raise ProblemError(wrong_options(wrong))
    return found


def is_many(kind: type[Options], name: str) -> bool:
    """True for an option that may be given several times."""
    field = kind.model_fields.get(name)
    return field is not None and get_origin(field.annotation) is tuple


def pairs_of(values: tuple[str, ...]) -> dict[str, str]:
    """What `name=value` says, the last of several for one name."""
    split = (value.partition("=") for value in values)
    return {name.strip(): written.strip() for name, _, written in split}


def _told(error: ValidationError, kind: type[Options]) -> Iterator[tuple[str, str]]:
    for one in error.errors(include_url=False):
        name = str(one["loc"][0])
        yield name, _message(name, one, kind)


def _message(name: str, one: ErrorDetails, kind: type[Options]) -> str:
    if one["type"] == "extra_forbidden":
        near = suggest(name, kind.model_fields)
        known = f"did you mean `{near}`?" if near else f"there are {', '.join(f'`{key}`' for key in kind.model_fields)}"
        return f"unknown parameter {quote(name)}; {known}"
    if one["type"] in ("missing", "too_short"):
        return f"`{name}` is missing"
    limits = {"start": "a day such as `2026-09-01`", "actor": "`actor=number`", "set": "`indicator=value`"}
    bounds = {"at_once": "from 0 to 1000", "budget": "from 0", "top": "from 0 to 100"}
    wanted = limits.get(name) or (f"a whole number {bounds[name]}" if name in bounds else _otherwise(name))
    return f"`{name}` must be {wanted}, got {quote(str(one['input']))}"


def _otherwise(name: str) -> str:
    return "`sv` or `en`" if name == "lang" else "1 to 200 characters long"
