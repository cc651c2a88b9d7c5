"""From a place in a YAML file to one of the forms: pydantic's findings as located diagnostics in the writer's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fasmodell.forms import Form
from fasmodell.knowledge import PHASES
from fasmodell.place import Key, Place, described

FormT = TypeVar("FormT", bound=Form)
_PHASE_OF: dict[Key, int] = {str(phase): phase for phase in PHASES}


def read_form(place: Place, form: type[FormT]) -> FormT | None:
    """Check the shape of a value; None, with every problem reported, when it does not fit."""
    if not isinstance(place.data, Mapping):
        place.wrong(f"{form.noun} must be a mapping of keys and values")
        return None
    try:
        return form.model_validate(dict(place.data))
    except ValidationError as error:
        _report_all(place, form, error.errors(include_url=False, include_input=True))
        return None


def _report_all(place: Place, form: type[Form], details: Sequence[ErrorDetails]) -> None:
    """Report each problem once: a misspelt key is not missing too, and the choices of a union are one problem."""
    by_path: dict[tuple[Key, ...], list[ErrorDetails]] = {}
    for detail in details:
        by_path.setdefault(_written(place, detail), []).append(detail)
    meant: set[tuple[Key, ...]] = set()
    for path, found in by_path.items():
        if found[0]["type"] in ("extra_forbidden", "invalid_key") or "[key]" in found[0]["loc"]:
            inner = _inner_form(form, path[:-1])
            noun = inner.noun if inner else f"`{path[-2]}`" if len(path) > 1 else "an entry"
            allowed = _options(found[0]) if "[key]" in found[0]["loc"] else _keys_of(inner)
            near = place.at(*path).unknown_key(noun, allowed)
            meant.add((*path[:-1], near))
    for path, found in by_path.items():
        if "[key]" not in found[0]["loc"] and path not in meant:
            _report(place, form, path, found)


def _report(place: Place, form: type[Form], path: tuple[Key, ...], found: Sequence[ErrorDetails]) -> None:
    at, detail = place.at(*path), found[0]
    kind = detail["type"]
    if kind == "missing":
        inner = _inner_form(form, path[:-1])
        place.at(*path[:-1]).missing(at.key, inner.noun if inner else "an entry")
    elif kind in ("enum", "literal_error") and len(found) == 1:
        at.not_one_of(_options(detail))
    elif kind not in ("extra_forbidden", "invalid_key"):
        code, _ = _WORDINGS.get(kind, _MISFIT)
        wording = " or ".join(dict.fromkeys(_wording(one) for one in found))
        at.error(code, f"`{at.key}` {wording}, got {described(at.data)}", _advice(form, path))


def _advice(form: type[Form], path: tuple[Key, ...]) -> str | None:
    """How a value is written, where its form says so."""
    inner = _inner_form(form, path[:-1])
    fields = {} if inner is None else {info.alias or name: info for name, info in inner.model_fields.items()}
    return fields[str(path[-1])].description if path and str(path[-1]) in fields else None


def _written(place: Place, detail: ErrorDetails) -> tuple[Key, ...]:
    """
    The path of a problem as it is written in the file.

    Phases are numbers there but text in the forms, and pydantic adds the name of the choice inside a union.
    """
    path: list[Key] = []
    for key in detail["loc"]:
        data = place.at(*path).data
        if isinstance(data, Mapping) and key not in data and _PHASE_OF.get(key) in data:
            path.append(_PHASE_OF[key])
        elif key != "[key]" and isinstance(data, Mapping | list):
            path.append(key)
    return tuple(path)


def _options(detail: ErrorDetails) -> list[str]:
    """The words that an enumeration or a literal allows."""
    expected = str(detail.get("ctx", {}).get("expected", ""))
    return [word.strip(" '") for word in expected.replace(" or ", ", ").split(",") if word.strip(" '")]


def _inner_form(form: type[Form], path: Iterable[Key]) -> type[Form] | None:
    """The form that describes the value at a path; None for a mapping that has no form of its own."""
    annotation: object = form
    for key in path:
        annotation = _inside(core_of(annotation), key)
    core = core_of(annotation)
    return core if isinstance(core, type) and issubclass(core, Form) else None


def _inside(annotation: object, key: Key) -> object:
    """What a form, a mapping or a list holds under a key."""
    if isinstance(annotation, type) and issubclass(annotation, Form):
        fields = {info.alias or name: info.annotation for name, info in annotation.model_fields.items()}
        return fields.get(str(key))
    return get_args(annotation)[-1] if get_origin(annotation) in (dict, list) else None


def core_of(annotation: object) -> object:
    """An annotation without `Annotated` and without `None`."""
    if get_origin(annotation) is Annotated:
        return core_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return core_of(next(part for part in get_args(annotation) if part is not NoneType))
    return annotation


def _keys_of(form: type[Form] | None) -> list[str]:
    return [] if form is None else [info.alias or name for name, info in form.model_fields.items()]


def _wording(detail: ErrorDetails) -> str:
    _, wording = _WORDINGS.get(detail["type"], _MISFIT)
    return wording.format(**detail.get("ctx", {}))


_MISFIT = ("FM107", "does not fit here")
_WORDINGS = {
    "string_type": ("FM107", "must be text"),
    "int_type": ("FM107", "must be a whole number"),
    "int_from_float": ("FM107", "must be a whole number"),
    "float_type": ("FM107", "must be a number"),
    "bool_type": ("FM107", "must be `true` or `false`"),
    "list_type": ("FM107", "must be a list"),
    "dict_type": ("FM107", "must be a mapping of keys and values"),
    "model_type": ("FM107", "must be a mapping of keys and values"),
    "literal_error": ("FM107", "must be {expected}"),
    "greater_than_equal": ("FM124", "must be at least {ge}"),
    "less_than_equal": ("FM124", "must be at most {le}"),
    "string_too_short": ("FM125", "must not be empty"),
    "too_short": ("FM125", "needs at least {min_length}"),
    "too_long": ("FM125", "may have at most {max_length}"),
    "string_pattern_mismatch": ("FM127", "is not written as it must be"),
}
