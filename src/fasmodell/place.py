"""A place in a YAML document while it is being read: its data, its spans and where problems are put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fasmodell.diagnostics import Diagnostics, Span, suggest
from fasmodell.forms import Form
from fasmodell.yaml_source import Document

Key = str | int
FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a document, by its path, with the diagnostics it adds to."""

    document: Document
    path: tuple[Key, ...]
    data: object
    found: Diagnostics

    def at(self, *keys: Key) -> Place:
        """The place inside this one; its data is None where there is none."""
        data = self.data
        for key in keys:
            if isinstance(data, Mapping):
                data = data.get(key)
            elif isinstance(data, list) and isinstance(key, int) and key < len(data):
                data = data[key]
            else:
                data = None
        return Place(self.document, (*self.path, *keys), data, self.found)

    def items(self) -> list[tuple[Key, Place]]:
        """The keys and places of a mapping; none for anything else."""
        return [(key, self.at(key)) for key in self.data] if isinstance(self.data, Mapping) else []

    def elements(self) -> list[Place]:
        """The places of a list; none for anything else."""
        return [self.at(position) for position in range(len(self.data))] if isinstance(self.data, list) else []

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.document.value_span(self.path)

    @property
    def key_span(self) -> Span:
        """Where the key of the value stands."""
        return self.document.key_span(self.path)

    def error(self, code: str, message: str, help: str | None = None, *, on_key: bool = False) -> None:
        """Add an error about this value, or about its key."""
        self.found.error(code, message, self.key_span if on_key else self.span, help)

    def warning(self, code: str, message: str, help: str | None = None) -> None:
        """Add a warning about this value."""
        self.found.warning(code, message, self.span, help)

    def unknown(self, code: str, kind: str, word: str, names: Iterable[str], *, on_key: bool = False) -> None:
        """Add an error about a name that nothing has, with the closest one that something has."""
        near = suggest(word, names)
        help = f"did you mean `{near}`?" if near else None
        self.error(code, f"unknown {kind} `{word}`", help, on_key=on_key)

    def form(self, form: type[FormT]) -> FormT | None:
        """Check the shape of this value; None, with every problem reported, when it does not fit."""
        if not isinstance(self.data, Mapping):
            self.error("FM107", f"{form.noun} must be a mapping of keys and values", f"got {_kind(self.data)}")
            return None
        try:
            return form.model_validate(dict(self.data))
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_input=True):
                self._report(form, detail)
            return None

    def _report(self, form: type[Form], detail: ErrorDetails) -> None:
        path = tuple(key for key in detail["loc"] if key != "[key]")
        inner = _inner_form(form, path[:-1])
        place = self.at(*_written(path))
        kind, context = detail["type"], detail.get("ctx", {})
        last = _written(path)[-1] if path else ""
        if kind == "extra_forbidden":
            near = suggest(str(last), _keys_of(inner))
            noun = inner.noun if inner else "an entry"
            help = f"did you mean `{near}`?" if near else f"the keys here are {_listed(_keys_of(inner))}"
            place.error("FM104", f"unknown key `{last}` in {noun}", help, on_key=True)
        elif kind == "missing":
            noun = inner.noun if inner else "an entry"
            where = self.at(*_written(path)[:-1])
            where.error("FM106", f"missing key `{last}` in {noun}", on_key=bool(where.path))
        elif kind in ("enum", "literal_error"):
            expected = str(context.get("expected", "")).replace("'", "`").replace(" or ", ", ")
            options = [word.strip(" `") for word in expected.split(",")]
            near = suggest(str(detail["input"]), options)
            help = f"did you mean `{near}`?" if near else f"write one of {_listed(options)}"
            place.error("FM109", f"`{detail['input']}` is not a value of `{last}`", help)
        else:
            place.error("FM107", f"`{last}` {_wording(kind, context)}", f"got {_kind(detail['input'])}")


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


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


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


def _kind(value: object) -> str:
    """A value as its writer would call it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"the text `{value if len(value) <= 40 else value[:37] + '...'}`" if value.strip() else "empty text"
    if isinstance(value, int | float):
        return f"`{value}`"
    return "a list" if isinstance(value, list) else "a mapping"
