"""From profile.yaml to a profile: shapes, scales, ranges, dates; unknown stays unknown; persons are refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fasmodell.area_loader import read_area
from fasmodell.diagnostics import (
    Diagnostic,
    Diagnostics,
    ProfileError,
    Severity,
    Span,
    quote,
    sort_diagnostics,
    suggest,
)
from fasmodell.goal_loader import read_goal
from fasmodell.knowledge import PHASES, GateId, IndicatorId, KnowledgeBase, MeasureId
from fasmodell.observation_loader import (
    UNKNOWN,
    check_keys,
    read_change,
    read_date,
    read_observation,
    read_period,
)
from fasmodell.place import Place, as_written
from fasmodell.plan_loader import read_plan
from fasmodell.privacy import PERSON_HELP, forbidden_key, personal_data_in
from fasmodell.profile import (
    Observation,
    Period,
    PreviousAssessment,
    Profile,
    RunningMeasure,
    months_between,
)
from fasmodell.scales import is_number
from fasmodell.yaml_source import decode, parse_yaml, read_text

FORMAT = "fasmodell.profile/1"
PROFILE_KEYS = ("format", "area", "as_of", "observations", "measures_in_place", "previous_assessment", "goal", "plan")
_OLD_MONTHS = 24


def text_of(source: str | Path | bytes, name: str) -> str:
    """
    The text of a profile, from the path of a file or from bytes; `name` is what diagnostics call it.

    Raises ProfileError when it cannot be read or is not UTF-8 text.
    """
    text, problems = decode(source, name) if isinstance(source, bytes) else read_text(Path(source), name)
    if text is None:
        raise ProfileError("the profile cannot be read", problems)
    return text


def read_profile(text: str, name: str, knowledge: KnowledgeBase, changes: Mapping[str, str] | None = None) -> Profile:
    """
    Read a profile from text; `name` is what diagnostics call it.

    `changes` replaces observations by values as written on the command line, `unknown` among them.
    Raises ProfileError with every problem of the text.
    """
    document, problems = parse_yaml(text, name)
    found = Diagnostics(problems)
    profile = None
    if document is not None:
        profile = _ProfileReader(Place(document, (), document.data, found), knowledge).profile(changes or {})
    errors = [one for one in found if one.severity is Severity.error]
    if profile is None or errors:
        count = f"{len(errors)} error{'s' if len(errors) != 1 else ''}"
        texts = {f"--set {indicator}": written for indicator, written in (changes or {}).items()}
        raise ProfileError(f"the profile has {count}", sort_diagnostics(found), {**texts, name: text})
    return profile


def read_inner_profile(place: Place, knowledge: KnowledgeBase) -> Profile | None:
    """Read a profile that stands within a larger document; problems go to the diagnostics of its place."""
    return _ProfileReader(place, knowledge).profile({})


def read_previous(place: Place, knowledge: KnowledgeBase, as_of: date | None) -> PreviousAssessment | None:
    """Read a previous assessment, which must be earlier than `as_of`; problems go to the diagnostics of its place."""
    return _ProfileReader(place, knowledge).previous(place, as_of)


class _ProfileReader:
    def __init__(self, place: Place, knowledge: KnowledgeBase) -> None:
        self.place = place
        self.knowledge = knowledge

    def profile(self, changes: Mapping[str, str]) -> Profile | None:
        place = self.place
        if not isinstance(place.data, Mapping):
            message = f"a profile must be a mapping that begins with `format: {FORMAT}`"
            place.wrong(message)
            return None
        refuse_personal_data(place, self.knowledge)
        _check_top(place)
        as_of = read_date(place.at("as_of"))
        area = read_area(place.at("area")) if place.at("area").data is not None else None
        observations = self._observations(as_of, changes)
        measures = self._measures(place.at("measures_in_place"))
        previous = self.previous(place.at("previous_assessment"), as_of)
        goal = read_goal(place.at("goal"), self.knowledge, as_of)
        plan = read_plan(place.at("plan"), self.knowledge)
        if area is None or as_of is None:
            return None
        warnings = _warnings(observations, self.knowledge, as_of)
        return Profile(area, as_of, observations, measures, previous, warnings, goal, plan)

    def _observations(self, as_of: date | None, changes: Mapping[str, str]) -> dict[IndicatorId, Observation]:
        place = self.place.at("observations")
        if place.data is not None and not isinstance(place.data, Mapping):
            place.wrong_kind("must be a mapping from indicator to value")
        found: dict[IndicatorId, Observation] = {}
        for key, inner in place.items():
            indicator = self.knowledge.indicators.get(IndicatorId(str(key)))
            if indicator is None:
                if forbidden_key(str(key)) is None:
                    inner.unknown("FM401", "indicator", str(key), self.knowledge.indicators, on_key=True)
            else:
                observation = read_observation(inner, indicator, as_of)
                if observation is not None:
                    found[indicator.id] = observation
        for name, written in changes.items():
            indicator = self.knowledge.indicators.get(IndicatorId(name))
            if indicator is None:
                near = suggest(name, self.knowledge.indicators)
                help = f"did you mean `{near}`?" if near else None
                span = Span(f"--set {name}", 1, 1, 1, 1)
                self.place.found.error("FM401", f"unknown indicator {quote(name)}", span, help)
            else:
                found[indicator.id] = read_change(self.place, indicator, written)
        order = {name: position for position, name in enumerate(self.knowledge.indicators)}
        return dict(sorted(found.items(), key=lambda item: order[item[0]]))

    def _measures(self, place: Place) -> dict[MeasureId, RunningMeasure] | None:
        if place.data is None or place.data == UNKNOWN:
            return None
        if not isinstance(place.data, list):
            place.wrong_kind("must be a list, or `unknown`")
            return None
        found: dict[MeasureId, RunningMeasure] = {}
        for element in place.elements():
            running = self._running_measure(element)
            if running is not None and running.measure in found:
                first = found[running.measure].span
                related = [] if first is None else [("it is first listed here", first)]
                element.error("FM407", f"the measure `{running.measure}` is listed twice", related=related)
            elif running is not None:
                found[running.measure] = running
        return found

    def _running_measure(self, place: Place) -> RunningMeasure | None:
        """One entry of the list: an id, or an id with since when and whether it runs."""
        written = place
        if isinstance(place.data, Mapping):
            check_keys(place, "a measure in place", ("measure",), ("since", "running"))
            written = place.at("measure")
        if not isinstance(written.data, str):
            if written is place or "measure" in place.keys:
                message = "a measure in place must be an id, or `{measure: …, since: …}`"
                written.wrong(message)
            return None
        if written.data not in self.knowledge.measures:
            written.unknown("FM411", "measure", written.data, self.knowledge.measures)
            return None
        since = read_period(place.at("since")) if place.at("since").data is not None else None
        is_running: bool | None = True
        if isinstance(place.data, Mapping) and "running" in place.data:
            is_running = _running(place.at("running"))
        return RunningMeasure(MeasureId(written.data), is_running, since, place.span)

    def previous(self, place: Place, as_of: date | None) -> PreviousAssessment | None:
        if place.data is None or place.data == UNKNOWN:
            return None
        if not isinstance(place.data, Mapping):
            message = "the previous assessment must be a mapping such as `{phase: 1, as_of: 2025-03-31}`"
            place.wrong(message)
            return None
        check_keys(place, "the previous assessment", ("phase", "as_of"), ("gates_open_since",))
        written, when = place.at("phase"), read_date(place.at("as_of"))
        phase = written.data
        if type(phase) is not int or phase not in PHASES:
            if "phase" in place.keys:
                written.error("FM109", f"{as_written(phase)} is not a phase", "the model has phases 1, 2 and 3")
            return None
        if when is None:
            if "as_of" in place.keys and place.at("as_of").data is None:
                place.at("as_of").error("FM107", "`as_of` must be a date, got nothing", on_key=True)
            return None
        if as_of is not None and when >= as_of:
            message = "the previous assessment must be earlier than `as_of` of the profile"
            place.at("as_of").error("FM406", message)
        return PreviousAssessment(phase, when, self._gates_open_since(place.at("gates_open_since"), as_of), place.span)

    def _gates_open_since(self, place: Place, as_of: date | None) -> dict[GateId, Period]:
        if place.data is not None and not isinstance(place.data, Mapping):
            place.wrong_kind("must be a mapping from gate to date")
        since: dict[GateId, Period] = {}
        for gate, inner in place.items():
            if gate not in self.knowledge.gates:
                inner.unknown("FM410", "gate", str(gate), self.knowledge.gates, on_key=True)
                continue
            period = read_period(inner)
            if period is not None and as_of is not None and period.start > as_of:
                inner.error("FM406", f"`{period.written}` is after `as_of` {as_of}")
            elif period is not None:
                since[GateId(str(gate))] = period
        return since


def _warnings(
    observations: Mapping[IndicatorId, Observation], knowledge: KnowledgeBase, as_of: date
) -> tuple[Diagnostic, ...]:
    """What deserves a look in a profile that is valid."""
    found = Diagnostics()
    for indicator in knowledge.graded:
        grading, level = indicator.graded_from, observations.get(indicator.id)
        number = observations.get(grading.indicator) if grading is not None else None
        if grading is None or level is None or number is None or level.span is None or not is_number(number.value):
            continue
        given = grading.level(number.value)
        if level.value is not None and given != level.value:
            message = (
                f"`{indicator.id}` is {level.value}, but `{number.indicator}` {number.value:.10g} gives level {given}"
            )
            related = [] if number.span is None else [("the number stands here", number.span)]
            found.warning("FM412", message, level.span, "the number counts; look into why the two differ", related)
    for observation in observations.values():
        period = observation.period
        if period is not None and observation.is_known and observation.span is not None:
            months = months_between(period.end, as_of)
            if months > _OLD_MONTHS:
                message = f"`{observation.indicator}` is {months} months old"
                found.warning("FM413", message, observation.span, "look for a newer one")
    return sort_diagnostics(found)


def _check_top(place: Place) -> None:
    meant = set()
    for key, inner in place.items():
        if key not in PROFILE_KEYS and forbidden_key(str(key)) is None:
            meant.add(inner.unknown_key("a profile", PROFILE_KEYS))
    format_ = place.at("format")
    if format_.data is not None and format_.data != FORMAT:
        message = f"unknown format {as_written(format_.data)}"
        format_.error("FM108", message, f"profiles begin with `format: {FORMAT}`")
    help = {"format": f"the first line is `format: {FORMAT}`"}
    for key in ("format", "area", "as_of"):
        if place.at(key).data is None and key not in meant:
            place.missing(key, "a profile", help.get(key))


def refuse_personal_data(place: Place, knowledge: KnowledgeBase) -> None:
    """Refuse keys and texts that are about persons, their addresses or their origin, anywhere in a place."""
    waiting = [place]
    while waiting:
        current = waiting.pop()
        for key, inner in current.items():
            reason = None if key in knowledge.indicators else forbidden_key(str(key))
            if reason is not None:
                code = "FM404" if reason == PERSON_HELP else "FM405"
                inner.error(code, f"{quote(str(key))} may not stand in a profile", reason, on_key=True)
            waiting.append(inner)
        waiting += current.elements()
        if isinstance(current.data, str):
            piece = personal_data_in(current.data)
            if piece is not None:
                message = f"{quote(piece)} looks like a person's identity number, address or contact"
                current.error("FM404", message, PERSON_HELP)


def _running(place: Place) -> bool | None:
    if place.data is None or place.data == UNKNOWN:
        return None
    if not isinstance(place.data, bool):
        place.wrong_kind("must be `true`, `false` or `unknown`")
        return None
    return place.data
