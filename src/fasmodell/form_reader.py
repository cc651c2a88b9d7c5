"""From a place in a YAML file to one of the forms: pydantic's findings as located diagnostics in the writer's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fasmodell.diagnostics import suggest
from fasmodell.forms import Form
from fasmodell.place import Key, Place, described, listed

FormT = TypeVar("FormT", bound=Form)


def read_form(place: Place, form: type[FormT]) -> FormT | None:
    """Check the shape of a value; None, with every problem reported, when it does not fit."""
    if not isinstance(place.data, Mapping):
        place.error("FM107", f"{form.noun} must be a mapping of keys and values", f"got {described(place.data)}")
        return None
    try:
        return form.model_validate(dict(place.data))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=True):
            _report(place, form, detail)
        return None


def _report(place: Place, form: type[Form], detail: ErrorDetails) -> None:
    path = tuple(key for key in detail["loc"] if key != "[key]")
    inner = _inner_form(form, path[:-1])
    at = place.at(*_written(path))
    kind, context = detail["type"], detail.get("ctx", {})
    last = _written(path)[-1] if path else ""
    if kind == "extra_forbidden":
        near = suggest(str(last), _keys_of(inner))
        noun = inner.noun if inner else "an entry"
        help = f"did you mean `{near}`?" if near else f"the keys here are {listed(_keys_of(inner))}"
        at.error("FM104", f"unknown key `{last}` in {noun}", help, on_key=True)
    elif kind == "missing":
        noun = inner.noun if inner else "an entry"
        where = place.at(*_written(path)[:-1])
        where.error("FM106", f"missing key `{last}` in {noun}", on_key=bool(where.path))
    elif kind in ("enum", "literal_error"):
        expected = str(context.get("expected", "")).replace("'", "`").replace(" or ", ", ")
        options = [word.strip(" `") for word in expected.split(",")]
        near = suggest(str(detail["input"]), options)
        help = f"did you mean `{near}`?" if near else f"write one of {listed(options)}"
        at.error("FM109", f"`{detail['input']}` is not a value of `{last}`", help)
    else:
        at.error("FM107", f"`{last}` {_wording(kind, context)}", f"got {described(detail['input'])}")


def _written(path: tuple[Key, ...]) -> tuple[Key, ...]:
    """The path as written in the file: phases are numbers there."""
    return tuple(int(key[6:]) if isinstance(key, str) and key.startswith("phase_") else key for key in path)


def _inner_form(form: type[Form] | None, path: Iterable[Key]) -> type[Form] | None:
    """The form that describes the value at a path, as far as the annotations tell."""
    for key in path:
        if form is None:
            return None
        if isinstance(key, int):
            continue
        fields = {info.alias or name: info for name, info in form.model_fields.items()}
        if key in fields:
            form = _form_in(fields[key].annotation)
    return form


def _form_in(annotation: object) -> type[Form] | None:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _form_in(argument)
        if found is not None:
            return found
    return None


def _keys_of(form: type[Form] | None) -> list[str]:
    if form is None:
        return []
    names = [info.alias or name for name, info in form.model_fields.items()]
    return [str(key) for key in _written(tuple(names))]


def _wording(kind: str, context: Mapping[str, object]) -> str:
    wordings = {
        "string_type": "must be text",
        "string_too_short": "must not be empty",
        "int_type": "must be a whole number",
        "int_from_float": "must be a whole number",
        "float_type": "must be a number",
        "finite_number": "must be a finite number",
        "bool_type": "must be `true` or `false`",
        "list_type": "must be a list",
        "dict_type": "must be a mapping of keys and values",
        "model_type": "must be a mapping of keys and values",
        "too_short": f"must have at least {context.get('min_length')} entries",
        "too_long": f"must have at most {context.get('max_length')} entries",
        "greater_than_equal": f"must be at least {context.get('ge')}",
        "less_than_equal": f"must be at most {context.get('le')}",
        "string_pattern_mismatch": "is not written as it must be",
    }
    return wordings.get(kind, "does not fit here")
