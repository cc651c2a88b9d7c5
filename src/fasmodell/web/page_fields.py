"""
Between a profile and the fields of a form: what each field shows, and what was typed as changes of the profile.

A field is named after the place of its value in the profile, as `observations.silence_level.source`. Only a field that
was sent, and says something else than the profile does, is a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from fasmodell.analysis.interview import as_yaml
from fasmodell.diagnostics import Diagnostic, ProfileError, Severity, Span
from fasmodell.knowledge import Indicator, IndicatorId
from fasmodell.observation_loader import PERIOD, UNKNOWN
from fasmodell.profile import Observation
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language, Scale
from fasmodell.web.page_draft import FILE, NAMELESS, OBSERVATIONS, Draft, Path, draft_of, with_changes
from fasmodell.yaml_source import Document, Key, Plain, parse_yaml

VALUE: Final = "value"
DETAILS: Final = ("period", "source", "margin", "method", "secrecy", "note")
MEASURES: Final = "measures_in_place"
WHOLE, PARTLY = "whole", "partly"
# The fields of the parts of a profile that are written as one mapping.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "previous_assessment": ("phase", "as_of"),
    "goal": ("phase", "police_class", "by"),
    "plan": ("start", "at_once", "budget"),
}
AREA: Final = ("name", "municipality", "residents", "regso", "regso_vintage", "boundary")
_WHOLE_NUMBERS: Final = ("area.residents", "area.regso_vintage", "previous_assessment.phase", "goal.phase",
                         "plan.at_once", "plan.budget")  # fmt: skip
_LONGEST_NUMBER: Final = 16
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_GROUPED: Final = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f]+")


class Applied(NamedTuple):
    """
    A draft with what was typed in it.

    `errors` are the problems of fields by name, those of no field under the empty name; such a field is not in the
    draft, and `typed` holds what stood in it and in the fields that depend on it.
    """

    draft: Draft
    errors: Mapping[str, tuple[Diagnostic, ...]]
    typed: Mapping[str, str]


class _Change(NamedTuple):
    """A new value at a path, and the fields that it was typed in."""

    value: Plain
    fields: tuple[str, ...]


def applied(draft: Draft, fields: Mapping[str, str], base: RuleBase, language: Language) -> Applied:
    """Put the fields of a form into a draft; what does not fit is left out of it and told."""
    changes = dict(_changes(draft, fields, base, language))
    errors: dict[str, tuple[Diagnostic, ...]] = {}
    typed: dict[str, str] = {}
    while changes:
        text = with_changes(draft.text, {path: change.value for path, change in changes.items()})
        try:
            return Applied(draft_of(text, base, language), errors, typed)
        except ProfileError as error:
            found = _by_field(error, text, language)
        named = {_field_for(name, fields) for name in found}
        refused = [path for path, change in changes.items() if not named.isdisjoint(change.fields)]
        for name, problems in found.items():
            field = _field_for(name, fields)
            errors[field] = (*errors.get(field, ()), *problems)
        for path in refused or list(changes):  # a problem that no field explains takes every change back
            typed |= {name: fields[name] for name in changes.pop(path).fields if name in fields}
    return Applied(draft, errors, typed)


def _changes(
    draft: Draft, fields: Mapping[str, str], base: RuleBase, language: Language
) -> Iterator[tuple[Path, _Change]]:
    for key in AREA:
        name = f"area.{key}"
        if name in fields:
            value = _plain(name, fields[name], language)
            if value != draft.at("area", key):
                yield ("area", key), _Change(value, (name,))
    if "as_of" in fields and fields["as_of"].strip() != str(draft.at("as_of")):
        yield ("as_of",), _Change(fields["as_of"].strip(), ("as_of",))
    for indicator in base.knowledge.indicators.values():
        names = tuple(name for key in (VALUE, *DETAILS) if (name := field_name(indicator.id, key)) in fields)
        if names:
            before = draft.at(OBSERVATIONS, indicator.id)
            after = _observation(before, indicator, fields, language)
            if not _is_same(before, after):
                yield (OBSERVATIONS, indicator.id), _Change(after, names)
    for part, keys in PARTS.items():
        yield from _part(draft, part, keys, fields, language)
    yield from _measures(draft, fields, base)


def field_name(indicator: IndicatorId, key: str) -> str:
    """The name of the field for the value of an indicator, or a detail of it."""
    return f"{OBSERVATIONS}.{indicator}.{key}"


def _is_same(before: Plain, after: Plain) -> bool:
    if after == UNKNOWN and before is None:
        return True
    return (type(before), before) == (type(after), after)


def _plain(name: str, typed: str, language: Language) -> Plain:
    text = typed.strip()
    if name == "area.name":
        return text or NAMELESS.to(language)
    if name == "area.regso":
        codes: list[Plain] = [code for code in re.split(r"[,;\s]+", text) if code]
        return codes or None
    if name in _WHOLE_NUMBERS:
        bare = _SPACES.sub("", text)
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < _LONGEST_NUMBER else text or None
    return _period(text)


def _period(text: str) -> Plain:
    """A text, or a lone year as the number that it is in a profile; None for nothing."""
    is_year = len(text) == 4 and text.isdigit() and PERIOD.fullmatch(text)
    return int(text) if is_year and not text.startswith("0") else text or None


def number_typed(text: str, language: Language) -> Plain:
    """A number as people write it: with a decimal comma, and spaces between thousands. What is no number stays text."""
    bare = _SPACES.sub("", text).replace("\u2212", "-").removesuffix("%")
    if language == "en" and _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare) or len(bare) > 30:
        return text.strip()
    return float(bare) if "." in bare else int(bare)


def _value_typed(indicator: Indicator, typed: str, language: Language) -> Plain:
    if not typed.strip() or typed == UNKNOWN:
        return UNKNOWN
    if indicator.scale is Scale.FLAG:
        said = as_yaml(indicator, typed)
        return {"true": True, "false": False}.get(said, said)
    return typed.strip() if indicator.scale is Scale.CHOICE else number_typed(typed, language)


# One observation


def points_of(given: Plain) -> list[dict[Key, Plain]]:
    """The points of a series as they are written, oldest first; empty for an observation that is no series."""
    series = given.get("series") if isinstance(given, dict) else given
    found = [dict(one) for one in series if isinstance(one, dict)] if isinstance(series, list) else []
    return sorted(found, key=lambda point: _end(str(point.get("period"))))


def _end(period: str) -> str:
    """A key that puts periods in the order of their last days."""
    quarter = re.fullmatch(r"([0-9]{4})-[Qq]([1-4])", period)
    if quarter is not None:
        return f"{quarter[1]}-{3 * int(quarter[2]):02d}-99"
    return f"{period}-99-99"[:10] if len(period) == 4 else f"{period}-99"[:10]


def newest_of(given: Plain) -> dict[Key, Plain]:
    """The value and the details of an observation, or of the newest point of its series."""
    points = points_of(given)
    if points:
        common: dict[Key, Plain] = {}
        if isinstance(given, dict):
            common |= {key: value for key, value in given.items() if key != "series"}
        return common | points[-1]
    found: dict[Key, Plain] = {}
    if isinstance(given, dict):
        found |= given
    elif given is not None:
        found[VALUE] = given
    return found


def _observation(before: Plain, indicator: Indicator, fields: Mapping[str, str], language: Language) -> Plain:
    shown = newest_of(before)
    new: dict[Key, Plain] = {}
    for key in (VALUE, *DETAILS):
        name = field_name(indicator.id, key)
        if name in fields:
            value = _detail(indicator, key, fields[name], language)
            old = shown.get(key)
            if not (_is_same(old, value) or (key == VALUE and _equal_numbers(old, value))):
                new[key] = value
    if not new:
        return before
    points = points_of(before)
    if points:
        points[-1] = _merged(points[-1], new)
        series: list[Plain] = list(points)
        if not isinstance(before, dict):
            return series
        held: dict[Key, Plain] = dict(before)
        return {**held, "series": series}
    merged = _merged(shown, new)
    return merged.get(VALUE, UNKNOWN) if set(merged) <= {VALUE} else merged


def _detail(indicator: Indicator, key: str, typed: str, language: Language) -> Plain:
    if key == VALUE:
        return _value_typed(indicator, typed, language)
    if key == "margin":
        return number_typed(typed, language) if typed.strip() else None
    return _period(typed.strip()) if key == "period" else typed.strip() or None


def _equal_numbers(old: Plain, new: Plain) -> bool:
    """True when a number was only written in another way, as 38 and 38.0."""
    numbers = [one for one in (old, new) if isinstance(one, int | float) and not isinstance(one, bool)]
    return len(numbers) == 2 and numbers[0] == numbers[1]


def _merged(held: Mapping[Key, Plain], new: Mapping[Key, Plain]) -> dict[Key, Plain]:
    """Details with others in their place, the value first; what is emptied is left out, and a value is unknown then."""
    merged: dict[Key, Plain] = {VALUE: UNKNOWN}
    merged.update({key: value for key, value in {**held, **new}.items() if value is not None})
    return merged


# The other parts


def _part(
    draft: Draft, part: str, keys: tuple[str, ...], fields: Mapping[str, str], language: Language
) -> Iterator[tuple[Path, _Change]]:
    held = draft.at(part)
    before: dict[Key, Plain] = dict(held) if isinstance(held, dict) else {}
    names = [f"{part}.{key}" for key in keys if f"{part}.{key}" in fields]
    after = dict(before)
    for key in keys:
        name = f"{part}.{key}"
        if name in names:
            after[key] = _plain(name, fields[name], language)
    if part == "plan":
        for inner in ("actors", "costs"):
            names += [name for name in fields if name.startswith(f"plan.{inner}.")]
            after[inner] = _numbers(before.get(inner), fields, f"plan.{inner}.")
    after = {key: value for key, value in after.items() if value is not None}
    if after != before:
        yield (part,), _Change(after or None, tuple(names))


def _numbers(held: Plain, fields: Mapping[str, str], beginning: str) -> Plain:
    """A mapping to whole numbers with what was typed in it; None when nothing is left."""
    found: dict[Key, Plain] = dict(held) if isinstance(held, dict) else {}
    for name, typed in fields.items():
        if name.startswith(beginning):
            bare = _SPACES.sub("", typed)
            is_whole = bare.isascii() and bare.isdigit() and len(bare) < _LONGEST_NUMBER
            found[name.removeprefix(beginning)] = int(bare) if is_whole else typed.strip() or None
    kept: dict[Key, Plain] = {key: value for key, value in found.items() if value is not None}
    return kept or None


class Running(NamedTuple):
    """What a form shows of a measure: `true`, `false`, `unknown`, or empty when it is not marked; and since when."""

    state: str
    since: str


def running_of(draft: Draft, base: RuleBase) -> tuple[str, dict[str, Running]]:
    """
    What the list of measures in place says of those that it leaves unmarked, and of each one that it marks.

    In a `whole` list what is not marked does not run; otherwise it is unknown, as every measure is without a list.
    """
    written = draft.at(MEASURES)
    found: dict[str, Running] = {}
    for one in written if isinstance(written, list) else []:
        entry: dict[Key, Plain] = one if isinstance(one, dict) else {"measure": one}
        running = entry.get("running", True)
        state = str(running).lower() if isinstance(running, bool) else UNKNOWN
        found[str(entry.get("measure"))] = Running(state, str(entry.get("since") or ""))
    is_whole = isinstance(written, list) and not all(name in found for name in base.knowledge.measures)
    return WHOLE if is_whole else PARTLY, found


def _measures(draft: Draft, fields: Mapping[str, str], base: RuleBase) -> Iterator[tuple[Path, _Change]]:
    if MEASURES not in fields:
        return
    extent, held = running_of(draft, base)
    names = [MEASURES, *(name for name in fields if name.startswith(f"{MEASURES}."))]
    marked: dict[str, Running] = {}
    for measure in base.knowledge.measures:
        before = held.get(measure, Running("", ""))
        state = fields.get(f"{MEASURES}.{measure}", _shown_state(before, extent))
        marked[measure] = Running(state, fields.get(f"{MEASURES}.{measure}.since", before.since).strip())
    shown = {measure: Running(_shown_state(one, extent), one.since) for measure, one in held.items()}
    is_same = all(shown.get(measure, Running("", "")) == one for measure, one in marked.items())
    if is_same and fields[MEASURES] == extent:
        return
    yield (MEASURES,), _Change(_list_of(marked, is_whole=fields[MEASURES] == WHOLE), tuple(names))


def _shown_state(running: Running, extent: str) -> str:
    """In a list that is not whole, unknown is what is not marked."""
    return "" if extent == PARTLY and running.state == UNKNOWN else running.state


def _list_of(marked: Mapping[str, Running], *, is_whole: bool) -> Plain:
    if not is_whole and not any(one.state for one in marked.values()):
        return UNKNOWN
    entries: list[Plain] = []
    for measure, one in marked.items():
        since = _period(one.since)
        entry: dict[Key, Plain] = {"measure": measure}
        if since is not None:
            entry["since"] = since
        if one.state == "true":
            entries.append(entry)
        elif one.state == "false":
            entries.append({**entry, "running": False})
        elif one.state == UNKNOWN or not is_whole:
            entries.append({**entry, "running": UNKNOWN})
    return entries


# Problems beside their fields


def _by_field(error: ProfileError, text: str, language: Language) -> dict[str, tuple[Diagnostic, ...]]:
    document, _ = parse_yaml(text, FILE.to(language))
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for one in error.diagnostics:
        if one.severity is Severity.error:
            name = "" if document is None else _field_at(document, one.span)
            found[name] = (*found.get(name, ()), one)
    return found


def _field_for(name: str, fields: Mapping[str, str]) -> str:
    """A field that was sent; where a part of the profile lacks something, the first field of it that is filled in."""
    if name in fields:
        return name
    parts = [field for field in fields if name and field.startswith(f"{name}.")]
    return next((field for field in parts if fields[field].strip()), parts[0] if parts else "")


def _field_at(document: Document, span: Span) -> str:
    """The name of the field that stands at a place of a profile."""
    path: list[Key] = []
    data = document.data
    while isinstance(data, dict | list):
        keys: list[Key] = list(data) if isinstance(data, dict) else list(range(len(data)))
        inner = next((key for key in keys if _covers(document, (*path, key), span)), None)
        if inner is None:
            break
        path.append(inner)
        data = data[inner]  # type: ignore[index]
    if path[:1] == [OBSERVATIONS] and len(path) > 1:
        key = next((str(one) for one in reversed(path[2:]) if one in DETAILS), VALUE)
        return f"{OBSERVATIONS}.{path[1]}.{key}"
    if path[:1] == [MEASURES]:
        return _measure_field(document, path)
    return ".".join(map(str, path[:3] if path[:2] in (["plan", "actors"], ["plan", "costs"]) else path[:2]))


def _measure_field(document: Document, path: list[Key]) -> str:
    written = document.data.get(MEASURES) if isinstance(document.data, dict) else None
    if len(path) > 1 and isinstance(written, list) and isinstance(path[1], int):
        entry = written[path[1]]
        if isinstance(entry, dict):
            return f"{MEASURES}.{entry.get('measure')}.since"
    return MEASURES


def _covers(document: Document, path: tuple[Key, ...], span: Span) -> bool:
    begins, value = document.key_span(path), document.value_span(path)
    return (begins.line, begins.column) <= (span.line, span.column) <= (value.end_line, value.end_column)


def shown_value(observation: Observation | None, given: Plain, language: Language) -> str:
    """What the field of a value shows."""
    value = newest_of(given).get(VALUE)
    if observation is None or value is None or value == UNKNOWN:
        return ""
    return shown_plain(value, language)


def shown_plain(value: Plain, language: Language) -> str:
    """A plain value as a field shows it, with a decimal comma in Swedish."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        written = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return written.replace(".", ",") if language == "sv" else written
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
