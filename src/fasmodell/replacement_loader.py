"""An entry of a rule base with some of its keys replaced by a local one, each with the place it is written at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from fasmodell.diagnostics import quote
from fasmodell.forms import ReplacementForm
from fasmodell.knowledge import Basis
from fasmodell.place import Key, Place, listed
from fasmodell.scales import LANGUAGES

# Keys that the source of an entry vouches for: whoever replaces one of them vouches for the entry.
_VOUCHED: Final = {
    "rules": ("title", "when", "then", "because"),
    "thresholds": ("value", "text"),
    "findings": ("kind", "name", "description"),
    "warnings": LANGUAGES,
    "decision_reasons": LANGUAGES,
    "indicators": (
        "name", "scale", "unit", "range", "direction", "anchors", "options", "question", "activity_sensitive",
    ),
}  # fmt: skip
# Parts of a measure that may cite a source of their own, and otherwise inherit that of the measure.
_CITING: Final = (
    "blocked", "emphasis", "prerequisites", "preconditions", "legal_gate", "companions", "conflicts", "lead_in",
    "time_to_effect", "cost", "harms", "pitfalls", "first_steps", "watch", "materials",
)  # fmt: skip
# What a reason speaks of: when one of the keys is replaced, the words about it must be too.
_WORDED: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "rules": (("when", "then"), "because"),
    "thresholds": (("value",), "text"),
}
# Parts of a policy that are replaced whole.
_WHOLE: Final = ("numbers", "source", "name")


class _Patch(NamedTuple):
    """A value that takes the place of what stands at a path of an entry, and where it is written."""

    path: tuple[Key, ...]
    data: object
    place: Place


def replaced_entry(section: str, before: Place, change: Place, form: ReplacementForm) -> Place:
    """
    The entry with what stands under `with` in the place of its own keys.

    In an entry a key is replaced whole; in a policy, which has no id, the numbers one by one. What the replaced keys
    rest on becomes the source of the change, unless `with` says otherwise.
    """
    is_policy = before.path == ()
    written = change.at("with")
    patches = list(_leaves(written, ())) if is_policy else [_Patch((key,), at.data, at) for key, at in written.items()]
    _demand_words(section, written)
    _note_idle(before, patches)
    patches += _rests(section, before, change, written) if not is_policy else _numbers(before, change, form, patches)
    data: object = before.data
    for patch in patches:
        data = _with(data, patch.path, patch.data)
    spans = {(*before.path, *patch.path): (patch.place.document, patch.place.path) for patch in patches}
    if section == "rules":
        # The rule now stands where it is changed; what is left of it keeps its place.
        kept = {(*before.path, key): (before.document, (*before.path, key)) for key in before.keys}
        spans = {before.path: (change.document, change.path), **kept, **spans}
    return Place(before.document.patched(spans), before.path, data, before.found)


def keys_replaced(form: ReplacementForm, is_policy: bool) -> tuple[str, ...]:
    """What is replaced, by key; in a policy by the keys that lead to each number, with dots between."""
    if not is_policy:
        return tuple(form.replaced)
    return tuple(".".join(map(str, path)) for path in _paths(form.replaced, ()))


def _paths(value: object, path: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    if isinstance(value, Mapping) and value and (not path or path[-1] not in _WHOLE):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    else:
        yield path


def _leaves(place: Place, path: tuple[Key, ...]) -> Iterator[_Patch]:
    for found in _paths(place.data, path):
        inner = place.at(*found)
        yield _Patch(found, inner.data, inner)


def _with(data: object, path: tuple[Key, ...], value: object) -> object:
    """The data with a value at a path; mappings on the way are copied, and made where there are none."""
    if not path:
        return value
    inside = dict(data) if isinstance(data, Mapping) else {}
    inside[path[0]] = _with(inside.get(path[0]), path[1:], value)
    return inside


def _demand_words(section: str, written: Place) -> None:
    keys, words = _WORDED.get(section, ((), ""))
    changed = [key for key in keys if key in written.keys]
    if changed and words not in written.keys:
        message = f"{listed(changed)} is replaced, but not `{words}`, which speaks of it"
        written.at(changed[0]).error("FM134", message, f"write `{words}` anew too, in both languages", on_key=True)


def _note_idle(before: Place, patches: list[_Patch]) -> None:
    for patch in patches:
        if patch.path and patch.path[0] in before.keys and before.at(*patch.path).data == patch.data:
            message = f"{quote('.'.join(map(str, patch.path)))} is replaced by what it is already"
            patch.place.warning("FM224", message, "leave it out, so that a later change of it is not lost", on_key=True)


def _rests(section: str, before: Place, change: Place, written: Place) -> Iterator[_Patch]:
    """What the replaced keys rest on: the source of the change, and its reason for numbers."""
    source, reason = change.at("source"), change.at("reason")
    vouched = [key for key in _VOUCHED.get(section, ()) if key in written.keys]
    if vouched and "source" not in written.keys:
        yield _Patch(("source",), source.data, source)
    has_numbers = section == "rules" and before.at("numbers").data is not None and "numbers" not in written.keys
    if has_numbers and {"when", "then"}.intersection(written.keys):
        yield _Patch(("numbers",), {"basis": source.at("basis").data, "reason": reason.data}, reason)
    for key in _CITING if section == "measures" else ():
        part = written.at(key)
        if isinstance(part.data, list):
            cited = [_citing(item, source.data) for item in part.data]
            yield _Patch((key,), cited, part)
        elif isinstance(part.data, Mapping):
            yield _Patch((key,), _citing(part.data, source.data), part)


def _citing(value: object, source: object) -> object:
    return {**value, "source": source} if isinstance(value, Mapping) and value.get("source") is None else value


def _numbers(before: Place, change: Place, form: ReplacementForm, patches: list[_Patch]) -> Iterator[_Patch]:
    """What the numbers of a policy rest on: its own reason followed by that of the change, on the weaker basis."""
    touched = {patch.path[:2] if patch.path[0] == "criteria" else () for patch in patches if patch.path}
    stated = {patch.path[:-1] for patch in patches if patch.path and patch.path[-1] == "numbers"}
    for path in sorted(touched - stated, key=str):
        own = before.at(*path, "numbers")
        basis, reason = own.at("basis").data, own.at("reason")
        if basis in tuple(Basis) and all(isinstance(reason.at(language).data, str) for language in LANGUAGES):
            weaker = max(Basis(str(basis)), form.source.basis, key=lambda one: one.rank)
            added = form.reason.text()
            texts = {one: f"{str(reason.at(one).data).strip()} {added.to(one)}" for one in LANGUAGES}
            yield _Patch((*path, "numbers"), {"basis": weaker.value, "reason": texts}, change.at("reason"))
