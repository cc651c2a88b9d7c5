"""
Between a profile and the fields of a form: what each field shows, and what was typed as changes of the profile.

A field is named after the place of its value in the profile, as `observations.silence_level.source`. Only a field that
was sent, and says something else than the profile does, is a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from fasmodell.diagnostics import Diagnostic, ProfileError
from fasmodell.observation_loader import UNKNOWN
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.web.page_draft import NAMELESS, OBSERVATIONS, Draft, Path, draft_of, with_changes
from fasmodell.web.page_problems import MEASURES as MEASURES
from fasmodell.web.page_problems import field_for, problems_by_field
from fasmodell.web.page_values import DETAILS as DETAILS
from fasmodell.web.page_values import SPACES, is_same, observation_with, period_typed
from fasmodell.web.page_values import VALUE as VALUE
from fasmodell.web.page_values import field_name as field_name
from fasmodell.web.page_values import newest_of as newest_of
from fasmodell.web.page_values import number_typed as number_typed
from fasmodell.web.page_values import points_of as points_of
from fasmodell.web.page_values import shown_plain as shown_plain
from fasmodell.yaml_source import Key, Plain

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
            found = problems_by_field(error, text, language)
        named = {field_for(name, fields) for name in found}
        refused = [path for path, change in changes.items() if not named.isdisjoint(change.fields)]
        for name, problems in found.items():
            field = field_for(name, fields)
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
            after = observation_with(before, indicator, fields, language)
            if not is_same(before, after):
                yield (OBSERVATIONS, indicator.id), _Change(after, names)
    for part, keys in PARTS.items():
        yield from _part(draft, part, keys, fields, language)
    yield from _measures(draft, fields, base)


def _plain(name: str, typed: str, language: Language) -> Plain:
    text = typed.strip()
    if name == "area.name":
        return text or NAMELESS.to(language)
    if name == "area.regso":
        codes: list[Plain] = [code for code in re.split(r"[,;\s]+", text) if code]
        return codes or None
    if name in _WHOLE_NUMBERS:
        bare = SPACES.sub("", text)
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < _LONGEST_NUMBER else text or None
    return period_typed(text)


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
            bare = SPACES.sub("", typed)
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
        since = period_typed(one.since)
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
