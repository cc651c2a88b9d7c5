"""From rules/plan-policy.yaml to the plan policy."""

from __future__ import annotations

from typing import Final

from fasmodell.condition_loader import Vocabulary, known_name
from fasmodell.form_reader import read_form
from fasmodell.forms import PlanPolicyForm
from fasmodell.knowledge import IndicatorId, MeasureId
from fasmodell.names import Names, check_sources
from fasmodell.place import Place
from fasmodell.rules import PlanPolicy, Presence

# The classes that lead-in and time to effect may have in the catalogue, besides what is not known.
_TIMES: Final = ("quick", "weeks", "months", "medium", "year", "slow", "years", "very_slow")
_NOT_KNOWN: Final = "not_known"
_URGENCIES: Final = ("foundation", "quick", "slow", "other")


def read_plan_policy(place: Place, names: Names, vocabulary: Vocabulary) -> PlanPolicy | None:
    """Read the plan policy; None, with every problem reported, when it cannot be used."""
    check_sources(place, names.sources)
    form = read_form(place, PlanPolicyForm)
    if form is None:
        return None
    for key, wanted, optional in (
        ("introduction_quarters", (_NOT_KNOWN,), _TIMES),
        ("effect_months", (), _TIMES),
        ("follow_up_months", (_NOT_KNOWN,), _TIMES),
        ("urgency", _URGENCIES, ()),
    ):
        _check_keys(place.at(key), wanted, optional)
    _check_bounds(place, form)
    presence = _presence(place.at("presence"), names, vocabulary)
    if presence is None:
        return None
    return PlanPolicy(
        quarter_months=form.quarter_months,
        horizon_months=form.horizon_months,
        total=form.at_once.total,
        per_actor=form.at_once.per_actor,
        introduction_quarters=form.introduction_quarters,
        effect_months={name: (low or 0, high) for name, (low, high) in form.effect_months.items()},
        follow_up_months=form.follow_up_months,
        urgency=form.urgency,
        presence=presence,
        numbers=form.numbers.numbers(),
        source=form.source.citation(),
    )


def _check_keys(place: Place, wanted: tuple[str, ...], optional: tuple[str, ...]) -> None:
    meant = place.unknown_keys(f"`{place.key}`", (*wanted, *optional))
    for key in wanted:
        if key not in place.keys and key not in meant:
            place.missing(key, f"`{place.key}`")


def _check_bounds(place: Place, form: PlanPolicyForm) -> None:
    if form.horizon_months % form.quarter_months:
        message = f"`horizon_months` {form.horizon_months} is not a whole number of quarters"
        place.at("horizon_months").error("FM124", message, f"`quarter_months` is {form.quarter_months}")
    for name, (low, high) in form.effect_months.items():
        if low is not None and high is not None and high < low:
            place.at("effect_months", name).error("FM310", "the earliest month is later than the latest")


def _presence(place: Place, names: Names, vocabulary: Vocabulary) -> Presence | None:
    indicator = known_name(place.at("indicator"), "FM201", "indicator", vocabulary.indicators)
    warning = known_name(place.at("warning"), "FM208", "warning", names.warnings)
    measures = [
        known_name(element, "FM203", "measure", vocabulary.measures) for element in place.at("measures").elements()
    ]
    if indicator is None or warning is None or None in measures:
        return None
    return Presence(IndicatorId(indicator), warning, tuple(MeasureId(one) for one in measures if one is not None))
