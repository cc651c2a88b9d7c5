"""The questions of the API: each with its options, the answer as the command line writes it, and its schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from fasmodell.authoring.check_formats import FORMAT as DIAGNOSTICS_FORMAT
from fasmodell.authoring.check_formats import diagnostic_object
from fasmodell.diagnostics import ProfileError, quote, sort_diagnostics, suggest
from fasmodell.knowledge import ActorId, MeasureId, Text
from fasmodell.measure_document import Object
from fasmodell.pipeline import recommend
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.view import View
from fasmodell.web import words_api as w
from fasmodell.web.api_options import (
    BatchOptions,
    ChangedOptions,
    Options,
    PlanOptions,
    WhatIfOptions,
    WhyNotOptions,
    WhyOptions,
    pairs_of,
)
from fasmodell.web.problems import ProblemError, wrong_options
from fasmodell.web.profile_body import Body, profile_in, profiles_in
from fasmodell.web.served import Served


class Question(NamedTuple):
    """What is asked: the body, the options, what is served, and the language of the answer."""

    body: Body
    options: Options
    served: Served

    @property
    def base(self) -> RuleBase:
        """The rule base that answers."""
        return self.served.base

    @property
    def language(self) -> Language:
        """The language that was asked for, otherwise that of the server."""
        return self.options.lang or self.served.language

    def view(self, changes: Mapping[str, str] | None = None) -> View:
        """The answer to the profile in the body, seen in the language that was asked for."""
        return View(recommend(profile_in(self.body, self.base, changes), self.base), self.base, self.language)


class Operation(NamedTuple):
    """A question of the API: its name, what it takes, what it answers with, and the name of the answer's schema."""

    name: str
    about: Text
    options: type[Options]
    answer: Callable[[Question], str]
    schema: str


def _recommended(asked: Question) -> str:
    from fasmodell.answer_json import render_json

    assert isinstance(asked.options, ChangedOptions)
    view = asked.view(pairs_of(asked.options.set))
    return render_json(view.answer, view.base, view.language)


def _phase(asked: Question) -> str:
    from fasmodell.answer_json import render_phase_json

    assert isinstance(asked.options, ChangedOptions)
    view = asked.view(pairs_of(asked.options.set))
    return render_phase_json(view.answer, view.base, view.language)


def _why(asked: Question) -> str:
    from fasmodell.web.why_document import why_object

    assert isinstance(asked.options, WhyOptions)
    measure = _measure("measure", asked.options.measure, asked.base)
    return written(why_object(asked.view(), measure))


def _why_not(asked: Question) -> str:
    from fasmodell.analysis.target import UnknownTargetError, target_named
    from fasmodell.analysis.why_not import why_not
    from fasmodell.analysis.why_not_json import why_not_json

    assert isinstance(asked.options, WhyNotOptions)
    try:
        target = target_named(asked.options.target, asked.base)
    except UnknownTargetError as error:
        raise ProblemError(wrong_options([("target", str(error))])) from None
    view = asked.view()
    return why_not_json(view, why_not(view.answer, view.base, target))


def _what_if(asked: Question) -> str:
    from fasmodell.analysis.answer_difference import difference_between
    from fasmodell.analysis.what_if_document import Pair
    from fasmodell.analysis.what_if_json import what_if_json
    from fasmodell.knowledge import IndicatorId

    assert isinstance(asked.options, WhatIfOptions)
    changes = pairs_of(asked.options.set)
    before, after = (asked.view(one).answer for one in ({}, changes))
    found = difference_between(before, after, asked.base)
    pair = Pair.of(found, asked.base, asked.language)
    return what_if_json(pair, found, [IndicatorId(one) for one in changes])


def _ask(asked: Question) -> str:
    from fasmodell.analysis.asking import Asker
    from fasmodell.analysis.asking_page import asking_json

    view = asked.view()
    return asking_json(Asker(view.base).ask(view.answer), view)


def _plan(asked: Question) -> str:
    from fasmodell.analysis.plan_files import plan_json
    from fasmodell.analysis.planning import capacity_of, plan, policy_of

    assert isinstance(asked.options, PlanOptions)
    options, base = asked.options, asked.base
    must = frozenset(_measure("include", word, base) for word in options.include)
    must_not = frozenset(_measure("without", word, base) for word in options.without)
    if must & must_not:
        raise ProblemError(wrong_options([("without", "a measure cannot be both included and left out")]))
    first, actors = options.first_day(), _actors(options.actor, base)
    view = asked.view()
    profile = view.answer.profile
    room = capacity_of(profile, policy_of(base), total=options.at_once, actors=actors, budget=options.budget)
    made = plan(view.answer, base, start=first, capacity=room, include=must, without=must_not)
    return plan_json(made, view)


def _check(asked: Question) -> str:
    try:
        warnings = profile_in(asked.body, asked.base).warnings
        problems, is_loaded = tuple(map(asked.body.in_body, warnings)), True
    except ProfileError as error:
        problems, is_loaded = error.diagnostics, False
    told = [diagnostic_object(one) for one in sort_diagnostics(problems)]
    return written({"format": DIAGNOSTICS_FORMAT, "loaded": is_loaded, "diagnostics": told})


def _batch(asked: Question) -> str:
    from fasmodell.web.batch_document import batch_object

    assert isinstance(asked.options, BatchOptions)
    settings = asked.served.settings
    profiles = profiles_in(asked.body, asked.base, settings.profiles)
    return written(batch_object(profiles, asked.base, asked.language, asked.options.top, settings.seconds))


def written(document: Object) -> str:
    """A document as the command line writes it."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _measure(option: str, word: str, base: RuleBase) -> MeasureId:
    found = base.knowledge.measure_named(word)
    if found is None:
        raise ProblemError(wrong_options([(option, _unknown("measure", word, base.knowledge.measures))]))
    return found


def _actors(pairs: tuple[str, ...], base: RuleBase) -> dict[ActorId, int]:
    numbers = pairs_of(pairs)
    for name in numbers:
        if name not in base.knowledge.actors:
            raise ProblemError(wrong_options([("actor", _unknown("actor", name, base.knowledge.actors))]))
    return {ActorId(name): int(number) for name, number in numbers.items()}


def _unknown(kind: str, word: str, names: Iterable[str]) -> str:
    near = suggest(word, names)
    return f"unknown {kind} {quote(word)}; {f'did you mean `{near}`?' if near else f'/v1/catalogue has every {kind}'}"


OPERATIONS = (
    Operation("recommend", w.RECOMMEND, ChangedOptions, _recommended, "answer"),
    Operation("phase", w.PHASE, ChangedOptions, _phase, "phase"),
    Operation("why", w.WHY, WhyOptions, _why, "why"),
    Operation("why-not", w.WHY_NOT, WhyNotOptions, _why_not, "why_not"),
    Operation("what-if", w.WHAT_IF, WhatIfOptions, _what_if, "what_if"),
    Operation("ask", w.ASK, Options, _ask, "ask"),
    Operation("plan", w.PLAN, PlanOptions, _plan, "plan"),
    Operation("check", w.CHECK, Options, _check, "diagnostics"),
    Operation("batch", w.BATCH, BatchOptions, _batch, "batch"),
)
